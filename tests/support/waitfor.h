#pragma once

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEvent>
#include <QEventLoop>
#include <QTimer>

#include <chrono>

// Runs the event loop until the condition holds, and looks after every event; false when it does not hold
// within the limit. QTest::qWaitFor() looks every 10 ms, which is most of the time of a test that talks over
// sockets.
template <class Condition>
bool waitFor(Condition condition, std::chrono::milliseconds limit)
{
    const QDeadlineTimer deadline(limit);
    // For what changes without an event, and for the limit.
    QTimer tick;
    tick.start(std::chrono::milliseconds(20));
    while (!condition()) {
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    return true;
}
