#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/parseproblem.h"
#include "core/findings/catalogue.h"
#include "core/profile/profilestore.h"
#include "core/sandbox/scenarios/scenario.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct CompleteOptions {
    CommonOptions common;
    std::string what;
};

QString line(const QString &value, const QString &description)
{
    return description.isEmpty() ? value + u'\n' : value + u'\t' + description + u'\n';
}

QCoro::Task<int> runComplete(CompleteOptions options, std::stop_token)
{
    const Console console(options.common);
    QString result;
    if (options.what == "scenarios") {
        const QStringList names = sandbox::Scenario::names();
        for (const QString &name : names)
            result += line(name, sandbox::Scenario::named(name)->title);
    } else if (options.what == "findings") {
        for (const Finding &finding : catalogue())
            result += line(finding.id.toString(), {});
    } else if (const auto profiles = ProfileStore(console.disk()).load()) {
        for (const Profile &profile : profiles->all())
            result += line(profile.name, profile.organization);
    }
    co_return console.finish(result.toUtf8(), exitcode::ready);
}

void declareComplete(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<CompleteOptions>();
    command->add_option("what", options->what)
        ->check(oneOf({"scenarios", "findings", "profiles"}))
        ->required();
    setRun(command, invocation, options, runComplete);
}

} // namespace

// The completions of all shells ask here for values that aren't the same for everybody, or are too many for a
// script: a value per line, and a description behind a tab.
extern const Command completeCommand{
    .path = "__complete",
    .about = "",
    .declare = declareComplete,
    .hidden = true,
};

} // namespace signet
