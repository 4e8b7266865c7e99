#include "core/devops/permissionevaluation.h"

#include "core/devops/devopsreply.h"
#include "core/devops/heldpermissions.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

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
    QList<AskedPermission> asked;
    for (const PermissionQuestion &question : std::as_const(questions))
        asked.append({QString(question.namespaceId), question.token, question.bit});
    auto asking = askPermissions(std::move(http), std::move(organization), std::move(credential),
                                 std::move(asked), AskAdministrator::No, usualEvaluationBatch, session, stop);
    const HeldPermissions held = co_await asking;
    QList<std::optional<bool>> values;
    for (const Held answer : held.answers)
        values.append(answer == Held::Unknown ? std::nullopt : std::optional(answer == Held::Yes));
    co_return values;
}

} // namespace signet
