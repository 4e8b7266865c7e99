#pragma once

#include "core/setup/plan.h"

#include <QString>
#include <QStringList>

namespace signet {

// The same plan for other tools. Each form names everything that was asked for, including what is already in
// place, except where that would repeat a step.

// Whether the configuration makes the user-assigned identity itself, with azurerm.
enum class NewIdentity { No, Yes };

// A Terraform configuration, laid out as terraform fmt leaves it. What exists already is taken over by import
// blocks, where the provider can import it. Source of the arguments: documentation of microsoft/azuredevops
// 1.6 and later, hashicorp/azurerm 3 and later.
QString planAsTerraform(const Plan &plan, NewIdentity identity);

// A script for POSIX sh: the requests of the steps by `az rest`, for an administrator who is signed in to the
// Azure CLI.
QString planAsAzureCli(const Plan &plan);

// The requests themselves: method, address and body of each step.
QString planAsRest(const Plan &plan);

// Where to click in the pages of the organization, in order.
QStringList planAsClicks(const Plan &plan);

} // namespace signet
