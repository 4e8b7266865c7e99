#include "core/sandbox/world/accesscontrol.h"

#include "core/sandbox/world/directory.h"

#include <QRegularExpression>

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

constexpr QLatin1StringView gitId = "2e9eb7ed-3c0a-47d4-87c1-0ffdd275fd87"_L1;
constexpr QLatin1StringView buildId = "33344d9c-fc72-4d6f-aba5-fa317101a7e9"_L1;
constexpr QLatin1StringView releaseId = "c788c23e-1b46-4162-8f5e-d7585343b5de"_L1;
constexpr QLatin1StringView collectionId = "3e65f728-f8bc-4ecd-8764-7e378b19bfa7"_L1;
constexpr QLatin1StringView projectId = "52d39943-cb85-4d7f-8fa8-c6baac873819"_L1;
constexpr QLatin1StringView endpointsId = "49b48001-ca20-4adc-8111-5b60c903a50c"_L1;
constexpr QLatin1StringView libraryId = "b7e84409-6553-448a-bbb2-af228e07cbeb"_L1;
constexpr QLatin1StringView environmentId = "83d4c2e6-e57d-4d6e-892b-b87222b7ad20"_L1;
constexpr QLatin1StringView taskId = "101eae8c-1709-47f9-b228-0e476c35b3ba"_L1;
constexpr QLatin1StringView identityId = "5a27515b-ccd7-42c9-84f1-54c998f03866"_L1;
constexpr QLatin1StringView taggingId = "bb50f182-8e5e-40b8-bc21-e8752a1e7ae2"_L1;
constexpr QLatin1StringView queriesId = "71356614-aad7-4757-8f2c-0fb3bff6f680"_L1;
constexpr QLatin1StringView hooksId = "cb594ebe-87dd-4fc9-ac2c-6a10a4c92046"_L1;
constexpr QLatin1StringView dashboardsId = "8adf73b7-389a-4276-b638-fe1653f7efc7"_L1;
constexpr QLatin1StringView metaTaskId = "f6a4de49-dbe2-4704-86dc-f8ec1a294436"_L1;
constexpr QLatin1StringView processId = "2dab47f9-bd70-49ed-9bd5-8eb051e59c02"_L1;
constexpr QLatin1StringView analyticsId = "58450c49-b02d-465a-ab12-59ae512d6531"_L1;
constexpr QLatin1StringView analyticsViewsId = "d34d3680-dfe5-4cc6-a949-7d9c68f73cba"_L1;

enum class Holder {
    CollectionUsers,
    ProjectAdministrators,
    BuildAdministrators,
    Contributors,
    Readers,
    ProjectUsers,
};

// What a group of every organization is allowed at a token; %1 is the project's id.
struct UsualEntry {
    QLatin1StringView namespaceId;
    QLatin1StringView token;
    Holder holder = Holder::CollectionUsers;
    int allow = 0;
};

