#pragma once

#include "core/host/host.h"
#include "core/terraform/configuration.h"
#include "core/terraform/evaluation.h"

#include <QString>
#include <QStringList>

namespace signet {

// Gives the declared variables their values in Terraform's order, later ones winning: TF_VAR_ variables of
// the environment, then the files in the order given, each *.tfvars or *.tfvars.json, by name in the
// directory or by path, then -var and -var-file in TF_CLI_ARGS_plan and TF_CLI_ARGS. What is read, and what
// cannot be, is noted in the configuration. Source: Terraform language documentation, "Input Variables",
// precedence; Terraform CLI, "Environment Variables".
void giveVariables(const Host &host, const Environment &environment, const QString &directory,
                   const QStringList &files, Evaluation *evaluation, Configuration *configuration);

} // namespace signet
