#include "core/rights/needsquestion.h"
#include "core/rights/objectlookup.h"
#include "core/rights/rightscheck.h"
#include "core/rights/rightsverdict.h"
#include "core/sandbox/sandboxserver.h"
#include "core/sandbox/world/accesscontrol.h"
#include "core/sandbox/world/tokenissuer.h"
#include "tests/support/await.h"

#include <QTest>

#include <algorithm>

using namespace signet;
using namespace Qt::StringLiterals;
using ObjectIn = sandbox::NamedObject;

namespace {

const QString fiber = u"6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c"_s;
const QString payroll = u"281f9a5b-af0d-49b4-a1df-fe6f5e5f84d0"_s;
const QString machineId = u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s;
const QString webId = u"0f0e0d0c-0b0a-4908-8706-050403020100"_s;
const QString registryId = u"5d1c0b9a-1111-4a6b-8c7d-9e0f1a2b3c4d"_s;
const QString releasersId = u"9a0b1c2d-7788-4990-8aab-bccddeeff010"_s;

const QString gitNamespace = u"2e9eb7ed-3c0a-47d4-87c1-0ffdd275fd87"_s;
const QString buildNamespace = u"33344d9c-fc72-4d6f-aba5-fa317101a7e9"_s;
const QString taskNamespace = u"101eae8c-1709-47f9-b228-0e476c35b3ba"_s;
const QString environmentNamespace = u"83d4c2e6-e57d-4d6e-892b-b87222b7ad20"_s;
const QString libraryNamespace = u"b7e84409-6553-448a-bbb2-af228e07cbeb"_s;
const QString endpointNamespace = u"49b48001-ca20-4adc-8111-5b60c903a50c"_s;
const QString projectNamespace = u"52d39943-cb85-4d7f-8fa8-c6baac873819"_s;
const QString projectToken = u"$PROJECT:vstfs:///Classification/TeamProject/"_s + fiber;
const QString identityNamespace = u"5a27515b-ccd7-42c9-84f1-54c998f03866"_s;

// One of each kind in Fabrikam-Fiber, and another of the same name or nearly the same where there can be one.
// vm-build reads in the project, and no more than that.
class LookUpWorld {
public:
    LookUpWorld()
        : m_server(*sandbox::Scenario::named(u"healthy"_s))
    {
        if (!m_server.listen())
            qFatal("cannot listen on loopback");
        using Kind = ObjectIn::Kind;
        organization().objects = {
            {.kind = Kind::Pipeline, .id = u"12"_s, .name = u"Deploy"_s, .projectId = fiber},
            {.kind = Kind::Pipeline,
             .id = u"13"_s,
             .name = u"Deploy nightly"_s,
             .projectId = fiber,
             .folder = u"\\ops\\night"_s},
            {.kind = Kind::Pipeline, .id = u"14"_s, .name = u"Deploy"_s, .projectId = payroll},
            {.kind = Kind::Pool, .id = u"7"_s, .name = u"Linux"_s},
            {.kind = Kind::Queue, .id = u"21"_s, .name = u"Linux"_s, .projectId = fiber},
            {.kind = Kind::Environment, .id = u"31"_s, .name = u"prod"_s, .projectId = fiber},
            {.kind = Kind::Environment, .id = u"32"_s, .name = u"production"_s, .projectId = fiber},
            {.kind = Kind::VariableGroup, .id = u"41"_s, .name = u"Common"_s, .projectId = fiber},
            {.kind = Kind::ServiceConnection, .id = registryId, .name = u"registry"_s, .projectId = fiber},
        };
        organization().repositories = {{.id = webId, .name = u"web"_s, .projectId = fiber}};
        sandbox::Group releasers;
        releasers.displayName = u"Releasers"_s;
        releasers.projectId = fiber;
        releasers.originId = releasersId;
        organization().groups.push_back(releasers);
        member().groups = {u"[Fabrikam-Fiber]\\Readers"_s};
        m_organization = organization();
    }

