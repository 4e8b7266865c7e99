#include "tests/sandbox/peopleworld.h"
#include "tests/terraform/program.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStandardPaths>
#include <QTemporaryFile>
#include <QTest>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;
using namespace signet;
using namespace signet::sandbox;
using namespace signet::test;

using Kind = LocalEndpoint::Kind;

namespace {

const QString terraformClientId = u"c0ffee11-2233-4455-8677-8899aabbccdd"_s;
const QString terraformObjectId = u"0badc0de-1122-4334-9556-778899001122"_s;
const QString machineObjectId = u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s;
const QString keyFolder = u"/var/opt/azcmagent/tokens"_s;

} // namespace

// Microsoft's own library for node finds each identity endpoint of the simulated Azure by the variables of
// the service, and gets its token there, unmodified.
class TestAzureIdentityEndpoints final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!hasNodePackage(u"@azure/identity"_s))
            QSKIP("node or @azure/identity is not here; SIGNET_NODE_MODULES names its directory");
    }

    void libraryGetsItsToken_data()
    {
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<bool>("byClientId");
        QTest::addColumn<QString>("objectId"); // of whom the token is
        QTest::addRow("app service") << Kind::AppService << false << machineObjectId;
        QTest::addRow("app service by client id") << Kind::AppService << true << terraformObjectId;
        QTest::addRow("machine learning") << Kind::MachineLearning << false << machineObjectId;
        QTest::addRow("machine learning by client id") << Kind::MachineLearning << true << terraformObjectId;
        QTest::addRow("cloud shell") << Kind::CloudShell << false << janeId;
        QTest::addRow("service fabric") << Kind::ServiceFabric << false << machineObjectId;
        QTest::addRow("arc") << Kind::Arc << false << machineObjectId;
    }

    void libraryGetsItsToken()
    {
        QFETCH(Kind, kind);
        QFETCH(bool, byClientId);
        QFETCH(QString, objectId);
        if (kind == Kind::Arc && !canLayFolders())
            QSKIP("the key of Azure Arc in a folder of its own needs root and unshare (package util-linux)");
        const QJsonObject answer = asked(kind, byClientId, u"the-secret"_s);
        QVERIFY2(answer.contains("token"_L1), qPrintable(answer.value("error"_L1).toString()));
        const auto claims = verifiedClaims(m_server->world(), answer.value("token"_L1).toString().toLatin1());
        QVERIFY(claims);
        QCOMPARE(claims->value("oid"_L1).toString(), objectId);
        QVERIFY(audienceOf(claims->value("aud"_L1).toString()) == Audience::AzureDevOps);
        // The library keeps seconds and counts from its own now.
        const qint64 told = answer.value("expiresOnTimestamp"_L1).toInteger() / 1000;
        QVERIFY(std::abs(told - claims->value("exp"_L1).toInteger()) <= 60);
    }

    void libraryGetsNoneWithAnotherSecret_data()
    {
        QTest::addColumn<Kind>("kind");
        QTest::addRow("app service") << Kind::AppService;
        QTest::addRow("machine learning") << Kind::MachineLearning;
        QTest::addRow("service fabric") << Kind::ServiceFabric;
    }

    void libraryGetsNoneWithAnotherSecret()
    {
        QFETCH(Kind, kind);
        QVERIFY(!asked(kind, false, u"another"_s).contains("token"_L1));
        QVERIFY(!m_server->requests().isEmpty());
    }

