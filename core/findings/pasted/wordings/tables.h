#pragma once

#include "core/findings/pasted/wording.h"

// One file for each layer that speaks; each holds the wordings of the programs that speak for it.
namespace signet::wordingtables {

std::vector<ProgramWordings> identityEndpoint(); // managed identity, through any library
std::vector<ProgramWordings> entra();
std::vector<ProgramWordings> azureDevOps();
std::vector<ProgramWordings> terraform();
std::vector<ProgramWordings> commandLine(); // az, PowerShell, git, NuGet, npm

} // namespace signet::wordingtables
