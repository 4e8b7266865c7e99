#include "core/devops/projects.h"

#include "core/devops/devopsrequest.h"
#include "core/devops/groups.h"

#include <QJsonArray>
#include <QSet>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int mostPages = 50;
constexpr int pageSize = 200;

} // namespace

PermissionQuestion createProjectsQuestion()
{
    return {permissionnamespace::collection, u"NAMESPACE:"_s, 4};
}

Request projectsRequest(const OrganizationName &organization, const QString &continuation, QUuid session)
{
    QUrlQuery query{{u"api-version"_s, u"7.1"_s}, {u"$top"_s, QString::number(pageSize)}};
    if (!continuation.isEmpty())
        query.addQueryItem(u"continuationToken"_s,
                           QString::fromLatin1(QUrl::toPercentEncoding(continuation)));
    return devOpsRequest("GET", DevOpsHost::Core, organization, u"_apis/projects"_s, query, session);
}

std::optional<QList<ProjectSeen>> readProjects(const Reply &reply)
{
    const QJsonValue list = jsonBody(reply).toObject().value("value"_L1);
    if (!reply.answered() || reply.status != 200 || !list.isArray())
        return std::nullopt;
    QList<ProjectSeen> projects;
    const QJsonArray values = list.toArray();
    for (const QJsonValue value : values) {
        const QJsonObject project = value.toObject();
        projects.append(ProjectSeen{project.value("id"_L1).toString().toLower(),
                                    project.value("name"_L1).toString(),
                                    project.value("visibility"_L1).toString()});
    }
    return projects;
}

QCoro::Task<ProjectsSeen> listProjects(Http http, OrganizationName organization, Credential credential,
                                       QUuid session, std::stop_token stop)
{
    ProjectsSeen seen;
    QSet<QString> followed;
    QString continuation;
    for (int page = 0; page < mostPages; ++page) {
        Request request = projectsRequest(organization, continuation, session);
        if (!credential.isEmpty())
            request.credential = credential;
        const Reply reply = co_await sendToDevOps(http, request, stop);
        seen.delivery = reply.delivery;
        seen.status = reply.status;
        seen.error = readDevOpsError(reply);

        const auto projects = readProjects(reply);
        if (!projects) {
            seen.truncated = page > 0;
            co_return seen;
        }
        seen.isList = true;
        seen.projects.append(*projects);

        continuation = continuationOf(reply);
        if (continuation.isEmpty())
            co_return seen;
        if (followed.contains(continuation))
            break;
        followed.insert(continuation);
    }
    seen.truncated = true;
    co_return seen;
}

QCoro::Task<std::optional<bool>> mayCreateProjects(Http http, OrganizationName organization,
                                                   Credential credential, QUuid session, std::stop_token stop)
{
    QList<PermissionQuestion> questions{createProjectsQuestion()};
    auto asking = evaluatePermissions(std::move(http), std::move(organization), std::move(credential),
                                      std::move(questions), session, std::move(stop));
    const auto values = co_await asking;
    co_return values.value(0);
}

} // namespace signet
