#include "core/terraform/serviceconnection.h"

#include "core/machine/machinemarks.h"
#include "core/terraform/providerarguments.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// The task keeps the sign-in of the Azure CLI in a folder of the job.
bool hasTaskSignedInTheCli(const Environment &environment)
{
    return environment.has(u"AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"_s)
        || environment.value(u"AZURE_CONFIG_DIR"_s).endsWith(".azclitask"_L1);
}

bool switchesCliOn(const DecisionInput &input)
{
    const ConfigurationValue written = input.arguments.value(u"use_cli"_s);
    return written.isNull() ? input.environment.has(u"ARM_USE_CLI"_s) : written.toBool().value_or(false);
}

// A token or a secret that was left over hides what is meant.
DecisionInput withoutSecrets(DecisionInput input, Platform platform)
{
    QMap<QString, QString> variables = input.environment.all();
    for (const QLatin1StringView name : secretCredentials) {
        input.arguments.remove(name);
        for (const QString &variable : providerArgument(name)->variablesOf(ProviderVersion::newestKnown()))
            variables.remove(variable);
    }
    input.environment = Environment(variables, platform);
    return input;
}

// The request that the provider would send on GitHub, which Azure Pipelines does not answer.
bool asksPipelinesLikeGitHub(const Decision &decision, const Environment &environment)
{
    return isMicrosoftHostedAgent(environment)
        && std::ranges::any_of(decision.chain, [](const ChainEntry &entry) {
               return entry.variant == "request"_L1 && entry.state == ChainState::Selected;
           });
}

} // namespace

bool isOnHostedAgent(const Environment &environment)
{
    return isMicrosoftHostedAgent(environment) || isGitHubHostedRunner(environment);
}

std::optional<CredentialMethod> serviceConnectionCredential(const DecisionInput &input, const Host &host)
{
    if (!isOnHostedAgent(input.environment))
        return std::nullopt;
    // As if every credential worked: which of them is meant does not depend on it.
    DecisionInput working = withoutSecrets(input, host.platform());
    working.machine = {EndpointAnswer::Token, AzureCliState::SignedIn, true};
    const Decision decision = decide(working, host);
    const CredentialMethod method = decision.decidedBy;
    if (method == CredentialMethod::Oidc && !asksPipelinesLikeGitHub(decision, input.environment))
        return method;
    if (method == CredentialMethod::AzureCli
        && (switchesCliOn(input) || hasTaskSignedInTheCli(input.environment)))
        return method;
    return std::nullopt;
}

bool isCliSignedIn(const Environment &environment)
{
    return !isOnHostedAgent(environment) || hasTaskSignedInTheCli(environment);
}

Environment withJobVariables(const Environment &environment, Platform platform, CredentialMethod method)
{
    if (method != CredentialMethod::Oidc)
        return environment;
    const QString id = u"00000000-0000-0000-0000-000000000000"_s;
    QMap<QString, QString> variables = environment.all();
    const auto add = [&variables](const QString &name, const QString &value) {
        if (variables.value(name).isEmpty())
            variables.insert(name, value);
    };
    // On GitHub the runner provides the address and the token.
    if (!environment.has(u"ACTIONS_ID_TOKEN_REQUEST_URL"_s)) {
        add(u"SYSTEM_ACCESSTOKEN"_s, u"token"_s);
        add(u"SYSTEM_OIDCREQUESTURI"_s, u"https://dev.azure.com"_s);
        add(u"AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"_s, id);
    }
    add(u"ARM_CLIENT_ID"_s, id);
    add(u"ARM_TENANT_ID"_s, id);
    return Environment(variables, platform);
}

} // namespace signet
