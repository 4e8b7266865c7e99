#include "core/findings/catalogue.h"
#include "core/findings/findingmap.h"
#include "tests/findings/data.h"

#include <QJsonObject>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

class TestFindingMap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindAndRuleLeadsToItsFinding_data()
    {
        QTest::addColumn<bool>("isKind");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("finding");
        const QJsonObject map = readData(u"findingmap.json"_s).object();
        const QJsonObject kinds = map["kinds"_L1].toObject();
        const QJsonObject rules = map["rules"_L1].toObject();
        QCOMPARE(kinds.size() + rules.size(), expectedRows);
        for (auto row = kinds.begin(); row != kinds.end(); ++row)
            QTest::addRow("kind %s", qPrintable(row.key())) << true << row.key() << row->toString();
        for (auto row = rules.begin(); row != rules.end(); ++row)
            QTest::addRow("rule %s", qPrintable(row.key())) << false << row.key() << row->toString();
    }

    void everyKindAndRuleLeadsToItsFinding()
    {
        QFETCH(bool, isKind);
        QFETCH(QString, from);
        QFETCH(QString, finding);
        const QByteArray key = from.toLatin1();
        const FindingId found =
            isKind ? findingForKind(QLatin1StringView(key)) : findingForServiceError(QLatin1StringView(key));
        QCOMPARE(found.toString(), finding);
        QCOMPARE(findFinding(FindingId::fromText(finding)) != nullptr, !finding.isEmpty());
    }

    void noFaultAndNoRuleLeadsToTwoFindings()
    {
        QSet<QLatin1StringView> faults;
        QSet<QLatin1StringView> rules;
        for (const Finding &finding : catalogue()) {
            for (const QLatin1StringView fault : finding.identityFaults) {
                QVERIFY2(!faults.contains(fault), fault.data());
                faults.insert(fault);
            }
            for (const QLatin1StringView rule : finding.serviceErrors) {
                QVERIFY2(!rules.contains(rule), rule.data());
                rules.insert(rule);
            }
        }
    }

    void whatIsNotListedLeadsNowhere()
    {
        QVERIFY(findingForKind("no_such_kind"_L1).isEmpty());
        QVERIFY(findingForKind(""_L1).isEmpty());
        QVERIFY(findingForServiceError("TF999999"_L1).isEmpty());
        QVERIFY(findingForServiceError("imds_unreachable"_L1).isEmpty());
    }

private:
    static constexpr qsizetype expectedRows = 60 + 72;
};

QTEST_GUILESS_MAIN(TestFindingMap)
#include "tst_findingmap.moc"
