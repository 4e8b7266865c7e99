#include "core/result/identifiers.h"

#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

class TestIdentifiers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void guidIsTakenAsTheProviderTakesIt_data();
    void guidIsTakenAsTheProviderTakesIt();
    void resourceIdIsTaken_data();
    void resourceIdIsTaken();
    void resourceIdSaysWhatItNames();
};

void TestIdentifiers::guidIsTakenAsTheProviderTakesIt_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    QTest::newRow("lower case") << u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s << true;
    QTest::newRow("upper case") << u"A4D8C7B6-5E4F-4D3C-8B2A-190807F6E5D4"_s << true;
    QTest::newRow("braces") << u"{a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4}"_s << false;
    QTest::newRow("no dashes") << u"a4d8c7b65e4f4d3c8b2a190807f6e5d4"_s << false;
    QTest::newRow("blank in front") << u" a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s << false;
    QTest::newRow("line end") << u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4\n"_s << false;
    QTest::newRow("no hex") << u"g4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s << false;
    QTest::newRow("other digits") << u"٤4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("name") << u"my-identity"_s << false;
}

void TestIdentifiers::guidIsTakenAsTheProviderTakesIt()
{
    QFETCH(QString, text);
    QFETCH(bool, good);
    const auto id = ClientId::parse(text);
    QCOMPARE(bool(id), good);
    if (good) {
        QCOMPARE(id->toString(), text.toLower());
    } else {
        QCOMPARE(id.problem().findingId.toString(), u"input-not-a-guid"_s);
        QCOMPARE(id.problem().evidence["what"_L1].toString(), u"client id"_s);
    }
}

void TestIdentifiers::resourceIdIsTaken_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    const QString group = u"/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d/resourceGroups/rg"_s;
    QTest::newRow("machine") << group + u"/providers/Microsoft.Compute/virtualMachines/vm"_s << true;
    QTest::newRow("lower-case group")
        << group.toLower() + u"/providers/Microsoft.Compute/virtualMachines/vm"_s << true;
    QTest::newRow("slot") << group + u"/providers/Microsoft.Web/sites/app/slots/test"_s << true;
    QTest::newRow("group alone") << group << false;
    QTest::newRow("type without name") << group + u"/providers/Microsoft.Compute/virtualMachines"_s << false;
    QTest::newRow("no subscription") << u"/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm"_s
                                     << false;
    QTest::newRow("with a query") << group + u"/providers/Microsoft.Compute/virtualMachines/vm?x=1"_s
                                  << false;
    QTest::newRow("endless") << group + u"/providers/Microsoft.Compute/virtualMachines/"_s
            + QString(3000, u'v')
                             << false;
}

void TestIdentifiers::resourceIdIsTaken()
{
    QFETCH(QString, text);
    QFETCH(bool, good);
    QCOMPARE(bool(ResourceId::parse(text)), good);
}

void TestIdentifiers::resourceIdSaysWhatItNames()
{
    const auto id =
        ResourceId::parse(u"/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/rg-web/"
                          "providers/Microsoft.Web/sites/app/slots/test"_s);
    QVERIFY(id);
    QCOMPARE(id->subscription(), u"5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d"_s);
    QCOMPARE(id->resourceGroup(), u"rg-web"_s);
    QCOMPARE(id->type(), u"Microsoft.Web/sites/slots"_s);
    QCOMPARE(id->name(), u"test"_s);
    QVERIFY(*id == *ResourceId::parse(id->toString().toUpper()));
}

QTEST_APPLESS_MAIN(TestIdentifiers)
#include "tst_identifiers.moc"
