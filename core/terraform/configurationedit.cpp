#include "core/terraform/configurationedit.h"

#include "core/hcl/jsonfile.h"
#include "core/result/nativepath.h"
#include "core/result/reason.h"
#include "core/result/redaction.h"
#include "core/terraform/configurationfiles.h"
#include "core/terraform/decisiontext.h"
#include "core/terraform/gitexclude.h"
#include "core/terraform/hclstring.h"
#include "core/terraform/maskedtext.h"
#include "core/terraform/providerarguments.h"
#include "core/terraform/unifieddiff.h"
#include "core/terraform/versionconstraint.h"

#include <QMap>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

Problem notPossible(const ConfigurationPlace &place, const QString &reason)
{
    return Problem(finding::editNotPossible,
                   {{u"path"_s, place.file}, {u"line"_s, place.line}, {u"reason"_s, reason}});
}

bool isJson(const QString &file)
{
    return file.endsWith(".json"_L1);
}

// The JSON for an argument's value that was written in HCL's words: true, false or a quoted string.
QByteArray jsonOf(const QByteArray &expression)
{
    const HclExpression value = parseHclExpression(expression);
    if (value.kind == HclExpression::Kind::Bool)
        return value.boolean ? "true" : "false";
    // In JSON too, a string is a template; the two signs that begin a sequence are doubled the same way.
    QString text = value.literalString().value_or(QString());
    text.replace("${"_L1, "$${"_L1).replace("%{"_L1, "%%{"_L1);
    return jsonQuoted(text);
}

QList<MemberEdit> asMembers(const QList<ArgumentEdit> &arguments)
{
    QList<MemberEdit> members;
    for (const ArgumentEdit &argument : arguments)
        members.append({argument.name,
                        argument.expression ? std::optional(jsonOf(*argument.expression)) : std::nullopt});
    return members;
}

// The objects that stand under a name: one, or an array of several.
QList<const JsonNode *> objectsUnder(const QList<const JsonNode *> &nodes, QStringView name)
{
    QList<const JsonNode *> found;
    for (const JsonNode *node : nodes) {
        const JsonNode *value = node->member(name);
        if (value && value->kind == JsonNode::Kind::Object)
            found.append(value);
        if (!value || value->kind != JsonNode::Kind::Array)
            continue;
        for (const JsonNode &element : value->elements) {
            if (element.kind == JsonNode::Kind::Object)
                found.append(&element);
        }
    }
    return found;
}

const JsonNode *jsonProvider(const JsonFile &file, const QString &localName, const QString &alias)
{
    const auto blocks = objectsUnder(objectsUnder({&file.root()}, u"provider"), localName);
    for (const JsonNode *block : blocks) {
        const JsonNode *name = block->member(u"alias");
        if ((name ? name->text : QString()) == alias)
            return block;
    }
    return nullptr;
}

const JsonNode *jsonRequiredProviders(const JsonFile &file)
{
    const auto blocks = objectsUnder(objectsUnder({&file.root()}, u"terraform"), u"required_providers");
    return blocks.isEmpty() ? nullptr : blocks.first();
}

const HclBlock *blockAt(const HclFile &file, const HclBody &body, QStringView type, int line)
{
    for (const HclBlock &block : body.blocks) {
        if (block.type == type && file.lineOf(block.range.begin) == line)
            return &block;
        if (const HclBlock *inner = blockAt(file, block.body, type, line)) // two levels at most in practice
            return inner;
    }
    return nullptr;
}

// What is to be done to one block: the place of its header, and its arguments.
struct BlockEdit {
    ConfigurationPlace place;
    QList<ArgumentEdit> arguments;
};

bool isPlainName(const QString &name)
{
    return !name.contains(u'/') && !name.contains(u'\\') && isConfigurationFile(name) && !isJson(name);
}

// The files under change, as they were explained; edits are collected and applied at the end.
class Workpiece {
public:
    explicit Workpiece(const Configuration &configuration)
        : m_directory(configuration.directory)
        , m_texts(configuration.contents)
    {
    }

    QString pathOf(const QString &file) const { return m_directory + u'/' + file; }
    bool has(const QString &file) const { return m_texts.contains(file); }

