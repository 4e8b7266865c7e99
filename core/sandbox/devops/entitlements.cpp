#include "core/sandbox/devops/entitlements.h"

#include "core/sandbox/devops/devopssubjects.h"
#include "core/sandbox/server/jsonresponse.h"
#include "core/sandbox/world/directory.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

constexpr QLatin1StringView noId = "00000000-0000-0000-0000-000000000000"_L1;

struct Licence {
    QLatin1StringView type; // accountLicenseType
    QLatin1StringView name;
    QLatin1StringView id; // in filters and refusals
};
constexpr Licence licences[] = {
    {"express"_L1, "Basic"_L1, "Account-Express"_L1},
    {"stakeholder"_L1, "Stakeholder"_L1, "Account-Stakeholder"_L1},
    {"advanced"_L1, "Basic + Test Plans"_L1, "Account-Advanced"_L1},
    {"professional"_L1, "Professional"_L1, "Account-Professional"_L1},
    {"earlyAdopter"_L1, "Early Adopter"_L1, "Account-EarlyAdopter"_L1},
    {"none"_L1, "None"_L1, "None"_L1},
};

const Licence *licenceOf(const QString &type)
{
    const auto found = std::find_if(std::begin(licences), std::end(licences),
                                    [&](const Licence &one) { return sameName(type, QString(one.type)); });
    return found == std::end(licences) ? nullptr : found;
}

// What the service shows, which need not be what was asked for.
QString shownLevel(const Organization &organization, const Member &member)
{
    return organization.earlyAdopterBenefit && member.accessLevel != "none"_L1 ? u"earlyAdopter"_s
                                                                               : member.accessLevel;
}

// ---- Shapes --------------------------------------------------------------------------------------

QJsonObject accessLevelObject(const QString &level, const QString &source, const QString &status)
{
    const Licence *licence = licenceOf(level);
    return {{u"licensingSource"_s, source},
            {u"accountLicenseType"_s, level},
            {u"msdnLicenseType"_s, u"none"_s},
            {u"licenseDisplayName"_s, licence ? QString(licence->name) : level},
            {u"status"_s, status},
            {u"statusMessage"_s, QString()},
            {u"assignmentSource"_s, u"unknown"_s}};
}

QString groupTypeOf(const Group &group)
{
    if (group.wellKnown == "-0-0-0-0-1"_L1)
        return u"projectAdministrator"_s;
    if (group.displayName == "Contributors"_L1)
        return u"projectContributor"_s;
    if (group.displayName == "Readers"_L1)
        return u"projectReader"_s;
    return u"custom"_s;
}

QJsonArray projectEntitlements(const Organization &organization, const Member &member)
{
    static const QStringList byPower{u"custom"_s, u"projectReader"_s, u"projectContributor"_s,
                                     u"projectAdministrator"_s};
    struct Best {
        const Group *group = nullptr;
        bool direct = false;
    };
    std::map<QString, Best> best; // by project
    const std::vector<const Group *> all = organization.groupsOf(member);
    for (const Group *group : all) {
        if (group->projectId.isEmpty() || group->isValidUsers())
            continue;
        const bool direct = member.groups.contains(organization.principalName(*group), Qt::CaseInsensitive);
        Best &known = best[group->projectId];
        const bool stronger =
            !known.group || byPower.indexOf(groupTypeOf(*group)) > byPower.indexOf(groupTypeOf(*known.group));
        if (!known.group || (direct && !known.direct) || (direct == known.direct && stronger))
            known = {group, direct};
    }
    QJsonArray values;
    for (const auto &[projectId, known] : best) {
        const Project *project = organization.project(projectId);
        if (!project)
            continue;
        values.append(
            QJsonObject{{u"projectRef"_s, QJsonObject{{u"id"_s, project->id}, {u"name"_s, project->name}}},
                        {u"group"_s,
                         QJsonObject{{u"groupType"_s, groupTypeOf(*known.group)},
                                     {u"displayName"_s, known.group->displayName}}},
                        {u"projectPermissionInherited"_s, known.direct ? u"notInherited"_s : u"inherited"_s},
                        {u"teamRefs"_s, QJsonArray()},
                        {u"assignmentSource"_s, u"unknown"_s}});
    }
    return values;
}

