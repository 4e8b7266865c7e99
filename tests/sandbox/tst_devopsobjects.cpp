#include "core/sandbox/world/accesscontrol.h"
#include "tests/sandbox/devopsclient.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet::sandbox;
using namespace signet::test;
using By = DevOpsClient::By;
using Kind = NamedObject::Kind;

namespace {

const QString registryId = u"5d1c0b9a-1111-4a6b-8c7d-9e0f1a2b3c4d"_s;
const QString fiberName = u"Fabrikam-Fiber"_s;

void addObjects(DevOpsClient &client)
{
    client.member(machineId).groups = {u"[Fabrikam-Fiber]\\Readers"_s};
    client.contoso().objects = {
        {.kind = Kind::Pipeline, .id = u"12"_s, .name = u"Deploy"_s, .projectId = fiberId},
        {.kind = Kind::Pipeline,
         .id = u"13"_s,
         .name = u"Deploy nightly"_s,
         .projectId = fiberId,
         .folder = u"\\ops"_s},
        {.kind = Kind::Pipeline, .id = u"14"_s, .name = u"Deploy"_s, .projectId = payrollId},
        {.kind = Kind::Pool, .id = u"7"_s, .name = u"Linux"_s},
        {.kind = Kind::Queue, .id = u"21"_s, .name = u"Linux"_s, .projectId = fiberId},
        {.kind = Kind::Environment, .id = u"31"_s, .name = u"prod"_s, .projectId = fiberId},
        {.kind = Kind::Environment, .id = u"32"_s, .name = u"production"_s, .projectId = fiberId},
        {.kind = Kind::VariableGroup, .id = u"41"_s, .name = u"Common"_s, .projectId = fiberId},
        {.kind = Kind::ServiceConnection, .id = registryId, .name = u"registry"_s, .projectId = fiberId}};
}

// `path` follows "https://dev.azure.com/contoso/".
Reply listAs(DevOpsClient &client, const QByteArray &credential, const QString &path,
             const QByteArray &method = "GET")
{
    Headers headers{{"Accept", "application/json"}, {"X-TFS-FedAuthRedirect", "Suppress"}};
    if (!credential.isEmpty())
        headers.append(std::pair(QByteArray("Authorization"), credential));
    const auto reply = ask(client.server.url(), method, u"https://dev.azure.com/contoso/"_s + path, headers);
    if (!reply)
        qFatal("no answer");
    return *reply;
}

Reply list(DevOpsClient &client, const QString &path, By by = By::Machine, const QByteArray &method = "GET")
{
    return listAs(client, client.authorization(by), path, method);
}

QStringList idsOf(const Reply &reply)
{
    QStringList ids;
    for (const QJsonValue &one : reply.json().value("value"_L1).toArray())
        ids.append(one["id"_L1].toVariant().toString());
    return ids;
}

} // namespace

class TestDevOpsObjects : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listsAreFilteredByName_data();
    void listsAreFilteredByName();
    void shapesAreThoseOfTheService();
    void whatMayNotBeViewedIsNotListed_data();
    void whatMayNotBeViewedIsNotListed();
    void listsHavePages();
    void requestIsRefused_data();
    void requestIsRefused();
    void tokensNeedTheScopeOfTheList_data();
    void tokensNeedTheScopeOfTheList();
};

void TestDevOpsObjects::listsAreFilteredByName_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QStringList>("ids");
    const auto row = [](const char *name, const QString &path, const QStringList &ids) {
        QTest::newRow(name) << path << ids;
    };
    const QString build = u"%1/_apis/build/definitions?api-version=7.1"_s;
    row("all of a project", build.arg(fiberId), {u"12"_s, u"13"_s});
    row("project by its name", build.arg(fiberName), {u"12"_s, u"13"_s});
    row("one name, in any case", build.arg(fiberId) + u"&name=deploy"_s, {u"12"_s});
    row("beginning", build.arg(fiberId) + u"&name=Deploy*"_s, {u"12"_s, u"13"_s});
    row("no such name", build.arg(fiberId) + u"&name=Deplo"_s, {});
    row("by id", build.arg(fiberId) + u"&definitionIds=13,14"_s, {u"13"_s});
    row("pools", u"_apis/distributedtask/pools?poolName=linux&api-version=7.1"_s, {u"7"_s});
    row("queues", fiberId + u"/_apis/distributedtask/queues?queueName=Linux&api-version=7.1"_s, {u"21"_s});
    row("environments", fiberId + u"/_apis/distributedtask/environments?name=prod&api-version=7.1"_s,
        {u"31"_s, u"32"_s});
    row("variable groups",
        fiberId + u"/_apis/distributedtask/variablegroups?groupName=common&api-version=7.1"_s, {u"41"_s});
    row("connections",
        fiberId + u"/_apis/serviceendpoint/endpoints?endpointNames=other,registry&api-version=7.1"_s,
        {registryId});
}

