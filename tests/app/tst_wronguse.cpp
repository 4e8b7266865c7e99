#include "tests/support/program.h"

using namespace Qt::StringLiterals;

// A command that was typed wrongly is told like any other finding: what, why, what to do, and nothing done.

class TestWrongUse : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wrongUseIsToldLikeAnyFinding_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("hint");
        QTest::addColumn<QString>("help");
        const auto row = [](const QString &command, const QString &title, const QString &hint,
                            const QString &help) {
            QTest::addRow("signet %s", qPrintable(command)) << command << title << hint << help;
        };
        row(u"diagnose --objct-id x"_s, u"signet diagnose does not accept \"--objct-id\""_s,
            u"Did you mean --object-id?"_s, u"signet diagnose --help"_s);
        row(u"setup plan --gruop=x"_s, u"signet setup plan does not accept \"--gruop\""_s,
            u"Did you mean --group?"_s, u"signet setup plan --help"_s);
        row(u"diagnose here"_s, u"signet diagnose does not accept \"here\""_s, {},
            u"signet diagnose --help"_s);
        row(u"--sandbox healthy diagnose"_s, u"signet does not accept \"--sandbox\""_s,
            u"Did you mean signet diagnose --sandbox?"_s, u"signet diagnose --help"_s);
        row(u"diagnose --quiet=much"_s, u"signet diagnose does not accept \"--quiet=much\""_s,
            u"Did you mean --quiet?"_s, u"signet diagnose --help"_s);
        row(u"profile lst"_s, u"signet profile does not accept \"lst\""_s, u"Did you mean list?"_s,
            u"signet profile --help"_s);
        row({}, u"No command given"_s, u"diagnose, token"_s, u"signet --help"_s);
        row(u"setup"_s, u"No command given"_s, u"plan, apply, verify, undo"_s, u"signet --help"_s);
        row(u"diagnse"_s, u"\"diagnse\" is not a signet command"_s, u"Did you mean signet diagnose?"_s,
            u"signet --help"_s);
        row(u"setup pln"_s, u"\"setup pln\" is not a signet command"_s, u"Did you mean signet setup plan?"_s,
            u"signet --help"_s);
        row(u"--frobnicate"_s, u"No command given"_s, u"diagnose, token"_s, u"signet --help"_s);
        row(u"setup apply"_s, u"signet setup apply needs FILE"_s, u"plan or receipt"_s,
            u"signet setup apply --help"_s);
        row(u"principal attach x"_s, u"signet principal attach needs --to"_s, u"resource id"_s,
            u"signet principal attach --help"_s);
        row(u"explain"_s, u"signet explain needs FINDING or --paste"_s, {}, u"signet explain --help"_s);
        row(u"diagnose --org"_s, u"--org needs a value: URL"_s, {}, u"signet diagnose --help"_s);
        row(u"diagnose --output jsno"_s, u"\"jsno\" is not valid for --output"_s, u"Use json"_s,
            u"signet diagnose --help"_s);
        row(u"login --with browsr"_s, u"\"browsr\" is not valid for --with"_s, u"Use browser"_s,
            u"signet login --help"_s);
        row(u"diagnose --timeout soon"_s, u"\"soon\" is not valid for --timeout"_s,
            u"a number from 0.1 to 86400"_s, u"signet diagnose --help"_s);
        row(u"diagnose --org a --org b"_s, u"--org was specified more than once"_s, u"a, b"_s,
            u"signet diagnose --help"_s);
        row(u"login --keep --session"_s, u"--keep and --session cannot be used together"_s, {},
            u"signet login --help"_s);
        row(u"explain not-in-ogr"_s, u"There is no finding \"not-in-ogr\""_s, u"not-in-org"_s, {});
        row(u"sandbox serve helthy"_s, u"There is no scenario \"helthy\""_s, u"healthy"_s, {});
        row(u"sandbox serve http://127.0.0.1:1"_s, u"There is no scenario \"http://127.0.0.1:1\""_s, {}, {});
    }

    void wrongUseIsToldLikeAnyFinding()
    {
        QFETCH(QString, command);
        QFETCH(QString, title);
        QFETCH(QString, hint);
        QFETCH(QString, help);
        for (const QStringList &form : {QStringList(), QStringList{u"--output"_s, u"json"_s}}) {
            const QStringList words = command.split(u' ', Qt::SkipEmptyParts);
            // Before the command there is no place for it.
            const bool takesForm = !words.isEmpty() && !words.first().startsWith(u'-')
                && !command.endsWith("--org"_L1) && !command.contains("--output"_L1);
            const ProgramRun run = runProgram(takesForm ? words + form : words);
            QCOMPARE(run.exitCode, 1);
            QVERIFY2(run.out.isEmpty(), run.out.constData());
            const QString said = QString::fromUtf8(run.err).simplified();
            QVERIFY2(said.startsWith(u"signet: "_s + title + u'.'), run.err.constData());
            QVERIFY2(said.contains(hint), run.err.constData());
            QVERIFY2(help.isEmpty() || said.endsWith(u"$ "_s + help) || said.contains(u"$ "_s + help + u' '),
                     run.err.constData());
        }
    }
};

QTEST_GUILESS_MAIN(TestWrongUse)
#include "tst_wronguse.moc"
