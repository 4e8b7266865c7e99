#include "tests/sandbox/devopsclient.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet::sandbox;
using namespace signet::test;
using By = DevOpsClient::By;

namespace {

// What the inside of an answer with status 200 says: "" for success, else "key: text".
QString refusalIn(const Reply &reply)
{
    const QJsonObject body = reply.json();
    const QJsonValue result = body.value("operationResult"_L1);
    if (body.value("isSuccess"_L1).toBool() && result["isSuccess"_L1].toBool())
        return {};
    const QJsonValue error = result["errors"_L1][0];
    return u"%1: %2"_s.arg(error["key"_L1].toInt()).arg(error["value"_L1].toString());
}

QString keyOf(const Reply &reply)
{
    return reply.json()["operationResult"_L1]["servicePrincipalId"_L1].toString();
}

QStringList namesIn(const QJsonArray &members)
{
    QStringList names;
    for (const QJsonValue &one : members)
        names.append(one["user"_L1]["displayName"_L1].toString());
    return names;
}

// An application of contoso, with a service principal of the given type.
Application application(const QString &type)
{
    Application one;
    one.name = u"deploy"_s;
    one.tenantId = contosoTenantId;
    one.clientId = u"d0000000-0000-4000-8000-000000000001"_s;
    one.applicationObjectId = u"d0000000-0000-4000-8000-000000000002"_s;
    one.servicePrincipalObjectId = u"d0000000-0000-4000-8000-000000000003"_s;
    one.servicePrincipalType = type;
    return one;
}

} // namespace

class TestEntitlements : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void newMemberIsPendingUntilItsFirstCall();
    void additionIsRefusedInside_data();
    void additionIsRefusedInside();
    void replicationEndsAfterAWhile();
    void projectsShowOnlyLater();
    void memberOfAProjectSeesIt();
    void whoIsAddedTwiceStaysOne();
    void whoComesBackHasTheOldKey();
    void onlyTheRightPeopleAdd_data();
    void onlyTheRightPeopleAdd();
    void accessTokenNeedsItsScope_data();
    void accessTokenNeedsItsScope();
    void seatsRunOut();
    void earlyAdoptersReadEarlyAdopter();
    void wordsThatAreNoLevelAreUnreadable();
    void changesAreAppliedOneByOne();
    void failedChangeIsToldInItsPlace();
    void manyAreChangedAtOnce();
    void removalTakesEverythingAway();
    void membersAreListedPageByPage();
    void listIsFiltered_data();
    void listIsFiltered();
    void servicePrincipalIsNoUser_data();
    void servicePrincipalIsNoUser();
    void summaryCountsSeats();
    void readingNeedsAnAdministrator();
    void situationIsMetInItsScenario_data();
    void situationIsMetInItsScenario();
    void writingNeedsVersionAndType_data();
    void writingNeedsVersionAndType();
};

void TestEntitlements::newMemberIsPendingUntilItsFirstCall()
{
    DevOpsClient client;
    const Reply stranger = client.send("GET", u"dev.azure.com"_s, u"connectionData"_s, {}, By::Terraform);
    QCOMPARE(stranger.status, 401);
    QVERIFY(stranger.body.contains("TF401444"));

    const Reply added = client.add(DevOpsClient::addition(terraformId));
    QCOMPARE(added.status, 200);
    QCOMPARE(refusalIn(added), QString());
    const QJsonObject entitlement = added.json().value("servicePrincipalEntitlement"_L1).toObject();
    QCOMPARE(entitlement["servicePrincipal"_L1]["originId"_L1].toString(), terraformId);
    QCOMPARE(entitlement["servicePrincipal"_L1]["applicationId"_L1].toString(), terraformClient);
    QCOMPARE(entitlement["servicePrincipal"_L1]["metaType"_L1].toString(), u"managedIdentity"_s);
    QVERIFY(entitlement["servicePrincipal"_L1]["descriptor"_L1].toString().startsWith("aadsp."_L1));
    QCOMPARE(entitlement["accessLevel"_L1]["accountLicenseType"_L1].toString(), u"express"_s);
    QCOMPARE(entitlement["accessLevel"_L1]["status"_L1].toString(), u"pending"_s);
    QCOMPARE(entitlement.value("lastAccessedDate"_L1).toString(), u"0001-01-01T00:00:00Z"_s);

    const Reply who = client.send("GET", u"dev.azure.com"_s, u"connectionData"_s, {}, By::Terraform);
    QCOMPARE(who.status, 200);
    QCOMPARE(who.json()["authenticatedUser"_L1]["id"_L1].toString(), keyOf(added));
    const Reply now = client.entitlements("GET", u"serviceprincipalentitlements/"_s + keyOf(added));
    QCOMPARE(now.status, 200);
    QCOMPARE(now.json()["accessLevel"_L1]["status"_L1].toString(), u"active"_s);
    QVERIFY(now.json().value("lastAccessedDate"_L1).toString() > u"2026"_s);
}

