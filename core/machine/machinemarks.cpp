#include "core/machine/machinemarks.h"

#include <QRegularExpression>

#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using enum VariableMark::Weight;

// Of several marks of one kind, the first that is set is shown as evidence.
constexpr std::array marksOfVariables{
    VariableMark{MachineKind::CloudShell, "AZUREPS_HOST_ENVIRONMENT"_L1, Sure, "cloud-shell"_L1},
    VariableMark{MachineKind::CloudShell, "ACC_CLOUD"_L1},
    VariableMark{MachineKind::Automation, "AUTOMATION_ASSET_SANDBOX_ID"_L1},
    VariableMark{MachineKind::Automation, "AUTOMATION_ASSET_ACCOUNTID"_L1},
    VariableMark{MachineKind::Automation, "AZUREPS_HOST_ENVIRONMENT"_L1, Sure, "AzureAutomation"_L1},
    VariableMark{MachineKind::ContainerApps, "CONTAINER_APP_NAME"_L1},
    VariableMark{MachineKind::ContainerApps, "CONTAINER_APP_JOB_NAME"_L1},
    VariableMark{MachineKind::AppService, "WEBSITE_INSTANCE_ID"_L1},
    VariableMark{MachineKind::AppService, "WEBSITE_SITE_NAME"_L1},
    // The local tools for Functions set them, too.
    VariableMark{MachineKind::Functions, "FUNCTIONS_EXTENSION_VERSION"_L1, Supporting},
    VariableMark{MachineKind::Functions, "FUNCTIONS_WORKER_RUNTIME"_L1, Supporting},
    VariableMark{MachineKind::MachineLearning, "AZUREML_RUN_ID"_L1},
    VariableMark{MachineKind::MachineLearning, "AZUREML_WORKSPACE_ID"_L1},
    VariableMark{MachineKind::MachineLearning, "AZUREML_ARM_WORKSPACE_NAME"_L1},
    VariableMark{MachineKind::MachineLearning, "DEFAULT_IDENTITY_CLIENT_ID"_L1, Supporting},
    // Service Fabric sets them whether or not the application has an identity.
    VariableMark{MachineKind::ServiceFabric, "Fabric_ApplicationName"_L1, Supporting},
    VariableMark{MachineKind::ServiceFabric, "Fabric_NodeName"_L1, Supporting},
    VariableMark{MachineKind::ServiceFabric, "Fabric_ApplicationId"_L1, Supporting},
    VariableMark{MachineKind::ContainerInstances, "Fabric_ApplicationName"_L1, Supporting, "caas-"_L1},
    // Any Kubernetes sets it.
    VariableMark{MachineKind::AksPod, "KUBERNETES_SERVICE_HOST"_L1, Supporting},
    // Also set on a self-hosted agent.
    VariableMark{MachineKind::AzurePipelinesHosted, "TF_BUILD"_L1, Supporting},
    VariableMark{MachineKind::GitHubHosted, "GITHUB_ACTIONS"_L1, Supporting},
    VariableMark{MachineKind::Container, "container"_L1},
    // Somebody is logged on to a desktop.
    VariableMark{MachineKind::Workstation, "SESSIONNAME"_L1, Supporting},
    VariableMark{MachineKind::Workstation, "WAYLAND_DISPLAY"_L1, Supporting},
    VariableMark{MachineKind::Workstation, "DISPLAY"_L1, Supporting},
};

