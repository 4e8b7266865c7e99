#pragma once

#include "core/findings/pastedtext.h"
#include "core/result/findingid.h"

#include <QByteArray>
#include <QByteArrayView>
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

// Reads a message that arrives piece by piece, such as a log of a hundred megabytes.
class ErrorTextReader {
public:
    void add(QByteArrayView utf8); // a piece can end within a character
    ErrorTextSeen finish(); // once

    bool isBlank() const { return m_isBlank; } // nothing but white space so far

private:
    PastedReader m_reader;
    QByteArray m_end; // of what was read before, for words across two pieces
    bool m_isBlank = true;
    bool m_isFromEntra = false;
    QString m_applicationId;
};

ErrorTextSeen readErrorText(const QString &text);

} // namespace signet