    QByteArray textOf(const QString &file) const { return m_texts.value(file); }
    void add(const QString &file, const QList<TextEdit> &edits) { m_edits[file] += edits; }
    // A block at the end of the file, which may be new. Blocks for the same file follow each other.
    void append(const QString &file, const QByteArray &block)
    {
        QByteArray &blocks = m_appended[file];
        blocks += (blocks.isEmpty() ? "" : "\n") + block;
    }

    Result<QList<FileChange>> changes()
    {
        QList<FileChange> all;
        for (auto it = m_appended.constBegin(); it != m_appended.constEnd(); ++it) {
            if (!has(it.key())) {
                all.append({pathOf(it.key()), it.key(), {}, it.value(), true});
                continue;
            }
            const HclFile file = HclFile::parse(textOf(it.key()));
            const auto edit = appendBlock(file, file.body(), it.value());
            if (!edit)
                return edit.problem();
            add(it.key(), {*edit});
        }
        for (auto it = m_edits.constBegin(); it != m_edits.constEnd(); ++it) {
            const QByteArray before = textOf(it.key());
            const QByteArray after = applied(before, it.value());
            if (after != before)
                all.append({pathOf(it.key()), it.key(), before, after, false});
        }
        return all;
    }

private:
    QString m_directory;
    QMap<QString, QByteArray> m_texts;
    QMap<QString, QList<TextEdit>> m_edits;
    QMap<QString, QByteArray> m_appended;
};

Result<Done> editBlock(Workpiece *workpiece, const ProviderConfiguration &provider, const BlockEdit &edit)
{
    if (edit.arguments.isEmpty())
        return Done();
    const QByteArray text = workpiece->textOf(edit.place.file);
    if (isJson(edit.place.file)) {
        const JsonFile file = JsonFile::parse(text);
        const JsonNode *object = jsonProvider(file, provider.localName, provider.alias);
        if (!object)
            return notPossible(edit.place,
                               reasonText(QT_TRANSLATE_NOOP("Reason", "the block was not found again")));
        const auto edits = editMembers(file, *object, asMembers(edit.arguments));
        if (!edits)
            return edits.problem();
        workpiece->add(edit.place.file, *edits);
        return Done();
    }
    const HclFile file = HclFile::parse(text);
    const HclBlock *block = blockAt(file, file.body(), u"provider", edit.place.line);
    if (!block)
        return notPossible(edit.place,
                           reasonText(QT_TRANSLATE_NOOP("Reason", "the block was not found again")));
    const auto edits = editArguments(file, block->body, edit.arguments);
    if (!edits)
        return edits.problem();
    workpiece->add(edit.place.file, *edits);
    return Done();
}

// Which of a block's pieces (the block itself, override files that change it) each argument is edited in:
// one that is set where it counts, one that goes wherever it stands.
QList<BlockEdit> distributed(const ProviderConfiguration &block, const QList<ArgumentEdit> &arguments)
{
    QMap<QString, BlockEdit> byPlace;
    const auto pieceOf = [&block](const ConfigurationPlace &argument) {
        ConfigurationPlace piece = block.place;
        for (const ConfigurationPlace &other : block.overriddenAt) {
            if (other.file == argument.file && other.line <= argument.line)
                piece = other;
        }
        return piece;
    };
    const auto add = [&byPlace](const ConfigurationPlace &piece, const ArgumentEdit &argument) {
        BlockEdit &edit = byPlace[piece.toString()];
        edit.place = piece;
        edit.arguments.append(argument);
    };
    for (const ArgumentEdit &argument : arguments) {
        if (argument.expression || block.overriddenAt.isEmpty()) {
            const auto place = block.argumentPlaces.constFind(argument.name);
            add(place == block.argumentPlaces.constEnd() ? block.place : pieceOf(*place), argument);
            continue;
        }
        add(block.place, argument);
        for (const ConfigurationPlace &piece : block.overriddenAt)
            add(piece, argument);
    }
    return byPlace.values();
}

// ---- required_providers ----

