#include "core/findings/findingmap.h"
#include "core/findings/serviceerror.h"
#include "tests/findings/data.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

ServiceAnswer answerOf(const QJsonObject &row)
{
    QHash<QString, QString> headers;
    const QJsonObject given = row["headers"_L1].toObject();
    for (auto header = given.begin(); header != given.end(); ++header)
        headers.insert(header.key(), header->toString());
    return serviceAnswer(row["status"_L1].toInt(), row["body"_L1].toString().toUtf8(), headers);
}

} // namespace

class TestServiceError : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answersAreToldByTheirRule_data()
    {
        QTest::addColumn<QJsonObject>("row");
        QSet<QString> rules;
        int number = 0;
        for (const QJsonValue &row : readData(u"serviceanswers.json"_s).array()) {
            const QString rule = row["rule"_L1].toString();
            QTest::addRow("%d %s", ++number, qPrintable(rule)) << row.toObject();
            rules.insert(rule);
        }
        rules.remove(QString());
        QCOMPARE(rules.size(), 67); // 72 less the five that need more than one answer
    }

    void answersAreToldByTheirRule()
    {
        QFETCH(QJsonObject, row);
        QCOMPARE(matchServiceError(answerOf(row)), row["rule"_L1].toString());
    }

    void errorsAreReadInEveryForm_data()
    {
        QTest::addColumn<QJsonObject>("row");
        for (const QJsonValue &row : readData(u"serviceerrors.json"_s).array())
            QTest::addRow("%s", qPrintable(row["form"_L1].toString())) << row.toObject();
    }

    void errorsAreReadInEveryForm()
    {
        QFETCH(QJsonObject, row);
        const ServiceError error = parseServiceError(answerOf(row));
        QCOMPARE(error.typeKey, row["typeKey"_L1].toString());
        QCOMPARE(error.message, row["message"_L1].toString());
        QCOMPARE(error.code, row["code"_L1].toString());
    }

    void textOutOfContextIsToldByCodeOrWording_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("rules");
        QTest::addRow("one code") << u"error: tf401444: no"_s << QStringList{u"TF401444"_s};
        QTest::addRow("the particular before the general")
            << u"TF400813: The user '' is not authorized"_s << QStringList{u"TF400813-anonymous"_s};
        QTest::addRow("the general alone")
            << u"TF400813: The user 'x' is not authorized"_s << QStringList{u"TF400813-identity"_s};
        QTest::addRow("two codes") << u"AADSTS700016 TF200016"_s
                                   << QStringList{u"TF200016"_s, u"AADSTS700016"_s};
        QTest::addRow("part of a longer code") << u"AADSTS7000160 TF20001"_s << QStringList{};
        QTest::addRow("type") << u"\"typeKey\":\"GitRepositoryNotFoundException\""_s
                              << QStringList{u"TF401019"_s};
        QTest::addRow("nothing") << QString() << QStringList{};
    }

    void textOutOfContextIsToldByCodeOrWording()
    {
        QFETCH(QString, text);
        QStringList rules;
        for (const ServiceErrorMention &mention : serviceErrorsIn(text.toLower())) {
            QVERIFY(text.contains(mention.words, Qt::CaseInsensitive));
            rules.append(mention.ruleId);
        }
        QTEST(rules, "rules");
    }
};

QTEST_GUILESS_MAIN(TestServiceError)
#include "tst_serviceerror.moc"
