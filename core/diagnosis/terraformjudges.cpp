#include "core/diagnosis/judges.h"

#include "core/findings/catalogue.h"

#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::judges {

namespace {

// The configuration as it was read; null where it was not.
const Explanation *explanationIn(const Facts &facts)
{
    if (const auto *seen = facts.seen<CredentialSeen>())
        return seen->explanation.get();
    const auto *seen = facts.seen<ConfigurationSeen>();
    return seen ? seen->explanation.get() : nullptr;
}

const DecisionTrap *trapWith(const Decision &decision, FindingId findingId)
{
    for (const DecisionTrap &trap : decision.traps) {
        if (trap.findingId == findingId)
            return &trap;
    }
    return nullptr;
}

QJsonObject evidenceFor(const Decision &decision, FindingId findingId)
{
    QJsonObject evidence{{u"version"_s, decision.version.toString()}};
    if (!decision.attribute.isEmpty())
        evidence.insert(u"variable"_s, decision.attribute);
    if (const DecisionTrap *trap = trapWith(decision, findingId)) {
        const QJsonObject own = QJsonObject::fromVariantMap(trap->evidence);
        for (auto it = own.begin(); it != own.end(); ++it)
            evidence.insert(it.key(), it.value());
        evidence.insert(u"trap"_s, trap->id);
    }
    if (!decision.error.isEmpty())
        evidence.insert(u"error"_s, decision.error);
    return evidence;
}

bool entryIs(const Decision &decision, CredentialMethod method, ChainState state)
{
    return std::any_of(decision.chain.begin(), decision.chain.end(), [&](const ChainEntry &entry) {
        return entry.method == method && entry.state == state;
    });
}

bool isTold(const ConfigurationValue &value)
{
    return value.toBool().value_or(false);
}

// A job's own token, handed on as a personal access token, is that of the build service.
bool isBuildServiceToken(const Explanation &explanation)
{
    const Environment &environment = explanation.input.environment;
    const QString job = environment.value(u"SYSTEM_ACCESSTOKEN"_s);
    if (job.isEmpty())
        return false;
    const auto written = explanation.input.arguments.value(u"personal_access_token"_s).toText();
    return job == written.value_or(environment.value(u"AZDO_PERSONAL_ACCESS_TOKEN"_s));
}

// OIDC in Azure Pipelines without the id of a service connection: the token is asked for in the way of
// GitHub.
bool asksPipelinesLikeGitHub(const Explanation &explanation)
{
    return explanation.input.environment.has(u"SYSTEM_OIDCREQUESTURI"_s)
        && std::any_of(explanation.decision.chain.begin(), explanation.decision.chain.end(),
                       [](const ChainEntry &entry) {
                           return entry.variant == "request"_L1 && entry.state != ChainState::NotBuilt;
                       });
}

// Why the managed identity is not the one that decides.
FindingId causeOf(const Explanation &explanation)
{
    const Decision &decision = explanation.decision;
    switch (decision.decidedBy) {
    case CredentialMethod::Pat:
        return isBuildServiceToken(explanation) ? finding::systemAccessTokenIsBuildService
                                                : finding::patOverridesMsi;
    case CredentialMethod::Oidc:
        return asksPipelinesLikeGitHub(explanation) ? finding::federatedSetupMismatch
                                                    : finding::envSecretOrOidcBeatsMsi;
    case CredentialMethod::ClientSecret:
    case CredentialMethod::ClientCertificate:
        return finding::envSecretOrOidcBeatsMsi;
    case CredentialMethod::ManagedIdentity:
    case CredentialMethod::AzureCli:
    case CredentialMethod::None:
        break;
    }
    // Dropped in silence, for one of these reasons, or never told.
    for (const FindingId id : {finding::clientIdFileMismatch, finding::arcUserAssignedUnsupported,
                               finding::selectorUnsupported, finding::identityEndpointLeftover}) {
        if (trapWith(decision, id)
            && entryIs(decision, CredentialMethod::ManagedIdentity, ChainState::NotBuilt)
            && isTold(explanation.useMsi()))
            return id;
    }
    if (!isTold(explanation.useMsi()) && !isTold(explanation.useOidc()))
        return finding::useMsiNotSet;
    if (!decision.errorFindingId.isEmpty())
        return decision.errorFindingId;
    return finding::credentialBuildSwallowed;
}

// What would happen with the block that signet writes is a forecast, so it warns at most.
Judgement told(const Facts &facts, FindingId findingId, const QJsonObject &evidence)
{
    return facts.question().terraformDirectory.isEmpty() ? warning(findingId, evidence)
                                                         : failed(findingId, evidence);
}

} // namespace

