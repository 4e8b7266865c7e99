#include "core/devops/securityroles.h"

#include "core/devops/devopsreply.h"
#include "core/devops/devopsrequest.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// `path` is encoded.
Request rolesRequest(const QByteArray &method, const OrganizationName &organization, const QString &scope,
                     const QString &path, QUuid session)
{
    QUrl url = devOpsUrl(DevOpsHost::Core, organization.toString(), {},
                         QUrlQuery{{u"api-version"_s, u"7.1-preview.1"_s}});
    url.setPath(u'/' + pathSegment(organization.toString()) + u"/_apis/securityroles/scopes/"_s
                    + pathSegment(scope) + u'/' + path,
                QUrl::StrictMode);
    return devOpsRequest(method, url, session);
}

} // namespace

const QList<RoleScope> &projectRoleScopes()
{
    static const QList<RoleScope> scopes{
        {u"service-connections"_s, u"distributedtask.project.serviceendpointrole"_s, u"%1"_s},
        {u"library"_s, u"distributedtask.library"_s, u"%1$0"_s},
        {u"environments"_s, u"distributedtask.globalenvironmentreferencerole"_s, u"%1"_s},
        {u"agent-queues"_s, u"distributedtask.globalagentqueuerole"_s, u"%1"_s},
    };
    return scopes;
}

const RoleScope *findRoleScope(const QString &word)
{
    const QList<RoleScope> &scopes = projectRoleScopes();
    const auto found = std::find_if(scopes.begin(), scopes.end(), [&word](const RoleScope &scope) {
        return scope.word.compare(word, Qt::CaseInsensitive) == 0;
    });
    return found == scopes.end() ? nullptr : &*found;
}

Request roleDefinitionsRequest(const OrganizationName &organization, const QString &scope, QUuid session)
{
    return rolesRequest("GET", organization, scope, u"roledefinitions"_s, session);
}

QStringList readRoleDefinitions(const Reply &reply)
{
    QStringList names;
    const QJsonArray list = jsonBody(reply).toObject()["value"_L1].toArray();
    for (const QJsonValue role : list)
        names.append(role.toObject()["name"_L1].toString());
    return names;
}

Request roleAssignmentsRequest(const OrganizationName &organization, const QString &scope,
                               const QString &resourceId, QUuid session)
{
    return rolesRequest("GET", organization, scope, u"roleassignments/resources/"_s + pathSegment(resourceId),
                        session);
}

std::optional<QList<RoleAssignment>> readRoleAssignments(const Reply &reply)
{
    const QJsonValue list = jsonBody(reply).toObject()["value"_L1];
    if (!reply.answered() || reply.status != 200 || !list.isArray())
        return std::nullopt;
    QList<RoleAssignment> assignments;
    const QJsonArray values = list.toArray();
    for (const QJsonValue value : values) {
        const QJsonObject assignment = value.toObject();
        assignments.append({.storageKey = assignment["identity"_L1]["id"_L1].toString().toLower(),
                            .role = assignment["role"_L1]["name"_L1].toString(),
                            .inherited = assignment["access"_L1].toString() == "inherited"_L1});
    }
    return assignments;
}

Request assignRoleRequest(const OrganizationName &organization, const QString &scope,
                          const QString &resourceId, const QString &storageKey, const QString &role,
                          QUuid session)
{
    Request request = rolesRequest("PUT", organization, scope,
                                   u"roleassignments/resources/"_s + pathSegment(resourceId), session);
    setJsonBody(&request,
                QJsonDocument(QJsonArray{QJsonObject{{u"roleName"_s, role}, {u"userId"_s, storageKey}}}));
    return request;
}

Request removeRoleRequest(const OrganizationName &organization, const QString &scope,
                          const QString &resourceId, const QString &storageKey, QUuid session)
{
    Request request = rolesRequest("PATCH", organization, scope,
                                   u"roleassignments/resources/"_s + pathSegment(resourceId), session);
    setJsonBody(&request, QJsonDocument(QJsonArray{storageKey}));
    return request;
}

} // namespace signet
