#include "core/devops/securityroles.h"
#include "core/rights/rightsverdict.h"
#include "core/rights/securitynamespace.h"
#include "core/sandbox/sandboxserver.h"
#include "core/sandbox/world/accesscontrol.h"
#include "core/sandbox/world/tokenissuer.h"
#include "core/setup/grantrights.h"
#include "tests/support/await.h"
#include "tests/support/sanitizer.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

namespace {

const QString git = u"2e9eb7ed-3c0a-47d4-87c1-0ffdd275fd87"_s;
const QString fiber = u"6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c"_s;
const QString repository = u"repoV2/"_s + fiber + u"/0f0e0d0c-0b0a-4908-8706-050403020100"_s;
QString project()
{
    return u"repoV2/"_s + fiber;
}
const QString branch = repository + u"/refs/heads/6d00610069006e00"_s; // main
const QString machineId = u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s;
const QString tenantId = u"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_s;
constexpr int forcePush = 8; // nobody but project administrators has it by itself
constexpr int contribute = 4;

// The healthy organization with groups to put permissions on: vm-build is in Inner, Inner in Outer.
class RightsWorld {
public:
    RightsWorld()
        : m_server(*sandbox::Scenario::named(u"healthy"_s))
    {
        if (!m_server.listen())
            qFatal("cannot listen on loopback");
        for (const QString &name : {u"Outer"_s, u"Inner"_s, u"Other"_s}) {
            sandbox::Group group;
            group.displayName = name;
            group.projectId = fiber;
            group.originId = idOf(name);
            organization().groups.push_back(group);
        }
        groupNamed(u"Inner"_s).parents = {idOf(u"Outer"_s)};
        member().groups = {u"[Fabrikam-Fiber]\\Inner"_s};
        organization().repositories = {
            {.id = u"0f0e0d0c-0b0a-4908-8706-050403020100"_s, .name = u"web"_s, .projectId = fiber}};
        m_organization = organization();
    }

    // As it was in the beginning.
    void reset() { organization() = m_organization; }

    sandbox::SandboxServer &server() { return m_server; }
    sandbox::Organization &organization() { return m_server.world().organizations.front(); }
    sandbox::Member &member() { return *organization().member(machineId); }
    static QString idOf(const QString &name) { return sandbox::stableGuid(u"rights group "_s + name); }
    sandbox::Group &groupNamed(const QString &name)
    {
        for (sandbox::Group &group : organization().groups) {
            if (group.originId == idOf(name))
                return group;
        }
        qFatal("no such group");
    }
    // "own", or the name of a group.
    QString subject(const QString &who) { return who == "own"_L1 ? member().storageKey : idOf(who); }
    void say(const QString &who, const QString &token, int allow, int deny)
    {
        sandbox::setEntry(&organization(), *sandbox::securityNamespace(git), token,
                          {.subject = subject(who), .allow = allow, .deny = deny});
    }
    void cut(const QString &token)
    {
        sandbox::setInheritance(&organization(), *sandbox::securityNamespace(git), token, false);
    }

    Http http() const
    {
        HostImage image;
        image.clock = 1790000000;
        NetSettings net;
        net.simulatedAzure = m_server.url();
        return Http(Host::from(image), net);
    }
    Credential machine()
    {
        const sandbox::World &world = m_server.world();
        return bearer(sandbox::issueToken(world, *world.identity(machineId), azureDevOpsResource));
    }
    Credential jane()
    {
        const sandbox::World &world = m_server.world();
        return bearer(sandbox::issuePersonToken(world, world.persons.front(), tenantId, u"a-client"_s,
                                                azureDevOpsResource, u"user_impersonation"_s));
    }

private:
    static Credential bearer(QByteArray token)
    {
        return Credential::bearer(Resource::AzureDevOps, Secret(std::move(token)));
    }

    sandbox::SandboxServer m_server;
    sandbox::Organization m_organization;
};

using Change = void (*)(RightsWorld &);

OrganizationName contoso()
{
    return *OrganizationName::parse(u"contoso"_s);
}

QString separatorOf(const QString &namespaceId)
{
    const SecurityNamespace *space = findSecurityNamespace(namespaceId);
    return space ? space->separator : QString();
}

HeldPermissions asked(RightsWorld &world, const QList<AskedPermission> &questions,
                      AskAdministrator administrator = AskAdministrator::No,
                      qsizetype batch = usualEvaluationBatch)
{
    return await(
        askPermissions(world.http(), contoso(), world.machine(), questions, administrator, batch, {}, {}));
}

AccessSeen seenBy(RightsWorld &world, const Credential &administrator, const AskedPermission &question)
{
    const QString descriptor = accessDescriptor(*TenantId::parse(tenantId), *ObjectId::parse(machineId));
    return await(
        readAccess(world.http(), contoso(), administrator, descriptor, {question}, separatorOf, {}, {}));
}

// What an entry says: nothing, yes, no.
constexpr std::pair<int, int> sayings[] = {{0, 0}, {forcePush, 0}, {0, forcePush}};

} // namespace

class TestRightsCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void computedEqualsEvaluated();
    void situationsAreDecided_data();
    void situationsAreDecided();
    void entraGroupsAreNotSeenFromTheDesk();
    void whatCannotBeReadIsUnknown();
    void equalQuestionsAreAskedOnce();
    void refusedBatchesAreHalvedAndRemembered();
    void throttlingIsWaitedOut_data();
    void throttlingIsWaitedOut();
    void oddRepliesAreUnknown_data();
    void oddRepliesAreUnknown();
    void administratorsPassOnlyAsThat();
    void namesAreLookedUp();
    void unknownPartsAreAskedAbove();
    void whyNotNamesTheEntry();
    void whatIsNoPermissionIsAskedWhereItLives();
    void deskSaysComputed();
    void onlyWhatWasAskedIsAPass();
    void leastGrantIsExact();
    void whatDoesNotExistIsNotHeld();
    void whatIsThereAlreadyIsAskedAbout();
    void onlyCertainNeedsAreGranted();
    void withoutTheSecondAnswerNothingIsKnown();
    void groupsOfAProjectAreNotThoseOfTheOrganization();
    void rolesAreAskedAtOneAddress();
    void manyQuestionsAreAskedInBatches();