private:
    static bool canLayFolders()
    {
#ifdef Q_OS_LINUX
        return ::geteuid() == 0 && !QStandardPaths::findExecutable(u"unshare"_s).isEmpty();
#else
        return false;
#endif
    }

    QProcessEnvironment environmentFor(Kind kind, const QString &secret) const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        const QStringList names = environment.keys();
        for (const QString &name : names) {
            for (const QLatin1StringView prefix : {"AZURE_"_L1, "IDENTITY_"_L1, "IMDS_"_L1, "MSI_"_L1}) {
                if (name.startsWith(prefix))
                    environment.remove(name);
            }
            if (name.endsWith("_proxy"_L1, Qt::CaseInsensitive))
                environment.remove(name);
        }
        const QString plain = u"http://localhost:%1"_s.arg(m_server->url().port());
        const QString tls = u"https://localhost:%1"_s.arg(m_server->tlsUrl().port());
        const QString path = u"/metadata/identity/oauth2/token"_s;
        switch (kind) {
        case Kind::AppService:
            environment.insert(u"IDENTITY_ENDPOINT"_s, plain + u"/msi/token"_s);
            environment.insert(u"IDENTITY_HEADER"_s, secret);
            break;
        case Kind::MachineLearning:
            environment.insert(u"MSI_ENDPOINT"_s, plain + u"/MSI/auth"_s);
            environment.insert(u"MSI_SECRET"_s, secret);
            break;
        case Kind::CloudShell:
            environment.insert(u"MSI_ENDPOINT"_s, plain + u"/oauth2/token"_s);
            break;
        case Kind::ServiceFabric:
            environment.insert(u"IDENTITY_ENDPOINT"_s, tls + path);
            environment.insert(u"IDENTITY_HEADER"_s, secret);
            environment.insert(u"IDENTITY_SERVER_THUMBPRINT"_s,
                               QString::fromLatin1(m_server->tlsThumbprint()));
            break;
        case Kind::Arc:
            environment.insert(u"IDENTITY_ENDPOINT"_s, plain + path);
            environment.insert(u"IMDS_ENDPOINT"_s, plain);
            break;
        default:
            qFatal("the library knows no such endpoint");
        }
        return environment;
    }

    // What azure-identity.mjs printed.
    QJsonObject asked(Kind kind, bool byClientId, const QString &secret)
    {
        Scenario scenario = peopleScenario();
        scenario.world.machine.userAssigned = {terraformObjectId};
        scenario.world.administrator = janeId;
        scenario.world.localEndpoint = {
            .kind = kind, .secret = u"the-secret"_s, .keyPath = keyFolder + u"/k.key"_s};
        SandboxServer::Options options;
        options.clock = [] { return QDateTime::currentSecsSinceEpoch(); };
        m_server = std::make_unique<SandboxServer>(scenario, options);
        QTemporaryFile authority;
        if (!m_server->listen() || !m_server->listenTls() || !authority.open())
            qFatal("the sandbox does not listen");
        authority.write(m_server->caCertificatePem());
        authority.close();

        QProcessEnvironment environment = environmentFor(kind, secret);
        environment.insert(u"NODE_EXTRA_CA_CERTS"_s, authority.fileName());
        QStringList command{u"node"_s,
                            QStringLiteral(SIGNET_SOURCE_DIR "/tests/sandbox/azure-identity.mjs"),
                            nodeModules(),
                            QString::number(m_server->url().port()),
                            QString::number(m_server->tlsUrl().port()),
                            byClientId ? u"ManagedIdentity by client id"_s : u"ManagedIdentity"_s,
                            contosoId,
                            byClientId ? terraformClientId : QString(),
                            devOpsScope};
        // The library reads the key from the one folder that it trusts: laid over it for this process only.
        if (kind == Kind::Arc)
            command =
                QStringList{
                    u"unshare"_s,
                    u"--mount"_s,
                    u"sh"_s,
                    u"-c"_s,
                    u"mount -t tmpfs none /var/opt && mkdir -p %1 && printf %2 > %1/k.key && exec \"$@\""_s
                        .arg(keyFolder, secret),
                    u"sh"_s}
                + command;
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(command.takeFirst(), command);
        if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 60'000)) {
            process.kill();
            process.waitForFinished();
        }
        const QByteArray output = process.readAllStandardOutput();
        const QJsonObject answer = QJsonDocument::fromJson(output).object();
        if (answer.isEmpty())
            qWarning("%s\n%s", output.constData(), process.readAllStandardError().constData());
        return answer;
    }

    std::unique_ptr<SandboxServer> m_server;
};

QTEST_GUILESS_MAIN(TestAzureIdentityEndpoints)
#include "tst_azureidentityendpoints.moc"