    void reset()
    {
        organization() = m_organization;
        m_server.world().faults.clear();
    }
    // Requests to that path from now on, after so many that are answered.
    void refuse(const QString &path, int status, int after = 0)
    {
        sandbox::Fault fault;
        fault.path = path;
        fault.status = status;
        fault.skip = after;
        fault.times = 100;
        m_server.world().faults = {fault};
    }
    sandbox::SandboxServer &server() { return m_server; }
    sandbox::Organization &organization() { return m_server.world().organizations.front(); }
    sandbox::Member &member() { return *organization().member(machineId); }
    void say(const QString &namespaceId, const QString &token, int allow, int deny = 0)
    {
        sandbox::setEntry(&organization(), *sandbox::securityNamespace(namespaceId), token,
                          {.subject = member().storageKey, .allow = allow, .deny = deny});
    }

    // On all objects of the namespace in the project, and on all pools.
    void sayAbove(const QString &namespaceId, int allow)
    {
        for (const QString &token :
             {u"repoV2/"_s + fiber, fiber, u"AgentPools"_s, u"AgentQueues/"_s + fiber, u"Library/"_s + fiber,
              u"Environments/"_s + fiber, u"endpoints/"_s + fiber})
            say(namespaceId, token, allow);
    }
    // Since the last check began.
    int requestsTo(const QString &path) const
    {
        const QList<sandbox::SeenRequest> &all = m_server.requests();
        return int(std::count_if(all.begin() + m_begin, all.end(), [&path](const sandbox::SeenRequest &one) {
            return one.path.contains(path);
        }));
    }

    CheckedRights check(const NeededRights &needed, const KnownBefore &known = {})
    {
        HostImage image;
        image.clock = 1790000000;
        NetSettings net;
        net.simulatedAzure = m_server.url();
        m_begin = m_server.requests().size();
        const sandbox::World &world = m_server.world();
        const Credential machine = Credential::bearer(
            Resource::AzureDevOps,
            Secret(sandbox::issueToken(world, *world.identity(machineId), azureDevOpsResource)));
        return await(checkRights(Http(Host::from(image), net), *OrganizationName::parse(u"contoso"_s),
                                 machine, rightsToCheck(needed), {}, {}, known));
    }

private:
    sandbox::SandboxServer m_server;
    sandbox::Organization m_organization;
    qsizetype m_begin = 0;
};

const QByteArray projectSource = "data \"azuredevops_project\" \"fiber\" {\n  name = \"Fabrikam-Fiber\"\n}\n";

// A data source and a resource that has its id.
QByteArray source(const QByteArray &type, const QByteArray &arguments)
{
    return "data \"azuredevops_" + type + "\" \"it\" {\n" + arguments + "}\n";
}
QByteArray inFiber(const QByteArray &type, const QByteArray &name)
{
    return source(type, "  project_id = data.azuredevops_project.fiber.id\n  " + name + "\n");
}
QByteArray resource(const QByteArray &type, const QByteArray &arguments)
{
    return "resource \"azuredevops_" + type
        + "\" \"that\" {\n"
          "  project_id = data.azuredevops_project.fiber.id\n"
        + arguments + "}\n";
}

FileImage textFile(const QByteArray &text)
{
    FileImage file;
    file.text = text;
    return file;
}

NeededRights needsOf(const QByteArray &configuration)
{
    HostImage image;
    image.files.insert(u"/c/main.tf"_s, textFile(projectSource + configuration));
    const auto needed =
        readNeededRights(Host::from(image), Host::from(image), {u"/c"_s, {}, Purpose::Apply, {}, {}});
    return needed ? *needed : NeededRights();
}

} // namespace

class TestLookUps : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void objectsAreAskedAbout_data();
    void objectsAreAskedAbout();
    void everyKindIsTested();
    void namesThatStandForNothingAreNotKnown_data();
    void namesThatStandForNothingAreNotKnown();
    void pipelinesAreFoundByTheirNumber();
    void equalLookUpsAreAskedOnce();
    void knownProjectsAreNotListedAgain();
    void objectsOfAnotherProjectAreNotTheseOnes_data();
    void objectsOfAnotherProjectAreNotTheseOnes();
    void circlesOfReferencesEnd();

