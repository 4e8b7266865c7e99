#include "core/identity/hostkind.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr std::array<QLatin1StringView, 19> words{
    "azure-vm"_L1,
    "azure-vmss"_L1,
    "app-service"_L1,
    "functions"_L1,
    "container-apps"_L1,
    "container-instances"_L1,
    "arc"_L1,
    "service-fabric"_L1,
    "machine-learning"_L1,
    "cloud-shell"_L1,
    "automation"_L1,
    "aks-pod"_L1,
    "azure-pipelines-hosted"_L1,
    "github-hosted"_L1,
    "docker-desktop"_L1,
    "container"_L1,
    "other-cloud"_L1,
    "workstation"_L1,
    "unknown"_L1,
};
static_assert(words.size() == std::size_t(HostKind::Unknown) + 1);

// Every virtual machine of Azure has this chassis asset tag and no other machine has.
constexpr auto azureAssetTag = "7783-7084-3265-9085-8269-3286-77"_L1;

// What a field of the firmware says on machines of other clouds; the first match counts.
struct CloudMark {
    QLatin1StringView cloud;
    QLatin1StringView text; // contained, without regard to case
};
constexpr std::array<CloudMark, 15> cloudMarks{{
    {"aws"_L1, "amazon"_L1},
    {"gcp"_L1, "google"_L1},
    {"oracle"_L1, "oraclecloud"_L1},
    {"alibaba"_L1, "alibaba cloud"_L1},
    {"digitalocean"_L1, "digitalocean"_L1},
    {"hetzner"_L1, "hetzner"_L1},
    {"scaleway"_L1, "scaleway"_L1},
    {"vultr"_L1, "vultr"_L1},
    {"linode"_L1, "linode"_L1},
    {"linode"_L1, "akamai"_L1},
    {"tencent"_L1, "tencent cloud"_L1},
    {"huawei"_L1, "huawei cloud"_L1},
    {"exoscale"_L1, "exoscale"_L1},
    {"upcloud"_L1, "upcloud"_L1},
    {"openstack"_L1, "openstack"_L1},
}};

class Detective {
public:
    explicit Detective(const Host &host)
        : m_host(host)
        , m_env(host.environment())
    {
        m_machine.platform = host.platform();
    }

    Machine run()
    {
        readFirmware();
        readMarks();
        readContradictions();
        m_machine.kind = kind();
        return m_machine;
    }

private:
    // Whether one of the variables is set; the first that is becomes evidence.
    bool set(const QStringList &names)
    {
        const QString found = m_env.firstSet(names);
        if (!found.isEmpty())
            note(found);
        return !found.isEmpty();
    }

    bool exists(const QString &path) const
    {
        const FileFacts::Kind kind = m_host.stat(path).kind;
        return kind != FileFacts::Kind::Missing && kind != FileFacts::Kind::Unknown;
    }

    QString firstExisting(const QStringList &paths)
    {
        for (const QString &path : paths) {
            if (exists(path)) {
                note(path);
                return path;
            }
        }
        return {};
    }

    // First line of a small file; null when it cannot be read.
    QString line(const QString &path) const
    {
        const auto content = m_host.readFile(path, 4096);
        if (!content)
            return {};
        // A file that is there and empty is not a file that is missing.
        const QString text = QString::fromUtf8(*content).trimmed();
        return text.isNull() ? u""_s : text;
    }

    void note(const QString &name)
    {
        if (!m_machine.evidence.contains(name))
            m_machine.evidence.append(name);
    }

    void readFirmware()
    {
        if (m_machine.platform != Platform::Linux)
            return;
        const QString folder = u"/sys/class/dmi/id/"_s;
        const QString tag = line(folder + u"chassis_asset_tag"_s);
        const QString vendor = line(folder + u"sys_vendor"_s);
        if (!tag.isNull())
            note(folder + u"chassis_asset_tag"_s);
        if (!vendor.isNull())
            note(folder + u"sys_vendor"_s);

        if (tag == azureAssetTag) {
            m_machine.azureVm = true;
            m_machine.saysAzure = true;
            return;
        }
        const bool fromMicrosoft = vendor.compare("Microsoft Corporation"_L1, Qt::CaseInsensitive) == 0;
        // Without the tag a vendor other than Microsoft is as good; Microsoft alone could be either.
        if (!tag.isNull() || (!vendor.isEmpty() && !fromMicrosoft)) {
            m_machine.azureVm = false;
            m_machine.firmware = fromMicrosoft ? u"Microsoft Corporation, but not Azure's asset tag"_s
                : vendor.isEmpty()             ? u"the asset tag is not Azure's"_s
                                               : vendor.left(60) + u", and the asset tag is not Azure's"_s;
        }

        for (const QString &field : {u"sys_vendor"_s, u"product_name"_s, u"chassis_asset_tag"_s,
                                     u"bios_vendor"_s, u"bios_version"_s, u"board_vendor"_s}) {
            const QString text = line(folder + field);
            for (const CloudMark &mark : cloudMarks) {
                if (text.contains(mark.text, Qt::CaseInsensitive)) {
                    note(folder + field);
                    m_machine.otherCloud = mark.cloud;
                    m_machine.azureVm = false;
                    m_machine.firmware = text.left(60);
                    return;
                }
            }
        }
    }

