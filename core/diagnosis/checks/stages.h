#pragma once

#include "core/diagnosis/check.h"

#include <vector>

namespace signet {

// The checks of each stage, in the order of a report.
std::vector<Check> machineChecks();
std::vector<Check> tokenChecks();
std::vector<Check> organizationChecks();
std::vector<Check> membershipChecks();
std::vector<Check> historyChecks();
std::vector<Check> permissionChecks();
std::vector<Check> rightsChecks();
std::vector<Check> terraformChecks();

// The claims of the token that the run signs in with; nothing where there is none, or it cannot be read. The
// check has to need the one that gets the token.
const std::optional<Claims> &claimsOfToken(const Facts &facts);

} // namespace signet
