#pragma once

#include <QLatin1StringView>
#include <QString>

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
IdentitySource sourceOf(EndpointKind kind);
// For sentences: "the identity endpoint of App Service".
QString nameOf(EndpointKind kind);

} // namespace signet