void TestEntitlements::additionIsRefusedInside_data()
{
    QTest::addColumn<QString>("originId");
    QTest::addColumn<QString>("level");
    QTest::addColumn<QString>("refusal");
    const QString unknown = u"5000: VS403283: Could not add user '%1' at this time."_s;
    const auto row = [&](const char *name, const QString &id) {
        QTest::addRow("%s", name) << id << u"express"_s << unknown.arg(id);
    };
    row("unknown id", u"11111111-2222-4333-8444-555555555555"_s);
    row("client id", terraformClient);
    row("object id of an app registration", u"d0000000-0000-4000-8000-000000000002"_s);
    row("of another tenant", u"e0000000-0000-4000-8000-000000000001"_s);
    row("of a person", u"0ad31127-5566-4778-899a-bbccddeeff00"_s);
    row("of an agent", u"d0000000-0000-4000-8000-000000000003"_s);
    row("display name", u"id-terraform"_s);
    QTest::addRow("no id") << QString() << u"express"_s
                           << u"5000: The Id, OriginId, or User.PrincipalName must be set"_s;
    QTest::addRow("early adopter") << terraformId << u"earlyAdopter"_s
                                   << u"5000: A service principal cannot be assigned an Account-EarlyAdopter "
                                      "license."_s;
}

void TestEntitlements::additionIsRefusedInside()
{
    QFETCH(QString, originId);
    QFETCH(QString, level);
    QFETCH(QString, refusal);
    DevOpsClient client;
    client.world().applications = {application(u"ServiceIdentity"_s)};
    ManagedIdentity foreign = *client.world().identity(terraformId);
    foreign.tenantId = u"1f0e9d8c-7b6a-4950-8843-2a1b0c9d8e7f"_s;
    foreign.objectId = u"e0000000-0000-4000-8000-000000000001"_s;
    client.world().identities.push_back(foreign);
    const QJsonObject before = client.server.state();
    const Reply reply = client.add(DevOpsClient::addition(originId, level));
    QCOMPARE(reply.status, 200);
    QCOMPARE(refusalIn(reply), refusal);
    QCOMPARE(reply.json().value("servicePrincipalEntitlement"_L1), QJsonValue(QJsonValue::Null));
    QCOMPARE(client.server.state(), before);
}

void TestEntitlements::replicationEndsAfterAWhile()
{
    DevOpsClient client;
    client.world().applications = {application(u"Application"_s)};
    const QString id = client.world().applications.front().servicePrincipalObjectId;
    client.contoso().replicating = {{id, 2}};
    QVERIFY(refusalIn(client.add(DevOpsClient::addition(id))).contains(u"VS403283"_s));
    QVERIFY(refusalIn(client.add(DevOpsClient::addition(id))).contains(u"VS403283"_s));
    const Reply third = client.add(DevOpsClient::addition(id));
    QCOMPARE(refusalIn(third), QString());
    QCOMPARE(third.json()["servicePrincipalEntitlement"_L1]["servicePrincipal"_L1]["metaType"_L1].toString(),
             u"application"_s);
}

void TestEntitlements::projectsShowOnlyLater()
{
    DevOpsClient client;
    const Reply added =
        client.add(DevOpsClient::addition(terraformId, u"stakeholder"_s, u"projectReader"_s, payrollId));
    QCOMPARE(refusalIn(added), QString());
    QCOMPARE(added.json()["servicePrincipalEntitlement"_L1]["projectEntitlements"_L1].toArray(),
             QJsonArray());
    const Reply later = client.entitlements("GET", u"serviceprincipalentitlements/"_s + keyOf(added));
    const QJsonValue project = later.json()["projectEntitlements"_L1][0];
    QCOMPARE(project["projectRef"_L1]["name"_L1].toString(), u"Contoso-Payroll"_s);
    QCOMPARE(project["group"_L1]["groupType"_L1].toString(), u"projectReader"_s);
    QCOMPARE(project["projectPermissionInherited"_L1].toString(), u"notInherited"_s);

    const Reply nowhere =
        client.add(DevOpsClient::addition(terraformId, u"express"_s, u"projectReader"_s, u"not a project"_s));
    QVERIFY2(refusalIn(nowhere).startsWith(u"5000: VS800075"_s), nowhere.body);
}