private:
    LookUpWorld m_world;
};

namespace {

// A data source with something that needs a right on what it finds, and the right.
struct LookUpCase {
    const char *name;
    QByteArray configuration;
    QString namespaceId;
    QString token;
    int needed = 0; // bits, all of them at the object and nowhere else
    int denied = 0; // one of them
    QString deniedVerdict = {}; // "unclear" where a denied view hides the object, or the need is inferred
    QString lookUp = {}; // part of its path
    QString row = {}; // of the table
    QString heldVerdict = u"ready"_s;
};

QByteArray lockOn(const QByteArray &type, const QByteArray &id)
{
    return resource("check_exclusive_lock",
                    "  target_resource_id = " + id + "\n  target_resource_type = \"" + type + "\"\n");
}

QByteArray reviewersOf(const QByteArray &repositoryId)
{
    return resource("branch_policy_min_reviewers",
                    "  settings {\n    reviewer_count = 2\n    scope {\n      repository_id = " + repositoryId
                        + "\n    }\n  }\n");
}

const QList<LookUpCase> &lookUpCases()
{
    static const QByteArray pipeline = inFiber("build_definition", "name = \"deploy\"");
    static const QByteArray nightly =
        inFiber("build_definition", "name = \"Deploy nightly\"\n  path = \"\\\\ops\\\\night\"");
    static const QList<LookUpCase> cases{
        {"project",
         {},
         projectNamespace,
         projectToken,
         1,
         1,
         u"not-ready"_s,
         u"_apis/projects"_s,
         u"project"_s},
        {"repository",
         inFiber("git_repository", "name = \"Web\"") + reviewersOf("data.azuredevops_git_repository.it.id"),
         gitNamespace, u"repoV2/%1/%2"_s.arg(fiber, webId), 2 | 2048, 2048, u"not-ready"_s,
         u"git/repositories"_s, u"repository"_s},
        // Its project is that of the data source.
        {"branch of a repository",
         inFiber("git_repository", "name = \"web\"")
             + "resource \"azuredevops_git_repository_branch\" \"that\" {\n  name = \"x\"\n"
               "  repository_id = data.azuredevops_git_repository.it.id\n}\n",
         gitNamespace, u"repoV2/%1/%2"_s.arg(fiber, webId), 2 | 16, 16, u"not-ready"_s, u"git/repositories"_s,
         u"repository"_s},
        {"pipeline", pipeline, buildNamespace, fiber + u"/12"_s, 1024, 1024, u"unclear"_s,
         u"build/definitions"_s, u"pipeline"_s},
        {"pipeline in a folder", nightly, buildNamespace, fiber + u"/ops/night/13"_s, 1024, 1024,
         u"unclear"_s, u"build/definitions"_s, u"pipeline"_s},
        // Its folder is not written anywhere near. The resource also reads identities, and nothing says
        // which.
        {"permissions of a pipeline",
         nightly
             + resource("build_definition_permissions",
                        "  principal = \"vssgp.x\"\n  permissions = {}\n"
                        "  build_definition_id = data.azuredevops_build_definition.it.id\n"),
         buildNamespace, fiber + u"/ops/night/13"_s, 1024 | 16384, 16384, u"not-ready"_s,
         u"build/definitions"_s, u"pipeline"_s, u"unclear"_s},
        {"pool", source("agent_pool", "  name = \"linux\"\n"), taskNamespace, u"AgentPools/7"_s, 1, 1,
         u"unclear"_s, u"distributedtask/pools"_s, u"pool"_s},
        {"queue",
         inFiber("agent_queue", "name = \"linux\"") + lockOn("queue", "data.azuredevops_agent_queue.it.id"),
         taskNamespace, u"AgentQueues/%1/21"_s.arg(fiber), 1 | 2, 2, u"not-ready"_s,
         u"distributedtask/queues"_s, u"queue"_s},
        {"environment",
         inFiber("environment", "name = \"prod\"")
             + lockOn("environment", "data.azuredevops_environment.it.id"),
         environmentNamespace, u"Environments/%1/31"_s.arg(fiber), 1 | 8, 8, u"not-ready"_s,
         u"distributedtask/environments"_s, u"environment"_s},
        {"variable group",
         inFiber("variable_group", "name = \"common\"")
             + lockOn("variablegroup", "data.azuredevops_variable_group.it.id"),
         libraryNamespace, u"Library/%1/VariableGroup/41"_s.arg(fiber), 1 | 2, 2, u"not-ready"_s,
         u"distributedtask/variablegroups"_s, u"variable-group"_s},
        {"connection",
         inFiber("serviceendpoint_github", "service_endpoint_name = \"Registry\"")
             + lockOn("endpoint", "data.azuredevops_serviceendpoint_github.it.id"),
         endpointNamespace, u"endpoints/%1/%2"_s.arg(fiber, registryId), 2 | 16, 2, u"not-ready"_s,
         u"serviceendpoint/endpoints"_s, u"connection"_s},
        {"connection by its other attribute",
         inFiber("serviceendpoint_azurerm", "service_endpoint_name = \"registry\"")
             + lockOn("endpoint", "data.azuredevops_serviceendpoint_azurerm.it.service_endpoint_id"),
         endpointNamespace, u"endpoints/%1/%2"_s.arg(fiber, registryId), 2 | 16, 2, u"not-ready"_s,
         u"serviceendpoint/endpoints"_s, u"connection"_s},
        // Nothing says in which project the group is but the data source.
        {"group",
         inFiber("group", "name = \"releasers\"")
             + "resource \"azuredevops_group_membership\" \"that\" {\n"
               "  group = data.azuredevops_group.it.descriptor\n  members = []\n}\n",
         identityNamespace, fiber + u'\\' + releasersId, 1 | 8, 8, u"not-ready"_s, u"graph/groups"_s,
         u"group"_s},
        {"team",
         inFiber("team", "name = \"fabrikam-fiber team\"")
             + resource("team_members", "  team_id = data.azuredevops_team.it.id\n  members = []\n"),
         identityNamespace,
         {},
         1 | 8,
         8,
         u"not-ready"_s,
         u"/teams/"_s,
         u"team"_s},
        // A literal name stands for the same. The pipeline that it is for is created in the project.
        {"queue by its name alone",
         resource("build_definition",
                  "  name = \"new\"\n  agent_pool_name = \"Linux\"\n"
                  "  repository {\n    repo_type = \"TfsGit\"\n    repo_id = \""
                      + webId.toLatin1() + "\"\n    yml_path = \"x.yml\"\n  }\n"),
         taskNamespace, u"AgentQueues/%1/21"_s.arg(fiber), 16, 16, u"unclear"_s, u"distributedtask/queues"_s,
         u"queue"_s, u"unclear"_s},
    };
    return cases;
}

} // namespace

