#include "core/identity/appserviceendpoint.h"

#include "core/identity/endpointreply.h"
#include "core/identity/endpointrequest.h"
#include "core/machine/machinemarks.h"
#include "core/result/reason.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

const QString endpointVariable = u"IDENTITY_ENDPOINT"_s;
const QString headerVariable = u"IDENTITY_HEADER"_s;
const QString oldEndpointVariable = u"MSI_ENDPOINT"_s;
const QString oldSecretVariable = u"MSI_SECRET"_s;

constexpr SelectorNames selectorNames{"client_id", "principal_id", "mi_res_id"};
constexpr SelectorNames oldSelectorNames{"clientid", nullptr, nullptr};

bool isContainerApp(const Environment &environment)
{
    return !markOf(MachineKind::ContainerApps, environment, VariableMark::Weight::Sure).isEmpty();
}

bool isAppService(const Environment &environment)
{
    return !markOf(MachineKind::AppService, environment, VariableMark::Weight::Sure).isEmpty();
}

bool isHere(const Host &host)
{
    const Environment &environment = host.environment();
    if (environment.has(endpointVariable) && environment.has(headerVariable))
        return true;
    // A service that sets the variables for its processes, but has not.
    const bool hasOldOnes = environment.has(oldEndpointVariable) && environment.has(oldSecretVariable);
    return (isContainerApp(environment) || isAppService(environment)) && !hasOldOnes;
}

TokenAnswer withoutVariables()
{
    return refusedToSend(
        IdentityFault::NoIdentity,
        {{u"variable"_s, endpointVariable}, {u"reason"_s, reasonText(reasons::notSet, endpointVariable)}});
}

EndpointStep firstRequest(const TokenQuestion &question, const Host &host)
{
    const Environment &environment = host.environment();
    if (!environment.has(endpointVariable) && !environment.has(headerVariable))
        return withoutVariables();
    const SecretEndpoint endpoint{.kind = EndpointKind::AppService,
                                  .endpointVariable = endpointVariable,
                                  .secretVariable = headerVariable,
                                  .secretHeader = "X-IDENTITY-HEADER",
                                  .apiVersion = u"2019-08-01"_s,
                                  .selectorNames = selectorNames};
    return secretEndpointRequest(endpoint, question, environment);
}

bool isOldHere(const Host &host)
{
    const Environment &environment = host.environment();
    return environment.has(oldEndpointVariable) && environment.has(oldSecretVariable)
        && isAppService(environment);
}

EndpointStep oldRequest(const TokenQuestion &question, const Host &host)
{
    const Environment &environment = host.environment();
    if (!environment.has(oldEndpointVariable) && !environment.has(oldSecretVariable))
        return withoutVariables();
    const SecretEndpoint endpoint{.kind = EndpointKind::AppService2017,
                                  .endpointVariable = oldEndpointVariable,
                                  .secretVariable = oldSecretVariable,
                                  .secretHeader = "secret",
                                  .apiVersion = u"2017-09-01"_s,
                                  .selectorNames = oldSelectorNames};
    return secretEndpointRequest(endpoint, question, environment);
}

QList<ProviderDifference> differences(const Host &host, const IdentitySelector &)
{
    if (host.environment().has(endpointVariable))
        return {};
    return {{ProviderDifference::Kind::AsksMetadataService, endpointVariable}};
}

QList<ProviderDifference> oldDifferences(const Host &host, const IdentitySelector &selector)
{
    const QString variable = u"DEFAULT_IDENTITY_CLIENT_ID"_s;
    if (!selector.isNone() || !host.environment().has(variable))
        return {};
    return {{ProviderDifference::Kind::CallsItMachineLearning, variable}};
}

} // namespace

EndpointSource appServiceSource()
{
    return {.kind = EndpointKind::AppService,
            .detect = isHere,
            .request = firstRequest,
            .read = readOnce,
            .differences = differences};
}

EndpointSource appService2017Source()
{
    return {.kind = EndpointKind::AppService2017,
            .detect = isOldHere,
            .request = oldRequest,
            .read = readOnce,
            .differences = oldDifferences};
}

} // namespace signet
