#include "core/host/childprocess.h"

#include <QProcess>

#include <unistd.h>

namespace signet {

// Ctrl+C on a terminal goes to the whole group of processes.
void keepFromTerminal(QProcess *process)
{
    process->setChildProcessModifier([] { ::setpgid(0, 0); });
}

} // namespace signet