void TestDevOpsObjects::listsAreFilteredByName()
{
    QFETCH(QString, path);
    QFETCH(QStringList, ids);
    DevOpsClient client;
    addObjects(client);
    const Reply reply = list(client, path);
    QCOMPARE(reply.status, 200);
    QCOMPARE(idsOf(reply), ids);
    QCOMPARE(reply.json()["count"_L1].toInt(), ids.size());
}

void TestDevOpsObjects::shapesAreThoseOfTheService()
{
    DevOpsClient client;
    addObjects(client);
    const auto first = [&](const QString &path) {
        return list(client, path).json().value("value"_L1)[0].toObject();
    };
    const QJsonObject pipeline = first(fiberId + u"/_apis/build/definitions?name=Deploy nightly"_s);
    QCOMPARE(pipeline["id"_L1].toInt(), 13);
    QCOMPARE(pipeline["path"_L1].toString(), u"\\ops"_s);
    QCOMPARE(pipeline["project"_L1]["id"_L1].toString(), fiberId);
    const QJsonObject queue = first(fiberId + u"/_apis/distributedtask/queues"_s);
    QCOMPARE(queue["projectId"_L1].toString(), fiberId);
    QCOMPARE(queue["pool"_L1]["id"_L1].toInt(), 7);
    const QJsonObject environment = first(fiberId + u"/_apis/distributedtask/environments"_s);
    QCOMPARE(environment["project"_L1]["id"_L1].toString(), fiberId);
    const QJsonObject group = first(fiberId + u"/_apis/distributedtask/variablegroups"_s);
    QCOMPARE(group["variableGroupProjectReferences"_L1][0]["projectReference"_L1]["id"_L1].toString(),
             fiberId);
    const QJsonObject connection = first(fiberId + u"/_apis/serviceendpoint/endpoints"_s);
    QCOMPARE(connection["serviceEndpointProjectReferences"_L1][0]["name"_L1].toString(), u"registry"_s);
    QVERIFY(connection["authorization"_L1]["parameters"_L1]["password"_L1].isNull());
}

void TestDevOpsObjects::whatMayNotBeViewedIsNotListed_data()
{
    QTest::addColumn<QString>("namespaceId");
    QTest::addColumn<int>("view");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("id");
    const auto row = [](const char *name, const QString &space, int view, const QString &path,
                        const QString &id) { QTest::newRow(name) << space << view << path << id; };
    const QString tasks = u"101eae8c-1709-47f9-b228-0e476c35b3ba"_s;
    row("pipeline", u"33344d9c-fc72-4d6f-aba5-fa317101a7e9"_s, 1024,
        fiberId + u"/_apis/build/definitions?name=Deploy nightly"_s, u"13"_s);
    row("pool", tasks, 1, u"_apis/distributedtask/pools?poolName=Linux"_s, u"7"_s);
    row("queue", tasks, 1, fiberId + u"/_apis/distributedtask/queues"_s, u"21"_s);
    row("environment", u"83d4c2e6-e57d-4d6e-892b-b87222b7ad20"_s, 1,
        fiberId + u"/_apis/distributedtask/environments?name=production"_s, u"32"_s);
    row("variable group", u"b7e84409-6553-448a-bbb2-af228e07cbeb"_s, 1,
        fiberId + u"/_apis/distributedtask/variablegroups"_s, u"41"_s);
    row("connection", u"49b48001-ca20-4adc-8111-5b60c903a50c"_s, 16,
        fiberId + u"/_apis/serviceendpoint/endpoints"_s, registryId);
}

void TestDevOpsObjects::whatMayNotBeViewedIsNotListed()
{
    QFETCH(QString, namespaceId);
    QFETCH(int, view);
    QFETCH(QString, path);
    QFETCH(QString, id);
    DevOpsClient client;
    addObjects(client);
    QCOMPARE(idsOf(list(client, path)), QStringList{id});
    QString token;
    for (const NamedObject &one : client.contoso().objects) {
        if (one.id == id)
            token = one.token();
    }
    setEntry(&client.contoso(), *securityNamespace(namespaceId), token,
             {.subject = client.member(machineId).storageKey, .allow = 0, .deny = view});
    const Reply hidden = list(client, path);
    QCOMPARE(hidden.status, 200);
    QCOMPARE(idsOf(hidden), QStringList());
    QCOMPARE(idsOf(list(client, path, By::Jane)), QStringList{id});
}