Result<Done> setConstraint(Workpiece *workpiece, const ProviderRequirement &entry,
                           const ProviderSettings &settings, bool setSource, bool setVersion)
{
    const QByteArray text = workpiece->textOf(entry.place.file);
    QList<ArgumentEdit> items;
    if (setSource)
        items.append({u"source"_s, hclQuoted(azureDevOpsProvider).toUtf8()});
    if (setVersion)
        items.append({u"version"_s, hclQuoted(settings.versionConstraint).toUtf8()});

    if (isJson(entry.place.file)) {
        const JsonFile file = JsonFile::parse(text);
        const JsonNode *required = jsonRequiredProviders(file);
        const JsonNode *object = required ? required->member(entry.localName) : nullptr;
        if (!object || object->kind != JsonNode::Kind::Object)
            return notPossible(entry.place,
                               reasonText(QT_TRANSLATE_NOOP("Reason", "the entry is not an object")));
        const auto edits = editMembers(file, *object, asMembers(items));
        if (!edits)
            return edits.problem();
        workpiece->add(entry.place.file, *edits);
        return Done();
    }
    const HclFile file = HclFile::parse(text);
    for (const HclBlock *terraform : file.body().blocksOfType(u"terraform")) {
        for (const HclBlock *required : terraform->body.blocksOfType(u"required_providers")) {
            const HclAttribute *attribute = required->body.attribute(entry.localName);
            if (!attribute || file.lineOf(attribute->range.begin) != entry.place.line)
                continue;
            const HclExpression value = file.expression(*attribute);
            // azuredevops = ">= 1": the old form becomes an object
            if (value.kind != HclExpression::Kind::Object) {
                const QByteArray object = "{ source = " + hclQuoted(azureDevOpsProvider).toUtf8()
                    + ", version = " + hclQuoted(settings.versionConstraint).toUtf8() + " }";
                const auto edits = editArguments(file, required->body, {{entry.localName, object}});
                if (!edits)
                    return edits.problem();
                workpiece->add(entry.place.file, *edits);
                return Done();
            }
            const auto edits = editItems(file, value, items);
            if (!edits)
                return edits.problem();
            workpiece->add(entry.place.file, *edits);
            return Done();
        }
    }
    return notPossible(entry.place, reasonText(QT_TRANSLATE_NOOP("Reason", "the entry was not found again")));
}

// An entry in the module's one required_providers block.
Result<Done> addEntry(Workpiece *workpiece, const ConfigurationPlace &place, const ProviderSettings &settings)
{
    const QByteArray text = workpiece->textOf(place.file);
    if (isJson(place.file)) {
        const JsonFile file = JsonFile::parse(text);
        const JsonNode *object = jsonRequiredProviders(file);
        if (!object)
            return notPossible(place,
                               reasonText(QT_TRANSLATE_NOOP("Reason", "the block was not found again")));
        const QByteArray value = "{\"source\": " + jsonQuoted(azureDevOpsProvider)
            + ", \"version\": " + jsonQuoted(settings.versionConstraint) + "}";
        const auto edits = editMembers(file, *object, {{settings.localName, value}});
        if (!edits)
            return edits.problem();
        workpiece->add(place.file, *edits);
        return Done();
    }
    const HclFile file = HclFile::parse(text);
    const HclBlock *required = blockAt(file, file.body(), u"required_providers", place.line);
    if (!required)
        return notPossible(place, reasonText(QT_TRANSLATE_NOOP("Reason", "the block was not found again")));
    // The entry as it is laid out in a block of its own, without its indentation and name.
    const QByteArray entry = requiredProvidersEntry(settings).toUtf8();
    const QByteArray object = entry.mid(entry.indexOf('{')).trimmed();
    const auto edits = editArguments(file, required->body, {{settings.localName, object}});
    if (!edits)
        return edits.problem();
    workpiece->add(place.file, *edits);
    return Done();
}

// Everything an empty block leaves to the environment.
QList<ArgumentEdit> emptied(const ProviderConfiguration &block)
{
    QList<ArgumentEdit> arguments;
    for (auto it = block.arguments.begin(); it != block.arguments.end(); ++it)
        arguments.append({it.key(), std::nullopt});
    return arguments;
}