// `name` of the part that tells who it is: servicePrincipal, user, member.
QJsonObject entitlementObject(const DevOpsCall &call, const Member &member, const QString &name)
{
    QJsonObject subject = subjectObject(call, member);
    // A list of users calls everybody a user.
    if (name == "user"_L1) {
        subject.insert(u"subjectKind"_s, u"user"_s);
        subject.remove(u"applicationId"_s);
    }
    return {
        {name, subject},
        {u"id"_s, member.storageKey},
        {u"accessLevel"_s,
         accessLevelObject(shownLevel(*call.organization, member), member.licensingSource, member.status)},
        {u"lastAccessedDate"_s, devOpsTime(member.lastAccessedAt)},
        {u"dateCreated"_s, devOpsTime(member.createdAt)},
        {u"projectEntitlements"_s, projectEntitlements(*call.organization, member)},
        {u"extensions"_s, QJsonArray()},
        {u"groupAssignments"_s, QJsonArray()}};
}

// ---- Changes -------------------------------------------------------------------------------------

QJsonObject problem(int key, const QString &value)
{
    return {{u"key"_s, key}, {u"value"_s, value}};
}

QJsonObject cannotAdd(const QString &id)
{
    return problem(5000, u"VS403283: Could not add user '%1' at this time."_s.arg(id));
}

// What one operation came to.
struct Outcome {
    QString storageKey = noId;
    QJsonArray errors;

    bool isSuccess() const { return errors.isEmpty(); }
};

Outcome failure(const QJsonObject &problem, const QString &storageKey = noId)
{
    return {storageKey, {problem}};
}

const Group *groupOfType(const Organization &organization, const Project &project, const QJsonObject &asked)
{
    const QString type = asked.value("groupType"_L1).toString();
    QString name;
    if (sameName(type, u"projectReader"))
        name = u"Readers"_s;
    else if (sameName(type, u"projectContributor") || sameName(type, u"projectStakeholder"))
        name = u"Contributors"_s;
    else if (sameName(type, u"projectAdministrator"))
        name = u"Project Administrators"_s;
    else if (sameName(type, u"custom"))
        name = asked.value("displayName"_L1).toString();
    return organization.groupNamed(u"[%1]\\%2"_s.arg(project.name, name));
}

// Where a member is to be put: the groups that these project entitlements mean, or what is wrong with them.
struct Wanted {
    QStringList groups; // principal names
    QJsonArray errors;
};
Wanted groupsWanted(const Organization &organization, const QJsonArray &projectEntitlements)
{
    Wanted wanted;
    for (const QJsonValue value : projectEntitlements) {
        const QString projectId = value["projectRef"_L1]["id"_L1].toString();
        const Project *project = organization.project(projectId);
        if (!project) {
            wanted.errors.append(problem(
                5000,
                u"VS800075: The project with id 'vstfs:///Classification/TeamProject/%1' does not exist, "
                u"or you do not have permission to access it."_s.arg(projectId)));
        } else if (const Group *group = groupOfType(organization, *project, value["group"_L1].toObject())) {
            wanted.groups.append(organization.principalName(*group));
        } else {
            wanted.errors.append(
                problem(5000, u"The group of project '%1' could not be found."_s.arg(projectId)));
        }
    }
    return wanted;
}

void join(Member *member, const QStringList &groups)
{
    for (const QString &name : groups) {
        if (!member->groups.contains(name, Qt::CaseInsensitive))
            member->groups.append(name);
    }
}

