#include "core/sandbox/azure/entra.h"

#include "core/sandbox/server/jsonresponse.h"
#include "core/sandbox/world/directory.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QJsonArray>
#include <QRegularExpression>
#include <QUrl>
#include <QUrlQuery>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

// The body of a request to the token endpoint.
struct EntraForm {
    const ServerRequest &request;
    QString tenant; // as it stands in the path
    bool second = true; // the endpoint's version
    QUrlQuery fields = {};

    QString value(const QString &name) const { return fields.queryItemValue(name, QUrl::FullyDecoded); }
};

namespace {

constexpr qint64 deviceCodeLifetime = 900;
constexpr qint64 codeLifetime = 600;

// What a code of Entra looks like on the wire. %1 and on are the details of the case.
struct Refusal {
    int code = 0;
    int status = 400;
    QLatin1StringView error;
    QLatin1StringView text;
};

constexpr QLatin1StringView invalidGrant = "invalid_grant"_L1;
constexpr QLatin1StringView interaction = "interaction_required"_L1;

constexpr Refusal refusals[] = {
    {16000, 400, interaction, "More than one account is signed in: one of them has to be chosen."_L1},
    {28000, 400, "invalid_request"_L1,
     "Provided value for the input parameter scope is not valid because it contains more than one resource. "
     "Scope %1 is not valid."_L1},
    {50011, 400, "invalid_client"_L1,
     "The redirect URI '%1' specified in the request does not match the redirect URIs configured for the "
     "application '%2'."_L1},
    {50020, 400, invalidGrant,
     "User account '%1' from identity provider 'https://sts.windows.net/%2/' does not exist in tenant '%3' "
     "and cannot access the application '%4' in that tenant. The account needs to be added as an external "
     "user in the tenant first."_L1},
    {50027, 401, "invalid_client"_L1, "JWT token is invalid or malformed."_L1},
    {50034, 400, invalidGrant, "The user account %1 does not exist in the %2 directory."_L1},
    {50057, 400, invalidGrant, "The user account is disabled."_L1},
    {50058, 400, "login_required"_L1, "A silent sign-in request was sent but no user is signed in."_L1},
    {50076, 400, interaction,
     "Due to a configuration change made by your administrator, or because you moved to a new location, you "
     "must use multi-factor authentication to access '%1'."_L1},
    {50079, 400, interaction,
     "Due to a configuration change made by your administrator, you must enroll in multi-factor "
     "authentication to access '%1'."_L1},
    {50105, 400, invalidGrant, "The signed in user is not assigned to a role for the application '%1'."_L1},
    {50194, 400, "invalid_request"_L1,
     "Application '%1' is not configured as a multi-tenant application, so it has to be used at the endpoint "
     "of its own tenant, and not at one that is for any."_L1},
    {50173, 400, invalidGrant,
     "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might "
     "have changed or reset their password."_L1},
    {53000, 400, interaction, "Device is not in required device state: %1."_L1},
    {53003, 400, invalidGrant,
     "Access has been blocked by Conditional Access policies. The access policy does not allow token "
     "issuance."_L1},
    {530003, 400, interaction, "Your device is required to be managed to access this resource."_L1},
    {54005, 400, invalidGrant,
     "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing "
     "refresh token."_L1},
    {65001, 400, invalidGrant,
     "The user or administrator has not consented to use the application with ID '%1' named '%2'. Send an "
     "interactive authorization request for this user and resource."_L1},
    {65004, 400, "access_denied"_L1, "User declined to consent to access the app."_L1},
    {70000, 400, invalidGrant,
     "Provided grant is invalid or malformed: the value of '%1' is not valid for this client."_L1},
    {70003, 400, "unsupported_grant_type"_L1, "The app requested an unsupported grant type '%1'."_L1},
    {70008, 400, invalidGrant,
     "The provided authorization code or refresh token has expired due to inactivity."_L1},
    {70011, 400, "invalid_scope"_L1,
     "The provided request must include a 'scope' input parameter. The provided value for the input "
     "parameter 'scope' is not valid. The scope %1 is not valid."_L1},
    {70016, 400, "authorization_pending"_L1,
     "OAuth 2.0 device flow error. Authorization is pending. Continue polling."_L1},
    {70018, 400, "bad_verification_code"_L1,
     "Invalid verification code. The 'device_code' is not one that was issued here."_L1},
    {70019, 400, "slow_down"_L1, "The polling interval of the device flow is too short."_L1},
    {70020, 400, "expired_token"_L1, "The device code has expired. A new one is needed."_L1},
    {70022, 400, "authorization_declined"_L1, "The user denied the authorization request."_L1},
    {70043, 400, invalidGrant,
     "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access."_L1},
    {700016, 400, "unauthorized_client"_L1,
     "Application with identifier '%1' was not found in the directory '%2'. This can happen if the "
     "application has not been installed by the administrator of the tenant or consented to by any user in "
     "the tenant. You may have sent your authentication request to the wrong tenant."_L1},
    {700211, 401, "invalid_client"_L1,
     "No matching federated identity record found for presented assertion issuer '%1'. Please check your "
     "federated identity credential Subject, Audience and Issuer against the presented assertion."_L1},
    {700213, 401, "invalid_client"_L1,
     "No matching federated identity record found for presented assertion."_L1},
    {700054, 400, "unsupported_response_type"_L1,
     "response_type '%1' is not enabled for the application."_L1},
    {700082, 400, invalidGrant,
     "The refresh token has expired due to inactivity. The token was issued on %1 and was inactive for "
     "90.00:00:00."_L1},
    {90002, 400, "invalid_tenant"_L1,
     "Tenant '%1' not found. Check to make sure you have the correct tenant ID and are signing into the "
     "correct cloud."_L1},
    {90014, 404, "invalid_request"_L1, "This address is not part of the simulated Entra."_L1},
    {90072, 400, invalidGrant,
     "User account '%1' from identity provider 'https://sts.windows.net/%2/' does not exist in tenant "
     "'%3'."_L1},
    {500011, 400, "invalid_resource"_L1,
     "The resource principal named %1 was not found in the tenant named %2. This can happen if the "
     "application has not been installed by the administrator of the tenant or consented to by any user in "
     "the tenant. You might have sent your authentication request to the wrong tenant."_L1},
    {500112, 400, invalidGrant,
     "The reply address '%1' does not match the reply address '%2' provided when requesting Authorization "
     "code."_L1},
    {501481, 400, invalidGrant,
     "The Code_Verifier does not match the code_challenge supplied in the authorization request."_L1},
    {530084, 400, interaction, "Access has been blocked by conditional access token protection policy."_L1},
    {900023, 400, "invalid_request"_L1,
     "Specified tenant identifier '%1' is neither a valid DNS name, nor a valid external domain."_L1},
    {900144, 400, "invalid_request"_L1, "The request body must contain the following parameter: '%1'."_L1},
    {900561, 400, "invalid_request"_L1, "The endpoint only accepts POST requests. Received a %1 request."_L1},
    {1002012, 400, "invalid_scope"_L1,
     "The provided value for scope %1 is not valid. Client credential flows must have a scope value with "
     "/.default suffixed to the resource identifier (application ID URI)."_L1},
    {7000215, 401, "invalid_client"_L1,
     "Invalid client secret provided. Ensure the secret being sent in the request is the client secret "
     "value, not the client secret ID, for a secret added to app '%1'."_L1},
    {7000218, 401, "invalid_client"_L1,
     "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."_L1},
    {7000229, 401, "invalid_client"_L1,
     "The client application %1 is missing service principal in the tenant %2."_L1},
};

const Refusal *refusalOf(int code)
{
    const auto found = std::find_if(std::begin(refusals), std::end(refusals),
                                    [code](const Refusal &refusal) { return refusal.code == code; });
    return found == std::end(refusals) ? nullptr : found;
}

QString issuerOf(const QString &assertion)
{
    const QByteArray claims =
        QByteArray::fromBase64(assertion.section(u'.', 1, 1).toLatin1(), QByteArray::Base64UrlEncoding);
    return QJsonDocument::fromJson(claims).object().value("iss"_L1).toString();
}

bool isAnyTenant(const QString &name)
{
    return sameName(name, u"common") || sameName(name, u"organizations");
}

// 0, or why the tenant of a path is refused.
int refusalOfTenant(const World &world, const QString &name)
{
    if (isAnyTenant(name) || tenantNamed(world, name))
        return 0;
    return !QUuid::fromString(name).isNull() || name.contains(u'.') ? 90002 : 900023;
}

QString tenantNameOf(const World &world, const QString &tenantId)
{
    const Tenant *tenant = world.tenant(tenantId);
    return tenant ? tenant->name : tenantId;
}

// 0, or why a client is refused in a tenant (empty: any).
int refusalOfClient(const World &world, const QString &clientId, const QString &tenantId)
{
    const auto application = applicationNamed(world, clientId);
    if (!application)
        return 700016;
    if (application->multiTenant || application->tenantId.isEmpty()
        || sameName(application->tenantId, tenantId))
        return 0;
    return tenantId.isEmpty() ? 50194 : 700016;
}

// What a `scope` asks for. Scopes are "{resource}/{permission}"; a permission alone is one of Graph.
struct Wish {
    QString resource; // as it will stand in `aud`
    QStringList permissions;
    bool refreshToken = false;
    bool idToken = false;
    int refusal = 0;
    QString named; // what the refusal is about
};

Wish wishOf(const QString &scope)
{
    Wish wish;
    const QStringList parts = scope.split(u' ', Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        if (part == "openid"_L1 || part == "profile"_L1 || part == "email"_L1) {
            wish.idToken = true;
            continue;
        }
        if (part == "offline_access"_L1) {
            wish.refreshToken = true;
            continue;
        }
        const qsizetype slash = part.lastIndexOf(u'/');
        const QString resource = slash < 0 ? u"00000003-0000-0000-c000-000000000000"_s : part.left(slash);
        const QString permission = part.mid(slash + 1);
        const bool isResource = slash < 0 && !QUuid::fromString(part).isNull();
        if (isResource || permission.isEmpty() || resource.isEmpty() || resource.endsWith(":/"_L1)) {
            wish.refusal = 70011;
            wish.named = part;
            return wish;
        }
        if (!wish.resource.isEmpty() && !sameName(wish.resource, resource)) {
            wish.refusal = 28000;
            wish.named = scope;
            return wish;
        }
        wish.resource = resource;
        wish.permissions.append(permission);
    }
    if (wish.resource.isEmpty()) {
        // Who asks for nothing but to know the person gets a token for the person's own page in Graph.
        if (!wish.idToken) {
            wish.refusal = 70011;
            wish.named = scope;
        }
        wish.resource = u"00000003-0000-0000-c000-000000000000"_s;
        wish.permissions = {u"openid"_s, u"profile"_s, u"email"_s, u"User.Read"_s};
    } else if (audienceOf(wish.resource) == Audience::Unknown) {
        wish.refusal = 500011;
        wish.named = wish.resource;
    }
    if (wish.permissions.contains(u".default"_s)) {
        wish.permissions = audienceOf(wish.resource) == Audience::Graph
            ? QStringList{u"Application.Read.All"_s, u"openid"_s, u"profile"_s, u"User.Read"_s}
            : QStringList{u"user_impersonation"_s};
    }
    return wish;
}

// Loopback addresses match on any port (RFC 8252), path and all else as registered.
bool isRegistered(const Application &application, const QString &redirectUri)
{
    const auto comparable = [](const QString &text) {
        QUrl url(text);
        if (url.scheme() == "http"_L1 && (url.host() == "localhost"_L1 || url.host() == "127.0.0.1"_L1))
            url.setPort(-1);
        if (url.path().isEmpty())
            url.setPath(u"/"_s);
        return url;
    };
    const QUrl asked = comparable(redirectUri);
    return asked.isValid() && !asked.hasFragment()
        && std::any_of(application.redirectUris.begin(), application.redirectUris.end(),
                       [&](const QString &registered) { return comparable(registered) == asked; });
}

QString base64Url(const QByteArray &bytes)
{
    return QString::fromLatin1(
        bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

bool provesItself(const QString &verifier, const QString &challenge, const QString &method)
{
    if (challenge.isEmpty())
        return verifier.isEmpty();
    if (method != "S256"_L1)
        return verifier == challenge;
    return base64Url(QCryptographicHash::hash(verifier.toLatin1(), QCryptographicHash::Sha256)) == challenge;
}

QString timeText(qint64 epochSeconds)
{
    return QDateTime::fromSecsSinceEpoch(epochSeconds, Qt::UTC).toString(u"yyyy-MM-dd HH:mm:ss'Z'");
}

ServerResponse page(const QString &title, const QString &text)
{
    ServerResponse response;
    response.headers = {{"Content-Type", "text/html; charset=utf-8"}};
    response.body = u"<!DOCTYPE html>\r\n<html lang=\"en\"><head><title>%1</title></head><body><h1>%1</h1>"
                    "<p>%2</p></body></html>\r\n"_s.arg(title.toHtmlEscaped(), text.toHtmlEscaped())
                        .toUtf8();
    return response;
}

// The way back to the client, as `response_mode` wants it.
ServerResponse sentBack(const QString &redirectUri, const QString &mode,
                        const QList<std::pair<QString, QString>> &values)
{
    QStringList parts;
    QString inputs;
    for (const auto &[name, value] : values) {
        if (value.isEmpty())
            continue;
        parts.append(name + u'=' + QString::fromLatin1(QUrl::toPercentEncoding(value)));
        inputs += u"<input type=\"hidden\" name=\"%1\" value=\"%2\">"_s.arg(name, value.toHtmlEscaped());
    }
    ServerResponse response;
    response.headers = {{"Content-Type", "text/html; charset=utf-8"}};
    if (mode == "form_post"_L1) {
        response.body = u"<!DOCTYPE html>\r\n<html lang=\"en\"><body onload=\"document.forms[0].submit()\">"
                        "<form method=\"POST\" action=\"%1\">%2</form></body></html>\r\n"_s
                            .arg(redirectUri.toHtmlEscaped(), inputs)
                            .toUtf8();
        return response;
    }
    const QChar separator = mode == "fragment"_L1 ? u'#' : redirectUri.contains(u'?') ? u'&' : u'?';
    response.status = 302;
    response.addHeader("Location", (redirectUri + separator + parts.join(u'&')).toUtf8());
    return response;
}

} // namespace

Entra::Entra(World *world, std::function<void(const QByteArray &)> issued)
    : m_world(world)
    , m_issued(std::move(issued))
{
}

ServerResponse Entra::answer(const ServerRequest &request)
{
    ++m_requests;
    const QStringList parts = request.segments();
    if (parts.size() < 2)
        return refused(request, 90014);
    const QString &tenant = parts.first();
    const QString path = parts.mid(1).join(u'/').toLower();
    const bool get = request.method == "GET";

    ServerResponse response;
    if (get && path == "discovery/instance"_L1) {
        const QJsonArray hosts{u"login.microsoftonline.com"_s, u"login.windows.net"_s,
                               u"login.microsoft.com"_s, u"sts.windows.net"_s};
        response = jsonResponse(
            200,
            {{u"tenant_discovery_endpoint"_s,
              u"https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration"_s},
             {u"api-version"_s, u"1.1"_s},
             {u"metadata"_s,
              QJsonArray{QJsonObject{{u"preferred_network"_s, u"login.microsoftonline.com"_s},
                                     {u"preferred_cache"_s, u"login.windows.net"_s},
                                     {u"aliases"_s, hosts}}}}});
    } else if (const int refusal = refusalOfTenant(*m_world, tenant)) {
        response = refused(request, refusal, {tenant});
    } else if (get && path == ".well-known/openid-configuration"_L1) {
        response = configuration(tenant, false);
    } else if (get && path == "v2.0/.well-known/openid-configuration"_L1) {
        response = configuration(tenant, true);
    } else if (get && (path == "discovery/keys"_L1 || path == "discovery/v2.0/keys"_L1)) {
        response = jsonResponse(200, {{u"keys"_s, QJsonArray()}});
    } else if (get && path == "oauth2/v2.0/authorize"_L1) {
        response = authorize(request, tenant);
    } else if (path == "oauth2/v2.0/devicecode"_L1) {
        response = startDeviceCode(request, tenant);
    } else if (path == "oauth2/v2.0/token"_L1) {
        response = token(request, tenant, true);
    } else if (path == "oauth2/token"_L1) {
        response = token(request, tenant, false);
    } else {
        response = refused(request, 90014);
    }
    response.addHeader("Cache-Control", "no-store, no-cache");
    response.addHeader("x-ms-request-id", stableGuid(u"trace %1"_s.arg(m_requests)).toLatin1());
    if (const QByteArray id = request.header("client-request-id");
        !id.isEmpty() && request.header("return-client-request-id").toLower() == "true")
        response.addHeader("client-request-id", id);
    return response;
}

ServerResponse Entra::refused(const ServerRequest &request, int code, const QStringList &details) const
{
    static constexpr Refusal unknown{0, 400, invalidGrant, "The sign-in was refused."_L1};
    const Refusal *refusal = refusalOf(code);
    if (!refusal)
        refusal = &unknown;
    QString text = refusal->text;
    for (int i = 1; text.contains(u'%' + QString::number(i)); ++i)
        text.replace(u'%' + QString::number(i), details.value(i - 1, u"(unknown)"_s));

    const QUuid sent = QUuid::fromString(QString::fromLatin1(request.header("client-request-id")));
    const QString correlation =
        sent.isNull() ? stableGuid(u"correlation %1"_s.arg(m_requests)) : sent.toString(QUuid::WithoutBraces);
    const QString trace = stableGuid(u"trace %1"_s.arg(m_requests));
    const QString time = timeText(m_world->clock);
    QJsonObject body{{u"error"_s, refusal->error},
                     {u"error_description"_s,
                      u"AADSTS%1: %2 Trace ID: %3 Correlation ID: %4 Timestamp: %5"_s.arg(
                          QString::number(code), text, trace, correlation, time)},
                     {u"error_codes"_s, QJsonArray{code}},
                     {u"timestamp"_s, time},
                     {u"trace_id"_s, trace},
                     {u"correlation_id"_s, correlation},
                     {u"error_uri"_s, u"https://login.microsoftonline.com/error?code=%1"_s.arg(code)}};
    if (refusal->error == interaction || code == 65001) {
        body.insert(u"suberror"_s, code == 65001 ? u"consent_required"_s : u"basic_action"_s);
        if (code == 50076 || code == 50079)
            body.insert(u"claims"_s, u"{\"access_token\":{\"capolids\":{\"essential\":true}}}"_s);
    }
    if (code == 53003)
        body.insert(u"suberror"_s, u"message_only"_s);
    return jsonResponse(refusal->status, body);
}

QString Entra::opaqueCode(const QString &purpose)
{
    const QByteArray seed = purpose.toUtf8() + QByteArray::number(++m_codes) + m_world->signingKey;
    return base64Url(QCryptographicHash::hash(seed, QCryptographicHash::Sha256));
}

ServerResponse Entra::configuration(const QString &tenant, bool second) const
{
    // Of any tenant, the issuer has a place to fill in.
    const Tenant *named = tenantNamed(*m_world, tenant);
    const QString id = named ? named->id : u"{tenantid}"_s;
    const QString base = u"https://login.microsoftonline.com/"_s + (named ? named->id : tenant.toLower());
    QJsonObject body{
        {u"issuer"_s,
         second ? u"https://login.microsoftonline.com/%1/v2.0"_s.arg(id)
                : u"https://sts.windows.net/%1/"_s.arg(id)},
        {u"authorization_endpoint"_s, base + (second ? u"/oauth2/v2.0/authorize"_s : u"/oauth2/authorize"_s)},
        {u"token_endpoint"_s, base + (second ? u"/oauth2/v2.0/token"_s : u"/oauth2/token"_s)},
        {u"end_session_endpoint"_s, base + (second ? u"/oauth2/v2.0/logout"_s : u"/oauth2/logout"_s)},
        {u"jwks_uri"_s, base + (second ? u"/discovery/v2.0/keys"_s : u"/discovery/keys"_s)},
        {u"response_modes_supported"_s, QJsonArray{u"query"_s, u"fragment"_s, u"form_post"_s}},
        {u"response_types_supported"_s, QJsonArray{u"code"_s}},
        {u"scopes_supported"_s, QJsonArray{u"openid"_s, u"profile"_s, u"email"_s, u"offline_access"_s}},
        {u"subject_types_supported"_s, QJsonArray{u"pairwise"_s}},
        {u"id_token_signing_alg_values_supported"_s, QJsonArray{u"RS256"_s}},
        {u"token_endpoint_auth_methods_supported"_s,
         QJsonArray{u"client_secret_post"_s, u"private_key_jwt"_s, u"client_secret_basic"_s}},
        {u"cloud_instance_name"_s, u"microsoftonline.com"_s},
        {u"cloud_graph_host_name"_s, u"graph.windows.net"_s},
        {u"msgraph_host"_s, u"graph.microsoft.com"_s}};
    body.insert(u"tenant_region_scope"_s, named ? QJsonValue(u"EU"_s) : QJsonValue(QJsonValue::Null));
    if (second)
        body.insert(u"device_authorization_endpoint"_s, base + u"/oauth2/v2.0/devicecode"_s);
    return jsonResponse(200, body);
}

// ---- Ways to sign in -----------------------------------------------------------------------------

ServerResponse Entra::startDeviceCode(const ServerRequest &request, const QString &tenant)
{
    if (request.method != "POST")
        return refused(request, 900561, {QString::fromLatin1(request.method)});
    EntraForm form{.request = request, .tenant = tenant};
    form.fields.setQuery(QString::fromLatin1(request.body).replace(u'+', u"%20"_s));
    const QString clientId = form.value(u"client_id"_s);
    if (clientId.isEmpty())
        return refused(request, 900144, {u"client_id"_s});
    const Tenant *named = tenantNamed(*m_world, tenant);
    if (const int refusal = refusalOfClient(*m_world, clientId, named ? named->id : QString()))
        return refused(request, refusal, {clientId, named ? named->name : tenant});
    const QString scope = form.value(u"scope"_s);
    if (const Wish wish = wishOf(scope); wish.refusal != 0)
        return refused(request, wish.refusal, {wish.named, named ? named->name : tenant});

    const QString deviceCode = opaqueCode(u"device code"_s);
    QString userCode;
    for (const QChar c : opaqueCode(u"user code"_s)) {
        if (userCode.size() < 9 && c.isLetterOrNumber())
            userCode += c.toUpper();
    }
    m_devices.insert(deviceCode,
                     {.clientId = clientId,
                      .scope = scope,
                      .tenant = tenant,
                      .expiresAt = m_world->clock + deviceCodeLifetime});
    const QString where = u"https://microsoft.com/devicelogin"_s;
    return jsonResponse(
        200,
        {{u"user_code"_s, userCode},
         {u"device_code"_s, deviceCode},
         {u"verification_uri"_s, where},
         {u"expires_in"_s, deviceCodeLifetime},
         {u"interval"_s, 5},
         {u"message"_s,
          u"To sign in, use a web browser to open the page %1 and enter the code %2 to authenticate."_s.arg(
              where, userCode)}});
}

ServerResponse Entra::authorize(const ServerRequest &request, const QString &tenant)
{
    const auto value = [&](QStringView name) { return request.queryValue(name).value_or(QString()); };
    const QString clientId = value(u"client_id");
    const QString redirectUri = value(u"redirect_uri");
    const auto shown = [&](int code, const QStringList &details) {
        const QJsonObject body = QJsonDocument::fromJson(refused(request, code, details).body).object();
        return page(u"Sign in to your account"_s, body.value("error_description"_L1).toString());
    };

    // Where the client cannot be told, the person is.
    const Tenant *named = tenantNamed(*m_world, tenant);
    if (clientId.isEmpty())
        return shown(900144, {u"client_id"_s});
    if (const int refusal = refusalOfClient(*m_world, clientId, named ? named->id : QString()))
        return shown(refusal, {clientId, named ? named->name : tenant});
    if (!isRegistered(*applicationNamed(*m_world, clientId), redirectUri))
        return shown(50011, {redirectUri, clientId});

    const QString mode = value(u"response_mode");
    const QString state = value(u"state");
    const auto sentBackWith = [&](const QString &error, int code, const QStringList &details) {
        const QJsonObject body = QJsonDocument::fromJson(refused(request, code, details).body).object();
        return sentBack(redirectUri, mode,
                        {{u"error"_s, error.isEmpty() ? body.value("error"_L1).toString() : error},
                         {u"error_description"_s, body.value("error_description"_L1).toString()},
                         {u"error_uri"_s, body.value("error_uri"_L1).toString()},
                         {u"error_subcode"_s, code == 65004 ? u"cancel"_s : QString()},
                         {u"state"_s, state}});
    };
    if (value(u"response_type") != "code"_L1)
        return sentBackWith({}, 700054, {value(u"response_type")});
    const QString challenge = value(u"code_challenge");
    const QString method = challenge.isEmpty()      ? QString()
        : value(u"code_challenge_method").isEmpty() ? u"plain"_s
                                                    : value(u"code_challenge_method");
    if (!challenge.isEmpty() && method != "S256"_L1 && method != "plain"_L1)
        return sentBackWith(u"invalid_request"_s, 501481, {});
    const QString scope = value(u"scope");
    if (const Wish wish = wishOf(scope); wish.refusal != 0)
        return sentBackWith({}, wish.refusal, {wish.named, named ? named->name : tenant});

    const QString hint = value(u"login_hint");
    const Person *person = hint.isEmpty() ? administratorOf(*m_world) : personNamed(*m_world, hint);
    const bool silent = value(u"prompt") == "none"_L1;
    if (!person && silent)
        return sentBackWith({}, 50058, {});
    if (!person || m_world->signIn.browser == InteractiveSignIn::Browser::Abandoned)
        return page(u"Sign in to your account"_s, u"Nobody signs in here."_s);
    const QString tenantId = named ? named->id : person->tenantId;
    const auto application = applicationNamed(*m_world, clientId);
    if (m_world->signIn.browser == InteractiveSignIn::Browser::Declined && !silent)
        return sentBackWith(u"access_denied"_s, 65004, {});
    if (m_world->signIn.refusal != 0)
        return sentBackWith(silent ? u"interaction_required"_s : QString(), m_world->signIn.refusal,
                            {clientId, application->name});
    if (!isIn(*person, tenantId))
        return shown(50020,
                     {person->userPrincipalName, person->tenantId, tenantNameOf(*m_world, tenantId),
                      application->name});
    if (!application->consented)
        return sentBackWith(silent ? u"consent_required"_s : u"access_denied"_s, 65001,
                            {clientId, application->name});

    const QString code = opaqueCode(u"authorization code"_s);
    m_authorizations.insert(code,
                            {.clientId = clientId,
                             .redirectUri = redirectUri,
                             .scope = scope,
                             .tenantId = tenantId,
                             .personId = person->objectId,
                             .challenge = challenge,
                             .challengeMethod = method,
                             .nonce = value(u"nonce"),
                             .expiresAt = m_world->clock + codeLifetime});
    return sentBack(redirectUri, mode,
                    {{u"code"_s, code},
                     {u"state"_s, state},
                     {u"session_state"_s, stableGuid(u"session "_s + person->objectId)}});
}

// ---- The token endpoint --------------------------------------------------------------------------

ServerResponse Entra::token(const ServerRequest &request, const QString &tenant, bool second)
{
    if (request.method != "POST")
        return refused(request, 900561, {QString::fromLatin1(request.method)});
    EntraForm form{.request = request, .tenant = tenant, .second = second};
    form.fields.setQuery(QString::fromLatin1(request.body).replace(u'+', u"%20"_s));
    if (form.value(u"client_id"_s).isEmpty()) {
        // RFC 6749 allows the name and secret of a client in the header, too.
        const QByteArray authorization = request.header("Authorization");
        const QByteArray pair = QByteArray::fromBase64(authorization.mid(6));
        if (authorization.left(6).toLower() == "basic " && pair.contains(':')) {
            const qsizetype colon = pair.indexOf(':');
            form.fields.addQueryItem(u"client_id"_s, QString::fromLatin1(pair.left(colon)));
            form.fields.addQueryItem(u"client_secret"_s, QString::fromLatin1(pair.mid(colon + 1)));
        }
    }
    const QString grantType = form.value(u"grant_type"_s);
    const QString clientId = form.value(u"client_id"_s);
    if (grantType.isEmpty())
        return refused(request, 900144, {u"grant_type"_s});
    if (clientId.isEmpty())
        return refused(request, 900144, {u"client_id"_s});
    const Tenant *named = tenantNamed(*m_world, tenant);
    if (const int refusal = refusalOfClient(*m_world, clientId, named ? named->id : QString()))
        return refused(request, refusal, {clientId, named ? named->name : tenant});
    if (grantType == "client_credentials"_L1)
        return clientCredentials(form);

    const bool known = grantType == "authorization_code"_L1 || grantType == "refresh_token"_L1
        || grantType == "device_code"_L1 || grantType == "urn:ietf:params:oauth:grant-type:device_code"_L1;
    if (!known)
        return refused(request, 70003, {grantType});
    const auto application = applicationNamed(*m_world, clientId);
    const QString secret = form.value(u"client_secret"_s);
    if (!application->publicClient && secret.isEmpty())
        return refused(request, 7000218);
    if (!application->publicClient && secret != application->secret)
        return refused(request, 7000215, {clientId});
    if (grantType == "authorization_code"_L1)
        return redeemCode(form);
    if (grantType == "refresh_token"_L1)
        return refresh(form);
    return redeemDeviceCode(form);
}

ServerResponse Entra::redeemDeviceCode(const EntraForm &form)
{
    QString deviceCode = form.value(u"device_code"_s);
    if (deviceCode.isEmpty())
        deviceCode = form.value(u"code"_s);
    const auto found = m_devices.find(deviceCode);
    if (found == m_devices.end() || found->used || found->clientId != form.value(u"client_id"_s)
        || !sameName(found->tenant, form.tenant))
        return refused(form.request, 70018);
    if (m_world->clock >= found->expiresAt)
        return refused(form.request, 70020);

    const InteractiveSignIn &course = m_world->signIn;
    using DeviceCode = InteractiveSignIn::DeviceCode;
    if (course.deviceCode == DeviceCode::NeverTyped || found->polls < course.pendingPolls) {
        const bool tooFast = found->polls < course.slowDowns;
        ++found->polls;
        return refused(form.request, tooFast ? 70019 : 70016);
    }
    if (course.deviceCode == DeviceCode::Expires)
        return refused(form.request, 70020);
    if (course.deviceCode == DeviceCode::Declined)
        return refused(form.request, 70022);
    const Person *person = administratorOf(*m_world);
    if (!person)
        return refused(form.request, 70016);
    found->used = true;
    const Tenant *named = tenantNamed(*m_world, form.tenant);
    return tokens(form,
                  {.person = person,
                   .tenantId = named ? named->id : person->tenantId,
                   .clientId = found->clientId,
                   .scope = found->scope});
}

ServerResponse Entra::redeemCode(const EntraForm &form)
{
    const auto found = m_authorizations.find(form.value(u"code"_s));
    const QString clientId = form.value(u"client_id"_s);
    if (found == m_authorizations.end() || !sameName(found->clientId, clientId))
        return refused(form.request, 70000, {u"code"_s});
    if (found->redeemed)
        return refused(form.request, 54005);
    if (m_world->clock >= found->expiresAt)
        return refused(form.request, 70008);
    if (form.value(u"redirect_uri"_s) != found->redirectUri)
        return refused(form.request, 500112, {form.value(u"redirect_uri"_s), found->redirectUri});
    if (!provesItself(form.value(u"code_verifier"_s), found->challenge, found->challengeMethod))
        return refused(form.request, 501481);
    const Tenant *named = tenantNamed(*m_world, form.tenant);
    if (named && !sameName(named->id, found->tenantId))
        return refused(form.request, 70000, {u"code"_s});
    found->redeemed = true;
    const QString scope = form.value(u"scope"_s);
    const auto person =
        std::find_if(m_world->persons.begin(), m_world->persons.end(),
                     [&](const Person &one) { return sameName(one.objectId, found->personId); });
    if (person == m_world->persons.end())
        return refused(form.request, 50034, {found->personId, tenantNameOf(*m_world, found->tenantId)});
    return tokens(form,
                  {.person = &*person,
                   .tenantId = found->tenantId,
                   .clientId = found->clientId,
                   .scope = scope.isEmpty() ? found->scope : scope,
                   .nonce = found->nonce});
}

ServerResponse Entra::refresh(const EntraForm &form)
{
    const auto grant = refreshGrant(*m_world, form.value(u"refresh_token"_s).toLatin1());
    if (!grant || !sameName(grant->clientId, form.value(u"client_id"_s)))
        return refused(form.request, 70000, {u"refresh_token"_s});
    const auto person =
        std::find_if(m_world->persons.begin(), m_world->persons.end(),
                     [&](const Person &one) { return sameName(one.objectId, grant->personId); });
    if (person == m_world->persons.end())
        return refused(form.request, 50034, {grant->personId, tenantNameOf(*m_world, grant->tenantId)});
    if (person->sessionsRevokedAt != 0 && grant->issuedAt < person->sessionsRevokedAt)
        return refused(form.request, 50173);
    if (m_world->clock >= grant->expiresOn())
        return refused(form.request, 700082, {timeText(grant->issuedAt)});
    const Tenant *named = tenantNamed(*m_world, form.tenant);
    return tokens(form,
                  {.person = &*person,
                   .tenantId = named ? named->id : grant->tenantId,
                   .clientId = grant->clientId,
                   .scope = form.value(u"scope"_s),
                   .generation = grant->generation + 1});
}

ServerResponse Entra::refusedAssertion(const EntraForm &form, const Application &application)
{
    const QString assertion = form.value(u"client_assertion"_s);
    if (assertion.count(u'.') != 2)
        return refused(form.request, 50027);
    const QString issuer = issuerOf(assertion);
    if (issuer != issuerOf(application.assertion))
        return refused(form.request, 700211, {issuer});
    return refused(form.request, 700213);
}

ServerResponse Entra::clientCredentials(const EntraForm &form)
{
    const QString clientId = form.value(u"client_id"_s);
    const auto application = applicationNamed(*m_world, clientId);
    const QString secret = form.value(u"client_secret"_s);
    const QString assertion = form.value(u"client_assertion"_s);
    if (secret.isEmpty() && assertion.isEmpty())
        return refused(form.request, 7000218);
    if (!secret.isEmpty() && secret != application->secret)
        return refused(form.request, 7000215, {clientId});
    if (secret.isEmpty() && assertion != application->assertion)
        return refusedAssertion(form, *application);
    const Tenant *tenant = tenantNamed(*m_world, form.tenant);
    if (!tenant || !sameName(tenant->id, application->tenantId)
        || application->servicePrincipalObjectId.isEmpty())
        return refused(form.request, 7000229, {clientId, tenant ? tenant->name : form.tenant});
    QString resource = form.value(u"resource"_s);
    if (form.second) {
        const QString scope = form.value(u"scope"_s);
        if (scope.isEmpty())
            return refused(form.request, 900144, {u"scope"_s});
        if (!scope.endsWith("/.default"_L1))
            return refused(form.request, 1002012, {scope});
        resource = scope.chopped(9);
    }
    if (audienceOf(resource) == Audience::Unknown)
        return refused(form.request, 500011, {resource, tenant->name});
    const QByteArray accessToken = issueApplicationToken(*m_world, *application, resource);
    m_issued(accessToken);
    const qint64 seconds = signedInTokenTimes(*m_world).expiresOn - m_world->clock;
    if (!form.second)
        return jsonResponse(200,
                            {{u"token_type"_s, u"Bearer"_s},
                             {u"expires_in"_s, QString::number(seconds)},
                             {u"ext_expires_in"_s, QString::number(seconds)},
                             {u"expires_on"_s, QString::number(m_world->clock + seconds)},
                             {u"not_before"_s, QString::number(signedInTokenTimes(*m_world).notBefore)},
                             {u"resource"_s, resource},
                             {u"access_token"_s, QString::fromLatin1(accessToken)}});
    return jsonResponse(200,
                        {{u"token_type"_s, u"Bearer"_s},
                         {u"expires_in"_s, seconds},
                         {u"ext_expires_in"_s, seconds},
                         {u"access_token"_s, QString::fromLatin1(accessToken)}});
}

ServerResponse Entra::tokens(const EntraForm &form, const Session &session)
{
    const Person &person = *session.person;
    const auto application = applicationNamed(*m_world, session.clientId);
    const QString tenantName = tenantNameOf(*m_world, session.tenantId);
    if (m_world->signIn.refusal != 0)
        return refused(form.request, m_world->signIn.refusal, {session.clientId, application->name});
    if (!isIn(person, session.tenantId))
        return refused(form.request, 50020,
                       {person.userPrincipalName, person.tenantId, tenantName, application->name});

    QString scope = session.scope;
    // Version 1 names the resource alone, and always gives a refresh token.
    if (!form.second) {
        const QString resource = form.value(u"resource"_s);
        if (resource.isEmpty())
            return refused(form.request, 900144, {u"resource"_s});
        scope = u"openid offline_access "_s + resource + u"/.default"_s;
    }
    const Wish wish = wishOf(scope);
    if (wish.refusal != 0)
        return refused(form.request, wish.refusal, {wish.named, tenantName});
    if (!application->consented)
        return refused(form.request, 65001, {session.clientId, application->name});

    const QString granted = wish.permissions.join(u' ');
    const QByteArray accessToken =
        issuePersonToken(*m_world, person, session.tenantId, session.clientId, wish.resource, granted);
    m_issued(accessToken);
    const TokenTimes times = signedInTokenTimes(*m_world);
    const qint64 seconds = times.expiresOn - m_world->clock;
    QJsonObject body{{u"token_type"_s, u"Bearer"_s}, {u"access_token"_s, QString::fromLatin1(accessToken)}};
    if (form.second) {
        QStringList qualified;
        for (const QString &permission : wish.permissions)
            qualified.append(wish.resource + u'/' + permission);
        body.insert(u"scope"_s, qualified.join(u' '));
        body.insert(u"expires_in"_s, seconds);
        body.insert(u"ext_expires_in"_s, seconds);
    } else {
        body.insert(u"scope"_s, granted);
        body.insert(u"resource"_s, form.value(u"resource"_s));
        body.insert(u"expires_in"_s, QString::number(seconds));
        body.insert(u"ext_expires_in"_s, QString::number(seconds));
        body.insert(u"expires_on"_s, QString::number(times.expiresOn));
        body.insert(u"not_before"_s, QString::number(times.notBefore));
    }
    if (wish.refreshToken) {
        RefreshGrant grant;
        grant.personId = person.objectId;
        grant.tenantId = session.tenantId;
        grant.clientId = session.clientId;
        grant.issuedAt = m_world->clock;
        grant.generation = session.generation;
        const QByteArray refreshToken = issueRefreshToken(*m_world, grant);
        m_issued(refreshToken);
        body.insert(u"refresh_token"_s, QString::fromLatin1(refreshToken));
    }
    if (wish.idToken) {
        const QByteArray idToken =
            issueIdToken(*m_world, person, session.tenantId, session.clientId, session.nonce);
        m_issued(idToken);
        body.insert(u"id_token"_s, QString::fromLatin1(idToken));
    }
    // How MSAL knows the account across tenants.
    if (form.value(u"client_info"_s) == "1"_L1) {
        const QJsonObject account{{u"uid"_s, person.objectId}, {u"utid"_s, person.tenantId}};
        body.insert(u"client_info"_s, base64Url(QJsonDocument(account).toJson(QJsonDocument::Compact)));
    }
    return jsonResponse(200, body);
}

} // namespace signet::sandbox
