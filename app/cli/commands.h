#pragma once

#include "app/cli/command.h"

#include <memory>
#include <string>
#include <vector>

namespace signet {

// All commands, in the order of the help. A group comes before its commands.
std::vector<Command> commands();

// The parser with all commands in it. It fills in the invocation, which must outlive it. Help is in the
// person's language and laid out for a width in columns. Where the arguments name a command, only that one
// has its options: declaring those of all takes longer than many a command. Without arguments, every command
// has them.
std::unique_ptr<CLI::App> commandTree(Invocation *invocation, int width = 80,
                                      const std::vector<std::string> &arguments = {});

} // namespace signet
