#include "ui/widgets/hclhighlighter.h"

#include "core/hcl/hcllexer.h"
#include "ui/theme.h"

#include <QPalette>
#include <QTextDocument>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

bool isString(SyntaxKind kind)
{
    switch (kind) {
    case SyntaxKind::OpenQuote:
    case SyntaxKind::CloseQuote:
    case SyntaxKind::QuotedText:
    case SyntaxKind::OpenHeredoc:
    case SyntaxKind::CloseHeredoc:
    case SyntaxKind::HeredocText:
        return true;
    default:
        return false;
    }
}

bool isComment(SyntaxKind kind)
{
    return kind == SyntaxKind::Comment || kind == SyntaxKind::CommentLine;
}

// Whether the identifier opens a block: only labels stand between it and the brace.
bool opensBlock(const SyntaxTokens &tokens, std::size_t index)
{
    for (std::size_t i = index + 1; i < tokens.size(); ++i) {
        const SyntaxKind kind = tokens[i].kind();
        if (kind == SyntaxKind::OpenBrace)
            return true;
        const bool label = kind == SyntaxKind::Space || kind == SyntaxKind::OpenQuote
            || kind == SyntaxKind::QuotedText || kind == SyntaxKind::CloseQuote
            || kind == SyntaxKind::Identifier;
        if (!label)
            return false;
    }
    return false;
}

bool beginsLine(const SyntaxTokens &tokens, std::size_t index)
{
    while (index > 0 && tokens[index - 1].kind() == SyntaxKind::Space)
        --index;
    return index == 0 || endsLine(tokens[index - 1].kind())
        || tokens[index - 1].kind() == SyntaxKind::OpenBrace;
}

} // namespace

HclHighlighter::HclHighlighter(QTextDocument *document)
    : QSyntaxHighlighter(document)
{
}

void HclHighlighter::setText(const QString &text, Language language)
{
    m_lines.clear();
    if (language == Language::None)
        return;
    const QStringList lines = text.split(u'\n');
    m_lines.resize(lines.size());

    QList<Piece> before;
    QList<Piece> after;
    const auto finish = [&] {
        mark(before);
        mark(after);
        before.clear();
        after.clear();
    };
    for (int i = 0; i < lines.size(); ++i) {
        const QString &line = lines[i];
        if (language == Language::Hcl) {
            after.append({i, 0, line});
            continue;
        }
        // Each hunk is two pieces of HCL: as it was, and as it will be.
        const QChar marker = line.isEmpty() ? QChar(u' ') : line.at(0);
        const Piece piece{i, 1, line.mid(1)};
        if (line.startsWith("--- "_L1) || line.startsWith("+++ "_L1) || marker == u'@') {
            finish();
            m_lines[i].kind = LineKind::Heading;
        } else if (marker == u'+') {
            m_lines[i].kind = LineKind::Added;
            after.append(piece);
        } else if (marker == u'-') {
            m_lines[i].kind = LineKind::Removed;
            before.append(piece);
        } else if (marker == u' ') {
            before.append(piece);
            after.append(piece);
        }
    }
    finish();
}

void HclHighlighter::mark(const QList<Piece> &pieces)
{
    QByteArray text;
    QList<qsizetype> begins; // of each piece, in bytes
    for (const Piece &piece : pieces) {
        begins.append(text.size());
        text += piece.text.toUtf8() + '\n';
    }
    const SyntaxTokens tokens = lexHcl(text).tokens;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const SyntaxKind kind = tokens[i].kind();
        const SourceRange range = rangeOf(tokens, i);
        std::optional<Mark> mark;
        if (isComment(kind)) {
            mark = Mark::Comment;
        } else if (isString(kind)) {
            mark = Mark::String;
        } else if (kind == SyntaxKind::Number) {
            mark = Mark::Constant;
        } else if (kind == SyntaxKind::Identifier) {
            const QByteArray word = text.mid(range.begin, range.size());
            if (word == "true" || word == "false" || word == "null")
                mark = Mark::Constant;
            else if (beginsLine(tokens, i) && opensBlock(tokens, i))
                mark = Mark::Keyword;
        }
        if (!mark)
            continue;
        // A token may go over several lines.
        auto first = std::upper_bound(begins.cbegin(), begins.cend(), range.begin) - begins.cbegin() - 1;
        for (; first < begins.size() && begins[first] < range.end; ++first) {
            const qsizetype lineBegin = begins[first];
            const Piece &piece = pieces[first];
            const QByteArray bytes = piece.text.toUtf8();
            const qsizetype from = std::max(range.begin - lineBegin, qsizetype(0));
            const qsizetype to = std::min(range.end - lineBegin, bytes.size());
            if (to <= from)
                continue;
            const int begin = int(QString::fromUtf8(bytes.first(from)).size());
            const int length = int(QString::fromUtf8(bytes.sliced(from, to - from)).size());
            m_lines[piece.line].spans.append({piece.offset + begin, length, *mark});
        }
    }
}

void HclHighlighter::setPalette(const QPalette &palette)
{
    m_palette = palette;
    rehighlight();
}

HclHighlighter::LineKind HclHighlighter::kindOf(int line) const
{
    return line >= 0 && line < m_lines.size() ? m_lines[line].kind : LineKind::Same;
}

QTextCharFormat HclHighlighter::format(Mark mark) const
{
    const theme::Code code = theme::code(m_palette);
    QTextCharFormat format;
    switch (mark) {
    case Mark::Keyword:
        format.setForeground(code.keyword);
        format.setFontWeight(QFont::DemiBold);
        break;
    case Mark::String:
        format.setForeground(code.string);
        break;
    case Mark::Constant:
        format.setForeground(code.constant);
        break;
    case Mark::Comment:
        format.setForeground(code.comment);
        break;
    }
    return format;
}

void HclHighlighter::highlightBlock(const QString &)
{
    const int number = currentBlock().blockNumber();
    if (number >= m_lines.size())
        return;
    const Line &line = m_lines[number];
    if (line.kind == LineKind::Heading) {
        setFormat(0, int(currentBlock().length()), theme::code(m_palette).comment);
        return;
    }
    for (const Span &span : line.spans)
        setFormat(span.begin, span.length, format(span.mark));
}

} // namespace signet
