#include "core/diagnosis/judges.h"

#include "core/findings/findingmap.h"
#include "core/identity/absence.h"
#include "core/net/addresses.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::judges {

namespace {

bool isSilence(IdentityFault kind)
{
    switch (kind) {
    case IdentityFault::ImdsUnreachable:
    case IdentityFault::ImdsRefused:
    case IdentityFault::ImdsTimeout:
    case IdentityFault::BlockedByFirewall:
    case IdentityFault::NotInAzure:
        return true;
    default:
        return false;
    }
}

// Nobody answers at the endpoint. At the metadata address: on a machine of Azure something is in the way,
// in a container it is the container's network, elsewhere there is nothing to answer. At an address that a
// variable names: where nothing else of its service is here, the variable is what is wrong.
FindingId silenceFinding(const Machine &machine, EndpointKind endpoint)
{
    if (endpoint == EndpointKind::Arc)
        return machine.inContainer ? finding::containerBridgeNoImds : finding::arcAgentDown;
    if (endpoint != EndpointKind::Imds) {
        const bool isLeftover = !machine.saysAzure
            || std::any_of(
                machine.contradictions.begin(), machine.contradictions.end(),
                [](const Contradiction &one) { return one.kind == Contradiction::Kind::EndpointLeftover; });
        return isLeftover ? finding::identityEndpointLeftover : finding::imdsUnreachable;
    }
    if (machine.inContainer || machine.inKubernetes)
        return finding::containerBridgeNoImds;
    return machine.saysAzure ? finding::imdsUnreachable : finding::notOnAzure;
}

EndpointKind endpointOf(const TokenAnswer &answer)
{
    return answer.endpoint.value_or(EndpointKind::Imds);
}

// Scheme, host and port: what comes behind is the same for everybody.
QString endpointText(const TokenAnswer &answer)
{
    if (endpointOf(answer) == EndpointKind::Imds || answer.address.isEmpty())
        return u"http://169.254.169.254"_s;
    return QUrl(answer.address).toString(QUrl::RemovePath);
}

// The facts of an answer that belong in the evidence, by the names that the catalogue uses.
QJsonObject evidenceOf(const TokenAnswer &answer)
{
    QJsonObject evidence{{u"transport"_s, toString(answer.transport)}};
    if (endpointOf(answer) == EndpointKind::Imds || !answer.address.isEmpty())
        evidence.insert(u"endpoint"_s, endpointText(answer));
    if (const Absence absence = absenceOf(answer); absence != Absence::None)
        evidence.insert(u"absence"_s, toString(absence));
    if (answer.status != 0)
        evidence.insert(u"status"_s, answer.status);
    if (!answer.activityId.isEmpty())
        evidence.insert(u"activityId"_s, answer.activityId);
    const QList<std::pair<QString, QString>> renamed{{u"rawText"_s, u"serviceMessage"_s},
                                                     {u"aadsts"_s, u"serviceCode"_s},
                                                     {u"correlationId"_s, u"requestId"_s},
                                                     {u"retryAfter"_s, u"retryAfter"_s},
                                                     {u"audience"_s, u"audience"_s},
                                                     {u"audienceName"_s, u"audienceName"_s},
                                                     {u"skewSeconds"_s, u"skewSeconds"_s},
                                                     {u"clientId"_s, u"clientId"_s},
                                                     {u"objectId"_s, u"objectId"_s},
                                                     {u"tenantId"_s, u"tenantId"_s},
                                                     {u"variable"_s, u"variable"_s},
                                                     {u"override"_s, u"variable"_s},
                                                     {u"path"_s, u"path"_s},
                                                     {u"reason"_s, u"reason"_s},
                                                     {u"responder"_s, u"responder"_s},
                                                     {u"location"_s, u"location"_s}};
    for (const auto &[from, to] : renamed) {
        const QJsonValue value = answer.facts.value(from);
        if (value.isUndefined() || value.isNull())
            continue;
        if (from == "aadsts"_L1)
            evidence.insert(to, u"AADSTS%1"_s.arg(value.toInteger()));
        else
            evidence.insert(to, value);
    }
    return evidence;
}

QJsonObject evidenceOf(const DevOpsError &error, Transport transport)
{
    QJsonObject evidence = error.evidence();
    evidence.insert(u"transport"_s, toString(transport));
    return evidence;
}

void addClaims(QJsonObject &evidence, const std::optional<Claims> &claims)
{
    if (!claims)
        return;
    evidence.insert(u"objectId"_s, claims->objectId);
    evidence.insert(u"clientId"_s, claims->appId);
    evidence.insert(u"tenantId"_s, claims->tenantId);
}

QString reasonOf(Transport transport)
{
    switch (transport) {
    case Transport::HostNotFound:
        return u"the name does not resolve"_s;
    case Transport::ProxyFailed:
        return u"the proxy of HTTPS_PROXY did not let it through"_s;
    case Transport::ConnectionRefused:
        return u"the connection was refused"_s;
    case Transport::ConnectionReset:
        return u"the connection was cut"_s;
    case Transport::HostUnreachable:
    case Transport::NetworkUnreachable:
        return u"there is no route"_s;
    case Transport::ConnectTimeout:
    case Transport::ReadTimeout:
        return u"nothing answered in time"_s;
    case Transport::Answered:
        return u"something else than Azure DevOps answered"_s;
    default:
        return QString(toString(transport));
    }
}

// What the status or the code of an answer says by itself, whatever was asked; nothing when neither does.
std::optional<Judgement> troubleOf(const DevOpsError &error, int status, const QJsonObject &evidence)
{
    if (error.code == "TF24668"_L1)
        return failed(finding::orgStopped, evidence);
    if (status == 429)
        return failed(finding::devopsRateLimited, evidence);
    if (status >= 500)
        return failed(finding::devopsServerError, evidence);
    return std::nullopt;
}

// A request to a host of Azure DevOps that got no answer from it.
Judgement unreached(Transport transport, const QString &host, QJsonObject evidence)
{
    evidence.insert(u"host"_s, host);
    evidence.insert(u"transport"_s, toString(transport));
    if (transport == Transport::Stopped)
        return unclear();
    if (transport == Transport::TlsPeerRejected)
        return failed(finding::tlsInterception, evidence);
    if (host == hostName(DevOpsHost::Core)) {
        evidence.insert(u"url"_s, u"https://"_s + host);
        evidence.insert(u"reason"_s, reasonOf(transport));
        return failed(finding::networkFailed, evidence);
    }
    return failed(finding::firewallMissingHosts, evidence);
}

// Finding of a service error whose code says all; empty when the code has no entry of its own.
FindingId findingForCode(const QString &code)
{
    const QByteArray latin = code.toLatin1();
    return findingForServiceError(QLatin1StringView(latin));
}

// A page from something else than Azure DevOps, where Azure DevOps should answer.
bool isForeign(const DevOpsError &error)
{
    return !error.fromAzureDevOps && error.html;
}

// Variables that came along from another machine, as far as marks can tell: nothing else of their service is
// here, or they belong to two services. One alone of a pair names no endpoint to ask.
bool isFromElsewhere(const Contradiction &one)
{
    switch (one.kind) {
    case Contradiction::Kind::EndpointLeftover:
    case Contradiction::Kind::SeveralEndpoints:
    case Contradiction::Kind::SeveralServices:
        return true;
    case Contradiction::Kind::EndpointIncomplete: // the token's check tells what is missing
    case Contradiction::Kind::ArcOnAzureVm: // two identities that both may be meant
        return false;
    }
    Q_UNREACHABLE();
}

// Which of them do not belong here. A service needs its own variables, so there it is the other one.
QStringList strayVariables(const Contradiction &one, const Machine &machine)
{
    if (one.kind == Contradiction::Kind::EndpointLeftover)
        return one.variables;
    const bool isService = machine.kind != MachineKind::Arc
        && std::ranges::any_of(endpoints(), [&machine](const EndpointFacts &endpoint) {
                               return endpoint.isOn(machine.kind);
                           });
    return isService ? QStringList{one.against} : one.variables + QStringList{one.against};
}

} // namespace

