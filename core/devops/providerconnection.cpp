#include "core/devops/providerconnection.h"

#include "core/devops/devopsrequest.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// The route "ResourceAreas" and the area "core" of every organization; azure-devops-go-api 7.1.0.
constexpr QLatin1StringView areasRoute("e81700f7-3be2-46de-8624-2eb35882fcaa");
constexpr QLatin1StringView coreArea("79134c72-4a58-4b42-976c-04e7115f32bf");

QUrl below(QUrl address, const QString &path)
{
    QString base = address.path(QUrl::FullyEncoded);
    while (base.endsWith(u'/'))
        base.chop(1);
    address.setPath(base + u'/' + path, QUrl::TolerantMode);
    return address;
}

Request requestTo(const QByteArray &method, const QUrl &url, const QByteArray &accept,
                  const Credential &credential, QUuid session)
{
    Request request = devOpsRequest(method, url, session);
    request.headers.first().second = accept;
    request.credential = credential;
    return request;
}

ProviderAnswer answerOf(const Reply &reply)
{
    ProviderAnswer answer;
    answer.delivery = reply.delivery;
    answer.status = reply.status;
    answer.isList =
        reply.answered() && reply.status == 200 && jsonBody(reply).toObject().value("value"_L1).isArray();
    if (reply.answered() && !answer.isList)
        answer.error = readDevOpsError(reply);
    return answer;
}

QJsonObject itemWith(const Reply &reply, QLatin1StringView id)
{
    const QJsonArray items = jsonBody(reply).toObject().value("value"_L1).toArray();
    for (const QJsonValue item : items) {
        if (item.toObject()["id"_L1].toString().compare(id, Qt::CaseInsensitive) == 0)
            return item.toObject();
    }
    return {};
}

bool isSamePlace(const QUrl &a, const QUrl &b)
{
    const auto plain = [](const QUrl &url) {
        return url.adjusted(QUrl::StripTrailingSlash | QUrl::RemoveQuery).toString().toLower();
    };
    return plain(a) == plain(b);
}

} // namespace

QCoro::Task<ProviderConnectionSeen> connectLikeProvider(Http http, QUrl address, QUrl usualProjects,
                                                        Credential credential, QUuid session,
                                                        std::stop_token stop)
{
    ProviderConnectionSeen seen;
    seen.address = address.toString();
    auto askingLocations = sendToDevOps(
        http, requestTo("OPTIONS", below(address, u"_apis"_s), "application/json", credential, session),
        stop);
    auto askingAreas =
        sendToDevOps(http,
                     requestTo("GET", below(address, u"_apis/ResourceAreas"_s),
                               "application/json;api-version=5.1-preview.1", credential, session),
                     stop);
    const Reply locations = co_await askingLocations;
    const Reply areas = co_await askingAreas;
    seen.locations = answerOf(locations);
    seen.hasAreasRoute = !itemWith(locations, areasRoute).isEmpty();
    seen.areas = answerOf(areas);
    if (!seen.areas.isList)
        co_return seen;
    seen.areaCount = int(jsonBody(areas).toObject().value("value"_L1).toArray().size());
    const QString location = itemWith(areas, coreArea)["locationUrl"_L1].toString();
    seen.hasCoreArea = !location.isEmpty();
    if (!seen.hasCoreArea && seen.areaCount > 0)
        co_return seen;
    const QUrl projects = below(seen.hasCoreArea ? QUrl(location) : address, u"_apis/projects"_s);
    seen.projectsAddress = projects.toString();
    if (isSamePlace(projects, usualProjects))
        co_return seen;
    QUrl asked = projects;
    asked.setQuery(u"stateFilter=all"_s);
    auto askingProjects = sendToDevOps(
        http, requestTo("GET", asked, "application/json;api-version=7.1-preview.4", credential, session),
        stop);
    const Reply list = co_await askingProjects;
    seen.projects = answerOf(list);
    co_return seen;
}

} // namespace signet
