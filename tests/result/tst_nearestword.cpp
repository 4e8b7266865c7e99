#include "core/result/nearestword.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

class TestNearestWord : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void slipsOfTheFingersAreSeenThrough_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("meant");
        QTest::newRow("letter left out") << u"--objct-id"_s << u"--object-id"_s;
        QTest::newRow("letters swapped") << u"lgoin"_s << u"login"_s;
        QTest::newRow("two slips") << u"esturp"_s << u"setup"_s;
        QTest::newRow("letter too many") << u"loginn"_s << u"login"_s;
        QTest::newRow("another letter") << u"--irg"_s << u"--org"_s;
        QTest::newRow("capitals") << u"LOGIN"_s << u"login"_s;
        QTest::newRow("its beginning") << u"diag"_s << u"diagnose"_s;
        QTest::newRow("its beginning and more") << u"--object"_s << u"--object-id"_s;
        QTest::newRow("the dashes are no beginning") << u"--zzz"_s << QString();
        QTest::newRow("nothing near") << u"frobnicate"_s << QString();
        QTest::newRow("nothing") << QString() << QString();
    }

    void slipsOfTheFingersAreSeenThrough()
    {
        QFETCH(QString, typed);
        QFETCH(QString, meant);
        QCOMPARE(nearestWord(typed,
                             {u"diagnose"_s, u"login"_s, u"logout"_s, u"setup"_s, u"--output"_s, u"--out"_s,
                              u"--org"_s, u"--object-id"_s}),
                 meant);
    }
};

QTEST_GUILESS_MAIN(TestNearestWord)
#include "tst_nearestword.moc"
