#pragma once

#include "core/terraform/configurationbody.h"
#include "core/terraform/evaluation.h"
#include "core/terraform/resourceuse.h"

#include <QHash>
#include <QMap>
#include <QString>

namespace signet {

// Where a module is: what its addresses begin with, and what its variables refer to outside of it.
struct ModuleScope {
    QString address; // "module.team."; empty for the root
    QHash<QString, QString> references; // variable -> "azuredevops_project.fiber.id", with its own module
    bool isRepeated = false; // the call has count or for_each
};

// The attribute that an expression is, and nothing but: "azuredevops_project.fiber.id". Locals and variables
// of a module are followed. Empty for everything else, and for outputs of modules.
QString referenceOf(const HclExpression &expression, const Evaluation &evaluation, const ModuleScope &scope);

// What is wanted of a block. Sensitive values stay unknown.
QMap<QString, ArgumentSeen> argumentsOf(const ConfigurationBlock &block, const WantedNames &wanted,
                                        Evaluation *evaluation, const ModuleScope &scope);

} // namespace signet
