#include "core/host/systemerror.h"

#include <cerrno>

using namespace Qt::StringLiterals;

namespace signet {

QString errorName(int number)
{
    switch (number) {
    case ENOENT:
        return u"ENOENT"_s;
    case EACCES:
        return u"EACCES"_s;
    case EPERM:
        return u"EPERM"_s;
    case EISDIR:
        return u"EISDIR"_s;
    case ELOOP:
        return u"ELOOP"_s;
    case ENOTDIR:
        return u"ENOTDIR"_s;
    case ENXIO:
        return u"ENXIO"_s;
    case EILSEQ:
        return u"EILSEQ"_s;
    case EWOULDBLOCK:
        return u"EWOULDBLOCK"_s;
    default:
        return u"EIO"_s;
    }
}

// https://learn.microsoft.com/windows/win32/debug/system-error-codes; numbers, so that it can be tested
// everywhere.
QString windowsErrorName(unsigned long number)
{
    switch (number) {
    case 2: // ERROR_FILE_NOT_FOUND
    case 3: // ERROR_PATH_NOT_FOUND
    case 15: // ERROR_INVALID_DRIVE
    case 21: // ERROR_NOT_READY: a drive without a disk
    case 53: // ERROR_BAD_NETPATH
    case 67: // ERROR_BAD_NET_NAME
    case 123: // ERROR_INVALID_NAME: a character that no name can hold
    case 161: // ERROR_BAD_PATHNAME
        return u"ENOENT"_s;
    case 5: // ERROR_ACCESS_DENIED
    case 1920: // ERROR_CANT_ACCESS_FILE
        return u"EACCES"_s;
    case 19: // ERROR_WRITE_PROTECT
        return u"EROFS"_s;
    case 32: // ERROR_SHARING_VIOLATION
    case 33: // ERROR_LOCK_VIOLATION
        return u"EBUSY"_s;
    case 39: // ERROR_HANDLE_DISK_FULL
    case 112: // ERROR_DISK_FULL
        return u"ENOSPC"_s;
    case 206: // ERROR_FILENAME_EXCED_RANGE
        return u"ENAMETOOLONG"_s;
    case 267: // ERROR_DIRECTORY
        return u"ENOTDIR"_s;
    case 681: // ERROR_TOO_MANY_LINKS
    case 1921: // ERROR_CANT_RESOLVE_FILENAME
        return u"ELOOP"_s;
    default:
        return u"EIO"_s;
    }
}

QString errorText(int number)
{
    return withoutFullStop(qt_error_string(number));
}

QString withoutFullStop(QString text)
{
    text = text.trimmed();
    while (text.endsWith(u'.'))
        text.chop(1);
    return text;
}

} // namespace signet
