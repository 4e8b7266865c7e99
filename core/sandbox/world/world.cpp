#include "core/sandbox/world/world.h"

#include <QDateTime>
#include <QLocale>
#include <QSet>
#include <QUuid>
#include <QtEndian>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

bool sameId(const QString &a, const QString &b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

QString encoded(const QString &text)
{
    return QString::fromLatin1(
        text.toUtf8().toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

// The four numbers by which a security identifier of Azure DevOps writes a GUID.
QString sidNumbers(const QString &guid)
{
    const QByteArray bytes = QUuid(guid).toRfc4122();
    QStringList numbers;
    for (qsizetype i = 0; i + 4 <= bytes.size(); i += 4)
        numbers.append(QString::number(qFromBigEndian<quint32>(bytes.constData() + i)));
    return numbers.join(u'-');
}

template <typename Things, typename Fits>
auto firstOf(Things &things, Fits fits) -> decltype(&things.front())
{
    const auto found = std::find_if(things.begin(), things.end(), fits);
    return found == things.end() ? nullptr : &*found;
}

} // namespace

QString Machine::resourceId() const
{
    // The spelling of the metadata service; tokens spell the second part in lower case.
    return u"/subscriptions/%1/resourceGroups/%2/providers/Microsoft.Compute/%3/%4"_s.arg(
        subscriptionId, resourceGroup,
        kind == Kind::ScaleSet ? u"virtualMachineScaleSets"_s : u"virtualMachines"_s, name);
}

QString Member::subjectDescriptor() const
{
    return (kind == Kind::User ? u"aad."_s : u"aadsp."_s) + encoded(stableGuid(u"subject"_s + storageKey));
}

bool Member::isActive() const
{
    return accessLevel != "none"_L1 && (status == "active"_L1 || status == "pending"_L1);
}

QString Group::sid() const
{
    // The scope of a group of the organization is not known here; its own id stands for it.
    const QString scope = sidNumbers(projectId.isEmpty() ? originId : projectId);
    return u"S-1-9-1551374245-"_s + scope
        + (wellKnown.isEmpty() ? u"-1-"_s + sidNumbers(originId) : wellKnown);
}

QString Group::descriptor() const
{
    return (origin == "aad"_L1 ? u"aadgp."_s : u"vssgp."_s) + encoded(sid());
}

QString Project::scopeDescriptor() const
{
    return u"scp."_s + encoded(stableGuid(u"scope"_s + id));
}

QString Project::teamId() const
{
    return stableGuid(u"team"_s + id);
}

QString NamedObject::token() const
{
    switch (kind) {
    case Kind::Pipeline: {
        const QString path = QString(folder).replace(u'\\', u'/');
        return projectId + (path == "/"_L1 ? QString() : path) + u'/' + id;
    }
    case Kind::Pool:
        return u"AgentPools/"_s + id;
    case Kind::Queue:
        return u"AgentQueues/%1/%2"_s.arg(projectId, id);
    case Kind::Environment:
        return u"Environments/%1/%2"_s.arg(projectId, id);
    case Kind::VariableGroup:
        return u"Library/%1/VariableGroup/%2"_s.arg(projectId, id);
    case Kind::ServiceConnection:
        return u"endpoints/%1/%2"_s.arg(projectId, id);
    }
    Q_UNREACHABLE();
}

bool Organization::hasPublicProjects() const
{
    return std::any_of(projects.begin(), projects.end(),
                       [](const Project &project) { return project.visibility == "public"_L1; });
}

const Member *Organization::member(const QString &objectId) const
{
    return firstOf(members, [&](const Member &member) { return sameId(member.objectId, objectId); });
}

Member *Organization::member(const QString &objectId)
{
    return firstOf(members, [&](const Member &member) { return sameId(member.objectId, objectId); });
}

const Member *Organization::memberWithKey(const QString &storageKey) const
{
    return firstOf(members, [&](const Member &member) { return sameId(member.storageKey, storageKey); });
}

Member *Organization::memberWithKey(const QString &storageKey)
{
    return firstOf(members, [&](const Member &member) { return sameId(member.storageKey, storageKey); });
}

const Member *Organization::memberWithDescriptor(const QString &subjectDescriptor) const
{
    return firstOf(members,
                   [&](const Member &member) { return member.subjectDescriptor() == subjectDescriptor; });
}

Member *Organization::memberWithDescriptor(const QString &subjectDescriptor)
{
    return firstOf(members,
                   [&](const Member &member) { return member.subjectDescriptor() == subjectDescriptor; });
}

const Project *Organization::project(const QString &idOrName) const
{
    return firstOf(projects, [&](const Project &project) {
        return sameId(project.id, idOrName) || sameId(project.name, idOrName);
    });
}

const Group *Organization::groupNamed(const QString &principalName) const
{
    const qsizetype end = principalName.indexOf("]\\"_L1);
    if (!principalName.startsWith(u'[') || end < 0)
        return nullptr;
    const QString scope = principalName.mid(1, end - 1);
    const QString groupName = principalName.mid(end + 2);
    const auto inScope = [&](const QString &projectId) {
        return firstOf(groups, [&](const Group &group) {
            return sameId(group.projectId, projectId) && sameId(group.displayName, groupName);
        });
    };
    const bool ofAll = sameId(scope, name) || sameId(scope, u"TEAM FOUNDATION"_s);
    if (const Group *found = ofAll ? inScope({}) : nullptr)
        return found;
    const Project *found = project(scope);
    return found ? inScope(found->id) : nullptr;
}

const Group *Organization::groupWithDescriptor(const QString &descriptor) const
{
    return firstOf(groups, [&](const Group &group) { return group.descriptor() == descriptor; });
}

Group *Organization::groupWithDescriptor(const QString &descriptor)
{
    return firstOf(groups, [&](const Group &group) { return group.descriptor() == descriptor; });
}

const Group *Organization::groupWithOrigin(const QString &originId) const
{
    return firstOf(groups, [&](const Group &group) { return sameId(group.originId, originId); });
}

// These groups and all that they are in. One pass over all groups for each level of nesting, because there
// can be tens of thousands and nothing is sorted.
std::vector<const Group *> Organization::closure(QStringList originIds) const
{
    std::vector<const Group *> result;
    QSet<QString> taken;
    while (!originIds.isEmpty()) {
        QSet<QString> wanted;
        for (const QString &id : std::as_const(originIds)) {
            if (!taken.contains(id))
                wanted.insert(id);
        }
        taken += wanted;
        originIds.clear();
        for (const Group &group : groups) {
            if (wanted.contains(group.originId)) {
                result.push_back(&group);
                originIds += group.parents;
            }
        }
    }
    return result;
}

std::vector<const Group *> Organization::groupsOf(const Member &member,
                                                  const std::optional<QStringList> &listed) const
{
    QStringList direct;
    for (const QString &name : member.groups) {
        if (const Group *group = groupNamed(name))
            direct.append(group->originId);
    }
    for (const Group &group : groups) {
        const bool counts = listed && group.origin == "aad"_L1
            ? listed->contains(group.originId, Qt::CaseInsensitive)
            : group.entraMembers.contains(member.objectId, Qt::CaseInsensitive);
        if (counts)
            direct.append(group.originId);
    }
    return closure(direct);
}

bool Organization::isIn(const Member &member, const Group &group) const
{
    const std::vector<const Group *> all = groupsOf(member);
    return std::any_of(all.begin(), all.end(),
                       [&](const Group *outer) { return sameId(outer->originId, group.originId); });
}

bool Organization::isIn(const Group &inner, const Group &group) const
{
    const std::vector<const Group *> all = closure(inner.parents);
    return std::any_of(all.begin(), all.end(),
                       [&](const Group *outer) { return sameId(outer->originId, group.originId); });
}

bool Organization::isCollectionAdministrator(const Member &member) const
{
    if (!owner.isEmpty() && sameId(owner, member.objectId))
        return true;
    const std::vector<const Group *> all = groupsOf(member);
    return std::any_of(all.begin(), all.end(), [](const Group *group) {
        return group->projectId.isEmpty() && group->wellKnown == "-0-0-0-0-1"_L1;
    });
}

bool Organization::isProjectAdministrator(const Member &member, const QString &projectId) const
{
    const std::vector<const Group *> all = groupsOf(member);
    return std::any_of(all.begin(), all.end(), [&](const Group *group) {
        return !projectId.isEmpty() && sameId(group->projectId, projectId)
            && group->wellKnown == "-0-0-0-0-1"_L1;
    });
}

std::vector<const Project *> Organization::visibleProjects(const Member *caller,
                                                           const std::optional<QStringList> &listed) const
{
    QSet<QString> ofGroups;
    bool all = false;
    if (caller) {
        const std::vector<const Group *> inGroups = groupsOf(*caller, listed);
        for (const Group *group : inGroups)
            ofGroups.insert(group->projectId);
        all = isCollectionAdministrator(*caller);
    }
    std::vector<const Project *> result;
    for (const Project &project : projects) {
        const bool toMember = caller
            && (all || project.visibility == "organization"_L1 || ofGroups.contains(project.id)
                || project.visibleTo.contains(caller->objectId, Qt::CaseInsensitive));
        if (toMember || project.visibility == "public"_L1)
            result.push_back(&project);
    }
    return result;
}

bool Organization::canSee(const Project &project, const Member *caller,
                          const std::optional<QStringList> &listed) const
{
    const std::vector<const Project *> visible = visibleProjects(caller, listed);
    return std::any_of(visible.begin(), visible.end(),
                       [&](const Project *one) { return sameId(one->id, project.id); });
}

QString Organization::principalName(const Group &group) const
{
    if (group.origin == "aad"_L1)
        return u"[TEAM FOUNDATION]\\"_s + group.displayName;
    const Project *scope = group.projectId.isEmpty() ? nullptr : project(group.projectId);
    return u'[' + (scope ? scope->name : name) + u"]\\"_s + group.displayName;
}

QString Organization::scopeDescriptor() const
{
    return u"scp."_s + encoded(stableGuid(u"scope"_s + id));
}

int Organization::usedSeats(const QString &accessLevel) const
{
    return int(std::count_if(members.begin(), members.end(), [&](const Member &member) {
        return member.accessLevel == accessLevel && member.isActive();
    }));
}

std::optional<int> Organization::seats(const QString &accessLevel) const
{
    if (accessLevel == "stakeholder"_L1 || !paidBasicSeats)
        return std::nullopt;
    return accessLevel == "express"_L1 ? freeBasicSeats + *paidBasicSeats : 0;
}

void addUsualGroups(Organization *organization)
{
    // Ids are made of the scope and the name, so that the same organization always has the same groups.
    const auto add = [organization](const QString &projectId, const QString &name, const QString &wellKnown,
                                    const QString &parent, const QString &id = {}) {
        Group group;
        group.displayName = name;
        group.projectId = projectId;
        group.originId = id.isEmpty()
            ? stableGuid(u"group"_s + (projectId.isEmpty() ? organization->id : projectId) + name)
            : id;
        group.wellKnown = wellKnown;
        if (!parent.isEmpty())
            group.parents = {parent};
        organization->groups.push_back(group);
        return group.originId;
    };
    QSet<QString> scopes;
    for (const Group &group : std::as_const(organization->groups))
        scopes.insert(group.projectId);
    const QString everybodyName = u"Project Collection Valid Users"_s;
    const QString everybody = stableGuid(u"group"_s + organization->id + everybodyName);
    if (!scopes.contains(QString())) {
        add({}, everybodyName, u"-0-0-0-0-3"_s, {});
        add({}, u"Project Collection Administrators"_s, u"-0-0-0-0-1"_s, everybody);
        add({}, u"Project Collection Service Accounts"_s, u"-0-0-0-0-2"_s, everybody);
    }
    for (const Project &project : std::as_const(organization->projects)) {
        if (scopes.contains(project.id))
            continue;
        const QString users = add(project.id, u"Project Valid Users"_s, u"-0-0-0-0-3"_s, everybody);
        add(project.id, u"Project Administrators"_s, u"-0-0-0-0-1"_s, users);
        add(project.id, u"Build Administrators"_s, u"-0-0-0-1-2"_s, users);
        add(project.id, u"Readers"_s, {}, users);
        const QString contributors = add(project.id, u"Contributors"_s, {}, users);
        add(project.id, project.name + u" Team"_s, {}, contributors, project.teamId());
    }
}

const Tenant *World::tenant(const QString &id) const
{
    return firstOf(tenants, [&](const Tenant &tenant) { return sameId(tenant.id, id); });
}

const ManagedIdentity *World::identity(const QString &objectId) const
{
    return firstOf(identities,
                   [&](const ManagedIdentity &identity) { return sameId(identity.objectId, objectId); });
}

const Organization *World::organization(const QString &name) const
{
    return firstOf(organizations,
                   [&](const Organization &organization) { return sameId(organization.name, name); });
}

Organization *World::organization(const QString &name)
{
    return firstOf(organizations,
                   [&](const Organization &organization) { return sameId(organization.name, name); });
}

std::vector<const ManagedIdentity *> World::identitiesOfMachine() const
{
    std::vector<const ManagedIdentity *> result;
    QStringList ids = machine.userAssigned;
    if (machine.systemAssigned)
        ids.prepend(*machine.systemAssigned);
    for (const QString &id : std::as_const(ids)) {
        if (const ManagedIdentity *found = identity(id))
            result.push_back(found);
    }
    return result;
}

QByteArray httpDate(qint64 epochSeconds)
{
    const QDateTime time = QDateTime::fromSecsSinceEpoch(epochSeconds, Qt::UTC);
    return QLocale::c().toString(time, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'").toLatin1();
}

QString stableGuid(const QString &text)
{
    static constexpr QUuid space(0x2b1f6a0c, 0x6d0e, 0x4c53, 0x8f, 0x3a, 0x51, 0x6e, 0x65, 0x74, 0x00, 0x01);
    return QUuid::createUuidV5(space, text).toString(QUuid::WithoutBraces);
}

} // namespace signet::sandbox
