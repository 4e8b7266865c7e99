#include "core/sandbox/devops/devopsroutes.h"

#include "core/sandbox/devops/accesscontrollists.h"
#include "core/sandbox/devops/devopsgraph.h"
#include "core/sandbox/devops/devopsidentities.h"
#include "core/sandbox/devops/devopsobjects.h"
#include "core/sandbox/devops/devopsprofile.h"
#include "core/sandbox/devops/devopsprojects.h"
#include "core/sandbox/devops/entitlements.h"
#include "core/sandbox/devops/permissionevaluation.h"
#include "core/sandbox/devops/securityroles.h"
#include "core/sandbox/server/jsonresponse.h"
#include "core/sandbox/world/directory.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

constexpr QLatin1StringView newestVersion = "7.2"_L1;

constexpr QLatin1StringView core = "dev.azure.com"_L1;
constexpr QLatin1StringView identity = "vssps.dev.azure.com"_L1;
constexpr QLatin1StringView entitlement = "vsaex.dev.azure.com"_L1;
constexpr QLatin1StringView profile = "app.vssps.visualstudio.com"_L1;

constexpr QLatin1StringView memRead = "vso.memberentitlementmanagement"_L1;
constexpr QLatin1StringView memWrite = "vso.memberentitlementmanagement_write"_L1;
constexpr QLatin1StringView graphRead = "vso.graph"_L1;
constexpr QLatin1StringView graphManage = "vso.graph_manage"_L1;
constexpr QLatin1StringView rolesManage = "vso.security_manage"_L1;

