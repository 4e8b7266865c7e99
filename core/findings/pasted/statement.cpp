#include "core/findings/pasted/statement.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qsizetype mostLines = 400; // of one statement
constexpr qsizetype mostCharacters = 32'000; // of one statement

// End of the escape sequence that begins at `at` (colours, titles, links of a terminal).
qsizetype endOfEscape(QStringView text, qsizetype at)
{
    qsizetype i = at + 1;
    if (i >= text.size())
        return i;
    if (text[i] == u'[') {
        while (++i < text.size() && !(text[i] >= u'@' && text[i] <= u'~')) { }
        return i + 1;
    }
    if (text[i] == u']') {
        while (++i < text.size() && text[i] != u'\a') {
            if (text[i] == u'\x1b')
                return i + 2;
        }
    }
    return i + 1;
}

QChar plainer(QChar c)
{
    switch (c.unicode()) {
    case u'\u2018':
    case u'\u2019':
        return u'\'';
    case u'\u201C':
    case u'\u201D':
        return u'"';
    default:
        break;
    }
    const bool frame = c >= u'\u2500' && c <= u'\u257F'; // box drawing: │ ╷ ╵ and the like
    return frame || c.isSpace() || c.category() == QChar::Other_Control || c.isSurrogate() ? QChar(u' ') : c;
}

// Without colours and invisible characters; lower case one by one, because QString::toLower() is slow where
// lengths change.
QString plainLine(QStringView line)
{
    QString kept;
    kept.reserve(line.size());
    for (qsizetype i = 0; i < line.size(); ++i) {
        if (line[i] == u'\x1b') {
            i = endOfEscape(line, i) - 1;
            continue;
        }
        const bool plain = line[i] > u' ' && line[i] < u'\x7f';
        if (!plain && line[i].category() == QChar::Other_Format)
            continue; // zero-width characters that chat programs leave
        kept.append((plain ? line[i] : plainer(line[i])).toLower());
    }
    return kept;
}

// Whether the line may begin with a mark of a mail or with a time. Asked of each line of a log.
bool mayHaveBeginning(QStringView line)
{
    const QStringView words = line.trimmed();
    if (words.isEmpty())
        return false;
    const QChar first = words.front();
    if (!first.isLetter())
        return first.isDigit() || first == u'>' || first == u'[' || first == u'(';
    static const QSet<QString> days{u"mon"_s, u"tue"_s, u"wed"_s, u"thu"_s, u"fri"_s, u"sat"_s, u"sun"_s,
                                    u"jan"_s, u"feb"_s, u"mar"_s, u"apr"_s, u"may"_s, u"jun"_s, u"jul"_s,
                                    u"aug"_s, u"sep"_s, u"oct"_s, u"nov"_s, u"dec"_s};
    constexpr qsizetype shortName = 3;
    return days.contains(words.left(shortName).toString());
}

// A logger's, a pipeline's and a mail program's beginning of a line.
QString withoutBeginning(const QString &line)
{
    static const QRegularExpression beginning(
        u"^(?:\\s*(?:"
        "(?:> ?)+" // mail
        "|[\\[(]?\\d{4}-\\d\\d-\\d\\d[t ]\\d\\d:\\d\\d(?::\\d\\d)?(?:[.,]\\d{1,9})?(?:z| "
        "?[+-]\\d\\d:?\\d\\d)?[\\])]?"
        "|[\\[(]?\\d{1,2}[./]\\d{1,2}[./]\\d{2,4},? \\d{1,2}:\\d\\d(?::\\d\\d)?(?: [ap]m)?[\\])]?"
        "|[\\[(]?(?:mon|tue|wed|thu|fri|sat|sun)?,? ?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) "
        "+\\d{1,2} "
        "\\d\\d:\\d\\d:\\d\\d(?: \\d{4})?[\\])]?"
        "|[\\[(]?\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?[\\])]?)(?=\\s|$|##|:))+:?\\s*"_s);
    if (!mayHaveBeginning(line))
        return line;
    const QRegularExpressionMatch match = beginning.match(line);
    return match.hasMatch() ? line.mid(match.capturedEnd()) : line;
}

