#include "core/sandbox/world/directory.h"

#include "tests/sandbox/peopleworld.h"

#include <QJsonDocument>
#include <QTest>

#include <functional>

using namespace Qt::StringLiterals;
using namespace signet::sandbox;
using namespace signet::test;

namespace {

const QString arm = u"https://management.azure.com"_s;
const QString subscriptionScope = u"/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d"_s;
const QString machine =
    subscriptionScope + u"/resourceGroups/rg-build/providers/Microsoft.Compute/virtualMachines/vm-build"_s;
const QString identities = subscriptionScope
    + u"/resourceGroups/rg-identity/providers/Microsoft.ManagedIdentity/userAssignedIdentities/"_s;
const QString web = subscriptionScope + u"/resourceGroups/rg-web/providers/Microsoft.Web/sites/web-shop"_s;
const QString slot = web + u"/slots/staging"_s;
const QString scaleSet = subscriptionScope
    + u"/resourceGroups/rg-web/providers/Microsoft.Compute/virtualMachineScaleSets/agents"_s;
const QString otherSubscription = u"/subscriptions/77777777-aaaa-4bbb-8ccc-000000000001"_s;
const QString foreignSubscription = u"/subscriptions/77777777-aaaa-4bbb-8ccc-000000000002"_s;

const QString machineObject = u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s;
const QString terraformObject = u"0badc0de-1122-4334-9556-778899001122"_s;
const QString monitorObject = u"7e57ab1e-3344-4556-8778-99aabbccddee"_s;

using Change = std::function<void(World &)>;

Scenario manyResources()
{
    Scenario scenario = peopleScenario();
    World &world = scenario.world;
    AzureResource shop;
    shop.resourceId = web;
    shop.userAssigned = {terraformObject};
    AzureResource staging;
    staging.resourceId = slot;
    AzureResource agents;
    agents.resourceId = scaleSet;
    world.resources = {shop, staging, agents};
    world.machine.userAssigned = {terraformObject};
    for (const auto &[id, name, tenant] :
         {std::tuple(otherSubscription, u"Contoso spare"_s, contosoId),
          std::tuple(foreignSubscription, u"Fabrikam production"_s, fabrikamId)}) {
        Subscription subscription;
        subscription.id = id.section(u'/', -1);
        subscription.name = name;
        subscription.tenantId = tenant;
        world.subscriptions.push_back(subscription);
    }
    return scenario;
}

QByteArray jane(const World &world, const QString &tenantId = contosoId)
{
    return bearerOf(world, world.persons.front(), u"https://management.azure.com"_s, tenantId);
}

Reply asked(const SandboxServer &server, const QByteArray &authorization, const QByteArray &method,
            const QString &path, const QJsonValue &body = {}, const QString &version = u"2024-07-01"_s)
{
    QString url = path.startsWith("https:"_L1) ? path : arm + path;
    if (!url.contains("api-version="_L1) && !version.isEmpty())
        url += (url.contains(u'?') ? u"&api-version="_s : u"?api-version="_s) + version;
    Headers headers;
    if (!authorization.isEmpty())
        headers.append(std::pair(QByteArray("Authorization"), authorization));
    const QByteArray content = body.isObject() ? QJsonDocument(body.toObject()).toJson() : QByteArray();
    return *ask(server.url(), method, QUrl(url).toString(QUrl::FullyEncoded), headers, content);
}

Reply got(SandboxServer &server, const QString &path, const QString &version = u"2024-07-01"_s)
{
    return asked(server, jane(server.world()), "GET", path, {}, version);
}

QString codeIn(const Reply &reply)
{
    return reply.json()["error"_L1]["code"_L1].toString();
}

QStringList namesIn(const QJsonObject &body, QLatin1StringView list = "value"_L1,
                    QLatin1StringView name = "name"_L1)
{
    QStringList names;
    const QJsonArray values = body.value(list).toArray();
    for (const auto &value : values)
        names.append(value[name].toString());
    names.sort();
    return names;
}

QJsonObject identityBody(const QString &type, const QJsonObject &ids = {})
{
    QJsonObject identity{{u"type"_s, type}};
    if (!ids.isEmpty())
        identity.insert(u"userAssignedIdentities"_s, ids);
    return {{u"location"_s, u"westeurope"_s}, {u"identity"_s, identity}};
}

QJsonObject graphBody(const QString &query, const QJsonObject &options = {},
                      const QJsonArray &subscriptions = {})
{
    QJsonObject body{{u"query"_s, query}, {u"options"_s, options}};
    if (!subscriptions.isEmpty())
        body.insert(u"subscriptions"_s, subscriptions);
    return body;
}

AzureRole role(const QString &objectId, const QString &scope,
               AzureRole::Level level = AzureRole::Level::Reader)
{
    AzureRole made;
    made.objectId = objectId;
    made.scope = scope;
    made.level = level;
    return made;
}

} // namespace