private:
    RightsWorld m_world;
};

// The identity itself and a group, on a repository and on the project above it: each says nothing, allows or
// denies. The rules are written twice, in the sandbox and in core/rights, and must come to the same.
void TestRightsCheck::computedEqualsEvaluated()
{
    int cases = 0;
    int allowed = 0;
    const AskedPermission question{git, branch, forcePush};
    for (const auto &[ownAllow, ownDeny] : sayings) {
        for (const auto &[groupAllow, groupDeny] : sayings) {
            for (const auto &[ownAbove, ownDeniedAbove] : sayings) {
                for (const auto &[groupAbove, groupDeniedAbove] : sayings) {
                    m_world.reset();
                    m_world.say(u"own"_s, repository, ownAllow, ownDeny);
                    m_world.say(u"Outer"_s, repository, groupAllow, groupDeny);
                    m_world.say(u"own"_s, u"repoV2/"_s + fiber, ownAbove, ownDeniedAbove);
                    m_world.say(u"Outer"_s, u"repoV2/"_s + fiber, groupAbove, groupDeniedAbove);
                    // By the documented rules, said a third time.
                    const bool denied = ownDeny || groupDeny;
                    const bool yes = denied ? false
                        : ownAllow || groupAllow
                        ? true
                        : (ownAbove || groupAbove) && !ownDeniedAbove && !groupDeniedAbove;
                    const HeldPermissions held = asked(m_world, {question});
                    QCOMPARE(held.answers, QList<Held>{yes ? Held::Yes : Held::No});
                    const AccessSeen seen = seenBy(m_world, m_world.jane(), question);
                    const ComputedAccess access = computeAccess(seen, question, u"/"_s);
                    QVERIFY(access.answer != ComputedAccess::Answer::Unknown);
                    QCOMPARE(access.answer == ComputedAccess::Answer::Allowed, yes);
                    ++cases;
                    allowed += yes ? 1 : 0;
                }
            }
        }
    }
    QCOMPARE(cases, 81);
    qInfo("%d cases, %d allowed: computed equals evaluated", cases, allowed);
    QVERIFY(allowed > 20 && allowed < 61);
}

void TestRightsCheck::situationsAreDecided_data()
{
    using Answer = ComputedAccess::Answer;
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("token");
    QTest::addColumn<int>("bit");
    QTest::addColumn<Answer>("answer");
    QTest::addColumn<QString>("decidedBy"); // "own", the name of a group, or empty
    QTest::addColumn<QString>("decidedAt");
    const auto row = [](const char *name, Change change, const QString &token, int bit, Answer answer,
                        const QString &by, const QString &at) {
        QTest::newRow(name) << change << token << bit << answer << by << at;
    };
    row("nothing is said", [](RightsWorld &) { }, branch, forcePush, Answer::NotSet, {}, {});
    row(
        "through a group in a group",
        [](RightsWorld &world) { world.say(u"Outer"_s, repository, forcePush, 0); }, branch, forcePush,
        Answer::Allowed, u"Outer"_s, repository);
    row(
        "denied through a group in a group",
        [](RightsWorld &world) {
            world.say(u"own"_s, repository, forcePush, 0);
            world.say(u"Outer"_s, repository, 0, forcePush);
        },
        branch, forcePush, Answer::Denied, u"Outer"_s, repository);
    row(
        "denied above, allowed below",
        [](RightsWorld &world) {
            world.say(u"Outer"_s, u"repoV2"_s, 0, forcePush);
            world.say(u"Inner"_s, branch, forcePush, 0);
        },
        branch, forcePush, Answer::Allowed, u"Inner"_s, branch);
    row(
        "allowed above, denied on the branch",
        [](RightsWorld &world) {
            world.say(u"own"_s, repository, contribute, 0);
            world.say(u"own"_s, branch, 0, contribute);
        },
        branch, contribute, Answer::Denied, u"own"_s, branch);
    row(
        "allowed at the top", [](RightsWorld &world) { world.say(u"Inner"_s, u"repoV2"_s, forcePush, 0); },
        branch, forcePush, Answer::Allowed, u"Inner"_s, u"repoV2"_s);
    row("a list that does not inherit",
        [](RightsWorld &world) {
            world.say(u"own"_s, project(), forcePush, 0);
            world.cut(repository);
        },
        branch, forcePush, Answer::NotSet, {}, {});
    row(
        "a denial that is not inherited",
        [](RightsWorld &world) {
            world.say(u"own"_s, project(), 0, forcePush);
            world.say(u"Inner"_s, repository, forcePush, 0);
            world.cut(repository);
        },
        branch, forcePush, Answer::Allowed, u"Inner"_s, repository);
    row(
        "groups in a circle",
        [](RightsWorld &world) {
            world.groupNamed(u"Outer"_s).parents = {RightsWorld::idOf(u"Inner"_s)};
            world.say(u"Outer"_s, repository, forcePush, 0);
        },
        branch, forcePush, Answer::Allowed, u"Outer"_s, repository);
    row("a group that it is not in",
        [](RightsWorld &world) { world.say(u"Other"_s, repository, forcePush, 0); }, branch, forcePush,
        Answer::NotSet, {}, {});
    row("another bit", [](RightsWorld &world) { world.say(u"own"_s, repository, contribute, 0); }, branch,
        forcePush, Answer::NotSet, {}, {});
    row("another branch", [](RightsWorld &world) { world.say(u"own"_s, branch, forcePush, 0); },
        repository + u"/refs/heads/6400650076007600"_s, forcePush, Answer::NotSet, {}, {});
    row(
        "a token in other case",
        [](RightsWorld &world) { world.say(u"own"_s, repository.toUpper(), forcePush, 0); }, repository,
        forcePush, Answer::Allowed, u"own"_s, repository);
    row(
        "a token with a separator at its end",
        [](RightsWorld &world) { world.say(u"own"_s, branch + u'/', forcePush, 0); }, branch, forcePush,
        Answer::Allowed, u"own"_s, branch);
    row(
        "what every contributor has",
        [](RightsWorld &world) { world.member().groups.append(u"[Fabrikam-Fiber]\\Contributors"_s); }, branch,
        contribute, Answer::Allowed, u"Contributors"_s, project());
    row("a reader", [](RightsWorld &world) { world.member().groups.append(u"[Fabrikam-Fiber]\\Readers"_s); },
        branch, contribute, Answer::NotSet, {}, {});
}