Judgement machineHost(const Facts &facts)
{
    const auto *seen = facts.seen<MachineSeen>();
    if (!seen)
        return unclear();
    for (const Contradiction &one : seen->machine.contradictions) {
        // An obstacle only when the endpoint does not answer, which its own check finds out.
        if (isFromElsewhere(one)) {
            const QStringList variables = strayVariables(one, seen->machine);
            return warning(finding::identityEndpointLeftover,
                           {{u"variable"_s, variables.join(u", "_s)},
                            {u"variables"_s, QJsonArray::fromStringList(variables)},
                            {u"hostKind"_s, toString(seen->machine.kind)}});
        }
    }
    if (seen->machine.kind == MachineKind::Arc && !seen->hasArcVariables)
        return warning(finding::arcEnvNotLoaded, {{u"path"_s, seen->machine.himds}});
    return passed();
}

Judgement machineProxy(const Facts &facts)
{
    const auto *seen = facts.seen<ProxySeen>();
    if (!seen)
        return unclear();
    if (seen->variable.isEmpty())
        return passed();
    return failed(finding::proxyEatsImds,
                  {{u"variable"_s, seen->variable}, {u"proxy"_s, seen->proxy}, {u"host"_s, seen->host}});
}

Judgement machineInstance(const Facts &facts)
{
    const auto *seen = facts.seen<InstanceSeen>();
    const auto *host = facts.seen<MachineSeen>();
    if (!seen || !host || seen->answer.transport == Transport::Stopped)
        return unclear();
    const TokenAnswer &answer = seen->answer;
    if (answer.transport == Transport::NotSent && endpointOf(answer) != EndpointKind::Imds)
        return passed();
    if (seen->instance) {
        if (!seen->instance->devOpsServicesAvailable.value_or(true))
            return failed(finding::sovereignCloud, {{u"value"_s, seen->instance->cloud}});
        return passed();
    }
    if (isSilence(answer.fault))
        return failed(silenceFinding(host->machine, EndpointKind::Imds), evidenceOf(answer));
    // Facts about the machine are nice to have; whether an identity answers is asked beside.
    return unclear();
}

