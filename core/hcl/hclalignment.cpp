#include "core/hcl/hclalignment.h"

#include "core/hcl/hclfiletree.h"
#include "core/hcl/hcllayout.h"
#include "core/hcl/hcllexer.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace signet {

namespace {

std::size_t tokenAt(const SyntaxTokens &tokens, qsizetype offset)
{
    const auto after = std::upper_bound(tokens.begin(), tokens.end(), offset,
                                        [](qsizetype at, SyntaxToken token) { return at < token.begin(); });
    return std::size_t(std::max<qsizetype>(after - tokens.begin() - 1, 0));
}

int stringChange(SyntaxKind kind)
{
    switch (kind) {
    case SyntaxKind::OpenQuote:
    case SyntaxKind::OpenHeredoc:
        return 1;
    case SyntaxKind::CloseQuote:
    case SyntaxKind::CloseHeredoc:
        return -1;
    default:
        return 0;
    }
}

// Whether a line of these tokens has a "=" or a comment: one that has neither ends every group.
bool belongsToGroup(const SyntaxTokens &tokens, std::size_t first, std::size_t end)
{
    return std::any_of(tokens.begin() + qsizetype(first), tokens.begin() + qsizetype(end),
                       [](SyntaxToken token) {
                           return token.kind() == SyntaxKind::Assign || token.kind() == SyntaxKind::Comment
                               || token.kind() == SyntaxKind::CommentLine;
                       });
}

// The first token of the line that ends in front of `end`; line ends inside of strings do not count.
std::size_t lineBegin(const SyntaxTokens &tokens, std::size_t end)
{
    int open = 0;
    std::size_t first = end;
    while (first > 0) {
        const SyntaxKind kind = tokens[first - 1].kind();
        if (open == 0 && first < end && endsLine(kind))
            break;
        open -= stringChange(kind);
        --first;
    }
    return first;
}

// Behind the last token of the line that begins at `first`.
std::size_t lineEnd(const SyntaxTokens &tokens, std::size_t first)
{
    int open = 0;
    std::size_t end = first;
    while (end + 1 < tokens.size()) {
        const SyntaxKind kind = tokens[end].kind();
        ++end;
        open += stringChange(kind);
        if (open == 0 && endsLine(kind))
            break;
    }
    return end;
}

// The lines of the place, and the whole groups that they belong to.
SourceRange groupAround(const SyntaxTokens &tokens, SourceRange place)
{
    // One more line on either side, because a line inserted between two lines can join either group.
    std::size_t first = tokenAt(tokens, place.begin);
    while (first > 0 && !endsLine(tokens[first - 1].kind()))
        --first;
    for (;;) {
        const std::size_t before = first > 0 ? lineBegin(tokens, first) : 0;
        if (before == first || !belongsToGroup(tokens, before, first))
            break;
        first = before;
    }
    std::size_t end = lineEnd(tokens, tokenAt(tokens, place.end));
    for (;;) {
        const std::size_t after = lineEnd(tokens, end);
        if (after == end || !belongsToGroup(tokens, end, after))
            break;
        end = after;
    }
    return {tokens[first].begin(), tokens[end].begin()};
}

// Which "=" and comments stand in canonical columns together with their whole group: offsets of them. One
// that belongs to no group, such as a "=" whose value goes over several lines, has one blank in front of it.
struct CanonicalCells {
    QSet<qsizetype> assigns;
    QSet<qsizetype> comments;
};

CanonicalCells canonicalCells(const QByteArray &text)
{
    CanonicalCells cells;
    const Layout layout(text, lexHcl(text).tokens);
    const auto isAt = [&](std::size_t word, qsizetype width) {
        return layout.words[word].before == width && !layout.words[word].isTabbed;
    };
    for (const LayoutLine &line : layout.lines) {
        for (std::size_t i = line.lead; i < line.assign; ++i) {
            if (layout.words[i].kind == SyntaxKind::Assign && isAt(i, 1))
                cells.assigns.insert(layout.words[i].begin);
        }
        for (std::size_t i = line.lead + 1; i < line.comment; ++i) {
            if (layout.words[i].kind == SyntaxKind::Comment && isAt(i, 1))
                cells.comments.insert(layout.words[i].begin);
        }
    }
    layout.eachAssignChain([&](std::size_t first, std::size_t end) {
        const qsizetype most = layout.assignColumns(first, end);
        bool isCanonical = true;
        for (std::size_t i = first; i < end; ++i)
            isCanonical = isCanonical && isAt(layout.lines[i].assign, layout.assignWidth(i, most));
        for (std::size_t i = first; isCanonical && i < end; ++i)
            cells.assigns.insert(layout.words[layout.lines[i].assign].begin);
    });
    layout.eachCommentChain([&](std::size_t first, std::size_t end) {
        const qsizetype most = layout.commentColumns(first, end);
        bool isCanonical = true;
        for (std::size_t i = first; i < end; ++i)
            isCanonical = isCanonical && isAt(layout.lines[i].comment, layout.commentWidth(i, most));
        for (std::size_t i = first; isCanonical && i < end; ++i)
            cells.comments.insert(layout.words[layout.lines[i].comment].begin);
    });
    return cells;
}

// Puts the cells of an edited text in place, one group after the other.
class Aligner {
public:
    Aligner(const EditedText &edited, const CanonicalCells &before, const AssignLook &look)
        : m_edited(edited)
        , m_text(edited.text())
        , m_before(before)
        , m_look(look)
        , m_layout(m_text, lexHcl(m_text).tokens)
    {
    }