void TestRightsCheck::situationsAreDecided()
{
    QFETCH(Change, change);
    QFETCH(QString, token);
    QFETCH(int, bit);
    QFETCH(ComputedAccess::Answer, answer);
    QFETCH(QString, decidedBy);
    QFETCH(QString, decidedAt);
    m_world.reset();
    change(m_world);
    const AskedPermission question{git, token, bit};
    const bool yes = answer == ComputedAccess::Answer::Allowed;
    QCOMPARE(asked(m_world, {question}).answers, QList<Held>{yes ? Held::Yes : Held::No});
    const AccessSeen seen = seenBy(m_world, m_world.jane(), question);
    const ComputedAccess access = computeAccess(seen, question, u"/"_s);
    QCOMPARE(access.answer, answer);
    QCOMPARE(access.decidedAt, decidedAt);
    if (decidedBy == "own"_L1)
        QCOMPARE(access.decidedBy, seen.descriptor);
    else
        QCOMPARE(seen.names.value(access.decidedBy).section(u'\\', -1), decidedBy);
}

// The service looks up groups of Entra when the identity asks; from the desk nobody sees them.
void TestRightsCheck::entraGroupsAreNotSeenFromTheDesk()
{
    m_world.reset();
    sandbox::Group builders;
    builders.displayName = u"Builders"_s;
    builders.originId = RightsWorld::idOf(u"Builders"_s);
    builders.origin = u"aad"_s;
    builders.entraMembers = {machineId};
    m_world.organization().groups.push_back(builders);
    m_world.say(u"Builders"_s, repository, forcePush, 0);
    const AskedPermission question{git, branch, forcePush};
    QCOMPARE(asked(m_world, {question}).answers, QList<Held>{Held::Yes});
    const ComputedAccess access = computeAccess(seenBy(m_world, m_world.jane(), question), question, u"/"_s);
    QCOMPARE(access.answer, ComputedAccess::Answer::NotSet);
}

void TestRightsCheck::whatCannotBeReadIsUnknown()
{
    m_world.reset();
    const AskedPermission question{git, branch, forcePush};
    sandbox::Fault broken;
    broken.path = u"accesscontrollists"_s;
    broken.status = 500;
    broken.times = 1;
    m_world.server().world().faults = {broken};
    AccessSeen seen = seenBy(m_world, m_world.jane(), question);
    QCOMPARE(computeAccess(seen, question, u"/"_s).answer, ComputedAccess::Answer::Unknown);
    broken.path = u"identities"_s;
    m_world.server().world().faults = {broken};
    seen = seenBy(m_world, m_world.jane(), question);
    m_world.server().world().faults.clear();
    QVERIFY(!seen.groups);
    QCOMPARE(computeAccess(seen, question, u"/"_s).answer, ComputedAccess::Answer::Unknown);
    QCOMPARE(tokenLevels(u"$PROCESS:a:b:"_s, u":"_s),
             (QStringList{u"$PROCESS:a:b"_s, u"$PROCESS:a"_s, u"$PROCESS"_s}));
    QCOMPARE(tokenLevels(u"/a"_s, u"/"_s), QStringList{u"/a"_s});
    QCOMPARE(tokenLevels(u"a/b"_s, {}), QStringList{u"a/b"_s});
}

void TestRightsCheck::equalQuestionsAreAskedOnce()
{
    m_world.reset();
    m_world.say(u"own"_s, repository, forcePush, 0);
    const AskedPermission yes{git, branch, forcePush};
    const AskedPermission no{git, u"repoV2/nothing"_s, forcePush};
    const qsizetype before = m_world.server().requests().size();
    const HeldPermissions held = asked(m_world, {yes, no, yes, no, yes}, AskAdministrator::No, 2);
    QCOMPARE(held.answers, (QList<Held>{Held::Yes, Held::No, Held::Yes, Held::No, Held::Yes}));
    QCOMPARE(held.requests, 1);
    QCOMPARE(m_world.server().requests().size() - before, 1);
}

void TestRightsCheck::refusedBatchesAreHalvedAndRemembered()
{
    m_world.reset();
    m_world.organization().mostEvaluations = 13;
    QList<AskedPermission> questions;
    for (int i = 0; i < 100; ++i)
        questions.append({git, u"repoV2/%1"_s.arg(i), 2});
    const HeldPermissions held = asked(m_world, questions);
    QCOMPARE(held.answers, QList<Held>(100, Held::No));
    QCOMPARE(held.batch, 13); // 50, 25, 13
    QCOMPARE(held.requests, 2 + 8);
    QCOMPARE(asked(m_world, questions, AskAdministrator::No, held.batch).requests, 8);
    // One that is refused by itself stays unknown, and the others do not.
    m_world.organization().mostEvaluations = 0;
    sandbox::Fault one;
    one.path = u"permissionevaluationbatch"_s;
    one.status = 400;
    m_world.server().world().faults = {one};
    const HeldPermissions single = asked(m_world, questions.mid(0, 2), AskAdministrator::No, 1);
    m_world.server().world().faults.clear();
    QCOMPARE(single.answers, (QList<Held>{Held::Unknown, Held::No}));
    QCOMPARE(single.refusal->status, 400);
}

void TestRightsCheck::throttlingIsWaitedOut_data()
{
    QTest::addColumn<int>("retryAfter");
    QTest::addColumn<Held>("held");
    QTest::newRow("a minute") << 60 << Held::No;
    QTest::newRow("an hour") << 3600 << Held::Unknown;
}

void TestRightsCheck::throttlingIsWaitedOut()
{
    QFETCH(int, retryAfter);
    QFETCH(Held, held);
    m_world.reset();
    sandbox::Fault fault;
    fault.path = u"permissionevaluationbatch"_s;
    fault.kind = sandbox::Fault::Kind::Throttled;
    fault.retryAfter = retryAfter;
    m_world.server().world().faults = {fault};
    const HeldPermissions told = asked(m_world, {{git, branch, forcePush}, {git, branch, 2048}});
    m_world.server().world().faults.clear();
    QCOMPARE(told.answers, (QList<Held>{held, held}));
}

