#include "core/devops/member.h"

#include "core/devops/devopsrequest.h"
#include "core/devops/groups.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QCoro::Task<Reply> sendWith(Http http, Request request, Credential credential, std::stop_token stop)
{
    request.credential = std::move(credential);
    auto sending = sendToDevOps(std::move(http), std::move(request), std::move(stop));
    co_return co_await sending;
}

// The reply decides: what it was, and why nothing is known from it.
void take(MemberSeen *seen, const Reply &reply)
{
    seen->delivery = reply.delivery;
    seen->status = reply.status;
    seen->error = readDevOpsError(reply);
}

} // namespace

QCoro::Task<MemberSeen> readMember(Http http, MemberQuestion question, Credential credential, QUuid session,
                                   std::stop_token stop)
{
    MemberSeen seen;
    if (question.storageKey.isEmpty()) {
        Request who =
            memberIdentityRequest(question.organization, question.tenant, question.objectId, session);
        auto asking = sendWith(http, std::move(who), credential, stop);
        const Reply reply = co_await asking;
        take(&seen, reply);
        if (!reply.answered() || reply.status != 200)
            co_return seen;
        const auto identity = readMemberIdentity(reply);
        if (!identity) {
            seen.readable = true;
            co_return seen;
        }
        question.storageKey = identity->storageKey;
        question.descriptor = identity->subjectDescriptor;
    }
    seen.known = true;

    Request entitlement = entitlementRequest(question.organization, question.storageKey, session);
    Request memberships = membershipsRequest(question.organization, question.descriptor, session);
    auto askingEntitlement = sendWith(http, std::move(entitlement), credential, stop);
    auto askingMemberships = sendWith(http, std::move(memberships), credential, stop);
    const Reply entitlementReply = co_await askingEntitlement;
    const Reply membershipsReply = co_await askingMemberships;
    take(&seen, entitlementReply);
    seen.entitlement = readEntitlementReply(entitlementReply).entitlement;
    // A former member no longer has one, which is also a result.
    seen.readable = seen.entitlement || entitlementReply.status == 404;

    seen.hosts = {hostReachOf(DevOpsHost::Entitlements, entitlementReply),
                  hostReachOf(DevOpsHost::Graph, membershipsReply)};
    seen.memberships = readMemberships(membershipsReply);
    co_return seen;
}

QCoro::Task<QStringList> nameGroups(Http http, OrganizationName organization, QStringList descriptors,
                                    Credential credential, QUuid session, std::stop_token stop)
{
    Request request = groupNamesRequest(organization, descriptors, session);
    auto asking = sendWith(http, std::move(request), std::move(credential), stop);
    const Reply reply = co_await asking;
    QStringList names = readGroupNames(reply).values();
    names.sort();
    co_return names;
}

} // namespace signet
