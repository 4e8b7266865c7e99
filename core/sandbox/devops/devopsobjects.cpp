#include "core/sandbox/devops/devopsobjects.h"

#include "core/sandbox/devops/devopsprojects.h"
#include "core/sandbox/world/accesscontrol.h"
#include "core/sandbox/world/directory.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

using ObjectKind = NamedObject::Kind;

// How one kind is listed.
struct ObjectList {
    ObjectKind kind;
    QLatin1StringView namespaceId;
    int viewBit; // what is not allowed to be viewed is not listed
    QLatin1StringView nameParameter;
    QJsonObject (*shape)(const DevOpsCall &, const NamedObject &, const Project *);
};

QJsonObject projectReference(const Project *project)
{
    return {{u"id"_s, project->id}, {u"name"_s, project->name}};
}

// The fields that say in which project something is shared.
QJsonArray projectReferences(const NamedObject &object, const Project *project)
{
    return {QJsonObject{{u"projectReference"_s, projectReference(project)}, {u"name"_s, object.name}}};
}

QJsonObject definitionObject(const DevOpsCall &call, const NamedObject &object, const Project *project)
{
    return {{u"id"_s, object.id.toInt()},
            {u"name"_s, object.name},
            {u"path"_s, object.folder},
            {u"type"_s, u"build"_s},
            {u"quality"_s, u"definition"_s},
            {u"queueStatus"_s, u"enabled"_s},
            {u"revision"_s, 3},
            {u"uri"_s, u"vstfs:///Build/Definition/"_s + object.id},
            {u"url"_s,
             u"https://dev.azure.com/%1/%2/_apis/build/Definitions/%3?revision=3"_s.arg(
                 call.organization->name, project->id, object.id)},
            {u"project"_s,
             QJsonObject{{u"id"_s, project->id},
                         {u"name"_s, project->name},
                         {u"state"_s, project->state},
                         {u"visibility"_s, project->visibility}}}};
}

QJsonObject poolObject(const DevOpsCall &call, const NamedObject &object, const Project *)
{
    return {{u"id"_s, object.id.toInt()},
            {u"name"_s, object.name},
            {u"scope"_s, call.organization->id},
            {u"poolType"_s, u"automation"_s},
            {u"size"_s, 1},
            {u"isHosted"_s, false},
            {u"isLegacy"_s, false},
            {u"autoProvision"_s, false}};
}

QJsonObject queueObject(const DevOpsCall &call, const NamedObject &object, const Project *project)
{
    const auto &objects = call.organization->objects;
    const auto pool = std::ranges::find_if(objects, [&object](const NamedObject &one) {
        return one.kind == ObjectKind::Pool && sameName(one.name, object.name);
    });
    QJsonObject queue{{u"id"_s, object.id.toInt()}, {u"name"_s, object.name}, {u"projectId"_s, project->id}};
    if (pool != objects.end())
        queue.insert(u"pool"_s, poolObject(call, *pool, nullptr));
    return queue;
}

QJsonObject environmentObject(const DevOpsCall &, const NamedObject &object, const Project *project)
{
    return {{u"id"_s, object.id.toInt()},
            {u"name"_s, object.name},
            {u"description"_s, QString()},
            {u"resources"_s, QJsonArray()},
            {u"project"_s, projectReference(project)}};
}

QJsonObject variableGroupObject(const DevOpsCall &, const NamedObject &object, const Project *project)
{
    return {{u"id"_s, object.id.toInt()},
            {u"name"_s, object.name},
            {u"type"_s, u"Vsts"_s},
            {u"isShared"_s, false},
            {u"variables"_s, QJsonObject{{u"region"_s, QJsonObject{{u"value"_s, u"westeurope"_s}}}}},
            {u"variableGroupProjectReferences"_s, projectReferences(object, project)}};
}

QJsonObject endpointObject(const DevOpsCall &, const NamedObject &object, const Project *project)
{
    return {
        {u"id"_s, object.id},
        {u"name"_s, object.name},
        {u"type"_s, u"generic"_s},
        {u"url"_s, u"https://registry.contoso.example/"_s},
        {u"owner"_s, u"Library"_s},
        {u"isShared"_s, false},
        {u"isReady"_s, true},
        {u"data"_s, QJsonObject()},
        {u"authorization"_s,
         QJsonObject{{u"scheme"_s, u"UsernamePassword"_s},
                     {u"parameters"_s,
                      QJsonObject{{u"username"_s, QJsonValue::Null}, {u"password"_s, QJsonValue::Null}}}}},
        {u"serviceEndpointProjectReferences"_s, projectReferences(object, project)}};
}

