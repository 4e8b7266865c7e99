#include "core/report/explanationdocument.h"

#include "core/findings/catalogue.h"
#include "core/findings/evidencewords.h"
#include "core/findings/sandboxcommand.h"
#include "core/report/screen.h"
#include "core/report/textlayout.h"
#include "core/result/nativepath.h"
#include "core/result/outgoing.h"
#include "core/result/redaction.h"
#include "core/result/shellword.h"
#include "core/terraform/providerarguments.h"
#include "core/terraform/unsetcommands.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using Outcome = ExplanationDocument::Outcome;

struct ExplanationText {
    Q_DECLARE_TR_FUNCTIONS(Explanation)
};

QString stateWords(ChainState state)
{
    switch (state) {
    case ChainState::Selected:
        return ExplanationText::tr("its answer is final");
    case ChainState::TriedFirst:
        return ExplanationText::tr("tried first, then skipped");
    case ChainState::WouldFollow:
        return ExplanationText::tr("would be tried next");
    case ChainState::NotBuilt:
        return ExplanationText::tr("not configured");
    case ChainState::NotReached:
        return ExplanationText::tr("not reached");
    }
    Q_UNREACHABLE();
}

ConfigurationPlace placeOf(const Origin &origin)
{
    return origin.kind == Origin::Kind::File ? ConfigurationPlace{origin.name, origin.line}
                                             : ConfigurationPlace();
}

// References as they are written, and kinds of expressions in words.
QStringList dependencies(QStringList dependsOn)
{
    std::ranges::transform(dependsOn, dependsOn.begin(), translatedReason);
    return dependsOn;
}

QString valueWords(const QString &argument, const ConfigurationValue &value)
{
    using Kind = ConfigurationValue::Kind;
    if (value.isUnknown())
        return ExplanationText::tr("unknown, depends on: %1")
            .arg(dependencies(value.dependsOn).join(u", "_s));
    if (value.isNull())
        return u"null"_s;
    if (isSecretArgument(argument) || isSecretName(argument) || value.sensitive)
        return ExplanationText::tr("(secret)");
    switch (value.kind) {
    case Kind::Bool:
        return value.boolean ? u"true"_s : u"false"_s;
    case Kind::Number:
        return value.text;
    case Kind::String:
        return u'"' + redacted(value.text) + u'"';
    case Kind::List:
        return ExplanationText::tr("a list of %n value(s)", nullptr, int(value.elements.size()));
    default:
        return ExplanationText::tr("an object");
    }
}

QList<ExplanationDocument::Value> valuesOf(const Explanation &explanation)
{
    QList<ExplanationDocument::Value> values;
    const auto &arguments = explanation.input.arguments;
    QStringList told;
    for (auto it = arguments.begin(); it != arguments.end(); ++it) {
        QString place = it->variable.isEmpty() ? it->place.toString()
                                               : ExplanationText::tr("variable %1").arg(it->variable);
        if (explanation.block) {
            // Written in one place, and given its value in another.
            const QString written = explanation.block->argumentPlaces.value(it.key()).toString();
            if (place.isEmpty())
                place = written;
            else if (!written.isEmpty() && place != written)
                place = ExplanationText::tr("%1, from %2").arg(written, place);
        }
        const ConfigurationPlace at =
            explanation.block ? explanation.block->argumentPlaces.value(it.key(), it->place) : it->place;
        values.append({it.key(), valueWords(it.key(), *it), place, at});
        if (!it->isNull())
            told.append(it.key());
    }
    for (const ChainEntry &entry : explanation.decision.chain) {
        for (const ArgumentOrigin &origin : entry.from) {
            if (!origin.origin.isVariable() || told.contains(origin.argument))
                continue;
            told.append(origin.argument);
            const QString text = explanation.input.environment.value(origin.origin.name);
            values.append({origin.argument,
                           isSecretArgument(origin.argument) ? ExplanationText::tr("(secret)")
                                                             : u'"' + redacted(text) + u'"',
                           originWords(origin.origin),
                           {}});
        }
    }
    return values;
}

