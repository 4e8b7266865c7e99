#include "core/diagnosis/check.h"

#include <QJsonArray>
#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

// One row for each opinion: what was seen, and the finding it comes to ("" passed, "?" unclear).

namespace {

const QString objectId = u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s;
const QString otherObjectId = u"0badc0de-1122-4334-9556-778899001122"_s;
const QString clientId = u"3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617"_s;
const QString tenant = u"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_s;
const QString otherTenant = u"1f0e9d8c-7b6a-4950-8843-2a1b0c9d8e7f"_s;

using Judge = CheckVerdict (*)(const Facts &);

Judge judgeOf(QLatin1StringView id)
{
    return findCheck(id)->judge;
}

const Judge machineHost = judgeOf("machine.host"_L1);
const Judge machineProxy = judgeOf("machine.proxy"_L1);
const Judge machineInstance = judgeOf("machine.instance"_L1);
const Judge identityToken = judgeOf("identity.token"_L1);
const Judge tokenAudience = judgeOf("token.audience"_L1);
const Judge tokenLifetime = judgeOf("token.lifetime"_L1);
const Judge tokenIdentity = judgeOf("token.identity"_L1);
const Judge organizationExists = judgeOf("organization.exists"_L1);
const Judge organizationTenant = judgeOf("organization.tenant"_L1);
const Judge tokenTenant = judgeOf("token.tenant"_L1);
const Judge networkHosts = judgeOf("network.hosts"_L1);
const Judge devopsConnection = judgeOf("devops.connection"_L1);
const Judge devopsMembership = judgeOf("devops.membership"_L1);
const Judge devopsProjects = judgeOf("devops.projects"_L1);
const Judge devopsRights = judgeOf("devops.rights"_L1);
const Judge devopsNamesake = judgeOf("devops.namesake"_L1);
const Judge organizationMoved = judgeOf("organization.moved"_L1);
const Judge identityBefore = judgeOf("identity.before"_L1);
const Judge tokenGroups = judgeOf("token.groups"_L1);
const Judge errorText = judgeOf("error.text"_L1);
const Judge silentEndpoint = findCheck("identity.token"_L1)->judgeSilence;

struct Row {
    Judge judge = nullptr;
    QList<Observation> seen;
    Question question;
};

QString outcome(const Row &row)
{
    std::vector<const Observation *> seen;
    for (const Observation &observation : row.seen)
        seen.push_back(&observation);
    const Facts facts(row.question, std::chrono::sys_seconds(std::chrono::seconds(1790000000)), seen);
    const CheckVerdict verdict = row.judge(facts);
    if (verdict.problem)
        return (verdict.status == Status::Warning                       ? u"warning:"_s
                    : verdict.problem->evidence[guessKey].toBool()      ? u"guess:"_s
                    : verdict.problem->evidence[unansweredKey].toBool() ? u"unanswered:"_s
                                                                        : QString())
            + verdict.problem->findingId.toString();
    return verdict.status == Status::Passed ? QString() : u"?"_s;
}

Observation machine(MachineKind kind, bool saysAzure, bool inContainer = false)
{
    MachineSeen seen;
    seen.machine.kind = kind;
    seen.machine.saysAzure = saysAzure;
    seen.machine.inContainer = inContainer;
    return seen;
}

Observation vm()
{
    return machine(MachineKind::AzureVm, true);
}

Claims claims(const QString &forTenant = tenant)
{
    Claims claims;
    claims.audience = {u"499b84ac-1321-427f-aa17-267ca6975798"_s};
    claims.objectId = objectId;
    claims.appId = clientId;
    claims.tenantId = forTenant;
    claims.miResourceId = u"/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/rg/providers/"
                          "Microsoft.Compute/virtualMachines/vm-build"_s;
    return claims;
}

TokenSeen token(const Claims &of = claims())
{
    TokenSeen seen;
    seen.answer.outcome = TokenAnswer::Outcome::Token;
    seen.answer.status = 200;
    seen.claims = of;
    return seen;
}

TokenSeen opaque()
{
    TokenSeen seen = token();
    seen.claims.reset();
    return seen;
}

TokenSeen refused(IdentityFault kind, Delivery delivery = Delivery::Answered)
{
    TokenSeen seen;
    seen.answer.outcome = TokenAnswer::Outcome::Error;
    seen.answer.fault = kind;
    seen.answer.delivery = delivery;
    seen.answer.status = delivery == Delivery::Answered ? 400 : 0;
    return seen;
}

Observation tenantSeen(const QString &id)
{
    OrganizationTenantSeen seen;
    seen.delivery = Delivery::Answered;
    seen.status = 401;
    seen.fromAzureDevOps = true;
    if (!id.isEmpty())
        seen.tenantId = *TenantId::parse(id);
    return seen;
}

Observation connection(ConnectionSeen::Kind kind, int status, const QString &asObjectId = {})
{
    ConnectionSeen seen;
    seen.delivery = kind == ConnectionSeen::Kind::NoAnswer ? Delivery::ConnectTimeout : Delivery::Answered;
    seen.kind = kind;
    seen.status = status;
    seen.identity.objectId = asObjectId;
    return seen;
}

RightsSeen rights(Right right, std::optional<bool> held)
{
    RightsSeen seen;
    seen.read = true;
    seen.needs = {{.resource = u"azuredevops_project.lab"_s,
                   .path = u"main.tf"_s,
                   .line = 1,
                   .right = right,
                   .project = {},
                   .held = held}};
    return seen;
}

NamesakesSeen namesake(std::optional<bool> deletedInOrigin, const QString &ofObjectId = otherObjectId)
{
    NamesakesSeen seen;
    seen.name = u"vm-build"_s;
    seen.namesakes = {{.displayName = u"vm-build"_s,
                       .objectId = ofObjectId,
                       .storageKey = {},
                       .active = true,
                       .deletedInOrigin = deletedInOrigin}};
    return seen;
}

EarlierSeen earlier(std::optional<bool> known, bool everSeen = false)
{
    return {.tenantId = tenant, .objectId = objectId, .known = known, .everSeen = everSeen};
}

Question asked(const QString &organization)
{
    Question question;
    question.organization = *givenOrganization(organization, Origin::option(u"--org"_s));
    return question;
}

Observation organization(OrganizationSeen::Exists exists, int status = 200,
                         Delivery delivery = Delivery::Answered)
{
    OrganizationSeen seen;
    seen.delivery = delivery;
    seen.status = status;
    seen.exists = exists;
    seen.error.fromAzureDevOps = true;
    return seen;
}

Observation projects(int status, const QStringList &names)
{
    ProjectsSeen seen;
    seen.delivery = Delivery::Answered;
    seen.status = status;
    seen.isList = status == 200;
    for (const QString &name : names)
        seen.projects.append({u"id-"_s + name, name, u"private"_s});
    return seen;
}

Observation hosts(Delivery delivery, bool fromAzureDevOps)
{
    HostReachSeen host;
    host.host = u"vssps.dev.azure.com"_s;
    host.delivery = delivery;
    host.status = delivery == Delivery::Answered ? 401 : 0;
    host.fromAzureDevOps = fromAzureDevOps;
    return HostsSeen{{host}};
}

} // namespace