    QList<TextEdit> edits()
    {
        for (const LayoutLine &line : m_layout.lines) {
            for (std::size_t i = line.lead + 1; i < line.assign; ++i)
                leaveGroup(i, SyntaxKind::Assign, m_before.assigns);
            for (std::size_t i = line.lead + 1; i < line.comment; ++i)
                leaveGroup(i, SyntaxKind::Comment, m_before.comments);
        }
        m_layout.eachAssignChain([this](std::size_t first, std::size_t end) { alignAssigns(first, end); });
        m_layout.eachCommentChain([this](std::size_t first, std::size_t end) { alignComments(first, end); });
        return m_edits;
    }

private:
    // A word that is in no group but can have been in one.
    void leaveGroup(std::size_t index, SyntaxKind kind, const QSet<qsizetype> &canonical)
    {
        const LayoutWord &word = m_layout.words[index];
        const auto offset = word.kind == kind ? m_edited.originalOffset(word.begin) : std::nullopt;
        if (offset && word.before > 1 && canonical.contains(*offset))
            setWidth(index, 1);
    }

    void alignAssigns(std::size_t first, std::size_t end)
    {
        bool isCanonical = true;
        bool hasOld = false;
        for (std::size_t i = first; i < end; ++i) {
            const auto offset = m_edited.originalOffset(assign(i).begin);
            hasOld = hasOld || offset;
            isCanonical = isCanonical && (!offset || m_before.assigns.contains(*offset));
        }
        if (isCanonical && (hasOld || !m_look.before.isEmpty())) {
            const qsizetype most = m_layout.assignColumns(first, end);
            for (std::size_t i = first; i < end; ++i)
                setWidth(m_layout.lines[i].assign, m_layout.assignWidth(i, most));
        }
        const bool takesAfter = !isCanonical || !hasOld;
        for (std::size_t i = first; i < end; ++i) {
            if (m_edited.originalOffset(assign(i).begin))
                continue;
            const std::size_t neighbour = nearestOld(first, end, i);
            if (takesAfter && !isCanonical)
                setWidth(m_layout.lines[i].assign, widthAfter(first, end, i, neighbour));
            else if (takesAfter && m_look.before.isEmpty())
                setWidth(m_layout.lines[i].assign, 0);
            setGapBehind(i, neighbour < end ? gapBehind(neighbour) : m_look.after);
        }
    }

