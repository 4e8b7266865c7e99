#include "core/sandbox/devops/devopsidentities.h"

#include "core/sandbox/devops/devopssubjects.h"
#include "core/sandbox/server/jsonresponse.h"
#include "core/sandbox/world/directory.h"

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

constexpr QLatin1StringView nobodyId = "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"_L1;

QJsonObject stringProperty(const QString &value)
{
    return {{u"$type"_s, u"System.String"_s}, {u"$value"_s, value}};
}

// How much of the memberships is told.
enum class Membership { None, Direct, Up, Down };

Membership membershipOf(const QString &word)
{
    if (sameName(word, u"direct"))
        return Membership::Direct;
    if (sameName(word, u"expandedDown"))
        return Membership::Down;
    if (sameName(word, u"expandedUp") || sameName(word, u"expanded"))
        return Membership::Up;
    return Membership::None;
}

QJsonObject identityObject(const DevOpsCall &call, const Organization &seen, const Member &member,
                           Membership membership)
{
    const QString account = accountName(*call.world, *call.organization, member);
    const bool user = member.kind == Member::Kind::User;
    QJsonArray memberOf;
    if (membership == Membership::Up) {
        // Who is in a group of Entra is known to Entra alone.
        for (const Group *group : seen.groupsOf(member, QStringList()))
            memberOf.append(legacyDescriptor(*group));
    } else if (membership == Membership::Direct) {
        for (const QString &name : member.groups) {
            if (const Group *group = seen.groupNamed(name))
                memberOf.append(legacyDescriptor(*group));
        }
    }
    QJsonObject object{
        {u"id"_s, member.storageKey},
        {u"descriptor"_s, legacyDescriptor(*call.world, *call.organization, member)},
        {u"subjectDescriptor"_s, member.subjectDescriptor()},
        {u"providerDisplayName"_s, member.displayName},
        {u"members"_s, QJsonArray()},
        {u"memberOf"_s, memberOf},
        {u"memberIds"_s, QJsonArray()},
        {u"properties"_s,
         QJsonObject{{u"SchemaClassName"_s, stringProperty(u"User"_s)},
                     {u"Domain"_s, stringProperty(call.organization->tenantId.value_or(QString()))},
                     {u"Account"_s, stringProperty(account)},
                     {u"Mail"_s, stringProperty(user ? account : QString())},
                     {u"http://schemas.microsoft.com/identity/claims/objectidentifier"_s,
                      stringProperty(member.objectId)}}},
        {u"resourceVersion"_s, 2},
        {u"metaTypeId"_s, user ? 0 : 2},
    };
    // Left out when it is false.
    if (member.isActive())
        object.insert(u"isActive"_s, true);
    return object;
}

QJsonObject identityObject(const DevOpsCall &call, const Organization &seen, const Group &group,
                           Membership membership)
{
    QJsonArray memberOf;
    QJsonArray members;
    QJsonArray memberIds;
    if (membership == Membership::Direct || membership == Membership::Up) {
        for (const Group &outer : seen.groups) {
            if (membership == Membership::Up ? seen.isIn(group, outer)
                                             : group.parents.contains(outer.originId))
                memberOf.append(legacyDescriptor(outer));
        }
    }
    if (membership == Membership::Direct || membership == Membership::Down) {
        const QString name = seen.principalName(group);
        for (const Member &member : seen.members) {
            const bool in = membership == Membership::Down
                ? seen.isIn(member, group)
                : member.groups.contains(name, Qt::CaseInsensitive);
            if (in) {
                members.append(legacyDescriptor(*call.world, *call.organization, member));
                memberIds.append(member.storageKey);
            }
        }
        for (const Group &inner : seen.groups) {
            if (membership == Membership::Down ? seen.isIn(inner, group)
                                               : inner.parents.contains(group.originId)) {
                members.append(legacyDescriptor(inner));
                memberIds.append(inner.originId);
            }
        }
    }
    return {
        {u"id"_s, group.originId},
        {u"descriptor"_s, legacyDescriptor(group)},
        {u"subjectDescriptor"_s, group.descriptor()},
        {u"providerDisplayName"_s, call.organization->principalName(group)},
        {u"isActive"_s, true},
        {u"isContainer"_s, true},
        {u"members"_s, members},
        {u"memberOf"_s, memberOf},
        {u"memberIds"_s, memberIds},
        {u"properties"_s,
         QJsonObject{{u"SchemaClassName"_s, stringProperty(u"Group"_s)},
                     {u"Account"_s, stringProperty(group.displayName)},
                     {u"SecurityGroup"_s, stringProperty(u"SecurityGroup"_s)}}},
        {u"resourceVersion"_s, 2},
        {u"metaTypeId"_s, 255},
    };
}

} // namespace