// Ids, versions and templates as the service lists them for dev.azure.com and vsaex; those of vssps as its
// public clients know them.
constexpr DevOpsRoute routes[] = {
    {.id = "00d9565f-ed9c-4a06-9a50-00e7896ccab4"_L1,
     .area = "Location"_L1,
     .resource = "ConnectionData"_L1,
     .path = "connectionData"_L1,
     .methods = "GET"_L1,
     .openToNobody = true,
     .handler = connectionData},
    {.id = "603fe2ac-9723-48b9-88ad-09305aa6c6e1"_L1,
     .area = "core"_L1,
     .resource = "projects"_L1,
     .path = "projects/{?projectId}"_L1,
     .methods = "GET"_L1,
     .service = core,
     .resourceVersion = 4,
     .releasedVersion = "7.1"_L1,
     .readScope = "vso.project"_L1,
     .openToNobody = true,
     .handler = projects},
    {.id = "d30a3dd1-f8ba-442a-b86a-bd0c0c383e59"_L1,
     .area = "core"_L1,
     .resource = "teams"_L1,
     .path = "projects/{projectId}/teams/{?teamId}"_L1,
     .methods = "GET"_L1,
     .service = core,
     .resourceVersion = 3,
     .releasedVersion = "7.1"_L1,
     .readScope = "vso.project"_L1,
     .handler = teams},
    {.id = "225f7195-f9c7-4d14-ab28-a83f7ff77e1f"_L1,
     .area = "git"_L1,
     .resource = "repositories"_L1,
     .path = "git/repositories/{?repositoryId}"_L1,
     .methods = "GET"_L1,
     .service = core,
     .releasedVersion = "7.1"_L1,
     .readScope = "vso.code"_L1,
     .handler = repositories},
    {.id = "dbeaf647-6167-421a-bda9-c9327b25e2e6"_L1,
     .area = "Build"_L1,
     .resource = "Definitions"_L1,
     .path = "{project}/_apis/build/definitions"_L1,
     .methods = "GET"_L1,
     .service = core,
     .resourceVersion = 7,
     .releasedVersion = "7.1"_L1,
     .readScope = "vso.build"_L1,
     .handler = pipelines},
    {.id = "a8c47e17-4d56-4a56-92bb-de7ea7dc65be"_L1,
     .area = "distributedtask"_L1,
     .resource = "pools"_L1,
     .path = "distributedtask/pools"_L1,
     .methods = "GET"_L1,
     .service = core,
     .releasedVersion = "7.1"_L1,
     .readScope = "vso.agentpools"_L1,
     .handler = agentPools},
    {.id = "900fa995-c559-4923-aae7-f8424fe4fbea"_L1,
     .area = "distributedtask"_L1,
     .resource = "queues"_L1,
     .path = "{project}/_apis/distributedtask/queues"_L1,
     .methods = "GET"_L1,
     .service = core,
     .minVersion = "2.0"_L1,
     .releasedVersion = "7.1"_L1,
     .readScope = "vso.agentpools"_L1,
     .handler = agentQueues},
    {.id = "8572b1fc-2482-47fa-8f74-7e3ed53ee54b"_L1,
     .area = "distributedtask"_L1,
     .resource = "environments"_L1,
     .path = "{project}/_apis/distributedtask/environments"_L1,
     .methods = "GET"_L1,
     .service = core,
     .minVersion = "5.0"_L1,
     .releasedVersion = "7.1"_L1,
     .readScope = "vso.environment_manage"_L1,
     .handler = environments},
    {.id = "f5b09dd5-9d54-45a1-8b5a-1c8287d634cc"_L1,
     .area = "distributedtask"_L1,
     .resource = "variablegroups"_L1,
     .path = "{project}/_apis/distributedtask/variablegroups"_L1,
     .methods = "GET"_L1,
     .service = core,
     .resourceVersion = 2,
     .minVersion = "3.1"_L1,
     .releasedVersion = "7.1"_L1,
     .readScope = "vso.variablegroups"_L1,
     .handler = variableGroups},
    {.id = "e85f1c62-adfc-4b74-b618-11a150fb195e"_L1,
     .area = "serviceendpoint"_L1,
     .resource = "endpoints"_L1,
     .path = "{project}/_apis/serviceendpoint/endpoints"_L1,
     .methods = "GET"_L1,
     .service = core,
     .resourceVersion = 4,
     .minVersion = "4.1"_L1,
     .releasedVersion = "7.1"_L1,
     .readScope = "vso.serviceendpoint"_L1,
     .handler = serviceEndpoints},
    {.id = "cf1faa59-1b63-4448-bf04-13d981a46f5d"_L1,
     .area = "Security"_L1,
     .resource = "PermissionEvaluationBatch"_L1,
     .path = "security/permissionevaluationbatch"_L1,
     .methods = "POST"_L1,
     .service = core,
     .minVersion = "3.0"_L1,
     .releasedVersion = "7.1"_L1,
     .handler = permissionEvaluationBatch},
    {.id = "dd3b8bd6-c7fc-4cbd-929a-933d9c011c9d"_L1,
     .area = "Security"_L1,
     .resource = "Permissions"_L1,
     .path = "permissions/{securityNamespaceId}/{permissions}"_L1,
     .methods = "GET DELETE"_L1,
     .service = core,
     .resourceVersion = 2,
     .releasedVersion = "7.1"_L1,
     .writeScope = rolesManage,
     .handler = permissions},
    {.id = "18a2ad18-7571-46ae-bec7-0c7da1495885"_L1,
     .area = "Security"_L1,
     .resource = "AccessControlLists"_L1,
     .path = "accesscontrollists/{securityNamespaceId}"_L1,
     .methods = "GET POST DELETE"_L1,
     .service = core,
     .releasedVersion = "7.1"_L1,
     .writeScope = rolesManage,
     .handler = accessControlLists},
    {.id = "ac08c8ff-4323-4b08-af90-bcd018d380ce"_L1,
     .area = "Security"_L1,
     .resource = "AccessControlEntries"_L1,
     .path = "accesscontrolentries/{securityNamespaceId}"_L1,
     .methods = "POST DELETE"_L1,
     .service = core,
     .releasedVersion = "7.1"_L1,
     .writeScope = rolesManage,
     .handler = accessControlEntries},
    {.id = "ce7b9f95-fde9-4be8-a86d-83b366f0b87a"_L1,
     .area = "Security"_L1,
     .resource = "SecurityNamespaces"_L1,
     .path = "securitynamespaces/{?securityNamespaceId}"_L1,
     .methods = "GET"_L1,
     .service = core,
     .releasedVersion = "7.1"_L1,
     .handler = securityNamespaceList},
    {.id = "f4cc9a86-453c-48d2-b44d-d3bd5c105f4f"_L1,
     .area = "securityroles"_L1,
     .resource = "roledefinitions"_L1,
     .path = "securityroles/scopes/{scopeId}/roledefinitions"_L1,
     .methods = "GET"_L1,
     .service = core,
     .minVersion = "2.2"_L1,
     .readScope = rolesManage,
     .handler = roleDefinitions},
    {.id = "9461c234-c84c-4ed2-b918-2f0f92ad0a35"_L1,
     .area = "securityroles"_L1,
     .resource = "roleassignments"_L1,
     .path = "securityroles/scopes/{scopeId}/roleassignments/resources/{resourceId}/{?identityId}"_L1,
     .methods = "GET PUT PATCH DELETE"_L1,
     .service = core,
     .minVersion = "2.2"_L1,
     .readScope = rolesManage,
     .writeScope = rolesManage,
     .handler = roleAssignments},

    {.id = "f03dbf50-80f8-41b7-8ca2-65b6a178caba"_L1,
     .area = "MemberEntitlementManagement"_L1,
     .resource = "ServicePrincipalEntitlements"_L1,
     .path = "serviceprincipalentitlements"_L1,
     .methods = "POST PATCH"_L1,
     .service = entitlement,
     .minVersion = "7.1"_L1,
     .readScope = memRead,
     .writeScope = memWrite,
     .handler = servicePrincipalEntitlements},
    {.id = "1d491a66-190b-43ae-86b8-9c2688c55186"_L1,
     .area = "MemberEntitlementManagement"_L1,
     .resource = "ServicePrincipalEntitlements"_L1,
     .path = "serviceprincipalentitlements/{servicePrincipalId}"_L1,
     .methods = "GET PATCH DELETE"_L1,
     .service = entitlement,
     .minVersion = "7.1"_L1,
     .readScope = memRead,
     .writeScope = memWrite,
     .handler = servicePrincipalEntitlement},
    {.id = "387f832c-dbf2-4643-88e9-c1aa94dbb737"_L1,
     .area = "MemberEntitlementManagement"_L1,
     .resource = "UserEntitlements"_L1,
     .path = "userentitlements"_L1,
     .methods = "GET POST"_L1,
     .service = entitlement,
     .resourceVersion = 5,
     .minVersion = "4.1"_L1,
     .releasedVersion = "7.1"_L1,
     .readScope = memRead,
     .writeScope = memWrite,
     .handler = userEntitlements},
    {.id = "8480c6eb-ce60-47e9-88df-eca3c801638b"_L1,
     .area = "MemberEntitlementManagement"_L1,
     .resource = "UserEntitlements"_L1,
     .path = "userentitlements/{userId}"_L1,
     .methods = "GET DELETE"_L1,
     .service = entitlement,
     .resourceVersion = 5,
     .minVersion = "4.1"_L1,
     .releasedVersion = "7.1"_L1,
     .readScope = memRead,
     .writeScope = memWrite,
     .handler = userEntitlement},
    {.id = "1e8cabfb-1fda-461e-860f-eeeae54d06bb"_L1,
     .area = "MemberEntitlementManagement"_L1,
     .resource = "MemberEntitlements"_L1,
     .path = "memberentitlements"_L1,
     .methods = "GET"_L1,
     .service = entitlement,
     .resourceVersion = 3,
     .minVersion = "3.1"_L1,
     .readScope = memRead,
     .handler = memberEntitlements},
    {.id = "5ae55b13-c9dd-49d1-957e-6e76c152e3d9"_L1,
     .area = "MemberEntitlementManagement"_L1,
     .resource = "UserEntitlementSummary"_L1,
     .path = "userentitlementsummary"_L1,
     .methods = "GET"_L1,
     .service = entitlement,
     .resourceVersion = 2,
     .minVersion = "4.1"_L1,
     .releasedVersion = "7.1"_L1,
     .readScope = memRead,
     .handler = entitlementSummary},

    {.id = "ebbe6af8-0b91-4c13-8cf1-777c14858188"_L1,
     .area = "Graph"_L1,
     .resource = "Groups"_L1,
     .path = "graph/groups/{?groupDescriptor}"_L1,
     .methods = "GET POST DELETE"_L1,
     .service = identity,
     .minVersion = "3.1"_L1,
     .readScope = graphRead,
     .writeScope = graphManage,
     .handler = graphGroups},
    {.id = "e34b6394-6b30-4435-94a9-409a5eef3e31"_L1,
     .area = "Graph"_L1,
     .resource = "MembershipsBatch"_L1,
     .path = "graph/memberships/{subjectDescriptor}"_L1,
     .methods = "GET"_L1,
     .service = identity,
     .minVersion = "3.1"_L1,
     .readScope = graphRead,
     .handler = graphMemberships},
    {.id = "3fd2e6ca-fb30-443a-b579-95b19ed0934c"_L1,
     .area = "Graph"_L1,
     .resource = "Memberships"_L1,
     .path = "graph/memberships/{subjectDescriptor}/{containerDescriptor}"_L1,
     .methods = "GET PUT DELETE"_L1,
     .service = identity,
     .minVersion = "3.1"_L1,
     .readScope = graphRead,
     .writeScope = graphManage,
     .handler = graphMembership},
    {.id = "1ffe5c94-1144-4191-907b-d0211cad36a8"_L1,
     .area = "Graph"_L1,
     .resource = "MembershipStates"_L1,
     .path = "graph/membershipstates/{subjectDescriptor}"_L1,
     .methods = "GET"_L1,
     .service = identity,
     .minVersion = "3.1"_L1,
     .readScope = graphRead,
     .handler = graphMembershipState},
    {.id = "e1dbb0ae-49cb-4532-95a1-86cd89cfcab4"_L1,
     .area = "Graph"_L1,
     .resource = "ServicePrincipals"_L1,
     .path = "graph/serviceprincipals/{?servicePrincipalDescriptor}"_L1,
     .methods = "GET POST DELETE"_L1,
     .service = identity,
     .minVersion = "7.1"_L1,
     .readScope = graphRead,
     .writeScope = graphManage,
     .handler = graphServicePrincipals},
    {.id = "005e26ec-6b77-4e4f-a986-b3827bf241f5"_L1,
     .area = "Graph"_L1,
     .resource = "Users"_L1,
     .path = "graph/users/{?userDescriptor}"_L1,
     .methods = "GET"_L1,
     .service = identity,
     .minVersion = "3.1"_L1,
     .readScope = graphRead,
     .handler = graphUsers},
    {.id = "048aee0a-7072-4cde-ab73-7af77b1e0b4e"_L1,
     .area = "Graph"_L1,
     .resource = "Descriptors"_L1,
     .path = "graph/descriptors/{storageKey}"_L1,
     .methods = "GET"_L1,
     .service = identity,
     .minVersion = "3.1"_L1,
     .releasedVersion = "7.1"_L1,
     .readScope = graphRead,
     .handler = graphDescriptor},
    {.id = "eb85f8cc-f0f6-4264-a5b1-ffe2e4d4801f"_L1,
     .area = "Graph"_L1,
     .resource = "StorageKeys"_L1,
     .path = "graph/storagekeys/{subjectDescriptor}"_L1,
     .methods = "GET"_L1,
     .service = identity,
     .minVersion = "3.1"_L1,
     .releasedVersion = "7.1"_L1,
     .readScope = graphRead,
     .handler = graphStorageKey},
    {.id = "4dd4d168-11f2-48c4-83e8-756fa0de027c"_L1,
     .area = "Graph"_L1,
     .resource = "SubjectLookup"_L1,
     .path = "graph/subjectlookup"_L1,
     .methods = "POST"_L1,
     .service = identity,
     .minVersion = "3.1"_L1,
     .readScope = graphRead,
     .writeScope = graphRead,
     .handler = graphSubjectLookup},
    {.id = "05942c89-006a-48ce-bb79-baeb8abf99c6"_L1,
     .area = "Graph"_L1,
     .resource = "SubjectQuery"_L1,
     .path = "graph/subjectquery"_L1,
     .methods = "POST"_L1,
     .service = identity,
     .minVersion = "5.1"_L1,
     .readScope = graphRead,
     .writeScope = graphRead,
     .handler = graphSubjectQuery},
    {.id = "28010c54-d0c0-4c89-a5b0-1fc9e188b9fb"_L1,
     .area = "IMS"_L1,
     .resource = "Identities"_L1,
     .path = "identities/{?identityId}"_L1,
     .methods = "GET"_L1,
     .service = identity,
     .releasedVersion = "7.1"_L1,
     .readScope = "vso.identity"_L1,
     .handler = identities},

    {.id = "f83735dc-483f-4238-a291-d45f6080a9af"_L1,
     .area = "Profile"_L1,
     .resource = "Profiles"_L1,
     .path = "profile/profiles/{id}"_L1,
     .methods = "GET"_L1,
     .service = profile,
     .resourceVersion = 3,
     .releasedVersion = "7.1"_L1,
     .readScope = "vso.profile"_L1},
    {.id = "229a6a53-b428-4ffb-a835-e8f36b5b4b1e"_L1,
     .area = "Account"_L1,
     .resource = "Accounts"_L1,
     .path = "accounts"_L1,
     .methods = "GET"_L1,
     .service = profile,
     .releasedVersion = "7.1"_L1,
     .readScope = "vso.profile"_L1},
};

