#include "core/sandbox/world/accesscontrol.h"
#include "core/setup/applyplan.h"
#include "core/setup/makeplan.h"
#include "core/setup/undoreceipt.h"
#include "core/setup/verifyreceipt.h"
#include "tests/setup/setupworld.h"
#include "tests/support/await.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;
using State = ReceiptStep::State;
using Standing = Verification::Standing;

class TestApplyPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void undoLeavesNothingBehind_data();
    void undoLeavesNothingBehind();
    void everyFailureCanBeResumedAndUndone_data();
    void everyFailureCanBeResumedAndUndone();
    void everyStopCanBeResumedAndUndone_data();
    void everyStopCanBeResumedAndUndone();
    void refusedRecordSendsNothing();
    void everyRecordThatFailsLeavesAWayBack();
    void receiptNamesWhatWasBegun();
    void undoKeepsWhatWasThereBefore();
    void undoKeepsWhatSomebodyChangedSince();
    void undoLeavesALevelThatSomebodyBought();
    void undoThatWasCutIsStillOurs();
    void namesOfAPlanAreHeldAgainstItsIds_data();
    void namesOfAPlanAreHeldAgainstItsIds();
    void othersWorkIsNotOurs();
    void secondRunSendsNothing();
    void newPrincipalIsWaitedFor_data();
    void newPrincipalIsWaitedFor();
    void throttlingIsWaitedOut_data();
    void throttlingIsWaitedOut();
    void refusalsAreNamed_data();
    void refusalsAreNamed();
    void outdatedPlanIsRefused_data();
    void outdatedPlanIsRefused();
    void otherOrganizationIsRefused();
    void pendingIsFine();
    void verifyTellsWhatIsMissing_data();
    void verifyTellsWhatIsMissing();
    void verifyWaitsForStaleReads();
    void foreignBitsStay();
    void denialsAreNeverTurnedAround();
    void undoRemovesOnlyBitsThatStand();
    void twoAdministratorsDoNotUndoEachOther();
    void whoMayNotGrantIsToldWhenPlanning();
    void alteredPermissionIsRefused_data();
    void alteredPermissionIsRefused();
    void accessTokensNeedScopes_data();
    void accessTokensNeedScopes();
};

namespace {

Plan planned(SetupWorld &world, const Draft &draft)
{
    auto plan = await(makePlan(world.context(), draft, {}));
    if (!plan)
        qFatal("no plan: %s", qPrintable(plan.problem().findingId.toString()));
    return std::move(*plan);
}

SetupOutcome applied(SetupWorld &world, const Receipt &receipt, const SetupObserver &observer = {},
                     std::stop_token stop = {})
{
    return await(applyPlan(world.context(), receipt, observer, std::move(stop)));
}

SetupOutcome undone(SetupWorld &world, const Receipt &receipt)
{
    return await(undoReceipt(world.context(), receipt, {}, {}));
}

QString findingOf(const std::optional<Problem> &problem)
{
    return problem ? problem->findingId.toString() : QString();
}

QStringList statesOf(const Receipt &receipt)
{
    QStringList states;
    for (const ReceiptStep &step : receipt.steps)
        states.append(toString(step.state));
    return states;
}

// A receipt goes through its file between two runs, as it does for a person.
Receipt throughAFile(const Receipt &receipt)
{
    const auto read = Receipt::fromJson(receipt.toJson());
    if (!read)
        qFatal("a receipt cannot be read again: %s", qPrintable(read.problem().findingId.toString()));
    return *read;
}

} // namespace

void TestApplyPlan::undoLeavesNothingBehind_data()
{
    QTest::addColumn<bool>("permissions");
    QTest::newRow("groups and roles") << false;
    QTest::newRow("permissions") << true;
}

void TestApplyPlan::undoLeavesNothingBehind()
{
    QFETCH(bool, permissions);
    SetupWorld world;
    const QJsonObject before = world.state();
    const Plan plan = planned(world, permissions ? world.permissionDraft() : world.fullDraft());
    world.takeRequests();
    const SetupOutcome outcome = applied(world, Receipt::of(plan, u"Jane Doe"_s));
    QCOMPARE(findingOf(outcome.problem), QString());
    QVERIFY(outcome.receipt.isComplete());
    QVERIFY(world.state() != before);
    QCOMPARE(SetupWorld::changing(world.takeRequests()).size(), plan.steps.size());

    const auto seen = await(verifyReceipt(world.context(), outcome.receipt, {}, {}));
    QVERIFY(seen && seen->holds());

    const SetupOutcome taken = undone(world, throughAFile(outcome.receipt));
    QCOMPARE(findingOf(taken.problem), QString());
    QCOMPARE(statesOf(taken.receipt), QStringList(plan.steps.size(), u"undone"_s));
    QCOMPARE(world.state(), before);
}