// "*" stands for any text. The lists of connections take several names; whether environments are compared
// whole is not documented, so the worse case is answered.
bool isListed(const ObjectList &list, const NamedObject &object, const QString &names)
{
    if (names.isEmpty())
        return true;
    if (list.kind == ObjectKind::ServiceConnection)
        return names.split(u',').contains(object.name, Qt::CaseInsensitive);
    if (list.kind == ObjectKind::Environment)
        return object.name.startsWith(names, Qt::CaseInsensitive);
    const QString pattern = QRegularExpression::escape(names).replace(u"\\*"_s, u".*"_s);
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern),
                              QRegularExpression::CaseInsensitiveOption)
        .match(object.name)
        .hasMatch();
}

ServerResponse listObjects(DevOpsCall &call, const ObjectList &list)
{
    const Organization &organization = *call.organization;
    const Project *project = nullptr;
    if (list.kind != ObjectKind::Pool) {
        project = visibleProject(call, call.arguments.first());
        if (!project)
            return noSuchProject(call.arguments.first());
    }
    const std::optional<int> top = call.number(u"$top", organization.objectPageSize);
    const std::optional<int> begin = call.number(u"continuationToken", 0);
    if (!top || !begin)
        return unreadable(u"The query parameters of the request are not valid."_s);
    const SecurityNamespace &space = *securityNamespace(list.namespaceId);
    const AccessSubjects subjects =
        accessSubjects(organization, *call.caller->member, call.caller->entraGroups);
    const QStringList ids = call.value(u"definitionIds").split(u',', Qt::SkipEmptyParts);
    std::vector<const NamedObject *> found;
    for (const NamedObject &object : organization.objects) {
        const bool isHere = object.kind == list.kind && (!project || sameName(object.projectId, project->id));
        if (isHere && isListed(list, object, call.value(QString(list.nameParameter)))
            && (ids.isEmpty() || ids.contains(object.id))
            && (call.administers() || isAllowed(organization, subjects, space, object.token(), list.viewBit)))
            found.push_back(&object);
    }
    const std::size_t first = std::min(found.size(), std::size_t(*begin));
    const std::size_t end = std::min(found.size(), first + std::size_t(*top));
    QJsonArray values;
    for (std::size_t i = first; i < end; ++i)
        values.append(list.shape(call, *found[i], project));
    ServerResponse response = devOpsList(values);
    if (end < found.size() && end > first)
        response.addHeader("x-ms-continuationtoken", QByteArray::number(qulonglong(end)));
    return response;
}

constexpr auto taskNamespace = "101eae8c-1709-47f9-b228-0e476c35b3ba"_L1;

} // namespace

ServerResponse pipelines(DevOpsCall &call)
{
    return listObjects(
        call,
        {ObjectKind::Pipeline, "33344d9c-fc72-4d6f-aba5-fa317101a7e9"_L1, 1024, "name"_L1, definitionObject});
}

ServerResponse agentPools(DevOpsCall &call)
{
    return listObjects(call, {ObjectKind::Pool, taskNamespace, 1, "poolName"_L1, poolObject});
}

ServerResponse agentQueues(DevOpsCall &call)
{
    return listObjects(call, {ObjectKind::Queue, taskNamespace, 1, "queueName"_L1, queueObject});
}

ServerResponse environments(DevOpsCall &call)
{
    return listObjects(call,
                       {ObjectKind::Environment, "83d4c2e6-e57d-4d6e-892b-b87222b7ad20"_L1, 1, "name"_L1,
                        environmentObject});
}

ServerResponse variableGroups(DevOpsCall &call)
{
    return listObjects(call,
                       {ObjectKind::VariableGroup, "b7e84409-6553-448a-bbb2-af228e07cbeb"_L1, 1,
                        "groupName"_L1, variableGroupObject});
}

ServerResponse serviceEndpoints(DevOpsCall &call)
{
    return listObjects(call,
                       {ObjectKind::ServiceConnection, "49b48001-ca20-4adc-8111-5b60c903a50c"_L1, 16,
                        "endpointNames"_L1, endpointObject});
}

} // namespace signet::sandbox
