#include "core/diagnosis/checks/stages.h"

#include "core/diagnosis/checks/devopsevidence.h"
#include "core/findings/catalogue.h"
#include "core/findings/evidencewords.h"
#include "core/identity/identityendpoint.h"
#include "core/result/reason.h"
#include "core/terraform/blocksinuse.h"
#include "core/terraform/signinvalues.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace signet {

namespace {

struct CheckText {
    Q_DECLARE_TR_FUNCTIONS(Check)
};

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
    return seen;
}

// Data sources that work in an organization without a project. Source: the provider's documentation of each.
bool readsOrganization(const ProviderUse &use)
{
    static constexpr std::array types{"azuredevops_projects"_L1,        "azuredevops_client_config"_L1,
                                      "azuredevops_users"_L1,           "azuredevops_agent_pools"_L1,
                                      "azuredevops_groups"_L1,          "azuredevops_identity_users"_L1,
                                      "azuredevops_descriptor"_L1,      "azuredevops_storage_key"_L1,
                                      "azuredevops_identity_groups"_L1, "azuredevops_service_principal"_L1};
    return use.mode == "data"_L1 && std::ranges::find(types, use.type) != types.end();
}

ConfigurationSeen configurationSeen(const Explanation &explanation)
{
    const Configuration &configuration = explanation.configuration;
    ConfigurationSeen seen;
    seen.read = true;
    seen.directory = configuration.directory;
    seen.files = int(configuration.files.size());
    for (const ProviderConfiguration &provider : configuration.providers)
        seen.blocks.append({provider.place.toString(), provider.alias});
    seen.uses = int(configuration.uses.size());
    seen.needsNoProject = !configuration.uses.isEmpty()
        && std::ranges::all_of(configuration.uses,
                               [](const ProviderUse &use) { return readsOrganization(use); });
    for (const ConfigurationFault &fault : configuration.faults)
        seen.faults.append({fault.file, int(fault.at.line), int(fault.at.column), fault.reason});
    for (const ConfigurationMistake &mistake : configuration.mistakes)
        seen.mistakes.append(Problem(mistake.findingId, QJsonObject::fromVariantMap(mistake.evidence)));
    if (configuration.lock)
        seen.locked = configuration.lock->version;
    if (configuration.hasBackend)
        seen.backend = configuration.backendType;
    seen.backendPath = configuration.backendPlace.file;
    seen.backendLine = configuration.backendPlace.line;
    seen.backendUsesManagedIdentity = configuration.backendUsesManagedIdentity
        || explanation.input.environment.value(u"ARM_USE_MSI"_s) == "true"_L1;
    for (const MemberResource &member : configuration.members)
        seen.members.append({member.place.file, member.place.line, member.type, member.name,
                             member.principalName, member.originId, member.accessLevel});
    seen.decision = decisionSeen(explanation.decision, explanation.input);
    return seen;
}

QCoro::Task<Observation> observeConfiguration(std::shared_ptr<RunContext> context, std::stop_token)
{
    ConfigurationSeen seen;
    if (const auto &explanation = context->configuration.explanation)
        seen = configurationSeen(*explanation);
    seen.problem = context->configuration.problem;
    co_return Observation(std::move(seen));
}

QCoro::Task<Observation> observeCredential(std::shared_ptr<RunContext> context, std::stop_token)
{
    CredentialSeen seen;
    if (const auto &explanation = context->configuration.explanation) {
        seen.decision = decisionSeen(explanation->decision, explanation->input);
        seen.explanation = explanation->toJson();
    }
    co_return Observation(std::move(seen));
}

// The block that the question is about, and then the others that something uses.
QList<ExplainedBlock> subjectFirst(const Explanation &explanation)
{
    QList<ExplainedBlock> blocks{{.block = explanation.subject,
                                  .input = explanation.input,
                                  .decision = explanation.decision,
                                  .fix = explanation.fix}};
    for (const ExplainedBlock &other : explanation.blocks) {
        if (!explanation.isSubject(other))
            blocks.append(other);
    }
    return blocks;
}

