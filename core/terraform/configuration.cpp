#include "core/terraform/configuration.h"

#include "core/host/aside.h"
#include "core/result/reason.h"
#include "core/terraform/configurationbody.h"
#include "core/terraform/configurationfiles.h"
#include "core/terraform/evaluation.h"
#include "core/terraform/installedmodules.h"
#include "core/terraform/lockfile.h"
#include "core/terraform/overridefiles.h"
#include "core/terraform/providerblock.h"
#include "core/terraform/refusedblocks.h"
#include "core/terraform/resourcearguments.h"
#include "core/terraform/resourceuse.h"
#include "core/terraform/variablefiles.h"
#include "core/terraform/versionconstraint.h"

#include <QDir>
#include <QScopedValueRollback>
#include <QSet>

#include <atomic>
#include <memory>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Modules that call modules that call modules ...
constexpr int deepestModule = 20;

// "microsoft/azuredevops", with or without the host of a registry before it.
bool isAzureDevOps(const QString &source)
{
    const QString lower = source.toLower();
    return lower == azureDevOpsProvider || lower.endsWith(u'/' + azureDevOpsProvider);
}

// The sources of one module, its blocks in the order in which they count.
struct Module {
    QString path; // relative to the root; empty for the root
    std::vector<ConfigurationBlock> blocks;
    std::vector<ConfigurationBlock> overrides;
    ConfigurationFiles files;
};

ConfigurationFault faultOf(const QString &file, const SourceFault &fault)
{
    return {file, fault.reason, fault.place, fault.isLimit};
}

// What the files of a configuration may hold, all together: a block, an argument or a part of a value counts
// as one and takes some 300 bytes of memory. A module that is called twice counts twice, so calls of calls of
// calls end as well.
class Allowance {
public:
    bool take(qint64 parts) { return (m_taken += parts) <= most; }
    bool isSpent() const { return m_taken > most; }

private:
    static constexpr qint64 most = 2'000'000;
    std::atomic<qint64> m_taken{0};
};

qint64 partsOf(const HclExpression &value)
{
    qint64 parts = 1;
    for (const HclExpression &part : value.parts)
        parts += partsOf(part);
    for (const auto &[first, second] : value.items)
        parts += partsOf(first) + partsOf(second);
    return parts;
}

qint64 partsOf(const std::vector<ConfigurationBlock> &blocks)
{
    qint64 parts = 0;
    for (const ConfigurationBlock &block : blocks) {
        parts += 1 + block.otherBlocks.size() + partsOf(block.blocks);
        for (const ConfigurationAttribute &attribute : block.attributes)
            parts += 1 + partsOf(attribute.value);
    }
    return parts;
}

// What is read of the files, and for whom.
struct UseReading {
    WantedByType wanted;
    ResourceUses *uses = nullptr; // null: nobody wants more of resources
    std::shared_ptr<Allowance> allowance = std::make_shared<Allowance>();
};

// What one file says. Made apart from the configuration, because many are read at once.
struct FileRead {
    std::optional<QByteArray> text; // nothing: it could not be read
    bool isDirectory = false; // Terraform passes over it, whatever its name
    std::optional<FileGenerator> generator;
    QList<ConfigurationFault> faults;
    std::vector<ConfigurationBlock> blocks;
};

FileRead readText(const QString &file, const QByteArray &text, const UseReading &reading)
{
    FileRead result;
    result.text = text;
    result.generator = generatorOf(file, text);
    if (file.endsWith(".json"_L1)) {
        const ConfigurationSource source{file, JsonFile::parse(text)};
        if (const auto &fault = std::get<JsonFile>(source.text).fault())
            result.faults.append(faultOf(file, *fault));
        else
            result.blocks = blocksOf(source, reading.wanted);
    } else {
        const ConfigurationSource source{file, HclFile::parse(text)};
        const QList<SourceFault> &found = std::get<HclFile>(source.text).faults();
        for (const SourceFault &fault : found)
            result.faults.append(faultOf(file, fault));
        // What precedes a fault is intended, so it is used; the fault shows that something can be missing.
        result.blocks = blocksOf(source, reading.wanted);
    }
    if (!reading.allowance->take(partsOf(result.blocks))) {
        result.blocks.clear();
        result.faults.append({file,
                              reasonText(QT_TRANSLATE_NOOP(
                                  "Reason", "the files up to this one contain more than 2 million values")),
                              SourcePosition{0, 0, 0}, true});
    }
    return result;
}

FileRead readFrom(const Host &host, const QString &path, const QString &file, const UseReading &reading)
{
    const auto text = host.readFile(path, largestConfigurationFile);
    if (text)
        return readText(file, *text, reading);
    FileRead result;
    result.isDirectory = text.problem().evidence["errno"_L1].toString() == "EISDIR"_L1;
    result.faults.append(unreadFault(file, text.problem()));
    return result;
}

