#include "core/principal/resourceidentity.h"

#include "core/result/shellword.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

enum class CliForm {
    None,
    Identities, // --identities ID; without it, the system-assigned one
    SystemByName, // --identities ID or --identities [system]
    TwoOptions, // --user-assigned ID or --system-assigned
};

struct ResourceType {
    QLatin1StringView type;
    QLatin1StringView apiVersion;
    QLatin1StringView command; // of the Azure CLI
    CliForm form = CliForm::None;
};

// Container groups are recreated for another identity, Azure Arc machines get theirs from their agent, and
// automation accounts and clusters are changed as a whole: no Azure CLI command adds one to them.
constexpr std::array resourceTypes{
    ResourceType{"Microsoft.Compute/virtualMachines"_L1, "2024-07-01"_L1, "az vm identity assign"_L1,
                 CliForm::Identities},
    ResourceType{"Microsoft.Compute/virtualMachineScaleSets"_L1, "2024-07-01"_L1,
                 "az vmss identity assign"_L1, CliForm::Identities},
    ResourceType{"Microsoft.Web/sites"_L1, "2023-12-01"_L1, "az webapp identity assign"_L1,
                 CliForm::SystemByName},
    ResourceType{"Microsoft.Web/sites/slots"_L1, "2023-12-01"_L1, "az webapp identity assign"_L1,
                 CliForm::SystemByName},
    ResourceType{"Microsoft.App/containerApps"_L1, "2024-03-01"_L1, "az containerapp identity assign"_L1,
                 CliForm::TwoOptions},
    ResourceType{"Microsoft.App/jobs"_L1, "2024-03-01"_L1, "az containerapp job identity assign"_L1,
                 CliForm::TwoOptions},
    ResourceType{"Microsoft.ContainerInstance/containerGroups"_L1, "2023-05-01"_L1, {}, {}},
    ResourceType{"Microsoft.HybridCompute/machines"_L1, "2024-07-10"_L1, {}, {}},
    ResourceType{"Microsoft.Automation/automationAccounts"_L1, "2023-11-01"_L1, {}, {}},
    ResourceType{"Microsoft.ContainerService/managedClusters"_L1, "2024-05-01"_L1, {}, {}},
};

const ResourceType *findType(const QString &type)
{
    const auto found = std::ranges::find_if(resourceTypes, [&type](const ResourceType &known) {
        return type.compare(known.type, Qt::CaseInsensitive) == 0;
    });
    return found == resourceTypes.end() ? nullptr : &*found;
}

} // namespace

const AttachedIdentity *ResourceIdentity::find(const QString &identityResourceId) const
{
    const auto found = std::ranges::find_if(userAssigned, [&](const AttachedIdentity &one) {
        return one.resourceId.compare(identityResourceId, Qt::CaseInsensitive) == 0;
    });
    return found == userAssigned.end() ? nullptr : &*found;
}

const AttachedIdentity *ResourceIdentity::findById(const QString &guid) const
{
    const auto found = std::ranges::find_if(userAssigned, [&](const AttachedIdentity &one) {
        return one.objectId.compare(guid, Qt::CaseInsensitive) == 0
            || one.clientId.compare(guid, Qt::CaseInsensitive) == 0;
    });
    return found == userAssigned.end() ? nullptr : &*found;
}

QString ResourceIdentity::answersWithoutSelector() const
{
    if (hasSystemAssigned())
        return systemObjectId;
    return userAssigned.size() == 1 ? userAssigned.first().objectId : QString();
}

ResourceIdentity ResourceIdentity::fromJson(const QJsonValue &value)
{
    const QJsonObject json = value.toObject();
    ResourceIdentity identity;
    // The type decides: a principal id can be left over of an identity that was turned off.
    if (json.value("type"_L1).toString().contains("SystemAssigned"_L1, Qt::CaseInsensitive)) {
        identity.systemObjectId = json.value("principalId"_L1).toString().toLower();
        identity.tenantId = json.value("tenantId"_L1).toString().toLower();
    }
    const QJsonObject attached = json.value("userAssignedIdentities"_L1).toObject();
    for (auto it = attached.begin(); it != attached.end(); ++it) {
        const QJsonObject one = it.value().toObject();
        identity.userAssigned.append(AttachedIdentity{it.key(), one.value("clientId"_L1).toString().toLower(),
                                                      one.value("principalId"_L1).toString().toLower()});
    }
    return identity;
}

QString identityApiVersion(const QString &resourceType)
{
    const ResourceType *known = findType(resourceType);
    return known ? QString(known->apiVersion) : QString();
}

bool isUserAssignedIdentity(const ResourceId &id)
{
    return id.type().compare(userAssignedIdentityType, Qt::CaseInsensitive) == 0;
}

ResourceId identityHolder(const ResourceId &resource)
{
    if (resource.type().compare("Microsoft.Compute/virtualMachineScaleSets/virtualMachines"_L1,
                                Qt::CaseInsensitive)
        != 0)
        return resource;
    return *ResourceId::parse(resource.toString().section(u'/', 0, -3));
}

QString attachCommand(const ResourceId &resource, const std::optional<ResourceId> &identity)
{
    const ResourceType *known = findType(resource.type());
    if (!known || known->form == CliForm::None)
        return {};
    const bool slot = known->type.endsWith("/slots"_L1);
    const QString name = slot ? resource.toString().section(u'/', -3, -3) : resource.name();
    QString command =
        known->command + u" -g "_s + shellWord(resource.resourceGroup()) + u" -n "_s + shellWord(name);
    if (slot)
        command += u" --slot "_s + shellWord(resource.name());
    if (identity) {
        command += (known->form == CliForm::TwoOptions ? u" --user-assigned "_s : u" --identities "_s)
            + shellWord(identity->toString());
    } else if (known->form == CliForm::TwoOptions) {
        command += u" --system-assigned"_s;
    } else if (known->form == CliForm::SystemByName) {
        command += u" --identities '[system]'"_s;
    }
    return command + u" --subscription "_s + resource.subscription();
}

QList<Principal> principalsOf(const ResourceId &resource, const ResourceIdentity &identity,
                              PrincipalSource source)
{
    QList<Principal> principals;
    const QString &holder = resource.toString();
    if (identity.hasSystemAssigned()) {
        Principal principal;
        principal.match = PrincipalMatch::AttachedResource;
        principal.learn(u"objectId"_s, identity.systemObjectId, source);
        principal.learn(u"tenantId"_s, identity.tenantId, source);
        principal.learn(u"displayName"_s, resource.name(), source);
        principal.learn(u"resourceId"_s, holder, source);
        principal.learnKind(PrincipalKind::SystemAssigned, source);
        principal.learnAttachment(holder, source);
        principals.append(principal);
    }
    for (const AttachedIdentity &attached : identity.userAssigned) {
        Principal principal;
        principal.match = PrincipalMatch::AttachedResource;
        principal.learn(u"objectId"_s, attached.objectId, source);
        principal.learn(u"clientId"_s, attached.clientId, source);
        principal.learn(u"tenantId"_s, identity.tenantId, source);
        principal.learn(u"displayName"_s, attached.resourceId.section(u'/', -1), source);
        principal.learn(u"resourceId"_s, attached.resourceId, source);
        principal.learnKind(PrincipalKind::UserAssigned, source);
        principal.learnAttachment(holder, source);
        principals.append(principal);
    }
    return principals;
}

} // namespace signet
