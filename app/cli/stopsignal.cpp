#include "app/cli/stopsignal.h"

#include <QCoreApplication>
#include <QTimer>

#ifdef Q_OS_WIN
#include <windows.h>
#else
#include <QSocketNotifier>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>
#endif

namespace signet {

#ifdef Q_OS_WIN

namespace {
StopSignal *listener = nullptr;
}

class StopSignal::Watch {
public:
    Watch(StopSignal *signal, const std::stop_source &source)
    {
        s_source = source;
        listener = signal;
        SetConsoleCtrlHandler(&Watch::handle, TRUE);
    }
    ~Watch()
    {
        SetConsoleCtrlHandler(&Watch::handle, FALSE);
        listener = nullptr;
    }

private:
    // Called on a thread of its own: the request is handed to the thread of the event loop.
    static BOOL WINAPI handle(DWORD)
    {
        if (listener)
            QMetaObject::invokeMethod(listener, [] { s_source.request_stop(); }, Qt::QueuedConnection);
        return TRUE;
    }
    static inline std::stop_source s_source{std::nostopstate};
};

#else

namespace {
int pipeEnds[2] = {-1, -1};

extern "C" void onSignal(int)
{
    const char byte = 1;
    // Nothing can be done about a full pipe, and a byte in it is all that is needed.
    [[maybe_unused]] const auto written = ::write(pipeEnds[1], &byte, 1);
}
} // namespace

class StopSignal::Watch {
public:
    Watch(StopSignal *signal, const std::stop_source &source)
    {
        if (::pipe(pipeEnds) != 0)
            return;
        for (const int end : pipeEnds) {
            ::fcntl(end, F_SETFD, FD_CLOEXEC);
            ::fcntl(end, F_SETFL, O_NONBLOCK);
        }
        m_notifier = std::make_unique<QSocketNotifier>(pipeEnds[0], QSocketNotifier::Read);
        QObject::connect(m_notifier.get(), &QSocketNotifier::activated, signal, [source]() mutable {
            char byte = 0;
            [[maybe_unused]] const auto got = ::read(pipeEnds[0], &byte, 1);
            source.request_stop();
            // A second signal ends the program the ordinary way.
            std::signal(SIGINT, SIG_DFL);
            std::signal(SIGTERM, SIG_DFL);
        });
        std::signal(SIGINT, onSignal);
        std::signal(SIGTERM, onSignal);
    }
    ~Watch()
    {
        std::signal(SIGINT, SIG_DFL);
        std::signal(SIGTERM, SIG_DFL);
        m_notifier.reset();
        for (int &end : pipeEnds) {
            if (end >= 0)
                ::close(end);
            end = -1;
        }
    }

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

#endif

StopSignal::StopSignal(std::stop_source source, int limit)
    : m_source(std::move(source))
{
    m_watch = std::make_unique<Watch>(this, m_source);
    if (limit > 0) {
        QTimer::singleShot(limit, this, [this] {
            m_timedOut = true;
            m_source.request_stop();
        });
    }
}

StopSignal::~StopSignal() = default;

} // namespace signet