Judgement silentEndpoint(const Facts &facts)
{
    const auto *host = facts.seen<MachineSeen>();
    if (!host)
        return unclear();
    QJsonObject evidence{{u"endpoint"_s, u"http://169.254.169.254"_s}};
    if (!facts.underWay().isEmpty()) {
        const Exchange &exchange = facts.underWay().front();
        evidence.insert(u"absence"_s,
                        toString(absenceOf(exchange.isSent ? SoFar::Waiting : SoFar::Connecting)));
        evidence.insert(u"endpoint"_s, QUrl(exchange.url).toString(QUrl::RemovePath | QUrl::RemoveQuery));
    }
    return failed(silenceFinding(host->machine, host->endpoint), evidence);
}

namespace {

// The finding for a token that did not come, where the kind alone does not say it; empty where it does.
FindingId sharperFinding(const TokenAnswer &answer, const Machine &machine)
{
    const EndpointKind endpoint = endpointOf(answer);
    const bool isAppService =
        machine.kind == MachineKind::AppService || machine.kind == MachineKind::Functions;
    switch (answer.fault) {
    case IdentityFault::NoIdentity:
        if (machine.kind == MachineKind::AzurePipelinesHosted || machine.kind == MachineKind::GitHubHosted)
            return finding::hostedAgentNoIdentity;
        if (answer.transport == Transport::NotSent)
            return machine.kind == MachineKind::ContainerApps ? finding::containerAppEnvMismatch
                                                              : finding::appserviceEnvMissing;
        return {};
    case IdentityFault::HeaderEnvMissing:
        return isAppService || machine.kind == MachineKind::ContainerApps ? FindingId()
                                                                          : finding::identityEndpointLeftover;
    case IdentityFault::ArcKeyUnreadable:
        // The file was read, and holds what no key holds.
        return answer.facts.contains("errno"_L1) ? FindingId() : finding::arcChallengeInvalid;
    case IdentityFault::IdentityBroken: {
        // Disabled, or without the assignment that the tenant wants: the identity itself is whole.
        const qint64 code = answer.facts["aadsts"_L1].toInteger();
        return code == 7000112 || code == 50105 ? finding::entraAppBlocked : FindingId();
    }
    case IdentityFault::SelectorUnsupported:
        return endpoint == EndpointKind::Arc ? finding::arcUserAssignedUnsupported : FindingId();
    default:
        return {};
    }
}

} // namespace

