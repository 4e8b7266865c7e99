#include "tests/sandbox/devopsclient.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet::sandbox;
using namespace signet::test;
using By = DevOpsClient::By;

namespace {

constexpr QLatin1StringView identityHost = "vssps.dev.azure.com"_L1;

const QString contributors = u"[Fabrikam-Fiber]\\Contributors"_s;
const QString readers = u"[Fabrikam-Fiber]\\Readers"_s;

QString escaped(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

QStringList valuesOf(const Reply &reply, const QString &name)
{
    QStringList values;
    for (const QJsonValue &one : reply.json().value("value"_L1).toArray())
        values.append(one[name].toString());
    return values;
}

} // namespace

class TestDevOpsGraph : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void groupsAreThoseOfTheScope();
    void pagesMayBeEmptyBeforeTheLast();
    void wellKnownGroupsEndAlikeInEveryLanguage();
    void membershipIsMadeSeenAndTakenAway();
    void membershipIsRefused_data();
    void membershipIsRefused();
    void membershipTwiceIsHarmlessUnlessTheWorldSaysSo();
    void changesAreSeenLate();
    void groupIsMadeAndRemoved();
    void groupOfEntraNeedsAPerson();
    void descriptorsAndKeysLeadToEachOther();
    void unknownNamesAreNotFound_data();
    void unknownNamesAreNotFound();
    void materializedIsNotAMemberYet();
    void disabledStaysVisible();
    void subjectsAreLookedUpTogether();
    void subjectsAreFoundByTheirBeginning();
    void identitiesAreFoundInEveryWay_data();
    void identitiesAreFoundInEveryWay();
    void membershipsOfAnIdentityAreExpanded();
    void rightsFlowThroughNestedGroups();
    void teamsAreOfTheProject();
};

void TestDevOpsGraph::groupsAreThoseOfTheScope()
{
    DevOpsClient client;
    const Reply all = client.graph("GET", u"groups"_s);
    QCOMPARE(all.status, 200);
    QCOMPARE(all.json().value("count"_L1).toInt(), 3 + 2 * 6);
    const Reply scope = client.graph("GET", u"descriptors/%1?api-version=7.1"_s.arg(fiberId));
    const QString descriptor = scope.json().value("value"_L1).toString();
    QVERIFY(descriptor.startsWith("scp."_L1));
    const Reply some = client.graph("GET", u"groups?scopeDescriptor="_s + descriptor);
    QCOMPARE(valuesOf(some, u"principalName"_s),
             QStringList({u"[Fabrikam-Fiber]\\Project Valid Users"_s,
                          u"[Fabrikam-Fiber]\\Project Administrators"_s,
                          u"[Fabrikam-Fiber]\\Build Administrators"_s, readers, contributors,
                          u"[Fabrikam-Fiber]\\Fabrikam-Fiber Team"_s}));
    const QJsonValue one = some.json()["value"_L1][4];
    QCOMPARE(one["domain"_L1].toString(), u"vstfs:///Classification/TeamProject/"_s + fiberId);
    QCOMPARE(one["subjectKind"_L1].toString(), u"group"_s);
    const Reply again = client.graph("GET", u"groups/"_s + one["descriptor"_L1].toString());
    QCOMPARE(again.json(), one.toObject());
    // A member may look, too; nobody may not.
    QCOMPARE(client.graph("GET", u"groups"_s, {}, By::Machine).status, 200);
    QCOMPARE(client.graph("GET", u"groups"_s, {}, By::Nobody).status, 401);
}

void TestDevOpsGraph::pagesMayBeEmptyBeforeTheLast()
{
    DevOpsClient client;
    client.contoso().graphPageSize = 10;
    client.contoso().emptyGraphPages = 2;
    QList<int> counts;
    QStringList names;
    QByteArray token;
    do {
        const Reply reply = client.graph(
            "GET",
            token.isEmpty() ? u"groups"_s : u"groups?continuationToken="_s + QString::fromLatin1(token));
        counts.append(reply.json().value("count"_L1).toInt());
        names += valuesOf(reply, u"descriptor"_s);
        token = reply.header("X-MS-ContinuationToken");
    } while (!token.isEmpty() && counts.size() < 9);
    QCOMPARE(counts, QList<int>({0, 0, 10, 5}));
    QCOMPARE(names.size(), 15);
    QCOMPARE(QSet<QString>(names.begin(), names.end()).size(), 15);
    QCOMPARE(client.graph("GET", u"groups?continuationToken=eA"_s).status, 400);
}

