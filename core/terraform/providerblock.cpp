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

} // namespace

QString requiredProvidersEntry(const ProviderSettings &settings)
{
    return u"%1 = {\n"
           "  # 1.11.0 and 1.11.1 lose a system-assigned identity; before 1.0.0 there is no use_msi.\n"
           "  source  = %2\n"
           "  version = %3\n"
           "}\n"_s.arg(settings.localName, hclQuoted(azureDevOpsProvider),
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
    body += u"  # The managed identity of the machine that runs Terraform: no token, no secret.\n"
            "  use_msi = true\n"_s;
    if (settings.hasCliSwitch)
        body +=
            u"\n  # Without this line, a missing identity goes unnoticed: Terraform would run as the person\n"
            "  # who is signed in to the Azure CLI.\n"
            "  use_cli = false\n"_s;
    if (settings.clientId) {
        body += u"\n  # Client id (not object id) of the user-assigned identity.\n"
                "  client_id = %1\n"_s.arg(hclQuoted(settings.clientId->toString()));
    } else {
        body += u"\n  # No client_id: the system-assigned identity. ARM_CLIENT_ID and AZURE_CLIENT_ID must "
                u"not be\n"
                "  # set, or the provider asks for a user-assigned identity instead.\n"_s;
    }
    return u"provider %1 {\n"_s.arg(hclQuoted(settings.localName)) + body + u"}\n"_s;
}

QString emptyProviderConfiguration(const ProviderSettings &settings)
{
    const QString why =
        u"# Everything comes from the environment: AZDO_ORG_SERVICE_URL, ARM_USE_MSI, ARM_USE_CLI%1.\n"_s.arg(
            settings.clientId ? u", ARM_CLIENT_ID"_s : QString());
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
