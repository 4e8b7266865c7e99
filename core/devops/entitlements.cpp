#include "core/devops/entitlements.h"

#include "core/devops/devopsrequest.h"
#include "core/result/redaction.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

const QString resource = u"_apis/serviceprincipalentitlements"_s;

Request entitlementsRequest(const QByteArray &method, const OrganizationName &organization,
                            const QString &storageKey, QUuid session)
{
    return devOpsRequest(method, DevOpsHost::Entitlements, organization,
                         storageKey.isEmpty() ? resource : resource + u'/' + storageKey,
                         QUrlQuery{{u"api-version"_s, u"7.1-preview.1"_s}}, session);
}

QJsonObject accessLevelJson(const AccessLevel &level)
{
    return {{u"accountLicenseType"_s, level.toString()}, {u"licensingSource"_s, u"account"_s}};
}

Entitlement readEntitlement(const QJsonObject &json)
{
    const QJsonObject principal = json["servicePrincipal"_L1].toObject();
    const QJsonObject level = json["accessLevel"_L1].toObject();
    const QString accessed = json["lastAccessedDate"_L1].toString();
    Entitlement entitlement;
    entitlement.storageKey = json["id"_L1].toString().toLower();
    entitlement.objectId = principal["originId"_L1].toString().toLower();
    entitlement.displayName = principal["displayName"_L1].toString();
    entitlement.subjectDescriptor = principal["descriptor"_L1].toString();
    entitlement.metaType = principal["metaType"_L1].toString();
    entitlement.accessLevel = AccessLevel::ofService(level["accountLicenseType"_L1].toString());
    entitlement.status = level["status"_L1].toString();
    entitlement.licensingSource = level["licensingSource"_L1].toString();
    entitlement.deletedInOrigin = principal["isDeletedInOrigin"_L1].toBool();
    // 0001-01-01 stands for never.
    entitlement.everSeen = !accessed.isEmpty() && !accessed.startsWith("0001-"_L1);
    return entitlement;
}

// {"key","value"} pairs of one operation; the service writes [] or null for none.
void addRefusals(QList<EntitlementAnswer::Refusal> *refusals, const QJsonValue &errors)
{
    const QJsonArray list = errors.toArray();
    for (const QJsonValue &value : list) {
        const QJsonObject error = value.toObject();
        refusals->append({error["key"_L1].toInt(), redacted(error["value"_L1].toString()).left(500)});
    }
}

} // namespace

bool Entitlement::isMember() const
{
    return status != "none"_L1 && status != "deleted"_L1;
}

Request addEntitlementRequest(const OrganizationName &organization, const ObjectId &objectId,
                              const AccessLevel &level, QUuid session)
{
    Request request = entitlementsRequest("POST", organization, {}, session);
    const QJsonObject body{
        {u"accessLevel"_s, accessLevelJson(level)},
        {u"servicePrincipal"_s,
         QJsonObject{{u"origin"_s, u"aad"_s},
                     {u"originId"_s, objectId.toString()},
                     {u"subjectKind"_s, u"servicePrincipal"_s}}},
    };
    setJsonBody(&request, QJsonDocument(body));
    return request;
}

Request entitlementRequest(const OrganizationName &organization, const QString &storageKey, QUuid session)
{
    return entitlementsRequest("GET", organization, storageKey, session);
}

Request changeAccessLevelRequest(const OrganizationName &organization, const QString &storageKey,
                                 const AccessLevel &level, QUuid session)
{
    Request request = entitlementsRequest("PATCH", organization, storageKey, session);
    const QJsonArray body{QJsonObject{
        {u"op"_s, u"replace"_s}, {u"path"_s, u"/accessLevel"_s}, {u"value"_s, accessLevelJson(level)}}};
    setJsonBody(&request, QJsonDocument(body), "application/json-patch+json");
    return request;
}

Request removeEntitlementRequest(const OrganizationName &organization, const QString &storageKey,
                                 QUuid session)
{
    return entitlementsRequest("DELETE", organization, storageKey, session);
}

EntitlementAnswer readEntitlementReply(const Reply &reply)
{
    EntitlementAnswer answer;
    if (!reply.answered() || reply.status < 200 || reply.status > 299)
        return answer;
    if (reply.body.isEmpty()) {
        answer.succeeded = true; // of a removal: 200 or 204
        return answer;
    }
    const QJsonObject json = jsonBody(reply).toObject();
    // A plain entitlement, as returned by GET, does not contain the success of a change.
    const bool isResult = json.contains("isSuccess"_L1);
    const QJsonObject entitlement = isResult ? json["servicePrincipalEntitlement"_L1].toObject() : json;
    if (entitlement["id"_L1].isString())
        answer.entitlement = readEntitlement(entitlement);
    if (!isResult) {
        answer.succeeded = answer.entitlement.has_value();
        return answer;
    }
    answer.succeeded = json["isSuccess"_L1].toBool();
    QJsonArray operations = json["operationResults"_L1].toArray();
    if (json["operationResult"_L1].isObject())
        operations.append(json["operationResult"_L1]);
    for (const QJsonValue &value : std::as_const(operations)) {
        const QJsonObject operation = value.toObject();
        answer.succeeded = answer.succeeded && operation["isSuccess"_L1].toBool();
        addRefusals(&answer.refusals, operation["errors"_L1]);
    }
    return answer;
}

Request licencesRequest(const OrganizationName &organization, QUuid session)
{
    return devOpsRequest("GET", DevOpsHost::Entitlements, organization, u"_apis/userentitlementsummary"_s,
                         QUrlQuery{{u"select"_s, u"licenses"_s}, {u"api-version"_s, u"7.1"_s}}, session);
}

std::optional<LicenceSeats> readLicenceSeats(const Reply &reply, const AccessLevel &level)
{
    if (!reply.answered() || reply.status != 200)
        return std::nullopt;
    const QJsonArray licences = jsonBody(reply).toObject()["licenses"_L1].toArray();
    for (const QJsonValue &value : licences) {
        const QJsonObject licence = value.toObject();
        if (licence["accountLicenseType"_L1].toString() != level.toString())
            continue;
        return LicenceSeats{.total = licence["total"_L1].toInt(),
                            .assigned = licence["assigned"_L1].toInt(),
                            .included = licence["includedQuantity"_L1].toInt(),
                            .available = licence["available"_L1].toInt()};
    }
    return std::nullopt;
}

} // namespace signet
