#include "core/terraform/gitexclude.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 excludeLimit = 1024 * 1024; // bytes
constexpr qint64 pointerLimit = 4096; // bytes
// Both the first backup and the numbered ones; see backupName().
constexpr auto pattern = "*.signet-backup*";

// A file of one line that names a folder, relative to where the file is.
QString folderNamedIn(const Host &host, const QString &path, const QString &base, const QString &prefix)
{
    const auto content = host.readFile(path, pointerLimit);
    const QString line = content ? QString::fromUtf8(*content).trimmed() : QString();
    if (!line.startsWith(prefix))
        return {};
    const QString folder = line.sliced(prefix.size()).trimmed();
    return folder.isEmpty() ? QString() : QDir::cleanPath(QDir(base).absoluteFilePath(folder));
}

// The folder that all work trees of a repository share; empty where the directory is in none.
QString repositoryOf(const Host &host, const QString &directory)
{
    QString folder = QDir::cleanPath(QDir(directory).absolutePath());
    while (true) {
        const QString path = folder + (folder.endsWith(u'/') ? u".git"_s : u"/.git"_s);
        const FileFacts::Kind kind = host.stat(path).kind;
        if (kind == FileFacts::Kind::Directory)
            return path;
        if (kind == FileFacts::Kind::File) {
            const QString own = folderNamedIn(host, path, folder, u"gitdir:"_s);
            if (own.isEmpty())
                return {};
            const QString common = folderNamedIn(host, own + u"/commondir"_s, own, {});
            return common.isEmpty() ? own : common;
        }
        if (folder.endsWith(u'/')) // the root, "/" or "C:/"
            return {};
        folder.truncate(folder.lastIndexOf(u'/'));
        if (!folder.contains(u'/'))
            folder += u'/';
    }
}

} // namespace

QString excludeBackupsFromGit(const Host &host, const QString &directory)
{
    const QString repository = repositoryOf(host, directory);
    if (repository.isEmpty())
        return {};
    const QString path = repository + u"/info/exclude"_s;
    std::optional<QByteArray> before;
    if (host.stat(path).kind != FileFacts::Kind::Missing) {
        const auto content = host.readFile(path, excludeLimit);
        if (!content)
            return {};
        before = *content;
    }
    QByteArray after = before.value_or(QByteArray());
    if (after.split('\n').contains(pattern))
        return path;
    if (!after.isEmpty() && !after.endsWith('\n'))
        after += '\n';
    after += pattern + QByteArray("\n");
    if (!host.makeDirectory(repository + u"/info"_s) || !host.updateFile(path, after, before))
        return {};
    return path;
}

} // namespace signet