Q_DECLARE_METATYPE(Change)

class TestResourceManager : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void requestIsJudged_data();
    void requestIsJudged();
    void wrongTenantNamesTheRightOne();
    void tenantsAreThoseOfThePerson();
    void subscriptionsAreThoseThatMayBeRead_data();
    void subscriptionsAreThoseThatMayBeRead();
    void whatIsNotThereIsRefused_data();
    void whatIsNotThereIsRefused();
    void rolesDecide_data();
    void rolesDecide();
    void listsAreOfTheirScope_data();
    void listsAreOfTheirScope();
    void listsGoOnPageByPage();
    void identityHasItsThreeIds();
    void identityBlockTellsWhatIsAttached_data();
    void identityBlockTellsWhatIsAttached();
    void defaultIdentityTellsTheClientId_data();
    void defaultIdentityTellsTheClientId();
    void associatedResourcesAreListed();
    void identityIsChanged_data();
    void identityIsChanged();
    void identityIsNotChanged_data();
    void identityIsNotChanged();
    void changeReachesTheMetadataService();
    void attachingIsARightOfItsOwn();
    void changeIsFollowedToItsEnd_data();
    void changeIsFollowedToItsEnd();
    void limitsThrottle();
    void resourceGraphFindsAnIdentity_data();
    void resourceGraphFindsAnIdentity();
    void resourceGraphIsPaged();
    void resourceGraphRefuses_data();
    void resourceGraphRefuses();
};

void TestResourceManager::requestIsJudged_data()
{
    QTest::addColumn<QString>("token");
    QTest::addColumn<QString>("version");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    const QString good = u"2022-12-01"_s;
    QTest::addRow("right") << u"right"_s << good << 200 << QString();
    QTest::addRow("none") << u"none"_s << good << 401 << u"AuthenticationFailed"_s;
    QTest::addRow("for Azure DevOps")
        << u"devops"_s << good << 401 << u"InvalidAuthenticationTokenAudience"_s;
    QTest::addRow("expired") << u"expired"_s << good << 401 << u"ExpiredAuthenticationToken"_s;
    QTest::addRow("changed") << u"changed"_s << good << 401 << u"InvalidAuthenticationToken"_s;
    QTest::addRow("without version") << u"right"_s << QString() << 400 << u"MissingApiVersionParameter"_s;
    QTest::addRow("no version") << u"right"_s << u"latest"_s << 400 << u"InvalidApiVersionParameter"_s;
}

void TestResourceManager::requestIsJudged()
{
    QFETCH(QString, token);
    QFETCH(QString, version);
    QFETCH(int, status);
    QFETCH(QString, code);
    SandboxServer server(manyResources());
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
    const Reply reply = asked(server, authorization, "GET", u"/subscriptions"_s, {}, version);
    QCOMPARE(reply.status, status);
    QCOMPARE(codeIn(reply), code);
    QVERIFY(!reply.header("x-ms-correlation-request-id").isEmpty());
}

void TestResourceManager::wrongTenantNamesTheRightOne()
{
    SandboxServer server(manyResources());
    QVERIFY(server.listen());
    const Reply reply = asked(server, jane(server.world(), fabrikamId), "GET", machine);
    QCOMPARE(reply.status, 401);
    QCOMPARE(codeIn(reply), u"InvalidAuthenticationTokenTenant"_s);
    QVERIFY(reply.header("WWW-Authenticate")
                .contains("authorization_uri=\"https://login.windows.net/" + contosoId.toLatin1() + '"'));
}

void TestResourceManager::tenantsAreThoseOfThePerson()
{
    SandboxServer server(manyResources());
    QVERIFY(server.listen());
    const World &world = server.world();
    const auto tenantsOf = [&](const QByteArray &authorization) {
        return namesIn(asked(server, authorization, "GET", u"/tenants"_s).json(), "value"_L1,
                       "displayName"_L1);
    };
    QCOMPARE(tenantsOf(jane(world)), (QStringList{u"Contoso"_s, u"Fabrikam"_s}));
    QCOMPARE(tenantsOf(jane(world, fabrikamId)), (QStringList{u"Contoso"_s, u"Fabrikam"_s}));
    QCOMPARE(tenantsOf("Bearer " + issueToken(world, world.identities.front(), arm)),
             QStringList{u"Contoso"_s});
}

