#include "core/sandbox/devops/devopsprojects.h"

#include "core/sandbox/server/jsonresponse.h"
#include "core/sandbox/world/accesscontrol.h"
#include "core/sandbox/world/directory.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

QJsonObject projectObject(const Organization &organization, const Project &project)
{
    QJsonObject object{
        {u"id"_s, project.id},
        {u"name"_s, project.name},
        {u"url"_s, u"https://dev.azure.com/%1/_apis/projects/%2"_s.arg(organization.name, project.id)},
        {u"state"_s, project.state},
        {u"revision"_s, project.revision},
        {u"visibility"_s, project.visibility},
        {u"lastUpdateTime"_s, u"2026-01-15T09:30:00.123Z"_s},
    };
    if (!project.description.isEmpty())
        object.insert(u"description"_s, project.description);
    return object;
}

ServerResponse listProjects(const DevOpsCall &call)
{
    const std::optional<int> top = call.number(u"$top", 100);
    const std::optional<int> skip = call.number(u"$skip", 0);
    const std::optional<int> token = call.number(u"continuationToken", 0);
    if (!top || !skip || !token)
        return unreadable(u"The query parameters of the request are not valid."_s);
    const QString asked = call.value(u"stateFilter");
    const QString state = asked.isEmpty() ? u"wellFormed"_s : asked;

    std::vector<const Project *> visible =
        call.organization->visibleProjects(call.caller->member, call.caller->entraGroups);
    std::erase_if(visible, [&](const Project *project) {
        return !sameName(state, u"all") && !sameName(state, project->state);
    });
    const qsizetype begin = std::min<qsizetype>(qsizetype(visible.size()), qsizetype(*skip) + *token);
    const qsizetype end = std::min<qsizetype>(qsizetype(visible.size()), begin + *top);
    QJsonArray values;
    for (qsizetype i = begin; i < end; ++i)
        values.append(projectObject(*call.organization, *visible[std::size_t(i)]));
    ServerResponse response = devOpsList(values);
    if (end > begin && end < qsizetype(visible.size()))
        response.addHeader("x-ms-continuationtoken", QByteArray::number(end));
    return response;
}

QJsonObject teamObject(const Organization &organization, const Project &project)
{
    const QString base = u"https://dev.azure.com/%1/_apis/projects/%2/teams/%3"_s.arg(
        organization.name, project.id, project.teamId());
    return {
        {u"id"_s, project.teamId()},
        {u"name"_s, project.name + u" Team"_s},
        {u"url"_s, base},
        {u"description"_s, u"The default project team."_s},
        {u"identityUrl"_s,
         u"https://vssps.dev.azure.com/%1/_apis/Identities/%2"_s.arg(organization.name, project.teamId())},
        {u"projectName"_s, project.name},
        {u"projectId"_s, project.id}};
}

} // namespace

const Project *visibleProject(const DevOpsCall &call, const QString &key)
{
    const Project *project = call.organization->project(key);
    const bool isVisible =
        project && call.organization->canSee(*project, call.caller->member, call.caller->entraGroups);
    return isVisible ? project : nullptr;
}

ServerResponse projects(DevOpsCall &call)
{
    if (call.arguments.isEmpty())
        return listProjects(call);
    const Project *project = visibleProject(call, call.arguments.first());
    if (!project)
        return noSuchProject(call.arguments.first());
    QJsonObject object = projectObject(*call.organization, *project);
    const QString base = u"https://dev.azure.com/"_s + call.organization->name;
    const auto link = [](const QString &href) { return QJsonObject{{u"href"_s, href}}; };
    object.insert(
        u"_links"_s,
        QJsonObject{{u"self"_s, link(object.value("url"_L1).toString())},
                    {u"collection"_s, link(base + u"/_apis/projectCollections/"_s + call.organization->id)},
                    {u"web"_s, link(base + u'/' + project->name)}});
    const QJsonObject team = teamObject(*call.organization, *project);
    object.insert(u"defaultTeam"_s,
                  QJsonObject{{u"id"_s, team.value("id"_L1)},
                              {u"name"_s, team.value("name"_L1)},
                              {u"url"_s, team.value("url"_L1)}});
    if (sameName(call.value(u"includeCapabilities"), u"true"))
        object.insert(u"capabilities"_s,
                      QJsonObject{{u"versioncontrol"_s,
                                   QJsonObject{{u"sourceControlType"_s, u"Git"_s},
                                               {u"gitEnabled"_s, u"True"_s},
                                               {u"tfvcEnabled"_s, u"False"_s}}}});
    return jsonResponse(200, object);
}

ServerResponse repositories(DevOpsCall &call)
{
    const Organization &organization = *call.organization;
    const SecurityNamespace &git = *securityNamespace(u"2e9eb7ed-3c0a-47d4-87c1-0ffdd275fd87"_s);
    const int read = git.readPermission;
    const AccessSubjects subjects =
        accessSubjects(organization, *call.caller->member, call.caller->entraGroups);
    QJsonArray values;
    for (const Repository &repository : organization.repositories) {
        const Project *project = organization.project(repository.projectId);
        const QString token = u"repoV2/%1/%2"_s.arg(repository.projectId, repository.id);
        const bool isWanted = call.arguments.isEmpty() || sameName(call.arguments.first(), repository.id);
        if (!project || !isWanted
            || (!call.administers() && !isAllowed(organization, subjects, git, token, read)))
            continue;
        values.append(QJsonObject{
            {u"id"_s, repository.id},
            {u"name"_s, repository.name},
            {u"url"_s,
             u"https://dev.azure.com/%1/_apis/git/repositories/%2"_s.arg(organization.name, repository.id)},
            {u"project"_s, projectObject(organization, *project)},
            {u"defaultBranch"_s, repository.defaultBranch},
            {u"isDisabled"_s, false}});
    }
    if (call.arguments.isEmpty())
        return devOpsList(values);
    if (!values.isEmpty())
        return jsonResponse(200, values.first().toObject());
    return devOpsError(
        404,
        u"Microsoft.TeamFoundation.Git.Server.GitRepositoryNotFoundException, "
        u"Microsoft.TeamFoundation.Git.Server"_s,
        u"TF401019: The Git repository with name or identifier %1 does not exist or you do "
        u"not have permissions for the operation you are attempting."_s.arg(call.arguments.first()));
}

ServerResponse teams(DevOpsCall &call)
{
    const Project *project = visibleProject(call, call.arguments.first());
    if (!project)
        return noSuchProject(call.arguments.first());
    const QJsonObject team = teamObject(*call.organization, *project);
    if (call.arguments.size() > 1) {
        const QString key = call.arguments[1];
        if (sameName(key, project->teamId()) || sameName(key, team.value("name"_L1).toString()))
            return jsonResponse(200, team);
        return devOpsError(404,
                           u"Microsoft.Azure.Devops.Teams.Service.TeamNotFoundException, "
                           u"Microsoft.Azure.Devops.Teams.Service"_s,
                           u"The team with id '%1' does not exist."_s.arg(key));
    }
    const std::optional<int> top = call.number(u"$top", 100);
    const std::optional<int> skip = call.number(u"$skip", 0);
    if (!top || !skip)
        return unreadable(u"The query parameters of the request are not valid."_s);
    const Group *group = call.organization->groupWithOrigin(project->teamId());
    const bool mine = sameName(call.value(u"$mine"), u"true");
    const bool shown =
        *top > 0 && *skip == 0 && (!mine || (group && call.organization->isIn(*call.caller->member, *group)));
    return devOpsList(shown ? QJsonArray{team} : QJsonArray());
}

} // namespace signet::sandbox