Judgement identityToken(const Facts &facts)
{
    const auto *seen = facts.seen<TokenSeen>();
    const auto *host = facts.seen<MachineSeen>();
    if (!seen || !host || seen->answer.transport == Transport::Stopped)
        return unclear();
    const TokenAnswer &answer = seen->answer;
    QJsonObject evidence = evidenceOf(answer);

    switch (answer.fault) {
    case IdentityFault::None:
        return answer.outcome == TokenAnswer::Outcome::Error ? unclear() : passed();
    case IdentityFault::WrongAudience:
    case IdentityFault::WrongTenant:
    case IdentityFault::WrongIdentity:
    case IdentityFault::SelectorIgnored:
    case IdentityFault::UserToken:
    case IdentityFault::TokenExpired:
    case IdentityFault::ClockSkew:
        // A token came; what is wrong with it is the question of a check of its own.
        return passed();
    case IdentityFault::BadRequestUnclassified:
    case IdentityFault::NotImds:
        // Beside a usable token this is an oddity of the answer and no problem.
        if (answer.outcome == TokenAnswer::Outcome::TokenWithWarning)
            return passed();
        break;
    case IdentityFault::IdentityNotAssigned:
        evidence.insert(u"clientId"_s, seen->clientId);
        evidence.insert(u"value"_s, seen->clientId);
        if (seen->asObjectId && seen->asObjectId->works) {
            evidence.insert(u"objectId"_s, seen->clientId);
            evidence.insert(u"expectedClientId"_s, seen->asObjectId->clientId);
            return failed(finding::objectIdAsClientId, evidence);
        }
        if (seen->clientIdOrigin.startsWith("env:"_L1)) {
            evidence.insert(u"variable"_s, seen->clientIdOrigin.mid(4));
            return failed(finding::envClientIdLeftover, evidence);
        }
        return failed(finding::identityNotAssigned, evidence);
    default:
        break;
    }
    if (isSilence(answer.fault))
        return failed(silenceFinding(host->machine, endpointOf(answer)), evidence);
    if (answer.fault == IdentityFault::ArcKeyUnreadable && !host->userName.isEmpty())
        evidence.insert(u"user"_s, host->userName);

    FindingId finding = sharperFinding(answer, host->machine);
    if (finding.isEmpty())
        finding = findingForKind(toString(answer.fault));
    if (finding.isEmpty())
        return unclear();
    return answer.outcome == TokenAnswer::Outcome::Error ? failed(finding, evidence)
                                                         : warning(finding, evidence);
}

Judgement tokenAudience(const Facts &facts)
{
    const auto *seen = facts.seen<TokenSeen>();
    if (!seen)
        return unclear();
    if (seen->answer.fault == IdentityFault::WrongAudience)
        return failed(finding::wrongAudience, evidenceOf(seen->answer));
    if (!seen->claims)
        // An opaque token may be good: Azure DevOps will say.
        return seen->answer.outcome == TokenAnswer::Outcome::Error ? unclear() : passed();
    for (const QString &audience : seen->claims->audience) {
        if (audienceIsAzureDevOps(audience))
            return passed();
    }
    QJsonObject evidence = evidenceOf(seen->answer);
    evidence.insert(u"audience"_s, seen->claims->audience.value(0));
    evidence.insert(u"audienceName"_s, audienceName(seen->claims->audience.value(0)));
    return failed(finding::wrongAudience, evidence);
}

