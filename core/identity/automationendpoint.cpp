#include "core/identity/automationendpoint.h"

#include "core/identity/endpointrequest.h"
#include "core/machine/machinemarks.h"

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
    return !markOf(MachineKind::Automation, environment, VariableMark::Weight::Sure).isEmpty()
        && environment.has(variablesIn(environment).endpoint);
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

QList<ProviderDifference> differences(const Host &host, const IdentitySelector &)
{
    return {{ProviderDifference::Kind::AutomationHeaderMissing, variablesIn(host.environment()).endpoint}};
}

} // namespace

EndpointSource automationSource()
{
    return {.kind = EndpointKind::Automation,
            .detect = isHere,
            .request = firstRequest,
            .read = readOnce,
            .differences = differences};
}

} // namespace signet