void TestEntitlements::memberOfAProjectSeesIt()
{
    DevOpsClient client;
    client.add(DevOpsClient::addition(terraformId, u"express"_s));
    const QString list = u"projects?api-version=7.1"_s;
    QCOMPARE(client.send("GET", u"dev.azure.com"_s, list, {}, By::Terraform).json().value("count"_L1).toInt(),
             0);
    client.add(DevOpsClient::addition(terraformId, u"express"_s, u"projectContributor"_s, payrollId));
    const Reply seen = client.send("GET", u"dev.azure.com"_s, list, {}, By::Terraform);
    QCOMPARE(seen.json()["value"_L1][0]["name"_L1].toString(), u"Contoso-Payroll"_s);
    QCOMPARE(seen.json().value("count"_L1).toInt(), 1);
    // Whoever administers the organization sees them all.
    QCOMPARE(client.send("GET", u"dev.azure.com"_s, list).json().value("count"_L1).toInt(), 2);
}

void TestEntitlements::whoIsAddedTwiceStaysOne()
{
    DevOpsClient client;
    const Reply first = client.add(DevOpsClient::addition(terraformId, u"stakeholder"_s));
    const std::size_t count = client.contoso().members.size();
    const Reply second = client.add(DevOpsClient::addition(terraformId, u"express"_s, u"projectReader"_s));
    QCOMPARE(refusalIn(second), QString());
    QCOMPARE(keyOf(second), keyOf(first));
    QCOMPARE(client.contoso().members.size(), count);
    QCOMPARE(client.member(terraformId).accessLevel, u"express"_s);
}

void TestEntitlements::whoComesBackHasTheOldKey()
{
    DevOpsClient client;
    client.member(machineId).storageKey = u"12345678-0000-4000-8000-000000000000"_s;
    const QString path = u"serviceprincipalentitlements/12345678-0000-4000-8000-000000000000"_s;
    QCOMPARE(client.entitlements("DELETE", path).status, 204);
    const Reply gone = client.entitlements("GET", path);
    QCOMPARE(gone.status, 200);
    QCOMPARE(gone.json()["accessLevel"_L1]["status"_L1].toString(), u"deleted"_s);
    client.world().advance(100);
    const Reply back = client.add(DevOpsClient::addition(machineId));
    QCOMPARE(keyOf(back), u"12345678-0000-4000-8000-000000000000"_s);
    QCOMPARE(client.member(machineId).createdAt, client.world().clock);
}

void TestEntitlements::onlyTheRightPeopleAdd_data()
{
    QTest::addColumn<By>("by");
    QTest::addColumn<QString>("groups"); // of the caller
    QTest::addColumn<bool>("policy"); // project administrators may invite
    QTest::addColumn<QString>("level");
    QTest::addColumn<QString>("project");
    QTest::addColumn<QString>("outcome"); // level that was given; "403"; key of the refusal inside
    const QString administrators = u"[Fabrikam-Fiber]\\Project Administrators"_s;
    const QString none;
    QTest::addRow("collection administrator") << By::Jane << u"[contoso]\\Project Collection Administrators"_s
                                              << false << u"express"_s << none << u"express"_s;
    QTest::addRow("collection administrator, no level")
        << By::Jane << u"[contoso]\\Project Collection Administrators"_s << false << none << none
        << u"stakeholder"_s;
    QTest::addRow("member") << By::John << u"[Fabrikam-Fiber]\\Contributors"_s << true << u"express"_s
                            << fiberId << u"403"_s;
    QTest::addRow("member, no level")
        << By::John << u"[Fabrikam-Fiber]\\Contributors"_s << true << none << fiberId << u"403"_s;
    QTest::addRow("project administrator")
        << By::John << administrators << true << none << fiberId << u"stakeholder"_s;
    QTest::addRow("project administrator with a level")
        << By::John << administrators << true << u"express"_s << fiberId << u"5032"_s;
    QTest::addRow("project administrator, policy off")
        << By::John << administrators << false << none << fiberId << u"403"_s;
    QTest::addRow("project administrator of another")
        << By::John << administrators << true << none << payrollId << u"403"_s;
    QTest::addRow("project administrator, no project")
        << By::John << administrators << true << none << none << u"403"_s;
    QTest::addRow("service principal that administers")
        << By::Machine << u"[contoso]\\Project Collection Administrators"_s << false << u"express"_s << none
        << u"express"_s;
}

