#include "core/sandbox/devops/accesscontrollists.h"

#include "core/sandbox/devops/devopssubjects.h"
#include "core/sandbox/server/jsonresponse.h"
#include "core/sandbox/world/accesscontrol.h"
#include "core/sandbox/world/directory.h"

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

ServerResponse noSuchNamespace(const QString &id)
{
    return devOpsError(404,
                       u"Microsoft.VisualStudio.Services.Security.InvalidSecurityNamespaceException, "
                       u"Microsoft.VisualStudio.Services.WebApi"_s,
                       u"The security namespace with id '%1' could not be found."_s.arg(id));
}

QJsonObject namespaceObject(const SecurityNamespace &space)
{
    QJsonArray actions;
    for (const SecurityNamespace::Action &action : space.actions)
        actions.append(QJsonObject{{u"bit"_s, action.bit},
                                   {u"name"_s, QString(action.name)},
                                   {u"displayName"_s, QString(action.displayName)},
                                   {u"namespaceId"_s, QString(space.id)}});
    return {{u"namespaceId"_s, QString(space.id)},
            {u"name"_s, QString(space.name)},
            {u"displayName"_s, QString(space.displayName)},
            {u"separatorValue"_s, QString(QChar(space.separator))},
            {u"elementLength"_s, -1},
            {u"writePermission"_s, space.writePermission},
            {u"readPermission"_s, space.readPermission},
            {u"dataspaceCategory"_s, QString(space.dataspace)},
            {u"actions"_s, actions},
            {u"structureValue"_s, space.isHierarchical ? 1 : 0},
            {u"extensionType"_s, QJsonValue::Null},
            {u"isRemotable"_s, false},
            {u"useTokenTranslator"_s, false},
            {u"systemBitMask"_s, space.systemBits}};
}

// Nothing where nobody has that descriptor.
std::optional<QString> subjectOf(const DevOpsCall &call, const QString &descriptor)
{
    for (const Member &member : call.organization->members) {
        if (sameName(legacyDescriptor(*call.world, *call.organization, member), descriptor)
            || member.subjectDescriptor() == descriptor)
            return member.storageKey;
    }
    for (const Group &group : call.organization->groups) {
        if (sameName(legacyDescriptor(group), descriptor) || group.descriptor() == descriptor)
            return group.originId;
    }
    return std::nullopt;
}

// Of a subject that is gone, the list keeps an entry that nobody sees.
QString descriptorOf(const DevOpsCall &call, const QString &subject)
{
    if (const Member *member = call.organization->memberWithKey(subject))
        return legacyDescriptor(*call.world, *call.organization, *member);
    const Group *group = call.organization->groupWithOrigin(subject);
    return group ? legacyDescriptor(*group) : QString();
}

QJsonObject entryObject(const QString &descriptor, const AccessControlEntry &entry)
{
    return {{u"descriptor"_s, descriptor}, {u"allow"_s, entry.allow}, {u"deny"_s, entry.deny}};
}

// What the entry inherits, and what comes of it. Zeros are left out.
QJsonObject extendedInfo(const DevOpsCall &call, const SecurityNamespace &space,
                         const AccessControlList &list, const AccessControlEntry &entry)
{
    const auto above = tokenAbove(space, comparableToken(space, list.token));
    AccessBits inherited;
    if (above && list.inherits)
        inherited = effectiveAccess(*call.organization, entry.subject, space, *above);
    const AccessBits effective = effectiveAccess(*call.organization, entry.subject, space, list.token);
    QJsonObject info;
    const auto add = [&info](const QString &key, int bits) {
        if (bits != 0)
            info.insert(key, bits);
    };
    add(u"effectiveAllow"_s, effective.allow);
    add(u"effectiveDeny"_s, effective.deny);
    add(u"inheritedAllow"_s, inherited.allow);
    add(u"inheritedDeny"_s, inherited.deny);
    return info;
}

QJsonObject listObject(const DevOpsCall &call, const SecurityNamespace &space, const AccessControlList &list,
                       const std::optional<QStringList> &subjects, bool extended)
{
    QJsonObject entries;
    const auto add = [&](const AccessControlEntry &entry) {
        const QString descriptor = descriptorOf(call, entry.subject);
        if (descriptor.isEmpty())
            return;
        QJsonObject object = entryObject(descriptor, entry);
        if (extended)
            object.insert(u"extendedInfo"_s, extendedInfo(call, space, list, entry));
        entries.insert(descriptor, object);
    };
    for (const AccessControlEntry &entry : list.entries) {
        if (!subjects || subjects->contains(entry.subject, Qt::CaseInsensitive))
            add(entry);
    }
    // Who is asked for is answered, with zeros where nothing is said.
    for (const QString &subject : subjects.value_or(QStringList())) {
        const bool isThere = std::ranges::any_of(
            list.entries, [&subject](const auto &entry) { return sameName(entry.subject, subject); });
        if (!isThere)
            add({.subject = subject, .allow = 0, .deny = 0});
    }
    QJsonObject object{
        {u"inheritPermissions"_s, list.inherits}, {u"token"_s, list.token}, {u"acesDictionary"_s, entries}};
    if (extended)
        object.insert(u"includeExtendedInfo"_s, true);
    return object;
}

