#include "core/terraform/explanation.h"

#include "core/result/identifiers.h"
#include "core/result/knownsecrets.h"
#include "core/result/redaction.h"
#include "core/terraform/providerarguments.h"
#include "core/terraform/providerblock.h"
#include "core/terraform/providerreplacement.h"
#include "core/terraform/serviceconnection.h"
#include "core/terraform/versionconstraint.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct Constrained {
    VersionConstraint constraint;
    ConfigurationPlace place;
};

// Everything that limits the version: entries of required_providers and the block's own argument.
QList<Constrained> constraintsOf(const Configuration &configuration)
{
    QList<Constrained> all;
    const auto take = [&all](const QString &text, const ConfigurationPlace &place) {
        const auto constraint = VersionConstraint::parse(text);
        if (!text.isEmpty() && constraint)
            all.append({*constraint, place});
    };
    for (const ProviderRequirement &requirement : configuration.requirements)
        take(requirement.version, requirement.place);
    for (const ProviderRequirement &requirement : configuration.moduleRequirements)
        take(requirement.version, requirement.place);
    for (const ProviderConfiguration &provider : configuration.providers)
        take(provider.version, provider.versionPlace);
    return all;
}

void chooseVersion(const ExplanationQuestion &question, Explanation *explanation)
{
    using From = Explanation::VersionFrom;
    const Configuration &configuration = explanation->configuration;
    if (question.version) {
        explanation->input.version = *question.version;
        explanation->versionFrom = From::Asked;
        return;
    }
    const QList<Constrained> constraints = constraintsOf(configuration);
    const auto isAdmitted = [&constraints](const ProviderVersion &version) {
        return std::all_of(constraints.cbegin(), constraints.cend(),
                           [&version](const Constrained &one) { return one.constraint.admits(version); });
    };
    if (configuration.lock) {
        const auto locked = ProviderVersion::parse(configuration.lock->version);
        explanation->lockIsOutdated = locked && !isAdmitted(*locked);
        if (locked && !explanation->lockIsOutdated) {
            explanation->input.version = *locked;
            explanation->versionFrom = From::Lock;
            explanation->versionPlace = configuration.lock->place;
            return;
        }
    }
    explanation->input.version = ProviderVersion::newestKnown();
    if (constraints.isEmpty())
        return;
    explanation->versionFrom = From::Constraint;
    explanation->versionPlace = constraints.first().place;
    const QList<ProviderVersion> releases = ProviderVersion::knownReleases(); // oldest first
    const auto newest = std::find_if(releases.crbegin(), releases.crend(), isAdmitted);
    explanation->versionForbidden = newest == releases.crend();
    if (!explanation->versionForbidden)
        explanation->input.version = *newest;
}

// A version that terraform init or plan refuses. A version that was asked for is judged as if it were
// installed.
void noteVersionMistakes(Explanation *explanation)
{
    Configuration &configuration = explanation->configuration;
    QStringList texts;
    for (const Constrained &one : constraintsOf(configuration))
        texts.append(one.constraint.toString());
    texts.removeDuplicates();
    const auto note = [&](FindingId findingId, const ConfigurationPlace &place) {
        configuration.mistakes.append(
            {findingId,
             {{u"place"_s, place.toString()},
              {u"path"_s, place.file},
              {u"line"_s, place.line},
              {u"value"_s, texts.join(u", "_s)},
              {u"version"_s, configuration.lock ? configuration.lock->version : QString()}}});
    };
    if (explanation->versionForbidden)
        note(finding::versionConstraintUnsatisfiable, explanation->versionPlace);
    else if (explanation->lockIsOutdated)
        note(finding::lockFileOutdated, configuration.lock->place);
}