void TestRightsCheck::oddRepliesAreUnknown_data()
{
    QTest::addColumn<QByteArray>("body");
    const auto evaluation = [](const QString &token) {
        return QJsonObject{
            {u"securityNamespaceId"_s, git}, {u"token"_s, token}, {u"permissions"_s, 2}, {u"value"_s, true}};
    };
    const auto reply = [](const QJsonArray &evaluations) {
        return QJsonDocument(QJsonObject{{u"evaluations"_s, evaluations}}).toJson();
    };
    const QJsonObject first = evaluation(u"repoV2/a"_s);
    const QJsonObject second = evaluation(u"repoV2/b"_s);
    const QJsonObject bare{{u"value"_s, true}};
    QTest::newRow("one value too few") << reply({first});
    QTest::newRow("another order") << reply({second, first});
    QTest::newRow("without the questions") << reply({bare, bare});
    QTest::newRow("a page") << QByteArray("<html></html>");
}

void TestRightsCheck::oddRepliesAreUnknown()
{
    QFETCH(QByteArray, body);
    m_world.reset();
    sandbox::Fault fault;
    fault.path = u"permissionevaluationbatch"_s;
    fault.status = 200;
    fault.body = body;
    m_world.server().world().faults = {fault};
    const HeldPermissions held = asked(m_world, {{git, u"repoV2/a"_s, 2}, {git, u"repoV2/b"_s, 2}});
    m_world.server().world().faults.clear();
    QCOMPARE(held.answers, (QList<Held>{Held::Unknown, Held::Unknown}));
}

void TestRightsCheck::administratorsPassOnlyAsThat()
{
    m_world.reset();
    const AskedPermission bypass{git, branch, 128};
    const AskedPermission push{git, branch, forcePush};
    QCOMPARE(asked(m_world, {bypass}, AskAdministrator::Yes).answers, QList<Held>{Held::No});
    m_world.member().groups = {u"[contoso]\\Project Collection Administrators"_s};
    QCOMPARE(asked(m_world, {bypass, push}, AskAdministrator::Yes).answers,
             (QList<Held>{Held::AsAdministrator, Held::Yes}));
    QCOMPARE(asked(m_world, {bypass}).answers, QList<Held>{Held::No});
}

namespace {

constexpr int editPolicies = 2048;

ObjectPart known(const QString &value)
{
    return {ObjectPart::State::Known, value, {}};
}

ObjectPart named(const QString &value)
{
    return {ObjectPart::State::Named, value, {}};
}

RightToCheck permission(const SecuredObject &object, int bit, const QString &namespaceId = git)
{
    AccessRight right;
    right.kind = RightKind::Permission;
    right.namespaceId = namespaceId;
    right.bit = bit;
    return {.right = right, .object = object};
}

QString wordOf(const CheckedRight &right)
{
    return toString(right.standing);
}

CheckedRights checkedRights(RightsWorld &world, const QList<RightToCheck> &rights)
{
    return await(checkRights(world.http(), contoso(), world.machine(), rights, {}, {}));
}

} // namespace

void TestRightsCheck::namesAreLookedUp()
{
    m_world.reset();
    const QString id = u"0f0e0d0c-0b0a-4908-8706-050403020100"_s;
    m_world.organization().repositories = {{.id = id, .name = u"web"_s, .projectId = fiber}};
    m_world.member().groups.append(u"[Fabrikam-Fiber]\\Contributors"_s);
    m_world.say(u"own"_s, repository, editPolicies, 0);
    m_world.say(u"own"_s, branch, 0, editPolicies);
    const SecuredObject web{ObjectKind::Repository, {named(u"fabrikam-fiber"_s), named(u"Web"_s)}};
    SecuredObject main = web;
    main.kind = ObjectKind::Branch;
    main.parts.append(known(u"main"_s));
    const CheckedRights checked =
        checkedRights(m_world, {permission(web, editPolicies), permission(main, editPolicies)});
    QCOMPARE(wordOf(checked.rights[0]), u"held"_s);
    QVERIFY(!checked.rights[0].askedAbove);
    QCOMPARE(checked.rights[0].token, repository);
    QCOMPARE(wordOf(checked.rights[1]), u"missing"_s);
    QCOMPARE(checked.rights[1].why.answer, ComputedAccess::Answer::Denied);
    QCOMPARE(checked.rights[1].why.decidedAt, branch);
    QCOMPARE(checked.rights[1].decidedByName, QString());
    QCOMPARE(checked.requests, 2);
}

// Of what is there and has no known id, an object above says nothing certain; of what is not there yet, it
// does.
void TestRightsCheck::unknownPartsAreAskedAbove()
{
    m_world.reset();
    m_world.member().groups.append(u"[Fabrikam-Fiber]\\Contributors"_s);
    const SecuredObject unseen{ObjectKind::Repository, {known(fiber), named(u"nothing"_s)}};
    SecuredObject created = unseen;
    created.parts[1] = {ObjectPart::State::Created, u"azuredevops_git_repository.web"_s, {}};
    const SecuredObject elsewhere{ObjectKind::Pipeline, {named(u"Unseen"_s)}};
    const CheckedRights checked =
        checkedRights(m_world,
                      {permission(unseen, contribute), permission(unseen, editPolicies),
                       permission(created, contribute), permission(created, editPolicies),
                       permission(elsewhere, 1, u"33344d9c-fc72-4d6f-aba5-fa317101a7e9"_s)});
    QStringList standings;
    for (const CheckedRight &right : checked.rights)
        standings.append(wordOf(right));
    QCOMPARE(standings, (QStringList{u"unknown"_s, u"unknown"_s, u"held"_s, u"missing"_s, u"unknown"_s}));
    QVERIFY(checked.rights[2].askedAbove);
    QCOMPARE(checked.rights[2].token, project());
    QVERIFY(!checked.rights[4].askedOn);
    // The identity gets the rest by creating it, and nobody is asked.
    RightToCheck own = permission(created, editPolicies);
    own.createdPart = 1;
    const CheckedRights none = checkedRights(m_world, {own});
    QCOMPARE(wordOf(none.rights[0]), u"by-creating"_s);
    QCOMPARE(none.requests, 0);
}

