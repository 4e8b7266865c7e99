#include "core/host/standardinput.h"

#include "core/host/hiddenline.h"
#include "core/host/inputpieces.h"
#include "core/host/systemerror.h"
#include "core/host/terminalinput.h"
#include "core/result/reason.h"

#include <QScopeGuard>
#include <QTimer>

#include <QCoroTimer>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qsizetype chunk = 64 * 1024; // bytes of one read
// QCoro waits only for a timer that runs. This one is to end by its input or by a stop, long before.
constexpr auto withoutLimit = std::chrono::hours(24);

// What the waiting coroutine and its thread share; the thread can outlive the coroutine.
struct PendingInput {
    std::mutex mutex;
    QTimer *waiting = nullptr; // nothing: nobody waits any more
    QByteArray content;
    int error = 0; // errno
    bool stopped = false; // by Ctrl+C on a hidden line
};

void readHiddenLine(PendingInput *input, qint64 limit)
{
    HiddenLine line(limit);
    HiddenLine::State state = HiddenLine::State::Typing;
    while (state == HiddenLine::State::Typing) {
        const QByteArray key = nextKey();
        if (key.isEmpty())
            break;
        for (const char byte : key) {
            if (state == HiddenLine::State::Typing)
                state = line.add(byte);
        }
    }
    input->stopped = state == HiddenLine::State::Stopped;
    input->content = line.take();
}

// One byte at a time: what follows the line belongs to whoever reads next.
void readLine(PendingInput *input, qint64 limit)
{
    char c = 0;
    qint64 got = 0;
    while ((got = readStandardInput(&c, 1)) == 1 && c != '\n') {
        if (input->content.size() < limit)
            input->content.append(c);
    }
    if (got < 0)
        input->error = errno;
    // Windows ends lines with two characters.
    if (input->content.endsWith('\r'))
        input->content.chop(1);
}

// One byte more than allowed reveals an input that is too long.
void readAll(PendingInput *input, qint64 limit)
{
    while (input->content.size() <= limit) {
        const qsizetype before = input->content.size();
        input->content.resize(before + qMin<qint64>(chunk, limit + 1 - before));
        const qint64 got = readStandardInput(input->content.data() + before, input->content.size() - before);
        if (got < 0)
            input->error = errno;
        input->content.resize(before + qMax<qint64>(got, 0));
        if (got <= 0)
            return;
    }
}

// On the thread of its own. Fills an input of its own, because the other one can be given up at any time.
void read(const std::shared_ptr<PendingInput> &shared, InputEnd end, qint64 limit)
{
    PendingInput input;
    if (end == InputEnd::Closed)
        readAll(&input, limit);
    else if (end == InputEnd::Line)
        readLine(&input, limit);
    else
        readHiddenLine(&input, limit);

    const std::lock_guard lock(shared->mutex);
    if (!shared->waiting)
        return;
    shared->content = std::move(input.content);
    shared->error = input.error;
    shared->stopped = input.stopped;
    QTimer *waiting = shared->waiting;
    QMetaObject::invokeMethod(waiting, [waiting] { waiting->start(0); }, Qt::QueuedConnection);
}

// What the waiting coroutine and its thread share while pieces are read; the thread can outlive the
// coroutine.
struct PendingPieces {
    std::mutex mutex;
    std::condition_variable taken;
    QTimer *waiting = nullptr; // nothing: nobody waits any more
    QByteArray piece; // empty: it was taken
    int error = 0; // errno
    bool ended = false;
};

void readPieces(const std::shared_ptr<PendingPieces> &shared)
{
    for (bool more = true; more;) {
        QByteArray piece(chunk, Qt::Uninitialized);
        const qint64 got = readStandardInput(piece.data(), piece.size());
        const int error = got < 0 ? errno : 0;
        piece.truncate(qMax<qint64>(got, 0));
        more = got > 0;

        std::unique_lock lock(shared->mutex);
        if (!shared->waiting)
            return;
        shared->piece = std::move(piece);
        shared->error = error;
        shared->ended = !more;
        QTimer *waiting = shared->waiting;
        QMetaObject::invokeMethod(waiting, [waiting] { waiting->start(0); }, Qt::QueuedConnection);
        shared->taken.wait(lock, [&] { return shared->piece.isEmpty() || !shared->waiting; });
    }
}

Problem notReadable(const QString &name, const QString &reason)
{
    return Problem(finding::standardInputNotReadable, {{u"errno"_s, name}, {u"reason"_s, reason}});
}

} // namespace

QCoro::Task<Result<QByteArray>> readInput(InputEnd end, qint64 limit, std::stop_token stop)
{
    if (stop.stop_requested())
        co_return Problem(finding::runStopped);
    QTimer ended;
    ended.setSingleShot(true);
    const auto input = std::make_shared<PendingInput>();
    input->waiting = &ended;
    const auto giveUp = qScopeGuard([shared = input] {
        const std::lock_guard lock(shared->mutex);
        shared->waiting = nullptr;
    });
    std::optional<SilentTerminal> silent;
    if (end == InputEnd::HiddenLine)
        silent.emplace();
    const std::stop_callback onStop(stop, [&ended] { ended.start(0); });
    ended.start(withoutLimit);
    std::thread([input, end, limit] { read(input, end, limit); }).detach();
    co_await ended;
    silent.reset();

    const std::lock_guard lock(input->mutex);
    if (stop.stop_requested() || input->stopped)
        co_return Problem(finding::runStopped);
    if (input->error != 0)
        co_return notReadable(errorName(input->error), QString::fromLocal8Bit(std::strerror(input->error)));
    if (input->content.size() > limit)
        co_return notReadable(u"EFBIG"_s, reasonText(reasons::largerThan, limit));
    QByteArray content = std::move(input->content);
    co_return content;
}

QCoro::Task<Result<Done>> readInputInPieces(Host host, qint64 limit, TakePiece take, std::stop_token stop)
{
    if (host.isImage())
        co_return Done{};
    if (stop.stop_requested())
        co_return Problem(finding::runStopped);
    QTimer arrived;
    arrived.setSingleShot(true);
    const auto input = std::make_shared<PendingPieces>();
    input->waiting = &arrived;
    const auto giveUp = qScopeGuard([shared = input] {
        const std::lock_guard lock(shared->mutex);
        shared->waiting = nullptr;
        shared->taken.notify_all();
    });
    const std::stop_callback onStop(stop, [&arrived] { arrived.start(0); });
    arrived.start(withoutLimit);
    std::thread([input] { readPieces(input); }).detach();

    qint64 total = 0;
    while (true) {
        co_await arrived;
        if (stop.stop_requested())
            co_return Problem(finding::runStopped);
        QByteArray piece;
        {
            const std::lock_guard lock(input->mutex);
            if (input->error != 0)
                co_return notReadable(errorName(input->error),
                                      QString::fromLocal8Bit(std::strerror(input->error)));
            if (input->ended)
                co_return Done{};
            // Before the thread goes on: it starts the timer when the next piece is there.
            arrived.start(withoutLimit);
            piece = std::exchange(input->piece, {});
            input->taken.notify_all();
        }
        total += piece.size();
        if (total > limit)
            co_return notReadable(u"EFBIG"_s, reasonText(reasons::largerThan, limit));
        take(piece);
    }
}

} // namespace signet