void TestResourceManager::subscriptionsAreThoseThatMayBeRead_data()
{
    QTest::addColumn<QString>("tenant");
    QTest::addColumn<Change>("change");
    QTest::addColumn<QStringList>("names");
    const auto roles = [](std::vector<AzureRole> given) {
        return Change([given](World &world) { world.azureRoles = given; });
    };
    const QStringList both{u"Contoso build"_s, u"Contoso spare"_s};
    QTest::addRow("everybody may") << contosoId << Change([](World &) { }) << both;
    QTest::addRow("of the other tenant")
        << fabrikamId << Change([](World &) { }) << QStringList{u"Fabrikam production"_s};
    QTest::addRow("no role") << contosoId << roles({}) << QStringList();
    QTest::addRow("one") << contosoId << roles({role(janeId, otherSubscription)}) << QStringList{both[1]};
    QTest::addRow("a role in a group of it")
        << contosoId << roles({role(janeId, subscriptionScope + u"/resourceGroups/rg-build"_s)})
        << QStringList{both[0]};
    QTest::addRow("of somebody else")
        << contosoId << roles({role(omarId, subscriptionScope)}) << QStringList();
}

void TestResourceManager::subscriptionsAreThoseThatMayBeRead()
{
    QFETCH(QString, tenant);
    QFETCH(Change, change);
    QFETCH(QStringList, names);
    SandboxServer server(manyResources());
    change(server.world());
    QVERIFY(server.listen());
    const Reply reply = asked(server, jane(server.world(), tenant), "GET", u"/subscriptions"_s);
    QCOMPARE(namesIn(reply.json(), "value"_L1, "displayName"_L1), names);
    QCOMPARE(reply.json()["count"_L1]["value"_L1].toInt(), int(names.size()));
}

void TestResourceManager::whatIsNotThereIsRefused_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    const QString compute = u"/providers/Microsoft.Compute/virtualMachines/"_s;
    QTest::addRow("subscription") << u"/subscriptions/99999999-aaaa-4bbb-8ccc-000000000001"_s << 404
                                  << u"SubscriptionNotFound"_s;
    QTest::addRow("no subscription id") << u"/subscriptions/mine"_s << 400 << u"InvalidSubscriptionId"_s;
    QTest::addRow("group") << subscriptionScope + u"/resourceGroups/rg-none"_s << 404
                           << u"ResourceGroupNotFound"_s;
    QTest::addRow("group of a resource") << subscriptionScope + u"/resourceGroups/rg-none"_s + compute + u'x'
                                         << 404 << u"ResourceGroupNotFound"_s;
    QTest::addRow("group of a list") << subscriptionScope
            + u"/resourceGroups/rg-none/providers/Microsoft.Compute/virtualMachines"_s
                                     << 404 << u"ResourceGroupNotFound"_s;
    QTest::addRow("resource") << subscriptionScope + u"/resourceGroups/rg-build"_s + compute + u"vm-none"_s
                              << 404 << u"ResourceNotFound"_s;
    QTest::addRow("in another group") << subscriptionScope + u"/resourceGroups/rg-web"_s + compute
            + u"vm-build"_s << 404 << u"ResourceNotFound"_s;
    QTest::addRow("half a resource") << machine + u"/extensions"_s << 404 << u"ResourceNotFound"_s;
    QTest::addRow("no such address") << u"/elsewhere"_s << 404 << u"ResourceNotFound"_s;
    QTest::addRow("nothing") << u"/"_s << 404 << u"ResourceNotFound"_s;
}

void TestResourceManager::whatIsNotThereIsRefused()
{
    QFETCH(QString, path);
    QFETCH(int, status);
    QFETCH(QString, code);
    SandboxServer server(manyResources());
    QVERIFY(server.listen());
    const Reply reply = got(server, path);
    QCOMPARE(reply.status, status);
    QCOMPARE(codeIn(reply), code);
}

void TestResourceManager::rolesDecide_data()
{
    QTest::addColumn<QString>("scope"); // of the role; empty: none
    QTest::addColumn<bool>("contributor");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<int>("status");
    const QString group = subscriptionScope + u"/resourceGroups/RG-build"_s;
    QTest::addRow("no role") << QString() << false << QByteArray("GET") << 403;
    QTest::addRow("on the subscription") << subscriptionScope << false << QByteArray("GET") << 200;
    QTest::addRow("on the group") << group << false << QByteArray("GET") << 200;
    QTest::addRow("on the resource") << machine << false << QByteArray("GET") << 200;
    QTest::addRow("on a group whose name begins alike")
        << group.chopped(1) << false << QByteArray("GET") << 403;
    QTest::addRow("reader changes") << subscriptionScope << false << QByteArray("PATCH") << 403;
    QTest::addRow("contributor changes") << subscriptionScope << true << QByteArray("PATCH") << 200;
}