Judgement tokenLifetime(const Facts &facts)
{
    const auto *seen = facts.seen<TokenSeen>();
    if (!seen)
        return unclear();
    // The endpoint hands out no token that is over or not yet good, so the clock of this machine is
    // what differs.
    if (seen->answer.fault == IdentityFault::ClockSkew || seen->answer.fault == IdentityFault::TokenExpired)
        return failed(finding::clockSkew, evidenceOf(seen->answer));
    return passed();
}

Judgement tokenIdentity(const Facts &facts)
{
    const auto *seen = facts.seen<TokenSeen>();
    if (!seen)
        return unclear();
    QJsonObject evidence = evidenceOf(seen->answer);
    addClaims(evidence, seen->claims);

    if (seen->answer.fault == IdentityFault::UserToken)
        return failed(finding::cloudShellUserNotMi, evidence);
    if (seen->answer.fault == IdentityFault::WrongIdentity
        || seen->answer.fault == IdentityFault::SelectorIgnored) {
        evidence.insert(u"expectedClientId"_s, seen->clientId);
        // An agent that knows no user-assigned identities; the provider does not even ask it for one.
        const bool isArc = endpointOf(seen->answer) == EndpointKind::Arc;
        return failed(isArc ? finding::arcUserAssignedUnsupported : finding::silentDefaultIdentity, evidence);
    }
    if (!seen->claims)
        return passed();

    const Question &question = facts.question();
    const auto intendedDiffers = [&] {
        if (question.objectId)
            return seen->claims->objectId.compare(question.objectId->toString(), Qt::CaseInsensitive) != 0;
        if (question.resourceId && !seen->claims->miResourceId.isEmpty())
            return seen->claims->miResourceId.compare(question.resourceId->toString(), Qt::CaseInsensitive)
                != 0;
        return false;
    };
    // The classic mix-up: the id is right, and of the other kind.
    if (question.objectId
        && question.objectId->toString().compare(seen->claims->appId, Qt::CaseInsensitive) == 0) {
        evidence.insert(u"value"_s, question.objectId->toString());
        evidence.insert(u"suggestion"_s, seen->claims->objectId);
        return failed(finding::wrongObjectId, evidence);
    }
    if (intendedDiffers()) {
        if (question.objectId)
            evidence.insert(u"expectedObjectId"_s, question.objectId->toString());
        if (seen->intended && seen->intended->works)
            evidence.insert(u"expectedClientId"_s, seen->intended->clientId);
        // Another one was asked for, because a variable of another tool names it.
        if (seen->clientIdOrigin.startsWith("env:"_L1)) {
            evidence.insert(u"variable"_s, seen->clientIdOrigin.mid(4));
            return failed(finding::envClientIdLeftover, evidence);
        }
        return failed(finding::silentDefaultIdentity, evidence);
    }

    // Nobody was named, and a user-assigned identity answers: good until a second one is attached.
    const bool nobodyNamed = !question.clientId && !question.objectId && !question.resourceId;
    if (nobodyNamed && identityTypeOf(*seen->claims) == IdentityType::User)
        return warning(finding::silentDefaultIdentity, evidence);
    return passed();
}

