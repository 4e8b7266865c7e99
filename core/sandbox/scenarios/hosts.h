#pragma once

#include "core/sandbox/scenarios/scenario.h"

#include <QJsonObject>
#include <QString>

// Machines other than a virtual machine of Azure. Each change makes the healthy machine into one.
namespace signet::sandbox {

// What an endpoint of these wants to be sent.
QString endpointSecret();
// The arguments of a provider block that names a user-assigned identity.
QString managedIdentityWithClientId();

void makeWorkstation(Scenario *scenario);
void arcServer(Scenario *scenario);
void webApp(Scenario *scenario);
// A service whose processes have an endpoint of their own, and no firmware to look at. The name comes with
// the type: "Microsoft.App/containerApps/ca-build".
void service(Scenario *scenario, LocalEndpoint::Kind kind, const QString &typeAndName,
             const QJsonObject &variables);
void runbook(Scenario *scenario);
// The thumbprint is that of the simulator's own certificate, which is known once it runs.
void serviceFabric(Scenario *scenario);
// A Microsoft-hosted agent of Azure Pipelines, whose machine has no identity of yours.
void hostedAgent(Scenario *scenario);
// The same with a job that has a service connection of app-terraform, which is a member of contoso: as the
// task AzureCLI@3 sets it up.
void serviceConnection(Scenario *scenario);
// The provider exchanges the token of the job itself.
void serviceConnectionByOidc(Scenario *scenario);
// The provider uses the sign-in of the Azure CLI.
void serviceConnectionByCli(Scenario *scenario);

} // namespace signet::sandbox