struct Area {
    QLatin1StringView id;
    QLatin1StringView name;
    QLatin1StringView host;
};

// Area names repeat in the real list; only ids are unique.
constexpr Area areas[] = {
    {"79134c72-4a58-4b42-976c-04e7115f32bf"_L1, "core"_L1, "dev.azure.com"_L1},
    {"00025394-6065-48ca-87d9-7f5672854ef7"_L1, "Location Service"_L1, "dev.azure.com"_L1},
    {"5d6898bb-45ec-463f-95f9-54d49c71752e"_L1, "build"_L1, "dev.azure.com"_L1},
    {"965220d5-5bb9-42cf-8d67-9b146df2a5a4"_L1, "Build"_L1, "dev.azure.com"_L1},
    {"a85b8835-c1a1-4aac-ae97-1c3d0ba72dbd"_L1, "distributedtask"_L1, "dev.azure.com"_L1},
    {"4e080c62-fa21-4fbc-8fef-2a10a2b38049"_L1, "git"_L1, "dev.azure.com"_L1},
    {"fb13a388-40dd-4a04-b530-013a739c72ef"_L1, "policy"_L1, "dev.azure.com"_L1},
    {"1814ab31-2f4f-4a9f-8761-f4d77dc5a5d7"_L1, "serviceendpoint"_L1, "dev.azure.com"_L1},
    {"5264459e-e5e0-4bd8-b118-0985e68a4ec5"_L1, "wit"_L1, "dev.azure.com"_L1},
    {"bb1e7ec9-e901-4b68-999a-de7012b920f8"_L1, "Graph"_L1, "vssps.dev.azure.com"_L1},
    {"8a3d49b8-91f0-46ef-b33d-dda338c25db3"_L1, "IMS"_L1, "vssps.dev.azure.com"_L1},
    {"c73a23a1-59bb-458c-8ce3-02c83215e015"_L1, "Licensing"_L1, "vssps.dev.azure.com"_L1},
    {"68ddce18-2501-45f1-a17b-7931a9922690"_L1, "MemberEntitlementManagement"_L1, "vsaex.dev.azure.com"_L1},
    {"efc2f575-36ef-48e9-b672-0c6fb4a48ac5"_L1, "Release"_L1, "vsrm.dev.azure.com"_L1},
};