Judgement organizationExists(const Facts &facts)
{
    const Question &question = facts.question();
    if (question.organization.isEmpty())
        return unclear(finding::organizationMissing, {});
    if (const auto input = parseOrganization(question.organization); !input) {
        // Only a variable comes here unread; the provider would go to whatever address it makes.
        QJsonObject evidence = input.problem().evidence;
        evidence.insert(u"variable"_s, question.organizationOrigin.section(u':', 1));
        return failed(input.problem().findingId, evidence);
    }
    const auto *seen = facts.seen<OrganizationSeen>();
    if (!seen || seen->transport == Transport::Stopped)
        return unclear();
    QJsonObject evidence = evidenceOf(seen->error, seen->transport);
    if (seen->transport != Transport::Answered)
        return unreached(seen->transport, hostName(DevOpsHost::Core), evidence);

    switch (seen->exists) {
    case OrganizationSeen::Exists::No:
        evidence.insert(u"value"_s, question.organization);
        return failed(finding::orgUrlWrong, evidence);
    case OrganizationSeen::Exists::Unknown:
        if (const auto trouble = troubleOf(seen->error, seen->status, evidence))
            return *trouble;
        return isForeign(seen->error) ? unreached(seen->transport, hostName(DevOpsHost::Core), evidence)
                                      : unclear();
    case OrganizationSeen::Exists::Yes:
        break;
    }
    const auto input = parseOrganization(question.organization);
    if (input && input->namesProject()) {
        const QJsonObject named{{u"project"_s, input->project}, {u"value"_s, question.organization}};
        // The provider takes the variable as it is, and fails with it; what a person types is read here.
        return question.organizationOrigin == "env:AZDO_ORG_SERVICE_URL"_L1
            ? failed(finding::orgUrlHasProject, named)
            : warning(finding::orgUrlHasProject, named);
    }
    if (input && input->legacyHost)
        return warning(finding::orgUrlLegacyHost, {{u"value"_s, question.organization}});
    return passed();
}

Judgement organizationTenant(const Facts &facts)
{
    const auto *seen = facts.seen<OrganizationTenantSeen>();
    if (!seen || seen->transport == Transport::Stopped)
        return unclear();
    const QJsonObject evidence = evidenceOf(seen->error, seen->transport);
    if (seen->transport != Transport::Answered)
        return unreached(seen->transport, hostName(DevOpsHost::Core), evidence);
    if (seen->notEntraBacked)
        return failed(finding::orgNotEntraBacked, evidence);
    if (seen->tenantId)
        return passed();
    if (const auto trouble = troubleOf(seen->error, seen->status, evidence))
        return *trouble;
    if (isForeign(seen->error))
        return unreached(seen->transport, hostName(DevOpsHost::Core), evidence);
    return unclear();
}

Judgement tokenTenant(const Facts &facts)
{
    const auto *token = facts.seen<TokenSeen>();
    const auto *organization = facts.seen<OrganizationTenantSeen>();
    if (!token || !organization || !organization->tenantId)
        return unclear();
    if (!token->claims || token->claims->tenantId.isEmpty())
        return unclear();
    const QString tenant = organization->tenantId->toString();
    if (token->claims->tenantId.compare(tenant, Qt::CaseInsensitive) == 0)
        return passed();
    QJsonObject evidence{{u"organizationTenantId"_s, tenant}};
    addClaims(evidence, token->claims);
    return failed(finding::tenantMismatch, evidence);
}

Judgement networkHosts(const Facts &facts)
{
    const auto *seen = facts.seen<HostsSeen>();
    if (!seen)
        return unclear();
    for (const HostReachSeen &host : seen->hosts) {
        if (host.transport != Transport::Answered)
            return unreached(host.transport, host.host, {});
        // An outage page of the service's own front door looks like a stranger's.
        if (!host.fromAzureDevOps && host.status >= 500)
            return unclear();
        if (!host.fromAzureDevOps)
            return failed(finding::firewallMissingHosts,
                          {{u"host"_s, host.host}, {u"status"_s, host.status}});
    }
    return passed();
}

