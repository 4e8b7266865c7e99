#include "core/host/host.h"

#include <QFile>

#include <cstdio>
#include <vector>

#ifdef Q_OS_UNIX
#include <grp.h>
#include <unistd.h>
#endif

// One replacement on the real disk in a process of its own, so that it can be killed, and made to fail, at
// every call of the system.
//
//   replace_file_once [--as UID GID] PATH OLD NEW [PATH OLD NEW ...]
//
// PATH is to hold what the file NEW holds, and is expected to hold what the file OLD holds. Before the first
// call for the replacement access() is called with the name of the mark below, which a tracer sees.
// Exit code: 0 replaced, and the backups are printed, one a line; 1 refused, and the finding is printed with
// its evidence; 2 wrong use.

using namespace signet;

namespace {

constexpr const char *mark = "/the/replacement/begins/here";

QByteArray contentOf(const char *path)
{
    QFile file(QFile::decodeName(path));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", path);
    return file.readAll();
}

} // namespace

int main(int argc, char **argv)
{
    std::vector<const char *> arguments(argv + 1, argv + argc);
#ifdef Q_OS_UNIX
    uid_t user = ::getuid();
    gid_t group = ::getgid();
    if (arguments.size() >= 3 && qstrcmp(arguments[0], "--as") == 0) {
        user = uid_t(atoi(arguments[1]));
        group = gid_t(atoi(arguments[2]));
        arguments.erase(arguments.begin(), arguments.begin() + 3);
    }
#endif
    if (arguments.empty() || arguments.size() % 3 != 0)
        return 2;

    QList<FileReplacement> files;
    for (size_t i = 0; i < arguments.size(); i += 3)
        files.append(
            {QFile::decodeName(arguments[i]), contentOf(arguments[i + 2]), contentOf(arguments[i + 1])});

    const Host host = Host::real();
#ifdef Q_OS_UNIX
    if (user != ::getuid() && (::setgroups(0, nullptr) != 0 || ::setgid(group) != 0 || ::setuid(user) != 0))
        return 2;
    ::access(mark, F_OK);
#endif
    const auto replaced = host.replaceFiles(files);
    if (!replaced) {
        const Problem &problem = replaced.problem();
        std::printf("%s", qPrintable(problem.findingId.toString()));
        for (auto it = problem.evidence.begin(); it != problem.evidence.end(); ++it)
            std::printf(" %s=%s", qPrintable(it.key()), qPrintable(it.value().toVariant().toString()));
        std::printf("\n");
        return 1;
    }
    for (const Replaced &one : *replaced)
        std::printf("%s\n", QFile::encodeName(one.backup).constData());
    return 0;
}
