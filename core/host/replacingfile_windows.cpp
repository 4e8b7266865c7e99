#include "core/host/replacingfile.h"

#include "core/host/systemerror.h"
#include "core/result/nativepath.h"
#include "core/result/reason.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QList>

#include <algorithm>
#include <array>
#include <utility>

#include <windows.h>

#include <aclapi.h>
#include <sddl.h>

using namespace Qt::StringLiterals;

namespace signet {

// Written from Microsoft's documentation of ReplaceFileW, MoveFileExW, CreateFileW, and SetSecurityInfo.
// Tested under Wine, not on Windows. Wine shows that the calls are made in the right order and what is left
// behind; it has no access lists, and says nothing about power cuts and virus scanners. Known differences:
// - ReplaceFileW renames twice, so for a moment nothing has the name. A kill in that moment leaves the old
//   version as .NAME.signet-new.old; the next run for this path gives it its name back.
// - A directory cannot be flushed. The renames ask to be written through.
// - Nobody else can write while the file is open here, so nothing can change between comparison and
//   exchange, and a program that has it open for writing makes the replacement fail.
// - A directory cannot be locked, so a mutex that is named after it takes the place of the lock. It keeps out
//   the runs of one session only.
// ReplaceFileW keeps the access list, the attributes, the named streams and the time of creation.

namespace {

constexpr int backupLimit = 10'000;
// A scratch file has it until it is complete.
constexpr DWORD incompleteMark = FILE_ATTRIBUTE_TEMPORARY;
// Where another run holds a lock for longer than this, it hangs.
constexpr DWORD lockLimit = 2000; // milliseconds

class Handle {
public:
    Handle() = default;
    explicit Handle(HANDLE handle)
        : m_handle(handle)
    {
    }
    Handle(Handle &&other) noexcept
        : m_handle(std::exchange(other.m_handle, INVALID_HANDLE_VALUE))
    {
    }
    Handle &operator=(Handle &&other) noexcept
    {
        std::swap(m_handle, other.m_handle);
        return *this;
    }
    Handle(const Handle &) = delete;
    Handle &operator=(const Handle &) = delete;
    ~Handle() { close(); }

    void close()
    {
        if (isOpen())
            ::CloseHandle(std::exchange(m_handle, INVALID_HANDLE_VALUE));
    }
    bool isOpen() const { return m_handle != INVALID_HANDLE_VALUE; }
    HANDLE operator*() const { return m_handle; }

private:
    HANDLE m_handle = INVALID_HANDLE_VALUE;
};

// Where files are replaced; see the class of the same name for Unix.
class LockedDirectory {
public:
    explicit LockedDirectory(const QString &path)
        : m_mutex(::CreateMutexW(nullptr, FALSE, wide(nameFor(path))))
    {
    }
    LockedDirectory(const LockedDirectory &) = delete;
    LockedDirectory &operator=(const LockedDirectory &) = delete;
    ~LockedDirectory()
    {
        if (m_isLocked)
            ::ReleaseMutex(m_mutex);
        if (m_mutex)
            ::CloseHandle(m_mutex);
    }

    // An abandoned one is that of a process that was killed.
    bool lock()
    {
        if (m_isLocked || !m_mutex)
            return true;
        const DWORD waited = ::WaitForSingleObject(m_mutex, lockLimit);
        m_isLocked = waited == WAIT_OBJECT_0 || waited == WAIT_ABANDONED;
        return m_isLocked;
    }

private:
    static const wchar_t *wide(const QString &text)
    {
        return reinterpret_cast<const wchar_t *>(text.utf16());
    }
    static QString nameFor(const QString &path)
    {
        const QByteArray digest =
            QCryptographicHash::hash(path.toLower().toUtf8(), QCryptographicHash::Sha256);
        return u"Local\\signet-"_s + QString::fromLatin1(digest.toHex());
    }

