#include "tests/support/program.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

// signet explain --paste as somebody with an error in their hand meets it.

namespace {

const QByteArray notAMember =
    "Terraform v1.9.0\n\nError: TF401444: Please sign-in at least once as 1\\2\\3 in a web browser to enable "
    "access to the service.\n";

QJsonObject firstCause(const ProgramRun &run)
{
    return run.json()["causes"_L1].toArray().first().toObject();
}

QStringList explainPaste(const QStringList &more)
{
    return QStringList{u"explain"_s, u"--paste"_s} + more;
}

} // namespace

class TestPastedError : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLineThatMatteredIsMarked()
    {
        const ProgramRun run = runProgram(explainPaste({u"--output"_s, u"json"_s}), notAMember);
        QCOMPARE(run.exitCode, 0);
        QCOMPARE(firstCause(run)["finding"_L1].toString(), u"not-in-org"_s);
        QCOMPARE(firstCause(run)["line"_L1].toInt(), 3);
        QVERIFY2(firstCause(run)["quote"_L1].toString().startsWith("Error: TF401444"_L1), run.out);
    }

    void whatTheWordsSettleAndWhatIsMissingIsTold()
    {
        const ProgramRun run = runProgram(
            explainPaste({}), "Error: failed to get auth from auth cache: failed to get AAD token\n");
        QCOMPARE(run.exitCode, 0);
        QVERIFY2(run.out.contains("Version 1.11.0 or later of the provider printed this."), run.out);
        QVERIFY2(run.out.contains("Also paste the lines below “Attempted credentials”."), run.out);
    }

    void aSecretInTheTextIsToldAndNeverShown()
    {
        const QByteArray token = QByteArray(52, 'a').replace(0, 26, "k3v7xq2m5n4b6c8d9f2g3h4j5k");
        const ProgramRun run =
            runProgram(explainPaste({}),
                       notAMember + "Authorization: Bearer " + token + "\n" + "TF401444 " + token + "\n");
        QVERIFY2(run.out.contains("revoke it"), run.out);
        QVERIFY2(!run.out.contains(token) && !run.err.contains(token), run.out);
    }

    void whatIsUnknownGetsNoAnswer()
    {
        const ProgramRun run = runProgram(explainPaste({u"--output"_s, u"json"_s}),
                                          "The managed identity endpoint never heard of this resource\n");
        QCOMPARE(run.exitCode, 0);
        QVERIFY(run.json()["causes"_L1].toArray().isEmpty());
        QVERIFY(run.json()["closest"_L1].isArray());
    }

    // The checks that decide, and nothing else: what the text speaks for, and what this machine says to it.
    void theMachineConfirmsOrRulesOut_data()
    {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<QString>("state");
        QTest::addRow("the same here") << u"not-in-org"_s << u"confirmed"_s;
        QTest::addRow("not here") << u"healthy"_s << u"ruled-out"_s;
        QTest::addRow("something else here") << u"imds-unreachable"_s << u"open"_s;
    }

    void theMachineConfirmsOrRulesOut()
    {
        QFETCH(QString, scenario);
        QFETCH(QString, state);
        const ProgramRun run = runProgram(
            explainPaste({u"--check"_s, u"--sandbox"_s, scenario, u"--output"_s, u"json"_s}), notAMember);
        QCOMPARE(run.exitCode, 0);
        const QJsonObject here = firstCause(run)["here"_L1].toObject();
        QVERIFY2(here["state"_L1].toString() == state, run.out);
        QCOMPARE(here["open"_L1].toArray().isEmpty(), state != "open"_L1);
    }

    void whatElseIsFoundHereIsTold()
    {
        const ProgramRun run =
            runProgram(explainPaste({u"--check"_s, u"--sandbox"_s, u"imds-unreachable"_s}), notAMember);
        QVERIFY2(run.out.contains("Also found here:") && run.out.contains("imds-unreachable"), run.out);
    }

    // A log is read piece by piece: the lines keep their numbers, and the last ones count like the first.
    void theLastLineOfALogIsFound()
    {
        QByteArray log;
        for (int i = 0; log.size() < 300 * 1024; ++i)
            log += "Error: step" + QByteArray(1 + i % 40, char('g' + i % 19)) + QByteArray::number(i)
                + "\nno\nno\n";
        const int lines = int(log.count('\n'));
        const ProgramRun run = runProgram(explainPaste({u"--output"_s, u"json"_s}), log + notAMember);
        QVERIFY2(run.exitCode == 0, run.err);
        QCOMPARE(firstCause(run)["finding"_L1].toString(), u"not-in-org"_s);
        QCOMPARE(firstCause(run)["line"_L1].toInt(), lines + 3);
    }

    void theReasonNamesWhatTheTextDoesNotSpeakOf()
    {
        const QByteArray notAssigned = "{\"error_description\":\"Identity not found\"}";
        const ProgramRun bare = runProgram(explainPaste({}), notAssigned);
        QVERIFY2(bare.out.simplified().contains("speaks of App Service, Kubernetes, or a hosted agent"),
                 bare.out);
        const ProgramRun inPod = runProgram(explainPaste({}), notAssigned + " in a pod of kubernetes");
        QVERIFY2(inPod.out.contains("aks-workload-identity-not-msi")
                     && !inPod.out.simplified().contains("nothing near it"),
                 inPod.out);
    }

    // What another program said is evidence: it is named where it counts, and what is over does not count.
    void theDiagnosisWeighsTheErrorText_data()
    {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<int>("exitCode");
        QTest::addRow("over") << u"healthy"_s << 0;
        QTest::addRow("not over") << u"imds-unreachable"_s << 2;
    }

    void theDiagnosisWeighsTheErrorText()
    {
        QFETCH(QString, scenario);
        QFETCH(int, exitCode);
        const ProgramRun run =
            runProgram({u"diagnose"_s, u"--error"_s, u"-"_s, u"--sandbox"_s, scenario}, notAMember);
        QVERIFY2(run.exitCode == exitCode, run.out);
        QCOMPARE(run.out.contains("error text"), exitCode != 0);
    }

    // The error stands at the end of what a pipeline printed, and where a piece of the input ends is chance.
    void theDiagnosisReadsALogToItsEnd()
    {
        QByteArray log;
        while (log.size() < 1200 * 1024)
            log += "Still creating... [10s elapsed]\n";
        for (const int shift : {0, 7}) {
            const ProgramRun run =
                runProgram({u"diagnose"_s, u"--error"_s, u"-"_s, u"--sandbox"_s, u"imds-unreachable"_s},
                           QByteArray(shift, ' ') + log + notAMember);
            QVERIFY2(run.out.contains("error text"), run.out + run.err);
        }
    }

    void checkingNeedsAText()
    {
        const ProgramRun run = runProgram({u"explain"_s, u"not-in-org"_s, u"--check"_s});
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.err.contains("--paste"), run.err);
    }
};

QTEST_GUILESS_MAIN(TestPastedError)
#include "tst_pastederror.moc"
