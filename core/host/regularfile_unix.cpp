#include "core/host/regularfile.h"

#include "core/host/systemerror.h"
#include "core/result/reason.h"

#include <QFile>

#include <cerrno>
#include <cstring>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

Problem notReadable(const QString &path, int number, const QString &reason)
{
    return Problem(finding::fileNotReadable,
                   {{u"path"_s, path}, {u"errno"_s, errorName(number)}, {u"reason"_s, reason}});
}

Problem notReadable(const QString &path, int number)
{
    return notReadable(path, number, QString::fromLocal8Bit(std::strerror(number)));
}

// The call says the same of a link at the end and of links on the way that lead nowhere.
bool isLink(const QByteArray &path)
{
    struct stat found = {};
    return ::lstat(path.constData(), &found) == 0 && S_ISLNK(found.st_mode);
}

} // namespace

Result<Done> openRegularFile(const QString &path, Links links, QFile *file)
{
    const QByteArray name = QFile::encodeName(path);
    // A terminal would become ours.
    const int descriptor =
        ::open(name.constData(),
               O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (links == Links::Refused ? O_NOFOLLOW : 0));
    if (descriptor < 0) {
        const int number = errno;
        if (number == ENOENT && path.contains(QChar::ReplacementCharacter))
            return notReadable(path, EILSEQ,
                               reasonText(QT_TRANSLATE_NOOP("Reason", "its name is not valid UTF-8")));
        if (number == ELOOP && isLink(name))
            return notReadable(path, number,
                               reasonText(QT_TRANSLATE_NOOP("Reason", "it is a symbolic link")));
        return notReadable(path, number);
    }
    struct stat opened = {};
    const bool isKnown = ::fstat(descriptor, &opened) == 0;
    const int number = errno;
    if (isKnown && S_ISREG(opened.st_mode)
        && file->open(descriptor, QIODevice::ReadOnly, QFile::AutoCloseHandle))
        return Done{};
    ::close(descriptor);
    if (!isKnown)
        return notReadable(path, number);
    if (S_ISDIR(opened.st_mode))
        return notReadable(path, EISDIR, reasonText(QT_TRANSLATE_NOOP("Reason", "it is a directory")));
    if (!S_ISREG(opened.st_mode))
        return notReadable(path, ENXIO, reasonText(QT_TRANSLATE_NOOP("Reason", "it is not a regular file")));
    return notReadable(path, EIO, file->errorString());
}

Result<Done> openForAppending(const QString &path, QFile *file)
{
    const auto notWritable = [&path](const QString &reason) {
        return Problem(finding::fileNotWritable, {{u"path"_s, path}, {u"reason"_s, reason}});
    };
    const int descriptor = ::open(QFile::encodeName(path).constData(),
                                  O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0666);
    if (descriptor < 0)
        return notWritable(QString::fromLocal8Bit(std::strerror(errno)));
    struct stat opened = {};
    const bool isFile =
        ::fstat(descriptor, &opened) == 0 && (S_ISREG(opened.st_mode) || S_ISCHR(opened.st_mode));
    if (isFile
        && file->open(descriptor, QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered,
                      QFile::AutoCloseHandle))
        return Done{};
    ::close(descriptor);
    return notWritable(isFile ? file->errorString()
                              : reasonText(QT_TRANSLATE_NOOP("Reason", "it is not a regular file")));
}

Result<QStringList> namesIn(const QString &directory)
{
    DIR *opened = ::opendir(QFile::encodeName(directory).constData());
    if (!opened) {
        const int number = errno;
        if (number == ENOENT || number == ENOTDIR)
            return Problem(finding::directoryMissing, {{u"path"_s, directory}});
        return notReadable(directory, number);
    }
    QStringList names;
    errno = 0;
    while (const dirent *entry = ::readdir(opened)) {
        if (std::strcmp(entry->d_name, ".") != 0 && std::strcmp(entry->d_name, "..") != 0)
            names.append(QString::fromUtf8(entry->d_name));
        errno = 0;
    }
    const int number = errno;
    ::closedir(opened);
    if (number != 0)
        return notReadable(directory, number);
    names.sort();
    return names;
}

} // namespace signet
