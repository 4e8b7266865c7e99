#include "tests/sandbox/devopsclient.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet::sandbox;
using namespace signet::test;
using By = DevOpsClient::By;

namespace {

const QString library = u"securityroles/scopes/distributedtask.library"_s;
const QString version = u"?api-version=7.1-preview.1"_s;
const QString resource = library + u"/roleassignments/resources/"_s + fiberId + u"%240"_s;

Reply roles(DevOpsClient &client, const QByteArray &method, const QString &path, const QByteArray &body = {},
            By by = By::Jane)
{
    return client.send(method, u"dev.azure.com"_s, path + version, body, by);
}

// Of the machine, at `resource`; empty: it has none.
QString roleOfMachine(DevOpsClient &client)
{
    const QString key = client.member(machineId).storageKey;
    QStringList found;
    for (const QJsonValue &one : roles(client, "GET", resource).json().value("value"_L1).toArray()) {
        if (one["identity"_L1]["id"_L1].toString() == key)
            found.append(one["role"_L1]["name"_L1].toString() + u' ' + one["access"_L1].toString());
    }
    return found.join(u',');
}

QByteArray assignment(DevOpsClient &client, const QString &role)
{
    return QJsonDocument(QJsonArray{QJsonObject{{u"roleName"_s, role},
                                                {u"userId"_s, client.member(machineId).storageKey}}})
        .toJson();
}

} // namespace

class TestSecurityRoles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rolesAreThoseOfTheScope_data();
    void rolesAreThoseOfTheScope();
    void roleIsGivenReplacedAndTaken();
    void oneMemberHasAnAddressOfItsOwn();
    void requestIsRefused_data();
    void requestIsRefused();
    void onlyAdministratorsGiveRoles();
    void rolesOutliveTheirMember();
};

void TestSecurityRoles::rolesAreThoseOfTheScope_data()
{
    QTest::addColumn<QString>("scope");
    QTest::addColumn<QStringList>("names");
    QTest::addRow("library") << u"distributedtask.library"_s
                             << QStringList({u"Reader"_s, u"User"_s, u"Creator"_s, u"Administrator"_s});
    QTest::addRow("one variable group")
        << u"distributedtask.variablegroup"_s << QStringList({u"Reader"_s, u"User"_s, u"Administrator"_s});
    QTest::addRow("pools") << u"distributedtask.globalagentpoolrole"_s
                           << QStringList(
                                  {u"Reader"_s, u"Service Account"_s, u"Creator"_s, u"Administrator"_s});
}

void TestSecurityRoles::rolesAreThoseOfTheScope()
{
    QFETCH(QString, scope);
    QFETCH(QStringList, names);
    DevOpsClient client;
    const Reply reply = roles(client, "GET", u"securityroles/scopes/%1/roledefinitions"_s.arg(scope));
    QCOMPARE(reply.status, 200);
    QStringList found;
    for (const QJsonValue &one : reply.json().value("value"_L1).toArray()) {
        found.append(one["name"_L1].toString());
        QCOMPARE(one["identifier"_L1].toString(), scope + u'.' + found.last());
        QVERIFY(one["allowPermissions"_L1].toInt() > 0);
    }
    QCOMPARE(found, names);
}

void TestSecurityRoles::roleIsGivenReplacedAndTaken()
{
    DevOpsClient client;
    const QJsonObject before = client.server.state();
    QCOMPARE(roleOfMachine(client), QString());
    const Reply given = roles(client, "PUT", resource, assignment(client, u"creator"_s));
    QCOMPARE(given.status, 200);
    QCOMPARE(given.json()["value"_L1][0]["role"_L1]["name"_L1].toString(), u"Creator"_s);
    QCOMPARE(roleOfMachine(client), u"Creator assigned"_s);
    QCOMPARE(roles(client, "PUT", resource, assignment(client, u"Reader"_s)).status, 200);
    QCOMPARE(roleOfMachine(client), u"Reader assigned"_s);
    QCOMPARE(
        roles(client, "PATCH", resource, R"([")" + client.member(machineId).storageKey.toLatin1() + R"("])")
            .status,
        200);
    QCOMPARE(roleOfMachine(client), QString());
    QCOMPARE(client.server.state(), before);
}

