#include "core/host/processstart.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// The finding names the number. A diagnosis of the simulated Azure, which then runs in the same process, uses
// up to 44. GLib crashes in a process that cannot open what its event loop needs.
constexpr rlim_t neededFiles = 64;

void occupyStandardStreams()
{
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(stream, F_GETFD) >= 0)
            continue;
        // The lowest free number is this one. Opened the other way round, so that using it still fails:
        // output that goes nowhere must not look like success.
        const int opened = ::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        if (opened >= 0 && opened != stream)
            ::close(opened);
    }
}

void forbidCoreDumps()
{
    rlimit core{};
    if (::getrlimit(RLIMIT_CORE, &core) == 0) {
        core.rlim_cur = 0;
        ::setrlimit(RLIMIT_CORE, &core);
    }
#ifdef Q_OS_LINUX
    // The limit does not hold for a system that pipes core dumps to a program.
    ::prctl(PR_SET_DUMPABLE, 0);
#endif
}

Result<Done> raiseFileLimit()
{
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= neededFiles)
        return Done();
    files.rlim_cur = qMin(files.rlim_max, neededFiles);
    ::setrlimit(RLIMIT_NOFILE, &files);
    if (files.rlim_cur >= neededFiles)
        return Done();
    return Problem(finding::tooFewOpenFiles, {{u"value"_s, qint64(files.rlim_cur)}});
}

} // namespace

Result<Done> prepareProcess()
{
    occupyStandardStreams();
    forbidCoreDumps();
    return raiseFileLimit();
}

} // namespace signet
