#include "core/identity/appserviceendpoint.h"

#include "core/identity/endpointreply.h"
#include "core/identity/endpointrequest.h"

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
    return !environment.firstSet({u"CONTAINER_APP_NAME"_s, u"CONTAINER_APP_JOB_NAME"_s}).isEmpty();
}

bool isAppService(const Environment &environment)
{
    return !environment.firstSet({u"WEBSITE_SITE_NAME"_s, u"WEBSITE_INSTANCE_ID"_s}).isEmpty();
}

bool isHere(const Host &host)
{
    const Environment &environment = host.environment();
    if (environment.has(endpointVariable) && environment.has(headerVariable))
        return true;
    // A service that gives its processes the variables, and did not.
    const bool hasOldOnes = environment.has(oldEndpointVariable) && environment.has(oldSecretVariable);
    return (isContainerApp(environment) || isAppService(environment)) && !hasOldOnes;
}

TokenAnswer withoutVariables(const Environment &environment)
{
    const QString hint = isContainerApp(environment)
        ? u"The variable IDENTITY_ENDPOINT is missing from the environment: this container has no identity, or it was added later; create a new revision"_s
        : environment.has(u"WEBSITE_DISABLE_MSI"_s)
        ? u"WEBSITE_DISABLE_MSI keeps the identity from this app: remove that setting"_s
        : u"The variable IDENTITY_ENDPOINT is missing: switch the identity of this app and of this slot on, and restart it"_s;
    return refusedToSend(IdentityKind::NoIdentity,
                         {{u"variable"_s, endpointVariable},
                          {u"reason"_s, endpointVariable + u" is not set"_s},
                          {u"hint"_s, hint}});
}

EndpointStep firstRequest(const TokenQuestion &question, const Host &host)
{
    const Environment &environment = host.environment();
    if (!environment.has(endpointVariable) && !environment.has(headerVariable))
        return withoutVariables(environment);
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
        return withoutVariables(environment);
    const SecretEndpoint endpoint{.kind = EndpointKind::AppService2017,
                                  .endpointVariable = oldEndpointVariable,
                                  .secretVariable = oldSecretVariable,
                                  .secretHeader = "secret",
                                  .apiVersion = u"2017-09-01"_s,
                                  .selectorNames = oldSelectorNames};
    return secretEndpointRequest(endpoint, question, environment);
}

} // namespace

EndpointSource appServiceSource()
{
    return {EndpointKind::AppService, isHere, firstRequest, readOnce};
}

EndpointSource appService2017Source()
{
    return {EndpointKind::AppService2017, isOldHere, oldRequest, readOnce};
}

} // namespace signet
