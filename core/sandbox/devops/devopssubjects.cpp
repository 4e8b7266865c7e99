#include "core/sandbox/devops/devopssubjects.h"

#include "core/sandbox/world/directory.h"

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

constexpr QLatin1StringView host = "vssps.dev.azure.com"_L1;

QJsonObject reference(const QString &href)
{
    return {{u"href"_s, href}};
}

} // namespace

std::optional<KnownPrincipal> knownPrincipal(const World &world, const QString &tenantId,
                                             const QString &objectId)
{
    if (objectId.isEmpty())
        return std::nullopt;
    for (const ManagedIdentity &identity : world.identities) {
        if (sameName(identity.objectId, objectId) && sameName(identity.tenantId, tenantId))
            return KnownPrincipal{identity.name, identity.clientId, true};
    }
    for (const Application &application : world.applications) {
        if (sameName(application.servicePrincipalObjectId, objectId)
            && sameName(application.tenantId, tenantId)
            && application.servicePrincipalType != "ServiceIdentity"_L1)
            return KnownPrincipal{application.name, application.clientId, false};
    }
    return std::nullopt;
}

QString accountName(const World &world, const Organization &organization, const Member &member)
{
    if (member.kind == Member::Kind::ServicePrincipal)
        return member.objectId;
    const QString tenantId = organization.tenantId.value_or(QString());
    const Person *person = personIn(world, tenantId, member.objectId);
    return person ? userPrincipalNameIn(world, *person, tenantId) : member.displayName;
}

QString legacyDescriptor(const World &world, const Organization &organization, const Member &member)
{
    const QString type = member.kind == Member::Kind::User
        ? u"Microsoft.IdentityModel.Claims.ClaimsIdentity"_s
        : u"Microsoft.VisualStudio.Services.Claims.AadServicePrincipal"_s;
    const QString tenantId =
        member.tenantId.isEmpty() ? organization.tenantId.value_or(QString()) : member.tenantId;
    return u"%1;%2\\%3"_s.arg(type, tenantId, accountName(world, organization, member));
}

QString legacyDescriptor(const Group &group)
{
    return u"Microsoft.TeamFoundation.Identity;"_s + group.sid();
}

QJsonObject subjectLinks(const DevOpsCall &call, const QString &kind, const QString &descriptor)
{
    const auto at = [&](const QString &resource) {
        return reference(call.link(host, u"Graph/"_s + resource + u'/' + descriptor));
    };
    return {{u"self"_s, at(kind)},
            {u"memberships"_s, at(u"Memberships"_s)},
            {u"membershipState"_s, at(u"MembershipStates"_s)},
            {u"storageKey"_s, at(u"StorageKeys"_s)},
            {u"avatar"_s,
             reference(call.link("dev.azure.com"_L1, u"GraphProfile/MemberAvatars/"_s + descriptor))}};
}

QJsonObject subjectObject(const DevOpsCall &call, const Member &member)
{
    const QString tenantId = call.organization->tenantId.value_or(QString());
    const QString account = accountName(*call.world, *call.organization, member);
    const QString descriptor = member.subjectDescriptor();
    const bool user = member.kind == Member::Kind::User;
    const QString kind = user ? u"Users"_s : u"ServicePrincipals"_s;
    QJsonObject object{
        {u"subjectKind"_s, user ? u"user"_s : u"servicePrincipal"_s},
        {u"domain"_s, tenantId},
        {u"principalName"_s, account},
        {u"origin"_s, u"aad"_s},
        {u"originId"_s, member.objectId},
        {u"displayName"_s, member.displayName},
        {u"_links"_s, subjectLinks(call, kind, descriptor)},
        {u"url"_s, call.link(host, u"Graph/"_s + kind + u'/' + descriptor)},
        {u"descriptor"_s, descriptor},
    };
    if (user) {
        const Person *person = personIn(*call.world, tenantId, member.objectId);
        object.insert(u"metaType"_s,
                      person && !sameName(person->tenantId, tenantId) ? u"guest"_s : u"member"_s);
        object.insert(u"directoryAlias"_s, account.section(u'@', 0, 0));
        object.insert(u"mailAddress"_s, person ? person->userPrincipalName : account);
    } else {
        const auto known = knownPrincipal(*call.world, tenantId, member.objectId);
        object.insert(u"applicationId"_s, known ? known->clientId : QString());
        object.insert(u"metaType"_s,
                      known && known->isManagedIdentity ? u"managedIdentity"_s : u"application"_s);
        object.insert(u"directoryAlias"_s, member.objectId);
        object.insert(u"mailAddress"_s, QString());
    }
    if (member.deletedInOrigin)
        object.insert(u"isDeletedInOrigin"_s, true);
    return object;
}

QJsonObject subjectObject(const DevOpsCall &call, const Group &group)
{
    const QString descriptor = group.descriptor();
    QJsonObject links = subjectLinks(call, u"Groups"_s, descriptor);
    links.remove(u"avatar"_s);
    return {
        {u"subjectKind"_s, u"group"_s},
        {u"description"_s, group.description},
        {u"domain"_s,
         group.projectId.isEmpty() ? u"vstfs:///Framework/IdentityDomain/"_s + call.organization->id
                                   : u"vstfs:///Classification/TeamProject/"_s + group.projectId},
        {u"principalName"_s, call.organization->principalName(group)},
        {u"mailAddress"_s, QJsonValue::Null},
        {u"origin"_s, group.origin},
        {u"originId"_s, group.originId},
        {u"displayName"_s, group.displayName},
        {u"_links"_s, links},
        {u"url"_s, call.link(host, u"Graph/Groups/"_s + descriptor)},
        {u"descriptor"_s, descriptor},
    };
}

std::optional<Member> formerMember(const DevOpsCall &call, const QString &storageKeyOrDescriptor)
{
    for (const auto &[objectId, storageKey] : call.organization->formerMembers) {
        const QString tenantId = call.organization->tenantId.value_or(QString());
        Member member;
        member.objectId = objectId;
        member.storageKey = storageKey;
        member.accessLevel = u"none"_s;
        member.status = u"deleted"_s;
        if (const Person *person = personIn(*call.world, tenantId, objectId)) {
            member.kind = Member::Kind::User;
            member.displayName = person->name;
        } else if (const auto known = knownPrincipal(*call.world, tenantId, objectId)) {
            member.displayName = known->displayName;
        }
        if (sameName(storageKey, storageKeyOrDescriptor)
            || member.subjectDescriptor() == storageKeyOrDescriptor)
            return member;
    }
    return std::nullopt;
}

} // namespace signet::sandbox