    // The blanks in front of the "=" of a new line in a group that has no canonical columns.
    qsizetype widthAfter(std::size_t first, std::size_t end, std::size_t line, std::size_t neighbour) const
    {
        const auto columnOf = [this](std::size_t i) {
            return m_layout.columns(m_layout.lines[i].lead, m_layout.lines[i].assign) + assign(i).before;
        };
        const qsizetype gap = assign(neighbour).before;
        if (gap == 0)
            return 0;
        bool inColumn = true;
        for (std::size_t i = first; i < end; ++i) {
            if (m_edited.originalOffset(assign(i).begin))
                inColumn = inColumn && columnOf(i) == columnOf(neighbour);
        }
        const qsizetype width =
            columnOf(neighbour) - m_layout.columns(m_layout.lines[line].lead, m_layout.lines[line].assign);
        return inColumn ? std::max<qsizetype>(width, 1) : 1;
    }

    // The line above, else the one below; `end` when the group is new.
    std::size_t nearestOld(std::size_t first, std::size_t end, std::size_t line) const
    {
        for (std::size_t i = line; i > first; --i) {
            if (m_edited.originalOffset(assign(i - 1).begin))
                return i - 1;
        }
        for (std::size_t i = line; i < end; ++i) {
            if (m_edited.originalOffset(assign(i).begin))
                return i;
        }
        return end;
    }

    QByteArray gapBehind(std::size_t line) const
    {
        const LayoutWord &sign = assign(line);
        const LayoutWord &next = m_layout.words[m_layout.lines[line].assign + 1];
        return m_text.sliced(sign.end, next.begin - sign.end);
    }

    void setGapBehind(std::size_t line, const QByteArray &gap)
    {
        if (gapBehind(line) != gap)
            m_edits.append({{assign(line).end, assign(line).end + gapBehind(line).size()}, gap});
        m_layout.words[m_layout.lines[line].assign + 1].before = gap.size();
    }

    void alignComments(std::size_t first, std::size_t end)
    {
        bool isCanonical = true;
        for (std::size_t i = first; i < end; ++i) {
            const auto offset = m_edited.originalOffset(m_layout.words[m_layout.lines[i].comment].begin);
            isCanonical = isCanonical && (!offset || m_before.comments.contains(*offset));
        }
        if (!isCanonical)
            return;
        const qsizetype most = m_layout.commentColumns(first, end);
        for (std::size_t i = first; i < end; ++i)
            setWidth(m_layout.lines[i].comment, m_layout.commentWidth(i, most));
    }

    void setWidth(std::size_t index, qsizetype width)
    {
        LayoutWord &word = m_layout.words[index];
        const qsizetype more = width - word.before;
        if (word.isTabbed)
            m_edits.append({{word.begin - word.before, word.begin}, QByteArray(width, ' ')});
        else if (more > 0)
            m_edits.append({{word.begin, word.begin}, QByteArray(more, ' ')});
        else if (more < 0)
            m_edits.append({{word.begin + more, word.begin}, QByteArray()});
        word.before = width;
        word.isTabbed = false;
    }

    const LayoutWord &assign(std::size_t line) const { return m_layout.words[m_layout.lines[line].assign]; }

    const EditedText &m_edited;
    QByteArray m_text;
    const CanonicalCells &m_before;
    const AssignLook &m_look;
    Layout m_layout;
    QList<TextEdit> m_edits;
};

std::vector<SyntaxKind> wordKinds(const QByteArray &text)
{
    std::vector<SyntaxKind> kinds;
    for (const SyntaxToken token : lexHcl(text).tokens) {
        if (token.kind() != SyntaxKind::Space)
            kinds.push_back(token.kind());
    }
    return kinds;
}

} // namespace

QList<TextEdit> alignedEdits(const HclFile &file, SourceRange place, const QList<TextEdit> &edits,
                             const AssignLook &look)
{
    for (const TextEdit &edit : edits) {
        place.begin = std::min(place.begin, edit.range.begin);
        place.end = std::max(place.end, edit.range.end);
    }
    const SourceRange window = groupAround(file.tree().tokens, place);
    const auto shifted = [](QList<TextEdit> list, qsizetype by) {
        for (TextEdit &edit : list)
            edit.range = {edit.range.begin + by, edit.range.end + by};
        return list;
    };
    const QByteArray original = file.text().sliced(window.begin, window.size());
    EditedText edited(original);
    edited.apply(shifted(edits, -window.begin));
    edited.apply(Aligner(edited, canonicalCells(original), look).edits());
    return shifted(edited.edits(), window.begin);
}