void TestEntitlements::onlyTheRightPeopleAdd()
{
    QFETCH(By, by);
    QFETCH(QString, groups);
    QFETCH(bool, policy);
    QFETCH(QString, level);
    QFETCH(QString, project);
    QFETCH(QString, outcome);
    DevOpsClient client;
    const QString caller = by == By::Machine ? machineId
        : by == By::Jane                     ? client.world().persons[0].objectId
                                             : client.world().persons[1].objectId;
    client.member(caller).groups = {groups};
    client.contoso().projectAdministratorsInvite = policy;
    const QString groupType = project.isEmpty() ? QString() : u"projectReader"_s;
    const QJsonObject before = client.server.state();
    const Reply reply = client.add(DevOpsClient::addition(terraformId, level, groupType, project), by);
    if (outcome == "403"_L1 || outcome == "5032"_L1) {
        const QString text = u"Access Denied: %1 needs the following permission(s) on the resource Users to "
                             "perform this action: Add Users"_s.arg(client.member(caller).storageKey);
        QCOMPARE(reply.status, outcome == "403"_L1 ? 403 : 200);
        QCOMPARE(reply.status == 403 ? reply.json().value("message"_L1).toString() : refusalIn(reply).mid(6),
                 text);
        QCOMPARE(client.server.state(), before);
    } else {
        QCOMPARE(refusalIn(reply), QString());
        QCOMPARE(client.member(terraformId).accessLevel, outcome);
    }
}

void TestEntitlements::accessTokenNeedsItsScope_data()
{
    QTest::addColumn<QStringList>("scopes");
    QTest::addColumn<int>("write");
    QTest::addColumn<int>("read");
    QTest::addColumn<int>("who");
    QTest::addRow("full") << QStringList{u"app_token"_s} << 200 << 200 << 200;
    QTest::addRow("write") << QStringList{u"vso.memberentitlementmanagement_write"_s} << 200 << 200 << 200;
    QTest::addRow("read") << QStringList{u"vso.memberentitlementmanagement"_s} << 401 << 200 << 200;
    QTest::addRow("other") << QStringList{u"vso.graph_manage"_s, u"vso.project"_s} << 401 << 401 << 200;
    QTest::addRow("revoked") << QStringList{u"revoked"_s} << 401 << 401 << 401;
    QTest::addRow("expired") << QStringList{u"expired"_s} << 401 << 401 << 401;
}

void TestEntitlements::accessTokenNeedsItsScope()
{
    QFETCH(QStringList, scopes);
    QFETCH(int, write);
    QFETCH(int, read);
    QFETCH(int, who);
    DevOpsClient client;
    PersonalAccessToken token;
    token.secret = u"signet-sandbox-pat"_s;
    token.ownerObjectId = client.world().persons[0].objectId;
    token.scopes = scopes;
    token.revoked = scopes.contains(u"revoked"_s);
    token.expiresOn = scopes.contains(u"expired"_s) ? client.world().clock : 0;
    client.contoso().accessTokens = {token};
    const QByteArray basic = "Basic " + QByteArray(":signet-sandbox-pat").toBase64();
    const QString host = u"vsaex.dev.azure.com"_s;
    const Reply added =
        client.sendAs(basic, "POST", host, u"serviceprincipalentitlements?api-version=7.1-preview.1"_s,
                      QJsonDocument(DevOpsClient::addition(terraformId)).toJson());
    QCOMPARE(added.status, write);
    if (write == 401)
        QCOMPARE(added.header("Content-Length"), QByteArray("0"));
    QCOMPARE(client.sendAs(basic, "GET", host, u"userentitlements?api-version=7.1"_s).status, read);
    const Reply me = client.sendAs(basic, "GET", u"dev.azure.com"_s, u"connectionData"_s);
    QCOMPARE(me.status, who);
    if (who == 200)
        QCOMPARE(
            me.json()["authenticatedUser"_L1]["descriptor"_L1].toString(),
            u"Microsoft.IdentityModel.Claims.ClaimsIdentity;%1\\jane@contoso.example"_s.arg(contosoTenantId));
    // It is a password, not a token.
    QCOMPARE(
        client.sendAs("Bearer signet-sandbox-pat", "GET", u"dev.azure.com"_s, u"connectionData"_s).status,
        401);
}

