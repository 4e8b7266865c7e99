#include "core/token/pastedtoken.h"
#include "core/token/tokenage.h"
#include "tests/support/words.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

constexpr qint64 second = 1790000000;
const QByteArray token = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJhIn0.c2lnbmF0dXJl";

Claims claimsIssued(qint64 secondsAgo, qint64 life = 86700)
{
    Claims claims;
    claims.issuedAt = second - secondsAgo;
    claims.expires = second - secondsAgo + life;
    claims.miResourceId =
        u"/subscriptions/s/resourcegroups/g/providers/Microsoft.Compute/virtualMachines/v"_s;
    return claims;
}

} // namespace

class TestPastedToken final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whateverIsAtHandIsRead_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("form"); // empty: no token in it
        const auto row = [](const char *name, const QByteArray &text, const char *form) {
            QTest::addRow("%s", name) << text << QString::fromLatin1(form);
        };
        row("token", token, "token");
        row("line end", token + "\r\n", "token");
        row("byte order mark", "\xEF\xBB\xBF" + token, "token");
        row("quotes", '"' + token + '"', "token");
        row("broken into lines", token.left(20) + "\n" + token.mid(20), "token");
        row("header", "Authorization: Bearer " + token, "header");
        row("lower case", "authorization: bearer " + token, "header");
        row("without name", "Bearer " + token, "header");
        row("command line", "curl -H 'Authorization: Bearer " + token + "' https://dev.azure.com/x",
            "header");
        row("reply of an endpoint", R"({"access_token":")" + token + R"(","token_type":"Bearer"})", "reply");
        row("reply of the Azure CLI", R"({"accessToken":")" + token + R"(","expiresOn":"x"})", "reply");
        row("reply of azd", R"({"token":")" + token + R"(","expiresOn":"2026-09-21T15:20:00Z"})", "reply");
        row("with its headers",
            "HTTP/1.1 200 OK\r\nDate: Mon, 21 Sep 2026 14:13:20 GMT\r\nServer: "
            "IMDS/1\r\n\r\n{\"access_token\":\""
                + token + "\"}",
            "reply");
        row("reply without a token", R"({"error":"invalid_request"})", "");
        row("nothing", "", "");
        row("blanks", " \n\t ", "");
    }

    void whateverIsAtHandIsRead()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, form);
        text.detach();
        const auto pasted = readPastedToken(std::move(text));
        QCOMPARE(bool(pasted), !form.isEmpty());
        if (!pasted) {
            QCOMPARE(pasted.problem().findingId.toString(), u"token-not-given"_s);
            return;
        }
        QCOMPARE(word(pasted->form), form);
        QCOMPARE(pasted->token.reveal(), token);
    }

    void timesBesideTheTokenAreKept()
    {
        QByteArray text = "Date: Mon, 21 Sep 2026 14:13:20 GMT\n\n{\"access_token\":\"" + token
            + "\",\"expires_on\":\"1790086400\"}";
        const auto reply = readPastedToken(std::move(text));
        QCOMPARE(reply->serverTime, std::optional<qint64>(second));
        QCOMPARE(reply->expiresOn, std::optional<qint64>(1790086400));
    }

    void theTextIsOverwritten()
    {
        QByteArray text = "Bearer " + token;
        QVERIFY(readPastedToken(std::move(text)));
        QVERIFY(text.isEmpty());
    }

    void ageIsTold_data()
    {
        QTest::addColumn<qint64>("issuedAgo");
        QTest::addColumn<qint64>("clockAhead"); // -1000000: the server says no time
        QTest::addColumn<bool>("fromCache");
        QTest::addColumn<QString>("says");
        QTest::addRow("fresh") << qint64(300) << qint64(-1000000) << false << u"It is new"_s;
        QTest::addRow("cached") << qint64(20000) << qint64(-1000000) << true << u"5 hours 33 minutes old"_s;
        QTest::addRow("what of it is stale")
            << qint64(20000) << qint64(0) << true << u"groups, application roles"_s;
        QTest::addRow("what of it is not") << qint64(20000) << qint64(0) << true << u"looks them up"_s;
        QTest::addRow("expired") << qint64(90000) << qint64(-1000000) << true << u"expired 55 minutes ago"_s;
        QTest::addRow("clocks agree") << qint64(300) << qint64(0) << false << u"agree"_s;
        QTest::addRow("a little ahead") << qint64(300) << qint64(100) << false << u"which is harmless"_s;
        QTest::addRow("far ahead") << qint64(7500) << qint64(7200) << false << u"2 hours ahead of"_s;
        QTest::addRow("far behind") << qint64(-7000) << qint64(-7200) << false
                                    << u"server's clock is 2 hours ahead"_s;
        QTest::addRow("expiry by the server")
            << qint64(300) << qint64(7200) << false << u"by the server's clock"_s;
    }

    void ageIsTold()
    {
        QFETCH(qint64, issuedAgo);
        QFETCH(qint64, clockAhead);
        QFETCH(bool, fromCache);
        QFETCH(QString, says);
        const Claims claims = claimsIssued(issuedAgo);
        const std::optional<qint64> server =
            clockAhead == -1000000 ? std::nullopt : std::optional(second - clockAhead);
        const TokenAge age = ageOf(claims, std::chrono::sys_seconds(std::chrono::seconds(second)), server);
        QCOMPARE(age.fromCache, fromCache);
        const QString sentences = explainAge(claims, age).join(u' ');
        QVERIFY2(sentences.contains(says), qPrintable(sentences));
    }

    void absurdTimesAreNoTimes()
    {
        Claims claims;
        claims.issuedAt = std::numeric_limits<qint64>::min();
        claims.expires = std::numeric_limits<qint64>::max();
        const TokenAge age = ageOf(claims, std::chrono::sys_seconds(std::chrono::seconds(second)),
                                   std::numeric_limits<qint64>::min());
        QVERIFY(!age.age && !age.left && !age.life && !age.clockAhead && !age.leftByServer);
        QVERIFY(!explainAge(claims, age).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestPastedToken)
#include "tst_pastedtoken.moc"
