#include "core/identity/providerdifference.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

Host hostWith(const QJsonObject &env, const QJsonObject &files, const QString &platform)
{
    return Host::from(*HostImage::fromJson(
        {{u"platform"_s, platform}, {u"clock"_s, 1790000000}, {u"env"_s, env}, {u"files"_s, files}}));
}

} // namespace

class TestProviderDifference final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatTheProviderDoesOtherwiseIsTold_data()
    {
        QTest::addColumn<QJsonObject>("env");
        QTest::addColumn<QJsonObject>("files");
        QTest::addColumn<QString>("platform");
        QTest::addColumn<bool>("hasClientId");
        QTest::addColumn<QString>("kinds");
        const QJsonObject none;
        const auto row = [](const char *name, const QJsonObject &env, const QJsonObject &files,
                            const QString &kinds, const QString &platform = u"linux"_s,
                            bool hasClientId = false) {
            QTest::addRow("%s", name) << env << files << platform << hasClientId << kinds;
        };
        const QJsonObject arc{{u"IDENTITY_ENDPOINT"_s, u"http://localhost:40342/x"_s},
                              {u"IMDS_ENDPOINT"_s, u"http://localhost:40342"_s}};
        row("ordinary machine", none, none, {});
        row("app service",
            {{u"IDENTITY_ENDPOINT"_s, u"http://127.0.0.1:41741/"_s}, {u"IDENTITY_HEADER"_s, u"h"_s}}, none,
            {});
        row("app service, endpoint elsewhere",
            {{u"IDENTITY_ENDPOINT"_s, u"http://10.0.0.4/"_s}, {u"IDENTITY_HEADER"_s, u"h"_s}}, none,
            u"secret-would-leave"_s);
        row("app service without variables", {{u"WEBSITE_SITE_NAME"_s, u"a"_s}}, none,
            u"asks-metadata-service"_s);
        row("older app service",
            {{u"MSI_ENDPOINT"_s, u"http://127.0.0.1:1/"_s},
             {u"MSI_SECRET"_s, u"s"_s},
             {u"WEBSITE_SITE_NAME"_s, u"a"_s}},
            none, {});
        row("older app service, variable of azure ml",
            {{u"MSI_ENDPOINT"_s, u"http://127.0.0.1:1/"_s},
             {u"MSI_SECRET"_s, u"s"_s},
             {u"WEBSITE_SITE_NAME"_s, u"a"_s},
             {u"DEFAULT_IDENTITY_CLIENT_ID"_s, u"c0ffee11-2233-4455-8677-8899aabbccdd"_s}},
            none, u"calls-it-machine-learning"_s);
        row("authority host", {{u"AZURE_POD_IDENTITY_AUTHORITY_HOST"_s, u"http://127.0.0.1:2579"_s}}, none,
            u"authority-host-ignored"_s);
        row("workload identity",
            {{u"AZURE_FEDERATED_TOKEN_FILE"_s, u"/t"_s},
             {u"AZURE_CLIENT_ID"_s, u"c"_s},
             {u"AZURE_TENANT_ID"_s, u"t"_s}},
            none, u"asks-node-of-pod"_s);
        row("service fabric",
            {{u"IDENTITY_ENDPOINT"_s, u"https://localhost:2377/"_s},
             {u"IDENTITY_HEADER"_s, u"h"_s},
             {u"IDENTITY_SERVER_THUMBPRINT"_s, u"00"_s}},
            none, u"certificate-refused"_s);
        row("automation",
            {{u"IDENTITY_ENDPOINT"_s, u"http://127.0.0.1:1/"_s},
             {u"IDENTITY_HEADER"_s, u"h"_s},
             {u"AUTOMATION_ASSET_SANDBOX_ID"_s, u"1"_s}},
            none, u"automation-header-missing"_s);
        row("arc", none, {{u"/opt/azcmagent/bin/himds"_s, u"elf"_s}}, {});
        row("arc in its older folder", none, {{u"/var/opt/azcmagent/bin/himds"_s, u"elf"_s}},
            u"agent-not-found"_s);
        row("arc on windows", none,
            {{u"C:\\Program Files\\AzureConnectedMachineAgent\\himds.exe"_s, u"mz"_s}}, u"agent-not-found"_s,
            u"windows"_s);
        row("arc on windows by variables", arc,
            {{u"C:\\Program Files\\AzureConnectedMachineAgent\\himds.exe"_s, u"mz"_s}}, {}, u"windows"_s);
        row("arc with a client id", arc, none, u"selector-refused"_s, u"linux"_s, true);
        row("client id elsewhere", none, none, {}, u"linux"_s, true);
    }

    void whatTheProviderDoesOtherwiseIsTold()
    {
        QFETCH(QJsonObject, env);
        QFETCH(QJsonObject, files);
        QFETCH(QString, platform);
        QFETCH(bool, hasClientId);
        QFETCH(QString, kinds);
        const IdentitySelector selector = hasClientId
            ? IdentitySelector(*ClientId::parse(u"c0ffee11-2233-4455-8677-8899aabbccdd"_s))
            : IdentitySelector();
        QStringList told;
        for (const ProviderDifference &one : providerDifferences(hostWith(env, files, platform), selector)) {
            told << toString(one.kind);
            QVERIFY(!one.what.isEmpty());
            QCOMPARE(one.host.isEmpty(), one.kind != ProviderDifference::Kind::SecretWouldLeave);
        }
        QCOMPARE(told.join(u' '), kinds);
    }
};

QTEST_GUILESS_MAIN(TestProviderDifference)
#include "tst_providerdifference.moc"