Q_DECLARE_METATYPE(Row)

class TestJudges : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void opinion_data();
    void opinion();
    void evidenceNamesTheClientIdToUse();
    void refusedApplicationIsTheOneOfTheText_data();
    void refusedApplicationIsTheOneOfTheText();
    void strayVariablesAreNotThoseOfTheService_data();
    void strayVariablesAreNotThoseOfTheService();
};

void TestJudges::opinion_data()
{
    QTest::addColumn<Row>("row");
    QTest::addColumn<QString>("finding");
    const auto add = [](const char *name, Row row, const QString &finding) {
        QTest::newRow(name) << std::move(row) << finding;
    };

    add("proxy takes the token request", {machineProxy, {ProxySeen{u"HTTP_PROXY"_s, u"proxy:3128"_s}}, {}},
        u"proxy-eats-imds"_s);
    add("no proxy", {machineProxy, {ProxySeen()}, {}}, {});
    add("proxy variable that Go refuses",
        {machineProxy,
         {ProxySeen{{}, {}, {}, u"HTTPS_PROXY"_s, u"the value is not the address of a proxy"_s}},
         {}},
        u"proxy-value-refused"_s);

    const auto silence = [](IdentityFault kind, Delivery delivery) {
        return Observation(refused(kind, delivery));
    };
    const auto at = [](EndpointKind endpoint, IdentityFault kind, Delivery delivery = Delivery::Answered,
                       const QJsonObject &seenFacts = {}) {
        TokenSeen seen = refused(kind, delivery);
        seen.answer.endpoint = endpoint;
        seen.answer.facts = seenFacts;
        return Observation(seen);
    };
    const auto hostOf = [](MachineKind kind, bool saysAzure = true) {
        MachineSeen seen;
        seen.machine.kind = kind;
        seen.machine.saysAzure = saysAzure;
        return seen;
    };
    MachineSeen leftoverHost = hostOf(MachineKind::AzureVm);
    leftoverHost.machine.contradictions.append(
        {Contradiction::Kind::EndpointLeftover, {u"IDENTITY_ENDPOINT"_s}, u"a virtual machine of Azure"_s});
    MachineSeen arcServer = hostOf(MachineKind::Arc);
    arcServer.endpoint = EndpointKind::Arc;
    add("leftover variables", {machineHost, {Observation(leftoverHost)}, {}},
        u"warning:identity-endpoint-leftover"_s);
    MachineSeen twoEndpoints;
    twoEndpoints.machine.contradictions = {
        {Contradiction::Kind::SeveralEndpoints, {u"IDENTITY_ENDPOINT"_s}, u"IMDS_ENDPOINT"_s}};
    add("two endpoints", {machineHost, {Observation(twoEndpoints)}, {}},
        u"warning:identity-endpoint-leftover"_s);
    twoEndpoints.machine.contradictions.first().kind = Contradiction::Kind::SeveralServices;
    add("two services", {machineHost, {Observation(twoEndpoints)}, {}},
        u"warning:identity-endpoint-leftover"_s);
    twoEndpoints.machine.contradictions.first().kind = Contradiction::Kind::EndpointIncomplete;
    add("half an endpoint", {machineHost, {Observation(twoEndpoints)}, {}}, {});

    const auto told = [](const QString &text) { return Observation(readErrorText(text)); };
    const QString saysNotAssigned = u"the requested identity isn't assigned to this resource"_s;
    const QString saysNoMember = u"TF401444: Please sign-in at least once as a\\b in a web browser"_s;
    const auto member = [] { return connection(ConnectionSeen::Kind::Identity, 200, objectId); };
    add("text about nothing", {errorText, {told(u"Segmentation fault"_s)}, {}}, u"?"_s);
    add("text about a script, nothing answers",
        {errorText, {told(u"AADSTS7000215: Invalid client secret provided."_s)}, {}},
        u"client-credential-rejected"_s);
    add("text about a script, all is well",
        {errorText,
         {Observation(token()), member(), told(u"AADSTS7000215: Invalid client secret provided."_s)},
         {}},
        u"client-credential-rejected"_s);
    add("text about a missing identity, no token",
        {errorText, {Observation(refused(IdentityFault::NoIdentity)), told(saysNotAssigned)}, {}},
        u"identity-not-assigned"_s);
    add("text about a missing identity, which is there",
        {errorText, {Observation(token()), told(saysNotAssigned)}, {}}, {});
    add("text about no member, and none yet",
        {errorText,
         {Observation(token()), connection(ConnectionSeen::Kind::NotAMember, 401), told(saysNoMember)},
         {}},
        u"not-in-org"_s);
    add("text about no member, which it is now",
        {errorText, {Observation(token()), member(), told(saysNoMember)}, {}}, {});
    add("text with a warning",
        {errorText, {Observation(token()), member(), told(u"/bin/sh: 1: az: not found"_s)}, {}},
        u"warning:az-not-found"_s);
    add("arc without its variables", {machineHost, {Observation(arcServer)}, {}},
        u"warning:arc-env-not-loaded"_s);
    arcServer.hasArcVariables = true;
    add("arc with its variables", {machineHost, {Observation(arcServer)}, {}}, {});
    add("leftover endpoint refuses on a workstation",
        {identityToken,
         {at(EndpointKind::AppService, IdentityFault::NotInAzure, Delivery::ConnectionRefused),
          Observation(hostOf(MachineKind::Workstation, false))},
         {}},
        u"identity-endpoint-leftover"_s);
    add("leftover endpoint refuses on an Azure VM",
        {identityToken,
         {at(EndpointKind::AppService, IdentityFault::ImdsRefused, Delivery::ConnectionRefused),
          Observation(leftoverHost)},
         {}},
        u"identity-endpoint-leftover"_s);
    add("own endpoint of an app refuses",
        {identityToken,
         {at(EndpointKind::AppService, IdentityFault::ImdsRefused, Delivery::ConnectionRefused),
          Observation(hostOf(MachineKind::AppService))},
         {}},
        u"imds-unreachable"_s);
    add("app without variables",
        {identityToken,
         {at(EndpointKind::AppService, IdentityFault::NoIdentity, Delivery::NotSent),
          Observation(hostOf(MachineKind::AppService))},
         {}},
        u"appservice-env-missing"_s);
    add("container app without variables",
        {identityToken,
         {at(EndpointKind::AppService, IdentityFault::NoIdentity, Delivery::NotSent),
          Observation(hostOf(MachineKind::ContainerApps))},
         {}},
        u"container-app-env-mismatch"_s);
    add("app without identity",
        {identityToken,
         {at(EndpointKind::AppService, IdentityFault::NoIdentity),
          Observation(hostOf(MachineKind::AppService))},
         {}},
        u"identity-not-assigned"_s);
    add("header missing in an app",
        {identityToken,
         {at(EndpointKind::AppService, IdentityFault::HeaderEnvMissing, Delivery::NotSent),
          Observation(hostOf(MachineKind::AppService))},
         {}},
        u"appservice-env-missing"_s);
    add("header missing elsewhere",
        {identityToken,
         {at(EndpointKind::AppService, IdentityFault::HeaderEnvMissing, Delivery::NotSent),
          Observation(hostOf(MachineKind::Workstation, false))},
         {}},
        u"identity-endpoint-leftover"_s);
    add("arc agent is down",
        {identityToken,
         {at(EndpointKind::Arc, IdentityFault::ArcAgentDown, Delivery::ConnectionRefused),
          Observation(arcServer)},
         {}},
        u"arc-agent-down"_s);
    add("arc key denied",
        {identityToken,
         {at(EndpointKind::Arc, IdentityFault::ArcKeyUnreadable, Delivery::Answered,
             {{u"errno"_s, u"EACCES"_s}}),
          Observation(arcServer)},
         {}},
        u"arc-key-unreadable"_s);
    add("arc key with a line end",
        {identityToken, {at(EndpointKind::Arc, IdentityFault::ArcKeyUnreadable), Observation(arcServer)}, {}},
        u"arc-challenge-invalid"_s);
    add("arc key elsewhere",
        {identityToken,
         {at(EndpointKind::Arc, IdentityFault::ArcKeyPathRejected), Observation(arcServer)},
         {}},
        u"arc-key-rejected"_s);
    add("service fabric shows another certificate",
        {identityToken,
         {at(EndpointKind::ServiceFabric, IdentityFault::SfThumbprintMismatch, Delivery::TlsPeerRejected),
          Observation(hostOf(MachineKind::ServiceFabric))},
         {}},
        u"service-fabric-thumbprint"_s);
    add("cloud shell takes no selector",
        {identityToken,
         {at(EndpointKind::CloudShell, IdentityFault::SelectorUnsupported, Delivery::NotSent),
          Observation(hostOf(MachineKind::CloudShell))},
         {}},
        u"selector-unsupported"_s);
    add("secret refused",
        {identityToken,
         {at(EndpointKind::AppService, IdentityFault::SecretRejected),
          Observation(hostOf(MachineKind::AppService))},
         {}},
        u"identity-secret-rejected"_s);
    add("endpoint of another machine",
        {identityToken,
         {at(EndpointKind::AppService, IdentityFault::EndpointNotLoopback, Delivery::NotSent),
          Observation(hostOf(MachineKind::Workstation, false))},
         {}},
        u"identity-endpoint-invalid"_s);
    add("arc answers as the machine",
        {tokenIdentity, {at(EndpointKind::Arc, IdentityFault::SelectorIgnored)}, {}},
        u"arc-user-assigned-unsupported"_s);
    InstanceSeen noMetadata;
    noMetadata.answer.endpoint = EndpointKind::Arc;
    noMetadata.answer.delivery = Delivery::NotSent;
    add("no metadata service to ask",
        {machineInstance, {Observation(noMetadata), Observation(arcServer)}, {}}, {});
    add("arc is silent so far", {silentEndpoint, {Observation(arcServer)}, {}}, u"arc-agent-down"_s);
    add("silence on an Azure VM",
        {identityToken, {silence(IdentityFault::ImdsTimeout, Delivery::ConnectTimeout), vm()}, {}},
        u"imds-unreachable"_s);
    add("silence on a workstation",
        {identityToken,
         {silence(IdentityFault::ImdsTimeout, Delivery::ConnectTimeout),
          machine(MachineKind::Workstation, false)},
         {}},
        u"not-on-azure"_s);
    add("silence in a container",
        {identityToken,
         {silence(IdentityFault::ImdsRefused, Delivery::ConnectionRefused),
          machine(MachineKind::Container, false, true)},
         {}},
        u"container-bridge-no-imds"_s);
    // It took the connection and dripped, or never ended its headers: the container is not cut off.
    add("something mute in a container",
        {identityToken,
         {silence(IdentityFault::ImdsTimeout, Delivery::ReadTimeout),
          machine(MachineKind::Container, false, true)},
         {}},
        u"imds-unreachable"_s);
    add("hello world in a container",
        {identityToken,
         {silence(IdentityFault::NotImds, Delivery::ProtocolError),
          machine(MachineKind::Container, false, true)},
         {}},
        u"not-imds"_s);
    add("nothing there in a container",
        {identityToken,
         {silence(IdentityFault::ImdsTimeout, Delivery::ConnectTimeout),
          machine(MachineKind::Container, false, true)},
         {}},
        u"container-bridge-no-imds"_s);
    add("stopped", {identityToken, {silence(IdentityFault::None, Delivery::Stopped), vm()}, {}}, u"?"_s);
    add("no identity on the machine", {identityToken, {refused(IdentityFault::NoIdentity), vm()}, {}},
        u"identity-not-assigned"_s);
    add("no identity on a hosted agent",
        {identityToken,
         {refused(IdentityFault::NoIdentity), machine(MachineKind::AzurePipelinesHosted, true)},
         {}},
        u"hosted-agent-no-identity"_s);
    add("an identity by its client id on a hosted agent",
        {identityToken,
         {refused(IdentityFault::IdentityNotAssigned), machine(MachineKind::AzurePipelinesHosted, true)},
         {}},
        u"hosted-agent-no-identity"_s);
    add("several identities", {identityToken, {refused(IdentityFault::IdentityAmbiguous), vm()}, {}},
        u"multiple-identities"_s);
    add("throttled", {identityToken, {refused(IdentityFault::Throttled), vm()}, {}}, u"imds-throttled"_s);
    add("a page answers", {identityToken, {refused(IdentityFault::CaptivePortal), vm()}, {}},
        u"captive-portal"_s);
    add("a token", {identityToken, {token(), vm()}, {}}, {});

    TokenSeen notAssigned = refused(IdentityFault::IdentityNotAssigned);
    notAssigned.clientId = clientId;
    notAssigned.asObjectId = TokenSeen::Probe{false, {}, {}};
    add("client id of no identity here", {identityToken, {notAssigned, vm()}, {}},
        u"identity-not-assigned"_s);
    TokenSeen leftover = notAssigned;
    leftover.clientIdOrigin = Origin::variable(u"ARM_CLIENT_ID"_s);
    add("client id from a variable", {identityToken, {leftover, vm()}, {}}, u"env-client-id-leftover"_s);
    TokenSeen mixedUp = notAssigned;
    mixedUp.asObjectId = TokenSeen::Probe{true, clientId, objectId};
    add("object id given as client id", {identityToken, {mixedUp, vm()}, {}}, u"object-id-as-client-id"_s);

    TokenSeen oddAnswer = token();
    oddAnswer.answer.outcome = TokenAnswer::Outcome::TokenWithWarning;
    oddAnswer.answer.fault = IdentityFault::NotImds;
    add("a token from an unknown responder", {identityToken, {oddAnswer, vm()}, {}}, {});

    Claims arm = claims();
    arm.audience = {u"https://management.azure.com/"_s};
    add("token for Azure Resource Manager", {tokenAudience, {token(arm)}, {}}, u"wrong-audience"_s);
    add("token refused for its audience", {tokenAudience, {refused(IdentityFault::WrongAudience)}, {}},
        u"wrong-audience"_s);
    add("token for Azure DevOps", {tokenAudience, {token()}, {}}, {});

    TokenSeen early = token();
    early.answer.fault = IdentityFault::ClockSkew;
    add("token of the future", {tokenLifetime, {early}, {}}, u"warning:clock-skew"_s);
    const auto over = [](const QJsonObject &facts) {
        TokenSeen seen = token();
        seen.answer.outcome = TokenAnswer::Outcome::TokenWithWarning;
        seen.answer.fault = IdentityFault::TokenExpired;
        seen.answer.facts = facts;
        return Observation(seen);
    };
    add("token that is over, by a clock that is wrong",
        {tokenLifetime, {over({{u"serverSkew"_s, -90000}})}, {}}, u"warning:clock-skew"_s);
    add("token that is over, and has a life left by its own account",
        {tokenLifetime, {over({{u"skewSeconds"_s, -90000}})}, {}}, u"warning:clock-skew"_s);
    add("token that is over, and the clocks agree", {tokenLifetime, {over({{u"serverSkew"_s, 2}})}, {}},
        u"warning:token-expired-midrun"_s);
    add("token that is over, and nothing tells the time", {tokenLifetime, {over({})}, {}},
        u"warning:token-expired-midrun"_s);
    TokenSeen offClock = token();
    offClock.answer.facts.insert(u"serverSkew"_s, 3600);
    add("valid token, clock an hour behind", {tokenLifetime, {offClock}, {}}, u"warning:clock-skew"_s);
    offClock.answer.facts.insert(u"serverSkew"_s, 299);
    add("valid token, clocks as good as equal", {tokenLifetime, {offClock}, {}}, {});

    TokenSeen foreign = token();
    foreign.answer.facts.insert(u"issuerCloud"_s, u"AzureUSGovernmentCloud"_s);
    add("token of another cloud", {tokenAudience, {foreign}, {}}, u"sovereign-cloud"_s);
    TokenSeen foreignAudience = refused(IdentityFault::WrongAudience);
    foreignAudience.answer.facts.insert(u"issuerCloud"_s, u"AzureChinaCloud"_s);
    add("token of another cloud for something else", {tokenAudience, {foreignAudience}, {}},
        u"sovereign-cloud"_s);

    TokenSeen unreadable = token();
    unreadable.answer.facts.insert(u"providerCannotRead"_s, u"a byte order mark precedes the JSON"_s);
    add("token that only Signet reads", {identityToken, {unreadable, vm()}, {}},
        u"provider-cannot-read-token"_s);
    MachineSeen pod;
    pod.machine.kind = MachineKind::AksPod;
    pod.differences.append({ProviderDifference::Kind::AsksNodeOfPod, {}, {}});
    add("pod with workload identity, its node has the identity", {identityToken, {token(), pod}, {}},
        u"warning:aks-workload-identity-not-msi"_s);
    add("pod with workload identity, its node has none",
        {identityToken, {refused(IdentityFault::IdentityNotAssigned), pod}, {}},
        u"aks-workload-identity-not-msi"_s);
    add("token valid now", {tokenLifetime, {token()}, {}}, {});

    Question intendsOther;
    intendsOther.objectId = *ObjectId::parse(otherObjectId);
    Question intendsThis;
    intendsThis.objectId = *ObjectId::parse(objectId.toUpper());
    add("another identity answers", {tokenIdentity, {token()}, intendsOther}, u"silent-default-identity"_s);
    add("the intended one answers", {tokenIdentity, {token()}, intendsThis}, {});
    add("nobody in particular was meant", {tokenIdentity, {token()}, {}}, {});
    Claims userAssigned = claims();
    userAssigned.miResourceId =
        u"/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/rg/providers/"
        "Microsoft.ManagedIdentity/userAssignedIdentities/id"_s;
    add("a user-assigned one answers unasked", {tokenIdentity, {token(userAssigned)}, {}},
        u"warning:identity-unnamed"_s);
    add("token of a person", {tokenIdentity, {refused(IdentityFault::UserToken)}, {}},
        u"cloud-shell-user-not-mi"_s);

    add("no organization named", {organizationExists, {Observation()}, {}}, u"organization-missing"_s);
    add("organization exists",
        {organizationExists, {organization(OrganizationSeen::Exists::Yes)}, asked(u"contoso"_s)}, {});
    add("organization does not exist",
        {organizationExists, {organization(OrganizationSeen::Exists::No, 404)}, asked(u"contosso"_s)},
        u"org-url-wrong"_s);
    add("address with a project",
        {organizationExists,
         {organization(OrganizationSeen::Exists::Yes)},
         asked(u"https://dev.azure.com/contoso/Fabrikam"_s)},
        u"warning:org-url-has-project"_s);
    add("address of the old form",
        {organizationExists,
         {organization(OrganizationSeen::Exists::Yes)},
         asked(u"https://contoso.visualstudio.com"_s)},
        u"warning:org-url-legacy-host"_s);
    add("dev.azure.com is not let through",
        {organizationExists,
         {organization(OrganizationSeen::Exists::Unknown, 0, Delivery::ConnectTimeout)},
         asked(u"contoso"_s)},
        u"unanswered:network-failed"_s);
    add("certificate of somebody else",
        {organizationExists,
         {organization(OrganizationSeen::Exists::Unknown, 0, Delivery::TlsPeerRejected)},
         asked(u"contoso"_s)},
        u"unanswered:tls-interception"_s);

    add("tenant known", {organizationTenant, {tenantSeen(tenant)}, {}}, {});
    OrganizationTenantSeen personal;
    personal.delivery = Delivery::Answered;
    personal.notEntraBacked = true;
    add("organization of personal accounts", {organizationTenant, {personal}, {}}, u"org-not-entra-backed"_s);
    OrganizationTenantSeen stopped;
    stopped.delivery = Delivery::Answered;
    stopped.status = 503;
    stopped.error.code = u"TF24668"_s;
    add("organization switched off, told by the probe", {organizationTenant, {stopped}, {}},
        u"org-stopped"_s);
    OrganizationTenantSeen busy;
    busy.delivery = Delivery::Answered;
    busy.status = 429;
    add("probe throttled", {organizationTenant, {busy}, {}}, u"unanswered:devops-rate-limited"_s);
    OrganizationTenantSeen mute;
    mute.delivery = Delivery::Answered;
    mute.status = 401;
    mute.error.fromAzureDevOps = true;
    add("probe without tenant", {organizationTenant, {mute}, {}}, u"?"_s);
    add("same tenant", {tokenTenant, {token(), tenantSeen(tenant)}, {}}, {});
    add("other tenant", {tokenTenant, {token(), tenantSeen(otherTenant)}, {}}, u"tenant-mismatch"_s);

    add("hosts reached", {networkHosts, {hosts(Delivery::Answered, true)}, {}}, {});
    add("a host is blocked", {networkHosts, {hosts(Delivery::ConnectionRefused, false)}, {}},
        u"firewall-missing-hosts"_s);
    add("a filter answers for a host", {networkHosts, {hosts(Delivery::Answered, false)}, {}},
        u"firewall-missing-hosts"_s);

    using Kind = ConnectionSeen::Kind;
    add("known identity", {devopsConnection, {connection(Kind::Identity, 200, objectId), token()}, {}}, {});
    add("token fine, no member", {devopsConnection, {connection(Kind::NotAMember, 401), token()}, {}}, {});
    add("200 as nobody", {devopsConnection, {connection(Kind::Anonymous, 200), token()}, {}},
        u"anonymous-guid"_s);
    add("TF400813 for nobody", {devopsConnection, {connection(Kind::AnonymousRefused, 401), token()}, {}},
        u"anonymous-guid"_s);
    add("203 page", {devopsConnection, {connection(Kind::SignInPage, 203), token()}, {}},
        u"html-instead-of-json"_s);
    add("empty 401", {devopsConnection, {connection(Kind::RejectedEmpty, 401), token()}, {}},
        u"credential-rejected"_s);
    add("organization switched off",
        {devopsConnection, {connection(Kind::OrganizationStopped, 503), token()}, {}}, u"org-stopped"_s);
    add("rate limit", {devopsConnection, {connection(Kind::RateLimited, 429), token()}, {}},
        u"devops-rate-limited"_s);
    add("no answer", {devopsConnection, {connection(Kind::NoAnswer, 0), token()}, {}}, u"network-failed"_s);
    add("401 that gives no reason", {devopsConnection, {connection(Kind::Other, 401), token()}, {}},
        u"credential-rejected"_s);
    add("500", {devopsConnection, {connection(Kind::Other, 500), token()}, {}}, u"devops-server-error"_s);

    add("member", {devopsMembership, {connection(Kind::Identity, 200, objectId), token()}, {}}, {});
    add("TF401444", {devopsMembership, {connection(Kind::NotAMember, 401), token()}, {}}, u"not-in-org"_s);
    add("TF400813 with a name", {devopsMembership, {connection(Kind::NotAuthorized, 401), token()}, {}},
        u"not-in-org"_s);
    add("Azure DevOps sees somebody else",
        {devopsMembership, {connection(Kind::Identity, 200, otherObjectId), token()}, {}},
        u"silent-default-identity"_s);

    add("no right needed",
        {devopsRights,
         {[] {
             RightsSeen seen;
             seen.read = true;
             return seen;
         }()},
         {}},
        {});
    add("no configuration to need any", {devopsRights, {RightsSeen()}, {}}, u"?"_s);
    add("right held", {devopsRights, {rights(Right::CreateProject, true)}, {}}, {});
    add("right not known", {devopsRights, {rights(Right::CreateProject, std::nullopt)}, {}},
        u"rights-not-known"_s);
    add("type whose rights are not known",
        {devopsRights,
         {[] {
             RightsSeen seen;
             seen.read = true;
             seen.unknownTypes.append(u"azuredevops_novelty"_s);
             return seen;
         }()},
         {}},
        u"rights-not-known"_s);
    add("a part of the configuration is not read",
        {devopsRights,
         {[] {
             RightsSeen seen;
             seen.read = true;
             seen.isAtLeast = true;
             return seen;
         }()},
         {}},
        u"?"_s);
    const std::pair<Right, QString> missingRights[] = {
        {Right::CreateProject, u"create-project-denied"_s},
        {Right::CreateServiceConnection, u"endpoint-creator-missing"_s},
        {Right::ManagePools, u"pool-manage-missing"_s},
        {Right::AdministerType, u"admin-all-resources-required"_s},
        {Right::Other, u"permission-missing"_s},
        {Right::BePerson, u"sp-cannot-do-it"_s}};
    for (const auto &[right, finding] : missingRights)
        add(("missing: " + finding.toUtf8()).constData(), {devopsRights, {rights(right, false)}, {}},
            finding);

    using Known = ConnectionSeen::Kind;
    const Observation stranger = connection(Known::NotAMember, 401);
    add("the old identity is gone", {devopsNamesake, {namesake(true), stranger, token()}, {}},
        u"identity-recreated"_s);
    add("two machines of one name", {devopsNamesake, {namesake(false), stranger, token()}, {}}, {});
    add("the namesake is itself", {devopsNamesake, {namesake(true, objectId), stranger, token()}, {}}, {});
    add("nobody looked for namesakes", {devopsNamesake, {NamesakesSeen(), stranger, token()}, {}}, u"?"_s);
    add("a member has no namesake to fear",
        {devopsNamesake, {connection(Known::Identity, 200, objectId), token()}, {}}, {});

    add("a member from another tenant",
        {organizationMoved, {earlier(true), token(), tenantSeen(otherTenant)}, {}}, u"org-tenant-switched"_s);
    add("another tenant, never a member",
        {organizationMoved, {earlier(false), token(), tenantSeen(otherTenant)}, {}}, {});
    add("another tenant, nobody could look",
        {organizationMoved, {earlier(std::nullopt), token(), tenantSeen(otherTenant)}, {}}, u"?"_s);
    add("the same tenant", {organizationMoved, {token(), tenantSeen(tenant)}, {}}, {});

    const TokenSeen several = refused(IdentityFault::IdentityAmbiguous);
    add("it worked, and now there are several", {identityBefore, {earlier(true, true), several}, {}},
        u"second-identity-appears"_s);
    add("several, and it never worked", {identityBefore, {earlier(true), several}, {}}, {});
    add("several, and nobody could look", {identityBefore, {earlier(std::nullopt), several}, {}}, u"?"_s);
    add("there is a token", {identityBefore, {token()}, {}}, {});

    add("projects visible", {devopsProjects, {projects(200, {u"Fabrikam"_s})}, {}}, {});
    add("no project visible, none wanted", {devopsProjects, {projects(200, {})}, {}},
        u"no-project-permission"_s);
    add("projects throttled", {devopsProjects, {projects(429, {})}, {}}, u"unanswered:devops-rate-limited"_s);
    add("projects out of order", {devopsProjects, {projects(503, {})}, {}},
        u"unanswered:devops-server-error"_s);
    Question wants;
    wants.projects = {u"fabrikam"_s};
    add("wanted project, other case", {devopsProjects, {projects(200, {u"Fabrikam"_s})}, wants}, {});
    ProjectsSeen cut = std::get<ProjectsSeen>(projects(200, {u"Tailspin"_s}));
    cut.truncated = true;
    add("wanted project perhaps on a later page", {devopsProjects, {cut}, wants}, u"?"_s);
    add("no project visible, one wanted", {devopsProjects, {projects(200, {})}, wants},
        u"no-project-permission"_s);
    add("wanted project not visible", {devopsProjects, {projects(200, {u"Tailspin"_s})}, wants},
        u"no-project-permission"_s);

    // The token was issued three hours ago, unless it says otherwise, and lists one group.
    const auto listing = [](qint64 age = 3 * 3600) {
        Claims of = claims();
        of.issuedAt = 1790000000 - age;
        of.expires = *of.issuedAt + 86400;
        of.payload.insert(u"groups"_s, QJsonArray{otherTenant});
        return token(of);
    };
    const auto unlisted = [](const std::optional<QStringList> &opening) {
        MemberSeen seen;
        seen.readable = true;
        if (opening)
            seen.unlistedGroups = QList<EntraGroup>{{u"Builders"_s, otherObjectId, *opening}};
        return seen;
    };
    MemberSeen nothingNewer;
    nothingNewer.unlistedGroups = QList<EntraGroup>();
    const Observation none = projects(200, {u"Tailspin"_s});
    const QStringList contributors{u"[Fabrikam]\\Contributors"_s};
    wants.organization = asked(u"contoso"_s).organization;
    Question wantsNone = asked(u"contoso"_s);
    add("newer group opens the project", {tokenGroups, {listing(), none, unlisted(contributors)}, wants},
        u"warning:token-cache-stale"_s);
    add("newer group, and the project is seen all the same",
        {tokenGroups, {listing(), projects(200, {u"Fabrikam"_s}), unlisted(contributors)}, wants}, {});
    add("newer group opens another project",
        {tokenGroups, {listing(), none, unlisted(QStringList{u"[Tailspin]\\Readers"_s})}, wants}, u"?"_s);
    add("newer group opens nothing", {tokenGroups, {listing(), none, unlisted(QStringList())}, wants},
        u"?"_s);
    add("newer group opens some project, and none was named",
        {tokenGroups, {listing(), projects(200, {}), unlisted(contributors)}, wantsNone},
        u"warning:token-cache-stale"_s);
    add("newer group is in a group of the organization, and none was named",
        {tokenGroups,
         {listing(), projects(200, {}), unlisted(QStringList{u"[contoso]\\Testers"_s})},
         wantsNone},
        u"?"_s);
    add("no group is newer", {tokenGroups, {listing(), none, nothingNewer}, wants}, {});
    add("nobody may look, the token is old", {tokenGroups, {listing(), none}, wants},
        u"guess:token-cache-stale"_s);
    add("nobody may look, the token is fresh", {tokenGroups, {listing(300), none}, wants}, u"?"_s);
    add("the groups could not be looked for", {tokenGroups, {listing(), none, unlisted({})}, wants},
        u"guess:token-cache-stale"_s);
    add("token without groups", {tokenGroups, {token(), none, unlisted(contributors)}, wants}, {});
    add("opaque token, groups", {tokenGroups, {opaque(), none}, wants}, u"?"_s);
    add("projects unknown, groups", {tokenGroups, {listing(), projects(503, {})}, wants}, u"?"_s);
}