void TestLookUps::objectsAreAskedAbout_data()
{
    QTest::addColumn<qsizetype>("index");
    for (qsizetype i = 0; i < lookUpCases().size(); ++i)
        QTest::newRow(lookUpCases()[i].name) << i;
}

// The right at that very object is enough, and denied there it is missing, whatever is allowed above. Where
// the name cannot be looked up, nobody knows.
void TestLookUps::objectsAreAskedAbout()
{
    QFETCH(qsizetype, index);
    const LookUpCase &one = lookUpCases()[index];
    m_world.reset();
    const QString token =
        one.token.isEmpty() ? fiber + u'\\' + m_world.organization().project(fiber)->teamId() : one.token;
    const NeededRights needed = needsOf(one.configuration);
    QVERIFY(needed.resources > 0 && !needed.isAtLeast());
    const auto atObject = [&](const CheckedRights &checked) {
        QStringList standings;
        for (const CheckedRight &right : checked.rights) {
            if (right.token.compare(token, Qt::CaseInsensitive) == 0 && !right.askedAbove)
                standings.append(toString(right.standing));
        }
        return standings;
    };
    const auto verdictOf = [&](const CheckedRights &checked) {
        return QString(toString(judgeRights(needed, checked)));
    };

    m_world.say(one.namespaceId, token, one.needed);
    const CheckedRights held = m_world.check(needed);
    QVERIFY(!atObject(held).isEmpty());
    QCOMPARE(atObject(held), QStringList(atObject(held).size(), u"held"_s));
    QCOMPARE(verdictOf(held), one.heldVerdict);

    m_world.reset();
    m_world.sayAbove(one.namespaceId, one.needed);
    m_world.say(one.namespaceId, token, one.needed & ~one.denied, one.denied);
    const CheckedRights denied = m_world.check(needed);
    QCOMPARE(verdictOf(denied), one.deniedVerdict);
    const QStringList said = atObject(denied);
    QVERIFY(std::ranges::all_of(said,
                                [](const QString &one) { return one == "held"_L1 || one == "missing"_L1; }));

    for (const int status : {401, 403, 404, 500}) {
        m_world.reset();
        m_world.sayAbove(one.namespaceId, one.needed);
        m_world.say(one.namespaceId, token, one.needed);
        m_world.refuse(one.lookUp, status);
        const CheckedRights failed = m_world.check(needed);
        QCOMPARE(atObject(failed), QStringList());
        QCOMPARE(verdictOf(failed), u"unclear"_s);
    }
}

