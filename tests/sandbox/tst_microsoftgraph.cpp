#include "core/sandbox/azure/odatafilter.h"
#include "core/sandbox/world/directory.h"

#include "tests/sandbox/peopleworld.h"

#include <QJsonDocument>
#include <QTest>

#include <functional>

using namespace Qt::StringLiterals;
using namespace signet::sandbox;
using namespace signet::test;

namespace {

const QString graph = u"https://graph.microsoft.com/v1.0/"_s;
const QString graphResource = u"https://graph.microsoft.com"_s;
const QString machineId = u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s;
const QString machineClient = u"3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617"_s;

using Change = std::function<void(World &)>;

QByteArray jane(const World &world, const QString &tenantId = contosoId,
                const QString &scopes = u"Application.Read.All"_s)
{
    return bearerOf(world, world.persons.front(), graphResource, tenantId, scopes);
}

Reply asked(const SandboxServer &server, const QByteArray &authorization, const QString &path,
            Headers headers = {}, const QByteArray &method = "GET", const QByteArray &body = {})
{
    if (!authorization.isEmpty())
        headers.append(std::pair(QByteArray("Authorization"), authorization));
    const QUrl url(path.startsWith("https:"_L1) ? path : graph + path);
    return *ask(server.url(), method, url.toString(QUrl::FullyEncoded), headers, body);
}

QStringList namesIn(const Reply &reply)
{
    QStringList names;
    const QJsonArray values = reply.json().value("value"_L1).toArray();
    for (const auto &value : values)
        names.append(value["displayName"_L1].toString());
    names.sort();
    return names;
}

QString codeIn(const Reply &reply)
{
    return reply.json()["error"_L1]["code"_L1].toString();
}

} // namespace

Q_DECLARE_METATYPE(Change)

class TestMicrosoftGraph : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tokenIsJudged_data();
    void tokenIsJudged();
    void readersAreChosen_data();
    void readersAreChosen();
    void managedIdentityIsAPrincipalWithoutApplication();
    void applicationHasTwoObjects();
    void oneObjectIsFound_data();
    void oneObjectIsFound();
    void listsAreFiltered_data();
    void listsAreFiltered();
    void filtersAreRead_data();
    void filtersAreRead();
    void listsGoOnPageByPage();
    void pageSizeIsLimited_data();
    void pageSizeIsLimited();
    void countWantsEventualConsistency();
    void selectLeavesTheRestOut();
    void meIsThePerson();
    void organizationIsTheTenantOfTheToken();
    void objectsAreFoundByIds();
    void refusalsHaveTheShapeOfGraph();
};

void TestMicrosoftGraph::tokenIsJudged_data()
{
    QTest::addColumn<QString>("token");
    QTest::addColumn<int>("status");
    QTest::addRow("right") << u"right"_s << 200;
    QTest::addRow("none") << u"none"_s << 401;
    QTest::addRow("for Azure DevOps") << u"devops"_s << 401;
    QTest::addRow("expired") << u"expired"_s << 401;
    QTest::addRow("changed") << u"changed"_s << 401;
    QTest::addRow("no token at all") << u"text"_s << 401;
}

void TestMicrosoftGraph::tokenIsJudged()
{
    QFETCH(QString, token);
    QFETCH(int, status);
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    QByteArray authorization = jane(server.world());
    if (token == "none"_L1)
        authorization.clear();
    else if (token == "devops"_L1)
        authorization = bearerOf(server.world(), server.world().persons.front(), devOpsId, contosoId);
    else if (token == "expired"_L1)
        server.world().advance(4500);
    else if (token == "changed"_L1)
        authorization.chop(3);
    else if (token == "text"_L1)
        authorization = "Bearer text";
    const Reply reply = asked(server, authorization, u"me"_s);
    QCOMPARE(reply.status, status);
    QCOMPARE(codeIn(reply), status == 200 ? QString() : u"InvalidAuthenticationToken"_s);
    QCOMPARE(reply.header("WWW-Authenticate").startsWith("Bearer "), status == 401);
}

void TestMicrosoftGraph::readersAreChosen_data()
{
    QTest::addColumn<QString>("caller");
    QTest::addColumn<Change>("change");
    QTest::addColumn<int>("status");
    const Change nothing = [](World &) { };
    QTest::addRow("a person at home") << u"person"_s << nothing << 200;
    QTest::addRow("a person with the least permission") << u"plain person"_s << nothing << 200;
    QTest::addRow("a person without a permission that fits") << u"mailing person"_s << nothing << 403;
    QTest::addRow("the tenant keeps its users out")
        << u"person"_s << Change([](World &world) { world.tenants.front().usersReadDirectory = false; })
        << 403;
    QTest::addRow("a guest") << u"guest"_s << nothing << 403;
    QTest::addRow("a managed identity") << u"machine"_s << nothing << 403;
    QTest::addRow("a managed identity that was allowed to")
        << u"machine"_s << Change([](World &world) { world.directoryReaders = {machineId.toUpper()}; })
        << 200;
}

