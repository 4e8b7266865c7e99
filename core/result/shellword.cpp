#include "core/result/shellword.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

bool isPlain(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9')
        || "._:/=@-"_L1.contains(c);
}

} // namespace

QString shellWord(const QString &text)
{
    if (!text.isEmpty() && std::ranges::all_of(text, isPlain))
        return text;
    return u'\'' + QString(text).replace(u'\'', u"'\\''"_s) + u'\'';
}

} // namespace signet
