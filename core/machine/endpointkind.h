#pragma once

#include "core/machine/machinekind.h"

#include <QLatin1StringView>
#include <QString>

#include <array>
#include <span>

namespace signet {

// Where an identity came from: the words of `source` in reports.
enum class IdentitySource {
    None,
    Imds,
    AppService,
    Arc,
    ServiceFabric,
    MachineLearning,
    CloudShell,
};
// "none", "imds", "app-service" ...
QLatin1StringView toString(IdentitySource source);

// The endpoints as they differ in what is sent to them; several of them are one source.
enum class EndpointKind {
    Imds, // virtual machines, scale sets, container instances, pods: 169.254.169.254
    ServiceFabric,
    Automation, // sandbox of a cloud runbook
    AppService, // App Service, Functions and Container Apps, api-version 2019-08-01
    AppService2017, // the same before 2019: MSI_ENDPOINT and MSI_SECRET
    MachineLearning,
    CloudShell, // the token of the person who is signed in, not of a machine
    Arc,
};
// "imds", "app-service-2017" ...
QLatin1StringView toString(EndpointKind kind);

// What is known about an endpoint without asking it.
struct EndpointFacts {
    EndpointKind kind;
    IdentitySource source;
    const char *name; // for sentences: "the identity endpoint of App Service"
    QLatin1StringView address{}; // where it is when no variable names it; empty: it is nowhere then
    QLatin1StringView addressVariable{}; // empty: no variable names it
    QLatin1StringView secretVariable{}; // empty: nothing secret is sent
    // Kinds of machines that have it, whose marks are there when it is. Unknown fills the rest.
    std::array<MachineKind, 3> machines{MachineKind::Unknown, MachineKind::Unknown, MachineKind::Unknown};

    bool isOn(MachineKind machine) const;
};
std::span<const EndpointFacts> endpoints();
const EndpointFacts &endpointFacts(EndpointKind kind);

inline IdentitySource sourceOf(EndpointKind kind)
{
    return endpointFacts(kind).source;
}
// For sentences: "the identity endpoint of App Service"; of a source, the name of its main endpoint.
QString nameOf(EndpointKind kind);
QString nameOf(IdentitySource source);

} // namespace signet
