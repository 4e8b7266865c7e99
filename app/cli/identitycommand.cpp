#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/origins.h"

#include "core/findings/findingtext.h"
#include "core/identity/identityendpoint.h"
#include "core/report/identitylayout.h"
#include "core/session/identitysession.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct IdentityOptions {
    CommonOptions common;
    SubjectOptions subject;
};

QCoro::Task<int> runIdentity(IdentityOptions options, std::stop_token stop)
{
    const Console console(options.common);
    auto composing = compose(commandLineInputFrom(options.common, options.subject), stop);
    auto composed = co_await composing;
    if (!composed)
        co_return console.fail(composed.problem());
    const Composition &composition = *composed;

    sayOrigins(console, composition, Inputs::Identity);
    console.say(CommandLine::tr("Checking this machine and asking its identity endpoint."));
    const Http http(composition.sessionContext.host, composition.sessionContext.net);
    auto asking = askForIdentity(http, composition.question, stop);
    const IdentitySeen seen = co_await asking;
    if (stop.stop_requested())
        co_return console.fail(Problem(finding::runStopped));
    if (console.wantsJson())
        co_return console.finish(identityToJson(seen), exitcode::ready);
    std::optional<FindingText> explanation;
    QString command;
    if (seen.problem) {
        explanation = console.words(*seen.problem);
        command = console.command(u"signet explain "_s + seen.problem->findingId.toString());
    }
    const QString result = identityToText(describe(seen), explanation, command, console.style());
    co_return console.finish(result.toUtf8(), exitcode::ready);
}

void declareIdentity(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<IdentityOptions>();
    addSelectorOptions(command, options->subject);
    addCommonOptions(command, options->common);
    setRun(command, invocation, options, runIdentity);
}

} // namespace

extern const Command identityCommand{
    .path = "identity",
    .about =
        QT_TRANSLATE_NOOP("CommandLine",
                          "Shows what kind of machine this is, which identity endpoint answers, and which "
                          "identity it returns"),
    .examples = "signet identity",
    .declare = declareIdentity,
};

} // namespace signet