void TestLookUps::everyKindIsTested()
{
    QStringList rows;
    for (const LookUpCall &call : lookUpCalls())
        rows.append(call.name);
    QStringList tested;
    for (const LookUpCase &one : lookUpCases())
        tested.append(one.row);
    QStringList named;
    for (const ResourceRights &type : providerRights()) {
        if (!type.lookUp.isEmpty())
            named.append(type.lookUp);
    }
    for (QStringList *list : {&rows, &tested, &named}) {
        list->removeDuplicates();
        list->sort();
    }
    QCOMPARE(tested, rows);
    QCOMPARE(named, rows);
}

void TestLookUps::namesThatStandForNothingAreNotKnown_data()
{
    using Kind = ObjectIn::Kind;
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QList<ObjectIn>>("objects");
    QTest::addColumn<bool>("isFound");
    QTest::addColumn<int>("requests");
    const ObjectIn root{.kind = Kind::Pipeline, .id = u"51"_s, .name = u"Build"_s, .projectId = fiber};
    ObjectIn inside = root;
    inside.id = u"52"_s;
    inside.folder = u"\\team"_s;
    ObjectIn elsewhere = root;
    elsewhere.projectId = payroll;
    ObjectIn longer = root;
    longer.name = u"Build all"_s;
    QTest::newRow("one") << QByteArray() << QList<ObjectIn>{root} << true << 1;
    QTest::newRow("none") << QByteArray() << QList<ObjectIn>{} << false << 1;
    QTest::newRow("one of a longer name") << QByteArray() << QList<ObjectIn>{longer} << false << 1;
    QTest::newRow("one of another project") << QByteArray() << QList<ObjectIn>{elsewhere} << false << 1;
    QTest::newRow("two") << QByteArray() << QList<ObjectIn>{root, inside} << false << 2;
    QTest::newRow("two, and the folder is known")
        << QByteArray("\\\\team") << QList<ObjectIn>{root, inside} << true << 2;
    QTest::newRow("one in another folder")
        << QByteArray("\\\\other") << QList<ObjectIn>{inside} << false << 1;
}

