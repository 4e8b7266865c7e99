#include "core/host/imagehost.h"

#include "core/result/reason.h"

#include <QSet>

#include <algorithm>
#include <limits>
#include <utility>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int linkLimit = 8;

Problem notReadable(const QString &path, const QString &errorName, const QString &reason)
{
    return Problem(finding::fileNotReadable,
                   {{u"path"_s, path}, {u"errno"_s, errorName}, {u"reason"_s, reason}});
}

Problem notWritable(const QString &path, const QString &reason)
{
    return Problem(finding::fileNotWritable, {{u"path"_s, path}, {u"reason"_s, reason}});
}

} // namespace

ImageHost::ImageHost(HostImage image)
    : m_image(std::move(image))
{
    platform = m_image.platform;
    environment = Environment(m_image.env, m_image.platform);
    userName = m_image.userName;
    userGroups = m_image.userGroups;
}

std::chrono::sys_seconds ImageHost::now() const
{
    const auto waited = std::chrono::duration_cast<std::chrono::seconds>(m_waited);
    if (m_image.clock)
        return std::chrono::sys_seconds(std::chrono::seconds(*m_image.clock)) + waited;
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + waited;
}

FileFacts ImageHost::stat(const QString &path) const
{
    FileFacts facts;
    const auto found = m_image.files.constFind(path);
    if (found == m_image.files.constEnd()) {
        // The parent directories of a file in the image also exist.
        const QString prefix = path.endsWith(u'/') ? path : path + u'/';
        const auto inside = m_image.files.lowerBound(prefix);
        if (inside != m_image.files.constEnd() && inside.key().startsWith(prefix))
            facts.kind = FileFacts::Kind::Directory;
        return facts;
    }
    switch (found->kind) {
    case FileImage::Kind::Text:
        facts.kind = FileFacts::Kind::File;
        facts.size = found->text.size();
        break;
    case FileImage::Kind::Fill:
        facts.kind = FileFacts::Kind::File;
        facts.size = found->size;
        break;
    case FileImage::Kind::Error:
        if (found->errorName == "ENOENT"_L1)
            break;
        // Opening fails, but the entry is there.
        facts.kind = FileFacts::Kind::File;
        facts.errorName = found->errorName;
        break;
    case FileImage::Kind::Symlink:
        facts.kind = FileFacts::Kind::Symlink;
        facts.linkTarget = found->target;
        break;
    case FileImage::Kind::Directory:
        facts.kind = FileFacts::Kind::Directory;
        break;
    }
    return facts;
}

Result<QByteArray> ImageHost::readFile(const QString &path, qint64 limit, Links links) const
{
    if (links == Links::Refused && stat(path).kind == FileFacts::Kind::Symlink)
        return notReadable(path, u"ELOOP"_s,
                           reasonText(QT_TRANSLATE_NOOP("Reason", "it is a symbolic link")));
    const auto target = targetOf(path);
    if (!target)
        return target.problem();
    const auto found = m_image.files.constFind(*target);
    if (found == m_image.files.constEnd())
        return notReadable(path, u"ENOENT"_s, reasonText(QT_TRANSLATE_NOOP("Reason", "no such file")));
    if (found->kind == FileImage::Kind::Error)
        return notReadable(path, found->errorName, found->errorName);
    if (found->kind == FileImage::Kind::Directory)
        return notReadable(path, u"EISDIR"_s, reasonText(QT_TRANSLATE_NOOP("Reason", "it is a directory")));
    const bool isFill = found->kind == FileImage::Kind::Fill;
    if ((isFill ? found->size : found->text.size()) > limit)
        return notReadable(path, u"EFBIG"_s, reasonText(reasons::largerThan, limit));
    return isFill ? QByteArray(found->size, found->fill) : found->text;
}

Result<QStringList> ImageHost::entries(const QString &directory) const
{
    if (stat(directory).kind != FileFacts::Kind::Directory)
        return Problem(finding::directoryMissing, {{u"path"_s, directory}});
    const QString prefix = directory.endsWith(u'/') ? directory : directory + u'/';
    QSet<QString> names;
    for (auto it = m_image.files.lowerBound(prefix);
         it != m_image.files.constEnd() && it.key().startsWith(prefix); ++it)
        names.insert(it.key().mid(prefix.size()).section(u'/', 0, 0));
    QStringList sorted(names.begin(), names.end());
    sorted.sort();
    return sorted;
}