void TestEntitlements::seatsRunOut()
{
    DevOpsClient client;
    client.contoso().freeBasicSeats = 3; // the machine, Jane and John have them
    client.contoso().paidBasicSeats = 0;
    const Reply refused = client.add(DevOpsClient::addition(terraformId));
    QVERIFY2(refusalIn(refused).startsWith(
                 u"5005: Failed to assign license Account-Express to identity with id "_s),
             refused.body);
    QVERIFY(!client.contoso().member(terraformId));
    QCOMPARE(refusalIn(client.add(DevOpsClient::addition(terraformId, u"stakeholder"_s))), QString());
    client.contoso().paidBasicSeats = 1;
    QCOMPARE(refusalIn(client.add(DevOpsClient::addition(terraformId))), QString());
    // Who has a seat keeps it.
    QCOMPARE(refusalIn(client.add(DevOpsClient::addition(terraformId))), QString());
}

void TestEntitlements::earlyAdoptersReadEarlyAdopter()
{
    DevOpsClient client;
    client.contoso().earlyAdopterBenefit = true;
    const Reply added = client.add(DevOpsClient::addition(terraformId, u"stakeholder"_s));
    QCOMPARE(
        added.json()["servicePrincipalEntitlement"_L1]["accessLevel"_L1]["accountLicenseType"_L1].toString(),
        u"earlyAdopter"_s);
    const Reply changed = client.entitlements(
        "PATCH", u"serviceprincipalentitlements/"_s + keyOf(added),
        R"([{"op":"replace","path":"/accessLevel","value":{"accountLicenseType":"express","licensingSource":"account"}}])");
    QCOMPARE(changed.json().value("isSuccess"_L1).toBool(), true);
    QCOMPARE(changed.json()["servicePrincipalEntitlement"_L1]["accessLevel"_L1]["accountLicenseType"_L1]
                 .toString(),
             u"earlyAdopter"_s);
}

void TestEntitlements::wordsThatAreNoLevelAreUnreadable()
{
    DevOpsClient client;
    const Reply reply = client.add(DevOpsClient::addition(terraformId, u"basic"_s));
    QCOMPARE(reply.status, 400);
    QVERIFY(reply.json()["value"_L1]["Message"_L1].toString().contains(u"\"basic\""_s));
}

void TestEntitlements::changesAreAppliedOneByOne()
{
    DevOpsClient client;
    const QString key = client.member(machineId).storageKey;
    const Reply reply = client.entitlements(
        "PATCH", u"serviceprincipalentitlements/"_s + key,
        QByteArray(R"([{"op":"replace","path":"/accessLevel","value":{"accountLicenseType":"stakeholder"}},
          {"op":"add","path":"/projectEntitlements/PAYROLL","value":{"group":{"groupType":"projectAdministrator"}}},
          {"op":"remove","path":"/projectEntitlements/FIBER","value":""}])")
            .replace("PAYROLL", payrollId.toLatin1())
            .replace("FIBER", fiberId.toLatin1()));
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.json().value("isSuccess"_L1).toBool(), true);
    const QJsonArray results = reply.json().value("operationResults"_L1).toArray();
    QCOMPARE(results.size(), 3);
    QVERIFY(results[0]["result"_L1].isObject());
    QVERIFY(results[2]["result"_L1].isNull());
    QCOMPARE(client.member(machineId).accessLevel, u"stakeholder"_s);
    QCOMPARE(client.member(machineId).groups, QStringList{u"[Contoso-Payroll]\\Project Administrators"_s});
}

void TestEntitlements::failedChangeIsToldInItsPlace()
{
    DevOpsClient client;
    const Reply reply = client.entitlements(
        "PATCH", u"serviceprincipalentitlements/"_s + client.member(machineId).storageKey,
        R"([{"op":"replace","path":"/accessLevel","value":{"accountLicenseType":"stakeholder"}},
            {"op":"add","path":"/projectEntitlements/none","value":{"group":{"groupType":"projectReader"}}}])");
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.json().value("isSuccess"_L1).toBool(), false);
    QCOMPARE(reply.json()["operationResults"_L1][0]["isSuccess"_L1].toBool(), true);
    QCOMPARE(reply.json()["operationResults"_L1][1]["isSuccess"_L1].toBool(), false);
    const Reply nobody = client.entitlements(
        "PATCH", u"serviceprincipalentitlements/11111111-2222-4333-8444-555555555555"_s, R"([{}])");
    QCOMPARE(nobody.status, 404);
    QCOMPARE(nobody.json().value("typeKey"_L1).toString(), u"IdentityNotFoundException"_s);
}

