#include "core/identity/providerdifference.h"

#include "core/identity/identityendpoint.h"
#include "core/net/addresses.h"
#include "core/result/enumwords.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr EnumWords differenceWords{
    ProviderDifference::Kind::CallsItMachineLearning,
    std::array{
        EnumWord{ProviderDifference::Kind::AuthorityHostIgnored, "authority-host-ignored"_L1},
        EnumWord{ProviderDifference::Kind::AsksNodeOfPod, "asks-node-of-pod"_L1},
        EnumWord{ProviderDifference::Kind::AutomationHeaderMissing, "automation-header-missing"_L1},
        EnumWord{ProviderDifference::Kind::CertificateRefused, "certificate-refused"_L1},
        EnumWord{ProviderDifference::Kind::AgentNotFound, "agent-not-found"_L1},
        EnumWord{ProviderDifference::Kind::SelectorRefused, "selector-refused"_L1},
        EnumWord{ProviderDifference::Kind::SecretWouldLeave, "secret-would-leave"_L1},
        EnumWord{ProviderDifference::Kind::AsksMetadataService, "asks-metadata-service"_L1},
        EnumWord{ProviderDifference::Kind::CallsItMachineLearning, "calls-it-machine-learning"_L1},
    }};

} // namespace

QLatin1StringView toString(ProviderDifference::Kind kind)
{
    return differenceWords[kind];
}

QList<ProviderDifference> providerDifferences(const Host &host, const IdentitySelector &selector)
{
    const Environment &environment = host.environment();
    const EndpointKind endpoint = detectEndpoint(host);
    QList<ProviderDifference> found;

    QString variable = endpointFacts(endpoint).addressVariable;
    // Where the service's own variable is missing, the provider still goes by the older one.
    if (!variable.isEmpty() && !environment.has(variable))
        variable = u"MSI_ENDPOINT"_s;
    const QUrl named(environment.value(variable).trimmed(), QUrl::StrictMode);
    if (!variable.isEmpty() && named.isValid() && !named.host().isEmpty()
        && !isIdentityEndpointAddress(named))
        found.append({ProviderDifference::Kind::SecretWouldLeave, variable, named.host()});

    if (const auto differences = endpointSource(endpoint).differences)
        found += differences(host, selector);
    return found;
}

} // namespace signet
