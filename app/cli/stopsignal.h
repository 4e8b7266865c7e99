#pragma once

#include <QObject>

#include <memory>
#include <stop_token>

namespace signet {

// Turns Ctrl+C, a termination request and the time limit of --timeout into a request to stop.
// On POSIX by a pipe that the event loop reads; on Windows by a console handler (untested there).
class StopSignal : public QObject {
    Q_OBJECT

public:
    // The limit is in milliseconds; 0 means none.
    StopSignal(std::stop_source source, int limit);
    ~StopSignal() override;

    bool timedOut() const { return m_timedOut; }

private:
    class Watch;
    std::unique_ptr<Watch> m_watch;
    std::stop_source m_source;
    bool m_timedOut = false;
};

} // namespace signet
