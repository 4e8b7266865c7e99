#include "core/diagnosis/checks/endpointevidence.h"

#include "core/findings/findingmap.h"
#include "core/identity/absence.h"
#include "core/identity/identityendpoint.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

bool isSilence(IdentityFault kind)
{
    switch (kind) {
    case IdentityFault::ImdsUnreachable:
    case IdentityFault::ImdsRefused:
    case IdentityFault::ImdsTimeout:
    case IdentityFault::BlockedByFirewall:
    case IdentityFault::NotInAzure:
        return true;
    default:
        return false;
    }
}

// At the metadata address: on a machine of Azure something blocks it, in a container it is the container's
// network, and elsewhere there is no such service. At an address that a variable names: where nothing else of
// its service is here, the variable is wrong. Where something took the connection, there is a way to it, also
// out of a container.
FindingId silenceFinding(const Machine &machine, EndpointKind endpoint, Delivery delivery)
{
    const bool isInside = machine.inContainer || machine.inKubernetes;
    const bool isCutOff = isInside && delivery != Delivery::ReadTimeout;
    if (endpoint == EndpointKind::Arc)
        return machine.inContainer && isCutOff ? finding::containerBridgeNoImds : finding::arcAgentDown;
    if (endpoint != EndpointKind::Imds) {
        const bool isLeftover = !machine.saysAzure
            || std::any_of(
                machine.contradictions.begin(), machine.contradictions.end(),
                [](const Contradiction &one) { return one.kind == Contradiction::Kind::EndpointLeftover; });
        return isLeftover ? finding::identityEndpointLeftover : finding::imdsUnreachable;
    }
    if (isCutOff)
        return finding::containerBridgeNoImds;
    return machine.saysAzure || isInside ? finding::imdsUnreachable : finding::notOnAzure;
}

EndpointKind endpointOf(const TokenAnswer &answer)
{
    return answer.endpoint.value_or(EndpointKind::Imds);
}

namespace {

// Scheme, host and port: the rest is the same on every machine.
QString endpointText(const TokenAnswer &answer)
{
    if (endpointOf(answer) == EndpointKind::Imds || answer.address.isEmpty())
        return u"http://169.254.169.254"_s;
    return QUrl(answer.address).toString(QUrl::RemovePath);
}

} // namespace

QJsonObject evidenceOf(const TokenAnswer &answer)
{
    QJsonObject evidence{{u"transport"_s, toString(answer.delivery)}};
    if (endpointOf(answer) == EndpointKind::Imds || !answer.address.isEmpty())
        evidence.insert(u"endpoint"_s, endpointText(answer));
    if (const Absence absence = absenceOf(answer); absence != Absence::None)
        evidence.insert(u"absence"_s, toString(absence));
    if (answer.status != 0)
        evidence.insert(u"status"_s, answer.status);
    if (!answer.activityId.isEmpty())
        evidence.insert(u"activityId"_s, answer.activityId);
    const QList<std::pair<QString, QString>> renamed{{u"rawText"_s, u"serviceMessage"_s},
                                                     {u"aadsts"_s, u"serviceCode"_s},
                                                     {u"correlationId"_s, u"requestId"_s},
                                                     {u"retryAfter"_s, u"retryAfter"_s},
                                                     {u"audience"_s, u"audience"_s},
                                                     {u"audienceName"_s, u"audienceName"_s},
                                                     {u"skewSeconds"_s, u"skewSeconds"_s},
                                                     {u"clientId"_s, u"clientId"_s},
                                                     {u"objectId"_s, u"objectId"_s},
                                                     {u"tenantId"_s, u"tenantId"_s},
                                                     {u"variable"_s, u"variable"_s},
                                                     {u"override"_s, u"variable"_s},
                                                     {u"path"_s, u"path"_s},
                                                     {u"reason"_s, u"reason"_s},
                                                     {u"providerCannotRead"_s, u"reason"_s},
                                                     {u"responder"_s, u"responder"_s},
                                                     {u"location"_s, u"location"_s}};
    for (const auto &[from, to] : renamed) {
        const QJsonValue value = answer.facts.value(from);
        if (value.isUndefined() || value.isNull())
            continue;
        if (from == "aadsts"_L1)
            evidence.insert(to, u"AADSTS%1"_s.arg(value.toInteger()));
        else
            evidence.insert(to, value);
    }
    return evidence;
}

void addClaims(QJsonObject &evidence, const std::optional<Claims> &claims)
{
    if (!claims)
        return;
    evidence.insert(u"objectId"_s, claims->objectId);
    evidence.insert(u"clientId"_s, claims->appId);
    evidence.insert(u"tenantId"_s, claims->tenantId);
}

CheckVerdict silentEndpoint(const Facts &facts)
{
    const auto *host = facts.seen<MachineSeen>();
    if (!host)
        return unclear();
    QJsonObject evidence{{u"endpoint"_s, u"http://169.254.169.254"_s}};
    Delivery delivery = Delivery::ConnectTimeout;
    if (!facts.underWay().isEmpty()) {
        const Exchange &exchange = facts.underWay().front();
        // Between two tries: the endpoint is there, and asked for some more time.
        if (exchange.isOver) {
            Reply last;
            last.delivery = exchange.delivery;
            last.status = exchange.status;
            TokenQuestion question;
            question.endpoint = host->endpoint;
            const TokenAnswer answer = judgeTokenReply(question, last, host->machine, {}, facts.now());
            if (const FindingId finding = findingForKind(toString(answer.fault)); !finding.isEmpty())
                return failed(finding, evidenceOf(answer));
        }
        if (exchange.isSent)
            delivery = Delivery::ReadTimeout;
        evidence.insert(u"absence"_s,
                        toString(absenceOf(exchange.isSent ? SoFar::Waiting : SoFar::Connecting)));
        evidence.insert(u"endpoint"_s, QUrl(exchange.url).toString(QUrl::RemovePath | QUrl::RemoveQuery));
    }
    return failed(silenceFinding(host->machine, host->endpoint, delivery), evidence);
}

} // namespace signet
