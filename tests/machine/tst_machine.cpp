#include "core/machine/machine.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

const QString azureTag = u"7783-7084-3265-9085-8269-3286-77\n"_s;
const QString tagFile = u"/sys/class/dmi/id/chassis_asset_tag"_s;
const QString vendorFile = u"/sys/class/dmi/id/sys_vendor"_s;

QJsonObject azureFiles()
{
    return {{tagFile, azureTag}, {vendorFile, u"Microsoft Corporation\n"_s}};
}

Machine machineOf(const QJsonObject &env, const QJsonObject &files, const QString &platform)
{
    const auto image = HostImage::fromJson(
        {{u"platform"_s, platform}, {u"clock"_s, 1790000000}, {u"env"_s, env}, {u"files"_s, files}});
    return detectMachine(Host::from(*image));
}

} // namespace

class TestMachine final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void machineIsTold_data()
    {
        QTest::addColumn<QJsonObject>("env");
        QTest::addColumn<QJsonObject>("files");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("evidence");
        QTest::addColumn<bool>("saysAzure");
        QTest::addColumn<QString>("platform");
        const QString onLinux = u"linux"_s;
        const QString onWindows = u"windows"_s;
        const QJsonObject none;

        QTest::addRow("nothing at all") << none << none << u"unknown"_s << QString() << false << onLinux;
        QTest::addRow("azure vm") << none << azureFiles() << u"azure-vm"_s << tagFile << true << onLinux;
        QTest::addRow("azure vm, vendor unreadable")
            << none << QJsonObject{{tagFile, azureTag}, {vendorFile, QJsonObject{{u"errno"_s, u"EACCES"_s}}}}
            << u"azure-vm"_s << tagFile << true << onLinux;
        QTest::addRow("hyper-v at home")
            << none << QJsonObject{{tagFile, u"1234-5678\n"_s}, {vendorFile, u"Microsoft Corporation\n"_s}}
            << u"workstation"_s << tagFile << false << onLinux;
        QTest::addRow("laptop") << none << QJsonObject{{tagFile, u"No Asset Tag\n"_s}} << u"workstation"_s
                                << tagFile << false << onLinux;
        QTest::addRow("dell without asset tag") << none << QJsonObject{{vendorFile, u"Dell Inc.\n"_s}}
                                                << u"workstation"_s << vendorFile << false << onLinux;
        QTest::addRow("microsoft without asset tag")
            << none << QJsonObject{{vendorFile, u"Microsoft Corporation\n"_s}} << u"unknown"_s << vendorFile
            << false << onLinux;
        QTest::addRow("amazon") << none << QJsonObject{{vendorFile, u"Amazon EC2\n"_s}} << u"other-cloud"_s
                                << vendorFile << false << onLinux;
        QTest::addRow("google") << none
                                << QJsonObject{{vendorFile, u"Google\n"_s},
                                               {u"/sys/class/dmi/id/product_name"_s,
                                                u"Google Compute Engine\n"_s}}
                                << u"other-cloud"_s << vendorFile << false << onLinux;
        QTest::addRow("oracle") << none
                                << QJsonObject{{vendorFile, u"QEMU\n"_s}, {tagFile, u"OracleCloud.com\n"_s}}
                                << u"other-cloud"_s << tagFile << false << onLinux;
        QTest::addRow("windows in azure")
            << none << QJsonObject{{u"C:\\WindowsAzure"_s, QJsonObject{{u"dir"_s, true}}}} << u"azure-vm"_s
            << u"C:\\WindowsAzure"_s << true << onWindows;
        QTest::addRow("windows workstation") << QJsonObject{{u"SESSIONNAME"_s, u"Console"_s}} << none
                                             << u"workstation"_s << u"SESSIONNAME"_s << false << onWindows;
        QTest::addRow("mac") << none << none << u"workstation"_s << QString() << false << u"macos"_s;
        QTest::addRow("wsl") << QJsonObject{{u"WSL_DISTRO_NAME"_s, u"Ubuntu"_s}} << none << u"workstation"_s
                             << u"WSL_DISTRO_NAME"_s << false << onLinux;

        QTest::addRow("app service") << QJsonObject{{u"WEBSITE_INSTANCE_ID"_s, u"x"_s},
                                                    {u"WEBSITE_SITE_NAME"_s, u"app"_s}}
                                     << none << u"app-service"_s << u"WEBSITE_INSTANCE_ID"_s << true
                                     << onLinux;
        QTest::addRow("functions") << QJsonObject{{u"WEBSITE_SITE_NAME"_s, u"app"_s},
                                                  {u"FUNCTIONS_EXTENSION_VERSION"_s, u"~4"_s}}
                                   << none << u"functions"_s << u"FUNCTIONS_EXTENSION_VERSION"_s << true
                                   << onLinux;
        QTest::addRow("container app")
            << QJsonObject{{u"CONTAINER_APP_NAME"_s, u"ca"_s}, {u"KUBERNETES_SERVICE_HOST"_s, u"1"_s}} << none
            << u"container-apps"_s << u"CONTAINER_APP_NAME"_s << true << onLinux;
        QTest::addRow("container app job")
            << QJsonObject{{u"CONTAINER_APP_JOB_NAME"_s, u"job"_s}} << none << u"container-apps"_s
            << u"CONTAINER_APP_JOB_NAME"_s << true << onLinux;
        QTest::addRow("container instance")
            << QJsonObject{{u"Fabric_ApplicationName"_s, u"caas-0123"_s}} << none << u"container-instances"_s
            << u"Fabric_ApplicationName"_s << true << onLinux;
        QTest::addRow("arc by variables")
            << QJsonObject{{u"IDENTITY_ENDPOINT"_s, u"http://localhost:40342/x"_s},
                           {u"IMDS_ENDPOINT"_s, u"http://localhost:40342"_s}}
            << none << u"arc"_s << u"IMDS_ENDPOINT"_s << true << onLinux;
        QTest::addRow("arc by file") << none << QJsonObject{{u"/opt/azcmagent/bin/himds"_s, u"elf"_s}}
                                     << u"arc"_s << u"/opt/azcmagent/bin/himds"_s << true << onLinux;
        QTest::addRow("arc on windows")
            << QJsonObject{{u"ProgramFiles"_s, u"D:\\Programs"_s}}
            << QJsonObject{{u"D:\\Programs\\AzureConnectedMachineAgent\\himds.exe"_s, u"mz"_s}} << u"arc"_s
            << u"D:\\Programs\\AzureConnectedMachineAgent\\himds.exe"_s << true << onWindows;
        QTest::addRow("service fabric")
            << QJsonObject{{u"IDENTITY_ENDPOINT"_s, u"https://localhost:2377/x"_s},
                           {u"IDENTITY_HEADER"_s, u"h"_s},
                           {u"IDENTITY_SERVER_THUMBPRINT"_s, u"00"_s}}
            << none << u"service-fabric"_s << u"IDENTITY_SERVER_THUMBPRINT"_s << true << onLinux;
        QTest::addRow("machine learning")
            << QJsonObject{{u"MSI_ENDPOINT"_s, u"http://127.0.0.1:46808/MSI/auth"_s},
                           {u"MSI_SECRET"_s, u"s"_s},
                           {u"DEFAULT_IDENTITY_CLIENT_ID"_s, u"c"_s}}
            << none << u"machine-learning"_s << u"DEFAULT_IDENTITY_CLIENT_ID"_s << true << onLinux;
        QTest::addRow("cloud shell") << QJsonObject{{u"MSI_ENDPOINT"_s,
                                                     u"http://localhost:50342/oauth2/token"_s},
                                                    {u"AZUREPS_HOST_ENVIRONMENT"_s, u"cloud-shell/1.0"_s}}
                                     << none << u"cloud-shell"_s << u"AZUREPS_HOST_ENVIRONMENT"_s << true
                                     << onLinux;
        QTest::addRow("endpoint without secret")
            << QJsonObject{{u"MSI_ENDPOINT"_s, u"http://localhost:50342/oauth2/token"_s}} << none
            << u"cloud-shell"_s << u"MSI_ENDPOINT"_s << true << onLinux;
        QTest::addRow("automation") << QJsonObject{{u"AUTOMATION_ASSET_SANDBOX_ID"_s, u"1"_s}} << none
                                    << u"automation"_s << u"AUTOMATION_ASSET_SANDBOX_ID"_s << true
                                    << onWindows;
        QTest::addRow("pod") << QJsonObject{{u"KUBERNETES_SERVICE_HOST"_s, u"10.0.0.1"_s}} << none
                             << u"aks-pod"_s << u"KUBERNETES_SERVICE_HOST"_s << false << onLinux;
        QTest::addRow("pod on amazon") << QJsonObject{{u"KUBERNETES_SERVICE_HOST"_s, u"10.0.0.1"_s}}
                                       << QJsonObject{{vendorFile, u"Amazon EC2\n"_s}} << u"container"_s
                                       << u"KUBERNETES_SERVICE_HOST"_s << false << onLinux;

        QTest::addRow("hosted agent")
            << QJsonObject{{u"TF_BUILD"_s, u"True"_s}, {u"AGENT_NAME"_s, u"Azure Pipelines 4"_s}}
            << azureFiles() << u"azure-pipelines-hosted"_s << u"AGENT_NAME"_s << true << onLinux;
        QTest::addRow("own agent on an azure vm")
            << QJsonObject{{u"TF_BUILD"_s, u"True"_s}, {u"AGENT_NAME"_s, u"vm-agent-01"_s}} << azureFiles()
            << u"azure-vm"_s << tagFile << true << onLinux;
        QTest::addRow("own agent with a deceptive name")
            << QJsonObject{{u"TF_BUILD"_s, u"True"_s},
                           {u"AGENT_NAME"_s, u"Azure Pipelines 4"_s},
                           {u"AGENT_ISSELFHOSTED"_s, u"1"_s}}
            << azureFiles() << u"azure-vm"_s << tagFile << true << onLinux;
        QTest::addRow("github runner")
            << QJsonObject{{u"GITHUB_ACTIONS"_s, u"true"_s}, {u"RUNNER_ENVIRONMENT"_s, u"github-hosted"_s}}
            << azureFiles() << u"github-hosted"_s << u"RUNNER_ENVIRONMENT"_s << true << onLinux;
        QTest::addRow("own github runner on an azure vm")
            << QJsonObject{{u"GITHUB_ACTIONS"_s, u"true"_s}, {u"RUNNER_ENVIRONMENT"_s, u"self-hosted"_s}}
            << azureFiles() << u"azure-vm"_s << tagFile << true << onLinux;

        QTest::addRow("container") << none << QJsonObject{{u"/.dockerenv"_s, u""_s}} << u"container"_s
                                   << u"/.dockerenv"_s << false << onLinux;
        QTest::addRow("container on an azure vm")
            << none << QJsonObject{{u"/.dockerenv"_s, u""_s}, {tagFile, azureTag}} << u"container"_s
            << tagFile << true << onLinux;
        QTest::addRow("podman") << QJsonObject{{u"container"_s, u"podman"_s}} << none << u"container"_s
                                << u"container"_s << false << onLinux;
        QTest::addRow("docker desktop")
            << none
            << QJsonObject{{u"/.dockerenv"_s, u""_s},
                           {u"/proc/version"_s, u"Linux version 6.6.12-linuxkit (root@x)\n"_s}}
            << u"docker-desktop"_s << u"/proc/version"_s << false << onLinux;
    }

    void machineIsTold()
    {
        QFETCH(QJsonObject, env);
        QFETCH(QJsonObject, files);
        QFETCH(QString, kind);
        QFETCH(QString, evidence);
        QFETCH(bool, saysAzure);
        QFETCH(QString, platform);
        const Machine machine = machineOf(env, files, platform);
        QCOMPARE(QString(toString(machine.kind)), kind);
        QVERIFY2(evidence.isEmpty() || machine.evidence.contains(evidence),
                 qPrintable(machine.evidence.join(u", "_s)));
        QCOMPARE(machine.saysAzure, saysAzure);
    }

    void contradictionsAreTold_data()
    {
        QTest::addColumn<QJsonObject>("env");
        QTest::addColumn<QJsonObject>("files");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("contradictions");
        const QString local = u"http://127.0.0.1:41741/msi/token"_s;
        const QJsonObject laptop{{tagFile, u"No Asset Tag\n"_s}};
        const QJsonObject none;
        const QJsonObject appService{{u"IDENTITY_ENDPOINT"_s, local}, {u"IDENTITY_HEADER"_s, u"h"_s}};
        const QJsonObject shell{{u"MSI_ENDPOINT"_s, local}};
        const QJsonObject arc{{u"IDENTITY_ENDPOINT"_s, local}, {u"IMDS_ENDPOINT"_s, local}};
        const auto also = [](QJsonObject object, const QString &name, const QJsonValue &value) {
            object[name] = value;
            return object;
        };

        QTest::addRow("nothing") << none << none << u"unknown"_s << QString();
        QTest::addRow("app service variables on a laptop")
            << appService << laptop << u"workstation"_s << u"endpoint-leftover"_s;
        QTest::addRow("app service variables on an azure vm")
            << appService << azureFiles() << u"azure-vm"_s << u"endpoint-leftover"_s;
        QTest::addRow("cloud shell variable on a laptop")
            << shell << laptop << u"workstation"_s << u"endpoint-leftover"_s;
        QTest::addRow("arc variables without agent on a laptop")
            << arc << laptop << u"workstation"_s << u"endpoint-leftover"_s;
        QTest::addRow("arc variables with agent")
            << arc << also(laptop, u"/opt/azcmagent/bin/himds"_s, u"elf"_s) << u"arc"_s << QString();
        QTest::addRow("service fabric node")
            << also(also(appService, u"IDENTITY_SERVER_THUMBPRINT"_s, u"00"_s), u"Fabric_NodeName"_s, u"n"_s)
            << azureFiles() << u"service-fabric"_s << QString();
        QTest::addRow("service fabric variables on a laptop")
            << also(appService, u"IDENTITY_SERVER_THUMBPRINT"_s, u"00"_s) << laptop << u"workstation"_s
            << u"endpoint-leftover"_s;
        QTest::addRow("app service itself") << also(appService, u"WEBSITE_SITE_NAME"_s, u"a"_s)
                                            << azureFiles() << u"app-service"_s << QString();
        QTest::addRow("firmware cannot be read") << appService << none << u"unknown"_s << QString();
        QTest::addRow("endpoint alone") << QJsonObject{{u"IDENTITY_ENDPOINT"_s, local}} << laptop
                                        << u"workstation"_s << u"endpoint-incomplete"_s;
        QTest::addRow("header alone") << QJsonObject{{u"IDENTITY_HEADER"_s, u"h"_s}} << none << u"unknown"_s
                                      << u"endpoint-incomplete"_s;
        QTest::addRow("secret alone")
            << QJsonObject{{u"MSI_SECRET"_s, u"h"_s}} << none << u"unknown"_s << u"endpoint-incomplete"_s;
        QTest::addRow("app service and arc")
            << also(appService, u"IMDS_ENDPOINT"_s, local) << none << u"arc"_s << u"several-endpoints"_s;
        QTest::addRow("old and new names of app service")
            << also(also(also(appService, u"MSI_ENDPOINT"_s, local), u"MSI_SECRET"_s, u"h"_s),
                    u"WEBSITE_SITE_NAME"_s, u"a"_s)
            << none << u"app-service"_s << QString();
        QTest::addRow("app service and container app")
            << QJsonObject{{u"WEBSITE_SITE_NAME"_s, u"a"_s}, {u"CONTAINER_APP_NAME"_s, u"c"_s}} << none
            << u"container-apps"_s << u"several-services"_s;
        QTest::addRow("arc agent on an azure vm")
            << none << also(azureFiles(), u"/opt/azcmagent/bin/himds"_s, u"elf"_s) << u"arc"_s
            << u"arc-on-azure-vm"_s;
    }

    void contradictionsAreTold()
    {
        QFETCH(QJsonObject, env);
        QFETCH(QJsonObject, files);
        QFETCH(QString, kind);
        QFETCH(QString, contradictions);
        const Machine machine = machineOf(env, files, u"linux"_s);
        QCOMPARE(QString(toString(machine.kind)), kind);
        QStringList told;
        for (const Contradiction &one : machine.contradictions) {
            told << toString(one.kind);
            QVERIFY(!one.against.isEmpty());
        }
        QCOMPARE(told.join(u' '), contradictions);
    }

    void evidenceNeverHoldsAValue()
    {
        const Machine machine = machineOf({{u"IDENTITY_ENDPOINT"_s, u"https://localhost:2377/secretpath"_s},
                                           {u"IDENTITY_HEADER"_s, u"topsecret"_s},
                                           {u"IDENTITY_SERVER_THUMBPRINT"_s, u"aabbcc"_s}},
                                          {}, u"linux"_s);
        const QString all = machine.evidence.join(u' ');
        QVERIFY(!all.contains("topsecret"_L1) && !all.contains("secretpath"_L1)
                && !all.contains("aabbcc"_L1));
    }

    void firmwareSaysWhetherItIsAzure()
    {
        QCOMPARE(machineOf({}, azureFiles(), u"linux"_s).azureVm, std::optional(true));
        QCOMPARE(machineOf({}, {{tagFile, u"\n"_s}}, u"linux"_s).azureVm, std::optional(false));
        QCOMPARE(machineOf({}, {}, u"linux"_s).azureVm, std::nullopt);
        QCOMPARE(machineOf({}, {{vendorFile, u"Microsoft Corporation"_s}}, u"linux"_s).azureVm, std::nullopt);
    }

    void resourceIdRefinesTheKind_data()
    {
        QTest::addColumn<MachineKind>("before");
        QTest::addColumn<QString>("type");
        QTest::addColumn<MachineKind>("after");
        QTest::addRow("scale set") << MachineKind::AzureVm
                                   << u"Microsoft.Compute/virtualMachineScaleSets/ss"_s
                                   << MachineKind::AzureVmss;
        QTest::addRow("machine") << MachineKind::AzureVm << u"Microsoft.Compute/virtualMachines/vm"_s
                                 << MachineKind::AzureVm;
        QTest::addRow("unreadable firmware")
            << MachineKind::Unknown << u"microsoft.compute/virtualmachines/vm"_s << MachineKind::AzureVm;
        QTest::addRow("container group")
            << MachineKind::Container << u"Microsoft.ContainerInstance/containerGroups/g"_s
            << MachineKind::ContainerInstances;
        QTest::addRow("container on a machine")
            << MachineKind::Container << u"Microsoft.Compute/virtualMachines/vm"_s << MachineKind::Container;
        QTest::addRow("something new")
            << MachineKind::Unknown << u"Microsoft.New/things/t"_s << MachineKind::Unknown;
    }

    void resourceIdRefinesTheKind()
    {
        QFETCH(MachineKind, before);
        QFETCH(QString, type);
        QFETCH(MachineKind, after);
        Machine machine;
        machine.kind = before;
        const QString id =
            u"/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/rg/providers/"_s + type;
        QCOMPARE(QString(toString(refinedBy(machine, id).kind)), QString(toString(after)));
    }
};

QTEST_GUILESS_MAIN(TestMachine)

#include "tst_machine.moc"
