#include "core/sandbox/azure/microsoftgraph.h"

#include "core/sandbox/azure/odatafilter.h"
#include "core/sandbox/server/jsonresponse.h"
#include "core/sandbox/world/directory.h"
#include "core/sandbox/world/tokenissuer.h"

#include <QDateTime>
#include <QJsonArray>
#include <QRegularExpression>
#include <QUrl>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

constexpr QLatin1StringView base = "https://graph.microsoft.com/v1.0/"_L1;
constexpr int usualPage = 100;
constexpr int largestPage = 999;

ServerResponse refused(const World &world, const ServerRequest &request, int status, const QString &code,
                       const QString &message)
{
    const QString sent = QString::fromLatin1(request.header("client-request-id"));
    const QString id = stableGuid(u"graph request "_s + request.path);
    const QString date =
        QDateTime::fromSecsSinceEpoch(world.clock, Qt::UTC).toString(u"yyyy-MM-ddTHH:mm:ss"_s);
    ServerResponse response =
        jsonResponse(status,
                     {{u"error"_s,
                       QJsonObject{{u"code"_s, code},
                                   {u"message"_s, message},
                                   {u"innerError"_s,
                                    QJsonObject{{u"date"_s, date},
                                                {u"request-id"_s, id},
                                                {u"client-request-id"_s, sent.isEmpty() ? id : sent}}}}}});
    if (status == 401)
        response.addHeader("WWW-Authenticate",
                           "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/"
                           "oauth2/authorize\", client_id=\"00000003-0000-0000-c000-000000000000\"");
    return response;
}

QString timeText(qint64 epochSeconds)
{
    return QDateTime::fromSecsSinceEpoch(epochSeconds, Qt::UTC).toString(Qt::ISODate);
}

// ---- The directory of a tenant -------------------------------------------------------------------

QJsonObject servicePrincipal(const World &world, const ManagedIdentity &identity)
{
    // Tells the two kinds apart: a system-assigned identity is not an object of its own.
    const bool isExplicit = identity.kind == ManagedIdentity::Kind::UserAssigned;
    return {{u"@odata.type"_s, u"#microsoft.graph.servicePrincipal"_s},
            {u"id"_s, identity.objectId},
            {u"deletedDateTime"_s, QJsonValue::Null},
            {u"accountEnabled"_s, true},
            {u"alternativeNames"_s,
             QJsonArray{isExplicit ? u"isExplicit=True"_s : u"isExplicit=False"_s, identity.resourceId}},
            {u"appId"_s, identity.clientId},
            {u"appDisplayName"_s, QJsonValue::Null},
            {u"appOwnerOrganizationId"_s, QJsonValue::Null},
            {u"createdDateTime"_s, timeText(world.clock - 86400)},
            {u"displayName"_s, identity.name},
            {u"servicePrincipalNames"_s,
             QJsonArray{identity.clientId,
                        u"https://identity.azure.net/"_s + stableGuid(identity.objectId).remove(u'-')}},
            {u"servicePrincipalType"_s, u"ManagedIdentity"_s},
            {u"tags"_s, QJsonArray()}};
}

QJsonObject servicePrincipal(const World &world, const Application &application)
{
    return {{u"@odata.type"_s, u"#microsoft.graph.servicePrincipal"_s},
            {u"id"_s, application.servicePrincipalObjectId},
            {u"deletedDateTime"_s, QJsonValue::Null},
            {u"accountEnabled"_s, true},
            {u"alternativeNames"_s, QJsonArray()},
            {u"appId"_s, application.clientId},
            {u"appDisplayName"_s, application.name},
            {u"appOwnerOrganizationId"_s, application.tenantId},
            {u"createdDateTime"_s, timeText(world.clock - 86400)},
            {u"displayName"_s, application.name},
            {u"servicePrincipalNames"_s, QJsonArray{application.clientId}},
            {u"servicePrincipalType"_s, application.servicePrincipalType},
            {u"tags"_s, QJsonArray()}};
}

