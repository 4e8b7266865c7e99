#include "tests/sandbox/devopsclient.h"
#include "tests/terraform/program.h"

#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;
using namespace signet::sandbox;
using namespace signet::test;
using By = DevOpsClient::By;

// Microsoft's own client for node judges the simulated Azure DevOps, unmodified, over TLS.
class TestAzureDevOpsNodeApi : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void clientFindsItsWay_data();
    void clientFindsItsWay();
    void clientUnderstandsRefusals_data();
    void clientUnderstandsRefusals();

private:
    // What azure-devops-node-api.mjs printed.
    static QJsonObject asked(SandboxServer &server, const QString &kind, const QString &token);
};

void TestAzureDevOpsNodeApi::initTestCase()
{
    if (!hasNodePackage(u"azure-devops-node-api"_s))
        QSKIP("node or azure-devops-node-api is not here; SIGNET_NODE_MODULES names its directory");
}

QJsonObject TestAzureDevOpsNodeApi::asked(SandboxServer &server, const QString &kind, const QString &token)
{
    QTemporaryFile authority;
    if (!server.listenTls() || !authority.open())
        qFatal("the sandbox does not listen");
    authority.write(server.caCertificatePem());
    authority.close();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString &name : names) {
        if (name.endsWith("_proxy"_L1, Qt::CaseInsensitive) || name.startsWith("AZURE_DEVOPS_"_L1))
            environment.remove(name);
    }
    environment.insert(u"NODE_EXTRA_CA_CERTS"_s, authority.fileName());
    QProcess node;
    node.setProcessEnvironment(environment);
    node.start(u"node"_s,
               {QStringLiteral(SIGNET_SOURCE_DIR "/tests/sandbox/azure-devops-node-api.mjs"), nodeModules(),
                QString::number(server.url().port()), QString::number(server.tlsUrl().port()),
                u"https://dev.azure.com/contoso"_s, kind, token});
    if (!QTest::qWaitFor([&] { return node.state() == QProcess::NotRunning; }, 60'000)) {
        node.kill();
        node.waitForFinished();
    }
    const QByteArray output = node.readAllStandardOutput();
    const QJsonObject answer = QJsonDocument::fromJson(output).object();
    if (answer.isEmpty())
        qWarning("%s\n%s", output.constData(), node.readAllStandardError().constData());
    return answer;
}

void TestAzureDevOpsNodeApi::clientFindsItsWay_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addRow("token of a person") << u"bearer"_s;
    QTest::addRow("personal access token") << u"pat"_s;
}

void TestAzureDevOpsNodeApi::clientFindsItsWay()
{
    QFETCH(QString, kind);
    DevOpsClient client;
    PersonalAccessToken token;
    token.secret = u"signet-sandbox-pat"_s;
    token.ownerObjectId = client.world().persons[0].objectId;
    token.scopes = {u"app_token"_s};
    client.contoso().accessTokens = {token};
    const QString credential =
        kind == "pat"_L1 ? token.secret : QString::fromLatin1(client.authorization(By::Jane).mid(7));
    const QJsonObject seen = asked(client.server, kind, credential);
    QCOMPARE(seen.value("error"_L1).toString(), QString());
    QCOMPARE(seen.value("name"_L1).toString(), u"Jane Doe"_s);
    QCOMPARE(seen.value("projects"_L1).toArray(), (QJsonArray{u"Fabrikam-Fiber"_s, u"Contoso-Payroll"_s}));
    QCOMPARE(seen.value("teams"_L1).toArray(), QJsonArray{u"Fabrikam-Fiber Team"_s});
    QCOMPARE(seen.value("roles"_L1).toArray().size(), 4);
    QCOMPARE(seen.value("given"_L1).toArray(), QJsonArray{u"User"_s});
    // Its numbers for "inherited" and "assigned".
    QCOMPARE(
        seen.value("assigned"_L1).toArray(),
        (QJsonArray{u"[Fabrikam-Fiber]\\Project Administrators Administrator 2"_s, u"Jane Doe User 1"_s}));
    QCOMPARE(seen["entitlements"_L1]["version"_L1].toString(), u"7.1-preview.1"_s);
    QCOMPARE(seen["entitlements"_L1]["path"_L1].toString(),
             u"/contoso/_apis/serviceprincipalentitlements/00000000-0000-0000-0000-000000000000"_s);
    QCOMPARE(seen["entitlements"_L1]["members"_L1].toArray(),
             (QJsonArray{u"vm-build"_s, u"Jane Doe"_s, u"John Roe"_s}));
}

void TestAzureDevOpsNodeApi::clientUnderstandsRefusals_data()
{
    QTest::addColumn<By>("by");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("status");
    QTest::addRow("stranger") << By::Terraform << u"TF401444"_s << 401;
    QTest::addRow("no administrator") << By::Machine << u"Access Denied"_s << 403;
    QTest::addRow("nobody") << By::Nobody << QString() << 401;
}

void TestAzureDevOpsNodeApi::clientUnderstandsRefusals()
{
    QFETCH(By, by);
    QFETCH(QString, text);
    QFETCH(int, status);
    DevOpsClient client;
    const QJsonObject seen =
        asked(client.server, u"bearer"_s, QString::fromLatin1(client.authorization(by).mid(7)));
    QVERIFY2(seen.value("error"_L1).toString().contains(text), QJsonDocument(seen).toJson());
    QCOMPARE(seen.value("status"_L1).toInt(), status);
}

QTEST_GUILESS_MAIN(TestAzureDevOpsNodeApi)
#include "tst_azuredevopsnodeapi.moc"