// "providers.tf:12" or "providers.tf:12:3", as evidence has it.
ConfigurationPlace placeFrom(const QString &text)
{
    static const QRegularExpression numbered(u"^(.*?):(\\d+)(?::\\d+)?$"_s);
    const auto match = numbered.match(text);
    return match.hasMatch() ? ConfigurationPlace{match.captured(1), match.captured(2).toInt()}
                            : ConfigurationPlace{text, 0};
}

// The credential that a trap bites at. Others concern the whole: a version, an address.
CredentialMethod concernedBy(const QString &trapId)
{
    static const QHash<QString, CredentialMethod> known{
        {u"pat-ends-decision"_s, CredentialMethod::Pat},
        {u"secret-before-managed-identity"_s, CredentialMethod::ClientSecret},
        {u"documented-order-differs"_s, CredentialMethod::ClientSecret},
        {u"certificate-before-managed-identity"_s, CredentialMethod::ClientCertificate},
        {u"oidc-leftover-before-managed-identity"_s, CredentialMethod::Oidc},
        {u"client-id-makes-user-assigned"_s, CredentialMethod::ManagedIdentity},
        {u"client-id-file-dropped"_s, CredentialMethod::ManagedIdentity},
        {u"system-400-falls-through"_s, CredentialMethod::ManagedIdentity},
        {u"proxy-used-for-imds"_s, CredentialMethod::ManagedIdentity},
        {u"endpoint-leftover"_s, CredentialMethod::ManagedIdentity},
        {u"no-object-or-resource-id"_s, CredentialMethod::ManagedIdentity},
        {u"container-proxy-403"_s, CredentialMethod::ManagedIdentity},
        {u"retry-hides-wrong-endpoint"_s, CredentialMethod::ManagedIdentity},
        {u"cli-on-by-default"_s, CredentialMethod::AzureCli},
    };
    return known.value(trapId, CredentialMethod::None);
}

int indexOf(const QList<ChainEntry> &chain, CredentialMethod method)
{
    int found = -1;
    for (int i = 0; i < chain.size() && method != CredentialMethod::None; ++i) {
        // Of several ways to one credential (OIDC), the one that is set up.
        if (chain[i].method == method && (found < 0 || chain[i].state != ChainState::NotBuilt))
            found = i;
        if (found >= 0 && chain[found].state != ChainState::NotBuilt)
            break;
    }
    return found;
}

