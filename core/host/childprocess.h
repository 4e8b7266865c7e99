#pragma once

class QProcess;

namespace signet {

// Prepares a process before it starts, so that Ctrl+C on the terminal of this one does not reach it: it ends
// by the stop, and its end is not taken for a failure of its own. On Windows it also opens no window.
void keepFromTerminal(QProcess *process);

} // namespace signet
