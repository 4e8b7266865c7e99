#pragma once

#include "app/composition.h"

#include <QCoreApplication>
#include <QString>

#include <chrono>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace signet {

// The translation context of what the command line itself says.
struct CommandLine {
    Q_DECLARE_TR_FUNCTIONS(CommandLine)
};

// What every command takes.
struct CommonOptions {
    std::string output = "text"; // text, json
    std::string out; // file instead of standard output
    std::string sandbox;
    std::string caFile;
    double timeout = 0; // seconds for the whole run; 0: none
    bool noColor = false;
    bool quiet = false;
    bool verbose = false;
    bool noInput = false;
};

// Which identity and which organization.
struct SubjectOptions {
    std::string organization;
    std::string clientId;
    std::string objectId;
    std::string resourceId;
    std::vector<std::string> projects;
};

// The administrator's sign-in, for commands that need one.
struct SignInOptions {
    std::string method;
    std::string tenant;
    std::string clientId; // of the app registration for device code and browser
};

// What a command can write: its result as text or JSON, the same as Markdown, also as HTML, or a report in
// every format of the table (core/report/reportformat.h).
enum class Writes { Result, Document, Page, Checked, Report };
void addCommonOptions(CLI::App *command, CommonOptions &options, Writes writes = Writes::Result);
void addSubjectOptions(CLI::App *command, SubjectOptions &options);
void addSelectorOptions(CLI::App *command, SubjectOptions &options);
void addSignInOptions(CLI::App *command, SignInOptions &options);
std::vector<std::string> signInMethodNames();

QString text(const std::string &argument);
// The value of --sandbox as it may be shown; empty outside the sandbox.
QString sandboxOf(const CommonOptions &options);

CommandLineInput commandLineInputFrom(const CommonOptions &common, const SubjectOptions &subject);

} // namespace signet
