#include "core/devops/groups.h"

#include "core/devops/devopsreply.h"
#include "core/devops/devopsrequest.h"

#include <QJsonArray>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

Request graphRequest(const QByteArray &method, const OrganizationName &organization, const QString &path,
                     const QUrlQuery &query, QUuid session)
{
    return devOpsRequest(method, DevOpsHost::Graph, organization, u"_apis/graph/"_s + path, query, session);
}

const QUrlQuery &preview()
{
    static const QUrlQuery query{{u"api-version"_s, u"7.1-preview.1"_s}};
    return query;
}

// QUrlQuery expects values as they appear in the URL.
QString queryValue(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

} // namespace

Request descriptorRequest(const OrganizationName &organization, const QString &key, QUuid session)
{
    return graphRequest("GET", organization, u"descriptors/"_s + key, QUrlQuery{{u"api-version"_s, u"7.1"_s}},
                        session);
}

QString readDescriptor(const Reply &reply)
{
    return jsonBody(reply).toObject()["value"_L1].toString();
}

Request groupsRequest(const OrganizationName &organization, const QString &scope, const QString &continuation,
                      QUuid session)
{
    QUrlQuery query;
    if (!scope.isEmpty())
        query.addQueryItem(u"scopeDescriptor"_s, queryValue(scope));
    if (!continuation.isEmpty())
        query.addQueryItem(u"continuationToken"_s, queryValue(continuation));
    query.addQueryItem(u"api-version"_s, u"7.1-preview.1"_s);
    return graphRequest("GET", organization, u"groups"_s, query, session);
}

Request groupQueryRequest(const OrganizationName &organization, const QString &scope, const QString &text,
                          QUuid session)
{
    Request request = graphRequest("POST", organization, u"subjectquery"_s, preview(), session);
    QJsonObject body{{u"query"_s, text}, {u"subjectKind"_s, QJsonArray{u"Group"_s}}};
    if (!scope.isEmpty())
        body.insert(u"scopeDescriptor"_s, scope);
    setJsonBody(&request, QJsonDocument(body));
    return request;
}

QList<DevOpsGroup> readGroups(const Reply &reply)
{
    QList<DevOpsGroup> groups;
    const QJsonValue body = jsonBody(reply);
    // The query is specified to answer a bare list; recorded answers have it under "value".
    const QJsonArray list = body.isArray() ? body.toArray() : body.toObject()["value"_L1].toArray();
    for (const QJsonValue value : list) {
        const QJsonObject group = value.toObject();
        groups.append({.descriptor = group["descriptor"_L1].toString(),
                       .displayName = group["displayName"_L1].toString(),
                       .principalName = group["principalName"_L1].toString(),
                       .description = group["description"_L1].toString(),
                       .originId = group["originId"_L1].toString()});
    }
    return groups;
}

QString continuationOf(const Reply &reply)
{
    return QString::fromLatin1(reply.header("X-MS-ContinuationToken").trimmed());
}

Request groupNamesRequest(const OrganizationName &organization, const QStringList &descriptors, QUuid session)
{
    Request request = graphRequest("POST", organization, u"subjectlookup"_s, preview(), session);
    QJsonArray keys;
    for (const QString &descriptor : descriptors)
        keys.append(QJsonObject{{u"descriptor"_s, descriptor}});
    setJsonBody(&request, QJsonDocument(QJsonObject{{u"lookupKeys"_s, keys}}));
    return request;
}

QMap<QString, QString> readGroupNames(const Reply &reply)
{
    QMap<QString, QString> names;
    // An object, keyed by descriptor.
    const QJsonObject subjects = jsonBody(reply).toObject()["value"_L1].toObject();
    for (auto it = subjects.begin(); it != subjects.end(); ++it) {
        const QString name = it.value().toObject()["principalName"_L1].toString();
        if (!name.isEmpty())
            names.insert(it.key(), name);
    }
    return names;
}

Request entraGroupsRequest(const OrganizationName &organization, QUuid session)
{
    QUrlQuery query{{u"subjectTypes"_s, u"aadgp"_s}, {u"api-version"_s, u"7.1-preview.1"_s}};
    return graphRequest("GET", organization, u"groups"_s, query, session);
}

Request membershipsRequest(const OrganizationName &organization, const QString &member, QUuid session)
{
    QUrlQuery query{{u"direction"_s, u"up"_s}, {u"api-version"_s, u"7.1-preview.1"_s}};
    return graphRequest("GET", organization, u"memberships/"_s + member, query, session);
}

std::optional<QStringList> readMemberships(const Reply &reply)
{
    const QJsonValue list = jsonBody(reply).toObject()["value"_L1];
    if (!reply.answered() || reply.status != 200 || !list.isArray())
        return std::nullopt;
    QStringList groups;
    const QJsonArray memberships = list.toArray();
    for (const QJsonValue membership : memberships)
        groups.append(membership.toObject()["containerDescriptor"_L1].toString());
    return groups;
}

Request membershipRequest(const QByteArray &method, const OrganizationName &organization,
                          const QString &member, const QString &group, QUuid session)
{
    return graphRequest(method, organization, u"memberships/"_s + member + u'/' + group, preview(), session);
}

} // namespace signet