    void readMarks()
    {
        m_machine.himds = arcAgentProgram(m_host);
        if (!m_machine.himds.isEmpty())
            note(m_machine.himds);
        if (m_machine.platform == Platform::Windows) {
            const QString drive = m_env.has(u"SystemDrive"_s) ? m_env.value(u"SystemDrive"_s) : u"C:"_s;
            m_machine.guestProxyAgent = firstExisting(
                {drive + u"\\WindowsAzure\\ProxyAgent"_s, drive + u"\\WindowsAzure\\ProxyAgent\\Logs"_s});
            // The folder of the guest agent; Azure puts it on every Windows machine.
            if (!m_machine.guestProxyAgent.isEmpty()
                || !firstExisting({drive + u"\\WindowsAzure"_s, drive + u"\\WindowsAzure\\Logs"_s}).isEmpty())
                m_machine.saysAzure = true;
        } else if (m_machine.platform == Platform::Linux) {
            m_machine.guestProxyAgent =
                firstExisting({u"/var/lib/azure-proxy-agent"_s, u"/var/log/azure-proxy-agent"_s});
            if (!m_machine.guestProxyAgent.isEmpty())
                m_machine.saysAzure = true;
            // The Linux agent is in many images that never saw Azure; its state folder holds the
            // machine's configuration only where it ran.
            if (!m_machine.azureVm
                && !firstExisting({u"/var/lib/waagent/ovf-env.xml"_s, u"/var/lib/waagent/GoalState.1.xml"_s})
                        .isEmpty())
                m_machine.saysAzure = true;
        }

        m_machine.inKubernetes = set({u"KUBERNETES_SERVICE_HOST"_s});
        m_machine.inContainer = m_machine.inKubernetes;
        if (m_machine.platform == Platform::Linux) {
            if (!firstExisting({u"/.dockerenv"_s, u"/run/.containerenv"_s}).isEmpty()
                || set({u"container"_s}))
                m_machine.inContainer = true;
            m_kernel = line(u"/proc/version"_s);
            m_machine.inWsl = set({u"WSL_DISTRO_NAME"_s, u"WSL_INTEROP"_s});
        }
        m_machine.inPipeline = set({u"TF_BUILD"_s, u"GITHUB_ACTIONS"_s});
    }

    // A job of a pool that Microsoft runs. The names are those the service gives its agents.
    bool isMicrosoftHostedAgent() const
    {
        if (!m_env.has(u"TF_BUILD"_s) || m_env.value(u"AGENT_ISSELFHOSTED"_s) == "1"_L1)
            return false;
        static const QRegularExpression hosted(u"\\A(Azure Pipelines( \\d+)?|Hosted Agent( \\d+)?)\\z"_s,
                                               QRegularExpression::CaseInsensitiveOption);
        return m_env.value(u"AGENT_ISSELFHOSTED"_s) == "0"_L1
            || hosted.match(m_env.value(u"AGENT_NAME"_s)).hasMatch();
    }

    bool isGitHubHostedRunner() const
    {
        // Runners say themselves what they are; those that are too old to are taken for GitHub's.
        return m_env.has(u"GITHUB_ACTIONS"_s)
            && m_env.value(u"RUNNER_ENVIRONMENT"_s).compare("self-hosted"_L1, Qt::CaseInsensitive) != 0;
    }

    bool isDockerDesktop() const
    {
        // Its virtual machine runs LinuxKit, or a WSL kernel below a container.
        return m_machine.inContainer && !m_machine.inKubernetes
            && (m_kernel.contains("linuxkit"_L1, Qt::CaseInsensitive)
                || m_kernel.contains("microsoft-standard-WSL"_L1, Qt::CaseInsensitive));
    }

