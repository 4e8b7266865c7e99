#pragma once

#include "core/findings/finding.h"
#include "core/result/problem.h"

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
        StepAction action = StepAction::None;

        // The text where the command is not shown: it ends with a period instead of a colon.
        QString sentence() const;
    };

    QString title;
    QString cause;
    QList<Step> fix;
    QString link; // empty when there is none
    bool curedByPlan = false;
};

// What happened, why, and what to do. The one way from a problem to words: every command, window, report and
// plan that explains a problem gets its words here. Of a problem that only a newer version knows there is
// the id and that it is not known. In a sandbox (the value of --sandbox) the commands get the option, see
// sandboxcommand.h.
//
// Values of the evidence are shown in at most 200 characters, and characters that cannot be seen as
// \uXXXX. In a command they are quoted for POSIX sh where needed; a value that no name of Azure can
// be (cut, with control characters, or beginning with - or @, which programs take for an option or
// a file to read) is replaced there by the default of the placeholder. An array is several words there.
// Evidence {"as": "administrator"} chooses the words for one, where the finding has such.
FindingText describe(const Problem &problem, const QString &sandbox = {});

// The words of an entry, for who lists the catalogue.
FindingText describe(const Finding &finding, const QJsonObject &evidence);

} // namespace signet