void TestDevOpsGraph::wellKnownGroupsEndAlikeInEveryLanguage()
{
    DevOpsClient client;
    const auto sid = [&](const QString &name) {
        const QByteArray descriptor = client.group(name).toLatin1();
        return QString::fromLatin1(QByteArray::fromBase64(descriptor.mid(6), QByteArray::Base64UrlEncoding));
    };
    QVERIFY(sid(u"[contoso]\\Project Collection Administrators"_s).endsWith("-0-0-0-0-1"_L1));
    QVERIFY(sid(u"[Fabrikam-Fiber]\\Project Administrators"_s).endsWith("-0-0-0-0-1"_L1));
    QVERIFY(sid(u"[Fabrikam-Fiber]\\Build Administrators"_s).endsWith("-0-0-0-1-2"_L1));
    QVERIFY(sid(u"[contoso]\\Project Collection Valid Users"_s).endsWith("-0-0-0-0-3"_L1));
    QVERIFY(sid(contributors).startsWith("S-1-9-1551374245-"_L1));
}

void TestDevOpsGraph::membershipIsMadeSeenAndTakenAway()
{
    DevOpsClient client;
    client.add(DevOpsClient::addition(terraformId));
    const QJsonObject before = client.server.state();
    const QString subject = client.member(terraformId).subjectDescriptor();
    const QString path = u"memberships/%1/%2"_s.arg(subject, client.group(readers));
    QCOMPARE(client.graph("HEAD", path).status, 404);
    const Reply made = client.graph("PUT", path);
    QCOMPARE(made.status, 201);
    QCOMPARE(made.json().value("memberDescriptor"_L1).toString(), subject);
    QCOMPARE(made.json().value("containerDescriptor"_L1).toString(), client.group(readers));
    const Reply head = client.graph("HEAD", path);
    QCOMPARE(head.status, 200);
    QVERIFY(!head.header("X-VSS-ResourceTenant").isEmpty());
    QCOMPARE(client.graph("GET", path).json(), made.json());
    const Reply up = client.graph("GET", u"memberships/%1?direction=Up"_s.arg(subject));
    QCOMPARE(valuesOf(up, u"containerDescriptor"_s), QStringList{client.group(readers)});
    const Reply down = client.graph("GET", u"memberships/%1?direction=down"_s.arg(client.group(readers)));
    QCOMPARE(valuesOf(down, u"memberDescriptor"_s), QStringList{subject});
    QCOMPARE(
        client
            .send("GET", u"dev.azure.com"_s, u"projects/%1?api-version=7.1"_s.arg(fiberId), {}, By::Terraform)
            .status,
        200);
    client.member(terraformId).status = u"pending"_s;
    QCOMPARE(client.graph("DELETE", path).status, 200);
    QCOMPARE(client.graph("DELETE", path).status, 404);
    QCOMPARE(client.server.state(), before);
}

void TestDevOpsGraph::membershipIsRefused_data()
{
    QTest::addColumn<QString>("subject"); // name of a group, or object id
    QTest::addColumn<QString>("container"); // name of a group
    QTest::addColumn<By>("by");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("text");
    const QString project = u"[Contoso-Payroll]\\Contributors"_s;
    const QString all = u"[contoso]\\Project Collection Administrators"_s;
    QTest::addRow("unknown subject") << u"nobody"_s << readers << By::Jane << 404 << u"TF14045"_s;
    QTest::addRow("unknown group") << machineId << u"nothing"_s << By::Jane << 404 << u"TF50258"_s;
    QTest::addRow("valid users") << machineId << u"[Fabrikam-Fiber]\\Project Valid Users"_s << By::Jane << 400
                                 << u"TF50618"_s;
    QTest::addRow("without a licence")
        << terraformId << readers << By::Jane << 400 << u"has not been materialized"_s;
    QTest::addRow("into itself") << readers << readers << By::Jane << 400 << u"TF50233"_s;
    QTest::addRow("circle") << contributors << u"[Fabrikam-Fiber]\\Fabrikam-Fiber Team"_s << By::Jane << 400
                            << u"TF50233"_s;
    QTest::addRow("group of another project") << project << contributors << By::Jane << 400 << u"TF50375"_s;
    QTest::addRow("project into organization") << project << all << By::Jane << 400 << u"TF400031"_s;
    QTest::addRow("by a member") << machineId << readers << By::John << 403 << u"TF50309"_s;
    QTest::addRow("by nobody") << machineId << readers << By::Nobody << 401 << u"TF400813"_s;
}