constexpr std::array marksOfFirmware{
    FirmwareMark{"aws"_L1, "amazon"_L1},
    FirmwareMark{"gcp"_L1, "google"_L1},
    FirmwareMark{"oracle"_L1, "oraclecloud"_L1},
    FirmwareMark{"alibaba"_L1, "alibaba cloud"_L1},
    FirmwareMark{"digitalocean"_L1, "digitalocean"_L1},
    FirmwareMark{"hetzner"_L1, "hetzner"_L1},
    FirmwareMark{"scaleway"_L1, "scaleway"_L1},
    FirmwareMark{"vultr"_L1, "vultr"_L1},
    FirmwareMark{"linode"_L1, "linode"_L1},
    FirmwareMark{"linode"_L1, "akamai"_L1},
    FirmwareMark{"tencent"_L1, "tencent cloud"_L1},
    FirmwareMark{"huawei"_L1, "huawei cloud"_L1},
    FirmwareMark{"exoscale"_L1, "exoscale"_L1},
    FirmwareMark{"upcloud"_L1, "upcloud"_L1},
    FirmwareMark{"openstack"_L1, "openstack"_L1},
};

// A path of the Azure Arc agent's program, and who looks there.
struct ArcAgentPlace {
    Platform platform;
    QLatin1StringView folderVariable; // empty: the path is absolute
    QLatin1StringView folder; // where the variable is not set
    QLatin1StringView path;
    bool signet;
    bool provider;
};
constexpr std::array arcAgentPlaces{
    ArcAgentPlace{Platform::Linux, {}, {}, "/opt/azcmagent/bin/himds"_L1, true, true},
    ArcAgentPlace{Platform::Linux, {}, {}, "/var/opt/azcmagent/bin/himds"_L1, true, false},
    ArcAgentPlace{Platform::Windows, "ProgramFiles"_L1, "C:\\Program Files"_L1,
                  "\\AzureConnectedMachineAgent\\himds.exe"_L1, true, false},
    ArcAgentPlace{
        Platform::Windows, "ProgramData"_L1, {}, "\\AzureConnectedMachineAgent\\himds.exe"_L1, false, true},
};

} // namespace

std::span<const VariableMark> variableMarks()
{
    return marksOfVariables;
}

QString markOf(MachineKind kind, const Environment &environment, VariableMark::Weight least)
{
    for (const VariableMark &mark : marksOfVariables) {
        if (mark.kind != kind || mark.weight > least)
            continue;
        const QString variable = mark.variable;
        const QString value = environment.value(variable);
        if (!value.isEmpty() && value.startsWith(mark.valueStart, Qt::CaseInsensitive))
            return variable;
    }
    return {};
}

bool isMicrosoftHostedAgent(const Environment &environment)
{
    if (markOf(MachineKind::AzurePipelinesHosted, environment).isEmpty()
        || environment.value(u"AGENT_ISSELFHOSTED"_s) == "1"_L1)
        return false;
    static const QRegularExpression hosted(u"\\A(Azure Pipelines( \\d+)?|Hosted Agent( \\d+)?)\\z"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    return environment.value(u"AGENT_ISSELFHOSTED"_s) == "0"_L1
        || hosted.match(environment.value(u"AGENT_NAME"_s)).hasMatch();
}

bool isGitHubHostedRunner(const Environment &environment)
{
    // Runners report what they are; those too old for that count as GitHub's.
    return !markOf(MachineKind::GitHubHosted, environment).isEmpty()
        && environment.value(u"RUNNER_ENVIRONMENT"_s).compare("self-hosted"_L1, Qt::CaseInsensitive) != 0;
}

std::span<const FirmwareMark> firmwareMarks()
{
    return marksOfFirmware;
}

QString arcAgentProgram(ArcAgentReader reader, const Host &host, const Environment &environment)
{
    for (const ArcAgentPlace &place : arcAgentPlaces) {
        if (place.platform != host.platform()
            || !(reader == ArcAgentReader::Signet ? place.signet : place.provider))
            continue;
        const QString folder =
            place.folderVariable.isEmpty() ? QString() : environment.value(place.folderVariable);
        const QString path = (folder.isEmpty() ? QString(place.folder) : folder) + place.path;
        const FileFacts::Kind kind = host.stat(path).kind;
        if (kind != FileFacts::Kind::Missing && kind != FileFacts::Kind::Unknown)
            return path;
    }
    return {};
}

} // namespace signet