    bool any(const QStringList &names) const { return !m_env.firstSet(names).isEmpty(); }

    bool has(Contradiction::Kind kind) const
    {
        return std::any_of(m_machine.contradictions.begin(), m_machine.contradictions.end(),
                           [kind](const Contradiction &one) { return one.kind == kind; });
    }

    void readContradictions()
    {
        using Kind = Contradiction::Kind;
        const auto add = [this](Kind kind, const QStringList &variables, const QString &against) {
            m_machine.contradictions.append({kind, variables, against});
        };
        const bool hasEndpoint = m_env.has(u"IDENTITY_ENDPOINT"_s);
        const bool hasHeader = m_env.has(u"IDENTITY_HEADER"_s);
        const bool hasThumbprint = m_env.has(u"IDENTITY_SERVER_THUMBPRINT"_s);
        const bool hasImds = m_env.has(u"IMDS_ENDPOINT"_s);
        const bool hasOld = m_env.has(u"MSI_ENDPOINT"_s);

        if (hasEndpoint && !hasHeader && !hasImds)
            add(Kind::EndpointIncomplete, {u"IDENTITY_ENDPOINT"_s}, u"IDENTITY_HEADER"_s);
        if (!hasEndpoint && (hasHeader || hasThumbprint))
            add(Kind::EndpointIncomplete,
                {hasHeader ? u"IDENTITY_HEADER"_s : u"IDENTITY_SERVER_THUMBPRINT"_s}, u"IDENTITY_ENDPOINT"_s);
        if (!hasEndpoint && hasImds && m_machine.himds.isEmpty())
            add(Kind::EndpointIncomplete, {u"IMDS_ENDPOINT"_s}, u"IDENTITY_ENDPOINT"_s);
        if (!hasOld && m_env.has(u"MSI_SECRET"_s))
            add(Kind::EndpointIncomplete, {u"MSI_SECRET"_s}, u"MSI_ENDPOINT"_s);
        if (hasEndpoint && hasHeader && hasImds)
            add(Kind::SeveralEndpoints, {u"IDENTITY_ENDPOINT"_s, u"IDENTITY_HEADER"_s}, u"IMDS_ENDPOINT"_s);
        // App Service sets the old and the new names, to the same address.
        if (hasEndpoint && hasOld
            && m_env.value(u"IDENTITY_ENDPOINT"_s)
                    .compare(m_env.value(u"MSI_ENDPOINT"_s), Qt::CaseInsensitive)
                != 0)
            add(Kind::SeveralEndpoints, {u"IDENTITY_ENDPOINT"_s}, u"MSI_ENDPOINT"_s);

        const bool isAppService = any({u"WEBSITE_INSTANCE_ID"_s, u"WEBSITE_SITE_NAME"_s});
        const bool isContainerApp = any({u"CONTAINER_APP_NAME"_s, u"CONTAINER_APP_JOB_NAME"_s});
        const bool isAutomation = any({u"AUTOMATION_ASSET_SANDBOX_ID"_s, u"AUTOMATION_ASSET_ACCOUNTID"_s})
            || m_env.value(u"AZUREPS_HOST_ENVIRONMENT"_s)
                   .startsWith("AzureAutomation"_L1, Qt::CaseInsensitive);
        const bool isCloudShell = m_env.has(u"ACC_CLOUD"_s)
            || m_env.value(u"AZUREPS_HOST_ENVIRONMENT"_s).startsWith("cloud-shell"_L1, Qt::CaseInsensitive);
        const bool isFabric =
            any({u"Fabric_ApplicationName"_s, u"Fabric_NodeName"_s, u"Fabric_ApplicationId"_s});
        const bool isMachineLearning =
            any({u"AZUREML_RUN_ID"_s, u"AZUREML_WORKSPACE_ID"_s, u"AZUREML_ARM_WORKSPACE_NAME"_s,
                 u"DEFAULT_IDENTITY_CLIENT_ID"_s});
        if (int(isAppService) + int(isContainerApp) + int(isAutomation) + int(isCloudShell) > 1)
            add(Kind::SeveralServices,
                {m_env.firstSet({u"WEBSITE_INSTANCE_ID"_s, u"WEBSITE_SITE_NAME"_s, u"CONTAINER_APP_NAME"_s,
                                 u"CONTAINER_APP_JOB_NAME"_s})},
                m_env.firstSet({u"CONTAINER_APP_NAME"_s, u"CONTAINER_APP_JOB_NAME"_s,
                                u"AUTOMATION_ASSET_SANDBOX_ID"_s, u"AUTOMATION_ASSET_ACCOUNTID"_s,
                                u"AZUREPS_HOST_ENVIRONMENT"_s, u"ACC_CLOUD"_s}));

        // Only firmware that can be read tells that this is no service's sandbox.
        const bool namesEndpoint = (hasEndpoint && (hasHeader || hasImds)) || hasOld;
        const bool isService = isAppService || isContainerApp || isAutomation || isCloudShell || isFabric
            || isMachineLearning || !m_machine.himds.isEmpty();
        if (m_machine.azureVm && namesEndpoint && !isService) {
            QStringList variables;
            for (const QString &name :
                 {u"IDENTITY_ENDPOINT"_s, u"IDENTITY_HEADER"_s, u"IMDS_ENDPOINT"_s, u"MSI_ENDPOINT"_s,
                  u"MSI_SECRET"_s, u"IDENTITY_SERVER_THUMBPRINT"_s}) {
                if (m_env.has(name))
                    variables.append(name);
            }
            add(Kind::EndpointLeftover, variables,
                *m_machine.azureVm ? u"a virtual machine of Azure"_s : m_machine.firmware);
        }
        if (m_machine.azureVm == true && !m_machine.himds.isEmpty())
            add(Kind::ArcOnAzureVm, {}, m_machine.himds);
    }

