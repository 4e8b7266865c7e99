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
    void roleIsASetOfBits();
    void listsAreChangedByThoseWhoMay();
    void tooManyEvaluationsAreRefused();
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

namespace {

const QString endpoints = u"49b48001-ca20-4adc-8111-5b60c903a50c"_s;

bool holds(DevOpsClient &client, By by, const QString &namespaceId, const QString &token, int bits,
           bool administratorsPass = false)
{
    const QString path =
        u"permissions/%1/%2?api-version=7.1&alwaysAllowAdministrators=%3&tokens="_s.arg(namespaceId)
            .arg(bits)
            .arg(administratorsPass ? u"true"_s : u"false"_s)
        + QString::fromLatin1(QUrl::toPercentEncoding(token));
    return client.send("GET", u"dev.azure.com"_s, path, {}, by).json()["value"_L1][0].toBool();
}

Reply setEntry(DevOpsClient &client, By by, const QString &token, int allow, int deny,
               const QString &namespaceId = endpoints)
{
    const QString machine = u"Microsoft.VisualStudio.Services.Claims.AadServicePrincipal;%1\\%2"_s.arg(
        contosoTenantId, machineId);
    const QJsonObject body{
        {u"token"_s, token},
        {u"merge"_s, true},
        {u"accessControlEntries"_s,
         QJsonArray{QJsonObject{{u"descriptor"_s, machine}, {u"allow"_s, allow}, {u"deny"_s, deny}}}}};
    return client.send("POST", u"dev.azure.com"_s,
                       u"accesscontrolentries/%1?api-version=7.1"_s.arg(namespaceId),
                       QJsonDocument(body).toJson(), by);
}

} // namespace

void TestSecurityRoles::roleIsASetOfBits()
{
    DevOpsClient client;
    const QString token = u"Library/"_s + fiberId;
    const QString libraryId = u"b7e84409-6553-448a-bbb2-af228e07cbeb"_s;
    QVERIFY(!holds(client, By::Machine, libraryId, token, 4));
    roles(client, "PUT", resource, assignment(client, u"Creator"_s));
    QVERIFY(holds(client, By::Machine, libraryId, token, 4));
    QVERIFY(!holds(client, By::Machine, libraryId, token, 2));
    // The administrator of one variable group does not administer the others.
    roles(
        client, "PUT",
        u"securityroles/scopes/distributedtask.variablegroup/roleassignments/resources/%1%247"_s.arg(fiberId),
        assignment(client, u"Administrator"_s));
    QVERIFY(holds(client, By::Machine, libraryId, token + u"/VariableGroup/7"_s, 2));
    QVERIFY(!holds(client, By::Machine, libraryId, token + u"/VariableGroup/8"_s, 2));
    QVERIFY(!holds(client, By::Machine, libraryId, token, 2));
}

void TestSecurityRoles::listsAreChangedByThoseWhoMay()
{
    DevOpsClient client;
    const QJsonObject before = client.server.state();
    const QString token = u"endpoints/"_s + fiberId;
    QCOMPARE(setEntry(client, By::Machine, token, 4, 0).status, 403);
    QCOMPARE(setEntry(client, By::Jane, token, 4, 0).status, 200);
    QVERIFY(holds(client, By::Machine, endpoints, token, 4));
    QVERIFY(holds(client, By::Machine, endpoints, token + u"/7"_s, 4));
    // Denied on one of them, and allowed again below a denial.
    QCOMPARE(setEntry(client, By::Jane, token + u"/7"_s, 0, 1).status, 200);
    QVERIFY(!holds(client, By::Machine, endpoints, token + u"/7"_s, 1));
    QVERIFY(holds(client, By::Machine, endpoints, token + u"/8"_s, 1));
    QCOMPARE(setEntry(client, By::Jane, token, 0, 1).status, 200);
    QCOMPARE(setEntry(client, By::Jane, token + u"/8"_s, 1, 0).status, 200);
    QVERIFY(holds(client, By::Machine, endpoints, token + u"/8"_s, 1));
    QVERIFY(!holds(client, By::Machine, endpoints, token, 1));
    // An administrator passes where it is said that administrators do.
    const QString project = u"52d39943-cb85-4d7f-8fa8-c6baac873819"_s;
    QVERIFY(!holds(client, By::Jane, project, u"$PROJECT:nothing"_s, 524288));
    QVERIFY(holds(client, By::Jane, project, u"$PROJECT:nothing"_s, 524288, true));
    // Bits of the system are nobody's to set.
    QCOMPARE(setEntry(client, By::Jane, u"$PROJECT:nothing"_s, 524288, 0, project).status, 400);
    QCOMPARE(setEntry(client, By::Jane, token, 4, 0, u"11111111-2222-4333-8444-555555555555"_s).status, 404);

    const QString lists = u"accesscontrollists/%1?api-version=7.1"_s.arg(endpoints);
    const Reply below = client.send("GET", u"dev.azure.com"_s, lists + u"&recurse=true&token="_s + token);
    QCOMPARE(below.json()["count"_L1].toInt(), 3);
    QCOMPARE(client.send("DELETE", u"dev.azure.com"_s, lists + u"&tokens=%1/7,%1/8"_s.arg(token)).body,
             QByteArray("true"));
    const QString machine = u"Microsoft.VisualStudio.Services.Claims.AadServicePrincipal;%1\\%2"_s.arg(
        contosoTenantId, machineId);
    client.send("DELETE", u"dev.azure.com"_s,
                u"accesscontrolentries/%1?api-version=7.1&token=%2&descriptors=%3"_s.arg(
                    endpoints, token, QString::fromLatin1(QUrl::toPercentEncoding(machine))));
    QCOMPARE(client.server.state(), before);
}

void TestSecurityRoles::tooManyEvaluationsAreRefused()
{
    DevOpsClient client;
    client.contoso().mostEvaluations = 1;
    const QJsonObject one{{u"securityNamespaceId"_s, endpoints},
                          {u"token"_s, u"endpoints/"_s + fiberId},
                          {u"permissions"_s, 1}};
    const auto ask = [&](const QJsonArray &evaluations) {
        return client
            .send("POST", u"dev.azure.com"_s, u"security/permissionevaluationbatch?api-version=7.1"_s,
                  QJsonDocument(QJsonObject{{u"evaluations"_s, evaluations}}).toJson(), By::Machine)
            .status;
    };
    QCOMPARE(ask({one}), 200);
    QCOMPARE(ask({one, one}), 400);
}

QTEST_GUILESS_MAIN(TestSecurityRoles)
#include "tst_securityroles.moc"