QList<ExplanationDocument::Obstacle> obstaclesOf(const Explanation &explanation, const QString &sandbox)
{
    using Obstacle = ExplanationDocument::Obstacle;
    QList<Obstacle> obstacles;
    for (const ConfigurationFault &fault : explanation.configuration.faults) {
        Obstacle obstacle;
        const Problem problem = problemOf(fault, explanation.configuration.directory);
        obstacle.findingId = problem.findingId;
        obstacle.place = fault.at.line > 0
            ? u"%1:%2:%3"_s.arg(fault.file).arg(fault.at.line).arg(fault.at.column)
            : fault.file;
        obstacle.at = {fault.file, fault.at.line};
        obstacle.explanation = describe(problem, sandbox);
        obstacle.text = fault.reason;
        obstacle.isRefusal = !fault.isLimit;
        obstacles.append(obstacle);
    }
    for (const ConfigurationMistake &mistake : explanation.configuration.mistakes) {
        Obstacle obstacle;
        obstacle.findingId = mistake.findingId;
        obstacle.place = mistake.evidence.value(u"place"_s).toString();
        obstacle.at = placeFrom(obstacle.place);
        obstacle.explanation =
            describe(Problem(mistake.findingId, QJsonObject::fromVariantMap(mistake.evidence)), sandbox);
        obstacle.text = obstacle.explanation.cause;
        obstacle.isRefusal = findingOf(obstacle.findingId).severity == Severity::Blocker;
        obstacles.append(obstacle);
    }
    for (const ExplainedBlock &other : explanation.otherBlocksToChange()) {
        Obstacle obstacle;
        obstacle.findingId = finding::providerBlockDiffers;
        obstacle.at = other.block.place.value_or(other.block.firstUsePlace);
        obstacle.place = obstacle.at.toString();
        obstacle.explanation =
            describe(Problem(obstacle.findingId,
                             {{u"block"_s, other.block.name()},
                              {u"alias"_s, other.block.alias},
                              {u"use"_s, other.block.firstUse},
                              {u"credential"_s,
                               other.decision.decidedBy == CredentialMethod::None
                                   ? QString()
                                   : credentialWords(toString(other.decision.decidedBy))}}),
                     sandbox);
        obstacle.text = obstacle.explanation.cause;
        obstacles.append(obstacle);
    }
    for (const DecisionTrap &trap : explanation.decision.traps) {
        Obstacle obstacle;
        obstacle.findingId = trap.findingId;
        obstacle.explanation =
            describe(Problem(trap.findingId, QJsonObject::fromVariantMap(trap.evidence)), sandbox);
        obstacle.text = trap.text;
        obstacle.isTrap = true;
        obstacle.credential = indexOf(explanation.decision.chain, concernedBy(trap.id));
        obstacles.append(obstacle);
    }
    // What the provider's own error leads to comes before the traps that lie around it.
    const FindingId cause = explanation.decision.errorFindingId;
    const bool isTold = std::any_of(obstacles.cbegin(), obstacles.cend(),
                                    [cause](const Obstacle &other) { return other.findingId == cause; });
    if (!cause.isEmpty() && !isTold) {
        Obstacle obstacle;
        obstacle.findingId = cause;
        obstacle.explanation =
            describe(Problem(cause,
                             {{u"version"_s, explanation.decision.version.toString()},
                              {u"variable"_s, explanation.decision.attribute},
                              {u"suggestion"_s, nearestProviderArgument(explanation.decision.attribute)}}),
                     sandbox);
        obstacle.text = obstacle.explanation.cause;
        const auto firstTrap = std::find_if(obstacles.cbegin(), obstacles.cend(),
                                            [](const Obstacle &other) { return other.isTrap; });
        obstacles.insert(firstTrap, obstacle);
    }
    const bool good =
        explanation.decision.configured() && explanation.decision.decidedBy == explanation.intended();
    for (Obstacle &obstacle : obstacles) {
        obstacle.title = obstacle.explanation.title;
        obstacle.severity = findingOf(obstacle.findingId).severity;
        // A file that cannot be read may hold anything, and Terraform refuses all of them.
        const bool mayPass = obstacle.credential >= 0 || obstacle.at.file.isEmpty();
        if (good && mayPass && obstacle.severity == Severity::Blocker)
            obstacle.severity = Severity::Warning;
    }
    return obstacles;
}

QStringList versionWords(const Explanation &explanation)
{
    const QString version = explanation.decision.version.toString();
    const QString place = explanation.versionPlace.toString();
    QStringList sentences;
    switch (explanation.versionFrom) {
    case Explanation::VersionFrom::Asked:
        sentences.append(
            ExplanationText::tr("Provider microsoft/azuredevops version %1, as requested.").arg(version));
        break;
    case Explanation::VersionFrom::Lock:
        sentences.append(ExplanationText::tr("Provider microsoft/azuredevops version %1, selected in %2.")
                             .arg(version, place));
        break;
    case Explanation::VersionFrom::Constraint:
        sentences.append(
            explanation.versionForbidden
                ? ExplanationText::tr("No known version of the provider microsoft/azuredevops matches the "
                                      "constraint in %2. This is evaluated for version %1.")
                      .arg(version, place)
                : ExplanationText::tr("Provider microsoft/azuredevops version %1, the newest known version "
                                      "that %2 allows.")
                      .arg(version, place));
        break;
    case Explanation::VersionFrom::Newest:
        sentences.append(ExplanationText::tr("Provider microsoft/azuredevops version %1, the newest known "
                                             "version, because nothing restricts it.")
                             .arg(version));
        break;
    }
    if (!explanation.decision.eraWasRun)
        sentences.append(ExplanationText::tr(
            "The rules of this version were read in its source. They were not tested by running it."));
    return sentences;
}

