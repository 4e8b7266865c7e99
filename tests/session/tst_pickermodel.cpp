#include "core/session/pickermodel.h"
#include "core/setup/makeplan.h"
#include "tests/setup/setupworld.h"
#include "tests/support/await.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;
using State = PickerModel::State;

class TestPickerModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void openingReadsOnePage();
    void scrollingReadsEachPageOnce();
    void rowsAreLimited_data();
    void rowsAreLimited();
    void searchEndsAtTheName();
    void groupsAreFoundByTheService();
    void whatIsHereIsNotAskedFor();
    void olderSearchIsStopped();
    void failureKeepsWhatIsThere_data();
    void failureKeepsWhatIsThere();
    void emptyPagesAreFollowed();
    void nobodyLooksAndNoPageIsFollowed();
    void circleOfPagesIsTold();
    void namesThatBeginComeFirst();
    void pickedGroupIsTheOneThatIsPlanned();
    void nobodyAsksNothing();
    void modelMayEndAtAnyMoment();
};

namespace {

// A model on the lists of a world, asked as its administrator over real sockets.
class Picking {
public:
    enum class Of { Projects, Groups };

    explicit Picking(SetupWorld *world, Of of)
        : m_world(world)
        , m_tester(&model)
    {
        const SetupContext context = world->context();
        const OrganizationName organization = world->draft().organization;
        if (of == Of::Projects)
            model.setSource([context, organization](const QString &text, const QString &continuation,
                                                    const std::stop_token &stop) {
                return projectNames(context, organization, text, continuation, stop);
            });
        else
            model.setSource(
                [context, organization, scope = std::make_shared<GroupScope>()](
                    const QString &text, const QString &continuation, const std::stop_token &stop) {
                    return groupNames(context, organization, scope, text, continuation, stop);
                });
        QObject::connect(&model, &PickerModel::rowsInserted, &model,
                         [this] { mostRows = std::max(mostRows, model.rowCount()); });
        world->takeRequests();
    }

