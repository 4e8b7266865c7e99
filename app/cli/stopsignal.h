#pragma once

#include <QByteArray>
#include <QObject>

#include <atomic>
#include <chrono>
#include <memory>
#include <stop_token>
#include <thread>

namespace signet {

class StopBell;

// Turns Ctrl+C, a termination request and the time limit of --timeout into a request to stop.
//
// A thread waits for them, because the event loop stands still while the program reads a folder or writes to
// a full pipe. If the program does not end soon after the request, whatever it waits for, or if a second
// signal arrives, the thread ends the process. Nothing is lost by that: a file is replaced as a whole or not
// at all, and a receipt is written before each request.
class StopSignal : public QObject {
    Q_OBJECT

public:
    // How the process ends when it cannot end by itself.
    struct LastWords {
        int codeWhenStopped = 0;
        int codeWhenTimedOut = 0;
        QByteArray textWhenTimedOut; // for standard error
    };

    // A limit of 0 is none.
    StopSignal(std::stop_source source, std::chrono::milliseconds limit, LastWords lastWords);
    ~StopSignal() override;

    bool timedOut() const { return m_timedOut; }

private:
    void watch(std::chrono::milliseconds limit);
    [[noreturn]] void endProcess() const;

    std::unique_ptr<StopBell> m_bell;
    std::stop_source m_source;
    LastWords m_lastWords;
    std::atomic<bool> m_timedOut = false;
    std::thread m_thread;
};

} // namespace signet