// As the provider would ask for it, at the endpoint of this machine. The token of the run serves where the
// block means the same identity.
QCoro::Task<ProviderConnectionsSeen::Block> connectAs(std::shared_ptr<RunContext> context,
                                                      ProviderConnectionsSeen::Block block,
                                                      ProviderAddress address, std::stop_token stop)
{
    const Http http = context->http.withPurpose(check::terraformConnection.toString());
    const bool isTokenOfRun =
        block.decision.clientId.compare(providerSelector(context->question).text(), Qt::CaseInsensitive) == 0;
    std::optional<Credential> credential;
    if (isTokenOfRun || block.decision.decidedBy != CredentialMethod::ManagedIdentity) {
        credential = context->credential();
    } else {
        const auto clientId = ClientId::parse(block.decision.clientId);
        TokenQuestion question(clientId ? IdentitySelector(*clientId) : IdentitySelector());
        question.manner = TokenQuestion::Manner::Provider;
        question.machine = context->machine;
        auto asking = askForToken(http, question, stop);
        const TokenAnswer answer = co_await asking;
        block.tokenFault = answer.fault;
        if (answer.token)
            credential = Credential::bearer(Resource::AzureDevOps, answer.token->text);
    }
    if (!credential)
        co_return block;
    auto connecting =
        connectLikeProvider(http, address.base, projectsRequest(*address.organization, {}, {}).url,
                            *credential, context->session, stop);
    auto connection = co_await connecting;
    block.connection = std::move(connection);
    co_return block;
}

// Whether the credential of the run is that of the block, too. Which managed identity a block means is looked
// at when it is asked for.
bool hasCredentialOfRun(const RunContext &context, const Explanation &explanation, const DecisionInput &block)
{
    if (expectsManagedIdentity(context.question))
        return true;
    const CredentialMethod method = context.question.terraformCredential();
    return isSameSignIn(signInValues(explanation.input, context.host, method),
                        signInValues(block, context.host, method));
}

// At the address as each provider block has it, for the provider asks it as it is. Nothing is asked of an
// organization that only a wrong address names.
QCoro::Task<Observation> observeProviderConnections(std::shared_ptr<RunContext> context, std::stop_token stop)
{
    const auto name = context->question.organizationName();
    const auto explanation = context->configuration.explanation;
    ProviderConnectionsSeen seen;
    if (!name || !explanation)
        co_return Observation();
    std::vector<std::pair<qsizetype, QCoro::Task<ProviderConnectionsSeen::Block>>> asking;
    for (const ExplainedBlock &block : subjectFirst(*explanation)) {
        ProviderConnectionsSeen::Block one{.name = block.block.name(),
                                           .alias = block.block.alias,
                                           .use = block.block.firstUse,
                                           .place =
                                               block.block.place ? block.block.place->toString() : QString(),
                                           .decision = decisionSeen(block.decision, block.input),
                                           .connection = {}};
        const ProviderAddress &address = block.decision.address;
        const bool isMain = seen.blocks.isEmpty();
        const bool isOurs = isMain ? address.organization == name : address.organization.has_value();
        seen.blocks.append(one);
        const bool canAsk = context->credential() && hasCredentialOfRun(*context, *explanation, block.input);
        if (canAsk && isOurs && !address.base.isEmpty())
            asking.emplace_back(seen.blocks.size() - 1, connectAs(context, std::move(one), address, stop));
    }
    for (auto &[index, task] : asking) {
        auto block = co_await task;
        seen.blocks[index] = std::move(block);
    }
    co_return Observation(std::move(seen));
}

bool hasConfiguration(const Question &question)
{
    return question.terraformFolder.has_value();
}