void TestResourceManager::rolesDecide()
{
    QFETCH(QString, scope);
    QFETCH(bool, contributor);
    QFETCH(QByteArray, method);
    QFETCH(int, status);
    SandboxServer server(manyResources());
    server.world().azureRoles.emplace();
    if (!scope.isEmpty())
        server.world().azureRoles->push_back(
            role(janeId, scope, contributor ? AzureRole::Level::Contributor : AzureRole::Level::Reader));
    QVERIFY(server.listen());
    const Reply reply =
        asked(server, jane(server.world()), method, machine, identityBody(u"SystemAssigned"_s));
    QCOMPARE(reply.status, status);
    if (status != 403)
        return;
    QCOMPARE(codeIn(reply), u"AuthorizationFailed"_s);
    const QString message = reply.json()["error"_L1]["message"_L1].toString();
    QVERIFY(message.contains(janeId));
    QVERIFY(message.contains(method == "GET" ? u"Microsoft.Compute/virtualMachines/read"_s
                                             : u"Microsoft.Compute/virtualMachines/write"_s));
}

void TestResourceManager::listsAreOfTheirScope_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QStringList>("names");
    const QStringList both{u"id-monitor"_s, u"id-terraform"_s};
    const QString ofType = u"/providers/Microsoft.ManagedIdentity/userAssignedIdentities"_s;
    QTest::addRow("identities of a subscription") << subscriptionScope + ofType << both;
    QTest::addRow("in other case") << (subscriptionScope + ofType).toLower() << both;
    QTest::addRow("of another") << otherSubscription + ofType << QStringList();
    QTest::addRow("identities of a group")
        << subscriptionScope + u"/resourceGroups/rg-identity"_s + ofType << both;
    QTest::addRow("of another group")
        << subscriptionScope + u"/resourceGroups/rg-build"_s + ofType << QStringList();
    QTest::addRow("machines") << subscriptionScope + u"/providers/Microsoft.Compute/virtualMachines"_s
                              << QStringList{u"vm-build"_s};
    QTest::addRow("sites, without their slots")
        << subscriptionScope + u"/providers/Microsoft.Web/sites"_s << QStringList{u"web-shop"_s};
    QTest::addRow("groups") << subscriptionScope + u"/resourceGroups"_s
                            << QStringList{u"rg-build"_s, u"rg-identity"_s, u"rg-web"_s};
    QTest::addRow("everything in a group") << subscriptionScope + u"/resourceGroups/rg-web/resources"_s
                                           << QStringList{u"agents"_s, u"staging"_s, u"web-shop"_s};
    QTest::addRow("everything of a type")
        << subscriptionScope + u"/resources?$filter=resourceType eq 'Microsoft.Web/sites'"_s
        << QStringList{u"web-shop"_s};
}

void TestResourceManager::listsAreOfTheirScope()
{
    QFETCH(QString, path);
    QFETCH(QStringList, names);
    SandboxServer server(manyResources());
    QVERIFY(server.listen());
    const Reply reply = got(server, path);
    QVERIFY2(reply.status == 200, reply.body);
    QCOMPARE(namesIn(reply.json()), names);
}

void TestResourceManager::listsGoOnPageByPage()
{
    SandboxServer server(manyResources());
    World &world = server.world();
    for (int i = 0; i < 250; ++i) {
        ManagedIdentity identity = *world.identity(terraformObject);
        identity.name = u"id-%1"_s.arg(i);
        identity.resourceId = identities + identity.name;
        identity.objectId = stableGuid(identity.name);
        world.identities.push_back(identity);
    }
    QVERIFY(server.listen());
    QString next = subscriptionScope + u"/providers/Microsoft.ManagedIdentity/userAssignedIdentities"_s;
    QStringList names;
    int pages = 0;
    while (!next.isEmpty()) {
        const Reply reply = got(server, next, u"2024-11-30"_s);
        QVERIFY2(reply.status == 200, reply.body);
        names += namesIn(reply.json());
        next = reply.json().value("nextLink"_L1).toString();
        QVERIFY(next.isEmpty() || next.contains("api-version=2024-11-30"_L1));
        ++pages;
    }
    QCOMPARE(pages, 3);
    names.removeDuplicates();
    QCOMPARE(names.size(), 252);
}

void TestResourceManager::identityHasItsThreeIds()
{
    SandboxServer server(manyResources());
    QVERIFY(server.listen());
    const QJsonObject body = got(server, identities + u"id-terraform"_s).json();
    QCOMPARE(body["properties"_L1]["principalId"_L1].toString(), terraformObject);
    QCOMPARE(body["properties"_L1]["clientId"_L1].toString(), u"c0ffee11-2233-4455-8677-8899aabbccdd"_s);
    QCOMPARE(body["properties"_L1]["tenantId"_L1].toString(), contosoId);
    QCOMPARE(body["type"_L1].toString(), u"Microsoft.ManagedIdentity/userAssignedIdentities"_s);
}

