#include "core/net/http.h"
#include "core/result/outgoing.h"
#include "tests/devops/scriptedtransport.h"
#include "tests/support/await.h"
#include "tests/support/secretshapes.h"

#include <QTest>

#include <functional>

using namespace signet;
using namespace signet::test;
using namespace Qt::StringLiterals;

// A service that gets a credential can send it back, anywhere in its answer. Nothing above core/net sees it.
class TestEchoes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void credentialDoesNotComeBack();
    void answerWithoutCredentialStays();
    void tokenEndpointMayAnswerWithAKnownToken();
};

namespace {

struct Position {
    const char *name;
    Reply (*with)(const QByteArray &secret);
};

Reply withBody(const QByteArray &body)
{
    return answer(403, body, {{"Content-Type", "text/plain"}});
}

Reply withHeader(const QByteArray &name, const QByteArray &value)
{
    return answer(401, "{}", {{name, value}});
}

const QList<Position> &positions()
{
    static const QList<Position> all{
        {"value in JSON", [](const QByteArray &s) { return withBody("{\"message\":\"" + s + "\"}"); }},
        {"name in JSON", [](const QByteArray &s) { return withBody("{\"" + s + "\":1}"); }},
        {"in a list", [](const QByteArray &s) { return withBody("[1,\"" + s + "\"]"); }},
        {"deep", [](const QByteArray &s) { return withBody("{\"a\":{\"b\":[{\"c\":\"" + s + "\"}]}}"); }},
        {"display name",
         [](const QByteArray &s) {
             return withBody("{\"authenticatedUser\":{\"displayName\":\"" + s + "\"}}");
         }},
        {"message of Azure DevOps",
         [](const QByteArray &s) {
             return withBody("{\"message\":\"TF400813: " + s + " is not authorized\"}");
         }},
        {"name of a project",
         [](const QByteArray &s) { return withBody("{\"value\":[{\"name\":\"" + s + "\"}]}"); }},
        {"HTML", [](const QByteArray &s) { return withBody("<html><body>" + s + "</body></html>"); }},
        {"attribute of HTML", [](const QByteArray &s) { return withBody("<a href=\"?t=" + s + "\">x</a>"); }},
        {"request shown by a proxy",
         [](const QByteArray &s) { return withBody("Authorization: Bearer " + s + "\r\nHost: x\r\n"); }},
        {"bare", [](const QByteArray &s) { return withBody(s); }},
        {"among bytes that are not UTF-8",
         [](const QByteArray &s) { return withBody("\xff\xfe" + s + "\xff"); }},
        {"ActivityId", [](const QByteArray &s) { return withHeader("ActivityId", s); }},
        {"X-VSS-E2EID", [](const QByteArray &s) { return withHeader("X-VSS-E2EID", s); }},
        {"Location", [](const QByteArray &s) { return withHeader("Location", "https://x.example/?t=" + s); }},
        {"host of Location",
         [](const QByteArray &s) { return withHeader("Location", "https://" + s + ".example/"); }},
        {"WWW-Authenticate",
         [](const QByteArray &s) { return withHeader("WWW-Authenticate", "Bearer e=" + s); }},
        {"Set-Cookie", [](const QByteArray &s) { return withHeader("Set-Cookie", "a=" + s + "; path=/"); }},
        {"name of a header", [](const QByteArray &s) { return withHeader(s, "1"); }},
        {"reason phrase",
         [](const QByteArray &s) {
             Reply reply = withBody("{}");
             reply.reason = "Not " + s;
             return reply;
         }},
        {"error of the library",
         [](const QByteArray &s) {
             Reply reply = noAnswer(Delivery::Failed);
             reply.errorText = u"cannot read "_s + QString::fromUtf8(s);
             return reply;
         }},
    };
    return all;
}

QByteArray allOf(const Reply &reply)
{
    QByteArray all = reply.reason + '|' + reply.body + '|' + reply.errorText.toUtf8();
    for (const auto &[name, value] : reply.headers)
        all += '|' + name + ": " + value;
    return all;
}

Reply sent(const Http &http, Request request)
{
    return await(http.send(std::move(request), {}));
}

Request withCredential(const QByteArray &token)
{
    Request request("GET", QUrl(u"https://dev.azure.com/contoso/_apis/connectionData"_s), Way::Internet);
    request.credential = Credential::bearer(Resource::AzureDevOps, Secret(QByteArray(token)));
    return request;
}

} // namespace

void TestEchoes::credentialDoesNotComeBack()
{
    int count = 0;
    int leaks = 0;
    for (quint32 seed = 501; seed <= 503; ++seed) {
        for (const SecretShape &shape : secretShapes(seed)) {
            QList<Reply> replies;
            QStringList names;
            for (const Position &position : positions()) {
                // Each disguise in turn, so that every pair occurs.
                const Disguise &disguise = disguises()[count % disguises().size()];
                QByteArray form = disguise.apply(shape.plain);
                form = form.isEmpty() ? shape.plain : form;
                replies.append(position.with(form));
                names.append(QString::fromLatin1(position.name) + u", "_s
                             + QString::fromLatin1(disguise.name));
                ++count;
            }
            Script script(replies);
            for (const QString &name : std::as_const(names)) {
                const Reply reply = sent(script.http, withCredential(shape.plain));
                if (!gives(allOf(reply), shape.plain))
                    continue;
                ++leaks;
                qWarning("%s, %s: %s", shape.kind.constData(), qPrintable(name), allOf(reply).constData());
            }
        }
    }
    qInfo("%d echoes in %d positions, %d leaks", count, int(positions().size()), leaks);
    QVERIFY(positions().size() >= 20);
    QVERIFY(count >= 1000);
    QCOMPARE(leaks, 0);
}

void TestEchoes::answerWithoutCredentialStays()
{
    const QByteArray token = secretShapes(600)[3].plain;
    for (const QString &text : harmlessTexts()) {
        Script script({withBody(text.toUtf8()), withHeader("ActivityId", text.toUtf8())});
        QCOMPARE(sent(script.http, withCredential(token)).body, text.toUtf8());
        QCOMPARE(sent(script.http, withCredential(token)).header("ActivityId"), text.toUtf8());
    }
    Script script({withBody("\xff\xfe is not UTF-8")});
    QCOMPARE(sent(script.http, withCredential(token)).body, QByteArray("\xff\xfe is not UTF-8"));
}

void TestEchoes::tokenEndpointMayAnswerWithAKnownToken()
{
    const QByteArray token = secretShapes(601)[3].plain;
    const Secret known{QByteArray(token)};
    Script script({withBody("{\"access_token\":\"" + token + "\"}")});
    Request request("GET", QUrl(u"http://169.254.169.254/metadata/identity/oauth2/token"_s),
                    Way::IdentityEndpoint);
    QVERIFY(sent(script.http, request).body.contains(token));
}

QTEST_GUILESS_MAIN(TestEchoes)
#include "tst_echoes.moc"
