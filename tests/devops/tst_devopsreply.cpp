#include "core/devops/devopsreply.h"

#include "tests/devops/scriptedtransport.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

class DevOpsReplyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindOfBodyIsRead_data();
    void everyKindOfBodyIsRead();
    void signInPagesAreKnown_data();
    void signInPagesAreKnown();
    void aRedirectIsKeptWithoutItsQuery();
    void messagesHoldNoTokenAndAreShort();
    void theActivityIdIsKept();
    void onlyAzureDevOpsSendsItsHeaders();
    void jsonRoundTripIsExact();
};

void DevOpsReplyTest::everyKindOfBodyIsRead_data()
{
    QTest::addColumn<Reply>("reply");
    QTest::addColumn<QString>("typeKey");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("message");
    QTest::addColumn<bool>("html");

    QTest::newRow("JSON") << answer(
        401,
        R"({"$id":"1","innerException":null,"message":"TF400813: The user is not authorized.",)"
        R"("typeName":"x","typeKey":"UnauthorizedRequestException","errorCode":0,"eventId":3000})",
        json()) << u"UnauthorizedRequestException"_s
                          << u"TF400813"_s << u"TF400813: The user is not authorized."_s << false;
    QTest::newRow("JSON behind a byte-order mark")
        << answer(503,
                  "\xef\xbb\xbf{\"message\":\"TF24668: The collection is "
                  "stopped.\",\"typeKey\":\"HostShutdownException\"}",
                  json())
        << u"HostShutdownException"_s << u"TF24668"_s << u"TF24668: The collection is stopped."_s << false;
    QTest::newRow("model binding") << answer(
        400, R"({"count":1,"value":{"Message":"The request is invalid."}})", json())
                                   << QString() << QString() << u"The request is invalid."_s << false;
    QTest::newRow("text/plain") << answer(404, "No route matches.\r\n", {{"Content-Type", "text/plain"}})
                                << QString() << QString() << u"No route matches."_s << false;
    QTest::newRow("HTML with a code in its title")
        << answer(403,
                  "\r\n<!DOCTYPE html><html><head>\n<title>\nVS403463: The conditional &amp; access "
                  "policy</title></head></html>",
                  {{"Content-Type", "text/html"}})
        << QString() << u"VS403463"_s << u"VS403463: The conditional & access policy"_s << true;
    QTest::newRow("empty") << answer(401, {}, {{"WWW-Authenticate", "Basic realm=\"x\""}}) << QString()
                           << QString() << QString() << false;
    QTest::newRow("header alone") << answer(
        503, {}, {{"X-TFS-ServiceError", "TF24668%3A%20The%20collection%20is%20stopped."}})
                                  << QString() << u"TF24668"_s << u"TF24668: The collection is stopped."_s
                                  << false;
    QTest::newRow("header, form encoding")
        << answer(401, {}, {{"x-tfs-serviceerror", "TF401444%3a+Please+sign-in"}}) << QString()
        << u"TF401444"_s << u"TF401444: Please sign-in"_s << false;
    QTest::newRow("header, a plus sign of its own") << answer(401, {}, {{"X-TFS-ServiceError", "a+b%20c"}})
                                                    << QString() << QString() << u"a+b c"_s << false;
    QTest::newRow("header beside a page")
        << answer(401, "<html><title>Sign in</title></html>", {{"X-TFS-ServiceError", "TF400813%3a%20no"}})
        << QString() << u"TF400813"_s << u"TF400813: no"_s << true;
    QTest::newRow("code in the header only")
        << answer(401, R"({"message":"refused"})", json({{"X-TFS-ServiceError", "VS403408%3a"}})) << QString()
        << u"VS403408"_s << u"refused"_s << false;
    QTest::newRow("Entra's code") << answer(401, R"({"message":"AADSTS53003: blocked"})", json()) << QString()
                                  << u"AADSTS53003"_s << u"AADSTS53003: blocked"_s << false;
    QTest::newRow("no whole code") << answer(401, R"({"message":"XTF400813 TF1 VS12345678"})", json())
                                   << QString() << QString() << u"XTF400813 TF1 VS12345678"_s << false;
    QTest::newRow("broken JSON") << answer(500, "{\"message\":", json()) << QString() << QString()
                                 << QString() << false;
    QTest::newRow("JSON of no object")
        << answer(500, "[1]", json()) << QString() << QString() << QString() << false;
    QTest::newRow("a good answer's own message")
        << answer(200, R"({"message":"TF400813: text of a commit"})", json()) << QString() << QString()
        << QString() << false;
}