bool admitsNothing(const QString &constraint)
{
    const auto parsed = VersionConstraint::parse(constraint);
    return parsed && !parsed->newestOf(ProviderVersion::knownReleases());
}

bool admits(const QString &constraint, const ProviderVersion &version)
{
    const auto parsed = VersionConstraint::parse(constraint);
    return parsed && parsed->admits(version);
}

struct PlannedRequirement {
    bool setsVersion = false;
};

Result<PlannedRequirement> planRequirement(Workpiece *workpiece, const Explanation &explanation,
                                           const ProviderSettings &settings, const ProviderVersion &target,
                                           const QString &blockFile, QStringList *reasons)
{
    const Configuration &configuration = explanation.configuration;
    if (configuration.requirements.isEmpty() && configuration.requiredProviders.file.isEmpty()) {
        const QByteArray block = requiredProvidersBlock(settings).toUtf8();
        reasons->append(DecisionText::tr(
            "required_providers names the source of the provider and the versions that work."));
        workpiece->append(blockFile, block);
        return PlannedRequirement{true};
    }
    if (configuration.requirements.isEmpty()) {
        reasons->append(DecisionText::tr("required_providers gets an entry for the provider."));
        const auto added = addEntry(workpiece, configuration.requiredProviders, settings);
        if (!added)
            return added.problem();
        return PlannedRequirement{true};
    }
    const ProviderRequirement &entry = configuration.requirements.first();
    const bool setSource = !entry.source.endsWith(azureDevOpsProvider, Qt::CaseInsensitive);
    const bool isInvalid = !entry.version.isEmpty() && !VersionConstraint::parse(entry.version);
    // A version that the lock file has selected is not ruled out for nothing.
    const bool isMissing = entry.version.isEmpty() && admits(settings.versionConstraint, target);
    const bool setVersion =
        explanation.fix.versionConstraint || isMissing || isInvalid || admitsNothing(entry.version);
    if (!setSource && !setVersion)
        return PlannedRequirement{};
    if (setSource)
        reasons->append(DecisionText::tr("The source becomes microsoft/azuredevops."));
    if (setVersion)
        reasons->append(
            DecisionText::tr("The version is limited to those that work with a managed identity."));
    const auto done = setConstraint(workpiece, entry, settings, setSource, setVersion);
    if (!done)
        return done.problem();
    return PlannedRequirement{setVersion};
}

// ---- the provider block ----

// A constraint in the block counts beside that of required_providers. One that rules out the version that is
// meant goes.
bool contradicts(const ProviderConfiguration &block, const ProviderVersion &target)
{
    return !block.version.isEmpty() && !admits(block.version, target);
}

// The lines of a nested block, with a blank line in front of it.
std::optional<TextEdit> withoutBlock(const HclFile &file, const HclBlock &block)
{
    const QByteArray &text = file.text();
    const auto isBlank = [](char sign) { return sign == ' ' || sign == '\t' || sign == '\r'; };
    qsizetype begin = block.range.begin;
    while (begin > 0 && isBlank(text[begin - 1]))
        --begin;
    qsizetype end = block.range.end;
    while (end < text.size() && isBlank(text[end]))
        ++end;
    const bool isAlone = begin > 0 && text[begin - 1] == '\n' && end < text.size() && text[end] == '\n';
    if (!isAlone)
        return std::nullopt;
    ++end;
    qsizetype before = begin - 1;
    while (before > 0 && isBlank(text[before - 1]))
        --before;
    if (before > 0 && text[before - 1] == '\n')
        begin = before;
    return TextEdit{{begin, end}, {}};
}

Result<Done> removeNestedBlocks(Workpiece *workpiece, const ProviderConfiguration &provider)
{
    for (const auto &[type, place] : provider.nestedBlocks) {
        const HclFile file = HclFile::parse(workpiece->textOf(place.file));
        const HclBlock *block = blockAt(file, file.body(), type, place.line);
        const auto edit = block ? withoutBlock(file, *block) : std::nullopt;
        if (!edit)
            return notPossible(place,
                               reasonText(QT_TRANSLATE_NOOP(
                                   "Reason", "the nested block shares its line with other content")));
        workpiece->add(place.file, {*edit});
    }
    return Done();
}