void TestMicrosoftGraph::readersAreChosen()
{
    QFETCH(QString, caller);
    QFETCH(Change, change);
    QFETCH(int, status);
    SandboxServer server(peopleScenario());
    change(server.world());
    QVERIFY(server.listen());
    const World &world = server.world();
    const QByteArray authorization = caller == "machine"_L1
        ? "Bearer " + issueToken(world, world.identities.front(), graphResource)
        : caller == "guest"_L1        ? jane(world, fabrikamId)
        : caller == "plain person"_L1 ? jane(world, contosoId, u"openid User.Read"_s)
        : caller == "person"_L1       ? jane(world)
                                      : jane(world, contosoId, u"Mail.Read"_s);
    for (const QString &path :
         {u"servicePrincipals"_s, u"servicePrincipals/"_s + machineId, u"applications"_s, u"users"_s}) {
        const Reply reply = asked(server, authorization, path);
        QCOMPARE(reply.status, status);
        QCOMPARE(codeIn(reply), status == 200 ? QString() : u"Authorization_RequestDenied"_s);
    }
}

void TestMicrosoftGraph::managedIdentityIsAPrincipalWithoutApplication()
{
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const Reply reply = asked(server, jane(server.world()),
                              u"servicePrincipals?$filter=servicePrincipalType eq 'ManagedIdentity'"_s);
    QVERIFY(reply.json().value("value"_L1).toArray().size() >= 3);
    QCOMPARE(namesIn(reply).count(u"vm-build"_s), 1);
    const QJsonArray values = reply.json().value("value"_L1).toArray();
    for (const auto &value : values) {
        const bool system = value["id"_L1].toString() == machineId;
        QCOMPARE(value["alternativeNames"_L1][0].toString(),
                 system ? u"isExplicit=False"_s : u"isExplicit=True"_s);
        QVERIFY(value["alternativeNames"_L1][1].toString().startsWith("/subscriptions/"_L1));
        const Reply application = asked(server, jane(server.world()),
                                        u"applications(appId='%1')"_s.arg(value["appId"_L1].toString()));
        QCOMPARE(application.status, 404);
    }
}

void TestMicrosoftGraph::applicationHasTwoObjects()
{
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const Reply principal =
        asked(server, jane(server.world()), u"servicePrincipals(appId='%1')"_s.arg(daemonClient));
    const Reply registration =
        asked(server, jane(server.world()), u"applications(appId='%1')"_s.arg(daemonClient));
    QCOMPARE(principal.status, 200);
    QCOMPARE(registration.status, 200);
    QCOMPARE(principal.json().value("appId"_L1), registration.json().value("appId"_L1));
    QCOMPARE(principal.json().value("id"_L1).toString(), u"44444444-aaaa-4bbb-8ccc-000000000002"_s);
    QCOMPARE(registration.json().value("id"_L1).toString(), u"33333333-aaaa-4bbb-8ccc-000000000002"_s);
    server.world().applications.back().servicePrincipalObjectId.clear();
    QCOMPARE(asked(server, jane(server.world()), u"servicePrincipals(appId='%1')"_s.arg(daemonClient)).status,
             404);
}