DecisionIntent intentOf(const ExplanationQuestion &question, const Configuration &configuration,
                        const DecisionInput &input)
{
    DecisionIntent intent;
    if (!question.organizationUrl.isEmpty())
        intent.organizationUrl = question.organizationUrl;
    if (!configuration.requirements.isEmpty())
        intent.versionConstraint = configuration.requirements.first().version;
    intent.method = question.method.value_or(CredentialMethod::ManagedIdentity);
    intent.clientId = question.intended;
    intent.clientIdIsOfApplication = namesApplication(input.arguments);
    if (intent.clientId || intent.clientIdIsOfApplication)
        return intent;
    // The identity that the block itself names is meant; a variable that names one may be left over.
    const auto text = input.arguments.value(u"client_id"_s).toText();
    const auto id = ClientId::parse(text.value_or(QString()));
    if (id)
        intent.clientId = *id;
    return intent;
}

// A personal access token hides every other obstacle; people who remove it want to know what comes
// next.
void addTrapsBehindToken(const Host &machine, const DecisionInput &input, Decision *decision)
{
    if (decision->decidedBy != CredentialMethod::Pat)
        return;
    DecisionInput without = input;
    without.arguments.remove(u"personal_access_token"_s);
    QMap<QString, QString> variables = without.environment.all();
    variables.remove(u"AZDO_PERSONAL_ACCESS_TOKEN"_s);
    without.environment = Environment(variables, machine.platform());
    const QList<DecisionTrap> behind = decide(without, machine).traps;
    for (const DecisionTrap &trap : behind) {
        const bool known = std::any_of(decision->traps.cbegin(), decision->traps.cend(),
                                       [&trap](const DecisionTrap &other) { return other.id == trap.id; });
        if (!known)
            decision->traps.append(trap);
    }
}

// Whether a value under this name is cut from everything that leaves the program: a secret, or what stands in
// the place of an id and can only be one. An id, an address or a path in the place of a secret is a mistake
// that people have to see elsewhere.
bool isToBeCut(const QString &name, const QString &text, bool isSensitive)
{
    const ProviderArgument *argument = providerArgument(name);
    const bool isIdPlace = argument && argument->type == ArgumentType::Uuid;
    if (!isSecretArgument(name) && !isSecretName(name) && !isSensitive)
        return isIdPlace && isOpaque(text);
    return !isGuid(text) && !text.contains("://"_L1) && !text.startsWith(u'/');
}

void rememberSecretsOf(const DecisionInput &input)
{
    for (auto it = input.arguments.begin(); it != input.arguments.end(); ++it) {
        const QString text = it->toText().value_or(QString());
        if (isToBeCut(it.key(), text, it->sensitive))
            rememberSecret(text.toUtf8());
    }
    for (const ProviderArgument &argument : providerArguments()) {
        for (const ArgumentVariable &variable : argument.variables) {
            const QString text = input.environment.value(variable.name);
            if (isToBeCut(argument.name, text, false))
                rememberSecret(text.toUtf8());
        }
    }
}

DecisionInput inputOf(const Configuration &configuration, const BlockInUse &block, DecisionInput shared)
{
    if (const ProviderConfiguration *written = blockOf(configuration, block))
        shared.arguments = written->arguments;
    return shared;
}

// What is a pitfall on the way to the managed identity, and the way itself where another credential is meant.
void leaveOutWhatIsMeant(CredentialMethod intended, Decision *decision)
{
    decision->traps.removeIf([intended](const DecisionTrap &trap) {
        return intended == CredentialMethod::Oidc    ? trap.id == "oidc-leftover-before-managed-identity"_L1
            : intended == CredentialMethod::AzureCli ? trap.findingId == finding::azFallbackWrongIdentity
                                                     : false;
    });
}

// A block and what is decided with it. The input holds what all blocks share.
ExplainedBlock explained(const Host &machine, const ExplanationQuestion &question,
                         const Configuration &configuration, const BlockInUse &block,
                         const DecisionInput &shared)
{
    ExplainedBlock result{block, inputOf(configuration, block, shared), {}, {}};
    rememberSecretsOf(result.input);
    const DecisionIntent intent = intentOf(question, configuration, result.input);
    if (intent.method == CredentialMethod::AzureCli && !result.input.machine.azureCli
        && isCliSignedIn(result.input.environment))
        result.input.machine.azureCli = AzureCliState::SignedIn;
    result.decision = decide(result.input, machine);
    addTrapsBehindToken(machine, result.input, &result.decision);
    leaveOutWhatIsMeant(intent.method, &result.decision);
    result.fix = fixDecision(result.input, intent, machine);
    return result;
}

