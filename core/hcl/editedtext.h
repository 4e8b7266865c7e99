#pragma once

#include "core/hcl/sourcetext.h"

#include <QByteArray>
#include <QList>

#include <optional>
#include <vector>

namespace signet {

// A text that is edited in several steps, each based on the current text; at the end it returns the edits
// based on the original text.
class EditedText {
public:
    explicit EditedText(const QByteArray &original);

    void apply(const QList<TextEdit> &edits);
    QByteArray text() const;
    QList<TextEdit> edits() const;
    // Where the byte at that place of the text was at first; nothing where it is new.
    std::optional<qsizetype> originalOffset(qsizetype offset) const;

private:
    struct Piece {
        qsizetype begin = 0; // in the text as it is
        SourceRange original; // what is taken over, or
        QByteArray added;
        qsizetype size() const { return added.isEmpty() ? original.size() : added.size(); }
    };
    QByteArray m_original;
    std::vector<Piece> m_pieces;
};

} // namespace signet