bool isValidWith(const HclFile &file, const QList<TextEdit> &edits)
{
    return HclFile::parse(applied(file.text(), edits)).isValid();
}

QByteArray indentationAt(const QByteArray &text, qsizetype offset)
{
    const qsizetype newline = offset > 0 ? text.lastIndexOf('\n', offset - 1) : -1;
    const qsizetype begin = newline < 0 && text.startsWith("\xef\xbb\xbf") ? 3 : newline + 1;
    qsizetype end = begin;
    while (end < text.size() && (text.at(end) == ' ' || text.at(end) == '\t'))
        ++end;
    return text.sliced(begin, end - begin);
}

QByteArray indentationUnit(const HclFile &file)
{
    // The first block that has something on a line of its own shows it.
    const QByteArray &text = file.text();
    for (const HclBlock &block : file.body().blocks) {
        qsizetype first = text.size();
        if (!block.body.attributes.empty())
            first = block.body.attributes.front().range.begin;
        if (!block.body.blocks.empty())
            first = std::min(first, block.body.blocks.front().range.begin);
        const QByteArray outer = indentationAt(text, block.range.begin);
        const QByteArray inner = indentationAt(text, first);
        if (first < text.size() && inner.size() > outer.size() && inner.startsWith(outer))
            return inner.sliced(outer.size());
    }
    return QByteArrayLiteral("  ");
}

QByteArray indented(const QByteArray &text, const QByteArray &base, const QByteArray &unit,
                    const QByteArray &lineEnd)
{
    Layout layout(text, lexHcl(text).tokens);
    layout.setAll();
    QByteArray result;
    for (std::size_t line = 0; line < layout.lines.size(); ++line) {
        const LayoutLine &each = layout.lines[line];
        for (std::size_t i = each.lead; i < each.end; ++i) {
            const LayoutWord &word = layout.words[i];
            const QByteArrayView bytes = layout.textOf(word);
            if (i > each.lead)
                result.append(word.before, ' ');
            else if (word.kind != SyntaxKind::Newline)
                result += base + unit.repeated(word.before / 2);
            const bool hasLineEnd = bytes.endsWith('\n') && word.kind != SyntaxKind::HeredocText
                && word.kind != SyntaxKind::Comment;
            if (!hasLineEnd) {
                result.append(bytes);
                continue;
            }
            result.append(bytes.chopped(bytes.endsWith("\r\n") ? 2 : 1));
            result.append(lineEnd);
        }
    }
    return result;
}

QByteArray laidOutValue(const QByteArray &expression, const QByteArray &base, const QByteArray &unit,
                        const QByteArray &lineEnd)
{
    // A heredoc ends only where its last line does.
    const QByteArray line = QByteArrayLiteral("x = ") + expression.trimmed() + '\n';
    const QByteArray result = indented(line, base, unit, lineEnd).sliced(base.size());
    // Where taking a blank away would join two words, the expression stays as it was given.
    if (wordKinds(result) != wordKinds(line))
        return expression.trimmed();
    return result.sliced(4).chopped(lineEnd.size());
}

bool endsWithHeredoc(const QByteArray &expression)
{
    const SyntaxTokens tokens = lexHcl(expression + '\n').tokens;
    for (auto token = tokens.rbegin(); token != tokens.rend(); ++token) {
        if (token->kind() == SyntaxKind::CloseHeredoc)
            return true;
        if (token->kind() != SyntaxKind::EndOfText && token->kind() != SyntaxKind::Newline
            && token->kind() != SyntaxKind::Space)
            return false;
    }
    return false;
}

bool hasSeveralLines(const QByteArray &expression)
{
    return expression.contains('\n');
}

} // namespace signet