// Whether a seat can be given, and to whom it may not be.
std::optional<QJsonObject> seatRefusal(const Organization &organization, const Member &member,
                                       const QString &level)
{
    const Licence *licence = licenceOf(level);
    if (member.kind == Member::Kind::ServicePrincipal && level == "earlyAdopter"_L1)
        return problem(5000, u"A service principal cannot be assigned an Account-EarlyAdopter license."_s);
    const bool hasIt = member.accessLevel == level && member.isActive();
    const std::optional<int> seats = organization.seats(level);
    if (!hasIt && seats && organization.usedSeats(level) >= *seats)
        return problem(5005,
                       u"Failed to assign license %1 to identity with id %2."_s.arg(
                           licence ? QString(licence->id) : level, member.storageKey));
    return std::nullopt;
}

// The access level in a request. Words that are none fail before anything is looked at.
struct AskedLevel {
    bool readable = true;
    QString word; // empty: none was asked for
};
AskedLevel levelIn(const QJsonValue &accessLevel)
{
    const QString word = accessLevel["accountLicenseType"_L1].toString();
    if (word.isEmpty())
        return {};
    const Licence *licence = licenceOf(word);
    return {licence != nullptr, licence ? QString(licence->type) : word};
}

ServerResponse noSuchLevel(const QString &word)
{
    return unreadable(u"Error converting value \"%1\" to type "
                      u"'Microsoft.VisualStudio.Services.Licensing.AccountLicenseType'. Path "
                      u"'accessLevel.accountLicenseType'."_s.arg(word));
}

// Who is to be added, or what stands against it.
struct Newcomer {
    std::optional<Member> member;
    QJsonObject problem;
};
Newcomer newcomer(DevOpsCall &call, Member::Kind kind, const QJsonObject &subject)
{
    const QString originId = subject.value("originId"_L1).toString();
    const QString principalName = subject.value("principalName"_L1).toString();
    const QString tenantId = call.organization->tenantId.value_or(QString());
    const QJsonObject nobodyNamed = problem(5000, u"The Id, OriginId, or User.PrincipalName must be set"_s);
    Member member;
    member.kind = kind;
    if (kind == Member::Kind::User) {
        // A service principal has neither an address nor a user's origin id.
        if (!principalName.isEmpty() && !principalName.contains(u'@'))
            return {std::nullopt, problem(5000, u"Given email address '%1' is invalid"_s.arg(principalName))};
        const Person *person = principalName.isEmpty() ? personIn(*call.world, tenantId, originId)
                                                       : personNamed(*call.world, principalName);
        if (!person && knownPrincipal(*call.world, tenantId, originId))
            return {std::nullopt, nobodyNamed};
        if (originId.isEmpty() && principalName.isEmpty())
            return {std::nullopt, nobodyNamed};
        if (!person || !isIn(*person, tenantId))
            return {std::nullopt, cannotAdd(principalName.isEmpty() ? originId : principalName)};
        member.objectId = objectIdIn(*person, tenantId);
        member.displayName = person->name;
    } else {
        if (originId.isEmpty() || !sameName(subject.value("origin"_L1).toString(u"aad"_s), u"aad"))
            return {std::nullopt, nobodyNamed};
        const std::optional<KnownPrincipal> known = knownPrincipal(*call.world, tenantId, originId);
        if (!known)
            return {std::nullopt, cannotAdd(originId)};
        for (auto &[objectId, attempts] : call.organization->replicating) {
            if (sameName(objectId, originId) && attempts > 0) {
                --attempts;
                return {std::nullopt, cannotAdd(originId)};
            }
        }
        member.objectId = originId.toLower();
        member.displayName = known->displayName;
    }
    member.storageKey = stableGuid(u"storage key "_s + member.objectId);
    for (const auto &[objectId, storageKey] : std::as_const(call.organization->formerMembers)) {
        if (sameName(objectId, member.objectId))
            member.storageKey = storageKey;
    }
    member.accessLevel = u"none"_s;
    member.status = u"none"_s;
    return {member, {}};
}

