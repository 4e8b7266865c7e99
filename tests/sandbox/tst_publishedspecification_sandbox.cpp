#include "tests/sandbox/devopsclient.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QUrlQuery>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace signet::sandbox;
using namespace signet::test;
using By = DevOpsClient::By;

namespace {

// Where the service is known to differ from what is published about it: the result of an entitlement is the
// entitlement, a legacy descriptor is a string, and lists of links and properties name their entries
// directly.
const QStringList &knownToDiffer()
{
    static const QStringList names{u"EntitlementOperationResultBase.result"_s,
                                   u"IdentityBase.descriptor"_s,
                                   u"IdentityBase.properties"_s,
                                   u"IdentityBase.memberOf"_s,
                                   u"IdentityBase.members"_s,
                                   u"GraphSubjectBase._links"_s,
                                   u"GraphMembership._links"_s,
                                   u"GraphMembershipState._links"_s,
                                   u"GraphDescriptorResult._links"_s,
                                   u"GraphStorageKeyResult._links"_s,
                                   u"AccessControlEntry.descriptor"_s,
                                   u"TeamProject._links"_s,
                                   u"TeamProject.capabilities"_s};
    return names;
}

// Properties of real answers that are not published.
const QStringList &knownToBeMore()
{
    static const QStringList names{u"extensions"_s,  u"members"_s,      u"displayName"_s,
                                   u"publicAlias"_s, u"emailAddress"_s, u"accountLicenseType"_s};
    return names;
}

// The answers of a service against an OpenAPI 2.0 file.
class Specification {
public:
    explicit Specification(const QString &file)
    {
        QFile json(file);
        if (json.open(QIODevice::ReadOnly))
            m_root = QJsonDocument::fromJson(json.readAll()).object();
    }

    bool isEmpty() const { return m_root.isEmpty(); }

    // What is wrong with a request that was sent and its answer; empty when they fit.
    QString problemWith(const QByteArray &method, const QUrl &url, const Reply &reply) const
    {
        if (m_root.value("host"_L1).toString() != url.host())
            return u"host "_s + url.host();
        const QJsonObject operation = operationFor(method, url.path());
        if (operation.isEmpty())
            return u"no operation"_s;
        const QString version = operation.value("x-ms-docs-override-version"_L1).toString();
        if (QUrlQuery(url).queryItemValue(u"api-version"_s) != version)
            return u"version, not "_s + version;
        if (reply.status >= 300)
            return u"status %1"_s.arg(reply.status);
        const QJsonObject responses = operation.value("responses"_L1).toObject();
        const QJsonObject schema = responses.begin().value().toObject().value("schema"_L1).toObject();
        if (schema.isEmpty() || method == "HEAD")
            return reply.body.isEmpty() || method == "HEAD" ? QString() : u"a body"_s;
        QJsonValue value = reply.json();
        // Lists come as {count,value}, and so do the objects that stand for one.
        if (schema.value("type"_L1).toString() == "array"_L1 || schema.contains("additionalProperties"_L1)) {
            if (!value["count"_L1].isDouble())
                return u"count"_s;
            value = value["value"_L1];
        }
        return problemIn(schema, value, u"answer"_s);
    }

private:
    QJsonObject operationFor(const QByteArray &method, const QString &path) const
    {
        const QJsonObject paths = m_root.value("paths"_L1).toObject();
        for (auto it = paths.begin(); it != paths.end(); ++it) {
            QString pattern = QRegularExpression::escape(it.key());
            pattern.replace(QRegularExpression(u"\\\\\\{[A-Za-z]+\\\\\\}"_s), u"[^/]+"_s);
            const QRegularExpression whole(u"\\A"_s + pattern + u"\\z"_s,
                                           QRegularExpression::CaseInsensitiveOption);
            const QJsonObject operation =
                it->toObject().value(QString::fromLatin1(method.toLower())).toObject();
            if (whole.match(path).hasMatch() && !operation.isEmpty())
                return operation;
        }
        return {};
    }

    QJsonObject definition(const QString &name) const
    {
        return m_root.value("definitions"_L1).toObject().value(name).toObject();
    }

