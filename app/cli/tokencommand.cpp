#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/origins.h"

#include "core/identity/absence.h"
#include "core/identity/identityendpoint.h"
#include "core/net/addresses.h"
#include "core/report/textlayout.h"
#include "core/session/tokensession.h"
#include "core/token/claims.h"
#include "core/token/pastedtoken.h"
#include "core/token/tokenage.h"

#include <QJsonArray>

#include <cstdio>

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

QJsonObject claimsJson(const Claims &claims, std::chrono::sys_seconds now)
{
    QJsonArray lines;
    for (const ClaimLine &line : explainClaims(claims, now)) {
        lines.append(QJsonObject{{u"group"_s, line.group},
                                 {u"claim"_s, line.claim},
                                 {u"value"_s, line.value},
                                 {u"sentence"_s, line.sentence}});
    }
    return {{u"identityKind"_s, toString(identityTypeOf(claims))},
            {u"objectId"_s, claims.objectId},
            {u"clientId"_s, claims.appId},
            {u"tenantId"_s, claims.tenantId},
            {u"resourceId"_s, claims.miResourceId},
            {u"claims"_s, lines}};
}

QByteArray claimsText(const Claims &claims, std::chrono::sys_seconds now, const TextStyle &style)
{
    QString result;
    QString group;
    for (const ClaimLine &line : explainClaims(claims, now)) {
        if (line.group != group) {
            group = line.group;
            result +=
                (result.isEmpty() ? QString() : u"\n"_s) + group.left(1).toUpper() + group.mid(1) + u'\n';
        }
        const QString lead = u"  "_s + padded(line.claim, 14) + u' ';
        const QStringList lines = wrapped(printable(line.sentence), qMax(30, style.width - 17));
        for (qsizetype i = 0; i < lines.size(); ++i)
            result += (i == 0 ? lead : QString(17, u' ')) + lines.at(i) + u'\n';
        if (!line.value.isEmpty() && !line.sentence.contains(line.value))
            result += QString(17, u' ') + printable(line.value) + u'\n';
    }
    return result.toUtf8();
}

QByteArray ageText(const Claims &claims, const TokenAge &age, const TextStyle &style)
{
    QString result = u"\nAge\n"_s;
    for (const QString &sentence : explainAge(claims, age)) {
        const QStringList lines = wrapped(sentence, qMax(30, style.width - 2));
        for (const QString &line : lines)
            result += u"  "_s + line + u'\n';
    }
    return result.toUtf8();
}

int finishClaims(const Console &console, const Claims &claims, QJsonObject about,
                 std::chrono::sys_seconds now, std::optional<qint64> serverTime, int code)
{
    const TokenAge age = ageOf(claims, now, serverTime);
    if (!console.wantsJson())
        return console.finish(
            claimsText(claims, now, console.style()) + ageText(claims, age, console.style()), code);
    QJsonObject explained = claimsJson(claims, now);
    QJsonObject ageJson = age.toJson();
    ageJson.insert(u"sentences"_s, QJsonArray::fromStringList(explainAge(claims, age)));
    explained.insert(u"age"_s, ageJson);
    for (auto it = explained.begin(); it != explained.end(); ++it)
        about.insert(it.key(), it.value());
    return console.finish(about, code);
}

QCoro::Task<int> runToken(TokenOptions options, std::stop_token stop)
{
    const Console console(options.common);
    if (options.reveal && !console.outputIsTerminal())
        co_return console.fail(Problem(finding::revealNeedsTerminal));

    if (options.fromStandardInput) {
        auto input = console.disk().readStandardInput(tokenLimit);
        if (!input)
            co_return console.fail(input.problem());
        const auto pasted = readPastedToken(std::move(*input));
        if (!pasted)
            co_return console.fail(pasted.problem());
        const auto claims = decodeClaims(pasted->token);
        if (!claims)
            co_return console.fail(claims.problem());
        const QJsonObject about{{u"source"_s, u"standard input"_s},
                                {u"form"_s, toString(pasted->form)},
                                {u"fingerprint"_s, pasted->token.fingerprint()}};
        // The Date of a reply that was kept for a while says nothing about the clock of today.
        co_return finishClaims(console, *claims, about, console.disk().now(), std::nullopt, exitcode::ready);
    }

    auto composing = compose(wishesFrom(options.common, options.subject), stop);
    auto composed = co_await composing;
    if (!composed)
        co_return console.fail(composed.problem());
    const Composition &composition = *composed;
    const Host host = composition.surroundings.host;
    sayOrigins(console, composition, Inputs::Identity);

    console.say(u"Asking the identity endpoint for a token."_s);
    const IdentitySelector selector = selectorOf(composition.question);
    const QString resource = options.resource.empty() ? QString(azureDevOpsResource) : text(options.resource);
    const Http http(host, composition.surroundings.net);
    auto asking = askForToken(http, TokenQuestion(selector, resource), stop);
    const TokenAnswer answer = co_await asking;
    if (answer.transport == Transport::Stopped)
        co_return console.fail(Problem(finding::runStopped));

    if (!answer.token) {
        const Problem problem = problemOf(answer, selector);
        const int code =
            answer.transport == Transport::Answered ? exitcode::notReady : exitcode::notReachable;
        console.fail(problem);
        if (console.wantsJson()) {
            const QJsonObject json{{u"source"_s, toString(sourceOf(*answer.endpoint))},
                                   {u"outcome"_s, toString(answer.outcome)},
                                   {u"kind"_s, toString(answer.kind)},
                                   {u"finding"_s, problem.findingId.toString()},
                                   {u"facts"_s, answer.facts}};
            co_return console.finish(json, code);
        }
        co_return code;
    }

    if (options.reveal) {
        // The one place where a token is printed: a terminal, asked for in as many words.
        const QByteArray plain = answer.token->text.reveal();
        std::fwrite(plain.constData(), 1, std::size_t(plain.size()), stdout);
        std::fputc('\n', stdout);
        co_return exitcode::ready;
    }
    const QJsonObject about{
        {u"source"_s, toString(sourceOf(*answer.endpoint))},
        {u"outcome"_s, toString(answer.outcome)},
        {u"kind"_s,
         answer.kind == IdentityKind::None ? QJsonValue() : QJsonValue(QString(toString(answer.kind)))},
        {u"expiresOn"_s, answer.token->expiresOn},
        {u"fingerprint"_s, answer.token->text.fingerprint()}};
    if (!answer.token->claims) {
        console.say(CommandLine::tr("The endpoint returned a token that Signet cannot decode. It may still be valid."));
        co_return console.wantsJson() ? console.finish(about, exitcode::ready) : exitcode::ready;
    }
    const QJsonValue serverTime = answer.facts["serverTime"_L1];
    co_return finishClaims(console, *answer.token->claims, about, host.now(),
                           serverTime.isDouble() ? std::optional(serverTime.toInteger()) : std::nullopt,
                           exitcode::ready);
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
    setRun(command, invocation, options, runToken, [](Invocation *started, const TokenOptions *parsed) {
        started->canBeStopped = !parsed->fromStandardInput;
    });
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