void take(FileRead &&found, const QString &file, std::vector<ConfigurationBlock> *blocks,
          Configuration *configuration)
{
    if (found.text)
        configuration->contents.insert(file, *found.text);
    if (found.generator)
        configuration->generated.insert(file, *found.generator);
    configuration->faults += found.faults;
    std::move(found.blocks.begin(), found.blocks.end(), std::back_inserter(*blocks));
}

void note(Configuration *configuration, FindingId findingId, const ConfigurationPlace &place,
          QVariantMap evidence)
{
    evidence.insert(u"place"_s, place.toString());
    evidence.insert(u"path"_s, place.file);
    evidence.insert(u"line"_s, place.line);
    configuration->mistakes.append({findingId, evidence});
}

QString joined(const QString &directory, const QString &name)
{
    return directory.isEmpty() || name.isEmpty() ? directory + name : directory + u'/' + name;
}

// What Terragrunt writes into the directory counts as if it had run.
void addFilesOfTerragrunt(const Host &host, const QString &root, const UseReading &reading, Module *module,
                          Configuration *configuration)
{
    const FilesOfTerragrunt found = filesOfTerragrunt(host, root);
    for (const auto &[file, reason] : found.unread)
        configuration->faults.append({file, reason});
    for (const GeneratedFile &generated : found.files) {
        const bool isThere = configuration->contents.contains(generated.file);
        if (!isConfigurationFile(generated.file) || (isThere && !generated.replacesExisting))
            continue;
        configuration->generated.insert(generated.file, {u"Terragrunt"_s, generated.source});
        if (isThere)
            continue;
        take(readText(generated.file, generated.content, reading), generated.file, &module->blocks,
             configuration);
        configuration->generated.insert(generated.file, {u"Terragrunt"_s, generated.source});
    }
}

// The first ones of a kind are enough to correct it.
constexpr qsizetype mostRefusals = 50;

void noteRefusals(const QList<RefusedBlock> &refused, Configuration *configuration)
{
    for (const RefusedBlock &block : refused.first(std::min(refused.size(), mostRefusals))) {
        // A module that is called twice is read twice.
        const bool isNoted =
            std::ranges::any_of(configuration->mistakes, [&](const ConfigurationMistake &one) {
                return one.evidence["place"_L1] == block.place.toString()
                    && one.evidence["reason"_L1] == block.reason;
            });
        if (!isNoted)
            note(configuration, finding::configurationRefused, block.place, {{u"reason"_s, block.reason}});
    }
}

// The caller reports a directory that cannot be read.
Result<Module> readModule(const Host &host, const QString &root, const QString &path,
                          const ConfigurationOptions &options, const UseReading &reading,
                          Configuration *configuration)
{
    const QString directory = joined(root, path);
    auto files = configurationFiles(host, directory, options.reader);
    if (!files)
        return files.problem();
    Module module;
    module.path = path;
    module.files = *files;
    const auto readInto = [&](const QStringList &names, std::vector<ConfigurationBlock> *blocks) {
        std::vector<FileRead> found(std::size_t(names.size()));
        if (options.progress)
            options.progress->known += names.size();
        forEachSideBySide(names.size(), [&](qsizetype i) {
            if (options.stop.stop_requested())
                return;
            found[std::size_t(i)] =
                readFrom(host, joined(directory, names[i]), joined(path, names[i]), reading);
            if (options.progress)
                ++options.progress->read;
        });
        for (qsizetype i = 0; i < names.size(); ++i) {
            const QString file = joined(path, names[i]);
            if (found[std::size_t(i)].isDirectory)
                continue;
            configuration->files.append(file);
            take(std::move(found[std::size_t(i)]), file, blocks, configuration);
        }
    };
    readInto(module.files.primary, &module.blocks);
    readInto(module.files.overrides, &module.overrides);
    if (options.stop.stop_requested())
        return Problem(finding::runStopped);
    return module;
}

// What the files of a module say together. After this its blocks are those that count.
void putTogether(Module *module, Configuration *configuration)
{
    noteRefusals(refusedBlocks(module->blocks), configuration);
    QList<RefusedBlock> withoutBase;
    for (const MissingBase &missing : mergeOverrides(module->overrides, &module->blocks))
        withoutBase.append({missing.place, reasonText(reasons::baseMissing, missing.name)});
    noteRefusals(withoutBase, configuration);
}

// ---- variables and locals ----

void declare(const ConfigurationBlock &block, Evaluation *evaluation)
{
    if (block.type == "locals"_L1) {
        for (const ConfigurationAttribute &local : block.attributes)
            evaluation->addLocal(local);
    }
    if (block.type != "variable"_L1)
        return;
    const QString &name = block.labels.first();
    DeclaredVariable variable = evaluation->variables().value(name); // an override changes what it names
    variable.place = block.place;
    if (const ConfigurationAttribute *type = block.attribute(u"type"))
        variable.type = TypeConstraint::of(type->value);
    if (const ConfigurationAttribute *nullable = block.attribute(u"nullable"))
        variable.isNullable = nullable->value.kind != HclExpression::Kind::Bool || nullable->value.boolean;
    if (const ConfigurationAttribute *sensitive = block.attribute(u"sensitive"))
        variable.sensitive = sensitive->value.boolean;
    if (const ConfigurationAttribute *fallback = block.attribute(u"default"))
        variable.fallback = evaluation->valueOf(*fallback);
    evaluation->addVariable(name, variable);
}

