#include "core/sandbox/devops/devopsprofile.h"

#include "core/sandbox/devops/devopsroutes.h"
#include "core/sandbox/server/jsonresponse.h"
#include "core/sandbox/world/directory.h"
#include "core/sandbox/world/tokenissuer.h"

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

// The same person is another identity in every tenant.
QString profileId(const QString &tenantId, const QString &objectId)
{
    return stableGuid(u"profile"_s + tenantId.toLower() + objectId.toLower());
}

ServerResponse accounts(const World &world, const QString &tenantId, const QString &objectId, bool owned)
{
    QJsonArray values;
    for (const Organization &organization : world.organizations) {
        const Member *member = organization.member(objectId);
        const bool inTenant = organization.tenantId && sameName(*organization.tenantId, tenantId);
        if (!inTenant || !member || !member->isActive())
            continue;
        if (owned && !sameName(organization.owner, objectId))
            continue;
        values.append(
            QJsonObject{{u"accountId"_s, organization.id},
                        {u"accountUri"_s, u"https://vssps.dev.azure.com:443/%1/"_s.arg(organization.name)},
                        {u"accountName"_s, organization.name},
                        {u"properties"_s, QJsonObject{}}});
    }
    return devOpsList(values);
}

} // namespace

ServerResponse answerProfile(World *world, const DevOpsAddress &address, const ServerRequest &request)
{
    QStringList arguments;
    const DevOpsRoute *route =
        address.path.isEmpty() ? nullptr : routeTo(address.service, address.path, &arguments);
    const BearerToken token = bearerToken(*world, request.header("Authorization"));
    if (token.state != BearerToken::State::Valid || token.audience() != Audience::AzureDevOps) {
        ServerResponse response;
        response.status = 401;
        response.addHeader("WWW-Authenticate", "Bearer");
        response.addHeader("WWW-Authenticate", "Basic realm=\"https://app.vssps.visualstudio.com/\"");
        return response;
    }
    if (request.method == "OPTIONS")
        return routesOf(address);
    if (!route || route->service != address.service)
        return devOpsError(
            404, u"System.Web.HttpException, System.Web"_s,
            u"The controller for path '%1' was not found or does not implement IController."_s.arg(
                request.path));
    if (auto refusal = refusedByRoute(*route, request))
        return *refusal;

    const QString tenantId = token.claim(u"tid"_s);
    const QString objectId = token.claim(u"oid"_s);
    const QString id = profileId(tenantId, objectId);
    if (route->resource == "Accounts"_L1) {
        const std::optional<QString> member = request.queryValue(u"memberId");
        const std::optional<QString> owner = request.queryValue(u"ownerId");
        if (!member && !owner)
            return unreadable(u"One of the following parameters is required: ownerId, memberId."_s);
        if (!sameName(member ? *member : *owner, id))
            return devOpsError(
                403,
                u"Microsoft.VisualStudio.Services.Security.AccessCheckException, "
                u"Microsoft.VisualStudio.Services.WebApi"_s,
                u"Access Denied: %1 needs the following permission(s) on the resource Accounts "
                u"to perform this action: Read"_s.arg(id));
        return accounts(*world, tenantId, objectId, !member);
    }
    if (!sameName(arguments.value(0), u"me") && !sameName(arguments.value(0), id))
        return noSuchIdentity(arguments.value(0));
    const Person *person = personIn(*world, tenantId, objectId);
    const ManagedIdentity *identity = world->identity(objectId);
    return jsonResponse(200,
                        {{u"displayName"_s,
                          person         ? person->name
                              : identity ? identity->name
                                         : objectId},
                         {u"publicAlias"_s, id},
                         {u"emailAddress"_s, person ? person->userPrincipalName : QString()},
                         {u"coreRevision"_s, 1},
                         {u"timeStamp"_s, u"2026-01-15T09:30:00.1234567+00:00"_s},
                         {u"id"_s, id},
                         {u"revision"_s, 1}});
}

} // namespace signet::sandbox
