#include "core/host/regularfile.h"

#include "core/host/systemerror.h"
#include "core/result/nativepath.h"
#include "core/result/reason.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <windows.h>

#include <fcntl.h>
#include <io.h>

using namespace Qt::StringLiterals;

namespace signet {

// Written from Microsoft's documentation of CreateFileW, GetFileInformationByHandleEx and _open_osfhandle.
// Tested under Wine, not on Windows.

namespace {

Problem notReadable(const QString &path, const QString &errorName, const QString &reason)
{
    return Problem(finding::fileNotReadable,
                   {{u"path"_s, path}, {u"errno"_s, errorName}, {u"reason"_s, reason}});
}

Problem notReadable(const QString &path, DWORD error)
{
    return notReadable(path, windowsErrorName(error), errorText(int(error)));
}

} // namespace

Result<Done> openRegularFile(const QString &path, Links links, QFile *file)
{
    const QString native = extendedPath(QFileInfo(path).absoluteFilePath());
    // With the first flag a reparse point itself is opened, not its target. With backup semantics a directory
    // also opens, and can be distinguished from a file to which access is denied.
    const DWORD flags =
        FILE_FLAG_BACKUP_SEMANTICS | (links == Links::Refused ? FILE_FLAG_OPEN_REPARSE_POINT : 0);
    const HANDLE handle = ::CreateFileW(reinterpret_cast<const wchar_t *>(native.utf16()), GENERIC_READ,
                                        FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                                        OPEN_EXISTING, flags, nullptr);
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
    // A junction has both marks. One that was followed, such as a file of OneDrive, can still have the mark.
    if (links == Links::Refused && (facts.FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT))
        return refused(notReadable(
            path, u"ELOOP"_s,
            reasonText(QT_TRANSLATE_NOOP("Reason", "it is a symbolic link or another reparse point"))));
    if (facts.FileAttributes & FILE_ATTRIBUTE_DIRECTORY)
        return refused(
            notReadable(path, u"EISDIR"_s, reasonText(QT_TRANSLATE_NOOP("Reason", "it is a directory"))));

    // From here on the descriptor has the handle, and the file has the descriptor.
    const int descriptor = ::_open_osfhandle(reinterpret_cast<intptr_t>(handle), _O_RDONLY | _O_BINARY);
    if (descriptor < 0)
        return refused(notReadable(
            path, u"EIO"_s, reasonText(QT_TRANSLATE_NOOP("Reason", "no file descriptor is available"))));
    if (!file->open(descriptor, QIODevice::ReadOnly, QFile::AutoCloseHandle)) {
        ::_close(descriptor);
        return notReadable(path, u"EIO"_s, withoutFullStop(file->errorString()));
    }
    return Done{};
}

Result<Done> openForAppending(const QString &path, QFile *file)
{
    // Opening a named pipe of somebody else can wait.
    const QString native = QDir::toNativeSeparators(path);
    const bool isPipe = native.startsWith(u"\\\\.\\pipe\\"_s, Qt::CaseInsensitive);
    if (!isPipe && file->open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
        return Done{};
    return Problem(finding::fileNotWritable,
                   {{u"path"_s, path},
                    {u"reason"_s,
                     isPipe ? reasonText(QT_TRANSLATE_NOOP("Reason", "it is not a regular file"))
                            : withoutFullStop(file->errorString())}});
}

Result<QStringList> namesIn(const QString &directory)
{
    const QFileInfo info(directory);
    if (!info.isDir())
        return Problem(finding::directoryMissing, {{u"path"_s, directory}});
    if (!info.isReadable())
        return notReadable(directory, DWORD(ERROR_ACCESS_DENIED));
    return QDir(directory).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                                     QDir::Name);
}

} // namespace signet