QJsonObject registration(const World &world, const Application &application)
{
    return {{u"@odata.type"_s, u"#microsoft.graph.application"_s},
            {u"id"_s, application.applicationObjectId},
            {u"deletedDateTime"_s, QJsonValue::Null},
            {u"appId"_s, application.clientId},
            {u"createdDateTime"_s, timeText(world.clock - 86400)},
            {u"displayName"_s, application.name},
            {u"identifierUris"_s, QJsonArray()},
            {u"isFallbackPublicClient"_s, application.publicClient},
            {u"publicClient"_s,
             QJsonObject{{u"redirectUris"_s, QJsonArray::fromStringList(application.redirectUris)}}},
            {u"signInAudience"_s, application.multiTenant ? u"AzureADMultipleOrgs"_s : u"AzureADMyOrg"_s}};
}

QJsonObject user(const World &world, const Person &person, const QString &tenantId)
{
    return {{u"@odata.type"_s, u"#microsoft.graph.user"_s},
            {u"id"_s, objectIdIn(person, tenantId)},
            {u"businessPhones"_s, QJsonArray()},
            {u"displayName"_s, person.name},
            {u"givenName"_s, person.name.section(u' ', 0, 0)},
            {u"jobTitle"_s, QJsonValue::Null},
            {u"mail"_s, person.userPrincipalName},
            {u"surname"_s, person.name.section(u' ', 1)},
            {u"userPrincipalName"_s, userPrincipalNameIn(world, person, tenantId)},
            {u"userType"_s, sameName(person.tenantId, tenantId) ? u"Member"_s : u"Guest"_s}};
}

enum class Kind { ServicePrincipals, Applications, Users };

std::optional<Kind> kindNamed(const QString &name)
{
    if (sameName(name, u"servicePrincipals"))
        return Kind::ServicePrincipals;
    if (sameName(name, u"applications"))
        return Kind::Applications;
    if (sameName(name, u"users"))
        return Kind::Users;
    return std::nullopt;
}

// All objects of one kind in the tenant, in an order that stays.
QList<QJsonObject> objectsOf(const World &world, const QString &tenantId, Kind kind)
{
    QList<QJsonObject> all;
    if (kind == Kind::ServicePrincipals) {
        for (const ManagedIdentity &identity : world.identities) {
            if (sameName(identity.tenantId, tenantId))
                all.append(servicePrincipal(world, identity));
        }
    }
    if (kind == Kind::Users) {
        for (const Person &person : world.persons) {
            if (isIn(person, tenantId))
                all.append(user(world, person, tenantId));
        }
        return all;
    }
    for (const Application &application : world.applications) {
        if (!sameName(application.tenantId, tenantId))
            continue;
        if (kind == Kind::Applications && !application.applicationObjectId.isEmpty())
            all.append(registration(world, application));
        if (kind == Kind::ServicePrincipals && !application.servicePrincipalObjectId.isEmpty())
            all.append(servicePrincipal(world, application));
    }
    return all;
}

// ---- Answers -------------------------------------------------------------------------------------

class Question {
public:
    Question(const World &world, const ServerRequest &request, const BearerToken &token)
        : m_world(world)
        , m_request(request)
        , m_token(token)
        , m_tenantId(token.claim(u"tid"_s))
        , m_path(request.segments().mid(1))
    {
    }

    ServerResponse answer() const;

private:
    ServerResponse list(Kind kind) const;
    ServerResponse one(Kind kind, const QString &key, bool isAppId) const;
    ServerResponse me() const;
    ServerResponse organization() const;
    ServerResponse byIds() const;
    ServerResponse memberGroups() const;
    bool mayRead() const;
    ServerResponse denied() const
    {
        return refused(m_world, m_request, 403, u"Authorization_RequestDenied"_s,
                       u"Insufficient privileges to complete the operation."_s);
    }
    ServerResponse notFound(const QString &id) const
    {
        return refused(m_world, m_request, 404, u"Request_ResourceNotFound"_s,
                       u"Resource '%1' does not exist or one of its queried reference-property objects are "
                       u"not present."_s.arg(id));
    }
    ServerResponse bad(const QString &code, const QString &message) const
    {
        return refused(m_world, m_request, 400, code, message);
    }
    QJsonObject selected(const QJsonObject &object) const;

    const World &m_world;
    const ServerRequest &m_request;
    const BearerToken &m_token;
    QString m_tenantId;
    QStringList m_path;
};