bool usesManagedIdentityByConfiguration(const Question &question)
{
    return hasConfiguration(question) && expectsManagedIdentity(question);
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

// With the block that Signet would write this is only a forecast, so it is a warning.
CheckVerdict failedOrForecast(const Facts &facts, FindingId findingId, const QJsonObject &evidence)
{
    return facts.question().terraformFolder ? failed(findingId, evidence) : warning(findingId, evidence);
}

CheckVerdict terraformConfiguration(const Facts &facts)
{
    const auto *seen = facts.seen<ConfigurationSeen>();
    if (!seen)
        return unclear();
    if (seen->problem)
        return failed(seen->problem->findingId, seen->problem->evidence);
    if (!seen->faults.isEmpty()) {
        const ConfigurationSeen::Fault &fault = seen->faults.first();
        return failed(finding::configurationSyntaxError,
                      {{u"path"_s, fault.path},
                       {u"line"_s, fault.line},
                       {u"column"_s, fault.column},
                       {u"reason"_s, fault.reason}});
    }
    // The most severe one first.
    QList<Problem> mistakes = seen->mistakes;
    std::stable_partition(mistakes.begin(), mistakes.end(), [](const Problem &mistake) {
        const Finding *finding = findFinding(mistake.findingId);
        return finding && finding->severity == Severity::Blocker;
    });
    if (mistakes.isEmpty())
        return passed();
    const Finding *worst = findFinding(mistakes.first().findingId);
    const bool blocks = worst && worst->severity == Severity::Blocker;
    CheckVerdict verdict;
    verdict.status = blocks ? Status::Failed : Status::Warning;
    verdict.problem = mistakes.takeFirst();
    verdict.further = mistakes;
    return verdict;
}

CheckVerdict terraformVersion(const Facts &facts)
{
    const DecisionSeen *seen = decisionIn(facts);
    if (!seen)
        return unclear();
    const DecisionSeen &decision = *seen;
    for (const FindingId id : {finding::providerVersionTooOld, finding::providerMsiRegression111}) {
        const bool named = decision.errorFindingId == id || trapWith(decision, id);
        if (named && decision.decidedBy != facts.question().terraformCredential())
            return failed(id, evidenceFor(decision, id));
    }
    return passed();
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
    if (decision.decidedBy != question.terraformCredential()) {
        if (expectsOtherCredential(question))
            return otherThanExpected(facts, decision);
        const FindingId id = causeOf(decision);
        return failedOrForecast(facts, id, evidenceFor(decision, id));
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
                             {u"clientId"_s, decision.clientId},
                             {u"variable"_s, leftover ? origin.name : u"client_id"_s}};
        return failedOrForecast(
            facts, leftover ? finding::envClientIdLeftover : finding::providerOtherIdentity, evidence);
    }
    // A system-assigned identity is intended, but a variable for another tool selects a user-assigned one.
    if (trapWith(decision, finding::envClientIdLeftover) && question.objectId)
        return failedOrForecast(facts, finding::envClientIdLeftover,
                                evidenceFor(decision, finding::envClientIdLeftover));
    for (const FindingId id : {finding::envNamesDisagree, finding::tokenPathNotRead}) {
        if (trapWith(decision, id))
            return warning(id, evidenceFor(decision, id));
    }
    return passed();
}

bool isConnected(const ProviderConnectionsSeen::Block &block)
{
    if (!block.connection)
        return false;
    const ProviderConnectionSeen &seen = *block.connection;
    return seen.locations.isList && seen.hasAreasRoute && seen.areas.isList
        && (seen.hasCoreArea || seen.areaCount == 0) && (!seen.projects.isAsked() || seen.projects.isList);
}

CheckVerdict terraformOrganization(const Facts &facts)
{
    using Form = ProviderAddress::Form;
    const DecisionSeen *decision = decisionIn(facts);
    if (!decision)
        return unclear();
    const DecisionSeen::Address &address = decision->address;
    if (address.form == Form::Unknown)
        return unclear(finding::providerValueUnknown, {{u"variable"_s, u"org_service_url"_s}});
    const auto &meant = facts.question().organization;
    // What the configuration or its variable says is what Terraform uses, and so no intention of its own.
    const bool isMeant = meant && !meant->origin.isVariable() && meant->origin.kind != Origin::Kind::File;
    if (isMeant && !address.organization.isEmpty()
        && address.organization.compare(meant->value.name.toString(), Qt::CaseInsensitive) != 0) {
        return failed(
            finding::orgUrlOtherOrganization,
            {{u"value"_s, address.text},
             {u"otherOrganization"_s, address.organization},
             {u"variable"_s, address.origin.isVariable() ? address.origin.name : u"org_service_url"_s},
             {u"organization"_s, meant->value.name.toString()}});
    }
    if (!address.problem)
        return passed();
    const auto &[findingId, evidence] = *address.problem;
    if (address.form == Form::LegacyHost)
        return warning(findingId, evidence);
    // No API of Azure DevOps is there, unless it answers.
    const auto *seen = facts.seen<ProviderConnectionsSeen>();
    if (address.form == Form::BeyondOrganization && seen && !seen->blocks.isEmpty()
        && isConnected(seen->blocks.first()))
        return warning(findingId, evidence);
    return failed(findingId, evidence);
}

