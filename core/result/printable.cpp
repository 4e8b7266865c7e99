#include "core/result/printable.h"

using namespace Qt::StringLiterals;

namespace signet {

QString printable(const QString &text)
{
    QString result;
    result.reserve(text.size());
    for (const QChar c : text) {
        if (c.category() == QChar::Other_Control)
            result +=
                c == u'\n' || c == u'\t' ? u" "_s : u"\\u%1"_s.arg(c.unicode(), 4, 16, QLatin1Char('0'));
        else
            result += c;
    }
    return result;
}

} // namespace signet
