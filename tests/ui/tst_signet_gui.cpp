#include <QFile>
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
    void cannotBegin_data();
    void cannotBegin();
};

namespace {

struct Outcome {
    int code = -1;
    QString output;
    QString talk;
};

Outcome run(const QStringList &arguments, bool withDisplay)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(u"DISPLAY"_s);
    environment.remove(u"WAYLAND_DISPLAY"_s);
    environment.remove(u"QT_QPA_PLATFORM"_s);
    environment.remove(u"ARM_CLIENT_ID"_s);
    environment.remove(u"AZURE_CLIENT_ID"_s);
    if (withDisplay)
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    QProcess process;
    process.setProcessEnvironment(environment);
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

void TestSignetGui::cannotBegin_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<bool>("withDisplay");
    QTest::addColumn<QString>("says");
    QTest::newRow("no display") << QStringList{} << false << u"display"_s;
    QTest::newRow("unknown option") << QStringList{u"--nonsense"_s} << true << u"--nonsense"_s;
    QTest::newRow("unknown theme") << QStringList{u"--theme"_s, u"pink"_s} << true << u"pink"_s;
    QTest::newRow("unknown scenario") << QStringList{u"--sandbox"_s, u"nonsense"_s} << true << u"nonsense"_s;
    QTest::newRow("sandbox elsewhere")
        << QStringList{u"--sandbox"_s, u"http://192.0.2.1:80"_s} << true << u"192.0.2.1"_s;
    QTest::newRow("client id is none")
        << QStringList{u"--client-id"_s, u"vm-build"_s} << true << u"vm-build"_s;
    QTest::newRow("organization is none") << QStringList{u"--org"_s, u"ftp://x"_s} << true << u"ftp://x"_s;
}

void TestSignetGui::cannotBegin()
{
    QFETCH(QStringList, arguments);
    QFETCH(bool, withDisplay);
    QFETCH(QString, says);
    const Outcome outcome = run(arguments, withDisplay);
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.talk.contains(says), qPrintable(outcome.talk));
    QVERIFY2(outcome.talk.count(u'\n') <= 5, qPrintable(outcome.talk));
}

QTEST_GUILESS_MAIN(TestSignetGui)
#include "tst_signet_gui.moc"
