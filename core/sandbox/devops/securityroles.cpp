#include "core/sandbox/devops/securityroles.h"

#include "core/sandbox/devops/devopssubjects.h"
#include "core/sandbox/server/jsonresponse.h"
#include "core/sandbox/world/accesscontrol.h"
#include "core/sandbox/world/directory.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

QStringList rolesOf(const RoleScope &scope)
{
    QStringList names;
    for (const RoleBits &role : scope.roles)
        names.append(QString(role.role));
    return names;
}

int bitsOf(const RoleScope &scope, const QString &name)
{
    const auto role = std::ranges::find_if(
        scope.roles, [&name](const RoleBits &one) { return sameName(name, QString(one.role)); });
    return role == scope.roles.end() ? 0 : role->bits;
}

QJsonObject roleObject(const RoleScope &scope, const QString &name)
{
    return {{u"displayName"_s, name},
            {u"name"_s, name},
            {u"allowPermissions"_s, bitsOf(scope, name)},
            {u"denyPermissions"_s, 0},
            {u"identifier"_s, scope.id + u'.' + name},
            {u"description"_s, u"%1 of %2."_s.arg(name, scope.id)},
            {u"scope"_s, QString(scope.id)}};
}

QJsonObject assignmentObject(const RoleScope &scope, const QString &role, const QString &id,
                             const QString &name, const QString &uniqueName, bool inherited)
{
    return {
        {u"identity"_s, QJsonObject{{u"displayName"_s, name}, {u"id"_s, id}, {u"uniqueName"_s, uniqueName}}},
        {u"role"_s, roleObject(scope, role)},
        {u"access"_s, inherited ? u"inherited"_s : u"assigned"_s},
        {u"accessDisplayName"_s, inherited ? u"Inherited"_s : u"Assigned"_s}};
}

// Somebody who can have a role: a member, or a group.
struct RoleSubject {
    QString id;
    QString displayName;
    QString uniqueName;
};
std::optional<RoleSubject> roleSubject(const DevOpsCall &call, const QString &id)
{
    if (const Member *member = call.organization->memberWithKey(id))
        return RoleSubject{member->storageKey, member->displayName,
                           accountName(*call.world, *call.organization, *member)};
    if (const Group *group = call.organization->groupWithOrigin(id)) {
        const QString name = call.organization->principalName(*group);
        return RoleSubject{group->originId, name, name};
    }
    return std::nullopt;
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

QJsonArray assignmentsOf(const DevOpsCall &call, const RoleScope &scope, const QString &resourceId)
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
        const auto subject = roleSubject(call, one.storageKey);
        if (subject && isOf(one, scope.id, resourceId))
            values.append(assignmentObject(scope, one.role, subject->id, subject->displayName,
                                           subject->uniqueName, false));
    }
    return values;
}

void takeAway(Organization *organization, const RoleScope &scope, const QString &resourceId,
              const QString &key)
{
    std::erase_if(organization->roles, [&](const RoleAssignment &one) {
        return isOf(one, scope.id, resourceId) && sameName(one.storageKey, key);
    });
}

// What stands against giving that role, or nothing.
std::optional<ServerResponse> roleRefusal(const DevOpsCall &call, const RoleScope &scope, const QString &role,
                                          const QString &key)
{
    if (!rolesOf(scope).contains(role, Qt::CaseInsensitive))
        return devOpsError(400,
                           u"Microsoft.VisualStudio.Services.SecurityRoles.RoleNotFoundException, "
                           u"Microsoft.VisualStudio.Services.WebApi"_s,
                           u"The role '%1' does not exist in the scope '%2'."_s.arg(role, scope.id));
    if (!roleSubject(call, key))
        return noSuchIdentity(key);
    return std::nullopt;
}

void give(Organization *organization, const RoleScope &scope, const QString &resourceId, const QString &role,
          const RoleSubject &subject)
{
    const QStringList roles = rolesOf(scope);
    const auto spelled =
        std::find_if(roles.begin(), roles.end(), [&](const QString &name) { return sameName(name, role); });
    takeAway(organization, scope, resourceId, subject.id);
    organization->roles.push_back({scope.id, resourceId, subject.id, *spelled});
}

ServerResponse emptyAnswer()
{
    ServerResponse response;
    response.status = 200;
    return response;
}

ServerResponse put(DevOpsCall &call, const RoleScope &scope, const QString &resourceId)
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
        const auto subject = roleSubject(call, value["userId"_L1].toString());
        give(&organization, scope, resourceId, value["roleName"_L1].toString(), *subject);
        given.append(assignmentObject(scope, organization.roles.back().role, subject->id,
                                      subject->displayName, subject->uniqueName, false));
    }
    return one ? jsonResponse(200, given.first().toObject()) : devOpsList(given);
}

bool mayDo(const DevOpsCall &call, const SecurityNamespace &space, const QString &token, int bits)
{
    const Organization &organization = *call.organization;
    return call.administers()
        || isAllowed(organization,
                     accessSubjects(organization, *call.caller->member, call.caller->entraGroups), space,
                     token, bits);
}

// Of service connections, seeing one has a bit of its own; elsewhere it is the read permission.
int viewBit(const SecurityNamespace &space)
{
    return space.readPermission != 0 ? space.readPermission : 16;
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
    const RoleScope *scope = roleScope(call.arguments.first());
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
    const RoleScope *scope = roleScope(call.arguments[0]);
    if (!scope)
        return noSuchScope(call.arguments[0]);
    const QString resourceId = call.arguments[1];
    const QString projectId = projectOfResource(resourceId);
    const Project *project = projectId.isEmpty() ? nullptr : organization.project(projectId);
    if (!projectId.isEmpty() && (!project || !organization.canSee(*project, call.caller->member)))
        return noSuchProject(projectId);
    const SecurityNamespace *space = securityNamespace(QString(scope->namespaceId));
    const QString token = tokenOfResource(*scope, resourceId);
    const bool mayAdminister = mayDo(call, *space, token, space->writePermission);
    if (call.isReading()) {
        if (!mayAdminister && !mayDo(call, *space, token, viewBit(*space)))
            return accessDenied(call, resourceId, u"View"_s);
        QJsonArray all = assignmentsOf(call, *scope, resourceId);
        if (call.arguments.size() < 3)
            return devOpsList(all);
        for (const QJsonValue &one : std::as_const(all)) {
            if (sameName(one["identity"_L1]["id"_L1].toString(), call.arguments[2]))
                return jsonResponse(200, one.toObject());
        }
        return noSuchIdentity(call.arguments[2]);
    }
    if (!mayAdminister)
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
