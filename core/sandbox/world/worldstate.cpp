#include "core/sandbox/world/worldstate.h"

#include "core/sandbox/world/accesscontrol.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

QJsonArray sorted(QStringList texts)
{
    std::sort(texts.begin(), texts.end());
    return QJsonArray::fromStringList(texts);
}

// By their text, which has its keys in order.
QJsonArray sorted(QList<QJsonObject> objects)
{
    std::sort(objects.begin(), objects.end(), [](const QJsonObject &a, const QJsonObject &b) {
        return QJsonDocument(a).toJson() < QJsonDocument(b).toJson();
    });
    QJsonArray array;
    for (const QJsonObject &object : std::as_const(objects))
        array.append(object);
    return array;
}

QJsonObject stateOf(const Organization &organization)
{
    QList<QJsonObject> members;
    QStringList levels;
    for (const Member &member : organization.members) {
        members.append({{u"objectId"_s, member.objectId},
                        {u"storageKey"_s, member.storageKey},
                        {u"displayName"_s, member.displayName},
                        {u"kind"_s, member.kind == Member::Kind::User ? u"user"_s : u"servicePrincipal"_s},
                        {u"accessLevel"_s, member.accessLevel},
                        {u"status"_s, member.status},
                        {u"groups"_s, sorted(member.groups)}});
        if (!levels.contains(member.accessLevel))
            levels.append(member.accessLevel);
    }
    Organization usual;
    usual.id = organization.id;
    usual.projects = organization.projects;
    addUsualGroups(&usual);
    QHash<QString, QStringList> usualParents;
    for (const Group &group : std::as_const(usual.groups))
        usualParents.insert(group.originId, group.parents);
    QList<QJsonObject> groups;
    for (const Group &group : organization.groups) {
        const auto known = usualParents.constFind(group.originId);
        if (known != usualParents.constEnd() && *known == group.parents)
            continue;
        QStringList parents;
        for (const QString &id : group.parents) {
            const Group *parent = organization.groupWithOrigin(id);
            parents.append(parent ? organization.principalName(*parent) : id);
        }
        groups.append({{u"name"_s, organization.principalName(group)}, {u"parents"_s, sorted(parents)}});
    }
    QList<QJsonObject> roles;
    for (const RoleAssignment &one : organization.roles)
        roles.append({{u"scope"_s, one.scope},
                      {u"resourceId"_s, one.resourceId},
                      {u"storageKey"_s, one.storageKey},
                      {u"role"_s, one.role}});
    QList<QJsonObject> lists;
    for (const AccessControlList &list : changedLists(organization)) {
        QList<QJsonObject> entries;
        for (const AccessControlEntry &entry : list.entries)
            entries.append(
                {{u"subject"_s, entry.subject}, {u"allow"_s, entry.allow}, {u"deny"_s, entry.deny}});
        lists.append({{u"namespace"_s, list.namespaceId},
                      {u"token"_s, list.token},
                      {u"inherits"_s, list.inherits},
                      {u"entries"_s, sorted(entries)}});
    }
    QJsonObject seats;
    for (const QString &level : std::as_const(levels)) {
        if (const int used = organization.usedSeats(level))
            seats.insert(level, used);
    }
    QJsonObject state{{u"members"_s, sorted(members)},
                      {u"groups"_s, sorted(groups)},
                      {u"roles"_s, sorted(roles)},
                      {u"seats"_s, seats}};
    if (!lists.isEmpty())
        state.insert(u"accessControlLists"_s, sorted(lists));
    return state;
}

} // namespace

QJsonObject worldState(const World &world)
{
    QJsonObject state;
    for (const Organization &organization : world.organizations)
        state.insert(organization.name, stateOf(organization));
    return state;
}

} // namespace signet::sandbox