void TestApplyPlan::everyFailureCanBeResumedAndUndone_data()
{
    using Kind = sandbox::Fault::Kind;
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("step");
    const QList<std::pair<const char *, Kind>> kinds{{"refused", Kind::Refusal},
                                                     {"cut before", Kind::ResetBefore},
                                                     {"cut after", Kind::ResetAfter},
                                                     {"throttled for long", Kind::Throttled}};
    for (const auto &[name, kind] : kinds) {
        for (int step = 0; step < 4; ++step)
            QTest::addRow("step %d %s", step + 1, name) << int(kind) << step;
    }
}

void TestApplyPlan::everyFailureCanBeResumedAndUndone()
{
    QFETCH(int, kind);
    QFETCH(int, step);
    SetupWorld world;
    const QJsonObject before = world.state();
    const Plan plan = planned(world, world.fullDraft());
    const Request request = requestOf(plan, plan.steps[step], plan.member, {});
    sandbox::Fault fault;
    fault.method = QString::fromLatin1(request.method);
    fault.path = request.url.path().section(u"/{"_s, 0, 0).section(u"/contoso"_s, 1);
    fault.kind = sandbox::Fault::Kind(kind);
    // Of two memberships the second.
    fault.skip = step == 2 ? 1 : 0;
    // The network library repeats a request whose connection was cut before an answer; all of them are.
    fault.times = 20;
    fault.status = 403;
    fault.body =
        R"({"$id":"1","message":"TF50309: The following account does not have sufficient permissions.","typeKey":"AccessCheckException"})";
    fault.retryAfter = 3600;
    world.world().faults = {fault};

    const SetupOutcome first = applied(world, Receipt::of(plan, u"Jane Doe"_s));
    QVERIFY(first.problem);
    QVERIFY(!first.receipt.isComplete());
    const bool inDoubt =
        fault.kind == sandbox::Fault::Kind::ResetBefore || fault.kind == sandbox::Fault::Kind::ResetAfter;
    QCOMPARE(statesOf(first.receipt)[step], inDoubt ? u"begun"_s : u"failed"_s);
    world.world().faults.clear();

    // Either go on and take back, or take back at once: nothing is left both times.
    const QJsonObject half = world.state();
    const sandbox::World saved = world.world();
    const SetupOutcome takenAtOnce = undone(world, throughAFile(first.receipt));
    QCOMPARE(findingOf(takenAtOnce.problem), QString());
    QCOMPARE(world.state(), before);

    world.world() = saved;
    QCOMPARE(world.state(), half);
    const SetupOutcome second = applied(world, throughAFile(first.receipt));
    QCOMPARE(findingOf(second.problem), QString());
    QVERIFY(second.receipt.isComplete());
    QVERIFY(!statesOf(second.receipt).contains(u"was-there"_s));
    const SetupOutcome taken = undone(world, throughAFile(second.receipt));
    QCOMPARE(findingOf(taken.problem), QString());
    QCOMPARE(world.state(), before);
}

void TestApplyPlan::everyStopCanBeResumedAndUndone_data()
{
    undoLeavesNothingBehind_data();
}

void TestApplyPlan::everyStopCanBeResumedAndUndone()
{
    QFETCH(bool, permissions);
    int stops = 0;
    for (int after = 0;; ++after) {
        SetupWorld world;
        const QJsonObject before = world.state();
        const Plan plan = planned(world, permissions ? world.permissionDraft() : world.fullDraft());
        std::stop_source source;
        int requests = 0;
        const auto counting = connect(&world.server(), &sandbox::SandboxServer::requestSeen, this, [&] {
            if (requests++ == after)
                source.request_stop();
        });
        Receipt recorded = Receipt::of(plan, u"Jane Doe"_s);
        SetupObserver observer;
        observer.record = [&recorded](const Receipt &receipt) {
            recorded = receipt;
            return Result<Done>(Done());
        };
        const SetupOutcome first = applied(world, recorded, observer, source.get_token());
        disconnect(counting);
        if (!source.stop_requested()) {
            QVERIFY(first.receipt.isComplete());
            break;
        }
        ++stops;
        // Only what was recorded is known to the next run.
        const SetupOutcome second = applied(world, throughAFile(recorded));
        QCOMPARE(findingOf(second.problem), QString());
        QVERIFY(second.receipt.isComplete());
        QVERIFY(!statesOf(second.receipt).contains(u"was-there"_s));
        const SetupOutcome taken = undone(world, throughAFile(second.receipt));
        QCOMPARE(findingOf(taken.problem), QString());
        QCOMPARE(world.state(), before);
    }
    QVERIFY(stops >= 6);
}

void TestApplyPlan::refusedRecordSendsNothing()
{
    SetupWorld world;
    const QJsonObject before = world.state();
    const Plan plan = planned(world, world.fullDraft());
    SetupObserver observer;
    observer.record = [](const Receipt &) { return Result<Done>(Problem(finding::fileNotWritable)); };
    const SetupOutcome outcome = applied(world, Receipt::of(plan, {}), observer);
    QCOMPARE(findingOf(outcome.problem), u"file-not-writable"_s);
    QCOMPARE(world.state(), before);
}

