#include "core/machine/machine.h"

#include "core/machine/machinemarks.h"
#include "core/result/enumwords.h"
#include "core/result/reason.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

class MachineDetection {
public:
    explicit MachineDetection(const Host &host)
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
    bool set(const QStringList &names) { return noteIfAny(m_env.firstSet(names)); }

    // Whether a variable marks that kind of machine; it becomes evidence.
    bool isMarked(MachineKind kind, VariableMark::Weight least = VariableMark::Weight::Supporting)
    {
        return noteIfAny(markOf(kind, m_env, least));
    }

    bool noteIfAny(const QString &name)
    {
        if (!name.isEmpty())
            note(name);
        return !name.isEmpty();
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
            m_machine.firmware = fromMicrosoft
                ? reasonText(QT_TRANSLATE_NOOP("Reason", "Microsoft Corporation, but not Azure's asset tag"))
                : vendor.isEmpty() ? reasonText(QT_TRANSLATE_NOOP("Reason", "the asset tag is not Azure's"))
                                   : reasonText(reasons::foreignFirmware, vendor.left(60));
        }

        for (const QString &field : {u"sys_vendor"_s, u"product_name"_s, u"chassis_asset_tag"_s,
                                     u"bios_vendor"_s, u"bios_version"_s, u"board_vendor"_s}) {
            const QString text = line(folder + field);
            for (const FirmwareMark &mark : firmwareMarks()) {
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

        m_machine.inKubernetes = isMarked(MachineKind::AksPod);
        m_machine.inContainer = m_machine.inKubernetes;
        if (m_machine.platform == Platform::Linux) {
            if (!firstExisting({u"/.dockerenv"_s, u"/run/.containerenv"_s}).isEmpty()
                || isMarked(MachineKind::Container))
                m_machine.inContainer = true;
            m_kernel = line(u"/proc/version"_s);
            m_machine.inWsl = set({u"WSL_DISTRO_NAME"_s, u"WSL_INTEROP"_s});
        }
        m_machine.inPipeline =
            isMarked(MachineKind::AzurePipelinesHosted) || isMarked(MachineKind::GitHubHosted);
    }

    bool isDockerDesktop() const
    {
        // Its virtual machine runs LinuxKit, or a WSL kernel below a container.
        return m_machine.inContainer && !m_machine.inKubernetes
            && (m_kernel.contains("linuxkit"_L1, Qt::CaseInsensitive)
                || m_kernel.contains("microsoft-standard-WSL"_L1, Qt::CaseInsensitive));
    }

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

        // Services that never come together, by the first mark of each.
        QStringList services;
        for (const MachineKind service : {MachineKind::AppService, MachineKind::ContainerApps,
                                          MachineKind::Automation, MachineKind::CloudShell}) {
            if (const QString mark = markOf(service, m_env, VariableMark::Weight::Sure); !mark.isEmpty())
                services.append(mark);
        }
        if (services.size() > 1)
            add(Kind::SeveralServices, {services[0]}, services[1]);

        // Only readable firmware proves that this is not the sandbox of a service.
        const bool namesEndpoint = (hasEndpoint && (hasHeader || hasImds)) || hasOld;
        const bool isService = !services.isEmpty() || !m_machine.himds.isEmpty()
            || !markOf(MachineKind::ServiceFabric, m_env).isEmpty()
            || !markOf(MachineKind::MachineLearning, m_env).isEmpty();
        if (m_machine.azureVm && namesEndpoint && !isService) {
            QStringList variables;
            for (const QString &name :
                 {u"IDENTITY_ENDPOINT"_s, u"IDENTITY_HEADER"_s, u"IMDS_ENDPOINT"_s, u"MSI_ENDPOINT"_s,
                  u"MSI_SECRET"_s, u"IDENTITY_SERVER_THUMBPRINT"_s}) {
                if (m_env.has(name))
                    variables.append(name);
            }
            add(Kind::EndpointLeftover, variables,
                *m_machine.azureVm ? reasonText(QT_TRANSLATE_NOOP("Reason", "an Azure virtual machine"))
                                   : m_machine.firmware);
        }
        if (m_machine.azureVm == true && !m_machine.himds.isEmpty())
            add(Kind::ArcOnAzureVm, {}, m_machine.himds);
    }