ServerResponse Question::answer() const
{
    if (m_path.isEmpty())
        return bad(u"BadRequest"_s, u"Empty Path."_s);
    if (m_request.method == "POST" && m_path.size() == 3 && sameName(m_path[0], u"servicePrincipals")
        && sameName(m_path[2], u"checkMemberGroups"))
        return memberGroups();
    if (m_request.method == "POST") {
        return m_path.size() == 2 && sameName(m_path[0], u"directoryObjects")
                && (sameName(m_path[1], u"getByIds") || sameName(m_path[1], u"microsoft.graph.getByIds"))
            ? byIds()
            : bad(u"BadRequest"_s, u"Resource not found for the segment '%1'."_s.arg(m_path.constLast()));
    }
    if (m_request.method != "GET")
        return refused(m_world, m_request, 405, u"Request_BadRequest"_s,
                       u"Specified HTTP method is not allowed for the request target."_s);
    if (m_path.size() == 1 && sameName(m_path[0], u"me"))
        return me();
    if (m_path.size() == 1 && sameName(m_path[0], u"organization"))
        return organization();
    // Nothing that was deleted can be looked up: a world keeps no objects that are gone.
    if (m_path.size() == 3 && sameName(m_path[0], u"directory") && sameName(m_path[1], u"deletedItems"))
        return mayRead() ? notFound(m_path[2]) : denied();

    static const QRegularExpression byAppId(u"^(\\w+)\\(appId='([^']*)'\\)$"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = byAppId.match(m_path[0]);
    const auto kind = kindNamed(match.hasMatch() ? match.captured(1) : m_path[0]);
    if (!kind || m_path.size() > (match.hasMatch() ? 1 : 2))
        return bad(u"BadRequest"_s, u"Resource not found for the segment '%1'."_s.arg(m_path[0]));
    if (!mayRead())
        return denied();
    if (match.hasMatch())
        return one(*kind, match.captured(2), true);
    return m_path.size() == 2 ? one(*kind, m_path[1], false) : list(*kind);
}

// Of the groups that were asked about, those the service principal is in. The world knows of groups what
// organizations know of them.
ServerResponse Question::memberGroups() const
{
    if (!mayRead())
        return denied();
    const QJsonArray asked = QJsonDocument::fromJson(m_request.body).object()["groupIds"_L1].toArray();
    if (asked.isEmpty() || asked.size() > 20)
        return bad(u"Request_BadRequest"_s, u"Invalid value specified for property 'groupIds'."_s);
    QJsonArray member;
    for (const Organization &organization : m_world.organizations) {
        for (const Group &group : organization.groups) {
            const bool isAsked = asked.contains(QJsonValue(group.originId));
            if (isAsked && group.entraMembers.contains(m_path[1], Qt::CaseInsensitive))
                member.append(group.originId);
        }
    }
    return jsonResponse(
        200,
        {{u"@odata.context"_s, u"https://graph.microsoft.com/v1.0/$metadata#Collection(Edm.String)"_s},
         {u"value"_s, member}});
}

bool Question::mayRead() const
{
    const QString objectId = m_token.claim(u"oid"_s);
    if (!m_token.isPerson())
        return m_world.directoryReaders.contains(objectId, Qt::CaseInsensitive);
    const Person *person = personIn(m_world, m_tenantId, objectId);
    const Tenant *tenant = m_world.tenant(m_tenantId);
    if (!person || !tenant || !sameName(person->tenantId, m_tenantId) || !tenant->usersReadDirectory)
        return false;
    const QStringList scopes = m_token.claim(u"scp"_s).split(u' ');
    static const QStringList enough{u"Application.Read.All"_s, u"Application.ReadWrite.All"_s,
                                    u"Directory.Read.All"_s, u"Directory.AccessAsUser.All"_s, u"User.Read"_s};
    return std::any_of(scopes.begin(), scopes.end(),
                       [](const QString &scope) { return enough.contains(scope, Qt::CaseInsensitive); });
}

QJsonObject Question::selected(const QJsonObject &object) const
{
    const QString select = m_request.queryValue(u"$select").value_or(QString());
    QJsonObject result;
    if (select.isEmpty()) {
        result = object;
        result.remove(u"@odata.type"_s);
        return result;
    }
    const QStringList names = select.split(u',');
    for (const QString &name : names) {
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (sameName(it.key(), name.trimmed()))
                result.insert(it.key(), it.value());
        }
    }
    return result;
}

