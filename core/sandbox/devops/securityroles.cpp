#include "core/sandbox/devops/securityroles.h"

#include "core/sandbox/devops/devopssubjects.h"
#include "core/sandbox/server/jsonresponse.h"
#include "core/sandbox/world/directory.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

struct Scope {
    QLatin1StringView id;
    QLatin1StringView roles; // from the least to the most
};
constexpr QLatin1StringView withCreator = "Reader User Creator Administrator"_L1;
constexpr QLatin1StringView withoutCreator = "Reader User Administrator"_L1;
constexpr Scope scopes[] = {
    {"distributedtask.project.serviceendpointrole"_L1, withCreator},
    {"distributedtask.serviceendpointrole"_L1, withoutCreator},
    {"distributedtask.library"_L1, withCreator},
    {"distributedtask.variablegroup"_L1, withoutCreator},
    {"distributedtask.securefile"_L1, withoutCreator},
    {"distributedtask.globalenvironmentreferencerole"_L1, withCreator},
    {"distributedtask.environmentreferencerole"_L1, withoutCreator},
    {"distributedtask.globalagentqueuerole"_L1, withCreator},
    {"distributedtask.agentqueuerole"_L1, withoutCreator},
    {"distributedtask.globalagentpoolrole"_L1, "Reader Service_Account Creator Administrator"_L1},
    {"distributedtask.agentpoolrole"_L1, "Reader Service_Account User Administrator"_L1},
    {"distributedtask.machinegrouprole"_L1, withoutCreator},
    {"distributedtask.globalmachinegrouprole"_L1, withoutCreator},
};

const Scope *scopeNamed(const QString &id)
{
    const auto found = std::find_if(std::begin(scopes), std::end(scopes),
                                    [&](const Scope &scope) { return sameName(id, QString(scope.id)); });
    return found == std::end(scopes) ? nullptr : found;
}

QStringList rolesOf(const Scope &scope)
{
    QStringList names = QString(scope.roles).split(u' ');
    for (QString &name : names)
        name.replace(u'_', u' ');
    return names;
}

QJsonObject roleObject(const Scope &scope, const QString &name)
{
    return {{u"displayName"_s, name},
            {u"name"_s, name},
            // A bit more with every step; what the bits mean differs by scope.
            {u"allowPermissions"_s, (1 << (rolesOf(scope).indexOf(name) + 1)) - 1},
            {u"denyPermissions"_s, 0},
            {u"identifier"_s, scope.id + u'.' + name},
            {u"description"_s, u"%1 of %2."_s.arg(name, scope.id)},
            {u"scope"_s, QString(scope.id)}};
}

QJsonObject assignmentObject(const Scope &scope, const QString &role, const QString &id, const QString &name,
                             const QString &uniqueName, bool inherited)
{
    return {
        {u"identity"_s, QJsonObject{{u"displayName"_s, name}, {u"id"_s, id}, {u"uniqueName"_s, uniqueName}}},
        {u"role"_s, roleObject(scope, role)},
        {u"access"_s, inherited ? u"inherited"_s : u"assigned"_s},
        {u"accessDisplayName"_s, inherited ? u"Inherited"_s : u"Assigned"_s}};
}

// The project that a resource id begins with: "{project}", "{project}_{id}", "{project}$0".
QString projectOfResource(const QString &resourceId)
{
    static const QRegularExpression guid(u"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"_s);
    return guid.match(resourceId).captured();
}

bool isOf(const RoleAssignment &one, const QString &scope, const QString &resourceId)
{
    return sameName(one.scope, scope) && sameName(one.resourceId, resourceId);
}

QJsonArray assignmentsOf(const DevOpsCall &call, const Scope &scope, const QString &resourceId)
{
    const Organization &organization = *call.organization;
    QJsonArray values;
    const QString projectId = projectOfResource(resourceId);
    for (const Group &group : organization.groups) {
        // The administrators of the project, or of the organization, have every resource in it.
        if (group.wellKnown == "-0-0-0-0-1"_L1 && sameName(group.projectId, projectId))
            values.append(assignmentObject(scope, u"Administrator"_s, group.originId,
                                           organization.principalName(group),
                                           organization.principalName(group), true));
    }
    for (const RoleAssignment &one : organization.roles) {
        // A removed member keeps its roles, unseen, and has them again when it comes back.
        const Member *member = organization.memberWithKey(one.storageKey);
        if (member && isOf(one, scope.id, resourceId))
            values.append(assignmentObject(scope, one.role, member->storageKey, member->displayName,
                                           accountName(*call.world, organization, *member), false));
    }
    return values;
}

void takeAway(Organization *organization, const Scope &scope, const QString &resourceId, const QString &key)
{
    std::erase_if(organization->roles, [&](const RoleAssignment &one) {
        return isOf(one, scope.id, resourceId) && sameName(one.storageKey, key);
    });
}

