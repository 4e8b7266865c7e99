#include "core/diagnosis/check.h"

#include "core/devops/devopsrequest.h"
#include "core/devops/groups.h"
#include "core/diagnosis/judges.h"
#include "core/identity/identityendpoint.h"
#include "core/identity/imds.h"
#include "core/net/addresses.h"
#include "core/token/tokenage.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QtGlobal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace signet {

namespace {

using ContextPtr = std::shared_ptr<RunContext>;

// The provider knows a client id or nothing.
IdentitySelector providerSelector(const Question &question)
{
    if (!question.clientId)
        return {};
    const bool isFromVariable = question.clientIdOrigin.startsWith("env:"_L1);
    return IdentitySelector(*question.clientId, isFromVariable ? question.clientIdOrigin : QString());
}

QCoro::Task<Observation> observeHost(ContextPtr context, std::stop_token)
{
    MachineSeen seen{detectMachine(context->host), context->host.userName(), detectEndpoint(context->host)};
    seen.hasArcVariables = context->host.environment().has(u"IDENTITY_ENDPOINT"_s)
        && context->host.environment().has(u"IMDS_ENDPOINT"_s);
    seen.differences = providerDifferences(context->host, providerSelector(context->question));
    co_return Observation(std::move(seen));
}

// What Terraform would do with the token request, not what we do: ours never goes through a proxy.
QCoro::Task<Observation> observeProxy(ContextPtr context, std::stop_token)
{
    const ProxySettings proxy(context->host.environment());
    QUrl endpoint = imdsUrl(u"/metadata/identity/oauth2/token"_s, {});
    if (detectEndpoint(context->host) != EndpointKind::Imds) {
        const Environment &environment = context->host.environment();
        endpoint = QUrl(environment.value(environment.firstSet({u"IDENTITY_ENDPOINT"_s, u"MSI_ENDPOINT"_s})));
        // Found by its program, the Azure Arc agent is on loopback, which no proxy gets.
        if (!endpoint.isValid() || endpoint.host().isEmpty())
            co_return Observation(ProxySeen());
    }
    ProxySeen seen;
    seen.host = endpoint.host();
    seen.variable = proxy.variableFor(endpoint);
    const QUrl address = proxy.proxyFor(endpoint);
    if (address.isValid())
        seen.proxy = address.port() > 0 ? u"%1:%2"_s.arg(address.host()).arg(address.port()) : address.host();
    co_return Observation(std::move(seen));
}

QCoro::Task<Observation> observeInstance(ContextPtr context, std::stop_token stop)
{
    const Http http = context->http.withPurpose(u"machine.instance"_s);
    // Services with an endpoint of their own, and machines outside Azure, have no metadata service.
    const EndpointKind endpoint = detectEndpoint(context->host);
    if (endpoint != EndpointKind::Imds) {
        InstanceSeen elsewhere;
        elsewhere.answer.endpoint = endpoint;
        elsewhere.answer.transport = Transport::NotSent;
        co_return Observation(std::move(elsewhere));
    }
    auto asking = askForInstance(http, stop);
    auto askingTenant = askForTenant(http, stop);
    InstanceSeen seen;
    auto answer = co_await asking;
    const auto tenant = co_await askingTenant;
    seen.answer = std::move(answer.answer);
    seen.instance = std::move(answer.instance);
    if (tenant.tenant)
        seen.tenantId = tenant.tenant->toString();
    co_return Observation(std::move(seen));
}

TokenSeen::Probe probeOf(const TokenAnswer &answer)
{
    TokenSeen::Probe probe;
    probe.works = answer.hasToken();
    if (answer.token && answer.token->claims) {
        probe.clientId = answer.token->claims->appId;
        probe.objectId = answer.token->claims->objectId;
    }
    return probe;
}

// The intended identity, when it was named by an id that the provider cannot ask by.
IdentitySelector intendedSelector(const Question &question)
{
    if (question.objectId)
        return IdentitySelector(*question.objectId);
    if (question.resourceId)
        return IdentitySelector(*question.resourceId);
    return {};
}

bool answersAsIntended(const TokenSeen &seen, const Question &question)
{
    if (!seen.claims)
        return true;
    if (question.objectId)
        return seen.claims->objectId.compare(question.objectId->toString(), Qt::CaseInsensitive) == 0;
    if (question.resourceId)
        return seen.claims->miResourceId.compare(question.resourceId->toString(), Qt::CaseInsensitive) == 0;
    return true;
}

QCoro::Task<Observation> observeToken(ContextPtr context, std::stop_token stop)
{
    const Http http = context->http.withPurpose(u"identity.token"_s);
    const Question question = context->question;
    const IdentitySelector selector = providerSelector(question);

    auto asking = askForToken(http, TokenQuestion(selector), stop);
    auto answer = co_await asking;

    TokenSeen seen;
    seen.clientId = selector.text();
    seen.clientIdOrigin = question.clientIdOrigin;
    if (answer.token) {
        context->token = std::move(answer.token);
        seen.claims = context->token->claims;
        answer.token.reset();
    }
    seen.answer = std::move(answer);

    // A refused client id is told from a mixed-up one by two more questions, asked side by side.
    if (seen.answer.fault == IdentityFault::IdentityNotAssigned && question.clientId) {
        const auto sameAsObjectId = ObjectId::parse(question.clientId->toString());
        Q_ASSERT(sameAsObjectId);
        auto askingAsObjectId = askForToken(http, TokenQuestion(IdentitySelector(*sameAsObjectId)), stop);
        auto askingWithout = askForToken(http, TokenQuestion(), stop);
        const auto asObjectId = co_await askingAsObjectId;
        const auto without = co_await askingWithout;
        seen.asObjectId = probeOf(asObjectId);
        seen.withoutSelector = probeOf(without);
    }
    // Another identity answers than the one that is meant: its client id is what has to be configured.
    if (!answersAsIntended(seen, question)) {
        auto askingIntended = askForToken(http, TokenQuestion(intendedSelector(question)), stop);
        const auto intended = co_await askingIntended;
        seen.intended = probeOf(intended);
    }
    co_return Observation(std::move(seen));
}

// The organization's name; nothing when none was given or it is none, which is told before a run.
std::optional<OrganizationName> organizationOf(const ContextPtr &context)
{
    const auto input = parseOrganization(context->question.organization);
    return input ? std::optional(input->name) : std::nullopt;
}

QCoro::Task<Observation> observeOrganization(ContextPtr context, std::stop_token stop)
{
    const auto name = organizationOf(context);
    if (!name)
        co_return Observation();
    auto asking = lookUpOrganization(context->http.withPurpose(u"organization.exists"_s), *name, stop);
    auto seen = co_await asking;
    co_return Observation(std::move(seen));
}

QCoro::Task<Observation> observeTenant(ContextPtr context, std::stop_token stop)
{
    const auto name = organizationOf(context);
    if (!name)
        co_return Observation();
    auto asking = probeTenant(context->http.withPurpose(u"organization.tenant"_s), *name, stop);
    auto seen = co_await asking;
    co_return Observation(std::move(seen));
}

QCoro::Task<Observation> observeHosts(ContextPtr context, std::stop_token stop)
{
    const auto name = organizationOf(context);
    if (!name)
        co_return Observation();
    const Http http = context->http.withPurpose(u"network.hosts"_s);
    auto askingGraph = reachHost(http, *name, DevOpsHost::Graph, stop);
    auto askingEntitlements = reachHost(http, *name, DevOpsHost::Entitlements, stop);
    HostsSeen seen;
    auto graph = co_await askingGraph;
    auto entitlements = co_await askingEntitlements;
    seen.hosts = {std::move(graph), std::move(entitlements)};
    co_return Observation(std::move(seen));
}

Credential tokenOf(const RunContext &context)
{
    return Credential::bearer(Resource::AzureDevOps, context.token->text);
}

QCoro::Task<Observation> observeConnection(ContextPtr context, std::stop_token stop)
{
    const auto name = organizationOf(context);
    if (!name || !context->token)
        co_return Observation();
    auto asking = readConnectionData(context->http.withPurpose(u"devops.connection"_s), *name,
                                     tokenOf(*context), DevOpsHost::Core, context->session, stop);
    auto seen = co_await asking;
    context->connected = seen.identity;
    co_return Observation(std::move(seen));
}

QCoro::Task<Observation> observeProjects(ContextPtr context, std::stop_token stop)
{
    const auto name = organizationOf(context);
    if (!name || !context->token)
        co_return Observation();
    auto asking = listProjects(context->http.withPurpose(u"devops.projects"_s), *name, tokenOf(*context),
                               context->session, stop);
    auto seen = co_await asking;
    co_return Observation(std::move(seen));
}

// Which of the groups of Entra that the organization knows the principal is in; nothing where that could not
// be found out for all of them.
QCoro::Task<std::optional<QList<DevOpsGroup>>> entraGroupsOf(ContextPtr context,
                                                             OrganizationName organization,
                                                             Credential administrator, std::stop_token stop)
{
    const Http http = context->http.withPurpose(u"devops.entitlement"_s);
    Request listing = entraGroupsRequest(organization, context->session);
    listing.credential = std::move(administrator);
    auto askingGroups = sendToDevOps(http, std::move(listing), stop);
    const Reply groupsReply = co_await askingGroups;
    std::optional<QList<DevOpsGroup>> unknown;
    if (groupsReply.status != 200 || !continuationOf(groupsReply).isEmpty())
        co_return unknown;
    const QList<DevOpsGroup> groups = readGroups(groupsReply);
    QJsonArray ids;
    for (const DevOpsGroup &group : groups) {
        // So many are asked about in one request, and no more.
        if (ids.size() < 20 && isGuid(group.originId))
            ids.append(group.originId);
    }
    QList<DevOpsGroup> found;
    if (ids.isEmpty())
        co_return std::optional(std::move(found));
    const std::shared_ptr<CredentialSource> source = context->administrator;
    auto askingCredential = source->credential(Resource::MicrosoftGraph, stop);
    const auto credential = co_await askingCredential;
    if (!credential || groups.size() > 20)
        co_return unknown;
    Request check(
        "POST",
        graphUrl(u"servicePrincipals/%1/checkMemberGroups"_s.arg(context->token->claims->objectId), {}),
        Way::Internet);
    check.credential = *credential;
    setJsonBody(&check, QJsonDocument(QJsonObject{{u"groupIds"_s, ids}}));
    auto asking = http.send(std::move(check), stop);
    const Reply reply = co_await asking;
    if (reply.status != 200)
        co_return unknown;
    const QJsonArray member = jsonBody(reply).toObject()["value"_L1].toArray();
    for (const DevOpsGroup &group : groups) {
        if (member.contains(QJsonValue(group.originId)))
            found.append(group);
    }
    co_return std::optional(std::move(found));
}

// Those of these groups that the token does not list, and what they are in.
QCoro::Task<std::optional<QList<EntraGroup>>> unlistedGroupsOf(ContextPtr context,
                                                               OrganizationName organization,
                                                               Credential administrator, QStringList listed,
                                                               std::stop_token stop)
{
    const Http http = context->http.withPurpose(u"devops.entitlement"_s);
    auto looking = entraGroupsOf(context, organization, administrator, stop);
    const auto groups = co_await looking;
    std::optional<QList<EntraGroup>> unknown;
    if (!groups)
        co_return unknown;
    QList<EntraGroup> unlisted;
    std::vector<QCoro::Task<Reply>> asking;
    for (const DevOpsGroup &group : *groups) {
        if (listed.contains(group.originId, Qt::CaseInsensitive))
            continue;
        unlisted.append({.name = group.displayName, .objectId = group.originId, .groups = {}});
        Request memberships = membershipsRequest(organization, group.descriptor, context->session);
        memberships.credential = administrator;
        asking.push_back(sendToDevOps(http, std::move(memberships), stop));
    }
    QStringList all;
    bool complete = true;
    for (std::size_t i = 0; i < asking.size(); ++i) {
        const Reply reply = co_await asking[i];
        const auto containers = readMemberships(reply);
        complete = complete && containers.has_value();
        unlisted[qsizetype(i)].groups = containers.value_or(QStringList());
        all += unlisted[qsizetype(i)].groups;
    }
    if (!complete)
        co_return unknown;
    if (all.isEmpty())
        co_return std::optional(std::move(unlisted));
    Request naming = groupNamesRequest(organization, all, context->session);
    naming.credential = administrator;
    auto askingNames = sendToDevOps(http, std::move(naming), stop);
    const Reply namesReply = co_await askingNames;
    const QMap<QString, QString> names = readGroupNames(namesReply);
    for (EntraGroup &group : unlisted) {
        for (QString &container : group.groups)
            container = names.value(container);
        group.groups.removeAll(QString());
        group.groups.sort();
    }
    co_return std::optional(std::move(unlisted));
}

// As the administrator who is signed in; where nobody is, as the identity itself, which may see itself.
QCoro::Task<Observation> observeMember(ContextPtr context, std::stop_token stop)
{
    const auto name = organizationOf(context);
    if (!name || !context->token || !context->token->claims)
        co_return Observation();
    const auto tenant = TenantId::parse(context->token->claims->tenantId);
    const auto objectId = ObjectId::parse(context->token->claims->objectId);
    if (!tenant || !objectId)
        co_return Observation();
    Credential credential = tokenOf(*context);
    bool asAdministrator = false;
    if (const std::shared_ptr<CredentialSource> administrator = context->administrator) {
        auto asking = administrator->credential(Resource::AzureDevOps, stop);
        const auto given = co_await asking;
        if (given) {
            credential = *given;
            asAdministrator = true;
        }
    }
    // Who is no member sees nothing of itself.
    if (context->connected.id.isEmpty() && !asAdministrator)
        co_return Observation();
    const MemberQuestion question{.organization = *name,
                                  .tenant = *tenant,
                                  .objectId = *objectId,
                                  .storageKey = context->connected.id,
                                  .descriptor = context->connected.subjectDescriptor};
    auto reading = readMember(context->http.withPurpose(u"devops.entitlement"_s), question, credential,
                              context->session, stop);
    MemberSeen seen = co_await reading;
    seen.byAdministrator = asAdministrator;
    if (seen.readable && !seen.isMember() && asAdministrator) {
        auto looking = entraGroupsOf(context, *name, credential, stop);
        const auto groups = co_await looking;
        seen.entraGroupsKnown = groups.has_value();
        for (const DevOpsGroup &group : groups.value_or(QList<DevOpsGroup>()))
            seen.entraGroups.append(group.displayName);
    }
    const auto listed = listedGroups(*context->token->claims);
    if (seen.isMember() && asAdministrator && listed) {
        auto looking = unlistedGroupsOf(context, *name, credential, *listed, stop);
        seen.unlistedGroups = co_await looking;
    }
    co_return Observation(std::move(seen));
}

QCoro::Task<Observation> observeConfiguration(ContextPtr context, std::stop_token)
{
    co_return Observation(context->configuration);
}

QCoro::Task<Observation> observeCredential(ContextPtr context, std::stop_token)
{
    CredentialSeen seen{context->configuration.explanation};
    co_return Observation(std::move(seen));
}

bool hasConfiguration(const Question &question)
{
    return !question.terraformDirectory.isEmpty();
}

bool hasErrorText(const Question &question)
{
    return !question.errorText.isEmpty();
}

} // namespace