DecisionInput sharedInput(const Host &machine, const ExplanationQuestion &question,
                          const Explanation &explanation)
{
    DecisionInput input = explanation.input; // with the version
    input.environment = question.reading.environment.value_or(machine.environment());
    input.machine = question.machine;
    input.directory = explanation.configuration.directory;
    return input;
}

// What the explanation is about.
void take(const Host &machine, const ExplainedBlock &block, Explanation *explanation)
{
    if (const ProviderConfiguration *written = blockOf(explanation->configuration, block.block))
        explanation->block = *written;
    explanation->input = block.input;
    explanation->decision = block.decision;
    explanation->fix = block.fix;
    const ProviderVersion newest = ProviderVersion::newestKnown();
    if (explanation->input.version < newest)
        explanation->upgrade =
            compareVersions(explanation->input, machine, explanation->input.version, newest);
}

BlockInUse headerOf(const ProviderConfiguration &block)
{
    BlockInUse header;
    header.alias = block.alias;
    header.localName = block.localName;
    header.module = block.module;
    header.place = block.place;
    return header;
}

BlockInUse defaultBlock(const Configuration &configuration)
{
    BlockInUse block;
    block.localName = configuration.requirements.isEmpty() ? u"azuredevops"_s
                                                           : configuration.requirements.first().localName;
    return block;
}

// One credential is meant for the whole run, so the first block that uses a service connection decides.
CredentialMethod intendedMethod(const Host &machine, const ExplanationQuestion &question,
                                const Configuration &configuration, const QList<BlockInUse> &inUse,
                                const DecisionInput &shared)
{
    if (question.method)
        return *question.method;
    for (const BlockInUse &block : inUse.isEmpty() ? QList{defaultBlock(configuration)} : inUse) {
        if (const auto method = serviceConnectionCredential(inputOf(configuration, block, shared), machine))
            return *method;
    }
    return CredentialMethod::ManagedIdentity;
}

// The block whose alias is asked for, in use or not; nothing if there is none.
std::optional<BlockInUse> namedBlock(const Configuration &configuration, const QList<BlockInUse> &inUse,
                                     const QString &alias)
{
    for (const BlockInUse &block : inUse) {
        if (block.module.isEmpty() && block.alias == alias)
            return block;
    }
    if (const ProviderConfiguration *block = configuration.provider(alias))
        return headerOf(*block);
    return std::nullopt;
}

// The block that counts where no alias is asked for.
BlockInUse blockThatCounts(const Explanation &explanation)
{
    const QList<ExplainedBlock> &inUse = explanation.blocks;
    for (const ExplainedBlock &block : inUse) {
        if (block.block.isDefault())
            return block.block;
    }
    for (const ExplainedBlock &block : inUse) {
        if (!block.isAsItShouldBe())
            return block.block;
    }
    if (!inUse.isEmpty())
        return inUse.first().block;
    // Nothing uses the provider: the block that resources will use.
    const Configuration &configuration = explanation.configuration;
    if (const ProviderConfiguration *block = configuration.provider())
        return headerOf(*block);
    for (const ProviderConfiguration &block : configuration.providers) {
        if (block.module.isEmpty())
            return headerOf(block);
    }
    return defaultBlock(configuration);
}

QStringList aliasesOf(const Configuration &configuration)
{
    QStringList known;
    for (const ProviderConfiguration &one : configuration.providers) {
        if (one.module.isEmpty() && !one.alias.isEmpty())
            known.append(one.alias);
    }
    return known;
}

