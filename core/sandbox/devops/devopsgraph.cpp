#include "core/sandbox/devops/devopsgraph.h"

#include "core/sandbox/devops/devopssubjects.h"
#include "core/sandbox/server/jsonresponse.h"
#include "core/sandbox/world/directory.h"

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

constexpr QLatin1StringView host = "vssps.dev.azure.com"_L1;
constexpr qsizetype mostFound = 100; // of a subject query

QJsonObject reference(const QString &href)
{
    return {{u"href"_s, href}};
}

ServerResponse graphError(int status, const QString &type, const QString &message)
{
    return devOpsError(
        status,
        u"Microsoft.VisualStudio.Services.Identity.%1, Microsoft.VisualStudio.Services.WebApi"_s.arg(type),
        message);
}

// ---- Pages ---------------------------------------------------------------------------------------

// A page of a list: {"count","value"}, and X-MS-ContinuationToken while there are more. Tokens count pages.
ServerResponse page(const DevOpsCall &call, qsizetype size, const std::function<QJsonObject(qsizetype)> &at)
{
    const QString token = call.value(u"continuationToken");
    bool ok = true;
    const qsizetype number = token.isEmpty()
        ? 0
        : QByteArray::fromBase64(token.toLatin1(), QByteArray::Base64UrlEncoding).toLongLong(&ok);
    if (!ok || number < 0)
        return unreadable(u"The continuation token is not valid."_s);
    const qsizetype each = std::max(1, call.organization->graphPageSize);
    const qsizetype full = number - call.organization->emptyGraphPages;
    QJsonArray values;
    for (qsizetype i = full * each; full >= 0 && i < std::min(size, (full + 1) * each); ++i)
        values.append(at(i));
    ServerResponse response = devOpsList(values);
    if ((full + 1) * each < size)
        response.addHeader("X-MS-ContinuationToken",
                           QByteArray::number(number + 1)
                               .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
    return response;
}

// ---- Subjects ------------------------------------------------------------------------------------

// The project of "scp....", or of the organization's own scope: an empty id.
std::optional<QString> projectOfScope(const Organization &organization, const QString &scopeDescriptor)
{
    if (scopeDescriptor == organization.scopeDescriptor())
        return QString();
    for (const Project &project : organization.projects) {
        if (project.scopeDescriptor() == scopeDescriptor)
            return project.id;
    }
    return std::nullopt;
}

// The caller may change the members of that group, and make and remove groups beside it.
bool mayManage(const DevOpsCall &call, const QString &projectId)
{
    return call.administers() || call.organization->isProjectAdministrator(*call.caller->member, projectId);
}

ServerResponse mayNotManage(const DevOpsCall &call, const QString &projectId)
{
    return devOpsError(
        403,
        u"Microsoft.VisualStudio.Services.Security.AccessCheckException, "
        u"Microsoft.VisualStudio.Services.WebApi"_s,
        u"TF50309: The following account does not have sufficient permissions to complete the operation: %1. "
        u"The following permissions are needed to perform this operation: %2."_s.arg(
            call.caller->member->displayName,
            projectId.isEmpty() ? u"Edit collection-level information"_s
                                : u"Edit project-level information"_s));
}

QJsonObject membershipObject(const DevOpsCall &call, const QString &member, const QString &container)
{
    const QString kind = member.startsWith("aadsp."_L1) ? u"ServicePrincipals"_s
        : member.startsWith("aad."_L1)                  ? u"Users"_s
                                                        : u"Groups"_s;
    return {{u"containerDescriptor"_s, container},
            {u"memberDescriptor"_s, member},
            {u"_links"_s,
             QJsonObject{
                 {u"self"_s, reference(call.link(host, u"Graph/Memberships/%1/%2"_s.arg(member, container)))},
                 {u"member"_s, reference(call.link(host, u"Graph/%1/%2"_s.arg(kind, member)))},
                 {u"container"_s, reference(call.link(host, u"Graph/Groups/"_s + container))}}}};
}

// ---- Memberships ---------------------------------------------------------------------------------

bool isDirectlyIn(const Organization &organization, const QString &subject, const Group &group)
{
    if (const Member *member = organization.memberWithDescriptor(subject))
        return member->groups.contains(organization.principalName(group), Qt::CaseInsensitive);
    const Group *inner = organization.groupWithDescriptor(subject);
    return inner && inner->parents.contains(group.originId);
}

// Why the subject cannot be put into the group, or nothing.
std::optional<ServerResponse> membershipRefusal(const DevOpsCall &call, const QString &subject,
                                                const QString &container)
{
    const Organization &organization = *call.organization;
    const Member *member = organization.memberWithDescriptor(subject);
    const Group *inner = organization.groupWithDescriptor(subject);
    if (!member && !inner)
        return noSuchIdentity(subject);
    const Group *group = organization.groupWithDescriptor(container);
    if (!group)
        return graphError(
            404, u"FindGroupSidDoesNotExistException"_s,
            u"TF50258: There is no group with the security identifier (SID) %1."_s.arg(container));
    if (!mayManage(call, group->projectId))
        return mayNotManage(call, group->projectId);
    if (member && !member->isActive())
        return graphError(
            400, u"GraphBadRequestException"_s,
            u"The identity '%1' has not been materialized in the organization: it has no access "
            u"level."_s.arg(subject));
    const QString groupName = organization.principalName(*group);
    if (group->isValidUsers())
        return graphError(400, u"ModifyEveryoneGroupException"_s,
                          u"TF50618: The membership of the group %1 cannot be changed."_s.arg(groupName));
    if (inner) {
        const QString innerName = organization.principalName(*inner);
        if (inner == group || organization.isIn(*group, *inner))
            return graphError(
                400, u"AddMemberCyclicMembershipException"_s,
                u"TF50233: The group %1 cannot be added to the group %2, because the second is in the first."_s
                    .arg(innerName, groupName));
        if (!inner->projectId.isEmpty() && group->projectId.isEmpty())
            return graphError(
                400, u"AddProjectGroupToGlobalGroupException"_s,
                u"TF400031: The project group %1 cannot be added to the group %2 of the organization."_s.arg(
                    innerName, groupName));
        if (!inner->projectId.isEmpty() && !sameName(inner->projectId, group->projectId))
            return graphError(
                400, u"AddProjectGroupProjectMismatchException"_s,
                u"TF50375: The group %1 cannot be added to the group %2 of another project."_s.arg(
                    innerName, groupName));
    }
    if (organization.repeatedMembershipRefused && isDirectlyIn(organization, subject, *group))
        return graphError(409, u"AddMemberIdentityAlreadyMemberException"_s,
                          u"TF50235: The group %1 already has the member %2."_s.arg(groupName, subject));
    return std::nullopt;
}

void setMembership(DevOpsCall &call, const QString &subject, const Group &group, bool in)
{
    Organization &organization = *call.organization;
    if (isDirectlyIn(organization, subject, group) == in)
        return;
    call.delayed->remember(organization);
    const QString name = organization.principalName(group);
    const QString originId = group.originId;
    if (Member *member = organization.memberWithDescriptor(subject)) {
        member->groups.removeIf([&](const QString &one) { return sameName(one, name); });
        if (in)
            member->groups.append(name);
    } else if (Group *inner = organization.groupWithDescriptor(subject)) {
        inner->parents.removeAll(originId);
        if (in)
            inner->parents.append(originId);
    }
}

ServerResponse putMembership(DevOpsCall &call, const QString &subject, const QString &container)
{
    if (auto refusal = membershipRefusal(call, subject, container))
        return *refusal;
    setMembership(call, subject, *call.organization->groupWithDescriptor(container), true);
    return jsonResponse(201, membershipObject(call, subject, container));
}

ServerResponse noSuchMembership(const QString &subject, const QString &container)
{
    return graphError(404, u"GraphMembershipNotFoundException"_s,
                      u"The subject %1 is not a member of %2."_s.arg(subject, container));
}

ServerResponse deleteMembership(DevOpsCall &call, const QString &subject, const QString &container)
{
    const Group *group = call.organization->groupWithDescriptor(container);
    if (!group)
        return graphError(
            404, u"FindGroupSidDoesNotExistException"_s,
            u"TF50258: There is no group with the security identifier (SID) %1."_s.arg(container));
    if (!mayManage(call, group->projectId))
        return mayNotManage(call, group->projectId);
    if (!isDirectlyIn(*call.organization, subject, *group))
        return noSuchMembership(subject, container);
    setMembership(call, subject, *group, false);
    ServerResponse response;
    response.status = 200;
    return response;
}

// ---- Groups --------------------------------------------------------------------------------------

ServerResponse listGroups(DevOpsCall &call)
{
    const Organization &organization = *call.organization;
    const QString scope = call.value(u"scopeDescriptor");
    const std::optional<QString> projectId =
        scope.isEmpty() ? std::nullopt : projectOfScope(organization, scope);
    if (!scope.isEmpty() && !projectId)
        return noSuchIdentity(scope);
    const QStringList types = call.value(u"subjectTypes").split(u',', Qt::SkipEmptyParts);
    std::vector<const Group *> found;
    for (const Group &group : organization.groups) {
        const bool inScope = !projectId || group.projectId == *projectId;
        const QString type = group.origin == "aad"_L1 ? u"aadgp"_s : u"vssgp"_s;
        if (inScope && (types.isEmpty() || types.contains(type, Qt::CaseInsensitive)))
            found.push_back(&group);
    }
    return page(call, qsizetype(found.size()),
                [&](qsizetype i) { return subjectObject(call, *found[std::size_t(i)]); });
}

ServerResponse createGroup(DevOpsCall &call)
{
    Organization &organization = *call.organization;
    const QJsonObject body = call.object();
    const QString originId = body.value("originId"_L1).toString();
    const QString scope = call.value(u"scopeDescriptor");
    const std::optional<QString> projectId =
        scope.isEmpty() ? QString() : projectOfScope(organization, scope);
    if (!projectId)
        return noSuchIdentity(scope);
    if (!mayManage(call, *projectId))
        return mayNotManage(call, *projectId);
    if (!originId.isEmpty()) {
        if (!call.caller->isPerson())
            return graphError(
                503, u"GraphProviderUnavailableException"_s,
                u"The directory of the organization could not be asked for '%1'."_s.arg(originId));
        const Group *known = organization.groupWithOrigin(originId);
        if (!known)
            return graphError(
                404, u"GraphSubjectNotFoundException"_s,
                u"VS860016: Could not find originId '%1' in the backing domain."_s.arg(originId));
        return jsonResponse(201, subjectObject(call, *known));
    }
    Group group;
    group.displayName = body.value("displayName"_L1).toString();
    group.description = body.value("description"_L1).toString();
    group.projectId = *projectId;
    if (group.displayName.isEmpty())
        return unreadable(u"The display name of the group is missing."_s);
    group.originId = stableGuid(u"group"_s + organization.id + group.projectId + group.displayName);
    const QString name = organization.principalName(group);
    if (organization.groupNamed(name))
        return graphError(409, u"GroupCreationException"_s,
                          u"TF50205: The group %1 exists already."_s.arg(name));
    for (const Group &users : organization.groups) {
        if (users.isValidUsers() && users.projectId == group.projectId)
            group.parents = {users.originId};
    }
    call.delayed->remember(organization);
    organization.groups.push_back(group);
    const QJsonObject object = subjectObject(call, organization.groups.back());
    ServerResponse response = jsonResponse(201, object);
    response.addHeader("Location", object.value("url"_L1).toString().toUtf8());
    return response;
}

ServerResponse deleteGroup(DevOpsCall &call, const Group &group)
{
    Organization &organization = *call.organization;
    if (!mayManage(call, group.projectId))
        return mayNotManage(call, group.projectId);
    if (!group.wellKnown.isEmpty())
        return graphError(
            400, u"RemoveSpecialGroupException"_s,
            u"TF50237: The group %1 cannot be removed."_s.arg(organization.principalName(group)));
    const QString name = organization.principalName(group);
    const QString originId = group.originId;
    call.delayed->remember(organization);
    for (Member &member : organization.members)
        member.groups.removeIf([&](const QString &one) { return sameName(one, name); });
    for (Group &inner : organization.groups)
        inner.parents.removeAll(originId);
    std::erase_if(organization.groups, [&](const Group &one) { return one.originId == originId; });
    return noContent();
}

// ---- Members -------------------------------------------------------------------------------------

ServerResponse listMembersOf(DevOpsCall &call, Member::Kind kind)
{
    const Organization &organization = *call.organization;
    const QString scope = call.value(u"scopeDescriptor");
    const std::optional<QString> projectId =
        scope.isEmpty() ? std::nullopt : projectOfScope(organization, scope);
    if (!scope.isEmpty() && !projectId)
        return noSuchIdentity(scope);
    std::vector<const Member *> found;
    for (const Member &member : organization.members) {
        const auto inProject = [&] {
            const std::vector<const Group *> groups = organization.groupsOf(member);
            return std::any_of(groups.begin(), groups.end(),
                               [&](const Group *group) { return group->projectId == *projectId; });
        };
        if (member.kind == kind && (!projectId || projectId->isEmpty() || inProject()))
            found.push_back(&member);
    }
    return page(call, qsizetype(found.size()),
                [&](qsizetype i) { return subjectObject(call, *found[std::size_t(i)]); });
}

ServerResponse oneMemberOf(DevOpsCall &call, const QString &descriptor, Member::Kind kind)
{
    const Member *member = call.organization->memberWithDescriptor(descriptor);
    const std::optional<Member> former = member ? std::nullopt : formerMember(call, descriptor);
    const Member *found = member ? member : former ? &*former : nullptr;
    if (!found || found->kind != kind)
        return noSuchIdentity(descriptor);
    return jsonResponse(200, subjectObject(call, *found));
}

ServerResponse materialize(DevOpsCall &call)
{
    Organization &organization = *call.organization;
    if (!call.administers())
        return accessDenied(call, u"Users"_s, u"Add Users"_s);
    const QString originId = call.object().value("originId"_L1).toString().toLower();
    const auto known = knownPrincipal(*call.world, organization.tenantId.value_or(QString()), originId);
    if (!known)
        return graphError(404, u"GraphSubjectNotFoundException"_s,
                          u"VS860016: Could not find originId '%1' in the backing domain."_s.arg(originId));
    Member *present = organization.member(originId);
    if (!present) {
        Member member;
        member.objectId = originId;
        member.storageKey = stableGuid(u"storage key "_s + originId);
        for (const auto &[objectId, storageKey] : std::as_const(organization.formerMembers)) {
            if (sameName(objectId, originId))
                member.storageKey = storageKey;
        }
        member.displayName = known->displayName;
        member.createdAt = call.world->clock;
        organization.members.push_back(member);
        present = &organization.members.back();
        present->accessLevel = u"none"_s;
        present->status = u"none"_s;
        std::erase_if(organization.formerMembers,
                      [&](const auto &former) { return sameName(former.first, originId); });
    } else if (present->status == "deleted"_L1) {
        present->status = u"none"_s;
    }
    const QString descriptor = present->subjectDescriptor();
    const QStringList groups = call.value(u"groupDescriptors").split(u',', Qt::SkipEmptyParts);
    for (const QString &group : groups) {
        if (auto refusal = membershipRefusal(call, descriptor, group))
            return *refusal;
        setMembership(call, descriptor, *organization.groupWithDescriptor(group), true);
    }
    return jsonResponse(201, subjectObject(call, *organization.memberWithDescriptor(descriptor)));
}

ServerResponse disable(DevOpsCall &call, const QString &descriptor)
{
    if (!call.administers())
        return accessDenied(call, u"Users"_s, u"Delete Users"_s);
    Member *member = call.organization->memberWithDescriptor(descriptor);
    if (!member || member->kind != Member::Kind::ServicePrincipal)
        return noSuchIdentity(descriptor);
    call.delayed->remember(*call.organization);
    member->accessLevel = u"none"_s;
    member->status = u"deleted"_s;
    member->groups.clear();
    return noContent();
}

// A member or a group by descriptor, in its own shape; empty when there is none.
QJsonObject subjectNamed(const DevOpsCall &call, const QString &descriptor)
{
    if (const Member *member = call.organization->memberWithDescriptor(descriptor))
        return subjectObject(call, *member);
    if (const Group *group = call.organization->groupWithDescriptor(descriptor))
        return subjectObject(call, *group);
    return {};
}

QJsonObject keyLinks(const DevOpsCall &call, const QString &self, const QString &key, const QString &other,
                     const QString &descriptor)
{
    return {{u"self"_s, reference(call.link(host, u"Graph/%1/%2"_s.arg(self, key)))},
            {other == "StorageKeys"_L1 ? u"storageKey"_s : u"descriptor"_s,
             reference(call.link(host, u"Graph/%1/%2"_s.arg(other, descriptor)))},
            {u"subject"_s, reference(call.link(host, u"Graph/Subjects/"_s + descriptor))}};
}

} // namespace