void TestMicrosoftGraph::oneObjectIsFound_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("found"); // name, or code
    QTest::addRow("principal by object id") << u"servicePrincipals/"_s + machineId << 200 << u"vm-build"_s;
    QTest::addRow("in other case") << u"SERVICEPRINCIPALS/"_s + machineId.toUpper() << 200 << u"vm-build"_s;
    QTest::addRow("principal by client id")
        << u"servicePrincipals(appId='%1')"_s.arg(machineClient) << 200 << u"vm-build"_s;
    QTest::addRow("client id as object id")
        << u"servicePrincipals/"_s + machineClient << 404 << u"Request_ResourceNotFound"_s;
    QTest::addRow("object id as client id")
        << u"servicePrincipals(appId='%1')"_s.arg(machineId) << 404 << u"Request_ResourceNotFound"_s;
    QTest::addRow("application's object id as principal")
        << u"servicePrincipals/33333333-aaaa-4bbb-8ccc-000000000002"_s << 404
        << u"Request_ResourceNotFound"_s;
    QTest::addRow("application by its object id")
        << u"applications/33333333-aaaa-4bbb-8ccc-000000000002"_s << 200 << u"Nightly job"_s;
    QTest::addRow("no id") << u"servicePrincipals/vm-build"_s << 400 << u"Request_BadRequest"_s;
    QTest::addRow("user by name") << u"users/omar@contoso.example"_s << 200 << u"Omar Haddad"_s;
    QTest::addRow("user by object id") << u"users/"_s + omarId << 200 << u"Omar Haddad"_s;
    QTest::addRow("no such collection") << u"devices"_s << 400 << u"BadRequest"_s;
    QTest::addRow("other version") << u"https://graph.microsoft.com/beta/me"_s << 400 << u"BadRequest"_s;
    QTest::addRow("nothing") << u"https://graph.microsoft.com/"_s << 400 << u"BadRequest"_s;
}

void TestMicrosoftGraph::oneObjectIsFound()
{
    QFETCH(QString, path);
    QFETCH(int, status);
    QFETCH(QString, found);
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const Reply reply = asked(server, jane(server.world()), path);
    QCOMPARE(reply.status, status);
    QCOMPARE(status == 200 ? reply.json().value("displayName"_L1).toString() : codeIn(reply), found);
}

void TestMicrosoftGraph::listsAreFiltered_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<bool>("eventual");
    QTest::addColumn<QStringList>("names"); // none and a code: refused
    QTest::addColumn<QString>("code");
    const QStringList identities{u"id-monitor"_s, u"id-terraform"_s, u"vm-build"_s};
    const QStringList applications{u"Nightly job"_s, u"Signet"_s};
    const auto row = [](const char *name, const QString &query, const QStringList &names,
                        bool eventual = false, const QString &code = {}) {
        QTest::addRow("%s", name) << query << eventual << names << code;
    };
    const QString wantsMore = u"Request_UnsupportedQuery"_s;
    row("type", u"$filter=servicePrincipalType eq 'ManagedIdentity'"_s, identities);
    row("name", u"$filter=displayName eq 'VM-build'"_s, {u"vm-build"_s});
    row("begin of the name", u"$filter=startswith(displayName,'id-')"_s,
        {u"id-monitor"_s, u"id-terraform"_s});
    row("client id", u"$filter=appId eq '%1'"_s.arg(machineClient), {u"vm-build"_s});
    row("two conditions", u"$filter=servicePrincipalType eq 'Application' and startsWith(displayName, 'n')"_s,
        {u"Nightly job"_s});
    row("either", u"$filter=(displayName eq 'vm-build' or displayName eq 'Signet')"_s,
        {u"Signet"_s, u"vm-build"_s});
    row("one of", u"$filter=id in ('%1','%2')"_s.arg(machineId, machineClient), {u"vm-build"_s});
    row("where it lives",
        u"$filter=alternativeNames/any(n:n eq '/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d/resourceGroups/rg-build/providers/Microsoft.Compute/virtualMachines/vm-build')"_s,
        {u"vm-build"_s});
    row("nobody", u"$filter=displayName eq 'nobody'"_s, {});
    row("not, plainly", u"$filter=servicePrincipalType ne 'ManagedIdentity'"_s, {}, false, wantsMore);
    row("not, with the header only", u"$filter=servicePrincipalType ne 'ManagedIdentity'"_s, {}, true,
        wantsMore);
    row("not", u"$filter=servicePrincipalType ne 'ManagedIdentity'&$count=true"_s, applications, true);
    row("search, plainly", u"$search=\"displayName:build\""_s, {}, false, wantsMore);
    row("search", u"$search=\"displayName:build\""_s, {u"vm-build"_s}, true);
    row("search without its quotes", u"$search=build"_s, {}, true, u"Request_BadRequest"_s);
    row("no filter at all", u"$filter=displayName"_s, {}, false, u"Request_BadRequest"_s);
}

void TestMicrosoftGraph::listsAreFiltered()
{
    QFETCH(QString, query);
    QFETCH(bool, eventual);
    QFETCH(QStringList, names);
    QFETCH(QString, code);
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const Reply reply = asked(server, jane(server.world()), u"servicePrincipals?"_s + query,
                              eventual ? Headers{{"ConsistencyLevel", "eventual"}} : Headers{});
    QCOMPARE(reply.status, code.isEmpty() ? 200 : 400);
    QCOMPARE(codeIn(reply), code);
    QCOMPARE(namesIn(reply), names);
}

