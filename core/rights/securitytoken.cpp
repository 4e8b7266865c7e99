#include "core/rights/securitytoken.h"

#include "core/result/enumwords.h"
#include "core/rights/securitynamespace.h"

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr EnumWords objectKindWords{ObjectKind::Token,
                                    std::array{
                                        EnumWord{ObjectKind::Organization, "organization"_L1},
                                        EnumWord{ObjectKind::Project, "project"_L1},
                                        EnumWord{ObjectKind::Repository, "repository"_L1},
                                        EnumWord{ObjectKind::Branch, "branch"_L1},
                                        EnumWord{ObjectKind::Pipeline, "pipeline"_L1},
                                        EnumWord{ObjectKind::ServiceConnection, "service-connection"_L1},
                                        EnumWord{ObjectKind::SharedConnection, "shared-connection"_L1},
                                        EnumWord{ObjectKind::AgentPool, "agent-pool"_L1},
                                        EnumWord{ObjectKind::AgentQueue, "agent-queue"_L1},
                                        EnumWord{ObjectKind::DeploymentGroup, "deployment-group"_L1},
                                        EnumWord{ObjectKind::Environment, "environment"_L1},
                                        EnumWord{ObjectKind::VariableGroup, "variable-group"_L1},
                                        EnumWord{ObjectKind::SecureFile, "secure-file"_L1},
                                        EnumWord{ObjectKind::Dashboard, "dashboard"_L1},
                                        EnumWord{ObjectKind::Group, "group"_L1},
                                        EnumWord{ObjectKind::Area, "area"_L1},
                                        EnumWord{ObjectKind::Iteration, "iteration"_L1},
                                        EnumWord{ObjectKind::Query, "query"_L1},
                                        EnumWord{ObjectKind::Tags, "tags"_L1},
                                        EnumWord{ObjectKind::Process, "process"_L1},
                                        EnumWord{ObjectKind::ServiceHooks, "service-hooks"_L1},
                                        EnumWord{ObjectKind::Feed, "feed"_L1},
                                        EnumWord{ObjectKind::Extensions, "extensions"_L1},
                                        EnumWord{ObjectKind::RoleResource, "role-resource"_L1},
                                        EnumWord{ObjectKind::Token, "token"_L1},
                                    }};

enum class Writing {
    Plain,
    Branch, // a ref: hexadecimal digits by part
    Folder, // a path with backslashes; the root is no level
    Path, // ids of an object and all above it, "/" between them
    Node, // the same; each id is an address of its own
    Parent, // absent where there is none, and then no level
    Team, // absent is the project itself, which has an id of zeros
};

// A level of a token: what comes before its part, the part, and what comes after it. A level without a part
// is always there.
struct Level {
    QLatin1StringView before;
    QLatin1StringView part = {};
    QLatin1StringView after = {};
    Writing writing = Writing::Plain;
};

struct Shape {
    ObjectKind kind;
    bool hasToken = true;
    std::vector<Level> levels;
};

constexpr auto project = "project"_L1;