void TestSecurityRoles::oneMemberHasAnAddressOfItsOwn()
{
    DevOpsClient client;
    const QString own = resource + u'/' + client.member(machineId).storageKey;
    const Reply given = roles(client, "PUT", own, R"({"roleName":"Administrator"})");
    QCOMPARE(given.status, 200);
    QCOMPARE(given.json()["role"_L1]["name"_L1].toString(), u"Administrator"_s);
    QCOMPARE(roleOfMachine(client), u"Administrator assigned"_s);
    QCOMPARE(roles(client, "DELETE", own).status, 204);
    QCOMPARE(roleOfMachine(client), QString());
}

void TestSecurityRoles::requestIsRefused_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("text");
    const QByteArray known = R"([{"roleName":"Reader","userId":"KEY"}])";
    QTest::addRow("scope") << u"securityroles/scopes/nothing/roleassignments/resources/"_s + fiberId << known
                           << 404 << u"'nothing'"_s;
    QTest::addRow("role") << resource << QByteArray(R"([{"roleName":"Owner","userId":"KEY"}])") << 400
                          << u"'Owner'"_s;
    QTest::addRow("member")
        << resource
        << QByteArray(R"([{"roleName":"Reader","userId":"11111111-2222-4333-8444-555555555555"}])") << 404
        << u"TF14045"_s;
    QTest::addRow("object id in place of the key")
        << resource << QByteArray(R"([{"roleName":"Reader","userId":")") + machineId.toLatin1() + R"("}])"
        << 404 << u"TF14045"_s;
    QTest::addRow("project") << library
            + u"/roleassignments/resources/11111111-2222-4333-8444-555555555555%240"_s
                             << known << 404 << u"VS800075"_s;
    QTest::addRow("nothing") << resource << QByteArray("[]") << 400 << QString();
}

void TestSecurityRoles::requestIsRefused()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QString, text);
    DevOpsClient client;
    body.replace("KEY", client.member(machineId).storageKey.toLatin1());
    const QJsonObject before = client.server.state();
    const Reply reply = roles(client, "PUT", path, body);
    QCOMPARE(reply.status, status);
    QVERIFY2(reply.json().value("message"_L1).toString().contains(text), reply.body);
    QCOMPARE(client.server.state(), before);
}

void TestSecurityRoles::onlyAdministratorsGiveRoles()
{
    DevOpsClient client;
    const QByteArray body = assignment(client, u"Reader"_s);
    const Reply denied = roles(client, "PUT", resource, body, By::Machine);
    QCOMPARE(denied.status, 403);
    QVERIFY(denied.body.contains("Administer"));
    QCOMPARE(roles(client, "GET", resource, {}, By::Machine).status, 200);
    // Who does not see the project does not see its resources.
    QCOMPARE(roles(client, "PUT", resource, body, By::John).status, 404);
    client.contoso().members[2].groups = {u"[Fabrikam-Fiber]\\Project Administrators"_s};
    QCOMPARE(roles(client, "PUT", resource, body, By::John).status, 200);
    const QString pool = u"securityroles/scopes/distributedtask.agentpoolrole/roleassignments/resources/7"_s;
    QCOMPARE(roles(client, "PUT", pool, body, By::John).status, 403);
    QCOMPARE(roles(client, "PUT", pool, body, By::Jane).status, 200);
}

void TestSecurityRoles::rolesOutliveTheirMember()
{
    DevOpsClient client;
    roles(client, "PUT", resource, assignment(client, u"Creator"_s));
    const QString path = u"serviceprincipalentitlements/"_s + client.member(machineId).storageKey;
    QCOMPARE(client.entitlements("DELETE", path).status, 204);
    QCOMPARE(roles(client, "GET", resource).json().value("count"_L1).toInt(), 1); // the administrators
    client.add(DevOpsClient::addition(machineId));
    QCOMPARE(roleOfMachine(client), u"Creator assigned"_s);
}

QTEST_GUILESS_MAIN(TestSecurityRoles)
#include "tst_securityroles.moc"
