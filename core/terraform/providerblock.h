#pragma once

#include "core/result/identifiers.h"
#include "core/terraform/decision.h"

#include <QList>
#include <QString>

#include <optional>

namespace signet {

// The provider this program writes configuration for; without a host, so that Terraform and OpenTofu
// each look in their own registry.
inline constexpr QLatin1StringView azureDevOpsProvider{"microsoft/azuredevops"};

// The content of a provider block that uses the managed identity, or a service connection.
struct ProviderSettings {
    QString organizationUrl; // "https://dev.azure.com/contoso"
    // The managed identity; OIDC or the Azure CLI for a service connection (serviceconnection.h).
    CredentialMethod method = CredentialMethod::ManagedIdentity;
    // Of the user-assigned identity, or of the application of the service connection; none: the
    // system-assigned identity, or whatever the job names.
    std::optional<ClientId> clientId;
    // 1.11.0 and 1.11.1 lose a system-assigned identity, older ones know no use_msi or let other
    // credentials win; a next major version may change the arguments.
    QString versionConstraint = QStringLiteral(">= 1.11.2, < 2.0.0");
    bool hasCliSwitch = true; // versions before 1.11.0 refuse use_cli
    QString alias; // empty for the default configuration of the provider
    // What a configuration calls the provider; another name than this one needs a "provider" argument in
    // every resource, so only a configuration that has one already gets another.
    QString localName = QStringLiteral("azuredevops");
};

// The variables that stand for the arguments, in their order: AZDO_ORG_SERVICE_URL, ARM_USE_MSI ...
struct SettingVariable {
    QString name;
    QString value;
};
QList<SettingVariable> settingVariables(const ProviderSettings &settings);

// The parts, each with a line feed at its end, laid out as terraform fmt leaves them.
//
// terraform { required_providers { azuredevops = { source, version } } }
QString requiredProvidersBlock(const ProviderSettings &settings);
// azuredevops = { source, version }, as inside a required_providers block.
QString requiredProvidersEntry(const ProviderSettings &settings);
// provider "azuredevops" { org_service_url, use_msi = true, use_cli = false, client_id }, or what the method
// needs instead.
QString providerConfiguration(const ProviderSettings &settings);
// The same block with nothing in it: every setting comes from environmentOutput().
QString emptyProviderConfiguration(const ProviderSettings &settings);

// A complete providers.tf: both blocks, with comments that say why.
QString providerBlock(const ProviderSettings &settings);
// A complete providers.tf for settings that come from the environment.
QString emptyProviderBlock(const ProviderSettings &settings);

} // namespace signet