// Adds somebody, or gives somebody who is there already what is asked for.
Outcome add(DevOpsCall &call, Member::Kind kind, const QJsonObject &subject, const QString &level,
            const QJsonArray &projects)
{
    Organization &organization = *call.organization;
    const Newcomer found = newcomer(call, kind, subject);
    if (!found.member)
        return failure(found.problem);
    const Member *present = organization.member(found.member->objectId);
    const Member &subjectMember = present ? *present : *found.member;
    const QString wantedLevel = !level.isEmpty() ? level
        : present && present->isActive()         ? present->accessLevel
                                                 : organization.defaultAccessLevel;
    if (const auto refusal = seatRefusal(organization, subjectMember, wantedLevel))
        return failure(*refusal, subjectMember.storageKey);
    const Wanted wanted = groupsWanted(organization, projects);
    if (!wanted.errors.isEmpty())
        return {subjectMember.storageKey, wanted.errors};

    call.delayed->remember(organization);
    if (!present)
        organization.members.push_back(*found.member);
    Member *member = organization.member(found.member->objectId);
    if (!member->isActive()) {
        member->status = u"pending"_s;
        member->createdAt = call.world->clock;
        member->lastAccessedAt = 0;
    }
    member->accessLevel = wantedLevel;
    join(member, wanted.groups);
    std::erase_if(organization.formerMembers,
                  [&](const auto &former) { return sameName(former.first, member->objectId); });
    return {member->storageKey, {}};
}

void remove(DevOpsCall &call, const Member &gone)
{
    Organization &organization = *call.organization;
    const QString objectId = gone.objectId;
    call.delayed->remember(organization);
    organization.formerMembers.emplace_back(objectId, gone.storageKey);
    for (Project &project : organization.projects) {
        if (project.visibleTo.contains(objectId, Qt::CaseInsensitive))
            project.visibleTo.removeIf([&](const QString &one) { return sameName(one, objectId); });
    }
    std::erase_if(organization.members,
                  [&](const Member &member) { return sameName(member.objectId, objectId); });
}

// One operation of a JSON patch document on a member; `path` without the key.
Outcome change(DevOpsCall &call, Member *member, const QString &operation, const QStringList &path,
               const QJsonValue &value)
{
    Organization &organization = *call.organization;
    const bool setting = operation == "add"_L1 || operation == "replace"_L1;
    if (path.size() == 1 && sameName(path[0], u"accessLevel") && setting) {
        const QString level = levelIn(value).word;
        if (level.isEmpty())
            return failure(problem(5000, u"The access level must be set."_s), member->storageKey);
        if (const auto refusal = seatRefusal(organization, *member, level))
            return failure(*refusal, member->storageKey);
        if (!member->isActive())
            member->status = u"pending"_s;
        member->accessLevel = level;
        return {member->storageKey, {}};
    }
    if (path.size() <= 2 && sameName(path.value(0), u"projectEntitlements") && setting) {
        QJsonObject entitlement = value.toObject();
        if (path.size() == 2)
            entitlement.insert(u"projectRef"_s, QJsonObject{{u"id"_s, path[1]}});
        const Wanted wanted = groupsWanted(organization, {entitlement});
        if (!wanted.errors.isEmpty())
            return {member->storageKey, wanted.errors};
        call.delayed->remember(organization);
        join(member, wanted.groups);
        return {member->storageKey, {}};
    }
    if (path.size() == 2 && sameName(path[0], u"projectEntitlements") && operation == "remove"_L1) {
        const Project *project = organization.project(path[1]);
        if (!project)
            return failure(
                problem(5000, u"VS800075: The project with id '%1' does not exist."_s.arg(path[1])),
                member->storageKey);
        call.delayed->remember(organization);
        const QString scope = u'[' + project->name + u"]\\"_s;
        member->groups.removeIf(
            [&](const QString &name) { return name.startsWith(scope, Qt::CaseInsensitive); });
        return {member->storageKey, {}};
    }
    return failure(
        problem(5000, u"The operation '%1 /%2' is not supported."_s.arg(operation, path.join(u'/'))),
        member->storageKey);
}