QString blockWords(const Explanation &explanation)
{
    if (explanation.block) {
        QString text = explanation.subject.alias.isEmpty()
            ? ExplanationText::tr("Provider block in %1.").arg(explanation.block->place.toString())
            : ExplanationText::tr("Provider block %1 in %2.")
                  .arg(explanation.subject.name(), explanation.block->place.toString());
        QStringList others;
        for (const ConfigurationPlace &place : explanation.block->overriddenAt)
            others.append(place.toString());
        if (!others.isEmpty())
            text += u' ' + ExplanationText::tr("Overridden in %1.").arg(others.join(u", "_s));
        return text;
    }
    if (explanation.configuration.directory.isEmpty())
        return ExplanationText::tr(
            "No configuration was read. This is about the block that Signet would write.");
    return ExplanationText::tr("There is no provider block: everything comes from the environment.");
}

QString useWords(const Explanation &explanation)
{
    if (explanation.configuration.directory.isEmpty() || explanation.isModule)
        return {};
    if (explanation.blocks.isEmpty())
        return ExplanationText::tr(
            "Nothing in this configuration uses the provider, so Terraform does not configure it.");
    if (explanation.subject.uses == 0)
        return ExplanationText::tr("Nothing uses this block. %1 uses %2.")
            .arg(explanation.blocks.first().block.firstUse, explanation.blocks.first().block.name());
    return ExplanationText::tr("%1 uses it (%2).")
        .arg(explanation.subject.firstUse, explanation.subject.firstUsePlace.toString());
}

QString identityWords(const Decision &decision)
{
    if (decision.identityKind == "system-assigned"_L1)
        return ExplanationText::tr("this machine's system-assigned managed identity");
    if (decision.identityKind == "user-assigned"_L1)
        return decision.clientId.isEmpty()
            ? ExplanationText::tr("a user-assigned managed identity")
            : ExplanationText::tr("the user-assigned managed identity %1").arg(decision.clientId);
    if (decision.decidedBy == CredentialMethod::Oidc)
        return ExplanationText::tr("the application that the token of this job is exchanged for");
    if (decision.decidedBy == CredentialMethod::AzureCli)
        return ExplanationText::tr("the identity that the job has signed the Azure CLI in with");
    return ExplanationText::tr("a managed identity");
}

QString otherIdentityWords(CredentialMethod method)
{
    switch (method) {
    case CredentialMethod::Pat:
        return ExplanationText::tr("the owner of a personal access token");
    case CredentialMethod::Oidc:
        return ExplanationText::tr("the application behind an OIDC token exchange");
    case CredentialMethod::ClientSecret:
        return ExplanationText::tr("the application that a client secret belongs to");
    case CredentialMethod::ClientCertificate:
        return ExplanationText::tr("the application that a client certificate belongs to");
    case CredentialMethod::AzureCli:
        return ExplanationText::tr("the person who is signed in with the Azure CLI");
    default:
        return ExplanationText::tr("a different identity");
    }
}

QString sentenceOf(const Decision &decision, const ExplanationDocument &document)
{
    switch (document.outcome) {
    case Outcome::Intended:
        return decision.configured()
            ? ExplanationText::tr("Terraform would use %1.").arg(identityWords(decision))
            : ExplanationText::tr("Terraform would try %1 and fail.").arg(identityWords(decision));
    case Outcome::OtherCredential:
        return ExplanationText::tr("Terraform would use %1, not %2.")
            .arg(otherIdentityWords(decision.decidedBy), document.intended);
    case Outcome::NoCredential:
        break;
    }
    switch (decision.stage) {
    case DecisionStage::Input:
        return ExplanationText::tr(
                   "Terraform would reject the provider block: this version has no argument %1.")
            .arg(decision.attribute);
    case DecisionStage::Prepare:
        return ExplanationText::tr("Terraform would reject the value of %1 before it tries any credential.")
            .arg(decision.attribute);
    default:
        return ExplanationText::tr("Terraform would find no credential.");
    }
}