// A block that is not there yet: the usual one, with the arguments that the version knows, under the same fix
// as one that is there.
struct DraftedBlock {
    QByteArray text;
    DecisionFix fix;
};

Result<DraftedBlock> draftBlock(const Explanation &explanation, const ProviderSettings &settings,
                                const Host &machine)
{
    DecisionInput input = explanation.input;
    input.version = explanation.fix.upgradeTo.value_or(input.version);
    if (!settings.organizationUrl.isEmpty())
        input.arguments.insert(u"org_service_url"_s, ConfigurationValue::string(settings.organizationUrl));
    const CredentialMethod method = settings.method;
    if (method != CredentialMethod::AzureCli)
        input.arguments.insert(method == CredentialMethod::Oidc ? u"use_oidc"_s : u"use_msi"_s,
                               ConfigurationValue::fromBool(true));
    if (settings.hasCliSwitch)
        input.arguments.insert(u"use_cli"_s,
                               ConfigurationValue::fromBool(method == CredentialMethod::AzureCli));
    if (settings.clientId)
        input.arguments.insert(u"client_id"_s, ConfigurationValue::string(settings.clientId->toString()));
    DecisionIntent intent;
    intent.method = method;
    intent.clientId = settings.clientId;

    DraftedBlock draft{providerConfiguration(settings).toUtf8(), fixDecision(input, intent, machine)};
    const HclFile file = HclFile::parse(draft.text);
    const auto edits = editArguments(file, file.body().blocks.front().body, draft.fix.arguments);
    if (!edits)
        return edits.problem();
    draft.text = applied(draft.text, *edits);
    return draft;
}

// ---- what is left ----

bool isMentioned(const QString &reference, const QMap<QString, QByteArray> &texts)
{
    const QRegularExpression words(u"(?<![\\w.-])"_s + QRegularExpression::escape(reference)
                                   + u"(?![\\w-])"_s);
    return std::any_of(texts.cbegin(), texts.cend(),
                       [&words](const QByteArray &text) { return QString::fromUtf8(text).contains(words); });
}

QString leftOverWords(const QString &reference)
{
    if (reference.startsWith("var."_L1))
        return DecisionText::tr("Nothing refers to %1 any more. Remove the variable, or Terraform keeps "
                                "asking for its value.")
            .arg(reference);
    if (reference.startsWith("data."_L1) || reference.startsWith("ephemeral."_L1))
        return DecisionText::tr("Nothing refers to %1 any more. Remove it, or Terraform keeps reading it on "
                                "every plan.")
            .arg(reference);
    return DecisionText::tr("Nothing refers to %1 any more. Remove it.").arg(reference);
}

// What fed the arguments that go, and feeds nothing else.
QStringList leftOvers(const ProviderConfiguration &block, const QList<ArgumentEdit> &arguments,
                      const Configuration &configuration, const QList<FileChange> &changes)
{
    QMap<QString, QByteArray> texts = configuration.contents;
    for (const FileChange &change : changes)
        texts.insert(change.file, change.after);
    QStringList sentences;
    QStringList references;
    for (const ArgumentEdit &argument : arguments)
        references += block.arguments.value(argument.name).references;
    references.removeDuplicates();
    for (const QString &reference : std::as_const(references)) {
        const bool stands = reference.startsWith("each."_L1) || reference.startsWith("count."_L1);
        if (!stands && !isMentioned(reference, texts))
            sentences.append(leftOverWords(reference));
    }
    return sentences;
}

// Of a secret that has no effect here, because something that goes with it is not set.
QStringList idleVariables(const DecisionInput &input, const QStringList &unset)
{
    QStringList names;
    for (const QLatin1StringView argument : secretCredentials) {
        const QStringList variables = providerArgument(argument)->variablesOf(input.version);
        std::ranges::copy_if(variables, std::back_inserter(names), [&](const QString &name) {
            return input.environment.has(name) && !unset.contains(name);
        });
    }
    return names;
}

