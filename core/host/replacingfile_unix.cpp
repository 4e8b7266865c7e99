#include "core/host/replacingfile.h"

#include "core/host/systemerror.h"
#include "core/result/reason.h"

#include <QFile>
#include <QList>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <optional>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(Q_OS_LINUX)
#include <sys/xattr.h>
#elif defined(Q_OS_MACOS)
#include <copyfile.h>
#endif

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int backupLimit = 10'000;
constexpr mode_t modeBits = S_ISUID | S_ISGID | S_ISVTX | S_IRWXU | S_IRWXG | S_IRWXO;
// A scratch file has this mode until it is complete. A leftover file with this mode can be removed unread: it
// cannot be a version of a configuration, because it was not readable.
constexpr mode_t incompleteMode = S_IWUSR;

class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number)
        : m_number(number)
    {
    }
    Descriptor(Descriptor &&other) noexcept
        : m_number(std::exchange(other.m_number, -1))
    {
    }
    Descriptor &operator=(Descriptor &&other) noexcept
    {
        std::swap(m_number, other.m_number);
        return *this;
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }

    bool isOpen() const { return m_number >= 0; }
    int operator*() const { return m_number; }

private:
    int m_number = -1;
};

Problem notWritable(const QString &path, const QString &reason)
{
    return Problem(finding::fileNotWritable, {{u"path"_s, path}, {u"reason"_s, reason}});
}

Problem changedMeanwhile(const QString &path)
{
    return Problem(finding::fileChangedMeanwhile, {{u"path"_s, path}});
}

Problem notReadable(const QString &path, int number)
{
    return Problem(
        finding::fileNotReadable,
        {{u"path"_s, path}, {u"errno"_s, errorName(number)}, {u"reason"_s, qt_error_string(number)}});
}

// Absolute and without links; null, and errno, where it leads to nothing.
QByteArray realPath(const QString &path)
{
    char *resolved = ::realpath(QFile::encodeName(path).constData(), nullptr);
    const QByteArray copy(resolved);
    std::free(resolved);
    return copy;
}

QString accountName(uid_t id)
{
    const passwd *entry = ::getpwuid(id);
    return entry ? QString::fromLocal8Bit(entry->pw_name) : QString::number(id);
}

QString groupName(gid_t id)
{
    const group *entry = ::getgrgid(id);
    return entry ? QString::fromLocal8Bit(entry->gr_name) : QString::number(id);
}

QString kindOf(mode_t mode)
{
    if (S_ISDIR(mode))
        return reasonText(QT_TRANSLATE_NOOP("Reason", "a directory"));
    if (S_ISFIFO(mode))
        return reasonText(QT_TRANSLATE_NOOP("Reason", "a pipe"));
    if (S_ISSOCK(mode))
        return reasonText(QT_TRANSLATE_NOOP("Reason", "a socket"));
    return reasonText(QT_TRANSLATE_NOOP("Reason", "a device"));
}

