#pragma once

#include "core/host/environment.h"
#include "core/host/filereplacement.h"
#include "core/host/hostimage.h"
#include "core/host/standardinput.h"
#include "core/result/result.h"

#include <QByteArray>
#include <QIODevice>
#include <QList>
#include <QString>
#include <QStringList>

#include <QCoroTask>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace signet {

struct FileFacts {
    enum class Kind { Missing, File, Directory, Symlink, Other, Unknown };
    Kind kind = Kind::Missing;
    qint64 size = 0; // bytes; File only
    QString linkTarget; // Symlink only, as written
    QString errorName; // why it is Unknown: "EACCES" ...
};

struct CommandOutcome {
    enum class End { Exited, NotFound, TimedOut, Stopped, Crashed };
    End end = End::Exited;
    int exitCode = 0;
    QByteArray standardOutput;
    QByteArray standardError;
};

// Whether what a change is based on is still so.
using StillTrue = std::function<Result<Done>()>;

// What to do where the path of a file is a symbolic link.
enum class Links { Followed, Refused };

// What this process can see of its machine: environment, files, clock, user, other programs. No other room
// reads the real ones, so a scenario, a test vector, or a test can supply its own machine. A handle: copies
// are cheap and refer to the same machine.
class Host {
public:
    static Host real();
    static Host from(HostImage image);

    Platform platform() const;
    const Environment &environment() const;
    QString userName() const;
    QStringList userGroups() const;
    // Whether this machine is given as data; if so, nothing real may be touched.
    bool isImage() const;

    // Wall clock in whole seconds of Unix time, as the identity endpoints count.
    std::chrono::sys_seconds now() const;
    // For durations: never goes back, unrelated to the wall clock.
    std::chrono::nanoseconds monotonic() const;
    // Waits. Returns true if the whole time passed, false if it was stopped earlier. An image does not wait;
    // its clock is set forward instead.
    QCoro::Task<bool> wait(std::chrono::milliseconds duration, std::stop_token stop) const;

