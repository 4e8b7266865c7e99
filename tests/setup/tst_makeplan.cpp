#include "core/setup/makeplan.h"
#include "tests/setup/setupworld.h"
#include "tests/support/await.h"

#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

class TestMakePlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void planIsWhatIsMissing();
    void whatIsThereIsNoStep();
    void lowerLevelIsRaised();
    void lookingChangesNothing();
    void refusedDraftNamesItsReason_data();
    void refusedDraftNamesItsReason();
    void accountsAreTold_data();
    void accountsAreTold();
    void largeOrganizationTakesAsFewRequests();
    void wishesAreRead_data();
    void wishesAreRead();
};

namespace {

QStringList idsOf(const QList<PlanStep> &steps)
{
    QStringList ids;
    for (const PlanStep &step : steps)
        ids.append(step.id());
    return ids;
}

} // namespace

void TestMakePlan::planIsWhatIsMissing()
{
    SetupWorld world;
    const auto plan = await(makePlan(world.context(), world.fullDraft(), {}));
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.problem().findingId.toString()));
    QCOMPARE(idsOf(plan->steps),
             (QStringList{u"member"_s, u"group [contoso]\\Infrastructure Automation"_s,
                          u"group [Fabrikam-Fiber]\\Contributors"_s, u"role library Fabrikam-Fiber"_s}));
    QVERIFY(plan->present.isEmpty());
    QCOMPARE(plan->plannedBy, u"Jane Doe"_s);
    QCOMPARE(plan->organizationId, world.organization().id);
    QCOMPARE(plan->tenantId, *world.organization().tenantId);
    QVERIFY(plan->seats);
}

void TestMakePlan::whatIsThereIsNoStep()
{
    SetupWorld world(u"healthy"_s);
    Draft draft = world.draft();
    draft.projects = {*ProjectWish::parse(u"fabrikam-fiber=contributors"_s),
                      *ProjectWish::parse(u"Fabrikam-Fiber=reader"_s)};
    const auto plan = await(makePlan(world.context(), draft, {}));
    QVERIFY(plan);
    QCOMPARE(idsOf(plan->steps), QStringList{u"group [Fabrikam-Fiber]\\Readers"_s});
    QCOMPARE(idsOf(plan->present), (QStringList{u"member"_s, u"group [Fabrikam-Fiber]\\Contributors"_s}));
    QVERIFY(!plan->seats);
}

void TestMakePlan::lowerLevelIsRaised()
{
    SetupWorld world(u"healthy"_s);
    world.organization().members.front().accessLevel = u"stakeholder"_s;
    const auto plan = await(makePlan(world.context(), world.draft(), {}));
    QVERIFY(plan);
    QCOMPARE(idsOf(plan->steps), QStringList{u"access-level"_s});
    QCOMPARE(plan->steps.first().formerAccessLevel, u"stakeholder"_s);
    QCOMPARE(plan->steps.first().accessLevel, u"express"_s);
    world.organization().members.front().accessLevel = u"advanced"_s;
    const auto covered = await(makePlan(world.context(), world.draft(), {}));
    QVERIFY(covered && covered->steps.isEmpty());
    QCOMPARE(covered->present.first().accessLevel, u"advanced"_s);
}

void TestMakePlan::lookingChangesNothing()
{
    SetupWorld world;
    const QJsonObject before = world.state();
    QVERIFY(await(makePlan(world.context(), world.fullDraft(), {})));
    QCOMPARE(world.state(), before);
    QCOMPARE(SetupWorld::changing(world.takeRequests()), QStringList());
}

void TestMakePlan::refusedDraftNamesItsReason_data()
{
    QTest::addColumn<QStringList>("groups");
    QTest::addColumn<QStringList>("projects");
    QTest::addColumn<QString>("finding");
    QTest::addColumn<QString>("suggestion");
    QTest::newRow("project that is not there")
        << QStringList() << QStringList{u"Fabrikam-Fibre=reader"_s} << u"project-unknown"_s << QString();
    QTest::newRow("group of a project, misspelt")
        << QStringList() << QStringList{u"Fabrikam-Fiber=Contributers"_s} << u"group-unknown"_s
        << u"Contributors"_s;
    QTest::newRow("group of the organization, misspelt")
        << QStringList{u"Project Collection Administrator"_s} << QStringList() << u"group-unknown"_s
        << u"Project Collection Administrators"_s;
    QTest::newRow("group of another project")
        << QStringList() << QStringList{u"Fabrikam-Fiber=[Contoso-Payroll]\\Readers"_s} << u"group-unknown"_s
        << QString();
    QTest::newRow("address in place of a project")
        << QStringList() << QStringList{u"Fabrikam-Fiber/teams=reader"_s} << u"project-unknown"_s
        << QString();
    QTest::newRow("two roles for one thing")
        << QStringList()
        << QStringList{u"Fabrikam-Fiber=library:Reader"_s, u"Fabrikam-Fiber=library:Creator"_s}
        << u"roles-conflict"_s << QString();
    QTest::newRow("role that is not there")
        << QStringList() << QStringList{u"Fabrikam-Fiber=library:Owner"_s} << u"role-unknown"_s << QString();
}

