#include "core/findings/catalogue.h"
#include "core/findings/sandboxcommand.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

// A command that is copied out of the simulated Azure goes back into it.

class TestSandboxCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCallOfSignetStaysInTheSandbox_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("expected");
        QTest::newRow("at the end") << u"signet diagnose --org contoso"_s
                                    << u"signet diagnose --org contoso --sandbox healthy"_s;
        QTest::newRow("two lines") << u"signet setup plan --out plan.json\nsignet setup apply plan.json"_s
                                   << u"signet setup plan --out plan.json --sandbox healthy\n"
                                      "signet setup apply plan.json --sandbox healthy"_s;
        QTest::newRow("before a redirection") << u"signet token --stdin < TOKEN_FILE"_s
                                              << u"signet token --stdin --sandbox healthy < TOKEN_FILE"_s;
        QTest::newRow("before a pipe") << u"signet report show a.json | less"_s
                                       << u"signet report show a.json --sandbox healthy | less"_s;
        QTest::newRow("a sign of the shell in quotes")
            << u"signet principal find 'a | b'"_s << u"signet principal find 'a | b' --sandbox healthy"_s;
        for (const char *same : {"az login --allow-no-subscriptions", "terraform plan",
                                 "terraform plan 2>&1 | signet explain --paste", "signet sandbox list",
                                 "signet sandbox serve healthy", "signet --help", "signet setup plan --help",
                                 "signet --version", "signet-gui"})
            QTest::newRow(same) << QString::fromLatin1(same) << QString::fromLatin1(same);
    }

    void everyCallOfSignetStaysInTheSandbox()
    {
        QFETCH(QString, command);
        QFETCH(QString, expected);
        QCOMPARE(inSandbox(command, u"healthy"_s), expected);
        QCOMPARE(inSandbox(command, {}), command);
    }

    void theValueIsOneWordForTheShell()
    {
        QCOMPARE(inSandbox(u"signet token"_s, u"a b"_s), u"signet token --sandbox 'a b'"_s);
        QCOMPARE(inSandbox(u"signet token"_s, u"http://127.0.0.1:8080"_s),
                 u"signet token --sandbox http://127.0.0.1:8080"_s);
    }

    void everyStepOfAFixIsMeant()
    {
        const FindingText text = inSandbox(describe(*findFinding(finding::notInOrg), {}), u"healthy"_s);
        int ours = 0;
        for (const FindingText::Step &step : text.fix) {
            const bool isOurs = step.command.startsWith("signet "_L1);
            ours += isOurs;
            QCOMPARE(step.command.contains("--sandbox healthy"_L1), isOurs);
        }
        QVERIFY(ours > 0);
    }
};

QTEST_GUILESS_MAIN(TestSandboxCommand)
#include "tst_sandboxcommand.moc"