bool callerHolds(const DevOpsCall &call, const SecurityNamespace &space, const QString &token, int bits)
{
    if (call.administers() || bits == 0)
        return true;
    const Member *member = call.caller->member;
    return member
        && isAllowed(*call.organization,
                     accessSubjects(*call.organization, *member, call.caller->entraGroups), space, token,
                     bits);
}

QString bitNames(const SecurityNamespace &space, int bits)
{
    QStringList names;
    for (const SecurityNamespace::Action &action : space.actions) {
        if ((action.bit & bits) != 0)
            names.append(QString(action.displayName));
    }
    return names.join(u", "_s);
}

std::optional<ServerResponse> writeRefusal(const DevOpsCall &call, const SecurityNamespace &space,
                                           const QString &token)
{
    if (callerHolds(call, space, token, space.writePermission))
        return std::nullopt;
    return accessDenied(call, token, bitNames(space, space.writePermission));
}

// Bits that a request may set, or the refusal.
std::optional<ServerResponse> bitsRefusal(const SecurityNamespace &space, int bits)
{
    if ((bits & ~space.allBits()) == 0)
        return std::nullopt;
    return devOpsError(
        400,
        u"Microsoft.VisualStudio.Services.Security.SecurityException, "
        u"Microsoft.VisualStudio.Services.WebApi"_s,
        u"Permissions %1 cannot be set in the security namespace %2."_s.arg(bits).arg(space.name));
}

ServerResponse readLists(const DevOpsCall &call, const SecurityNamespace &space)
{
    const QString token = call.value(u"token");
    if (!token.isEmpty() && !callerHolds(call, space, token, space.readPermission))
        return accessDenied(call, token, bitNames(space, space.readPermission));
    std::optional<QStringList> subjects;
    if (const QString descriptors = call.value(u"descriptors"); !descriptors.isEmpty()) {
        subjects = QStringList();
        const QStringList each = descriptors.split(u',', Qt::SkipEmptyParts);
        for (const QString &descriptor : each) {
            if (const auto subject = subjectOf(call, descriptor))
                subjects->append(*subject);
        }
    }
    const bool extended = sameName(call.value(u"includeExtendedInfo"), u"true");
    const bool recurse = sameName(call.value(u"recurse"), u"true");
    std::vector<AccessControlList> lists;
    if (token.isEmpty() || recurse) {
        lists = listsBelow(*call.organization, space, token);
    } else {
        AccessControlList list = listAt(*call.organization, space, token);
        if (!list.entries.empty() || !list.inherits || extended)
            lists.push_back(std::move(list));
    }
    QJsonArray values;
    for (const AccessControlList &list : lists)
        values.append(listObject(call, space, list, subjects, extended));
    return devOpsList(values);
}

ServerResponse done(bool value)
{
    ServerResponse response;
    response.status = 200;
    response.headers = {{"Content-Type", "application/json; charset=utf-8"}};
    response.body = value ? "true" : "false";
    return response;
}

ServerResponse emptyAnswer()
{
    ServerResponse response;
    response.status = 200;
    return response;
}

// Nothing is changed unless everything can be.
ServerResponse replaceLists(DevOpsCall &call, const SecurityNamespace &space)
{
    std::vector<AccessControlList> lists;
    const QJsonArray asked = call.object()["value"_L1].toArray();
    for (const QJsonValue &value : asked) {
        AccessControlList list{.namespaceId = QString(space.id),
                               .token = value["token"_L1].toString(),
                               .inherits = value["inheritPermissions"_L1].toBool(true),
                               .entries = {}};
        if (list.token.isEmpty())
            return unreadable(u"The token of the access control list is missing."_s);
        if (auto refusal = writeRefusal(call, space, list.token))
            return *refusal;
        const QJsonObject entries = value["acesDictionary"_L1].toObject();
        for (auto it = entries.begin(); it != entries.end(); ++it) {
            const auto subject = subjectOf(call, it.key());
            if (!subject)
                return noSuchIdentity(it.key());
            const QJsonObject entry = it->toObject();
            list.entries.push_back(
                {.subject = *subject, .allow = entry["allow"_L1].toInt(), .deny = entry["deny"_L1].toInt()});
            if (auto refusal = bitsRefusal(space, list.entries.back().allow | list.entries.back().deny))
                return *refusal;
        }
        lists.push_back(std::move(list));
    }
    if (lists.empty())
        return unreadable(u"The access control lists are missing."_s);
    for (const AccessControlList &list : lists) {
        for (const AccessControlEntry &entry : listAt(*call.organization, space, list.token).entries)
            setEntry(call.organization, space, list.token, {.subject = entry.subject, .allow = 0, .deny = 0});
        for (const AccessControlEntry &entry : list.entries)
            setEntry(call.organization, space, list.token, entry);
        setInheritance(call.organization, space, list.token, list.inherits);
    }
    return emptyAnswer();
}

