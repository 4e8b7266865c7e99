#pragma once

#include "core/host/host.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace signet {

// A place in a configuration: file name inside the directory, line counted from 1.
struct ConfigurationPlace {
    QString file;
    int line = 0;

    QString toString() const { return file + u':' + QString::number(line); }
    friend bool operator==(const ConfigurationPlace &, const ConfigurationPlace &) = default;
};

// A top-level provider block for Azure DevOps.
struct ProviderBlockSeen {
    ConfigurationPlace place;
    QString localName; // "azuredevops", or the name required_providers gives it
    QString alias; // empty for the default configuration

    friend bool operator==(const ProviderBlockSeen &, const ProviderBlockSeen &) = default;
};

// An entry of required_providers for microsoft/azuredevops.
struct RequiredProviderSeen {
    ConfigurationPlace place;
    QString localName;
    QString version; // constraint as written; empty when it has none

    friend bool operator==(const RequiredProviderSeen &, const RequiredProviderSeen &) = default;
};

struct UnreadableFile {
    QString file;
    QString reason;
    int line = 0; // where reading stopped; 0 when the file could not be read at all

    friend bool operator==(const UnreadableFile &, const UnreadableFile &) = default;
};

// What the files of one directory say about the provider for Azure DevOps.
struct ConfigurationScan {
    QStringList files; // that Terraform or OpenTofu reads, sorted
    QList<ProviderBlockSeen> providerBlocks;
    QList<ConfigurationPlace> requiredProviders; // blocks; a module may have one only
    QList<RequiredProviderSeen> azureDevOpsEntries;
    // Missing, forbidden, too large, or no configuration. Their contents are unknown, which is not
    // the same as empty.
    QList<UnreadableFile> unreadable;

    bool usesAzureDevOps() const { return !providerBlocks.isEmpty() || !azureDevOpsEntries.isEmpty(); }
};

// Reads *.tf and *.tf.json, and OpenTofu's *.tofu and *.tofu.json, of the directory itself; names that
// begin with a dot, end in ~ or stand between # are not read, as Terraform leaves them out.
// Fails with directory-missing or file-not-readable, as Host::entries() does.
Result<ConfigurationScan> scanConfiguration(const Host &host, const QString &directory);

} // namespace signet
