#pragma once

#include "core/terraform/configuration.h"

#include <QList>
#include <QString>

namespace signet {

// A provider block that something uses, or the default one that is missing and that something uses.
struct BlockInUse {
    QString alias; // empty for the default configuration
    QString localName; // "azuredevops", or what required_providers calls it
    QString module; // whose block it is: "" for the root, "modules/team" for a local module
    std::optional<ConfigurationPlace> place; // nothing: there is no such block
    int uses = 0; // resources, data sources, and calls of modules that are not read
    QString firstUse; // "azuredevops_project.fiber", "data.azuredevops_projects.all", "module.team"
    ConfigurationPlace firstUsePlace;

    // "azuredevops", "azuredevops.fabrikam"
    QString name() const;
    bool isDefault() const { return alias.isEmpty() && module.isEmpty(); }
};

// Every block that resources, data sources, ephemeral resources and calls of modules use, in the order of the
// first use. Empty: nothing uses the provider, so Terraform never configures it. The blocks of a module
// are not in use here: see isModule().
QList<BlockInUse> blocksInUse(const Configuration &configuration);

// The directory is a module, not a root: it declares configuration_aliases for the provider and has no block
// of its own. The provider belongs to whoever calls it.
bool isModule(const Configuration &configuration);

// The block itself; null where it is missing.
const ProviderConfiguration *blockOf(const Configuration &configuration, const BlockInUse &block);

} // namespace signet