// Of file(): what a provider block reads is short.
constexpr qint64 largestReadFile = 64 * 1024;

// TF_WORKSPACE, else what terraform workspace select wrote, else "default". Source: Terraform's
// command/meta.go, WorkspaceOverridden().
QString workspaceOf(const Host &host, const Environment &environment, const QString &directory)
{
    if (const QString workspace = environment.value(u"TF_WORKSPACE"_s); !workspace.isEmpty())
        return workspace;
    const auto selected =
        host.readFile(terraformDataDirectory(environment, directory) + u"/environment"_s, 4096);
    const QString name = selected ? QString::fromUtf8(*selected).trimmed() : QString();
    return name.isEmpty() ? u"default"_s : name;
}

Evaluation evaluationOf(const Host &host, const Module &module, const QString &directory,
                        const ConfigurationOptions &options, Configuration *configuration)
{
    Evaluation evaluation;
    for (const ConfigurationBlock &block : module.blocks)
        declare(block, &evaluation);
    for (const ConfigurationBlock &block : module.overrides)
        declare(block, &evaluation);
    const Environment environment = options.environment.value_or(host.environment());
    evaluation.setWorkspace(workspaceOf(host, environment, directory));
    evaluation.setReadFile([host, directory](const QString &path) -> std::optional<QString> {
        const auto content =
            host.readFile(QDir::isAbsolutePath(path) ? path : directory + u'/' + path, largestReadFile);
        return content ? std::optional(QString::fromUtf8(*content)) : std::nullopt;
    });
    giveVariables(host, environment, directory, module.files.variables + options.variableFiles, &evaluation,
                  configuration);
    return evaluation;
}

// ---- required_providers ----

// "azuredevops.second" of azuredevops.second, of azuredevops.second["key"] (OpenTofu), and of the same texts
// in JSON
QString reference(const HclExpression &expression)
{
    if (expression.kind == HclExpression::Kind::Index)
        return reference(expression.parts.at(0));
    if (expression.kind == HclExpression::Kind::Traversal)
        return expression.path.mid(0, 2).join(u'.');
    return expression.literalString().value_or(QString()).section(u'[', 0, 0);
}

ProviderRequirement requirementOf(const ConfigurationAttribute &entry)
{
    ProviderRequirement requirement;
    requirement.place = entry.place;
    requirement.localName = entry.name;
    // azuredevops = ">= 1": a version without a source, as Terraform 0.12 had it
    if (const auto version = entry.value.literalString()) {
        requirement.version = *version;
        return requirement;
    }
    if (const HclExpression *source = entry.value.item(u"source"))
        requirement.source = source->literalString().value_or(QString());
    if (const HclExpression *version = entry.value.item(u"version"))
        requirement.version = version->literalString().value_or(QString());
    if (const HclExpression *aliases = entry.value.item(u"configuration_aliases")) {
        for (const HclExpression &alias : aliases->parts)
            requirement.configurationAliases.append(reference(alias));
    }
    return requirement;
}

// The name that resources imply. Without a source of its own, Terraform looks for hashicorp/azuredevops.
constexpr auto usualName = "azuredevops"_L1;

void noteWrongSource(const ConfigurationPlace &place, const QString &written, Configuration *configuration)
{
    note(configuration, finding::providerSourceWrong, place,
         {{u"source"_s, written.isEmpty() ? u"hashicorp/azuredevops"_s : written},
          {u"written"_s, !written.isEmpty()}});
}

// What required_providers of a module has, whatever the source. They live as long as the blocks.
std::vector<const ConfigurationAttribute *> requiredEntries(const std::vector<ConfigurationBlock> &blocks)
{
    std::vector<const ConfigurationAttribute *> entries;
    for (const ConfigurationBlock &block : blocks) {
        for (const ConfigurationBlock &inner : block.blocks) {
            if (inner.type != "required_providers"_L1)
                continue;
            for (const ConfigurationAttribute &entry : inner.attributes)
                entries.push_back(&entry);
        }
    }
    return entries;
}

bool hasEntryNamed(const std::vector<ConfigurationBlock> &blocks, QLatin1StringView name)
{
    return std::ranges::any_of(requiredEntries(blocks),
                               [name](const ConfigurationAttribute *entry) { return entry->name == name; });
}

