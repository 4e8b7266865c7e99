#pragma once

#include "core/sandbox/scenarios/scenario.h"

#include <QJsonObject>
#include <QLatin1StringView>
#include <QString>
#include <QStringList>

// The machine that all scenarios begin with, and the changes that several of them make.
namespace signet::sandbox {

inline constexpr QLatin1StringView contosoTenant("8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a");
inline constexpr QLatin1StringView fabrikamTenant("1f0e9d8c-7b6a-4950-8843-2a1b0c9d8e7f");
inline constexpr QLatin1StringView machineObjectId("a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4");
inline constexpr QLatin1StringView terraformObjectId("0badc0de-1122-4334-9556-778899001122");
inline constexpr QLatin1StringView terraformClientId("c0ffee11-2233-4455-8677-8899aabbccdd");
inline constexpr QLatin1StringView monitorObjectId("7e57ab1e-3344-4556-8778-99aabbccddee");
inline constexpr QLatin1StringView colleagueObjectId("c011ea60-6677-4889-9aab-ccddeeff0011");

// The virtual machine vm-build with a system-assigned identity that is a member of contoso, and a Terraform
// configuration that uses it. Without name, title and outcome.
Scenario healthyScenario();

// A secret of a scenario. It is easily recognized where it must not be: in any output.
QString plantedSecret(const QString &of);

// ---- The machine

void addVariables(Scenario *scenario, const QJsonObject &variables);
void removeVariables(Scenario *scenario, const QStringList &names);
// Contents by path: text, or what the image of a host has for errors, sizes and folders.
void addFiles(Scenario *scenario, const QJsonObject &files);
// The machine shows no firmware, as in the sandbox of a service.
void removeFirmware(Scenario *scenario);

// ---- The organization

// id-terraform takes the place of the system-assigned identity in the organization.
void makeTerraformMember(World *world);
// The same, and it is the only identity of the machine.
void attachTerraformIdentity(Scenario *scenario);
// The member that the system-assigned identity is, or that took its place; null where a change before this
// one removed it.
Member *identityMember(World *world);
// Whom the organization's project is shown to.
Project &mainProject(World *world);
// Removes a member, and everything that it was given.
void removeMember(Organization *organization, const QString &objectId);
// A group of Entra that the system-assigned identity is in, and that contributes to the project.
void addBuilders(Organization *organization);

// ---- The configuration

extern const QString projectInUse; // a data source for the project
extern const QString usesManagedIdentity; // arguments, as the guide of the provider has them
QString requiredProviders(const QString &version);
QString providerBlock(const QString &arguments);
void setProviderBlock(Scenario *scenario, const QString &arguments);
// The version in the lock file, and a constraint that admits it.
void setProviderVersion(Scenario *scenario, const QString &version);
void addConfigurationFile(Scenario *scenario, const QString &name, const QString &content);
void removeConfigurationFile(Scenario *scenario, const QString &name);

} // namespace signet::sandbox