// ---- Who may -------------------------------------------------------------------------------------

// Whether the caller may add members to these projects; choosing an access level is for collection
// administrators.
enum class MayAdd { Yes, WithoutLevel, No };
MayAdd mayAdd(const DevOpsCall &call, const QJsonArray &projects)
{
    if (call.administers())
        return MayAdd::Yes;
    const bool ofAll =
        !projects.isEmpty() && std::all_of(projects.begin(), projects.end(), [&](const QJsonValue &value) {
            return call.organization->isProjectAdministrator(*call.caller->member,
                                                             value["projectRef"_L1]["id"_L1].toString());
        });
    return ofAll && call.organization->projectAdministratorsInvite ? MayAdd::WithoutLevel : MayAdd::No;
}

bool mayRead(const DevOpsCall &call, const QString &storageKey)
{
    return call.administers() || sameName(storageKey, call.caller->member->storageKey);
}

ServerResponse addUsersDenied(const DevOpsCall &call)
{
    return accessDenied(call, u"Users"_s, u"Add Users"_s);
}

// ---- Answers -------------------------------------------------------------------------------------

// `kind` is servicePrincipal or user.
QJsonObject resultObject(const DevOpsCall &call, const Outcome &outcome, const QString &kind, bool withResult)
{
    const Member *member =
        outcome.isSuccess() ? call.organization->memberWithKey(outcome.storageKey) : nullptr;
    return {{kind + u"Id"_s, outcome.storageKey},
            {u"isSuccess"_s, outcome.isSuccess()},
            {u"errors"_s, outcome.errors},
            {u"result"_s,
             member && withResult ? QJsonValue(entitlementObject(call, *member, kind))
                                  : QJsonValue(QJsonValue::Null)}};
}

ServerResponse postAnswer(const DevOpsCall &call, const Outcome &outcome, const QString &kind)
{
    QJsonObject result = resultObject(call, outcome, kind, true);
    QJsonValue entitlement(QJsonValue::Null);
    if (outcome.isSuccess()) {
        // The projects are accepted, and missing from this answer: only a later one shows them.
        QJsonObject shown = result.value("result"_L1).toObject();
        shown.insert(u"projectEntitlements"_s, QJsonArray());
        result.insert(u"result"_s, shown);
        entitlement = shown;
    }
    return jsonResponse(200,
                        {{u"operationResult"_s, result},
                         {u"isSuccess"_s, outcome.isSuccess()},
                         {kind + u"Entitlement"_s, entitlement}});
}

ServerResponse post(DevOpsCall &call, Member::Kind kind)
{
    const QString name = kind == Member::Kind::User ? u"user"_s : u"servicePrincipal"_s;
    const QJsonObject body = call.object();
    if (body.isEmpty())
        return unreadable(u"The request body is empty or is no JSON object."_s);
    const AskedLevel level = levelIn(body.value("accessLevel"_L1));
    if (!level.readable)
        return noSuchLevel(level.word);
    const QJsonArray projects = body.value("projectEntitlements"_L1).toArray();
    switch (mayAdd(call, projects)) {
    case MayAdd::No:
        return addUsersDenied(call);
    case MayAdd::WithoutLevel:
        if (!level.word.isEmpty())
            return postAnswer(
                call, failure(problem(5032, accessDeniedText(call, u"Users"_s, u"Add Users"_s))), name);
        break;
    case MayAdd::Yes:
        break;
    }
    return postAnswer(call, add(call, kind, body.value(name).toObject(), level.word, projects), name);
}

// "/a/b" as its parts.
QStringList patchPath(const QJsonValue &operation)
{
    return operation["path"_L1].toString().split(u'/', Qt::SkipEmptyParts);
}