// Source: Microsoft Learn, "Default permissions quick reference", simplified. The administrators of the
// collection have every bit at the top of every namespace, below.
constexpr QLatin1StringView projectToken = "$project:vstfs:///classification/teamproject/%1"_L1;
constexpr UsualEntry usualEntries[] = {
    {collectionId, "namespace"_L1, Holder::CollectionUsers, 1},
    {projectId, projectToken, Holder::ProjectAdministrators, 0x3FFFFFF & ~17563648},
    {projectId, projectToken, Holder::BuildAdministrators, 1 | 8 | 256 | 512 | 2048 | 4096},
    {projectId, projectToken, Holder::Contributors, 1 | 8 | 256 | 512 | 2048 | 4096},
    {projectId, projectToken, Holder::Readers, 1 | 512},
    {projectId, projectToken, Holder::ProjectUsers, 1},
    {gitId, "repov2/%1"_L1, Holder::ProjectAdministrators, 0x7FFFF & ~(128 | 32768)},
    {gitId, "repov2/%1"_L1, Holder::BuildAdministrators, 2 | 4 | 16 | 32 | 64 | 16384},
    {gitId, "repov2/%1"_L1, Holder::Contributors, 2 | 4 | 16 | 32 | 64 | 16384},
    {gitId, "repov2/%1"_L1, Holder::Readers, 2 | 16384},
    {buildId, "%1"_L1, Holder::ProjectAdministrators, 0x7FFFF},
    {buildId, "%1"_L1, Holder::BuildAdministrators, 0x7FFFF},
    {buildId, "%1"_L1, Holder::Contributors, 1 | 2 | 128 | 512 | 1024 | 2048 | 4096 | 32768},
    {buildId, "%1"_L1, Holder::Readers, 1 | 1024},
    {releaseId, "%1"_L1, Holder::ProjectAdministrators, 0x3FFF},
    {releaseId, "%1"_L1, Holder::Contributors, 0x3FFF & ~512},
    {releaseId, "%1"_L1, Holder::Readers, 1 | 32},
    {endpointsId, "endpoints/%1"_L1, Holder::ProjectAdministrators, 31},
    {endpointsId, "endpoints/%1"_L1, Holder::Contributors, 1 | 16},
    {endpointsId, "endpoints/%1"_L1, Holder::Readers, 16},
    {libraryId, "library/%1"_L1, Holder::ProjectAdministrators, 31},
    {libraryId, "library/%1"_L1, Holder::Contributors, 1 | 16},
    {libraryId, "library/%1"_L1, Holder::Readers, 1},
    {environmentId, "environments/%1"_L1, Holder::ProjectAdministrators, 59},
    {environmentId, "environments/%1"_L1, Holder::Contributors, 1 | 16},
    {environmentId, "environments/%1"_L1, Holder::Readers, 1},
    {taskId, "agentqueues/%1"_L1, Holder::ProjectAdministrators, 63},
    {taskId, "agentqueues/%1"_L1, Holder::Contributors, 1 | 16},
    {taskId, "agentqueues/%1"_L1, Holder::Readers, 1},
    {taskId, "machinegroups/%1"_L1, Holder::ProjectAdministrators, 63},
    {taskId, "machinegroups/%1"_L1, Holder::Contributors, 1 | 16},
    {taskId, "agentpools"_L1, Holder::CollectionUsers, 1},
    {identityId, "%1"_L1, Holder::ProjectAdministrators, 31},
    {identityId, "%1"_L1, Holder::ProjectUsers, 1},
    {taggingId, "/%1"_L1, Holder::ProjectAdministrators, 15},
    {taggingId, "/%1"_L1, Holder::Contributors, 1 | 2},
    {taggingId, "/%1"_L1, Holder::Readers, 1},
    {queriesId, "$/%1"_L1, Holder::ProjectAdministrators, 31},
    {queriesId, "$/%1"_L1, Holder::Contributors, 1},
    {queriesId, "$/%1"_L1, Holder::Readers, 1},
    {hooksId, "publishersecurity/%1"_L1, Holder::ProjectAdministrators, 7},
    {dashboardsId, "$/%1"_L1, Holder::ProjectAdministrators, 63},
    {dashboardsId, "$/%1"_L1, Holder::Contributors, 15},
    {dashboardsId, "$/%1"_L1, Holder::Readers, 1},
    {metaTaskId, "%1"_L1, Holder::ProjectAdministrators, 7},
    {metaTaskId, "%1"_L1, Holder::BuildAdministrators, 7},
    {metaTaskId, "%1"_L1, Holder::Contributors, 2},
    {processId, "$process"_L1, Holder::CollectionUsers, 0},
    {analyticsId, "$/%1"_L1, Holder::ProjectAdministrators, 1},
    {analyticsId, "$/%1"_L1, Holder::Contributors, 1},
    {analyticsViewsId, "$/shared/%1"_L1, Holder::ProjectAdministrators, 1039},
    {analyticsViewsId, "$/shared/%1"_L1, Holder::Contributors, 1 | 2 | 8},
};

std::optional<Holder> holderOf(const Group &group)
{
    if (group.origin == "aad"_L1)
        return std::nullopt;
    if (group.projectId.isEmpty())
        return group.isValidUsers() ? std::optional(Holder::CollectionUsers) : std::nullopt;
    if (group.wellKnown == "-0-0-0-0-1"_L1)
        return Holder::ProjectAdministrators;
    if (group.wellKnown == "-0-0-0-1-2"_L1)
        return Holder::BuildAdministrators;
    if (group.isValidUsers())
        return Holder::ProjectUsers;
    if (group.displayName == "Contributors"_L1)
        return Holder::Contributors;
    return group.displayName == "Readers"_L1 ? std::optional(Holder::Readers) : std::nullopt;
}

