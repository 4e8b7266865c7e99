#include "core/diagnosis/observation.h"

#include "core/result/fields.h"
#include "core/token/tokenage.h"

using namespace Qt::StringLiterals;

namespace signet {

// ---- The fields of each kind, with the keys of a report ------------------------------------------------

template <class Fields>
void describeFields(Fields &fields, Contradiction &one)
{
    fields.word("kind", one.kind, Contradiction::Kind::SeveralServices);
    fields("variables", one.variables);
    fields("against", one.against);
}

template <class Fields>
void describeFields(Fields &fields, ProviderDifference &one)
{
    fields.word("kind", one.kind, ProviderDifference::Kind::CallsItMachineLearning);
    fields("what", one.what);
    fields.unlessDefault("host", one.host);
}

template <class Fields>
void describeFields(Fields &fields, MachineSeen &seen)
{
    fields.word("hostKind", seen.machine.kind, MachineKind::Unknown);
    fields("evidence", seen.machine.evidence);
    fields("saysAzure", seen.machine.saysAzure);
    fields("inContainer", seen.machine.inContainer);
    fields("inKubernetes", seen.machine.inKubernetes);
    fields("user", seen.userName);
    fields.derived("source", QString(toString(sourceOf(seen.endpoint))));
    fields.word("endpoint", seen.endpoint, EndpointKind::Arc);
    fields.unlessDefault("firmware", seen.machine.firmware);
    fields.unlessDefault("arcAgent", seen.machine.himds);
    fields.unlessDefault("arcVariables", seen.hasArcVariables);
    fields.unlessDefault("contradictions", seen.machine.contradictions);
    QStringList kinds;
    for (const ProviderDifference &one : std::as_const(seen.differences))
        kinds.append(toString(one.kind));
    fields.derived("providerDifferences", kinds);
    fields.unlessDefault("differences", seen.differences);
}

template <class Fields>
void describeFields(Fields &fields, ProxySeen &seen)
{
    fields("variable", seen.variable);
    fields("proxy", seen.proxy);
    fields("host", seen.host);
    fields.unlessDefault("refusedVariable", seen.refusedVariable);
    fields.unlessDefault("refusalReason", seen.refusalReason);
}

template <class Fields>
void describeFields(Fields &fields, TokenAnswer &answer)
{
    fields.word("outcome", answer.outcome, TokenAnswer::Outcome::Pending);
    fields.word("transport", answer.delivery, Delivery::Failed);
    fields("facts", answer.facts);
    if (answer.endpoint)
        fields.derived("source", QString(toString(sourceOf(*answer.endpoint))));
    fields.wordIfAny("endpoint", answer.endpoint, EndpointKind::Arc);
    fields.unlessDefault("address", answer.address);
    fields.wordUnlessDefault("kind", answer.fault, IdentityFault::AppRegistrationNotPublic);
    fields.unlessDefault("status", answer.status);
    fields.unlessDefault("retriesUsed", answer.retriesUsed);
    fields.unlessDefault("activityId", answer.activityId);
}

template <class Fields>
void describeFields(Fields &fields, InstanceFacts &instance)
{
    fields("name", instance.name);
    fields("resourceGroup", instance.resourceGroup);
    fields("subscription", instance.subscriptionId);
    fields("location", instance.location);
    fields("resourceId", instance.resourceId);
    fields("scaleSet", instance.scaleSetName);
    fields("cloud", instance.cloud);
    fields.ifAny("devOpsServicesAvailable", instance.devOpsServicesAvailable);
}

template <class Fields>
void describeFields(Fields &fields, InstanceSeen &seen)
{
    fields.inlined(seen.answer);
    fields.inlined("cloud", seen.instance);
    fields("tenantId", seen.tenantId);
}

// Those that a judge or a conclusion looks at. The token itself is not among them, and cannot be made of
// them.
template <class Fields>
void describeFields(Fields &fields, Claims &claims)
{
    fields("audience", claims.audience);
    fields("tenantId", claims.tenantId);
    fields("objectId", claims.objectId);
    fields("appId", claims.appId);
    fields.unlessDefault("appIdAcr", claims.appIdAcr);
    fields.unlessDefault("idtyp", claims.idtyp);
    fields.unlessDefault("miResourceId", claims.miResourceId);
    fields.unlessDefault("azureResourceId", claims.azureResourceId);
    fields.ifAny("notBefore", claims.notBefore);
    fields.ifAny("issuedAt", claims.issuedAt);
    fields.ifAny("expires", claims.expires);
    fields.unlessDefault("scopes", claims.scopes);
    fields.unlessDefault("upn", claims.upn);
    fields.unlessDefault("uniqueName", claims.uniqueName);
    auto groups = listedGroups(claims);
    fields.ifAny("groups", groups);
    if constexpr (Fields::reads) {
        if (groups)
            claims.payload.insert(u"groups"_s, QJsonArray::fromStringList(*groups));
    }
}

template <class Fields>
void describeFields(Fields &fields, TokenSeen::Probe &probe)
{
    fields("works", probe.works);
    fields("clientId", probe.clientId);
    fields("objectId", probe.objectId);
}

template <class Fields>
void describeFields(Fields &fields, TokenSeen &seen)
{
    fields.inlined(seen.answer);
    fields.ifAny("claims", seen.claims);
    fields("askedForClientId", seen.clientId);
    if (Fields::reads || seen.clientIdOrigin.kind != Origin::Kind::Unknown)
        fields("clientIdOrigin", seen.clientIdOrigin);
    fields.ifAny("withoutSelector", seen.withoutSelector);
    fields.ifAny("asObjectId", seen.asObjectId);
    fields.ifAny("intended", seen.intended);
}

template <class Fields>
void describeFields(Fields &fields, HostsSeen &seen)
{
    fields("hosts", seen.hosts);
}

template <class Fields>
void describeFields(Fields &fields, DecisionSeen::Entry &entry)
{
    fields.word("method", entry.method, CredentialMethod::None);
    fields.unlessDefault("variant", entry.variant);
    fields.word("state", entry.state, ChainState::NotReached);
}

template <class Fields>
void describeFields(Fields &fields, DecisionSeen::Trap &trap)
{
    fields("id", trap.id);
    fields.inlined(trap.problem);
}

template <class Fields>
void describeFields(Fields &fields, DecisionSeen::Address &address)
{
    fields("value", address.text);
    fields("origin", address.origin);
    fields.word("form", address.form, ProviderAddress::Form::Organization);
    fields("organization", address.organization);
    fields("base", address.base);
    fields.ifAny("problem", address.problem);
}

template <class Fields>
void describeFields(Fields &fields, DecisionSeen &seen)
{
    fields("version", seen.version);
    fields.word("stage", seen.stage, DecisionStage::Done);
    fields.word("decidedBy", seen.decidedBy, CredentialMethod::None);
    fields("chain", seen.chain);
    fields.unlessDefault("traps", seen.traps);
    fields.unlessDefault("attribute", seen.attribute);
    fields.unlessDefault("error", seen.error);
    fields.unlessDefault("errorFinding", seen.errorFindingId);
    fields("identityKind", seen.identityKind);
    fields("clientId", seen.clientId);
    fields("clientIdOrigin", seen.clientIdOrigin);
    fields("identitySource", seen.identitySource);
    fields("address", seen.address);
    fields("usesMsi", seen.usesMsi);
    fields("usesOidc", seen.usesOidc);
    fields.unlessDefault("hasBuildServiceToken", seen.hasBuildServiceToken);
    fields.unlessDefault("hasPipelinesOidc", seen.hasPipelinesOidc);
    fields.unlessDefault("unknownArguments", seen.unknownArguments);
    fields.unlessDefault("dependsOn", seen.dependsOn);
}

template <class Fields>
void describeFields(Fields &fields, ProviderConnectionsSeen::Block &block)
{
    fields("name", block.name);
    fields("alias", block.alias);
    fields("use", block.use);
    fields("place", block.place);
    fields("decision", block.decision);
    fields.wordUnlessDefault("tokenFault", block.tokenFault, IdentityFault::AppRegistrationNotPublic);
    fields.ifAny("connection", block.connection);
}

template <class Fields>
void describeFields(Fields &fields, ProviderConnectionsSeen &seen)
{
    fields("blocks", seen.blocks);
}

template <class Fields>
void describeFields(Fields &fields, ConfigurationSeen::Block &block)
{
    fields("place", block.place);
    fields("alias", block.alias);
}

template <class Fields>
void describeFields(Fields &fields, ConfigurationFault &fault)
{
    fields("path", fault.file);
    fields("line", fault.at.line);
    fields("column", fault.at.column);
    fields("reason", fault.reason);
    fields.unlessDefault("isLimit", fault.isLimit);
}

template <class Fields>
void describeFields(Fields &fields, ConfigurationSeen::Member &member)
{
    fields("path", member.path);
    fields("line", member.line);
    fields("type", member.type);
    fields("name", member.name);
    fields("principalName", member.principalName);
    fields("originId", member.originId);
    fields("accessLevel", member.accessLevel);
}

template <class Fields>
void describeFields(Fields &fields, ConfigurationSeen &seen)
{
    fields("read", seen.read);
    fields.ifAny("problem", seen.problem);
    if (!seen.read)
        return;
    fields("directory", seen.directory);
    fields("files", seen.files);
    fields("providerBlocks", seen.blocks);
    fields("uses", seen.uses);
    fields.unlessDefault("needsNoProject", seen.needsNoProject);
    // The numbers are older than the lists.
    fields.derived("faults", int(seen.faults.size()));
    fields.derived("mistakes", int(seen.mistakes.size()));
    fields.unlessDefault("faultList", seen.faults);
    fields.unlessDefault("mistakeList", seen.mistakes);
    fields.ifAny("locked", seen.locked);
    fields.ifAny("backend", seen.backend);
    if (seen.backend) {
        fields("backendPath", seen.backendPath);
        fields("backendLine", seen.backendLine);
        fields("backendUsesManagedIdentity", seen.backendUsesManagedIdentity);
    }
    fields.unlessDefault("runsElsewhere", seen.runsElsewhere);
    fields.ifAny("replacedBy", seen.replacedBy);
    fields.unlessDefault("members", seen.members);
    fields.ifAny("decision", seen.decision);
}

template <class Fields>
void describeFields(Fields &fields, CredentialSeen &seen)
{
    fields.ifAny("decision", seen.decision);
    if constexpr (Fields::reads) {
        seen.explanation = fields.json();
        seen.explanation.remove("decision"_L1);
    } else {
        fields.merge(seen.explanation);
    }
}

template <class Fields>
void describeFields(Fields &fields, NamesakesSeen &seen)
{
    fields("name", seen.name);
    fields.ifAny("namesakes", seen.namesakes);
}

template <class Fields>
void describeFields(Fields &fields, EarlierSeen &seen)
{
    fields("tenantId", seen.tenantId);
    fields("objectId", seen.objectId);
    fields.ifAny("known", seen.known);
    fields("everSeen", seen.everSeen);
}

template <class Fields>
void describeFields(Fields &fields, RightsSeen::Need &need)
{
    fields("resource", need.resource);
    fields("path", need.path);
    fields("line", need.line);
    fields.word("right", need.right, Right::BePerson);
    fields.unlessDefault("permission", need.permission);
    fields.unlessDefault("object", need.object);
    fields.unlessDefault("names", need.names);
    fields.unlessDefault("project", need.project);
    fields.ifAny("held", need.held);
}

template <class Fields>
void describeFields(Fields &fields, RightsSeen &seen)
{
    fields("read", seen.read);
    fields.unlessDefault("isAtLeast", seen.isAtLeast);
    fields.unlessDefault("unknownTypes", seen.unknownTypes);
    fields.unlessDefault("unreadModules", seen.unreadModules);
    fields("needs", seen.needs);
    fields.unlessDefault("needsBasic", seen.needsBasic);
}

template <class Fields>
void describeFields(Fields &fields, ExpectedSignInSeen &seen)
{
    fields.word("method", seen.method, CredentialMethod::None);
    fields.unlessDefault("variant", seen.variant);
    fields("isBuilt", seen.isBuilt);
    fields("isTried", seen.isTried);
    fields.unlessDefault("clientId", seen.clientId);
    fields.unlessDefault("tenantId", seen.tenantId);
    fields.ifAny("problem", seen.problem);
    fields.ifAny("claims", seen.claims);
}

template <class Fields>
void describeFields(Fields &fields, ErrorTextSeen::Candidate &candidate)
{
    fields("finding", candidate.finding);
    fields("why", candidate.why);
}

template <class Fields>
void describeFields(Fields &fields, ErrorTextSeen &seen)
{
    fields("causes", seen.causes);
    fields("isLikely", seen.isLikely);
    fields("isFromEntra", seen.isFromEntra);
    fields.unlessDefault("applicationId", seen.applicationId);
}

// --------------------------------------------------------------------------------------------------------

namespace {

struct ObservationToJson {
    QJsonObject operator()(const std::monostate &) const { return {}; }
    template <class Seen>
    QJsonObject operator()(const Seen &seen) const
    {
        return writeFields(seen);
    }
};

} // namespace

QJsonObject toJson(const Observation &observation)
{
    return std::visit(ObservationToJson{}, observation);
}

template <class Seen>
Observation readObservation(const QJsonObject &json)
{
    return json.isEmpty() || json.contains("crash"_L1) ? Observation() : Observation(readFields<Seen>(json));
}

template Observation readObservation<MachineSeen>(const QJsonObject &);
template Observation readObservation<ProxySeen>(const QJsonObject &);
template Observation readObservation<InstanceSeen>(const QJsonObject &);
template Observation readObservation<TokenSeen>(const QJsonObject &);
template Observation readObservation<OrganizationSeen>(const QJsonObject &);
template Observation readObservation<OrganizationTenantSeen>(const QJsonObject &);
template Observation readObservation<ConnectionSeen>(const QJsonObject &);
template Observation readObservation<ProjectsSeen>(const QJsonObject &);
template Observation readObservation<ProviderConnectionsSeen>(const QJsonObject &);
template Observation readObservation<HostsSeen>(const QJsonObject &);
template Observation readObservation<ConfigurationSeen>(const QJsonObject &);
template Observation readObservation<CredentialSeen>(const QJsonObject &);
template Observation readObservation<ExpectedSignInSeen>(const QJsonObject &);
template Observation readObservation<MemberSeen>(const QJsonObject &);
template Observation readObservation<NamesakesSeen>(const QJsonObject &);
template Observation readObservation<EarlierSeen>(const QJsonObject &);
template Observation readObservation<RightsSeen>(const QJsonObject &);
template Observation readObservation<ErrorTextSeen>(const QJsonObject &);

} // namespace signet
