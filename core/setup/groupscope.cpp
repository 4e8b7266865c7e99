#include "core/setup/groupscope.h"

#include "core/devops/devopsrequest.h"
#include "core/devops/groups.h"
#include "core/devops/organizationprobe.h"

using namespace Qt::StringLiterals;

namespace signet {

QCoro::Task<Result<ConnectionSeen>>
connectAsAdministrator(SetupContext context, OrganizationName organization, std::stop_token stop)
{
    Request request = connectionDataRequest("GET", DevOpsHost::Core, organization, context.session);
    auto reply = co_await sendAsAdministrator(context, std::move(request), stop);
    if (!reply)
        co_return reply.problem();
    const ConnectionSeen seen = readConnectionReply(*reply);
    if (seen.kind == ConnectionSeen::Kind::Identity)
        co_return seen;
    const QJsonObject evidence{{u"organization"_s, organization.toString()},
                               {u"organizationUrl"_s, organization.url()},
                               {u"user"_s, context.administratorName},
                               {u"as"_s, u"administrator"_s}};
    if (seen.kind == ConnectionSeen::Kind::NotFound) {
        const auto organizationSeen = co_await lookUpOrganization(context.http, organization, stop);
        if (organizationSeen.exists == OrganizationSeen::Exists::No)
            co_return Problem(finding::orgUrlWrong, evidence);
    }
    if (seen.kind == ConnectionSeen::Kind::NotAMember || seen.kind == ConnectionSeen::Kind::NotAuthorized)
        co_return Problem(finding::wrongAccountSignedIn, evidence);
    co_return refusalOf(context, *reply, evidence);
}

QCoro::Task<Result<GroupScope>> findGroupScope(SetupContext context, OrganizationName organization,
                                               GroupScope scope, std::stop_token stop)
{
    Request request = descriptorRequest(organization, scope.id, context.session);
    auto reply = co_await sendAsAdministrator(context, std::move(request), stop);
    if (!reply)
        co_return reply.problem();
    scope.descriptor = readDescriptor(*reply);
    if (reply->status != 200 || scope.descriptor.isEmpty())
        co_return refusalOf(context, *reply, {{u"organization"_s, organization.toString()}});
    co_return scope;
}

} // namespace signet