void TestEntitlements::manyAreChangedAtOnce()
{
    DevOpsClient client;
    const QByteArray body =
        QByteArray(R"([{"op":"replace","path":"/KEY/accessLevel","value":{"accountLicenseType":"advanced"}},
          {"op":"add","path":"","value":{"accessLevel":{"accountLicenseType":"stakeholder"},
            "servicePrincipal":{"origin":"aad","originId":"ID","subjectKind":"servicePrincipal"}}}])")
            .replace("KEY", client.member(machineId).storageKey.toLatin1())
            .replace("ID\"", terraformId.toLatin1() + '"');
    const Reply reply = client.entitlements("PATCH", u"serviceprincipalentitlements"_s, body);
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.json().value("status"_L1).toString(), u"succeeded"_s);
    QCOMPARE(reply.json().value("haveResultsSucceeded"_L1).toBool(), true);
    QCOMPARE(reply.json().value("results"_L1).toArray().size(), 2);
    QCOMPARE(client.member(machineId).accessLevel, u"advanced"_s);
    QCOMPARE(client.member(terraformId).accessLevel, u"stakeholder"_s);
}

void TestEntitlements::removalTakesEverythingAway()
{
    DevOpsClient client;
    const QJsonObject before = client.server.state();
    const Reply added =
        client.add(DevOpsClient::addition(terraformId, u"express"_s, u"projectContributor"_s));
    QVERIFY(client.server.state() != before);
    QCOMPARE(client.entitlements("DELETE", u"serviceprincipalentitlements/"_s + keyOf(added)).status, 204);
    QCOMPARE(client.server.state(), before);
    QCOMPARE(client.entitlements("DELETE", u"serviceprincipalentitlements/"_s + keyOf(added)).status, 404);
    const Reply now = client.send("GET", u"dev.azure.com"_s, u"connectionData"_s, {}, By::Terraform);
    QVERIFY(now.body.contains("TF401444"));
}

void TestEntitlements::membersAreListedPageByPage()
{
    DevOpsClient client;
    client.add(DevOpsClient::addition(terraformId));
    QStringList names;
    QString token;
    int pages = 0;
    do {
        const Reply reply = client.send(
            "GET", u"vsaex.dev.azure.com"_s,
            u"userentitlements?$top=3&$orderBy=name desc&api-version=7.1"_s.replace(u' ', "%20"_L1)
                + (token.isEmpty() ? QString() : u"&continuationToken="_s + token));
        QCOMPARE(reply.status, 200);
        const QJsonObject body = reply.json();
        QCOMPARE(body.value("members"_L1), body.value("items"_L1));
        QCOMPARE(body.value("totalCount"_L1).toInt(), 4);
        names += namesIn(body.value("members"_L1).toArray());
        token = body.value("continuationToken"_L1).toString();
        ++pages;
    } while (!token.isEmpty() && pages < 9);
    QCOMPARE(pages, 2);
    QCOMPARE(names, QStringList({u"vm-build"_s, u"John Roe"_s, u"Jane Doe"_s, u"id-terraform"_s}));
    const Reply wrong = client.send("GET", u"vsaex.dev.azure.com"_s,
                                    u"userentitlements?continuationToken=x&api-version=7.1"_s);
    QCOMPARE(wrong.status, 400);
}

void TestEntitlements::listIsFiltered_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QStringList>("names"); // nothing: refused
    QTest::addRow("part of a name") << u"name eq 'OE'"_s << QStringList({u"Jane Doe"_s, u"John Roe"_s});
    QTest::addRow("address") << u"name eq 'john@'"_s << QStringList{u"John Roe"_s};
    QTest::addRow("object id") << u"name eq '%1'"_s.arg(machineId) << QStringList{u"vm-build"_s};
    QTest::addRow("licence") << u"licenseId eq 'Account-Stakeholder'"_s << QStringList{u"John Roe"_s};
    QTest::addRow("both") << u"licenseId eq 'Account-Express' and name eq 'vm'"_s
                          << QStringList{u"vm-build"_s};
    QTest::addRow("guests") << u"userType eq 'guest' and name eq 'a'"_s << QStringList{u""_s};
    QTest::addRow("nonsense") << u"colour eq 'red'"_s << QStringList();
}

