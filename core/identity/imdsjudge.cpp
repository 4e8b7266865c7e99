#include "core/identity/imds.h"

#include "core/identity/epochtime.h"
#include "core/result/redaction.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>

#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Ten years of 365 days: no token lives that long, so a later expiry is a mistake of units.
constexpr qint64 longestLife = 10LL * 365 * 86400;
// Before 2001-01-01 a "time" is a duration that somebody put into the wrong field.
constexpr qint64 earliestTime = 978307200;
// A token issued earlier than this comes out of the platform's cache; fresh ones are dated back by
// the clock tolerance.
constexpr qint64 cachedAge = 900;
// IMDS is back from an update within this time (documented for 410).
constexpr std::chrono::seconds updateTime{70};
// Sum of the documented backoff of five tries.
constexpr std::chrono::seconds backoffTime{30};

// A reply with what every rule below wants to know about it.
struct Seen {
    Seen(const Reply &theReply, const Machine &theMachine, const Environment &theEnvironment,
         std::chrono::sys_seconds theTime)
        : reply(theReply)
        , machine(theMachine)
        , environment(theEnvironment)
        , now(theTime.time_since_epoch().count())
    {
        QByteArray body = reply.body;
        if (body.startsWith("\xEF\xBB\xBF"))
            body.remove(0, 3);
        text = QString::fromUtf8(body.left(65536)).trimmed();
        const QJsonDocument document = QJsonDocument::fromJson(body);
        isObject = document.isObject();
        json = document.object();
        isHtml = !isObject
            && (text.startsWith(u'<')
                || (!text.isEmpty() && reply.header("Content-Type").toLower().contains("html")));
        fromImds = reply.header("Server").toUpper().contains("IMDS");
        wentThroughAgent = !reply.header("x-ms-azure-host-authorization").isEmpty();
        isOverridden = environment.has(u"AZURE_POD_IDENTITY_AUTHORITY_HOST"_s);
    }

    const Reply &reply;
    const Machine &machine;
    const Environment &environment;
    qint64 now;
    QString text; // body without byte order mark, trimmed, cut
    bool isObject = false;
    QJsonObject json;
    bool isHtml = false;
    bool fromImds = false; // genuine answers say so; proxies and other services do not
    bool wentThroughAgent = false; // the guest proxy agent signed the request
    bool isOverridden = false;
};

TokenAnswer answerFor(const Seen &seen)
{
    const Reply &reply = seen.reply;
    TokenAnswer answer;
    answer.transport = reply.transport;
    answer.status = reply.status;
    answer.retriesUsed = reply.repetitions;
    answer.waited = reply.waited;
    answer.activityId = reply.activityId();
    if (reply.status != 0)
        answer.facts.insert(u"httpStatus"_s, reply.status);
    if (seen.wentThroughAgent)
        answer.facts.insert(u"mspActive"_s, true);
    if (seen.isOverridden)
        answer.facts.insert(u"override"_s, u"AZURE_POD_IDENTITY_AUTHORITY_HOST"_s);
    if (seen.machine.azureVm)
        answer.facts.insert(u"azureVm"_s, *seen.machine.azureVm);
    if (!seen.machine.evidence.isEmpty())
        answer.facts.insert(u"evidence"_s, QJsonArray::fromStringList(seen.machine.evidence));
    return answer;
}

TokenAnswer failed(TokenAnswer answer, IdentityKind kind)
{
    answer.outcome = TokenAnswer::Outcome::Error;
    answer.kind = kind;
    switch (kind) {
    case IdentityKind::ImdsUpdating:
        answer.canRetry = true;
        answer.longestWait = updateTime;
        break;
    case IdentityKind::Throttled:
    case IdentityKind::TransientServer:
    case IdentityKind::ImdsTimeout:
        answer.canRetry = true;
        answer.longestWait = backoffTime;
        break;
    default:
        break;
    }
    return answer;
}

// ---- Nobody answered ------------------------------------------------------------------------

// The name of the system's error for evidence; what Windows calls it differs by its prefix.
QString errorName(Transport transport, Platform platform)
{
    QString name;
    switch (transport) {
    case Transport::ConnectionRefused:
        name = u"ECONNREFUSED"_s;
        break;
    case Transport::ConnectionReset:
        name = u"ECONNRESET"_s;
        break;
    case Transport::HostUnreachable:
        name = u"EHOSTUNREACH"_s;
        break;
    case Transport::NetworkUnreachable:
        name = u"ENETUNREACH"_s;
        break;
    case Transport::AccessDenied:
        name = u"EACCES"_s;
        break;
    case Transport::ConnectTimeout:
        name = u"ETIMEDOUT"_s;
        break;
    default:
        return {};
    }
    return platform == Platform::Windows ? u"WSA"_s + name : name;
}

IdentityKind kindOfSilence(Transport transport, const Machine &machine)
{
    IdentityKind kind = IdentityKind::ImdsUnreachable;
    switch (transport) {
    case Transport::ConnectionRefused:
    case Transport::ConnectionReset:
        kind = IdentityKind::ImdsRefused;
        break;
    case Transport::ConnectTimeout:
    case Transport::ReadTimeout:
        kind = IdentityKind::ImdsTimeout;
        break;
    case Transport::AccessDenied:
        kind = IdentityKind::BlockedByFirewall;
        break;
    case Transport::BodyTooLarge:
        return IdentityKind::BodyTooLarge;
    case Transport::ProxyFailed:
        return IdentityKind::ProxyInPath;
    case Transport::TlsPeerRejected:
    case Transport::ProtocolError:
        return IdentityKind::NotImds;
    default:
        break;
    }
    // The firmware is conclusive: where it is not Azure's there is no metadata service to reach.
    return machine.azureVm == false ? IdentityKind::NotInAzure : kind;
}

