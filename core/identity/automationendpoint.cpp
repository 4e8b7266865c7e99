#include "core/identity/automationendpoint.h"

#include "core/identity/endpointrequest.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr SelectorNames selectorNames{"client_id", nullptr, nullptr};

struct Variables {
    QString endpoint;
    QString secret;
};

Variables variablesIn(const Environment &environment)
{
    if (!environment.has(u"IDENTITY_ENDPOINT"_s) && environment.has(u"MSI_ENDPOINT"_s))
        return {u"MSI_ENDPOINT"_s, u"MSI_SECRET"_s};
    return {u"IDENTITY_ENDPOINT"_s, u"IDENTITY_HEADER"_s};
}

bool isHere(const Host &host)
{
    const Environment &environment = host.environment();
    const bool isSandbox =
        !environment.firstSet({u"AUTOMATION_ASSET_SANDBOX_ID"_s, u"AUTOMATION_ASSET_ACCOUNTID"_s}).isEmpty()
        || environment.value(u"AZUREPS_HOST_ENVIRONMENT"_s)
               .startsWith("AzureAutomation"_L1, Qt::CaseInsensitive);
    return isSandbox && environment.has(variablesIn(environment).endpoint);
}

EndpointStep firstRequest(const TokenQuestion &question, const Host &host)
{
    const Environment &environment = host.environment();
    const Variables variables = variablesIn(environment);
    const SecretEndpoint endpoint{.kind = EndpointKind::Automation,
                                  .endpointVariable = variables.endpoint,
                                  .secretVariable = variables.secret,
                                  .secretHeader = "X-IDENTITY-HEADER",
                                  .apiVersion = {},
                                  .selectorNames = selectorNames};
    EndpointStep step = secretEndpointRequest(endpoint, question, environment);
    if (auto *request = std::get_if<Request>(&step))
        request->headers.append({QByteArray("Metadata"), QByteArray("true")});
    return step;
}

} // namespace

EndpointSource automationSource()
{
    return {EndpointKind::Automation, isHere, firstRequest, readOnce};
}

} // namespace signet