std::optional<ServerResponse> patchRefusal(const DevOpsCall &call, const QJsonArray &operations)
{
    if (operations.isEmpty())
        return unreadable(u"The request body is no JSON patch document."_s);
    for (const QJsonValue operation : operations) {
        const QJsonValue value = operation["value"_L1];
        for (const QJsonValue &level : {value, value["accessLevel"_L1]}) {
            if (const AskedLevel asked = levelIn(level); !asked.readable)
                return noSuchLevel(asked.word);
        }
    }
    if (!call.administers())
        return accessDenied(call, u"Users"_s, u"Edit Users"_s);
    return std::nullopt;
}

ServerResponse patchOne(DevOpsCall &call, Member *member)
{
    const QJsonArray operations = call.array();
    if (auto refusal = patchRefusal(call, operations))
        return *refusal;
    QJsonArray results;
    bool success = true;
    for (const QJsonValue operation : operations) {
        const Outcome outcome =
            change(call, member, operation["op"_L1].toString(), patchPath(operation), operation["value"_L1]);
        success = success && outcome.isSuccess();
        // Only the first shows what became of it.
        results.append(resultObject(call, outcome, u"servicePrincipal"_s, results.isEmpty()));
    }
    return jsonResponse(
        200,
        {{u"operationResults"_s, results},
         {u"isSuccess"_s, success},
         {u"servicePrincipalEntitlement"_s, entitlementObject(call, *member, u"servicePrincipal"_s)}});
}

ServerResponse patchMany(DevOpsCall &call)
{
    const QJsonArray operations = call.array();
    if (auto refusal = patchRefusal(call, operations))
        return *refusal;
    QJsonArray results;
    bool success = true;
    for (const QJsonValue operation : operations) {
        QStringList path = patchPath(operation);
        const QJsonObject value = operation["value"_L1].toObject();
        Outcome outcome;
        if (path.isEmpty()) {
            outcome = add(call, Member::Kind::ServicePrincipal, value.value("servicePrincipal"_L1).toObject(),
                          levelIn(value.value("accessLevel"_L1)).word,
                          value.value("projectEntitlements"_L1).toArray());
        } else {
            const QString key = path.takeFirst();
            Member *member = call.organization->memberWithKey(key);
            outcome = member ? change(call, member, operation["op"_L1].toString(), path, value)
                             : failure(problem(5000,
                                               u"TF14045: The identity with identifier '%1' could not be "
                                               u"found."_s.arg(key)),
                                       key);
        }
        success = success && outcome.isSuccess();
        results.append(resultObject(call, outcome, u"servicePrincipal"_s, true));
    }
    return jsonResponse(200,
                        {{u"id"_s, stableGuid(u"operation"_s + QString::number(results.size()))},
                         {u"status"_s, success ? u"succeeded"_s : u"failed"_s},
                         {u"haveResultsSucceeded"_s, success},
                         {u"completed"_s, true},
                         {u"results"_s, results}});
}

// ---- Lists ---------------------------------------------------------------------------------------