    HANDLE m_mutex;
    bool m_isLocked = false;
};

// Owner, group and access list of an open file, as one block of the system.
class SecurityOf {
public:
    explicit SecurityOf(HANDLE file)
        : m_error(::GetSecurityInfo(file, SE_FILE_OBJECT,
                                    OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION
                                        | DACL_SECURITY_INFORMATION,
                                    &owner, &group, &accessList, nullptr, &m_block))
    {
    }
    SecurityOf(const SecurityOf &) = delete;
    SecurityOf &operator=(const SecurityOf &) = delete;
    ~SecurityOf() { ::LocalFree(m_block); }

    DWORD error() const { return m_error; }
    // Whether the directory's list is kept from it.
    bool isProtected() const
    {
        SECURITY_DESCRIPTOR_CONTROL control = 0;
        DWORD revision = 0;
        return ::GetSecurityDescriptorControl(m_block, &control, &revision) && (control & SE_DACL_PROTECTED);
    }

    PSID owner = nullptr;
    PSID group = nullptr;
    PACL accessList = nullptr;

private:
    PSECURITY_DESCRIPTOR m_block = nullptr;
    DWORD m_error;
};

const wchar_t *wide(const QString &text)
{
    return reinterpret_cast<const wchar_t *>(text.utf16());
}

QString reasonOf(DWORD error)
{
    return errorText(int(error));
}

Problem notWritable(const QString &path, const QString &reason)
{
    return Problem(finding::fileNotWritable, {{u"path"_s, path}, {u"reason"_s, reason}});
}

Problem changedMeanwhile(const QString &path)
{
    return Problem(finding::fileChangedMeanwhile, {{u"path"_s, path}});
}

Problem notReadable(const QString &path, DWORD error)
{
    return Problem(
        finding::fileNotReadable,
        {{u"path"_s, path}, {u"errno"_s, windowsErrorName(error)}, {u"reason"_s, reasonOf(error)}});
}

bool isMissing(DWORD error)
{
    return error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND;
}

bool isThere(const QString &path)
{
    return ::GetFileAttributesW(wide(path)) != INVALID_FILE_ATTRIBUTES;
}

// Shared with readers, and with ReplaceFileW, which renames; not with writers.
Handle openForReading(const QString &path)
{
    return Handle(::CreateFileW(wide(path), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr,
                                OPEN_EXISTING, FILE_FLAG_OPEN_NO_RECALL, nullptr));
}

// A link at this name is opened itself.
Handle openWithoutLink(const QString &path, DWORD share)
{
    return Handle(::CreateFileW(wide(path), GENERIC_READ, share, nullptr, OPEN_EXISTING,
                                FILE_FLAG_OPEN_REPARSE_POINT, nullptr));
}

bool isRegular(const BY_HANDLE_FILE_INFORMATION &facts)
{
    return (facts.dwFileAttributes & (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT)) == 0;
}

bool isSameFile(const BY_HANDLE_FILE_INFORMATION &a, const BY_HANDLE_FILE_INFORMATION &b)
{
    return a.dwVolumeSerialNumber == b.dwVolumeSerialNumber && a.nFileIndexHigh == b.nFileIndexHigh
        && a.nFileIndexLow == b.nFileIndexLow;
}

// Where links led to, with the prefix for long names; empty where the system does not tell.
QString finalPath(const Handle &file)
{
    constexpr DWORD kind = FILE_NAME_NORMALIZED | VOLUME_NAME_DOS;
    const DWORD size = ::GetFinalPathNameByHandleW(*file, nullptr, 0, kind);
    QString path(qsizetype(size), u'\0');
    const DWORD length =
        ::GetFinalPathNameByHandleW(*file, reinterpret_cast<wchar_t *>(path.data()), size, kind);
    return length == 0 || length >= size ? QString() : path.first(qsizetype(length));
}

// The whole content, or null; no more than the limit.
QByteArray contentOf(const Handle &file, qint64 limit)
{
    LARGE_INTEGER size = {};
    if (!::GetFileSizeEx(*file, &size) || size.QuadPart > limit
        || !::SetFilePointerEx(*file, {}, nullptr, FILE_BEGIN))
        return {};
    QByteArray content(size.QuadPart, '\0');
    qsizetype done = 0;
    while (done < content.size()) {
        const DWORD part = DWORD(std::min<qsizetype>(content.size() - done, 1 << 24));
        DWORD read = 0;
        if (!::ReadFile(*file, content.data() + done, part, &read, nullptr) || read == 0)
            return {};
        done += read;
    }
    return content;
}

bool holds(const Handle &file, const QByteArray &content)
{
    const QByteArray found = contentOf(file, content.size());
    return !found.isNull() && found == content;
}

// Without the prefix that switches the rules of old path names off, and with the separators of every path
// that is not for the system.
QString innerPathOf(const QString &path)
{
    if (path.startsWith(u"\\\\?\\UNC\\"_s))
        return QDir::fromNativeSeparators(u"\\\\"_s + path.sliced(8));
    return QDir::fromNativeSeparators(path.startsWith(u"\\\\?\\"_s) ? path.sliced(4) : path);
}

QString accountName(PSID account)
{
    std::array<wchar_t, 256> name;
    std::array<wchar_t, 256> domain;
    DWORD nameSize = DWORD(name.size());
    DWORD domainSize = DWORD(domain.size());
    SID_NAME_USE use = SidTypeUnknown;
    if (::LookupAccountSidW(nullptr, account, name.data(), &nameSize, domain.data(), &domainSize, &use))
        return QString::fromWCharArray(name.data());
    wchar_t *text = nullptr;
    if (!::ConvertSidToStringSidW(account, &text))
        return {};
    const QString id = QString::fromWCharArray(text);
    ::LocalFree(text);
    return id;
}

// 0, or the error. Should nothing have the name afterwards, the old version gets it back.
DWORD exchange(const QString &name, const QString &replacement, const QString &displaced)
{
    if (::ReplaceFileW(wide(name), wide(replacement), wide(displaced), 0, nullptr, nullptr))
        return 0;
    const DWORD error = ::GetLastError();
    if (error == ERROR_UNABLE_TO_MOVE_REPLACEMENT_2)
        ::MoveFileExW(wide(displaced), wide(name), MOVEFILE_WRITE_THROUGH);
    return error;
}

} // namespace

class WindowsReplacingFile final : public ReplacingFile {
public:
    explicit WindowsReplacingFile(const FileReplacement &wanted)
        : m_wanted(wanted)
    {
    }
    ~WindowsReplacingFile() override { takeAway(); }
    Q_DISABLE_COPY_MOVE(WindowsReplacingFile)

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
    bool holdsExpected() const { return m_wanted.now != Now::Expected || holds(m_file, m_wanted.expected); }
    void takeTarget(const QString &target, const Opened &others);
    Result<Done> clearLeftover(const QString &leftover);
    Result<Done> keepBackup();
    // A backup for the owner differs in its rights from the file.
    enum class Rights { OfFile, OfOwner };
    Result<Done> writeScratch(const QByteArray &content, Rights rights);
    Result<Done> carryOwnerAndRights(const Handle &to, Rights rights) const;
    void takeAway();
    Problem notRestored(const QString &reason) const;

