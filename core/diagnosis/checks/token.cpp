#include "core/diagnosis/checks/stages.h"

#include "core/diagnosis/checks/endpointevidence.h"
#include "core/diagnosis/kindwords.h"
#include "core/findings/findingmap.h"
#include "core/identity/endpointreply.h"
#include "core/identity/identityendpoint.h"
#include "core/token/tokenage.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace signet {

namespace {

struct CheckText {
    Q_DECLARE_TR_FUNCTIONS(Check)
};

TokenSeen::Probe probeOf(const TokenAnswer &answer)
{
    TokenSeen::Probe probe;
    probe.works = answer.hasToken();
    if (answer.token && answer.token->claims) {
        probe.clientId = answer.token->claims->appId;
        probe.objectId = answer.token->claims->objectId;
    }
    return probe;
}

// The intended identity, when it was named by an id that the provider cannot use.
IdentitySelector intendedSelector(const Question &question)
{
    if (question.objectId)
        return IdentitySelector(*question.objectId);
    if (question.resourceId)
        return IdentitySelector(*question.resourceId);
    return {};
}

bool answersAsIntended(const TokenSeen &seen, const Question &question)
{
    if (!seen.claims)
        return seen.answer.fault != IdentityFault::IdentityAmbiguous
            || (!question.objectId && !question.resourceId);
    if (question.objectId)
        return seen.claims->objectId.compare(question.objectId->toString(), Qt::CaseInsensitive) == 0;
    if (question.resourceId)
        return seen.claims->miResourceId.compare(question.resourceId->toString(), Qt::CaseInsensitive) == 0;
    return true;
}

TokenQuestion tokenQuestion(const RunContext &context, const IdentitySelector &selector)
{
    TokenQuestion question(selector);
    question.manner = TokenQuestion::Manner::Provider;
    question.machine = context.machine;
    return question;
}

QCoro::Task<Observation> observeToken(std::shared_ptr<RunContext> context, std::stop_token stop)
{
    const Http http = context->http.withPurpose(check::identityToken.toString());
    const Question question = context->question;
    const IdentitySelector selector = providerSelector(question);

    auto asking = askForToken(http, tokenQuestion(*context, selector), stop);
    auto answer = co_await asking;

    TokenSeen seen;
    seen.clientId = selector.text();
    if (question.clientId)
        seen.clientIdOrigin = question.clientId->origin;
    if (answer.token) {
        context->token = std::move(answer.token);
        seen.claims = context->token->claims;
        answer.token.reset();
    }
    seen.answer = std::move(answer);

    // Two more questions, asked at the same time, show whether a refused client id is really an object id.
    if (seen.answer.fault == IdentityFault::IdentityNotAssigned && question.clientId) {
        const auto sameAsObjectId = ObjectId::parse(question.clientId->value.toString());
        Q_ASSERT(sameAsObjectId);
        auto askingAsObjectId =
            askForToken(http, tokenQuestion(*context, IdentitySelector(*sameAsObjectId)), stop);
        auto askingWithout = askForToken(http, tokenQuestion(*context, {}), stop);
        const auto asObjectId = co_await askingAsObjectId;
        const auto without = co_await askingWithout;
        seen.asObjectId = probeOf(asObjectId);
        seen.withoutSelector = probeOf(without);
    }
    // Another identity answers than the intended one, whose client id is what has to be configured.
    if (!answersAsIntended(seen, question)) {
        auto askingIntended = askForToken(http, tokenQuestion(*context, intendedSelector(question)), stop);
        const auto intended = co_await askingIntended;
        seen.intended = probeOf(intended);
    }
    co_return Observation(std::move(seen));
}

// A pod with workload identity: what the metadata service answers there is about the node.
bool isInPodWithWorkloadIdentity(const MachineSeen &host)
{
    return std::ranges::any_of(host.differences, [](const ProviderDifference &difference) {
        return difference.kind == ProviderDifference::Kind::AsksNodeOfPod;
    });
}

// No identity of yours can be assigned to it, so it does not matter which one was asked for.
bool isHostedAgent(const Machine &machine)
{
    return machine.kind == MachineKind::AzurePipelinesHosted || machine.kind == MachineKind::GitHubHosted;
}

// The finding for a missing token, where the kind alone does not determine it; empty where it does.
FindingId sharperFinding(const TokenAnswer &answer, const Machine &machine)
{
    const EndpointKind endpoint = endpointOf(answer);
    const bool isAppService =
        machine.kind == MachineKind::AppService || machine.kind == MachineKind::Functions;
    switch (answer.fault) {
    case IdentityFault::NoIdentity:
        if (isHostedAgent(machine))
            return finding::hostedAgentNoIdentity;
        if (answer.delivery == Delivery::NotSent)
            return machine.kind == MachineKind::ContainerApps ? finding::containerAppEnvMismatch
                                                              : finding::appserviceEnvMissing;
        return {};
    case IdentityFault::HeaderEnvMissing:
        return isAppService || machine.kind == MachineKind::ContainerApps ? FindingId()
                                                                          : finding::identityEndpointLeftover;
    case IdentityFault::ArcKeyUnreadable:
        // The file was read, and does not hold a key.
        return answer.facts.contains("errno"_L1) ? FindingId() : finding::arcChallengeInvalid;
    case IdentityFault::IdentityBroken: {
        // Disabled, or not assigned as the tenant requires: the identity itself is intact.
        const qint64 code = answer.facts["aadsts"_L1].toInteger();
        return code == 7000112 || code == 50105 ? finding::entraAppBlocked : FindingId();
    }
    case IdentityFault::SelectorUnsupported:
        return endpoint == EndpointKind::Arc ? finding::arcUserAssignedUnsupported : FindingId();
    default:
        return {};
    }
}

CheckVerdict identityToken(const Facts &facts)
{
    const auto *seen = facts.seen<TokenSeen>();
    const auto *host = facts.seen<MachineSeen>();
    if (!seen || !host || seen->answer.delivery == Delivery::Stopped)
        return unclear();
    const TokenAnswer &answer = seen->answer;
    QJsonObject evidence = evidenceOf(answer);
    evidence.insert(u"hostKind"_s, toString(host->machine.kind));
    if (answer.outcome != TokenAnswer::Outcome::Error && answer.facts.contains("providerCannotRead"_L1))
        return failed(finding::providerCannotReadToken, evidence);
    if (isInPodWithWorkloadIdentity(*host)) {
        // It works as an identity of the node, which is what use_msi asks for; few people mean that.
        return answer.outcome == TokenAnswer::Outcome::Error
            ? failed(finding::aksWorkloadIdentityNotMsi, evidence)
            : warning(finding::aksWorkloadIdentityNotMsi, evidence);
    }

    switch (answer.fault) {
    case IdentityFault::None:
        return answer.outcome == TokenAnswer::Outcome::Error ? unclear() : passed();
    case IdentityFault::WrongAudience:
    case IdentityFault::WrongTenant:
    case IdentityFault::WrongIdentity:
    case IdentityFault::SelectorIgnored:
    case IdentityFault::UserToken:
    case IdentityFault::TokenExpired:
    case IdentityFault::ClockSkew:
        // There is a token; what is wrong with it is for another check to say.
        return passed();
    case IdentityFault::BadRequestUnclassified:
    case IdentityFault::NotImds:
        // With a usable token this is an oddity of the answer, not a problem.
        if (answer.outcome == TokenAnswer::Outcome::TokenWithWarning)
            return passed();
        break;
    case IdentityFault::IdentityNotAssigned:
        evidence.insert(u"clientId"_s, seen->clientId);
        evidence.insert(u"value"_s, seen->clientId);
        if (seen->asObjectId && seen->asObjectId->works) {
            evidence.insert(u"objectId"_s, seen->clientId);
            evidence.insert(u"expectedClientId"_s, seen->asObjectId->clientId);
            return failed(finding::objectIdAsClientId, evidence);
        }
        if (isHostedAgent(host->machine))
            return failed(finding::hostedAgentNoIdentity, evidence);
        if (seen->clientIdOrigin.isVariable()) {
            evidence.insert(u"variable"_s, seen->clientIdOrigin.name);
            return failed(finding::envClientIdLeftover, evidence);
        }
        return failed(finding::identityNotAssigned, evidence);
    default:
        break;
    }
    if (isSilence(answer.fault))
        return failed(silenceFinding(host->machine, endpointOf(answer), answer.delivery), evidence);
    if (answer.fault == IdentityFault::ArcKeyUnreadable && !host->userName.isEmpty())
        evidence.insert(u"user"_s, host->userName);

    if (seen->intended && seen->intended->works)
        evidence.insert(u"expectedClientId"_s, seen->intended->clientId);
    FindingId finding = sharperFinding(answer, host->machine);
    if (finding.isEmpty())
        finding = findingForKind(toString(answer.fault));
    if (finding.isEmpty())
        return unclear();
    return answer.outcome == TokenAnswer::Outcome::Error ? failed(finding, evidence)
                                                         : warning(finding, evidence);
}

CheckVerdict tokenAudience(const Facts &facts)
{
    const auto *seen = facts.seen<TokenSeen>();
    if (!seen)
        return unclear();
    // Whatever it is for: Azure DevOps knows the authority of the public cloud and no other.
    if (const QString cloud = seen->answer.facts["issuerCloud"_L1].toString(); !cloud.isEmpty()) {
        QJsonObject evidence = evidenceOf(seen->answer);
        evidence.insert(u"value"_s, cloud);
        return failed(finding::sovereignCloud, evidence);
    }
    if (seen->answer.fault == IdentityFault::WrongAudience)
        return failed(finding::wrongAudience, evidenceOf(seen->answer));
    if (!seen->claims)
        // A token that cannot be read may still be valid: Azure DevOps will say.
        return seen->answer.outcome == TokenAnswer::Outcome::Error ? unclear() : passed();
    for (const QString &audience : seen->claims->audience) {
        if (audienceIsAzureDevOps(audience))
            return passed();
    }
    QJsonObject evidence = evidenceOf(seen->answer);
    evidence.insert(u"audience"_s, seen->claims->audience.value(0));
    evidence.insert(u"audienceName"_s, audienceName(seen->claims->audience.value(0)));
    return failed(finding::wrongAudience, evidence);
}

CheckVerdict tokenLifetime(const Facts &facts)
{
    const auto *seen = facts.seen<TokenSeen>();
    if (!seen)
        return unclear();
    // Nothing of this fails anything by itself: the provider sends the token that it got, and Azure DevOps
    // has a clock of its own.
    const TokenAnswer &answer = seen->answer;
    QJsonObject evidence = evidenceOf(answer);
    const QJsonValue measured = answer.facts["serverSkew"_L1];
    const bool isMeasured = measured.isDouble();
    const bool clocksDiffer = isMeasured && qAbs(measured.toInteger()) > clockTolerance.count();
    if (clocksDiffer)
        evidence.insert(u"skewSeconds"_s, measured);
    evidence.insert(u"skew"_s, durationWords(qAbs(measured.toInteger())));
    const bool seemsOver = answer.fault == IdentityFault::TokenExpired;
    // A token that is over, although the endpoint has the same time or says no other, came out of an old
    // cache.
    if (seemsOver && !clocksDiffer && (isMeasured || !answer.facts.contains("skewSeconds"_L1)))
        return warning(finding::tokenExpiredMidrun, evidence);
    // The endpoint issues no tokens that are not valid yet, so it is this machine's clock that differs.
    if (clocksDiffer || seemsOver || answer.fault == IdentityFault::ClockSkew)
        return warning(finding::clockSkew, evidence);
    return passed();
}

CheckVerdict tokenIdentity(const Facts &facts)
{
    const auto *seen = facts.seen<TokenSeen>();
    if (!seen)
        return unclear();
    QJsonObject evidence = evidenceOf(seen->answer);
    addClaims(evidence, seen->claims);

    if (seen->answer.fault == IdentityFault::UserToken)
        return failed(finding::cloudShellUserNotMi, evidence);
    if (seen->answer.fault == IdentityFault::WrongIdentity
        || seen->answer.fault == IdentityFault::SelectorIgnored) {
        evidence.insert(u"expectedClientId"_s, seen->clientId);
        // The agent does not know user-assigned identities, and the provider does not even ask it for one.
        const bool isArc = endpointOf(seen->answer) == EndpointKind::Arc;
        return failed(isArc ? finding::arcUserAssignedUnsupported : finding::silentDefaultIdentity, evidence);
    }
    if (!seen->claims)
        return passed();

    const Question &question = facts.question();
    const auto intendedDiffers = [&] {
        if (question.objectId)
            return seen->claims->objectId.compare(question.objectId->toString(), Qt::CaseInsensitive) != 0;
        if (question.resourceId && !seen->claims->miResourceId.isEmpty())
            return seen->claims->miResourceId.compare(question.resourceId->toString(), Qt::CaseInsensitive)
                != 0;
        return false;
    };
    // The most common mistake: the right identity, but the other of its two ids.
    if (question.objectId
        && question.objectId->toString().compare(seen->claims->appId, Qt::CaseInsensitive) == 0) {
        evidence.insert(u"value"_s, question.objectId->toString());
        evidence.insert(u"suggestion"_s, seen->claims->objectId);
        return failed(finding::wrongObjectId, evidence);
    }
    if (intendedDiffers()) {
        if (question.objectId)
            evidence.insert(u"expectedObjectId"_s, question.objectId->toString());
        if (seen->intended && seen->intended->works)
            evidence.insert(u"expectedClientId"_s, seen->intended->clientId);
        // A variable that is meant for another tool names the identity that was asked for.
        if (seen->clientIdOrigin.isVariable()) {
            evidence.insert(u"variable"_s, seen->clientIdOrigin.name);
            return failed(finding::envClientIdLeftover, evidence);
        }
        return failed(finding::silentDefaultIdentity, evidence);
    }

    // No identity was named, and a user-assigned one answers: that works until a second one is attached.
    const bool noneNamed = !question.clientId && !question.objectId && !question.resourceId;
    if (noneNamed && identityTypeOf(*seen->claims) == IdentityType::User)
        return warning(finding::identityUnnamed, evidence);
    return passed();
}

QString tokenSummary(const QJsonObject &seen)
{
    const QString objectId = seen["facts"_L1].toObject()["objectId"_L1].toString();
    return objectId.isEmpty() ? QString() : CheckText::tr("object id %1").arg(shortened(objectId));
}

} // namespace

