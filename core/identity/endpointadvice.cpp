#include "core/identity/endpointreply.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

bool sameId(const QString &a, const QString &b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

QString hintForMissingIdentity(const TokenQuestion &question, const Machine &machine,
                               const Environment &environment)
{
    if (machine.kind == HostKind::AzurePipelinesHosted)
        return u"Microsoft-hosted agents have no identity of yours: use a service connection with workload "
               u"identity "
               "federation (OIDC), or an agent of your own on an Azure machine"_s;
    if (environment.has(u"GITHUB_ACTIONS"_s) && machine.kind == HostKind::GitHubHosted)
        return u"GitHub-hosted runners have no identity of yours: use OIDC federation (use_oidc = true), or "
               u"a runner of "
               "your own on an Azure machine"_s;
    const QString variable = question.selector.variable();
    if (!variable.isEmpty())
        return u"The client_id came from %1: remove or change the variable if it is left over from something else"_s
            .arg(variable);
    if (const ClientId *id = question.selector.clientId()) {
        for (const ObjectId &known : question.knownObjectIds) {
            if (sameId(known.toString(), id->toString()))
                return u"The value given as client id is an object id: use the client id of the same identity"_s;
        }
    }
    if (!question.selector.isNone())
        return u"Assign the identity to this machine, or check the id; a new assignment can take minutes to arrive"_s;
    if (machine.inKubernetes)
        return u"The node has no identity: pods should use workload identity instead"_s;
    return u"Switch the system-assigned identity of this machine on, or assign a user-assigned one; it can "
           u"take minutes "
           "to arrive"_s;
}

QString hintForSilence(IdentityKind kind, const Machine &machine)
{
    if (machine.inKubernetes)
        return u"Access of pods to IMDS may be restricted in this cluster; use workload identity"_s;
    if (kind == IdentityKind::NotInAzure)
        return u"This machine is not in Azure, so it has no metadata service: connect it with Azure Arc, or "
               u"run Terraform on "
               "a machine in Azure"_s;
    if (kind == IdentityKind::BlockedByFirewall)
        return u"A firewall rule of this machine forbids this user or program the metadata address; try as another user"_s;
    if (machine.inWsl)
        return u"WSL is outside Azure's network even on a machine in Azure: run on the machine itself"_s;
    if (machine.inContainer)
        return u"The container's network may not reach the metadata address: try the host network"_s;
    if (machine.kind == HostKind::AppService || machine.kind == HostKind::Functions
        || machine.kind == HostKind::ContainerApps)
        return u"This service has no IMDS: its identity endpoint is named by IDENTITY_ENDPOINT"_s;
    if (machine.saysAzure)
        return u"Allow this user to reach 169.254.169.254 directly: check the route and local firewall rules"_s;
    return u"Nothing says that this machine is in Azure; if it is, check the route to 169.254.169.254 and firewall rules"_s;
}

QString hintFor(const TokenAnswer &answer, const TokenQuestion &question, const Machine &machine,
                const Environment &environment)
{
    const bool hasTokenToCheck = answer.hasToken();
    switch (answer.kind) {
    case IdentityKind::None:
        return answer.outcome == TokenAnswer::Outcome::TokenWithWarning
            ? u"The token does not tell everything about its identity: look it up by its client id in Azure "
              u"Resource Manager "
              "or Microsoft Graph"_s
            : QString();
    case IdentityKind::NotInAzure:
    case IdentityKind::ImdsUnreachable:
    case IdentityKind::ImdsRefused:
    case IdentityKind::ImdsTimeout:
    case IdentityKind::BlockedByFirewall:
        return hintForSilence(answer.kind, machine);
    case IdentityKind::NoIdentity:
    case IdentityKind::IdentityNotAssigned:
        return hintForMissingIdentity(question, machine, environment);
    case IdentityKind::IdentityAmbiguous:
        return machine.inKubernetes
            ? u"These are the identities of the node: use workload identity, or name one by its client_id"_s
            : u"Name the identity by its client_id: this machine has several user-assigned ones"_s;
    case IdentityKind::IdentityBroken:
        return u"The service principal is gone: after a move of the subscription switch the system-assigned "
               u"identity off and "
               "on, or create and assign the user-assigned one again"_s;
    case IdentityKind::ResourceNotFound:
        return audienceIsAzureDevOps(question.resource)
            ? u"The identity's tenant does not know Azure DevOps: it never used it, or it is in another cloud"_s
            : u"The resource is not known in the identity's tenant: ask for Azure DevOps, 499b84ac-1321-427f-aa17-267ca6975798"_s;
    case IdentityKind::WrongAudience:
        return u"Ask for a token of the resource that is needed; this one is for another service"_s;
    case IdentityKind::WrongTenant:
        return u"The identity lives in another tenant than the organization: use an identity of the organization's tenant"_s;
    case IdentityKind::WrongIdentity:
        return hasTokenToCheck
            ? u"Another identity than the intended one answers: write its client_id explicitly"_s
            : u"The endpoint answered for another identity than the one that was asked for"_s;
    case IdentityKind::UserToken:
        return u"This token is a person's, not a managed identity's"_s;
    case IdentityKind::MissingMetadataHeader:
        return u"The header Metadata: true did not arrive: something on the way takes headers off"_s;
    case IdentityKind::ForwardedHeaderRejected:
        return u"A proxy added X-Forwarded-For: leave 169.254.169.254 out of every proxy (NO_PROXY)"_s;
    case IdentityKind::ImdsUpdating:
        return u"The metadata service is being updated and is back within 70 seconds; if this lasts, it is another service"_s;
    case IdentityKind::Throttled:
        return u"Too many requests from this machine: wait, and let fewer processes ask at once"_s;
    case IdentityKind::TransientServer:
        return u"The service failed; try again, and check the resource and the identity's health if it lasts"_s;
    case IdentityKind::ProxyInPath:
        return u"A proxy is in the path: leave 169.254.169.254 out of it (NO_PROXY)"_s;
    case IdentityKind::CaptivePortal:
        return u"A sign-in page of this network answered: this is not Azure's network"_s;
    case IdentityKind::NotImds:
        if (answer.facts["responder"_L1] == "aad-pod-identity"_L1)
            return u"aad-pod-identity answers, which is retired: move to workload identity"_s;
        return hasTokenToCheck ? u"The answer does not carry the server name of Azure's metadata service"_s
                               : u"Something other than Azure's metadata service answers at this address"_s;
    case IdentityKind::RedirectRefused:
        return u"Identity endpoints never redirect: something else answers at this address, and was not followed"_s;
    case IdentityKind::BlockedByMsp:
        return u"The Metadata Security Protocol may deny this process: allow it in the machine's proxy agent "
               u"settings, and "
               "see the agent's connection log"_s;
    case IdentityKind::DockerDesktopProxy:
        return u"Docker Desktop's proxy answered: containers there have no metadata service"_s;
    case IdentityKind::LegacyEndpoint:
        return u"Port 50342 is the retired VM extension: remove it and use 169.254.169.254"_s;
    case IdentityKind::TokenExpired:
        return u"Check this machine's clock: the token has expired already"_s;
    case IdentityKind::ClockSkew:
        return u"Set this machine's clock: it is behind the token's issuer"_s;
    case IdentityKind::BadExpiry:
    case IdentityKind::MissingExpiry:
        return u"The reply does not say properly when the token expires; the token's own claim counts"_s;
    case IdentityKind::JwtMalformed:
        return hasTokenToCheck
            ? u"The token cannot be read or is not properly signed; the service decides whether it is good"_s
            : u"The token holds characters that no token may have, and is not used"_s;
    case IdentityKind::BadRequestUnclassified:
        if (answer.facts.contains("tokenType"_L1) && !hasTokenToCheck)
            return u"A bound token cannot be used as a bearer token"_s;
        return u"The service answered in a way that is not documented; its own text is kept"_s;
    default:
        return {};
    }
}

// What is particular to one source; empty where the general advice holds.
QString hintForSource(const TokenAnswer &answer, const Machine &machine)
{
    const bool isContainerApp = machine.kind == HostKind::ContainerApps;
    switch (answer.kind) {
    case IdentityKind::NoIdentity:
        if (answer.endpoint == EndpointKind::ServiceFabric)
            return u"The cluster gives this application no identity: name one in the application's resource and in IdentityBindingPolicy"_s;
        if (answer.endpoint == EndpointKind::AppService || answer.endpoint == EndpointKind::AppService2017)
            return isContainerApp
                ? u"Switch the system-assigned identity of this container app on, then create a new revision; or name a user-assigned one by its client_id"_s
                : u"Switch the system-assigned identity of this app and of this slot on, or name a user-assigned one by its client_id"_s;
        if (answer.endpoint == EndpointKind::Automation)
            return u"Switch the identity of the Automation account on: its runbooks use that one"_s;
        return {};
    case IdentityKind::IdentityNotAssigned:
        return isContainerApp
            ? u"Assign the identity to this container app and create a new revision; the lifecycle in its identitySettings may hide it from this container"_s
            : QString();
    case IdentityKind::SecretRejected:
        if (answer.endpoint == EndpointKind::Arc)
            return u"The agent did not accept the key that it had written itself: ask again, and restart the agent if it lasts"_s;
        return u"The value of the secret variable is not this process's own: start it anew from the service, without values copied from elsewhere"_s;
    case IdentityKind::TransientServer:
        if (answer.endpoint == EndpointKind::ServiceFabric)
            return u"Service Fabric says this often for a wrong resource, such as one with a trailing slash: ask for the GUID"_s;
        if (answer.endpoint == EndpointKind::AppService || answer.endpoint == EndpointKind::AppService2017)
            return u"App Service says this mostly for a wrong resource: ask for the GUID of Azure DevOps"_s;
        return {};
    case IdentityKind::ResourceNotFound:
        return answer.endpoint == EndpointKind::CloudShell
            ? u"Cloud Shell gives tokens for the audiences of its list only; Azure DevOps is one, by its GUID"_s
            : QString();
    case IdentityKind::UserToken:
        return answer.endpoint == EndpointKind::CloudShell
            ? u"Cloud Shell gives the token of the person who is signed in, never of a managed identity: run Terraform on a machine with an identity"_s
            : QString();
    case IdentityKind::SelectorUnsupported:
        return u"%1 takes no such selector"_s.arg(answer.endpoint ? nameOf(*answer.endpoint) : QString());
    case IdentityKind::SelectorIgnored:
        return u"This agent does not know user-assigned identities and answered as the machine itself: leave the selector out, or update the agent"_s;
    case IdentityKind::ArcAgentDown:
        return u"The Azure Arc agent does not answer: start its service himds, and see azcmagent show"_s;
    case IdentityKind::ArcChallengeMissing:
    case IdentityKind::ArcChallengeMalformed:
        return u"The Azure Arc agent always asks for its key first: another program may have the port 40342"_s;
    case IdentityKind::ArcKeyPathRejected:
        return u"The agent's key lies in its own token folder and nowhere else: no other file is read or sent"_s;
    case IdentityKind::ArcKeyUnreadable:
        return machine.platform == Platform::Windows
            ? u"Add this account to the local group \"Hybrid agent extension applications\", and sign in anew"_s
            : u"Add this account to the group himds (sudo usermod -aG himds NAME), and sign in anew"_s;
    case IdentityKind::ArcKeyTooLarge:
        return u"A key of the agent has at most 4096 bytes: this file is something else and is not sent"_s;
    case IdentityKind::SfThumbprintMismatch:
        return u"The endpoint's certificate is not the one of IDENTITY_SERVER_THUMBPRINT: nothing was sent; restart the application so that it gets the cluster's present values"_s;
    case IdentityKind::SfThumbprintInvalid:
        return u"IDENTITY_SERVER_THUMBPRINT should hold the 40 hexadecimal digits of a SHA-1"_s;
    case IdentityKind::HeaderEnvMissing:
        return u"The endpoint's variable is set and that of its secret is not: start this process from the service, which sets both, or remove the one"_s;
    case IdentityKind::EndpointNotLoopback:
        return u"An identity endpoint is on this machine: a secret is not sent to another; remove the variable"_s;
    case IdentityKind::EndpointEnvInvalid:
        return u"The variable should hold the address of an identity endpoint on this machine: remove it or set it anew"_s;
    default:
        return {};
    }
}

} // namespace

TokenAnswer withHint(TokenAnswer answer, const TokenQuestion &question, const Machine &machine,
                     const Environment &environment)
{
    if (answer.transport == Transport::Stopped || answer.facts.contains("hint"_L1))
        return answer;
    QString hint = hintForSource(answer, machine);
    if (hint.isEmpty())
        hint = hintFor(answer, question, machine, environment);
    if (!hint.isEmpty())
        answer.facts.insert(u"hint"_s, hint);
    return answer;
}

} // namespace signet