    // Name of the definition that declares a property, and the property.
    std::pair<QString, QJsonObject> property(const QString &type, const QString &name) const
    {
        const QJsonObject own = definition(type);
        const QJsonObject properties = own.value("properties"_L1).toObject();
        if (properties.contains(name))
            return {type, properties.value(name).toObject()};
        for (const QJsonValue &base : own.value("allOf"_L1).toArray()) {
            const auto found = property(base["$ref"_L1].toString().section(u'/', -1), name);
            if (!found.second.isEmpty())
                return found;
        }
        return {};
    }

    QString problemIn(const QJsonObject &schema, const QJsonValue &value, const QString &where) const
    {
        if (value.isNull())
            return {};
        const QString reference = schema.value("$ref"_L1).toString().section(u'/', -1);
        if (!reference.isEmpty()) {
            if (!value.isObject())
                return where + u" is no "_s + reference;
            const QJsonObject object = value.toObject();
            // What is published as a subject is one of three in truth.
            static const QHash<QString, QString> subjects{
                {u"group"_s, u"GraphGroup"_s},
                {u"user"_s, u"GraphUser"_s},
                {u"servicePrincipal"_s, u"GraphServicePrincipal"_s}};
            const QString name = reference == "GraphSubject"_L1
                ? subjects.value(object.value("subjectKind"_L1).toString(), reference)
                : reference;
            for (auto it = object.begin(); it != object.end(); ++it) {
                const auto [owner, declared] = property(name, it.key());
                if (declared.isEmpty() && !knownToBeMore().contains(it.key()))
                    return u"%1: %2 has no %3"_s.arg(where, name, it.key());
                if (declared.isEmpty() || knownToDiffer().contains(owner + u'.' + it.key()))
                    continue;
                if (const QString problem = problemIn(declared, it.value(), where + u'.' + it.key());
                    !problem.isEmpty())
                    return problem;
            }
            return {};
        }
        const QJsonArray words = schema.value("enum"_L1).toArray();
        if (!words.isEmpty() && !words.contains(value))
            return u"%1 may not be %2"_s.arg(where, value.toVariant().toString());
        const QString type = schema.value("type"_L1).toString();
        const QString format = schema.value("format"_L1).toString();
        const QString text = value.toString();
        if (type == "string"_L1 && !value.isString())
            return where + u" is no text"_s;
        if (format == "uuid"_L1 && QUuid(text).isNull() && text != u"00000000-0000-0000-0000-000000000000"_s)
            return where + u" is no id: "_s + text;
        if (format == "date-time"_L1 && !QDateTime::fromString(text, Qt::ISODate).isValid())
            return where + u" is no time: "_s + text;
        if (type == "boolean"_L1 && !value.isBool())
            return where + u" is not true or false"_s;
        if (type == "integer"_L1 && (!value.isDouble() || value.toDouble() != double(value.toInteger())))
            return where + u" is no integer"_s;
        if (type == "array"_L1) {
            if (!value.isArray())
                return where + u" is no list"_s;
            const QJsonArray array = value.toArray();
            for (qsizetype i = 0; i < array.size(); ++i) {
                if (const QString problem = problemIn(schema.value("items"_L1).toObject(), array.at(i),
                                                      u"%1[%2]"_s.arg(where).arg(i));
                    !problem.isEmpty())
                    return problem;
            }
        }
        if (type == "object"_L1 && !value.isObject())
            return where + u" is no object"_s;
        if (type == "object"_L1 && schema.contains("additionalProperties"_L1)) {
            const QJsonObject object = value.toObject();
            for (auto it = object.begin(); it != object.end(); ++it) {
                if (const QString problem = problemIn(schema.value("additionalProperties"_L1).toObject(),
                                                      it.value(), where + u'.' + it.key());
                    !problem.isEmpty())
                    return problem;
            }
        }
        return {};
    }

    QJsonObject m_root;
};

} // namespace

// Holds the answers of the simulated Azure DevOps against the OpenAPI files that Microsoft publishes
// (MicrosoftDocs/vsts-rest-api-specs): everything that a setup asks, from adding to taking back.
class PublishedSpecificationSandboxTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void answersOfASetupFit();
    void answersAboutPermissionsFit();
    void answersOfAccountsFit();
    void aWrongAnswerIsNoticed();

private:
    // Sends it, and fails when the answer does not fit.
    Reply fitting(DevOpsClient &client, const QString &file, const QByteArray &method, const QString &host,
                  const QString &path, const QByteArray &body = {});

    QString m_directory;
};