Judgement terraformConfiguration(const Facts &facts)
{
    const auto *seen = facts.seen<ConfigurationSeen>();
    if (!seen)
        return unclear();
    if (seen->problem)
        return failed(seen->problem->findingId, seen->problem->evidence);
    const Configuration &configuration = seen->explanation->configuration;
    if (!configuration.faults.isEmpty()) {
        const ConfigurationFault &fault = configuration.faults.first();
        return failed(finding::configurationSyntaxError,
                      {{u"path"_s, fault.file},
                       {u"line"_s, fault.at.line},
                       {u"column"_s, fault.at.column},
                       {u"reason"_s, fault.reason}});
    }
    // The gravest one; terraform explain tells them all.
    const ConfigurationMistake *worst = nullptr;
    for (const ConfigurationMistake &mistake : configuration.mistakes) {
        const Finding *finding = findFinding(mistake.findingId);
        const bool blocks = finding && finding->severity == Severity::Blocker;
        if (blocks)
            return failed(mistake.findingId, QJsonObject::fromVariantMap(mistake.evidence));
        if (!worst)
            worst = &mistake;
    }
    if (worst)
        return warning(worst->findingId, QJsonObject::fromVariantMap(worst->evidence));
    return passed();
}

Judgement terraformVersion(const Facts &facts)
{
    const Explanation *explanation = explanationIn(facts);
    if (!explanation)
        return unclear();
    const Decision &decision = explanation->decision;
    for (const FindingId id : {finding::providerVersionTooOld, finding::providerMsiRegression111}) {
        const bool named = decision.errorFindingId == id || trapWith(decision, id);
        if (named && decision.decidedBy != CredentialMethod::ManagedIdentity)
            return failed(id, evidenceFor(decision, id));
    }
    return passed();
}

Judgement terraformCredential(const Facts &facts)
{
    const Explanation *explanation = explanationIn(facts);
    if (!explanation)
        return unclear();
    const Decision &decision = explanation->decision;
    const Question &question = facts.question();
    if (question.expectedCredential && decision.decidedBy == *question.expectedCredential)
        return passed();
    if (decision.stage == DecisionStage::Prepare || decision.stage == DecisionStage::Input) {
        const FindingId id =
            decision.errorFindingId.isEmpty() ? finding::providerValueInvalid : decision.errorFindingId;
        return told(facts, id, evidenceFor(decision, id));
    }
    if (decision.decidedBy != CredentialMethod::ManagedIdentity) {
        const FindingId id = causeOf(*explanation);
        return told(facts, id, evidenceFor(decision, id));
    }

    const bool named = question.clientId && !question.clientIdOrigin.startsWith("env:"_L1)
        && !question.clientIdOrigin.startsWith("hcl:"_L1);
    if (named && decision.clientId.compare(question.clientId->toString(), Qt::CaseInsensitive) != 0) {
        const ValueOrigin origin = originOf(decision, u"client_id"_s);
        const bool leftover = origin.kind == ValueOrigin::Kind::Environment;
        QJsonObject evidence{{u"expectedClientId"_s, question.clientId->toString()},
                             {u"clientId"_s, decision.clientId},
                             {u"variable"_s, leftover ? origin.variable : u"client_id"_s}};
        return told(facts, leftover ? finding::envClientIdLeftover : finding::providerOtherIdentity,
                    evidence);
    }
    // A system-assigned identity is meant, and a variable for another tool makes it user-assigned.
    if (trapWith(decision, finding::envClientIdLeftover) && question.objectId)
        return told(facts, finding::envClientIdLeftover, evidenceFor(decision, finding::envClientIdLeftover));
    for (const FindingId id : {finding::envNamesDisagree, finding::tokenPathNotRead}) {
        if (trapWith(decision, id))
            return warning(id, evidenceFor(decision, id));
    }
    return passed();
}

Judgement terraformEndpoint(const Facts &facts)
{
    const auto *machine = facts.seen<MachineSeen>();
    const Explanation *explanation = explanationIn(facts);
    if (!machine || !explanation)
        return unclear();
    if (explanation->decision.decidedBy != CredentialMethod::ManagedIdentity)
        return passed();
    // The other differences are told by findings of their own.
    for (const ProviderDifference &difference : machine->differences) {
        if (difference.kind == ProviderDifference::Kind::CertificateRefused
            || difference.kind == ProviderDifference::Kind::AutomationHeaderMissing)
            return failed(finding::providerAsksOtherwise,
                          {{u"what"_s, QString::fromLatin1(endpointFacts(machine->endpoint).name)},
                           {u"variable"_s, difference.what},
                           {u"reason"_s, difference.provider}});
    }
    return passed();
}

Judgement terraformBackend(const Facts &facts)
{
    const Explanation *explanation = explanationIn(facts);
    if (!explanation)
        return unclear();
    const Configuration &configuration = explanation->configuration;
    // Only this backend signs in to Azure, and only what stands in its block is known: -backend-config and
    // ARM_USE_MSI, which it reads as well, may say the rest.
    const bool signsIn = configuration.backendType == "azurerm"_L1;
    const bool told = configuration.backendUsesManagedIdentity
        || explanation->input.environment.value(u"ARM_USE_MSI"_s) == "true"_L1;
    if (!signsIn || told || explanation->decision.decidedBy != CredentialMethod::ManagedIdentity)
        return passed();
    return warning(
        finding::backendAuthSeparate,
        {{u"path"_s, configuration.backendPlace.file}, {u"line"_s, configuration.backendPlace.line}});
}

} // namespace signet::judges