void TestMicrosoftGraph::filtersAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("readable");
    QTest::addColumn<bool>("matches");
    QTest::addRow("equal") << u"name eq 'it''s'"_s << true << true;
    QTest::addRow("and before or") << u"name eq 'x' and on eq true or on eq true"_s << true << true;
    QTest::addRow("parentheses") << u"name eq 'x' and (on eq true or on eq true)"_s << true << false;
    QTest::addRow("not") << u"not(name eq 'x')"_s << true << true;
    QTest::addRow("null") << u"absent eq null"_s << true << true;
    QTest::addRow("end") << u"endswith(name,'''s')"_s << true << true;
    QTest::addRow("any") << u"list/any(l:startswith(l,'b'))"_s << true << true;
    QTest::addRow("any, none") << u"list/any(l:l eq 'c')"_s << true << false;
    QTest::addRow("open text") << u"name eq 'x"_s << false << false;
    QTest::addRow("open parenthesis") << u"(name eq 'x'"_s << false << false;
    QTest::addRow("something behind") << u"name eq 'x' 'y'"_s << false << false;
    QTest::addRow("no operator") << u"name like 'x'"_s << false << false;
    QTest::addRow("empty") << QString() << false << false;
    QTest::addRow("too deep") << u"("_s.repeated(1000) + u"on eq true"_s + u")"_s.repeated(1000) << false
                              << false;
    QTest::addRow("other variable") << u"list/any(l:m eq 'a')"_s << false << false;
}

void TestMicrosoftGraph::filtersAreRead()
{
    QFETCH(QString, text);
    QFETCH(bool, readable);
    QFETCH(bool, matches);
    const auto filter = ODataFilter::parse(text);
    QCOMPARE(filter.has_value(), readable);
    const QJsonObject object{
        {u"name"_s, u"it's"_s}, {u"on"_s, true}, {u"list"_s, QJsonArray{u"a"_s, u"bc"_s}}};
    if (filter)
        QCOMPARE(filter->matches(object), matches);
}

void TestMicrosoftGraph::listsGoOnPageByPage()
{
    SandboxServer server(peopleScenario());
    World &world = server.world();
    for (int i = 0; i < 250; ++i) {
        ManagedIdentity identity = world.identities.back();
        identity.name = u"page-%1"_s.arg(i, 3, 10, QLatin1Char('0'));
        identity.objectId = stableGuid(u"object "_s + identity.name);
        identity.clientId = stableGuid(u"client "_s + identity.name);
        world.identities.push_back(identity);
    }
    QVERIFY(server.listen());
    for (const auto &[top, pages] :
         {std::pair(QString(), QList<int>{100, 100, 50}), std::pair(u"&$top=120"_s, QList<int>{120, 120, 10}),
          std::pair(u"&$top=999"_s, QList<int>{250})}) {
        QString next =
            graph + u"servicePrincipals?$filter=startswith(displayName,'page-')&$select=displayName"_s + top;
        QStringList names;
        QList<int> sizes;
        while (!next.isEmpty()) {
            const Reply reply = asked(server, jane(world), next);
            QVERIFY2(reply.status == 200, reply.body);
            names += namesIn(reply);
            sizes.append(int(namesIn(reply).size()));
            next = reply.json().value("@odata.nextLink"_L1).toString();
        }
        QCOMPARE(sizes, pages);
        QCOMPARE(names.size(), 250);
        names.removeDuplicates();
        QCOMPARE(names.size(), 250);
    }
}

void TestMicrosoftGraph::pageSizeIsLimited_data()
{
    QTest::addColumn<QString>("top");
    QTest::addColumn<int>("status");
    QTest::addRow("1") << u"1"_s << 200;
    QTest::addRow("999") << u"999"_s << 200;
    QTest::addRow("1000") << u"1000"_s << 400;
    QTest::addRow("0") << u"0"_s << 400;
    QTest::addRow("text") << u"all"_s << 400;
}

void TestMicrosoftGraph::pageSizeIsLimited()
{
    QFETCH(QString, top);
    QFETCH(int, status);
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    QCOMPARE(asked(server, jane(server.world()), u"servicePrincipals?$top="_s + top).status, status);
}

void TestMicrosoftGraph::countWantsEventualConsistency()
{
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const QString path = u"applications?$count=true&$top=1"_s;
    QVERIFY(!asked(server, jane(server.world()), path).json().contains("@odata.count"_L1));
    const Reply reply = asked(server, jane(server.world()), path, {{"ConsistencyLevel", "eventual"}});
    QCOMPARE(reply.json().value("@odata.count"_L1).toInt(), 2);
    QCOMPARE(reply.json().value("value"_L1).toArray().size(), 1);
}

