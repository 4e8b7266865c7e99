#include "core/terraform/pipelinejob.h"

#include "core/terraform/environmentoutput.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// The inputs that name the connection; %1 is its name.
constexpr auto resourceManagerConnection = "      connectionType: azureRM\n"
                                           "      azureSubscription: %1\n"_L1;
constexpr auto azureDevOpsConnection = "      connectionType: azureDevOps\n"
                                       "      azureDevOpsServiceConnection: %1\n"_L1;

QString exports(const ProviderSettings &settings)
{
    QString lines = u"        # The task sets these; the provider reads them under other names.\n"_s;
    if (!settings.clientId)
        lines += u"        export ARM_CLIENT_ID=\"$AZURESUBSCRIPTION_CLIENT_ID\"\n"_s;
    return lines + u"        export ARM_TENANT_ID=\"$AZURESUBSCRIPTION_TENANT_ID\"\n"_s;
}

} // namespace

Result<QString> pipelineJob(const ProviderSettings &settings, const QString &connection)
{
    const auto name = writtenValue(Shell::AzurePipelines, u"--connection"_s, connection);
    if (!name)
        return name.problem();
    const bool isOidc = settings.method == CredentialMethod::Oidc;
    QString yaml =
        u"# Terraform on a Microsoft-hosted agent, signed in to Azure DevOps with a service connection.\n"
        "# The identity of the connection must be a member of %1.\n"
        "pool:\n"
        "  vmImage: ubuntu-latest\n"
        "\n"
        "steps:\n"
        "  # Install Terraform before this task if the image does not have it.\n"
        "  - task: AzureCLI@3\n"
        "    displayName: Terraform\n"
        "    inputs:\n"_s.arg(settings.organizationUrl);
    yaml += QString(isOidc ? resourceManagerConnection : azureDevOpsConnection).arg(*name);
    yaml += u"      scriptType: bash\n"
            "      scriptLocation: inlineScript\n"
            "      inlineScript: |\n"_s;
    if (isOidc)
        yaml += exports(settings);
    yaml += u"        terraform init -input=false\n"
            "        terraform plan -input=false\n"_s;
    if (isOidc)
        yaml +=
            u"    env:\n"
            "      # The provider requests the job's token with it. A step gets it only if it is mapped.\n"
            "      SYSTEM_ACCESSTOKEN: $(System.AccessToken)\n"_s;
    return yaml;
}

} // namespace signet