void TestResourceManager::identityBlockTellsWhatIsAttached_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("principal");
    QTest::addColumn<int>("attached");
    const Change nothing = [](World &) { };
    QTest::addRow("both") << machine << nothing << u"SystemAssigned, UserAssigned"_s << machineObject << 1;
    QTest::addRow("system alone") << machine
                                  << Change([](World &world) { world.machine.userAssigned.clear(); })
                                  << u"SystemAssigned"_s << machineObject << 0;
    QTest::addRow("user alone") << web << nothing << u"UserAssigned"_s << QString() << 1;
    QTest::addRow("both, App Service")
        << web << Change([](World &world) { world.resources.front().systemAssigned = monitorObject; })
        << u"SystemAssigned,UserAssigned"_s << monitorObject << 1;
    QTest::addRow("a slot has its own") << slot << nothing << QString() << QString() << 0;
    QTest::addRow("none") << scaleSet << nothing << QString() << QString() << 0;
}

void TestResourceManager::identityBlockTellsWhatIsAttached()
{
    QFETCH(QString, path);
    QFETCH(Change, change);
    QFETCH(QString, type);
    QFETCH(QString, principal);
    QFETCH(int, attached);
    SandboxServer server(manyResources());
    change(server.world());
    QVERIFY(server.listen());
    const QJsonObject body = got(server, path).json();
    QCOMPARE(body.value("id"_L1).toString(), path);
    QCOMPARE(body.contains("identity"_L1), !type.isEmpty());
    QCOMPARE(body["identity"_L1]["type"_L1].toString(), type);
    QCOMPARE(body["identity"_L1]["principalId"_L1].toString(), principal);
    const QJsonObject ids = body["identity"_L1]["userAssignedIdentities"_L1].toObject();
    QCOMPARE(ids.size(), attached);
    if (attached > 0)
        QCOMPARE(ids.value(identities + u"id-terraform"_s)["principalId"_L1].toString(), terraformObject);
}

void TestResourceManager::defaultIdentityTellsTheClientId_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("status");
    QTest::addRow("system-assigned") << machine << 200;
    QTest::addRow("in other case") << machine.toUpper() << 200;
    QTest::addRow("user-assigned alone") << web << 404;
    QTest::addRow("no such machine") << machine + u'x' << 404;
}

void TestResourceManager::defaultIdentityTellsTheClientId()
{
    QFETCH(QString, path);
    QFETCH(int, status);
    SandboxServer server(manyResources());
    QVERIFY(server.listen());
    const Reply reply =
        got(server, path + u"/providers/Microsoft.ManagedIdentity/identities/default"_s, u"2023-01-31"_s);
    QCOMPARE(reply.status, status);
    if (status != 200)
        return;
    QCOMPARE(reply.json()["properties"_L1]["principalId"_L1].toString(), machineObject);
    QCOMPARE(reply.json()["properties"_L1]["clientId"_L1].toString(),
             u"3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617"_s);
}

void TestResourceManager::associatedResourcesAreListed()
{
    SandboxServer server(manyResources());
    QVERIFY(server.listen());
    const auto listed = [&](const QString &name, const QString &version) {
        return asked(server, jane(server.world()), "POST", identities + name + u"/listAssociatedResources"_s,
                     {}, version);
    };
    const Reply used = listed(u"id-terraform"_s, u"2022-01-31-preview"_s);
    QCOMPARE(namesIn(used.json()), (QStringList{u"vm-build"_s, u"web-shop"_s}));
    QCOMPARE(used.json().value("totalCount"_L1).toInt(), 2);
    QCOMPARE(listed(u"id-monitor"_s, u"2022-01-31-preview"_s).json().value("totalCount"_L1).toInt(-1), 0);
    QCOMPARE(codeIn(listed(u"id-terraform"_s, u"2023-01-31"_s)), u"NoRegisteredProviderFound"_s);
    QCOMPARE(listed(u"id-none"_s, u"2022-01-31-preview"_s).status, 404);
}

