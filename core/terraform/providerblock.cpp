#include "core/terraform/providerblock.h"

#include "core/terraform/hclstring.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QString indented(const QString &lines, int levels)
{
    const QString indent(2 * levels, u' ');
    QString result;
    const QStringList all = lines.chopped(1).split(u'\n');
    for (const QString &line : all)
        result += (line.isEmpty() ? QString() : indent + line) + u'\n';
    return result;
}

QString managedIdentityArguments(const ProviderSettings &settings)
{
    QString lines = u"  # The managed identity of the machine that runs Terraform: no token, no secret.\n"
                    "  use_msi = true\n"_s;
    if (settings.hasCliSwitch)
        lines +=
            u"\n  # Without this line, a missing identity goes unnoticed: Terraform would run as the person\n"
            "  # who is signed in to the Azure CLI.\n"
            "  use_cli = false\n"_s;
    if (settings.clientId)
        return lines
            + u"\n  # Client id (not object id) of the user-assigned identity.\n"
              "  client_id = %1\n"_s.arg(hclQuoted(settings.clientId->toString()));
    return lines
        + u"\n  # No client_id: the system-assigned identity. ARM_CLIENT_ID and AZURE_CLIENT_ID must "
          u"not be\n"
          "  # set, or the provider asks for a user-assigned identity instead.\n"_s;
}

QString serviceConnectionArguments(const ProviderSettings &settings)
{
    const QString lines = u"  # The service connection of the pipeline: a token of the job is exchanged, and "
                          u"there is no secret.\n"
                          "  use_oidc = true\n"
                          "\n  # Without this line, a missing variable goes unnoticed: Terraform would use "
                          "what the Azure CLI is\n"
                          "  # signed in with.\n"
                          "  use_cli = false\n"_s;
    if (settings.clientId)
        return lines
            + u"\n  # Client id of the application of the service connection.\n"
              "  client_id = %1\n"_s.arg(hclQuoted(settings.clientId->toString()));
    return lines
        + u"\n  # The job sets ARM_CLIENT_ID, ARM_TENANT_ID, SYSTEM_ACCESSTOKEN, and the id of the connection.\n"_s;
}

} // namespace

QList<SettingVariable> settingVariables(const ProviderSettings &settings)
{
    QList<SettingVariable> variables{{u"AZDO_ORG_SERVICE_URL"_s, settings.organizationUrl}};
    if (settings.method == CredentialMethod::ManagedIdentity)
        variables.append({u"ARM_USE_MSI"_s, u"true"_s});
    if (settings.method == CredentialMethod::Oidc)
        variables.append({u"ARM_USE_OIDC"_s, u"true"_s});
    variables.append(
        {u"ARM_USE_CLI"_s, settings.method == CredentialMethod::AzureCli ? u"true"_s : u"false"_s});
    if (settings.clientId)
        variables.append({u"ARM_CLIENT_ID"_s, settings.clientId->toString()});
    return variables;
}

QString requiredProvidersEntry(const ProviderSettings &settings)
{
    const QString why = settings.method == CredentialMethod::ManagedIdentity
        ? u"1.11.0 and 1.11.1 lose a system-assigned identity; before 1.0.0 there is no use_msi."_s
        : u"Service connections work since 1.11.0."_s;
    return u"%1 = {\n"
           "  # %2\n"
           "  source  = %3\n"
           "  version = %4\n"
           "}\n"_s.arg(settings.localName, why, hclQuoted(azureDevOpsProvider),
                       hclQuoted(settings.versionConstraint));
}

QString requiredProvidersBlock(const ProviderSettings &settings)
{
    return u"terraform {\n  required_providers {\n"_s + indented(requiredProvidersEntry(settings), 2)
        + u"  }\n}\n"_s;
}

QString providerConfiguration(const ProviderSettings &settings)
{
    QString body;
    if (!settings.alias.isEmpty())
        body += u"  alias = %1\n\n"_s.arg(hclQuoted(settings.alias));
    if (!settings.organizationUrl.isEmpty())
        body += u"  org_service_url = %1\n\n"_s.arg(hclQuoted(settings.organizationUrl));
    switch (settings.method) {
    case CredentialMethod::Oidc:
        body += serviceConnectionArguments(settings);
        break;
    case CredentialMethod::AzureCli:
        body += u"  # The task AzureCLI@3 signs the Azure CLI in with a service connection: no token, no "
                u"secret.\n"
                "  use_cli = true\n"_s;
        break;
    default:
        body += managedIdentityArguments(settings);
        break;
    }
    return u"provider %1 {\n"_s.arg(hclQuoted(settings.localName)) + body + u"}\n"_s;
}

QString emptyProviderConfiguration(const ProviderSettings &settings)
{
    QStringList names;
    for (const SettingVariable &variable : settingVariables(settings))
        names.append(variable.name);
    const QString why = u"# Everything comes from the environment: %1.\n"_s.arg(names.join(u", "_s));
    if (settings.alias.isEmpty())
        return why + u"provider %1 {}\n"_s.arg(hclQuoted(settings.localName));
    return why
        + u"provider %1 {\n  alias = %2\n}\n"_s.arg(hclQuoted(settings.localName), hclQuoted(settings.alias));
}

QString providerBlock(const ProviderSettings &settings)
{
    return requiredProvidersBlock(settings) + u'\n' + providerConfiguration(settings);
}

QString emptyProviderBlock(const ProviderSettings &settings)
{
    return requiredProvidersBlock(settings) + u'\n' + emptyProviderConfiguration(settings);
}

} // namespace signet