// The characters that XML and HTML write in other ways.
QString withoutEntities(QString line)
{
    if (line.contains(u'&')) {
        static constexpr std::pair<QLatin1StringView, QLatin1StringView> entities[] = {
            {"&quot;"_L1, "\""_L1}, {"&#34;"_L1, "\""_L1}, {"&apos;"_L1, "'"_L1},
            {"&#39;"_L1, "'"_L1},   {"&#x27;"_L1, "'"_L1}, {"&nbsp;"_L1, " "_L1},
            {"&lt;"_L1, "<"_L1},    {"&gt;"_L1, ">"_L1},   {"&amp;"_L1, "&"_L1}};
        for (const auto &[entity, character] : entities)
            line.replace(entity, character);
    }
    return line;
}

// The characters that JSON writes in other ways.
QString unescaped(QString line)
{
    if (line.contains(u"\\\""_s) || line.contains(u"\\u00"_s) || line.contains(u"\\n\\t"_s)) {
        static const QRegularExpression code(u"\\\\u([0-9a-f]{4})"_s);
        line.replace(u"\\\\"_s, u"\\"_s);
        for (auto match = code.match(line); match.hasMatch();
             match = code.match(line, match.capturedStart() + 1))
            line.replace(match.capturedStart(), 6, QChar(match.captured(1).toUShort(nullptr, 16)).toLower());
        line.replace(u"\\\""_s, u"\""_s).replace(u"\\n"_s, u" "_s).replace(u"\\r"_s, u" "_s);
        line.replace(u"\\t"_s, u" "_s).replace(u"\\/"_s, u"/"_s);
    }
    return line;
}

// A line of HTML without the tags that it begins with. What other tags hold may be the name of a program's
// type.
QString withoutTags(const QString &line)
{
    static const QRegularExpression tags(
        u"^\\s*(?:</?(?:pre|code|samp|p|div|span|br|li|td|tr|blockquote)(?:\\s[^<>]*)?/?>\\s*)+"_s);
    if (!line.trimmed().startsWith(u'<'))
        return line;
    const QRegularExpressionMatch match = tags.match(line);
    return match.hasMatch() ? line.mid(match.capturedEnd()) : line;
}

// The string of JSON that begins at `at`, behind its quotation mark, as it was before it was escaped; `at` is
// then at its end. Nothing if it isn't one: a path of Windows has other characters behind its backslashes.
std::optional<QString> stringOfJson(QStringView line, qsizetype &at)
{
    QString text;
    qsizetype i = at;
    for (; i < line.size() && line[i] != u'"'; ++i) {
        if (line[i] != u'\\') {
            text.append(line[i]);
            continue;
        }
        if (++i == line.size())
            break; // cut off
        static constexpr QStringView escapes = u"\"\\/bfnrt";
        static constexpr QStringView characters = u"\"\\/  \n \t";
        const qsizetype escape = escapes.indexOf(line[i]);
        if (escape >= 0) {
            text.append(characters[escape]);
            continue;
        }
        constexpr qsizetype digits = 4;
        bool isCode = line[i] == u'u';
        const ushort code = isCode ? line.mid(i + 1, digits).toUShort(&isCode, 16) : 0;
        if (!isCode)
            return std::nullopt;
        text.append(QChar(code));
        i += digits;
    }
    at = i;
    return text;
}

// What a logger wrote as one line of JSON was several lines. Nothing for any other line.
QStringList linesInJson(QStringView line)
{
    QString text;
    bool hasBreak = false;
    for (qsizetype i = 0; i < line.size(); ++i) {
        text.append(line[i]);
        static constexpr QStringView before = u"{[(:,= ";
        const bool begins = line[i] == u'"' && (i == 0 || before.contains(line[i - 1]));
        qsizetype at = i + 1;
        const std::optional<QString> inner = begins ? stringOfJson(line, at) : std::nullopt;
        if (!inner)
            continue;
        hasBreak = hasBreak || inner->contains(u'\n');
        text.append(*inner);
        i = at - 1; // its quotation mark is next
    }
    return hasBreak ? text.split(u'\n') : QStringList();
}

// Whether a terminal wrapped the line, and the next one goes on with its last word. What is copied from one
// is wrapped at a usual width, also inside a word, an address or a code.
bool isWrappedInsideWord(const Statement::Line &wrapped, QStringView next)
{
    if (next.isEmpty() || !wrapped.fillsTerminal())
        return false;
    const QStringView line = wrapped.original;
    // Two lines of one logger begin alike.
    const auto firstWordOf = [](QStringView text) { return text.left(text.indexOf(u' ')); };
    if (firstWordOf(line) == firstWordOf(next))
        return false;
    const auto mayBe = [](QChar c) { return c.isLetterOrNumber() || c == u'/' || c == u':' || c == u'_'; };
    const QChar before = line.back();
    const QChar after = next.front();
    // A sentence ends with a dot, too; an address goes on with a number.
    return (mayBe(before) && (mayBe(after) || after == u'.')) || (before == u'.' && after.isDigit());
}

