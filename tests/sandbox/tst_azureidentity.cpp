#include "tests/sandbox/peopleworld.h"
#include "tests/terraform/program.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryFile>
#include <QTest>

#include <functional>

using namespace Qt::StringLiterals;
using namespace signet;
using namespace signet::sandbox;
using namespace signet::test;

namespace {

using Change = std::function<void(World &)>;

} // namespace

Q_DECLARE_METATYPE(Change)

// Microsoft's own library for node judges the sandbox: it gets its tokens here, unmodified, over TLS.
class TestAzureIdentity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void libraryGetsItsToken_data();
    void libraryGetsItsToken();
    void libraryUnderstandsRefusals_data();
    void libraryUnderstandsRefusals();

private:
    // What azure-identity.mjs printed.
    static QJsonObject asked(SandboxServer &server, const QStringList &arguments);
};

void TestAzureIdentity::initTestCase()
{
    if (!hasNodePackage(u"@azure/identity"_s))
        QSKIP("node or @azure/identity is not here; SIGNET_NODE_MODULES names its directory");
}

QJsonObject TestAzureIdentity::asked(SandboxServer &server, const QStringList &arguments)
{
    QTemporaryFile authority;
    if (!server.listen() || !server.listenTls() || !authority.open())
        qFatal("the sandbox does not listen");
    authority.write(server.caCertificatePem());
    authority.close();

    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : environment.keys()) {
        if (name.endsWith("_proxy"_L1, Qt::CaseInsensitive) || name.startsWith("AZURE_"_L1)
            || name.startsWith("IDENTITY_"_L1) || name.startsWith("MSI_"_L1))
            environment.remove(name);
    }
    environment.insert(u"NODE_EXTRA_CA_CERTS"_s, authority.fileName());
    QProcess node;
    node.setProcessEnvironment(environment);
    node.start(u"node"_s,
               QStringList{QStringLiteral(SIGNET_SOURCE_DIR "/tests/sandbox/azure-identity.mjs"),
                           nodeModules(), QString::number(server.url().port()),
                           QString::number(server.tlsUrl().port())}
                   + arguments);
    const bool ended = QTest::qWaitFor([&] { return node.state() == QProcess::NotRunning; }, 60'000);
    if (!ended) {
        node.kill();
        node.waitForFinished();
    }
    const QByteArray output = node.readAllStandardOutput();
    const QJsonObject answer = QJsonDocument::fromJson(output).object();
    if (answer.isEmpty())
        qWarning("%s\n%s", output.constData(), node.readAllStandardError().constData());
    return answer;
}

void TestAzureIdentity::libraryGetsItsToken_data()
{
    QTest::addColumn<QString>("credential");
    QTest::addColumn<QString>("tenant");
    QTest::addColumn<QString>("client");
    QTest::addColumn<QString>("objectId"); // of whom the token is
    const QString machine = u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s;
    QTest::addRow("managed identity") << u"ManagedIdentity"_s << contosoId << QString() << machine;
    QTest::addRow("managed identity by its client id")
        << u"ManagedIdentity by client id"_s << contosoId << u"c0ffee11-2233-4455-8677-8899aabbccdd"_s
        << u"0badc0de-1122-4334-9556-778899001122"_s;
    QTest::addRow("device code") << u"DeviceCode"_s << contosoId << signetClient << janeId;
    QTest::addRow("device code, any tenant")
        << u"DeviceCode"_s << u"organizations"_s << signetClient << janeId;
    QTest::addRow("authorization code") << u"AuthorizationCode"_s << contosoId << signetClient << janeId;
    QTest::addRow("browser") << u"InteractiveBrowser"_s << contosoId << signetClient << janeId;
    QTest::addRow("browser, in the name of Azure CLI")
        << u"InteractiveBrowser"_s << contosoId << u"04b07795-8ddb-461a-bbee-02f9e1bf7b46"_s << janeId;
    QTest::addRow("secret of an application")
        << u"ClientSecret"_s << contosoId << daemonClient << u"44444444-aaaa-4bbb-8ccc-000000000002"_s;
}

