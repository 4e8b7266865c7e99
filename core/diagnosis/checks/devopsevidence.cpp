#include "core/diagnosis/checks/devopsevidence.h"

#include "core/findings/findingmap.h"
#include "core/net/addresses.h"
#include "core/result/reason.h"

using namespace Qt::StringLiterals;

namespace signet {

QJsonObject evidenceOf(const DevOpsError &error, Delivery delivery)
{
    QJsonObject evidence = error.evidence();
    evidence.insert(u"transport"_s, toString(delivery));
    return evidence;
}

namespace {

QString reasonOf(Delivery delivery)
{
    switch (delivery) {
    case Delivery::HostNotFound:
        return reasonText(QT_TRANSLATE_NOOP("Reason", "the name does not resolve"));
    case Delivery::ProxyFailed:
        return reasonText(
            QT_TRANSLATE_NOOP("Reason", "the proxy in HTTPS_PROXY did not let the request through"));
    case Delivery::ConnectionRefused:
        return reasonText(QT_TRANSLATE_NOOP("Reason", "the connection was refused"));
    case Delivery::ConnectionReset:
        return reasonText(QT_TRANSLATE_NOOP("Reason", "the connection was closed"));
    case Delivery::HostUnreachable:
    case Delivery::NetworkUnreachable:
        return reasonText(QT_TRANSLATE_NOOP("Reason", "there is no route to the host"));
    case Delivery::ConnectTimeout:
    case Delivery::ReadTimeout:
        return reasonText(QT_TRANSLATE_NOOP("Reason", "the response did not arrive in time"));
    case Delivery::AccessDenied:
        return reasonText(QT_TRANSLATE_NOOP("Reason", "a local firewall rule blocks this account"));
    case Delivery::BodyTooLarge:
        return reasonText(QT_TRANSLATE_NOOP("Reason", "the response is larger than any of Azure DevOps"));
    case Delivery::ProtocolError:
        return reasonText(QT_TRANSLATE_NOOP("Reason", "the response is not HTTP"));
    default:
        return QString(toString(delivery));
    }
}

} // namespace

std::optional<CheckVerdict> troubleOf(const DevOpsError &error, int status, const QJsonObject &evidence)
{
    if (error.code == "TF24668"_L1)
        return failed(finding::orgStopped, evidence);
    if (status == 429)
        return unanswered(finding::devopsRateLimited, evidence);
    if (status >= 500)
        return unanswered(finding::devopsServerError, evidence);
    return std::nullopt;
}

CheckVerdict unreached(Delivery delivery, const QString &host, QJsonObject evidence)
{
    evidence.insert(u"host"_s, host);
    evidence.insert(u"transport"_s, toString(delivery));
    if (delivery == Delivery::Stopped)
        return unclear();
    if (delivery == Delivery::TlsPeerRejected)
        return unanswered(finding::tlsInterception, evidence);
    if (host == hostName(DevOpsHost::Core)) {
        evidence.insert(u"url"_s, u"https://"_s + host);
        evidence.insert(u"reason"_s, reasonOf(delivery));
        return unanswered(finding::networkFailed, evidence);
    }
    return unanswered(finding::firewallMissingHosts, evidence);
}

CheckVerdict replacedByPage(const QString &host, QJsonObject evidence)
{
    evidence.insert(u"host"_s, host);
    evidence.insert(u"url"_s, u"https://"_s + host);
    return unanswered(finding::captivePortal, evidence);
}

CheckVerdict unexpected(const DevOpsError &error, int status, const QString &host, QJsonObject evidence)
{
    if (status == 407)
        return doubtful(unreached(Delivery::ProxyFailed, host, std::move(evidence)));
    if (!error.fromAzureDevOps)
        return doubtful(replacedByPage(host, std::move(evidence)));
    if (status >= 300)
        evidence.insert(u"status"_s, status);
    else
        evidence.insert(u"status"_s,
                        reasonText(QT_TRANSLATE_NOOP("Reason", "a response that cannot be read")));
    return doubtful(failed(finding::devopsServerError, evidence));
}

FindingId findingForCode(const QString &code)
{
    const QByteArray latin = code.toLatin1();
    return findingForServiceError(QLatin1StringView(latin));
}

bool isForeign(const DevOpsError &error)
{
    // A sign-in page with status 203 is what Azure DevOps sends.
    constexpr int nonAuthoritative = 203;
    return !error.fromAzureDevOps && error.html && error.status != nonAuthoritative;
}

CheckVerdict judgeConnection(const ConnectionSeen &seen, bool organizationExists, QJsonObject evidence)
{
    switch (seen.kind) {
    case ConnectionSeen::Kind::Identity:
    case ConnectionSeen::Kind::NotAMember:
    case ConnectionSeen::Kind::NotAuthorized:
        return passed();
    case ConnectionSeen::Kind::Anonymous:
    case ConnectionSeen::Kind::AnonymousRefused:
        return failed(finding::anonymousGuid, evidence);
    case ConnectionSeen::Kind::SignInPage:
        return isForeign(seen.error) ? replacedByPage(hostName(DevOpsHost::Core), evidence)
                                     : failed(finding::htmlInsteadOfJson, evidence);
    case ConnectionSeen::Kind::RejectedEmpty:
        return failed(finding::credentialRejected, evidence);
    case ConnectionSeen::Kind::NotFound:
        if (organizationExists || !seen.error.fromAzureDevOps)
            break;
        return failed(finding::orgUrlWrong, evidence);
    case ConnectionSeen::Kind::OrganizationStopped:
        return failed(finding::orgStopped, evidence);
    case ConnectionSeen::Kind::RateLimited:
        evidence.insert(u"retryAfter"_s, seen.retryAfter);
        return failed(finding::devopsRateLimited, evidence);
    case ConnectionSeen::Kind::NoAnswer:
        // The provider asks something else, which may be answered.
        return doubtful(unreached(seen.delivery, hostName(DevOpsHost::Core), evidence));
    case ConnectionSeen::Kind::Other:
        break;
    }
    const FindingId finding = findingForCode(seen.error.code);
    if (!finding.isEmpty())
        return failed(finding, evidence);
    if (seen.status == 401)
        return failed(finding::credentialRejected, evidence);
    if (const auto trouble = troubleOf(seen.error, seen.status, evidence))
        return doubtful(*trouble);
    return unexpected(seen.error, seen.status, hostName(DevOpsHost::Core), evidence);
}

bool isAccessLevelKnown(const Facts &facts)
{
    const auto *seen = facts.seen<MemberSeen>();
    if (!seen || !seen->entitlement)
        return false;
    // Pending is the state of a member that has never sent a request, and not an obstacle. Older answers have
    // none.
    static const QStringList inForce{QString(), u"active"_s, u"pending"_s};
    return seen->entitlement->accessLevel.covers(AccessLevel::basic())
        && inForce.contains(seen->entitlement->status);
}

} // namespace signet