// A disk that is full from one moment on, in apply and in undo. Nothing is sent after that, and the receipt
// on the disk, or the one that is returned where the disk lags behind, is enough to take everything back.
void TestApplyPlan::everyRecordThatFailsLeavesAWayBack()
{
    int kept = 0;
    int lagging = 0;
    for (int failing = 1;; ++failing) {
        SetupWorld world;
        const QJsonObject before = world.state();
        const Plan plan = planned(world, world.fullDraft());
        Receipt recorded = Receipt::of(plan, u"Jane Doe"_s);
        int records = 0;
        SetupObserver observer;
        observer.record = [&](const Receipt &receipt) -> Result<Done> {
            if (++records >= failing)
                return Problem(finding::fileNotWritable,
                               {{u"path"_s, u"r.json"_s}, {u"reason"_s, u"full"_s}});
            recorded = receipt;
            return Done();
        };
        const SetupOutcome outcome = applied(world, recorded, observer);
        if (!outcome.problem)
            break;
        QCOMPARE(records, failing);
        const bool lags = findingOf(outcome.problem) == "receipt-not-kept"_L1;
        QCOMPARE(lags, statesOf(outcome.receipt) != statesOf(recorded));
        if (lags) {
            QCOMPARE(outcome.problem->evidence["reason"_L1].toString(), u"full"_s);
            ++lagging;
        } else {
            QCOMPARE(findingOf(outcome.problem), u"file-not-writable"_s);
            ++kept;
        }
        // Neither is behind by more than what its next reader looks at.
        for (const Receipt &receipt : {outcome.receipt, recorded}) {
            const QJsonObject now = world.state();
            const SetupOutcome back = undone(world, throughAFile(receipt));
            QCOMPARE(findingOf(back.problem), QString());
            QCOMPARE(world.state(), before);
            if (receipt.hasAnythingToUndo() && now != before)
                break;
        }
    }
    QVERIFY(kept >= 4);
    QVERIFY(lagging >= 4);

    SetupWorld world;
    const Plan plan = planned(world, world.fullDraft());
    const SetupOutcome made = applied(world, Receipt::of(plan, {}));
    const QJsonObject after = world.state();
    SetupObserver full;
    full.record = [](const Receipt &) { return Result<Done>(Problem(finding::fileNotWritable)); };
    const SetupOutcome refused = await(undoReceipt(world.context(), made.receipt, full, {}));
    QCOMPARE(findingOf(refused.problem), u"file-not-writable"_s);
    QCOMPARE(statesOf(refused.receipt), statesOf(made.receipt));
    QCOMPARE(world.state(), after);
}

void TestApplyPlan::receiptNamesWhatWasBegun()
{
    SetupWorld world;
    const Plan plan = planned(world, world.fullDraft());
    QStringList history;
    SetupObserver observer;
    observer.record = [&](const Receipt &receipt) {
        // What a kill at this moment would leave.
        history.append(statesOf(receipt).join(u' '));
        return Result<Done>(Done());
    };
    applied(world, Receipt::of(plan, {}), observer);
    QCOMPARE(history.first(), u"begun not-reached not-reached not-reached"_s);
    QCOMPARE(history.size(), 2 * plan.steps.size());
    QCOMPARE(history.last(), u"done done done done"_s);
}

void TestApplyPlan::undoKeepsWhatWasThereBefore()
{
    SetupWorld world(u"healthy"_s);
    const QJsonObject before = world.state();
    Draft draft = world.fullDraft();
    draft.projects.append(*ProjectWish::parse(u"Fabrikam-Fiber=reader"_s));
    const Plan plan = planned(world, draft);
    QCOMPARE(plan.present.size(), 2); // member, Contributors
    const SetupOutcome outcome = applied(world, Receipt::of(plan, {}));
    QCOMPARE(findingOf(outcome.problem), QString());
    undone(world, throughAFile(outcome.receipt));
    QCOMPARE(world.state(), before);
    QVERIFY(world.organization().member(world.draft().principal.objectId.toString()));
}

void TestApplyPlan::undoKeepsWhatSomebodyChangedSince()
{
    SetupWorld world(u"healthy"_s);
    Draft draft = world.draft();
    draft.projects = {*ProjectWish::parse(u"Fabrikam-Fiber=library:Creator"_s)};
    const SetupOutcome outcome = applied(world, Receipt::of(planned(world, draft), {}));
    QCOMPARE(statesOf(outcome.receipt), QStringList{u"done"_s});
    world.organization().roles.front().role = u"Administrator"_s;
    const auto preview = await(planUndo(world.context(), outcome.receipt, {}));
    QVERIFY(preview && preview->steps.isEmpty());
    QCOMPARE(preview->changedSince, QList<int>{0});
    const SetupOutcome taken = undone(world, throughAFile(outcome.receipt));
    QCOMPARE(statesOf(taken.receipt), QStringList{u"kept"_s});
    QCOMPARE(world.organization().roles.front().role, u"Administrator"_s);
}