void PublishedSpecificationSandboxTest::initTestCase()
{
    m_directory = qEnvironmentVariable("SIGNET_SPECS", QStringLiteral(SIGNET_SOURCE_DIR "/../shared/specs"));
    if (!QDir(m_directory).exists())
        QSKIP("the published specifications are not here; SIGNET_SPECS names their directory");
}

Reply PublishedSpecificationSandboxTest::fitting(DevOpsClient &client, const QString &file,
                                                 const QByteArray &method, const QString &host,
                                                 const QString &path, const QByteArray &body)
{
    const Specification specification(m_directory + u'/' + file);
    if (specification.isEmpty())
        qFatal("%s is not there", qPrintable(file));
    const Reply reply = client.send(method, host, path, body);
    const QUrl url(u"https://%1/contoso/_apis/%2"_s.arg(host, path));
    const QString problem = specification.problemWith(method, url, reply);
    if (!problem.isEmpty())
        QTest::qFail(qPrintable(u"%1 %2: %3\n"_s.arg(QString::fromLatin1(method), path, problem)
                                + QString::fromUtf8(reply.body)),
                     __FILE__, __LINE__);
    return reply;
}

void PublishedSpecificationSandboxTest::answersOfASetupFit()
{
    DevOpsClient client;
    const QString core = u"core/7.1/core.json"_s;
    const QString entitlements = u"memberEntitlementManagement/7.1/memberEntitlementManagement.json"_s;
    const QString graph = u"graph/7.1/graph.json"_s;
    const QString identities = u"ims/7.1/identities.json"_s;
    const QString roles = u"securityRoles/7.1/securityRoles.json"_s;
    const QString dev = u"dev.azure.com"_s;
    const QString vssps = u"vssps.dev.azure.com"_s;
    const QString vsaex = u"vsaex.dev.azure.com"_s;
    const QString preview = u"?api-version=7.1-preview.1"_s;
    const QString released = u"?api-version=7.1"_s;
    const auto get = [&](const QString &file, const QString &host, const QString &path) {
        return fitting(client, file, "GET", host, path).json();
    };

    // What is there.
    get(core, dev, u"projects"_s + released + u"&$top=1"_s);
    get(core, dev, u"projects/%1"_s.arg(fiberId) + released);
    get(core, dev, u"projects/%1/teams"_s.arg(fiberId) + released);
    get(entitlements, vsaex, u"userentitlementsummary"_s + released);
    get(entitlements, vsaex, u"userentitlements"_s + released);
    get(graph, vssps, u"graph/serviceprincipals"_s + preview);
    get(graph, vssps, u"graph/users"_s + preview);
    const QString scope =
        get(graph, vssps, u"graph/descriptors/%1"_s.arg(fiberId) + released)["value"_L1].toString();
    get(graph, vssps, u"graph/groups"_s + preview + u"&scopeDescriptor="_s + scope);
    fitting(client, graph, "POST", vssps, u"graph/subjectquery"_s + preview,
            R"({"query":"Contrib","subjectKind":["Group"]})");
    const QJsonObject before = client.server.state();

    // Add, refused and accepted.
    const QString add = u"serviceprincipalentitlements"_s;
    fitting(client, entitlements, "POST", vsaex, add + preview,
            QJsonDocument(DevOpsClient::addition(terraformClient)).toJson());
    const QJsonObject added =
        fitting(
            client, entitlements, "POST", vsaex, add + preview,
            QJsonDocument(DevOpsClient::addition(terraformId, u"stakeholder"_s, u"projectReader"_s)).toJson())
            .json();
    const QString key = added["servicePrincipalEntitlement"_L1]["id"_L1].toString();
    const QString subject =
        added["servicePrincipalEntitlement"_L1]["servicePrincipal"_L1]["descriptor"_L1].toString();
    QVERIFY(!key.isEmpty());
    fitting(client, entitlements, "PATCH", vsaex, add + u'/' + key + preview,
            R"([{"op":"replace","path":"/accessLevel","value":{"accountLicenseType":"express"}}])");
    fitting(client, entitlements, "PATCH", vsaex, add + preview,
            R"([{"op":"replace","path":"/)" + key.toLatin1()
                + R"(/accessLevel","value":{"accountLicenseType":"express"}}])");

    // Groups and roles.
    const QString group = client.group(u"[Fabrikam-Fiber]\\Contributors"_s);
    const QString membership = u"graph/memberships/%1/%2"_s.arg(subject, group) + preview;
    fitting(client, graph, "PUT", vssps, membership);
    fitting(client, graph, "HEAD", vssps, membership);
    fitting(client, graph, "GET", vssps, membership);
    get(graph, vssps, u"graph/Memberships/"_s + subject + preview + u"&direction=up"_s);
    const QString assignments =
        u"securityroles/scopes/distributedtask.library/roleassignments/resources/%1%240"_s.arg(fiberId);
    get(roles, dev, u"securityroles/scopes/distributedtask.library/roledefinitions"_s + preview);
    fitting(client, roles, "PUT", dev, assignments + preview,
            R"([{"roleName":"User","userId":")" + key.toLatin1() + R"("}])");
    get(roles, dev, assignments + preview);

    // Verify.
    get(entitlements, vsaex, add + u'/' + key + preview);
    get(graph, vssps, u"graph/membershipstates/"_s + subject + preview);
    get(graph, vssps, u"graph/storagekeys/"_s + subject + released);
    get(graph, vssps, u"graph/serviceprincipals/"_s + subject + preview);
    get(graph, vssps, u"graph/groups/"_s + group + preview);
    fitting(client, graph, "POST", vssps, u"graph/subjectlookup"_s + preview,
            R"({"lookupKeys":[{"descriptor":")" + subject.toLatin1() + R"("}]})");
    get(identities, vssps,
        u"identities"_s + released + u"&identityIds="_s + key + u"&queryMembership=Direct"_s);

    // Take back.
    fitting(client, roles, "PATCH", dev, assignments + preview, "[\"" + key.toLatin1() + "\"]");
    fitting(client, graph, "DELETE", vssps, membership);
    fitting(client, entitlements, "DELETE", vsaex, add + u'/' + key + preview);
    QCOMPARE(client.server.state(), before);
}

