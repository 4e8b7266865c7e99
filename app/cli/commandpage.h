#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace CLI {
class App;
}

namespace signet {

// Where the values of an option come from, for completions.
enum class ValueSource {
    Nowhere, // free text
    List, // the option names them
    Files,
    Folders,
    Scenarios, // "signet __complete scenarios", and likewise for the next two
    Findings,
    Profiles,
};

// An option or an argument, as help, man pages and completions show it.
struct OptionPage {
    QStringList names; // "-h", "--help"; empty for an argument
    QString value; // "FILE"; empty for a flag
    QString about; // its description alone
    QString description; // with default, values, and the options that it excludes
    QStringList values; // of ValueSource::List
    ValueSource source = ValueSource::Nowhere;
    QStringList excludes; // long names
    bool repeatable = false;
    bool required = false;
    bool common = false; // every command has it
};

// A command, or the program itself, with what is below it. Hidden commands are left out.
struct CommandPage {
    QStringList path; // {"setup", "plan"}; empty for the program
    QString about;
    QString notes;
    QString examples; // a command line per line
    std::vector<OptionPage> arguments;
    std::vector<OptionPage> options;
    std::vector<CommandPage> commands;

    QString name() const { return path.join(QLatin1Char(' ')); }
};

// Everything about the parser of commandTree() as data.
CommandPage pageOf(const CLI::App &program);

// The page itself and all pages below it, each before its commands.
std::vector<CommandPage> allPages(const CommandPage &page);

} // namespace signet
