#pragma once

#include <QByteArray>

#include <chrono>

namespace signet {

// What Ctrl+C and a request to end the process ring, once each time. A signal handler can do no more than
// write a byte, so on POSIX it is a pipe; on Windows it is an event. One exists at a time.
class StopBell {
public:
    enum class Ring { Stop, Closed, Nothing };

    StopBell();
    ~StopBell();
    StopBell(const StopBell &) = delete;
    StopBell &operator=(const StopBell &) = delete;

    // Prepares the thread that waits for it.
    void prepareThread() const;
    // Until it rings, or until the limit; 0 is none.
    Ring wait(std::chrono::milliseconds limit) const;
    // From another thread: ends the wait.
    void close() const;
};

// Writes to standard error without a lock that a thread on its way out could hold.
void writeLastWords(const QByteArray &text);

} // namespace signet