void TestJudges::opinion()
{
    QFETCH(Row, row);
    QFETCH(QString, finding);
    QCOMPARE(outcome(row), finding);
}

void TestJudges::evidenceNamesTheClientIdToUse()
{
    TokenSeen seen = token();
    seen.intended = TokenSeen::Probe{true, u"c0ffee11-2233-4455-8677-8899aabbccdd"_s, otherObjectId};
    Question question;
    question.objectId = *ObjectId::parse(otherObjectId);
    const Observation observation = seen;
    const Facts facts(question, {}, {&observation});
    const CheckVerdict verdict = tokenIdentity(facts);
    QVERIFY(verdict.problem);
    QCOMPARE(verdict.problem->evidence["expectedClientId"_L1].toString(),
             u"c0ffee11-2233-4455-8677-8899aabbccdd"_s);
    QCOMPARE(verdict.problem->evidence["objectId"_L1].toString(), objectId);
}

void TestJudges::refusedApplicationIsTheOneOfTheText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("application");
    const QString id = u"c0ffee11-2233-4455-8677-8899aabbccdd"_s;
    QTest::addRow("named")
        << u"AADSTS700016: Application with identifier '%1' was not found in the directory"_s.arg(id) << id;
    QTest::addRow("named by its id")
        << u"AADSTS65001: The user or administrator has not consented to use the "
           "application with ID '%1' named 'Signet'."_s.arg(id)
        << id;
    QTest::addRow("not named") << u"AADSTS7000218: The request body must contain 'client_assertion'."_s
                               << QString();
}

