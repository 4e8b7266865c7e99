#include "core/host/realhost.h"

#include "core/host/childprocess.h"
#include "core/host/regularfile.h"
#include "core/host/replacingfile.h"
#include "core/host/systemerror.h"
#include "core/result/reason.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTimer>

#include <QCoroTimer>

#ifdef Q_OS_UNIX
#include <grp.h>
#include <pwd.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 commandOutputLimit = 4 * 1024 * 1024;
// A killed process is gone at once, unless the kernel holds it in a call that does not return.
constexpr auto killLimit = std::chrono::seconds(5);

Platform thisPlatform()
{
#if defined(Q_OS_WIN)
    return Platform::Windows;
#elif defined(Q_OS_MACOS)
    return Platform::MacOs;
#else
    return Platform::Linux;
#endif
}

Problem notReadable(const QString &path, const QString &name, const QString &reason)
{
    return Problem(finding::fileNotReadable, {{u"path"_s, path}, {u"errno"_s, name}, {u"reason"_s, reason}});
}

Problem notWritable(const QString &path, const QString &reason)
{
    return Problem(finding::fileNotWritable, {{u"path"_s, path}, {u"reason"_s, reason}});
}

} // namespace

RealHost::RealHost()
{
    platform = thisPlatform();
    const QProcessEnvironment system = QProcessEnvironment::systemEnvironment();
    QMap<QString, QString> variables;
    const QStringList names = system.keys();
    for (const QString &name : names)
        variables.insert(name, system.value(name));
    environment = Environment(variables, platform);
#ifdef Q_OS_UNIX
    if (const passwd *entry = ::getpwuid(::geteuid()))
        userName = QString::fromLocal8Bit(entry->pw_name);
    QList<gid_t> ids(::getgroups(0, nullptr));
    const int count = ids.isEmpty() ? 0 : ::getgroups(int(ids.size()), ids.data());
    for (int i = 0; i < count; ++i) {
        if (const group *entry = ::getgrgid(ids.at(i)))
            userGroups.append(QString::fromLocal8Bit(entry->gr_name));
    }
#else
    userName = environment.value(u"USERNAME"_s);
#endif
}

