#pragma once

#include <QString>

namespace signet {

// The shells that commands are written for. Posix: sh, bash, zsh.
enum class CommandShell { Posix, PowerShell };

// That of the person at this machine: PowerShell on Windows.
CommandShell commandShell();

// The text as one word of the shell: as it is where it holds only letters, digits and ._:/=- (in a POSIX
// shell
// @, too), else in single quotes.
QString shellWord(const QString &text, CommandShell shell = commandShell());

} // namespace signet
