#include "tests/sandbox/devopsclient.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet::sandbox;
using namespace signet::test;
using By = DevOpsClient::By;

namespace {

Fault fault(Fault::Kind kind, const QString &method, const QString &path)
{
    Fault one;
    one.kind = kind;
    one.method = method;
    one.path = path;
    return one;
}

const QString members = u"https://vsaex.dev.azure.com/contoso/_apis/serviceprincipalentitlements"_s;

} // namespace

class TestFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusalComesAsOftenAsAskedFor();
    void resetLosesTheAnswerOnly_data();
    void resetLosesTheAnswerOnly();
    void limitIsToldInTheServicesOwnWords_data();
    void limitIsToldInTheServicesOwnWords();
    void lateAnswerSaysSo();
    void ownAddressHasNoFaults();
    void stateIsToldOverTheWire();
    void profileNamesThePersonAndTheOrganizations();
    void profileIsForSomebody_data();
    void profileIsForSomebody();
    void tenThousandProjectsAreWalkedThrough();
};

void TestFaults::refusalComesAsOftenAsAskedFor()
{
    DevOpsClient client;
    Fault one = fault(Fault::Kind::Refusal, u"GET"_s, u"DEV.azure.com/contoso/_apis/projects"_s);
    one.skip = 1;
    one.times = 2;
    one.status = 503;
    one.body = "<html>out of order</html>";
    one.contentType = "text/html";
    client.world().faults = {one};
    QList<int> seen;
    for (int i = 0; i < 5; ++i)
        seen.append(client.send("GET", u"dev.azure.com"_s, u"projects?api-version=7.1"_s).status);
    QCOMPARE(seen, QList<int>({200, 503, 503, 200, 200}));
    client.world().faults = {one};
    client.world().faults.front().skip = 0;
    QCOMPARE(client.send("GET", u"dev.azure.com"_s, u"connectionData"_s).status, 200);
    const Reply refused = client.send("GET", u"dev.azure.com"_s, u"projects?api-version=7.1"_s);
    QCOMPARE(refused.body, one.body);
    QCOMPARE(refused.header("Content-Type"), QByteArray("text/html"));
}

void TestFaults::resetLosesTheAnswerOnly_data()
{
    QTest::addColumn<Fault::Kind>("kind");
    QTest::addColumn<bool>("happened");
    QTest::addRow("before") << Fault::Kind::ResetBefore << false;
    QTest::addRow("after") << Fault::Kind::ResetAfter << true;
}

void TestFaults::resetLosesTheAnswerOnly()
{
    QFETCH(Fault::Kind, kind);
    QFETCH(bool, happened);
    DevOpsClient client;
    client.world().faults = {fault(kind, u"POST"_s, u"serviceprincipalentitlements"_s)};
    const QByteArray body = QJsonDocument(DevOpsClient::addition(terraformId)).toJson();
    RawClient raw(quint16(client.server.url().port()));
    raw.send("POST /contoso/_apis/serviceprincipalentitlements?api-version=7.1-preview.1 HTTP/1.1\r\n"
             "Host: vsaex.dev.azure.com\r\nContent-Type: application/json\r\nAuthorization: "
             + client.authorization(By::Jane) + "\r\nContent-Length: " + QByteArray::number(body.size())
             + "\r\n\r\n" + body);
    QVERIFY(raw.closed());
    QCOMPARE(raw.rest(), QByteArray());
    QCOMPARE(client.server.requests().last().status, 0);
    QCOMPARE(client.contoso().member(terraformId) != nullptr, happened);
    QCOMPARE(client.add(DevOpsClient::addition(terraformId)).status, 200);
}

void TestFaults::limitIsToldInTheServicesOwnWords_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("words");
    QTest::addRow("Azure DevOps") << members + u"/x"_s << QByteArray("TF400733");
    QTest::addRow("Resource Manager")
        << u"https://management.azure.com/tenants"_s << QByteArray("\"TooManyRequests\"");
}

void TestFaults::limitIsToldInTheServicesOwnWords()
{
    QFETCH(QString, url);
    QFETCH(QByteArray, words);
    DevOpsClient client;
    Fault one = fault(Fault::Kind::Throttled, {}, {});
    one.retryAfter = 17;
    client.world().faults = {one};
    const auto reply = ask(client.server.url(), "GET", url);
    QVERIFY(reply);
    QCOMPARE(reply->status, 429);
    QCOMPARE(reply->header("Retry-After"), QByteArray("17"));
    QVERIFY2(reply->body.contains(words), reply->body);
}

void TestFaults::lateAnswerSaysSo()
{
    DevOpsClient client;
    Fault one = fault(Fault::Kind::Delayed, u"GET"_s, u"projects"_s);
    one.retryAfter = 4;
    client.world().faults = {one};
    const Reply reply = client.send("GET", u"dev.azure.com"_s, u"projects?api-version=7.1"_s);
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.json().value("count"_L1).toInt(), 2);
    QCOMPARE(reply.header("Retry-After"), QByteArray("4"));
    QCOMPARE(reply.header("X-RateLimit-Limit"), QByteArray("200"));
    QCOMPARE(reply.header("X-RateLimit-Reset"), QByteArray::number(client.world().clock + 4));
}

void TestFaults::ownAddressHasNoFaults()
{
    DevOpsClient client;
    client.world().faults = {fault(Fault::Kind::Silence, {}, {})};
    const auto reply = ask(client.server.url(), "GET", u"http://127.0.0.1/.signet/state"_s);
    QVERIFY(reply);
    QCOMPARE(reply->status, 200);
}

