#include "core/hcl/editedtext.h"

#include "core/hcl/stableorder.h"

#include <algorithm>

namespace signet {

EditedText::EditedText(const QByteArray &original)
    : m_original(original)
    , m_pieces{{0, {0, original.size()}, {}}}
{
}

void EditedText::apply(const QList<TextEdit> &edits)
{
    const QList<TextEdit> ordered = orderedBy(edits, [](const TextEdit &edit) { return edit.range.begin; });
    std::vector<Piece> pieces;
    const auto add = [&pieces](Piece piece) {
        if (piece.size() == 0)
            return;
        piece.begin = pieces.empty() ? 0 : pieces.back().begin + pieces.back().size();
        pieces.push_back(std::move(piece));
    };
    auto piece = m_pieces.cbegin();
    // Takes over, or leaves out, what lies before `end`.
    qsizetype at = 0;
    const auto advanceTo = [&](qsizetype end, bool keeps) {
        while (piece != m_pieces.cend() && at < end) {
            const qsizetype from = at - piece->begin;
            const qsizetype to = std::min(end - piece->begin, piece->size());
            if (keeps && piece->added.isEmpty())
                add({0, {piece->original.begin + from, piece->original.begin + to}, {}});
            else if (keeps)
                add({0, {}, piece->added.sliced(from, to - from)});
            at = piece->begin + to;
            if (to == piece->size())
                ++piece;
        }
    };
    for (const TextEdit &edit : ordered) {
        Q_ASSERT(edit.range.begin >= at);
        advanceTo(edit.range.begin, true);
        add({0, {}, edit.replacement});
        advanceTo(edit.range.end, false);
    }
    if (piece != m_pieces.cend())
        advanceTo(m_pieces.back().begin + m_pieces.back().size(), true);
    m_pieces = std::move(pieces);
}

QByteArray EditedText::text() const
{
    QByteArray text;
    for (const Piece &piece : m_pieces) {
        if (piece.added.isEmpty())
            text.append(QByteArrayView(m_original).sliced(piece.original.begin, piece.original.size()));
        else
            text.append(piece.added);
    }
    return text;
}

QList<TextEdit> EditedText::edits() const
{
    QList<TextEdit> edits;
    TextEdit next;
    const auto finish = [&](qsizetype end) {
        next.range.end = end;
        if (next.range.size() > 0 || !next.replacement.isEmpty())
            edits.append(next);
    };
    for (const Piece &piece : m_pieces) {
        if (!piece.added.isEmpty()) {
            next.replacement += piece.added;
            continue;
        }
        finish(piece.original.begin);
        next = {{piece.original.end, piece.original.end}, {}};
    }
    finish(m_original.size());
    return edits;
}

std::optional<qsizetype> EditedText::originalOffset(qsizetype offset) const
{
    const auto after = std::upper_bound(m_pieces.begin(), m_pieces.end(), offset,
                                        [](qsizetype at, const Piece &piece) { return at < piece.begin; });
    if (after == m_pieces.begin())
        return {};
    const Piece &piece = *std::prev(after);
    if (!piece.added.isEmpty() || offset >= piece.begin + piece.size())
        return {};
    return piece.original.begin + (offset - piece.begin);
}

} // namespace signet