bool isSameInode(const struct stat &a, const struct stat &b)
{
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

bool hasSameRights(const struct stat &a, const struct stat &b)
{
    return a.st_mode == b.st_mode && a.st_uid == b.st_uid && a.st_gid == b.st_gid;
}

bool isSameTime(const timespec &a, const timespec &b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

bool isUntouched(const struct stat &a, const struct stat &b)
{
#if defined(Q_OS_MACOS)
    return isSameTime(a.st_mtimespec, b.st_mtimespec);
#else
    return isSameTime(a.st_mtim, b.st_mtim);
#endif
}

// Where another run holds a lock for longer than this, it hangs.
constexpr auto lockLimit = std::chrono::seconds(2);

enum class Locking { AtOnce, Waiting };

// False where another run has the lock. On a file system without locks, two runs are kept apart by the
// comparison and the names alone.
bool lock(int file, Locking locking)
{
    const auto end = std::chrono::steady_clock::now() + lockLimit;
    while (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR)
            continue;
        if (errno != EWOULDBLOCK)
            return true;
        if (locking == Locking::AtOnce || std::chrono::steady_clock::now() > end)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

// 0, or the number of the error.
int writeAll(int file, const QByteArray &content)
{
    qsizetype done = 0;
    while (done < content.size()) {
        const ssize_t written = ::write(file, content.constData() + done, size_t(content.size() - done));
        if (written < 0 && errno != EINTR)
            return errno;
        if (written > 0)
            done += written;
    }
    return 0;
}

int flushToDisk(int file)
{
#if defined(Q_OS_MACOS)
    // fsync() of macOS leaves it in the cache of the drive.
    if (::fcntl(file, F_FULLFSYNC) == 0)
        return 0;
#endif
    while (::fsync(file) != 0) {
        if (errno != EINTR)
            return errno;
    }
    return 0;
}

// Some file systems have no way to flush a directory and say so; they keep what they promise anyway.
int flushDirectory(int directory)
{
    const int error = flushToDisk(directory);
    return error == EINVAL || error == ENOTSUP ? 0 : error;
}

// Whether the file holds this and nothing more; an error counts as no.
bool holds(int file, const QByteArray &content)
{
    std::array<char, 65536> part;
    qsizetype done = 0;
    while (true) {
        const ssize_t count = ::pread(file, part.data(), part.size(), done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 || done + count > content.size())
            return false;
        if (count == 0)
            return done == content.size();
        if (content.sliced(done, count) != QByteArrayView(part.data(), count))
            return false;
        done += count;
    }
}

// Nothing where it cannot be read.
std::optional<QByteArray> contentOf(int file)
{
    std::array<char, 65536> part;
    QByteArray content;
    while (true) {
        const ssize_t count = ::pread(file, part.data(), part.size(), content.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return std::nullopt;
        if (count == 0)
            return content;
        content.append(part.data(), count);
    }
}

bool haveSameContent(int a, int b)
{
    std::array<char, 65536> partOfA;
    std::array<char, 65536> partOfB;
    off_t done = 0;
    while (true) {
        const ssize_t countOfA = ::pread(a, partOfA.data(), partOfA.size(), done);
        const ssize_t countOfB = ::pread(b, partOfB.data(), partOfB.size(), done);
        if (countOfA < 0 || countOfA != countOfB
            || !std::equal(partOfA.begin(), partOfA.begin() + countOfA, partOfB.begin()))
            return false;
        if (countOfA == 0)
            return true;
        done += countOfA;
    }
}

// Where files are replaced. Its lock keeps other runs of this program away from all of them, also from those
// that do not exist yet; files of one replacement share it.
class LockedDirectory {
public:
    explicit LockedDirectory(const QByteArray &path)
        : m_descriptor(::open(path.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))
    {
    }

    bool isOpen() const { return m_descriptor.isOpen(); }
    int number() const { return *m_descriptor; }
    bool lock()
    {
        if (!m_isLocked)
            m_isLocked = signet::lock(*m_descriptor, Locking::Waiting);
        return m_isLocked;
    }

private:
    Descriptor m_descriptor;
    bool m_isLocked = false;
};

enum class RenameKind { NoReplace, Exchange };

int renameWithin(int directory, const QByteArray &from, const QByteArray &to, RenameKind kind)
{
#if defined(Q_OS_LINUX)
    const unsigned flags = kind == RenameKind::Exchange ? RENAME_EXCHANGE : RENAME_NOREPLACE;
    return ::renameat2(directory, from.constData(), directory, to.constData(), flags) == 0 ? 0 : errno;
#elif defined(Q_OS_MACOS)
    const unsigned flags = kind == RenameKind::Exchange ? RENAME_SWAP : RENAME_EXCL;
    return ::renameatx_np(directory, from.constData(), directory, to.constData(), flags) == 0 ? 0 : errno;
#else
    Q_UNUSED(directory)
    Q_UNUSED(from)
    Q_UNUSED(to)
    Q_UNUSED(kind)
    return ENOSYS;
#endif
}

// What has the name already is gone then.
int replaceWithin(int directory, const QByteArray &from, const QByteArray &to)
{
    return ::renameat(directory, from.constData(), directory, to.constData()) == 0 ? 0 : errno;
}

bool isUnsupported(int error)
{
    return error == EINVAL || error == ENOSYS || error == ENOTSUP;
}

#if defined(Q_OS_LINUX)
// Values that depend on the content or grant a program rights; writing to a file also removes them.
bool goesWithContent(const QByteArray &name)
{
    return name == "security.ima" || name == "security.evm" || name == "security.capability";
}

int readAttributeNames(int file, QList<QByteArray> *names)
{
    const ssize_t size = ::flistxattr(file, nullptr, 0);
    if (size < 0)
        return isUnsupported(errno) ? 0 : errno;
    if (size == 0)
        return 0;
    QByteArray text(size, '\0');
    const ssize_t read = ::flistxattr(file, text.data(), size_t(text.size()));
    if (read < 0)
        return errno;
    if (read > 0)
        *names = text.first(read - 1).split('\0'); // the last one also ends in a zero
    return 0;
}

int readAttribute(int file, const QByteArray &name, QByteArray *value)
{
    const ssize_t size = ::fgetxattr(file, name.constData(), nullptr, 0);
    if (size < 0)
        return errno;
    value->resize(size);
    const ssize_t read = ::fgetxattr(file, name.constData(), value->data(), size_t(size));
    if (read < 0)
        return errno;
    value->truncate(read);
    return 0;
}
#endif

} // namespace

class UnixReplacingFile final : public ReplacingFile {
public:
    explicit UnixReplacingFile(const FileReplacement &wanted)
        : m_wanted(wanted)
    {
    }
    ~UnixReplacingFile() override { takeAway(); }
    Q_DISABLE_COPY_MOVE(UnixReplacingFile)

    Result<Done> openTarget(const Opened &others);
    bool isSameFileAs(const ReplacingFile &other) const override;
    Result<Done> check() override;
    Result<Done> write() override;
    Result<Done> swap() override;
    Result<Done> swapBack(const QString &reason) override;
    Replaced finish() override;

private:
    using Now = FileReplacement::Now;
    using Backup = FileReplacement::Backup;

    bool isNothingToDo() const
    {
        return m_wanted.now == Now::Expected && m_wanted.content == m_wanted.expected;
    }
    bool holdsExpected() const { return m_wanted.now != Now::Expected || holds(*m_file, m_wanted.expected); }
    QString inDirectory(const QByteArray &name) const { return QFile::decodeName(m_directoryPath + name); }
    Problem directoryNotWritable(int error) const
    {
        return Problem(
            finding::directoryNotWritable,
            {{u"path"_s, QFile::decodeName(m_directoryPath)}, {u"reason"_s, qt_error_string(error)}});
    }

    Problem lockedByAnother() const
    {
        return Problem(
            finding::fileNotWritable,
            {{u"path"_s, m_wanted.path},
             {u"errno"_s, errorName(EWOULDBLOCK)},
             {u"reason"_s, reasonText(QT_TRANSLATE_NOOP("Reason", "another program has locked it"))}});
    }

    Result<Done> openDirectory(const QByteArray &path, const Opened &others);
    Result<Done> openNew(const Opened &others);
    bool isStillExpected() const;
    bool isAt(const QByteArray &name, const struct stat &wanted) const;
    Result<Done> clearLeftover();
    Result<Done> keepBackup();
    struct BackupPlace {
        QByteArray name;
        bool isThere = false; // otherwise the name is free
    };
    // The first backup that is wanted, or where the next one goes.
    Result<BackupPlace> findBackup(const std::function<bool(int, const struct stat &)> &isWanted) const;
    // Gives the scratch file a name that nothing has; EEXIST when something has it.
    int nameScratch(const QByteArray &name);
    // A backup for the owner differs in its rights from the file.
    enum class Rights { OfFile, OfOwner };
    mode_t modeFor(Rights rights) const;
    Result<Done> writeScratch(const QByteArray &content, Rights rights);
    Result<Done> carryOwnerAndRights(int to, Rights rights) const;
    Result<Done> carryAttributes(int to, Rights rights) const;
    Result<Done> putNew();
    void takeAway();
    Problem notRestored(const QString &reason) const;

    enum class Place {
        Old,
        Exchanged, // the old version has the scratch name
        Replaced, // the old version has no name; it is open, and in the backup if there is one
        Created, // there was no old version
    };

    FileReplacement m_wanted;
    QByteArray m_targetPath;
    QByteArray m_directoryPath;
    QByteArray m_name;
    QByteArray m_scratchName;
    std::shared_ptr<LockedDirectory> m_directory;
    Descriptor m_file; // the old version; locked
    Descriptor m_scratch; // the new version; locked
    struct stat m_before = {};
    struct stat m_scratchFacts = {};
    bool m_isNew = false; // nothing had the name
    bool m_hasScratch = false;
    QByteArray m_backup;
    bool m_backupIsOurs = false;
    Place m_place = Place::Old;
};

Result<std::unique_ptr<ReplacingFile>> ReplacingFile::open(const FileReplacement &wanted,
                                                           const Opened &others)
{
    auto file = std::make_unique<UnixReplacingFile>(wanted);
    if (const auto opened = file->openTarget(others); !opened)
        return opened.problem();
    return std::unique_ptr<ReplacingFile>(std::move(file));
}

Result<Done> UnixReplacingFile::openTarget(const Opened &others)
{
    const QString &path = m_wanted.path;
    m_targetPath = realPath(path);
    if (m_targetPath.isNull()) {
        const int error = errno;
        if (error == ENOENT && m_wanted.now != Now::Expected)
            return openNew(others);
        // It was there when the caller read it.
        if (error == ENOENT || error == ENOTDIR)
            return changedMeanwhile(path);
        return notReadable(path, error);
    }
    if (m_wanted.now == Now::Missing)
        return changedMeanwhile(path);
    if (const auto opened = openDirectory(m_targetPath, others); !opened)
        return opened.problem();
    if (m_name.isEmpty())
        return Problem(finding::fileNotRegular, {{u"path"_s, path}, {u"what"_s, kindOf(S_IFDIR)}});

    // Checked before it is opened, because opening a device or a pipe can have side effects.
    struct stat named = {};
    if (::fstatat(m_directory->number(), m_name.constData(), &named, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? changedMeanwhile(path) : notReadable(path, errno);
    if (!S_ISREG(named.st_mode))
        return Problem(finding::fileNotRegular, {{u"path"_s, path}, {u"what"_s, kindOf(named.st_mode)}});
    m_file = Descriptor(
        ::openat(m_directory->number(), m_name.constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!m_file.isOpen() && m_wanted.now == Now::Anything)
        return notWritable(path, qt_error_string(errno));
    if (!m_file.isOpen())
        return errno == ENOENT ? changedMeanwhile(path) : notReadable(path, errno);
    if (::fstat(*m_file, &m_before) != 0)
        return notReadable(path, errno);
    if (!isSameInode(m_before, named))
        return changedMeanwhile(path);
    return Done{};
}

Result<Done> UnixReplacingFile::openDirectory(const QByteArray &path, const Opened &others)
{
    const qsizetype slash = path.lastIndexOf('/');
    m_name = path.sliced(slash + 1);
    m_directoryPath = path.first(slash + 1);
    m_scratchName = QFile::encodeName(scratchName(QFile::decodeName(m_name)));
    for (const auto &other : others) {
        const auto &file = static_cast<const UnixReplacingFile &>(*other);
        if (file.m_directoryPath == m_directoryPath)
            m_directory = file.m_directory;
    }
    if (!m_directory)
        m_directory = std::make_shared<LockedDirectory>(m_directoryPath);
    if (!m_directory->isOpen())
        return directoryNotWritable(errno);
    return Done{};
}

Result<Done> UnixReplacingFile::openNew(const Opened &others)
{
    const QByteArray path = QFile::encodeName(m_wanted.path);
    struct stat named = {};
    // A link that leads to nothing would be replaced by a file.
    if (::lstat(path.constData(), &named) == 0)
        return Problem(finding::fileNotRegular,
                       {{u"path"_s, m_wanted.path},
                        {u"what"_s, reasonText(QT_TRANSLATE_NOOP("Reason", "a link that leads nowhere"))}});
    const qsizetype slash = path.lastIndexOf('/');
    const QByteArray directory = slash < 0 ? QByteArray(".") : path.first(slash + 1);
    const QByteArray resolved = realPath(QFile::decodeName(directory));
    struct stat facts = {};
    if (resolved.isNull() || ::stat(resolved.constData(), &facts) != 0 || !S_ISDIR(facts.st_mode))
        return Problem(finding::directoryMissing, {{u"path"_s, QFile::decodeName(directory)}});
    m_isNew = true;
    m_targetPath = (resolved == "/" ? resolved : resolved + '/') + path.sliced(slash + 1);
    return openDirectory(m_targetPath, others);
}

Result<Done> UnixReplacingFile::check()
{
    const QString &path = m_wanted.path;
    if (!m_directory->lock())
        return lockedByAnother();
    // The new version is written there first. Root is refused only by the file system itself.
    if (::faccessat(m_directory->number(), ".", W_OK | X_OK, AT_EACCESS) != 0)
        return directoryNotWritable(errno);
    if (m_isNew)
        return Done{};
    // By another name, in another directory.
    if (!lock(*m_file, Locking::AtOnce))
        return lockedByAnother();
    // After the lock, because a run that held it before can have replaced the file.
    if (::fstat(*m_file, &m_before) != 0)
        return notReadable(path, errno);
    if (!isAt(m_name, m_before))
        return changedMeanwhile(path);

    if (m_before.st_nlink > 1)
        return Problem(finding::fileHardLinked, {{u"path"_s, path}, {u"links"_s, qint64(m_before.st_nlink)}});
    if (::faccessat(m_directory->number(), m_name.constData(), W_OK, AT_EACCESS) != 0)
        return notWritable(path, qt_error_string(errno));
    if (!holdsExpected())
        return changedMeanwhile(path);
    return Done{};
}

bool UnixReplacingFile::isSameFileAs(const ReplacingFile &other) const
{
    const auto &file = static_cast<const UnixReplacingFile &>(other);
    if (m_isNew || file.m_isNew)
        return m_targetPath == file.m_targetPath;
    return isSameInode(m_before, file.m_before);
}

bool UnixReplacingFile::isAt(const QByteArray &name, const struct stat &wanted) const
{
    struct stat found = {};
    return ::fstatat(m_directory->number(), name.constData(), &found, AT_SYMLINK_NOFOLLOW) == 0
        && isSameInode(found, wanted);
}

// The path still leads to the file that was opened, and the file is unchanged.
bool UnixReplacingFile::isStillExpected() const
{
    struct stat now = {};
    return realPath(m_wanted.path) == m_targetPath && isAt(m_name, m_before) && ::fstat(*m_file, &now) == 0
        && now.st_nlink == 1 && hasSameRights(now, m_before) && isUntouched(now, m_before) && holdsExpected();
}

Result<Done> UnixReplacingFile::write()
{
    if (isNothingToDo()) {
        // Left by a run that was killed when its work was done.
        if (m_wanted.backup == Backup::None)
            static_cast<void>(clearLeftover());
        return Done{};
    }
    if (const auto cleared = clearLeftover(); !cleared)
        return cleared.problem();
    if (!m_isNew && m_wanted.backup != Backup::None) {
        if (const auto kept = keepBackup(); !kept)
            return kept.problem();
    }
    return writeScratch(m_wanted.content, Rights::OfFile);
}

// What a killed run left under the scratch name. It is removed if it is incomplete, or if its content also
// exists elsewhere. Anything else can be the only copy of what someone saved at the moment of an exchange, so
// it becomes a backup.
Result<Done> UnixReplacingFile::clearLeftover()
{
    const QString &path = m_wanted.path;
    const Problem inTheWay = notWritable(path, reasonText(reasons::inTheWay, inDirectory(m_scratchName)));
    struct stat found = {};
    if (::fstatat(m_directory->number(), m_scratchName.constData(), &found, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? Result<Done>(Done{}) : notWritable(path, qt_error_string(errno));
    const uid_t me = ::geteuid();
    if (!S_ISREG(found.st_mode) || (me != 0 && found.st_uid != me && found.st_uid != m_before.st_uid))
        return inTheWay;
    const bool incomplete = (found.st_mode & modeBits & ~incompleteMode) == 0;
    const Descriptor leftover(
        ::openat(m_directory->number(), m_scratchName.constData(),
                 (incomplete ? O_WRONLY : O_RDONLY) | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    // A run that is still alive holds the lock.
    if (!leftover.isOpen() || ::flock(*leftover, LOCK_EX | LOCK_NB) != 0 || !isAt(m_scratchName, found))
        return inTheWay;

    const bool isKnown = incomplete || m_isNew || m_wanted.backup == Backup::None
        || holds(*leftover, m_wanted.content) || holds(*leftover, m_wanted.expected);
    if (!isKnown) {
        const auto place = findBackup(
            [&leftover](int backup, const struct stat &) { return haveSameContent(backup, *leftover); });
        if (!place)
            return place.problem();
        if (!place->isThere) {
            const int error = nameScratch(place->name);
            return error == 0 ? Result<Done>(Done{}) : notWritable(path, qt_error_string(error));
        }
    }
    if (::unlinkat(m_directory->number(), m_scratchName.constData(), 0) != 0)
        return notWritable(path, qt_error_string(errno));
    return Done{};
}

Result<UnixReplacingFile::BackupPlace>
UnixReplacingFile::findBackup(const std::function<bool(int, const struct stat &)> &isWanted) const
{
    for (int number = 0; number < backupLimit; ++number) {
        const QByteArray name = QFile::encodeName(backupName(QFile::decodeName(m_name), number));
        struct stat facts = {};
        if (::fstatat(m_directory->number(), name.constData(), &facts, AT_SYMLINK_NOFOLLOW) != 0) {
            if (errno == ENOENT)
                return BackupPlace{name, false};
            return notWritable(m_wanted.path, qt_error_string(errno));
        }
        if (!S_ISREG(facts.st_mode))
            continue;
        const Descriptor backup(::openat(m_directory->number(), name.constData(),
                                         O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
        if (backup.isOpen() && isWanted(*backup, facts))
            return BackupPlace{name, true};
    }
    return notWritable(m_wanted.path, reasonText(reasons::manyBackups, backupLimit));
}

Result<Done> UnixReplacingFile::keepBackup()
{
    const QString &path = m_wanted.path;
    const Rights rights = m_wanted.backup == Backup::KeptForOwner ? Rights::OfOwner : Rights::OfFile;
    struct stat wanted = m_before;
    wanted.st_mode = (m_before.st_mode & S_IFMT) | modeFor(rights);
    // One that is there already is on the disk only if the run that made it came so far.
    const auto place = findBackup([this, &wanted](int backup, const struct stat &facts) {
        return hasSameRights(facts, wanted) && holds(backup, m_wanted.expected) && flushToDisk(backup) == 0;
    });
    if (!place)
        return place.problem();
    if (!place->isThere) {
        if (const auto written = writeScratch(m_wanted.expected, rights); !written)
            return written.problem();
        if (const int error = nameScratch(place->name); error != 0)
            return notWritable(path, qt_error_string(error));
        m_backupIsOurs = true;
    }
    m_backup = place->name;
    if (const int error = flushDirectory(m_directory->number()); error != 0)
        return notWritable(path, qt_error_string(error));
    return Done{};
}

int UnixReplacingFile::nameScratch(const QByteArray &name)
{
    int error = renameWithin(m_directory->number(), m_scratchName, name, RenameKind::NoReplace);
    if (isUnsupported(error)) {
        error = ::linkat(m_directory->number(), m_scratchName.constData(), m_directory->number(),
                         name.constData(), 0)
                == 0
            ? 0
            : errno;
        if (error == 0 && ::unlinkat(m_directory->number(), m_scratchName.constData(), 0) != 0) {
            error = errno;
            ::unlinkat(m_directory->number(), name.constData(), 0);
        } else if (isUnsupported(error) || error == EPERM) {
            // Neither way is known here. The name was free a moment ago, and the lock keeps a second run of
            // this program away from it.
            error = replaceWithin(m_directory->number(), m_scratchName, name);
        }
    }
    if (error == 0) {
        m_hasScratch = false;
        m_scratch = Descriptor();
    }
    return error;
}

mode_t UnixReplacingFile::modeFor(Rights rights) const
{
    if (!m_isNew)
        return m_before.st_mode & (rights == Rights::OfOwner ? mode_t(S_IRUSR | S_IWUSR) : modeBits);
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return (S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH) & ~mask;
}

Result<Done> UnixReplacingFile::writeScratch(const QByteArray &content, Rights rights)
{
    const QString &path = m_wanted.path;
    m_scratch = Descriptor(::openat(m_directory->number(), m_scratchName.constData(),
                                    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, incompleteMode));
    if (!m_scratch.isOpen()) {
        // The last one is what a file system says that takes no new files.
        if (errno == EACCES || errno == EPERM || errno == EROFS || errno == ENOENT)
            return directoryNotWritable(errno);
        return notWritable(path, qt_error_string(errno));
    }
    m_hasScratch = true;
    lock(*m_scratch, Locking::AtOnce);
    if (::fstat(*m_scratch, &m_scratchFacts) != 0) {
        const int error = errno;
        ::unlinkat(m_directory->number(), m_scratchName.constData(), 0);
        m_hasScratch = false;
        return notWritable(path, qt_error_string(error));
    }
    if (const int error = writeAll(*m_scratch, content); error != 0)
        return notWritable(path, qt_error_string(error));
    if (const auto carried = carryOwnerAndRights(*m_scratch, rights); !carried)
        return carried.problem();
    if (const int error = flushToDisk(*m_scratch); error != 0)
        return notWritable(path, qt_error_string(error));
    if (::fstat(*m_scratch, &m_scratchFacts) != 0)
        return notWritable(path, qt_error_string(errno));
    return Done{};
}

Result<Done> UnixReplacingFile::carryOwnerAndRights(int to, Rights rights) const
{
    const QString &path = m_wanted.path;
    if (m_isNew)
        return ::fchmod(to, modeFor(rights)) == 0 ? Result<Done>(Done{})
                                                  : notWritable(path, qt_error_string(errno));
    // The owner first, because changing the owner removes permissions. The mode last, because it marks the
    // file as complete.
    if (m_scratchFacts.st_uid != m_before.st_uid || m_scratchFacts.st_gid != m_before.st_gid) {
        const uid_t owner = m_scratchFacts.st_uid == m_before.st_uid ? uid_t(-1) : m_before.st_uid;
        if (::fchown(to, owner, m_before.st_gid) != 0) {
            if (errno != EPERM && errno != EINVAL)
                return notWritable(path, qt_error_string(errno));
            return Problem(finding::fileOwnerForeign,
                           {{u"path"_s, path},
                            {u"owner"_s, accountName(m_before.st_uid) + u':' + groupName(m_before.st_gid)},
                            {u"user"_s, accountName(::geteuid())}});
        }
    }
    if (const auto carried = carryAttributes(to, rights); !carried)
        return carried.problem();
    if (::fchmod(to, modeFor(rights)) != 0)
        return notWritable(path, qt_error_string(errno));
    return Done{};
}

// Extended attributes, and with them access lists. Refused rather than lost: an access list that is gone
// shuts people out or lets them in. A file for its owner alone gets none.
Result<Done> UnixReplacingFile::carryAttributes(int to, Rights rights) const
{
#if defined(Q_OS_LINUX)
    const auto notKept = [this](const QByteArray &name, int error) {
        return Problem(finding::fileAttributesNotKept,
                       {{u"path"_s, m_wanted.path},
                        {u"what"_s, QFile::decodeName(name)},
                        {u"reason"_s, qt_error_string(error)}});
    };
    QList<QByteArray> names;
    if (const int error = readAttributeNames(*m_file, &names); error != 0)
        return notKept({}, error);
    const QByteArray accessList("system.posix_acl_access");
    if (rights == Rights::OfOwner)
        names.removeAll(accessList);
    for (const QByteArray &name : std::as_const(names)) {
        if (goesWithContent(name))
            continue;
        QByteArray wanted;
        if (const int error = readAttribute(*m_file, name, &wanted); error != 0)
            return notKept(name, error);
        // A label that the system gave the new file by itself needs no right to set it.
        QByteArray given;
        if (readAttribute(to, name, &given) == 0 && given == wanted)
            continue;
        if (::fsetxattr(to, name.constData(), wanted.constData(), size_t(wanted.size()), 0) != 0)
            return notKept(name, errno);
    }
    // A directory can hand an access list down to every new file in it.
    QByteArray given;
    if (!names.contains(accessList) && readAttribute(to, accessList, &given) == 0
        && ::fremovexattr(to, accessList.constData()) != 0)
        return notKept(accessList, errno);
#elif defined(Q_OS_MACOS)
    const copyfile_flags_t parts = rights == Rights::OfOwner ? COPYFILE_XATTR : COPYFILE_ACL | COPYFILE_XATTR;
    if (::fcopyfile(*m_file, to, nullptr, parts) != 0)
        return Problem(finding::fileAttributesNotKept,
                       {{u"path"_s, m_wanted.path}, {u"reason"_s, qt_error_string(errno)}});
#else
    Q_UNUSED(to)
    Q_UNUSED(rights)
#endif
    return Done{};
}

Result<Done> UnixReplacingFile::putNew()
{
    const int error = nameScratch(m_name);
    if (error == EEXIST || error == ENOENT)
        return changedMeanwhile(m_wanted.path);
    if (error != 0)
        return notWritable(m_wanted.path, qt_error_string(error));
    m_place = Place::Created;
    if (const int failed = flushDirectory(m_directory->number()); failed != 0) {
        const QString reason = qt_error_string(failed);
        if (const auto back = swapBack(reason); !back)
            return back.problem();
        return notWritable(m_wanted.path, reason);
    }
    return Done{};
}

Result<Done> UnixReplacingFile::swap()
{
    if (m_isNew)
        return putNew();
    if (!isStillExpected())
        return changedMeanwhile(m_wanted.path);
    if (isNothingToDo())
        return Done{};

    int error = renameWithin(m_directory->number(), m_scratchName, m_name, RenameKind::Exchange);
    if (error == 0) {
        m_place = Place::Exchanged;
        // From now on the old version cannot be opened by its name. If it changed after the comparison, or
        // another file replaced it, both are put back.
        struct stat now = {};
        const bool isWhatWasCompared = isAt(m_scratchName, m_before) && ::fstat(*m_file, &now) == 0
            && hasSameRights(now, m_before) && isUntouched(now, m_before) && holdsExpected();
        if (!isWhatWasCompared) {
            if (const auto back =
                    swapBack(reasonText(QT_TRANSLATE_NOOP("Reason", "it was changed in the meantime")));
                !back)
                return back.problem();
            return changedMeanwhile(m_wanted.path);
        }
    } else if (isUnsupported(error)) {
        error = replaceWithin(m_directory->number(), m_scratchName, m_name);
        if (error == 0) {
            m_place = Place::Replaced;
            m_hasScratch = false;
        }
    }
    if (error == ENOENT)
        return changedMeanwhile(m_wanted.path);
    if (error != 0)
        return notWritable(m_wanted.path, qt_error_string(error));

    if (const int failed = flushDirectory(m_directory->number()); failed != 0) {
        const QString reason = qt_error_string(failed);
        if (const auto back = swapBack(reason); !back)
            return back.problem();
        return notWritable(m_wanted.path, reason);
    }
    return Done{};
}

Result<Done> UnixReplacingFile::swapBack(const QString &reason)
{
    if (m_place == Place::Old)
        return Done{};
    // Changes that someone made to the new version are kept.
    struct stat now = {};
    const bool isOurs = ::fstatat(m_directory->number(), m_name.constData(), &now, AT_SYMLINK_NOFOLLOW) == 0
        && isSameInode(now, m_scratchFacts) && isUntouched(now, m_scratchFacts);
    if (!isOurs)
        return notRestored(reason);

    if (m_place == Place::Created) {
        if (::unlinkat(m_directory->number(), m_name.constData(), 0) != 0)
            return notRestored(reason);
    } else if (m_place == Place::Exchanged) {
        if (renameWithin(m_directory->number(), m_scratchName, m_name, RenameKind::Exchange) != 0)
            return notRestored(reason);
    } else if (m_backupIsOurs) {
        // Needs no room on a full disk.
        if (replaceWithin(m_directory->number(), m_backup, m_name) != 0)
            return notRestored(reason);
        m_backupIsOurs = false;
    } else {
        const auto old = contentOf(*m_file);
        if (!old || !writeScratch(*old, Rights::OfFile)
            || replaceWithin(m_directory->number(), m_scratchName, m_name) != 0)
            return notRestored(reason);
        m_hasScratch = false;
    }
    m_place = Place::Old;
    // If this fails, a power cut can leave the new version in place; nothing more can be done.
    flushDirectory(m_directory->number());
    return Done{};
}

Problem UnixReplacingFile::notRestored(const QString &reason) const
{
    // Without a backup, the old version is where the exchange put it.
    const QByteArray &old = m_backup.isEmpty() ? m_scratchName : m_backup;
    return Problem(finding::fileNotRestored,
                   {{u"path"_s, m_wanted.path}, {u"reason"_s, reason}, {u"backup"_s, inDirectory(old)}});
}

Replaced UnixReplacingFile::finish()
{
    Replaced replaced{m_wanted.path, QFile::decodeName(m_targetPath), {}};
    if (m_place == Place::Old)
        return replaced;
    if (m_place == Place::Exchanged && isAt(m_scratchName, m_before))
        ::unlinkat(m_directory->number(), m_scratchName.constData(), 0);
    m_place = Place::Old;
    m_hasScratch = false;
    m_backupIsOurs = false;
    if (!m_backup.isEmpty())
        replaced.backup = inDirectory(m_backup);
    return replaced;
}

void UnixReplacingFile::takeAway()
{
    if (m_place != Place::Old)
        return;
    if (m_hasScratch && isAt(m_scratchName, m_scratchFacts))
        ::unlinkat(m_directory->number(), m_scratchName.constData(), 0);
    if (m_backupIsOurs)
        ::unlinkat(m_directory->number(), m_backup.constData(), 0);
}

} // namespace signet