// Several blocks may be meant, or one that belongs to another organization: the person has to say which.
std::optional<Problem> aliasNeeded(const Explanation &explanation, const ExplanationQuestion &question)
{
    const BlockInUse &subject = explanation.subject;
    if (!question.alias.isEmpty() || subject.isDefault() || subject.uses == 0)
        return std::nullopt;
    // One that only the variable names is not the block's own.
    const auto &own = explanation.decision.address.organization;
    const bool isWritten = !explanation.input.arguments.value(u"org_service_url"_s).isNull();
    const auto wanted = providerAddress(question.organizationUrl, Origin::byDefault()).organization;
    const bool isOfAnother = isWritten && own && wanted && *own != *wanted;
    QStringList known{subject.name()};
    for (const ExplainedBlock &other : explanation.otherBlocksToChange())
        known.append(other.block.name());
    if (!isOfAnother && known.size() == 1)
        return std::nullopt;
    return Problem(finding::providerAliasNeeded,
                   {{u"known"_s, known.join(u", "_s)}, {u"alias"_s, subject.alias}});
}

// Mistakes that are there after the edit, too.
QList<ConfigurationMistake> remaining(const Explanation &explanation, const QList<ArgumentEdit> &arguments,
                                      bool versionIsMended)
{
    QList<ConfigurationMistake> left;
    for (const ConfigurationMistake &mistake : explanation.configuration.mistakes) {
        const FindingId id = mistake.findingId;
        const QString argument = mistake.evidence.value(u"variable"_s).toString();
        const auto isEdited = [&argument](const ArgumentEdit &edit) { return edit.name == argument; };
        const bool isCured = id == finding::providerSourceWrong || id == finding::versionConstraintInvalid
            || id == finding::lockFileOutdated || id == finding::providerNestedBlockUnknown
            || (id == finding::versionConstraintUnsatisfiable && versionIsMended)
            || (id == finding::referenceUndeclared
                && std::any_of(arguments.cbegin(), arguments.cend(), isEdited));
        if (!isCured)
            left.append(mistake);
    }
    return left;
}

// Whether the value of a secret argument is written in this file.
bool holdsSecret(const Configuration &configuration, const QString &file, const QByteArray &text)
{
    for (const ProviderConfiguration &provider : configuration.providers) {
        for (auto it = provider.arguments.cbegin(); it != provider.arguments.cend(); ++it) {
            if (isSecretArgument(it.key()) && it->place.file == file && !it->text.isEmpty())
                return true;
        }
    }
    return !findSecrets(text).isEmpty();
}

// Whether the configuration is still what was explained.
Result<Done> checkUnchanged(const Host &host, const ConfigurationEdit &edit)
{
    QMap<QString, QSet<QString>> expected; // by directory, relative to the root
    const auto pathOf = [&edit](const QString &file) {
        return file.isEmpty() ? edit.directory : edit.directory + u'/' + file;
    };
    for (auto it = edit.contents.cbegin(); it != edit.contents.cend(); ++it) {
        const auto now = host.readFile(pathOf(it.key()), it->size());
        if (!now || *now != *it)
            return Problem(finding::fileChangedMeanwhile, {{u"path"_s, pathOf(it.key())}});
        const qsizetype slash = it.key().lastIndexOf(u'/');
        expected[slash < 0 ? QString() : it.key().first(slash)].insert(it.key().sliced(slash + 1));
    }
    expected.insert({}, expected.value({})); // also when it has no file yet
    for (auto it = expected.cbegin(); it != expected.cend(); ++it) {
        const auto files = configurationFiles(host, pathOf(it.key()), edit.reader);
        if (!files)
            return files.problem();
        const QStringList names = files->primary + files->overrides;
        for (const QString &name : names) {
            const QString path = pathOf(it.key()) + u'/' + name;
            if (!it->contains(name) && host.stat(path).kind != FileFacts::Kind::Directory)
                return Problem(finding::fileChangedMeanwhile, {{u"path"_s, path}});
        }
    }
    return Done();
}

} // namespace

QByteArray FileChange::diff() const
{
    return unifiedDiff(file, before, after, isNew, {maskedText(file, before), maskedText(file, after)});
}