void PublishedSpecificationSandboxTest::answersAboutPermissionsFit()
{
    DevOpsClient client;
    const QJsonObject before = client.server.state();
    const QString security = u"security/7.1/security.json"_s;
    const QString dev = u"dev.azure.com"_s;
    const QString released = u"?api-version=7.1"_s;
    const QString git = u"2e9eb7ed-3c0a-47d4-87c1-0ffdd275fd87"_s;
    const QString token = u"repoV2/"_s + fiberId;
    const QString machine = u"Microsoft.VisualStudio.Services.Claims.AadServicePrincipal;%1\\%2"_s.arg(
        contosoTenantId, machineId);
    const auto fits = [&](const QByteArray &method, const QString &path, const QByteArray &body = {}) {
        return fitting(client, security, method, dev, path, body).json();
    };

    // Published with an id only; the service lists all of them without it.
    const QJsonArray all =
        client.send("GET", dev, u"securitynamespaces"_s + released).json()["value"_L1].toArray();
    QCOMPARE(all.size(), 61);
    QCOMPARE(fits("GET", u"securitynamespaces/%1"_s.arg(git) + released)["count"_L1].toInt(), 1);
    // As the recorded answer has them.
    QFile recorded(m_directory + u"/observed/securityNamespaces-devazurecom.json"_s);
    QVERIFY(recorded.open(QIODevice::ReadOnly));
    QHash<QString, QJsonObject> known;
    for (const QJsonValue &space : QJsonDocument::fromJson(recorded.readAll())["value"_L1].toArray())
        known.insert(space["namespaceId"_L1].toString(), space.toObject());
    QCOMPARE(known.size(), all.size());
    for (const QJsonValue &space : all) {
        const QJsonObject real = known.value(space["namespaceId"_L1].toString());
        for (const auto key : {"name"_L1, "writePermission"_L1, "readPermission"_L1, "systemBitMask"_L1,
                               "structureValue"_L1, "dataspaceCategory"_L1})
            QCOMPARE(space[key], real[key]);
        const QJsonArray actions = space["actions"_L1].toArray();
        const QJsonArray realActions = real["actions"_L1].toArray();
        QCOMPARE(actions.size(), realActions.size());
        for (qsizetype i = 0; i < actions.size(); ++i) {
            QCOMPARE(actions[i]["bit"_L1], realActions[i]["bit"_L1]);
            QCOMPARE(actions[i]["name"_L1], realActions[i]["name"_L1]);
        }
    }

    const QString lists = u"accesscontrollists/%1"_s.arg(git) + released;
    fits("GET", lists);
    fits("GET", lists + u"&token="_s + token);
    fits("GET", lists + u"&token="_s + token + u"&recurse=true"_s);
    const QJsonObject extended =
        fits("GET",
             lists + u"&token="_s + token + u"&includeExtendedInfo=true&descriptors="_s
                 + QString::fromLatin1(QUrl::toPercentEncoding(machine)));
    QCOMPARE(extended["value"_L1][0]["acesDictionary"_L1].toObject().size(), 1);

    const QByteArray entry =
        QJsonDocument(QJsonObject{{u"token"_s, token},
                                  {u"merge"_s, true},
                                  {u"accessControlEntries"_s,
                                   QJsonArray{QJsonObject{
                                       {u"descriptor"_s, machine}, {u"allow"_s, 2048}, {u"deny"_s, 0}}}}})
            .toJson();
    const QJsonObject set = fits("POST", u"accesscontrolentries/%1"_s.arg(git) + released, entry);
    QCOMPARE(set["value"_L1][0]["allow"_L1].toInt(), 2048);
    QVERIFY(client.server.state() != before);
    fits("POST", u"security/permissionevaluationbatch"_s + released,
         QJsonDocument(QJsonObject{{u"alwaysAllowAdministrators"_s, false},
                                   {u"evaluations"_s,
                                    QJsonArray{QJsonObject{{u"securityNamespaceId"_s, git},
                                                           {u"token"_s, token},
                                                           {u"permissions"_s, 2048}}}}})
             .toJson());
    const QJsonArray values = fits("GET",
                                   u"permissions/%1/2"_s.arg(git) + released + u"&tokens="_s + token
                                       + u";repoV2&delimiter=;"_s)["value"_L1]
                                  .toArray();
    QCOMPARE(values.size(), 2);
    fits("DELETE",
         u"permissions/%1/2048"_s.arg(git) + released + u"&token="_s + token + u"&descriptor="_s
             + QString::fromLatin1(QUrl::toPercentEncoding(machine)));
    QCOMPARE(client.server.state(), before);
}

