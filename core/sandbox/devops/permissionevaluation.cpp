#include "core/sandbox/devops/permissionevaluation.h"

#include "core/sandbox/server/jsonresponse.h"
#include "core/sandbox/world/directory.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

// A permission that comes with a role, of the thing that the token names.
struct PermissionOfRole {
    QLatin1StringView namespaceId;
    int bit;
    QLatin1StringView tokenPrefix; // what follows is the id of the project
    QLatin1StringView scope;
    QLatin1StringView role; // the least one
};
constexpr PermissionOfRole permissions[] = {
    {"49b48001-ca20-4adc-8111-5b60c903a50c"_L1, 4, "endpoints/"_L1,
     "distributedtask.project.serviceendpointrole"_L1, "Creator"_L1},
    {"49b48001-ca20-4adc-8111-5b60c903a50c"_L1, 2, "endpoints/"_L1,
     "distributedtask.project.serviceendpointrole"_L1, "Administrator"_L1},
    {"b7e84409-6553-448a-bbb2-af228e07cbeb"_L1, 2, "Library/"_L1, "distributedtask.library"_L1,
     "Administrator"_L1},
    {"83d4c2e6-e57d-4d6e-892b-b87222b7ad20"_L1, 8, "Environments/"_L1,
     "distributedtask.globalenvironmentreferencerole"_L1, "Administrator"_L1},
    {"101eae8c-1709-47f9-b228-0e476c35b3ba"_L1, 2, "AgentQueues/"_L1,
     "distributedtask.globalagentqueuerole"_L1, "Administrator"_L1},
    {"101eae8c-1709-47f9-b228-0e476c35b3ba"_L1, 2, "AgentPools"_L1, "distributedtask.globalagentpoolrole"_L1,
     "Administrator"_L1},
};

// The project of a resource in roles: "{project}", "{project}$0", "{project}_{id}".
bool isOfProject(const RoleAssignment &one, const QString &projectId)
{
    return one.resourceId.startsWith(projectId, Qt::CaseInsensitive);
}

bool isAllowed(const DevOpsCall &call, const QString &namespaceId, const QString &token, int bit)
{
    if (call.administers())
        return true;
    if (!call.caller->member)
        return false;
    const Member &member = *call.caller->member;
    for (const PermissionOfRole &permission : permissions) {
        if (!sameName(namespaceId, QString(permission.namespaceId)) || bit != permission.bit
            || !token.startsWith(permission.tokenPrefix))
            continue;
        const QString projectId = token.mid(permission.tokenPrefix.size());
        const bool administersProject =
            !projectId.isEmpty() && call.organization->isProjectAdministrator(member, projectId);
        const auto &roles = call.organization->roles;
        const bool hasRole = std::ranges::any_of(roles, [&](const RoleAssignment &one) {
            return sameName(one.scope, QString(permission.scope))
                && sameName(one.storageKey, member.storageKey) && isOfProject(one, projectId)
                && (one.role == permission.role || one.role == "Administrator"_L1);
        });
        return administersProject || hasRole;
    }
    return false;
}

} // namespace

ServerResponse permissionEvaluationBatch(DevOpsCall &call)
{
    const QJsonObject asked = call.object();
    if (!asked["evaluations"_L1].isArray())
        return unreadable(u"Value cannot be null.\r\nParameter name: evaluations"_s);
    QJsonArray answers;
    const QJsonArray evaluations = asked["evaluations"_L1].toArray();
    for (const QJsonValue item : evaluations) {
        QJsonObject evaluation = item.toObject();
        evaluation.insert(u"value"_s,
                          isAllowed(call, evaluation["securityNamespaceId"_L1].toString(),
                                    evaluation["token"_L1].toString(), evaluation["permissions"_L1].toInt()));
        answers.append(evaluation);
    }
    return jsonResponse(200,
                        {{u"evaluations"_s, answers},
                         {u"alwaysAllowAdministrators"_s, asked["alwaysAllowAdministrators"_L1].toBool()}});
}

} // namespace signet::sandbox