QJsonObject areaObject(const Area &area, const Organization *organization)
{
    QJsonObject object{{u"id"_s, QString(area.id)}, {u"name"_s, QString(area.name)}};
    if (organization)
        object.insert(u"locationUrl"_s, u"https://%1/%2/"_s.arg(area.host, organization->name));
    return object;
}

bool isOpen(const QString &part)
{
    return part.startsWith(u'{');
}

// With _apis, which the routes of the organization leave out.
QString templateOf(const DevOpsRoute &route)
{
    const QString path = route.path;
    return path.contains("/_apis/"_L1) ? path : u"_apis/"_s + path;
}

// Whether the path fits the pattern of a route.
bool fits(const DevOpsRoute &route, const QStringList &path, QStringList *arguments)
{
    const QStringList pattern = templateOf(route).split(u'/');
    const qsizetype least = pattern.last().startsWith("{?"_L1) ? pattern.size() - 1 : pattern.size();
    if (path.size() < least || path.size() > pattern.size())
        return false;
    QStringList open;
    for (qsizetype i = 0; i < path.size(); ++i) {
        if (isOpen(pattern[i]))
            open.append(path[i]);
        else if (!sameName(pattern[i], path[i]))
            return false;
    }
    *arguments = open;
    return true;
}

// "7.1" before "7.10": as numbers, not as text.
int compareVersions(const QString &a, const QString &b)
{
    for (int part = 0; part < 2; ++part) {
        const int difference = a.section(u'.', part, part).toInt() - b.section(u'.', part, part).toInt();
        if (difference != 0)
            return difference;
    }
    return 0;
}

