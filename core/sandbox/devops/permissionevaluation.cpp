#include "core/sandbox/devops/permissionevaluation.h"

#include "core/sandbox/server/jsonresponse.h"

using namespace Qt::StringLiterals;

namespace signet::sandbox {

ServerResponse permissionEvaluationBatch(DevOpsCall &call)
{
    const QJsonObject asked = call.object();
    if (!asked["evaluations"_L1].isArray())
        return unreadable(u"Value cannot be null.\r\nParameter name: evaluations"_s);
    QJsonArray answers;
    const QJsonArray evaluations = asked["evaluations"_L1].toArray();
    for (const QJsonValue item : evaluations) {
        QJsonObject evaluation = item.toObject();
        evaluation.insert(u"value"_s, call.administers());
        answers.append(evaluation);
    }
    return jsonResponse(200,
                        {{u"evaluations"_s, answers},
                         {u"alwaysAllowAdministrators"_s, asked["alwaysAllowAdministrators"_L1].toBool()}});
}

} // namespace signet::sandbox
