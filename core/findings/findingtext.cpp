#include "core/findings/findingtext.h"

#include "core/findings/catalogue.h"
#include "core/findings/evidencewords.h"
#include "core/findings/sandboxcommand.h"
#include "core/result/outgoing.h"
#include "core/result/printable.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qsizetype shownLimit = 200;

QString plain(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::String:
        return value.toString();
    case QJsonValue::Bool:
        return value.toBool() ? u"true"_s : u"false"_s;
    case QJsonValue::Double:
        // Whole numbers as such: 1000000, not 1e+06.
        return value.toVariant().toString();
    case QJsonValue::Array: {
        QStringList parts;
        for (const QJsonValue element : value.toArray())
            parts.append(plain(element));
        return parts.join(u", "_s);
    }
    case QJsonValue::Object:
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        break;
    }
    return {};
}

struct Shown {
    QString text;
    bool exact = true; // neither cut nor rewritten
};

Shown shown(const QString &value)
{
    Shown result{outgoingLine(value)};
    result.exact = result.text == value;
    if (result.text.size() > shownLimit) {
        const qsizetype end = shownLimit - 1;
        result.text.truncate(result.text[end].isLowSurrogate() ? end - 1 : end);
        result.text.append(u'…');
        result.exact = false;
    }
    return result;
}

QString inText(const QJsonValue &value, const QString &fallback)
{
    const QString text = plain(value);
    return text.isEmpty() ? fallback : shown(text).text;
}

// "The value" and "with this name" replace a value that is not known; OBJECT_ID is a sample of one.
bool isPhrase(const QString &fallback)
{
    return fallback != fallback.toUpper();
}

// One pass: what comes out of the evidence is not searched for placeholders again. Quotation marks around a
// placeholder belong to the value, so a phrase that replaces it does not get them.
QString filled(const QString &pattern, const QJsonObject &evidence)
{
    QString result;
    qsizetype at = 0;
    while (at < pattern.size()) {
        const qsizetype begin = pattern.indexOf(u'%', at);
        if (begin < 0)
            break;
        result.append(QStringView(pattern).mid(at, begin - at));
        const qsizetype end = pattern.indexOf(u'%', begin + 1);
        if (end == begin + 1) {
            result.append(u'%');
        } else {
            const qsizetype bar = pattern.indexOf(u'|', begin);
            if (bar < 0 || bar > end) { // a translation that lost its placeholder: show it as it is
                at = begin;
                break;
            }
            const QString fallback = pattern.mid(bar + 1, end - bar - 1);
            const QJsonValue value = evidence.value(pattern.mid(begin + 1, bar - begin - 1));
            const bool isQuoted = result.endsWith(u'"') && pattern.mid(end + 1, 1) == u"\""_s;
            at = end + 1;
            if (isQuoted && plain(value).isEmpty() && isPhrase(fallback)) {
                result.chop(1);
                ++at;
            }
            result.append(inText(value, fallback));
            continue;
        }
        at = end + 1;
    }
    return result.append(QStringView(pattern).mid(at));
}

// What a value is as words of a command; empty where it must not be one.
QStringList wordsOf(const QJsonValue &value, CommandShell shell)
{
    // Words of a command that was put together from some; one value alone is no option.
    static const QRegularExpression option(u"^--[a-z-]+$"_s);
    // Batch files see their arguments without the quotes of PowerShell, which takes typographic quotes, too.
    static const QRegularExpression unsafe(u"[&|<>^%!\"\u2018\u2019\u201A\u201B\u201C\u201D\u201E]|\\\\$"_s);
    QStringList words;
    const QJsonArray values = value.isArray() ? value.toArray() : QJsonArray{value};
    for (const QJsonValue one : values) {
        const QString word = plain(one);
        const bool isOption = value.isArray() && option.match(word).hasMatch();
        const bool looksSo = word.startsWith(u'-') || word.startsWith(u'@');
        const bool isUnsafe = shell == CommandShell::PowerShell && unsafe.match(word).hasMatch();
        if (word.isEmpty() || !shown(word).exact || (looksSo && !isOption) || isUnsafe)
            return {};
        words.append(word);
    }
    return words;
}

// Fills a command in, word by word. A word with a placeholder and text of its own is quoted as a whole, and
// only where it has to be: https://dev.azure.com/contoso, 'https://dev.azure.com/contoso/a?b'.
class CommandWriter {
public:
    CommandWriter(const QJsonObject &evidence, CommandShell shell)
        : m_evidence(evidence)
        , m_shell(shell)
    {
    }

    QString write(const QString &pattern)
    {
        for (qsizetype i = 0; i < pattern.size(); ++i) {
            const QChar c = pattern[i];
            if (c == u'%' && i + 1 < pattern.size() && pattern[i + 1] == u'%') {
                addText(c);
                ++i;
            } else if (c == u'%') {
                const qsizetype bar = pattern.indexOf(u'|', i);
                const qsizetype end = pattern.indexOf(u'%', bar);
                addValue(pattern.mid(i + 1, bar - i - 1), pattern.mid(bar + 1, end - bar - 1));
                i = end;
            } else if (m_quote.isNull() && (c == u'\'' || c == u'"')) {
                m_quote = c;
                m_isSyntax = m_isSyntax || c == u'"';
                m_word.append(c);
            } else if (c == m_quote) {
                m_quote = QChar();
                m_word.append(c);
            } else if (m_quote.isNull() && endsWord(c)) {
                endWord();
                m_line.append(c);
            } else {
                m_isSyntax = m_isSyntax || (m_quote.isNull() && isSyntax(c));
                addText(c);
            }
        }
        endWord();
        return m_line;
    }

private:
    // In PowerShell a comma makes a list of words.
    bool endsWord(QChar c) const
    {
        return u" \n;|&<>()"_s.contains(c) || (m_shell == CommandShell::PowerShell && c == u',');
    }

