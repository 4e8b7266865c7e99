#include "core/devops/devopsrequest.h"
#include "core/devops/entitlements.h"
#include "core/devops/member.h"
#include "core/diagnosis/checks/stages.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace signet {

namespace {

constexpr CheckId movedId("organization.moved"_L1);
constexpr CheckId beforeId("identity.before"_L1);
constexpr CheckId namesakeId("devops.namesake"_L1);

// Only an administrator sees other members, and those of the past.
QCoro::Task<std::optional<Credential>> administratorCredential(std::shared_ptr<RunContext> context,
                                                               std::stop_token stop)
{
    std::optional<Credential> credential;
    if (const std::shared_ptr<CredentialSource> source = context->administrator) {
        auto asking = source->credential(Resource::AzureDevOps, stop);
        const auto given = co_await asking;
        if (given)
            credential = *given;
    }
    co_return credential;
}

QCoro::Task<Reply> sendAs(std::shared_ptr<RunContext> context, CheckId purpose, Request request,
                          Credential credential, std::stop_token stop)
{
    request.credential = std::move(credential);
    auto sending =
        sendToDevOps(context->http.withPurpose(purpose.toString()), std::move(request), std::move(stop));
    co_return co_await sending;
}

// An organization has members of its own tenant only. One that knows an identity of another tenant was in
// that tenant before.
QCoro::Task<Observation> observeMoved(std::shared_ptr<RunContext> context, std::stop_token stop)
{
    const auto name = context->question.organizationName();
    if (!name || !context->organizationTenant || !context->token || !context->token->claims)
        co_return Observation();
    const auto tenant = TenantId::parse(context->token->claims->tenantId);
    const auto objectId = ObjectId::parse(context->token->claims->objectId);
    if (!tenant || !objectId || *tenant == *context->organizationTenant)
        co_return Observation();
    EarlierSeen seen;
    seen.tenantId = tenant->toString();
    seen.objectId = objectId->toString();
    auto signingIn = administratorCredential(context, stop);
    const auto credential = co_await signingIn;
    if (!credential)
        co_return Observation(std::move(seen));
    Request request = memberIdentityRequest(*name, *tenant, *objectId, context->session);
    auto asking = sendAs(context, movedId, std::move(request), *credential, stop);
    const Reply reply = co_await asking;
    if (reply.status == 200)
        seen.known = readMemberIdentity(reply).has_value();
    co_return Observation(std::move(seen));
}

CheckVerdict organizationMoved(const Facts &facts)
{
    const auto *token = facts.seen<TokenSeen>();
    const auto *organization = facts.seen<OrganizationTenantSeen>();
    if (!token || !token->claims || !organization || !organization->tenantId)
        return unclear();
    const QString tenant = organization->tenantId->toString();
    if (token->claims->tenantId.compare(tenant, Qt::CaseInsensitive) == 0)
        return passed();
    const auto *seen = facts.seen<EarlierSeen>();
    if (!seen || !seen->known)
        return unclear();
    if (!*seen->known)
        return passed();
    return failed(finding::orgTenantSwitched,
                  {{u"tenantId"_s, seen->tenantId},
                   {u"objectId"_s, seen->objectId},
                   {u"organizationTenantId"_s, tenant}});
}

// Whether the intended identity has worked in the organization. It matters where the provider asks for no
// identity by name, so that another one on the machine can get in its way.
QCoro::Task<Observation> observeBefore(std::shared_ptr<RunContext> context, std::stop_token stop)
{
    const Question question = context->question;
    const auto name = question.organizationName();
    if (!name || !question.objectId || question.clientId || !context->organizationTenant)
        co_return Observation();
    EarlierSeen seen;
    seen.tenantId = context->organizationTenant->toString();
    seen.objectId = question.objectId->toString();
    auto signingIn = administratorCredential(context, stop);
    const auto credential = co_await signingIn;
    if (!credential)
        co_return Observation(std::move(seen));
    const MemberQuestion asked{.organization = *name,
                               .tenant = *context->organizationTenant,
                               .objectId = *question.objectId,
                               .storageKey = {},
                               .descriptor = {}};
    auto reading = readMember(context->http.withPurpose(beforeId.toString()), asked, *credential,
                              context->session, stop);
    const MemberSeen member = co_await reading;
    if (member.readable)
        seen.known = member.known;
    seen.everSeen = member.entitlement && member.entitlement->everSeen;
    co_return Observation(std::move(seen));
}

CheckVerdict identityBefore(const Facts &facts)
{
    const auto *token = facts.seen<TokenSeen>();
    if (!token)
        return unclear();
    if (token->answer.fault != IdentityFault::IdentityAmbiguous)
        return passed();
    const auto *seen = facts.seen<EarlierSeen>();
    if (!seen || !seen->known)
        return unclear();
    if (!seen->everSeen)
        return passed();
    QJsonObject evidence{{u"expectedObjectId"_s, seen->objectId}};
    if (token->intended && token->intended->works)
        evidence.insert(u"expectedClientId"_s, token->intended->clientId);
    return failed(finding::secondIdentityAppears, evidence);
}

QCoro::Task<Observation> observeNamesake(std::shared_ptr<RunContext> context, std::stop_token stop)
{
    const auto organization = context->question.organizationName();
    const bool isMember = !context->connected.id.isEmpty();
    if (!organization || isMember || !context->token || !context->token->claims)
        co_return Observation();
    NamesakesSeen seen;
    // Azure DevOps names a managed identity as Azure does.
    seen.name = context->token->claims->miResourceId.section(u'/', -1);
    if (seen.name.isEmpty())
        co_return Observation();
    auto signingIn = administratorCredential(context, stop);
    const auto credential = co_await signingIn;
    if (!credential)
        co_return Observation(std::move(seen));
    Request request = namesakesRequest(*organization, seen.name, context->session);
    auto asking = sendAs(context, namesakeId, std::move(request), *credential, stop);
    const Reply reply = co_await asking;
    seen.namesakes = readNamesakes(reply, seen.name);
    if (!seen.namesakes)
        co_return Observation(std::move(seen));
    for (Namesake &namesake : *seen.namesakes) {
        if (!namesake.active)
            continue;
        Request about = entitlementRequest(*organization, namesake.storageKey, context->session);
        auto reading = sendAs(context, namesakeId, std::move(about), *credential, stop);
        const Reply answer = co_await reading;
        if (const auto entitlement = readEntitlementReply(answer).entitlement)
            namesake.deletedInOrigin = entitlement->deletedInOrigin;
    }
    co_return Observation(std::move(seen));
}

CheckVerdict devopsNamesake(const Facts &facts)
{
    const auto *connection = facts.seen<ConnectionSeen>();
    const auto *token = facts.seen<TokenSeen>();
    if (!connection || !token || !token->claims)
        return unclear();
    if (connection->kind == ConnectionSeen::Kind::Identity)
        return passed();
    const auto *seen = facts.seen<NamesakesSeen>();
    if (!seen || !seen->namesakes)
        return unclear();
    for (const Namesake &namesake : *seen->namesakes) {
        const bool isItself = namesake.objectId.compare(token->claims->objectId, Qt::CaseInsensitive) == 0;
        // Two machines can have the same name; of one that was recreated the old identity is gone.
        if (isItself || !namesake.active || !namesake.deletedInOrigin.value_or(false))
            continue;
        return failed(finding::identityRecreated,
                      {{u"principal"_s, seen->name},
                       {u"objectId"_s, token->claims->objectId},
                       {u"formerObjectId"_s, namesake.objectId}});
    }
    return passed();
}

} // namespace

