#include "core/sandbox/azure/identityendpoints.h"

#include "core/sandbox/server/jsonresponse.h"
#include "core/sandbox/world/tokenissuer.h"

#include <QDateTime>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

struct IdentityEndpoints::Dialect {
    QString version;
    QByteArray secretHeader;
    QString clientId;
    QString objectId; // empty: not taken
    QString resourceId; // empty: not taken
    bool isOld = false; // 2017: dates in words, names of errors in Pascal case
};

namespace {

using Kind = LocalEndpoint::Kind;

bool sameId(const QString &a, const QString &b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

ServerResponse error(int status, const QString &code, const QString &description)
{
    return jsonResponse(status, {{u"error"_s, code}, {u"error_description"_s, description}});
}

ServerResponse appServiceError(int status, const QString &message, bool isOld)
{
    const QString correlation = stableGuid(u"correlation "_s + message);
    return isOld
        ? jsonResponse(
              status, {{u"StatusCode"_s, status}, {u"Message"_s, message}, {u"CorrelationId"_s, correlation}})
        : jsonResponse(
              status,
              {{u"statusCode"_s, status}, {u"message"_s, message}, {u"correlationId"_s, correlation}});
}

ServerResponse fabricError(int status, const QString &code, const QString &message)
{
    return jsonResponse(status,
                        {{u"error"_s,
                          QJsonObject{{u"correlationId"_s, stableGuid(u"correlation "_s + code)},
                                      {u"code"_s, code},
                                      {u"message"_s, message}}}});
}

const ManagedIdentity *systemAssigned(const World &world)
{
    return world.machine.systemAssigned ? world.identity(*world.machine.systemAssigned) : nullptr;
}

const ManagedIdentity *assigned(const World &world, QString ManagedIdentity::*field, const QString &value)
{
    const auto identities = world.identitiesOfMachine();
    const auto found = std::find_if(identities.begin(), identities.end(),
                                    [&](const ManagedIdentity *one) { return sameId(one->*field, value); });
    return found == identities.end() ? nullptr : *found;
}

// As IMDS writes it: everything is text.
QJsonObject tokenBody(const World &world, const QByteArray &token, const QString &clientId,
                      const QString &resource, const TokenTimes &times)
{
    const qint64 left = times.expiresOn - world.clock;
    return {{u"access_token"_s, QString::fromLatin1(token)},
            {u"client_id"_s, clientId},
            {u"expires_in"_s, QString::number(left)},
            {u"expires_on"_s, QString::number(times.expiresOn)},
            {u"ext_expires_in"_s, QString::number(left - 1)},
            {u"not_before"_s, QString::number(times.notBefore)},
            {u"resource"_s, resource},
            {u"token_type"_s, u"Bearer"_s}};
}

} // namespace

IdentityEndpoints::IdentityEndpoints(World *world, std::function<void(const QByteArray &)> issued)
    : m_world(world)
    , m_issued(std::move(issued))
{
}

std::optional<ServerResponse> IdentityEndpoints::answer(const ServerRequest &request)
{
    const Kind kind = m_world->localEndpoint.kind;
    const auto isAt = [&request](QLatin1StringView path) {
        QString own = request.path;
        while (own.size() > 1 && own.endsWith(u'/'))
            own.chop(1);
        return own.compare(path, Qt::CaseInsensitive) == 0;
    };
    const bool isThere =
        kind == Kind::AppService || kind == Kind::ContainerApp || kind == Kind::AppService2017
        ? isAt("/msi/token"_L1)
        : kind == Kind::MachineLearning ? isAt("/msi/auth"_L1)
        : kind == Kind::Automation || kind == Kind::CloudShell || kind == Kind::VirtualMachineExtension
        ? isAt("/oauth2/token"_L1)
        : kind == Kind::Arc || kind == Kind::ServiceFabric ? isAt("/metadata/identity/oauth2/token"_L1)
                                                           : false;
    if (!isThere)
        return std::nullopt;
    if (m_world->localEndpoint.isDown)
        return ServerResponse::reset();
    switch (kind) {
    case Kind::None:
        return std::nullopt;
    case Kind::AppService:
    case Kind::ContainerApp:
        return appService(
            request,
            {u"2019-08-01"_s, "X-IDENTITY-HEADER", u"client_id"_s, u"principal_id"_s, u"mi_res_id"_s});
    case Kind::AppService2017:
    case Kind::MachineLearning:
        return appService(request, {u"2017-09-01"_s, "secret", u"clientid"_s, {}, {}, true});
    case Kind::Automation:
        return automation(request);
    case Kind::CloudShell:
        return cloudShell(request);
    case Kind::Arc:
        return arc(request);
    case Kind::ServiceFabric:
        return serviceFabric(request);
    case Kind::VirtualMachineExtension:
        return error(401, u"unknown_source"_s, u"Unknown Source"_s);
    }
    Q_UNREACHABLE();
}

QByteArray IdentityEndpoints::issue(const ManagedIdentity &identity, const QString &resource)
{
    const QByteArray token = issueToken(*m_world, identity, resource);
    if (m_issued)
        m_issued(token);
    return token;
}

ServerResponse IdentityEndpoints::appService(const ServerRequest &request, const Dialect &dialect)
{
    if (request.header(dialect.secretHeader) != m_world->localEndpoint.secret.toLatin1())
        return appServiceError(401, u"The identity header is not that of this instance."_s,
                               dialect.isOld); // not captured
    if (request.queryValue(u"api-version").value_or(QString()) != dialect.version)
        return appServiceError(400, u"The api-version is not supported."_s, dialect.isOld); // not captured
    const QString resource = request.queryValue(u"resource").value_or(QString());

    struct Selector {
        QString name;
        QString ManagedIdentity::*field;
    };
    const Selector selectors[] = {
        {dialect.clientId, &ManagedIdentity::clientId},
        {dialect.objectId, &ManagedIdentity::objectId},
        // An alias that the endpoint takes as well.
        {dialect.objectId.isEmpty() ? QString() : u"object_id"_s, &ManagedIdentity::objectId},
        {dialect.resourceId, &ManagedIdentity::resourceId}};
    // Without a selector it is always the system-assigned one, however many there are.
    const ManagedIdentity *identity = systemAssigned(*m_world);
    bool isSelected = false;
    for (const Selector &selector : selectors) {
        // An empty one counts for none: the provider sends "clientid=".
        const QString value =
            selector.name.isEmpty() ? QString() : request.queryValue(selector.name).value_or(QString());
        if (value.isEmpty())
            continue;
        identity = assigned(*m_world, selector.field, value);
        isSelected = true;
    }
    if (!identity) {
        if (dialect.isOld)
            return appServiceError(400, u"No MSI found for specified ClientId/ResourceId."_s, true);
        return appServiceError(400,
                               isSelected
                                   ? u"No User Assigned or Delegated Managed Identity found for specified "
                                     u"ClientId/ResourceId/PrincipalId."_s
                                   : u"No Managed Identity found for the app."_s, // not captured
                               false);
    }
    if (audienceOf(resource) == Audience::Unknown)
        return appServiceError(500, u"An unexpected error occured while fetching the AAD Token."_s,
                               dialect.isOld);

    const TokenTimes times = tokenTimes(*m_world);
    const QString date =
        QDateTime::fromSecsSinceEpoch(times.expiresOn, Qt::UTC).toString(u"MM/dd/yyyy HH:mm:ss +00:00");
    const bool hasDate = m_world->localEndpoint.kind == Kind::AppService2017;
    return jsonResponse(200,
                        {{u"access_token"_s, QString::fromLatin1(issue(*identity, resource))},
                         {u"client_id"_s, identity->clientId.toUpper()},
                         {u"expires_on"_s, hasDate ? date : QString::number(times.expiresOn)},
                         {u"resource"_s, resource},
                         {u"token_type"_s, u"Bearer"_s}});
}

ServerResponse IdentityEndpoints::automation(const ServerRequest &request)
{
    if (request.header("X-IDENTITY-HEADER") != m_world->localEndpoint.secret.toLatin1())
        return error(401, u"unauthorized"_s, u"The identity header is not valid"_s); // not captured
    if (request.header("Metadata") != "true")
        return error(400, u"invalid_request"_s, u"Required metadata header not specified"_s);
    const QString resource = request.queryValue(u"resource").value_or(QString());
    const QString clientId = request.queryValue(u"client_id").value_or(QString());
    const ManagedIdentity *identity = clientId.isEmpty()
        ? systemAssigned(*m_world)
        : assigned(*m_world, &ManagedIdentity::clientId, clientId);
    if (!identity)
        return error(400, u"invalid_request"_s, u"Identity not found"_s);
    return jsonResponse(
        200,
        tokenBody(*m_world, issue(*identity, resource), identity->clientId, resource, tokenTimes(*m_world)));
}

ServerResponse IdentityEndpoints::cloudShell(const ServerRequest &request)
{
    if (request.method != "POST" || request.header("Metadata") != "true")
        return error(400, u"invalid_request"_s, u"Required metadata header not specified"_s);
    QString form = QString::fromUtf8(request.body);
    const QString resource =
        QUrlQuery(form.replace(u'+', u' ')).queryItemValue(u"resource"_s, QUrl::FullyDecoded);
    if (audienceOf(resource) == Audience::Unknown)
        return jsonResponse(400,
                            {{u"error"_s,
                              QJsonObject{{u"code"_s, u"AudienceNotSupported"_s},
                                          {u"message"_s,
                                           u"Audience %1 is not a supported MSI token audience. Supported "
                                           u"audiences: https://management.azure.com/,%2"_s.arg(
                                               resource, QString::fromUtf16(azureDevOpsResource))}}}});
    const auto person =
        std::find_if(m_world->persons.begin(), m_world->persons.end(),
                     [this](const Person &one) { return sameId(one.objectId, m_world->administrator); });
    if (person == m_world->persons.end())
        return jsonResponse(
            401,
            {{u"error"_s,
              QJsonObject{{u"code"_s, u"Unauthorized"_s}, {u"message"_s, u"Nobody is signed in."_s}}}});
    // The client id that Cloud Shell signs people in with.
    const QString clientId = u"b677c290-cf4b-4a8e-a60e-91ba650a4abe"_s;
    const QByteArray token =
        issuePersonToken(*m_world, *person, person->tenantId, clientId, resource, u"user_impersonation"_s);
    if (m_issued)
        m_issued(token);
    return jsonResponse(200, tokenBody(*m_world, token, clientId, resource, signedInTokenTimes(*m_world)));
}

ServerResponse IdentityEndpoints::arc(const ServerRequest &request)
{
    const LocalEndpoint &endpoint = m_world->localEndpoint;
    if (request.header("Metadata") != "true")
        return error(400, u"invalid_request"_s, u"Required metadata header not specified"_s);
    const QString version = request.queryValue(u"api-version").value_or(QString());
    if (version != "2019-11-01"_L1 && version != "2020-06-01"_L1)
        return error(400, u"invalid_request"_s, u"The api-version is invalid"_s); // not captured
    // Proof that the caller may read the file that this names.
    if (endpoint.challenges && request.header("Authorization") != "Basic " + endpoint.secret.toLatin1()) {
        ServerResponse response;
        response.status = 401;
        response.addHeader("WWW-Authenticate", "Basic realm=" + endpoint.keyPath.toUtf8());
        return response;
    }

    const QString resource = request.queryValue(u"resource").value_or(QString());
    const ManagedIdentity *identity = systemAssigned(*m_world);
    QJsonObject echo;
    if (endpoint.knowsUserAssigned) {
        for (const auto &[name, field] : {std::pair(u"client_id"_s, &ManagedIdentity::clientId),
                                          std::pair(u"object_id"_s, &ManagedIdentity::objectId),
                                          std::pair(u"msi_res_id"_s, &ManagedIdentity::resourceId)}) {
            const QString value = request.queryValue(name).value_or(QString());
            if (value.isEmpty())
                continue;
            identity = assigned(*m_world, field, value);
            echo.insert(name, value);
        }
    }
    if (!identity)
        return error(400, u"invalid_request"_s, u"Identity not found"_s);
    QJsonObject body =
        tokenBody(*m_world, issue(*identity, resource), identity->clientId, resource, tokenTimes(*m_world));
    for (auto it = echo.begin(); it != echo.end(); ++it)
        body.insert(it.key(), it.value());
    return jsonResponse(200, body);
}

ServerResponse IdentityEndpoints::serviceFabric(const ServerRequest &request)
{
    if (!request.encrypted)
        return ServerResponse::reset();
    if (request.header("Secret") != m_world->localEndpoint.secret.toLatin1())
        return fabricError(401, u"SecretHeaderNotFound"_s, u"Secret is not found in the request headers."_s);
    const QString resource = request.queryValue(u"resource").value_or(QString());
    if (resource.isEmpty())
        return fabricError(400, u"ArgumentNullOrEmpty"_s,
                           u"The parameter 'resource' should not be null or empty string."_s);
    if (request.queryValue(u"api-version").value_or(QString()) != "2019-07-01-preview"_L1)
        return fabricError(400, u"InvalidApiVersion"_s, u"The api-version is not supported."_s);
    const auto identities = m_world->identitiesOfMachine();
    if (identities.empty())
        return fabricError(404, u"ManagedIdentityNotFound"_s,
                           u"Managed identity not found for the specified application host."_s);
    if (audienceOf(resource) == Audience::Unknown)
        return fabricError(500, u"InternalServerError"_s, u"An error occurred."_s);
    return jsonResponse(200,
                        {{u"token_type"_s, u"Bearer"_s},
                         {u"access_token"_s, QString::fromLatin1(issue(*identities.front(), resource))},
                         {u"expires_on"_s, tokenTimes(*m_world).expiresOn},
                         {u"resource"_s, resource}});
}

} // namespace signet::sandbox