ServerResponse removeLists(DevOpsCall &call, const SecurityNamespace &space)
{
    const QStringList tokens = call.value(u"tokens").split(u',', Qt::SkipEmptyParts);
    const bool recurse = sameName(call.value(u"recurse"), u"true");
    bool changed = false;
    for (const QString &token : tokens) {
        if (auto refusal = writeRefusal(call, space, token))
            return *refusal;
        std::vector<AccessControlList> lists = listsBelow(*call.organization, space, token);
        if (!recurse)
            std::erase_if(lists, [&](const AccessControlList &list) {
                return comparableToken(space, list.token) != comparableToken(space, token);
            });
        for (const AccessControlList &list : lists) {
            for (const AccessControlEntry &entry : list.entries)
                setEntry(call.organization, space, list.token,
                         {.subject = entry.subject, .allow = 0, .deny = 0});
            setInheritance(call.organization, space, list.token, true);
            changed = true;
        }
    }
    return done(changed);
}

} // namespace

ServerResponse securityNamespaceList(DevOpsCall &call)
{
    QJsonArray values;
    const QString wanted = call.arguments.value(0);
    for (const SecurityNamespace &space : securityNamespaces()) {
        if (wanted.isEmpty() || sameName(wanted, QString(space.id)))
            values.append(namespaceObject(space));
    }
    return !wanted.isEmpty() && values.isEmpty() ? noSuchNamespace(wanted) : devOpsList(values);
}

ServerResponse accessControlLists(DevOpsCall &call)
{
    const SecurityNamespace *space = securityNamespace(call.arguments.first());
    if (!space)
        return noSuchNamespace(call.arguments.first());
    if (call.isReading())
        return readLists(call, *space);
    return call.request->method == "POST" ? replaceLists(call, *space) : removeLists(call, *space);
}

ServerResponse accessControlEntries(DevOpsCall &call)
{
    const SecurityNamespace *space = securityNamespace(call.arguments.first());
    if (!space)
        return noSuchNamespace(call.arguments.first());
    Organization &organization = *call.organization;
    if (call.request->method == "DELETE") {
        const QString token = call.value(u"token");
        if (auto refusal = writeRefusal(call, *space, token))
            return *refusal;
        bool changed = false;
        const QStringList descriptors = call.value(u"descriptors").split(u',', Qt::SkipEmptyParts);
        for (const QString &descriptor : descriptors) {
            const auto subject = subjectOf(call, descriptor);
            if (!subject)
                continue;
            const AccessControlEntry entry = entryAt(organization, *space, token, *subject);
            changed = changed || entry.allow != 0 || entry.deny != 0;
            setEntry(&organization, *space, token, {.subject = *subject, .allow = 0, .deny = 0});
        }
        return done(changed);
    }
    const QJsonObject asked = call.object();
    const QString token = asked["token"_L1].toString();
    const QJsonArray entries = asked["accessControlEntries"_L1].toArray();
    if (token.isEmpty() || entries.isEmpty())
        return unreadable(u"The token or the entries of the request are missing."_s);
    if (auto refusal = writeRefusal(call, *space, token))
        return *refusal;
    const bool merge = asked["merge"_L1].toBool();
    std::vector<AccessControlEntry> wanted;
    for (const QJsonValue &value : entries) {
        const QString descriptor = value["descriptor"_L1].toString();
        const auto subject = subjectOf(call, descriptor);
        if (!subject)
            return noSuchIdentity(descriptor);
        AccessControlEntry entry{
            .subject = *subject, .allow = value["allow"_L1].toInt(), .deny = value["deny"_L1].toInt()};
        if (auto refusal = bitsRefusal(*space, entry.allow | entry.deny))
            return *refusal;
        // What is both allowed and denied is denied.
        entry.allow &= ~entry.deny;
        if (merge) {
            const AccessControlEntry before = entryAt(organization, *space, token, *subject);
            entry.allow |= before.allow & ~entry.deny;
            entry.deny |= before.deny & ~entry.allow;
        }
        wanted.push_back(entry);
    }
    QJsonArray values;
    for (const AccessControlEntry &entry : wanted) {
        setEntry(&organization, *space, token, entry);
        QJsonObject object = entryObject(descriptorOf(call, entry.subject), entry);
        object.insert(u"extendedInfo"_s, QJsonObject());
        values.append(object);
    }
    return devOpsList(values);
}

ServerResponse removePermissions(DevOpsCall &call, int bits)
{
    const SecurityNamespace *space = securityNamespace(call.arguments.first());
    if (!space)
        return noSuchNamespace(call.arguments.first());
    const QString token = call.value(u"token");
    const QString descriptor = call.value(u"descriptor");
    const auto subject = subjectOf(call, descriptor);
    if (!subject)
        return noSuchIdentity(descriptor);
    if (auto refusal = writeRefusal(call, *space, token))
        return *refusal;
    AccessControlEntry entry = entryAt(*call.organization, *space, token, *subject);
    entry.allow &= ~bits;
    entry.deny &= ~bits;
    setEntry(call.organization, *space, token, entry);
    return jsonResponse(200, entryObject(descriptorOf(call, *subject), entry));
}

} // namespace signet::sandbox
