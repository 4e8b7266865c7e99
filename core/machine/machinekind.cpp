#include "core/machine/machinekind.h"

#include "core/result/enumwords.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr EnumWords kindWords{MachineKind::Unknown,
                              std::array{
                                  EnumWord{MachineKind::AzureVm, "azure-vm"_L1},
                                  EnumWord{MachineKind::AzureVmss, "azure-vmss"_L1},
                                  EnumWord{MachineKind::AppService, "app-service"_L1},
                                  EnumWord{MachineKind::Functions, "functions"_L1},
                                  EnumWord{MachineKind::ContainerApps, "container-apps"_L1},
                                  EnumWord{MachineKind::ContainerInstances, "container-instances"_L1},
                                  EnumWord{MachineKind::Arc, "arc"_L1},
                                  EnumWord{MachineKind::ServiceFabric, "service-fabric"_L1},
                                  EnumWord{MachineKind::MachineLearning, "machine-learning"_L1},
                                  EnumWord{MachineKind::CloudShell, "cloud-shell"_L1},
                                  EnumWord{MachineKind::Automation, "automation"_L1},
                                  EnumWord{MachineKind::AksPod, "aks-pod"_L1},
                                  EnumWord{MachineKind::AzurePipelinesHosted, "azure-pipelines-hosted"_L1},
                                  EnumWord{MachineKind::GitHubHosted, "github-hosted"_L1},
                                  EnumWord{MachineKind::DockerDesktop, "docker-desktop"_L1},
                                  EnumWord{MachineKind::Container, "container"_L1},
                                  EnumWord{MachineKind::OtherCloud, "other-cloud"_L1},
                                  EnumWord{MachineKind::Workstation, "workstation"_L1},
                                  EnumWord{MachineKind::Unknown, "unknown"_L1},
                              }};

} // namespace

QLatin1StringView toString(MachineKind kind)
{
    return kindWords[kind];
}

} // namespace signet
