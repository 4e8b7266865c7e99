#include "core/devops/memberidentity.h"

#include "core/devops/accesscontrol.h"
#include "core/devops/devopsreply.h"
#include "core/devops/devopsrequest.h"

#include <QJsonArray>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace signet {

Request memberIdentityRequest(const OrganizationName &organization, const TenantId &tenant,
                              const ObjectId &objectId, QUuid session)
{
    const QString descriptor = accessDescriptor(tenant, objectId);
    QUrlQuery query;
    query.addQueryItem(u"descriptors"_s, QString::fromLatin1(QUrl::toPercentEncoding(descriptor)));
    query.addQueryItem(u"api-version"_s, u"7.1"_s);
    return devOpsRequest("GET", DevOpsHost::Graph, organization, u"_apis/identities"_s, query, session);
}

std::optional<MemberIdentity> readMemberIdentity(const Reply &reply)
{
    // Who is not known is answered by null in the place of an identity.
    const QJsonObject json = jsonBody(reply).toObject()["value"_L1].toArray().first().toObject();
    if (!json["id"_L1].isString())
        return std::nullopt;
    return MemberIdentity{.storageKey = json["id"_L1].toString().toLower(),
                          .subjectDescriptor = json["subjectDescriptor"_L1].toString(),
                          .displayName = json["providerDisplayName"_L1].toString(),
                          // Left out when false.
                          .active = json["isActive"_L1].toBool()};
}

Request namesakesRequest(const OrganizationName &organization, const QString &name, QUuid session)
{
    QUrlQuery query;
    query.addQueryItem(u"searchFilter"_s, u"General"_s);
    query.addQueryItem(u"filterValue"_s, QString::fromLatin1(QUrl::toPercentEncoding(name)));
    query.addQueryItem(u"api-version"_s, u"7.1"_s);
    return devOpsRequest("GET", DevOpsHost::Graph, organization, u"_apis/identities"_s, query, session);
}

std::optional<QList<Namesake>> readNamesakes(const Reply &reply, const QString &name)
{
    const QJsonValue list = jsonBody(reply).toObject()["value"_L1];
    if (reply.status != 200 || !list.isArray())
        return std::nullopt;
    QList<Namesake> found;
    const QJsonArray values = list.toArray();
    for (const QJsonValue value : values) {
        const QJsonObject json = value.toObject();
        const bool isServicePrincipal = json["subjectDescriptor"_L1].toString().startsWith("aadsp."_L1);
        const QString displayName = json["providerDisplayName"_L1].toString();
        if (!isServicePrincipal || displayName.compare(name, Qt::CaseInsensitive) != 0)
            continue;
        const QString claim = u"http://schemas.microsoft.com/identity/claims/objectidentifier"_s;
        found.append({.displayName = displayName,
                      .objectId = json["properties"_L1][claim]["$value"_L1].toString().toLower(),
                      .storageKey = json["id"_L1].toString().toLower(),
                      .active = json["isActive"_L1].toBool(),
                      .deletedInOrigin = {}});
    }
    return found;
}

} // namespace signet