// Nothing where the provider can go on with this answer.
std::optional<CheckVerdict> refusalOf(const ProviderAnswer &answer, const QString &request,
                                      const QUrl &address)
{
    if (answer.isList)
        return std::nullopt;
    QJsonObject evidence = evidenceOf(answer.error, answer.delivery);
    evidence.insert(u"request"_s, request);
    evidence.insert(u"status"_s, answer.status);
    evidence.insert(u"host"_s, address.host());
    if (answer.delivery == Delivery::Stopped)
        return unclear();
    if (answer.delivery != Delivery::Answered)
        return unreached(answer.delivery, address.host(), evidence);
    if (!answer.error.fromAzureDevOps)
        return failed(finding::providerRequestRefused, evidence);
    if (const auto trouble = troubleOf(answer.error, answer.status, evidence))
        return trouble;
    if (const FindingId id = findingForCode(answer.error.code); !id.isEmpty())
        return failed(id, evidence);
    if (answer.error.signInPage || answer.error.html)
        return failed(finding::htmlInsteadOfJson, evidence);
    if (answer.status == 401)
        return failed(finding::credentialRejected, evidence);
    return failed(finding::providerRequestRefused, evidence);
}

// Nothing where the provider can go on.
std::optional<CheckVerdict> refusalOf(const ProviderConnectionSeen &seen)
{
    const QUrl address(seen.address);
    const std::array asked{std::pair(&seen.locations, u"OPTIONS _apis"_s),
                           std::pair(&seen.areas, u"GET _apis/ResourceAreas"_s),
                           std::pair(&seen.projects, u"GET _apis/projects"_s)};
    for (const auto &[answer, request] : asked) {
        if (answer == &seen.projects && !answer->isAsked())
            continue;
        if (const auto refusal = refusalOf(*answer, request, address))
            return *refusal;
    }
    // Both are what the provider looks for in the two lists; an empty list of areas is none to look in.
    const bool lacksRoute = !seen.hasAreasRoute;
    if (!lacksRoute && (seen.hasCoreArea || seen.areaCount == 0))
        return std::nullopt;
    return failed(finding::providerRequestRefused,
                  {{u"request"_s, lacksRoute ? asked[0].second : asked[1].second},
                   {u"host"_s, address.host()},
                   {u"status"_s, 200},
                   {u"serviceMessage"_s,
                    lacksRoute ? u"API resource location is not registered"_s
                               : u"API resource area Id is not registered"_s}});
}

CheckVerdict terraformConnection(const Facts &facts)
{
    const auto *seen = facts.seen<ProviderConnectionsSeen>();
    if (!seen || seen->blocks.isEmpty())
        return unclear();
    const ProviderConnectionsSeen::Block &block = seen->blocks.first();
    // Whom Azure DevOps knows, and whether the address is right, is told by other checks.
    const auto *connection = facts.seen<ConnectionSeen>();
    const bool isBeyond = block.decision.address.form == ProviderAddress::Form::BeyondOrganization;
    // Another identity than the one that was asked for: what it meets is a consequence.
    const auto *token = facts.seen<TokenSeen>();
    const bool isAnother =
        token && token->clientId.compare(block.decision.clientId, Qt::CaseInsensitive) != 0;
    if (!block.connection || (connection && connection->isRefusal()) || (isBeyond && !isConnected(block))
        || isAnother)
        return unclear();
    return refusalOf(*block.connection).value_or(passed());
}