bool isOfAdministrators(const Group &group)
{
    return group.projectId.isEmpty() && group.wellKnown == "-0-0-0-0-1"_L1;
}

// Nobody bypasses policies of branches until somebody says so.
int administratorBits(const SecurityNamespace &space)
{
    return space.id == gitId ? space.allBits() & ~(128 | 32768) : space.allBits();
}

// What the group is allowed there in every organization.
int usualBits(const SecurityNamespace &space, const QString &comparable, const Group &group)
{
    if (isOfAdministrators(group))
        return tokenAbove(space, comparable) ? 0 : administratorBits(space);
    const std::optional<Holder> holder = holderOf(group);
    if (!holder)
        return 0;
    for (const UsualEntry &entry : usualEntries) {
        if (entry.namespaceId != space.id || entry.holder != *holder)
            continue;
        const qsizetype open = entry.token.indexOf("%1"_L1);
        const bool fits = open < 0 ? comparable == entry.token
                                   : comparable.size() == open + group.projectId.size()
                && comparable.startsWith(entry.token.first(open))
                && sameName(QStringView(comparable).sliced(open), group.projectId);
        if (fits)
            return entry.allow;
    }
    return 0;
}

const AccessControlList *ownList(const Organization &organization, const SecurityNamespace &space,
                                 const QString &comparable)
{
    for (const AccessControlList &list : organization.accessControlLists) {
        if (sameName(list.namespaceId, QString(space.id)) && comparableToken(space, list.token) == comparable)
            return &list;
    }
    return nullptr;
}

// Without the roles.
AccessControlList storedOrUsual(const Organization &organization, const SecurityNamespace &space,
                                const QString &token)
{
    const QString comparable = comparableToken(space, token);
    if (const AccessControlList *own = ownList(organization, space, comparable))
        return *own;
    AccessControlList list{.namespaceId = QString(space.id), .token = token, .inherits = true, .entries = {}};
    for (const Group &group : organization.groups) {
        if (const int allow = usualBits(space, comparable, group))
            list.entries.push_back({.subject = group.originId, .allow = allow, .deny = 0});
    }
    return list;
}

AccessControlList &changeable(Organization *organization, const SecurityNamespace &space,
                              const QString &token)
{
    const QString comparable = comparableToken(space, token);
    for (AccessControlList &list : organization->accessControlLists) {
        if (sameName(list.namespaceId, QString(space.id)) && comparableToken(space, list.token) == comparable)
            return list;
    }
    organization->accessControlLists.push_back(storedOrUsual(*organization, space, token));
    return organization->accessControlLists.back();
}

AccessControlList usualList(const Organization &organization, const SecurityNamespace &space,
                            const QString &token)
{
    Organization untouched;
    untouched.groups = organization.groups;
    return storedOrUsual(untouched, space, token);
}

// The bits of roles at a token.
struct RoleEntry {
    QString subject;
    int bits = 0;
};
std::vector<RoleEntry> rolesAt(const Organization &organization, const SecurityNamespace &space,
                               const QString &comparable)
{
    std::vector<RoleEntry> entries;
    for (const RoleAssignment &one : organization.roles) {
        const RoleScope *scope = roleScope(one.scope);
        if (!scope || scope->namespaceId != space.id
            || comparableToken(space, tokenOfResource(*scope, one.resourceId)) != comparable)
            continue;
        for (const RoleBits &role : scope->roles) {
            if (sameName(QString(role.role), one.role))
                entries.push_back({one.storageKey, role.bits});
        }
    }
    return entries;
}

// From the token upwards; `at` tells what is said there and whether to go on.
struct Level {
    int allow = 0;
    int deny = 0;
    bool inherits = true;
};
template <typename At>
AccessBits decided(const SecurityNamespace &space, const QString &token, At at)
{
    AccessBits bits;
    for (std::optional<QString> level = comparableToken(space, token); level;) {
        const Level said = at(*level);
        const int open = ~(bits.allow | bits.deny);
        bits.deny |= said.deny & open;
        bits.allow |= said.allow & ~said.deny & open;
        if (!said.inherits)
            break;
        level = tokenAbove(space, *level);
    }
    return bits;
}

} // namespace