void describeBlocks(const Explanation &explanation, ExplanationDocument *document)
{
    int inTheWay = 0;
    for (const ExplainedBlock &one : explanation.blocks) {
        const bool isFailing = !one.decision.configured();
        const QString credential = credentialWords(toString(one.decision.decidedBy));
        document->blocks.append(
            {.name = one.block.name(),
             .alias = one.block.alias,
             .isSelectable = one.block.module.isEmpty() && one.block.place,
             .place = one.block.place ? one.block.place->toString() : QString(),
             .words = isFailing ? ExplanationText::tr("fails with: %1").arg(credential) : credential,
             .isUsed = true,
             .good = one.isAsItShouldBe()});
        inTheWay += one.isAsItShouldBe() ? 0 : 1;
    }
    for (const ProviderConfiguration &block : explanation.configuration.providers) {
        const bool isListed = std::any_of(
            explanation.blocks.begin(), explanation.blocks.end(), [&block](const ExplainedBlock &one) {
                return one.block.alias == block.alias && one.block.module == block.module;
            });
        if (isListed)
            continue;
        document->blocks.append(
            {.name = block.alias.isEmpty() ? u"azuredevops"_s : u"azuredevops."_s + block.alias,
             .alias = block.alias,
             .isSelectable = block.module.isEmpty(),
             .place = block.place.toString(),
             .words = ExplanationText::tr("nothing uses it"),
             .isUsed = false,
             .good = false});
    }
    if (document->blocks.size() < 2) {
        document->blocks.clear();
        return;
    }
    const int count = int(document->blocks.size());
    document->blocksTitle = inTheWay == 0
        ? ExplanationText::tr("%n provider block(s)", nullptr, count)
        : ExplanationText::tr("%n provider block(s), %1 in the way", nullptr, count).arg(inTheWay);
}

// Nothing is decided in a module, so there is no chain and no value to show.
void describeModule(const Explanation &explanation, const QString &sandbox, ExplanationDocument *document)
{
    ExplanationDocument::Obstacle obstacle;
    obstacle.findingId = finding::providerBelongsToCaller;
    const ProviderRequirement &entry = explanation.configuration.requirements.first();
    obstacle.at = entry.place;
    obstacle.place = entry.place.toString();
    obstacle.explanation = describe(
        Problem(obstacle.findingId, {{u"known"_s, entry.configurationAliases.join(u", "_s)}}), sandbox);
    obstacle.title = obstacle.explanation.title;
    obstacle.text = obstacle.explanation.cause;
    obstacle.severity = findingOf(obstacle.findingId).severity;
    obstacle.explainCommand = inSandbox(u"signet explain "_s + obstacle.findingId.toString(), sandbox);
    document->outcome = Outcome::NoCredential;
    document->good = false;
    document->sentence =
        ExplanationText::tr("This folder is a module, so its caller decides which identity Terraform uses.");
    document->facts = versionWords(explanation);
    document->unchecked.clear();
    document->errorText.clear();
    document->blocks.clear();
    document->chain.clear();
    document->values.clear();
    document->obstacles = {obstacle};
    document->upgrade.clear();
    document->assumed.clear();
    document->unknown.clear();
}

} // namespace

