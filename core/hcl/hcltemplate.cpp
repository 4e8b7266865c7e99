#include "core/hcl/hcltemplate.h"

#include "core/result/reason.h"

#include <QChar>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Where the hexadecimal digits that begin at `at` end; at most `most` of them.
qsizetype hexEnd(QByteArrayView text, qsizetype at, qsizetype most)
{
    const qsizetype last = std::min(text.size(), at + most);
    while (at < last && isHexDigit(text.at(at)))
        ++at;
    return at;
}

bool isCharacter(char32_t value)
{
    return value < 0xd800 || (value > 0xdfff && value <= 0x10ffff);
}

// A byte-order mark inside a text is a character like any other; Qt's own decoder drops it.
QString decoded(QByteArrayView text)
{
    QString characters;
    while (text.startsWith("\xef\xbb\xbf")) {
        characters += QChar(QChar::ByteOrderMark);
        text = text.sliced(3);
    }
    return characters + QString::fromUtf8(text);
}

qsizetype leadingSpaces(QStringView text)
{
    return std::find_if_not(text.begin(), text.end(), [](QChar c) { return c.isSpace(); }) - text.begin();
}

} // namespace

std::optional<BadEscape> findBadEscape(QByteArrayView quoted)
{
    for (qsizetype at = quoted.indexOf('\\'); at >= 0; at = quoted.indexOf('\\', at)) {
        const char selector = at + 1 < quoted.size() ? quoted.at(at + 1) : '\0';
        switch (selector) {
        case 'n':
        case 'r':
        case 't':
        case '"':
        case '\\':
            at += 2;
            break;
        case 'u':
        case 'U': {
            const qsizetype digits = selector == 'u' ? 4 : 8;
            const qsizetype end = hexEnd(quoted, at + 2, digits);
            if (end != at + 2 + digits) {
                return BadEscape{
                    at,
                    selector == 'u'
                        ? reasonText(QT_TRANSLATE_NOOP("Reason", "\\u takes four hexadecimal digits"))
                        : reasonText(QT_TRANSLATE_NOOP(
                              "Reason", "\\U takes eight hexadecimal digits; a backslash is written twice"))};
            }
            const char32_t value = quoted.sliced(at + 2, digits).toByteArray().toUInt(nullptr, 16);
            if (!isCharacter(value))
                return BadEscape{
                    at, reasonText(QT_TRANSLATE_NOOP("Reason", "the escape stands for no character"))};
            at = end;
            break;
        }
        default:
            return BadEscape{at,
                             reasonText(QT_TRANSLATE_NOOP(
                                 "Reason", "there is no such escape; a backslash is written twice"))};
        }
    }
    return {};
}

QString resolvedQuotedText(QByteArrayView text)
{
    if (text.startsWith("$${") || text.startsWith("%%{"))
        return decoded(text.sliced(1));
    QString resolved;
    qsizetype done = 0;
    for (qsizetype at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', done)) {
        resolved += decoded(text.sliced(done, at - done));
        const char selector = at + 1 < text.size() ? text.at(at + 1) : '\0';
        done = std::min(at + 2, text.size());
        switch (selector) {
        case 'n':
            resolved += u'\n';
            break;
        case 'r':
            resolved += u'\r';
            break;
        case 't':
            resolved += u'\t';
            break;
        case 'u':
        case 'U': {
            done = hexEnd(text, at + 2, selector == 'u' ? 4 : 8);
            const char32_t value = text.sliced(at + 2, done - at - 2).toByteArray().toUInt(nullptr, 16);
            resolved += QString::fromUcs4(&value, 1);
            break;
        }
        default:
            resolved += QLatin1Char(selector);
        }
    }
    resolved += decoded(text.sliced(done));
    return resolved;
}

QString resolvedHeredocText(QByteArrayView text)
{
    return decoded(text.startsWith("$${") || text.startsWith("%%{") ? text.sliced(1) : text);
}

void trimEnd(QString *text)
{
    while (!text->isEmpty() && text->back().isSpace())
        text->chop(1);
}

void trimBegin(QString *text)
{
    text->remove(0, leadingSpaces(*text));
}

void cutIndentation(std::vector<TemplatePiece> *pieces)
{
    qsizetype least = std::numeric_limits<qsizetype>::max();
    std::vector<TemplatePiece *> lineBegins;
    bool beginsLine = true;
    for (TemplatePiece &piece : *pieces) {
        const bool isText = piece.kind == TemplatePiece::Kind::Text;
        if (beginsLine && isText) {
            const qsizetype spaces = leadingSpaces(piece.text);
            // A line of nothing but blanks has no say, and keeps what it has.
            if (spaces < piece.text.size() || !piece.text.endsWith(u'\n')) {
                lineBegins.push_back(&piece);
                least = std::min(least, spaces);
            }
        } else if (beginsLine) {
            least = 0;
        }
        beginsLine = isText && piece.text.endsWith(u'\n');
    }
    for (TemplatePiece *piece : lineBegins)
        piece->text.remove(0, least);
}

std::vector<HclExpression> templateParts(std::vector<TemplatePiece> pieces)
{
    std::vector<HclExpression> parts;
    int openDirectives = 0;
    bool lastIsText = false;
    for (TemplatePiece &piece : pieces) {
        if (piece.kind == TemplatePiece::Kind::DirectiveBegin && ++openDirectives == 1) {
            HclExpression directive;
            directive.kind = HclExpression::Kind::Directive;
            directive.range = piece.range;
            parts.push_back(std::move(directive));
            lastIsText = false;
        }
        if (openDirectives > 0) {
            parts.back().range.end = piece.range.end;
            if (piece.kind == TemplatePiece::Kind::DirectiveEnd)
                --openDirectives;
            continue;
        }
        if (piece.kind == TemplatePiece::Kind::Value) {
            parts.push_back(std::move(piece.value));
            lastIsText = false;
        } else if (lastIsText) {
            parts.back().text += piece.text;
            parts.back().range.end = piece.range.end;
        } else {
            HclExpression text;
            text.kind = HclExpression::Kind::Text;
            text.range = piece.range;
            text.text = std::move(piece.text);
            parts.push_back(std::move(text));
            lastIsText = true;
        }
    }
    for (HclExpression &part : parts) {
        if (part.kind == HclExpression::Kind::Text)
            part.text = part.text.normalized(QString::NormalizationForm_C);
    }
    return parts;
}

} // namespace signet