void TestJudges::refusedApplicationIsTheOneOfTheText()
{
    QFETCH(QString, text);
    QFETCH(QString, application);
    const Question question;
    const Observation read(readErrorText(text));
    const Observation seen = token();
    const Facts facts(question, {}, {&read, &seen});
    const CheckVerdict verdict = errorText(facts);
    QVERIFY(verdict.problem);
    // There, and not that of this machine's identity.
    QVERIFY(verdict.problem->evidence.contains("clientId"_L1));
    QCOMPARE(verdict.problem->evidence["clientId"_L1].toString(), application);
}

void TestJudges::strayVariablesAreNotThoseOfTheService_data()
{
    QTest::addColumn<int>("host");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("stray");
    using Kind = Contradiction::Kind;
    const auto add = [](const char *name, MachineKind host, Kind kind, const QString &stray) {
        QTest::newRow(name) << int(host) << int(kind) << stray;
    };
    add("left over on a machine", MachineKind::AzureVm, Kind::EndpointLeftover, u"IDENTITY_ENDPOINT"_s);
    add("two in an app", MachineKind::AppService, Kind::SeveralEndpoints, u"IMDS_ENDPOINT"_s);
    add("two on a machine", MachineKind::AzureVm, Kind::SeveralEndpoints,
        u"IDENTITY_ENDPOINT, IMDS_ENDPOINT"_s);
}

void TestJudges::strayVariablesAreNotThoseOfTheService()
{
    QFETCH(int, host);
    QFETCH(int, kind);
    QFETCH(QString, stray);
    MachineSeen seen;
    seen.machine.kind = MachineKind(host);
    seen.machine.contradictions = {{Contradiction::Kind(kind), {u"IDENTITY_ENDPOINT"_s}, u"IMDS_ENDPOINT"_s}};
    const Observation observation = seen;
    const Question question;
    const CheckVerdict verdict = machineHost(Facts(question, {}, {&observation}));
    QVERIFY(verdict.problem);
    QCOMPARE(verdict.problem->evidence["variable"_L1].toString(), stray);
    QCOMPARE(verdict.problem->evidence["variables"_L1].toArray().size(), stray.count(u',') + 1);
}

QTEST_APPLESS_MAIN(TestJudges)
#include "tst_judges.moc"