void TestDevOpsGraph::membershipIsRefused()
{
    QFETCH(QString, subject);
    QFETCH(QString, container);
    QFETCH(By, by);
    QFETCH(int, status);
    QFETCH(QString, text);
    DevOpsClient client;
    client.graph("POST", u"serviceprincipals"_s, R"({"originId":")" + terraformId.toLatin1() + R"("})");
    const auto name = [&](const QString &one) {
        if (one.startsWith(u'['))
            return client.group(one);
        const Member *member = client.contoso().member(one);
        return member ? member->subjectDescriptor() : u"aadsp.AAAA"_s;
    };
    const QJsonObject before = client.server.state();
    const Reply reply =
        client.graph("PUT", u"memberships/%1/%2"_s.arg(name(subject), name(container)), {}, by);
    QCOMPARE(reply.status, status);
    QVERIFY2(reply.json().value("message"_L1).toString().contains(text), reply.body);
    QCOMPARE(client.server.state(), before);
}

void TestDevOpsGraph::membershipTwiceIsHarmlessUnlessTheWorldSaysSo()
{
    DevOpsClient client;
    const QString path =
        u"memberships/%1/%2"_s.arg(client.member(machineId).subjectDescriptor(), client.group(contributors));
    QCOMPARE(client.graph("PUT", path).status, 201);
    QCOMPARE(client.member(machineId).groups, QStringList{contributors});
    client.contoso().repeatedMembershipRefused = true;
    const Reply refused = client.graph("PUT", path);
    QCOMPARE(refused.status, 409);
    QVERIFY(refused.body.contains("TF50235"));
}

void TestDevOpsGraph::changesAreSeenLate()
{
    DevOpsClient client;
    client.contoso().staleMembershipReads = 2;
    const QString subject = client.member(machineId).subjectDescriptor();
    const QString path = u"memberships/%1/%2"_s.arg(subject, client.group(readers));
    QCOMPARE(client.graph("PUT", path).status, 201);
    QCOMPARE(client.graph("HEAD", path).status, 404);
    QCOMPARE(valuesOf(client.graph("GET", u"memberships/"_s + subject), u"containerDescriptor"_s),
             QStringList{client.group(contributors)});
    QCOMPARE(client.graph("HEAD", path).status, 200);
    QCOMPARE(client.graph("DELETE", path).status, 200);
    QCOMPARE(client.graph("HEAD", path).status, 200);
}

void TestDevOpsGraph::groupIsMadeAndRemoved()
{
    DevOpsClient client;
    const QJsonObject before = client.server.state();
    const QString scope = client.graph("GET", u"descriptors/%1?api-version=7.1"_s.arg(fiberId))
                              .json()
                              .value("value"_L1)
                              .toString();
    const QString path = u"groups?scopeDescriptor="_s + scope;
    const QByteArray body = R"({"displayName":"Deployers","description":"Who deploys"})";
    QCOMPARE(client.graph("POST", path, body, By::John).status, 403);
    const Reply made = client.graph("POST", path, body);
    QCOMPARE(made.status, 201);
    QCOMPARE(made.json().value("principalName"_L1).toString(), u"[Fabrikam-Fiber]\\Deployers"_s);
    QCOMPARE(QString::fromLatin1(made.header("Location")), made.json().value("url"_L1).toString());
    QVERIFY(client.server.state() != before);
    QCOMPARE(client.graph("POST", path, body).status, 409);
    const QString descriptor = made.json().value("descriptor"_L1).toString();
    QCOMPARE(
        client.graph("DELETE", u"groups/"_s + client.group(u"[Fabrikam-Fiber]\\Project Administrators"_s))
            .status,
        400);
    QCOMPARE(client.graph("DELETE", u"groups/"_s + descriptor).status, 204);
    QCOMPARE(client.graph("GET", u"groups/"_s + descriptor).status, 404);
    QCOMPARE(client.server.state(), before);
}