    FileReplacement m_wanted;
    QString m_target; // with the prefix for long names
    QString m_directory; // ends in the separator
    QString m_name;
    QString m_scratch;
    QString m_displaced;
    QString m_backup;
    std::shared_ptr<LockedDirectory> m_lock;
    Handle m_file;
    BY_HANDLE_FILE_INFORMATION m_before = {};
    bool m_isNew = false; // nothing had the name
    bool m_hasScratch = false;
    bool m_backupIsOurs = false;
    bool m_isSwapped = false;
};

Result<std::unique_ptr<ReplacingFile>> ReplacingFile::open(const FileReplacement &wanted,
                                                           const Opened &others)
{
    auto file = std::make_unique<WindowsReplacingFile>(wanted);
    if (const auto opened = file->openTarget(others); !opened)
        return opened.problem();
    return std::unique_ptr<ReplacingFile>(std::move(file));
}

void WindowsReplacingFile::takeTarget(const QString &target, const Opened &others)
{
    m_target = target;
    const qsizetype split = m_target.lastIndexOf(u'\\') + 1;
    m_directory = m_target.first(split);
    m_name = m_target.sliced(split);
    m_scratch = m_directory + scratchName(m_name);
    m_displaced = m_scratch + u".old"_s;
    for (const auto &other : others) {
        const auto &file = static_cast<const WindowsReplacingFile &>(*other);
        if (file.m_directory == m_directory)
            m_lock = file.m_lock;
    }
    if (!m_lock)
        m_lock = std::make_shared<LockedDirectory>(innerPathOf(m_directory));
}

Result<Done> WindowsReplacingFile::openTarget(const Opened &others)
{
    const QString &path = m_wanted.path;
    const QString native = extendedPath(QFileInfo(path).absoluteFilePath());
    const DWORD attributes = ::GetFileAttributesW(wide(native));
    if (attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY))
        return Problem(
            finding::fileNotRegular,
            {{u"path"_s, path}, {u"what"_s, reasonText(QT_TRANSLATE_NOOP("Reason", "a directory"))}});
    if (attributes == INVALID_FILE_ATTRIBUTES && isMissing(::GetLastError())) {
        // A run that was killed between the two renames of ReplaceFileW.
        const qsizetype split = native.lastIndexOf(u'\\') + 1;
        const QString displaced = native.first(split) + scratchName(native.sliced(split)) + u".old"_s;
        ::MoveFileExW(wide(displaced), wide(native), MOVEFILE_WRITE_THROUGH);
    }

