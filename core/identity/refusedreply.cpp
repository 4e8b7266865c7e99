#include "core/identity/endpointreply.h"

#include "core/result/redaction.h"
#include "core/token/epochtime.h"

#include <QJsonArray>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace signet {

// ---- Something else answered ----------------------------------------------------------------

bool isFromProxy(const EndpointReply &seen)
{
    // No proxy is in front of an endpoint on this machine's own loopback, and some services respond
    // through a relay of their own that says so.
    if (!seen.asksImds())
        return false;
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

namespace {

// Docker Desktop passes the port on to the machine outside and reports what became of it, in the
// language of Windows; the address at the front is always the same.
bool isDockerDesktop(const EndpointReply &seen)
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
bool isPodIdentity(const EndpointReply &seen)
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
CloudGuess otherCloud(const EndpointReply &seen)
{
    const QByteArray server = seen.reply.header("Server").toLower();
    if (seen.fromImds || !seen.asksImds())
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

TokenAnswer notImds(const EndpointReply &seen, TokenAnswer answer)
{
    const QByteArray server = seen.reply.header("Server");
    if (!server.isEmpty())
        answer.facts.insert(u"responder"_s, QString::fromLatin1(server.left(100)));
    return failed(answer, IdentityFault::NotImds);
}

} // namespace

// ---- The service refused --------------------------------------------------------------------

int aadstsIn(const QString &text)
{
    static const QRegularExpression form(u"AADSTS(\\d{4,9})"_s);
    return form.match(text).captured(1).toInt();
}

EndpointError endpointErrorOf(const QJsonObject &body)
{
    EndpointError error;
    const QJsonObject inner = body["error"_L1].isObject() ? body["error"_L1].toObject() : body;
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
    error.aadsts = aadstsIn(error.description);
    if (error.aadsts == 0)
        error.aadsts = inner["error_codes"_L1].toArray().first().toInt();
    return error;
}

// Source: Microsoft Learn, "Microsoft Entra authentication and authorization error codes".
std::optional<IdentityFault> faultOfEntraError(int aadsts)
{
    switch (aadsts) {
    case 50001: // resource not found or not registered in the tenant
    case 500011:
    case 500014: // resource disabled
    case 650052: // the organization has no service principal for it
    case 650057:
        return IdentityFault::ResourceNotFound;
    case 70001: // application not found, old number
    case 700016: // application not found in the directory
    case 700027: // certificate not accepted
    case 7000112: // application disabled
    case 7000222: // expired key
    case 7000229: // no service principal in the tenant
    case 90002: // tenant not found
        return IdentityFault::IdentityBroken;
    case 90006:
    case 90033:
    case 50033:
        return IdentityFault::TransientServer;
    case 90055:
    case 50196:
        return IdentityFault::Throttled;
    default:
        return std::nullopt;
    }
}

namespace {

// Microsoft asks not to branch on the description, but only it tells the causes of a 400 apart. So
// loosely, and what is not recognised stays unclassified.
std::optional<IdentityFault> kindOfServiceError(const EndpointReply &seen, const EndpointError &error,
                                                bool hasSelector)
{
    if (const auto kind = faultOfEntraError(error.aadsts))
        return kind;

    const QString text = (error.code + u' ' + error.description).toLower();
    const auto says = [&text](QLatin1StringView words) { return text.contains(words); };
    if (says("forwarded"_L1))
        return IdentityFault::ForwardedHeaderRejected;
    if (error.code == "bad_request_102"_L1 || (says("metadata"_L1) && says("header"_L1)))
        return IdentityFault::MissingMetadataHeader;
    // Codes of Service Fabric and of Cloud Shell, which have no other service's meaning.
    if (error.code == "ManagedIdentityNotFound"_L1)
        return IdentityFault::NoIdentity;
    if (error.code == "SecretHeaderNotFound"_L1)
        return IdentityFault::SecretRejected;
    if (error.code == "InvalidApiVersion"_L1)
        return IdentityFault::BadApiVersion;
    if (error.code == "AudienceNotSupported"_L1)
        return IdentityFault::ResourceNotFound;
    if (says("api-version"_L1) || says("api version"_L1) || seen.json.contains("newest-versions"_L1))
        return IdentityFault::BadApiVersion;
    if (says("throttled"_L1) || says("too many requests"_L1) || says("too_many_requests"_L1))
        return IdentityFault::Throttled;
    if (says("unknown_source"_L1) || says("unknown source"_L1))
        return IdentityFault::LegacyEndpoint;
    if (says("multiple"_L1) && says("identit"_L1))
        return IdentityFault::IdentityAmbiguous;
    static const QRegularExpression absent(
        u"identit(y|ies)\\b.{0,100}(not (been )?(found|assigned)|n't (found|assigned)|does ?n[o']t exist)|"
        "\\bno\\b.{0,100}(identit(y|ies)|msi)\\b.{0,60}(found|assigned)"_s);
    if (absent.match(text).hasMatch())
        return hasSelector ? IdentityFault::IdentityNotAssigned : IdentityFault::NoIdentity;
    if (error.code == "invalid_resource"_L1)
        return IdentityFault::ResourceNotFound;
    if (error.code == "unauthorized_client"_L1)
        return IdentityFault::IdentityBroken;
    return std::nullopt;
}

// Seconds of Retry-After, which may also be a date.
std::optional<qint64> retryAfterSeconds(const EndpointReply &seen)
{
    const int seconds = seen.reply.retryAfter();
    if (seconds >= 0)
        return seconds;
    const auto time = epochSeconds(QString::fromLatin1(seen.reply.header("Retry-After")));
    if (!time || *time < earliestTime)
        return std::nullopt;
    return qMax(qint64(0), *time - seen.now);
}

// Where the firmware is not Azure's there is no metadata service: who answers without its name is another.
bool cannotBeImds(const EndpointReply &seen)
{
    return seen.asksImds() && !seen.isOverridden && !seen.fromImds && seen.machine.azureVm == false
        && !seen.machine.saysAzure;
}

IdentityFault kindOfStatus(const EndpointReply &seen)
{
    const int status = seen.reply.status;
    // There is no portal on loopback, and no service there answers with a page: another program has the port.
    if (!seen.asksImds() && seen.isHtml && status != 502 && status != 504)
        return IdentityFault::NotImds;
    // Something on the way returns these, wherever the machine is.
    const bool isOnTheWay = status == 502 || status == 504 || status == 511;
    if (cannotBeImds(seen) && !isOnTheWay)
        return IdentityFault::NotImds;
    switch (status) {
    case 401:
        if (seen.carriesSecret())
            return IdentityFault::SecretRejected;
        break;
    case 403:
        if (seen.carriesSecret())
            return IdentityFault::SecretRejected;
        // The guest proxy agent denies with an empty body. So do other filters: see confidence.
        if (seen.asksImds() && seen.text.isEmpty())
            return IdentityFault::BlockedByMsp;
        break;
    case 404:
        // Permanent with Service Fabric, where it means one thing.
        if (seen.kind == EndpointKind::ServiceFabric && (seen.isObject || seen.text.isEmpty()))
            return IdentityFault::NoIdentity;
        return seen.fromImds || seen.isObject || seen.text.isEmpty() ? IdentityFault::ImdsUpdating
                                                                     : IdentityFault::NotImds;
    case 408:
        return IdentityFault::TransientServer;
    case 502:
    case 504:
        return seen.fromImds || !seen.asksImds() ? IdentityFault::TransientServer
                                                 : IdentityFault::ProxyInPath;
    case 511: // Network Authentication Required (RFC 6585)
        return IdentityFault::CaptivePortal;
    default:
        if (status >= 500)
            return seen.isHtml && !seen.fromImds ? IdentityFault::NotImds : IdentityFault::TransientServer;
        break;
    }
    // The older endpoints of services refuse in plain text.
    const bool isRefusal = seen.isObject || seen.fromImds || (!seen.asksImds() && !seen.isHtml);
    return isRefusal ? IdentityFault::BadRequestUnclassified : IdentityFault::NotImds;
}

} // namespace

TokenAnswer judgeRefusal(const EndpointReply &seen, bool hasSelector)
{
    const Reply &reply = seen.reply;
    TokenAnswer answer = answerFor(seen);
    if (!seen.text.isEmpty())
        answer.facts.insert(u"rawText"_s, redacted(seen.text.left(2000)));

    if (reply.status < 400) {
        answer.facts.insert(u"location"_s, redacted(QString::fromUtf8(reply.header("Location").left(500))));
        return failed(answer, IdentityFault::RedirectRefused);
    }
    if (seen.asksImds() && isDockerDesktop(seen))
        return failed(answer, IdentityFault::DockerDesktopProxy);
    if (reply.status == 407)
        return failed(answer, IdentityFault::ProxyInPath);
    if (const CloudGuess guess = otherCloud(seen); !guess.cloud.isEmpty()) {
        answer.facts.insert(u"cloudGuess"_s, guess.cloud);
        if (!guess.isSure)
            answer.facts.insert(u"confidence"_s, u"low"_s);
        return notImds(seen, answer);
    }
    if (seen.asksImds() && isPodIdentity(seen)) {
        answer = notImds(seen, answer);
        answer.facts.insert(u"responder"_s, u"aad-pod-identity"_s);
        return answer;
    }

    std::optional<IdentityFault> kind;
    if (seen.isObject) {
        const EndpointError error = endpointErrorOf(seen.json);
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
        kind = IdentityFault::BadMethod;
    else if (reply.status == 410)
        kind = IdentityFault::ImdsUpdating;
    else if (reply.status == 421 && seen.asksImds())
        kind = IdentityFault::BlockedByMsp;
    else if (reply.status == 429)
        kind = IdentityFault::Throttled;
    else if (!kind && isFromProxy(seen))
        kind = IdentityFault::ProxyInPath;
    if (!kind)
        kind = kindOfStatus(seen);

    if (kind == IdentityFault::BlockedByMsp) {
        const bool agentIsThere = seen.wentThroughAgent || !seen.machine.guestProxyAgent.isEmpty();
        answer.facts.insert(u"confidence"_s, agentIsThere ? u"medium"_s : u"low"_s);
    }
    if (kind == IdentityFault::NotImds)
        return notImds(seen, answer);
    answer = failed(answer, *kind);
    if (const auto seconds = retryAfterSeconds(seen)) {
        answer.facts.insert(u"retryAfter"_s, *seconds);
        if (answer.canRetry)
            answer.longestWait = qMax(answer.longestWait, std::chrono::seconds(*seconds));
    }
    return answer;
}

TokenAnswer judgeStrangeBody(const EndpointReply &seen)
{
    TokenAnswer answer = answerFor(seen);
    if (seen.text.isEmpty())
        return failed(answer, IdentityFault::EmptyBody);
    if (seen.isHtml) {
        answer.facts.insert(u"rawText"_s, redacted(seen.text.left(500)));
        if (const CloudGuess guess = otherCloud(seen); !guess.cloud.isEmpty()) {
            answer.facts.insert(u"cloudGuess"_s, guess.cloud);
            return notImds(seen, answer);
        }
        // There is no portal on loopback: another program has the port.
        if (!seen.asksImds())
            return notImds(seen, answer);
        return failed(answer, isFromProxy(seen) ? IdentityFault::ProxyInPath : IdentityFault::CaptivePortal);
    }
    return failed(answer, IdentityFault::MalformedJson);
}

} // namespace signet