ServerResponse clientError(const QString &type, const QString &message)
{
    return devOpsError(
        400, u"Microsoft.VisualStudio.Services.WebApi.%1, Microsoft.VisualStudio.Services.WebApi"_s.arg(type),
        message);
}

std::optional<ServerResponse> versionRefusal(const DevOpsRoute &route, const ServerRequest &request)
{
    const QString version = requestedVersion(request);
    const bool reading = request.method == "GET" || request.method == "HEAD";
    if (version.isEmpty() && reading)
        return std::nullopt;
    if (version.isEmpty())
        return clientError(
            u"VssVersionNotSpecifiedException"_s,
            u"No api-version was supplied for the \"%1\" request. The version must be supplied either as "
            u"part of the Accept header (e.g. \"application/json; api-version=1.0\") or as a query "
            u"parameter (e.g. \"?api-version=1.0\")."_s.arg(QString::fromLatin1(request.method)));
    static const QRegularExpression form(u"^(\\d{1,3}\\.\\d{1,3})(-preview(?:\\.(\\d{1,3}))?)?$"_s);
    const QRegularExpressionMatch match = form.match(version);
    if (!match.hasMatch())
        return clientError(u"VssVersionOutOfRangeException"_s,
                           u"The specified api-version \"%1\" is not a valid version."_s.arg(version));
    const QString number = match.captured(1);
    if (compareVersions(number, route.minVersion) < 0 || compareVersions(number, newestVersion) > 0
        || match.captured(3).toInt() > route.resourceVersion)
        return clientError(
            u"VssVersionOutOfRangeException"_s,
            u"The requested REST API version of %1 is out of range for this server. The lowest supported "
            u"version is %2 and the highest %3."_s.arg(version, route.minVersion, newestVersion));
    if (match.captured(2).isEmpty() && compareVersions(number, route.releasedVersion) > 0)
        return clientError(
            u"VssInvalidPreviewVersionException"_s,
            u"The requested version \"%1\" of the resource is under preview. The -preview flag must be "
            u"supplied in the api-version for such requests. For example: \"%1-preview\""_s.arg(number));
    return std::nullopt;
}