// Something uses an alias that no block has: Terraform stops.
void noteMissingBlocks(const QList<BlockInUse> &inUse, Configuration *configuration)
{
    for (const BlockInUse &block : inUse) {
        if (block.place || block.alias.isEmpty())
            continue;
        configuration->mistakes.append({finding::providerAliasUnknown,
                                        {{u"place"_s, block.firstUsePlace.toString()},
                                         {u"path"_s, block.firstUsePlace.file},
                                         {u"line"_s, block.firstUsePlace.line},
                                         {u"value"_s, block.alias},
                                         {u"known"_s, aliasesOf(*configuration).join(u", "_s)}}});
    }
}

// As the provider reads it: the argument, else the variable.
ConfigurationValue toldBool(const DecisionInput &input, const QString &argument, const QString &variable)
{
    ConfigurationValue written = input.arguments.value(argument);
    if (!written.isNull())
        return written;
    const QString text = input.environment.value(variable);
    if (text == "true"_L1 || text == "1"_L1)
        return ConfigurationValue::fromBool(true);
    return text.isEmpty() ? ConfigurationValue() : ConfigurationValue::fromBool(false);
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QString versionFromWord(Explanation::VersionFrom from)
{
    switch (from) {
    case Explanation::VersionFrom::Asked:
        return u"asked"_s;
    case Explanation::VersionFrom::Lock:
        return u"lock"_s;
    case Explanation::VersionFrom::Constraint:
        return u"constraint"_s;
    case Explanation::VersionFrom::Newest:
        return u"newest"_s;
    }
    Q_UNREACHABLE();
}

QJsonObject chainEntryToJson(const ChainEntry &entry)
{
    QJsonArray from;
    for (const ArgumentOrigin &origin : entry.from)
        from.append(QJsonObject{{u"argument"_s, origin.argument}, {u"source"_s, origin.origin.toString()}});
    QJsonObject json{{u"method"_s, toString(entry.method)},
                     {u"state"_s, toString(entry.state)},
                     {u"why"_s, entry.why},
                     {u"from"_s, from}};
    if (!entry.variant.isEmpty())
        json.insert(u"variant"_s, entry.variant);
    return json;
}

QJsonArray blocksToJson(const QList<ExplainedBlock> &blocks)
{
    QJsonArray all;
    for (const ExplainedBlock &one : blocks) {
        const Decision &decision = one.decision;
        const auto organization = one.input.arguments.value(u"org_service_url"_s).toText();
        all.append(QJsonObject{
            {u"alias"_s, orNull(one.block.alias)},
            {u"module"_s, orNull(one.block.module)},
            {u"place"_s, one.block.place ? QJsonValue(one.block.place->toString()) : QJsonValue()},
            {u"organization"_s, orNull(organization.value_or(QString()))},
            {u"uses"_s, one.block.uses},
            {u"firstUse"_s, one.block.firstUse},
            {u"firstUsePlace"_s, one.block.firstUsePlace.toString()},
            {u"decidedBy"_s, toString(decision.decidedBy)},
            {u"identity"_s,
             QJsonObject{{u"kind"_s, orNull(decision.identityKind)},
                         {u"clientId"_s, orNull(decision.clientId)},
                         {u"source"_s, orNull(decision.identitySource)}}},
            {u"error"_s, orNull(decision.error)},
            {u"asItShouldBe"_s, one.isAsItShouldBe()}});
    }
    return all;
}

QJsonObject mistakeToJson(const ConfigurationMistake &mistake)
{
    return {{u"finding"_s, mistake.findingId.toString()},
            {u"evidence"_s, QJsonObject::fromVariantMap(mistake.evidence)}};
}

} // namespace

Origin originOf(const Decision &decision, const QString &argument)
{
    for (const ChainEntry &entry : decision.chain) {
        if (entry.method != decision.decidedBy)
            continue;
        for (const ArgumentOrigin &origin : entry.from) {
            if (origin.argument == argument)
                return origin.origin;
        }
    }
    return Origin::byDefault();
}

ConfigurationValue useMsiOf(const DecisionInput &input)
{
    return toldBool(input, u"use_msi"_s, u"ARM_USE_MSI"_s);
}