ServerResponse graphGroups(DevOpsCall &call)
{
    if (call.arguments.isEmpty()) {
        if (call.isReading())
            return listGroups(call);
        return call.request->method == "POST" ? createGroup(call)
                                              : unreadable(u"The descriptor of the group is missing."_s);
    }
    const Group *group = call.organization->groupWithDescriptor(call.arguments.first());
    if (!group)
        return graphError(404, u"FindGroupSidDoesNotExistException"_s,
                          u"TF50258: There is no group with the security identifier (SID) %1."_s.arg(
                              call.arguments.first()));
    return call.isReading() ? jsonResponse(200, subjectObject(call, *group)) : deleteGroup(call, *group);
}

ServerResponse graphMemberships(DevOpsCall &call)
{
    const Organization &seen = call.delayed->seen(*call.organization);
    const QString subject = call.arguments.first();
    const Member *member = seen.memberWithDescriptor(subject);
    const Group *group = seen.groupWithDescriptor(subject);
    if (!member && !group)
        return formerMember(call, subject) ? devOpsList({}) : noSuchIdentity(subject);
    QJsonArray values;
    if (sameName(call.value(u"direction"), u"down")) {
        if (group) {
            for (const Member &one : seen.members) {
                if (isDirectlyIn(seen, one.subjectDescriptor(), *group))
                    values.append(membershipObject(call, one.subjectDescriptor(), subject));
            }
            for (const Group &inner : seen.groups) {
                if (inner.parents.contains(group->originId))
                    values.append(membershipObject(call, inner.descriptor(), subject));
            }
        }
    } else if (member) {
        for (const QString &name : member->groups) {
            if (const Group *outer = seen.groupNamed(name))
                values.append(membershipObject(call, subject, outer->descriptor()));
        }
    } else {
        for (const QString &originId : group->parents) {
            if (const Group *outer = seen.groupWithOrigin(originId))
                values.append(membershipObject(call, subject, outer->descriptor()));
        }
    }
    return devOpsList(values);
}

