#include "core/host/aside.h"

#include <QCoreApplication>
#include <QThread>
#include <QTimer>

#include <QCoroTimer>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

namespace signet {

namespace {

// Fewer than this is done before another thread has started.
constexpr qsizetype countPerThread = 32;
// Waiting for disks is what they do, so there are more than processors; more than this makes no disk faster.
constexpr unsigned mostThreads = 16;
constexpr auto tickLength = 100ms;
// A piece of work that looks at the stop, a file for example, takes less.
constexpr auto graceAfterStop = 500ms;

std::atomic<int> workUnderWay = 0;

// Lives until both sides have let go of it. The timer belongs to the caller's thread.
struct Waiting {
    QTimer *timer = nullptr;
};

// A thread whose work goes on is left behind, and deletes itself if that ever ends.
struct LetGo {
    void operator()(QThread *thread) const
    {
        if (thread->isFinished()) {
            thread->wait();
            delete thread;
            return;
        }
        QObject::connect(thread, &QThread::finished, thread, &QObject::deleteLater);
        if (thread->isFinished())
            thread->deleteLater();
    }
};
using Thread = std::unique_ptr<QThread, LetGo>;

// Starts the work on a thread of its own; null where this account may have no more of them. A QThread,
// because Qt's data of any other thread is destroyed too late under mingw-w64, which crashes at the thread's
// end.
Thread startedThread(std::function<void()> work)
{
    Thread thread(QThread::create(std::move(work)));
    thread->start();
    if (thread->isRunning() || thread->isFinished())
        return thread;
    delete thread.release();
    return nullptr;
}

} // namespace

void forEachSideBySide(qsizetype count, const std::function<void(qsizetype)> &work)
{
    std::atomic<qsizetype> next = 0;
    const auto takeTurns = [&] {
        for (qsizetype i = next++; i < count; i = next++)
            work(i);
    };
    const unsigned processors = std::max(1U, std::thread::hardware_concurrency());
    const auto helpers = std::min<qsizetype>(count / countPerThread, std::min(4 * processors, mostThreads));
    std::vector<Thread> threads;
    for (qsizetype i = 1; i < helpers; ++i) {
        auto thread = startedThread(takeTurns);
        if (!thread)
            break; // those that there are do it
        threads.push_back(std::move(thread));
    }
    takeTurns();
    for (const auto &thread : threads)
        thread->wait();
}

QCoro::Task<bool> doAside(std::function<void()> work, std::stop_token stop, std::function<void()> tick)
{
    if (stop.stop_requested())
        co_return false;
    QTimer ended;
    ended.setSingleShot(true);
    ended.start(std::numeric_limits<int>::max());
    QTimer ticks;
    if (tick) {
        QObject::connect(&ticks, &QTimer::timeout, &ticks, std::move(tick));
        ticks.start(tickLength);
    }
    const auto waiting = std::make_shared<Waiting>();
    waiting->timer = &ended;
    const auto isDone = std::make_shared<std::atomic<bool>>(false);
    auto doing = [work = std::move(work), waiting, isDone] {
        work();
        *isDone = true;
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [waiting] {
                if (waiting->timer)
                    waiting->timer->start(0);
            },
            Qt::QueuedConnection);
        --workUnderWay;
    };
    ++workUnderWay;
    const Thread thread = startedThread(doing);
    if (!thread)
        doing();
    const std::stop_callback onStop(stop, [&ended] { ended.start(graceAfterStop); });
    co_await ended;
    waiting->timer = nullptr;
    if (thread && *isDone)
        thread->wait();
    co_return *isDone && !stop.stop_requested();
}

int endProcess(int code)
{
    // Work that has told its result is about to end.
    const auto end = std::chrono::steady_clock::now() + graceAfterStop;
    while (workUnderWay != 0 && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(1ms);
    if (workUnderWay == 0)
        return code;
    std::fflush(nullptr);
    std::_Exit(code);
}

} // namespace signet