void TestAzureIdentity::libraryGetsItsToken()
{
    QFETCH(QString, credential);
    QFETCH(QString, tenant);
    QFETCH(QString, client);
    QFETCH(QString, objectId);
    Scenario scenario = peopleScenario();
    scenario.world.signIn.pendingPolls = 0;
    scenario.world.machine.userAssigned = {u"0badc0de-1122-4334-9556-778899001122"_s};
    SandboxServer::Options options;
    options.clock = [] { return QDateTime::currentSecsSinceEpoch(); };
    SandboxServer server(scenario, options);
    const QJsonObject answer = asked(server, {credential, tenant, client, devOpsScope});
    QVERIFY2(answer.contains("token"_L1), qPrintable(answer.value("error"_L1).toString()));
    const auto claims = verifiedClaims(server.world(), answer.value("token"_L1).toString().toLatin1());
    QVERIFY(claims);
    QCOMPARE(claims->value("oid"_L1).toString(), objectId);
    QCOMPARE(claims->value("tid"_L1).toString(), contosoId);
    QVERIFY(audienceOf(claims->value("aud"_L1).toString()) == Audience::AzureDevOps);
    // The library keeps seconds and counts from its own now.
    const qint64 told = answer.value("expiresOnTimestamp"_L1).toInteger() / 1000;
    QVERIFY(std::abs(told - claims->value("exp"_L1).toInteger()) <= 60);
}

void TestAzureIdentity::libraryUnderstandsRefusals_data()
{
    QTest::addColumn<QString>("credential");
    QTest::addColumn<QString>("tenant");
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("told"); // is in its message
    const auto refusal = [](int code) {
        return Change([code](World &world) { world.signIn.refusal = code; });
    };
    const Change nothing = [](World &) { };
    QTest::addRow("blocked") << u"DeviceCode"_s << contosoId << refusal(53003) << u"invalid_grant"_s;
    QTest::addRow("second factor") << u"DeviceCode"_s << contosoId << refusal(50076)
                                   << u"interaction_required"_s;
    QTest::addRow("declined") << u"DeviceCode"_s << contosoId << Change([](World &world) {
        world.signIn.deviceCode = InteractiveSignIn::DeviceCode::Declined;
    }) << u"authorization_declined"_s;
    QTest::addRow("expired") << u"DeviceCode"_s << contosoId << Change([](World &world) {
        world.signIn.deviceCode = InteractiveSignIn::DeviceCode::Expires;
    }) << u"expired_token"_s;
    QTest::addRow("not public") << u"DeviceCode"_s << contosoId << Change([](World &world) {
        world.applications.front().publicClient = false;
    }) << u"invalid_client"_s;
    QTest::addRow("unknown application")
        << u"DeviceCode"_s << contosoId << Change([](World &world) { world.applications.clear(); })
        << u"unauthorized_client"_s;
    QTest::addRow("stranger") << u"DeviceCode"_s << northwindId << nothing << u"invalid_grant"_s;
    QTest::addRow("blocked in the browser")
        << u"InteractiveBrowser"_s << contosoId << refusal(53003) << u"AADSTS53003"_s;
    QTest::addRow("declined in the browser")
        << u"InteractiveBrowser"_s << contosoId
        << Change([](World &world) { world.signIn.browser = InteractiveSignIn::Browser::Declined; })
        << u"access_denied"_s;
    QTest::addRow("wrong secret") << u"ClientSecret"_s << contosoId << Change([](World &world) {
        world.applications.front().secret = u"another"_s;
    }) << u"AADSTS7000215"_s;
    QTest::addRow("no identity") << u"ManagedIdentity"_s << contosoId
                                 << Change([](World &world) { world.machine.systemAssigned.reset(); })
                                 << u"Identity not found"_s;
}

void TestAzureIdentity::libraryUnderstandsRefusals()
{
    QFETCH(QString, credential);
    QFETCH(QString, tenant);
    QFETCH(Change, change);
    QFETCH(QString, told);
    Scenario scenario = peopleScenario();
    scenario.world.signIn.pendingPolls = 0;
    change(scenario.world);
    SandboxServer server(scenario);
    const QJsonObject answer = asked(server, {credential, tenant, signetClient, devOpsScope});
    QVERIFY(!answer.contains("token"_L1));
    QVERIFY2(answer.value("error"_L1).toString().contains(told),
             qPrintable(answer.value("error"_L1).toString()));
}

QTEST_GUILESS_MAIN(TestAzureIdentity)
#include "tst_azureidentity.moc"
