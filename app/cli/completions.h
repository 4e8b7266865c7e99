#pragma once

#include "app/cli/commandpage.h"

namespace signet {

// Completion scripts of the program for four shells. An option takes the same values in every command,
// because the scripts look at the option alone; the process ends with a message otherwise.
QString bashCompletion(const CommandPage &program, const QString &script);
QString zshCompletion(const CommandPage &program, const QString &script);
QString fishCompletion(const CommandPage &program, const QString &script);
QString powershellCompletion(const CommandPage &program, const QString &script);

} // namespace signet