Judgement devopsConnection(const Facts &facts)
{
    const auto *seen = facts.seen<ConnectionSeen>();
    if (!seen || seen->transport == Transport::Stopped)
        return unclear();
    QJsonObject evidence = evidenceOf(seen->error, seen->transport);
    evidence.insert(u"status"_s, seen->status);
    if (const auto *token = facts.seen<TokenSeen>())
        addClaims(evidence, token->claims);

    switch (seen->kind) {
    case ConnectionSeen::Kind::Identity:
    case ConnectionSeen::Kind::NotAMember: // the token is known; membership is a check of its own
    case ConnectionSeen::Kind::NotAuthorized:
        return passed();
    case ConnectionSeen::Kind::Anonymous:
    case ConnectionSeen::Kind::AnonymousRefused:
        return failed(finding::anonymousGuid, evidence);
    case ConnectionSeen::Kind::SignInPage:
        return failed(finding::htmlInsteadOfJson, evidence);
    case ConnectionSeen::Kind::RejectedEmpty:
        return failed(finding::credentialRejected, evidence);
    case ConnectionSeen::Kind::NotFound:
        return failed(finding::orgUrlWrong, evidence);
    case ConnectionSeen::Kind::OrganizationStopped:
        return failed(finding::orgStopped, evidence);
    case ConnectionSeen::Kind::RateLimited:
        evidence.insert(u"retryAfter"_s, seen->retryAfter);
        return failed(finding::devopsRateLimited, evidence);
    case ConnectionSeen::Kind::NoAnswer:
        return unreached(seen->transport, hostName(DevOpsHost::Core), evidence);
    case ConnectionSeen::Kind::Other:
        break;
    }
    const FindingId finding = findingForCode(seen->error.code);
    if (!finding.isEmpty())
        return failed(finding, evidence);
    if (seen->status == 401)
        return failed(finding::credentialRejected, evidence);
    return troubleOf(seen->error, seen->status, evidence).value_or(unclear());
}

Judgement devopsMembership(const Facts &facts)
{
    const auto *seen = facts.seen<ConnectionSeen>();
    const auto *token = facts.seen<TokenSeen>();
    if (!seen || !token)
        return unclear();
    QJsonObject evidence = evidenceOf(seen->error, seen->transport);
    addClaims(evidence, token->claims);

    switch (seen->kind) {
    case ConnectionSeen::Kind::NotAMember:
    case ConnectionSeen::Kind::NotAuthorized:
        return failed(finding::notInOrg, evidence);
    case ConnectionSeen::Kind::Identity:
        break;
    default:
        return unclear();
    }
    const QString expected = token->claims ? token->claims->objectId : QString();
    const QString actual = seen->identity.objectId;
    if (!expected.isEmpty() && !actual.isEmpty() && expected.compare(actual, Qt::CaseInsensitive) != 0) {
        evidence.insert(u"expectedObjectId"_s, expected);
        evidence.insert(u"objectId"_s, actual);
        return failed(finding::silentDefaultIdentity, evidence);
    }
    return passed();
}

Judgement devopsProjects(const Facts &facts)
{
    const auto *seen = facts.seen<ProjectsSeen>();
    if (!seen || seen->transport == Transport::Stopped)
        return unclear();
    QJsonObject evidence = evidenceOf(seen->error, seen->transport);
    if (seen->transport != Transport::Answered)
        return unreached(seen->transport, hostName(DevOpsHost::Core), evidence);
    evidence.insert(u"status"_s, seen->status);
    if (const auto trouble = troubleOf(seen->error, seen->status, evidence))
        return *trouble;
    if (seen->status != 200) {
        const FindingId finding = findingForCode(seen->error.code);
        if (!finding.isEmpty())
            return failed(finding, evidence);
        if (seen->error.signInPage || seen->error.html)
            return failed(finding::htmlInsteadOfJson, evidence);
        return seen->status == 401 ? failed(finding::credentialRejected, evidence) : unclear();
    }
    for (const QString &wanted : facts.question().projects) {
        const bool visible =
            std::any_of(seen->projects.begin(), seen->projects.end(), [&](const ProjectSeen &p) {
                return p.name.compare(wanted, Qt::CaseInsensitive) == 0
                    || p.id.compare(wanted, Qt::CaseInsensitive) == 0;
            });
        if (visible)
            continue;
        if (seen->truncated)
            return unclear();
        evidence.insert(u"project"_s, wanted);
        return failed(finding::noProjectPermission, evidence);
    }
    // Nobody asked for a project, and an organization may have none: worth a word, no obstacle.
    return seen->projects.isEmpty() ? warning(finding::noProjectPermission, evidence) : passed();
}

} // namespace signet::judges