ServerResponse connectionData(DevOpsCall &call)
{
    QJsonObject user;
    if (const Member *member = call.caller->member) {
        user = {
            {u"id"_s, member->storageKey},
            {u"descriptor"_s, legacyDescriptor(*call.world, *call.organization, *member)},
            {u"subjectDescriptor"_s, member->subjectDescriptor()},
            {u"providerDisplayName"_s, member->displayName},
            {u"isActive"_s, true},
            {u"properties"_s,
             QJsonObject{
                 {u"Account"_s, stringProperty(accountName(*call.world, *call.organization, *member))}}},
            {u"resourceVersion"_s, 2},
            {u"metaTypeId"_s, 0},
        };
    } else {
        user = {
            {u"id"_s, QString(nobodyId)},
            {u"descriptor"_s, u"System:PublicAccess;"_s + nobodyId},
            {u"subjectDescriptor"_s,
             u"s2s."_s
                 + QString::fromLatin1(nobodyId.toString().toLatin1().toBase64(
                     QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals))},
            {u"providerDisplayName"_s, u"Anonymous"_s},
            {u"isActive"_s, true},
            {u"properties"_s, QJsonObject{}},
            {u"resourceVersion"_s, 2},
            {u"metaTypeId"_s, 255},
        };
    }
    return jsonResponse(200,
                        {{u"authenticatedUser"_s, user},
                         {u"authorizedUser"_s, user},
                         {u"instanceId"_s, call.organization->id},
                         {u"deploymentId"_s, stableGuid(u"deployment"_s)},
                         {u"deploymentType"_s, u"hosted"_s},
                         {u"locationServiceData"_s,
                          QJsonObject{{u"serviceOwner"_s, u"00025394-6065-48ca-87d9-7f5672854ef7"_s},
                                      {u"defaultAccessMappingMoniker"_s, u"PublicAccessMapping"_s},
                                      {u"lastChangeId"_s, 1},
                                      {u"lastChangeId64"_s, 1}}}});
}

ServerResponse identities(DevOpsCall &call)
{
    const Membership membership = membershipOf(call.value(u"queryMembership"));
    const Organization &seen =
        membership == Membership::None ? *call.organization : call.delayed->seen(*call.organization);
    const auto all = [&](const std::function<bool(const Member &)> &memberFits,
                         const std::function<bool(const Group &)> &groupFits) {
        QJsonArray found;
        for (const Member &member : seen.members) {
            if (memberFits(member))
                found.append(identityObject(call, seen, member, membership));
        }
        for (const Group &group : seen.groups) {
            if (groupFits(group))
                found.append(identityObject(call, seen, group, membership));
        }
        return found;
    };
    const auto byKey = [&](const QString &key) {
        return all([&](const Member &member) { return sameName(member.storageKey, key); },
                   [&](const Group &group) { return sameName(group.originId, key); });
    };

    if (!call.arguments.isEmpty()) {
        const QJsonArray found = byKey(call.arguments.first());
        return found.isEmpty() ? noSuchIdentity(call.arguments.first())
                               : jsonResponse(200, found.first().toObject());
    }

    const auto each = [&](const QString &list, const std::function<QJsonArray(const QString &)> &find) {
        QJsonArray values;
        const QStringList keys = list.split(u',', Qt::SkipEmptyParts);
        for (const QString &key : keys) {
            const QJsonArray found = find(key.trimmed());
            values.append(found.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(found.first()));
        }
        return devOpsList(values);
    };
    if (const QString keys = call.value(u"identityIds"); !keys.isEmpty())
        return each(keys, byKey);
    if (const QString descriptors = call.value(u"subjectDescriptors"); !descriptors.isEmpty())
        return each(descriptors, [&](const QString &descriptor) {
            return all([&](const Member &member) { return member.subjectDescriptor() == descriptor; },
                       [&](const Group &group) { return group.descriptor() == descriptor; });
        });
    if (const QString descriptors = call.value(u"descriptors"); !descriptors.isEmpty())
        return each(descriptors, [&](const QString &descriptor) {
            return all(
                [&](const Member &member) {
                    return sameName(legacyDescriptor(*call.world, *call.organization, member), descriptor);
                },
                [&](const Group &group) { return sameName(legacyDescriptor(group), descriptor); });
        });

    const QString filter = call.value(u"searchFilter");
    const QString value = call.value(u"filterValue");
    if (filter.isEmpty() || value.isEmpty())
        return unreadable(
            u"One of identityIds, descriptors, subjectDescriptors or searchFilter with filterValue "
            u"is required."_s);
    const bool general = sameName(filter, u"General");
    const auto starts = [&](const QString &text) { return text.startsWith(value, Qt::CaseInsensitive); };
    return devOpsList(all(
        [&](const Member &member) {
            const QString account = accountName(*call.world, *call.organization, member);
            const bool byName = (general || sameName(filter, u"DisplayName")) && starts(member.displayName);
            const bool byAccount =
                (general || sameName(filter, u"AccountName") || sameName(filter, u"MailAddress"))
                && starts(account);
            return byName || byAccount;
        },
        [&](const Group &group) {
            return (general || sameName(filter, u"LocalGroupName") || sameName(filter, u"DisplayName"))
                && (starts(group.displayName) || starts(call.organization->principalName(group)));
        }));
}

} // namespace signet::sandbox
