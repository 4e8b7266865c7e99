#include "core/report/explanationdocument.h"

#include "core/findings/catalogue.h"
#include "core/findings/sandboxcommand.h"
#include "core/report/observationwords.h"
#include "core/report/screen.h"
#include "core/report/textlayout.h"
#include "core/terraform/unsetcommands.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using Outcome = ExplanationDocument::Outcome;

QString tr(const char *text)
{
    return QCoreApplication::translate("Explanation", text);
}

QString stateWords(ChainState state)
{
    switch (state) {
    case ChainState::Selected:
        return tr("its answer is final");
    case ChainState::TriedFirst:
        return tr("asked first, then passed over");
    case ChainState::WouldFollow:
        return tr("would be asked next");
    case ChainState::NotBuilt:
        return tr("not set up");
    case ChainState::NotReached:
        return tr("not reached");
    }
    Q_UNREACHABLE();
}

QString originWords(const ValueOrigin &origin)
{
    switch (origin.kind) {
    case ValueOrigin::Kind::Configuration:
        return origin.place.toString();
    case ValueOrigin::Kind::Environment:
        return tr("variable %1").arg(origin.variable);
    case ValueOrigin::Kind::Default:
        return tr("default");
    }
    Q_UNREACHABLE();
}

bool isSecret(const QString &argument)
{
    static const QStringList secrets{
        u"personal_access_token"_s,       u"client_secret"_s, u"client_certificate"_s,
        u"client_certificate_password"_s, u"oidc_token"_s,    u"oidc_request_token"_s};
    return secrets.contains(argument);
}

QString valueWords(const QString &argument, const ConfigurationValue &value)
{
    using Kind = ConfigurationValue::Kind;
    if (value.isUnknown())
        return tr("unknown, depends on %1").arg(value.dependsOn.join(u", "_s));
    if (value.isNull())
        return u"null"_s;
    if (isSecret(argument) || value.sensitive)
        return tr("(secret)");
    switch (value.kind) {
    case Kind::Bool:
        return value.boolean ? u"true"_s : u"false"_s;
    case Kind::Number:
        return value.text;
    case Kind::String:
        return u'"' + value.text + u'"';
    case Kind::List:
        return tr("a list of %n value(s)").replace(u"%n"_s, QString::number(value.elements.size()));
    default:
        return tr("an object");
    }
}

