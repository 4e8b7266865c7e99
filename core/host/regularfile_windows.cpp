#include "core/host/regularfile.h"

#include "core/result/reason.h"

#include <QDir>
#include <QFile>

#include <windows.h>

#include <fcntl.h>
#include <io.h>

using namespace Qt::StringLiterals;

namespace signet {

// Written from Microsoft's documentation of CreateFileW, GetFileInformationByHandleEx and _open_osfhandle,
// and never run on Windows.

namespace {

Problem notReadable(const QString &path, const QString &errorName, const QString &reason)
{
    return Problem(finding::fileNotReadable,
                   {{u"path"_s, path}, {u"errno"_s, errorName}, {u"reason"_s, reason}});
}

QString nameOf(DWORD error)
{
    switch (error) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
        return u"ENOENT"_s;
    case ERROR_ACCESS_DENIED:
        return u"ERROR_ACCESS_DENIED"_s;
    default:
        return u"EIO"_s;
    }
}

Problem notReadable(const QString &path, DWORD error)
{
    return notReadable(path, nameOf(error), qt_error_string(int(error)));
}

} // namespace

Result<Done> openRegularFile(const QString &path, QFile *file)
{
    const QString native = QDir::toNativeSeparators(path);
    // Opens a reparse point itself and not what it leads to. With the semantics of a backup a directory
    // opens, too, and can be told from a file that is refused.
    const HANDLE handle =
        ::CreateFileW(reinterpret_cast<const wchar_t *>(native.utf16()), GENERIC_READ,
                      FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING,
                      FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_BACKUP_SEMANTICS, nullptr);
    if (handle == INVALID_HANDLE_VALUE)
        return notReadable(path, ::GetLastError());
    FILE_ATTRIBUTE_TAG_INFO facts = {};
    const bool isDisk = ::GetFileType(handle) == FILE_TYPE_DISK;
    const bool isKnown =
        isDisk && ::GetFileInformationByHandleEx(handle, FileAttributeTagInfo, &facts, sizeof facts);
    const DWORD error = ::GetLastError();
    const auto refused = [&](const Problem &problem) {
        ::CloseHandle(handle);
        return problem;
    };
    if (!isDisk)
        return refused(notReadable(path, u"ENXIO"_s,
                                   reasonText(QT_TRANSLATE_NOOP("Reason", "it is not a regular file"))));
    if (!isKnown)
        return refused(notReadable(path, error));
    // A junction has both marks.
    if (facts.FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT)
        return refused(notReadable(
            path, u"ELOOP"_s,
            reasonText(QT_TRANSLATE_NOOP("Reason", "it is a symbolic link or another reparse point"))));
    if (facts.FileAttributes & FILE_ATTRIBUTE_DIRECTORY)
        return refused(
            notReadable(path, u"EISDIR"_s, reasonText(QT_TRANSLATE_NOOP("Reason", "it is a directory"))));

    // From here on the descriptor has the handle, and the file has the descriptor.
    const int descriptor = ::_open_osfhandle(reinterpret_cast<intptr_t>(handle), _O_RDONLY | _O_BINARY);
    if (descriptor < 0)
        return refused(notReadable(path, u"EIO"_s,
                                   reasonText(QT_TRANSLATE_NOOP("Reason", "no descriptor is left for it"))));
    if (!file->open(descriptor, QIODevice::ReadOnly, QFile::AutoCloseHandle)) {
        ::_close(descriptor);
        return notReadable(path, u"EIO"_s, file->errorString());
    }
    return Done{};
}

} // namespace signet