void PublishedSpecificationSandboxTest::answersOfAccountsFit()
{
    DevOpsClient client;
    const auto get = [&](const QString &file, const QString &path) {
        const QUrl url(u"https://app.vssps.visualstudio.com/_apis/"_s + path);
        const auto reply = ask(client.server.url(), "GET", url.toString(),
                               {{"Authorization", client.authorization(By::Jane)}});
        const QString problem = Specification(m_directory + u'/' + file).problemWith("GET", url, *reply);
        if (!problem.isEmpty())
            QTest::qFail(qPrintable(path + u": "_s + problem), __FILE__, __LINE__);
        return reply->json();
    };
    const QString id = get(u"profile/7.1/profile.json"_s, u"profile/profiles/me?api-version=7.1"_s)
                           .value("publicAlias"_L1)
                           .toString();
    const QJsonObject accounts =
        get(u"account/7.1/accounts.json"_s, u"accounts?api-version=7.1&memberId="_s + id);
    QCOMPARE(accounts.value("count"_L1).toInt(), 1);
}

void PublishedSpecificationSandboxTest::aWrongAnswerIsNoticed()
{
    const Specification specification(m_directory + u"/graph/7.1/graph.json"_s);
    const QUrl url(
        u"https://vssps.dev.azure.com/contoso/_apis/graph/membershipstates/aad.x?api-version=7.1-preview.1"_s);
    Reply reply;
    reply.status = 200;
    reply.body = R"({"active":true})";
    QCOMPARE(specification.problemWith("GET", url, reply), QString());
    reply.body = R"({"active":"yes"})";
    QCOMPARE(specification.problemWith("GET", url, reply), u"answer.active is not true or false"_s);
    reply.body = R"({"activ":true})";
    QCOMPARE(specification.problemWith("GET", url, reply), u"answer: GraphMembershipState has no activ"_s);
    reply.status = 403;
    QCOMPARE(specification.problemWith("GET", url, reply), u"status 403"_s);
}

QTEST_GUILESS_MAIN(PublishedSpecificationSandboxTest)
#include "tst_publishedspecification_sandbox.moc"