// Where a program begins to speak of something new.
bool beginsSomethingNew(const QString &line)
{
    static const QRegularExpression head(
        u"^(?:##\\[(?:error|warning|section|command)\\]|(?:error|warning|fatal|panic|err|npm err!|unhandled "
        u"exception|"
        "exception in thread|fehler|erreur|traceback \\()(?:[: ]|\\b(?=\\())|\\[?(?:error|fatal|warn(?:ing)?)\\]?[ :])"_s);
    return head.match(line).hasMatch();
}

// Whether the word is an id, an address or a time, in which repeated errors differ.
bool isNumber(QStringView word)
{
    constexpr qsizetype longerThanAStatus = 3;
    const auto belongs = [](QChar c) {
        return c.isDigit() || (c >= u'a' && c <= u'f') || c == u'-' || c == u'.' || c == u':';
    };
    return word.size() > longerThanAStatus && std::ranges::all_of(word, belongs)
        && std::ranges::any_of(word, [](QChar c) { return c.isDigit(); });
}

size_t hashWithoutNumbers(QStringView text)
{
    size_t hash = 0;
    for (const QStringView word : text.tokenize(u' ')) {
        if (!isNumber(word))
            hash = qHash(word, hash * 31 + 7);
    }
    return hash;
}

} // namespace

bool Statement::Line::fillsTerminal() const
{
    static constexpr qsizetype widths[] = {80, 100, 120, 132};
    return std::ranges::find(widths, original.size()) != std::end(widths);
}

int Statement::indexOfLineAt(qsizetype at) const
{
    const auto after = std::ranges::upper_bound(lines, at, {}, &Line::at);
    return after == lines.begin() ? 0 : int(after - lines.begin()) - 1;
}

StatementReader::StatementReader(Take take)
    : m_take(std::move(take))
{
}

void StatementReader::addLine(QStringView line)
{
    ++m_lines;
    addPiece(line);
}

void StatementReader::addRestOfLine(QStringView piece)
{
    addPiece(piece);
}

void StatementReader::addPiece(QStringView piece, int depth)
{
    // A service quotes the JSON of another in its own.
    constexpr int deepest = 3;
    const bool mayBeJson = depth < deepest && piece.contains("\\n"_L1);
    const QStringList inner = mayBeJson ? linesInJson(withoutEntities(piece.toString())) : QStringList();
    for (const QString &line : inner)
        addPiece(line, depth + 1);
    if (!inner.isEmpty())
        return;
    const QString line =
        withoutBeginning(withoutTags(unescaped(withoutEntities(plainLine(piece))))).simplified();
    // Errors of one line each, one after the other, are mostly parts of one.
    constexpr qsizetype fewLines = 3;
    const bool tooLarge = m_open.lines.size() >= mostLines || m_open.folded.size() >= mostCharacters;
    if (tooLarge || (m_open.lines.size() >= fewLines && beginsSomethingNew(line)))
        close();
    static const QRegularExpression mark(u"^##\\[[a-z]{1,10}\\]"_s);
    const QString words = line.startsWith("##["_L1) ? QString(line).remove(mark) : line;
    if (words.isEmpty())
        return;
    const bool wordGoesOn = !m_open.lines.isEmpty() && m_lines - m_open.lines.last().number <= 1
        && isWrappedInsideWord(m_open.lines.last(), piece);
    if (!m_open.folded.isEmpty() && !wordGoesOn)
        m_open.folded.append(u' ');
    m_open.lines.append({m_open.folded.size(), m_lines, piece.toString()});
    m_open.folded.append(words);
}

void StatementReader::close()
{
    // More different statements than that are handed on without being compared.
    constexpr qsizetype mostKnown = 200'000;
    Statement closed = std::exchange(m_open, {});
    if (closed.folded.isEmpty())
        return;
    closed.key = hashWithoutNumbers(closed.folded);
    const auto known = m_times.find(closed.key);
    if (known != m_times.end()) {
        ++*known;
        return;
    }
    if (m_times.size() < mostKnown)
        m_times.insert(closed.key, 1);
    m_take(std::move(closed));
}

void StatementReader::finish()
{
    close();
}

int StatementReader::timesOf(size_t key) const
{
    return m_times.value(key, 1);
}

} // namespace signet
