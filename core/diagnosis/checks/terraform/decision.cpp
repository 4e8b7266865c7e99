#include "core/diagnosis/checks/terraform/decision.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

bool isOn(const ConfigurationValue &value)
{
    return value.toBool().value_or(false);
}

// The job's own token, passed on as a personal access token, belongs to the build service.
bool isBuildServiceToken(const DecisionInput &input)
{
    const Environment &environment = input.environment;
    const QString job = environment.value(u"SYSTEM_ACCESSTOKEN"_s);
    if (job.isEmpty())
        return false;
    const auto written = input.arguments.value(u"personal_access_token"_s).toText();
    return job == written.value_or(environment.value(u"AZDO_PERSONAL_ACCESS_TOKEN"_s));
}

} // namespace

DecisionSeen decisionSeen(const Decision &decision, const DecisionInput &input)
{
    DecisionSeen seen;
    seen.version = decision.version.toString();
    seen.stage = decision.stage;
    seen.decidedBy = decision.decidedBy;
    for (const ChainEntry &entry : decision.chain)
        seen.chain.append({entry.method, entry.variant, entry.state});
    for (const DecisionTrap &trap : decision.traps)
        seen.traps.append({trap.id, Problem(trap.findingId, QJsonObject::fromVariantMap(trap.evidence))});
    seen.attribute = decision.attribute;
    seen.error = decision.error;
    seen.errorFindingId = decision.errorFindingId;
    seen.identityKind = decision.identityKind;
    seen.clientId = decision.clientId;
    seen.clientIdOrigin = originOf(decision, u"client_id"_s);
    seen.identitySource = decision.identitySource;
    const ProviderAddress &address = decision.address;
    seen.address.text = address.text;
    seen.address.origin = address.origin;
    seen.address.form = address.form;
    if (address.organization)
        seen.address.organization = address.organization->toString();
    seen.address.base = address.base.toString();
    if (const FindingId id = address.findingId(); !id.isEmpty())
        seen.address.problem = Problem(id, QJsonObject::fromVariantMap(address.evidence()));
    seen.usesMsi = isOn(useMsiOf(input));
    seen.usesOidc = isOn(useOidcOf(input));
    seen.hasBuildServiceToken = isBuildServiceToken(input);
    seen.hasPipelinesOidc = input.environment.has(u"SYSTEM_OIDCREQUESTURI"_s);
    seen.unknownArguments = decision.unknownArguments;
    seen.dependsOn = decision.dependsOn;
    return seen;
}

// Null where the configuration could not be read.
const DecisionSeen *decisionIn(const Facts &facts)
{
    const auto *credential = facts.seen<CredentialSeen>();
    const auto *configuration = facts.seen<ConfigurationSeen>();
    if (credential && credential->decision)
        return &*credential->decision;
    return configuration && configuration->decision ? &*configuration->decision : nullptr;
}

const DecisionSeen::Trap *trapWith(const DecisionSeen &decision, FindingId findingId)
{
    for (const DecisionSeen::Trap &trap : decision.traps) {
        if (trap.problem.findingId == findingId)
            return &trap;
    }
    return nullptr;
}

QJsonObject evidenceFor(const DecisionSeen &decision, FindingId findingId)
{
    QJsonObject evidence{{u"version"_s, decision.version}};
    if (!decision.attribute.isEmpty())
        evidence.insert(u"variable"_s, decision.attribute);
    if (const DecisionSeen::Trap *trap = trapWith(decision, findingId)) {
        const QJsonObject &own = trap->problem.evidence;
        for (auto it = own.begin(); it != own.end(); ++it)
            evidence.insert(it.key(), it.value());
        evidence.insert(u"trap"_s, trap->id);
    }
    if (!decision.error.isEmpty())
        evidence.insert(u"error"_s, decision.error);
    return evidence;
}

QString unknownWords(const DecisionSeen &decision)
{
    const QString arguments = decision.unknownArguments.join(u", "_s);
    return decision.dependsOn.isEmpty() ? arguments
                                        : u"%1 (%2)"_s.arg(arguments, decision.dependsOn.join(u", "_s));
}

// With the block that Signet would write this is only a forecast, so it is a warning.
CheckVerdict failedOrForecast(const Facts &facts, FindingId findingId, const QJsonObject &evidence)
{
    return facts.question().terraformFolder ? failed(findingId, evidence) : warning(findingId, evidence);
}

} // namespace signet
