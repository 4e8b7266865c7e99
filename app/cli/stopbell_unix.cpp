#include "app/cli/stopbell.h"

#include <QtGlobal>

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace signet {

namespace {

int ends[2] = {-1, -1};

void ring(StopBell::Ring ring)
{
    const char byte = char(ring);
    // Nothing can be done about a full pipe, and one byte in it is all that is needed.
    [[maybe_unused]] const auto written = ::write(ends[1], &byte, 1);
}

void onSignal(int)
{
    // errno belongs to what the signal has interrupted.
    const int before = errno;
    ring(StopBell::Ring::Stop);
    errno = before;
}

} // namespace

StopBell::StopBell()
{
    if (::pipe(ends) != 0)
        qFatal("no pipe for signals");
    for (const int end : ends)
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
    ::fcntl(ends[1], F_SETFL, O_NONBLOCK);
    std::signal(SIGINT, &onSignal);
    std::signal(SIGTERM, &onSignal);
}

StopBell::~StopBell()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    for (int &end : ends) {
        ::close(end);
        end = -1;
    }
}

void StopBell::prepareThread() const
{
    // They interrupt the other threads, so that this one waits for exactly as long as it should.
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, nullptr);
}

StopBell::Ring StopBell::wait(std::chrono::milliseconds limit) const
{
    pollfd pipe{ends[0], POLLIN, 0};
    char byte = 0;
    if (::poll(&pipe, 1, limit == 0ms ? -1 : int(limit.count())) == 1 && ::read(ends[0], &byte, 1) == 1)
        return Ring(byte);
    return Ring::Nothing;
}

void StopBell::close() const
{
    ring(Ring::Closed);
}

void writeLastWords(const QByteArray &text)
{
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.constData(), size_t(text.size()));
}

} // namespace signet
