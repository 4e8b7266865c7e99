#pragma once

#include "core/host/host.h"
#include "core/machine/machinekind.h"

#include <QLatin1StringView>
#include <QString>

#include <span>

namespace signet {

// A variable by which a kind of machine is recognized.
struct VariableMark {
    enum class Weight {
        Sure, // set by that service and by nothing else
        Supporting, // also set elsewhere; counts only together with another sign
    };
    MachineKind kind;
    QLatin1StringView variable;
    Weight weight = Weight::Sure;
    QLatin1StringView valueStart{}; // what the value begins with, in any case; empty: any value
};

// Sources: Microsoft Learn (variables of App Service, Container Apps, Azure Pipelines, Cloud Shell, Service
// Fabric and Azure Machine Learning), GitHub's list of default variables. Nobody documents the variable of
// Container Instances, so that kind is a guess until a token confirms it.
std::span<const VariableMark> variableMarks();

// The first variable of this environment that marks that kind of machine; null when there is none.
QString markOf(MachineKind kind, const Environment &environment,
               VariableMark::Weight least = VariableMark::Weight::Supporting);

// A job on an agent of a pool that Microsoft runs, or on a runner of GitHub: a machine that no identity of
// yours can be assigned to. The names of the agents are those of the service's own.
bool isMicrosoftHostedAgent(const Environment &environment);
bool isGitHubHostedRunner(const Environment &environment);

// Text in the firmware of another cloud's machines, in any case.
struct FirmwareMark {
    QLatin1StringView cloud; // "aws", "gcp" ...
    QLatin1StringView text;
};
// DMI values as cloud-init and systemd-detect-virt know them; the first match counts.
std::span<const FirmwareMark> firmwareMarks();

// Every virtual machine of Azure has this chassis asset tag, and no other machine does.
inline constexpr QLatin1StringView azureAssetTag{"7783-7084-3265-9085-8269-3286-77"};

// Who looks for the program of the Azure Arc agent.
enum class ArcAgentReader {
    Signet, // everywhere the agent is installed
    // MSAL for Go, which the Terraform provider uses. On Windows it looks in %ProgramData%, where the agent
    // never is; on Linux it doesn't know the older folder. A path that cannot be read is no agent to it.
    Provider,
};
// Path of the program of the Azure Arc agent; empty when it is not found. A path that cannot be read counts
// as not found for both readers.
QString arcAgentProgram(ArcAgentReader reader, const Host &host, const Environment &environment);
inline QString arcAgentProgram(const Host &host)
{
    return arcAgentProgram(ArcAgentReader::Signet, host, host.environment());
}

} // namespace signet