AccessSubjects accessSubjects(const Organization &organization, const Member &member,
                              const std::optional<QStringList> &listedEntraGroups)
{
    AccessSubjects subjects{.storageKey = member.storageKey,
                            .groups = organization.groupsOf(member, listedEntraGroups),
                            .administers = organization.isCollectionAdministrator(member)};
    // The owner is in no group and may do what the administrators may.
    for (const Group &group : organization.groups) {
        if (subjects.administers && isOfAdministrators(group)
            && std::ranges::find(subjects.groups, &group) == subjects.groups.end())
            subjects.groups.push_back(&group);
    }
    return subjects;
}

QString comparableToken(const SecurityNamespace &space, const QString &token)
{
    QString comparable = token.toLower();
    while (space.isHierarchical && comparable.size() > 1 && comparable.endsWith(QChar(space.separator)))
        comparable.chop(1);
    return comparable;
}

std::optional<QString> tokenAbove(const SecurityNamespace &space, const QString &comparable)
{
    const qsizetype end = space.isHierarchical ? comparable.lastIndexOf(QChar(space.separator)) : -1;
    if (end <= 0)
        return std::nullopt;
    return comparableToken(space, comparable.first(end));
}

AccessBits effectiveAccess(const Organization &organization, const AccessSubjects &subjects,
                           const SecurityNamespace &space, const QString &token)
{
    const auto counts = [&subjects](const QString &subject) {
        return sameName(subject, subjects.storageKey)
            || std::ranges::any_of(subjects.groups, [&subject](const Group *group) {
                   return sameName(group->originId, subject);
               });
    };
    return decided(space, token, [&](const QString &comparable) {
        Level level;
        if (const AccessControlList *own = ownList(organization, space, comparable)) {
            level.inherits = own->inherits;
            for (const AccessControlEntry &entry : own->entries) {
                if (counts(entry.subject)) {
                    level.allow |= entry.allow;
                    level.deny |= entry.deny;
                }
            }
        } else {
            for (const Group *group : subjects.groups)
                level.allow |= usualBits(space, comparable, *group);
        }
        for (const RoleEntry &role : rolesAt(organization, space, comparable)) {
            if (counts(role.subject))
                level.allow |= role.bits;
        }
        return level;
    });
}

AccessBits effectiveAccess(const Organization &organization, const QString &subject,
                           const SecurityNamespace &space, const QString &token)
{
    return decided(space, token, [&](const QString &comparable) {
        const AccessControlList list = listAt(organization, space, comparable);
        Level level{.inherits = list.inherits};
        for (const AccessControlEntry &entry : list.entries) {
            if (sameName(entry.subject, subject)) {
                level.allow |= entry.allow;
                level.deny |= entry.deny;
            }
        }
        return level;
    });
}

bool isAllowed(const Organization &organization, const AccessSubjects &subjects,
               const SecurityNamespace &space, const QString &token, int bits)
{
    return (effectiveAccess(organization, subjects, space, token).allow & bits) == bits;
}

AccessControlList listAt(const Organization &organization, const SecurityNamespace &space,
                         const QString &token)
{
    AccessControlList list = storedOrUsual(organization, space, token);
    for (const RoleEntry &role : rolesAt(organization, space, comparableToken(space, token))) {
        const auto known = std::ranges::find_if(list.entries, [&role](const AccessControlEntry &entry) {
            return sameName(entry.subject, role.subject);
        });
        if (known != list.entries.end())
            known->allow |= role.bits;
        else
            list.entries.push_back({.subject = role.subject, .allow = role.bits, .deny = 0});
    }
    return list;
}