const std::optional<Claims> &claimsOfToken(const Facts &facts)
{
    static const std::optional<Claims> none;
    if (const auto *token = facts.seen<TokenSeen>())
        return token->claims;
    const auto *signIn = facts.seen<ExpectedSignInSeen>();
    return signIn ? signIn->claims : none;
}

std::vector<Check> tokenChecks()
{
    return {
        {.id = check::identityToken,
         .stage = "token"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The identity endpoint returns a token"),
         .needs = {check::machineHost},
         .asksAfter = {check::machineHost},
         // The provider's six tries of a minute each, and the pauses between them.
         .limit = 485s,
         .observe = observeToken,
         .judge = identityToken,
         .read = readObservation<TokenSeen>,
         .judgeSilence = silentEndpoint,
         .applies = expectsManagedIdentity,
         .summary = tokenSummary,
         .step = CheckedStep::Identity},
        {.id = check::tokenAudience,
         .stage = "token"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The token is for Azure DevOps"),
         .needs = {check::identityToken},
         .judge = tokenAudience,
         .applies = expectsManagedIdentity,
         .step = CheckedStep::Identity},
        {.id = check::tokenLifetime,
         .stage = "token"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The token is valid by this machine's clock"),
         .needs = {check::identityToken},
         .judge = tokenLifetime,
         .applies = expectsManagedIdentity},
        {.id = check::tokenIdentity,
         .stage = "token"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The token belongs to the intended identity"),
         .needs = {check::identityToken},
         .judge = tokenIdentity,
         .applies = expectsManagedIdentity,
         .step = CheckedStep::Identity},
    };
}

} // namespace signet
