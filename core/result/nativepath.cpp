#include "core/result/nativepath.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

bool isWindowsPath(const QString &path)
{
    static const QRegularExpression absolute(u"^([A-Za-z]:[/\\\\]|//[^/]|\\\\\\\\)"_s);
    return path.contains(u'\\') || absolute.match(path).hasMatch();
}

} // namespace

PathStyle pathStyle()
{
#ifdef Q_OS_WIN
    return PathStyle::Windows;
#else
    return PathStyle::Unix;
#endif
}

QString nativePath(const QString &path, PathStyle style)
{
    if (style == PathStyle::Unix || !isWindowsPath(path))
        return path;
    return QString(path).replace(u'/', u'\\');
}

QStringList nativePaths(QStringList paths, PathStyle style)
{
    for (QString &path : paths)
        path = nativePath(path, style);
    return paths;
}

QString innerPath(const QString &path, PathStyle style)
{
    return style == PathStyle::Unix ? path : QString(path).replace(u'\\', u'/');
}

QString extendedPath(const QString &absolutePath)
{
    // The limit for files is 259; a folder leaves room for a file name of the old kind, 8.3.
    constexpr qsizetype longest = 247;
    const QString path = QString(absolutePath).replace(u'/', u'\\');
    if (path.size() <= longest || path.startsWith("\\\\?\\"_L1) || path.startsWith("\\\\.\\"_L1))
        return path;
    return path.startsWith("\\\\"_L1) ? u"\\\\?\\UNC"_s + path.sliced(1) : u"\\\\?\\"_s + path;
}

// https://learn.microsoft.com/windows/win32/fileio/naming-a-file. The superscript digits count as digits.
bool isDeviceName(const QString &fileName)
{
    static const QRegularExpression device(
        u"^(CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(COM|LPT)[0-9\u00B9\u00B2\u00B3])[ ]*([.:].*)?$"_s,
        QRegularExpression::CaseInsensitiveOption);
    return device.match(fileName).hasMatch();
}

} // namespace signet
