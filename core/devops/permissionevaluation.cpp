#include "core/devops/permissionevaluation.h"

#include "core/devops/devopsreply.h"
#include "core/devops/devopsrequest.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// The limit of one request is not documented.
constexpr qsizetype batchSize = 50;

Request batchRequest(const OrganizationName &organization, const QList<PermissionQuestion> &questions,
                     QUuid session)
{
    Request request =
        devOpsRequest("POST", DevOpsHost::Core, organization, u"_apis/security/permissionevaluationbatch"_s,
                      QUrlQuery{{u"api-version"_s, u"7.1"_s}}, session);
    QJsonArray evaluations;
    for (const PermissionQuestion &question : questions)
        evaluations.append(QJsonObject{{u"securityNamespaceId"_s, QString(question.namespaceId)},
                                       {u"token"_s, question.token},
                                       {u"permissions"_s, question.bit}});
    setJsonBody(
        &request,
        QJsonDocument(QJsonObject{{u"alwaysAllowAdministrators"_s, false}, {u"evaluations"_s, evaluations}}));
    return request;
}

} // namespace

QList<std::optional<bool>> readPermissionEvaluations(const Reply &reply, qsizetype asked)
{
    QList<std::optional<bool>> values(asked);
    const QJsonArray evaluations = jsonBody(reply).toObject()["evaluations"_L1].toArray();
    if (reply.status != 200 || evaluations.size() != asked)
        return values;
    for (qsizetype i = 0; i < asked; ++i) {
        const QJsonValue value = evaluations[i]["value"_L1];
        if (value.isBool())
            values[i] = value.toBool();
    }
    return values;
}

QCoro::Task<QList<std::optional<bool>>> evaluatePermissions(Http http, OrganizationName organization,
                                                            Credential credential,
                                                            QList<PermissionQuestion> questions,
                                                            QUuid session, std::stop_token stop)
{
    QList<std::optional<bool>> values;
    for (qsizetype begin = 0; begin < questions.size(); begin += batchSize) {
        const QList<PermissionQuestion> batch = questions.mid(begin, batchSize);
        Request request = batchRequest(organization, batch, session);
        request.credential = credential;
        auto asking = sendToDevOps(http, std::move(request), stop);
        const Reply reply = co_await asking;
        values.append(readPermissionEvaluations(reply, batch.size()));
    }
    co_return values;
}

} // namespace signet