// Several pages, each of one pipeline.
void TestLookUps::namesThatStandForNothingAreNotKnown()
{
    QFETCH(QByteArray, path);
    QFETCH(QList<ObjectIn>, objects);
    QFETCH(bool, isFound);
    QFETCH(int, requests);
    m_world.reset();
    m_world.organization().objectPageSize = 1;
    m_world.organization().objects = {objects.begin(), objects.end()};
    const QByteArray folder = path.isEmpty() ? QByteArray() : "\n  path = \"" + path + '"';
    const NeededRights needed =
        needsOf(inFiber("build_definition", "name = \"build\"" + folder)
                + resource("resource_authorization",
                           "  resource_id = \"21\"\n  type = \"queue\"\n  authorized = true\n"
                           "  definition_id = data.azuredevops_build_definition.it.id\n"));
    m_world.say(taskNamespace, u"AgentQueues/%1/21"_s.arg(fiber), 63);
    m_world.say(buildNamespace, fiber, 0x7FFFF);
    const CheckedRights checked = m_world.check(needed);
    QCOMPARE(m_world.requestsTo(u"/build/definitions"_s), requests);
    QCOMPARE(QString(toString(judgeRights(needed, checked))), isFound ? u"ready"_s : u"unclear"_s);
    bool isAbove = false;
    for (const CheckedRight &right : checked.rights)
        isAbove = isAbove || right.standing == RightStanding::HeldAbove;
    QCOMPARE(isAbove, !isFound);
    // Others could follow on a page that does not come.
    m_world.refuse(u"/build/definitions"_s, 500, 1);
    if (requests > 1)
        QCOMPARE(QString(toString(judgeRights(needed, m_world.check(needed)))), u"unclear"_s);
}

// A plan knows the number, and nothing of the folder.
void TestLookUps::pipelinesAreFoundByTheirNumber()
{
    m_world.reset();
    const NeededRights needed = needsOf(
        resource("resource_authorization",
                 "  resource_id = \"21\"\n  type = \"queue\"\n  authorized = true\n  definition_id = 13\n"));
    m_world.say(taskNamespace, u"AgentQueues/%1/21"_s.arg(fiber), 63);
    m_world.say(buildNamespace, fiber + u"/ops/night/13"_s, 1024 | 2048);
    QCOMPARE(QString(toString(judgeRights(needed, m_world.check(needed)))), u"ready"_s);
    m_world.say(buildNamespace, fiber + u"/ops/night/13"_s, 1024, 2048);
    const CheckedRights denied = m_world.check(needed);
    QVERIFY(std::ranges::any_of(denied.rights, [](const CheckedRight &right) {
        return right.standing == RightStanding::Missing && right.token.endsWith("/ops/night/13"_L1);
    }));
}

void TestLookUps::equalLookUpsAreAskedOnce()
{
    m_world.reset();
    const QByteArray other = "data \"azuredevops_environment\" \"again\" {\n"
                             "  project_id = \""
        + fiber.toLatin1() + "\"\n  name = \"PROD\"\n}\n";
    const NeededRights needed = needsOf(
        inFiber("environment", "name = \"prod\"") + other + inFiber("variable_group", "name = \"common\"")
        + lockOn("environment", "data.azuredevops_environment.it.id")
        + QByteArray(lockOn("environment", "data.azuredevops_environment.again.id"))
              .replace("\"that\"", "\"b\"")
        + QByteArray(lockOn("variablegroup", "data.azuredevops_variable_group.it.id"))
              .replace("\"that\"", "\"c\""));
    m_world.say(environmentNamespace, u"Environments/%1/31"_s.arg(fiber), 63);
    m_world.say(libraryNamespace, u"Library/%1/VariableGroup/41"_s.arg(fiber), 31);
    const CheckedRights checked = m_world.check(needed);
    QCOMPARE(QString(toString(judgeRights(needed, checked))), u"ready"_s);
    QCOMPARE(m_world.requestsTo(u"/distributedtask/environments"_s), 1);
    QCOMPARE(m_world.requestsTo(u"/distributedtask/variablegroups"_s), 1);
    QCOMPARE(m_world.requestsTo(u"_apis/projects"_s), 1);
    // The identity, the projects, one for each kind, and the evaluations.
    QCOMPARE(m_world.requestsTo({}), 4 + checked.requests);
}

