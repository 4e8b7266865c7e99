#pragma once

#include "core/result/result.h"

#include <QByteArray>

#include <QCoroTask>

#include <stop_token>

namespace signet {

// Where an input ends.
enum class InputEnd {
    Closed, // everything that arrives
    Line, // what a person types, without the line break
    HiddenLine, // the same, and the terminal does not show it
};

// Reads standard input on a thread of its own, so that signals, time limits and the simulated Azure are
// served while it waits. After a stop the thread is left behind: no system can end a read of a terminal from
// outside. Fails with run-stopped, or with file-not-readable {path, reason, errno}.
QCoro::Task<Result<QByteArray>> readInput(InputEnd end, qint64 limit, std::stop_token stop);

// Shows again what is typed, if a hidden line is being read. For a process that ends without unwinding: it
// calls nothing that a signal handler could not.
void restoreTerminal();

} // namespace signet