void TestFaults::stateIsToldOverTheWire()
{
    DevOpsClient client;
    const auto state = [&] {
        return ask(client.server.url(), "GET", u"http://127.0.0.1/.signet/state"_s)->json();
    };
    const QJsonObject before = state();
    QCOMPARE(before, client.server.state());
    QCOMPARE(before["contoso"_L1]["members"_L1].toArray().size(), 3);
    QCOMPARE(before["contoso"_L1]["seats"_L1], QJsonValue(QJsonObject{{u"express"_s, 3}}));
    QCOMPARE(before["contoso"_L1]["groups"_L1].toArray().size(), 0);
    client.add(DevOpsClient::addition(terraformId, u"stakeholder"_s, u"projectReader"_s));
    const QJsonObject after = state();
    QCOMPARE(after["contoso"_L1]["seats"_L1],
             QJsonValue(QJsonObject{{u"express"_s, 3}, {u"stakeholder"_s, 1}}));
    // Looking changes nothing.
    client.send("GET", u"dev.azure.com"_s, u"connectionData"_s);
    QCOMPARE(state(), after);
}

void TestFaults::profileNamesThePersonAndTheOrganizations()
{
    DevOpsClient client;
    Organization second;
    second.name = u"contoso-lab"_s;
    second.id = stableGuid(u"contoso-lab"_s);
    second.tenantId = contosoTenantId;
    second.members = {client.contoso().members[1]};
    Organization foreign = second;
    foreign.name = u"fabrikam"_s;
    foreign.tenantId = u"1f0e9d8c-7b6a-4950-8843-2a1b0c9d8e7f"_s;
    client.world().organizations.push_back(second);
    client.world().organizations.push_back(foreign);
    const auto get = [&](const QString &path, By by) {
        return *ask(client.server.url(), "GET", u"https://app.vssps.visualstudio.com/_apis/"_s + path,
                    {{"Authorization", client.authorization(by)}, {"Accept", "application/json"}});
    };
    const Reply me = get(u"profile/profiles/me?api-version=7.1"_s, By::Jane);
    QCOMPARE(me.status, 200);
    QCOMPARE(me.json().value("displayName"_L1).toString(), u"Jane Doe"_s);
    QCOMPARE(me.json().value("emailAddress"_L1).toString(), u"jane@contoso.example"_s);
    const QString id = me.json().value("publicAlias"_L1).toString();
    const auto accounts = [&](By by) {
        QStringList names;
        const QString own =
            get(u"profile/profiles/me?api-version=7.1"_s, by).json().value("publicAlias"_L1).toString();
        for (const QJsonValue &one :
             get(u"accounts?api-version=7.1&memberId="_s + own, by).json().value("value"_L1).toArray())
            names.append(one["accountName"_L1].toString());
        return names;
    };
    QCOMPARE(accounts(By::Jane), QStringList({u"contoso"_s, u"contoso-lab"_s}));
    QCOMPARE(accounts(By::John), QStringList{u"contoso"_s});
    QCOMPARE(accounts(By::Terraform), QStringList());
    QCOMPARE(get(u"accounts?api-version=7.1&memberId="_s + id, By::John).status, 403);
    QCOMPARE(get(u"accounts?api-version=7.1"_s, By::Jane).status, 400);
    QCOMPARE(get(u"accounts?api-version=7.1&ownerId="_s + id, By::Jane).json().value("count"_L1).toInt(), 0);
    client.contoso().owner = client.world().persons[0].objectId;
    QCOMPARE(get(u"accounts?api-version=7.1&ownerId="_s + id, By::Jane).json().value("count"_L1).toInt(), 1);
}

void TestFaults::profileIsForSomebody_data()
{
    QTest::addColumn<QString>("credential");
    QTest::addRow("nobody") << QString();
    QTest::addRow("token for Resource Manager") << u"arm"_s;
    QTest::addRow("expired") << u"expired"_s;
    QTest::addRow("personal access token") << u"pat"_s;
}

void TestFaults::profileIsForSomebody()
{
    QFETCH(QString, credential);
    DevOpsClient client;
    Headers headers;
    QByteArray authorization = client.authorization(By::Jane);
    if (credential == "arm"_L1)
        authorization = "Bearer "
            + issueToken(client.world(), client.world().identities.front(),
                         u"https://management.azure.com"_s);
    else if (credential == "expired"_L1)
        client.world().advance(90000);
    else if (credential == "pat"_L1)
        authorization = "Basic " + QByteArray(":pat").toBase64();
    if (!credential.isEmpty())
        headers.append(std::pair(QByteArray("Authorization"), authorization));
    const auto reply =
        ask(client.server.url(), "GET",
            u"https://app.vssps.visualstudio.com/_apis/profile/profiles/me?api-version=7.1"_s, headers);
    QVERIFY(reply);
    QCOMPARE(reply->status, 401);
}

void TestFaults::tenThousandProjectsAreWalkedThrough()
{
    DevOpsClient client;
    for (int i = 0; i < 10000; ++i) {
        Project project;
        project.name = u"Project %1"_s.arg(i);
        project.id = stableGuid(project.name);
        client.contoso().projects.push_back(project);
    }
    addUsualGroups(&client.contoso());
    client.member(machineId).groups.append(u"[Project 9999]\\Readers"_s);
    const auto walk = [&](By by) {
        int count = 0;
        QString token;
        do {
            const Reply reply =
                client.send("GET", u"dev.azure.com"_s,
                            u"projects?api-version=7.1&$top=1000&continuationToken="_s + token, {}, by);
            if (reply.status != 200)
                return -1;
            count += reply.json().value("count"_L1).toInt();
            token = QString::fromLatin1(reply.header("x-ms-continuationtoken"));
        } while (!token.isEmpty());
        return count;
    };
    QCOMPARE(walk(By::Jane), 10002);
    QCOMPARE(walk(By::Machine), 2);
}

QTEST_GUILESS_MAIN(TestFaults)
#include "tst_faults.moc"