std::vector<Check> historyChecks()
{
    return {
        {.id = movedId,
         .stage = "membership"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The organization has not moved to another tenant"),
         .needs = {check::identityToken, check::organizationTenant},
         .asksAfter = {check::identityToken, check::organizationTenant},
         .limit = 40s,
         .observe = observeMoved,
         .judge = organizationMoved,
         .read = readObservation<EarlierSeen>,
         .applies = expectsManagedIdentity,
         .weight = Weight::None},
        {.id = beforeId,
         .stage = "membership"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "No further identity hides the intended one"),
         .needs = {check::organizationTenant},
         .asksAfter = {check::organizationTenant},
         .considers = {check::identityToken},
         .limit = 40s,
         .observe = observeBefore,
         .judge = identityBefore,
         .read = readObservation<EarlierSeen>,
         .applies = expectsManagedIdentity,
         .weight = Weight::None},
        {.id = namesakeId,
         .stage = "membership"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "No former identity of the same name is a member"),
         .needs = {check::identityToken, check::tokenIdentity, check::devopsConnection},
         .asksAfter = {check::devopsConnection},
         .limit = 40s,
         .observe = observeNamesake,
         .judge = devopsNamesake,
         .read = readObservation<NamesakesSeen>,
         .applies = expectsManagedIdentity,
         .weight = Weight::None},
    };
}

} // namespace signet
