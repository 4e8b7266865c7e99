#include "core/terraform/hclstring.h"

using namespace Qt::StringLiterals;

namespace signet {

QString hclQuoted(const QString &value)
{
    QString text = u"\""_s;
    for (qsizetype i = 0; i < value.size(); ++i) {
        const QChar c = value[i];
        const bool beforeBrace = i + 1 < value.size() && value[i + 1] == u'{';
        if (c == u'"' || c == u'\\')
            text += u'\\' + QString(c);
        else if (c == u'\n')
            text += u"\\n"_s;
        else if (c == u'\r')
            text += u"\\r"_s;
        else if (c == u'\t')
            text += u"\\t"_s;
        else if (c.unicode() < 0x20 || c.unicode() == 0x7f)
            text += u"\\u%1"_s.arg(uint(c.unicode()), 4, 16, QChar(u'0'));
        else if ((c == u'$' || c == u'%') && beforeBrace)
            text += QString(2, c); // "${" begins a template, "$${" stands for "${"
        else
            text += c;
    }
    return text + u'"';
}

} // namespace signet
