#include "core/result/shellword.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

bool isPlain(QChar c, CommandShell shell)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9')
        || "._:/=-"_L1.contains(c) || c == (shell == CommandShell::Posix ? u'@' : u'\\');
}

} // namespace

CommandShell commandShell()
{
#ifdef Q_OS_WIN
    return CommandShell::PowerShell;
#else
    return CommandShell::Posix;
#endif
}

QString shellWord(const QString &text, CommandShell shell)
{
    const auto plain = [shell](QChar c) { return isPlain(c, shell); };
    if (!text.isEmpty() && std::ranges::all_of(text, plain))
        return text;
    const QString quote = shell == CommandShell::Posix ? u"'\\''"_s : u"''"_s;
    return u'\'' + QString(text).replace(u'\'', quote) + u'\'';
}

} // namespace signet
