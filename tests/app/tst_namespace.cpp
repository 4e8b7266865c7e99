#include "tests/support/program.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

// The program as it is shipped, on the real addresses http://169.254.169.254 and https://dev.azure.com,
// inside a network namespace that owns them.

namespace {

ProgramRun execute(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessEnvironment(cleanEnvironment());
    process.start(program, arguments);
    if (!process.waitForStarted(10'000) || !process.waitForFinished(90'000))
        qFatal("%s did not run", qPrintable(program));
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace

class TestNamespace : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void readyOnTheRealAddresses();
    void unknownAuthorityIsNamed();
    void configurationIsWritten();
    void tokenIsExplained();

private:
    ProgramRun inside(const QStringList &arguments) const
    {
        return execute(m_script, QStringList{u"exec"_s, m_name, QStringLiteral(SIGNET_PROGRAM)} + arguments);
    }

    QString m_script = QStringLiteral(SIGNET_SOURCE_DIR "/tests/tools/azure-namespace.sh");
    QString m_name;
    QTemporaryDir m_directory;
    QProcess m_server;
};

void TestNamespace::initTestCase()
{
#ifdef Q_OS_UNIX
    if (::geteuid() != 0)
        QSKIP("making a network namespace needs root");
#else
    QSKIP("network namespaces are Linux's");
#endif
    if (QStandardPaths::findExecutable(u"ip"_s).isEmpty())
        QSKIP("making a network namespace needs ip (package iproute2)");
    const QString name = u"signet-%1"_s.arg(QCoreApplication::applicationPid());
    const ProgramRun up = execute(m_script, {u"up"_s, name});
    QVERIFY2(up.exitCode == 0, up.err);
    m_name = name;

    m_server.setProcessEnvironment(cleanEnvironment());
    m_server.start(m_script,
                   {u"exec"_s, m_name, QStringLiteral(SIGNET_PROGRAM), u"sandbox"_s, u"serve"_s, u"healthy"_s,
                    u"--listen"_s, u"169.254.169.254:80"_s, u"--tls-listen"_s, u"169.254.169.254:443"_s,
                    u"--ca-out"_s, m_directory.filePath(u"ca.pem"_s)});
    QVERIFY(m_server.waitForReadyRead(20'000));
    QCOMPARE(m_server.readLine().trimmed(), QByteArray("http://169.254.169.254:80"));
}

void TestNamespace::cleanupTestCase()
{
    if (m_name.isEmpty())
        return;
    // Removing the namespace ends what runs in it, the server included.
    const ProgramRun down = execute(m_script, {u"down"_s, m_name});
    QVERIFY2(down.exitCode == 0, down.err);
    QVERIFY(m_server.waitForFinished(20'000));
}

void TestNamespace::readyOnTheRealAddresses()
{
    const ProgramRun run =
        inside({u"diagnose"_s, u"--org"_s, u"https://dev.azure.com/contoso"_s, u"--ca-file"_s,
                m_directory.filePath(u"ca.pem"_s), u"--output"_s, u"json"_s});
    QVERIFY2(run.exitCode == 0, run.out + run.err);
    QCOMPARE(run.json()["verdict"_L1].toString(), u"ready"_s);
    const QJsonArray exchanges = run.json()["exchanges"_L1].toArray();
    bool metadata = false;
    bool devOps = false;
    for (const QJsonValue exchange : exchanges) {
        const QString url = exchange["url"_L1].toString();
        // A request that opened a connection has a time for that; these were opened before.
        QVERIFY2(exchange["connectMs"_L1].isNull(), qPrintable(url));
        metadata = metadata || url.startsWith("http://169.254.169.254/metadata/identity/oauth2/token"_L1);
        devOps = devOps || url.startsWith("https://dev.azure.com/contoso/_apis/connectionData"_L1);
    }
    QVERIFY(metadata);
    QVERIFY(devOps);
}

void TestNamespace::unknownAuthorityIsNamed()
{
    const ProgramRun run =
        inside({u"diagnose"_s, u"--org"_s, u"https://dev.azure.com/contoso"_s, u"--output"_s, u"json"_s});
    QCOMPARE(run.exitCode, 2);
    QCOMPARE(run.json()["rootCauses"_L1][0].toString(), u"tls-interception"_s);
}

void TestNamespace::configurationIsWritten()
{
    QTemporaryDir configuration;
    const ProgramRun run = inside({u"terraform"_s, u"write"_s, u"--dir"_s, configuration.path(), u"--org"_s,
                                   u"https://dev.azure.com/contoso"_s, u"--yes"_s});
    QVERIFY2(run.exitCode == 0, run.err);
    QFile file(configuration.filePath(u"providers.tf"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("\"https://dev.azure.com/contoso\""));
}

void TestNamespace::tokenIsExplained()
{
    const ProgramRun run = inside({u"token"_s, u"--output"_s, u"json"_s});
    QVERIFY2(run.exitCode == 0, run.err);
    QCOMPARE(run.json()["identityKind"_L1].toString(), u"system-assigned"_s);
}

QTEST_GUILESS_MAIN(TestNamespace)
#include "tst_namespace.moc"