void TestResourceManager::identityIsChanged_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QJsonObject>("body");
    QTest::addColumn<bool>("system");
    QTest::addColumn<QStringList>("attached"); // names
    const QString both = u"SystemAssigned, UserAssigned"_s;
    const QJsonObject monitor{{identities + u"id-monitor"_s, QJsonObject()}};
    const QJsonObject lessTerraform{{identities + u"id-terraform"_s, QJsonValue::Null}};
    const QJsonObject exchange{{identities + u"id-monitor"_s, QJsonObject()},
                               {identities + u"id-terraform"_s, QJsonValue::Null}};
    const QString t = u"id-terraform"_s;
    const QString m = u"id-monitor"_s;
    const QByteArray patch = "PATCH";
    const QByteArray put = "PUT";
    QTest::addRow("system alone drops the others")
        << patch << identityBody(u"SystemAssigned"_s) << true << QStringList();
    QTest::addRow("one more") << patch << identityBody(both, monitor) << true << QStringList{m, t};
    QTest::addRow("without the space")
        << patch << identityBody(u"SystemAssigned,UserAssigned"_s, monitor) << true << QStringList{m, t};
    QTest::addRow("one less, and none is left")
        << patch << identityBody(u"SystemAssigned"_s) << true << QStringList();
    QTest::addRow("one for the other") << patch << identityBody(both, exchange) << true << QStringList{m};
    QTest::addRow("user alone switches the system off")
        << patch << identityBody(u"UserAssigned"_s, monitor) << false << QStringList{m, t};
    QTest::addRow("user alone, those that are there")
        << patch << identityBody(u"UserAssigned"_s) << false << QStringList{t};
    QTest::addRow("none") << patch << identityBody(u"None"_s) << false << QStringList();
    QTest::addRow("tags only") << patch << QJsonObject{{u"tags"_s, QJsonObject{{u"a"_s, u"b"_s}}}} << true
                               << QStringList{t};
    QTest::addRow("replaced") << put << identityBody(both, monitor) << true << QStringList{m};
    QTest::addRow("replaced, not mentioned")
        << put << QJsonObject{{u"location"_s, u"westeurope"_s}} << true << QStringList{t};
}

void TestResourceManager::identityIsChanged()
{
    QFETCH(QByteArray, method);
    QFETCH(QJsonObject, body);
    QFETCH(bool, system);
    QFETCH(QStringList, attached);
    SandboxServer server(manyResources());
    QVERIFY(server.listen());
    const Reply reply = asked(server, jane(server.world()), method, machine, body);
    QVERIFY2(reply.status == 200, reply.body);
    const QJsonObject after = got(server, machine).json().value("identity"_L1).toObject();
    QCOMPARE(after.contains("principalId"_L1), system);
    QStringList names;
    for (const QString &id : after.value("userAssignedIdentities"_L1).toObject().keys())
        names.append(id.section(u'/', -1));
    names.sort();
    QCOMPARE(names, attached);
    // The service principal goes with the system-assigned identity.
    QCOMPARE(server.world().identity(machineObject) != nullptr, system);
}

void TestResourceManager::identityIsNotChanged_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QJsonObject>("body");
    QTest::addColumn<QString>("code");
    const QByteArray patch = "PATCH";
    const QJsonObject none{{identities + u"id-none"_s, QJsonObject()}};
    const QJsonObject lessTerraform{{identities + u"id-terraform"_s, QJsonValue::Null}};
    QTest::addRow("unknown type") << patch << identityBody(u"Managed"_s) << u"InvalidParameter"_s;
    QTest::addRow("none and more") << patch << identityBody(u"None, SystemAssigned"_s)
                                   << u"InvalidParameter"_s;
    QTest::addRow("ids without their type")
        << patch << identityBody(u"SystemAssigned"_s, lessTerraform) << u"InvalidParameter"_s;
    QTest::addRow("the last one is gone")
        << patch << identityBody(u"UserAssigned"_s, lessTerraform) << u"InvalidParameter"_s;
    QTest::addRow("no such identity")
        << patch << identityBody(u"UserAssigned"_s, none) << u"FailedIdentityOperation"_s;
    QTest::addRow("no body") << patch << QJsonObject() << QString();
    QTest::addRow("replaced without a place")
        << QByteArray("PUT") << QJsonObject{{u"tags"_s, QJsonObject()}} << u"LocationRequired"_s;
}

void TestResourceManager::identityIsNotChanged()
{
    QFETCH(QByteArray, method);
    QFETCH(QJsonObject, body);
    QFETCH(QString, code);
    SandboxServer server(manyResources());
    QVERIFY(server.listen());
    const QJsonObject before = got(server, machine).json().value("identity"_L1).toObject();
    const Reply reply = asked(server, jane(server.world()), method, machine, body);
    QCOMPARE(codeIn(reply), code);
    QCOMPARE(reply.status, code.isEmpty() ? 200 : 400);
    QCOMPARE(got(server, machine).json().value("identity"_L1).toObject(), before);
}