void TestApplyPlan::undoLeavesALevelThatSomebodyBought()
{
    SetupWorld world(u"healthy"_s);
    sandbox::Member &member = world.organization().members.front();
    member.accessLevel = u"stakeholder"_s;
    const SetupOutcome outcome = applied(world, Receipt::of(planned(world, world.draft()), {}));
    QCOMPARE(statesOf(outcome.receipt), QStringList{u"done"_s});
    world.organization().members.front().accessLevel = u"advanced"_s;
    const SetupOutcome taken = undone(world, throughAFile(outcome.receipt));
    QCOMPARE(statesOf(taken.receipt), QStringList{u"kept"_s});
    QCOMPARE(world.organization().members.front().accessLevel, u"advanced"_s);
}

void TestApplyPlan::undoThatWasCutIsStillOurs()
{
    SetupWorld world;
    const QJsonObject before = world.state();
    const SetupOutcome outcome = applied(world, Receipt::of(planned(world, world.draft()), {}));
    sandbox::Fault fault;
    fault.method = u"DELETE"_s;
    fault.path = u"serviceprincipalentitlements"_s;
    fault.kind = sandbox::Fault::Kind::ResetBefore;
    fault.times = 20;
    world.world().faults = {fault};
    const SetupOutcome cut = undone(world, throughAFile(outcome.receipt));
    QVERIFY(cut.problem);
    QCOMPARE(statesOf(cut.receipt), QStringList{u"undo-begun"_s});
    world.world().faults.clear();
    // Somebody applies in between, with the receipt that says it was being taken back.
    const SetupOutcome again = applied(world, throughAFile(cut.receipt));
    QCOMPARE(statesOf(again.receipt), QStringList{u"done"_s});
    undone(world, throughAFile(again.receipt));
    QCOMPARE(world.state(), before);
}

void TestApplyPlan::namesOfAPlanAreHeldAgainstItsIds_data()
{
    QTest::addColumn<QString>("what");
    QTest::newRow("a harmless name on the group of administrators") << u"group"_s;
    QTest::newRow("another project's resource") << u"resource"_s;
}

void TestApplyPlan::namesOfAPlanAreHeldAgainstItsIds()
{
    QFETCH(QString, what);
    SetupWorld world;
    Draft draft = world.draft();
    draft.groups = {u"Project Collection Administrators"_s};
    draft.projects = {*ProjectWish::parse(u"Fabrikam-Fiber=library:Creator"_s)};
    Plan plan = planned(world, draft);
    if (what == u"group")
        plan.steps[1].group = u"[Fabrikam-Fiber]\\Readers"_s;
    else
        plan.steps[2].resourceId = u"281f9a5b-af0d-49b4-a1df-fe6f5e5f84d0$0"_s;
    const QJsonObject before = world.state();
    world.takeRequests();
    const SetupOutcome outcome = applied(world, Receipt::of(plan, {}));
    QCOMPARE(findingOf(outcome.problem), u"plan-outdated"_s);
    QCOMPARE(SetupWorld::changing(world.takeRequests()), QStringList());
    QCOMPARE(world.state(), before);
}

void TestApplyPlan::othersWorkIsNotOurs()
{
    SetupWorld world;
    const Plan plan = planned(world, world.fullDraft());
    // Somebody carries out the same plan in between.
    const SetupOutcome theirs = applied(world, Receipt::of(plan, u"John Roe"_s));
    QVERIFY(theirs.receipt.isComplete());
    const QJsonObject after = world.state();
    world.takeRequests();
    const SetupOutcome outcome = applied(world, Receipt::of(plan, u"Jane Doe"_s));
    QCOMPARE(findingOf(outcome.problem), QString());
    QCOMPARE(statesOf(outcome.receipt), QStringList(4, u"was-there"_s));
    QCOMPARE(SetupWorld::changing(world.takeRequests()), QStringList());
    undone(world, throughAFile(outcome.receipt));
    QCOMPARE(world.state(), after);
}

void TestApplyPlan::secondRunSendsNothing()
{
    SetupWorld world;
    const SetupOutcome outcome = applied(world, Receipt::of(planned(world, world.fullDraft()), {}));
    world.takeRequests();
    const SetupOutcome again = applied(world, throughAFile(outcome.receipt));
    QVERIFY(again.receipt.isComplete());
    QCOMPARE(world.takeRequests(), QStringList());
}

void TestApplyPlan::newPrincipalIsWaitedFor_data()
{
    QTest::addColumn<int>("refusals");
    QTest::addColumn<QString>("finding");
    QTest::newRow("known at the third try") << 2 << QString();
    QTest::newRow("known after five minutes") << 9 << QString();
    QTest::newRow("never known") << 1000 << u"entitlement-replication-delay"_s;
}

void TestApplyPlan::newPrincipalIsWaitedFor()
{
    QFETCH(int, refusals);
    QFETCH(QString, finding);
    SetupWorld world;
    const Draft draft = world.draft();
    const Plan plan = planned(world, draft);
    world.organization().replicating = {{draft.principal.objectId.toString(), refusals}};
    QList<SetupProgress> waits;
    SetupObserver observer;
    observer.progress = [&waits](const SetupProgress &progress) {
        if (progress.left.count() > 0)
            waits.append(progress);
    };
    world.takeRequests();
    const SetupOutcome outcome = applied(world, Receipt::of(plan, {}), observer);
    QCOMPARE(findingOf(outcome.problem), finding);
    QCOMPARE(SetupWorld::changing(world.takeRequests()).size(), qMin(refusals, 9) + 1);
    // Told second by second, and never longer than five minutes.
    qsizetype seconds = 0;
    for (const SetupProgress &wait : std::as_const(waits)) {
        QCOMPARE(wait.finding, finding::entitlementReplicationDelay);
        ++seconds;
    }
    QVERIFY(seconds <= 300);
    QCOMPARE(statesOf(outcome.receipt).first(), finding.isEmpty() ? u"done"_s : u"failed"_s);
}

