#pragma once

#include "core/terraform/configurationbody.h"

#include <QList>
#include <QString>

#include <vector>

namespace signet {

// A block of an override file that changes nothing, because no other file has it. Terraform refuses it.
struct MissingBase {
    QString name; // "azuredevops_project.fiber", "module.team", "var.region"
    ConfigurationPlace place;
};

// Merges resources, data sources and calls of modules of override files into the blocks of a module: an
// argument replaces the one of its name, and nested blocks replace all of their type. Variables, locals,
// provider blocks and required_providers have rules of their own, where they are read; here only missing
// variables and locals are noted. Source: Terraform language documentation, "Override Files".
QList<MissingBase> mergeOverrides(const std::vector<ConfigurationBlock> &overrides,
                                  std::vector<ConfigurationBlock> *blocks);

} // namespace signet