void TestMakePlan::refusedDraftNamesItsReason()
{
    QFETCH(QStringList, groups);
    QFETCH(QStringList, projects);
    QFETCH(QString, finding);
    QFETCH(QString, suggestion);
    SetupWorld world;
    Draft draft = world.draft();
    draft.groups = groups;
    for (const QString &project : projects)
        draft.projects.append(*ProjectWish::parse(project));
    const auto plan = await(makePlan(world.context(), draft, {}));
    QVERIFY(!plan);
    QCOMPARE(plan.problem().findingId.toString(), finding);
    if (!suggestion.isEmpty())
        QCOMPARE(plan.problem().evidence["suggestion"_L1].toString(), suggestion);
}

void TestMakePlan::accountsAreTold_data()
{
    QTest::addColumn<QString>("scenario");
    QTest::addColumn<QString>("organization");
    QTest::addColumn<QString>("tenant"); // of the principal
    QTest::addColumn<QString>("finding");
    QTest::newRow("organization that is not there")
        << u"not-in-org"_s << u"contosso"_s << QString() << u"org-url-wrong"_s;
    QTest::newRow("organization of personal accounts")
        << u"org-not-entra-backed"_s << u"contoso"_s << QString() << u"org-not-entra-backed"_s;
    QTest::newRow("principal of another tenant")
        << u"not-in-org"_s << u"contoso"_s << u"1f0e9d8c-7b6a-4950-8843-2a1b0c9d8e7f"_s
        << u"tenant-mismatch"_s;
}

void TestMakePlan::accountsAreTold()
{
    QFETCH(QString, scenario);
    QFETCH(QString, organization);
    QFETCH(QString, tenant);
    QFETCH(QString, finding);
    SetupWorld world(scenario);
    Draft draft = world.draft();
    draft.organization = *OrganizationName::parse(organization);
    draft.principal.tenantId = tenant;
    const auto plan = await(makePlan(world.context(), draft, {}));
    QVERIFY(!plan);
    QCOMPARE(plan.problem().findingId.toString(), finding);
}

void TestMakePlan::largeOrganizationTakesAsFewRequests()
{
    SetupWorld small;
    SetupWorld large;
    sandbox::Organization &organization = large.organization();
    for (int i = 0; i < 10'000; ++i)
        organization.projects.push_back({.id = sandbox::stableGuid(u"project %1"_s.arg(i)),
                                         .name = u"Project %1"_s.arg(i),
                                         .description = {},
                                         .visibleTo = {}});
    for (int i = 0; i < 2'000; ++i)
        organization.groups.push_back({.displayName = u"Team %1"_s.arg(i),
                                       .projectId = organization.projects[std::size_t(i % 500)].id,
                                       .originId = sandbox::stableGuid(u"group %1"_s.arg(i)),
                                       .wellKnown = {},
                                       .parents = {}});
    QVERIFY(await(makePlan(small.context(), small.fullDraft(), {})));
    QVERIFY(await(makePlan(large.context(), large.fullDraft(), {})));
    const QStringList few = small.takeRequests();
    const QStringList requests = large.takeRequests();
    qInfo("10,000 projects, 2,000 groups: %lld requests; 2 projects: %lld", qlonglong(requests.size()),
          qlonglong(few.size()));
    QCOMPARE(requests.size(), few.size());
    QVERIFY(requests.size() <= 14);
}

void TestMakePlan::wishesAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("valid");
    QTest::addColumn<QString>("group");
    QTest::addColumn<QString>("scope");
    QTest::addColumn<QString>("role");
    QTest::newRow("word") << u"P=reader"_s << true << u"Readers"_s << QString() << QString();
    QTest::newRow("word in capitals")
        << u"P=Administrator"_s << true << u"Project Administrators"_s << QString() << QString();
    QTest::newRow("name of a group") << u"My P = My Team"_s << true << u"My Team"_s << QString() << QString();
    QTest::newRow("role") << u"P=service-connections:Creator"_s << true << QString()
                          << u"service-connections"_s << u"Creator"_s;
    QTest::newRow("no role") << u"P="_s << false << QString() << QString() << QString();
    QTest::newRow("no project") << u"=reader"_s << false << QString() << QString() << QString();
    QTest::newRow("no sign") << u"P reader"_s << false << QString() << QString() << QString();
    QTest::newRow("unknown thing") << u"P=toys:Creator"_s << false << QString() << QString() << QString();
    QTest::newRow("thing without role") << u"P=library:"_s << false << QString() << QString() << QString();
}

void TestMakePlan::wishesAreRead()
{
    QFETCH(QString, text);
    QFETCH(bool, valid);
    QFETCH(QString, group);
    QFETCH(QString, scope);
    QFETCH(QString, role);
    const auto wish = ProjectWish::parse(text);
    QCOMPARE(bool(wish), valid);
    if (!wish) {
        QCOMPARE(wish.problem().findingId.toString(), u"project-wish-invalid"_s);
        return;
    }
    QCOMPARE(wish->group, group);
    QCOMPARE(wish->roleScope, scope);
    QCOMPARE(wish->role, role);
}

QTEST_GUILESS_MAIN(TestMakePlan)
#include "tst_makeplan.moc"