ExplanationDocument describe(const Explanation &explanation, const Result<ConfigurationEdit> &edit,
                             const QString &sandbox)
{
    const Decision &decision = explanation.decision;
    ExplanationDocument document;
    document.intended = nameOf(explanation.intended());
    document.outcome = decision.decidedBy == explanation.intended() ? Outcome::Intended
        : decision.decidedBy == CredentialMethod::None              ? Outcome::NoCredential
                                                                    : Outcome::OtherCredential;
    document.sentence = sentenceOf(decision, document);
    if (document.outcome == Outcome::Intended && decision.configured()
        && decision.decidedBy == CredentialMethod::ManagedIdentity
        && !explanation.question.machine.identityEndpoint)
        document.unchecked =
            ExplanationText::tr("Whether the machine that runs Terraform has this identity was not checked.");
    document.facts = versionWords(explanation) << blockWords(explanation);
    if (const QString use = useWords(explanation); !use.isEmpty())
        document.facts.append(use);
    document.errorText = redacted(decision.error);
    for (const ChainEntry &entry : decision.chain) {
        ExplanationDocument::Credential credential;
        credential.name = credentialWords(toString(entry.method));
        if (entry.method == CredentialMethod::Oidc && !entry.variant.isEmpty())
            credential.name += u" ("_s + entry.variant + u')';
        credential.state = entry.state;
        credential.stateWords = stateWords(entry.state);
        credential.why = entry.why;
        for (const ArgumentOrigin &origin : entry.from)
            credential.from.append(
                {origin.argument + u", "_s + originWords(origin.origin), placeOf(origin.origin)});
        document.chain.append(credential);
    }
    describeBlocks(explanation, &document);
    document.values = valuesOf(explanation);
    document.obstacles = obstaclesOf(explanation, sandbox);
    for (auto &obstacle : document.obstacles)
        obstacle.explainCommand = inSandbox(u"signet explain "_s + obstacle.findingId.toString(), sandbox);
    // A fault or a mistake in a file is met before any credential is.
    const bool refused = std::any_of(document.obstacles.cbegin(), document.obstacles.cend(),
                                     [](const auto &obstacle) { return obstacle.isRefusal; });
    const bool isPartial =
        std::ranges::any_of(explanation.configuration.faults, &ConfigurationFault::isLimit);
    const bool othersDiffer = !explanation.otherBlocksToChange().isEmpty();
    const bool isIntended = document.outcome == Outcome::Intended && document.errorText.isEmpty() && !refused;
    const bool isCertain = explanation.isCertain();
    document.good =
        isIntended && !isPartial && !othersDiffer && isCertain && explanation.fix.cannot.isEmpty();
    if (isIntended && othersDiffer) {
        document.facts.prepend(document.sentence);
        document.sentence =
            ExplanationText::tr("Not every provider block in use would use %1.").arg(document.intended);
    }
    if (refused && decision.configured()) {
        document.facts.prepend(
            ExplanationText::tr("With that fixed, as far as Signet can read it: %1").arg(document.sentence));
        document.sentence = ExplanationText::tr("Terraform would reject this configuration.");
    } else if (isPartial) {
        document.facts.prepend(
            ExplanationText::tr("As far as Signet can read it: %1").arg(document.sentence));
        document.sentence = ExplanationText::tr("Signet can read only part of this configuration.");
    } else if (!isCertain && decision.configured()) {
        document.isOpen = isIntended && !othersDiffer;
        document.facts.prepend(
            ExplanationText::tr("As far as Signet can read it: %1").arg(document.sentence));
        document.sentence =
            ExplanationText::tr("Which identity Terraform uses depends on a value that is not "
                                "known here.");
    }
    for (const DecisionChange &change : explanation.upgrade)
        document.upgrade.append(change.text);
    if (!document.upgrade.isEmpty())
        document.upgradeTo = ProviderVersion::newestKnown().toString();
    document.assumed = decision.assumed;
    QStringList unknown = decision.dependsOn;
    for (const ExplainedBlock &block : explanation.blocks)
        unknown += block.decision.dependsOn;
    unknown.removeDuplicates();
    document.unknown = dependencies(unknown);

    if (explanation.isModule)
        describeModule(explanation, sandbox, &document);
    if (!edit) {
        document.editProblem = describe(edit.problem(), sandbox);
        document.obstacleToEdit = u"%1. %2"_s.arg(document.editProblem->title, document.editProblem->cause);
        document.unsetVariables = explanation.fix.unsetVariables;
        document.reasons = explanation.fix.reasons;
        document.cannot = explanation.fix.cannot;
        return document;
    }
    document.reasons = edit->reasons;
    document.diff = QString::fromUtf8(outgoingText(QString::fromUtf8(edit->diff())));
    document.unsetVariables = edit->unsetVariables;
    document.cannot = edit->cannot;
    document.leftOver = edit->leftOver;
    document.initCommand = edit->initCommand;
    document.nothingToDo = edit->changes.isEmpty() && edit->unsetVariables.isEmpty() && edit->cannot.isEmpty()
        && edit->initCommand.isEmpty() && edit->remaining.isEmpty() && edit->otherBlocks.isEmpty();
    return document;
}

std::optional<SecretBackups> secretBackups(const QList<WrittenFile> &written)
{
    SecretBackups backups;
    QStringList words;
    for (const WrittenFile &file : written) {
        if (!file.secretRemoved)
            continue;
        backups.paths.append(file.backup);
        words.append(shellWord(nativePath(file.backup)));
    }
    const int count = int(backups.paths.size());
    if (count == 0)
        return std::nullopt;
    backups.sentence = ExplanationText::tr("%n backup(s) still (contains/contain) a secret that was removed.",
                                           nullptr, count);
    backups.revoke =
        ExplanationText::tr("Revoke the secret where it was issued. Until then, everybody who has "
                            "a copy can use it.");
    backups.command = commandShell() == CommandShell::PowerShell
        ? u"Remove-Item -LiteralPath "_s + words.join(u',')
        : u"rm -- "_s + words.join(u' ');
    backups.question = ExplanationText::tr("Delete %1?").arg(nativePaths(backups.paths).join(u", "_s));
    return backups;
}

