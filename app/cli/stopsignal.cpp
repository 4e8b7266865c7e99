#include "app/cli/stopsignal.h"

#include "core/host/standardinput.h"

#include <cstdlib>

#ifdef Q_OS_WIN
#include <io.h>
#include <windows.h>
#else
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>
#endif

using namespace std::chrono_literals;

namespace signet {

namespace {

// From the request until the process has to be gone: a person who presses Ctrl+C waits a second at most.
constexpr auto timeToEnd = 900ms;

} // namespace

// What wakes the thread. A signal handler can do no more than write a byte, so on POSIX it is a pipe.
class StopSignal::Bell {
public:
    enum class Ring { Stop, Closed, Nothing };

    Bell();
    ~Bell();
    Bell(const Bell &) = delete;
    Bell &operator=(const Bell &) = delete;

    // Until it rings, or until the limit; 0 is none.
    Ring wait(std::chrono::milliseconds limit);
    void close();

private:
#ifdef Q_OS_WIN
    static BOOL WINAPI onControl(DWORD)
    {
        SetEvent(s_stop);
        return TRUE;
    }
    static inline HANDLE s_stop = nullptr;
    HANDLE m_closed = CreateEventW(nullptr, TRUE, FALSE, nullptr);
#else
    static void onSignal(int)
    {
        // errno belongs to what the signal has interrupted.
        const int before = errno;
        ring(Ring::Stop);
        errno = before;
    }
    static void ring(Ring ring)
    {
        const char byte = char(ring);
        // Nothing can be done about a full pipe, and one byte in it is all that is needed.
        [[maybe_unused]] const auto written = ::write(s_ends[1], &byte, 1);
    }
    static inline int s_ends[2] = {-1, -1};
#endif
};

#ifdef Q_OS_WIN

// Follows the documentation and was never run.
StopSignal::Bell::Bell()
{
    s_stop = CreateEventW(nullptr, FALSE, FALSE, nullptr);
    SetConsoleCtrlHandler(&Bell::onControl, TRUE);
}

StopSignal::Bell::~Bell()
{
    SetConsoleCtrlHandler(&Bell::onControl, FALSE);
    CloseHandle(s_stop);
    CloseHandle(m_closed);
}

StopSignal::Bell::Ring StopSignal::Bell::wait(std::chrono::milliseconds limit)
{
    const HANDLE events[] = {m_closed, s_stop};
    switch (WaitForMultipleObjects(2, events, FALSE, limit == 0ms ? INFINITE : DWORD(limit.count()))) {
    case WAIT_OBJECT_0:
        return Ring::Closed;
    case WAIT_OBJECT_0 + 1:
        return Ring::Stop;
    default:
        return Ring::Nothing;
    }
}

void StopSignal::Bell::close()
{
    SetEvent(m_closed);
}

#else

StopSignal::Bell::Bell()
{
    if (::pipe(s_ends) != 0)
        qFatal("no pipe for signals");
    for (const int end : s_ends)
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
    ::fcntl(s_ends[1], F_SETFL, O_NONBLOCK);
    std::signal(SIGINT, &Bell::onSignal);
    std::signal(SIGTERM, &Bell::onSignal);
}

StopSignal::Bell::~Bell()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    for (int &end : s_ends) {
        ::close(end);
        end = -1;
    }
}

StopSignal::Bell::Ring StopSignal::Bell::wait(std::chrono::milliseconds limit)
{
    pollfd pipe{s_ends[0], POLLIN, 0};
    char byte = 0;
    if (::poll(&pipe, 1, limit == 0ms ? -1 : int(limit.count())) == 1 && ::read(s_ends[0], &byte, 1) == 1)
        return Ring(byte);
    return Ring::Nothing;
}

void StopSignal::Bell::close()
{
    ring(Ring::Closed);
}

#endif

StopSignal::StopSignal(std::stop_source source, std::chrono::milliseconds limit, LastWords lastWords)
    : m_bell(std::make_unique<Bell>())
    , m_source(std::move(source))
    , m_lastWords(std::move(lastWords))
    , m_thread([this, limit] { watch(limit); })
{
}

StopSignal::~StopSignal()
{
    m_bell->close();
    m_thread.join();
}

void StopSignal::watch(std::chrono::milliseconds limit)
{
#ifndef Q_OS_WIN
    // They interrupt the other threads, so that this one waits for exactly as long as it should.
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, nullptr);
#endif
    const Bell::Ring first = m_bell->wait(limit);
    if (first == Bell::Ring::Closed)
        return;
    m_timedOut = first == Bell::Ring::Nothing;
    // Everything that stops does so on the thread of the event loop.
    QMetaObject::invokeMethod(this, [this] { m_source.request_stop(); }, Qt::QueuedConnection);
    if (m_bell->wait(timeToEnd) != Bell::Ring::Closed)
        endProcess();
}

void StopSignal::endProcess() const
{
    restoreTerminal();
    if (m_timedOut) {
#ifdef Q_OS_WIN
        [[maybe_unused]] const auto written = ::_write(2, m_lastWords.textWhenTimedOut.constData(),
                                                       unsigned(m_lastWords.textWhenTimedOut.size()));
#else
        [[maybe_unused]] const auto written = ::write(STDERR_FILENO, m_lastWords.textWhenTimedOut.constData(),
                                                      size_t(m_lastWords.textWhenTimedOut.size()));
#endif
    }
    std::_Exit(m_timedOut ? m_lastWords.codeWhenTimedOut : m_lastWords.codeWhenStopped);
}

} // namespace signet
