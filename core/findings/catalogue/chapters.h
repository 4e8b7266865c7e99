#pragma once

#include "core/findings/finding.h"

#include <vector>

namespace signet::chapters {

// The chapters of the catalogue, in the order in which a run meets them.
std::vector<Finding> environmentFindings();
std::vector<Finding> endpointFindings();
std::vector<Finding> tokenFindings();
std::vector<Finding> organizationFindings();
std::vector<Finding> membershipFindings();
std::vector<Finding> permissionsFindings();
std::vector<Finding> terraformFindings();
std::vector<Finding> networkFindings();
std::vector<Finding> driftFindings();
std::vector<Finding> signInFindings();
std::vector<Finding> principalFindings();
std::vector<Finding> setupFindings();
std::vector<Finding> inputFindings();

} // namespace signet::chapters
