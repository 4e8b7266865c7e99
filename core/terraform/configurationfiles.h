#pragma once

#include "core/host/host.h"
#include "core/terraform/configuration.h"

#include <QString>
#include <QStringList>

namespace signet {

// In bytes. Larger files exist only by mistake.
constexpr qint64 largestConfigurationFile = 16 * 1024 * 1024;

// The files of one directory that a configuration is read from, by name.
struct ConfigurationFiles {
    ConfigurationReader reader = ConfigurationReader::Terraform; // never Unsaid
    QStringList primary; // in the order in which they are read
    QStringList overrides; // override.tf, *_override.tf and their like: merged over the others, in this order
    QStringList variables; // terraform.tfvars, *.auto.tfvars and their JSON forms; later ones win
    bool hasLock = false; // .terraform.lock.hcl
};

// What Terraform or OpenTofu would read here. Names that begin with a dot, end in ~ or stand between #
// are not read. Terraform passes over .tofu files; OpenTofu reads them, and then not the .tf file of the same
// base name (terraform-provider facts, section 6.1).
// Fails with directory-missing or file-not-readable, as Host::entries() does.
Result<ConfigurationFiles> configurationFiles(const Host &host, const QString &directory,
                                              ConfigurationReader reader);

// Whether a file of that name is read by Terraform or OpenTofu as part of a configuration.
bool isConfigurationFile(const QString &name);

} // namespace signet