ServerResponse graphMembership(DevOpsCall &call)
{
    const QString subject = call.arguments[0];
    const QString container = call.arguments[1];
    if (call.request->method == "PUT")
        return putMembership(call, subject, container);
    if (call.request->method == "DELETE")
        return deleteMembership(call, subject, container);
    const Organization &seen = call.delayed->seen(*call.organization);
    const Group *group = seen.groupWithDescriptor(container);
    if (!group || !isDirectlyIn(seen, subject, *group))
        return noSuchMembership(subject, container);
    return jsonResponse(200, membershipObject(call, subject, container));
}

ServerResponse graphMembershipState(DevOpsCall &call)
{
    const QString subject = call.arguments.first();
    const Member *member = call.organization->memberWithDescriptor(subject);
    const bool group = call.organization->groupWithDescriptor(subject) != nullptr;
    if (!member && !group && !formerMember(call, subject))
        return noSuchIdentity(subject);
    return jsonResponse(
        200,
        {{u"active"_s, group || (member && member->isActive())},
         {u"_links"_s,
          QJsonObject{{u"self"_s, reference(call.link(host, u"Graph/MembershipStates/"_s + subject))},
                      {u"memberships"_s, reference(call.link(host, u"Graph/Memberships/"_s + subject))}}}});
}

