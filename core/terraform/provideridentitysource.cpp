#include "core/terraform/provideridentitysource.h"

#include "core/machine/machinemarks.h"
#include "core/terraform/providerera.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using Kind = IdentitySource;

ProviderIdentitySource found(Kind kind, const QString &endpoint, const QStringList &variables)
{
    ProviderIdentitySource source;
    source.kind = kind;
    source.endpoint = endpoint;
    source.variables = variables;
    return source;
}

// MSAL's order: what counts is that a variable holds something.
ProviderIdentitySource sourceOfChain(const Environment &environment, const Host &host)
{
    const QString identityEndpoint = environment.value(u"IDENTITY_ENDPOINT"_s);
    const QString msiEndpoint = environment.value(u"MSI_ENDPOINT"_s);
    if (!identityEndpoint.isEmpty() && environment.has(u"IDENTITY_HEADER"_s)) {
        const QStringList two{u"IDENTITY_ENDPOINT"_s, u"IDENTITY_HEADER"_s};
        if (environment.has(u"IDENTITY_SERVER_THUMBPRINT"_s))
            return found(Kind::ServiceFabric, identityEndpoint,
                         two + QStringList{u"IDENTITY_SERVER_THUMBPRINT"_s});
        return found(Kind::AppService, identityEndpoint, two);
    }
    if (!msiEndpoint.isEmpty()) {
        if (environment.has(u"MSI_SECRET"_s))
            return found(Kind::MachineLearning, msiEndpoint, {u"MSI_ENDPOINT"_s, u"MSI_SECRET"_s});
        return found(Kind::CloudShell, msiEndpoint, {u"MSI_ENDPOINT"_s});
    }
    if (!identityEndpoint.isEmpty() && environment.has(u"IMDS_ENDPOINT"_s))
        return found(Kind::Arc, identityEndpoint, {u"IDENTITY_ENDPOINT"_s, u"IMDS_ENDPOINT"_s});
    if (!arcAgentProgram(ArcAgentReader::Provider, host, environment).isEmpty())
        return found(Kind::Arc,
                     identityEndpoint.isEmpty() ? QString(endpointFacts(EndpointKind::Arc).address)
                                                : identityEndpoint,
                     {});
    return {};
}

// azidentity's own order before it left that to MSAL: what counts is that a variable exists, and one
// IDENTITY_ENDPOINT keeps MSI_ENDPOINT from being looked at.
ProviderIdentitySource sourceOfLastMatch(const Environment &environment, bool knowsMachineLearning)
{
    const auto has = [&environment](const QString &name) { return exists(environment, name); };
    const QString identityEndpoint = environment.value(u"IDENTITY_ENDPOINT"_s);
    if (has(u"IDENTITY_ENDPOINT"_s)) {
        if (has(u"IDENTITY_HEADER"_s)) {
            const QStringList two{u"IDENTITY_ENDPOINT"_s, u"IDENTITY_HEADER"_s};
            if (has(u"IDENTITY_SERVER_THUMBPRINT"_s))
                return found(Kind::ServiceFabric, identityEndpoint,
                             two + QStringList{u"IDENTITY_SERVER_THUMBPRINT"_s});
            return found(Kind::AppService, identityEndpoint, two);
        }
        if (has(u"IMDS_ENDPOINT"_s))
            return found(Kind::Arc, identityEndpoint, {u"IDENTITY_ENDPOINT"_s, u"IMDS_ENDPOINT"_s});
        return {};
    }
    if (!has(u"MSI_ENDPOINT"_s))
        return {};
    const QString msiEndpoint = environment.value(u"MSI_ENDPOINT"_s);
    if (knowsMachineLearning && has(u"MSI_SECRET"_s))
        return found(Kind::MachineLearning, msiEndpoint, {u"MSI_ENDPOINT"_s, u"MSI_SECRET"_s});
    return found(Kind::CloudShell, msiEndpoint, {u"MSI_ENDPOINT"_s});
}

QString refusalOf(Kind kind, Era era)
{
    switch (kind) {
    case Kind::ServiceFabric:
        return hasChain(era)
            ? u"Service Fabric API doesn't support specifying a user-assigned identity. The identity is "
              u"determined by "
              "cluster resource configuration. See https://aka.ms/servicefabricmi"_s
            : u"the Service Fabric API doesn't support specifying a user-assigned identity at runtime. The "
              u"identity is "
              "determined by cluster resource configuration. See https://aka.ms/servicefabricmi"_s;
    case Kind::CloudShell:
        return hasChain(era) ? u"Cloud Shell doesn't support user-assigned managed identities"_s
                             : u"the Cloud Shell API doesn't support user-assigned managed identities"_s;
    case Kind::Arc:
        return hasChain(era)
            ? u"Azure Arc doesn't support user-assigned managed identities"_s
            : u"the Azure Arc API doesn't support specifying a user-assigned managed identity at runtime"_s;
    default:
        return {};
    }
}

} // namespace

bool exists(const Environment &environment, const QString &name)
{
    return environment.all().contains(name);
}

ProviderIdentitySource identitySourceOf(const ProviderVersion &version, const Environment &environment,
                                        const Host &host)
{
    const Era era = eraOf(version);
    // azidentity 1.2.2 up to 1.1.x of the provider; it came to know Azure ML in 1.2.0, and to refuse client
    // ids in 1.6.0.
    const bool knowsMachineLearning = version >= ProviderVersion(Release{1, 2, 0});
    const bool refusesClientIds = version >= ProviderVersion(Release{1, 6, 0});
    ProviderIdentitySource source = hasChain(era) ? sourceOfChain(environment, host)
                                                  : sourceOfLastMatch(environment, knowsMachineLearning);
    if (source.kind == IdentitySource::Imds)
        source.endpoint = endpointFacts(EndpointKind::Imds).address;
    source.refusal = refusalOf(source.kind, era);
    if (!source.refusal.isEmpty())
        source.clientIdUse = refusesClientIds ? ProviderIdentitySource::ClientIdUse::Refused
                                              : ProviderIdentitySource::ClientIdUse::LeftOut;
    return source;
}

bool belongsHere(const ProviderIdentitySource &source, const Environment &environment, const Host &host)
{
    if (source.kind == IdentitySource::Imds)
        return true;
    if (source.kind == IdentitySource::Arc)
        return !arcAgentProgram(ArcAgentReader::Provider, host, environment).isEmpty();
    return std::ranges::any_of(endpoints(), [&](const EndpointFacts &endpoint) {
        return endpoint.source == source.kind
            && std::ranges::any_of(endpoint.machines, [&environment](MachineKind machine) {
                   return !markOf(machine, environment).isEmpty();
               });
    });
}

} // namespace signet
