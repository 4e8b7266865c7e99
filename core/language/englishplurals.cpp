#include "core/language/englishplurals.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace signet {

QString englishPlural(const QString &text, int n)
{
    static const QRegularExpression ending(u"\\((e?s)\\)"_s);
    static const QRegularExpression pair(u"\\(([a-z]*)/([a-z]*)\\)"_s);
    QString result = text;
    result.replace(ending, n == 1 ? QString() : u"\\1"_s);
    result.replace(pair, n == 1 ? u"\\1"_s : u"\\2"_s);
    return result;
}

QString EnglishPlurals::translate(const char *, const char *sourceText, const char *, int n) const
{
    return n < 0 ? QString() : englishPlural(QString::fromUtf8(sourceText), n);
}

} // namespace signet
