#include "core/hcl/hcllayout.h"

#include "core/hcl/hcllexer.h"
#include "core/hcl/lineindex.h"

#include <algorithm>

namespace signet {

namespace {

int bracketChange(SyntaxKind kind)
{
    switch (kind) {
    case SyntaxKind::OpenBrace:
    case SyntaxKind::OpenBracket:
    case SyntaxKind::OpenParenthesis:
    case SyntaxKind::OpenDirective:
    case SyntaxKind::OpenInterpolation:
        return 1;
    case SyntaxKind::CloseBrace:
    case SyntaxKind::CloseBracket:
    case SyntaxKind::CloseParenthesis:
    case SyntaxKind::CloseSequence:
        return -1;
    default:
        return 0;
    }
}

bool isInsideString(SyntaxKind kind)
{
    return kind == SyntaxKind::QuotedText || kind == SyntaxKind::HeredocText;
}

// What precedes a minus that is a sign, not an operator.
bool makesMinusASign(SyntaxKind before)
{
    switch (before) {
    case SyntaxKind::EndOfText: // nothing
    case SyntaxKind::OpenParenthesis:
    case SyntaxKind::OpenBrace:
    case SyntaxKind::OpenBracket:
    case SyntaxKind::Assign:
    case SyntaxKind::Colon:
    case SyntaxKind::Comma:
    case SyntaxKind::Question:
    case SyntaxKind::Plus:
    case SyntaxKind::Star:
    case SyntaxKind::Slash:
    case SyntaxKind::Percent:
    case SyntaxKind::Minus:
    case SyntaxKind::Equal:
    case SyntaxKind::NotEqual:
    case SyntaxKind::Greater:
    case SyntaxKind::GreaterOrEqual:
    case SyntaxKind::Less:
    case SyntaxKind::LessOrEqual:
    case SyntaxKind::And:
    case SyntaxKind::Or:
    case SyntaxKind::Not:
        return true;
    default:
        return false;
    }
}

// Whether a space separates the word from the next one; `before` is EndOfText if there is none.
bool isSpaced(const LayoutWord &word, QByteArrayView text, SyntaxKind before, SyntaxKind after)
{
    const SyntaxKind kind = word.kind;
    if (after == SyntaxKind::Newline)
        return false;
    if (kind == SyntaxKind::Identifier && after == SyntaxKind::OpenParenthesis)
        return false;
    if ((kind == SyntaxKind::Identifier && after == SyntaxKind::DoubleColon)
        || (kind == SyntaxKind::DoubleColon && after == SyntaxKind::Identifier))
        return false;
    if (kind == SyntaxKind::Dot || after == SyntaxKind::Dot)
        return false;
    if (after == SyntaxKind::Comma || after == SyntaxKind::Ellipsis)
        return false;
    if (kind == SyntaxKind::Comma)
        return true;
    if (isInsideString(kind) || kind == SyntaxKind::OpenQuote || kind == SyntaxKind::OpenHeredoc
        || isInsideString(after) || after == SyntaxKind::CloseQuote || after == SyntaxKind::CloseHeredoc)
        return false;
    if (kind == SyntaxKind::Identifier && text == "in" && before == SyntaxKind::Identifier)
        return true;
    if (after == SyntaxKind::OpenBracket
        && (kind == SyntaxKind::Identifier || kind == SyntaxKind::Number || bracketChange(kind) < 0))
        return false;
    if (kind == SyntaxKind::Not)
        return false;
    if (kind == SyntaxKind::Minus)
        return !makesMinusASign(before);
    if (kind == SyntaxKind::OpenBrace || after == SyntaxKind::CloseBrace)
        return kind != SyntaxKind::OpenBrace || after != SyntaxKind::CloseBrace;
    if ((kind == SyntaxKind::OpenInterpolation || kind == SyntaxKind::OpenDirective)
        && after == SyntaxKind::OpenBrace)
        return true;
    if (kind == SyntaxKind::CloseBrace && after == SyntaxKind::CloseSequence)
        return true;
    if (kind == SyntaxKind::CloseSequence
        && (after == SyntaxKind::OpenInterpolation || after == SyntaxKind::OpenDirective))
        return false;
    return bracketChange(kind) <= 0 && bracketChange(after) >= 0;
}

void eachChain(const std::vector<LayoutLine> &lines, bool (LayoutLine::*hasCell)() const,
               const Layout::Chain &visit)
{
    for (std::size_t first = 0; first < lines.size(); ++first) {
        std::size_t end = first;
        while (end < lines.size() && (lines[end].*hasCell)())
            ++end;
        if (end > first)
            visit(first, end);
        first = end;
    }
}

} // namespace

Layout::Layout(QByteArrayView text, const SyntaxTokens &tokens)
    : m_text(text)
{
    qsizetype end = 0;
    LayoutLine line;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const SourceRange range = rangeOf(tokens, i);
        const SyntaxKind kind = tokens[i].kind();
        if (kind == SyntaxKind::ByteOrderMark)
            end = range.end;
        if (kind == SyntaxKind::ByteOrderMark || kind == SyntaxKind::Space)
            continue;
        const QByteArrayView blanks = text.sliced(end, range.begin - end);
        words.push_back({kind, range.begin, range.end, blanks.size(), blanks.contains('\t')});
        end = range.end;
        if (endsLine(kind)) {
            line.end = words.size();
            lines.push_back(line);
            line.lead = words.size();
        }
    }
    if (line.lead + 1 < words.size()) {
        line.end = words.size() - 1;
        lines.push_back(line);
    }