void TestDevOpsGraph::groupOfEntraNeedsAPerson()
{
    DevOpsClient client;
    Group entra;
    entra.displayName = u"Builders"_s;
    entra.origin = u"aad"_s;
    entra.originId = u"9a000000-0000-4000-8000-000000000009"_s;
    client.contoso().groups.push_back(entra);
    client.member(machineId).groups = {u"[contoso]\\Project Collection Administrators"_s};
    const QByteArray body = R"({"originId":"9a000000-0000-4000-8000-000000000009"})";
    QCOMPARE(client.graph("POST", u"groups"_s, body, By::Machine).status, 503);
    const Reply made = client.graph("POST", u"groups"_s, body);
    QCOMPARE(made.status, 201);
    QVERIFY(made.json().value("descriptor"_L1).toString().startsWith("aadgp."_L1));
    QCOMPARE(made.json().value("principalName"_L1).toString(), u"[TEAM FOUNDATION]\\Builders"_s);
    const Reply unknown =
        client.graph("POST", u"groups"_s, R"({"originId":"9a000000-0000-4000-8000-000000000001"})");
    QCOMPARE(unknown.status, 404);
    QVERIFY(unknown.body.contains("VS860016"));
}

void TestDevOpsGraph::descriptorsAndKeysLeadToEachOther()
{
    DevOpsClient client;
    const Organization &contoso = client.contoso();
    for (const QString &key : {client.member(machineId).storageKey, contoso.members[1].storageKey,
                               contoso.groupNamed(readers)->originId, fiberId, contoso.id}) {
        const Reply there = client.graph("GET", u"descriptors/%1?api-version=7.1"_s.arg(key));
        QCOMPARE(there.status, 200);
        const QString descriptor = there.json().value("value"_L1).toString();
        const Reply back = client.graph("GET", u"storagekeys/%1?api-version=7.1"_s.arg(descriptor));
        QCOMPARE(back.json().value("value"_L1).toString(), key);
        // Nothing that could be read from one is the other.
        QVERIFY(!QByteArray::fromBase64(descriptor.section(u'.', 1).toLatin1(), QByteArray::Base64UrlEncoding)
                     .contains(key.toLatin1()));
    }
}

void TestDevOpsGraph::unknownNamesAreNotFound_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    const QString guid = u"11111111-2222-4333-8444-555555555555"_s;
    QTest::addRow("descriptor") << u"descriptors/"_s + guid + u"?api-version=7.1"_s << u"TF14045"_s;
    QTest::addRow("storage key") << u"storagekeys/aad.AAAA?api-version=7.1"_s << u"TF14045"_s;
    QTest::addRow("state") << u"membershipstates/aadsp.AAAA"_s << u"TF14045"_s;
    QTest::addRow("memberships") << u"memberships/aadsp.AAAA"_s << u"TF14045"_s;
    QTest::addRow("user") << u"users/aad.AAAA"_s << u"TF14045"_s;
    QTest::addRow("service principal") << u"serviceprincipals/aadsp.AAAA"_s << u"TF14045"_s;
    QTest::addRow("group") << u"groups/vssgp.AAAA"_s << u"TF50258"_s;
    QTest::addRow("scope") << u"groups?scopeDescriptor=scp.AAAA"_s << u"TF14045"_s;
}

void TestDevOpsGraph::unknownNamesAreNotFound()
{
    QFETCH(QString, path);
    QFETCH(QString, text);
    DevOpsClient client;
    const Reply reply = client.graph("GET", path);
    QCOMPARE(reply.status, 404);
    QVERIFY2(reply.json().value("message"_L1).toString().startsWith(text), reply.body);
}