void TestRightsCheck::whyNotNamesTheEntry()
{
    m_world.reset();
    m_world.say(u"own"_s, repository, editPolicies, 0);
    m_world.say(u"Outer"_s, repository, 0, editPolicies);
    const SecuredObject web{ObjectKind::Repository,
                            {known(fiber), known(u"0f0e0d0c-0b0a-4908-8706-050403020100"_s)}};
    m_world.member().groups.append(u"[Fabrikam-Fiber]\\Readers"_s);
    const CheckedRights checked =
        checkedRights(m_world, {permission(web, editPolicies), permission(web, forcePush)});
    QCOMPARE(wordOf(checked.rights[0]), u"missing"_s);
    QCOMPARE(checked.rights[0].why.answer, ComputedAccess::Answer::Denied);
    QCOMPARE(checked.rights[0].decidedByName, u"[Fabrikam-Fiber]\\Outer"_s);
    QCOMPARE(checked.rights[0].why.decidedAt, repository);
    // Somebody denied what the identity may not read, so nobody knows why.
    QCOMPARE(wordOf(checked.rights[1]), u"missing"_s);
    QVERIFY(checked.rights[1].why.decidedBy.isEmpty());
}

void TestRightsCheck::whatIsNoPermissionIsAskedWhereItLives()
{
    m_world.reset();
    m_world.member().groups.append(u"[Fabrikam-Fiber]\\Readers"_s);
    AccessRight basic;
    basic.kind = RightKind::AccessLevel;
    AccessRight reader;
    reader.kind = RightKind::Membership;
    reader.name = u"Readers"_s;
    AccessRight collection = reader;
    collection.name = u"Project Collection Administrators"_s;
    AccessRight role;
    role.kind = RightKind::Role;
    role.name = u"Creator"_s;
    const SecuredObject library{ObjectKind::RoleResource,
                                {known(u"distributedtask.library"_s), known(fiber + u"$0"_s)}};
    AccessRight azure;
    azure.kind = RightKind::Outside;
    AccessRight person;
    person.kind = RightKind::Impossible;
    const QList<RightToCheck> rights{{.right = basic},      {.right = reader},
                                     {.right = collection}, {.right = role, .object = library},
                                     {.right = azure},      {.right = person}};
    const auto standings = [&] {
        QStringList all;
        const CheckedRights checked = checkedRights(m_world, rights);
        for (const CheckedRight &right : checked.rights)
            all.append(wordOf(right));
        return all;
    };
    // The entitlement of another is read by administrators only, and the machine is none.
    const QString level = standings().first();
    QVERIFY(level == u"held"_s || level == u"unknown"_s);
    QCOMPARE(standings().mid(1),
             (QStringList{u"held"_s, u"unknown"_s, u"unknown"_s, u"not-asked"_s, u"impossible"_s}));
    m_world.organization().roles = {{.scope = u"distributedtask.library"_s,
                                     .resourceId = fiber + u"$0"_s,
                                     .storageKey = m_world.member().storageKey,
                                     .role = u"Creator"_s}};
    QCOMPARE(standings()[3], u"held"_s);
}

void TestRightsCheck::deskSaysComputed()
{
    m_world.reset();
    m_world.say(u"Outer"_s, repository, editPolicies, 0);
    m_world.say(u"own"_s, branch, 0, editPolicies);
    const SecuredObject web{ObjectKind::Repository,
                            {named(u"Fabrikam-Fiber"_s), known(u"0f0e0d0c-0b0a-4908-8706-050403020100"_s)}};
    SecuredObject main = web;
    main.kind = ObjectKind::Branch;
    main.parts.append(known(u"main"_s));
    const QString descriptor = accessDescriptor(*TenantId::parse(tenantId), *ObjectId::parse(machineId));
    const QList<RightToCheck> rights{permission(web, editPolicies), permission(main, editPolicies)};
    const CheckedRights checked =
        await(computeRights(m_world.http(), contoso(), m_world.jane(), descriptor, rights, {}, {}));
    QCOMPARE(QString(toString(checked.basis)), u"computed"_s);
    QCOMPARE(wordOf(checked.rights[0]), u"computed"_s);
    QCOMPARE(checked.rights[0].decidedByName, u"[Fabrikam-Fiber]\\Outer"_s);
    QCOMPARE(wordOf(checked.rights[1]), u"missing"_s);
    QCOMPARE(checked.requests, 0);
}

namespace {

NeededRight need(const RightToCheck &right, Proof proof = Proof::Documented, Truth truth = Truth::True)
{
    NeededRight needed;
    needed.right = right.right;
    needed.object = right.object;
    needed.proof = proof;
    needed.truth = truth;
    return needed;
}

} // namespace