// One entry for each local name; an override file replaces the whole entry.
void readRequirements(const Module &module, Configuration *configuration)
{
    QMap<QString, ProviderRequirement> entries;
    QStringList order;
    std::optional<ConfigurationPlace> first;
    const auto take = [&](const std::vector<ConfigurationBlock> &blocks, bool isOverride) {
        for (const ConfigurationBlock &block : blocks) {
            for (const ConfigurationBlock &inner : block.blocks) {
                if (inner.type != "required_providers"_L1)
                    continue;
                if (first && !isOverride)
                    note(configuration, finding::requiredProvidersDuplicate, inner.place,
                         {{u"first"_s, first->toString()}});
                if (!first) {
                    first = inner.place;
                    configuration->requiredProviders = inner.place;
                }
                for (const ConfigurationAttribute &entry : inner.attributes) {
                    if (!entries.contains(entry.name))
                        order.append(entry.name);
                    entries.insert(entry.name, requirementOf(entry));
                }
            }
        }
    };
    take(module.blocks, false);
    take(module.overrides, true);

    for (const QString &name : std::as_const(order)) {
        const ProviderRequirement &entry = entries[name];
        if (isAzureDevOps(entry.source)) {
            configuration->requirements.append(entry);
        } else if (name == "azuredevops"_L1) { // meant, but another provider would be fetched
            configuration->requirements.append(entry);
            noteWrongSource(entry.place, entry.source, configuration);
        }
    }
    for (const ProviderRequirement &entry : std::as_const(configuration->requirements)) {
        if (entry.version.isEmpty())
            continue;
        if (!VersionConstraint::parse(entry.version))
            note(configuration, finding::versionConstraintInvalid, entry.place,
                 {{u"value"_s, entry.version}});
    }
}

// ---- provider blocks ----

ProviderConfiguration *find(QList<ProviderConfiguration> &providers, const ProviderConfiguration &like)
{
    for (ProviderConfiguration &provider : providers) {
        if (provider.module == like.module && provider.localName == like.localName
            && provider.alias == like.alias)
            return &provider;
    }
    return nullptr;
}

// What the language takes from a provider block for itself.
bool isMetaArgument(const QString &name, ConfigurationReader reader)
{
    return name == "alias"_L1 || (name == "for_each"_L1 && reader == ConfigurationReader::OpenTofu);
}

// Whether the module has what a reference names. What Terraform itself defines is there always.
bool isDeclared(const Module &module, const Evaluation &evaluation, const QString &reference)
{
    const QStringList path = reference.split(u'.');
    if (path[0] == "var"_L1)
        return evaluation.variables().contains(path[1]);
    if (path[0] == "local"_L1)
        return evaluation.hasLocal(path[1]);
    if (path[0] == "each"_L1 || path[0] == "count"_L1 || path[0] == "self"_L1)
        return true;
    const bool isResource = path[0] != "module"_L1 && path[0] != "data"_L1 && path[0] != "ephemeral"_L1;
    const QString type = isResource ? u"resource"_s : path[0];
    const QStringList labels = isResource ? path : path.mid(1);
    return std::any_of(module.blocks.cbegin(), module.blocks.cend(), [&](const ConfigurationBlock &block) {
        return block.type == type && block.labels == labels;
    });
}

void takeArguments(const Module &module, const ConfigurationBlock &block, Evaluation *evaluation,
                   Configuration *configuration, ProviderConfiguration *provider)
{
    provider->nestedBlocks += block.otherBlocks;
    for (const auto &[type, place] : block.otherBlocks)
        note(configuration, finding::providerNestedBlockUnknown, place, {{u"block"_s, type}});
    for (const ConfigurationAttribute &attribute : block.attributes) {
        if (isMetaArgument(attribute.name, configuration->reader))
            continue;
        provider->argumentPlaces.insert(attribute.name, attribute.place);
        if (attribute.name == "version"_L1) {
            provider->version = attribute.value.literalString().value_or(QString());
            provider->versionPlace = attribute.place;
            continue;
        }
        ConfigurationValue value = evaluation->valueOf(attribute);
        value.references = evaluation->referencesOf(attribute.value);
        for (const QString &reference : std::as_const(value.references)) {
            if (!isDeclared(module, *evaluation, reference))
                note(configuration, finding::referenceUndeclared, attribute.place,
                     {{u"value"_s, reference}, {u"variable"_s, attribute.name}});
        }
        provider->arguments.insert(attribute.name, value);
    }
}

