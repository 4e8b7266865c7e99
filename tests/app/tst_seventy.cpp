#include "core/findings/catalogue.h"
#include "core/sandbox/scenarios/scenario.h"

#include <QFile>
#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

// Each of the collected failures has a scenario of its name that ends in it and in nothing else. That a
// diagnosis says so is what tst_scenarios shows for every scenario.
class TestSeventy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFailureIsTheOnlyRootCauseOfItsScenario();
};

void TestSeventy::everyFailureIsTheOnlyRootCauseOfItsScenario()
{
    QFile file(QStringLiteral(SIGNET_SOURCE_DIR "/tests/data/failures.txt"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    int all = 0;
    int named = 0;
    QStringList missing;
    for (const QString &id : lines) {
        if (id.startsWith(u'#'))
            continue;
        ++all;
        QVERIFY2(findFinding(FindingId::fromText(id)), qPrintable(id));
        const auto scenario = sandbox::Scenario::named(id);
        const QStringList causes = scenario ? scenario->rootCauses : QStringList();
        qInfo("%-32s %s", qPrintable(id),
              scenario ? qPrintable(scenario->verdict + u": "_s + causes.join(u' ')) : "no scenario");
        if (causes == QStringList{id})
            ++named;
        else
            missing.append(id);
    }
    qInfo("%d of %d", named, all);
    QCOMPARE(all, 70);
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u' ')));
}

QTEST_GUILESS_MAIN(TestSeventy)
#include "tst_seventy.moc"