void TestDevOpsGraph::materializedIsNotAMemberYet()
{
    DevOpsClient client;
    const QByteArray body = R"({"originId":")" + terraformId.toLatin1() + R"("})";
    QCOMPARE(client.graph("POST", u"serviceprincipals"_s, body, By::John).status, 403);
    const Reply made = client.graph("POST", u"serviceprincipals"_s, body);
    QCOMPARE(made.status, 201);
    const QString descriptor = made.json().value("descriptor"_L1).toString();
    const QString state = u"membershipstates/"_s + descriptor;
    QCOMPARE(client.graph("GET", state).json().value("active"_L1), QJsonValue(false));
    const Reply who = client.send("GET", u"dev.azure.com"_s, u"connectionData"_s, {}, By::Terraform);
    QCOMPARE(who.status, 401);
    QVERIFY(who.body.contains("TF401444"));
    QVERIFY(valuesOf(client.graph("GET", u"serviceprincipals"_s), u"originId"_s).contains(terraformId));
    // Twice is once.
    QCOMPARE(client.graph("POST", u"serviceprincipals"_s, body).json(), made.json());
    // With an access level it is the same subject, active.
    const Reply added = client.add(DevOpsClient::addition(terraformId));
    QCOMPARE(
        added.json()["servicePrincipalEntitlement"_L1]["servicePrincipal"_L1]["descriptor"_L1].toString(),
        descriptor);
    QCOMPARE(client.graph("GET", state).json().value("active"_L1), QJsonValue(true));
    const Reply unknown = client.graph("POST", u"serviceprincipals"_s,
                                       R"({"originId":")" + terraformClient.toLatin1() + R"("})");
    QCOMPARE(unknown.status, 404);
    QVERIFY(unknown.body.contains("VS860016"));
}

void TestDevOpsGraph::disabledStaysVisible()
{
    DevOpsClient client;
    const QString path = u"serviceprincipals/"_s + client.member(machineId).subjectDescriptor();
    const QString state = u"membershipstates/"_s + client.member(machineId).subjectDescriptor();
    QCOMPARE(client.graph("DELETE", path, {}, By::John).status, 403);
    QCOMPARE(client.graph("DELETE", path).status, 204);
    QCOMPARE(client.graph("GET", path).status, 200);
    QCOMPARE(client.graph("GET", state).json().value("active"_L1), QJsonValue(false));
    QVERIFY(client.send("GET", u"dev.azure.com"_s, u"connectionData"_s, {}, By::Machine)
                .body.contains("TF401444"));
    // Removed by its entitlement, it is remembered as well.
    client.add(DevOpsClient::addition(machineId));
    client.entitlements("DELETE", u"serviceprincipalentitlements/"_s + client.member(machineId).storageKey);
    QCOMPARE(client.graph("GET", path).status, 200);
    QCOMPARE(client.graph("GET", state).json().value("active"_L1), QJsonValue(false));
}

void TestDevOpsGraph::subjectsAreLookedUpTogether()
{
    DevOpsClient client;
    const QString one = client.member(machineId).subjectDescriptor();
    const QString other = client.group(readers);
    const QByteArray body =
        R"({"lookupKeys":[{"descriptor":"ONE"},{"descriptor":"OTHER"},{"descriptor":"x"}]})";
    const Reply reply =
        client.graph("POST", u"subjectlookup"_s,
                     QByteArray(body).replace("ONE", one.toLatin1()).replace("OTHER", other.toLatin1()));
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.json().value("count"_L1).toInt(), 2);
    QCOMPARE(reply.json()["value"_L1][one]["displayName"_L1].toString(), u"vm-build"_s);
    QCOMPARE(reply.json()["value"_L1][other]["subjectKind"_L1].toString(), u"group"_s);
}