void readProviders(const Module &module, const QStringList &localNames, Evaluation *evaluation,
                   Configuration *configuration)
{
    const auto headerOf = [&module](const ConfigurationBlock &block) {
        ProviderConfiguration provider;
        provider.place = block.place;
        provider.module = module.path;
        provider.localName = block.labels.first();
        provider.alias = block.text(u"alias").value_or(QString());
        return provider;
    };
    const auto isMeant = [&](const ConfigurationBlock &block) {
        return block.type == "provider"_L1 && localNames.contains(block.labels.first());
    };
    for (const ConfigurationBlock &block : module.blocks) {
        // An empty block of a module that is called only says that the caller hands the provider in.
        if (!isMeant(block) || (!module.path.isEmpty() && block.attributes.empty()))
            continue;
        ProviderConfiguration provider = headerOf(block);
        if (const auto *other = find(configuration->providers, provider)) {
            note(configuration, finding::providerBlockDuplicate, block.place,
                 {{u"first"_s, other->place.toString()}, {u"alias"_s, provider.alias}});
            continue;
        }
        takeArguments(module, block, evaluation, configuration, &provider);
        configuration->providers.append(provider);
    }
    for (const ConfigurationBlock &block : module.overrides) {
        if (!isMeant(block))
            continue;
        const ProviderConfiguration provider = headerOf(block);
        ProviderConfiguration *base = find(configuration->providers, provider);
        if (!base && !provider.alias.isEmpty()) {
            note(configuration, finding::overrideWithoutBase, block.place, {{u"alias"_s, provider.alias}});
            continue;
        }
        if (!base) { // a default configuration needs no base
            configuration->providers.append(provider);
            base = &configuration->providers.last();
        } else {
            base->overriddenAt.append(block.place);
        }
        takeArguments(module, block, evaluation, configuration, base);
    }
}

// ---- backend ----

void readBackend(const Module &module, Configuration *configuration)
{
    const auto take = [configuration](const std::vector<ConfigurationBlock> &blocks) {
        for (const ConfigurationBlock &block : blocks) {
            for (const ConfigurationBlock &inner : block.blocks) {
                if (inner.type != "backend"_L1 && inner.type != "cloud"_L1)
                    continue;
                configuration->hasBackend = true;
                configuration->backendType = inner.labels.isEmpty() ? inner.type : inner.labels.first();
                configuration->backendPlace = inner.place;
                const ConfigurationAttribute *msi = inner.attribute(u"use_msi");
                configuration->backendUsesManagedIdentity = msi && msi->value.boolean;
            }
        }
    };
    take(module.blocks);
    take(module.overrides);
}

// ---- modules and what uses the provider ----

// A source that is a folder of this configuration; where it leads, relative to the root.
std::optional<QString> localDirectory(const QString &modulePath, const QString &source)
{
    if (!source.startsWith("./"_L1) && !source.startsWith("../"_L1))
        return std::nullopt;
    const QString path = QDir::cleanPath(joined(modulePath, source));
    return path == u"."_s ? QString() : path;
}

// Which block of which module a resource gets its provider from.
struct ProviderReference {
    QString module;
    QString name; // "azuredevops", "azuredevops.second": as that module writes it
};

// What a module sees of the provider: the blocks that its caller hands in, and the default one.
struct ProviderScope {
    QMap<QString, ProviderReference> handedIn; // by their names in the module
    std::optional<ProviderReference> inherited; // nothing for the root
    ModuleScope module;
};

class UseReader {
public:
    UseReader(const Host &host, QString root, ConfigurationOptions options, const UseReading &reading,
              Configuration *configuration)
        : m_host(host)
        , m_root(std::move(root))
        , m_installed(InstalledModules::read(host, options.environment.value_or(host.environment()), m_root))
        , m_options(std::move(options))
        , m_reading(reading)
        , m_configuration(configuration)
    {
    }

    void read(const Module &module, const ProviderScope &scope, Evaluation evaluation, int depth)
    {
        const QStringList localNames = localNamesOf(module);
        noteRefusals(refusedValues(module.blocks, &evaluation), m_configuration);
        noteMissingSource(module);
        for (const ConfigurationBlock &block : module.blocks) {
            if (isUse(block))
                takeUse(module, block, localNames, scope, &evaluation);
        }
        for (const ConfigurationBlock &block : module.blocks) {
            if (block.type == "module"_L1)
                takeModule(module, block, localNames, scope, &evaluation, depth);
        }
    }

private:
    // The name that the module gives to the provider comes first, then the usual one.
    static QStringList localNamesOf(const Module &module)
    {
        QStringList names;
        for (const ConfigurationAttribute *entry : requiredEntries(module.blocks)) {
            if (isAzureDevOps(requirementOf(*entry).source))
                names.append(entry->name);
        }
        names.append(u"azuredevops"_s);
        names.removeDuplicates();
        return names;
    }

    void takeRequirements(const Module &module)
    {
        for (const ConfigurationAttribute *entry : requiredEntries(module.blocks)) {
            const ProviderRequirement requirement = requirementOf(*entry);
            if (isAzureDevOps(requirement.source))
                m_configuration->moduleRequirements.append(requirement);
            else if (entry->name == usualName)
                noteWrongSource(entry->place, requirement.source, m_configuration);
        }
    }

    static bool isUse(const ConfigurationBlock &block)
    {
        return block.type == "resource"_L1 || block.type == "data"_L1 || block.type == "ephemeral"_L1;
    }