void TestResourceManager::changeReachesTheMetadataService()
{
    SandboxServer server(manyResources());
    QVERIFY(server.listen());
    const auto answered = [&] {
        return ask(server.url(), "GET",
                   u"http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource="_s
                       + devOpsId,
                   {{"Metadata", "true"}})
            ->json();
    };
    asked(server, jane(server.world()), "PATCH", machine, identityBody(u"None"_s));
    QCOMPARE(answered().value("error_description"_L1).toString(), u"Identity not found"_s);
    asked(server, jane(server.world()), "PATCH", machine, identityBody(u"SystemAssigned"_s));
    const QString made = got(server, machine).json()["identity"_L1]["principalId"_L1].toString();
    QVERIFY(!made.isEmpty() && made != machineObject);
    const auto claims =
        verifiedClaims(server.world(), answered().value("access_token"_L1).toString().toLatin1());
    QVERIFY(claims);
    QCOMPARE(claims->value("oid"_L1).toString(), made);
}

void TestResourceManager::attachingIsARightOfItsOwn()
{
    SandboxServer server(manyResources());
    server.world().azureRoles = {role(janeId, machine, AzureRole::Level::Contributor),
                                 role(janeId, subscriptionScope)};
    QVERIFY(server.listen());
    const QJsonObject body =
        identityBody(u"SystemAssigned, UserAssigned"_s, {{identities + u"id-monitor"_s, QJsonObject()}});
    const Reply denied = asked(server, jane(server.world()), "PATCH", machine, body);
    QCOMPARE(denied.status, 403);
    QCOMPARE(codeIn(denied), u"LinkedAuthorizationFailed"_s);
    server.world().azureRoles->push_back(
        role(janeId, identities + u"id-monitor"_s, AzureRole::Level::Contributor));
    QCOMPARE(asked(server, jane(server.world()), "PATCH", machine, body).status, 200);
}

void TestResourceManager::changeIsFollowedToItsEnd_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("followed");
    QTest::addRow("virtual machine") << machine << 200 << true;
    QTest::addRow("scale set") << scaleSet << 202 << true;
    QTest::addRow("site") << web << 200 << false;
}

void TestResourceManager::changeIsFollowedToItsEnd()
{
    QFETCH(QString, path);
    QFETCH(int, status);
    QFETCH(bool, followed);
    SandboxServer server(manyResources());
    QVERIFY(server.listen());
    const Reply reply = asked(server, jane(server.world()), "PATCH", path, identityBody(u"SystemAssigned"_s));
    QCOMPARE(reply.status, status);
    const QString operation = QString::fromLatin1(reply.header("Azure-AsyncOperation"));
    QCOMPARE(operation.isEmpty(), !followed);
    if (!followed)
        return;
    const auto state = [&] {
        return got(server, path).json()["properties"_L1]["provisioningState"_L1].toString();
    };
    QCOMPARE(state(), u"Updating"_s);
    QCOMPARE(got(server, operation).json().value("status"_L1).toString(), u"InProgress"_s);
    QCOMPARE(got(server, operation).json().value("status"_L1).toString(), u"Succeeded"_s);
    QCOMPARE(state(), u"Succeeded"_s);
    QCOMPARE(codeIn(got(server, operation.section(u'?', 0, 0) + u'x')), u"OperationNotFound"_s);
}

void TestResourceManager::limitsThrottle()
{
    SandboxServer server(manyResources());
    server.world().resourceManagerRequestsLeft = 1;
    QVERIFY(server.listen());
    const Reply last = got(server, u"/subscriptions"_s);
    QCOMPARE(last.status, 200);
    QCOMPARE(last.header("x-ms-ratelimit-remaining-subscription-reads"), QByteArray("0"));
    const Reply throttled = got(server, u"/subscriptions"_s);
    QCOMPARE(throttled.status, 429);
    QCOMPARE(throttled.header("Retry-After"), QByteArray("17"));
}

void TestResourceManager::resourceGraphFindsAnIdentity_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QStringList>("names");
    QTest::addRow("user-assigned ones")
        << u"resources | where type =~ 'microsoft.managedidentity/userassignedidentities' | project id, name, properties"_s
        << QStringList{u"id-monitor"_s, u"id-terraform"_s};
    QTest::addRow("with an identity")
        << u"resources | where isnotempty(identity) | project id, name, identity"_s
        << QStringList{u"vm-build"_s, u"web-shop"_s};
    QTest::addRow("by object id") << u"resources | where tostring(identity) contains '%1'"_s.arg(
        machineObject) << QStringList{u"vm-build"_s};
    QTest::addRow("by the id of a user-assigned one")
        << u"resources | where tostring(identity.userAssignedIdentities) contains '/id-terraform'"_s
        << QStringList{u"vm-build"_s, u"web-shop"_s};
    QTest::addRow("by client id")
        << u"resources | where tostring(properties.clientId) =~ 'C0FFEE11-2233-4455-8677-8899aabbccdd'"_s
        << QStringList{u"id-terraform"_s};
    QTest::addRow("by group") << u"resources | where resourceGroup == 'rg-web' and type contains 'sites'"_s
                              << QStringList{u"staging"_s, u"web-shop"_s};
    QTest::addRow("subscriptions")
        << u"resourcecontainers | where type =~ 'microsoft.resources/subscriptions'"_s
        << QStringList{u"Contoso build"_s, u"Contoso spare"_s};
}

