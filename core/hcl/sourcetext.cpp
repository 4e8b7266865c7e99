#include "core/hcl/sourcetext.h"

#include "core/hcl/lineindex.h"
#include "core/hcl/stableorder.h"

#include <QTextBoundaryFinder>

#include <algorithm>
#include <cstring>

namespace signet {

namespace {

qsizetype byteOrderMarkSize(QByteArrayView text)
{
    return text.startsWith("\xef\xbb\xbf") ? 3 : 0;
}

qsizetype lineBegin(QByteArrayView text, qsizetype offset)
{
    const qsizetype before = offset > 0 ? text.lastIndexOf('\n', offset - 1) : -1;
    return before < 0 ? byteOrderMarkSize(text) : before + 1;
}

} // namespace

qsizetype graphemeCount(QByteArrayView text)
{
    const bool isAscii = std::all_of(text.begin(), text.end(), [](char c) { return uchar(c) < 0x80; });
    if (isAscii) {
        // CR LF is the only cluster of two that ASCII has.
        qsizetype count = text.size();
        for (qsizetype at = text.indexOf("\r\n"); at >= 0; at = text.indexOf("\r\n", at + 2))
            --count;
        return count;
    }
    // A byte-order mark that is not the first of the text is a character; Qt's decoder would drop it.
    qsizetype count = 0;
    for (; text.startsWith("\xef\xbb\xbf"); text = text.sliced(3))
        ++count;
    const QString decoded = QString::fromUtf8(text);
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, decoded);
    while (finder.toNextBoundary() > 0)
        ++count;
    return count;
}

LineIndex::LineIndex(QByteArrayView text)
{
    m_linesBefore.reserve(std::size_t(text.size() / interval) + 1);
    int lines = 0;
    for (qsizetype at = 0; at < text.size(); at += interval) {
        m_linesBefore.push_back(lines);
        const qsizetype end = std::min(at + interval, text.size());
        lines += int(std::count(text.begin() + at, text.begin() + end, '\n'));
    }
}

int LineIndex::line(QByteArrayView text, qsizetype offset) const
{
    if (m_linesBefore.empty())
        return 1;
    const qsizetype at = std::clamp<qsizetype>(offset, 0, text.size());
    const std::size_t block = std::min(std::size_t(at / interval), m_linesBefore.size() - 1);
    const qsizetype begin = qsizetype(block) * interval;
    return 1 + m_linesBefore[block] + int(std::count(text.begin() + begin, text.begin() + at, '\n'));
}

SourcePosition LineIndex::position(QByteArrayView text, qsizetype offset) const
{
    const qsizetype at = std::clamp<qsizetype>(offset, 0, text.size());
    SourcePosition position;
    position.offset = at;
    position.line = line(text, at);
    const qsizetype begin = std::min(lineBegin(text, at), at);
    position.column += int(graphemeCount(text.sliced(begin, at - begin)));
    return position;
}

QByteArray applied(const QByteArray &text, QList<TextEdit> edits)
{
    edits = orderedBy(edits, [](const TextEdit &edit) { return edit.range.begin; });
    qsizetype size = text.size();
    for (const TextEdit &edit : std::as_const(edits))
        size += edit.replacement.size() - edit.range.size();
    QByteArray result;
    result.reserve(size);
    qsizetype at = 0;
    for (const TextEdit &edit : std::as_const(edits)) {
        Q_ASSERT(edit.range.begin >= at && edit.range.end >= edit.range.begin
                 && edit.range.end <= text.size());
        result.append(QByteArrayView(text).sliced(at, edit.range.begin - at));
        result.append(edit.replacement);
        at = edit.range.end;
    }
    result.append(QByteArrayView(text).sliced(at));
    return result;
}

QByteArray lineEndOf(const QByteArray &text)
{
    qsizetype all = 0;
    qsizetype withReturn = 0;
    for (qsizetype at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
        ++all;
        if (at > 0 && text.at(at - 1) == '\r')
            ++withReturn;
    }
    return withReturn * 2 > all ? QByteArrayLiteral("\r\n") : QByteArrayLiteral("\n");
}

} // namespace signet