ServerResponse graphServicePrincipals(DevOpsCall &call)
{
    if (call.request->method == "POST")
        return materialize(call);
    if (call.arguments.isEmpty())
        return call.isReading() ? listMembersOf(call, Member::Kind::ServicePrincipal)
                                : unreadable(u"The descriptor of the service principal is missing."_s);
    return call.isReading() ? oneMemberOf(call, call.arguments.first(), Member::Kind::ServicePrincipal)
                            : disable(call, call.arguments.first());
}

ServerResponse graphUsers(DevOpsCall &call)
{
    return call.arguments.isEmpty() ? listMembersOf(call, Member::Kind::User)
                                    : oneMemberOf(call, call.arguments.first(), Member::Kind::User);
}

ServerResponse graphDescriptor(DevOpsCall &call)
{
    const Organization &organization = *call.organization;
    const QString key = call.arguments.first();
    QString descriptor;
    if (const Member *member = organization.memberWithKey(key))
        descriptor = member->subjectDescriptor();
    else if (const auto former = formerMember(call, key))
        descriptor = former->subjectDescriptor();
    else if (const Group *group = organization.groupWithOrigin(key))
        descriptor = group->descriptor();
    else if (sameName(key, organization.id))
        descriptor = organization.scopeDescriptor();
    else if (const Project *project = organization.project(key); project && sameName(project->id, key))
        descriptor = project->scopeDescriptor();
    if (descriptor.isEmpty())
        return noSuchIdentity(key);
    return jsonResponse(200,
                        {{u"value"_s, descriptor},
                         {u"_links"_s, keyLinks(call, u"Descriptors"_s, key, u"StorageKeys"_s, descriptor)}});
}

