#include "core/identity/endpointreply.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// The name of the system's error for evidence; what Windows calls it differs by its prefix.
QString errorName(Delivery delivery, Platform platform)
{
    QString name;
    switch (delivery) {
    case Delivery::ConnectionRefused:
        name = u"ECONNREFUSED"_s;
        break;
    case Delivery::ConnectionReset:
        name = u"ECONNRESET"_s;
        break;
    case Delivery::HostUnreachable:
        name = u"EHOSTUNREACH"_s;
        break;
    case Delivery::NetworkUnreachable:
        name = u"ENETUNREACH"_s;
        break;
    case Delivery::AccessDenied:
        name = u"EACCES"_s;
        break;
    case Delivery::ConnectTimeout:
        name = u"ETIMEDOUT"_s;
        break;
    default:
        return {};
    }
    return platform == Platform::Windows ? u"WSA"_s + name : name;
}

IdentityFault kindOfSilence(EndpointKind endpoint, Delivery delivery)
{
    const bool isArc = endpoint == EndpointKind::Arc;
    IdentityFault kind = IdentityFault::ImdsUnreachable;
    switch (delivery) {
    case Delivery::ConnectionRefused:
    case Delivery::ConnectionReset:
        kind = isArc ? IdentityFault::ArcAgentDown : IdentityFault::ImdsRefused;
        break;
    case Delivery::ConnectTimeout:
    case Delivery::ReadTimeout:
        kind = IdentityFault::ImdsTimeout;
        break;
    case Delivery::AccessDenied:
        kind = IdentityFault::BlockedByFirewall;
        break;
    case Delivery::BodyTooLarge:
        return IdentityFault::BodyTooLarge;
    case Delivery::ProxyFailed:
        return IdentityFault::ProxyInPath;
    case Delivery::TlsPeerRejected:
        return endpoint == EndpointKind::ServiceFabric ? IdentityFault::SfThumbprintMismatch
                                                       : IdentityFault::NotImds;
    case Delivery::ProtocolError:
        return IdentityFault::NotImds;
    default:
        if (isArc)
            kind = IdentityFault::ArcAgentDown;
        break;
    }
    return kind;
}

// Whether silence means that the machine is not what the question took it for. The firmware is
// conclusive for the metadata service: where it is not Azure's there is none. A service inside Azure
// names its endpoint by variables; on foreign firmware, and without the service's own marks, these are
// left over. An agent of Azure Arc runs where the firmware is not Azure's, so its silence is its own.
bool cannotBeHere(const EndpointReply &seen)
{
    if (seen.kind == EndpointKind::Arc || seen.machine.azureVm != false)
        return false;
    return seen.asksImds() || !seen.machine.saysAzure;
}

} // namespace

TokenAnswer judgeSilence(const EndpointReply &seen)
{
    const Reply &reply = seen.reply;
    TokenAnswer answer = answerFor(seen);
    answer.facts.insert(u"transport"_s, QString(toString(reply.delivery)));
    if (reply.delivery == Delivery::Stopped)
        return answer;
    if (reply.delivery == Delivery::NotSent) {
        // Our own rules refused the address, which only a variable can have given.
        answer.facts.insert(u"reason"_s, reply.errorText);
        return failed(answer, IdentityFault::EndpointEnvInvalid);
    }
    const QString name = errorName(reply.delivery, seen.machine.platform);
    if (!name.isEmpty())
        answer.facts.insert(u"errno"_s, name);
    // When our own limit is reached, the system reports only that the operation was canceled.
    const bool isOwnLimit =
        reply.delivery == Delivery::ConnectTimeout || reply.delivery == Delivery::ReadTimeout;
    if (!reply.errorText.isEmpty() && !isOwnLimit)
        answer.facts.insert(u"rawText"_s, reply.errorText.left(500));
    IdentityFault kind = kindOfSilence(seen.kind, reply.delivery);
    const bool isConnectionFault = kind == IdentityFault::ImdsUnreachable
        || kind == IdentityFault::ImdsRefused || kind == IdentityFault::ImdsTimeout
        || kind == IdentityFault::BlockedByFirewall;
    if (isConnectionFault && cannotBeHere(seen)) {
        kind = IdentityFault::NotInAzure;
        answer.facts.insert(u"reason"_s, seen.machine.firmware);
        if (seen.machine.otherCloud == "aws"_L1 || seen.machine.otherCloud == "gcp"_L1)
            answer.facts.insert(u"cloudGuess"_s, seen.machine.otherCloud);
    }
    return failed(answer, kind);
}

} // namespace signet
