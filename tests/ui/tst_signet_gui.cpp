#include <QDateTime>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QOperatingSystemVersion>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

// The program itself: what it says when it cannot begin.
class TestSignetGui : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysItsVersion();
    void helpNamesEveryOption();
    void cannotBegin();
    void wrongArgumentsAreToldInAWindow_data();
    void wrongArgumentsAreToldInAWindow();
    void secondStartHandsOver();
};

namespace {

struct Outcome {
    int code = -1;
    QString output;
    QString talk;
};

QProcessEnvironment environmentOf(const QString &home, bool withDisplay)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(u"DISPLAY"_s);
    environment.remove(u"WAYLAND_DISPLAY"_s);
    environment.remove(u"QT_QPA_PLATFORM"_s);
    environment.remove(u"ARM_CLIENT_ID"_s);
    environment.remove(u"AZURE_CLIENT_ID"_s);
    if (withDisplay)
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    environment.insert(u"HOME"_s, home);
    for (const QString &name : {u"XDG_CONFIG_HOME"_s, u"XDG_STATE_HOME"_s, u"AZDO_ORG_SERVICE_URL"_s})
        environment.remove(name);
    return environment;
}

Outcome run(const QStringList &arguments, bool withDisplay)
{
    const QTemporaryDir home;
    QProcess process;
    process.setProcessEnvironment(environmentOf(home.path(), withDisplay));
    process.start(QStringLiteral(SIGNET_GUI_PROGRAM), arguments);
    Outcome outcome;
    if (!process.waitForFinished(30'000))
        return outcome;
    outcome.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
    outcome.output = QString::fromUtf8(process.readAllStandardOutput());
    outcome.talk = QString::fromUtf8(process.readAllStandardError());
    return outcome;
}

} // namespace

void TestSignetGui::saysItsVersion()
{
    const Outcome outcome = run({u"--version"_s}, false);
    QCOMPARE(outcome.code, 0);
    QCOMPARE(outcome.output, u"signet-gui "_s + QStringLiteral(SIGNET_VERSION) + u'\n');
}

void TestSignetGui::helpNamesEveryOption()
{
    const Outcome outcome = run({u"--help"_s}, false);
    QCOMPARE(outcome.code, 0);
    for (const char *option : {"--org", "--client-id", "--sandbox", "--ca-file", "--theme", "--version"})
        QVERIFY2(outcome.output.contains(QLatin1StringView(option)), option);
}

void TestSignetGui::cannotBegin()
{
    const Outcome outcome = run({}, false);
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.talk.contains(u"display"_s), qPrintable(outcome.talk));
    QVERIFY2(outcome.talk.count(u'\n') <= 5, qPrintable(outcome.talk));
}

void TestSignetGui::wrongArgumentsAreToldInAWindow_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    QTest::newRow("unknown option") << QStringList{u"--nonsense"_s} << u"--nonsense"_s;
    QTest::newRow("unknown theme") << QStringList{u"--theme"_s, u"pink"_s} << u"pink"_s;
    QTest::newRow("unknown scenario") << QStringList{u"--sandbox"_s, u"nonsense"_s} << u"nonsense"_s;
    QTest::newRow("sandbox elsewhere")
        << QStringList{u"--sandbox"_s, u"http://192.0.2.1:80"_s} << u"192.0.2.1"_s;
    QTest::newRow("client id is none") << QStringList{u"--client-id"_s, u"vm-build"_s} << u"vm-build"_s;
    QTest::newRow("organization is none") << QStringList{u"--org"_s, u"ftp://x"_s} << u"ftp://x"_s;
}

// From a file manager nobody reads standard error, and a terminal has it all the same.
void TestSignetGui::wrongArgumentsAreToldInAWindow()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, says);
    const QTemporaryDir home;
    QProcess process;
    process.setProcessEnvironment(environmentOf(home.path(), true));
    process.start(QStringLiteral(SIGNET_GUI_PROGRAM), arguments);
    QString talk;
    QVERIFY(QTest::qWaitFor(
        [&] {
            process.waitForReadyRead(50);
            talk += QString::fromUtf8(process.readAllStandardError());
            return talk.contains(says);
        },
        30'000));
    QCOMPARE(process.state(), QProcess::Running);
    process.kill();
    QVERIFY(process.waitForFinished(30'000));
}

void TestSignetGui::secondStartHandsOver()
{
    if (QOperatingSystemVersion::currentType() == QOperatingSystemVersion::Windows)
        QSKIP("the window of the person who runs the tests would be handed over to");
    const QTemporaryDir home;
    const QProcessEnvironment environment = environmentOf(home.path(), true);
    QProcess first;
    first.setProcessEnvironment(environment);
    first.start(QStringLiteral(SIGNET_GUI_PROGRAM), {});
    const auto socketTime = [&home] {
        QDirIterator files(home.path(), {u"window.socket"_s}, QDir::System | QDir::Files | QDir::Hidden,
                           QDirIterator::Subdirectories);
        return files.hasNext() ? QFileInfo(files.next()).lastModified() : QDateTime();
    };
    const auto isListening = [&socketTime] { return socketTime().isValid(); };
    QVERIFY(QTest::qWaitFor(isListening, 30'000));
    QProcess second;
    second.setProcessEnvironment(environment);
    second.start(QStringLiteral(SIGNET_GUI_PROGRAM), {home.path()});
    QVERIFY(second.waitForFinished(30'000));
    QCOMPARE(second.exitCode(), 0);
    QCOMPARE(first.state(), QProcess::Running);
    // Killed, the first leaves its socket behind; the next one is a window again.
    first.kill();
    QVERIFY(first.waitForFinished(30'000));
    const QDateTime left = socketTime();
    QVERIFY(left.isValid());
    QProcess third;
    third.setProcessEnvironment(environment);
    third.start(QStringLiteral(SIGNET_GUI_PROGRAM), {});
    QVERIFY(third.waitForStarted());
    QVERIFY(QTest::qWaitFor([&] { return socketTime() != left; }, 30'000));
    QProcess fourth;
    fourth.setProcessEnvironment(environment);
    fourth.start(QStringLiteral(SIGNET_GUI_PROGRAM), {});
    QVERIFY(fourth.waitForFinished(30'000));
    QCOMPARE(fourth.exitCode(), 0);
    QCOMPARE(third.state(), QProcess::Running);
    third.kill();
    QVERIFY(third.waitForFinished(30'000));
}

QTEST_GUILESS_MAIN(TestSignetGui)
#include "tst_signet_gui.moc"
