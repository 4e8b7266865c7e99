#include "core/result/redaction.h"
#include "core/result/secret.h"

#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

class TestRedaction : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void secretIsCut_data();
    void secretIsCut();
    void harmlessTextStays_data();
    void harmlessTextStays();
    void secretTypeGivesNothingAway();
};

void TestRedaction::secretIsCut_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("secret");
    const QString jwt = u"eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJ4eXoifQ.c2lnbmF0dXJl"_s;
    QTest::newRow("token by itself") << u"token "_s + jwt + u" end"_s << jwt;
    QTest::newRow("token without signature")
        << u"eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJ4eXoifQ"_s << u"eyJhdWQiOiJ4eXoifQ"_s;
    QTest::newRow("header line") << u"Authorization: Bearer abcdefgh12345678ijkl"_s
                                 << u"abcdefgh12345678ijkl"_s;
    QTest::newRow("basic") << u"authorization: basic OmFiY2RlZmdoaWprbG1ub3A1Mg=="_s
                           << u"OmFiY2RlZmdoaWprbG1ub3A1Mg"_s;
    QTest::newRow("JSON") << u"{\"access_token\": \"opaque-value\"}"_s << u"opaque-value"_s;
    QTest::newRow("escaped JSON") << u"{\\\"client_secret\\\":\\\"s3cr3t-value\\\"}"_s << u"s3cr3t-value"_s;
    QTest::newRow("form") << u"grant_type=x&client_secret=s3cr3t&y=1"_s << u"s3cr3t"_s;
    QTest::newRow("new personal access token")
        << u"pat "_s + QString(76, u'A') + u"AZDO"_s + u"1234"_s << QString(76, u'A') + u"AZDO1234"_s;
    QTest::newRow("old personal access token")
        << QString(u"abcdefghijklmnopqrstuvwxyz234567"_s + QString(20, u'q')) << QString(20, u'q');
}

void TestRedaction::secretIsCut()
{
    QFETCH(QString, text);
    QFETCH(QString, secret);
    const QString clean = redacted(text);
    QVERIFY2(!clean.contains(secret), qPrintable(clean));
    QVERIFY(clean.contains(u"[secret]"_s));
    QVERIFY(!findSecrets(text.toUtf8()).isEmpty());
    QVERIFY(findSecrets(clean.toUtf8()).isEmpty());
    QCOMPARE(redacted(clean), clean);
}

void TestRedaction::harmlessTextStays_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("challenge")
        << u"Bearer authorization_uri=https://login.microsoftonline.com/8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_s;
    QTest::newRow("realm") << u"Basic realm=\"https://tfsprodweu1.app.visualstudio.com/\""_s;
    QTest::newRow("words") << u"Basic authentication is not accepted, use Bearer tokens-of-Entra instead"_s;
    QTest::newRow("access level") << u"Add it with Basic access"_s;
    QTest::newRow("ids") << u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s;
    QTest::newRow("resource id")
        << u"/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d/resourceGroups/rg"_s;
    QTest::newRow("descriptor") << u"aadsp.OWZhMTRkOGItZGNhOS03NzMxLTk3ZjEtYjE5ZjE4ZjE5ZjE5"_s;
}

void TestRedaction::harmlessTextStays()
{
    QFETCH(QString, text);
    QCOMPARE(redacted(text), text);
    QVERIFY(findSecrets(text.toUtf8()).isEmpty());
}

void TestRedaction::secretTypeGivesNothingAway()
{
    QByteArray plain = "plain-text";
    const Secret secret(std::move(plain));
    QVERIFY(plain.isEmpty());
    QCOMPARE(secret.reveal(), QByteArray("plain-text"));
    QCOMPARE(secret.fingerprint().size(), 12);
    QVERIFY(!secret.fingerprint().contains(u"plain"_s));
    QVERIFY(Secret().isEmpty());
    QVERIFY(Secret().fingerprint().isEmpty());
    static_assert(!std::is_convertible_v<Secret, QString>);
    static_assert(!std::is_convertible_v<Secret, QByteArray>);
}

QTEST_APPLESS_MAIN(TestRedaction)
#include "tst_redaction.moc"
