#include "core/result/printable.h"

#include <QList>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr char32_t nonJoiner = 0x200c;
constexpr char32_t joiner = 0x200d;
// Vietnamese, Hebrew and Indic scripts put up to four on a letter.
constexpr int mostMarks = 6;

bool isMark(char32_t c)
{
    const QChar::Category category = QChar::category(c);
    return category == QChar::Mark_NonSpacing || category == QChar::Mark_Enclosing;
}

bool isVariationSelector(char32_t c)
{
    return (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
}

// What an emoji can begin with: the blocks of symbols, and the digits of keycaps.
bool isPictograph(char32_t c)
{
    return (c >= 0x1f000 && c <= 0x1faff) || (c >= 0x2190 && c <= 0x2bff) || c == 0x00a9 || c == 0x00ae
        || c == 0x203c || c == 0x2049 || c == 0x2122 || c == 0x2139 || c == 0x3030 || c == 0x303d
        || c == 0x3297 || c == 0x3299;
}

bool isIdeograph(char32_t c)
{
    return QChar::script(c) == QChar::Script_Han;
}

// Scripts in which a joiner decides on the form of letters.
bool isJoinedScript(char32_t c)
{
    const QChar::Script script = QChar::script(c);
    switch (script) {
    case QChar::Script_Arabic:
    case QChar::Script_Syriac:
    case QChar::Script_Mongolian:
    case QChar::Script_Devanagari:
    case QChar::Script_Bengali:
    case QChar::Script_Gurmukhi:
    case QChar::Script_Gujarati:
    case QChar::Script_Oriya:
    case QChar::Script_Tamil:
    case QChar::Script_Telugu:
    case QChar::Script_Kannada:
    case QChar::Script_Malayalam:
    case QChar::Script_Sinhala:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar:
        return true;
    default:
        // Their vowel signs are shared by several scripts.
        return script == QChar::Script_Inherited && isMark(c) && !isVariationSelector(c);
    }
}

enum class Lines { One, Several };

class Scanner {
public:
    Scanner(const QString &text, Lines lines)
        : m_lines(lines)
    {
        // Not toUcs4(), which replaces a lone surrogate instead of showing it.
        m_characters.reserve(text.size());
        for (qsizetype i = 0; i < text.size(); ++i) {
            const bool isPair =
                text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
            m_characters.append(isPair ? QChar::surrogateToUcs4(text[i], text[i + 1])
                                       : char32_t(text[i].unicode()));
            i += isPair ? 1 : 0;
        }
    }

    qsizetype size() const { return m_characters.size(); }
    char32_t at(qsizetype i) const { return i >= 0 && i < size() ? m_characters[i] : 0; }

    // Whether the character can be shown as it is. Called for each one, in order.
    bool isSafe(qsizetype i)
    {
        const char32_t c = at(i);
        if (isVariationSelector(c))
            return i > 0 && !isVariationSelector(at(i - 1)) && takesSelector(at(i - 1), c);
        if (isMark(c) && !isHidden(c))
            return i > 0 && ++m_marks <= mostMarks;
        m_marks = 0;
        if (c == joiner || c == nonJoiner)
            return joins(i);
        if (m_lines == Lines::Several && (c == u'\n' || c == u'\t' || (c == u'\r' && at(i + 1) == u'\n')))
            return true;
        return !isHidden(c);
    }

private:
    static bool takesSelector(char32_t before, char32_t selector)
    {
        if (selector >= 0xe0100)
            return isIdeograph(before);
        const bool isKeycap = (before >= u'0' && before <= u'9') || before == u'#' || before == u'*';
        return isPictograph(before) || isKeycap || isIdeograph(before);
    }

    bool joins(qsizetype i) const
    {
        const qsizetype before = isVariationSelector(at(i - 1)) ? i - 2 : i - 1;
        if (at(i) == joiner && isPictograph(at(before)) && isPictograph(at(i + 1)))
            return true;
        return isJoinedScript(at(i - 1)) && isJoinedScript(at(i + 1));
    }

    QList<char32_t> m_characters;
    Lines m_lines;
    int m_marks = 0; // on the current letter
};

QString shown(const QString &text, Lines lines)
{
    const auto isPlain = [](QChar c) { return c.unicode() >= 0x20 && c.unicode() < 0x7f; };
    if (std::all_of(text.cbegin(), text.cend(), isPlain))
        return text;
    Scanner scanner(text, lines);
    QString result;
    result.reserve(text.size());
    for (qsizetype i = 0; i < scanner.size(); ++i) {
        const char32_t c = scanner.at(i);
        if (scanner.isSafe(i))
            result += QString::fromUcs4(&c, 1);
        else if (c == u'\n' || c == u'\t')
            result += u' ';
        else
            result += u"\\u{%1}"_s.arg(QString::number(c, 16).toUpper(), 4, u'0');
    }
    return result;
}

// Pipelines obey lines that a step prints: Azure Pipelines a "##vso[" or "##[" anywhere in one, GitHub
// Actions also "::name ...::" at its begin, which can be anywhere in a text that is wrapped.
QString withoutCommands(QString text)
{
    if (text.contains("##"_L1))
        text.replace("##vso["_L1, "\\u{0023}#vso["_L1).replace("##["_L1, "\\u{0023}#["_L1);
    if (text.contains("::"_L1)) {
        static const QRegularExpression command(u"::(?=[A-Za-z][A-Za-z-]*(?:\\s[^:]*)?::)"_s);
        text.replace(command, u"\\u{003A}:"_s);
    }
    return text;
}

} // namespace