void TestMicrosoftGraph::selectLeavesTheRestOut()
{
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const Reply reply = asked(server, jane(server.world()),
                              u"servicePrincipals/%1?$select=id,appid,nonsense"_s.arg(machineId));
    QStringList keys = reply.json().keys();
    keys.removeAll(u"@odata.context"_s);
    QCOMPARE(keys, (QStringList{u"appId"_s, u"id"_s}));
}

void TestMicrosoftGraph::meIsThePerson()
{
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const World &world = server.world();
    const QJsonObject home = asked(server, jane(world), u"me"_s).json();
    QCOMPARE(home.value("id"_L1).toString(), janeId);
    QCOMPARE(home.value("userPrincipalName"_L1).toString(), u"jane@contoso.example"_s);
    QCOMPARE(home.value("userType"_L1).toString(), u"Member"_s);
    const QJsonObject away = asked(server, jane(world, fabrikamId), u"me"_s).json();
    QCOMPARE(away.value("id"_L1).toString(), objectIdIn(world.persons.front(), fabrikamId));
    QCOMPARE(away.value("userType"_L1).toString(), u"Guest"_s);
    const Reply machine =
        asked(server, "Bearer " + issueToken(world, world.identities.front(), graphResource), u"me"_s);
    QCOMPARE(machine.status, 400);
}

void TestMicrosoftGraph::organizationIsTheTenantOfTheToken()
{
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    for (const auto &[id, name] :
         {std::pair(contosoId, u"Contoso"_s), std::pair(fabrikamId, u"Fabrikam"_s)}) {
        const QJsonObject body = asked(server, jane(server.world(), id), u"organization"_s).json();
        QCOMPARE(body["value"_L1][0]["id"_L1].toString(), id);
        QCOMPARE(body["value"_L1][0]["displayName"_L1].toString(), name);
        QCOMPARE(body["value"_L1][0]["verifiedDomains"_L1][0]["name"_L1].toString(),
                 name.toLower() + u".onmicrosoft.com"_s);
    }
}

void TestMicrosoftGraph::objectsAreFoundByIds()
{
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const auto found = [&](const QJsonArray &ids, const QJsonArray &types) {
        const QJsonObject body{{u"ids"_s, ids}, {u"types"_s, types}};
        const Reply reply = asked(server, jane(server.world()), u"directoryObjects/getByIds"_s,
                                  {{"Content-Type", "application/json"}}, "POST",
                                  QJsonDocument(body).toJson(QJsonDocument::Compact));
        QStringList kinds;
        const QJsonArray values = reply.json().value("value"_L1).toArray();
        for (const auto &value : values)
            kinds.append(value["@odata.type"_L1].toString().section(u'.', -1));
        return reply.status == 200 ? kinds.join(u' ') : codeIn(reply);
    };
    const QJsonArray ids{machineId, janeId, u"33333333-aaaa-4bbb-8ccc-000000000002"_s, machineClient};
    QCOMPARE(found(ids, {}), u"servicePrincipal application user"_s);
    QCOMPARE(found(ids, {u"servicePrincipal"_s}), u"servicePrincipal"_s);
    QCOMPARE(found({machineClient}, {}), QString());
    QCOMPARE(found({}, {}), u"Request_BadRequest"_s);
}

void TestMicrosoftGraph::refusalsHaveTheShapeOfGraph()
{
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const Reply reply = asked(server, jane(server.world()), u"servicePrincipals/"_s + machineClient,
                              {{"client-request-id", "5b2f7d1e-0000-4111-8222-333344445555"}});
    const QJsonObject error = reply.json().value("error"_L1).toObject();
    QVERIFY(error.value("message"_L1).toString().contains(machineClient));
    const QJsonObject inner = error.value("innerError"_L1).toObject();
    QCOMPARE(inner.value("client-request-id"_L1).toString(), u"5b2f7d1e-0000-4111-8222-333344445555"_s);
    QCOMPARE(inner.value("date"_L1).toString(), u"2026-09-21T14:13:20"_s);
    QVERIFY(!inner.value("request-id"_L1).toString().isEmpty());
    QCOMPARE(asked(server, jane(server.world()), u"servicePrincipals"_s, {}, "DELETE").status, 405);
}

QTEST_GUILESS_MAIN(TestMicrosoftGraph)
#include "tst_microsoftgraph.moc"
