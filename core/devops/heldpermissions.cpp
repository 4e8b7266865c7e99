#include "core/devops/heldpermissions.h"

#include "core/devops/devopsrequest.h"
#include "core/devops/permissionevaluation.h"

#include <QHash>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace signet {

namespace {

constexpr auto longestWait = 120s;

Request batchRequest(const OrganizationName &organization, const QList<AskedPermission> &questions,
                     bool administratorsPass, QUuid session)
{
    Request request =
        devOpsRequest("POST", DevOpsHost::Core, organization, u"_apis/security/permissionevaluationbatch"_s,
                      QUrlQuery{{u"api-version"_s, u"7.1"_s}}, session);
    QJsonArray evaluations;
    for (const AskedPermission &question : questions)
        evaluations.append(QJsonObject{{u"securityNamespaceId"_s, question.namespaceId},
                                       {u"token"_s, question.token},
                                       {u"permissions"_s, question.bit}});
    setJsonBody(&request,
                QJsonDocument(QJsonObject{{u"alwaysAllowAdministrators"_s, administratorsPass},
                                          {u"evaluations"_s, evaluations}}));
    return request;
}

// The response names the questions again, and a value counts only for the question that it stands beside.
bool isAbout(const Reply &reply, const QList<AskedPermission> &questions)
{
    const QJsonArray evaluations = jsonBody(reply).toObject()["evaluations"_L1].toArray();
    if (evaluations.size() != questions.size())
        return false;
    for (qsizetype i = 0; i < questions.size(); ++i) {
        const QJsonObject evaluation = evaluations[i].toObject();
        const bool isSame = evaluation["securityNamespaceId"_L1].toString().compare(questions[i].namespaceId,
                                                                                    Qt::CaseInsensitive)
                == 0
            && evaluation["token"_L1].toString().compare(questions[i].token, Qt::CaseInsensitive) == 0
            && evaluation["permissions"_L1].toInt() == questions[i].bit;
        if (!isSame)
            return false;
    }
    return true;
}

bool isTooMany(const Reply &reply)
{
    return reply.answered() && (reply.status == 400 || reply.status == 413);
}

// Later questions get the same answer.
bool isFinal(const Reply &reply)
{
    return !reply.answered() || reply.status == 401 || reply.status == 403 || reply.status == 429;
}

struct Asking {
    Http http;
    OrganizationName organization;
    Credential credential;
    QUuid session;
};

// What one pass over the questions comes to.
struct Pass {
    QList<std::optional<bool>> values;
    HeldPermissions told; // without answers
    std::chrono::seconds waited{0};
};

QCoro::Task<Pass> askOnce(Asking asking, QList<AskedPermission> questions, bool administratorsPass, Pass so,
                          std::stop_token stop)
{
    so.values = QList<std::optional<bool>>(questions.size());
    qsizetype begin = 0;
    while (begin < questions.size()) {
        const QList<AskedPermission> batch = questions.mid(begin, so.told.batch);
        Request request = batchRequest(asking.organization, batch, administratorsPass, asking.session);
        request.credential = asking.credential;
        auto sending = sendToDevOps(asking.http, std::move(request), stop);
        const Reply reply = co_await sending;
        ++so.told.requests;
        so.told.delivery = reply.delivery;
        // Also a response that was only slowed down says how long to leave the service alone.
        const std::chrono::seconds pause(std::max(0, reply.retryAfter()));
        const bool isThrottled = reply.answered() && reply.status == 429;
        const bool canWait = pause > 0s && so.waited + pause <= longestWait;
        if (canWait) {
            so.waited += pause;
            const Host &host = asking.http.host();
            const bool wholePause = co_await host.wait(pause, stop);
            if (!wholePause)
                co_return so;
            if (isThrottled)
                continue;
        }
        if (isTooMany(reply) && batch.size() > 1) {
            so.told.batch = (batch.size() + 1) / 2;
            continue;
        }
        if (isAbout(reply, batch)) {
            const QList<std::optional<bool>> values = readPermissionEvaluations(reply, batch.size());
            std::copy(values.begin(), values.end(), so.values.begin() + begin);
        }
        if (reply.answered() && reply.status != 200)
            so.told.refusal = readDevOpsError(reply);
        if (isFinal(reply))
            break;
        begin += batch.size();
    }
    co_return so;
}

} // namespace

size_t qHash(const AskedPermission &asked, size_t seed)
{
    return qHashMulti(seed, asked.namespaceId, asked.token, asked.bit);
}

QCoro::Task<HeldPermissions> askPermissions(Http http, OrganizationName organization, Credential credential,
                                            QList<AskedPermission> questions, AskAdministrator administrator,
                                            qsizetype batch, QUuid session, std::stop_token stop)
{
    QHash<AskedPermission, qsizetype> places;
    QList<AskedPermission> different;
    for (const AskedPermission &question : std::as_const(questions)) {
        if (!places.contains(question)) {
            places.insert(question, different.size());
            different.append(question);
        }
    }
    const Asking asking{std::move(http), std::move(organization), std::move(credential), session};
    Pass start;
    start.told.batch = std::max<qsizetype>(1, batch);
    auto first = askOnce(asking, different, false, std::move(start), stop);
    Pass pass = co_await first;
    QList<Held> held;
    QList<AskedPermission> refused;
    for (qsizetype i = 0; i < different.size(); ++i) {
        const std::optional<bool> value = pass.values[i];
        held.append(!value ? Held::Unknown : *value ? Held::Yes : Held::No);
        if (value && !*value)
            refused.append(different[i]);
    }
    if (administrator == AskAdministrator::Yes && !refused.isEmpty()) {
        auto second = askOnce(asking, refused, true, std::move(pass), stop);
        pass = co_await second;
        // Without the second answer, nobody knows what it would have been.
        for (qsizetype i = 0; i < refused.size(); ++i) {
            if (pass.values[i] != false)
                held[places.value(refused[i])] = pass.values[i] ? Held::AsAdministrator : Held::Unknown;
        }
    }
    HeldPermissions result = std::move(pass.told);
    for (const AskedPermission &question : std::as_const(questions))
        result.answers.append(held[places.value(question)]);
    co_return result;
}

} // namespace signet