// As on a disk, with the errors that a description of a machine can contain: at the file itself (reading it
// fails), at its directory, or at the scratch name (writing next to it fails).
Result<QList<Replaced>> ImageHost::replaceFiles(const QList<FileReplacement> &files, const StillTrue &isStill)
{
    if (isStill) {
        if (const auto still = isStill(); !still)
            return still.problem();
    }
    QMap<QString, FileImage> after = m_image.files;
    QList<Replaced> replaced;
    for (const FileReplacement &wanted : files) {
        const auto target = targetOf(wanted.path);
        if (!target)
            return target.problem();
        const Problem changed(finding::fileChangedMeanwhile, {{u"path"_s, wanted.path}});
        using Now = FileReplacement::Now;
        const bool isThere = stat(*target).kind != FileFacts::Kind::Missing;
        if (wanted.now != Now::Anything && isThere != (wanted.now == Now::Expected))
            return changed;
        if (stat(*target).kind == FileFacts::Kind::Directory)
            return Problem(finding::fileNotRegular,
                           {{u"path"_s, wanted.path},
                            {u"what"_s, reasonText(QT_TRANSLATE_NOOP("Reason", "a directory"))}});
        for (const Replaced &other : std::as_const(replaced)) {
            if (other.target == *target)
                return notWritable(wanted.path,
                                   reasonText(QT_TRANSLATE_NOOP("Reason", "the same file is listed twice")));
        }
        if (const QString error = errorAt(*target); wanted.now == Now::Anything && !error.isEmpty())
            return notWritable(wanted.path, error);
        if (wanted.now == Now::Expected) {
            const auto content = readFile(*target, std::numeric_limits<qint64>::max(), Links::Followed);
            if (!content)
                return content.problem();
            if (*content != wanted.expected)
                return changed;
        }

        Replaced one{wanted.path, *target, {}};
        if (wanted.now != Now::Expected || wanted.content != wanted.expected) {
            // With the separator; the platform of the image can be Windows.
            const qsizetype split = std::max(target->lastIndexOf(u'/'), target->lastIndexOf(u'\\')) + 1;
            const QString directory = target->first(split);
            const QString name = target->sliced(split);
            if (const QString error = errorAt(directory.chopped(split > 0 ? 1 : 0)); !error.isEmpty())
                return Problem(finding::directoryNotWritable, {{u"path"_s, directory}, {u"reason"_s, error}});
            if (const QString error = errorAt(directory + scratchName(name)); !error.isEmpty())
                return notWritable(wanted.path, error);
            const bool keepsBackup = isThere && wanted.backup != FileReplacement::Backup::None;
            for (int number = 0; keepsBackup && one.backup.isEmpty(); ++number) {
                const QString backup = directory + backupName(name, number);
                const auto found = after.constFind(backup);
                if (found == after.constEnd() && stat(backup).kind == FileFacts::Kind::Missing)
                    after.insert(backup, after.value(*target));
                else if (found == after.constEnd() || found->kind != FileImage::Kind::Text
                         || found->text != wanted.expected)
                    continue;
                one.backup = backup;
            }
            FileImage file;
            file.text = wanted.content;
            after.insert(*target, file);
        }
        replaced.append(one);
    }
    m_image.files = after;
    return replaced;
}

Result<Done> ImageHost::makeDirectory(const QString &path)
{
    switch (stat(path).kind) {
    case FileFacts::Kind::Directory:
        break;
    case FileFacts::Kind::Missing: {
        FileImage directory;
        directory.kind = FileImage::Kind::Directory;
        m_image.files.insert(path, directory);
        break;
    }
    default:
        return Problem(
            finding::directoryNotWritable,
            {{u"path"_s, path},
             {u"reason"_s, reasonText(QT_TRANSLATE_NOOP("Reason", "something else already has this name"))}});
    }
    return Done{};
}

Result<QString> ImageHost::targetOf(const QString &path) const
{
    QString current = path;
    for (int links = 0; links < linkLimit; ++links) {
        const auto found = m_image.files.constFind(current);
        if (found == m_image.files.constEnd() || found->kind != FileImage::Kind::Symlink)
            return current;
        current = found->target;
    }
    return notReadable(path, u"ELOOP"_s, reasonText(QT_TRANSLATE_NOOP("Reason", "too many symbolic links")));
}

QString ImageHost::errorAt(const QString &path) const
{
    const auto found = m_image.files.constFind(path);
    return found != m_image.files.constEnd() && found->kind == FileImage::Kind::Error ? found->errorName
                                                                                      : QString();
}

Result<std::shared_ptr<QIODevice>> ImageHost::openForAppend(const QString &path)
{
    return Problem(
        finding::fileNotWritable,
        {{u"path"_s, path},
         {u"reason"_s, reasonText(QT_TRANSLATE_NOOP("Reason", "this machine is only simulated"))}});
}

QCoro::Task<Result<QByteArray>> ImageHost::readStandardInput(InputEnd, qint64, std::stop_token)
{
    co_return QByteArray();
}

QCoro::Task<bool> ImageHost::wait(std::chrono::milliseconds duration, std::stop_token stop)
{
    if (stop.stop_requested())
        co_return false;
    m_waited += duration;
    co_return true;
}

QCoro::Task<CommandOutcome> ImageHost::run(QString program, QStringList arguments, std::chrono::milliseconds,
                                           std::stop_token stop)
{
    CommandOutcome outcome;
    if (stop.stop_requested()) {
        outcome.end = CommandOutcome::End::Stopped;
        co_return outcome;
    }
    const QString line = (QStringList{program} + arguments).join(u' ');
    const auto found = m_image.commands.constFind(line);
    if (found == m_image.commands.constEnd()) {
        outcome.end = CommandOutcome::End::NotFound;
        co_return outcome;
    }
    outcome.exitCode = found->exitCode;
    outcome.standardOutput = found->standardOutput;
    outcome.standardError = found->standardError;
    co_return outcome;
}

} // namespace signet