    // From the service that is surest of itself to the one that could be any.
    HostKind kind()
    {
        const QString shellHost = m_env.value(u"AZUREPS_HOST_ENVIRONMENT"_s);
        if (shellHost.startsWith("cloud-shell"_L1, Qt::CaseInsensitive)) {
            note(u"AZUREPS_HOST_ENVIRONMENT"_s);
            return azure(HostKind::CloudShell);
        }
        if (set({u"ACC_CLOUD"_s}))
            return azure(HostKind::CloudShell);
        if (set({u"AUTOMATION_ASSET_SANDBOX_ID"_s, u"AUTOMATION_ASSET_ACCOUNTID"_s}))
            return azure(HostKind::Automation);
        if (shellHost.startsWith("AzureAutomation"_L1, Qt::CaseInsensitive)) {
            note(u"AZUREPS_HOST_ENVIRONMENT"_s);
            return azure(HostKind::Automation);
        }
        if (set({u"CONTAINER_APP_NAME"_s, u"CONTAINER_APP_JOB_NAME"_s})) {
            m_machine.inContainer = true;
            return azure(HostKind::ContainerApps);
        }
        if (set({u"WEBSITE_INSTANCE_ID"_s, u"WEBSITE_SITE_NAME"_s}))
            return azure(set({u"FUNCTIONS_EXTENSION_VERSION"_s, u"FUNCTIONS_WORKER_RUNTIME"_s})
                             ? HostKind::Functions
                             : HostKind::AppService);
        // Variables of an endpoint tell the service only where nothing speaks against it.
        const bool trustsEndpoint = !has(Contradiction::Kind::EndpointLeftover);
        if (trustsEndpoint && m_env.has(u"IDENTITY_ENDPOINT"_s) && set({u"IDENTITY_SERVER_THUMBPRINT"_s}))
            return azure(HostKind::ServiceFabric);
        if (set({u"AZUREML_RUN_ID"_s, u"AZUREML_WORKSPACE_ID"_s, u"AZUREML_ARM_WORKSPACE_NAME"_s})
            || (m_env.has(u"MSI_SECRET"_s) && m_env.has(u"MSI_ENDPOINT"_s)
                && set({u"DEFAULT_IDENTITY_CLIENT_ID"_s})))
            return azure(HostKind::MachineLearning);
        // An endpoint without a secret is Cloud Shell's; checked late, as the name alone is a weak mark.
        if (trustsEndpoint && m_env.has(u"MSI_ENDPOINT"_s) && !m_env.has(u"MSI_SECRET"_s)) {
            note(u"MSI_ENDPOINT"_s);
            return azure(HostKind::CloudShell);
        }
        if (trustsEndpoint && m_env.has(u"IDENTITY_ENDPOINT"_s) && m_env.has(u"IMDS_ENDPOINT"_s)) {
            note(u"IDENTITY_ENDPOINT"_s);
            note(u"IMDS_ENDPOINT"_s);
            return azure(HostKind::Arc);
        }
        if (isMicrosoftHostedAgent()) {
            note(m_env.firstSet({u"AGENT_NAME"_s, u"AGENT_ISSELFHOSTED"_s}));
            return azure(HostKind::AzurePipelinesHosted);
        }
        if (isGitHubHostedRunner()) {
            set({u"RUNNER_ENVIRONMENT"_s});
            return HostKind::GitHubHosted;
        }
        if (!m_machine.himds.isEmpty())
            return azure(HostKind::Arc);
        if (m_env.value(u"Fabric_ApplicationName"_s).startsWith("caas-"_L1)) {
            note(u"Fabric_ApplicationName"_s);
            m_machine.inContainer = true;
            return azure(HostKind::ContainerInstances);
        }
        if (m_machine.inKubernetes && m_machine.azureVm.value_or(true))
            return HostKind::AksPod;
        if (isDockerDesktop()) {
            note(u"/proc/version"_s);
            return HostKind::DockerDesktop;
        }
        if (m_machine.inContainer)
            return HostKind::Container;
        if (m_machine.saysAzure)
            return HostKind::AzureVm;
        if (!m_machine.otherCloud.isEmpty())
            return HostKind::OtherCloud;
        if (m_machine.inWsl || m_machine.platform == Platform::MacOs || m_machine.azureVm == false
            || set({u"SESSIONNAME"_s, u"WAYLAND_DISPLAY"_s, u"DISPLAY"_s}))
            return HostKind::Workstation;
        return HostKind::Unknown;
    }

