#include "app/cli/stopsignal.h"

#include "app/cli/stopbell.h"
#include "core/host/standardinput.h"

#include <cstdlib>

using namespace std::chrono_literals;

namespace signet {

namespace {

// From the request until the process has to be gone: a person who presses Ctrl+C waits a second at most.
constexpr auto timeToEnd = 900ms;

} // namespace

StopSignal::StopSignal(std::stop_source source, std::chrono::milliseconds limit, LastWords lastWords)
    : m_bell(std::make_unique<StopBell>())
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
    m_bell->prepareThread();
    const StopBell::Ring first = m_bell->wait(limit);
    if (first == StopBell::Ring::Closed)
        return;
    m_timedOut = first == StopBell::Ring::Nothing;
    // Everything that stops does so on the thread of the event loop.
    QMetaObject::invokeMethod(this, [this] { m_source.request_stop(); }, Qt::QueuedConnection);
    if (m_bell->wait(timeToEnd) != StopBell::Ring::Closed)
        endProcess();
}

void StopSignal::endProcess() const
{
    restoreTerminal();
    if (m_timedOut)
        writeLastWords(m_lastWords.textWhenTimedOut);
    std::_Exit(m_timedOut ? m_lastWords.codeWhenTimedOut : m_lastWords.codeWhenStopped);
}

} // namespace signet