    // As the module writes it: "azuredevops.second".
    static QString providerOf(const ConfigurationBlock &block)
    {
        const ConfigurationAttribute *given = block.attribute(u"provider");
        return given ? reference(given->value) : block.labels.first().section(u'_', 0, 0);
    }

    // A module that uses the provider without saying where it comes from. Of the root without any entry it is
    // said elsewhere, whatever uses it.
    void noteMissingSource(const Module &module)
    {
        const bool isSaidElsewhere = module.path.isEmpty() && m_configuration->requirements.isEmpty();
        if (isSaidElsewhere || m_withoutSource.contains(module.path)
            || hasEntryNamed(module.blocks, usualName) || hasEntryNamed(module.overrides, usualName))
            return;
        const auto use = std::ranges::find_if(module.blocks, [](const ConfigurationBlock &block) {
            return isUse(block) && providerOf(block).section(u'.', 0, 0) == usualName;
        });
        if (use == module.blocks.end())
            return;
        m_withoutSource.insert(module.path);
        noteWrongSource(use->place, {}, m_configuration);
    }

    // Aliases are handed in by name; the default configuration is inherited where the module has none.
    ProviderReference resolved(const Module &module, const QString &name, const ProviderScope &scope) const
    {
        const auto handedIn = scope.handedIn.constFind(name);
        if (handedIn != scope.handedIn.constEnd())
            return *handedIn;
        const bool isOwn = std::any_of(m_configuration->providers.cbegin(), m_configuration->providers.cend(),
                                       [&](const ProviderConfiguration &one) {
                                           return one.module == module.path
                                               && one.localName == name.section(u'.', 0, 0)
                                               && one.alias == name.section(u'.', 1);
                                       });
        if (!isOwn && scope.inherited && !name.contains(u'.'))
            return *scope.inherited;
        return {module.path, name};
    }

    static QMap<QString, QString> argumentsOf(const ConfigurationBlock &block)
    {
        QMap<QString, QString> arguments;
        for (const ConfigurationAttribute &attribute : block.attributes) {
            const bool isReference = attribute.value.kind == HclExpression::Kind::Traversal;
            arguments.insert(attribute.name,
                             isReference ? attribute.value.path.join(u'.')
                                         : attribute.value.literalString().value_or(QString()));
        }
        for (const ConfigurationBlock &inner : block.blocks)
            arguments.insert(inner.type, {});
        return arguments;
    }

    static QString addressOf(const ConfigurationBlock &block, const ModuleScope &scope)
    {
        const QString name = block.labels.join(u'.');
        return scope.address + (block.type == "resource"_L1 ? name : block.type + u'.' + name);
    }

    // Whether count or for_each is there, and whether it is none of them.
    static std::pair<bool, bool> repetitionOf(const ConfigurationBlock &block, Evaluation *evaluation)
    {
        for (const auto *name : {u"count", u"for_each"}) {
            const ConfigurationAttribute *attribute = block.attribute(name);
            if (!attribute)
                continue;
            const ConfigurationValue value = evaluation->valueOf(*attribute);
            using Kind = ConfigurationValue::Kind;
            const bool isNone = (value.kind == Kind::Number && isZero(value.text))
                || (value.kind == Kind::List && value.elements.isEmpty())
                || (value.kind == Kind::Object && value.members.isEmpty());
            return {true, isNone};
        }
        return {false, false};
    }

    void takeResource(const ConfigurationBlock &block, const ModuleScope &scope, const QString &alias,
                      Evaluation *evaluation)
    {
        const auto [isRepeated, isNone] = repetitionOf(block, evaluation);
        if (!m_reading.uses || isNone || block.isOfCheck)
            return;
        ResourceUse use;
        use.address = addressOf(block, scope);
        use.type =
            block.type == "resource"_L1 ? block.labels.first() : block.type + u'.' + block.labels.first();
        use.place = block.place;
        use.isRepeated = isRepeated || scope.isRepeated;
        use.alias = alias;
        const auto wanted = m_reading.wanted.constFind(use.type);
        if (wanted != m_reading.wanted.constEnd())
            use.arguments = signet::argumentsOf(block, *wanted, evaluation, scope);
        m_reading.uses->uses.append(use);
    }

    void takeUse(const Module &module, const ConfigurationBlock &block, const QStringList &localNames,
                 const ProviderScope &scope, Evaluation *evaluation)
    {
        const QString provider = providerOf(block);
        if (!localNames.contains(provider.section(u'.', 0, 0)))
            return;
        const ProviderReference from = resolved(module, provider, scope);
        m_configuration->uses.append({block.place, module.path, block.type, block.labels.at(0),
                                      block.labels.at(1), from.name, from.module, argumentsOf(block)});
        takeResource(block, scope.module, from.name.section(u'.', 1), evaluation);
        const QString type = block.labels.at(0);
        if (block.type == "resource"_L1
            && (type == "azuredevops_user_entitlement"_L1
                || type == "azuredevops_service_principal_entitlement"_L1))
            m_configuration->members.append({block.place, type, block.labels.at(1),
                                             block.text(u"principal_name").value_or(QString()),
                                             block.text(u"origin_id").value_or(QString()),
                                             block.text(u"account_license_type").value_or(QString())});
    }

