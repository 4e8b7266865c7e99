#include "core/identity/providerdifference.h"

#include "core/identity/hostkind.h"
#include "core/identity/identityendpoint.h"
#include "core/net/addresses.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using Kind = ProviderDifference::Kind;

// Where MSAL looks for the program of the Azure Arc agent.
bool providerFindsAgent(const Host &host)
{
    QString path;
    if (host.platform() == Platform::Linux)
        path = u"/opt/azcmagent/bin/himds"_s;
    else if (host.platform() == Platform::Windows)
        path = host.environment().value(u"ProgramData"_s) + u"\\AzureConnectedMachineAgent\\himds.exe"_s;
    else
        return false;
    return host.stat(path).kind != FileFacts::Kind::Missing;
}

QString endpointVariable(EndpointKind endpoint, const Environment &environment)
{
    switch (endpoint) {
    case EndpointKind::Imds:
        return {};
    case EndpointKind::MachineLearning:
    case EndpointKind::CloudShell:
    case EndpointKind::AppService2017:
        return u"MSI_ENDPOINT"_s;
    default:
        return environment.firstSet({u"IDENTITY_ENDPOINT"_s, u"MSI_ENDPOINT"_s});
    }
}

} // namespace

QLatin1StringView toString(ProviderDifference::Kind kind)
{
    switch (kind) {
    case Kind::AuthorityHostIgnored:
        return "authority-host-ignored"_L1;
    case Kind::AsksNodeOfPod:
        return "asks-node-of-pod"_L1;
    case Kind::AutomationHeaderMissing:
        return "automation-header-missing"_L1;
    case Kind::CertificateRefused:
        return "certificate-refused"_L1;
    case Kind::AgentNotFound:
        return "agent-not-found"_L1;
    case Kind::SelectorRefused:
        return "selector-refused"_L1;
    case Kind::SecretWouldLeave:
        return "secret-would-leave"_L1;
    case Kind::AsksMetadataService:
        return "asks-metadata-service"_L1;
    case Kind::CallsItMachineLearning:
        return "calls-it-machine-learning"_L1;
    }
    Q_UNREACHABLE();
}

QList<ProviderDifference> providerDifferences(const Host &host, const IdentitySelector &selector)
{
    const Environment &environment = host.environment();
    const EndpointKind endpoint = detectEndpoint(host);
    QList<ProviderDifference> differences;
    const auto add = [&differences](Kind kind, const QString &what, const QString &signet,
                                    const QString &provider) {
        differences.append({kind, what, signet, provider});
    };

    const QString variable = endpointVariable(endpoint, environment);
    const QUrl named(environment.value(variable).trimmed(), QUrl::StrictMode);
    if (!variable.isEmpty() && named.isValid() && !named.host().isEmpty()
        && !isIdentityEndpointAddress(named))
        add(Kind::SecretWouldLeave, variable, u"sends nothing, as the address is not on this machine"_s,
            u"sends the request and its secret to %1"_s.arg(named.host()));

    switch (endpoint) {
    case EndpointKind::Imds:
        if (environment.has(u"AZURE_POD_IDENTITY_AUTHORITY_HOST"_s))
            add(Kind::AuthorityHostIgnored, u"AZURE_POD_IDENTITY_AUTHORITY_HOST"_s,
                u"asks at the address of that variable"_s, u"asks 169.254.169.254 all the same"_s);
        if (environment.has(u"AZURE_FEDERATED_TOKEN_FILE"_s) && environment.has(u"AZURE_CLIENT_ID"_s)
            && environment.has(u"AZURE_TENANT_ID"_s))
            add(Kind::AsksNodeOfPod, u"AZURE_FEDERATED_TOKEN_FILE"_s,
                u"does not take this pod's workload identity for a managed identity"_s,
                u"with use_msi asks for an identity of the node, by the client id of AZURE_CLIENT_ID"_s);
        break;
    case EndpointKind::Automation:
        add(Kind::AutomationHeaderMissing, variable, u"sends the header Metadata beside the secret"_s,
            u"asks as in App Service, without the header Metadata, and is refused"_s);
        break;
    case EndpointKind::ServiceFabric:
        add(Kind::CertificateRefused, u"IDENTITY_SERVER_THUMBPRINT"_s,
            u"takes the certificate with that thumbprint"_s,
            u"knows no thumbprints, and the certificate is signed by nobody it trusts"_s);
        break;
    case EndpointKind::Arc:
        if (!environment.has(u"IMDS_ENDPOINT"_s) && !providerFindsAgent(host))
            add(Kind::AgentNotFound, arcAgentProgram(host), u"finds the agent by its program"_s,
                u"looks for the agent in another folder, finds none, and asks 169.254.169.254"_s);
        break;
    case EndpointKind::AppService:
        if (!environment.has(u"IDENTITY_ENDPOINT"_s))
            add(Kind::AsksMetadataService, u"IDENTITY_ENDPOINT"_s,
                u"sends nothing, as the service has not named its endpoint"_s,
                u"asks 169.254.169.254, which is not there"_s);
        break;
    case EndpointKind::AppService2017:
        if (selector.isNone() && environment.has(u"DEFAULT_IDENTITY_CLIENT_ID"_s))
            add(Kind::CallsItMachineLearning, u"DEFAULT_IDENTITY_CLIENT_ID"_s,
                u"asks for the system-assigned identity"_s,
                u"takes this for Azure Machine Learning and asks for that client id"_s);
        break;
    case EndpointKind::MachineLearning:
    case EndpointKind::CloudShell:
        break;
    }
    // The endpoints that the provider's library never asks by a client id.
    if (selector.clientId() && endpoint == EndpointKind::Arc)
        add(Kind::SelectorRefused, selector.variable().isEmpty() ? u"client_id"_s : selector.variable(),
            u"asks the agent, and checks that it answers for that identity"_s,
            u"takes no client id on Azure Arc and builds no credential"_s);
    return differences;
}

} // namespace signet