QList<ExplanationDocument::Value> valuesOf(const Explanation &explanation)
{
    QList<ExplanationDocument::Value> values;
    const auto &arguments = explanation.input.arguments;
    QStringList told;
    for (auto it = arguments.begin(); it != arguments.end(); ++it) {
        QString place = it->variable.isEmpty() ? it->place.toString() : tr("variable %1").arg(it->variable);
        if (explanation.block) {
            // Written in one place, and given its value in another.
            const QString written = explanation.block->argumentPlaces.value(it.key()).toString();
            if (place.isEmpty())
                place = written;
            else if (!written.isEmpty() && place != written)
                place = tr("%1, from %2").arg(written, place);
        }
        const ConfigurationPlace at =
            explanation.block ? explanation.block->argumentPlaces.value(it.key(), it->place) : it->place;
        values.append({it.key(), valueWords(it.key(), *it), place, at});
        if (!it->isNull())
            told.append(it.key());
    }
    for (const ChainEntry &entry : explanation.decision.chain) {
        for (const ArgumentOrigin &origin : entry.from) {
            if (origin.origin.kind != ValueOrigin::Kind::Environment || told.contains(origin.argument))
                continue;
            told.append(origin.argument);
            const QString text = explanation.input.environment.value(origin.origin.variable);
            values.append({origin.argument,
                           isSecret(origin.argument) || origin.argument.contains("token"_L1)
                               ? tr("(secret)")
                               : u'"' + text + u'"',
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
        obstacle.findingId = finding::configurationSyntaxError;
        obstacle.place = fault.at.line > 0
            ? u"%1:%2:%3"_s.arg(fault.file).arg(fault.at.line).arg(fault.at.column)
            : fault.file;
        obstacle.at = {fault.file, fault.at.line};
        obstacle.explanation = describe(Problem(obstacle.findingId,
                                                {{u"path"_s, fault.file},
                                                 {u"line"_s, fault.at.line},
                                                 {u"column"_s, fault.at.column},
                                                 {u"reason"_s, fault.reason}}),
                                        sandbox);
        obstacle.text = fault.reason;
        if (!fault.line.isEmpty())
            obstacle.text += u": "_s + fault.line.trimmed();
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
        obstacle.explanation = describe(Problem(cause,
                                                {{u"version"_s, explanation.decision.version.toString()},
                                                 {u"variable"_s, explanation.decision.attribute}}),
                                        sandbox);
        obstacle.text = obstacle.explanation.cause;
        const auto firstTrap = std::find_if(obstacles.cbegin(), obstacles.cend(),
                                            [](const Obstacle &other) { return other.isTrap; });
        obstacles.insert(firstTrap, obstacle);
    }
    const bool good = explanation.decision.configured()
        && explanation.decision.decidedBy == CredentialMethod::ManagedIdentity;
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

QString versionWords(const Explanation &explanation)
{
    const QString version = explanation.decision.version.toString();
    const QString place = explanation.versionPlace.toString();
    QString text;
    switch (explanation.versionFrom) {
    case Explanation::VersionFrom::Asked:
        text = tr("version %1, as asked for").arg(version);
        break;
    case Explanation::VersionFrom::Lock:
        text = tr("version %1, selected in %2").arg(version, place);
        break;
    case Explanation::VersionFrom::Constraint:
        text = explanation.versionForbidden
            ? tr("no known version fits the constraint in %2; judged as %1").arg(version, place)
            : tr("version %1, the newest known one that %2 admits").arg(version, place);
        break;
    case Explanation::VersionFrom::Newest:
        text = tr("version %1, the newest known one: nothing limits it").arg(version);
        break;
    }
    if (!explanation.decision.eraWasRun)
        text += tr(" (its rules were read in its source, not run)");
    return tr("Provider microsoft/azuredevops %1.").arg(text);
}

QString blockWords(const Explanation &explanation)
{
    if (explanation.block) {
        QString text = tr("Provider block in %1.").arg(explanation.block->place.toString());
        QStringList others;
        for (const ConfigurationPlace &place : explanation.block->overriddenAt)
            others.append(place.toString());
        if (!others.isEmpty())
            text += u' ' + tr("Changed by %1.").arg(others.join(u", "_s));
        return text;
    }
    if (explanation.configuration.directory.isEmpty())
        return tr("No configuration was read; this is for the block that signet would write.");
    return tr("No provider block: everything comes from the environment.");
}

QString identityWords(const Decision &decision)
{
    if (decision.identityKind == "system-assigned"_L1)
        return tr("this machine's system-assigned managed identity");
    if (decision.identityKind == "user-assigned"_L1)
        return decision.clientId.isEmpty()
            ? tr("a user-assigned managed identity")
            : tr("the user-assigned managed identity %1").arg(decision.clientId);
    return tr("a managed identity");
}

QString somebodyElse(CredentialMethod method)
{
    switch (method) {
    case CredentialMethod::Pat:
        return tr("the owner of a personal access token");
    case CredentialMethod::Oidc:
        return tr("the application of an OIDC token exchange");
    case CredentialMethod::ClientSecret:
        return tr("the application of a client secret");
    case CredentialMethod::ClientCertificate:
        return tr("the application of a client certificate");
    case CredentialMethod::AzureCli:
        return tr("the person who is signed in with the Azure CLI");
    default:
        return tr("somebody else");
    }
}

QString sentenceOf(const Decision &decision, Outcome outcome)
{
    switch (outcome) {
    case Outcome::ManagedIdentity:
        return decision.configured()
            ? tr("Terraform would be %1.").arg(identityWords(decision))
            : tr("Terraform would ask for %1, and fail.").arg(identityWords(decision));
    case Outcome::SomebodyElse:
        return tr("Terraform would be %1, not the managed identity.").arg(somebodyElse(decision.decidedBy));
    case Outcome::Nobody:
        break;
    }
    switch (decision.stage) {
    case DecisionStage::Input:
        return tr("Terraform would refuse the provider block: %1 is no argument of this version.")
            .arg(decision.attribute);
    case DecisionStage::Prepare:
        return tr("Terraform would refuse the value of %1 before it looks at any credential.")
            .arg(decision.attribute);
    default:
        return tr("Terraform would find no credential at all.");
    }
}

} // namespace

ExplanationDocument describe(const Explanation &explanation, const Result<ConfigurationEdit> &edit,
                             const QString &sandbox)
{
    const Decision &decision = explanation.decision;
    ExplanationDocument document;
    document.outcome = decision.decidedBy == CredentialMethod::ManagedIdentity ? Outcome::ManagedIdentity
        : decision.decidedBy == CredentialMethod::None                         ? Outcome::Nobody
                                                                               : Outcome::SomebodyElse;
    document.sentence = sentenceOf(decision, document.outcome);
    document.facts = {versionWords(explanation), blockWords(explanation)};
    document.errorText = decision.error;
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
                {origin.argument + u", "_s + originWords(origin.origin), origin.origin.place});
        document.chain.append(credential);
    }
    document.values = valuesOf(explanation);
    document.obstacles = obstaclesOf(explanation, sandbox);
    for (auto &obstacle : document.obstacles)
        obstacle.explainCommand = inSandbox(u"signet explain "_s + obstacle.findingId.toString(), sandbox);
    // A fault or a mistake in a file is met before any credential is.
    const bool refused =
        std::any_of(document.obstacles.cbegin(), document.obstacles.cend(), [](const auto &obstacle) {
            return obstacle.credential < 0 && obstacle.severity == Severity::Blocker
                && !obstacle.at.file.isEmpty();
        });
    document.good = document.outcome == Outcome::ManagedIdentity && document.errorText.isEmpty() && !refused;
    if (refused && decision.configured()) {
        document.facts.prepend(tr("Mended, as far as it can be read: %1").arg(document.sentence));
        document.sentence = tr("Terraform would refuse this configuration as it is.");
    }
    for (const DecisionChange &change : explanation.upgrade)
        document.upgrade.append(change.text);
    if (!document.upgrade.isEmpty())
        document.upgradeTo = ProviderVersion::newestKnown().toString();
    document.assumed = decision.assumed;
    document.unknown = decision.dependsOn;

    if (explanation.fix.upgradeTo)
        document.initCommand = explanation.configuration.reader == ConfigurationReader::OpenTofu
            ? u"tofu init -upgrade"_s
            : u"terraform init -upgrade"_s;
    if (!edit) {
        document.obstacleToEdit = describe(edit.problem()).title;
        document.unsetVariables = explanation.fix.unsetVariables;
        document.reasons = explanation.fix.reasons;
        document.cannot = explanation.fix.cannot;
        return document;
    }
    document.reasons = edit->reasons;
    document.diff = QString::fromUtf8(edit->diff());
    document.unsetVariables = edit->unsetVariables;
    document.cannot = edit->cannot;
    document.nothingToDo =
        edit->changes.isEmpty() && edit->unsetVariables.isEmpty() && edit->cannot.isEmpty();
    return document;
}

QString explanationToText(const ExplanationDocument &document, const QString &writeCommand,
                          const TextStyle &style)
{
    Screen screen(style);
    const bool good = document.good;
    screen.paragraph(good ? u"✓ "_s : u"✗ "_s, document.sentence, good ? Colour::Ok : Colour::Blocker);
    for (const QString &fact : document.facts)
        screen.paragraph(u"  "_s, fact);
    if (!document.errorText.isEmpty()) {
        screen.line();
        screen.line(u"  "_s + tr("What Terraform would print:"));
        const QStringList lines = document.errorText.split(u'\n');
        for (const QString &line : lines)
            screen.paragraph(u"    "_s, line.trimmed(), Colour::Dim);
    }

    screen.line();
    screen.line(screen.paint(Colour::Bold, tr("How the provider decides")));
    screen.paragraph(
        u"  "_s,
        tr("It looks for a way to sign in, from top to bottom, and the first whose answer is final is it."));
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
        screen.line(screen.paint(Colour::Bold, tr("What it is told")));
        int widest = 0;
        for (const auto &value : document.values)
            widest = std::max(widest, columns(value.argument));
        for (const auto &value : document.values)
            screen.paragraph(u"  "_s + padded(value.argument, widest) + u"  "_s,
                             value.place.isEmpty() ? value.text : u"%1 (%2)"_s.arg(value.text, value.place));
    }

    if (!document.obstacles.isEmpty()) {
        screen.line();
        screen.line(screen.paint(Colour::Bold, good ? tr("Worth knowing") : tr("What is in the way")));
        int number = 0;
        for (const auto &obstacle : document.obstacles) {
            const QString lead = u"  %1. "_s.arg(++number);
            // A trap is told in its own sentence: the title of its finding states as a fact what is only
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
            tr("%1 is not known without running Terraform; another value may change the answer.").arg(name),
            Colour::Warning);
    }

    screen.line();
    screen.line(screen.paint(Colour::Bold, tr("What to do")));
    if (document.nothingToDo)
        screen.paragraph(u"  "_s, tr("Nothing: the configuration is as it should be."));
    if (!document.obstacleToEdit.isEmpty())
        screen.paragraph(u"  "_s, tr("No edit is offered: %1.").arg(document.obstacleToEdit),
                         Colour::Warning);
    if (!document.unsetVariables.isEmpty()) {
        screen.paragraph(u"  "_s, tr("Take these variables away from the process that runs Terraform:"));
        screen.line();
        const QStringList commands =
            unsetCommands(Shell::Bash, document.unsetVariables).split(u'\n', Qt::SkipEmptyParts);
        for (const QString &command : commands)
            screen.line(u"      "_s + screen.paint(Colour::Bold, command));
        screen.line();
    }
    if (!document.diff.isEmpty()) {
        screen.paragraph(u"  "_s, tr("Change the configuration; this writes it, and asks before:"));
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
        screen.paragraph(u"  "_s, tr("Then have the other version of the provider selected:"));
        screen.line();
        screen.line(u"      "_s + screen.paint(Colour::Bold, document.initCommand));
        screen.line();
    }
    for (const QString &reason : document.cannot)
        screen.paragraph(u"  ! "_s, reason, Colour::Warning);
    if (!document.upgrade.isEmpty()) {
        screen.line();
        screen.line(
            screen.paint(Colour::Bold, tr("What an upgrade to %1 would change").arg(document.upgradeTo)));
        for (const QString &sentence : document.upgrade)
            screen.paragraph(u"  · "_s, sentence);
    }
    if (!document.assumed.isEmpty()) {
        screen.line();
        screen.line(screen.paint(Colour::Bold, tr("Assumed")));
        for (const QString &sentence : document.assumed)
            screen.paragraph(u"  "_s, sentence, Colour::Dim);
    }
    return screen.text();
}

} // namespace signet
