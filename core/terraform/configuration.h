#pragma once

#include "core/hcl/sourcetext.h"
#include "core/host/host.h"
#include "core/result/findingid.h"
#include "core/terraform/configurationvalue.h"
#include "core/terraform/generatedfiles.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <atomic>
#include <memory>
#include <optional>
#include <stop_token>

namespace signet {

// Which program reads the configuration: they read different files. Unsaid: OpenTofu where there is a file
// that only it reads, or where the lock file or the .terraform folder is its own; else Terraform.
enum class ConfigurationReader { Unsaid, Terraform, OpenTofu };

// A provider block for Azure DevOps, with what override files add merged in.
struct ProviderConfiguration {
    ConfigurationPlace place;
    QString module; // "" for the root, "modules/team" for a local module that has a block of its own
    QString localName; // "azuredevops", or what required_providers calls it
    QString alias; // empty for the default configuration
    // What goes to the provider, so without alias and version. A null is kept, with its place.
    QMap<QString, ConfigurationValue> arguments;
    QMap<QString, ConfigurationPlace> argumentPlaces; // where each argument itself is
    QList<ConfigurationPlace> overriddenAt; // blocks of override files that changed it
    // Nested blocks, by their type. The provider knows none, so Terraform refuses them.
    QList<std::pair<QString, ConfigurationPlace>> nestedBlocks;
    // The deprecated "version" argument, which still counts as a constraint; empty without one.
    QString version;
    ConfigurationPlace versionPlace;
};

// An entry of required_providers whose source is, or is meant to be, microsoft/azuredevops.
struct ProviderRequirement {
    ConfigurationPlace place;
    QString localName;
    QString source; // as written; empty when it has none
    QString version; // constraint as written; empty when it has none
    QStringList configurationAliases; // "azuredevops.hub": blocks that a caller hands in
};

// What .terraform.lock.hcl has selected.
struct LockedProvider {
    ConfigurationPlace place;
    QString address; // with the host of the registry: ".../microsoft/azuredevops"
    QString version;
    QString constraints; // as recorded; may be empty
};

// A resource or data source of the provider.
struct ProviderUse {
    ConfigurationPlace place;
    QString module; // "" for the root, "./modules/team" for a local module
    QString mode; // "resource", "data", "ephemeral"
    QString type; // "azuredevops_project"
    QString name;
    QString provider; // "azuredevops", "azuredevops.second": as given or implied, of the module that has it
    QString providerModule; // whose block that is: "" for the root
    // The arguments and nested blocks that decide which rights it needs: the text of a plain string,
    // "azuredevops_project.team.id" for a reference, and nothing for the rest.
    QMap<QString, QString> arguments = {};
};

// A resource that adds somebody to the organization. Texts are of plain strings; empty for anything else.
struct MemberResource {
    ConfigurationPlace place;
    QString type; // "azuredevops_user_entitlement", "azuredevops_service_principal_entitlement"
    QString name;
    QString principalName; // of a person
    QString originId; // of either
    QString accessLevel; // account_license_type as written
};

// A file that could not be read, or not completely: what it contains is unknown, which is not the same as
// nothing.
struct ConfigurationFault {
    QString file; // relative to the directory
    QString reason;
    SourcePosition at = {0, 0, 0}; // line 0: the file as a whole
    bool isLimit = false; // of Signet's own: Terraform may read the file
};

// Of a file that could not be read; the problem is that of Host::readFile().
ConfigurationFault unreadFault(const QString &file, const Problem &problem);

// What is to be said of it: configuration-syntax-error, configuration-too-large, or file-not-readable.
Problem problemOf(const ConfigurationFault &fault, const QString &directory);

// Something Terraform refuses or misreads, by its entry in the catalogue.
struct ConfigurationMistake {
    FindingId findingId;
    QVariantMap evidence; // {place, ...}
};

// A module that is called: a folder, or what terraform init has installed (installedmodules.h). Read with the
// values that the call hands in.
struct ModuleCall {
    QString name;
    QString source; // as written: "./modules/team"
    ConfigurationPlace place;
    QString directory; // relative to the root; empty for a module that is neither, which is not read
    QMap<QString, QString> providers; // local name in the module -> configuration handed in
    // The configurations of the provider that a module which is not read may use, in the form of ProviderUse:
    // those handed in, and the default one, which every module inherits.
    QList<ProviderUse> mayUse;
};

// What the files of a directory, and of the local modules it calls, say about the provider.
// Sources: Terraform language documentation (files, override files, modules, variables) and runs
// of Terraform 1.11.4, see the facts in the tests.
struct Configuration {
    QString directory;
    ConfigurationReader reader = ConfigurationReader::Terraform;
    QStringList files; // that are read, relative, sorted; tfvars and the lock file included
    // The bytes of the .tf and .tf.json files that could be read, by their name as in `files`: what is
    // explained is what is edited.
    QMap<QString, QByteArray> contents;
    // Those of them that a tool writes: the edit belongs in its source. Terragrunt may write them only when
    // it runs; then their content is that of its generate block.
    QMap<QString, FileGenerator> generated;
    QList<ProviderConfiguration> providers; // of the root module, then of the local modules
    QList<ProviderRequirement> requirements; // of the root module
    QList<ProviderRequirement> moduleRequirements; // of the local modules: their constraints count as well
    ConfigurationPlace requiredProviders; // where an entry can be put; no file when there is no such block
    std::optional<LockedProvider> lock;
    QList<ProviderUse> uses;
    QList<MemberResource> members;
    QList<ModuleCall> modules;
    QList<ConfigurationFault> faults;
    QList<ConfigurationMistake> mistakes;
    bool hasBackend = false; // a backend or cloud block, whose sign-in is another matter
    QString backendType; // "azurerm", "remote", "cloud" ...
    ConfigurationPlace backendPlace;
    bool backendUsesManagedIdentity = false; // it contains use_msi = true

    bool usesAzureDevOps() const
    {
        return !providers.isEmpty() || !requirements.isEmpty() || !uses.isEmpty();
    }
    // The root's block without alias, or with that one; null when there is none.
    const ProviderConfiguration *provider(const QString &alias = {}) const;
};

// How many of the files that are known so far were read; changes on other threads.
struct ReadingProgress {
    std::atomic<qsizetype> read = 0;
    std::atomic<qsizetype> known = 0;
};

// Reads the directory, many files at once. Values of variables come, as in Terraform, from the environment
// (TF_VAR_), from terraform.tfvars, terraform.tfvars.json, *.auto.tfvars and *.auto.tfvars.json, from the
// named files, and from defaults. Fails with directory-missing or file-not-readable, as Host::entries() does.
struct ConfigurationOptions {
    ConfigurationReader reader = ConfigurationReader::Unsaid;
    QStringList variableFiles; // -var-file, in order
    std::optional<Environment> environment; // instead of the host's, for TF_VAR_
    std::stop_token stop = {}; // reading ends early with run-stopped
    std::shared_ptr<ReadingProgress> progress = {}; // told while files are read
};
Result<Configuration> readConfiguration(const Host &host, const QString &directory,
                                        const ConfigurationOptions &options = {});

} // namespace signet