const std::vector<Shape> &shapes()
{
    static const std::vector<Shape> all{
        {ObjectKind::Organization, true, {{"NAMESPACE:"_L1}}},
        {ObjectKind::Project, true, {{"$PROJECT:vstfs:///Classification/TeamProject/"_L1, project}}},
        {ObjectKind::Repository, true, {{"repoV2"_L1}, {"/"_L1, project}, {"/"_L1, "repository"_L1}}},
        {ObjectKind::Branch,
         true,
         {{"repoV2"_L1},
          {"/"_L1, project},
          {"/"_L1, "repository"_L1},
          {"/refs/heads/"_L1, "branch"_L1, {}, Writing::Branch}}},
        {ObjectKind::Pipeline,
         true,
         {{{}, project}, {"/"_L1, "folder"_L1, {}, Writing::Folder}, {"/"_L1, "pipeline"_L1}}},
        {ObjectKind::ServiceConnection, true, {{"endpoints/"_L1, project}, {"/"_L1, "connection"_L1}}},
        {ObjectKind::SharedConnection, true, {{"endpoints/Collection"_L1}, {"/"_L1, "connection"_L1}}},
        {ObjectKind::AgentPool, true, {{"AgentPools"_L1}, {"/"_L1, "pool"_L1}}},
        {ObjectKind::AgentQueue, true, {{"AgentQueues/"_L1, project}, {"/"_L1, "queue"_L1}}},
        {ObjectKind::DeploymentGroup,
         true,
         {{"MachineGroups/"_L1, project}, {"/"_L1, "deployment-group"_L1}}},
        {ObjectKind::Environment, true, {{"Environments/"_L1, project}, {"/"_L1, "environment"_L1}}},
        {ObjectKind::VariableGroup,
         true,
         {{"Library/"_L1, project}, {"/VariableGroup/"_L1, "variable-group"_L1}}},
        {ObjectKind::SecureFile, true, {{"Library/"_L1, project}, {"/SecureFile/"_L1, "secure-file"_L1}}},
        {ObjectKind::Dashboard,
         true,
         {{"$/"_L1, project}, {"/"_L1, "team"_L1, {}, Writing::Team}, {"/"_L1, "dashboard"_L1}}},
        {ObjectKind::Group, true, {{{}, "scope"_L1}, {"\\"_L1, "group"_L1}}},
        {ObjectKind::Area, true, {{{}, "node"_L1, {}, Writing::Node}}},
        {ObjectKind::Iteration, true, {{{}, "node"_L1, {}, Writing::Node}}},
        {ObjectKind::Query, true, {{"$/"_L1, project}, {"/"_L1, "query"_L1, {}, Writing::Path}}},
        {ObjectKind::Tags, true, {{"/"_L1, project}}},
        {ObjectKind::Process,
         true,
         {{"$PROCESS:"_L1}, {{}, "parent"_L1, ":"_L1, Writing::Parent}, {{}, "process"_L1, ":"_L1}}},
        {ObjectKind::ServiceHooks, true, {{"PublisherSecurity"_L1}, {"/"_L1, project}}},
        {ObjectKind::Feed, false, {{{}, project}, {{}, "feed"_L1}}},
        {ObjectKind::Extensions, false, {}},
        {ObjectKind::RoleResource, false, {{{}, "scope"_L1}, {{}, "resource"_L1}}},
        {ObjectKind::Token, true, {{{}, "token"_L1}}},
    };
    return all;
}

const Shape &shapeOf(ObjectKind kind)
{
    return shapes()[std::size_t(kind)];
}

QString nodeInToken(const QString &path)
{
    QStringList nodes = path.split(u'/', Qt::SkipEmptyParts);
    for (QString &node : nodes)
        node.prepend("vstfs:///Classification/Node/"_L1);
    return nodes.join(u':');
}

// What a part is written as; nothing where the token ends before it.
std::optional<QString> written(const Level &level, const ObjectPart &part)
{
    const bool isAbsent = part.state == ObjectPart::State::Absent;
    if (isAbsent)
        return level.writing == Writing::Team ? std::optional(QString(noTeam)) : std::nullopt;
    switch (level.writing) {
    case Writing::Branch:
        return branchInToken(part.value);
    case Writing::Folder:
        return folderInToken(part.value);
    case Writing::Node:
        return nodeInToken(part.value);
    case Writing::Plain:
    case Writing::Path:
    case Writing::Team:
    case Writing::Parent:
        break;
    }
    return part.value;
}

Writing writingOf(ObjectKind kind, qsizetype part)
{
    for (const Level &level : shapeOf(kind).levels) {
        if (!level.part.isEmpty() && part-- == 0)
            return level.writing;
    }
    return Writing::Plain;
}

// A path is a level for each of its steps: where the last of several begins. 0: there is one step at most.
qsizetype lastStep(Writing writing, const ObjectPart &part)
{
    if (part.state != ObjectPart::State::Known)
        return 0;
    if (writing == Writing::Folder)
        return std::max<qsizetype>(part.value.lastIndexOf(u'\\'), 0);
    const bool isPath = writing == Writing::Path || writing == Writing::Node;
    return isPath ? std::max<qsizetype>(part.value.lastIndexOf(u'/'), 0) : 0;
}

// The kinds of objects in a namespace, by its name. Those with more levels come first.
struct KindsOf {
    QLatin1StringView name;
    std::vector<ObjectKind> kinds;
};

