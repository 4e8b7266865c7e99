#include "core/diagnosis/checks/stages.h"

#include "core/devops/devopsrequest.h"
#include "core/devops/groups.h"
#include "core/diagnosis/checks/devopsevidence.h"
#include "core/diagnosis/checks/endpointevidence.h"
#include "core/findings/catalogue.h"
#include "core/findings/pastedtext.h"
#include "core/net/addresses.h"
#include "core/token/tokenage.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace signet {

namespace {

// The requests for the member, whichever check of this stage they serve.
const QString memberPurpose = u"devops.entitlement"_s;

constexpr auto endpointStage = "managed identity endpoint"_L1;
constexpr auto membershipStage = "membership & licence"_L1;

QCoro::Task<Observation> observeConnection(std::shared_ptr<RunContext> context, std::stop_token stop)
{
    const auto name = context->question.organizationName();
    const auto credential = context->credential();
    if (!name || !credential)
        co_return Observation();
    auto asking = readConnectionData(context->http.withPurpose(check::devopsConnection.toString()), *name,
                                     *credential, DevOpsHost::Core, context->session, stop);
    auto seen = co_await asking;
    context->connected = seen.identity;
    co_return Observation(std::move(seen));
}

// The groups of Entra that the organization knows and the principal is in; nothing where that could not be
// determined for all of them.
QCoro::Task<std::optional<QList<DevOpsGroup>>> entraGroupsOf(std::shared_ptr<RunContext> context,
                                                             OrganizationName organization, QString objectId,
                                                             Credential administrator, std::stop_token stop)
{
    const Http http = context->http.withPurpose(memberPurpose);
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
        // One request can ask about this many at most.
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
    Request check("POST", graphUrl(u"servicePrincipals/%1/checkMemberGroups"_s.arg(objectId), {}),
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
QCoro::Task<std::optional<QList<EntraGroup>>> unlistedGroupsOf(std::shared_ptr<RunContext> context,
                                                               OrganizationName organization,
                                                               QString objectId, Credential administrator,
                                                               QStringList listed, std::stop_token stop)
{
    const Http http = context->http.withPurpose(memberPurpose);
    auto looking = entraGroupsOf(context, organization, objectId, administrator, stop);
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

struct Viewer {
    Credential credential;
    bool isAdministrator = false;
};

// The administrator who is signed in, else the identity itself, which can see itself.
QCoro::Task<Viewer> viewerOf(std::shared_ptr<RunContext> context, std::stop_token stop)
{
    Viewer viewer;
    viewer.credential = context->credential().value_or(Credential());
    if (const std::shared_ptr<CredentialSource> administrator = context->administrator) {
        auto asking = administrator->credential(Resource::AzureDevOps, stop);
        const auto given = co_await asking;
        if (given) {
            viewer.credential = *given;
            viewer.isAdministrator = true;
        }
    }
    co_return viewer;
}

QCoro::Task<Observation> observeMember(std::shared_ptr<RunContext> context, std::stop_token stop)
{
    const auto name = context->question.organizationName();
    if (!name || !context->token)
        co_return Observation();
    // A token that cannot be read is that of whom Azure DevOps knows by it.
    const std::optional<Claims> &claims = context->token->claims;
    const ConnectedIdentity &connected = context->connected;
    const auto tenant = TenantId::parse(claims ? claims->tenantId : connected.tenantId);
    const auto objectId = ObjectId::parse(claims ? claims->objectId : connected.objectId);
    if (!tenant || !objectId)
        co_return Observation();
    auto choosing = viewerOf(context, stop);
    const Viewer viewer = co_await choosing;
    const Credential &credential = viewer.credential;
    const bool asAdministrator = viewer.isAdministrator;
    // Without being a member, the identity does not see itself.
    if (context->connected.id.isEmpty() && !asAdministrator)
        co_return Observation();
    const MemberQuestion question{.organization = *name,
                                  .tenant = *tenant,
                                  .objectId = *objectId,
                                  .storageKey = context->connected.id,
                                  .descriptor = context->connected.subjectDescriptor};
    auto reading =
        readMember(context->http.withPurpose(memberPurpose), question, credential, context->session, stop);
    MemberSeen seen = co_await reading;
    seen.byAdministrator = asAdministrator;
    std::ranges::copy_if(seen.hosts, std::back_inserter(context->provenHosts), &HostReachSeen::isProven);
    if (seen.readable && !seen.isMember() && asAdministrator) {
        auto looking = entraGroupsOf(context, *name, objectId->toString(), credential, stop);
        const auto groups = co_await looking;
        seen.entraGroupsKnown = groups.has_value();
        for (const DevOpsGroup &group : groups.value_or(QList<DevOpsGroup>()))
            seen.entraGroups.append(group.displayName);
    }
    const auto listed = claims ? listedGroups(*claims) : std::nullopt;
    if (seen.isMember() && asAdministrator && listed) {
        auto looking = unlistedGroupsOf(context, *name, objectId->toString(), credential, *listed, stop);
        seen.unlistedGroups = co_await looking;
    }
    co_return Observation(std::move(seen));
}

QCoro::Task<Observation> nameGroupsOfMember(std::shared_ptr<RunContext> context, Observation seen,
                                            std::stop_token stop)
{
    const auto organization = context->question.organizationName();
    const auto *member = std::get_if<MemberSeen>(&seen);
    if (!organization || !member || !member->memberships || member->memberships->isEmpty())
        co_return seen;
    auto choosing = viewerOf(context, stop);
    const Viewer viewer = co_await choosing;
    auto naming = nameGroups(context->http.withPurpose(memberPurpose), *organization, *member->memberships,
                             viewer.credential, context->session, stop);
    const QStringList names = co_await naming;
    std::get<MemberSeen>(seen).groups = names;
    co_return seen;
}

bool isRefusedPassword(const ConnectionSeen &seen)
{
    switch (seen.kind) {
    case ConnectionSeen::Kind::Anonymous:
    case ConnectionSeen::Kind::AnonymousRefused:
    case ConnectionSeen::Kind::RejectedEmpty:
        return true;
    case ConnectionSeen::Kind::SignInPage:
        return seen.error.fromAzureDevOps;
    case ConnectionSeen::Kind::Other:
        return seen.status == 401;
    default:
        return false;
    }
}

CheckVerdict devopsConnection(const Facts &facts)
{
    const auto *seen = facts.seen<ConnectionSeen>();
    if (!seen || seen->delivery == Delivery::Stopped)
        return unclear();
    QJsonObject evidence = evidenceOf(seen->error, seen->delivery);
    evidence.insert(u"status"_s, seen->status);
    addClaims(evidence, claimsOfToken(facts));
    // Only the service knows whether a personal access token is good. It says so in one of these ways.
    if (facts.question().terraformCredential() == CredentialMethod::Pat && isRefusedPassword(*seen)) {
        evidence.insert(u"expectedCredential"_s, toString(CredentialMethod::Pat));
        return failed(finding::expectedCredentialRejected, evidence);
    }

    const auto *organization = facts.seen<OrganizationSeen>();
    const bool exists = organization && organization->exists == OrganizationSeen::Exists::Yes;
    return judgeConnection(*seen, exists, evidence);
}

CheckVerdict devopsMembership(const Facts &facts)
{
    const auto *seen = facts.seen<ConnectionSeen>();
    if (!seen)
        return unclear();
    const std::optional<Claims> &claims = claimsOfToken(facts);
    QJsonObject evidence = evidenceOf(seen->error, seen->delivery);
    addClaims(evidence, claims);

    switch (seen->kind) {
    case ConnectionSeen::Kind::NotAMember:
    case ConnectionSeen::Kind::NotAuthorized:
        return failed(finding::notInOrg, evidence);
    case ConnectionSeen::Kind::Identity:
        break;
    default:
        return unclear();
    }
    const QString expected = claims ? claims->objectId : QString();
    const QString actual = seen->identity.objectId;
    if (!expected.isEmpty() && !actual.isEmpty() && expected.compare(actual, Qt::CaseInsensitive) != 0) {
        evidence.insert(u"expectedObjectId"_s, expected);
        evidence.insert(u"objectId"_s, actual);
        return failed(finding::silentDefaultIdentity, evidence);
    }
    return passed();
}

CheckVerdict devopsEntitlement(const Facts &facts)
{
    const auto *seen = facts.seen<MemberSeen>();
    const auto *rights = facts.seen<RightsSeen>();
    // It stands in the way only of a configuration that needs it.
    const auto open = [rights](const QJsonObject &evidence) {
        return rights && rights->needsBasic ? unclear(finding::accessLevelNotKnown, evidence) : unclear();
    };
    if (!seen || !seen->entitlement)
        return open({});
    const Entitlement &entitlement = *seen->entitlement;
    QJsonObject evidence{{u"accessLevel"_s, entitlement.accessLevel.displayName()},
                         {u"principal"_s, entitlement.displayName},
                         {u"objectId"_s, entitlement.objectId}};
    if (entitlement.deletedInOrigin)
        return failed(finding::identityRecreated, evidence);
    const QString level = entitlement.accessLevel.toString();
    if (level == "stakeholder"_L1 || level == "none"_L1)
        return failed(finding::stakeholderLicence, evidence);
    static const QStringList over{u"disabled"_s, u"expired"_s, u"pendingDisabled"_s};
    if (over.contains(entitlement.status)) {
        evidence.insert(u"accessLevel"_s,
                        u"%1 (%2)"_s.arg(entitlement.accessLevel.displayName(), entitlement.status));
        return failed(finding::stakeholderLicence, evidence);
    }
    return isAccessLevelKnown(facts) ? passed() : open(evidence);
}

CheckVerdict devopsGroups(const Facts &facts)
{
    const auto *seen = facts.seen<MemberSeen>();
    if (!seen || !seen->readable)
        return unclear();
    if (!seen->isMember() && !seen->entraGroups.isEmpty())
        return failed(finding::groupRuleNotApplied,
                      {{u"group"_s, seen->entraGroups.first()},
                       {u"groups"_s, QJsonArray::fromStringList(seen->entraGroups)}});
    return seen->isMember() || seen->entraGroupsKnown ? passed() : unclear();
}

// What kept the endpoint from returning a token is over when it returns one, and what kept the identity from
// being a member of an organization that runs is over when it is one. A wrong request, however, can be sent
// again.
bool isOver(const Finding &finding, const Facts &facts)
{
    const auto *token = facts.seen<TokenSeen>();
    const auto *connection = facts.seen<ConnectionSeen>();
    if (finding.chapter == endpointStage)
        return token && token->answer.outcome != TokenAnswer::Outcome::Error;
    static constexpr FindingId refutedByMember[] = {finding::notInOrg, finding::orgStopped,
                                                    finding::orgNotEntraBacked};
    const bool needsNoMember = finding.chapter == membershipStage
        || std::ranges::find(refutedByMember, finding.id) != std::end(refutedByMember);
    return needsNoMember && connection && connection->kind == ConnectionSeen::Kind::Identity;
}

QCoro::Task<Observation> observeErrorText(std::shared_ptr<RunContext> context, std::stop_token)
{
    co_return Observation(context->question.errorText.value_or(ErrorTextSeen()));
}

CheckVerdict errorText(const Facts &facts)
{
    const auto *seen = facts.seen<ErrorTextSeen>();
    if (!seen || seen->causes.isEmpty() || !seen->isLikely)
        return unclear();
    const ErrorTextSeen::Candidate &cause = seen->causes.first();
    const Finding *finding = findFinding(cause.finding);
    QJsonArray possible;
    for (const ErrorTextSeen::Candidate &other : seen->causes)
        possible.append(other.finding.toString());
    // The other possible causes: where one of these was found here, the text is about that one.
    QJsonObject evidence{{u"reason"_s, cause.why}, {u"errorText"_s, cause.why}, {u"possible"_s, possible}};
    // Entra refused some application, which is this machine's identity only if the ids are the same.
    if (seen->isFromEntra) {
        evidence.insert(u"clientId"_s, seen->applicationId);
        evidence.insert(u"objectId"_s, QString());
    }
    if (finding && finding->severity == Severity::Blocker && isOver(*finding, facts))
        return passed();
    if (finding && finding->severity == Severity::Info)
        return noted(cause.finding, evidence);
    return finding && finding->severity == Severity::Blocker ? failed(cause.finding, evidence)
                                                             : warning(cause.finding, evidence);
}

bool hasErrorText(const Question &question)
{
    return question.errorText.has_value();
}

QString connectionSummary(const QJsonObject &seen)
{
    return seen["identity"_L1].toObject()["displayName"_L1].toString();
}

} // namespace

std::vector<Check> membershipChecks()
{
    return {
        {.id = check::devopsConnection,
         .stage = "membership"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "Azure DevOps accepts the token"),
         .needs = {check::identityToken, check::tokenAudience, check::tokenLifetime, check::terraformSignIn,
                   check::tokenTenant, check::organizationExists},
         .asksAfter = {check::tokenAudience, check::terraformSignIn},
         .limit = 40s,
         .observe = observeConnection,
         .judge = devopsConnection,
         .read = readObservation<ConnectionSeen>,
         .summary = connectionSummary},
        {.id = check::devopsMembership,
         .stage = "membership"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The identity is a member of the organization"),
         .needs = {check::identityToken, check::tokenIdentity, check::terraformSignIn,
                   check::devopsConnection},
         .judge = devopsMembership},
        {.id = check::devopsGroups,
         .stage = "membership"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "Membership does not depend on an Entra group"),
         .needs = {check::identityToken, check::tokenIdentity, check::terraformSignIn,
                   check::devopsConnection},
         .asksAfter = {check::devopsConnection},
         .limit = 40s,
         .observe = observeMember,
         .decorate = nameGroupsOfMember,
         .judge = devopsGroups,
         .read = readObservation<MemberSeen>,
         .applies = expectsEntraToken,
         .weight = Weight::None},
        {.id = CheckId("devops.entitlement"_L1),
         .stage = "membership"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The access level is high enough for Terraform"),
         .needs = {check::devopsMembership},
         .considers = {check::devopsGroups, check::devopsRights},
         .judge = devopsEntitlement,
         .applies = expectsEntraToken,
         .weight = Weight::None},
        {.id = check::errorText,
         .stage = "membership"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The reported error is not caused by this setup"),
         .considers = {check::identityToken, check::devopsConnection},
         .observe = observeErrorText,
         .judge = errorText,
         .read = readObservation<ErrorTextSeen>,
         .applies = hasErrorText,
         .weight = Weight::None},
    };
}

} // namespace signet
