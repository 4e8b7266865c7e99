#include "tests/support/program.h"

#include <QFile>

using namespace Qt::StringLiterals;

// A command that was typed incorrectly gets an answer like any other finding: what could not be done, why,
// what to do. All of them are compared whole with a file. SIGNET_UPDATE_GOLDEN=1 writes it.

namespace {

// What a person or a script gets wrong.
const QStringList wrongCommands{
    // Commands and options.
    u""_s,
    u"frobnicate"_s,
    u"diagnse"_s,
    u"--frobnicate"_s,
    u"--sandbox healthy diagnose"_s,
    u"setup"_s,
    u"setup pln"_s,
    u"setup apply"_s,
    u"setup plan --gruop=x"_s,
    u"setup plan --principal x --client-id y"_s,
    u"profile lst"_s,
    u"diagnose --frobnicate"_s,
    u"diagnose --objct-id x"_s,
    u"diagnose here"_s,
    u"diagnose --quiet=much"_s,
    u"diagnose --org"_s,
    u"diagnose --org a --org b"_s,
    u"diagnose --output yaml"_s,
    u"diagnose --output jsno"_s,
    u"diagnose --timeout soon"_s,
    u"login --with browsr"_s,
    u"login --keep --session"_s,
    u"principal attach x"_s,
    u"sandbox serve healthy --latency -1"_s,
    u"explain"_s,
    // Values.
    u"explain not-in-organisation"_s,
    u"sandbox serve helthy"_s,
    u"sandbox serve http://127.0.0.1:1"_s,
    u"sandbox serve healthy --listen nowhere"_s,
    u"diagnose --sandbox not-in-organisation"_s,
    u"diagnose --sandbox http://192.0.2.1:8080"_s,
    u"diagnose --org https://example.com/x"_s,
    u"diagnose --sandbox healthy --client-id my-identity"_s,
    u"diagnose --sandbox healthy --every 5"_s,
    u"diagnose --sandbox healthy --watch --every 1"_s,
    u"diagnose --sandbox healthy --watch --until never"_s,
    u"diagnose --sandbox healthy --watch --output html"_s,
    u"diagnose --sandbox healthy --watch --out report.json"_s,
    u"report show report.json --salt grain"_s,
    u"diagnose --sandbox healthy --object-id {a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4}"_s,
    u"token --sandbox healthy --resource-id /subscriptions/x"_s,
    u"token --sandbox healthy --reveal"_s,
    u"terraform block"_s,
    u"terraform env --org contoso --shell tcsh"_s,
    u"setup plan --sandbox healthy --access-level premium"_s,
    // Files.
    u"diagnose --org contoso --ca-file no/such/file.pem"_s,
    u"diagnose --org contoso --ca-file README.md"_s,
    u"diagnose --sandbox healthy --out /nonexistent/report.json"_s,
    u"report show no-report.json"_s,
    u"report show README.md"_s,
    u"terraform write --org contoso --dir no/such/folder --yes"_s,
    u"setup apply README.md"_s,
    u"setup undo no-receipt.json"_s,
};

ProgramRun runWrong(const QStringList &words)
{
    QProcessEnvironment environment = cleanEnvironment();
    environment.insert(u"COLUMNS"_s, u"80"_s);
    return runProgram(words, {}, environment, QStringLiteral(SIGNET_SOURCE_DIR));
}

} // namespace

class TestWrongUse : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyAnswerIsAsReviewed()
    {
        QString answers;
        for (const QString &command : wrongCommands) {
            const ProgramRun run = runWrong(command.split(u' ', Qt::SkipEmptyParts));
            QVERIFY2(run.exitCode == 1, qPrintable(command));
            QVERIFY2(run.out.isEmpty(), qPrintable(command));
            QVERIFY2(!run.err.contains('%'), run.err.constData()); // no placeholder is left
            QVERIFY2(run.err.startsWith("signet: ") || run.err.contains("\nsignet: "), run.err.constData());
            answers += u"$ signet %1\n"_s.arg(command) + QString::fromUtf8(run.err) + u'\n';
        }
        QFile golden(QStringLiteral(SIGNET_TEST_DATA "/wrong-use.txt"));
        if (qEnvironmentVariableIsSet("SIGNET_UPDATE_GOLDEN")) {
            QVERIFY(golden.open(QIODevice::WriteOnly));
            golden.write(answers.toUtf8());
            return;
        }
        QVERIFY(golden.open(QIODevice::ReadOnly));
        const QStringList expected = QString::fromUtf8(golden.readAll()).split(u"$ signet"_s);
        const QStringList actual = answers.split(u"$ signet"_s);
        for (qsizetype i = 0; i < qMin(expected.size(), actual.size()); ++i)
            QCOMPARE(actual[i], expected[i]);
        QCOMPARE(actual.size(), expected.size());
    }

    void answerDoesNotDependOnTheFormat()
    {
        const QStringList words{u"diagnose"_s, u"--objct-id"_s, u"x"_s};
        QCOMPARE(runWrong(words + QStringList{u"--output"_s, u"json"_s}).err, runWrong(words).err);
    }
};

QTEST_GUILESS_MAIN(TestWrongUse)
#include "tst_wronguse.moc"