void TestRightsCheck::onlyWhatWasAskedIsAPass()
{
    const SecuredObject web{ObjectKind::Repository, {known(fiber)}};
    NeededRights needed;
    needed.resources = 1;
    needed.ofPlan = true;
    needed.rights = {need(permission(web, 2)), need(permission(web, editPolicies))};
    auto caller = ConnectionSeen::Kind::Identity;
    bool isAskedAbove = false;
    const auto verdict = [&](RightStanding first, RightStanding second,
                             RightsBasis basis = RightsBasis::Asked) {
        CheckedRights checked;
        checked.basis = basis;
        checked.connection.kind = caller;
        checked.rights = QList<CheckedRight>(2);
        checked.rights[0].standing = first;
        checked.rights[1].standing = second;
        checked.rights[1].askedAbove = isAskedAbove;
        return QString(toString(judgeRights(needed, checked)));
    };
    const RightStanding held = RightStanding::Held;
    QCOMPARE(verdict(held, held), u"ready"_s);
    QCOMPARE(verdict(held, RightStanding::AsAdministrator), u"ready"_s);
    // An identity that creates an object now has it; one that may have been created before may not.
    needed.rights[1].met = MetByCreating::Yes;
    QCOMPARE(verdict(held, RightStanding::ByCreating), u"ready"_s);
    needed.rights[1].met = MetByCreating::IfCreator;
    QCOMPARE(verdict(held, RightStanding::ByCreating), u"unclear"_s);
    // Whoever is not an identity was not asked about.
    caller = ConnectionSeen::Kind::NoAnswer;
    QCOMPARE(verdict(held, held), u"unclear"_s);
    caller = ConnectionSeen::Kind::NotAMember;
    QCOMPARE(verdict(held, held), u"not-ready"_s);
    caller = ConnectionSeen::Kind::Identity;
    // Without a plan, an object that is to be created may be there, with entries of its own.
    isAskedAbove = true;
    QCOMPARE(verdict(held, held), u"ready"_s);
    needed.ofPlan = false;
    QCOMPARE(verdict(held, held), u"unclear"_s);
    QCOMPARE(verdict(held, RightStanding::Missing), u"unclear"_s);
    isAskedAbove = false;
    QCOMPARE(verdict(held, held), u"ready"_s);
    needed.resources = 0;
    QCOMPARE(verdict(held, held), u"unclear"_s);
    needed.resources = 1;
    QCOMPARE(verdict(held, RightStanding::Missing), u"not-ready"_s);
    QCOMPARE(verdict(RightStanding::Unknown, RightStanding::Impossible), u"not-ready"_s);
    QCOMPARE(verdict(held, RightStanding::Unknown), u"unclear"_s);
    QCOMPARE(verdict(held, RightStanding::HeldAbove), u"unclear"_s);
    QCOMPARE(verdict(held, RightStanding::NotAsked), u"unclear"_s);
    QCOMPARE(verdict(held, held, RightsBasis::Computed), u"unclear"_s);
    QCOMPARE(verdict(held, RightStanding::Computed), u"unclear"_s);
    QCOMPARE(verdict(held, RightStanding::ComputedAbove), u"unclear"_s);
    QCOMPARE(verdict(held, RightStanding::Missing, RightsBasis::Computed), u"unclear"_s);
    QCOMPARE(QString(toString(judgeRights(needed, CheckedRights()))), u"unclear"_s);
    needed.unknownTypes = {u"azuredevops_new"_s};
    QCOMPARE(verdict(held, held), u"unclear"_s);
    needed.unknownTypes.clear();
    needed.rights[1].proof = Proof::Inferred;
    QCOMPARE(verdict(held, RightStanding::Missing), u"unclear"_s);
    needed.rights[1].proof = Proof::Observed;
    needed.rights[1].truth = Truth::Perhaps;
    QCOMPARE(verdict(held, RightStanding::Missing), u"unclear"_s);
}

// After the grant nothing is missing, and each bit of it is needed: without it, exactly its right is missing.
void TestRightsCheck::leastGrantIsExact()
{
    m_world.reset();
    m_world.member().groups.append(u"[Fabrikam-Fiber]\\Contributors"_s);
    const SecuredObject web{ObjectKind::Repository,
                            {named(u"Fabrikam-Fiber"_s), known(u"0f0e0d0c-0b0a-4908-8706-050403020100"_s)}};
    SecuredObject main = web;
    main.kind = ObjectKind::Branch;
    main.parts.append(known(u"main"_s));
    const QString build = u"33344d9c-fc72-4d6f-aba5-fa317101a7e9"_s;
    const QString endpoints = u"49b48001-ca20-4adc-8111-5b60c903a50c"_s;
    NeededRights needed;
    needed.ofPlan = true;
    needed.rights = {
        need(permission(web, contribute)),
        need(permission(web, editPolicies)),
        need(permission(web, 8192)),
        need(permission(main, forcePush)),
        need(permission({ObjectKind::Pipeline, {named(u"Fabrikam-Fiber"_s)}}, 16384, build)),
        need(permission({ObjectKind::ServiceConnection, {known(fiber)}}, 4, endpoints)),
        need(permission({ObjectKind::Organization, {}}, 4, u"3e65f728-f8bc-4ecd-8764-7e378b19bfa7"_s))};
    const QString descriptor = accessDescriptor(*TenantId::parse(tenantId), *ObjectId::parse(machineId));
    const auto computed = [&] {
        return await(computeRights(m_world.http(), contoso(), m_world.jane(), descriptor,
                                   rightsToCheck(needed), {}, {}));
    };
    const RightsGrant grant = leastGrant(needed, computed());
    QCOMPARE(grant.permissions.size(), 6); // contributors contribute
    QCOMPARE(grant.permissions[0].project, fiber);
    QCOMPARE(grant.permissions.last().project, QString());
    QVERIFY(grant.denied.isEmpty() && grant.others.isEmpty());
    const auto give = [this](const PermissionWish &wish, int bits) {
        const sandbox::SecurityNamespace &space = *sandbox::securityNamespace(wish.namespaceId);
        sandbox::AccessControlEntry entry =
            sandbox::entryAt(m_world.organization(), space, wish.token, m_world.member().storageKey);
        entry.allow ^= bits;
        sandbox::setEntry(&m_world.organization(), space, wish.token, entry);
    };
    for (const PermissionWish &wish : grant.permissions)
        give(wish, wish.bits);
    const auto missing = [&] {
        QList<qsizetype> indexes;
        const CheckedRights checked = checkedRights(m_world, rightsToCheck(needed));
        for (qsizetype i = 0; i < checked.rights.size(); ++i) {
            if (checked.rights[i].standing != RightStanding::Held)
                indexes.append(i);
        }
        return indexes;
    };
    QCOMPARE(missing(), QList<qsizetype>());
    QVERIFY(leastGrant(needed, computed()).permissions.isEmpty());
    for (qsizetype i = 0; i < grant.permissions.size(); ++i) {
        give(grant.permissions[i], grant.permissions[i].bits);
        QCOMPARE(missing(), QList<qsizetype>{i + 1});
        give(grant.permissions[i], grant.permissions[i].bits);
    }
    // What is denied is not granted in passing, and what is not known is not either.
    m_world.say(u"Outer"_s, repository, 0, editPolicies);
    give(grant.permissions[0], editPolicies);
    const RightsGrant denied = leastGrant(needed, computed());
    QVERIFY(denied.permissions.isEmpty());
    QCOMPARE(denied.denied, QList<qsizetype>{1});
}