bool isHidden(char32_t c)
{
    if (c < 0x7f)
        return c < 0x20;
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    case QChar::Other_Format:
        // Signs of Arabic, Syriac and Kaithi that are drawn, around the digits that follow.
        return !((c >= 0x0600 && c <= 0x0605) || c == 0x06dd || c == 0x070f || c == 0x0890 || c == 0x0891
                 || c == 0x08e2 || c == 0x110bd || c == 0x110cd);
    default:
        break;
    }
    if (isVariationSelector(c))
        return true;
    switch (c) {
    case 0x034f: // combining grapheme joiner
    case 0x115f: // fillers of Hangul
    case 0x1160:
    case 0x3164:
    case 0xffa0:
    case 0x17b4: // inherent vowels of Khmer
    case 0x17b5:
    case 0x180b: // free variation selectors of Mongolian
    case 0x180c:
    case 0x180d:
    case 0x180f:
    case 0x2800: // blank pattern of Braille
        return true;
    default:
        // Tags, and what is reserved for more of them; characters that never are one.
        return (c >= 0xe0000 && c <= 0xe0fff) || (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
    }
}

QString printable(const QString &text)
{
    return withoutCommands(shown(text, Lines::One));
}

QString printableLines(const QString &text)
{
    return shown(text, Lines::Several);
}

QByteArray printableJson(const QByteArray &original)
{
    // Its lines begin with a quotation mark or a bracket, so only the commands that can be anywhere matter.
    QByteArray json = original;
    if (json.contains("##"))
        json.replace("##vso[", "\\u0023#vso[").replace("##[", "\\u0023#[");
    const bool isAscii = std::all_of(json.cbegin(), json.cend(), [](char c) { return uchar(c) < 0x7f; });
    if (isAscii)
        return json;
    const QString text = QString::fromUtf8(json);
    Scanner scanner(text, Lines::Several);
    QString result;
    result.reserve(text.size());
    for (qsizetype i = 0; i < scanner.size(); ++i) {
        const char32_t c = scanner.at(i);
        const QString character = QString::fromUcs4(&c, 1);
        if (scanner.isSafe(i)) {
            result += character;
            continue;
        }
        for (const QChar unit : character)
            result += u"\\u%1"_s.arg(unit.unicode(), 4, 16, QLatin1Char('0'));
    }
    return result.toUtf8();
}

} // namespace signet