void TestApplyPlan::throttlingIsWaitedOut_data()
{
    QTest::addColumn<int>("retryAfter");
    QTest::addColumn<QString>("finding");
    QTest::newRow("twenty seconds") << 20 << QString();
    QTest::newRow("an hour") << 3600 << u"devops-rate-limited"_s;
}

void TestApplyPlan::throttlingIsWaitedOut()
{
    QFETCH(int, retryAfter);
    QFETCH(QString, finding);
    SetupWorld world;
    const Plan plan = planned(world, world.draft());
    sandbox::Fault fault;
    fault.method = u"POST"_s;
    fault.path = u"serviceprincipalentitlements"_s;
    fault.kind = sandbox::Fault::Kind::Throttled;
    fault.retryAfter = retryAfter;
    fault.times = 2;
    world.world().faults = {fault};
    const SetupOutcome outcome = applied(world, Receipt::of(plan, {}));
    QCOMPARE(findingOf(outcome.problem), finding);
}

void TestApplyPlan::refusalsAreNamed_data()
{
    QTest::addColumn<QString>("who");
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("finding");
    QTest::addColumn<QString>("admins"); // who can cure it

    const auto entitlement = [](int key, const QByteArray &text) {
        return QByteArray(R"({"operationResult":{"isSuccess":false,"errors":[{"key":)")
            + QByteArray::number(key) + R"(,"value":")" + text
            + R"("}],"result":null},"isSuccess":false,"servicePrincipalEntitlement":null})";
    };
    const auto service = [](const QByteArray &typeKey, const QByteArray &text) {
        return QByteArray(R"({"$id":"1","innerException":null,"message":")") + text + R"(","typeKey":")"
            + typeKey + R"(","errorCode":0,"eventId":3000})";
    };
    const QString jane = u"jane@contoso.example"_s;
    const QString post = u"POST"_s;
    const QString members = u"serviceprincipalentitlements"_s;
    const QString groups = u"graph/memberships"_s;
    QTest::newRow("not an administrator, as the service says it itself")
        << u"john@contoso.example"_s << QString() << QString() << 0 << QByteArray() << u"add-users-denied"_s
        << u"organization-admin"_s;
    QTest::newRow("no seat") << jane << post << members << 200
                             << entitlement(5000,
                                            "Failed to assign license Account-Express to identity with id x")
                             << u"licence-not-assignable"_s << u"organization-admin"_s;
    QTest::newRow("no seat, by its own key")
        << jane << post << members << 200
        << entitlement(5005, "Failed to assign license Account-Express to identity with id x.")
        << u"licence-not-assignable"_s << u"organization-admin"_s;
    QTest::newRow("application's object id")
        << jane << post << members << 200
        << entitlement(5000, "Failed to create service principal with object ID 'x'.") << u"wrong-object-id"_s
        << u"organization-admin"_s;
    QTest::newRow("guest policy") << jane << post << members << 200
                                  << entitlement(5101, "x is outside your directory")
                                  << u"guest-policy-blocks-invite"_s << u"organization-admin"_s;
    QTest::newRow("caller cannot read the directory")
        << jane << post << members << 200 << entitlement(5102, "outside of the directory")
        << u"system-access-token-is-build-service"_s << QString();
    QTest::newRow("organization stopped")
        << jane << post << members << 503
        << service("CollectionStopped", "TF24668: The following team project collection is stopped")
        << u"org-stopped"_s << QString();
    QTest::newRow("conditional access")
        << jane << post << members << 403 << service("X", "VS403463: The conditional access policy failed")
        << u"conditional-access-blocked"_s << QString();
    QTest::newRow("group is unknown")
        << jane << u"PUT"_s << groups << 404
        << service("FindGroupSidDoesNotExistException", "TF50258: unknown group")
        << u"group-membership-refused"_s << u"organization-admin"_s;
    QTest::newRow("valid users") << jane << u"PUT"_s << groups << 400
                                 << service("X", "TF50618: cannot modify Valid Users")
                                 << u"group-membership-refused"_s << u"organization-admin"_s;
    QTest::newRow("group of another project")
        << jane << u"PUT"_s << groups << 400 << service("X", "TF50375: another project")
        << u"group-membership-refused"_s << u"organization-admin"_s;
    QTest::newRow("group of a project in one of the organization")
        << jane << u"PUT"_s << groups << 400 << service("X", "TF400031: project group in a global group")
        << u"group-membership-refused"_s << u"organization-admin"_s;
    QTest::newRow("circle") << jane << u"PUT"_s << groups << 400 << service("X", "TF50233: a circle")
                            << u"group-membership-refused"_s << u"organization-admin"_s;
    QTest::newRow("right to manage the group is missing")
        << jane << u"PUT"_s << groups << 403
        << service("AccessCheckException",
                   "TF50309: The following account does not have sufficient permissions")
        << u"permission-missing"_s << u"organization-admin"_s;
    QTest::newRow("role not allowed")
        << jane << u"PUT"_s << u"securityroles"_s << 403
        << service("AccessCheckException", "Access Denied: x needs the following permission(s)")
        << u"permission-missing"_s << u"organization-admin"_s;
    QTest::newRow("server error") << jane << u"PUT"_s << groups << 500
                                  << service("UnexpectedException", "TF401349: An unexpected error")
                                  << u"devops-server-error"_s << QString();
    QTest::newRow("credential revoked meanwhile")
        << jane << u"PUT"_s << groups << 401 << QByteArray() << u"credential-rejected"_s << QString();
}

