#include "core/terraform/explanation.h"

#include "core/terraform/providerblock.h"
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
    if (configuration.lock) {
        const auto locked = ProviderVersion::parse(configuration.lock->version);
        if (locked) {
            explanation->input.version = *locked;
            explanation->versionFrom = From::Lock;
            explanation->versionPlace = configuration.lock->place;
            return;
        }
    }
    const QList<Constrained> constraints = constraintsOf(configuration);
    explanation->input.version = ProviderVersion::newestKnown();
    if (constraints.isEmpty())
        return;
    explanation->versionFrom = From::Constraint;
    explanation->versionPlace = constraints.first().place;
    const QList<ProviderVersion> releases = ProviderVersion::knownReleases(); // oldest first
    for (auto release = releases.crbegin(); release != releases.crend(); ++release) {
        const bool admitted =
            std::all_of(constraints.cbegin(), constraints.cend(),
                        [&release](const Constrained &one) { return one.constraint.admits(*release); });
        if (admitted) {
            explanation->input.version = *release;
            return;
        }
    }
    explanation->versionForbidden = true;
}

DecisionIntent intentOf(const ExplanationQuestion &question, const Explanation &explanation)
{
    DecisionIntent intent;
    if (!question.organizationUrl.isEmpty())
        intent.organizationUrl = question.organizationUrl;
    if (!explanation.configuration.requirements.isEmpty())
        intent.versionConstraint = explanation.configuration.requirements.first().version;
    intent.clientId = question.intended;
    if (intent.clientId)
        return intent;
    // Whom the block itself names is meant; a variable that names somebody may be left over.
    const auto text = explanation.input.arguments.value(u"client_id"_s).toText();
    const auto id = ClientId::parse(text.value_or(QString()));
    if (id)
        intent.clientId = *id;
    return intent;
}

// A personal access token hides every other obstacle; people who remove it want to know what comes
// next.
void addTrapsBehindToken(const Host &machine, Explanation *explanation)
{
    Decision &decision = explanation->decision;
    if (decision.decidedBy != CredentialMethod::Pat)
        return;
    DecisionInput without = explanation->input;
    without.arguments.remove(u"personal_access_token"_s);
    QMap<QString, QString> variables = without.environment.all();
    variables.remove(u"AZDO_PERSONAL_ACCESS_TOKEN"_s);
    without.environment = Environment(variables, machine.platform());
    const QList<DecisionTrap> behind = decide(without, machine).traps;
    for (const DecisionTrap &trap : behind) {
        const bool known = std::any_of(decision.traps.cbegin(), decision.traps.cend(),
                                       [&trap](const DecisionTrap &other) { return other.id == trap.id; });
        if (!known)
            decision.traps.append(trap);
    }
}

void decideFor(const Host &machine, const ExplanationQuestion &question, Explanation *explanation)
{
    explanation->input.environment = question.reading.environment.value_or(machine.environment());
    explanation->input.machine = question.machine;
    explanation->input.directory = explanation->configuration.directory;
    explanation->decision = decide(explanation->input, machine);
    addTrapsBehindToken(machine, explanation);
    const ProviderVersion newest = ProviderVersion::newestKnown();
    if (explanation->input.version < newest)
        explanation->upgrade =
            compareVersions(explanation->input, machine, explanation->input.version, newest);
    explanation->fix = fixDecision(explanation->input, intentOf(question, *explanation), machine);
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

bool Explanation::isAsItShouldBe() const
{
    return decision.configured() && decision.decidedBy == CredentialMethod::ManagedIdentity && fix.nothingToDo
        && configuration.mistakes.isEmpty() && configuration.faults.isEmpty();
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
        faults.append(QJsonObject{{u"file"_s, fault.file},
                                  {u"line"_s, fault.at.line},
                                  {u"column"_s, fault.at.column},
                                  {u"reason"_s, fault.reason}});

    return {{u"providerVersion"_s, decision.version.toString()},
            {u"providerVersionFrom"_s, versionFromWord(versionFrom)},
            {u"era"_s, decision.era},
            {u"eraWasRun"_s, decision.eraWasRun},
            {u"chain"_s, chain},
            {u"decidedBy"_s, toString(decision.decidedBy)},
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
    if (const ProviderConfiguration *block = configuration.provider(question.alias)) {
        explanation.block = *block;
        explanation.input.arguments = block->arguments;
    } else if (!question.alias.isEmpty()) {
        QStringList known;
        for (const ProviderConfiguration &one : configuration.providers) {
            if (!one.alias.isEmpty())
                known.append(one.alias);
        }
        return Problem(finding::providerAliasUnknown,
                       {{u"value"_s, question.alias}, {u"known"_s, known.join(u", "_s)}});
    }
    chooseVersion(question, &explanation);
    decideFor(machine, question, &explanation);
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
    decideFor(machine, question, &explanation);
    return explanation;
}

} // namespace signet