void DevOpsReplyTest::everyKindOfBodyIsRead()
{
    QFETCH(Reply, reply);
    const DevOpsError error = readDevOpsError(reply);
    QCOMPARE(error.status, reply.status);
    QTEST(error.typeKey, "typeKey");
    QTEST(error.code, "code");
    QTEST(error.message, "message");
    QTEST(error.html, "html");
}

void DevOpsReplyTest::signInPagesAreKnown_data()
{
    QTest::addColumn<Reply>("reply");
    QTest::addColumn<bool>("signIn");

    const QByteArray page = "<html><title>Sign In</title></html>";
    const Headers html{{"Content-Type", "text/html; charset=utf-8"}};
    QTest::newRow("203") << answer(203, page, html) << true;
    QTest::newRow("203 without body") << answer(203) << true;
    QTest::newRow("200 with a page") << answer(200, page, html) << true;
    QTest::newRow("200 with a page called JSON") << answer(200, page, json()) << true;
    QTest::newRow("401 with a page") << answer(401, page, html) << true;
    QTest::newRow("302 to sign in") << answer(
        302, {}, {{"Location", "https://spsprodweu1.vssps.visualstudio.com/_signin?realm=dev.azure.com"}})
                                    << true;
    QTest::newRow("302 to Entra") << answer(
        302, {}, {{"Location", "https://login.microsoftonline.com/x/oauth2/authorize"}})
                                  << true;
    QTest::newRow("302 elsewhere") << answer(
        302, {}, {{"Location", "https://dev.azure.com/renamed/_apis/connectionData"}})
                                   << false;
    QTest::newRow("403 page with a code")
        << answer(403, "<html><title>VS403463: policy</title></html>", html) << false;
    QTest::newRow("404 with a page") << answer(404, page, html) << false;
    QTest::newRow("503 with a page") << answer(503, page, html) << false;
    QTest::newRow("401 without body") << answer(401) << false;
    QTest::newRow("200 with JSON") << answer(200, "{}", json()) << false;
}

void DevOpsReplyTest::signInPagesAreKnown()
{
    QFETCH(Reply, reply);
    QTEST(readDevOpsError(reply).signInPage, "signIn");
}

void DevOpsReplyTest::aRedirectIsKeptWithoutItsQuery()
{
    const Reply reply = answer(302, {}, {{"Location", "https://user@sps.example/_signin?reply_to=secret#x"}});
    QCOMPARE(readDevOpsError(reply).location, u"https://sps.example/_signin"_s);
}

void DevOpsReplyTest::messagesHoldNoTokenAndAreShort()
{
    const QByteArray token = "eyJhbGciOiJIUzI1NiJ9.eyJvaWQiOiIxMjM0NTYifQ.c2lnbmF0dXJl";
    // The token stands where the message is cut: what is left of it must not be shown either.
    const QByteArray body = R"({"message":")" + QByteArray(495, 'x') + ' ' + token + R"( end"})";
    const DevOpsError error = readDevOpsError(answer(401, body, json()));
    QCOMPARE(error.message.size(), 500);
    QVERIFY2(!error.message.contains("eyJ"_L1), qPrintable(error.message));
}

void DevOpsReplyTest::theActivityIdIsKept()
{
    const DevOpsError error =
        readDevOpsError(answer(401, {}, {{"ActivityId", "0f8fad5b-d9cb-469f-a165-70867728950e"}}));
    QCOMPARE(error.activityId, u"0f8fad5b-d9cb-469f-a165-70867728950e"_s);
}

void DevOpsReplyTest::onlyAzureDevOpsSendsItsHeaders()
{
    QVERIFY(isFromAzureDevOps(answer(404, {}, {{"X-TFS-ProcessId", "1"}})));
    QVERIFY(isFromAzureDevOps(answer(404, {}, {{"x-vss-e2eid", "1"}})));
    QVERIFY(!isFromAzureDevOps(answer(404, {}, {{"Via", "1.1 proxy"}, {"X-Frame-Options", "DENY"}})));
}

void DevOpsReplyTest::jsonRoundTripIsExact()
{
    const DevOpsError error{401,
                            u"UnauthorizedRequestException"_s,
                            u"TF400813"_s,
                            u"message"_s,
                            u"text/html"_s,
                            true,
                            true,
                            true,
                            u"https://x/"_s,
                            u"id"_s};
    QVERIFY(readFields<DevOpsError>(writeFields(error)) == error);
    QVERIFY(readFields<DevOpsError>({}) == DevOpsError());
}

QTEST_GUILESS_MAIN(DevOpsReplyTest)
#include "tst_devopsreply.moc"