std::vector<AccessControlList> listsBelow(const Organization &organization, const SecurityNamespace &space,
                                          const QString &token)
{
    QStringList tokens;
    const QString top = comparableToken(space, token);
    const auto add = [&](const QString &candidate) {
        const QString comparable = comparableToken(space, candidate);
        const bool below = top.isEmpty() || comparable == top
            || (space.isHierarchical && comparable.startsWith(top + QChar(space.separator)));
        const bool known = std::ranges::any_of(
            tokens, [&](const QString &one) { return comparableToken(space, one) == comparable; });
        if (below && !known)
            tokens.append(candidate);
    };
    if (!top.isEmpty())
        add(token);
    for (const AccessControlList &list : organization.accessControlLists) {
        if (sameName(list.namespaceId, QString(space.id)))
            add(list.token);
    }
    for (const UsualEntry &entry : usualEntries) {
        if (entry.namespaceId != space.id)
            continue;
        if (!entry.token.contains("%1"_L1)) {
            add(QString(entry.token));
            continue;
        }
        for (const Project &project : organization.projects)
            add(QString(entry.token).arg(project.id));
    }
    for (const RoleAssignment &one : organization.roles) {
        const RoleScope *scope = roleScope(one.scope);
        if (scope && scope->namespaceId == space.id)
            add(tokenOfResource(*scope, one.resourceId));
    }
    std::vector<AccessControlList> lists;
    for (const QString &one : std::as_const(tokens)) {
        AccessControlList list = listAt(organization, space, one);
        if (!list.entries.empty() || !list.inherits)
            lists.push_back(std::move(list));
    }
    return lists;
}

AccessControlEntry entryAt(const Organization &organization, const SecurityNamespace &space,
                           const QString &token, const QString &subject)
{
    const AccessControlList list = storedOrUsual(organization, space, token);
    const auto known = std::ranges::find_if(list.entries, [&subject](const AccessControlEntry &entry) {
        return sameName(entry.subject, subject);
    });
    return known == list.entries.end() ? AccessControlEntry{.subject = subject, .allow = 0, .deny = 0}
                                       : *known;
}

void setEntry(Organization *organization, const SecurityNamespace &space, const QString &token,
              const AccessControlEntry &entry)
{
    AccessControlList &list = changeable(organization, space, token);
    const auto known = std::ranges::find_if(list.entries, [&entry](const AccessControlEntry &one) {
        return sameName(one.subject, entry.subject);
    });
    const bool isEmpty = entry.allow == 0 && entry.deny == 0;
    if (known == list.entries.end()) {
        if (!isEmpty)
            list.entries.push_back(entry);
    } else if (isEmpty) {
        list.entries.erase(known);
    } else {
        *known = entry;
    }
}

void setInheritance(Organization *organization, const SecurityNamespace &space, const QString &token,
                    bool inherits)
{
    changeable(organization, space, token).inherits = inherits;
}

std::vector<AccessControlList> changedLists(const Organization &organization)
{
    std::vector<AccessControlList> lists;
    for (const AccessControlList &list : organization.accessControlLists) {
        const SecurityNamespace *space = securityNamespace(list.namespaceId);
        if (!space)
            continue;
        AccessControlList usual = usualList(organization, *space, list.token);
        AccessControlList own = list;
        const auto bySubject = [](const AccessControlEntry &a, const AccessControlEntry &b) {
            return a.subject < b.subject;
        };
        std::ranges::sort(usual.entries, bySubject);
        std::ranges::sort(own.entries, bySubject);
        if (own.entries != usual.entries || own.inherits != usual.inherits)
            lists.push_back(std::move(own));
    }
    return lists;
}

