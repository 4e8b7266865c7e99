#include "core/findings/findingtext.h"

#include "core/findings/catalogue.h"
#include "core/findings/evidencewords.h"
#include "core/findings/sandboxcommand.h"
#include "core/result/shellword.h"

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

// Control characters could move the cursor of a terminal, format characters could reorder a line.
bool isInvisible(QChar c)
{
    switch (c.category()) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

struct Shown {
    QString text;
    bool exact = true; // neither cut nor rewritten
};

Shown shown(const QString &value)
{
    Shown result;
    for (qsizetype i = 0; i < value.size(); ++i) {
        QString next = value.mid(i, 1);
        if (next[0].isHighSurrogate() && i + 1 < value.size() && value[i + 1].isLowSurrogate()) {
            next.append(value[++i]);
        } else if (isInvisible(next[0])) {
            const QString code = QString::number(next[0].unicode(), 16).toUpper();
            next = u"\\u"_s + code.rightJustified(4, u'0');
            result.exact = false;
        }
        if (result.text.size() + next.size() > shownLimit - (i + 1 < value.size() ? 1 : 0)) {
            result.text.append(u'…');
            result.exact = false;
            break;
        }
        result.text.append(next);
    }
    return result;
}

QString inText(const QJsonValue &value, const QString &fallback)
{
    const QString text = plain(value);
    return text.isEmpty() ? fallback : shown(text).text;
}

QString inCommand(const QJsonValue &value, const QString &fallback)
{
    // Words of a command that was put together from some; one value alone is no option.
    static const QRegularExpression option(u"^--[a-z-]+$"_s);
    QStringList words;
    const QJsonArray values = value.isArray() ? value.toArray() : QJsonArray{value};
    for (const QJsonValue one : values) {
        const QString word = plain(one);
        const bool isOption = value.isArray() && option.match(word).hasMatch();
        const bool looksSo = word.startsWith(u'-') || word.startsWith(u'@');
        if (word.isEmpty() || !shown(word).exact || (looksSo && !isOption))
            return fallback;
        words.append(shellWord(word));
    }
    return words.isEmpty() ? fallback : words.join(u' ');
}

// "The value" and "with this name" replace a value that is not known; OBJECT_ID is a sample of one.
bool isPhrase(const QString &fallback)
{
    return fallback != fallback.toUpper();
}

// One pass: what comes out of the evidence is not searched for placeholders again. Quotation marks around a
// placeholder belong to the value, so a phrase that replaces it does not get them.
QString filled(const QString &pattern, const QJsonObject &evidence,
               QString (*present)(const QJsonValue &value, const QString &fallback))
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
            result.append(present(value, fallback));
            continue;
        }
        at = end + 1;
    }
    return result.append(QStringView(pattern).mid(at));
}

QString translated(const char *text)
{
    return QCoreApplication::translate("Finding", text);
}

} // namespace

FindingText describe(const Finding &finding, const QJsonObject &data)
{
    const QJsonObject evidence = withWords(data);
    const bool toAdministrator = finding.toAdministrator && evidence["as"_L1] == "administrator"_L1;
    const AdministratorWords words = toAdministrator
        ? *finding.toAdministrator
        : AdministratorWords{finding.title, finding.cause, finding.fix};
    FindingText text;
    text.title = filled(translated(words.title), evidence, inText);
    text.cause = filled(translated(words.cause), evidence, inText);
    for (const FixStep &step : words.fix) {
        const QString command = step.command ? QString::fromUtf8(step.command) : QString();
        text.fix.append({.text = filled(translated(step.text), evidence, inText),
                         .command = filled(command, evidence, inCommand),
                         .who = step.who,
                         .action = step.action});
    }
    text.link = QString::fromLatin1(finding.link);
    text.curedByPlan = finding.curedByPlan;
    return text;
}

FindingText describe(const Problem &problem, const QString &sandbox)
{
    const Finding &finding = findingOf(problem);
    QJsonObject evidence = problem.evidence;
    if (finding.id.isEmpty())
        evidence = {{u"value"_s, problem.findingId.toString()}};
    return inSandbox(describe(finding, evidence), sandbox);
}

QString FindingText::Step::sentence() const
{
    return text.endsWith(u':') ? text.chopped(1) + u'.' : text;
}

} // namespace signet