ConfigurationValue useOidcOf(const DecisionInput &input)
{
    return toldBool(input, u"use_oidc"_s, u"ARM_USE_OIDC"_s);
}

bool ExplainedBlock::isAsItShouldBe() const
{
    return decision.configured() && decision.decidedBy == fix.method && fix.nothingToDo;
}

bool Explanation::isAsItShouldBe() const
{
    return !isModule && decision.configured() && decision.decidedBy == fix.method && fix.nothingToDo
        && configuration.mistakes.isEmpty() && configuration.faults.isEmpty()
        && otherBlocksToChange().isEmpty();
}

bool Explanation::isCertain() const
{
    return decision.isCertain() && std::ranges::all_of(blocks, [](const ExplainedBlock &block) {
               return block.decision.isCertain();
           });
}

bool Explanation::isSubject(const ExplainedBlock &block) const
{
    return block.block.module == subject.module && block.block.name() == subject.name();
}

QList<ExplainedBlock> Explanation::otherBlocksToChange() const
{
    QList<ExplainedBlock> others;
    for (const ExplainedBlock &other : blocks) {
        if (!isSubject(other) && !other.isAsItShouldBe())
            others.append(other);
    }
    return others;
}

QJsonObject Explanation::toJson() const
{
    QJsonArray chain;
    for (const ChainEntry &entry : decision.chain)
        chain.append(chainEntryToJson(entry));
    QJsonArray traps;
    for (const DecisionTrap &trap : decision.traps)
        traps.append(QJsonObject{
            {u"id"_s, trap.id}, {u"finding"_s, trap.findingId.toString()}, {u"text"_s, trap.text}});
    QJsonArray changes;
    for (const DecisionChange &change : upgrade)
        changes.append(QJsonObject{{u"id"_s, change.id},
                                   {u"before"_s, change.before},
                                   {u"after"_s, change.after},
                                   {u"text"_s, change.text}});
    QJsonArray mistakes;
    for (const ConfigurationMistake &mistake : configuration.mistakes)
        mistakes.append(mistakeToJson(mistake));
    QJsonArray faults;
    for (const ConfigurationFault &fault : configuration.faults)
        faults.append(
            QJsonObject{{u"file"_s, fault.file},
                        {u"line"_s, fault.at.line},
                        {u"column"_s, fault.at.column},
                        {u"reason"_s, fault.reason},
                        {u"finding"_s, problemOf(fault, configuration.directory).findingId.toString()}});

    return {{u"providerVersion"_s, decision.version.toString()},
            {u"providerVersionFrom"_s, versionFromWord(versionFrom)},
            {u"era"_s, decision.era},
            {u"eraWasRun"_s, decision.eraWasRun},
            {u"chain"_s, chain},
            {u"decidedBy"_s, toString(decision.decidedBy)},
            {u"intended"_s, toString(intended())},
            {u"identity"_s,
             QJsonObject{{u"kind"_s, orNull(decision.identityKind)},
                         {u"clientId"_s, orNull(decision.clientId)},
                         {u"source"_s, orNull(decision.identitySource)}}},
            {u"error"_s, orNull(decision.error)},
            {u"errorFinding"_s, orNull(decision.errorFindingId.toString())},
            {u"assumed"_s, QJsonArray::fromStringList(decision.assumed)},
            {u"dependsOn"_s, QJsonArray::fromStringList(decision.dependsOn)},
            {u"traps"_s, traps},
            {u"upgrade"_s,
             QJsonObject{{u"to"_s, ProviderVersion::newestKnown().toString()}, {u"changes"_s, changes}}},
            {u"block"_s, block ? QJsonValue(block->place.toString()) : QJsonValue()},
            {u"blocks"_s, blocksToJson(blocks)},
            {u"module"_s, isModule},
            {u"mistakes"_s, mistakes},
            {u"faults"_s, faults},
            {u"files"_s, QJsonArray::fromStringList(configuration.files)}};
}