void TestApplyPlan::refusalsAreNamed()
{
    QFETCH(QString, who);
    QFETCH(QString, method);
    QFETCH(QString, path);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QString, finding);
    SetupWorld world;
    const QJsonObject before = world.state();
    const Plan plan = planned(world, world.fullDraft());
    if (status > 0) {
        sandbox::Fault fault;
        fault.method = method;
        fault.path = path;
        fault.times = 50;
        fault.status = status;
        fault.body = body;
        world.world().faults = {fault};
    }
    const SetupOutcome outcome =
        await(applyPlan(world.contextOf(who), Receipt::of(plan, u"Jane Doe"_s), {}, {}));
    QCOMPARE(findingOf(outcome.problem), finding);
    // The receipt says the same of the step that failed, and undo needs nothing else.
    const QStringList states = statesOf(outcome.receipt);
    // An error of the server may have come after the change, so the step stays in doubt.
    const qsizetype failed = states.indexOf(status >= 500 ? u"begun"_s : u"failed"_s);
    QVERIFY2(failed >= 0, qPrintable(states.join(u' ')));
    if (status < 500)
        QCOMPARE(findingOf(outcome.receipt.steps[failed].problem), finding);
    QCOMPARE(states.mid(0, failed), QStringList(failed, u"done"_s));
    QCOMPARE(states.mid(failed + 1), QStringList(states.size() - failed - 1, u"not-reached"_s));
    world.world().faults.clear();
    undone(world, throughAFile(outcome.receipt));
    QCOMPARE(world.state(), before);
}

void TestApplyPlan::outdatedPlanIsRefused_data()
{
    QTest::addColumn<QString>("change");
    QTest::newRow("somebody gave another level") << u"level"_s;
    QTest::newRow("somebody removed the member") << u"removed"_s;
    QTest::newRow("somebody gave another role") << u"role"_s;
}

void TestApplyPlan::outdatedPlanIsRefused()
{
    QFETCH(QString, change);
    SetupWorld world(u"healthy"_s);
    sandbox::Member &member = world.organization().members.front();
    member.accessLevel = u"stakeholder"_s;
    Draft draft = world.draft();
    draft.projects = {*ProjectWish::parse(u"Fabrikam-Fiber=library:Creator"_s)};
    const Plan plan = planned(world, draft);
    if (change == u"level")
        member.accessLevel = u"none"_s;
    else if (change == u"removed")
        world.organization().members.erase(world.organization().members.begin());
    else
        world.organization().roles.push_back({.scope = u"distributedtask.library"_s,
                                              .resourceId = plan.steps.last().resourceId,
                                              .storageKey = member.storageKey,
                                              .role = u"Reader"_s});
    const QJsonObject before = world.state();
    world.takeRequests();
    const SetupOutcome outcome = applied(world, Receipt::of(plan, {}));
    QCOMPARE(findingOf(outcome.problem), u"plan-outdated"_s);
    QCOMPARE(SetupWorld::changing(world.takeRequests()), QStringList());
    QCOMPARE(world.state(), before);
}

void TestApplyPlan::otherOrganizationIsRefused()
{
    SetupWorld world;
    const Plan plan = planned(world, world.draft());
    // The name went to somebody else.
    world.organization().id = sandbox::stableGuid(u"another organization"_s);
    world.takeRequests();
    const SetupOutcome outcome = applied(world, Receipt::of(plan, {}));
    QCOMPARE(findingOf(outcome.problem), u"plan-other-organization"_s);
    QCOMPARE(SetupWorld::changing(world.takeRequests()), QStringList());
}

void TestApplyPlan::pendingIsFine()
{
    SetupWorld world;
    const SetupOutcome outcome = applied(world, Receipt::of(planned(world, world.draft()), {}));
    const auto seen = await(verifyReceipt(world.context(), outcome.receipt, {}, {}));
    QVERIFY(seen);
    QCOMPARE(seen->state.entitlement->status, u"pending"_s);
    QVERIFY(seen->holds());
}

void TestApplyPlan::verifyTellsWhatIsMissing_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("finding");
    QTest::newRow("removed") << u"removed"_s << u"not-in-org"_s;
    QTest::newRow("taken out of a group") << u"group"_s << u"no-project-permission"_s;
    QTest::newRow("other role") << u"role"_s << u"plan-outdated"_s;
}