    void takeModule(const Module &module, const ConfigurationBlock &block, const QStringList &localNames,
                    const ProviderScope &scope, Evaluation *evaluation, int depth)
    {
        ModuleCall call;
        call.name = block.labels.first();
        call.place = block.place;
        call.source = block.text(u"source").value_or(QString());
        const auto [isRepeated, isNone] = repetitionOf(block, evaluation);
        ProviderScope inner;
        inner.module.address = scope.module.address + u"module."_s + call.name + u'.';
        inner.module.isRepeated = isRepeated || scope.module.isRepeated;
        for (const ConfigurationAttribute &attribute : block.attributes) {
            const QString reference = referenceOf(attribute.value, *evaluation, scope.module);
            if (!reference.isEmpty())
                inner.module.references.insert(attribute.name, reference);
        }
        inner.inherited = resolved(module, localNames.first(), scope);
        const ConfigurationAttribute *given = block.attribute(u"providers");
        if (given) {
            for (const auto &[key, value] : given->value.items) {
                const QString handedIn = reference(value);
                if (!localNames.contains(handedIn.section(u'.', 0, 0)))
                    continue;
                const ProviderReference from = resolved(module, handedIn, scope);
                inner.handedIn.insert(reference(key), from);
                call.providers.insert(reference(key), from.name);
            }
        }
        // None of it is there: what it holds is read for the provider blocks, and no resource of it counts.
        const QScopedValueRollback<ResourceUses *> rollback(m_reading.uses,
                                                            isNone ? nullptr : m_reading.uses);
        const auto local = localDirectory(module.path, call.source);
        const auto directory = local ? local
                                     : m_installed.directoryOf(keyOf(inner.module), call.source,
                                                               block.text(u"version").value_or(QString()));
        if (directory && depth < deepestModule && !m_reading.allowance->isSpent()) {
            call.directory = directory->isEmpty() ? u"."_s : *directory;
            // A module that is called twice is read twice: other configurations may be handed in.
            auto called = readModule(m_host, m_root, *directory, m_options, m_reading, m_configuration);
            if (called)
                putTogether(&*called, m_configuration);
            // What could not be read may have what seems to be missing.
            if (called && m_configuration->faults.isEmpty())
                noteRefusals(refusedCalls(block, called->blocks), m_configuration);
            if (called)
                readCalled(*called, block, inner, evaluation, depth);
            else if (local)
                note(m_configuration, finding::moduleNotFound, block.place, {{u"source"_s, call.source}});
            if (!called)
                leaveUnread(inner.module, call);
        } else {
            leaveUnread(inner.module, call);
            const auto mayUse = [&](const ProviderReference &from) {
                call.mayUse.append(
                    {block.place, module.path, u"module"_s, {}, call.name, from.name, from.module});
            };
            for (const ProviderReference &from : std::as_const(inner.handedIn))
                mayUse(from);
            if (!given)
                mayUse(*inner.inherited);
        }
        m_configuration->modules.append(call);
    }

    // "network.subnets" of "module.network.module.subnets.", as modules.json calls it.
    static QString keyOf(const ModuleScope &scope)
    {
        QString key = u'.' + scope.address.chopped(1);
        return key.replace(".module."_L1, "."_L1).sliced(1);
    }

    void leaveUnread(const ModuleScope &scope, const ModuleCall &call)
    {
        if (m_reading.uses)
            m_reading.uses->unread.append(
                {UnreadPart::Kind::Module, scope.address.chopped(1), call.source, call.place});
    }

    void readCalled(const Module &module, const ConfigurationBlock &call, const ProviderScope &scope,
                    Evaluation *caller, int depth)
    {
        Evaluation evaluation;
        for (const auto *blocks : {&module.blocks, &module.overrides}) {
            for (const ConfigurationBlock &block : *blocks)
                declare(block, &evaluation);
        }
        for (auto it = evaluation.variables().begin(); it != evaluation.variables().end(); ++it) {
            if (const ConfigurationAttribute *value = call.attribute(it.key()))
                it->given = caller->valueOf(*value);
        }
        const auto known = m_configuration->providers;
        const bool isRead = std::any_of(known.cbegin(), known.cend(), [&](const ProviderConfiguration &one) {
            return one.module == module.path;
        });
        if (!isRead && !module.path.isEmpty())
            readProviders(module, localNamesOf(module), &evaluation, m_configuration);
        takeRequirements(module);
        read(module, scope, evaluation, depth + 1);
    }

    Host m_host;
    QString m_root;
    InstalledModules m_installed;
    ConfigurationOptions m_options;
    UseReading m_reading;
    QSet<QString> m_withoutSource; // modules in which Terraform looks for another provider; said once of each
    Configuration *m_configuration;
};

