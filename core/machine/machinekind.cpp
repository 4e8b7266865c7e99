#include "core/machine/machinekind.h"

#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// In the order of the enumeration.
constexpr std::array<QLatin1StringView, 19> kindWords{
    "azure-vm"_L1,
    "azure-vmss"_L1,
    "app-service"_L1,
    "functions"_L1,
    "container-apps"_L1,
    "container-instances"_L1,
    "arc"_L1,
    "service-fabric"_L1,
    "machine-learning"_L1,
    "cloud-shell"_L1,
    "automation"_L1,
    "aks-pod"_L1,
    "azure-pipelines-hosted"_L1,
    "github-hosted"_L1,
    "docker-desktop"_L1,
    "container"_L1,
    "other-cloud"_L1,
    "workstation"_L1,
    "unknown"_L1,
};
static_assert(kindWords.size() == std::size_t(MachineKind::Unknown) + 1);

} // namespace

QLatin1StringView toString(MachineKind kind)
{
    return kindWords[std::size_t(kind)];
}

} // namespace signet
