#pragma once

#include "app/cli/exitcode.h"
#include "app/cli/options.h"

#include <QCoreApplication>
#include <QCoroTask>

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>
#include <stop_token>
#include <type_traits>
#include <utility>

namespace signet {

// What the command line asks for, once it has been parsed.
struct Invocation {
    CommonOptions common;
    std::function<QCoro::Task<int>(std::stop_token)> run;
    // When --timeout ends the run.
    int exitCodeOnTimeout = exitcode::notReachable;
};

// A command of the program, or a group of commands. Its file defines it, and commands() lists it. Help, man
// pages and completions come from here and from what `declare` adds to the parser.
struct Command {
    // "diagnose"; "setup plan" for a command of the group "setup".
    const char *path;
    // QT_TRANSLATE_NOOP("CommandLine", ...), like the descriptions of options: a verb in the third person, no
    // full stop.
    const char *about;
    // Command lines, one per line; continued lines start with spaces.
    const char *examples = "";
    // More sentences below the options; translatable.
    const char *notes = "";
    // Adds the options, and says what runs. A group that can't run by itself has none.
    void (*declare)(CLI::App *command, Invocation *invocation) = nullptr;
    // Serves the completions, and no person.
    bool hidden = false;
};

// Runs `run` with a copy of the options as they were parsed. `prepare` is called once all of them are known
// to be right; it may throw CLI::ParseError.
template <class Options>
void setRun(CLI::App *command, Invocation *invocation, const std::shared_ptr<Options> &options,
            QCoro::Task<int> (*run)(Options, std::stop_token),
            std::type_identity_t<std::function<void(Invocation *, Options *)>> prepare = {})
{
    command->callback([invocation, options, run, prepare] {
        invocation->common = options->common;
        if (prepare)
            prepare(invocation, options.get());
        invocation->run = [options, run](std::stop_token stop) { return run(*options, std::move(stop)); };
    });
}

} // namespace signet