// JSON patch documents have a type of their own, except where the body of PATCH is none.
std::optional<ServerResponse> contentRefusal(const DevOpsRoute &route, const ServerRequest &request)
{
    if (request.body.isEmpty())
        return std::nullopt;
    const bool patch = request.method == "PATCH" && route.service == entitlement;
    const QByteArray wanted = patch ? "application/json-patch+json" : "application/json";
    const QByteArray type = request.header("Content-Type");
    if (type.split(';').first().trimmed().toLower() == wanted)
        return std::nullopt;
    return clientError(u"VssRequestContentTypeNotSupportedException"_s,
                       u"The request indicated a Content-Type of \"%1\" for method type \"%2\" which is not "
                       u"supported. Valid "
                       u"content types for this method are: %3."_s.arg(QString::fromLatin1(type),
                                                                       QString::fromLatin1(request.method),
                                                                       QString::fromLatin1(wanted)));
}

} // namespace

const DevOpsRoute *routeTo(const QString &service, const QStringList &path, QStringList *arguments)
{
    for (const DevOpsRoute &route : routes) {
        if ((route.service.isEmpty() || service == route.service) && fits(route, path, arguments))
            return &route;
    }
    return nullptr;
}

const DevOpsRoute &resourceAreasRoute()
{
    static constexpr DevOpsRoute route{.id = "e81700f7-3be2-46de-8624-2eb35882fcaa"_L1,
                                       .area = "Location"_L1,
                                       .resource = "ResourceAreas"_L1,
                                       .path = "resourceAreas/{?areaId}"_L1,
                                       .methods = "GET"_L1,
                                       .service = {},
                                       .minVersion = "3.2"_L1};
    return route;
}