// Terraform configures the provider once for each block that something uses, and every one must work. One
// that works as another identity, or in another organization, may be meant so: the person has to say.
CheckVerdict terraformBlocks(const Facts &facts)
{
    const auto *seen = facts.seen<ProviderConnectionsSeen>();
    if (!seen || seen->blocks.isEmpty())
        return unclear();
    const DecisionSeen &first = seen->blocks.first().decision;
    std::optional<CheckVerdict> doubt;
    for (const ProviderConnectionsSeen::Block &block : seen->blocks.mid(1)) {
        const DecisionSeen &decision = block.decision;
        const auto evidence = [&block](const QString &credential) {
            return QJsonObject{{u"block"_s, block.name},
                               {u"alias"_s, block.alias},
                               {u"use"_s, block.use},
                               {u"path"_s, block.place},
                               {u"credential"_s, credential}};
        };
        const bool isRefused =
            decision.stage == DecisionStage::Prepare || decision.stage == DecisionStage::Input;
        if (isRefused || decision.decidedBy != facts.question().terraformCredential())
            return failed(finding::providerBlockDiffers,
                          evidence(isRefused ? decision.error : nameOf(decision.decidedBy)));
        const bool isMisaddressed =
            decision.address.problem && decision.address.form != ProviderAddress::Form::LegacyHost;
        if (block.connection ? !isConnected(block)
                             : isMisaddressed || block.tokenFault != IdentityFault::None)
            return failed(finding::providerBlockDiffers,
                          evidence(reasonText(QT_TRANSLATE_NOOP(
                              "Reason", "an identity or an organization that does not work here"))));
        if (!block.connection) {
            doubt = unclear();
            continue;
        }
        const bool isOther = decision.clientId.compare(first.clientId, Qt::CaseInsensitive) != 0;
        const QJsonObject other =
            evidence(reasonText(QT_TRANSLATE_NOOP("Reason", "another managed identity")));
        if (isOther && (facts.question().namedClientId() || facts.question().objectId))
            return failed(finding::providerBlockDiffers, other);
        if (isOther && !doubt)
            doubt = warning(finding::providerBlockDiffers, other);
    }
    return doubt.value_or(passed());
}

// Of the differences that no other finding is about.
const char *reasonFor(ProviderDifference::Kind kind)
{
    switch (kind) {
    case ProviderDifference::Kind::CertificateRefused:
        return QT_TRANSLATE_NOOP(
            "Reason",
            "it ignores the thumbprint, and no authority that it trusts has issued the certificate");
    case ProviderDifference::Kind::AutomationHeaderMissing:
        return QT_TRANSLATE_NOOP("Reason", "it does not send the header Metadata, so it is refused");
    default:
        return nullptr;
    }
}

CheckVerdict terraformEndpoint(const Facts &facts)
{
    const auto *machine = facts.seen<MachineSeen>();
    const DecisionSeen *decision = decisionIn(facts);
    if (!machine || !decision)
        return unclear();
    if (decision->decidedBy != CredentialMethod::ManagedIdentity)
        return passed();
    for (const ProviderDifference &difference : machine->differences) {
        const char *reason = reasonFor(difference.kind);
        if (reason)
            return failed(finding::providerAsksOtherwise,
                          {{u"what"_s, QString::fromLatin1(endpointFacts(machine->endpoint).name)},
                           {u"variable"_s, difference.what},
                           {u"reason"_s, reasonText(reason)}});
    }
    return passed();
}

CheckVerdict terraformBackend(const Facts &facts)
{
    const auto *seen = facts.seen<ConfigurationSeen>();
    if (!seen || !seen->decision)
        return unclear();
    // Only this backend signs in to Azure. Its block may not be the whole truth: -backend-config and
    // ARM_USE_MSI can add to it.
    const bool signsIn = seen->backend == "azurerm"_L1;
    if (!signsIn || seen->backendUsesManagedIdentity
        || seen->decision->decidedBy != CredentialMethod::ManagedIdentity)
        return passed();
    return warning(finding::backendAuthSeparate,
                   {{u"path"_s, seen->backendPath}, {u"line"_s, seen->backendLine}});
}

QJsonObject evidenceOf(const ConfigurationSeen::Member &resource)
{
    return {{u"path"_s, resource.path},
            {u"line"_s, resource.line},
            {u"resource"_s, resource.type + u'.' + resource.name}};
}

// The ids of Entra are GUIDs, and no sign-in name is one.
bool namesServicePrincipal(const ConfigurationSeen::Member &resource)
{
    return resource.type == "azuredevops_user_entitlement"_L1 && isGuid(resource.principalName);
}