    m_file = openForReading(native);
    if (!m_file.isOpen()) {
        const DWORD error = ::GetLastError();
        if (isMissing(error) && m_wanted.now != Now::Expected) {
            const QFileInfo info(path);
            if (!QFileInfo(info.absolutePath()).isDir())
                return Problem(finding::directoryMissing, {{u"path"_s, info.absolutePath()}});
            m_isNew = true;
            takeTarget(native, others);
            return Done{};
        }
        if (isMissing(error))
            return changedMeanwhile(path);
        if (error == ERROR_SHARING_VIOLATION)
            return notWritable(path, reasonOf(error));
        return notReadable(path, error);
    }
    if (::GetFileType(*m_file) != FILE_TYPE_DISK)
        return Problem(finding::fileNotRegular,
                       {{u"path"_s, path}, {u"what"_s, reasonText(QT_TRANSLATE_NOOP("Reason", "a device"))}});
    if (!::GetFileInformationByHandle(*m_file, &m_before))
        return notReadable(path, ::GetLastError());

    const QString target = finalPath(m_file);
    // Some drives, such as those in memory, cannot tell it. Then only a link has another name than the given
    // one.
    if (target.isEmpty() && (attributes & FILE_ATTRIBUTE_REPARSE_POINT))
        return notReadable(path, ::GetLastError());
    takeTarget(target.isEmpty() ? native : target, others);
    return m_wanted.now == Now::Missing ? changedMeanwhile(path) : Result<Done>(Done{});
}

bool WindowsReplacingFile::isSameFileAs(const ReplacingFile &other) const
{
    const auto &file = static_cast<const WindowsReplacingFile &>(other);
    if (m_isNew || file.m_isNew)
        return m_target.compare(file.m_target, Qt::CaseInsensitive) == 0;
    return isSameFile(m_before, file.m_before);
}