Result<Configuration> readWith(const Host &host, const QString &directory,
                               const ConfigurationOptions &options, const UseReading &reading);

} // namespace

ConfigurationFault unreadFault(const QString &file, const Problem &problem)
{
    ConfigurationFault fault;
    fault.file = file;
    fault.reason = problem.evidence["reason"_L1].toString();
    fault.isLimit = problem.evidence["errno"_L1].toString() == "EFBIG"_L1;
    return fault;
}

Problem problemOf(const ConfigurationFault &fault, const QString &directory)
{
    if (fault.isLimit)
        return Problem(finding::configurationTooLarge,
                       {{u"path"_s, fault.file}, {u"line"_s, fault.at.line}, {u"reason"_s, fault.reason}});
    if (fault.at.line == 0)
        return Problem(finding::fileNotReadable,
                       {{u"path"_s, joined(directory, fault.file)}, {u"reason"_s, fault.reason}});
    return Problem(finding::configurationSyntaxError,
                   {{u"path"_s, fault.file},
                    {u"line"_s, fault.at.line},
                    {u"column"_s, fault.at.column},
                    {u"reason"_s, fault.reason}});
}

const ProviderConfiguration *Configuration::provider(const QString &alias) const
{
    for (const ProviderConfiguration &one : providers) {
        if (one.module.isEmpty() && one.alias == alias)
            return &one;
    }
    return nullptr;
}

Result<Configuration> readConfiguration(const Host &host, const QString &directory,
                                        const ConfigurationOptions &options)
{
    return readWith(host, directory, options, {});
}

Result<ResourceUses> readResourceUses(const Host &host, const QString &directory,
                                      const WantedArguments &wanted, const ConfigurationOptions &options)
{
    ResourceUses uses;
    UseReading reading;
    reading.uses = &uses;
    for (auto it = wanted.begin(); it != wanted.end(); ++it)
        reading.wanted.insert(it.key(), wantedNames(*it));
    const auto configuration = readWith(host, directory, options, reading);
    if (!configuration)
        return configuration.problem();
    for (const ProviderConfiguration &block : configuration->providers) {
        if (block.module.isEmpty() && !block.alias.isEmpty())
            uses.aliases.append(block.alias);
    }
    for (const ResourceUse &use : std::as_const(uses.uses)) {
        if (!use.alias.isEmpty())
            uses.aliases.append(use.alias);
    }
    uses.aliases.removeDuplicates();
    for (const ConfigurationFault &fault : configuration->faults) {
        if (isConfigurationFile(fault.file.section(u'/', -1)))
            uses.unread.append(
                {UnreadPart::Kind::File, fault.file, fault.reason, {fault.file, fault.at.line}});
    }
    return uses;
}

namespace {

Result<Configuration> readWith(const Host &host, const QString &directory,
                               const ConfigurationOptions &options, const UseReading &reading)
{
    Configuration configuration;
    configuration.directory = directory;
    const QString root = directory.size() > 1 && directory.endsWith(u'/') ? directory.chopped(1) : directory;
    auto module = readModule(host, root, {}, options, reading, &configuration);
    if (!module)
        return module.problem();
    configuration.reader = module->files.reader;
    const qsizetype ownFiles = configuration.files.size();
    addFilesOfTerragrunt(host, root, reading, &*module, &configuration);
    putTogether(&*module, &configuration);

    Evaluation evaluation = evaluationOf(host, *module, root, options, &configuration);
    readRequirements(*module, &configuration);
    QStringList localNames;
    for (const ProviderRequirement &requirement : std::as_const(configuration.requirements))
        localNames.append(requirement.localName);
    if (localNames.isEmpty())
        localNames.append(usualName);
    readProviders(*module, localNames, &evaluation, &configuration);
    readBackend(*module, &configuration);
    if (module->files.hasLock)
        configuration.lock = readLock(host, root, &configuration);
    ConfigurationOptions ofModules = options;
    ofModules.reader = configuration.reader;
    UseReader(host, root, ofModules, reading, &configuration).read(*module, {}, evaluation, 0);
    if (options.stop.stop_requested())
        return Problem(finding::runStopped);

    // Used or configured, but without a source: Terraform looks for hashicorp/azuredevops. Where Terragrunt
    // fetches the module, its files are elsewhere.
    if (configuration.requirements.isEmpty() && ownFiles > 0
        && (!configuration.providers.isEmpty() || !configuration.uses.isEmpty())) {
        const ConfigurationPlace place = configuration.providers.isEmpty()
            ? configuration.uses.first().place
            : configuration.providers.first().place;
        noteWrongSource(place, {}, &configuration);
    }
    configuration.files.removeDuplicates();
    std::sort(configuration.files.begin(),
              configuration.files.begin() + std::min(ownFiles, configuration.files.size()));
    return configuration;
}

} // namespace

} // namespace signet