QString explanationToText(const ExplanationDocument &document, const QString &writeCommand,
                          const TextStyle &style)
{
    Screen screen(style);
    const bool good = document.good;
    screen.paragraph(good                  ? u"✓ "_s
                         : document.isOpen ? u"? "_s
                                           : u"✗ "_s,
                     document.sentence,
                     good                  ? Colour::Ok
                         : document.isOpen ? Colour::Warning
                                           : Colour::Blocker);
    if (!document.unchecked.isEmpty())
        screen.paragraph(u"  "_s, document.unchecked);
    for (const QString &fact : document.facts)
        screen.paragraph(u"  "_s, fact);
    if (!document.errorText.isEmpty()) {
        screen.line();
        screen.line(u"  "_s + ExplanationText::tr("What Terraform would print:"));
        const QStringList lines = document.errorText.split(u'\n');
        for (const QString &line : lines)
            screen.paragraph(u"    "_s, line.trimmed(), Colour::Dim);
    }

    if (!document.blocks.isEmpty()) {
        screen.line();
        screen.line(screen.paint(Colour::Bold, document.blocksTitle));
        int wide = 0;
        for (const auto &block : document.blocks)
            wide = std::max(wide, columns(block.name));
        for (const auto &block : document.blocks) {
            const QString sign = !block.isUsed ? u"· "_s : block.good ? u"✓ "_s : u"✗ "_s;
            screen.paragraph(u"  "_s + sign + padded(block.name, wide) + u"  "_s,
                             block.place.isEmpty() ? block.words
                                                   : u"%1 (%2)"_s.arg(block.words, block.place));
        }
    }

    if (!document.chain.isEmpty()) {
        screen.line();
        screen.line(screen.paint(Colour::Bold, ExplanationText::tr("How the provider decides")));
        screen.paragraph(
            u"  "_s,
            ExplanationText::tr(
                "The provider tries these from top to bottom and stops at the first final answer."));
    }
    int width = 0;
    for (const auto &credential : document.chain)
        width = std::max(width, columns(credential.name));
    for (const auto &credential : document.chain) {
        const bool chosen = credential.state == ChainState::Selected;
        const QString sign = chosen                      ? u"→ "_s
            : credential.state == ChainState::TriedFirst ? u"↷ "_s
                                                         : u"· "_s;
        const QString lead = u"  "_s + sign + padded(credential.name, width) + u"  "_s;
        screen.line(chosen ? screen.paint(Colour::Bold, lead + credential.stateWords)
                           : lead + credential.stateWords);
        if (credential.state != ChainState::NotReached || style.verbose)
            screen.paragraph(QString(columns(lead), u' '), credential.why, Colour::Dim);
        for (const auto &from : credential.from)
            screen.paragraph(QString(columns(lead), u' '), from.words, Colour::Dim);
    }

    if (!document.values.isEmpty()) {
        screen.line();
        screen.line(screen.paint(Colour::Bold, ExplanationText::tr("Values the provider gets")));
        int widest = 0;
        for (const auto &value : document.values)
            widest = std::max(widest, columns(value.argument));
        for (const auto &value : document.values)
            screen.paragraph(u"  "_s + padded(value.argument, widest) + u"  "_s,
                             value.place.isEmpty() ? value.text : u"%1 (%2)"_s.arg(value.text, value.place));
    }

    if (!document.obstacles.isEmpty()) {
        screen.line();
        screen.line(screen.paint(Colour::Bold,
                                 good ? ExplanationText::tr("Worth knowing")
                                      : ExplanationText::tr("What is in the way")));
        int number = 0;
        for (const auto &obstacle : document.obstacles) {
            const QString lead = u"  %1. "_s.arg(++number);
            // A trap has a sentence of its own: the title of its finding states as a fact what is only
            // likely here.
            const QString head = obstacle.isTrap ? obstacle.text
                : obstacle.place.isEmpty()       ? obstacle.title + u'.'
                                                 : u"%1 (%2)."_s.arg(obstacle.title, obstacle.place);
            screen.paragraph(lead, head,
                             obstacle.severity == Severity::Blocker ? Colour::Blocker : Colour::Warning);
            if (!obstacle.isTrap && !obstacle.text.isEmpty())
                screen.paragraph(QString(columns(lead), u' '), obstacle.text);
            screen.line(QString(columns(lead), u' ') + screen.paint(Colour::Dim, obstacle.explainCommand));
        }
    }
    for (const QString &name : document.unknown) {
        screen.line();
        screen.paragraph(
            u"? "_s,
            ExplanationText::tr("%1 is not known without running Terraform. Its value can change the answer.")
                .arg(name),
            Colour::Warning);
    }

    screen.line();
    screen.line(screen.paint(Colour::Bold, ExplanationText::tr("What to do")));
    if (document.nothingToDo)
        screen.paragraph(
            u"  "_s,
            ExplanationText::tr("Nothing. The configuration already uses %1.").arg(document.intended));
    if (document.editProblem) {
        screen.paragraph(u"  "_s, ExplanationText::tr("No edit is offered. %1").arg(document.obstacleToEdit),
                         Colour::Warning);
        for (const auto &step : document.editProblem->fix) {
            screen.paragraph(u"  "_s, step.text);
            if (step.command.isEmpty())
                continue;
            screen.line();
            screen.line(u"      "_s + screen.paint(Colour::Bold, step.command));
            screen.line();
        }
    }
    if (!document.unsetVariables.isEmpty()) {
        screen.paragraph(
            u"  "_s,
            ExplanationText::tr(
                "Remove these variables from the environment of the process that runs Terraform:"));
        screen.line();
        const QStringList commands =
            unsetCommands(usualShell(), document.unsetVariables).split(u'\n', Qt::SkipEmptyParts);
        for (const QString &command : commands)
            screen.line(u"      "_s + screen.paint(Colour::Bold, command));
        screen.line();
    }
    if (!document.diff.isEmpty()) {
        screen.paragraph(
            u"  "_s,
            ExplanationText::tr(
                "Change the configuration. This command shows the change and asks before writing it:"));
        screen.line();
        screen.line(u"      "_s + screen.paint(Colour::Bold, writeCommand));
        screen.line();
        const QStringList lines = document.diff.chopped(document.diff.endsWith(u'\n') ? 1 : 0).split(u'\n');
        for (const QString &line : lines) {
            const Colour colour = line.startsWith(u'+') ? Colour::Ok
                : line.startsWith(u'-')                 ? Colour::Blocker
                                                        : Colour::Plain;
            screen.line(u"    "_s + screen.paint(colour, printable(line)));
        }
        screen.line();
        for (const QString &reason : document.reasons)
            screen.paragraph(u"  · "_s, reason);
    }
    if (!document.initCommand.isEmpty()) {
        screen.paragraph(u"  "_s, ExplanationText::tr("Then select the new provider version:"));
        screen.line();
        screen.line(u"      "_s + screen.paint(Colour::Bold, document.initCommand));
        screen.line();
    }
    for (const QString &sentence : document.leftOver)
        screen.paragraph(u"  ! "_s, sentence, Colour::Warning);
    for (const QString &reason : document.cannot)
        screen.paragraph(u"  ! "_s, reason, Colour::Warning);
    if (!document.upgrade.isEmpty()) {
        screen.line();
        screen.line(screen.paint(
            Colour::Bold, ExplanationText::tr("What an upgrade to %1 would change").arg(document.upgradeTo)));
        for (const QString &sentence : document.upgrade)
            screen.paragraph(u"  · "_s, sentence);
    }
    if (!document.assumed.isEmpty()) {
        screen.line();
        screen.line(screen.paint(Colour::Bold, ExplanationText::tr("Assumed")));
        for (const QString &sentence : document.assumed)
            screen.paragraph(u"  "_s, sentence, Colour::Dim);
    }
    return screen.text();
}

} // namespace signet