Result<Done> WindowsReplacingFile::check()
{
    const QString &path = m_wanted.path;
    if (!m_lock->lock())
        return Problem(
            finding::fileNotWritable,
            {{u"path"_s, path},
             {u"errno"_s, u"EWOULDBLOCK"_s},
             {u"reason"_s, reasonText(QT_TRANSLATE_NOOP("Reason", "another program has locked it"))}});
    if (m_isNew)
        return Done{};
    if (m_before.nNumberOfLinks > 1)
        return Problem(finding::fileHardLinked,
                       {{u"path"_s, path}, {u"links"_s, qint64(m_before.nNumberOfLinks)}});
    if (m_before.dwFileAttributes & FILE_ATTRIBUTE_READONLY)
        return notWritable(path, reasonText(QT_TRANSLATE_NOOP("Reason", "it is read-only")));
    if (!holdsExpected())
        return changedMeanwhile(path);
    return Done{};
}

Result<Done> WindowsReplacingFile::write()
{
    if (isNothingToDo())
        return Done{};
    for (const QString &leftover : {m_scratch, m_displaced}) {
        if (const auto cleared = clearLeftover(leftover); !cleared)
            return cleared.problem();
    }
    if (!m_isNew && m_wanted.backup != Backup::None) {
        if (const auto kept = keepBackup(); !kept)
            return kept.problem();
    }
    return writeScratch(m_wanted.content, Rights::OfFile);
}

// As on Unix: removed if it is incomplete or also exists elsewhere, otherwise kept as a backup.
Result<Done> WindowsReplacingFile::clearLeftover(const QString &leftover)
{
    if (!isThere(leftover))
        return Done{};
    const Problem inTheWay = notWritable(m_wanted.path, reasonText(reasons::inTheWay, innerPathOf(leftover)));
    // Not shared: a run that is still alive has it open.
    Handle file = openWithoutLink(leftover, 0);
    BY_HANDLE_FILE_INFORMATION facts = {};
    if (!file.isOpen() || !::GetFileInformationByHandle(*file, &facts) || !isRegular(facts))
        return inTheWay;
    bool isKnown = (facts.dwFileAttributes & incompleteMark) != 0 || m_isNew
        || m_wanted.backup == Backup::None || holds(file, m_wanted.content) || holds(file, m_wanted.expected);
    for (int number = 0; !isKnown && number < backupLimit; ++number) {
        const QString name = m_directory + backupName(m_name, number);
        if (!isThere(name)) {
            file.close();
            if (!::MoveFileExW(wide(leftover), wide(name), MOVEFILE_WRITE_THROUGH))
                return inTheWay;
            return Done{};
        }
        const Handle backup = openWithoutLink(name, FILE_SHARE_READ);
        LARGE_INTEGER size = {};
        if (!backup.isOpen() || !::GetFileSizeEx(*backup, &size))
            continue;
        const QByteArray content = contentOf(backup, size.QuadPart);
        isKnown = !content.isNull() && holds(file, content);
    }
    file.close();
    if (!isKnown || !::DeleteFileW(wide(leftover)))
        return inTheWay;
    return Done{};
}

Result<Done> WindowsReplacingFile::keepBackup()
{
    for (int number = 0; number < backupLimit; ++number) {
        m_backup = m_directory + backupName(m_name, number);
        if (isThere(m_backup)) {
            const Handle backup = openWithoutLink(m_backup, FILE_SHARE_READ);
            BY_HANDLE_FILE_INFORMATION facts = {};
            if (backup.isOpen() && ::GetFileInformationByHandle(*backup, &facts) && isRegular(facts)
                && holds(backup, m_wanted.expected))
                return Done{};
            continue;
        }
        const Rights rights = m_wanted.backup == Backup::KeptForOwner ? Rights::OfOwner : Rights::OfFile;
        if (const auto written = writeScratch(m_wanted.expected, rights); !written)
            return written.problem();
        // Never over one that has appeared meanwhile.
        if (!::MoveFileExW(wide(m_scratch), wide(m_backup), MOVEFILE_WRITE_THROUGH))
            return notWritable(m_wanted.path, reasonOf(::GetLastError()));
        m_hasScratch = false;
        m_backupIsOurs = true;
        return Done{};
    }
    return notWritable(m_wanted.path, reasonText(reasons::manyBackups, backupLimit));
}

