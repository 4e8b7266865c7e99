#include "app/cli/stopbell.h"

#include "app/terminal.h"

#include <windows.h>

using namespace std::chrono_literals;

namespace signet {

namespace {

// They live as long as the process: the system calls the handler on a thread of its own, which can still be
// in it after it was taken away.
HANDLE stopEvent()
{
    static const HANDLE event = ::CreateEventW(nullptr, FALSE, FALSE, nullptr);
    return event;
}

HANDLE closedEvent()
{
    static const HANDLE event = ::CreateEventW(nullptr, FALSE, FALSE, nullptr);
    return event;
}

BOOL WINAPI onControl(DWORD control)
{
    ::SetEvent(stopEvent());
    // When a window is closed, a session ends or the system shuts down, the process ends as soon as this
    // returns.
    if (control != CTRL_C_EVENT && control != CTRL_BREAK_EVENT)
        ::Sleep(INFINITE);
    return TRUE;
}

} // namespace

StopBell::StopBell()
{
    ::ResetEvent(stopEvent());
    ::ResetEvent(closedEvent());
    // What started the process can have told it to ignore Ctrl+C, and it would inherit that.
    ::SetConsoleCtrlHandler(nullptr, FALSE);
    ::SetConsoleCtrlHandler(&onControl, TRUE);
}

StopBell::~StopBell()
{
    ::SetConsoleCtrlHandler(&onControl, FALSE);
}

void StopBell::prepareThread() const { }

StopBell::Ring StopBell::wait(std::chrono::milliseconds limit) const
{
    const HANDLE events[] = {closedEvent(), stopEvent()};
    switch (::WaitForMultipleObjects(2, events, FALSE, limit == 0ms ? INFINITE : DWORD(limit.count()))) {
    case WAIT_OBJECT_0:
        return Ring::Closed;
    case WAIT_OBJECT_0 + 1:
        return Ring::Stop;
    default:
        return Ring::Nothing;
    }
}

void StopBell::close() const
{
    ::SetEvent(closedEvent());
}

void writeLastWords(const QByteArray &text)
{
    write(Stream::Error, text);
}

} // namespace signet