void TestApplyPlan::verifyTellsWhatIsMissing()
{
    QFETCH(QString, change);
    QFETCH(QString, finding);
    SetupWorld world;
    const SetupOutcome outcome = applied(world, Receipt::of(planned(world, world.fullDraft()), {}));
    QVERIFY(outcome.receipt.isComplete());
    if (change == u"removed")
        world.organization().members.pop_back();
    else if (change == u"group")
        world.organization().members.back().groups.clear();
    else
        world.organization().roles.front().role = u"Reader"_s;
    const auto seen = await(verifyReceipt(world.context(), outcome.receipt, {}, {}));
    QVERIFY(seen && !seen->holds());
    QCOMPARE(findingOf(seen->problem), finding);
}

void TestApplyPlan::verifyWaitsForStaleReads()
{
    SetupWorld world;
    world.organization().staleMembershipReads = 3;
    const SetupOutcome outcome = applied(world, Receipt::of(planned(world, world.fullDraft()), {}));
    QCOMPARE(findingOf(outcome.problem), QString());
    const auto seen = await(verifyReceipt(world.context(), outcome.receipt, {}, {}));
    QVERIFY(seen && seen->holds());
}

void TestApplyPlan::accessTokensNeedScopes_data()
{
    QTest::addColumn<QStringList>("scopes");
    QTest::addColumn<int>("done"); // steps
    const QString look = u"vso.project vso.graph vso.identity vso.memberentitlementmanagement"_s;
    QTest::newRow("full access") << QStringList{u"app_token"_s} << 4;
    QTest::newRow("members only") << (look.split(u' ')
                                      + QStringList{u"vso.memberentitlementmanagement_write"_s,
                                                    u"vso.security_manage"_s})
                                  << 1;
}

void TestApplyPlan::accessTokensNeedScopes()
{
    QFETCH(QStringList, scopes);
    QFETCH(int, done);
    SetupWorld world;
    const Plan plan = planned(world, world.fullDraft());
    const QByteArray secret = "signet-sandbox-secret-of-jane-52-characters-long-yes";
    world.organization().accessTokens = {{.secret = QString::fromLatin1(secret),
                                          .ownerObjectId = world.world().administrator,
                                          .scopes = scopes}};
    const SetupOutcome outcome =
        await(applyPlan(world.contextWithAccessToken(secret), Receipt::of(plan, {}), {}, {}));
    QCOMPARE(statesOf(outcome.receipt).count(u"done"_s), done);
    if (done < plan.steps.size())
        QCOMPARE(findingOf(outcome.problem), u"access-token-scope-missing"_s);
    QVERIFY(!outcome.receipt.toJson().contains(secret));
}

namespace {

using sandbox::entryAt;
using sandbox::setEntry;

const sandbox::SecurityNamespace &git()
{
    return *sandbox::securityNamespace(gitNamespace);
}

QString repositoryToken(const SetupWorld &world)
{
    return world.permissionDraft().permissions.first().token;
}

QString machineKey(SetupWorld &world)
{
    const auto *member = world.organization().member(world.draft().principal.objectId.toString());
    return member ? member->storageKey : QString();
}

} // namespace

// What the identity had before, also at the same token, and what others have is as before after undo.
void TestApplyPlan::foreignBitsStay()
{
    SetupWorld world(u"healthy"_s);
    const QString key = machineKey(world);
    const QString token = repositoryToken(world);
    setEntry(&world.organization(), git(), token, {.subject = key, .allow = 4 | 2048, .deny = 8});
    setEntry(&world.organization(), git(), token, {.subject = u"somebody"_s, .allow = 2, .deny = 4});
    const QJsonObject before = world.state();
    const Plan plan = planned(world, world.permissionDraft());
    QCOMPARE(plan.steps.size(), 2);
    QCOMPARE(plan.steps.first().bits, 8192); // 2048 is allowed already
    const SetupOutcome outcome = applied(world, Receipt::of(plan, {}));
    QCOMPARE(findingOf(outcome.problem), QString());
    const auto made = entryAt(world.organization(), git(), token, key);
    QCOMPARE(made.allow, 4 | 2048 | 8192);
    QCOMPARE(made.deny, 8);
    QCOMPARE(findingOf(undone(world, throughAFile(outcome.receipt)).problem), QString());
    QCOMPARE(world.state(), before);
}

void TestApplyPlan::denialsAreNeverTurnedAround()
{
    SetupWorld world(u"healthy"_s);
    const QString key = machineKey(world);
    const QString token = repositoryToken(world);
    const Plan plan = planned(world, world.permissionDraft());
    setEntry(&world.organization(), git(), token, {.subject = key, .allow = 0, .deny = 2048});
    const QJsonObject before = world.state();
    const auto again = await(makePlan(world.context(), world.permissionDraft(), {}));
    QVERIFY(!again);
    QCOMPARE(again.problem().findingId, finding::permissionMissing);
    QCOMPARE(again.problem().evidence["permission"_L1].toString(), u"Edit policies, Manage permissions"_s);
    // Set after the plan was made, it is found before anything is sent.
    world.takeRequests();
    const SetupOutcome outcome = applied(world, Receipt::of(plan, {}));
    QCOMPARE(findingOf(outcome.problem), u"plan-outdated"_s);
    QCOMPARE(SetupWorld::changing(world.takeRequests()), QStringList());
    QCOMPARE(world.state(), before);
}