ServerResponse graphStorageKey(DevOpsCall &call)
{
    const Organization &organization = *call.organization;
    const QString descriptor = call.arguments.first();
    QString key;
    if (const Member *member = organization.memberWithDescriptor(descriptor))
        key = member->storageKey;
    else if (const auto former = formerMember(call, descriptor))
        key = former->storageKey;
    else if (const Group *group = organization.groupWithDescriptor(descriptor))
        key = group->originId;
    else if (const auto projectId = projectOfScope(organization, descriptor))
        key = projectId->isEmpty() ? organization.id : *projectId;
    if (key.isEmpty())
        return noSuchIdentity(descriptor);
    return jsonResponse(200,
                        {{u"value"_s, key},
                         {u"_links"_s, keyLinks(call, u"StorageKeys"_s, descriptor, u"Descriptors"_s, key)}});
}

ServerResponse graphSubjectLookup(DevOpsCall &call)
{
    const QJsonArray keys = call.object().value("lookupKeys"_L1).toArray();
    QJsonObject found;
    for (const QJsonValue &key : keys) {
        const QString descriptor = key["descriptor"_L1].toString();
        if (const QJsonObject subject = subjectNamed(call, descriptor); !subject.isEmpty())
            found.insert(descriptor, subject);
    }
    return jsonResponse(200, {{u"count"_s, found.size()}, {u"value"_s, found}});
}