    FileFacts stat(const QString &path) const;
    // The whole file. Fails with finding file-not-readable, evidence {path, reason, errno}; a file
    // larger than the limit (bytes) fails with errno EFBIG.
    //
    // Only a regular file is read: a directory fails with EISDIR, and a pipe, a socket or a device with
    // ENXIO, at once and without waiting for its other end. The file is opened once and checked through that
    // handle, so nothing else can be put there in between.
    //
    // With Links::Refused the path itself must name the file: a link fails with ELOOP. Meant for paths that
    // come from someone else. Folders on the way can be links. Tested on Linux, and for Windows under
    // Wine.
    Result<QByteArray> readFile(const QString &path, qint64 limit, Links links = Links::Followed) const;
    // Names (not paths) in a directory, sorted, without "." and "..". A name that is not UTF-8 is listed with
    // U+FFFD in place of what cannot be decoded; reading such a file fails with errno EILSEQ.
    // Fails with directory-missing or file-not-readable, evidence {path, reason, errno}.
    Result<QStringList> entries(const QString &directory) const;
    // One file as replaceFiles() does it, without a backup: whatever it holds, or where there is none.
    Result<Done> writeFile(const QString &path, const QByteArray &content) const;
    // The same, if the file still holds what was expected (nothing: there is no file), so that two programs
    // do not lose each other's change. Also fails with file-changed-meanwhile.
    Result<Done> updateFile(const QString &path, const QByteArray &content,
                            const std::optional<QByteArray> &expected) const;
    // The one way in which files are written. Gives files new content, all of them or none. Each is checked
    // and written next to the old one, with a backup, before the first is replaced; if one cannot be
    // replaced, the earlier ones are restored. Every error of the system is heard: what is reported as
    // written is on the disk.
    //
    // Guaranteed for each file, on a file system that honors rename and flush:
    // - It is the old one or the new one at every moment, also on a full disk, after a kill and after a
    //   power cut. Killed between two files, some are new and the others old; every backup is there.
    // - A symbolic link stays, and what it leads to is replaced. Mode, owner, group, access list and
    //   extended attributes stay. Times, and flags such as those of chattr, do not.
    // - The backup is on the disk before the file is replaced, with the same content, mode and owner
    //   (Backup::KeptForOwner: mode 0600). One that is there already with the same content is used again;
    //   none is ever overwritten or removed.
    // - What somebody else saves until the very moment of the exchange is kept: where the system can
    //   exchange two names at once (Linux, macOS), what was displaced is compared again and put back if it
    //   is not what was expected. On a file system without that, a change in the microseconds between the
    //   comparison and the rename is lost. A program that still writes into the old file through a handle
    //   it opened before writes into what is gone, as with every editor that renames.
    // - Two runs never write in the same directory at once: it is locked, as each file is, with a lock of the
    //   system that ends with the process and needs no file. A run waits for it for up to two seconds. On a
    //   file system without locks the comparison and the exchange alone keep two runs apart.
    // - A failure leaves nothing behind. A kill can leave one scratch file for each, .NAME.signet-new, which
    //   Terraform does not read. The next run takes it away when no run has it locked, it is a regular file
    //   of this user or of the file's owner, and it is incomplete, its content is somewhere else, too, or the
    //   file has no backups; otherwise it becomes a backup.
    //
    // Tested on Linux, and for Windows under Wine; the code for macOS follows its documentation and was never
    // run. replacingfile_windows.cpp lists how Windows differs, and what Wine cannot show.
    //
    // The evidence is {path} and the keys listed here. None of these changed anything:
    //   file-changed-meanwhile     it is not what was expected, or gone
    //   file-hard-linked           links: how many names it has; the others would keep the old content
    //   file-owner-foreign         owner "name:group", user: the new one could not be given to them
    //   file-attributes-not-kept   what: name of the attribute, reason
    //   file-not-regular           what: "a directory"
    //   file-not-readable          errno, reason
    //   file-not-writable          reason: read-only, full disk, locked by another run, listed twice ...;
    //                              errno where another run has it (isBusy())
    //   directory-missing          path of the directory that a new file would be in
    //   directory-not-writable     path of the directory, reason
    // This one means that a file is new and could not be restored, which takes two failures in a row:
    //   file-not-restored          reason, backup
    //
    // With isStill, it is also asked once no other run of this program can write in these directories, and
    // its problem is returned before anything is written: for a change that depends on other files, too.
    Result<QList<Replaced>> replaceFiles(const QList<FileReplacement> &files,
                                         const StillTrue &isStill = {}) const;
    // Creates the directory and its parents, for this user only (mode 0700) on systems with modes. Does
    // nothing if it exists. Fails with directory-not-writable, evidence {path, reason}.
    Result<Done> makeDirectory(const QString &path) const;
    // A file that grows while the program runs: a log. Created if it does not exist; nothing is buffered.
    // Fails with file-not-writable, evidence {path, reason}.
    Result<std::shared_ptr<QIODevice>> openForAppend(const QString &path) const;
    // Everything on standard input, or the line that a person types, at most limit bytes. Fails with
    // file-not-readable and run-stopped.
    QCoro::Task<Result<QByteArray>> readStandardInput(InputEnd end, qint64 limit, std::stop_token stop) const;

    // Runs a program (found on PATH unless absolute) without a shell, without standard input, and with a time
    // limit; output beyond 4 MiB is cut.
    QCoro::Task<CommandOutcome> run(QString program, QStringList arguments, std::chrono::milliseconds limit,
                                    std::stop_token stop) const;

    class Backend;

private:
    explicit Host(std::shared_ptr<Backend> backend);
    std::shared_ptr<Backend> m_backend;
};

// What Host asks of a machine; one for the real, one for an image.
class Host::Backend {
public:
    virtual ~Backend() = default;
    virtual bool isImage() const = 0;
    virtual std::chrono::sys_seconds now() const = 0;
    virtual FileFacts stat(const QString &path) const = 0;
    virtual Result<QByteArray> readFile(const QString &path, qint64 limit, Links links) const = 0;
    virtual Result<QStringList> entries(const QString &directory) const = 0;
    virtual Result<QList<Replaced>> replaceFiles(const QList<FileReplacement> &files,
                                                 const StillTrue &isStill) = 0;
    virtual Result<Done> makeDirectory(const QString &path) = 0;
    virtual Result<std::shared_ptr<QIODevice>> openForAppend(const QString &path) = 0;
    virtual QCoro::Task<Result<QByteArray>> readStandardInput(InputEnd end, qint64 limit,
                                                              std::stop_token stop) = 0;
    virtual QCoro::Task<bool> wait(std::chrono::milliseconds duration, std::stop_token stop) = 0;
    virtual QCoro::Task<CommandOutcome> run(QString program, QStringList arguments,
                                            std::chrono::milliseconds limit, std::stop_token stop) = 0;

    Platform platform = Platform::Linux;
    Environment environment;
    QString userName;
    QStringList userGroups;
};

} // namespace signet