    for (LayoutLine &each : lines) {
        each.assign = each.comment = each.end;
        const SyntaxKind last = words[each.end - 1].kind;
        if (each.end - each.lead > 1 && (last == SyntaxKind::Comment || last == SyntaxKind::CommentLine))
            each.assign = each.comment = each.end - 1;
        const auto begin = words.begin() + qsizetype(each.lead) + 1;
        const auto cellEnd = words.begin() + qsizetype(each.comment);
        if (begin >= cellEnd)
            continue;
        const auto sign = std::find_if(
            begin, cellEnd, [](const LayoutWord &word) { return word.kind == SyntaxKind::Assign; });
        int open = 0;
        for (auto word = sign; word != cellEnd; ++word)
            open += bracketChange(word->kind);
        if (sign != cellEnd && open == 0)
            each.assign = std::size_t(sign - words.begin());
    }
}

qsizetype Layout::columns(std::size_t first, std::size_t end) const
{
    qsizetype count = 0;
    for (std::size_t i = first; i < end; ++i)
        count += words[i].before + graphemeCount(textOf(words[i]));
    return count;
}

void Layout::eachAssignChain(const Chain &visit) const
{
    eachChain(lines, &LayoutLine::hasAssign, visit);
}

void Layout::eachCommentChain(const Chain &visit) const
{
    eachChain(lines, &LayoutLine::hasComment, visit);
}

qsizetype Layout::assignColumns(std::size_t first, std::size_t end) const
{
    qsizetype most = 0;
    for (std::size_t i = first; i < end; ++i)
        most = std::max(most, columns(lines[i].lead, lines[i].assign));
    return most;
}

qsizetype Layout::commentColumns(std::size_t first, std::size_t end) const
{
    qsizetype most = 0;
    for (std::size_t i = first; i < end; ++i)
        most = std::max(most, columns(lines[i].lead, lines[i].comment));
    return most;
}

qsizetype Layout::assignWidth(std::size_t line, qsizetype chainColumns) const
{
    return chainColumns - columns(lines[line].lead, lines[line].assign) + 1;
}

qsizetype Layout::commentWidth(std::size_t line, qsizetype chainColumns) const
{
    return chainColumns - columns(lines[line].lead, lines[line].comment) + 1;
}

void Layout::setIndentation()
{
    // How many brackets each level of indentation was opened with: several on one line are one level.
    std::vector<int> levels;
    for (const LayoutLine &line : lines) {
        LayoutWord &first = words[line.lead];
        if (first.kind == SyntaxKind::Newline) {
            first.before = 0;
            continue;
        }
        int open = 0;
        for (std::size_t i = line.lead; i < line.assign; ++i) {
            open += bracketChange(words[i].kind);
            if (words[i].kind == SyntaxKind::OpenHeredoc)
                break;
        }
        for (std::size_t i = line.assign; i < line.comment; ++i)
            open += bracketChange(words[i].kind);
        for (int closed = -open; closed > 0 && !levels.empty();) {
            if (closed < levels.back()) {
                levels.back() -= closed;
                closed = 0;
            } else {
                closed -= levels.back();
                levels.pop_back();
            }
        }
        first.before = 2 * qsizetype(levels.size());
        if (open > 0)
            levels.push_back(open);
    }
}

void Layout::setSpaces()
{
    const auto space = [this](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i + 1 < end; ++i) {
            const SyntaxKind before = i > begin ? words[i - 1].kind : SyntaxKind::EndOfText;
            words[i + 1].before = isSpaced(words[i], textOf(words[i]), before, words[i + 1].kind) ? 1 : 0;
        }
    };
    for (const LayoutLine &line : lines) {
        space(line.lead, line.assign);
        if (line.hasAssign())
            words[line.assign].before = 1;
        space(line.assign, line.comment);
    }
}

void Layout::setCells()
{
    eachAssignChain([this](std::size_t first, std::size_t end) {
        const qsizetype most = assignColumns(first, end);
        for (std::size_t i = first; i < end; ++i)
            words[lines[i].assign].before = assignWidth(i, most);
    });
    eachCommentChain([this](std::size_t first, std::size_t end) {
        const qsizetype most = commentColumns(first, end);
        for (std::size_t i = first; i < end; ++i)
            words[lines[i].comment].before = commentWidth(i, most);
    });
}

void Layout::setAll()
{
    setIndentation();
    setSpaces();
    setCells();
}

QByteArray Layout::print() const
{
    QByteArray printed;
    printed.reserve(m_text.size());
    for (const LayoutWord &word : words) {
        printed.append(word.before, ' ');
        printed.append(textOf(word));
    }
    return printed;
}

QByteArray canonicalLayout(QByteArrayView text)
{
    Layout layout(text, lexHcl(text).tokens);
    layout.setAll();
    return layout.print();
}

} // namespace signet