void TestApplyPlan::undoRemovesOnlyBitsThatStand()
{
    SetupWorld world(u"healthy"_s);
    const QString key = machineKey(world);
    const QString token = repositoryToken(world);
    const SetupOutcome outcome = applied(world, Receipt::of(planned(world, world.permissionDraft()), {}));
    // Somebody denies one of the bits, and allows another one, since.
    setEntry(&world.organization(), git(), token, {.subject = key, .allow = 8192 | 512, .deny = 2048});
    const SetupOutcome taken = undone(world, throughAFile(outcome.receipt));
    QCOMPARE(findingOf(taken.problem), QString());
    QCOMPARE(statesOf(taken.receipt), (QStringList{u"undone"_s, u"undone"_s}));
    const auto left = entryAt(world.organization(), git(), token, key);
    QCOMPARE(left.allow, 512);
    QCOMPARE(left.deny, 2048);
}

void TestApplyPlan::twoAdministratorsDoNotUndoEachOther()
{
    SetupWorld world(u"healthy"_s);
    const Plan first = planned(world, world.permissionDraft());
    const Plan second = planned(world, world.permissionDraft());
    const SetupOutcome one = applied(world, Receipt::of(first, u"Jane Doe"_s));
    const SetupOutcome two = applied(world, Receipt::of(second, u"John Roe"_s));
    QCOMPARE(statesOf(two.receipt), (QStringList{u"was-there"_s, u"was-there"_s}));
    const QJsonObject made = world.state();
    undone(world, throughAFile(two.receipt));
    QCOMPARE(world.state(), made);
    undone(world, throughAFile(one.receipt));
    QVERIFY(world.state() != made);
}

void TestApplyPlan::whoMayNotGrantIsToldWhenPlanning()
{
    SetupWorld world(u"healthy"_s);
    const PermissionWish wish = world.permissionDraft().permissions.first();
    Draft draft = world.permissionDraft();
    draft.permissions = {wish};
    // Once with the rules for everybody, once with those for administrators.
    const QJsonObject evaluation{{u"securityNamespaceId"_s, wish.namespaceId},
                                 {u"token"_s, wish.token},
                                 {u"permissions"_s, 8192},
                                 {u"value"_s, false}};
    sandbox::Fault no;
    no.path = u"permissionevaluationbatch"_s;
    no.times = 2;
    no.status = 200;
    no.body = QJsonDocument(QJsonObject{{u"evaluations"_s, QJsonArray{evaluation}}}).toJson();
    world.world().faults = {no};
    const auto denied = await(makePlan(world.context(), draft, {}));
    QVERIFY(!denied);
    QCOMPARE(denied.problem().findingId, finding::permissionMissing);
    QCOMPARE(denied.problem().evidence["principal"_L1].toString(), u"Jane Doe"_s);
    QCOMPARE(denied.problem().evidence["permission"_L1].toString(), u"Manage permissions"_s);
    // What cannot be asked is not held against the plan.
    no.status = 500;
    world.world().faults = {no};
    QVERIFY(await(makePlan(world.context(), draft, {})));
}

void TestApplyPlan::alteredPermissionIsRefused_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::newRow("other bits") << QByteArray(R"("bits": 10240)") << QByteArray(R"("bits": 10248)");
    QTest::newRow("no bits") << QByteArray(R"("bits": 10240)") << QByteArray(R"("bits": 0)");
    QTest::newRow("a path for a namespace") << QByteArray(R"("namespaceId": ")" + gitNamespace.toLatin1())
                                            << QByteArray(R"("namespaceId": "../../_apis/projects)");
}

void TestApplyPlan::alteredPermissionIsRefused()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    SetupWorld world(u"healthy"_s);
    const Plan plan = planned(world, world.permissionDraft());
    QCOMPARE(Plan::fromContent(plan.content(), Plan::Requests::MustBeTheSame)->steps, plan.steps);
    QByteArray text = QJsonDocument(plan.content()).toJson();
    QVERIFY(text.contains(from));
    text.replace(from, to);
    QVERIFY(!Plan::fromContent(QJsonDocument::fromJson(text).object(), Plan::Requests::MustBeTheSame));
    // Of another project than the one that it names to people.
    Plan other = plan;
    other.steps.first().token.replace(u"6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c"_s,
                                      u"281f9a5b-af0d-49b4-a1df-fe6f5e5f84d0"_s);
    const SetupOutcome outcome = applied(world, Receipt::of(other, {}));
    QCOMPARE(findingOf(outcome.problem), u"plan-outdated"_s);
}

QTEST_GUILESS_MAIN(TestApplyPlan)
#include "tst_applyplan.moc"
