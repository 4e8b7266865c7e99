#include "core/diagnosis/checks/devopsevidence.h"

#include "core/findings/findingmap.h"
#include "core/net/addresses.h"

using namespace Qt::StringLiterals;

namespace signet {

QJsonObject evidenceOf(const DevOpsError &error, Transport transport)
{
    QJsonObject evidence = error.evidence();
    evidence.insert(u"transport"_s, toString(transport));
    return evidence;
}

namespace {

QString reasonOf(Transport transport)
{
    switch (transport) {
    case Transport::HostNotFound:
        return u"the name does not resolve"_s;
    case Transport::ProxyFailed:
        return u"the proxy in HTTPS_PROXY did not let it through"_s;
    case Transport::ConnectionRefused:
        return u"the connection was refused"_s;
    case Transport::ConnectionReset:
        return u"the connection was cut"_s;
    case Transport::HostUnreachable:
    case Transport::NetworkUnreachable:
        return u"no route to the host"_s;
    case Transport::ConnectTimeout:
    case Transport::ReadTimeout:
        return u"the answer did not arrive in time"_s;
    case Transport::Answered:
        return u"the answer came from something other than Azure DevOps"_s;
    default:
        return QString(toString(transport));
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

CheckVerdict unreached(Transport transport, const QString &host, QJsonObject evidence)
{
    evidence.insert(u"host"_s, host);
    evidence.insert(u"transport"_s, toString(transport));
    if (transport == Transport::Stopped)
        return unclear();
    if (transport == Transport::TlsPeerRejected)
        return failed(finding::tlsInterception, evidence);
    if (host == hostName(DevOpsHost::Core)) {
        evidence.insert(u"url"_s, u"https://"_s + host);
        evidence.insert(u"reason"_s, reasonOf(transport));
        return failed(finding::networkFailed, evidence);
    }
    return failed(finding::firewallMissingHosts, evidence);
}

FindingId findingForCode(const QString &code)
{
    const QByteArray latin = code.toLatin1();
    return findingForServiceError(QLatin1StringView(latin));
}

bool isForeign(const DevOpsError &error)
{
    return !error.fromAzureDevOps && error.html;
}

} // namespace signet
