#pragma once

#include <QLatin1StringView>

namespace signet {

// Where this process runs: the words of `host.kind` in every report.
enum class MachineKind {
    AzureVm,
    AzureVmss, // instance of a scale set; only the metadata service or a token tells it from AzureVm
    AppService,
    Functions,
    ContainerApps,
    ContainerInstances,
    Arc,
    ServiceFabric,
    MachineLearning,
    CloudShell,
    Automation,
    AksPod,
    AzurePipelinesHosted, // Microsoft-hosted agent; a self-hosted one is the machine it runs on
    GitHubHosted, // GitHub-hosted runner; a self-hosted one is the machine it runs on
    DockerDesktop,
    Container,
    OtherCloud,
    Workstation, // local hardware, a local hypervisor, or WSL
    Unknown,
};

// "azure-vm", "azure-vmss", "app-service" ...
QLatin1StringView toString(MachineKind kind);

} // namespace signet