    // From the most specific service to the most general.
    MachineKind kind()
    {
        using enum VariableMark::Weight;
        if (isMarked(MachineKind::CloudShell, Sure))
            return azure(MachineKind::CloudShell);
        if (isMarked(MachineKind::Automation, Sure))
            return azure(MachineKind::Automation);
        if (isMarked(MachineKind::ContainerApps, Sure)) {
            m_machine.inContainer = true;
            return azure(MachineKind::ContainerApps);
        }
        if (isMarked(MachineKind::AppService, Sure))
            return azure(isMarked(MachineKind::Functions) ? MachineKind::Functions : MachineKind::AppService);
        // Variables of an endpoint identify the service only if nothing contradicts them.
        const bool trustsEndpoint = !has(Contradiction::Kind::EndpointLeftover);
        if (trustsEndpoint && m_env.has(u"IDENTITY_ENDPOINT"_s) && set({u"IDENTITY_SERVER_THUMBPRINT"_s}))
            return azure(MachineKind::ServiceFabric);
        if (isMarked(MachineKind::MachineLearning, Sure)
            || (m_env.has(u"MSI_SECRET"_s) && m_env.has(u"MSI_ENDPOINT"_s)
                && isMarked(MachineKind::MachineLearning)))
            return azure(MachineKind::MachineLearning);
        // An endpoint without a secret is Cloud Shell's; checked late, as the name alone is a weak mark.
        if (trustsEndpoint && m_env.has(u"MSI_ENDPOINT"_s) && !m_env.has(u"MSI_SECRET"_s)) {
            note(u"MSI_ENDPOINT"_s);
            return azure(MachineKind::CloudShell);
        }
        if (trustsEndpoint && m_env.has(u"IDENTITY_ENDPOINT"_s) && m_env.has(u"IMDS_ENDPOINT"_s)) {
            note(u"IDENTITY_ENDPOINT"_s);
            note(u"IMDS_ENDPOINT"_s);
            return azure(MachineKind::Arc);
        }
        if (isMicrosoftHostedAgent(m_env)) {
            note(m_env.firstSet({u"AGENT_NAME"_s, u"AGENT_ISSELFHOSTED"_s}));
            return azure(MachineKind::AzurePipelinesHosted);
        }
        if (isGitHubHostedRunner(m_env)) {
            set({u"RUNNER_ENVIRONMENT"_s});
            return MachineKind::GitHubHosted;
        }
        if (!m_machine.himds.isEmpty())
            return azure(MachineKind::Arc);
        if (isMarked(MachineKind::ContainerInstances)) {
            m_machine.inContainer = true;
            return azure(MachineKind::ContainerInstances);
        }
        if (m_machine.inKubernetes && m_machine.azureVm.value_or(true))
            return MachineKind::AksPod;
        if (isDockerDesktop()) {
            note(u"/proc/version"_s);
            return MachineKind::DockerDesktop;
        }
        if (m_machine.inContainer)
            return MachineKind::Container;
        if (m_machine.saysAzure)
            return MachineKind::AzureVm;
        if (!m_machine.otherCloud.isEmpty())
            return MachineKind::OtherCloud;
        if (m_machine.inWsl || m_machine.platform == Platform::MacOs || m_machine.azureVm == false
            || isMarked(MachineKind::Workstation))
            return MachineKind::Workstation;
        return MachineKind::Unknown;
    }

    MachineKind azure(MachineKind kind)
    {
        m_machine.saysAzure = true;
        return kind;
    }

    const Host &m_host;
    const Environment &m_env;
    Machine m_machine;
    QString m_kernel;
};

constexpr EnumWords contradictionWords{
    Contradiction::Kind::SeveralServices,
    std::array{
        EnumWord{Contradiction::Kind::EndpointLeftover, "endpoint-leftover"_L1},
        EnumWord{Contradiction::Kind::EndpointIncomplete, "endpoint-incomplete"_L1},
        EnumWord{Contradiction::Kind::SeveralEndpoints, "several-endpoints"_L1},
        EnumWord{Contradiction::Kind::ArcOnAzureVm, "arc-on-azure-vm"_L1},
        EnumWord{Contradiction::Kind::SeveralServices, "several-services"_L1},
    }};

} // namespace

QLatin1StringView toString(Contradiction::Kind kind)
{
    return contradictionWords[kind];
}

Machine detectMachine(const Host &host)
{
    return MachineDetection(host).run();
}

Machine refinedBy(Machine machine, const QString &resourceId)
{
    const auto of = [&resourceId](QLatin1StringView type) {
        return resourceId.contains("/providers/"_L1 + type, Qt::CaseInsensitive);
    };
    if (machine.kind == MachineKind::AzureVm && of("Microsoft.Compute/virtualMachineScaleSets/"_L1)) {
        machine.kind = MachineKind::AzureVmss;
    } else if (machine.kind == MachineKind::Unknown || machine.kind == MachineKind::Container) {
        // Inside a container on a machine of Azure the answer is the machine's: then it stays a container.
        if (of("Microsoft.ContainerInstance/containerGroups/"_L1))
            machine.kind = MachineKind::ContainerInstances;
        else if (machine.kind == MachineKind::Unknown && of("Microsoft.Compute/virtualMachineScaleSets/"_L1))
            machine.kind = MachineKind::AzureVmss;
        else if (machine.kind == MachineKind::Unknown && of("Microsoft.Compute/virtualMachines/"_L1))
            machine.kind = MachineKind::AzureVm;
        else
            return machine;
        machine.saysAzure = true;
    }
    return machine;
}

} // namespace signet
