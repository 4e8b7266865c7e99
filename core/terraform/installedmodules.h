#pragma once

#include "core/host/host.h"

#include <QHash>
#include <QString>

#include <optional>

namespace signet {

// The folder of .terraform, or the one that TF_DATA_DIR names instead. Source: Terraform documentation, "CLI
// environment variables".
QString terraformDataDirectory(const Environment &environment, const QString &directory);

// The modules of registries, repositories and archives that `terraform init` has downloaded. Source:
// Terraform's internal/modsdir/manifest.go and record.go.
class InstalledModules {
public:
    // Without any, where there is no modules.json or it cannot be read.
    static InstalledModules read(const Host &host, const Environment &environment, const QString &directory);

    // Where a call has its module, relative to the folder of the configuration. `key` is the path of the
    // call, "network" or "network.subnets". Nothing where it is not installed, or has been changed since:
    // Terraform then asks for another init.
    std::optional<QString> directoryOf(const QString &key, const QString &source,
                                       const QString &version) const;

private:
    struct Module {
        QString source; // as Terraform completed it: "registry.terraform.io/contoso/network/azurerm"
        QString version; // of a registry; empty for other sources
        QString directory;
    };
    QHash<QString, Module> m_modules; // by key
};

} // namespace signet