TokenAnswer judgeSilence(const Seen &seen)
{
    const Reply &reply = seen.reply;
    TokenAnswer answer = answerFor(seen);
    answer.facts.insert(u"transport"_s, QString(toString(reply.transport)));
    if (reply.transport == Transport::Stopped)
        return answer;
    if (reply.transport == Transport::NotSent) {
        // Our own rules refused the address, which only a variable can have given.
        answer.facts.insert(u"reason"_s, reply.errorText);
        return failed(answer, IdentityKind::EndpointEnvInvalid);
    }
    const QString name = errorName(reply.transport, seen.machine.platform);
    if (!name.isEmpty())
        answer.facts.insert(u"errno"_s, name);
    if (!reply.errorText.isEmpty())
        answer.facts.insert(u"rawText"_s, reply.errorText.left(500));
    const IdentityKind kind = kindOfSilence(reply.transport, seen.machine);
    if (kind == IdentityKind::NotInAzure) {
        answer.facts.insert(u"reason"_s, seen.machine.firmware);
        if (seen.machine.otherCloud == "aws"_L1 || seen.machine.otherCloud == "gcp"_L1)
            answer.facts.insert(u"cloudGuess"_s, seen.machine.otherCloud);
    }
    return failed(answer, kind);
}

// ---- Something else answered ----------------------------------------------------------------