void TestEntitlements::listIsFiltered()
{
    QFETCH(QString, filter);
    QFETCH(QStringList, names);
    DevOpsClient client;
    client.contoso().members[2].accessLevel = u"stakeholder"_s;
    const Reply reply = client.send("GET", u"vsaex.dev.azure.com"_s,
                                    u"userentitlements?api-version=7.1&$filter="_s
                                        + QString::fromLatin1(QUrl::toPercentEncoding(filter)));
    QCOMPARE(reply.status, names.isEmpty() ? 400 : 200);
    names.removeAll(QString());
    QCOMPARE(namesIn(reply.json().value("members"_L1).toArray()), names);
    for (const QJsonValue &one : reply.json().value("items"_L1).toArray()) {
        QCOMPARE(one["user"_L1]["subjectKind"_L1].toString(), u"user"_s);
        if (one["user"_L1]["originId"_L1].toString() == machineId)
            QCOMPARE(one["user"_L1]["metaType"_L1].toString(), u"managedIdentity"_s);
    }
}

void TestEntitlements::servicePrincipalIsNoUser_data()
{
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<QString>("refusal");
    QTest::addRow("by origin id") << QByteArray(R"({"originId":")") + terraformId.toLatin1()
            + R"(","origin":"aad","subjectKind":"user"})"
                                  << u"5000: The Id, OriginId, or User.PrincipalName must be set"_s;
    QTest::addRow("as a name") << QByteArray(R"({"principalName":"id-terraform","subjectKind":"user"})")
                               << u"5000: Given email address 'id-terraform' is invalid"_s;
    QTest::addRow("unknown person")
        << QByteArray(R"({"principalName":"x@contoso.example","subjectKind":"user"})")
        << u"5000: VS403283: Could not add user 'x@contoso.example' at this time."_s;
    QTest::addRow("person") << QByteArray(R"({"principalName":"john@contoso.example","subjectKind":"user"})")
                            << QString();
}

void TestEntitlements::servicePrincipalIsNoUser()
{
    QFETCH(QByteArray, user);
    QFETCH(QString, refusal);
    DevOpsClient client;
    const Reply reply =
        client.send("POST", u"vsaex.dev.azure.com"_s, u"userentitlements?api-version=7.1"_s,
                    R"({"accessLevel":{"accountLicenseType":"express"},"user":)" + user + '}');
    QCOMPARE(reply.status, 200);
    QCOMPARE(refusalIn(reply), refusal);
}

void TestEntitlements::summaryCountsSeats()
{
    DevOpsClient client;
    client.contoso().paidBasicSeats = 2;
    const Reply reply =
        client.send("GET", u"vsaex.dev.azure.com"_s, u"userentitlementsummary?api-version=7.1"_s);
    QCOMPARE(reply.status, 200);
    QJsonObject basic;
    for (const QJsonValue &one : reply.json().value("licenses"_L1).toArray()) {
        if (one["accountLicenseType"_L1].toString() == "express"_L1)
            basic = one.toObject();
    }
    QCOMPARE(basic.value("includedQuantity"_L1).toInt(), 5);
    QCOMPARE(basic.value("total"_L1).toInt(), 7);
    QCOMPARE(basic.value("assigned"_L1).toInt(), 3);
    QCOMPARE(basic.value("available"_L1).toInt(), 4);
    QCOMPARE(reply.json()["defaultAccessLevel"_L1]["accountLicenseType"_L1].toString(), u"stakeholder"_s);
    QCOMPARE(reply.json().value("projectRefs"_L1).toArray().size(), 2);
}

void TestEntitlements::readingNeedsAnAdministrator()
{
    DevOpsClient client;
    const auto status = [&](const QString &path, By by) {
        return client.send("GET", u"vsaex.dev.azure.com"_s, path, {}, by).status;
    };
    for (const QString &path :
         {u"userentitlements?api-version=7.1"_s, u"userentitlementsummary?api-version=7.1"_s,
          u"memberentitlements?api-version=7.1-preview.2"_s}) {
        QCOMPARE(status(path, By::Jane), 200);
        QCOMPARE(status(path, By::John), 403);
        QCOMPARE(status(path, By::Nobody), 401);
    }
    const QString own = u"serviceprincipalentitlements/%1?api-version=7.1-preview.1"_s.arg(
        client.member(machineId).storageKey);
    QCOMPARE(status(own, By::Machine), 200);
    QCOMPARE(status(own, By::John), 403);
    const Reply changed = client.entitlements(
        "PATCH", u"serviceprincipalentitlements/"_s + client.member(machineId).storageKey,
        R"([{"op":"replace","path":"/accessLevel","value":{"accountLicenseType":"advanced"}}])", By::Machine);
    QCOMPARE(changed.status, 403);
    QCOMPARE(client.member(machineId).accessLevel, u"express"_s);
}