void TestLookUps::knownProjectsAreNotListedAgain()
{
    m_world.reset();
    const NeededRights needed = needsOf(inFiber("environment", "name = \"prod\""));
    m_world.say(environmentNamespace, u"Environments/%1/31"_s.arg(fiber), 1);
    KnownBefore known;
    known.projects = QList<ProjectSeen>{{fiber, u"Fabrikam-Fiber"_s, {}}};
    QCOMPARE(QString(toString(judgeRights(needed, m_world.check(needed, known)))), u"ready"_s);
    QCOMPARE(m_world.requestsTo(u"_apis/projects"_s), 0);
    // In a project that is not seen, nothing is looked up.
    known.projects = QList<ProjectSeen>{};
    QCOMPARE(QString(toString(judgeRights(needed, m_world.check(needed, known)))), u"unclear"_s);
    QCOMPARE(m_world.requestsTo(u"/distributedtask/environments"_s), 0);
}

void TestLookUps::objectsOfAnotherProjectAreNotTheseOnes_data()
{
    QTest::addColumn<QByteArray>("argument");
    QTest::newRow("name") << QByteArray("name = \"prod\"");
    QTest::newRow("id") << QByteArray("environment_id = 33");
}

// The data source looks in one project, and the resource is in another.
void TestLookUps::objectsOfAnotherProjectAreNotTheseOnes()
{
    QFETCH(QByteArray, argument);
    m_world.reset();
    const NeededRights needed =
        needsOf(source("environment", "  project_id = \"" + payroll.toLatin1() + "\"\n  " + argument + '\n')
                + lockOn("environment", "data.azuredevops_environment.it.id"));
    ObjectIn other;
    other.kind = ObjectIn::Kind::Environment;
    other.id = u"33"_s;
    other.name = u"prod"_s;
    other.projectId = payroll;
    m_world.organization().objects.push_back(other);
    m_world.member().groups.append(u"[Contoso-Payroll]\\Readers"_s);
    m_world.say(environmentNamespace, u"Environments/"_s + fiber, 63);
    m_world.say(environmentNamespace, u"Environments/"_s + payroll, 63);
    const CheckedRights checked = m_world.check(needed);
    QStringList tokens;
    for (const CheckedRight &right : checked.rights) {
        if (right.namespaceId == environmentNamespace)
            tokens.append(right.token + u' ' + toString(right.standing));
    }
    tokens.sort();
    QStringList wanted{u"Environments/%1 held-above"_s.arg(fiber), u"Environments/%1/33 held"_s.arg(payroll)};
    wanted.append(wanted.first());
    wanted.sort();
    QCOMPARE(tokens, wanted);
}

void TestLookUps::circlesOfReferencesEnd()
{
    const NeededRights needed =
        needsOf("data \"azuredevops_team\" \"a\" {\n  project_id = data.azuredevops_team.b.project_id\n"
                "  name = data.azuredevops_team.b.name\n}\n"
                "data \"azuredevops_team\" \"b\" {\n  project_id = data.azuredevops_team.a.project_id\n"
                "  name = data.azuredevops_team.a.id\n}\n"
                "resource \"azuredevops_team_members\" \"that\" {\n"
                "  project_id = data.azuredevops_team.a.project_id\n"
                "  team_id = data.azuredevops_team.a.id\n  members = []\n}\n");
    QVERIFY(needed.resources == 4);
    for (const NeededRight &right : needed.rights) {
        if (right.object && right.object->kind == ObjectKind::Group && right.object->parts.size() > 1)
            QVERIFY(right.object->parts[1].state == ObjectPart::State::Unknown);
    }
}

QTEST_GUILESS_MAIN(TestLookUps)
#include "tst_lookups.moc"