// A proxy names itself in headers (RFC 9110: Via) or on its page; IMDS has none of these.
bool isFromProxy(const Seen &seen)
{
    for (const char *name : {"Via", "Proxy-Authenticate", "Proxy-Connection", "Proxy-Agent", "X-Squid-Error",
                             "X-Cache-Lookup", "X-BlueCoat-Via"}) {
        if (!seen.reply.header(name).isEmpty())
            return true;
    }
    const QString server = QString::fromLatin1(seen.reply.header("Server"));
    static const QRegularExpression products(u"squid|bluecoat|blue coat|zscaler|mcafee web "
                                             u"gateway|forcepoint|netskope|privoxy|tinyproxy|mitmproxy|"
                                             "fortigate|ironport|envoy|haproxy"_s,
                                             QRegularExpression::CaseInsensitiveOption);
    if (products.match(server).hasMatch())
        return true;
    static const QRegularExpression page(
        u"\\b(squid|zscaler|web gateway|proxy server|proxy error|webfilter)\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    return seen.isHtml && page.match(seen.text).hasMatch();
}

// Docker Desktop passes the port on to the machine outside and reports what became of it, in the
// language of Windows; the address at the front is always the same.
bool isDockerDesktop(const Seen &seen)
{
    const QString reason = QString::fromUtf8(seen.reply.reason);
    for (const QString &text : {seen.text, reason}) {
        if (text.contains("connecting to 169.254.169.254"_L1)
            || (text.contains("169.254.169.254:80"_L1)
                && (text.contains("connectex"_L1) || text.contains("dial tcp"_L1))))
            return true;
    }
    return false;
}

// aad-pod-identity intercepts the address in a cluster and answers in plain text.
bool isPodIdentity(const Seen &seen)
{
    static const QRegularExpression texts(
        u"pod list is empty|assigned identities for pod|AzureAssignedIdentity|no azure identity found|"
        "AzureIdentityBinding|\\bnmi\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    return !seen.isHtml && texts.match(seen.text).hasMatch();
}

struct CloudGuess {
    QString cloud;
    bool isSure = false;
};

// Amazon and Google have their metadata services at the same address.
CloudGuess otherCloud(const Seen &seen)
{
    const QByteArray server = seen.reply.header("Server").toLower();
    if (seen.fromImds)
        return {};
    if (server.contains("ec2ws"))
        return {u"aws"_s, true};
    if (server.contains("metadata server for vm") || !seen.reply.header("Metadata-Flavor").isEmpty()
        || seen.text.contains("Metadata-Flavor"_L1, Qt::CaseInsensitive))
        return {u"gcp"_s, true};
    // Amazon's error pages, when something took the header off.
    static const QRegularExpression amazon(u"\\A<\\?xml.*<title>4\\d\\d - [A-Z][A-Za-z ]+</title>"_s,
                                           QRegularExpression::DotMatchesEverythingOption);
    if (amazon.match(seen.text).hasMatch())
        return {u"aws"_s, false};
    if ((seen.machine.otherCloud == "aws"_L1 || seen.machine.otherCloud == "gcp"_L1) && !seen.isObject)
        return {seen.machine.otherCloud, true};
    return {};
}

TokenAnswer notImds(const Seen &seen, TokenAnswer answer)
{
    const QByteArray server = seen.reply.header("Server");
    if (!server.isEmpty())
        answer.facts.insert(u"responder"_s, QString::fromLatin1(server.left(100)));
    return failed(answer, IdentityKind::NotImds);
}

// ---- The service refused --------------------------------------------------------------------

// What an error body says, in any of the spellings of the identity endpoints.
struct DevOpsError {
    QString code;
    QString description;
    int aadsts = 0; // 0 when Entra was not asked
    QString correlationId;
};

DevOpsError serviceErrorOf(const Seen &seen)
{
    DevOpsError error;
    const QJsonObject inner = seen.json["error"_L1].isObject() ? seen.json["error"_L1].toObject() : seen.json;
    error.code = inner["error"_L1].isString() ? inner["error"_L1].toString() : inner["code"_L1].toString();
    for (const QLatin1StringView name : {"error_description"_L1, "message"_L1, "Message"_L1}) {
        if (error.description.isEmpty())
            error.description = inner[name].toString();
    }
    for (const QLatin1StringView name : {"correlation_id"_L1, "correlationId"_L1, "CorrelationId"_L1}) {
        if (error.correlationId.isEmpty())
            error.correlationId = inner[name].toString();
    }
    if (error.correlationId.isEmpty()) {
        static const QRegularExpression form(u"Correlation ID: ([0-9a-f-]{36})"_s,
                                             QRegularExpression::CaseInsensitiveOption);
        error.correlationId = form.match(error.description).captured(1);
    }
    static const QRegularExpression aadsts(u"AADSTS(\\d{4,9})"_s);
    error.aadsts = aadsts.match(error.description).captured(1).toInt();
    if (error.aadsts == 0)
        error.aadsts = inner["error_codes"_L1].toArray().first().toInt();
    return error;
}

// Entra's own refusals. Source: Microsoft Learn, "Microsoft Entra authentication and authorization
// error codes".
std::optional<IdentityKind> kindOfEntraError(int aadsts)
{
    switch (aadsts) {
    case 50001: // resource not found or not registered in the tenant
    case 500011:
    case 500014: // resource disabled
    case 650052: // the organization has no service principal for it
    case 650057:
        return IdentityKind::ResourceNotFound;
    case 70001: // application not found, old number
    case 700016: // application not found in the directory
    case 700027: // certificate not accepted
    case 7000112: // application disabled
    case 7000222: // expired key
    case 7000229: // no service principal in the tenant
    case 90002: // tenant not found
        return IdentityKind::IdentityBroken;
    case 90006:
    case 90033:
    case 50033:
        return IdentityKind::TransientServer;
    case 90055:
    case 50196:
        return IdentityKind::Throttled;
    default:
        return std::nullopt;
    }
}

// Microsoft asks not to branch on the description, but only it tells the causes of a 400 apart. So
// loosely, and what is not recognised stays unclassified.
std::optional<IdentityKind> kindOfServiceError(const Seen &seen, const DevOpsError &error, bool hasSelector)
{
    if (const auto kind = kindOfEntraError(error.aadsts))
        return kind;

    const QString text = (error.code + u' ' + error.description).toLower();
    const auto says = [&text](QLatin1StringView words) { return text.contains(words); };
    if (says("forwarded"_L1))
        return IdentityKind::ForwardedHeaderRejected;
    if (error.code == "bad_request_102"_L1 || (says("metadata"_L1) && says("header"_L1)))
        return IdentityKind::MissingMetadataHeader;
    if (says("api-version"_L1) || says("api version"_L1) || seen.json.contains("newest-versions"_L1))
        return IdentityKind::BadApiVersion;
    if (says("throttled"_L1) || says("too many requests"_L1) || says("too_many_requests"_L1))
        return IdentityKind::Throttled;
    if (says("unknown_source"_L1) || says("unknown source"_L1))
        return IdentityKind::LegacyEndpoint;
    if (says("multiple"_L1) && says("identit"_L1))
        return IdentityKind::IdentityAmbiguous;
    static const QRegularExpression absent(
        u"identit(y|ies)\\b.{0,100}(not (been )?(found|assigned)|n't (found|assigned)|does ?n[o']t exist)|"
        "\\bno\\b.{0,100}identit(y|ies)\\b.{0,60}(found|assigned)"_s);
    if (absent.match(text).hasMatch())
        return hasSelector ? IdentityKind::IdentityNotAssigned : IdentityKind::NoIdentity;
    if (error.code == "invalid_resource"_L1)
        return IdentityKind::ResourceNotFound;
    if (error.code == "unauthorized_client"_L1)
        return IdentityKind::IdentityBroken;
    return std::nullopt;
}

// Seconds of Retry-After, which may also be a date.
std::optional<qint64> retryAfterSeconds(const Seen &seen)
{
    const int seconds = seen.reply.retryAfter();
    if (seconds >= 0)
        return seconds;
    const auto time = epochSeconds(QString::fromLatin1(seen.reply.header("Retry-After")));
    if (!time || *time < earliestTime)
        return std::nullopt;
    return qMax(qint64(0), *time - seen.now);
}

IdentityKind kindOfStatus(const Seen &seen)
{
    const int status = seen.reply.status;
    switch (status) {
    case 403:
        // The guest proxy agent denies without a word. So do other filters: see confidence.
        if (seen.text.isEmpty())
            return IdentityKind::BlockedByMsp;
        break;
    case 404:
        return seen.fromImds || seen.isObject || seen.text.isEmpty() ? IdentityKind::ImdsUpdating
                                                                     : IdentityKind::NotImds;
    case 408:
        return IdentityKind::TransientServer;
    case 502:
    case 504:
        return seen.fromImds ? IdentityKind::TransientServer : IdentityKind::ProxyInPath;
    case 511: // Network Authentication Required (RFC 6585)
        return IdentityKind::CaptivePortal;
    default:
        if (status >= 500)
            return seen.isHtml && !seen.fromImds ? IdentityKind::NotImds : IdentityKind::TransientServer;
        break;
    }
    return seen.isObject || seen.fromImds ? IdentityKind::BadRequestUnclassified : IdentityKind::NotImds;
}

// Every answer that is no success: 3xx, 4xx, 5xx.
TokenAnswer judgeRefusal(const Seen &seen, bool hasSelector)
{
    const Reply &reply = seen.reply;
    TokenAnswer answer = answerFor(seen);
    if (!seen.text.isEmpty())
        answer.facts.insert(u"rawText"_s, redacted(seen.text.left(2000)));

    if (reply.status < 400) {
        answer.facts.insert(u"location"_s, redacted(QString::fromUtf8(reply.header("Location").left(500))));
        return failed(answer, IdentityKind::RedirectRefused);
    }
    if (isDockerDesktop(seen))
        return failed(answer, IdentityKind::DockerDesktopProxy);
    if (reply.status == 407)
        return failed(answer, IdentityKind::ProxyInPath);
    if (const CloudGuess guess = otherCloud(seen); !guess.cloud.isEmpty()) {
        answer.facts.insert(u"cloudGuess"_s, guess.cloud);
        if (!guess.isSure)
            answer.facts.insert(u"confidence"_s, u"low"_s);
        return notImds(seen, answer);
    }
    if (isPodIdentity(seen)) {
        answer = notImds(seen, answer);
        answer.facts.insert(u"responder"_s, u"aad-pod-identity"_s);
        return answer;
    }

    std::optional<IdentityKind> kind;
    if (seen.isObject) {
        const DevOpsError error = serviceErrorOf(seen);
        const QString said = error.description.isEmpty() ? error.code : error.description;
        if (!said.isEmpty())
            answer.facts.insert(u"rawText"_s, redacted(said.left(2000)));
        if (error.aadsts != 0)
            answer.facts.insert(u"aadsts"_s, error.aadsts);
        if (!error.correlationId.isEmpty())
            answer.facts.insert(u"correlationId"_s, error.correlationId.left(100));
        if (seen.json["newest-versions"_L1].isArray())
            answer.facts.insert(u"newestVersions"_s, seen.json["newest-versions"_L1]);
        kind = kindOfServiceError(seen, error, hasSelector);
    }
    // These say more by their number than by any text.
    if (reply.status == 405)
        kind = IdentityKind::BadMethod;
    else if (reply.status == 410)
        kind = IdentityKind::ImdsUpdating;
    else if (reply.status == 421)
        kind = IdentityKind::BlockedByMsp;
    else if (reply.status == 429)
        kind = IdentityKind::Throttled;
    else if (!kind && isFromProxy(seen))
        kind = IdentityKind::ProxyInPath;
    if (!kind)
        kind = kindOfStatus(seen);

    if (kind == IdentityKind::BlockedByMsp) {
        const bool agentIsThere = seen.wentThroughAgent || !seen.machine.guestProxyAgent.isEmpty();
        answer.facts.insert(u"confidence"_s, agentIsThere ? u"medium"_s : u"low"_s);
    }
    if (kind == IdentityKind::NotImds)
        return notImds(seen, answer);
    answer = failed(answer, *kind);
    if (const auto seconds = retryAfterSeconds(seen)) {
        answer.facts.insert(u"retryAfter"_s, *seconds);
        if (answer.canRetry)
            answer.longestWait = qMax(answer.longestWait, std::chrono::seconds(*seconds));
    }
    return answer;
}

// A success whose body is no JSON object.
TokenAnswer judgeStrangeBody(const Seen &seen)
{
    TokenAnswer answer = answerFor(seen);
    if (seen.text.isEmpty())
        return failed(answer, IdentityKind::EmptyBody);
    if (seen.isHtml) {
        answer.facts.insert(u"rawText"_s, redacted(seen.text.left(500)));
        if (const CloudGuess guess = otherCloud(seen); !guess.cloud.isEmpty()) {
            answer.facts.insert(u"cloudGuess"_s, guess.cloud);
            return notImds(seen, answer);
        }
        return failed(answer, isFromProxy(seen) ? IdentityKind::ProxyInPath : IdentityKind::CaptivePortal);
    }
    return failed(answer, IdentityKind::MalformedJson);
}

// ---- A token --------------------------------------------------------------------------------

// Warnings in the order of their weight: the first that was raised becomes the kind of the answer.
constexpr std::array warningOrder{
    IdentityKind::UserToken,   IdentityKind::WrongIdentity, IdentityKind::ClockSkew,
    IdentityKind::BadExpiry,   IdentityKind::MissingExpiry, IdentityKind::JwtMalformed,
    IdentityKind::ProxyInPath, IdentityKind::NotImds,       IdentityKind::BadRequestUnclassified,
};

// Seconds of Unix time when a token expires, and what is wrong with how the reply says so.
struct Expiry {
    std::optional<qint64> time;
    IdentityKind doubt = IdentityKind::None; // BadExpiry or MissingExpiry
};

bool isPlausible(const std::optional<qint64> &time, qint64 now)
{
    return time && *time >= earliestTime && *time - now <= longestLife;
}

bool isAbsent(const QJsonValue &value)
{
    // The service writes what it does not have as the empty string.
    return value.isUndefined() || (value.isString() && value.toString().isEmpty());
}

Expiry expiryOf(const QJsonObject &json, const std::optional<Claims> &claims, qint64 now)
{
    Expiry expiry;
    const QJsonValue on = json["expires_on"_L1];
    const QJsonValue in = json["expires_in"_L1];
    const auto onTime = epochSeconds(on);
    const auto inSeconds = epochSeconds(in);
    if (isPlausible(onTime, now)) {
        expiry.time = onTime;
    } else {
        if (!isAbsent(on))
            expiry.doubt = IdentityKind::BadExpiry;
        // A relative zero is a token that ends now; below zero it means nothing.
        if (inSeconds && *inSeconds >= 0 && *inSeconds <= longestLife)
            expiry.time = now + *inSeconds;
        else if (!isAbsent(in))
            expiry.doubt = IdentityKind::BadExpiry;
        else if (expiry.doubt == IdentityKind::None)
            expiry.doubt = IdentityKind::MissingExpiry;
    }

    const auto claimed = claims ? claims->expires : std::nullopt;
    if (isPlausible(claimed, now)) {
        if (!expiry.time) {
            expiry.time = claimed;
        } else if (*claimed < *expiry.time) {
            // The service that is asked with the token goes by the claim.
            if (*expiry.time - *claimed > clockTolerance.count())
                expiry.doubt = IdentityKind::BadExpiry;
            expiry.time = claimed;
        }
    }
    return expiry;
}

std::optional<qint64> refreshTime(const QJsonObject &json, qint64 now, qint64 expiresOn)
{
    const auto seconds = epochSeconds(json["refresh_in"_L1]);
    if (!seconds || *seconds <= 0 || *seconds > longestLife || now + *seconds >= expiresOn)
        return std::nullopt;
    return now + *seconds;
}

QString vectorWord(IdentityType type)
{
    return type == IdentityType::System ? u"system"_s : type == IdentityType::User ? u"user"_s : u"unknown"_s;
}

QString clientAuthWord(const QString &acr)
{
    return acr == "0"_L1 ? u"none"_s
        : acr == "1"_L1  ? u"secret"_s
        : acr == "2"_L1  ? u"certificate"_s
                         : QString();
}

void insertText(QJsonObject &facts, QLatin1StringView key, const QString &text)
{
    if (!text.isEmpty())
        facts.insert(key, text);
}

bool sameId(const QString &a, const QString &b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

void addClaimFacts(QJsonObject &facts, const Claims &claims, const QString &resource, qint64 now)
{
    facts.insert(u"identityType"_s, vectorWord(identityTypeOf(claims)));
    insertText(facts, "clientId"_L1, claims.appId);
    insertText(facts, "objectId"_L1, claims.objectId);
    insertText(facts, "tenantId"_L1, claims.tenantId);
    insertText(facts, "resourceId"_L1, machineResourceId(claims));
    insertText(facts, "identityResourceId"_L1, userAssignedResourceId(claims));
    insertText(facts, "alg"_L1, claims.alg);
    insertText(facts, "tokenVersion"_L1, claims.version);
    insertText(facts, "clientAuth"_L1, clientAuthWord(claims.appIdAcr));
    insertText(facts, "userName"_L1, userName(claims));
    if (!claims.audience.isEmpty()) {
        // Of several the one that was asked for, if it is among them.
        QString audience = claims.audience.front();
        for (const QString &other : claims.audience) {
            if (audienceMatches(other, resource))
                audience = other;
        }
        facts.insert(u"audience"_s, audience);
        facts.insert(u"audienceIsAzureDevOps"_s, audienceIsAzureDevOps(audience));
        insertText(facts, "audienceName"_L1, audienceName(audience));
    }
    if (claims.issuedAt) {
        facts.insert(u"issuedSecondsAgo"_s, now - *claims.issuedAt);
        facts.insert(u"platformCached"_s, now - *claims.issuedAt > cachedAge);
    }
}

// Whether the token is the one that was selected; nothing when it cannot be told.
std::optional<bool> isSelected(const IdentitySelector &selector, const std::optional<Claims> &claims,
                               const QJsonObject &json)
{
    const auto compared = [](const QString &wanted, const QString &got) -> std::optional<bool> {
        if (got.isEmpty())
            return std::nullopt;
        return sameId(wanted, got);
    };
    // The token counts; what the reply says beside it only where the token is silent.
    const auto claimOr = [&](QString Claims::*claim, QLatin1StringView field) {
        const QString claimed = claims ? (*claims).*claim : QString();
        return claimed.isEmpty() ? json[field].toString() : claimed;
    };
    if (selector.clientId())
        return compared(selector.text(), claimOr(&Claims::appId, "client_id"_L1));
    if (selector.objectId())
        return compared(selector.text(), claimOr(&Claims::objectId, "object_id"_L1));
    if (selector.resourceId())
        return compared(selector.text(), claimOr(&Claims::miResourceId, "msi_res_id"_L1));
    return true;
}

// How far this machine's clock is behind the issuer's; nothing when it is not, or not by much.
std::optional<qint64> clockBehind(const Claims &claims, qint64 now)
{
    const auto begins = claims.notBefore ? claims.notBefore : claims.issuedAt;
    if (!begins || *begins - now <= clockTolerance.count() || *begins - now > longestLife)
        return std::nullopt;
    return *begins - now;
}

TokenAnswer judgeToken(const TokenQuestion &question, const Seen &seen)
{
    TokenAnswer answer = answerFor(seen);
    QJsonObject &facts = answer.facts;
    const QJsonObject &json = seen.json;

    QByteArray plain = json["access_token"_L1].toString().toUtf8();
    if (plain.trimmed().isEmpty()) {
        const DevOpsError error = serviceErrorOf(seen);
        insertText(facts, "rawText"_L1,
                   redacted((error.description.isEmpty() ? error.code : error.description).left(2000)));
        return failed(answer, IdentityKind::MissingAccessToken);
    }
    // It goes into a header: a control character could end the header, so such a token is never used.
    for (const char c : std::as_const(plain)) {
        if (c <= ' ' || c > '~')
            return failed(answer, IdentityKind::JwtMalformed);
    }
    const QJsonValue type = json["token_type"_L1];
    if (!isAbsent(type) && !type.isNull()) {
        const QString name = type.toString(u"not a text"_s);
        facts.insert(u"tokenType"_s, name.left(60));
        // Bound tokens (mtls_pop) are worth nothing without the key they are bound to.
        if (!sameId(name, u"Bearer"_s))
            return failed(answer, IdentityKind::BadRequestUnclassified);
    }

    AccessToken token;
    token.text = Secret(std::move(plain));
    token.clientIdInReply = json["client_id"_L1].toString();
    insertText(facts, "clientId"_L1, token.clientIdInReply);
    QSet<IdentityKind> warnings;
    bool isUnsure = false; // something could not be confirmed, though nothing speaks against it

    const auto decoded = decodeClaims(token.text);
    if (decoded) {
        token.claims = *decoded;
        addClaimFacts(facts, *decoded, question.resource, seen.now);
        if (!QStringList{u"RS"_s, u"PS"_s, u"ES"_s}.contains(decoded->alg.left(2)) || !decoded->isSigned)
            warnings.insert(IdentityKind::JwtMalformed);
    } else {
        facts.insert(u"identityType"_s, vectorWord(IdentityType::Unknown));
        facts.insert(u"reason"_s, decoded.problem().evidence["reason"_L1]);
        warnings.insert(IdentityKind::JwtMalformed);
    }

    const Expiry expiry = expiryOf(json, token.claims, seen.now);
    if (!expiry.time)
        return failed(answer, expiry.doubt);
    token.expiresOn = *expiry.time;
    token.refreshOn = refreshTime(json, seen.now, token.expiresOn);
    facts.insert(u"expiresOn"_s, token.expiresOn);
    facts.insert(u"secondsLeft"_s, token.expiresOn - seen.now);
    facts.insert(u"refreshOn"_s, token.refreshOn ? QJsonValue(*token.refreshOn) : QJsonValue());
    if (expiry.doubt != IdentityKind::None)
        warnings.insert(expiry.doubt);
    if (token.expiresOn <= seen.now) {
        // Of a token that has a life left by its own account the clock tells: this one runs ahead.
        const auto left = epochSeconds(json["expires_in"_L1]);
        if (left && *left > 0 && *left <= longestLife)
            facts.insert(u"skewSeconds"_s, token.expiresOn - *left - seen.now);
        return failed(answer, IdentityKind::TokenExpired);
    }

    if (token.claims) {
        const Claims &claims = *token.claims;
        bool isForResource = claims.audience.isEmpty();
        for (const QString &audience : claims.audience)
            isForResource = isForResource || audienceMatches(audience, question.resource);
        if (!isForResource)
            return failed(answer, IdentityKind::WrongAudience);
        // Entra writes one audience as text; a list is not its form.
        isUnsure = claims.audience.isEmpty() || claims.audienceIsList;
    }

    const std::optional<bool> selected = isSelected(question.selector, token.claims, json);
    if (selected == false) {
        insertText(facts, "actualClientId"_L1, facts["clientId"_L1].toString());
        return failed(answer, IdentityKind::WrongIdentity);
    }
    isUnsure = isUnsure || !selected;

    if (token.claims) {
        const Claims &claims = *token.claims;
        if (question.organizationTenant) {
            if (claims.tenantId.isEmpty())
                isUnsure = true;
            else if (!sameId(claims.tenantId, question.organizationTenant->toString()))
                return failed(answer, IdentityKind::WrongTenant);
        }
        const IdentityType identity = identityTypeOf(claims);
        if (identity == IdentityType::Person)
            warnings.insert(IdentityKind::UserToken);
        else if (claims.appIdAcr == "1"_L1) // a secret: the platform's identities have certificates
            warnings.insert(IdentityKind::WrongIdentity);
        else if (identity == IdentityType::Unknown)
            isUnsure = true;
        else if (question.wantedType && *question.wantedType != identity)
            warnings.insert(IdentityKind::WrongIdentity);
        isUnsure =
            isUnsure || claims.objectId.isEmpty() || claims.appId.isEmpty() || claims.tenantId.isEmpty();
        // Managed identities get version 1.0 for Azure DevOps, with the object id as subject.
        if (claims.version.startsWith("2"_L1)
            || (!claims.subject.isEmpty() && !sameId(claims.subject, claims.objectId)))
            isUnsure = true;
        if (const auto behind = clockBehind(claims, seen.now)) {
            facts.insert(u"skewSeconds"_s, *behind);
            warnings.insert(IdentityKind::ClockSkew);
        }
    }

    // Genuine answers name their server; behind an override another service stands by intention.
    if (!seen.fromImds && !seen.isOverridden)
        warnings.insert(IdentityKind::NotImds);
    if (isFromProxy(seen))
        warnings.insert(IdentityKind::ProxyInPath);
    if (seen.reply.status != 200)
        warnings.insert(IdentityKind::BadRequestUnclassified);

    QJsonArray further;
    for (const IdentityKind kind : warningOrder) {
        if (!warnings.contains(kind))
            continue;
        if (answer.kind == IdentityKind::None)
            answer.kind = kind;
        else
            further.append(QString(toString(kind)));
    }
    if (!further.isEmpty())
        facts.insert(u"warnings"_s, further);
    answer.outcome = warnings.isEmpty() && !isUnsure ? TokenAnswer::Outcome::Token
                                                     : TokenAnswer::Outcome::TokenWithWarning;
    answer.token = std::move(token);
    return answer;
}

// ---- Advice ---------------------------------------------------------------------------------

QString hintForMissingIdentity(const TokenQuestion &question, const Machine &machine,
                               const Environment &environment)
{
    if (machine.kind == HostKind::AzurePipelinesHosted)
        return u"Microsoft-hosted agents have no identity of yours: use a service connection with workload "
               u"identity "
               "federation (OIDC), or an agent of your own on an Azure machine"_s;
    if (environment.has(u"GITHUB_ACTIONS"_s) && machine.kind == HostKind::GitHubHosted)
        return u"GitHub-hosted runners have no identity of yours: use OIDC federation (use_oidc = true), or "
               u"a runner of "
               "your own on an Azure machine"_s;
    const QString variable = question.selector.variable();
    if (!variable.isEmpty())
        return u"The client_id came from %1: remove or change the variable if it is left over from something else"_s
            .arg(variable);
    if (const ClientId *id = question.selector.clientId()) {
        for (const ObjectId &known : question.knownObjectIds) {
            if (sameId(known.toString(), id->toString()))
                return u"The value given as client id is an object id: use the client id of the same identity"_s;
        }
    }
    if (!question.selector.isNone())
        return u"Assign the identity to this machine, or check the id; a new assignment can take minutes to arrive"_s;
    if (machine.inKubernetes)
        return u"The node has no identity: pods should use workload identity instead"_s;
    return u"Switch the system-assigned identity of this machine on, or assign a user-assigned one; it can "
           u"take minutes "
           "to arrive"_s;
}

QString hintForSilence(IdentityKind kind, const Machine &machine)
{
    if (machine.inKubernetes)
        return u"Access of pods to IMDS may be restricted in this cluster; use workload identity"_s;
    if (kind == IdentityKind::NotInAzure)
        return u"This machine is not in Azure, so it has no metadata service: connect it with Azure Arc, or "
               u"run Terraform on "
               "a machine in Azure"_s;
    if (kind == IdentityKind::BlockedByFirewall)
        return u"A firewall rule of this machine forbids this user or program the metadata address; try as another user"_s;
    if (machine.inWsl)
        return u"WSL is outside Azure's network even on a machine in Azure: run on the machine itself"_s;
    if (machine.inContainer)
        return u"The container's network may not reach the metadata address: try the host network"_s;
    if (machine.kind == HostKind::AppService || machine.kind == HostKind::Functions
        || machine.kind == HostKind::ContainerApps)
        return u"This service has no IMDS: its identity endpoint is named by IDENTITY_ENDPOINT"_s;
    if (machine.saysAzure)
        return u"Allow this user to reach 169.254.169.254 directly: check the route and local firewall rules"_s;
    return u"Nothing says that this machine is in Azure; if it is, check the route to 169.254.169.254 and firewall rules"_s;
}

QString hintFor(const TokenAnswer &answer, const TokenQuestion &question, const Machine &machine,
                const Environment &environment)
{
    const bool hasTokenToCheck = answer.hasToken();
    switch (answer.kind) {
    case IdentityKind::None:
        return answer.outcome == TokenAnswer::Outcome::TokenWithWarning
            ? u"The token does not tell everything about its identity: look it up by its client id in Azure "
              u"Resource Manager "
              "or Microsoft Graph"_s
            : QString();
    case IdentityKind::NotInAzure:
    case IdentityKind::ImdsUnreachable:
    case IdentityKind::ImdsRefused:
    case IdentityKind::ImdsTimeout:
    case IdentityKind::BlockedByFirewall:
        return hintForSilence(answer.kind, machine);
    case IdentityKind::NoIdentity:
    case IdentityKind::IdentityNotAssigned:
        return hintForMissingIdentity(question, machine, environment);
    case IdentityKind::IdentityAmbiguous:
        return machine.inKubernetes
            ? u"These are the identities of the node: use workload identity, or name one by its client_id"_s
            : u"Name the identity by its client_id: this machine has several user-assigned ones"_s;
    case IdentityKind::IdentityBroken:
        return u"The service principal is gone: after a move of the subscription switch the system-assigned "
               u"identity off and "
               "on, or create and assign the user-assigned one again"_s;
    case IdentityKind::ResourceNotFound:
        return audienceIsAzureDevOps(question.resource)
            ? u"The identity's tenant does not know Azure DevOps: it never used it, or it is in another cloud"_s
            : u"The resource is not known in the identity's tenant: ask for Azure DevOps, 499b84ac-1321-427f-aa17-267ca6975798"_s;
    case IdentityKind::WrongAudience:
        return u"Ask for a token of the resource that is needed; this one is for another service"_s;
    case IdentityKind::WrongTenant:
        return u"The identity lives in another tenant than the organization: use an identity of the organization's tenant"_s;
    case IdentityKind::WrongIdentity:
        return hasTokenToCheck
            ? u"Another identity than the intended one answers: write its client_id explicitly"_s
            : u"The endpoint answered for another identity than the one that was asked for"_s;
    case IdentityKind::UserToken:
        return u"This token is a person's, not a managed identity's"_s;
    case IdentityKind::MissingMetadataHeader:
        return u"The header Metadata: true did not arrive: something on the way takes headers off"_s;
    case IdentityKind::ForwardedHeaderRejected:
        return u"A proxy added X-Forwarded-For: leave 169.254.169.254 out of every proxy (NO_PROXY)"_s;
    case IdentityKind::ImdsUpdating:
        return u"The metadata service is being updated and is back within 70 seconds; if this lasts, it is another service"_s;
    case IdentityKind::Throttled:
        return u"Too many requests from this machine: wait, and let fewer processes ask at once"_s;
    case IdentityKind::TransientServer:
        return u"The service failed; try again, and check the resource and the identity's health if it lasts"_s;
    case IdentityKind::ProxyInPath:
        return u"A proxy is in the path: leave 169.254.169.254 out of it (NO_PROXY)"_s;
    case IdentityKind::CaptivePortal:
        return u"A sign-in page of this network answered: this is not Azure's network"_s;
    case IdentityKind::NotImds:
        if (answer.facts["responder"_L1] == "aad-pod-identity"_L1)
            return u"aad-pod-identity answers, which is retired: move to workload identity"_s;
        return hasTokenToCheck ? u"The answer does not carry the server name of Azure's metadata service"_s
                               : u"Something other than Azure's metadata service answers at this address"_s;
    case IdentityKind::RedirectRefused:
        return u"Identity endpoints never redirect: something else answers at this address, and was not followed"_s;
    case IdentityKind::BlockedByMsp:
        return u"The Metadata Security Protocol may deny this process: allow it in the machine's proxy agent "
               u"settings, and "
               "see the agent's connection log"_s;
    case IdentityKind::DockerDesktopProxy:
        return u"Docker Desktop's proxy answered: containers there have no metadata service"_s;
    case IdentityKind::LegacyEndpoint:
        return u"Port 50342 is the retired VM extension: remove it and use 169.254.169.254"_s;
    case IdentityKind::TokenExpired:
        return u"Check this machine's clock: the token has expired already"_s;
    case IdentityKind::ClockSkew:
        return u"Set this machine's clock: it is behind the token's issuer"_s;
    case IdentityKind::BadExpiry:
    case IdentityKind::MissingExpiry:
        return u"The reply does not say properly when the token expires; the token's own claim counts"_s;
    case IdentityKind::JwtMalformed:
        return hasTokenToCheck
            ? u"The token cannot be read or is not properly signed; the service decides whether it is good"_s
            : u"The token holds characters that no token may have, and is not used"_s;
    case IdentityKind::BadRequestUnclassified:
        if (answer.facts.contains("tokenType"_L1) && !hasTokenToCheck)
            return u"A bound token cannot be used as a bearer token"_s;
        return u"The service answered in a way that is not documented; its own text is kept"_s;
    default:
        return {};
    }
}

TokenAnswer withHint(TokenAnswer answer, const TokenQuestion &question, const Seen &seen)
{
    if (answer.transport != Transport::Stopped && !answer.facts.contains("hint"_L1))
        insertText(answer.facts, "hint"_L1, hintFor(answer, question, seen.machine, seen.environment));
    return answer;
}

bool isSuccess(int status)
{
    return status >= 200 && status < 300;
}

TokenAnswer judged(const TokenQuestion &question, const Seen &seen)
{
    if (!seen.reply.answered())
        return judgeSilence(seen);
    if (!isSuccess(seen.reply.status))
        return judgeRefusal(seen, !question.selector.isNone());
    return seen.isObject ? judgeToken(question, seen) : judgeStrangeBody(seen);
}

// ---- The other paths ------------------------------------------------------------------------

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

// Facts of a good answer; nothing when the document is not that of the path.
std::optional<QJsonObject> factsOf(MetadataPath path, const Seen &seen)
{
    switch (path) {
    case MetadataPath::Versions: {
        if (!seen.json["apiVersions"_L1].isArray())
            return std::nullopt;
        QString newest; // dates as text: the greatest is the newest
        const QJsonArray versions = seen.json["apiVersions"_L1].toArray();
        for (const QJsonValue version : versions)
            newest = qMax(newest, version.toString());
        return QJsonObject{{u"newest"_s, textOrNull(newest)}};
    }
    case MetadataPath::Instance: {
        const auto instance = parseInstance(QJsonDocument(seen.json).toJson());
        if (!instance)
            return std::nullopt;
        return QJsonObject{
            {u"subscriptionId"_s, textOrNull(instance->subscriptionId)},
            {u"name"_s, textOrNull(instance->name)},
            {u"resourceId"_s, textOrNull(instance->resourceId)},
            {u"zone"_s, textOrNull(instance->zone)},
            {u"vmScaleSetName"_s, textOrNull(instance->scaleSetName)},
            {u"cloud"_s, textOrNull(instance->cloud)},
            {u"azureDevOpsServicesAvailable"_s,
             instance->devOpsServicesAvailable ? QJsonValue(*instance->devOpsServicesAvailable)
                                               : QJsonValue()},
        };
    }
    case MetadataPath::IdentityInfo:
        if (!seen.json["tenantId"_L1].isString())
            return std::nullopt;
        return QJsonObject{{u"tenantId"_s, textOrNull(seen.json["tenantId"_L1].toString())}};
    case MetadataPath::PlatformMetadata:
        // Only a server that names itself is IMDSv2; anything may answer 200.
        return QJsonObject{{u"imdsVersion"_s, seen.fromImds ? 2 : 1}};
    }
    Q_UNREACHABLE();
}

} // namespace

TokenAnswer judgeTokenReply(const TokenQuestion &question, const Reply &reply, const Machine &machine,
                            const Environment &environment, std::chrono::sys_seconds now)
{
    const Seen seen(reply, machine, environment, now);
    return withHint(judged(question, seen), question, seen);
}

TokenAnswer judgeMetadataReply(MetadataPath path, const Reply &reply, const Machine &machine,
                               const Environment &environment, std::chrono::sys_seconds now)
{
    const Seen seen(reply, machine, environment, now);
    const TokenQuestion anyToken;
    if (reply.answered() && path == MetadataPath::PlatformMetadata
        && (reply.status == 404 || reply.status == 400)) {
        // Hosts that know version 1 only do not know the path.
        TokenAnswer answer = answerFor(seen);
        answer.outcome = TokenAnswer::Outcome::NotThisSource;
        answer.facts.insert(u"imdsVersion"_s, 1);
        return answer;
    }
    if (!reply.answered() || !isSuccess(reply.status) || !seen.isObject)
        return withHint(judged(anyToken, seen), anyToken, seen);

    TokenAnswer answer = answerFor(seen);
    const auto facts = factsOf(path, seen);
    if (!facts)
        return withHint(failed(answer, IdentityKind::NotImds), anyToken, seen);
    answer.outcome = TokenAnswer::Outcome::NotThisSource;
    for (auto it = facts->begin(); it != facts->end(); ++it)
        answer.facts.insert(it.key(), it.value());
    return answer;
}

} // namespace signet
