#include "core/devops/accesscontrol.h"

#include "core/devops/devopsreply.h"
#include "core/devops/devopsrequest.h"

#include <QHash>
#include <QJsonArray>

#include <utility>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Values of these queries contain "$", ":", "\", and "/", which the service reads only encoded.
QUrlQuery queryOf(const QList<std::pair<QString, QString>> &values)
{
    QUrlQuery query;
    for (const auto &[name, value] : values)
        query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
    query.addQueryItem(u"api-version"_s, u"7.1"_s);
    return query;
}

// A part of the address. What is not an id becomes that of no namespace, which the service does not find,
// and never a different address.
QString namespacePath(const QString &namespaceId)
{
    return QUuid::fromString(namespaceId).toString(QUuid::WithoutBraces);
}

Request identitiesRequest(const OrganizationName &organization,
                          const QList<std::pair<QString, QString>> &values, QUuid session)
{
    return devOpsRequest("GET", DevOpsHost::Graph, organization, u"_apis/identities"_s, queryOf(values),
                         session);
}

} // namespace

AccessEntry AccessList::entryOf(const QString &descriptor) const
{
    for (const AccessEntry &entry : entries) {
        if (entry.descriptor.compare(descriptor, Qt::CaseInsensitive) == 0)
            return entry;
    }
    return {.descriptor = descriptor, .allow = 0, .deny = 0};
}

QString accessDescriptor(const TenantId &tenant, const ObjectId &objectId)
{
    return u"Microsoft.VisualStudio.Services.Claims.AadServicePrincipal;%1\\%2"_s.arg(tenant.toString(),
                                                                                      objectId.toString());
}

Request accessListRequest(const OrganizationName &organization, const QString &namespaceId,
                          const QString &token, QUuid session)
{
    return devOpsRequest("GET", DevOpsHost::Core, organization,
                         u"_apis/accesscontrollists/"_s + namespacePath(namespaceId),
                         queryOf({{u"token"_s, token}}), session);
}

std::optional<AccessList> readAccessList(const Reply &reply, const QString &token)
{
    const QJsonValue lists = jsonBody(reply).toObject()["value"_L1];
    if (!reply.answered() || reply.status != 200 || !lists.isArray())
        return std::nullopt;
    AccessList list{.token = token, .inherits = true, .entries = {}};
    const QJsonArray values = lists.toArray();
    if (values.isEmpty())
        return list;
    // One token was asked for.
    const QJsonObject json = values.first().toObject();
    if (values.size() > 1 || !json["acesDictionary"_L1].isObject() || !json["inheritPermissions"_L1].isBool())
        return std::nullopt;
    list.inherits = json["inheritPermissions"_L1].toBool();
    const QJsonObject entries = json["acesDictionary"_L1].toObject();
    for (auto it = entries.begin(); it != entries.end(); ++it) {
        const QJsonObject entry = it->toObject();
        if (!entry["allow"_L1].isDouble() || !entry["deny"_L1].isDouble())
            return std::nullopt;
        list.entries.append(
            {.descriptor = it.key(), .allow = entry["allow"_L1].toInt(), .deny = entry["deny"_L1].toInt()});
    }
    return list;
}

Request allowBitsRequest(const OrganizationName &organization, const QString &namespaceId,
                         const QString &token, const QString &descriptor, int bits, QUuid session)
{
    Request request =
        devOpsRequest("POST", DevOpsHost::Core, organization,
                      u"_apis/accesscontrolentries/"_s + namespacePath(namespaceId), queryOf({}), session);
    const QJsonObject entry{{u"descriptor"_s, descriptor},
                            {u"allow"_s, bits},
                            {u"deny"_s, 0},
                            {u"extendedInfo"_s, QJsonObject()}};
    setJsonBody(&request,
                QJsonDocument(QJsonObject{{u"token"_s, token},
                                          {u"merge"_s, true},
                                          {u"accessControlEntries"_s, QJsonArray{entry}}}));
    return request;
}

Request removeBitsRequest(const OrganizationName &organization, const QString &namespaceId,
                          const QString &token, const QString &descriptor, int bits, QUuid session)
{
    return devOpsRequest("DELETE", DevOpsHost::Core, organization,
                         u"_apis/permissions/%1/%2"_s.arg(namespacePath(namespaceId)).arg(bits),
                         queryOf({{u"token"_s, token}, {u"descriptor"_s, descriptor}}), session);
}

Request groupsAboveRequest(const OrganizationName &organization, const QString &descriptor, QUuid session)
{
    return identitiesRequest(
        organization, {{u"descriptors"_s, descriptor}, {u"queryMembership"_s, u"ExpandedUp"_s}}, session);
}

std::optional<QStringList> readGroupsAbove(const Reply &reply)
{
    const QJsonObject identity = jsonBody(reply).toObject()["value"_L1].toArray().first().toObject();
    if (!reply.answered() || reply.status != 200 || !identity["memberOf"_L1].isArray())
        return std::nullopt;
    QStringList groups;
    const QJsonArray list = identity["memberOf"_L1].toArray();
    for (const QJsonValue group : list)
        groups.append(group.toString());
    return groups;
}

Request accessNamesRequest(const OrganizationName &organization, const QStringList &descriptors,
                           QUuid session)
{
    return identitiesRequest(organization, {{u"descriptors"_s, descriptors.join(u',')}}, session);
}

QHash<QString, QString> readAccessNames(const Reply &reply)
{
    QHash<QString, QString> names;
    const QJsonArray list = jsonBody(reply).toObject()["value"_L1].toArray();
    for (const QJsonValue value : list) {
        const QJsonObject identity = value.toObject();
        if (const QString descriptor = identity["descriptor"_L1].toString(); !descriptor.isEmpty())
            names.insert(descriptor, identity["providerDisplayName"_L1].toString());
    }
    return names;
}

} // namespace signet