// Clauses of $filter, joined by "and": name eq, licenseId eq, licenseStatus eq, userType eq. Nothing when
// there is another one.
std::optional<QList<std::pair<QString, QString>>> clausesOf(const QString &filter)
{
    static const QRegularExpression clause(
        u"^\\(?\\s*(name|licenseId|licenseStatus|userType)\\s+eq\\s+'([^']*)'\\s*\\)?$"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression conjunction(u"\\s+and\\s+"_s, QRegularExpression::CaseInsensitiveOption);
    QList<std::pair<QString, QString>> clauses;
    if (filter.trimmed().isEmpty())
        return clauses;
    const QStringList parts = filter.split(conjunction);
    for (const QString &part : parts) {
        const QRegularExpressionMatch match = clause.match(part.trimmed());
        if (!match.hasMatch())
            return std::nullopt;
        clauses.append({match.captured(1).toLower(), match.captured(2)});
    }
    return clauses;
}

bool clauseFits(const DevOpsCall &call, const Member &member, const QString &name, const QString &value)
{
    if (name == "name"_L1)
        return member.displayName.contains(value, Qt::CaseInsensitive)
            || accountName(*call.world, *call.organization, member).contains(value, Qt::CaseInsensitive);
    if (name == "licenseid"_L1) {
        const Licence *licence = licenceOf(shownLevel(*call.organization, member));
        return licence && sameName(QString(licence->id), value);
    }
    if (name == "licensestatus"_L1)
        return sameName(member.status, value);
    const bool guest = subjectObject(call, member).value("metaType"_L1) == "guest"_L1;
    return sameName(value, guest ? u"guest" : u"member");
}

QByteArray pageToken(qsizetype start)
{
    return ("from:" + QByteArray::number(start))
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

std::optional<qsizetype> pageStart(const QString &token)
{
    if (token.isEmpty())
        return 0;
    const QByteArray text = QByteArray::fromBase64(token.toLatin1(), QByteArray::Base64UrlEncoding);
    bool ok = false;
    const qsizetype start = text.startsWith("from:") ? text.mid(5).toLongLong(&ok) : 0;
    return ok && start >= 0 ? std::optional<qsizetype>(start) : std::nullopt;
}

ServerResponse listMembers(DevOpsCall &call, const QString &kind)
{
    if (!call.administers())
        return accessDenied(call, u"Users"_s, u"Read Users"_s);
    const std::optional<int> top = call.number(u"$top", 100);
    const std::optional<qsizetype> start = pageStart(call.value(u"continuationToken"));
    const auto clauses = clausesOf(call.value(u"$filter"));
    if (!top || *top == 0 || !start || !clauses)
        return unreadable(u"The query parameters of the request are not valid."_s);

    std::vector<const Member *> found;
    for (const Member &member : call.organization->members) {
        const bool fits = std::all_of(clauses->begin(), clauses->end(), [&](const auto &clause) {
            return clauseFits(call, member, clause.first, clause.second);
        });
        if (fits && member.isActive())
            found.push_back(&member);
    }
    const QStringList order = call.value(u"$orderBy").split(u' ', Qt::SkipEmptyParts);
    const auto before = [&](const Member *a, const Member *b) {
        if (sameName(order.value(0), u"dateCreated"))
            return a->createdAt < b->createdAt;
        if (sameName(order.value(0), u"lastAccessed"))
            return a->lastAccessedAt < b->lastAccessedAt;
        return a->displayName.compare(b->displayName, Qt::CaseInsensitive) < 0;
    };
    if (!order.isEmpty()) {
        const bool descending = sameName(order.value(1), u"desc");
        std::sort(found.begin(), found.end(), [&](const Member *a, const Member *b) {
            if (before(a, b) != before(b, a))
                return descending ? before(b, a) : before(a, b);
            return a->storageKey < b->storageKey;
        });
    }

    const qsizetype total = qsizetype(found.size());
    const qsizetype begin = std::min(*start, total);
    const qsizetype end = std::min<qsizetype>(begin + *top, total);
    QJsonArray page;
    for (qsizetype i = begin; i < end; ++i)
        page.append(entitlementObject(call, *found[std::size_t(i)], kind));
    const QJsonValue next = end < total ? QJsonValue(QString::fromLatin1(pageToken(end))) : QJsonValue();
    // The same rows twice: older clients read `members`, newer ones `items`.
    return jsonResponse(
        200,
        {{u"members"_s, page}, {u"items"_s, page}, {u"continuationToken"_s, next}, {u"totalCount"_s, total}});
}

ServerResponse oneMember(DevOpsCall &call, const QString &kind)
{
    const QString key = call.arguments.first();
    Member *member = call.organization->memberWithKey(key);
    const std::optional<Member> former = member ? std::nullopt : formerMember(call, key);
    if (call.isReading()) {
        if (!mayRead(call, key))
            return accessDenied(call, u"Users"_s, u"Read Users"_s);
        if (!member && !former)
            return noSuchIdentity(key);
        return jsonResponse(200, entitlementObject(call, member ? *member : *former, kind));
    }
    if (call.request->method == "DELETE") {
        if (!call.administers())
            return accessDenied(call, u"Users"_s, u"Delete Users"_s);
        if (!member)
            return noSuchIdentity(key);
        remove(call, *member);
        return noContent();
    }
    if (!member)
        return noSuchIdentity(key);
    return patchOne(call, member);
}

} // namespace

ServerResponse servicePrincipalEntitlements(DevOpsCall &call)
{
    return call.request->method == "POST" ? post(call, Member::Kind::ServicePrincipal) : patchMany(call);
}

ServerResponse servicePrincipalEntitlement(DevOpsCall &call)
{
    return oneMember(call, u"servicePrincipal"_s);
}

ServerResponse userEntitlements(DevOpsCall &call)
{
    return call.isReading() ? listMembers(call, u"user"_s) : post(call, Member::Kind::User);
}

ServerResponse userEntitlement(DevOpsCall &call)
{
    return oneMember(call, u"user"_s);
}

ServerResponse memberEntitlements(DevOpsCall &call)
{
    return listMembers(call, u"member"_s);
}

ServerResponse entitlementSummary(DevOpsCall &call)
{
    if (!call.administers())
        return accessDenied(call, u"Users"_s, u"Read Users"_s);
    const Organization &organization = *call.organization;
    QJsonArray all;
    for (const Licence &licence : licences) {
        const QString type = licence.type;
        if (type == "none"_L1 || type == "professional"_L1
            || (type == "earlyAdopter"_L1) != organization.earlyAdopterBenefit)
            continue;
        int used = organization.usedSeats(type);
        if (organization.earlyAdopterBenefit)
            used = int(std::count_if(organization.members.begin(), organization.members.end(),
                                     [](const Member &member) { return member.isActive(); }));
        const std::optional<int> seats =
            organization.earlyAdopterBenefit ? std::nullopt : organization.seats(type);
        const int included = type == "express"_L1 ? organization.freeBasicSeats : 0;
        // Where there is no limit, the service names as many as are taken and the included ones.
        const int total = seats.value_or(std::max(used, included));
        all.append(QJsonObject{{u"licenseName"_s, QString(licence.name)},
                               {u"accountLicenseType"_s, type},
                               {u"msdnLicenseType"_s, u"none"_s},
                               {u"source"_s, u"account"_s},
                               {u"includedQuantity"_s, included},
                               {u"total"_s, total},
                               {u"assigned"_s, used},
                               {u"available"_s, std::max(0, total - used)},
                               {u"disabled"_s, 0},
                               {u"isPurchasable"_s, type == "express"_L1 || type == "advanced"_L1},
                               {u"totalAfterNextBillingDate"_s, total}});
    }
    const auto level = [](const QString &type) { return accessLevelObject(type, u"account"_s, u"none"_s); };
    QJsonArray projects;
    for (const Project &project : organization.projects)
        projects.append(QJsonObject{{u"id"_s, project.id}, {u"name"_s, project.name}});
    QJsonArray groupOptions;
    for (const auto &[type, name] : {std::pair(u"projectReader"_s, u"Project Readers"_s),
                                     std::pair(u"projectContributor"_s, u"Project Contributors"_s),
                                     std::pair(u"projectAdministrator"_s, u"Project Administrators"_s)})
        groupOptions.append(
            QJsonObject{{u"group"_s, QJsonObject{{u"groupType"_s, type}, {u"displayName"_s, name}}},
                        {u"accessLevel"_s, level(organization.defaultAccessLevel)}});
    return jsonResponse(200,
                        {{u"licenses"_s, all},
                         {u"defaultAccessLevel"_s, level(organization.defaultAccessLevel)},
                         {u"availableAccessLevels"_s,
                          QJsonArray{level(u"stakeholder"_s), level(u"express"_s), level(u"advanced"_s)}},
                         {u"projectRefs"_s, projects},
                         {u"groupOptions"_s, groupOptions}});
}

} // namespace signet::sandbox