void TestEntitlements::situationIsMetInItsScenario_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>(
        "refusal"); // of adding the identity of the machine; "-": there is nothing to add
    QTest::addRow("replication, which is over") << u"entitlement-replication-delay"_s << u"-"_s;
    QTest::addRow("seats") << u"licence-not-assignable"_s << u"5005: Failed to assign license"_s;
    QTest::addRow("group") << u"group-rule-not-applied"_s << QString();
    QTest::addRow("picker") << u"ui-picker-cannot-find"_s << u"-"_s;
    QTest::addRow("user") << u"user-entitlement-for-sp"_s << QString();
    QTest::addRow("alias") << u"licence-basic-alias"_s << QString();
    QTest::addRow("object id") << u"wrong-object-id"_s << QString();
    QTest::addRow("denied") << u"add-users-denied"_s << u"403"_s;
    QTest::addRow("stakeholder") << u"stakeholder-licence"_s << u"-"_s;
    QTest::addRow("list") << u"graph-list-empty"_s << u"-"_s;
}

void TestEntitlements::situationIsMetInItsScenario()
{
    QFETCH(QString, name);
    QFETCH(QString, refusal);
    const auto scenario = Scenario::named(name);
    QVERIFY(scenario);
    DevOpsClient client(*scenario);
    const bool isMember = client.contoso().member(machineId) != nullptr;
    QCOMPARE(isMember, refusal == "-"_L1);
    if (isMember)
        return;
    const By by = client.world().administrator == client.world().persons[0].objectId ? By::Jane : By::John;
    const Reply reply = client.add(DevOpsClient::addition(machineId), by);
    if (refusal == "403"_L1)
        QCOMPARE(reply.status, 403);
    else
        QVERIFY2(refusal.isEmpty() ? refusalIn(reply).isEmpty() : refusalIn(reply).startsWith(refusal),
                 reply.body);
}

void TestEntitlements::writingNeedsVersionAndType_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QString>("typeKey");
    const QByteArray json("application/json");
    QTest::addRow("plain version") << QByteArray("POST") << u"?api-version=7.1"_s << json
                                   << u"VssInvalidPreviewVersionException"_s;
    QTest::addRow("no version") << QByteArray("POST") << QString() << json
                                << u"VssVersionNotSpecifiedException"_s;
    QTest::addRow("too old") << QByteArray("POST") << u"?api-version=7.0-preview.1"_s << json
                             << u"VssVersionOutOfRangeException"_s;
    QTest::addRow("second preview") << QByteArray("POST") << u"?api-version=7.1-preview.2"_s << json
                                    << u"VssVersionOutOfRangeException"_s;
    QTest::addRow("patch as plain JSON") << QByteArray("PATCH") << u"?api-version=7.1-preview.1"_s << json
                                         << u"VssRequestContentTypeNotSupportedException"_s;
    QTest::addRow("form") << QByteArray("POST") << u"?api-version=7.1-preview.1"_s
                          << QByteArray("application/x-www-form-urlencoded")
                          << u"VssRequestContentTypeNotSupportedException"_s;
    QTest::addRow("charset") << QByteArray("POST") << u"?api-version=7.1-preview"_s
                             << QByteArray("application/json; charset=utf-8") << QString();
}

void TestEntitlements::writingNeedsVersionAndType()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, query);
    QFETCH(QByteArray, type);
    QFETCH(QString, typeKey);
    DevOpsClient client;
    const auto reply =
        ask(client.server.url(), method,
            u"https://vsaex.dev.azure.com/contoso/_apis/serviceprincipalentitlements"_s + query,
            {{"Authorization", client.authorization(By::Jane)}, {"Content-Type", type}},
            QJsonDocument(DevOpsClient::addition(terraformId)).toJson());
    QVERIFY(reply);
    QCOMPARE(reply->status, typeKey.isEmpty() ? 200 : 400);
    QCOMPARE(reply->json().value("typeKey"_L1).toString(), typeKey);
    QCOMPARE(client.contoso().member(terraformId) != nullptr, typeKey.isEmpty());
}

QTEST_GUILESS_MAIN(TestEntitlements)
#include "tst_entitlements.moc"