    HostKind azure(HostKind kind)
    {
        m_machine.saysAzure = true;
        return kind;
    }

    const Host &m_host;
    const Environment &m_env;
    Machine m_machine;
    QString m_kernel;
};

} // namespace

QLatin1StringView toString(HostKind kind)
{
    return words[std::size_t(kind)];
}

QLatin1StringView toString(Contradiction::Kind kind)
{
    switch (kind) {
    case Contradiction::Kind::EndpointLeftover:
        return "endpoint-leftover"_L1;
    case Contradiction::Kind::EndpointIncomplete:
        return "endpoint-incomplete"_L1;
    case Contradiction::Kind::SeveralEndpoints:
        return "several-endpoints"_L1;
    case Contradiction::Kind::ArcOnAzureVm:
        return "arc-on-azure-vm"_L1;
    case Contradiction::Kind::SeveralServices:
        return "several-services"_L1;
    }
    Q_UNREACHABLE();
}

QString arcAgentProgram(const Host &host)
{
    QStringList paths;
    if (host.platform() == Platform::Windows) {
        const QString programs = host.environment().value(u"ProgramFiles"_s);
        paths = {(programs.isEmpty() ? u"C:\\Program Files"_s : programs)
                 + u"\\AzureConnectedMachineAgent\\himds.exe"_s};
    } else if (host.platform() == Platform::Linux) {
        paths = {u"/opt/azcmagent/bin/himds"_s, u"/var/opt/azcmagent/bin/himds"_s};
    }
    for (const QString &path : std::as_const(paths)) {
        const FileFacts::Kind kind = host.stat(path).kind;
        if (kind != FileFacts::Kind::Missing && kind != FileFacts::Kind::Unknown)
            return path;
    }
    return {};
}

Machine detectMachine(const Host &host)
{
    return Detective(host).run();
}

Machine refinedBy(Machine machine, const QString &resourceId)
{
    const auto of = [&resourceId](QLatin1StringView type) {
        return resourceId.contains("/providers/"_L1 + type, Qt::CaseInsensitive);
    };
    if (machine.kind == HostKind::AzureVm && of("Microsoft.Compute/virtualMachineScaleSets/"_L1)) {
        machine.kind = HostKind::AzureVmss;
    } else if (machine.kind == HostKind::Unknown || machine.kind == HostKind::Container) {
        // Inside a container on a machine of Azure the answer is the machine's: then it stays a container.
        if (of("Microsoft.ContainerInstance/containerGroups/"_L1))
            machine.kind = HostKind::ContainerInstances;
        else if (machine.kind == HostKind::Unknown && of("Microsoft.Compute/virtualMachineScaleSets/"_L1))
            machine.kind = HostKind::AzureVmss;
        else if (machine.kind == HostKind::Unknown && of("Microsoft.Compute/virtualMachines/"_L1))
            machine.kind = HostKind::AzureVm;
        else
            return machine;
        machine.saysAzure = true;
    }
    return machine;
}

} // namespace signet