// The service says what the object above has for whatever does not exist.
void TestRightsCheck::whatDoesNotExistIsNotHeld()
{
    m_world.reset();
    m_world.say(u"own"_s, u"repoV2"_s, contribute, 0);
    const QString nothing = u"11111111-2222-4333-8444-555555555555"_s;
    const SecuredObject project{ObjectKind::Repository, {known(nothing)}};
    const SecuredObject byName{ObjectKind::Repository, {named(u"Nowhere"_s)}};
    const SecuredObject missing{ObjectKind::Repository, {known(fiber), known(nothing)}};
    const SecuredObject web{ObjectKind::Repository,
                            {known(fiber), known(u"0f0e0d0c-0b0a-4908-8706-050403020100"_s)}};
    m_world.member().groups.append(u"[Fabrikam-Fiber]\\Readers"_s);
    const QList<RightToCheck> rights{permission(project, contribute), permission(byName, contribute),
                                     permission(missing, contribute), permission(web, contribute),
                                     permission(missing, forcePush)};
    const CheckedRights checked = checkedRights(m_world, rights);
    QStringList standings;
    for (const CheckedRight &right : checked.rights)
        standings.append(wordOf(right));
    QCOMPARE(standings, (QStringList{u"unknown"_s, u"unknown"_s, u"unknown"_s, u"held"_s, u"missing"_s}));
    QCOMPARE(checked.unseenProjects, (QStringList{nothing, u"Nowhere"_s}));
    QCOMPARE(checked.unseenRepositories, QStringList{nothing});
    const QString descriptor = accessDescriptor(*TenantId::parse(tenantId), *ObjectId::parse(machineId));
    const CheckedRights computed =
        await(computeRights(m_world.http(), contoso(), m_world.jane(), descriptor, rights, {}, {}));
    QCOMPARE(wordOf(computed.rights[0]), u"unknown"_s);
    QCOMPARE(wordOf(computed.rights[3]), u"computed"_s);
    // A list of projects that does not come proves nothing.
    sandbox::Fault broken;
    broken.path = u"_apis/projects"_s;
    broken.status = 500;
    m_world.server().world().faults = {broken};
    const CheckedRights unlisted = checkedRights(m_world, {permission(web, contribute)});
    m_world.server().world().faults.clear();
    QCOMPARE(wordOf(unlisted.rights[0]), u"unknown"_s);
    QVERIFY(unlisted.unseenProjects.isEmpty());
}

// Without a plan, what the files create can exist: then it is asked about, and nobody gets it by creating.
void TestRightsCheck::whatIsThereAlreadyIsAskedAbout()
{
    m_world.reset();
    m_world.member().groups.append(u"[Fabrikam-Fiber]\\Readers"_s);
    const ObjectPart created{ObjectPart::State::Created, u"azuredevops_project.p"_s, u"Fabrikam-Fiber"_s};
    const ObjectPart fresh{ObjectPart::State::Created, u"azuredevops_project.q"_s, u"Fresh"_s};
    RightToCheck there = permission({ObjectKind::Repository, {created}}, 256);
    there.createdPart = 0;
    RightToCheck planned = there; // by a plan
    there.mayExist = true;
    RightToCheck later = permission({ObjectKind::Repository, {fresh}}, 256);
    later.createdPart = 0;
    later.mayExist = true;
    RightToCheck create =
        permission({ObjectKind::Organization, {}}, 4, u"3e65f728-f8bc-4ecd-8764-7e378b19bfa7"_s);
    create.mayExist = true;
    create.projects = QStringList{u"fabrikam-fiber"_s};
    RightToCheck createBoth = create;
    createBoth.projects.append(u"Fresh"_s);
    const CheckedRights checked = checkedRights(m_world, {there, planned, later, create, createBoth});
    QStringList standings;
    for (const CheckedRight &right : checked.rights)
        standings.append(wordOf(right));
    QCOMPARE(standings,
             (QStringList{u"missing"_s, u"by-creating"_s, u"by-creating"_s, u"missing"_s, u"missing"_s}));
    QVERIFY(!checked.rights[0].askedAbove);
    QCOMPARE(checked.rights[0].token, project());
    QVERIFY(checked.rights[3].isThere && !checked.rights[4].isThere);
    NeededRights needed;
    needed.resources = 2;
    needed.rights = {need(create)};
    CheckedRights one = checked;
    one.rights = {checked.rights[3]};
    QCOMPARE(QString(toString(judgeRights(needed, one))), u"unclear"_s);
    one.rights = {checked.rights[4]};
    QCOMPARE(QString(toString(judgeRights(needed, one))), u"not-ready"_s);
}

void TestRightsCheck::onlyCertainNeedsAreGranted()
{
    const SecuredObject web{ObjectKind::Repository, {known(fiber)}};
    AccessRight basic;
    basic.kind = RightKind::AccessLevel;
    NeededRights needed;
    needed.resources = 1;
    needed.ofPlan = true;
    needed.rights = {need(permission(web, 2)), need(permission(web, 4), Proof::Inferred),
                     need(permission(web, 8), Proof::Documented, Truth::Perhaps)};
    CheckedRights checked;
    checked.basis = RightsBasis::Computed;
    checked.rights = QList<CheckedRight>(3);
    for (CheckedRight &right : checked.rights) {
        right.standing = RightStanding::Missing;
        right.askedOn = web;
        right.namespaceId = git;
        right.token = project();
    }
    RightsGrant grant = leastGrant(needed, checked);
    QCOMPARE(grant.permissions.size(), 1);
    QCOMPARE(grant.permissions.first().bits, 2);
    QCOMPARE(grant.probable, QList<qsizetype>{1});
    QCOMPARE(grant.perhaps, QList<qsizetype>{2});
    QCOMPARE(leastGrant(needed, checked, GrantFor::ProbableNeeds).permissions.size(), 2);
    // Nothing needs Basic, so nobody gets it.
    const ObjectId machine = *ObjectId::parse(machineId);
    QCOMPARE(draftOf(grant, contoso(), machine).accessLevel.toString(), u"stakeholder"_s);
    QVERIFY(draftOf(grant, contoso(), machine).keepsAccessLevel);
    needed.rights.append(need({.right = basic}));
    checked.rights.append(CheckedRight());
    checked.rights.last().standing = RightStanding::Computed;
    QVERIFY(!leastGrant(needed, checked).needsBasic);
    checked.rights.last().standing = RightStanding::Missing;
    grant = leastGrant(needed, checked);
    QVERIFY(grant.needsBasic);
    QCOMPARE(draftOf(grant, contoso(), machine).accessLevel.toString(), u"express"_s);
    QVERIFY(!draftOf(grant, contoso(), machine).keepsAccessLevel);
    // What exists already is created by nobody.
    checked.rights[0].isThere = true;
    QVERIFY(leastGrant(needed, checked).permissions.isEmpty());
}