void TestDevOpsGraph::subjectsAreFoundByTheirBeginning()
{
    DevOpsClient client;
    const auto names = [&](const QByteArray &body) {
        return valuesOf(client.graph("POST", u"subjectquery"_s, body), u"displayName"_s);
    };
    QCOMPARE(names(R"({"query":"ja","subjectKind":["User"]})"), QStringList{u"Jane Doe"_s});
    QCOMPARE(names(R"({"query":"john@","subjectKind":["User","Group"]})"), QStringList{u"John Roe"_s});
    QCOMPARE(names(R"({"query":"doe","subjectKind":["User"]})"), QStringList());
    QCOMPARE(names(R"({"query":"Contrib","subjectKind":["Group"]})").size(), 2);
    QCOMPARE(names(R"({"query":"vm-","subjectKind":["ServicePrincipal"]})"), QStringList{u"vm-build"_s});
    QCOMPARE(names(R"({"query":"vm-","subjectKind":["User","Group"]})"), QStringList());
    QCOMPARE(client.graph("POST", u"subjectquery"_s, R"({"subjectKind":["User"]})").status, 400);
}

void TestDevOpsGraph::identitiesAreFoundInEveryWay_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QStringList>("names"); // "" stands for one that is not there
    const QString legacy = u"Microsoft.VisualStudio.Services.Claims.AadServicePrincipal;%1\\%2"_s;
    QTest::addRow("storage keys") << u"identityIds=KEY,11111111-2222-4333-8444-555555555555"_s
                                  << QStringList({u"vm-build"_s, QString()});
    QTest::addRow("subject descriptors")
        << u"subjectDescriptors=SUBJECT,GROUP"_s << QStringList({u"vm-build"_s, readers});
    QTest::addRow("legacy descriptors")
        << u"descriptors="_s + escaped(legacy.arg(contosoTenantId, machineId)) << QStringList{u"vm-build"_s};
    QTest::addRow("person") << u"descriptors="_s
            + escaped(u"Microsoft.IdentityModel.Claims.ClaimsIdentity;%1\\jane@contoso.example"_s.arg(
                contosoTenantId))
                            << QStringList{u"Jane Doe"_s};
    QTest::addRow("of another tenant")
        << u"descriptors="_s + escaped(legacy.arg(u"1f0e9d8c-7b6a-4950-8843-2a1b0c9d8e7f"_s, machineId))
        << QStringList{QString()};
    QTest::addRow("general search") << u"searchFilter=General&filterValue=Read"_s
                                    << QStringList({readers, u"[Contoso-Payroll]\\Readers"_s});
    QTest::addRow("search by object id")
        << u"searchFilter=General&filterValue="_s + machineId << QStringList{u"vm-build"_s};
    QTest::addRow("search by address")
        << u"searchFilter=MailAddress&filterValue=john@contoso.example"_s << QStringList{u"John Roe"_s};
    QTest::addRow("search for nobody") << u"searchFilter=DisplayName&filterValue=Zoe"_s << QStringList();
}

void TestDevOpsGraph::identitiesAreFoundInEveryWay()
{
    QFETCH(QString, query);
    QFETCH(QStringList, names);
    DevOpsClient client;
    query.replace("KEY"_L1, client.member(machineId).storageKey);
    query.replace("SUBJECT"_L1, client.member(machineId).subjectDescriptor());
    query.replace("GROUP"_L1, client.group(readers));
    const Reply reply = client.send("GET", identityHost, u"identities?api-version=7.1&"_s + query);
    QCOMPARE(reply.status, 200);
    QCOMPARE(valuesOf(reply, u"providerDisplayName"_s), names);
    const Reply nothing = client.send("GET", identityHost, u"identities?api-version=7.1"_s);
    QCOMPARE(nothing.status, 400);
}

