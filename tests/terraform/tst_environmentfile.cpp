#include "core/terraform/environmentfile.h"

#include <QJsonDocument>
#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

class EnvironmentFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lineGivesItsVariable_data();
    void lineGivesItsVariable();
    void laterLineWins();
    void lineThatIsNoneIsRefusedByItsNumber();
};

void EnvironmentFileTest::lineGivesItsVariable_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("value");
    QTest::addRow("plain") << QByteArray("A=b") << u"b"_s;
    QTest::addRow("exported") << QByteArray("export A=b") << u"b"_s;
    QTest::addRow("equal sign in the value") << QByteArray("A=b=c") << u"b=c"_s;
    QTest::addRow("empty") << QByteArray("A=") << QString(u""_s);
    QTest::addRow("blanks around") << QByteArray("  A=  b  ") << u"b"_s;
    QTest::addRow("single quotes") << QByteArray(R"(A='a "b" \n $c')") << uR"(a "b" \n $c)"_s;
    QTest::addRow("double quotes") << QByteArray(R"(A="a \"b\" \\ \$c \t")") << uR"(a "b" \ $c \t)"_s;
    QTest::addRow("line feed in double quotes") << QByteArray(R"(A="a\nb")") << u"a\nb"_s;
    QTest::addRow("hash in the value") << QByteArray("A=b#c") << u"b#c"_s;
    QTest::addRow("CR LF") << QByteArray("A=b\r\n# comment\r\n\r\n") << u"b"_s;
    QTest::addRow("unicode") << QByteArray("A=\xc3\xbc") << u"\u00fc"_s;
}

void EnvironmentFileTest::lineGivesItsVariable()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, value);
    const auto variables = parseEnvironmentFile(u"x.env"_s, line);
    QVERIFY(bool(variables));
    QCOMPARE(variables->size(), 1);
    QCOMPARE(variables->value(u"A"_s), value);
}

void EnvironmentFileTest::laterLineWins()
{
    const auto variables = parseEnvironmentFile(u"x.env"_s, "# one\nA=1\n\nA=2\nB=3\n");
    QVERIFY(bool(variables));
    QCOMPARE(*variables, (QMap<QString, QString>{{u"A"_s, u"2"_s}, {u"B"_s, u"3"_s}}));
}

void EnvironmentFileTest::lineThatIsNoneIsRefusedByItsNumber()
{
    const auto variables = parseEnvironmentFile(u"x.env"_s, "A=1\nnot-a-secret-to-repeat\n");
    QVERIFY(!variables);
    QCOMPARE(variables.problem().findingId.toString(), u"file-not-readable"_s);
    QCOMPARE(variables.problem().evidence[u"reason"_s].toString(), u"line 2 is not NAME=VALUE"_s);
    QVERIFY(!QString::fromUtf8(QJsonDocument(variables.problem().evidence).toJson()).contains("secret"_L1));
}

QTEST_APPLESS_MAIN(EnvironmentFileTest)
#include "tst_environmentfile.moc"
