#pragma once

#include <QCoroTask>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace signet {

// For each number below the count, on several threads at once, the caller's among them. Returns when all are
// done. For work that mostly waits for a disk or a network; what it writes must be apart for each number.
void forEachSideBySide(qsizetype count, const std::function<void(qsizetype)> &work);

// Does the work on a thread of its own while the event loop goes on, so that a stop is heard. The tick is
// called on the caller's thread about ten times a second. Returns false if a stop was requested before the
// work was done. Work that looks at the stop itself is waited for a moment; any other is left behind, a call
// that does not return from a dead network drive, so it must own all that it uses.
QCoro::Task<bool> doAside(std::function<void()> work, std::stop_token stop, std::function<void()> tick = {});

// Ends the process with this code, at once where work was left behind: what it still uses must not be taken
// down under it. To be called in place of the return from main().
int endProcess(int code);

// The result of such work; nothing when it was stopped.
template <class T>
QCoro::Task<std::optional<T>> aside(std::function<T()> work, std::stop_token stop,
                                    std::function<void()> tick = {})
{
    const auto result = std::make_shared<std::optional<T>>();
    std::function<void()> doing = [result, work] { result->emplace(work()); };
    auto waiting = doAside(std::move(doing), stop, std::move(tick));
    const bool isDone = co_await waiting;
    if (!isDone)
        co_return std::nullopt;
    co_return std::move(*result);
}

} // namespace signet
