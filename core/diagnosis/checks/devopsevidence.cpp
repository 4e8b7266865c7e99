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
        return failed(finding::devopsRateLimited, evidence);
    if (status >= 500)
        return failed(finding::devopsServerError, evidence);
    return std::nullopt;
}

CheckVerdict unreached(Delivery delivery, const QString &host, QJsonObject evidence)
{
    evidence.insert(u"host"_s, host);
    evidence.insert(u"transport"_s, toString(delivery));
    if (delivery == Delivery::Stopped)
        return unclear();
    if (delivery == Delivery::TlsPeerRejected)
        return failed(finding::tlsInterception, evidence);
    if (host == hostName(DevOpsHost::Core)) {
        evidence.insert(u"url"_s, u"https://"_s + host);
        evidence.insert(u"reason"_s, reasonOf(delivery));
        return failed(finding::networkFailed, evidence);
    }
    return failed(finding::firewallMissingHosts, evidence);
}

CheckVerdict replacedByPage(const QString &host, QJsonObject evidence)
{
    evidence.insert(u"host"_s, host);
    evidence.insert(u"url"_s, u"https://"_s + host);
    return failed(finding::captivePortal, evidence);
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

} // namespace signet