const RoleScope *roleScope(const QString &id)
{
    // Bits of the roles: recorded for environments (rights facts), inferred for the others. What a Creator
    // may create lives in a project or the organization, so a single object has no such role.
    static const std::vector<RoleScope> scopes = [] {
        const std::vector<RoleBits> endpoints{{"Reader"_L1, 16}, {"User"_L1, 17}, {"Administrator"_L1, 27}};
        const std::vector<RoleBits> library{{"Reader"_L1, 1}, {"User"_L1, 17}, {"Administrator"_L1, 27}};
        const std::vector<RoleBits> tasks{{"Reader"_L1, 1}, {"User"_L1, 17}, {"Administrator"_L1, 27}};
        return std::vector<RoleScope>{
            {"distributedtask.project.serviceendpointrole"_L1,
             endpointsId,
             {{"Reader"_L1, 16}, {"User"_L1, 17}, {"Creator"_L1, 20}, {"Administrator"_L1, 31}}},
            {"distributedtask.serviceendpointrole"_L1, endpointsId, endpoints},
            {"distributedtask.library"_L1,
             libraryId,
             {{"Reader"_L1, 1}, {"User"_L1, 17}, {"Creator"_L1, 5}, {"Administrator"_L1, 31}}},
            {"distributedtask.variablegroup"_L1, libraryId, library},
            {"distributedtask.securefile"_L1, libraryId, library},
            {"distributedtask.globalenvironmentreferencerole"_L1,
             environmentId,
             {{"Reader"_L1, 1}, {"User"_L1, 17}, {"Creator"_L1, 33}, {"Administrator"_L1, 59}}},
            {"distributedtask.environmentreferencerole"_L1,
             environmentId,
             {{"Reader"_L1, 1}, {"User"_L1, 17}, {"Administrator"_L1, 63}}},
            {"distributedtask.globalagentqueuerole"_L1,
             taskId,
             {{"Reader"_L1, 1}, {"User"_L1, 17}, {"Creator"_L1, 33}, {"Administrator"_L1, 59}}},
            {"distributedtask.agentqueuerole"_L1, taskId, tasks},
            {"distributedtask.globalagentpoolrole"_L1,
             taskId,
             {{"Reader"_L1, 1}, {"Service Account"_L1, 5}, {"Creator"_L1, 33}, {"Administrator"_L1, 59}}},
            {"distributedtask.agentpoolrole"_L1,
             taskId,
             {{"Reader"_L1, 1}, {"Service Account"_L1, 5}, {"User"_L1, 17}, {"Administrator"_L1, 27}}},
            {"distributedtask.machinegrouprole"_L1, taskId, tasks},
            {"distributedtask.globalmachinegrouprole"_L1, taskId, tasks},
        };
    }();
    const auto found = std::ranges::find_if(
        scopes, [&id](const RoleScope &scope) { return sameName(id, QString(scope.id)); });
    return found == scopes.end() ? nullptr : &*found;
}

QString tokenOfResource(const RoleScope &scope, const QString &resourceId)
{
    // The id of a project, and of one thing in it: "{project}", "{project}_{id}", "{project}${id}".
    static const QRegularExpression form(
        u"^([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})(?:[_$]([^/\\\\]+))?$"_s);
    struct Token {
        QLatin1StringView scope;
        QLatin1StringView whole; // of the project
        QLatin1StringView one; // of one thing in it
    };
    static constexpr Token tokens[] = {
        {"distributedtask.project.serviceendpointrole"_L1, "endpoints/%1"_L1, {}},
        {"distributedtask.serviceendpointrole"_L1, {}, "endpoints/%1/%2"_L1},
        {"distributedtask.library"_L1, "Library/%1"_L1, {}},
        {"distributedtask.variablegroup"_L1, {}, "Library/%1/VariableGroup/%2"_L1},
        {"distributedtask.securefile"_L1, {}, "Library/%1/SecureFile/%2"_L1},
        {"distributedtask.globalenvironmentreferencerole"_L1, "Environments/%1"_L1, {}},
        {"distributedtask.environmentreferencerole"_L1, {}, "Environments/%1/%2"_L1},
        {"distributedtask.globalagentqueuerole"_L1, "AgentQueues/%1"_L1, {}},
        {"distributedtask.agentqueuerole"_L1, {}, "AgentQueues/%1/%2"_L1},
        {"distributedtask.machinegrouprole"_L1, {}, "MachineGroups/%1/%2"_L1},
        {"distributedtask.globalmachinegrouprole"_L1, "MachineGroups/%1"_L1, {}},
    };
    if (scope.id == "distributedtask.globalagentpoolrole"_L1)
        return resourceId == "0"_L1 ? u"AgentPools"_s : QString();
    if (scope.id == "distributedtask.agentpoolrole"_L1)
        return u"AgentPools/"_s + resourceId;
    const QRegularExpressionMatch match = form.match(resourceId);
    const auto token = std::ranges::find_if(tokens, [&](const Token &one) { return one.scope == scope.id; });
    if (!match.hasMatch() || token == std::end(tokens))
        return {};
    const QString thing = match.captured(2);
    // A library is a thing that is called 0.
    if (!token->whole.isEmpty() && (thing.isEmpty() || thing == "0"_L1))
        return QString(token->whole).arg(match.captured(1));
    return token->one.isEmpty() || thing.isEmpty() ? QString()
                                                   : QString(token->one).arg(match.captured(1), thing);
}

} // namespace signet::sandbox