ServerResponse Question::list(Kind kind) const
{
    QList<QJsonObject> objects = objectsOf(m_world, m_tenantId, kind);
    const bool eventual = m_request.header("ConsistencyLevel").toLower() == "eventual";
    const bool count = eventual && m_request.queryValue(u"$count").value_or(QString()).toLower() == "true"_L1;
    const QString wantsEventual = u"The request uses a query that needs the header 'ConsistencyLevel: "
                                  u"eventual' and $count=true."_s;
    if (const auto text = m_request.queryValue(u"$filter")) {
        const auto filter = ODataFilter::parse(*text);
        if (!filter)
            return bad(u"Request_BadRequest"_s, u"Invalid filter clause: syntax error in '%1'."_s.arg(*text));
        if (filter->isAdvanced && !count)
            return bad(u"Request_UnsupportedQuery"_s, wantsEventual);
        objects.removeIf([&](const QJsonObject &object) { return !filter->matches(object); });
    }
    if (const auto text = m_request.queryValue(u"$search")) {
        if (!eventual)
            return bad(u"Request_UnsupportedQuery"_s, wantsEventual);
        static const QRegularExpression clause(u"^\"(\\w+):(.+)\"$"_s);
        const QRegularExpressionMatch match = clause.match(*text);
        if (!match.hasMatch())
            return bad(u"Request_BadRequest"_s, u"The search clause is \"property:text\", in quotes."_s);
        objects.removeIf([&](const QJsonObject &object) {
            return !object.value(match.captured(1))
                        .toString()
                        .contains(match.captured(2), Qt::CaseInsensitive);
        });
    }

    bool isNumber = true;
    const auto top = m_request.queryValue(u"$top");
    const int size = top ? top->toInt(&isNumber) : usualPage;
    if (!isNumber || size < 1 || size > largestPage)
        return bad(u"Request_BadRequest"_s,
                   u"Invalid page size specified: '%1'. Must be between 1 and %2 inclusive."_s
                       .arg(top.value_or(QString()))
                       .arg(largestPage));
    const QByteArray skip = QByteArray::fromBase64(
        m_request.queryValue(u"$skiptoken").value_or(QString()).toLatin1(), QByteArray::Base64UrlEncoding);
    const qsizetype first = skip.startsWith("page:") ? skip.mid(5).toLongLong() : 0;

    QJsonArray values;
    for (qsizetype i = std::max<qsizetype>(first, 0); i < objects.size() && values.size() < size; ++i)
        values.append(selected(objects[i]));
    static constexpr QLatin1StringView names[] = {"servicePrincipals"_L1, "applications"_L1, "users"_L1};
    QJsonObject body{{u"@odata.context"_s, base + u"$metadata#"_s + names[int(kind)]}};
    if (count)
        body.insert(u"@odata.count"_s, objects.size());
    if (first + values.size() < objects.size()) {
        QStringList parts;
        for (const auto &[name, value] : m_request.query) {
            if (name != "$skiptoken"_L1)
                parts.append(name + u'=' + QString::fromLatin1(QUrl::toPercentEncoding(value)));
        }
        const QByteArray next = "page:" + QByteArray::number(first + values.size());
        parts.append(u"$skiptoken="_s
                     + QString::fromLatin1(
                         next.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)));
        body.insert(u"@odata.nextLink"_s, base + names[int(kind)] + u'?' + parts.join(u'&'));
    }
    body.insert(u"value"_s, values);
    return jsonResponse(200, body);
}

ServerResponse Question::one(Kind kind, const QString &key, bool isAppId) const
{
    if (!isAppId && kind != Kind::Users && QUuid::fromString(key).isNull())
        return bad(u"Request_BadRequest"_s, u"Invalid object identifier '%1'."_s.arg(key));
    const QList<QJsonObject> objects = objectsOf(m_world, m_tenantId, kind);
    for (const QJsonObject &object : objects) {
        const bool found = isAppId ? sameName(object.value("appId"_L1).toString(), key)
                                   : sameName(object.value("id"_L1).toString(), key)
                || (kind == Kind::Users && sameName(object.value("userPrincipalName"_L1).toString(), key));
        if (!found)
            continue;
        QJsonObject body = selected(object);
        body.insert(u"@odata.context"_s, base + u"$metadata#directoryObjects/$entity"_s);
        return jsonResponse(200, body);
    }
    return notFound(key);
}

