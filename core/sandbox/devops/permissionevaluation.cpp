#include "core/sandbox/devops/permissionevaluation.h"

#include "core/sandbox/devops/accesscontrollists.h"
#include "core/sandbox/server/jsonresponse.h"
#include "core/sandbox/world/accesscontrol.h"
#include "core/sandbox/world/directory.h"

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

// Somebody who asks, and what the answers go by.
class Evaluation {
public:
    Evaluation(const DevOpsCall &call, bool administratorsPass)
        : m_call(call)
    {
        if (const Member *member = call.caller->member)
            m_subjects = accessSubjects(*call.organization, *member, call.caller->entraGroups);
        m_passes = administratorsPass && call.administers();
    }

    bool holds(const QString &namespaceId, const QString &token, int bits) const
    {
        if (m_passes)
            return true;
        const SecurityNamespace *space = securityNamespace(namespaceId);
        return space && bits != 0 && isAllowed(*m_call.organization, m_subjects, *space, token, bits);
    }

private:
    const DevOpsCall &m_call;
    AccessSubjects m_subjects;
    bool m_passes = false;
};

} // namespace

ServerResponse permissionEvaluationBatch(DevOpsCall &call)
{
    const QJsonObject asked = call.object();
    if (!asked["evaluations"_L1].isArray())
        return unreadable(u"Value cannot be null.\r\nParameter name: evaluations"_s);
    const QJsonArray evaluations = asked["evaluations"_L1].toArray();
    const int most = call.organization->mostEvaluations;
    if (most > 0 && evaluations.size() > most)
        return unreadable(u"The request has more evaluations than the %1 that are allowed."_s.arg(most));
    const bool administratorsPass = asked["alwaysAllowAdministrators"_L1].toBool();
    const Evaluation evaluation(call, administratorsPass);
    QJsonArray answers;
    for (const QJsonValue item : evaluations) {
        QJsonObject answer = item.toObject();
        answer.insert(u"value"_s,
                      evaluation.holds(answer["securityNamespaceId"_L1].toString(),
                                       answer["token"_L1].toString(), answer["permissions"_L1].toInt()));
        answers.append(answer);
    }
    return jsonResponse(200,
                        {{u"evaluations"_s, answers}, {u"alwaysAllowAdministrators"_s, administratorsPass}});
}

ServerResponse permissions(DevOpsCall &call)
{
    bool isNumber = false;
    const int bits = call.arguments.value(1).toInt(&isNumber);
    if (!isNumber || bits <= 0)
        return unreadable(u"The permissions of the request are not valid."_s);
    if (call.request->method == "DELETE")
        return removePermissions(call, bits);
    const QString given = call.value(u"delimiter");
    const QString delimiter = given.isEmpty() ? u","_s : given;
    const QString tokens = call.value(u"tokens");
    const Evaluation evaluation(call, sameName(call.value(u"alwaysAllowAdministrators"), u"true"));
    QJsonArray values;
    const QStringList each = tokens.split(delimiter);
    for (const QString &token : each)
        values.append(evaluation.holds(call.arguments.first(), token, bits));
    return devOpsList(values);
}

} // namespace signet::sandbox
