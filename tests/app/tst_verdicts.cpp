// Runs the cells of tests/data/verdicts/verdicts.json, or of the file that SIGNET_VERDICTS names, and
// compares Signet's verdict with what the real provider did in the same place. The last line counts them.
// Where Signet is known to be wrong is in tests/data/verdicts/known.txt, which has to be exactly what is
// wrong now: SIGNET_UPDATE_GOLDEN=1 writes it.

#include "tests/app/knowngaps.h"
#include "tests/app/verdictcell.h"

#include <QTest>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace signet::test;

namespace {

struct Tally {
    int agree = 0;
    int falseReady = 0;
    int falseNotReady = 0;
    int unclear = 0;
    int notBuilt = 0;
};
Tally tally;

QString kindOf(const QStringList &expected, const QString &verdict)
{
    if (expected.contains(verdict))
        return u"agree"_s;
    if (verdict == "ready"_L1)
        return u"false ready"_s;
    return verdict == "not-ready"_L1 ? u"false not-ready"_s : u"unclear"_s;
}

void count(const QString &kind)
{
    (kind == "agree"_L1                 ? tally.agree
         : kind == "false ready"_L1     ? tally.falseReady
         : kind == "false not-ready"_L1 ? tally.falseNotReady
                                        : tally.unclear)++;
}

} // namespace

class TestVerdicts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void verdictIsTheProviders();
};

void TestVerdicts::verdictIsTheProviders()
{
    const QString other = qEnvironmentVariable("SIGNET_VERDICTS");
    const QString only = qEnvironmentVariable("SIGNET_VERDICTS_ONLY");
    const QString data = QStringLiteral(SIGNET_TEST_DATA "/verdicts/");
    QStringList wrong;
    for (const VerdictCell &cell : readVerdictCells(other.isEmpty() ? data + u"verdicts.json"_s : other)) {
        if (!cell.id.contains(only))
            continue;
        if (cell.expected(true).isEmpty() && cell.expected(false).isEmpty()) {
            ++tally.notBuilt;
            std::printf("not built: %s: nothing is expected\n", qPrintable(cell.id));
        }
        for (const bool withOrganization : {true, false}) {
            const QStringList expected = cell.expected(withOrganization);
            if (expected.isEmpty())
                continue;
            const QString name = cell.id + (withOrganization ? u""_s : u" without --org"_s);
            const BuiltCell built = buildCell(cell, withOrganization);
            if (!built.notBuilt.isEmpty()) {
                ++tally.notBuilt;
                std::printf("not built: %s: %s\n", qPrintable(name), qPrintable(built.notBuilt));
                continue;
            }
            const SimulatedOutcome outcome = runSimulated(built.run);
            const QString kind = kindOf(expected, outcome.verdict());
            count(kind);
            if (kind != "agree"_L1 || !only.isEmpty()) {
                wrong.append(kind + u": "_s + name);
                std::printf("%s: %s: %s [%s], not %s\n", qPrintable(kind), qPrintable(name),
                            qPrintable(outcome.verdict()), qPrintable(outcome.rootCauses().join(u' ')),
                            qPrintable(expected.join(u" or "_s)));
            }
            std::fflush(stdout);
        }
    }
    if (!other.isEmpty() || !only.isEmpty())
        return;

    const QStringList complaints = complaintsAgainst(u"known.txt"_s, wrong);
    QVERIFY2(complaints.isEmpty(), qPrintable(complaints.join(u'\n')));
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    TestVerdicts test;
    const int result = QTest::qExec(&test, argc, argv);

    // Written after Qt Test has ended, so that the count is the last line whatever its output.
    std::printf("agree %d, false ready %d, false not-ready %d, unclear %d, not built %d\n", tally.agree,
                tally.falseReady, tally.falseNotReady, tally.unclear, tally.notBuilt);
    std::fflush(stdout);
    return result;
}

#include "tst_verdicts.moc"