void TestDevOpsGraph::membershipsOfAnIdentityAreExpanded()
{
    DevOpsClient client;
    const auto groups = [&](const QString &membership) {
        const Reply reply = client.send("GET", identityHost,
                                        u"identities?api-version=7.1&identityIds=%1&queryMembership=%2"_s.arg(
                                            client.member(machineId).storageKey, membership));
        return reply.json()["value"_L1][0]["memberOf"_L1].toArray();
    };
    QCOMPARE(groups(u"none"_s).size(), 0);
    QCOMPARE(groups(u"direct"_s),
             QJsonArray{u"Microsoft.TeamFoundation.Identity;"_s
                        + client.contoso().groupNamed(contributors)->sid()});
    QCOMPARE(groups(u"expandedUp"_s).size(), 3); // and the valid users of project and organization
    const Reply everybody =
        client.send("GET", identityHost,
                    u"identities?api-version=7.1&subjectDescriptors=%1&queryMembership=expandedDown"_s.arg(
                        client.group(u"[Fabrikam-Fiber]\\Project Valid Users"_s)));
    const QJsonArray ids = everybody.json()["value"_L1][0]["memberIds"_L1].toArray();
    QVERIFY(ids.contains(client.member(machineId).storageKey));
    QVERIFY(ids.contains(client.contoso().groupNamed(readers)->originId));
}

void TestDevOpsGraph::rightsFlowThroughNestedGroups()
{
    DevOpsClient client;
    Group entra;
    entra.displayName = u"Builders"_s;
    entra.origin = u"aad"_s;
    entra.originId = u"9a000000-0000-4000-8000-000000000009"_s;
    entra.entraMembers = {terraformId};
    client.contoso().groups.push_back(entra);
    const QString builders = client.contoso().groups.back().descriptor();
    QCOMPARE(client.graph("PUT", u"memberships/%1/%2"_s.arg(builders, client.group(readers))).status, 201);
    // The group alone makes nobody a member.
    QVERIFY(client.send("GET", u"dev.azure.com"_s, u"connectionData"_s, {}, By::Terraform)
                .body.contains("TF401444"));
    client.add(DevOpsClient::addition(terraformId, u"stakeholder"_s));
    const Reply projects =
        client.send("GET", u"dev.azure.com"_s, u"projects?api-version=7.1"_s, {}, By::Terraform);
    QCOMPARE(valuesOf(projects, u"name"_s), QStringList{u"Fabrikam-Fiber"_s});
    // It is not listed as a membership, and is told as an inherited permission.
    const Reply up = client.graph("GET", u"memberships/"_s + client.member(terraformId).subjectDescriptor());
    QCOMPARE(up.json().value("count"_L1).toInt(), 0);
    const Reply entitlement = client.entitlements(
        "GET", u"serviceprincipalentitlements/"_s + client.member(terraformId).storageKey);
    QCOMPARE(entitlement.json()["projectEntitlements"_L1][0]["projectPermissionInherited"_L1].toString(),
             u"inherited"_s);
}

void TestDevOpsGraph::teamsAreOfTheProject()
{
    DevOpsClient client;
    const QString path = u"projects/Fabrikam-Fiber/teams"_s;
    const auto teams = [&](const QString &query, By by) {
        return client.send("GET", u"dev.azure.com"_s, path + query, {}, by);
    };
    const Reply all = teams(u"?api-version=7.1"_s, By::Machine);
    QCOMPARE(valuesOf(all, u"name"_s), QStringList{u"Fabrikam-Fiber Team"_s});
    QCOMPARE(all.json()["value"_L1][0]["projectId"_L1].toString(), fiberId);
    QCOMPARE(teams(u"?api-version=7.1&$mine=true"_s, By::Machine).json().value("count"_L1).toInt(), 0);
    client.member(machineId).groups = {u"[Fabrikam-Fiber]\\Fabrikam-Fiber Team"_s};
    QCOMPARE(teams(u"?api-version=7.1&$mine=true"_s, By::Machine).json().value("count"_L1).toInt(), 1);
    QCOMPARE(teams(u"?api-version=7.1&$top=0"_s, By::Machine).json().value("count"_L1).toInt(), 0);
    const QString id = all.json()["value"_L1][0]["id"_L1].toString();
    QCOMPARE(teams(u"/%1?api-version=7.1"_s.arg(id), By::Machine).json().value("id"_L1).toString(), id);
    QCOMPARE(teams(u"/Nobodies?api-version=7.1"_s, By::Machine).status, 404);
    QCOMPARE(teams(u"?api-version=7.1"_s, By::John).status, 404);
}

QTEST_GUILESS_MAIN(TestDevOpsGraph)
#include "tst_devopsgraph.moc"