    bool isSyntax(QChar c) const
    {
        return u"$`*?[]{}~"_s.contains(c) || (m_shell == CommandShell::Posix && c == u'\\');
    }

    void addText(QChar c)
    {
        m_word.append(c);
        m_text.append(c);
        m_hasText = true;
    }

    void addValue(const QString &key, const QString &fallback)
    {
        const QStringList words = wordsOf(m_evidence.value(key), m_shell);
        QStringList quoted;
        for (const QString &word : words)
            quoted.append(shellWord(word, m_shell));
        m_word.append(words.isEmpty() ? fallback : quoted.join(u' '));
        m_text.append(words.isEmpty() ? fallback : words.join(u' '));
        m_hasValue = true;
    }

    void endWord()
    {
        if (m_hasValue && m_hasText && !m_isSyntax) {
            // A shell takes no quoted name for an assignment.
            static const QRegularExpression assignment(u"^[A-Za-z_][A-Za-z0-9_]*="_s);
            const qsizetype name = assignment.match(m_text).capturedLength();
            m_line.append(m_text.left(name) + shellWord(m_text.mid(name), m_shell));
        } else {
            m_line.append(m_word);
        }
        m_word.clear();
        m_text.clear();
        m_hasValue = m_hasText = m_isSyntax = false;
    }

    const QJsonObject &m_evidence;
    CommandShell m_shell;
    QString m_line;
    QString m_word; // that is being read, with the quotes of the pattern
    QString m_text; // the same without quotes
    QChar m_quote;
    bool m_hasValue = false;
    bool m_hasText = false;
    bool m_isSyntax = false; // quoting it would change what it means
};

QString commandText(const ShellCommand &command, const QJsonObject &evidence, CommandShell shell)
{
    const char *pattern = shell == CommandShell::PowerShell ? command.powerShell : command.posix;
    return pattern ? CommandWriter(evidence, shell).write(QString::fromUtf8(pattern)) : QString();
}

// Every step where the host is not known.
std::vector<FixStep> stepsFor(const QString &hostKind, const std::vector<FixStep> &steps)
{
    if (hostKind.isEmpty())
        return steps;
    const auto isForHost = [&hostKind](const FixStep &step) {
        return std::ranges::find(step.hosts, hostKind) != step.hosts.end();
    };
    const bool hasOwn = std::ranges::any_of(steps, isForHost);
    std::vector<FixStep> chosen;
    std::ranges::copy_if(steps, std::back_inserter(chosen),
                         [&](const FixStep &step) { return hasOwn ? isForHost(step) : step.hosts.empty(); });
    return chosen;
}

// A line is shown where the evidence names its file, and an administrator is asked where one has a part in
// the fix: the steps can differ by the kind of host.
bool isPossible(FindingAction action, const FindingText &text, const QJsonObject &evidence)
{
    switch (action) {
    case FindingAction::ShowLine:
        return !evidence["path"_L1].toString().isEmpty();
    case FindingAction::AskAdministrator:
        return std::ranges::any_of(text.fix,
                                   [](const FindingText::Step &step) { return step.who != Actor::You; });
    default:
        return true;
    }
}

QString translated(const char *text)
{
    return QCoreApplication::translate("Finding", text);
}

// Names in it are somebody else's words, and control nothing of it.
QString sentence(const char *text, const QJsonObject &evidence)
{
    return printableLines(filled(translated(text), evidence));
}

} // namespace

FindingText describe(const Finding &finding, const QJsonObject &data, CommandShell shell)
{
    const QJsonObject evidence = withWords(data);
    const bool toAdministrator = finding.toAdministrator && evidence["as"_L1] == "administrator"_L1;
    const AdministratorWords words = toAdministrator
        ? *finding.toAdministrator
        : AdministratorWords{finding.title, finding.cause, finding.fix};
    FindingText text;
    text.title = sentence(words.title, evidence);
    text.cause = sentence(words.cause, evidence);
    for (const FixStep &step : stepsFor(evidence["hostKind"_L1].toString(), words.fix)) {
        text.fix.append({.text = sentence(step.text, evidence),
                         .command = commandText(step.command, evidence, shell),
                         .who = step.who,
                         .action = step.action});
    }
    text.link = QString::fromLatin1(finding.link);
    for (const FindingAction action : finding.actions) {
        if (isPossible(action, text, evidence))
            text.actions.append(action);
    }
    return text;
}

FindingText describe(const Problem &problem, const QString &sandbox, CommandShell shell)
{
    const Finding &finding = findingOf(problem);
    QJsonObject evidence = problem.evidence;
    if (finding.id.isEmpty())
        evidence = {{u"value"_s, problem.findingId.toString()}};
    return inSandbox(describe(finding, evidence, shell), sandbox, shell);
}

QString FindingText::Step::sentence() const
{
    return text.endsWith(u':') ? text.chopped(1) + u'.' : text;
}

} // namespace signet
