#include "core/identity/machinelearningendpoint.h"

#include "core/identity/endpointrequest.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr SelectorNames selectorNames{"clientid", nullptr, nullptr};

bool isHere(const Host &host)
{
    return host.environment().has(u"MSI_ENDPOINT"_s) && host.environment().has(u"MSI_SECRET"_s);
}

EndpointStep firstRequest(const TokenQuestion &question, const Host &host)
{
    // The protocol of App Service's first endpoint.
    const SecretEndpoint endpoint{.kind = EndpointKind::MachineLearning,
                                  .endpointVariable = u"MSI_ENDPOINT"_s,
                                  .secretVariable = u"MSI_SECRET"_s,
                                  .secretHeader = "secret",
                                  .apiVersion = u"2017-09-01"_s,
                                  .selectorNames = selectorNames};
    return secretEndpointRequest(endpoint, question, host.environment());
}

} // namespace

EndpointSource machineLearningSource()
{
    return {.kind = EndpointKind::MachineLearning,
            .detect = isHere,
            .request = firstRequest,
            .read = readOnce,
            .defaultClientId = "DEFAULT_IDENTITY_CLIENT_ID"_L1};
}

} // namespace signet