void TestResourceManager::resourceGraphFindsAnIdentity()
{
    QFETCH(QString, query);
    QFETCH(QStringList, names);
    SandboxServer server(manyResources());
    QVERIFY(server.listen());
    const QString path = u"/providers/Microsoft.ResourceGraph/resources"_s;
    const Reply reply = asked(server, jane(server.world()), "POST", path, graphBody(query), u"2021-03-01"_s);
    QVERIFY2(reply.status == 200, reply.body);
    QCOMPARE(namesIn(reply.json(), "data"_L1), names);
    QCOMPARE(reply.json().value("totalRecords"_L1).toInt(), int(names.size()));
    QCOMPARE(reply.json().value("resultTruncated"_L1).toString(), u"false"_s);
    QCOMPARE(reply.header("x-ms-user-quota-remaining"), QByteArray("14"));
    // Roles hold here, too.
    server.world().azureRoles.emplace();
    const Reply nothing =
        asked(server, jane(server.world()), "POST", path, graphBody(query), u"2021-03-01"_s);
    QCOMPARE(nothing.json().value("totalRecords"_L1).toInt(-1), 0);
}

void TestResourceManager::resourceGraphIsPaged()
{
    SandboxServer server(manyResources());
    QVERIFY(server.listen());
    const auto page = [&](const QString &query, const QString &token) {
        QJsonObject options{{u"$top"_s, 4}, {u"resultFormat"_s, u"objectArray"_s}};
        if (!token.isEmpty())
            options.insert(u"$skipToken"_s, token);
        return asked(server, jane(server.world()), "POST", u"/providers/Microsoft.ResourceGraph/resources"_s,
                     graphBody(query, options), u"2021-03-01"_s)
            .json();
    };
    const QString query = u"resources | project id, name | order by id asc"_s;
    const QJsonObject first = page(query, {});
    QCOMPARE(first.value("count"_L1).toInt(), 4);
    QCOMPARE(first.value("totalRecords"_L1).toInt(), 6);
    const QJsonObject second = page(query, first.value("$skipToken"_L1).toString());
    QCOMPARE(second.value("count"_L1).toInt(), 2);
    QVERIFY(!second.contains("$skipToken"_L1));
    QStringList names = namesIn(first, "data"_L1) + namesIn(second, "data"_L1);
    names.removeDuplicates();
    QCOMPARE(names.size(), 6);
    // Without the id there is no way on.
    const QJsonObject cut = page(u"resources | project name"_s, {});
    QVERIFY(!cut.contains("$skipToken"_L1));
    QCOMPARE(cut.value("resultTruncated"_L1).toString(), u"true"_s);
}

void TestResourceManager::resourceGraphRefuses_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QJsonObject>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("detail");
    const QByteArray post = "POST";
    QTest::addRow("unreadable") << post << graphBody(u"resources | bake"_s) << 400 << u"InvalidQuery"_s;
    QTest::addRow("too many") << post << graphBody(u"resources"_s, {{u"$top"_s, 1001}}) << 400
                              << u"InvalidOptions"_s;
    QTest::addRow("other format") << post << graphBody(u"resources"_s, {{u"resultFormat"_s, u"table"_s}})
                                  << 400 << u"InvalidOptions"_s;
    QTest::addRow("subscription of another tenant")
        << post << graphBody(u"resources"_s, {}, {foreignSubscription.section(u'/', -1)}) << 400
        << u"NoValidSubscriptionsInQueryRequest"_s;
    QTest::addRow("GET") << QByteArray("GET") << QJsonObject() << 405 << QString();
}

void TestResourceManager::resourceGraphRefuses()
{
    QFETCH(QByteArray, method);
    QFETCH(QJsonObject, body);
    QFETCH(int, status);
    QFETCH(QString, detail);
    SandboxServer server(manyResources());
    QVERIFY(server.listen());
    const Reply reply = asked(server, jane(server.world()), method,
                              u"/providers/Microsoft.ResourceGraph/resources"_s, body, u"2021-03-01"_s);
    QCOMPARE(reply.status, status);
    QCOMPARE(reply.json()["error"_L1]["details"_L1][0]["code"_L1].toString(), detail);
}

QTEST_GUILESS_MAIN(TestResourceManager)
#include "tst_resourcemanager.moc"