    bool settles()
    {
        return QTest::qWaitFor([this] { return model.state() != State::Loading; }, 20'000);
    }
    bool search(const QString &text)
    {
        model.search(text);
        return settles();
    }
    // As a list does whose end is looked at.
    bool scrollToTheEnd()
    {
        while (model.canFetchMore({})) {
            model.fetchMore({});
            if (!settles())
                return false;
        }
        return true;
    }
    QStringList rows() const
    {
        QStringList names;
        for (int row = 0; row < model.rowCount(); ++row)
            names.append(model.index(row).data().toString());
        return names;
    }
    qsizetype requests() { return m_world->takeRequests().size(); }

    PickerModel model;
    int mostRows = 0;

private:
    SetupWorld *m_world;
    QAbstractItemModelTester m_tester;
};

void makeLarge(sandbox::Organization *organization)
{
    for (int i = 0; i < 10'000; ++i)
        organization->projects.push_back({.id = sandbox::stableGuid(u"project %1"_s.arg(i)),
                                          .name = u"Project %1"_s.arg(i),
                                          .description = {},
                                          .visibleTo = {}});
    for (int i = 0; i < 2'000; ++i)
        organization->groups.push_back({.displayName = u"Team %1"_s.arg(i),
                                        .projectId = {},
                                        .originId = sandbox::stableGuid(u"group %1"_s.arg(i)),
                                        .wellKnown = {},
                                        .parents = {}});
}

// Pages without a service: the next of a list for each question.
using Pages = std::shared_ptr<QList<NamesPage>>;

QCoro::Task<Result<NamesPage>> nextOf(Pages pages)
{
    Q_ASSERT(!pages->isEmpty());
    NamesPage page = pages->takeFirst();
    co_return page;
}

Pages scripted(PickerModel *model, const QList<NamesPage> &list)
{
    const auto pages = std::make_shared<QList<NamesPage>>(list);
    model->setSource(
        [pages](const QString &, const QString &, const std::stop_token &) { return nextOf(pages); });
    return pages;
}

} // namespace

void TestPickerModel::openingReadsOnePage()
{
    SetupWorld world;
    makeLarge(&world.organization());
    Picking projects(&world, Picking::Of::Projects);
    QVERIFY(projects.search({}));
    const qsizetype ofProjects = projects.requests();
    QCOMPARE(ofProjects, 1);
    QCOMPARE(projects.model.rowCount(), 200);
    QVERIFY(projects.model.canFetchMore({}));

    world.organization().graphPageSize = 100;
    Picking groups(&world, Picking::Of::Groups);
    QVERIFY(groups.search({}));
    const qsizetype ofGroups = groups.requests();
    // Who the account is, and the scope of the organization, come before the first page.
    QCOMPARE(ofGroups, 3);
    QCOMPARE(groups.model.rowCount(), 100);
    qInfo("10,000 projects: %lld request, %d rows; 2,000 groups: %lld requests, %d rows",
          qlonglong(ofProjects), projects.model.rowCount(), qlonglong(ofGroups), groups.model.rowCount());
    QVERIFY(groups.search(u"Team 17"_s));
    QCOMPARE(groups.requests(), 1);
}

void TestPickerModel::scrollingReadsEachPageOnce()
{
    SetupWorld world;
    makeLarge(&world.organization());
    Picking projects(&world, Picking::Of::Projects);
    const qsizetype before = world.server().requests().size();
    QVERIFY(projects.search(u"77"_s));
    QVERIFY(projects.scrollToTheEnd());
    QVERIFY(projects.model.state() == State::Complete);
    QCOMPARE(projects.model.rowCount(), 280);
    QSet<QString> pages;
    for (qsizetype i = before; i < world.server().requests().size(); ++i)
        pages.insert(world.server().requests()[i].query);
    const qsizetype requests = projects.requests();
    qInfo("280 of 10,000 projects: %lld requests, %d rows at most", qlonglong(requests), projects.mostRows);
    QCOMPARE(requests, 51); // of 200 projects each; the two of the scenario are on the last
    QCOMPARE(pages.size(), requests);

    world.organization().graphPageSize = 100;
    std::erase_if(world.organization().groups,
                  [](const sandbox::Group &group) { return group.displayName.startsWith("Team 1"_L1); });
    Picking groups(&world, Picking::Of::Groups);
    QVERIFY(groups.search({}));
    QVERIFY(groups.scrollToTheEnd());
    QVERIFY(groups.model.state() == State::Cut);
    QCOMPARE(groups.requests(), 2 + 5);
}

void TestPickerModel::rowsAreLimited_data()
{
    QTest::addColumn<bool>("ofProjects");
    QTest::addColumn<int>("requests");
    QTest::newRow("projects") << true << 3;
    QTest::newRow("groups") << false << 3;
}

void TestPickerModel::rowsAreLimited()
{
    QFETCH(bool, ofProjects);
    QFETCH(int, requests);
    SetupWorld world;
    makeLarge(&world.organization());
    Picking picking(&world, ofProjects ? Picking::Of::Projects : Picking::Of::Groups);
    QVERIFY(picking.search({}));
    QVERIFY(picking.scrollToTheEnd());
    QVERIFY(picking.model.state() == State::Cut);
    QCOMPARE(picking.mostRows, int(PickerModel::mostRows));
    const qsizetype sent = picking.requests();
    qInfo("scrolled as far as it goes: %lld requests, %d rows", qlonglong(sent), picking.mostRows);
    QCOMPARE(sent, requests);
}

void TestPickerModel::searchEndsAtTheName()
{
    SetupWorld world;
    makeLarge(&world.organization());
    Picking projects(&world, Picking::Of::Projects);
    QVERIFY(projects.search(u"  project 4321 "_s));
    QCOMPARE(projects.rows(), QStringList{u"Project 4321"_s});
    QVERIFY(projects.model.state() == State::Cut);
    const qsizetype requests = projects.requests();
    qInfo("one of 10,000 projects by its name: %lld requests of 51", qlonglong(requests));
    QCOMPARE(requests, 22);

    // A page full of others is enough to show, too.
    QVERIFY(projects.search(u"Proj"_s));
    QCOMPARE(projects.requests(), 1);
    QVERIFY(projects.model.state() == State::More);

    QVERIFY(projects.search(u"no such name"_s));
    QCOMPARE(projects.rows(), QStringList());
    QVERIFY(projects.model.state() == State::Complete);
    QCOMPARE(projects.requests(), 51);
}

void TestPickerModel::groupsAreFoundByTheService()
{
    SetupWorld world;
    makeLarge(&world.organization());
    Picking groups(&world, Picking::Of::Groups);
    QVERIFY(groups.search(u"team 1234"_s));
    QCOMPARE(groups.rows(), QStringList{u"Team 1234"_s});
    QVERIFY(groups.model.state() == State::Complete);
    QCOMPARE(groups.requests(), 3);
    QVERIFY(groups.search(u"[contoso]\\Team 77"_s));
    QCOMPARE(groups.model.rowCount(), 11);
    QCOMPARE(groups.requests(), 1);
    QVERIFY(groups.search(u"Team 1"_s));
    QCOMPARE(groups.model.rowCount(), 100);
    QVERIFY(groups.model.state() == State::Cut);
    QCOMPARE(groups.requests(), 1);
}

void TestPickerModel::whatIsHereIsNotAskedFor()
{
    SetupWorld world;
    Picking projects(&world, Picking::Of::Projects);
    QVERIFY(projects.search({}));
    QVERIFY(projects.model.state() == State::Complete);
    const QStringList all = projects.rows();
    QCOMPARE(all.size(), 2);
    QCOMPARE(projects.requests(), 1);
    projects.model.search(u"FIBER"_s);
    QCOMPARE(projects.rows(), QStringList{u"Fabrikam-Fiber"_s});
    projects.model.search(u"nothing of the kind"_s);
    QCOMPARE(projects.rows(), QStringList());
    projects.model.search(u""_s);
    QCOMPARE(projects.rows(), all);
    projects.model.search(u" "_s);
    QVERIFY(projects.model.state() == State::Complete);
    QCOMPARE(projects.requests(), 0);
}

void TestPickerModel::olderSearchIsStopped()
{
    SetupWorld world;
    makeLarge(&world.organization());
    Picking projects(&world, Picking::Of::Projects);
    projects.model.search(u"Project 9999"_s);
    const qsizetype before = world.server().requests().size();
    QVERIFY(QTest::qWaitFor([&] { return world.server().requests().size() >= before + 3; }, 20'000));
    for (const QString &text : {u"Proj"_s, u"Project 99"_s, u"Project 1"_s, u"Project 150"_s})
        projects.model.search(text);
    QVERIFY(projects.settles());
    QVERIFY(projects.rows().contains(u"Project 150"_s));
    QCOMPARE(projects.model.text(), u"Project 150"_s);
    // Whoever still ran would go on to the last page, and this one with it.
    QVERIFY(projects.search(u"no such name"_s));
    QCOMPARE(projects.rows(), QStringList());
    const qsizetype requests = projects.requests();
    // Three or four of the first, at most one of each that followed, and the last one whole.
    QVERIFY2(requests <= 4 + 4 + 51, qPrintable(QString::number(requests)));
    // What was found belongs to this search alone.
    QVERIFY(projects.search(u"Project 200"_s));
    for (const QString &name : projects.rows())
        QVERIFY2(name.contains(u"Project 200"_s), qPrintable(name));

    // Each search is told to stop by the next, and the last one by the end.
    const auto stops = std::make_shared<QList<std::stop_token>>();
    auto model = std::make_unique<PickerModel>();
    const auto pages = std::make_shared<QList<NamesPage>>(
        QList<NamesPage>{{{u"One"_s}, u"a"_s}, {{u"Two"_s}, u"a"_s}, {{u"Three"_s}, u"a"_s}});
    model->setSource([stops, pages](const QString &, const QString &, const std::stop_token &stop) {
        stops->append(stop);
        return nextOf(pages);
    });
    model->search(u"o"_s);
    model->fetchMore({});
    QVERIFY(!stops->last().stop_requested());
    model->search(u"t"_s);
    QVERIFY(stops->at(0).stop_requested() && stops->at(1).stop_requested());
    QVERIFY(!stops->last().stop_requested());
    model.reset();
    QVERIFY(stops->last().stop_requested());
}

void TestPickerModel::failureKeepsWhatIsThere_data()
{
    using Kind = sandbox::Fault::Kind;
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("finding");
    QTest::newRow("throttled") << int(Kind::Throttled) << 429 << u"devops-rate-limited"_s;
    QTest::newRow("server error") << int(Kind::Refusal) << 500 << u"devops-server-error"_s;
    QTest::newRow("unavailable") << int(Kind::Refusal) << 503 << u"devops-server-error"_s;
    QTest::newRow("connection lost") << int(Kind::ResetBefore) << 0 << u"network-failed"_s;
}

void TestPickerModel::failureKeepsWhatIsThere()
{
    QFETCH(int, kind);
    QFETCH(int, status);
    QFETCH(QString, finding);
    SetupWorld world;
    makeLarge(&world.organization());
    Picking projects(&world, Picking::Of::Projects);
    QVERIFY(projects.search({}));
    const QStringList first = projects.rows();
    sandbox::Fault fault;
    fault.path = u"_apis/projects"_s;
    fault.kind = sandbox::Fault::Kind(kind);
    fault.status = status;
    fault.times = 1'000;
    world.world().faults = {fault};
    projects.model.fetchMore({});
    QVERIFY(projects.settles());
    QVERIFY(projects.model.state() == State::Failed);
    QCOMPARE(projects.model.problem()->findingId.toString(), finding);
    QCOMPARE(projects.rows(), first);
    // A list that is looked at does not ask by itself again and again.
    QVERIFY(!projects.model.canFetchMore({}));

    world.world().faults.clear();
    world.takeRequests();
    projects.model.tryAgain();
    QVERIFY(projects.settles());
    QVERIFY(!projects.model.problem());
    QCOMPARE(projects.model.rowCount(), 400);
    QCOMPARE(projects.rows().mid(0, 200), first);
    QCOMPARE(projects.requests(), 1);
}

void TestPickerModel::emptyPagesAreFollowed()
{
    SetupWorld world;
    world.organization().emptyGraphPages = 3;
    Picking groups(&world, Picking::Of::Groups);
    QVERIFY(groups.search({}));
    QVERIFY(groups.rows().contains(u"Infrastructure Automation"_s));
    QVERIFY(groups.model.state() == State::Complete);
    QCOMPARE(groups.requests(), 2 + 3 + 1);
}

void TestPickerModel::nobodyLooksAndNoPageIsFollowed()
{
    PickerModel model;
    const Pages pages =
        scripted(&model, {{{}, u"a"_s}, {{}, u"b"_s}, {{u"One"_s}, u"c"_s}, {{u"Two"_s}, {}}});
    QObject::connect(&model, &PickerModel::stateChanged, &model, &PickerModel::rest);
    model.search({});
    QCOMPARE(pages->size(), 3);
    QVERIFY(model.state() == State::More);
    QObject::disconnect(&model, &PickerModel::stateChanged, &model, &PickerModel::rest);
    // The same text again: where it stood.
    model.search({});
    QCOMPARE(pages->size(), 1);
    QCOMPARE(model.rowCount(), 1);
    model.search({});
    QCOMPARE(pages->size(), 1);
    model.fetchMore({});
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(model.state() == State::Complete);
}

void TestPickerModel::circleOfPagesIsTold()
{
    PickerModel model;
    const Pages pages = scripted(&model,
                                 {{{u"One"_s}, u"a"_s},
                                  {{u"Two"_s}, u"b"_s},
                                  {{u"Three"_s}, u"a"_s},
                                  {{u"One"_s}, u"a"_s},
                                  {{u"Two"_s}, {}}});
    model.search({});
    model.fetchMore({});
    model.fetchMore({});
    QVERIFY(model.state() == State::Failed);
    QCOMPARE(model.problem()->findingId.toString(), u"devops-server-error"_s);
    QCOMPARE(model.rowCount(), 3);
    model.tryAgain();
    QVERIFY(model.state() == State::More);
    QCOMPARE(model.rowCount(), 1);
    model.fetchMore({});
    QVERIFY(model.state() == State::Complete);
    QCOMPARE(model.rowCount(), 2);
}

void TestPickerModel::namesThatBeginComeFirst()
{
    PickerModel model;
    const Pages pages = scripted(&model,
                                 {{{u"My Core"_s, u"core"_s + u" two"_s, u"Core one"_s}, u"a"_s},
                                  {{u"Another core"_s, u"Core three"_s}, {}}});
    model.search(u"core"_s);
    model.fetchMore({});
    QStringList rows;
    for (int row = 0; row < model.rowCount(); ++row)
        rows.append(model.index(row).data().toString());
    // What was shown stays where it was.
    QCOMPARE(rows,
             (QStringList{u"core two"_s, u"Core one"_s, u"My Core"_s, u"Core three"_s, u"Another core"_s}));
}

void TestPickerModel::pickedGroupIsTheOneThatIsPlanned()
{
    SetupWorld world;
    // Entra has one that is called the same, and it is listed first.
    sandbox::Group ofEntra;
    ofEntra.displayName = u"Infrastructure Automation"_s;
    ofEntra.originId = sandbox::stableGuid(u"of entra"_s);
    ofEntra.origin = u"aad"_s;
    auto &groupsOfWorld = world.organization().groups;
    groupsOfWorld.insert(groupsOfWorld.begin(), ofEntra);

    Picking groups(&world, Picking::Of::Groups);
    QVERIFY(groups.search(u"Infra"_s));
    QCOMPARE(
        groups.rows(),
        (QStringList{u"Infrastructure Automation"_s, u"[TEAM FOUNDATION]\\Infrastructure Automation"_s}));
    const QStringList whole{u"[contoso]\\Infrastructure Automation"_s,
                            u"[TEAM FOUNDATION]\\Infrastructure Automation"_s};
    for (int row = 0; row < 2; ++row) {
        Draft draft = world.draft();
        draft.groups = {groups.rows()[row]};
        const auto plan = await(makePlan(world.context(), draft, {}));
        QVERIFY(plan);
        QCOMPARE(plan->steps.last().group, whole[row]);
    }
}

void TestPickerModel::nobodyAsksNothing()
{
    SetupWorld world;
    Picking projects(&world, Picking::Of::Projects);
    QVERIFY(projects.search({}));
    projects.model.setSource({});
    QCOMPARE(projects.model.rowCount(), 0);
    QVERIFY(projects.model.state() == State::Idle);
    QVERIFY(!projects.model.canAsk());
    projects.model.search(u"Fab"_s);
    QVERIFY(projects.model.state() == State::Idle);
}

void TestPickerModel::modelMayEndAtAnyMoment()
{
    SetupWorld world;
    makeLarge(&world.organization());
    for (int after = 0; after < 4; ++after) {
        auto projects = std::make_unique<Picking>(&world, Picking::Of::Projects);
        const qsizetype before = world.server().requests().size();
        projects->model.search(u"no such name"_s);
        QVERIFY(QTest::qWaitFor([&] { return world.server().requests().size() >= before + after; }, 20'000));
        projects.reset();
    }
    // And a last one for whatever came late.
    Picking projects(&world, Picking::Of::Projects);
    QVERIFY(projects.search({}));
    QCOMPARE(projects.model.rowCount(), 200);
}

QTEST_GUILESS_MAIN(TestPickerModel)
#include "tst_pickermodel.moc"
