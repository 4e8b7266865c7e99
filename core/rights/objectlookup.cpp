#include "core/rights/objectlookup.h"

#include "core/devops/devopsrequest.h"
#include "core/devops/groups.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// As many as the list of projects has, which is the longest.
constexpr int mostLookUpPages = 50;

// QUrlQuery expects values as they appear in the address.
QString lookUpValue(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

Request lookUpRequest(const OrganizationName &organization, const LookUpQuestion &question,
                      const QString &scope, const QString &continuation, QUuid session)
{
    const LookUpCall &call = *question.call;
    QUrlQuery query;
    const auto add = [&query](QLatin1StringView name, const QString &value) {
        if (!name.isEmpty() && !value.isEmpty())
            query.addQueryItem(name, lookUpValue(value));
    };
    add(question.isId ? call.byId : call.byName, question.text);
    add(call.byScope, scope);
    add("$top"_L1, call.pageSize);
    add("continuationToken"_L1, continuation);
    add("api-version"_L1, call.version);
    QString path = call.path;
    path.replace("{project}"_L1, pathSegment(question.projectId));
    path.replace("{name}"_L1, pathSegment(question.text));
    QUrl url = devOpsUrl(call.host, organization.toString(), {}, query);
    url.setPath(u'/' + pathSegment(organization.toString()) + u'/' + path, QUrl::StrictMode);
    return devOpsRequest("GET", url, session);
}

QString textAt(const QJsonObject &object, QLatin1StringView path)
{
    QJsonValue value = object;
    const QStringList steps = QString(path).split(u'.', Qt::SkipEmptyParts);
    for (const QString &step : steps)
        value = value[step];
    return value.isDouble() ? QString::number(value.toInteger()) : value.toString();
}

// What becomes part of a token names one object and nothing below or beside it.
bool isLookUpId(const QString &id)
{
    const bool isNumber =
        !id.isEmpty() && std::ranges::all_of(id, [](QChar c) { return c >= u'0' && c <= u'9'; });
    return isNumber || QUuid::fromString(id).toString(QUuid::WithoutBraces) == id;
}

// Nothing: the response is none.
std::optional<QList<FoundObject>> readObjects(const LookUpQuestion &question, const Reply &reply)
{
    if (!reply.answered() || reply.status != 200)
        return std::nullopt;
    const LookUpCall &call = *question.call;
    const QJsonObject body = jsonBody(reply).toObject();
    const bool isOne = call.path.contains("{name}"_L1);
    if (!isOne && !body["value"_L1].isArray())
        return std::nullopt;
    const QJsonArray list = isOne ? QJsonArray{body} : body["value"_L1].toArray();
    QList<FoundObject> objects;
    for (const QJsonValue value : list) {
        const QJsonObject object = value.toObject();
        const QString project = textAt(object, call.projectAt).toLower();
        const FoundObject found{textAt(object, call.idAt).toLower(), textAt(object, call.nameAt),
                                project.isEmpty() ? question.projectId : project,
                                call.folderAt.isEmpty() ? QString() : textAt(object, call.folderAt)};
        if (isLookUpId(found.id))
            objects.append(found);
    }
    return objects;
}

} // namespace

const QList<LookUpCall> &lookUpCalls()
{
    static const QList<LookUpCall> calls{
        {.name = "project"_L1, .alsoFor = "scope"_L1, .path = "_apis/projects"_L1, .pageSize = "200"_L1},
        {.name = "repository"_L1, .path = "_apis/git/repositories"_L1, .projectAt = "project.id"_L1},
        {.name = "pipeline"_L1,
         .path = "{project}/_apis/build/definitions"_L1,
         .byName = "name"_L1,
         .byId = "definitionIds"_L1,
         .projectAt = "project.id"_L1,
         .folderAt = "path"_L1},
        {.name = "pool"_L1, .path = "_apis/distributedtask/pools"_L1, .byName = "poolName"_L1},
        {.name = "queue"_L1,
         .path = "{project}/_apis/distributedtask/queues"_L1,
         .byName = "queueName"_L1,
         .projectAt = "projectId"_L1},
        {.name = "environment"_L1,
         .path = "{project}/_apis/distributedtask/environments"_L1,
         .byName = "name"_L1,
         .projectAt = "project.id"_L1},
        // A group of variables and a connection can be shared by projects, and both have a token in each.
        {.name = "variable-group"_L1,
         .path = "{project}/_apis/distributedtask/variablegroups"_L1,
         .byName = "groupName"_L1},
        {.name = "connection"_L1,
         .path = "{project}/_apis/serviceendpoint/endpoints"_L1,
         .byName = "endpointNames"_L1},
        {.name = "team"_L1,
         .alsoFor = "group"_L1,
         .path = "_apis/projects/{project}/teams/{name}"_L1,
         .projectAt = "projectId"_L1},
        {.name = "group"_L1,
         .host = DevOpsHost::Graph,
         .path = "_apis/graph/groups"_L1,
         .version = "7.1-preview.1"_L1,
         .byScope = "scopeDescriptor"_L1,
         .nameAt = "displayName"_L1,
         .idAt = "originId"_L1},
    };
    return calls;
}

const LookUpCall *findLookUpCall(const QString &name)
{
    const QList<LookUpCall> &calls = lookUpCalls();
    auto found = std::ranges::find(calls, name, &LookUpCall::name);
    if (found == calls.end())
        found = std::ranges::find(calls, name, &LookUpCall::alsoFor);
    return found == calls.end() ? nullptr : &*found;
}

bool LookUpCall::isInProject() const
{
    return path.contains("{project}"_L1) || !byScope.isEmpty();
}

bool LookUpCall::hasOneName() const
{
    return path.contains("{name}"_L1) || !byName.isEmpty();
}

QString LookUpQuestion::key() const
{
    return call->name + u'|' + projectId.toLower() + u'|' + (isId ? u'#' : u'=') + text.toLower();
}

QCoro::Task<LookUpAnswer> lookUpObjects(Http http, OrganizationName organization, Credential credential,
                                        LookUpQuestion question, QUuid session, std::stop_token stop)
{
    LookUpAnswer answer;
    QString scope;
    if (!question.call->byScope.isEmpty()) {
        Request request = descriptorRequest(organization, question.projectId, session);
        request.credential = credential;
        auto asking = sendToDevOps(http, std::move(request), stop);
        const Reply reply = co_await asking;
        scope = reply.answered() && reply.status == 200 ? readDescriptor(reply) : QString();
        // Without it the list would be that of the whole organization.
        if (scope.isEmpty())
            co_return answer;
    }
    QSet<QString> followed;
    QString continuation;
    for (int page = 0; page < mostLookUpPages; ++page) {
        Request request = lookUpRequest(organization, question, scope, continuation, session);
        request.credential = credential;
        auto asking = sendToDevOps(http, std::move(request), stop);
        const Reply reply = co_await asking;
        const auto objects = readObjects(question, reply);
        if (!objects)
            co_return answer;
        answer.isList = true;
        answer.objects.append(*objects);
        continuation = continuationOf(reply);
        if (continuation.isEmpty()) {
            answer.isComplete = true;
            co_return answer;
        }
        if (followed.contains(continuation))
            co_return answer;
        followed.insert(continuation);
    }
    co_return answer;
}

LookUpAnswer lookUpAnswerOf(const QList<ProjectSeen> &projects)
{
    LookUpAnswer answer{.isList = true, .isComplete = true};
    for (const ProjectSeen &project : projects)
        answer.objects.append({project.id.toLower(), project.name});
    return answer;
}

} // namespace signet
