#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/origins.h"
#include "app/terminal.h"

#include "core/identity/absence.h"
#include "core/identity/identityendpoint.h"
#include "core/net/addresses.h"
#include "core/report/tokenlayout.h"
#include "core/session/tokensession.h"
#include "core/token/pastedtoken.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct TokenOptions {
    CommonOptions common;
    SubjectOptions subject;
    std::string resource;
    bool fromStandardInput = false;
    bool reveal = false;
};

constexpr qint64 tokenLimit = 1024 * 1024;

int finishToken(const Console &console, const TokenRead &token, QJsonObject about,
                std::chrono::sys_seconds now)
{
    if (!console.wantsJson())
        return console.finish(tokenToText(describe(token, now), console.style()).toUtf8(), exitcode::ready);
    const QJsonObject explained = tokenToJson(token, now);
    for (auto it = explained.begin(); it != explained.end(); ++it)
        about.insert(it.key(), it.value());
    return console.finish(about, exitcode::ready);
}

QCoro::Task<int> runToken(TokenOptions options, std::stop_token stop)
{
    const Console console(options.common);
    if (options.reveal && !console.outputIsTerminal())
        co_return console.fail(Problem(finding::revealNeedsTerminal));

    if (options.fromStandardInput) {
        if (console.mayAsk())
            console.say(CommandLine::tr("Paste the token, then press Ctrl+D."));
        auto reading = console.disk().readStandardInput(InputEnd::Closed, tokenLimit, stop);
        auto input = co_await reading;
        if (!input)
            co_return console.fail(input.problem());
        const auto pasted = readPastedToken(std::move(*input));
        if (!pasted)
            co_return console.fail(pasted.problem());
        const std::chrono::sys_seconds now = console.disk().now();
        const auto token = tokenRead(*pasted, now);
        if (!token)
            co_return console.fail(token.problem());
        const QJsonObject about{{u"source"_s, u"standard input"_s},
                                {u"form"_s, toString(pasted->form)},
                                {u"fingerprint"_s, pasted->token.fingerprint()}};
        co_return finishToken(console, *token, about, now);
    }

    auto composing = compose(commandLineInputFrom(options.common, options.subject), stop);
    auto composed = co_await composing;
    if (!composed)
        co_return console.fail(composed.problem());
    const Composition &composition = *composed;
    const Host host = composition.sessionContext.host;
    sayOrigins(console, composition, Inputs::Identity);

    console.say(CommandLine::tr("Asking the identity endpoint for a token."));
    const IdentitySelector selector = selectorOf(composition.question);
    const QString resource = options.resource.empty() ? QString(azureDevOpsResource) : text(options.resource);
    const Http http(host, composition.sessionContext.net);
    auto asking = askForToken(http, TokenQuestion(selector, resource), stop);
    const TokenAnswer answer = co_await asking;
    if (answer.delivery == Delivery::Stopped)
        co_return console.fail(Problem(finding::runStopped));

    if (!answer.token) {
        const Problem problem = problemOf(answer, selector, detectMachine(host).kind);
        const int code = answer.delivery == Delivery::Answered ? exitcode::notReady : exitcode::notReachable;
        console.fail(problem);
        if (console.wantsJson()) {
            const QJsonObject json{{u"source"_s, toString(sourceOf(*answer.endpoint))},
                                   {u"outcome"_s, toString(answer.outcome)},
                                   {u"kind"_s, toString(answer.fault)},
                                   {u"finding"_s, problem.findingId.toString()},
                                   {u"facts"_s, answer.facts}};
            co_return console.finish(json, code);
        }
        co_return code;
    }

    if (options.reveal) {
        // The one place where a token is printed: a terminal, asked for in as many words.
        const QByteArray plain = answer.token->text.reveal();
        write(Stream::Output, plain + '\n');
        co_return exitcode::ready;
    }
    const QJsonObject about{
        {u"source"_s, toString(sourceOf(*answer.endpoint))},
        {u"outcome"_s, toString(answer.outcome)},
        {u"kind"_s,
         answer.fault == IdentityFault::None ? QJsonValue() : QJsonValue(QString(toString(answer.fault)))},
        {u"expiresOn"_s, answer.token->expiresOn},
        {u"fingerprint"_s, answer.token->text.fingerprint()}};
    co_return finishToken(console, tokenRead(answer, host.now()), about, host.now());
}

void declareToken(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<TokenOptions>();
    addSelectorOptions(command, options->subject);
    command
        ->add_option(
            "--resource", options->resource,
            QT_TRANSLATE_NOOP("CommandLine", "resource to request the token for (default: Azure DevOps)"))
        ->type_name("RESOURCE")
        ->group("Identity");
    command->add_flag("--stdin", options->fromStandardInput,
                      QT_TRANSLATE_NOOP("CommandLine", "explain a token from standard input instead"));
    command->add_flag("--reveal", options->reveal,
                      QT_TRANSLATE_NOOP("CommandLine", "print the token itself; only on a terminal"));
    addCommonOptions(command, options->common);
    setRun(command, invocation, options, runToken);
}

} // namespace

extern const Command tokenCommand{
    .path = "token",
    .about = QT_TRANSLATE_NOOP(
        "CommandLine", "Gets a token from the identity endpoint, or reads one, and explains every claim"),
    .examples = "signet token\n"
                "signet token --resource https://management.azure.com",
    .declare = declareToken,
};

} // namespace signet
