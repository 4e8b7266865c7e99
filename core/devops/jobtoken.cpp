#include "core/devops/jobtoken.h"

#include "core/devops/devopsrequest.h"

#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace signet {

QCoro::Task<JobTokenAnswer> requestJobToken(Http http, QUrl address, QString connectionId, Secret jobToken,
                                            std::stop_token stop)
{
    QUrlQuery query;
    query.addQueryItem(u"api-version"_s, u"7.1"_s);
    query.addQueryItem(u"serviceConnectionId"_s, connectionId);
    address.setQuery(query);
    Request request = devOpsRequest("POST", address, {});
    request.headers += std::pair<QByteArray, QByteArray>("Content-Type", "application/json");
    request.credential = Credential::bearer(Resource::AzureDevOps, std::move(jobToken));
    request.answersWithCredential = true;
    auto sending = sendToDevOps(std::move(http), std::move(request), stop);
    const Reply reply = co_await sending;

    JobTokenAnswer answer;
    answer.delivery = reply.delivery;
    answer.status = reply.status;
    if (!reply.answered())
        co_return answer;
    const QString token = jsonBody(reply).toObject().value("oidcToken"_L1).toString();
    if (reply.status == 200 && !token.isEmpty())
        answer.token = Secret(token.toUtf8());
    else
        answer.error = readDevOpsError(reply);
    co_return answer;
}

} // namespace signet