Result<Done> WindowsReplacingFile::writeScratch(const QByteArray &content, Rights rights)
{
    const QString &path = m_wanted.path;
    const Handle file(::CreateFileW(wide(m_scratch),
                                    GENERIC_READ | GENERIC_WRITE | READ_CONTROL | WRITE_DAC | WRITE_OWNER, 0,
                                    nullptr, CREATE_NEW, incompleteMark, nullptr));
    if (!file.isOpen()) {
        const DWORD error = ::GetLastError();
        if (error == ERROR_ACCESS_DENIED || error == ERROR_WRITE_PROTECT)
            return Problem(finding::directoryNotWritable,
                           {{u"path"_s, innerPathOf(m_directory)}, {u"reason"_s, reasonOf(error)}});
        return notWritable(path, reasonOf(error));
    }
    m_hasScratch = true;
    // Before there is anything to read in it.
    if (const auto carried = carryOwnerAndRights(file, rights); !carried)
        return carried.problem();
    qsizetype done = 0;
    while (done < content.size()) {
        const DWORD part = DWORD(std::min<qsizetype>(content.size() - done, 1 << 24));
        DWORD written = 0;
        if (!::WriteFile(*file, content.constData() + done, part, &written, nullptr))
            return notWritable(path, reasonOf(::GetLastError()));
        done += written;
    }
    FILE_BASIC_INFO complete = {};
    complete.FileAttributes = FILE_ATTRIBUTE_NORMAL;
    if (!::SetFileInformationByHandle(*file, FileBasicInfo, &complete, sizeof complete)
        || !::FlushFileBuffers(*file))
        return notWritable(path, reasonOf(::GetLastError()));
    return Done{};
}

Result<Done> WindowsReplacingFile::carryOwnerAndRights(const Handle &to, Rights rights) const
{
    // A new file has what its directory hands down.
    if (m_isNew)
        return Done{};
    const SecurityOf wanted(*m_file);
    const SecurityOf given(*to);
    const auto notKept = [this](DWORD error) {
        return Problem(finding::fileAttributesNotKept,
                       {{u"path"_s, m_wanted.path}, {u"reason"_s, reasonOf(error)}});
    };
    if (wanted.error() != ERROR_SUCCESS || given.error() != ERROR_SUCCESS)
        return notKept(wanted.error() != ERROR_SUCCESS ? wanted.error() : given.error());
    const bool isSameOwner = ::EqualSid(wanted.owner, given.owner) && ::EqualSid(wanted.group, given.group);
    if (!isSameOwner
        && ::SetSecurityInfo(*to, SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION,
                             wanted.owner, wanted.group, nullptr, nullptr)
            != ERROR_SUCCESS)
        return Problem(finding::fileOwnerForeign,
                       {{u"path"_s, m_wanted.path},
                        {u"owner"_s, accountName(wanted.owner) + u':' + accountName(wanted.group)},
                        {u"user"_s, accountName(given.owner)}});
    if (rights == Rights::OfOwner) {
        EXPLICIT_ACCESSW access = {};
        access.grfAccessPermissions = GENERIC_ALL;
        access.grfAccessMode = SET_ACCESS;
        access.grfInheritance = NO_INHERITANCE;
        access.Trustee.TrusteeForm = TRUSTEE_IS_SID;
        access.Trustee.ptstrName = static_cast<LPWSTR>(wanted.owner);
        PACL ownerOnly = nullptr;
        DWORD failed = ::SetEntriesInAclW(1, &access, nullptr, &ownerOnly);
        if (failed == ERROR_SUCCESS)
            failed = ::SetSecurityInfo(*to, SE_FILE_OBJECT,
                                       DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION,
                                       nullptr, nullptr, ownerOnly, nullptr);
        ::LocalFree(ownerOnly);
        return failed == ERROR_SUCCESS ? Result<Done>(Done{}) : notKept(failed);
    }
    const DWORD inheritance =
        wanted.isProtected() ? PROTECTED_DACL_SECURITY_INFORMATION : UNPROTECTED_DACL_SECURITY_INFORMATION;
    const DWORD error = ::SetSecurityInfo(*to, SE_FILE_OBJECT, DACL_SECURITY_INFORMATION | inheritance,
                                          nullptr, nullptr, wanted.accessList, nullptr);
    if (error != ERROR_SUCCESS)
        return notKept(error);
    return Done{};
}