// What is refused is asked again as an administrator; where that answer does not come, it is not "no".
void TestRightsCheck::withoutTheSecondAnswerNothingIsKnown()
{
    m_world.reset();
    m_world.say(u"own"_s, repository, forcePush, 0);
    const QList<AskedPermission> questions{{git, branch, 128}, {git, branch, forcePush}};
    QCOMPARE(asked(m_world, questions, AskAdministrator::Yes).answers, (QList<Held>{Held::No, Held::Yes}));
    sandbox::Fault broken;
    broken.path = u"permissionevaluationbatch"_s;
    broken.status = 500;
    broken.skip = 1;
    broken.times = 5;
    m_world.server().world().faults = {broken};
    const HeldPermissions held = asked(m_world, questions, AskAdministrator::Yes);
    m_world.server().world().faults.clear();
    QCOMPARE(held.answers, (QList<Held>{Held::Unknown, Held::Yes}));
}

void TestRightsCheck::groupsOfAProjectAreNotThoseOfTheOrganization()
{
    m_world.reset();
    sandbox::Group alike;
    alike.displayName = u"Project Collection Administrators"_s;
    alike.projectId = fiber;
    alike.originId = RightsWorld::idOf(alike.displayName);
    m_world.organization().groups.push_back(alike);
    m_world.member().groups = {u"[Fabrikam-Fiber]\\Readers"_s,
                               u"[Fabrikam-Fiber]\\Project Collection Administrators"_s};
    AccessRight administrators;
    administrators.kind = RightKind::Membership;
    administrators.name = alike.displayName;
    AccessRight readers = administrators;
    readers.name = u"Readers"_s;
    const CheckedRights checked = checkedRights(m_world, {{.right = administrators}, {.right = readers}});
    QCOMPARE(wordOf(checked.rights[0]), u"unknown"_s);
    QCOMPARE(wordOf(checked.rights[1]), u"held"_s);
    m_world.member().groups = {u"[contoso]\\Project Collection Administrators"_s};
    QCOMPARE(wordOf(checkedRights(m_world, {{.right = administrators}}).rights[0]), u"held"_s);
}

void TestRightsCheck::rolesAreAskedAtOneAddress()
{
    const auto path = [](const QString &scope, const QString &resource) {
        return roleAssignmentsRequest(contoso(), scope, resource, {}).url.toEncoded(QUrl::RemoveQuery);
    };
    const QByteArray before = "https://dev.azure.com/contoso/_apis/securityroles/scopes/";
    QCOMPARE(path(u"distributedtask.library"_s, fiber + u"$0"_s),
             before + "distributedtask.library/roleassignments/resources/" + fiber.toLatin1() + "$0");
    QCOMPARE(path(u"a/../b"_s, u"1?x=y#z"_s), before + "a%2F..%2Fb/roleassignments/resources/1%3Fx%3Dy%23z");
    QCOMPARE(path(u".."_s, u"."_s), before + "-/roleassignments/resources/-");
    QCOMPARE(path(u"a"_s, QString::fromUtf8("\xc3\xbc \\%")),
             before + "a/roleassignments/resources/%C3%BC%20%5C%25");
}

// As many as an organization with 10,000 projects has for a configuration that touches them all.
void TestRightsCheck::manyQuestionsAreAskedInBatches()
{
    constexpr int projects = underSanitizer ? 200 : 10000;
    constexpr int bits[]{2, 4, 8, 256, 2048};
    m_world.reset();
    m_world.say(u"own"_s, u"repoV2"_s, 2 | 4, 0);
    QList<AskedPermission> questions;
    for (int i = 0; i < projects; ++i) {
        const QString token = u"repoV2/"_s + sandbox::stableGuid(QString::number(i));
        for (const int bit : bits)
            questions.append({git, token, bit});
    }
    QElapsedTimer timer;
    timer.start();
    const HeldPermissions held = await(askPermissions(m_world.http(), contoso(), m_world.machine(), questions,
                                                      AskAdministrator::No, usualEvaluationBatch, {}, {}),
                                       std::chrono::minutes(4));
    const qint64 took = timer.elapsed();
    QCOMPARE(held.answers.size(), questions.size());
    QCOMPARE(std::ranges::count(held.answers, Held::Yes), projects * 2);
    QCOMPARE(std::ranges::count(held.answers, Held::No), projects * 3);
    QCOMPARE(held.requests, (int(questions.size()) + 49) / 50);
    // Who stops waits for no further request.
    std::stop_source source;
    source.request_stop();
    timer.restart();
    const HeldPermissions stopped =
        await(askPermissions(m_world.http(), contoso(), m_world.machine(), questions, AskAdministrator::Yes,
                             usualEvaluationBatch, {}, source.get_token()));
    QVERIFY(stopped.requests <= 20);
    QCOMPARE(std::ranges::count(stopped.answers, Held::Unknown), questions.size());
    qInfo("%d questions: %d requests, %d ms; stopped after %d ms", int(questions.size()), held.requests,
          int(took), int(timer.elapsed()));
    QVERIFY(timer.elapsed() < 2000);
}

QTEST_GUILESS_MAIN(TestRightsCheck)
#include "tst_rightscheck.moc"