const std::vector<KindsOf> &kindsByNamespace()
{
    static const std::vector<KindsOf> all{
        {"Collection"_L1, {ObjectKind::Organization}},
        {"Project"_L1, {ObjectKind::Project}},
        {"Git Repositories"_L1, {ObjectKind::Branch, ObjectKind::Repository}},
        {"Build"_L1, {ObjectKind::Pipeline}},
        {"ServiceEndpoints"_L1, {ObjectKind::SharedConnection, ObjectKind::ServiceConnection}},
        {"DistributedTask"_L1, {ObjectKind::AgentPool, ObjectKind::AgentQueue, ObjectKind::DeploymentGroup}},
        {"Environment"_L1, {ObjectKind::Environment}},
        {"Library"_L1, {ObjectKind::VariableGroup, ObjectKind::SecureFile}},
        {"DashboardsPrivileges"_L1, {ObjectKind::Dashboard}},
        {"Identity"_L1, {ObjectKind::Group}},
        {"CSS"_L1, {ObjectKind::Area}},
        {"Iteration"_L1, {ObjectKind::Iteration}},
        {"WorkItemQueryFolders"_L1, {ObjectKind::Query}},
        {"Tagging"_L1, {ObjectKind::Tags}},
        {"Process"_L1, {ObjectKind::Process}},
        {"ServiceHooks"_L1, {ObjectKind::ServiceHooks}},
    };
    return all;
}

// "6d00610069006e00" is "main"; nothing where it is not that.
std::optional<QString> branchOfToken(const QString &text)
{
    QStringList parts = text.split(u'/');
    for (QString &part : parts) {
        const QByteArray bytes = QByteArray::fromHex(part.toLatin1());
        if (bytes.isEmpty() || bytes.size() % 2 != 0)
            return std::nullopt;
        QString name;
        for (qsizetype i = 0; i < bytes.size(); i += 2)
            name += QChar(uchar(bytes[i]), uchar(bytes[i + 1]));
        part = name;
    }
    return parts.join(u'/');
}

// Reads one token in the form of one kind. What comes out of it is compared with the token again.
std::optional<SecuredObject> readToken(const Shape &shape, const QString &token)
{
    using State = ObjectPart::State;
    SecuredObject object{shape.kind, {}};
    QString rest = token;
    for (std::size_t i = 0; i < shape.levels.size(); ++i) {
        const Level &level = shape.levels[i];
        if (rest.isEmpty() && !level.part.isEmpty())
            break;
        if (!rest.startsWith(level.before, Qt::CaseInsensitive))
            return std::nullopt;
        rest.remove(0, level.before.size());
        if (level.part.isEmpty())
            continue;
        const bool isLast = i + 1 == shape.levels.size();
        QString value = rest;
        if (level.writing == Writing::Folder) {
            // A pipeline has a number behind its folders.
            const qsizetype end = rest.lastIndexOf(u'/');
            bool isNumber = false;
            rest.mid(end + 1).toULongLong(&isNumber);
            value = isNumber ? rest.left(std::max<qsizetype>(end, 0)) : rest;
            rest.remove(0, value.size());
            if (value.isEmpty())
                rest.prepend(u'/');
            object.parts.append(
                value.isEmpty() ? ObjectPart()
                                : ObjectPart{State::Known, u'\\' + QString(value).replace(u'/', u'\\'), {}});
            continue;
        }
        if (!isLast) {
            const QLatin1StringView next = level.after.isEmpty() ? shape.levels[i + 1].before : level.after;
            const qsizetype end = next.isEmpty() ? -1 : rest.indexOf(next, 0, Qt::CaseInsensitive);
            value = rest.left(end < 0 ? rest.size() : end);
        }
        rest.remove(0, value.size());
        if (rest.startsWith(level.after))
            rest.remove(0, level.after.size());
        if (level.writing == Writing::Branch) {
            const auto branch = branchOfToken(value);
            if (!branch)
                return std::nullopt;
            value = *branch;
        } else if (level.writing == Writing::Node) {
            value.remove("vstfs:///Classification/Node/"_L1, Qt::CaseInsensitive).replace(u':', u'/');
        }
        const bool isOneStep = level.writing == Writing::Plain || level.writing == Writing::Team;
        if (isOneStep && (value.contains(u'/') || value.contains(u'\\')))
            return std::nullopt;
        const bool isAbsent = level.writing == Writing::Team && value == noTeam;
        object.parts.append(isAbsent ? ObjectPart() : ObjectPart{State::Known, value, {}});
    }
    return rest.isEmpty() ? std::optional(object) : std::nullopt;
}