Result<Done> WindowsReplacingFile::swap()
{
    if (m_isNew) {
        if (!::MoveFileExW(wide(m_scratch), wide(m_target), MOVEFILE_WRITE_THROUGH)) {
            const DWORD error = ::GetLastError();
            return error == ERROR_ALREADY_EXISTS || error == ERROR_FILE_EXISTS
                ? changedMeanwhile(m_wanted.path)
                : notWritable(m_wanted.path, reasonOf(error));
        }
        m_hasScratch = false;
        m_isSwapped = true;
        return Done{};
    }
    // The file itself cannot have changed while it is open here. It can have been renamed, or a link
    // redirected.
    const Handle again = openForReading(extendedPath(QFileInfo(m_wanted.path).absoluteFilePath()));
    BY_HANDLE_FILE_INFORMATION now = {};
    if (!again.isOpen() || !::GetFileInformationByHandle(*again, &now) || !isSameFile(now, m_before)
        || now.nNumberOfLinks != 1 || !holdsExpected())
        return changedMeanwhile(m_wanted.path);
    if (isNothingToDo())
        return Done{};
    if (const DWORD error = exchange(m_target, m_scratch, m_displaced); error != 0) {
        if (!isThere(m_target))
            return notRestored(reasonOf(error));
        return notWritable(m_wanted.path, reasonOf(error));
    }
    m_hasScratch = false;
    m_isSwapped = true;
    return Done{};
}

Result<Done> WindowsReplacingFile::swapBack(const QString &reason)
{
    if (!m_isSwapped)
        return Done{};
    // Changes that someone made to the new version are kept.
    bool isOurs = false;
    {
        const Handle current = openForReading(m_target);
        isOurs = current.isOpen() && holds(current, m_wanted.content);
    }
    if (isOurs && m_isNew) {
        if (!::DeleteFileW(wide(m_target)))
            return notRestored(reason);
        m_isSwapped = false;
        return Done{};
    }
    if (!isOurs || exchange(m_target, m_displaced, m_scratch) != 0)
        return notRestored(reason);
    m_isSwapped = false;
    m_hasScratch = true;
    return Done{};
}

Problem WindowsReplacingFile::notRestored(const QString &reason) const
{
    // Without a backup, the old version is where the exchange put it.
    return Problem(finding::fileNotRestored,
                   {{u"path"_s, m_wanted.path},
                    {u"reason"_s, reason},
                    {u"backup"_s, innerPathOf(m_backup.isEmpty() ? m_displaced : m_backup)}});
}

Replaced WindowsReplacingFile::finish()
{
    Replaced replaced{m_wanted.path, innerPathOf(m_target), {}};
    if (!m_isSwapped)
        return replaced;
    m_file.close();
    if (!m_isNew)
        ::DeleteFileW(wide(m_displaced));
    m_isSwapped = false;
    m_backupIsOurs = false;
    replaced.backup = innerPathOf(m_backup);
    return replaced;
}

void WindowsReplacingFile::takeAway()
{
    // Without its name the file lives in the backup alone.
    if (m_isSwapped || m_target.isEmpty() || (!m_isNew && !isThere(m_target)))
        return;
    if (m_hasScratch)
        ::DeleteFileW(wide(m_scratch));
    if (m_backupIsOurs)
        ::DeleteFileW(wide(m_backup));
}

} // namespace signet
