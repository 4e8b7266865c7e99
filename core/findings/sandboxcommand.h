#pragma once

#include "core/findings/findingtext.h"

#include <QString>

namespace signet {

// The same command against the simulated Azure that it was found in, where the sandbox (the value of
// --sandbox) is not empty: whoever copies it must not come to work on the real one. Each line that calls
// signet gets the option, at the end of the call and before what the shell does with it; commands of other
// programs, help, and what `signet sandbox` does stay as they are. Quoted for the shell.
QString inSandbox(const QString &command, const QString &sandbox, CommandShell shell = commandShell());

// The commands of all steps.
FindingText inSandbox(FindingText text, const QString &sandbox, CommandShell shell = commandShell());

} // namespace signet
