#include "core/sandbox/world.h"

#include <QDateTime>
#include <QLocale>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

bool sameId(const QString &a, const QString &b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

} // namespace

QString Machine::resourceId() const
{
    // The spelling of the metadata service; tokens spell the second part in lower case.
    return u"/subscriptions/%1/resourceGroups/%2/providers/Microsoft.Compute/%3/%4"_s.arg(
        subscriptionId, resourceGroup,
        kind == Kind::ScaleSet ? u"virtualMachineScaleSets"_s : u"virtualMachines"_s, name);
}

bool Organization::hasPublicProjects() const
{
    return std::any_of(projects.begin(), projects.end(),
                       [](const Project &project) { return project.visibility == "public"_L1; });
}

const Member *Organization::member(const QString &objectId) const
{
    const auto found = std::find_if(members.begin(), members.end(),
                                    [&](const Member &member) { return sameId(member.objectId, objectId); });
    return found == members.end() ? nullptr : &*found;
}

bool Organization::canSee(const Project &project, const Member *caller) const
{
    if (project.visibility == "public"_L1)
        return true;
    if (!caller)
        return false;
    return project.visibility == "organization"_L1
        || project.visibleTo.contains(caller->objectId, Qt::CaseInsensitive);
}

const Tenant *World::tenant(const QString &id) const
{
    const auto found = std::find_if(tenants.begin(), tenants.end(),
                                    [&](const Tenant &tenant) { return sameId(tenant.id, id); });
    return found == tenants.end() ? nullptr : &*found;
}

const ManagedIdentity *World::identity(const QString &objectId) const
{
    const auto found =
        std::find_if(identities.begin(), identities.end(),
                     [&](const ManagedIdentity &identity) { return sameId(identity.objectId, objectId); });
    return found == identities.end() ? nullptr : &*found;
}

const Organization *World::organization(const QString &name) const
{
    const auto found =
        std::find_if(organizations.begin(), organizations.end(),
                     [&](const Organization &organization) { return sameId(organization.name, name); });
    return found == organizations.end() ? nullptr : &*found;
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
