#include "core/devops/devopsrequest.h"

#include "core/devops/devopsreply.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace signet {

namespace {

constexpr auto pauseWithoutAdvice = 1'000ms;
constexpr auto longestPause = 5'000ms;

// How long to wait before asking again; negative when asking again is of no use.
std::chrono::milliseconds pauseAfter(const Reply &reply)
{
    constexpr std::chrono::milliseconds never(-1);
    if (!reply.answered() || (reply.status != 429 && reply.status != 502 && reply.status != 503))
        return never;
    if (readDevOpsError(reply).code == "TF24668"_L1)
        return never;
    const int seconds = reply.retryAfter();
    const std::chrono::milliseconds pause = seconds < 0 ? pauseWithoutAdvice : std::chrono::seconds(seconds);
    return pause > longestPause ? never : pause;
}

} // namespace

Request devOpsRequest(const QByteArray &method, DevOpsHost host, const OrganizationName &organization,
                      const QString &path, const QUrlQuery &query, QUuid session)
{
    return devOpsRequest(method, devOpsUrl(host, organization.toString(), path, query), session);
}

Request devOpsRequest(const QByteArray &method, const QUrl &url, QUuid session)
{
    Request request(method, url, Way::Internet);
    request.headers = {{"Accept", "application/json"}, {"X-TFS-FedAuthRedirect", "Suppress"}};
    if (!session.isNull())
        request.headers.append({"X-TFS-Session", session.toByteArray(QUuid::WithoutBraces)});
    return request;
}

QString pathSegment(const QString &text)
{
    // A step of dots leads upward even when it is encoded.
    const bool isDots = text == "."_L1 || text == ".."_L1;
    return isDots ? u"-"_s : QString::fromLatin1(QUrl::toPercentEncoding(text, "$"));
}

void setJsonBody(Request *request, const QJsonDocument &body, const QByteArray &contentType)
{
    request->headers.append(std::pair<QByteArray, QByteArray>("Content-Type", contentType));
    request->body = body.toJson(QJsonDocument::Compact);
}

Request connectionDataRequest(const QByteArray &method, DevOpsHost host, const OrganizationName &organization,
                              QUuid session)
{
    return devOpsRequest(method, host, organization, u"_apis/connectionData"_s,
                         QUrlQuery{{u"api-version"_s, u"7.1-preview.1"_s}}, session);
}

QCoro::Task<Reply> sendToDevOps(Http http, Request request, std::stop_token stop)
{
    Reply reply = co_await http.send(request, stop);
    const std::chrono::milliseconds pause = pauseAfter(reply);
    if (pause.count() < 0)
        co_return reply;
    const Host &host = http.host();
    const bool wholePause = co_await host.wait(pause, stop);
    if (!wholePause) {
        reply = Reply();
        reply.delivery = Delivery::Stopped;
        co_return reply;
    }
    reply = co_await http.send(request, stop);
    reply.repetitions = 1;
    reply.waited = pause;
    co_return reply;
}

} // namespace signet