void TestDevOpsObjects::listsHavePages()
{
    DevOpsClient client;
    addObjects(client);
    const QString path = fiberId + u"/_apis/build/definitions?$top=1&api-version=7.1"_s;
    const Reply first = list(client, path);
    QCOMPARE(idsOf(first), QStringList{u"12"_s});
    const QByteArray token = first.header("x-ms-continuationtoken");
    QVERIFY(!token.isEmpty());
    const Reply second = list(client, path + u"&continuationToken="_s + QString::fromLatin1(token));
    QCOMPARE(idsOf(second), QStringList{u"13"_s});
    QVERIFY(second.header("x-ms-continuationtoken").isEmpty());
}

void TestDevOpsObjects::requestIsRefused_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<By>("by");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("type");
    const QString pipelines = u"%1/_apis/build/definitions?api-version=7.1"_s;
    const auto row = [](const char *name, const QString &path, const QByteArray &method, By by, int status,
                        const QString &type) {
        QTest::newRow(name) << path << method << by << status << type;
    };
    row("nobody", pipelines.arg(fiberId), "GET", By::Nobody, 401, {});
    row("a stranger", pipelines.arg(fiberId), "GET", By::Terraform, 401, {});
    row("a project that is not seen", pipelines.arg(payrollId), "GET", By::Machine, 404,
        u"ProjectDoesNotExistException"_s);
    row("no such project", pipelines.arg(u"Nowhere"_s), "GET", By::Machine, 404,
        u"ProjectDoesNotExistWithNameException"_s);
    row("another method", pipelines.arg(fiberId), "PUT", By::Machine, 405, {});
    row("a version too new", fiberId + u"/_apis/build/definitions?api-version=9.9"_s, "GET", By::Machine, 400,
        u"VssVersionOutOfRangeException"_s);
    row("a list without a project", u"_apis/build/definitions?api-version=7.1"_s, "GET", By::Machine, 404,
        {});
    row("a page that is none", fiberId + u"/_apis/build/definitions?continuationToken=x&api-version=7.1"_s,
        "GET", By::Machine, 400, {});
}

void TestDevOpsObjects::requestIsRefused()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, method);
    QFETCH(By, by);
    QFETCH(int, status);
    QFETCH(QString, type);
    DevOpsClient client;
    addObjects(client);
    const Reply reply = list(client, path, by, method);
    QCOMPARE(reply.status, status);
    if (!type.isEmpty())
        QCOMPARE(reply.json()["typeKey"_L1].toString(), type);
}

void TestDevOpsObjects::tokensNeedTheScopeOfTheList_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("scope");
    const auto row = [](const char *name, const QString &path, const QString &scope) {
        QTest::newRow(name) << path << scope;
    };
    row("pipelines", fiberId + u"/_apis/build/definitions"_s, u"vso.build"_s);
    row("pools", u"_apis/distributedtask/pools"_s, u"vso.agentpools"_s);
    row("queues", fiberId + u"/_apis/distributedtask/queues"_s, u"vso.agentpools_manage"_s);
    row("environments", fiberId + u"/_apis/distributedtask/environments"_s, u"vso.environment_manage"_s);
    row("variable groups", fiberId + u"/_apis/distributedtask/variablegroups"_s,
        u"vso.variablegroups_read"_s);
    row("connections", fiberId + u"/_apis/serviceendpoint/endpoints"_s, u"vso.serviceendpoint"_s);
}

void TestDevOpsObjects::tokensNeedTheScopeOfTheList()
{
    QFETCH(QString, path);
    QFETCH(QString, scope);
    DevOpsClient client;
    addObjects(client);
    const auto statusWith = [&](const QString &scopes) {
        PersonalAccessToken token;
        token.secret = u"pat-"_s + scopes;
        token.ownerObjectId = machineId;
        token.scopes = {scopes};
        client.contoso().accessTokens.push_back(token);
        return listAs(client, "Basic " + (':' + token.secret.toUtf8()).toBase64(), path).status;
    };
    QCOMPARE(statusWith(u"vso.code"_s), 401);
    QCOMPARE(statusWith(scope), 200);
}

QTEST_GUILESS_MAIN(TestDevOpsObjects)
#include "tst_devopsobjects.moc"