// What stands against giving that role, or nothing.
std::optional<ServerResponse> roleRefusal(const DevOpsCall &call, const Scope &scope, const QString &role,
                                          const QString &key)
{
    if (!rolesOf(scope).contains(role, Qt::CaseInsensitive))
        return devOpsError(400,
                           u"Microsoft.VisualStudio.Services.SecurityRoles.RoleNotFoundException, "
                           u"Microsoft.VisualStudio.Services.WebApi"_s,
                           u"The role '%1' does not exist in the scope '%2'."_s.arg(role, scope.id));
    if (!call.organization->memberWithKey(key))
        return noSuchIdentity(key);
    return std::nullopt;
}

void give(Organization *organization, const Scope &scope, const QString &resourceId, const QString &role,
          const QString &key)
{
    const QStringList roles = rolesOf(scope);
    const auto spelled =
        std::find_if(roles.begin(), roles.end(), [&](const QString &name) { return sameName(name, role); });
    takeAway(organization, scope, resourceId, key);
    organization->roles.push_back(
        {scope.id, resourceId, organization->memberWithKey(key)->storageKey, *spelled});
}

ServerResponse emptyAnswer()
{
    ServerResponse response;
    response.status = 200;
    return response;
}

ServerResponse put(DevOpsCall &call, const Scope &scope, const QString &resourceId)
{
    Organization &organization = *call.organization;
    const bool one = call.arguments.size() > 2;
    QJsonArray asked = call.array();
    if (one) {
        QJsonObject only = call.object();
        only.insert(u"userId"_s, call.arguments[2]);
        asked = {only};
    }
    if (asked.isEmpty())
        return unreadable(u"The role assignments are missing."_s);
    for (const QJsonValue &value : std::as_const(asked)) {
        if (auto refusal =
                roleRefusal(call, scope, value["roleName"_L1].toString(), value["userId"_L1].toString()))
            return *refusal;
    }
    QJsonArray given;
    for (const QJsonValue &value : std::as_const(asked)) {
        const QString key = value["userId"_L1].toString();
        give(&organization, scope, resourceId, value["roleName"_L1].toString(), key);
        const Member *member = organization.memberWithKey(key);
        given.append(assignmentObject(scope, organization.roles.back().role, member->storageKey,
                                      member->displayName, accountName(*call.world, organization, *member),
                                      false));
    }
    return one ? jsonResponse(200, given.first().toObject()) : devOpsList(given);
}

ServerResponse noSuchScope(const QString &id)
{
    return devOpsError(404,
                       u"Microsoft.VisualStudio.Services.SecurityRoles.ScopeNotFoundException, "
                       u"Microsoft.VisualStudio.Services.WebApi"_s,
                       u"The scope '%1' does not exist."_s.arg(id));
}

} // namespace

ServerResponse roleDefinitions(DevOpsCall &call)
{
    const Scope *scope = scopeNamed(call.arguments.first());
    if (!scope)
        return noSuchScope(call.arguments.first());
    QJsonArray values;
    const QStringList names = rolesOf(*scope);
    for (const QString &name : names)
        values.append(roleObject(*scope, name));
    return devOpsList(values);
}

ServerResponse roleAssignments(DevOpsCall &call)
{
    Organization &organization = *call.organization;
    const Scope *scope = scopeNamed(call.arguments[0]);
    if (!scope)
        return noSuchScope(call.arguments[0]);
    const QString resourceId = call.arguments[1];
    const QString projectId = projectOfResource(resourceId);
    const Project *project = projectId.isEmpty() ? nullptr : organization.project(projectId);
    if (!projectId.isEmpty() && (!project || !organization.canSee(*project, call.caller->member)))
        return noSuchProject(projectId);
    if (call.isReading()) {
        QJsonArray all = assignmentsOf(call, *scope, resourceId);
        if (call.arguments.size() < 3)
            return devOpsList(all);
        for (const QJsonValue &one : std::as_const(all)) {
            if (sameName(one["identity"_L1]["id"_L1].toString(), call.arguments[2]))
                return jsonResponse(200, one.toObject());
        }
        return noSuchIdentity(call.arguments[2]);
    }
    if (!call.administers() && !organization.isProjectAdministrator(*call.caller->member, projectId))
        return accessDenied(call, resourceId, u"Administer"_s);
    if (call.request->method == "PUT")
        return put(call, *scope, resourceId);
    if (call.request->method == "DELETE") {
        takeAway(&organization, *scope, resourceId, call.arguments.value(2));
        return noContent();
    }
    const QJsonArray keys = call.array();
    for (const QJsonValue &key : keys)
        takeAway(&organization, *scope, resourceId, key.toString());
    return emptyAnswer();
}

} // namespace signet::sandbox
