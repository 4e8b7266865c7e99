#include "core/terraform/configurationedit.h"

#include "core/hcl/jsonfile.h"
#include "core/result/reason.h"
#include "core/terraform/configurationfiles.h"
#include "core/terraform/decisiontext.h"
#include "core/terraform/hclstring.h"
#include "core/terraform/unifieddiff.h"
#include "core/terraform/versionconstraint.h"

#include <QMap>

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
        if (block.type == type && file.positionOf(block.range.begin).line == line)
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
            if (!attribute || file.positionOf(attribute->range.begin).line != entry.place.line)
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

Result<Done> planRequirement(Workpiece *workpiece, const Explanation &explanation,
                             const ProviderSettings &settings, const QString &blockFile, QStringList *reasons)
{
    const Configuration &configuration = explanation.configuration;
    if (configuration.requirements.isEmpty() && configuration.requiredProviders.file.isEmpty()) {
        const QByteArray block = requiredProvidersBlock(settings).toUtf8();
        reasons->append(DecisionText::tr(
            "required_providers names the source of the provider and the versions that work."));
        workpiece->append(blockFile, block);
        return Done();
    }
    if (configuration.requirements.isEmpty()) {
        reasons->append(DecisionText::tr("required_providers gets an entry for the provider."));
        return addEntry(workpiece, configuration.requiredProviders, settings);
    }
    const ProviderRequirement &entry = configuration.requirements.first();
    const bool setSource = !entry.source.endsWith(azureDevOpsProvider, Qt::CaseInsensitive);
    const bool invalid = !entry.version.isEmpty() && !VersionConstraint::parse(entry.version);
    const bool setVersion = explanation.fix.versionConstraint || entry.version.isEmpty() || invalid;
    if (!setSource && !setVersion)
        return Done();
    if (setSource)
        reasons->append(DecisionText::tr("The source becomes microsoft/azuredevops."));
    if (setVersion)
        reasons->append(
            DecisionText::tr("The version is limited to those that work with a managed identity."));
    return setConstraint(workpiece, entry, settings, setSource, setVersion);
}

} // namespace

QByteArray FileChange::diff() const
{
    return unifiedDiff(file, before, after, isNew);
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
    if (!isPlainName(wish.newFile))
        return Problem(finding::fileNameInvalid, {{u"value"_s, wish.newFile}});
    ExplanationQuestion question = explanation.question;
    question.alias.clear(); // a block that is not there yet can be added
    question.organizationUrl = wish.settings.organizationUrl;
    auto explained = explainConfiguration(machine, explanation.configuration, question);
    if (!explained)
        return explained.problem();
    if (!explained->configuration.faults.isEmpty()) {
        const ConfigurationFault &fault = explained->configuration.faults.first();
        return Problem(finding::configurationSyntaxError,
                       {{u"path"_s, fault.file},
                        {u"line"_s, fault.at.line},
                        {u"column"_s, fault.at.column},
                        {u"reason"_s, fault.reason},
                        {u"text"_s, fault.line}});
    }

    const Configuration &configuration = explanation.configuration;
    ProviderSettings settings = wish.settings;
    if (!configuration.requirements.isEmpty())
        settings.localName = configuration.requirements.first().localName;
    ConfigurationEdit edit;
    Workpiece workpiece(configuration);
    QString blockFile = wish.newFile;

    const ProviderConfiguration *block = configuration.provider(settings.alias);
    if (block) {
        edit.block = block->place;
        if (!isJson(block->place.file))
            blockFile = block->place.file;
        QList<ArgumentEdit> arguments;
        if (wish.fromEnvironment == FromEnvironment::Yes) {
            arguments = emptied(*block);
            if (!arguments.isEmpty())
                edit.reasons.append(
                    DecisionText::tr("The block becomes empty: every setting comes from the environment."));
        } else {
            if (!settings.alias.isEmpty()) {
                question.alias = settings.alias;
                explained = explainConfiguration(machine, explanation.configuration, question);
                if (!explained)
                    return explained.problem();
            }
            arguments = explained->fix.arguments;
            edit.reasons = explained->fix.reasons;
            edit.unsetVariables = explained->fix.unsetVariables;
            edit.cannot = explained->fix.cannot;
        }
        const ProviderConfiguration provider = *configuration.provider(settings.alias);
        for (const BlockEdit &one : distributed(provider, arguments)) {
            const auto done = editBlock(&workpiece, provider, one);
            if (!done)
                return done.problem();
        }
    }

    const bool fromEnvironment = wish.fromEnvironment == FromEnvironment::Yes;
    const bool nothingThere = !block && configuration.requirements.isEmpty()
        && configuration.requiredProviders.file.isEmpty() && !workpiece.has(blockFile);
    if (nothingThere) {
        workpiece.append(blockFile,
                         (fromEnvironment ? emptyProviderBlock(settings) : providerBlock(settings)).toUtf8());
        edit.reasons.append(DecisionText::tr(
            "A new file requires the provider and uses the managed identity and no other credential."));
    } else {
        const auto required = planRequirement(&workpiece, *explained, settings, blockFile, &edit.reasons);
        if (!required)
            return required.problem();
        if (!block) {
            workpiece.append(
                blockFile,
                (fromEnvironment ? emptyProviderConfiguration(settings) : providerConfiguration(settings))
                    .toUtf8());
            edit.reasons.append(
                DecisionText::tr("The provider block uses the managed identity and no other credential."));
        }
    }
    const auto changes = workpiece.changes();
    if (!changes)
        return changes.problem();
    edit.changes = *changes;
    return edit;
}

Result<QList<WrittenFile>> writeConfigurationEdit(const Host &host, const ConfigurationEdit &edit)
{
    QList<FileReplacement> replacements;
    QList<FileReplacement> back;
    for (const FileChange &change : edit.changes) {
        if (change.isNew)
            continue;
        replacements.append({change.path, change.after, change.before});
        back.append({change.path, change.before, change.after});
    }
    QList<WrittenFile> written;
    const auto replaced = host.replaceFiles(replacements);
    if (!replaced)
        return replaced.problem();
    for (const Replaced &one : *replaced)
        written.append({one.path, one.backup});

    // New files last: one alone does no harm to a configuration only when the others are in place.
    for (const FileChange &change : edit.changes) {
        if (!change.isNew)
            continue;
        const auto created = host.writeFile(change.path, change.after, Overwrite::No);
        if (!created) {
            // All or none. What cannot be reverted is still there as the backup, which the next run finds.
            const auto undone = host.replaceFiles(back);
            return undone ? created.problem() : undone.problem();
        }
        written.append({change.path, {}});
    }
    return written;
}

} // namespace signet