ServerResponse routesOf(const DevOpsAddress &address)
{
    QJsonArray values;
    const auto add = [&](const DevOpsRoute &route) {
        const bool here = route.service.isEmpty() || address.service == route.service;
        if (!here || (address.path.size() > 1 && !sameName(address.path[1], QString(route.area))))
            return;
        values.append(QJsonObject{{u"id"_s, QString(route.id)},
                                  {u"area"_s, QString(route.area)},
                                  {u"resourceName"_s, QString(route.resource)},
                                  {u"routeTemplate"_s, templateOf(route).remove(u'?')},
                                  {u"resourceVersion"_s, route.resourceVersion},
                                  {u"minVersion"_s, QString(route.minVersion)},
                                  {u"maxVersion"_s, QString(newestVersion)},
                                  {u"releasedVersion"_s, QString(route.releasedVersion)}});
    };
    add(resourceAreasRoute());
    for (const DevOpsRoute &route : routes)
        add(route);
    return devOpsList(values);
}

QString requestedVersion(const ServerRequest &request)
{
    for (const auto &[name, value] : request.query) {
        if (sameName(name, u"api-version"))
            return value;
    }
    const QList<QByteArray> parts = request.header("Accept").split(';');
    for (const QByteArray &part : parts) {
        const QString text = QString::fromLatin1(part.trimmed());
        if (text.startsWith("api-version="_L1, Qt::CaseInsensitive))
            return text.mid(12).section(u',', 0, 0).trimmed();
    }
    return {};
}

std::optional<ServerResponse> refusedByRoute(const DevOpsRoute &route, const ServerRequest &request)
{
    const QString method = request.method == "HEAD" ? u"GET"_s : QString::fromLatin1(request.method);
    if (!QString(route.methods).split(u' ').contains(method))
        return jsonResponse(405,
                            {{u"count"_s, 1},
                             {u"value"_s,
                              QJsonObject{{u"Message"_s,
                                           u"The requested resource does not support http method '%1'."_s.arg(
                                               QString::fromLatin1(request.method))}}}});
    if (auto refusal = versionRefusal(route, request))
        return refusal;
    return contentRefusal(route, request);
}

ServerResponse resourceAreas(const Organization *organization, const QStringList &path)
{
    if (!path.isEmpty()) {
        for (const Area &area : areas) {
            if (sameName(path.first(), QString(area.id)))
                return jsonResponse(200, areaObject(area, organization));
        }
        return devOpsError(404,
                           u"Microsoft.VisualStudio.Services.Location.ResourceAreaNotFoundException, "
                           u"Microsoft.VisualStudio.Services.WebApi"_s,
                           u"Resource area %1 was not found."_s.arg(path.first()));
    }
    QJsonArray values;
    for (const Area &area : areas)
        values.append(areaObject(area, organization));
    return devOpsList(values);
}

} // namespace signet::sandbox
