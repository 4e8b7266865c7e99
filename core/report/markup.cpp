#include "core/report/markup.h"

#include "core/result/outgoing.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

qsizetype longestRun(const QString &text, QChar character)
{
    qsizetype longest = 0;
    qsizetype run = 0;
    for (const QChar c : text) {
        run = c == character ? run + 1 : 0;
        longest = qMax(longest, run);
    }
    return longest;
}

} // namespace

QString markup(const QString &text)
{
    return outgoingLine(text).toHtmlEscaped().replace(u'\'', "&#39;"_L1);
}

QString markdownText(const QString &text)
{
    QString escaped;
    const QString shown = outgoingLine(text);
    for (const QChar c : shown) {
        if (c == u'<')
            escaped += "&lt;"_L1;
        else if (c == u'>')
            escaped += "&gt;"_L1;
        else if (c == u'&')
            escaped += "&amp;"_L1;
        // GitHub makes links of addresses and notifies whoever stands behind an @.
        else if (u"\\`*_{}[]#|~!@$^"_s.contains(c))
            escaped += u'\\' + QString(c);
        else
            escaped += c;
    }
    escaped.replace("://"_L1, "\\://"_L1);
    escaped.replace("www."_L1, "www\\."_L1);
    // At the begin of a line these make lists.
    if (escaped.startsWith(u'-') || escaped.startsWith(u'+') || escaped.startsWith(u'='))
        escaped.prepend(u'\\');
    return escaped;
}

QString markdownCode(const QString &text)
{
    const QString shown = outgoingLine(text);
    if (shown.trimmed().isEmpty())
        return {};
    const QString fence(longestRun(shown, u'`') + 1, u'`');
    const QString space = shown.startsWith(u'`') || shown.endsWith(u'`') ? u" "_s : QString();
    // Also in code a bar ends the cell of a table.
    return fence + space + QString(shown).replace(u'|', "\\|"_L1) + space + fence;
}

QString markdownCodeBlock(const QString &text, const QString &indent)
{
    const QString fence(qMax<qsizetype>(3, longestRun(text, u'`') + 1), u'`');
    QString block = indent + fence + u'\n';
    const QStringList lines = text.split(u'\n');
    for (const QString &line : lines)
        block += indent + outgoingLine(line) + u'\n';
    return block + indent + fence + u'\n';
}

} // namespace signet