std::chrono::sys_seconds RealHost::now() const
{
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

FileFacts RealHost::stat(const QString &path) const
{
    const QFileInfo info(path);
    FileFacts facts;
    // Not isSymLink(): on Windows that is also true of a shortcut, which no program but the desktop follows.
    if (info.isSymbolicLink() || info.isJunction()) {
        facts.kind = FileFacts::Kind::Symlink;
        facts.linkTarget = info.isJunction() ? info.junctionTarget() : info.symLinkTarget();
    } else if (!info.exists()) {
        facts.kind = FileFacts::Kind::Missing;
    } else if (info.isDir()) {
        facts.kind = FileFacts::Kind::Directory;
    } else if (info.isFile()) {
        facts.kind = FileFacts::Kind::File;
        facts.size = info.size();
    } else {
        facts.kind = FileFacts::Kind::Other;
    }
    return facts;
}

Result<QByteArray> RealHost::readFile(const QString &path, qint64 limit, Links links) const
{
    QFile file(path);
    if (const auto opened = openRegularFile(path, links, &file); !opened)
        return opened.problem();
    // Reading one byte more than allowed detects a file that is too large, even one that grows, or does not
    // report its size.
    QByteArray content = file.size() > limit ? QByteArray() : file.read(limit + 1);
    if (file.size() > limit)
        return notReadable(path, u"EFBIG"_s, reasonText(reasons::largerThan, limit));
    if (content.size() > limit)
        return notReadable(path, u"EFBIG"_s, reasonText(reasons::largerThan, limit));
    if (file.error() != QFileDevice::NoError)
        return notReadable(path, u"EIO"_s, withoutFullStop(file.errorString()));
    return content;
}

Result<QStringList> RealHost::entries(const QString &directory) const
{
    return namesIn(directory);
}

Result<Done> RealHost::makeDirectory(const QString &path)
{
    if (QFileInfo(path).isDir())
        return Done{};
    const QString parent = QFileInfo(path).absolutePath();
    if (parent != path) {
        if (const auto made = makeDirectory(parent); !made)
            return made;
    }
    constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner;
    // Another run can have been faster.
    if (!QDir().mkdir(path, ownerOnly) && !QFileInfo(path).isDir())
        return Problem(finding::directoryNotWritable, {{u"path"_s, path}, {u"reason"_s, errorText()}});
    return Done{};
}

Result<QList<Replaced>> RealHost::replaceFiles(const QList<FileReplacement> &files, const StillTrue &isStill)
{
    ReplacingFile::Opened opened;
    for (const FileReplacement &wanted : files) {
        auto file = ReplacingFile::open(wanted, opened);
        if (!file)
            return file.problem();
        for (const auto &other : opened) {
            if ((*file)->isSameFileAs(*other))
                return notWritable(wanted.path,
                                   reasonText(QT_TRANSLATE_NOOP("Reason", "the same file is listed twice")));
        }
        if (const auto checked = (*file)->check(); !checked)
            return checked.problem();
        opened.push_back(std::move(*file));
    }
    // The locks are held by now.
    if (isStill) {
        if (const auto still = isStill(); !still)
            return still.problem();
    }
    for (const auto &file : opened) {
        if (const auto written = file->write(); !written)
            return written.problem();
    }
    for (auto file = opened.begin(); file != opened.end(); ++file) {
        const auto swapped = (*file)->swap();
        if (swapped)
            continue;
        // The newest first. One that cannot go back must not keep the others from it, and says more than
        // what started it.
        Problem problem = swapped.problem();
        const QString reason = problem.evidence["path"_L1].toString();
        while (file != opened.begin()) {
            --file;
            if (const auto back = (*file)->swapBack(reasonText(reasons::notReplaced, reason)); !back)
                problem = back.problem();
        }
        return problem;
    }
    QList<Replaced> replaced;
    for (const auto &file : opened)
        replaced.append(file->finish());
    return replaced;
}

Result<std::shared_ptr<QIODevice>> RealHost::openForAppend(const QString &path)
{
    auto file = std::make_shared<QFile>(path);
    if (const auto opened = openForAppending(path, file.get()); !opened)
        return opened.problem();
    return std::shared_ptr<QIODevice>(std::move(file));
}

QCoro::Task<Result<QByteArray>> RealHost::readStandardInput(InputEnd end, qint64 limit, std::stop_token stop)
{
    return readInput(end, limit, std::move(stop));
}

QCoro::Task<bool> RealHost::wait(std::chrono::milliseconds duration, std::stop_token stop)
{
    if (stop.stop_requested())
        co_return false;
    QTimer timer;
    timer.setSingleShot(true);
    timer.setTimerType(Qt::PreciseTimer);
    timer.setInterval(duration);
    // Stopping shortens the wait instead of ending it from outside: the timer stays alive and fires.
    const std::stop_callback onStop(stop, [&timer] { timer.start(0); });
    timer.start();
    co_await timer;
    co_return !stop.stop_requested();
}

QCoro::Task<CommandOutcome> RealHost::run(QString program, QStringList arguments,
                                          std::chrono::milliseconds limit, std::stop_token stop)
{
    CommandOutcome outcome;
    if (stop.stop_requested()) {
        outcome.end = CommandOutcome::End::Stopped;
        co_return outcome;
    }
    QProcess process;
    process.setProgram(program);
    process.setArguments(arguments);
    process.setStandardInputFile(QProcess::nullDevice());
    keepFromTerminal(&process);
    // One timer for every end: the limit, the program's own end, and a program that cannot be started,
    // which never finishes.
    QTimer ended;
    ended.setSingleShot(true);
    QObject::connect(&process, &QProcess::finished, &ended, [&ended] { ended.start(0); });
    QObject::connect(&process, &QProcess::errorOccurred, &ended, [&ended](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            ended.start(0);
    });
    const std::stop_callback onStop(stop, [&process] { process.kill(); });
    ended.start(limit);
    process.start(QIODevice::ReadOnly);
    co_await ended;
    if (process.error() == QProcess::FailedToStart) {
        outcome.end = CommandOutcome::End::NotFound;
        co_return outcome;
    }
    const bool timedOut = process.state() != QProcess::NotRunning;
    if (timedOut) {
        process.kill();
        ended.start(killLimit);
        co_await ended;
    }

    outcome.standardOutput = process.readAllStandardOutput().left(commandOutputLimit);
    outcome.standardError = process.readAllStandardError().left(commandOutputLimit);
    outcome.exitCode = process.exitCode();
    if (stop.stop_requested())
        outcome.end = CommandOutcome::End::Stopped;
    else if (timedOut)
        outcome.end = CommandOutcome::End::TimedOut;
    else if (process.exitStatus() == QProcess::CrashExit)
        outcome.end = CommandOutcome::End::Crashed;
    co_return outcome;
}

} // namespace signet
