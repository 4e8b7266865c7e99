#include "core/findings/evidencewords.h"
#include "core/result/reason.h"

#include <QCoreApplication>
#include <QJsonObject>
#include <QTest>
#include <QTranslator>

using namespace signet;
using namespace Qt::StringLiterals;

// A language in which every text of ours stands in brackets, with its values where they were.
class Brackets : public QTranslator {
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *context, const char *text, const char *, int) const override
    {
        const QString source = QString::fromUtf8(text);
        const bool isOurs = source == "it is a directory"_L1 || source == "a string has no end"_L1
            || std::any_of(reasons::withValues.begin(), reasons::withValues.end(),
                           [&](const char *form) { return source == QString::fromUtf8(form); });
        return qstrcmp(context, "Reason") == 0 && isOurs ? u'[' + source + u']' : QString();
    }
};

class TestEvidenceWords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reasonsAreTranslatedWhereTheyAreShown_data();
    void reasonsAreTranslatedWhereTheyAreShown();
};

void TestEvidenceWords::reasonsAreTranslatedWhereTheyAreShown_data()
{
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("translated");

    QTest::newRow("whole") << u"it is a directory"_s << u"[it is a directory]"_s;
    QTest::newRow("with a value") << reasonText(reasons::largerThan, 64) << u"[larger than 64 bytes]"_s;
    QTest::newRow("with a reason as its value")
        << reasonText(reasons::syntaxFault, 3, 7, u"a string has no end"_s)
        << u"[line 3, column 7: [a string has no end]]"_s;
    QTest::newRow("of the system") << u"No space left on device"_s << u"No space left on device"_s;
}

void TestEvidenceWords::reasonsAreTranslatedWhereTheyAreShown()
{
    QFETCH(QString, reason);
    QFETCH(QString, translated);
    const QJsonObject evidence{{u"reason"_s, reason}};
    QCOMPARE(withWords(evidence)["reason"_L1].toString(), reason);
    Brackets brackets;
    QVERIFY(QCoreApplication::installTranslator(&brackets));
    QCOMPARE(withWords(evidence)["reason"_L1].toString(), translated);
}

QTEST_GUILESS_MAIN(TestEvidenceWords)
#include "tst_evidencewords.moc"