bool FileChange::removesSecret() const
{
    return maskedSecrets(file, before) > maskedSecrets(file, after);
}

QByteArray ConfigurationEdit::diff() const
{
    QByteArray all;
    for (const FileChange &change : changes)
        all += change.diff();
    return all;
}

Result<ConfigurationEdit> planConfigurationEdit(const Explanation &explanation, const Host &machine,
                                                const ConfigurationWish &wish)
{
    if (!isPlainName(wish.newFile) || (machine.platform() == Platform::Windows && isDeviceName(wish.newFile)))
        return Problem(finding::fileNameInvalid, {{u"value"_s, wish.newFile}});
    ExplanationQuestion question = explanation.question;
    question.alias = wish.settings.alias;
    question.organizationUrl = wish.settings.organizationUrl;
    const auto explained = explainConfiguration(machine, explanation.configuration, question);
    if (!explained)
        return explained.problem();
    const Configuration &configuration = explained->configuration;
    if (!configuration.faults.isEmpty())
        return problemOf(configuration.faults.first(), configuration.directory);
    if (explained->isModule)
        return Problem(finding::providerBelongsToCaller,
                       {{u"known"_s, configuration.requirements.first().configurationAliases.join(u", "_s)}});
    const bool fromEnvironment = wish.fromEnvironment == FromEnvironment::Yes;
    if (const auto problem = aliasNeeded(*explained, question); problem && !fromEnvironment)
        return *problem;

    ProviderSettings settings = wish.settings;
    if (!configuration.requirements.isEmpty())
        settings.localName = configuration.requirements.first().localName;
    settings.alias = explained->subject.alias;
    settings.method = explained->intended();
    const ProviderVersion target = explained->fix.upgradeTo.value_or(explained->input.version);
    settings.hasCliSwitch = providerArgument(u"use_cli")->isKnownTo(target);
    ConfigurationEdit edit;
    Workpiece workpiece(configuration);
    QString blockFile = wish.newFile;
    QList<ArgumentEdit> arguments;
    bool versionIsMended = false;
    for (const ProviderConfiguration &other : configuration.providers) {
        const bool isEdited = explained->block && other.place == explained->block->place;
        if (!contradicts(other, target))
            continue;
        edit.reasons.append(
            DecisionText::tr("The version in the provider block would rule out every version that works."));
        versionIsMended = true;
        if (isEdited) {
            arguments.append({u"version"_s, std::nullopt});
            continue;
        }
        for (const BlockEdit &one : distributed(other, {{u"version"_s, std::nullopt}})) {
            const auto done = editBlock(&workpiece, other, one);
            if (!done)
                return done.problem();
        }
    }

    const auto takeFix = [&edit](const DecisionFix &fix) {
        edit.reasons += fix.reasons;
        edit.unsetVariables = fix.unsetVariables;
        edit.cannot = fix.cannot;
    };
    QByteArray newBlock;
    if (const auto &block = explained->block) {
        edit.block = block->place;
        if (!isJson(block->place.file) && block->module.isEmpty())
            blockFile = block->place.file;
        if (fromEnvironment) {
            arguments += emptied(*block);
            if (!arguments.isEmpty())
                edit.reasons.append(
                    DecisionText::tr("The block becomes empty: every setting comes from the environment."));
        } else {
            arguments += explained->fix.arguments;
            takeFix(explained->fix);
        }
        for (const BlockEdit &one : distributed(*block, arguments)) {
            const auto done = editBlock(&workpiece, *block, one);
            if (!done)
                return done.problem();
        }
        const auto removed = removeNestedBlocks(&workpiece, *block);
        if (!removed)
            return removed.problem();
    } else if (fromEnvironment) {
        newBlock = emptyProviderConfiguration(settings).toUtf8();
    } else if (explained->subject.uses == 0 || !explained->fix.nothingToDo) {
        const bool isNamed = explained->input.environment.has(u"AZDO_ORG_SERVICE_URL"_s);
        if (settings.organizationUrl.isEmpty() && !isNamed)
            return Problem(finding::organizationMissing);
        const auto draft = draftBlock(*explained, settings, machine);
        if (!draft)
            return draft.problem();
        newBlock = draft->text;
        takeFix(draft->fix);
    }

    const auto required = planRequirement(&workpiece, *explained, settings, target, blockFile, &edit.reasons);
    if (!required)
        return required.problem();
    versionIsMended = versionIsMended || required->setsVersion;
    if (!newBlock.isEmpty()) {
        workpiece.append(blockFile, newBlock);
        edit.reasons.append(DecisionText::tr("The provider block uses %1 and no other credential.")
                                .arg(nameOf(settings.method)));
    }
    const auto locked = ProviderVersion::parse(configuration.lock ? configuration.lock->version : QString());
    const bool rulesOutTheLock =
        required->setsVersion && locked && !admits(settings.versionConstraint, *locked);
    if (explained->fix.upgradeTo || explained->lockIsOutdated || rulesOutTheLock)
        edit.initCommand = configuration.reader == ConfigurationReader::OpenTofu
            ? u"tofu init -upgrade"_s
            : u"terraform init -upgrade"_s;

    const auto changes = workpiece.changes();
    if (!changes)
        return changes.problem();
    edit.changes = *changes;
    for (FileChange &change : edit.changes)
        change.heldSecret = holdsSecret(configuration, change.file, change.before);
    edit.directory = configuration.directory;
    edit.reader = configuration.reader;
    edit.contents = configuration.contents;
    // What Terragrunt will write is not there yet.
    const QSet<QString> onDisk(configuration.files.cbegin(), configuration.files.cend());
    edit.contents.removeIf([&onDisk](const auto &one) { return !onDisk.contains(one.key()); });
    for (const FileChange &change : std::as_const(edit.changes)) {
        const auto generator = configuration.generated.constFind(change.file);
        if (generator != configuration.generated.constEnd())
            return Problem(finding::fileIsGenerated,
                           {{u"path"_s, change.file},
                            {u"generator"_s, generator->name},
                            {u"source"_s, generator->source}});
    }
    edit.remaining = remaining(*explained, arguments, versionIsMended);
    for (const ExplainedBlock &other : explained->otherBlocksToChange())
        edit.otherBlocks.append(other.block);
    edit.idleVariables = idleVariables(explained->input, edit.unsetVariables);
    if (explained->block)
        edit.leftOver = leftOvers(*explained->block, arguments, configuration, edit.changes);
    for (const QString &name : std::as_const(edit.idleVariables))
        edit.leftOver.append(
            DecisionText::tr("%1 has no effect here, but it does where a tenant id is set, as in "
                             "many pipelines. Unset it.")
                .arg(name));
    return edit;
}