Result<Explanation> explainConfiguration(const Host &machine, const Host &disk, const QString &directory,
                                         const ExplanationQuestion &question)
{
    ConfigurationOptions reading = question.reading;
    if (!reading.environment)
        reading.environment = machine.environment();
    const auto configuration = readConfiguration(disk, directory, reading);
    if (!configuration)
        return configuration.problem();
    return explainConfiguration(machine, *configuration, question);
}

Result<Explanation> explainConfiguration(const Host &machine, const Configuration &configuration,
                                         const ExplanationQuestion &question)
{
    Explanation explanation;
    explanation.question = question;
    explanation.configuration = configuration;
    explanation.isModule = isModule(configuration);
    // What an earlier explanation of the same files found depends on its question.
    explanation.configuration.mistakes.removeIf([](const ConfigurationMistake &mistake) {
        return mistake.findingId == finding::versionConstraintUnsatisfiable
            || mistake.findingId == finding::lockFileOutdated
            || mistake.findingId == finding::providerAliasUnknown;
    });
    chooseVersion(question, &explanation);
    explanation.replacedBy =
        providerReplacement(machine, question.reading.environment.value_or(machine.environment()));
    noteVersionMistakes(&explanation);
    const QList<BlockInUse> inUse = blocksInUse(configuration);
    noteMissingBlocks(inUse, &explanation.configuration);
    const DecisionInput shared = sharedInput(machine, question, explanation);
    ExplanationQuestion decided = question;
    decided.method = intendedMethod(machine, question, explanation.configuration, inUse, shared);
    // An organization that is named is that of one block: the default one, or the one whose alias is asked
    // for. The others keep theirs.
    ExplanationQuestion ofAnyBlock = decided;
    ofAnyBlock.organizationUrl.clear();
    for (const BlockInUse &block : inUse) {
        if (question.reading.stop.stop_requested())
            return Problem(finding::runStopped);
        explanation.blocks.append(explained(machine, ofAnyBlock, explanation.configuration, block, shared));
    }

    if (question.alias.isEmpty()) {
        explanation.subject = blockThatCounts(explanation);
    } else if (const auto named = namedBlock(configuration, inUse, question.alias)) {
        explanation.subject = *named;
    } else {
        return Problem(finding::providerAliasUnknown,
                       {{u"value"_s, question.alias}, {u"known"_s, aliasesOf(configuration).join(u", "_s)}});
    }
    const bool isMeant = !question.alias.isEmpty() || explanation.subject.isDefault();
    const ProviderConfiguration *block = blockOf(configuration, explanation.subject);
    const bool namesOrganization = block && !block->arguments.value(u"org_service_url"_s).isNull();
    const ExplanationQuestion &asked = isMeant || !namesOrganization ? decided : ofAnyBlock;
    take(machine, explained(machine, asked, explanation.configuration, explanation.subject, shared),
         &explanation);
    return explanation;
}

Explanation explainEnvironment(const Host &machine, const QString &organizationUrl,
                               const ExplanationQuestion &question)
{
    Explanation explanation;
    explanation.question = question;
    auto &arguments = explanation.input.arguments;
    if (!organizationUrl.isEmpty())
        arguments.insert(u"org_service_url"_s, ConfigurationValue::string(organizationUrl));
    arguments.insert(u"use_msi"_s, ConfigurationValue::fromBool(true));
    arguments.insert(u"use_cli"_s, ConfigurationValue::fromBool(false));
    if (question.intended)
        arguments.insert(u"client_id"_s, ConfigurationValue::string(question.intended->toString()));
    chooseVersion(question, &explanation);
    explanation.input = sharedInput(machine, question, explanation);
    rememberSecretsOf(explanation.input);
    explanation.decision = decide(explanation.input, machine);
    addTrapsBehindToken(machine, explanation.input, &explanation.decision);
    explanation.fix = fixDecision(explanation.input,
                                  intentOf(question, explanation.configuration, explanation.input), machine);
    return explanation;
}

} // namespace signet
