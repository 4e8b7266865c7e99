#include "core/diagnosis/checks/terraform/checks.h"

#include "core/diagnosis/checks/terraform/decision.h"
#include "core/findings/evidencewords.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QCoro::Task<Observation> observeCredential(std::shared_ptr<RunContext> context, std::stop_token)
{
    CredentialSeen seen;
    if (const auto &explanation = context->configuration.explanation) {
        seen.decision = decisionSeen(explanation->decision, explanation->input);
        seen.explanation = explanation->toJson();
    }
    co_return Observation(std::move(seen));
}

bool entryIs(const DecisionSeen &decision, CredentialMethod method, ChainState state)
{
    return std::any_of(decision.chain.begin(), decision.chain.end(), [&](const DecisionSeen::Entry &entry) {
        return entry.method == method && entry.state == state;
    });
}

// OIDC in Azure Pipelines without the id of a service connection: the provider requests the token as it would
// in GitHub Actions.
bool asksPipelinesLikeGitHub(const DecisionSeen &decision)
{
    return decision.hasPipelinesOidc
        && std::any_of(decision.chain.begin(), decision.chain.end(), [](const DecisionSeen::Entry &entry) {
               return entry.variant == "request"_L1 && entry.state != ChainState::NotBuilt;
           });
}

// Why the managed identity is not the one that decides.
FindingId causeOf(const DecisionSeen &decision)
{
    switch (decision.decidedBy) {
    case CredentialMethod::Pat:
        return decision.hasBuildServiceToken ? finding::systemAccessTokenIsBuildService
                                             : finding::patOverridesMsi;
    case CredentialMethod::Oidc:
        return asksPipelinesLikeGitHub(decision) ? finding::federatedSetupMismatch
                                                 : finding::envSecretOrOidcBeatsMsi;
    case CredentialMethod::ClientSecret:
    case CredentialMethod::ClientCertificate:
        return finding::envSecretOrOidcBeatsMsi;
    case CredentialMethod::ManagedIdentity:
    case CredentialMethod::AzureCli:
    case CredentialMethod::None:
        break;
    }
    // Silently dropped for one of these reasons, or never switched on.
    for (const FindingId id : {finding::clientIdFileMismatch, finding::arcUserAssignedUnsupported,
                               finding::selectorUnsupported, finding::identityEndpointLeftover}) {
        if (trapWith(decision, id)
            && entryIs(decision, CredentialMethod::ManagedIdentity, ChainState::NotBuilt) && decision.usesMsi)
            return id;
    }
    if (!decision.usesMsi && !decision.usesOidc)
        return finding::useMsiNotSet;
    if (!decision.errorFindingId.isEmpty())
        return decision.errorFindingId;
    return finding::credentialBuildSwallowed;
}

// What would be in the way next, or is ignored, whichever credential decides.
CheckVerdict withWhatFollows(const Facts &facts, const DecisionSeen &decision, CheckVerdict verdict)
{
    QList<FindingId> following{finding::envNamesDisagree, finding::tokenPathNotRead};
    if (decision.decidedBy == CredentialMethod::Pat && expectsManagedIdentity(facts.question()))
        following.prepend(finding::envSecretOrOidcBeatsMsi);
    for (const FindingId id : following) {
        if (!trapWith(decision, id))
            continue;
        if (verdict.problem)
            verdict.further.append(Problem(id, evidenceFor(decision, id)));
        else
            verdict = warning(id, evidenceFor(decision, id));
    }
    return verdict;
}

// The provider would use another credential than the one that is expected, which it may have, too.
CheckVerdict otherThanExpected(const Facts &facts, const DecisionSeen &decision)
{
    const auto *seen = facts.seen<ExpectedSignInSeen>();
    const FindingId id =
        seen && seen->isBuilt ? finding::expectedCredentialOverridden : finding::expectedCredentialMissing;
    return failedOrForecast(facts, id,
                            {{u"expectedCredential"_s, toString(facts.question().terraformCredential())},
                             {u"otherCredential"_s, toString(decision.decidedBy)},
                             {u"version"_s, decision.version}});
}

CheckVerdict terraformCredential(const Facts &facts)
{
    const DecisionSeen *seen = decisionIn(facts);
    if (!seen)
        return unclear();
    const DecisionSeen &decision = *seen;
    const Question &question = facts.question();
    if (decision.stage == DecisionStage::Prepare || decision.stage == DecisionStage::Input) {
        const FindingId id =
            decision.errorFindingId.isEmpty() ? finding::providerValueInvalid : decision.errorFindingId;
        return failedOrForecast(facts, id, evidenceFor(decision, id));
    }
    // What was assumed in its place says nothing.
    if (!decision.unknownArguments.isEmpty())
        return unclear(finding::providerValueUnknown, {{u"variable"_s, unknownWords(decision)}});
    if (decision.decidedBy != question.terraformCredential()) {
        if (expectsOtherCredential(question))
            return otherThanExpected(facts, decision);
        const FindingId id = causeOf(decision);
        return withWhatFollows(facts, decision, failedOrForecast(facts, id, evidenceFor(decision, id)));
    }
    // No client id goes with these.
    if (decision.decidedBy == CredentialMethod::Pat || decision.decidedBy == CredentialMethod::AzureCli)
        return passed();

    // The provider asks with what the file holds, and no endpoint has an identity by that name.
    if (trapWith(decision, finding::clientIdFileMismatch))
        return failedOrForecast(facts, finding::clientIdFileMismatch,
                                evidenceFor(decision, finding::clientIdFileMismatch));

    // The configuration's own is what the decision was made with.
    const auto named = question.namedClientId();
    if (named && question.clientId->origin.kind != Origin::Kind::File
        && decision.clientId.compare(named->toString(), Qt::CaseInsensitive) != 0) {
        const Origin &origin = decision.clientIdOrigin;
        const bool leftover = origin.isVariable();
        QJsonObject evidence{{u"expectedClientId"_s, named->toString()},
                             {u"value"_s, named->toString()},
                             {u"clientId"_s, decision.clientId},
                             {u"variable"_s, leftover ? origin.name : u"client_id"_s}};
        return failedOrForecast(
            facts, leftover ? finding::envClientIdLeftover : finding::providerOtherIdentity, evidence);
    }
    // A system-assigned identity is intended, but a variable for another tool selects a user-assigned one.
    if (trapWith(decision, finding::envClientIdLeftover) && question.objectId)
        return failedOrForecast(facts, finding::envClientIdLeftover,
                                evidenceFor(decision, finding::envClientIdLeftover));
    return withWhatFollows(facts, decision, passed());
}

QString credentialSummary(const QJsonObject &seen)
{
    return credentialWords(seen["decidedBy"_L1].toString());
}

} // namespace

Check terraformCredentialCheck()
{
    return {.id = check::terraformCredential,
            .stage = "terraform"_L1,
            .title = QT_TRANSLATE_NOOP("Check", "The provider would use only the intended credential"),
            .needs = {check::terraformConfiguration, check::terraformVersion},
            .considers = {check::terraformSignIn},
            .observe = observeCredential,
            .judge = terraformCredential,
            .read = readObservation<CredentialSeen>,
            .summary = credentialSummary};
}

} // namespace signet