CheckVerdict terraformMembers(const Facts &facts)
{
    const auto *seen = facts.seen<ConfigurationSeen>();
    if (!seen || !seen->read)
        return unclear();
    const std::optional<Claims> &claims = claimsOfToken(facts);
    for (const ConfigurationSeen::Member &resource : seen->members) {
        QJsonObject evidence = evidenceOf(resource);
        if (namesServicePrincipal(resource)) {
            evidence.insert(u"objectId"_s, resource.principalName);
            return failed(finding::userEntitlementForSp, evidence);
        }
        if (resource.type != "azuredevops_service_principal_entitlement"_L1)
            continue;
        if (resource.accessLevel.compare("basic"_L1, Qt::CaseInsensitive) == 0)
            return failed(finding::licenceBasicAlias, evidence);
        const bool isClientId = claims && !resource.originId.isEmpty()
            && resource.originId.compare(claims->appId, Qt::CaseInsensitive) == 0;
        if (isClientId) {
            evidence.insert(u"value"_s, resource.originId);
            evidence.insert(u"objectId"_s, claims->objectId);
            evidence.insert(u"clientId"_s, claims->appId);
            evidence.insert(u"suggestion"_s, claims->objectId);
            return failed(finding::wrongObjectId, evidence);
        }
    }
    return passed();
}

QString configurationSummary(const QJsonObject &seen)
{
    const QString block = seen["providerBlocks"_L1].toArray().first().toObject()["place"_L1].toString();
    return block.isEmpty() ? QString() : CheckText::tr("provider block in %1").arg(block);
}

QString credentialSummary(const QJsonObject &seen)
{
    return credentialWords(seen["decidedBy"_L1].toString());
}

} // namespace

std::vector<Check> terraformChecks()
{
    return {
        {.id = check::terraformConfiguration,
         .stage = "terraform"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The Terraform configuration can be read"),
         .observe = observeConfiguration,
         .judge = terraformConfiguration,
         .read = readObservation<ConfigurationSeen>,
         .applies = hasConfiguration,
         .summary = configurationSummary},
        {.id = check::terraformVersion,
         .stage = "terraform"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The provider version supports the intended credential"),
         .needs = {check::terraformConfiguration},
         .judge = terraformVersion,
         .applies = hasConfiguration},
        {.id = check::terraformCredential,
         .stage = "terraform"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The provider would use only the intended credential"),
         .needs = {check::terraformConfiguration, check::terraformVersion},
         .considers = {check::terraformSignIn},
         .observe = observeCredential,
         .judge = terraformCredential,
         .read = readObservation<CredentialSeen>,
         .summary = credentialSummary},
        expectedSignInCheck(),
        {.id = check::terraformOrganization,
         .stage = "terraform"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The provider block leads to the intended organization"),
         .considers = {check::terraformConfiguration, check::terraformCredential, check::terraformConnection},
         .judge = terraformOrganization,
         .applies = hasConfiguration},
        {.id = check::terraformConnection,
         .stage = "terraform"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "Azure DevOps answers the provider's first requests"),
         .needs = {check::identityToken, check::tokenAudience, check::tokenLifetime, check::terraformSignIn,
                   check::tokenTenant, check::organizationExists},
         .asksAfter = {check::tokenAudience, check::terraformSignIn},
         .considers = {check::devopsConnection, check::terraformConfiguration, check::terraformCredential},
         .limit = 40s,
         .observe = observeProviderConnections,
         .judge = terraformConnection,
         .read = readObservation<ProviderConnectionsSeen>},
        {.id = CheckId("terraform.blocks"_L1),
         .stage = "terraform"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "Every provider block in use works as the intended identity"),
         .considers = {check::terraformConnection},
         .judge = terraformBlocks,
         .applies = hasConfiguration},
        {.id = CheckId("terraform.endpoint"_L1),
         .stage = "terraform"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The provider's token request suits this endpoint"),
         .needs = {check::machineHost, check::identityToken, check::terraformCredential},
         .judge = terraformEndpoint,
         .applies = usesManagedIdentityByConfiguration},
        {.id = CheckId("terraform.backend"_L1),
         .stage = "terraform"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The state backend also signs in with the identity"),
         .needs = {check::terraformConfiguration},
         .judge = terraformBackend,
         .applies = hasConfiguration},
        {.id = CheckId("terraform.members"_L1),
         .stage = "terraform"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The configuration adds members in a way that works"),
         .needs = {check::terraformConfiguration, check::identityToken, check::terraformSignIn},
         .judge = terraformMembers,
         .applies = hasConfiguration},
    };
}

} // namespace signet
