#pragma once

#include "core/result/findingid.h"

#include <QList>
#include <QString>

namespace signet {

// What an error message of another tool means. The message itself is not kept: it can hold anything.
struct ErrorTextSeen {
    struct Candidate {
        FindingId finding;
        QString why; // which words of the text led to it
    };
    QList<Candidate> causes; // most likely first
    bool isLikely = false; // the first of them is more than a guess
    bool isFromEntra = false; // it has an error code of Microsoft Entra
    QString applicationId; // that Microsoft Entra names; empty where it names none
};

ErrorTextSeen readErrorText(const QString &text);

} // namespace signet