ServerResponse graphSubjectQuery(DevOpsCall &call)
{
    const QJsonObject body = call.object();
    const QString query = body.value("query"_L1).toString();
    const QJsonArray kinds = body.value("subjectKind"_L1).toArray();
    const QString scope = body.value("scopeDescriptor"_L1).toString();
    const std::optional<QString> projectId =
        scope.isEmpty() ? std::nullopt : projectOfScope(*call.organization, scope);
    if (query.isEmpty())
        return unreadable(u"The query is empty."_s);
    const auto wanted = [&](QStringView kind) {
        return kinds.isEmpty() || std::any_of(kinds.begin(), kinds.end(), [&](const QJsonValue &one) {
                   return sameName(one.toString(), kind);
               });
    };
    QJsonArray found;
    const auto add = [&](const QJsonObject &subject) {
        const auto starts = [&](QLatin1StringView name) {
            return subject.value(name).toString().startsWith(query, Qt::CaseInsensitive);
        };
        const bool fits = starts("displayName"_L1) || starts("principalName"_L1) || starts("mailAddress"_L1);
        if (fits && found.size() < mostFound)
            found.append(subject);
    };
    for (const Member &member : call.organization->members) {
        const bool user = member.kind == Member::Kind::User;
        if (member.isActive() && wanted(user ? u"User" : u"ServicePrincipal") && !projectId)
            add(subjectObject(call, member));
    }
    for (const Group &group : call.organization->groups) {
        if (wanted(u"Group") && (!projectId || group.projectId == *projectId))
            add(subjectObject(call, group));
    }
    return devOpsList(found);
}

} // namespace signet::sandbox
