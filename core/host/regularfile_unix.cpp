#include "core/host/regularfile.h"

#include "core/host/systemerror.h"
#include "core/result/reason.h"

#include <QFile>

#include <cerrno>
#include <cstring>

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

Result<Done> openRegularFile(const QString &path, QFile *file)
{
    const QByteArray name = QFile::encodeName(path);
    // A pipe without a writer would keep us waiting, and a terminal would become ours.
    const int descriptor =
        ::open(name.constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0) {
        const int number = errno;
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

} // namespace signet
