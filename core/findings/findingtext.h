#pragma once

#include "core/findings/finding.h"

#include <QJsonObject>
#include <QList>
#include <QString>

namespace signet {

// A finding in the language of the person, with the evidence filled in.
struct FindingText {
    struct Step {
        QString text;
        QString command; // empty when there is none
        Actor who = Actor::You;
    };

    QString title;
    QString cause;
    QList<Step> fix;
    QString link; // empty when there is none
};

// Values of the evidence are shown in at most 200 characters, and characters that cannot be seen as
// \uXXXX. In a command they are quoted for POSIX sh where needed; a value that no name of Azure can
// be (cut, with control characters, or beginning with - or @, which programs take for an option or
// a file to read) is replaced there by the default of the placeholder. An array is several words there.
// Evidence {"as": "administrator"} chooses the words for one, where the finding has such.
FindingText describe(const Finding &finding, const QJsonObject &evidence);

} // namespace signet