std::span<const Check> checkList()
{
    static const std::vector<Check> list{
        {.id = "machine.host"_L1,
         .stage = "machine"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "What kind of machine this is"),
         .needs = {},
         .asksAfter = {},
         .limit = 0s,
         .observe = observeHost,
         .judge = judges::machineHost,
         .judgeSilence = nullptr},
        {.id = "machine.proxy"_L1,
         .stage = "machine"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "No proxy takes Terraform's token request"),
         .needs = {"machine.host"_L1},
         .asksAfter = {},
         .limit = 0s,
         .observe = observeProxy,
         .judge = judges::machineProxy,
         .judgeSilence = nullptr},
        {.id = "machine.instance"_L1,
         .stage = "machine"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The metadata service describes the machine"),
         .needs = {"machine.host"_L1},
         .asksAfter = {"machine.host"_L1},
         .limit = 12s,
         .observe = observeInstance,
         .judge = judges::machineInstance,
         .judgeSilence = judges::silentEndpoint},
        {.id = "identity.token"_L1,
         .stage = "token"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The identity endpoint gives a token"),
         .needs = {"machine.host"_L1},
         .asksAfter = {"machine.host"_L1},
         .limit = 30s,
         .observe = observeToken,
         .judge = judges::identityToken,
         .judgeSilence = judges::silentEndpoint},
        {.id = "token.audience"_L1,
         .stage = "token"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The token is for Azure DevOps"),
         .needs = {"identity.token"_L1},
         .asksAfter = {},
         .limit = 0s,
         .observe = nullptr,
         .judge = judges::tokenAudience,
         .judgeSilence = nullptr},
        {.id = "token.lifetime"_L1,
         .stage = "token"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The token is valid by this machine's clock"),
         .needs = {"identity.token"_L1},
         .asksAfter = {},
         .limit = 0s,
         .observe = nullptr,
         .judge = judges::tokenLifetime,
         .judgeSilence = nullptr},
        {.id = "token.identity"_L1,
         .stage = "token"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The token belongs to the intended identity"),
         .needs = {"identity.token"_L1},
         .asksAfter = {},
         .limit = 0s,
         .observe = nullptr,
         .judge = judges::tokenIdentity,
         .judgeSilence = nullptr},
        {.id = "organization.exists"_L1,
         .stage = "organization"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The organization exists"),
         .needs = {},
         .asksAfter = {},
         .limit = 40s,
         .observe = observeOrganization,
         .judge = judges::organizationExists,
         .judgeSilence = nullptr},
        {.id = "network.hosts"_L1,
         .stage = "organization"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "All hosts of Azure DevOps can be reached"),
         .needs = {"organization.exists"_L1},
         .asksAfter = {},
         .limit = 40s,
         .observe = observeHosts,
         .judge = judges::networkHosts,
         .judgeSilence = nullptr},
        {.id = "organization.tenant"_L1,
         .stage = "organization"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The organization is connected to Microsoft Entra ID"),
         .needs = {"organization.exists"_L1},
         .asksAfter = {},
         .limit = 40s,
         .observe = observeTenant,
         .judge = judges::organizationTenant,
         .judgeSilence = nullptr},
        {.id = "token.tenant"_L1,
         .stage = "organization"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "Identity and organization are in the same tenant"),
         .needs = {"identity.token"_L1, "organization.tenant"_L1},
         .asksAfter = {},
         .limit = 0s,
         .observe = nullptr,
         .judge = judges::tokenTenant,
         .judgeSilence = nullptr},
        {.id = "devops.connection"_L1,
         .stage = "membership"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "Azure DevOps accepts the token"),
         .needs = {"identity.token"_L1, "token.audience"_L1, "token.lifetime"_L1, "token.tenant"_L1,
                   "organization.exists"_L1},
         .asksAfter = {"token.audience"_L1},
         .limit = 40s,
         .observe = observeConnection,
         .judge = judges::devopsConnection,
         .judgeSilence = nullptr},
        {.id = "devops.membership"_L1,
         .stage = "membership"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The identity is a member of the organization"),
         .needs = {"identity.token"_L1, "token.identity"_L1, "devops.connection"_L1},
         .asksAfter = {},
         .limit = 0s,
         .observe = nullptr,
         .judge = judges::devopsMembership,
         .judgeSilence = nullptr},
        {.id = "devops.groups"_L1,
         .stage = "membership"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "No group stands in for the membership"),
         .needs = {"identity.token"_L1, "token.identity"_L1, "devops.connection"_L1},
         .asksAfter = {"devops.connection"_L1},
         .limit = 40s,
         .observe = observeMember,
         .judge = judges::devopsGroups,
         .judgeSilence = nullptr},
        {.id = "devops.entitlement"_L1,
         .stage = "membership"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The access level lets Terraform work"),
         .needs = {"devops.membership"_L1, "devops.groups"_L1},
         .asksAfter = {},
         .limit = 0s,
         .observe = nullptr,
         .judge = judges::devopsEntitlement,
         .judgeSilence = nullptr},
        {.id = "error.text"_L1,
         .stage = "membership"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The error that was seen has no cause here"),
         .needs = {},
         .asksAfter = {},
         .limit = 0s,
         .observe = nullptr,
         .judge = judges::errorText,
         .judgeSilence = nullptr,
         .applies = hasErrorText,
         .considers = {"identity.token"_L1, "devops.connection"_L1}},
        {.id = "devops.projects"_L1,
         .stage = "permissions"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The identity sees the projects"),
         .needs = {"token.audience"_L1, "devops.membership"_L1},
         .asksAfter = {"token.audience"_L1},
         .limit = 40s,
         .observe = observeProjects,
         .judge = judges::devopsProjects,
         .judgeSilence = nullptr},
        {.id = "token.groups"_L1,
         .stage = "permissions"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "No group of Entra is newer than the token"),
         .needs = {"identity.token"_L1, "devops.membership"_L1},
         .asksAfter = {},
         .limit = 0s,
         .observe = nullptr,
         .judge = judges::tokenGroups,
         .judgeSilence = nullptr,
         .considers = {"devops.groups"_L1, "devops.projects"_L1}},
        {.id = "terraform.configuration"_L1,
         .stage = "terraform"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The Terraform configuration can be read"),
         .needs = {},
         .asksAfter = {},
         .limit = 0s,
         .observe = observeConfiguration,
         .judge = judges::terraformConfiguration,
         .judgeSilence = nullptr,
         .applies = hasConfiguration},
        {.id = "terraform.version"_L1,
         .stage = "terraform"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The version of the provider knows managed identities"),
         .needs = {"terraform.configuration"_L1},
         .asksAfter = {},
         .limit = 0s,
         .observe = nullptr,
         .judge = judges::terraformVersion,
         .judgeSilence = nullptr,
         .applies = hasConfiguration},
        {.id = "terraform.credential"_L1,
         .stage = "terraform"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The provider would use the managed identity, and nobody else"),
         .needs = {"terraform.configuration"_L1, "terraform.version"_L1},
         .asksAfter = {},
         .limit = 0s,
         .observe = observeCredential,
         .judge = judges::terraformCredential,
         .judgeSilence = nullptr},
        {.id = "terraform.endpoint"_L1,
         .stage = "terraform"_L1,
         .title =
             QT_TRANSLATE_NOOP("Check", "The provider asks the identity endpoint as it wants to be asked"),
         .needs = {"machine.host"_L1, "identity.token"_L1, "terraform.credential"_L1},
         .asksAfter = {},
         .limit = 0s,
         .observe = nullptr,
         .judge = judges::terraformEndpoint,
         .judgeSilence = nullptr,
         .applies = hasConfiguration},
        {.id = "terraform.backend"_L1,
         .stage = "terraform"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The state backend signs in with the identity, too"),
         .needs = {"terraform.configuration"_L1},
         .asksAfter = {},
         .limit = 0s,
         .observe = nullptr,
         .judge = judges::terraformBackend,
         .judgeSilence = nullptr,
         .applies = hasConfiguration},
        {.id = "terraform.members"_L1,
         .stage = "terraform"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "Members are added in a way that works"),
         .needs = {"terraform.configuration"_L1, "identity.token"_L1},
         .asksAfter = {},
         .limit = 0s,
         .observe = nullptr,
         .judge = judges::terraformMembers,
         .judgeSilence = nullptr,
         .applies = hasConfiguration},
    };
    return list;
}

} // namespace signet
