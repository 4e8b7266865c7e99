#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace signet {

// A range of a text, in bytes; end is exclusive.
struct SourceRange {
    qsizetype begin = 0;
    qsizetype end = 0;

    qsizetype size() const { return end - begin; }
    bool contains(qsizetype offset) const { return offset >= begin && offset < end; }
    friend bool operator==(SourceRange, SourceRange) = default;
};

// A place in a text as a person counts: line and column from 1, the column in characters as they are seen
// (grapheme clusters), as HashiCorp's messages count. A byte-order mark counts for nothing.
struct SourcePosition {
    int line = 1;
    int column = 1;
    qsizetype offset = 0; // bytes, the byte-order mark included

    friend bool operator==(const SourcePosition &, const SourcePosition &) = default;
};

// Why a text cannot be read, and where. It does not quote the text, which can be a secret or belong to a file
// that the reader of a message has no right to.
struct SourceFault {
    SourcePosition place;
    QString reason; // "the string is not closed": lower case, no full stop
    bool isLimit = false; // of Signet's own: Terraform may read the text
};

// Puts the replacement in place of the range; an empty range inserts.
struct TextEdit {
    SourceRange range;
    QByteArray replacement;

    friend bool operator==(const TextEdit &, const TextEdit &) = default;
};

// All edits at once; ranges mean the text as it is before. Edits must not overlap; two insertions at one
// place keep their order.
QByteArray applied(const QByteArray &text, QList<TextEdit> edits);

// The end of lines that the text uses: CR LF where most of its lines end so, else LF.
QByteArray lineEndOf(const QByteArray &text);

} // namespace signet