Result<QList<WrittenFile>> writeConfigurationEdit(const Host &host, const ConfigurationEdit &edit)
{
    QList<FileReplacement> replacements;
    // New files last: one alone does no harm to a configuration only when the others are in place.
    for (const bool isNew : {false, true}) {
        for (const FileChange &change : edit.changes) {
            if (change.isNew != isNew)
                continue;
            FileReplacement file{change.path, change.after, change.before};
            file.now = isNew ? FileReplacement::Now::Missing : FileReplacement::Now::Expected;
            file.backup =
                change.heldSecret ? FileReplacement::Backup::KeptForOwner : FileReplacement::Backup::Kept;
            replacements.append(file);
        }
    }
    const auto replaced =
        host.replaceFiles(replacements, [&host, &edit] { return checkUnchanged(host, edit); });
    if (!replaced)
        return replaced.problem();
    QList<WrittenFile> written;
    for (qsizetype i = 0; i < replaced->size(); ++i) {
        const bool heldSecret = replacements[i].backup == FileReplacement::Backup::KeptForOwner;
        WrittenFile file{replaced->at(i).path, replaced->at(i).backup, heldSecret, {}, false};
        const auto change = std::ranges::find(edit.changes, file.path, &FileChange::path);
        file.secretRemoved =
            !file.backup.isEmpty() && change != edit.changes.end() && change->removesSecret();
        if (heldSecret && !file.backup.isEmpty())
            file.excludedIn = excludeBackupsFromGit(host, edit.directory);
        written.append(file);
    }
    return written;
}

} // namespace signet