ServerResponse Question::me() const
{
    if (!m_token.isPerson())
        return bad(u"BadRequest"_s, u"/me request is only valid with delegated authentication flow."_s);
    const Person *person = personIn(m_world, m_tenantId, m_token.claim(u"oid"_s));
    if (!person)
        return notFound(m_token.claim(u"oid"_s));
    QJsonObject body = selected(user(m_world, *person, m_tenantId));
    body.insert(u"@odata.context"_s, base + u"$metadata#users/$entity"_s);
    return jsonResponse(200, body);
}

ServerResponse Question::organization() const
{
    const Tenant *tenant = m_world.tenant(m_tenantId);
    if (!tenant)
        return notFound(m_tenantId);
    QJsonArray domains;
    const QStringList names = domainsOf(m_world, *tenant);
    for (const QString &name : names)
        domains.append(QJsonObject{{u"name"_s, name},
                                   {u"isDefault"_s, name == names.constLast()},
                                   {u"isInitial"_s, name == names.constFirst()},
                                   {u"type"_s, u"Managed"_s}});
    const QJsonObject organization{{u"id"_s, tenant->id},
                                   {u"displayName"_s, tenant->name},
                                   {u"createdDateTime"_s, timeText(tenant->createdAt)},
                                   {u"tenantType"_s, u"AAD"_s},
                                   {u"verifiedDomains"_s, domains}};
    return jsonResponse(200,
                        {{u"@odata.context"_s, base + u"$metadata#organization"_s},
                         {u"value"_s, QJsonArray{selected(organization)}}});
}

ServerResponse Question::byIds() const
{
    const QJsonObject body = QJsonDocument::fromJson(m_request.body).object();
    const QJsonArray ids = body.value("ids"_L1).toArray();
    if (ids.isEmpty() || ids.size() > 1000)
        return bad(u"Request_BadRequest"_s, u"Between 1 and 1000 ids have to be given."_s);
    if (!mayRead())
        return denied();
    QStringList types;
    const QJsonArray named = body.value("types"_L1).toArray();
    for (const auto &type : named)
        types.append(type.toString().toLower());
    QJsonArray values;
    for (const Kind kind : {Kind::ServicePrincipals, Kind::Applications, Kind::Users}) {
        const QList<QJsonObject> objects = objectsOf(m_world, m_tenantId, kind);
        for (const QJsonObject &object : objects) {
            const QString type = object.value("@odata.type"_L1).toString().section(u'.', -1).toLower();
            const bool wanted =
                types.isEmpty() || types.contains(type) || types.contains(u"directoryobject"_s);
            const bool asked = std::any_of(ids.begin(), ids.end(), [&](const QJsonValue &id) {
                return sameName(id.toString(), object.value("id"_L1).toString());
            });
            if (wanted && asked)
                values.append(object);
        }
    }
    return jsonResponse(
        200, {{u"@odata.context"_s, base + u"$metadata#directoryObjects"_s}, {u"value"_s, values}});
}

} // namespace

ServerResponse answerMicrosoftGraph(const World &world, const ServerRequest &request)
{
    const BearerToken token = bearerToken(world, request.header("Authorization"));
    const auto unauthorized = [&](const QString &message) {
        return refused(world, request, 401, u"InvalidAuthenticationToken"_s, message);
    };
    switch (token.state) {
    case BearerToken::State::Missing:
        return unauthorized(u"Access token is empty."_s);
    case BearerToken::State::Invalid:
        return unauthorized(u"IDX14100: JWT is not well formed, or its signature does not match."_s);
    case BearerToken::State::Expired:
        return unauthorized(u"Lifetime validation failed, the token is expired."_s);
    case BearerToken::State::Valid:
        break;
    }
    if (token.audience() != Audience::Graph)
        return unauthorized(u"Access token validation failure. Invalid audience."_s);
    const QStringList parts = request.segments();
    if (parts.isEmpty() || !sameName(parts.first(), u"v1.0"))
        return refused(world, request, 400, u"BadRequest"_s, u"Invalid version."_s);
    return Question(world, request, token).answer();
}

} // namespace signet::sandbox