bool isWritable(const ObjectPart &part)
{
    return part.state == ObjectPart::State::Known || part.state == ObjectPart::State::Absent;
}

} // namespace

QLatin1StringView toString(ObjectKind kind)
{
    return objectKindWords[kind];
}

std::optional<ObjectKind> objectKindNamed(QStringView word)
{
    return objectKindWords.find(word);
}

QStringList partsOf(ObjectKind kind)
{
    QStringList parts;
    for (const Level &level : shapeOf(kind).levels) {
        if (!level.part.isEmpty())
            parts.append(level.part);
    }
    return parts;
}

std::optional<QString> securityToken(const SecuredObject &object)
{
    const Shape &shape = shapeOf(object.kind);
    if (!shape.hasToken)
        return std::nullopt;
    QString token;
    qsizetype next = 0;
    for (const Level &level : shape.levels) {
        if (level.part.isEmpty()) {
            token += level.before;
            continue;
        }
        if (next >= object.parts.size())
            break;
        const ObjectPart &part = object.parts[next++];
        if (!isWritable(part))
            return std::nullopt;
        const auto text = written(level, part);
        if (!text || text->isEmpty()) {
            // What is in the root folder follows the project; a process of the system has no parent.
            if (level.writing == Writing::Folder || level.writing == Writing::Parent)
                continue;
            break;
        }
        token += level.before + *text + level.after;
    }
    return token.isEmpty() ? std::nullopt : std::optional(token);
}

std::optional<SecuredObject> objectOfToken(const QString &namespaceId, const QString &token)
{
    const SecurityNamespace *space = findSecurityNamespace(namespaceId);
    const auto found = !space ? kindsByNamespace().end()
                              : std::ranges::find(kindsByNamespace(), space->name, &KindsOf::name);
    if (found == kindsByNamespace().end())
        return std::nullopt;
    for (const ObjectKind kind : found->kinds) {
        auto object = readToken(shapeOf(kind), token);
        // All branches of a repository are the repository.
        if (!object || (kind == ObjectKind::Branch && object->parts.size() < 3))
            continue;
        if (securityToken(*object).value_or(QString()).compare(token, Qt::CaseInsensitive) == 0)
            return object;
    }
    return std::nullopt;
}

QList<SecuredObject> objectsAbove(const SecuredObject &object)
{
    QList<SecuredObject> above;
    SecuredObject next = object;
    while (!next.parts.isEmpty()) {
        ObjectPart &last = next.parts.last();
        const qsizetype end = lastStep(writingOf(object.kind, next.parts.size() - 1), last);
        if (end > 0)
            last.value.truncate(end);
        else
            next.parts.removeLast();
        above.append(next);
    }
    return above;
}

std::optional<SecuredObject> nearestKnown(const SecuredObject &object)
{
    if (securityToken(object))
        return object;
    const QList<SecuredObject> above = objectsAbove(object);
    const auto known =
        std::ranges::find_if(above, [](const SecuredObject &one) { return securityToken(one).has_value(); });
    return known == above.end() ? std::nullopt : std::optional(*known);
}

QString branchInToken(const QString &branch)
{
    constexpr auto heads = "refs/heads/"_L1;
    QString name = branch.startsWith(u'/') ? branch.mid(1) : branch;
    if (name.startsWith(heads))
        name.remove(0, heads.size());
    QStringList parts = name.split(u'/', Qt::SkipEmptyParts);
    for (QString &part : parts) {
        QString digits;
        for (const QChar unit : std::as_const(part)) {
            const ushort code = unit.unicode();
            const char bytes[]{char(code & 0xff), char(code >> 8)};
            digits += QString::fromLatin1(QByteArrayView(bytes, 2).toByteArray().toHex());
        }
        part = digits;
    }
    return parts.join(u'/');
}

QString folderInToken(const QString &folder)
{
    return QString(folder).replace(u'\\', u'/').split(u'/', Qt::SkipEmptyParts).join(u'/');
}

} // namespace signet
