#include "core/session/setupsession.h"

#include "core/findings/catalogue.h"
#include "core/findings/sandboxcommand.h"
#include "core/language/englishplurals.h"
#include "core/sandbox/sandboxserver.h"
#include "core/sandbox/world/worldstate.h"
#include "tests/support/signedin.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QTest>
#include <QTimer>

using namespace signet;
using namespace Qt::StringLiterals;
using State = SetupSession::State;
using Where = SetupSession::Where;
using Activity = PlanSession::Activity;

class TestSetupSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void walkLeadsFromNobodyToReady();
    void backRepeatsNothing();
    void lookingChangesNothing();
    void anotherAnswerMakesThePlanOutdated_data();
    void anotherAnswerMakesThePlanOutdated();
    void outdatedPlanIsNeverCarriedOut();
    void everyStopCanBeGoneOnFrom();
    void receiptIsOnTheDiskBeforeTheRequest();
    void unwritableReceiptSendsNothing();
    void undoLeavesNothingBehind();
    void stoppedUndoGoesOn();
    void earlierReceiptIsTakenUp();
    void waitingIsCountedDown();
    void refusalsAreToldWhereTheyAre_data();
    void refusalsAreToldWhereTheyAre();
    void readyIdentityNeedsNoAdministrator();
    void nothingToChangeIsDone();
    void identityOfAnotherMachineIsSearched_data();
    void identityOfAnotherMachineIsSearched();
    void searchNeedsSomebodySignedIn();
    void missingIdentityIsAttached();
    void otherTenantIsLeft();
    void leastRightsFollowTheProjects();
    void commandsStayInTheSandbox();
    void commandsSayTheSame();
    void reportIsTakenOver();
    void sessionMayEndAtAnyMoment();
};

namespace {

Result<Receipt> receiptAt(const Host &host, const QString &path)
{
    const auto content = host.readFile(path, 1024 * 1024);
    return content ? Receipt::fromJson(*content) : content.problem();
}

// The plurals of English, as both programs have them.
void installEnglish()
{
    QCoreApplication::installTranslator(new EnglishPlurals(QCoreApplication::instance()));
}

Q_COREAPP_STARTUP_FUNCTION(installEnglish)

// A session on a scenario, as the program puts it together.
class Walk {
public:
    explicit Walk(const QString &name, const std::function<void(sandbox::World &)> &change = {})
        : server(changed(name, change))
        , host(Host::from(*HostImage::fromJson(server.scenario().hostImage)))
    {
        if (!server.listen())
            qFatal("cannot listen on loopback");
        QObject::connect(&server, &sandbox::SandboxServer::requestSeen, &server,
                         [this](const sandbox::SeenRequest &request) { hear(request); });
        makeSession();
    }

    void makeSession()
    {
        SessionContext sessionContext{host, {}, host};
        sessionContext.net.simulatedAzure = server.url();
        sessionContext.signIns = signInsOf(server.world());
        session = std::make_unique<SetupSession>(sessionContext);
        Question question;
        const QString asked = server.scenario().asked["organization"_L1].toString();
        if (const auto given = givenOrganization(asked, Origin::scenario()))
            question.organization = *given;
        for (const QJsonValue project : server.scenario().asked["projects"_L1].toArray())
            question.projects.append(project.toString());
        session->diagnosis()->setQuestion(question);
    }

    bool until(const std::function<bool()> &condition) const
    {
        // Returns with the event that made it true; QTest::qWaitFor sleeps between its looks.
        QDeadlineTimer limit(20'000);
        QTimer wakes;
        wakes.start(100);
        while (!condition() && !limit.hasExpired())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        if (condition())
            return true;
        for (const SetupSession::StepView &view : session->steps())
            qWarning("%s: %d %s", qPrintable(SetupSession::title(view.step)), int(view.state),
                     qPrintable(view.answer));
        return false;
    }
    bool untilChecked() const
    {
        return until(
            [this] { return !session->diagnosis()->isRunning() && session->diagnosis()->report().finished; });
    }
    bool untilSignedIn() const
    {
        return until([this] { return session->signIn()->state() == SignInSession::State::SignedIn; });
    }
    bool untilIdle() const
    {
        return until([this] {
            return !session->changes()->isBusy()
                && session->principals()->activity() == PrincipalSession::Activity::Idle;
        });
    }
    // From the beginning to a plan that waits to be carried out.
    bool untilPlanned()
    {
        session->begin();
        if (!untilChecked() || !untilSignedIn())
            return false;
        for (int i = 0; i < 10 && session->currentStep() != SetupStep::Plan; ++i)
            session->act();
        return session->currentStep() == SetupStep::Plan && untilIdle() && session->changes()->plan();
    }
    State stateOf(SetupStep step) const { return session->view(step).state; }
    QString answerOf(SetupStep step) const { return session->view(step).answer; }
    QJsonObject world() { return sandbox::worldState(server.world()); }

    sandbox::SandboxServer server;
    Host host;
    std::unique_ptr<SetupSession> session;
    QStringList changes; // requests of Azure DevOps that change something
    std::function<void()> onRequest; // after each request of Azure DevOps

private:
    static sandbox::Scenario changed(const QString &name, const std::function<void(sandbox::World &)> &change)
    {
        sandbox::Scenario scenario = *sandbox::Scenario::named(name);
        if (change)
            change(scenario.world);
        return scenario;
    }
    void hear(const sandbox::SeenRequest &request)
    {
        if (!request.host.endsWith("dev.azure.com"_L1))
            return;
        const bool looks = request.method == "GET"_L1 || request.method == "HEAD"_L1
            || request.method == "OPTIONS"_L1 || request.path.contains("/graph/subject"_L1);
        if (!looks)
            changes.append(request.method + u' ' + request.path);
        if (onRequest)
            onRequest();
    }
};

SetupSession::Rights withLibrary(const SetupSession &session)
{
    SetupSession::Rights rights = session.rights();
    rights.projects.append(*ProjectWish::parse(u"Fabrikam-Fiber=library:Creator"_s));
    return rights;
}

QString findingOf(const std::optional<Problem> &problem)
{
    return problem ? problem->findingId.toString() : QString();
}

} // namespace

void TestSetupSession::walkLeadsFromNobodyToReady()
{
    Walk walk(u"not-in-org"_s);
    SetupSession &session = *walk.session;
    QCOMPARE(session.currentStep(), SetupStep::Machine);
    QCOMPARE(session.where(), Where::Here);
    QVERIFY(session.whyWhere().contains(u"Azure virtual machine"_s));
    session.begin();
    QVERIFY(walk.untilChecked());
    QVERIFY(walk.untilSignedIn());

    QCOMPARE(session.primaryAction(SetupStep::Machine).text, u"Use this machine"_s);
    session.act();
    QCOMPARE(session.currentStep(), SetupStep::Identity);
    QCOMPARE(session.primaryAction(SetupStep::Identity).text, u"Use vm-build"_s);
    session.act();
    QCOMPARE(session.currentStep(), SetupStep::Organization);
    QCOMPARE(session.primaryAction(SetupStep::Organization).text, u"Use contoso"_s);
    session.act();
    QCOMPARE(session.currentStep(), SetupStep::SignIn);
    QCOMPARE(walk.answerOf(SetupStep::SignIn), u"Jane Doe"_s);
    QCOMPARE(session.primaryAction(SetupStep::SignIn).text, u"Continue as Jane Doe"_s);
    session.act();
    QCOMPARE(session.currentStep(), SetupStep::Rights);
    QVERIFY(session.areLeast());
    QCOMPARE(session.rights().projects.size(), 1);
    QCOMPARE(textOf(session.rights().projects.first()), u"Fabrikam-Fiber=Readers"_s);
    session.act();

    QCOMPARE(session.currentStep(), SetupStep::Plan);
    QVERIFY(walk.untilIdle());
    QVERIFY(session.changes()->plan());
    QCOMPARE(session.changes()->plan()->steps.size(), 2);
    QCOMPARE(walk.changes, QStringList());
    QCOMPARE(session.primaryAction(SetupStep::Plan).text, u"Add vm-build to contoso"_s);
    QCOMPARE(walk.answerOf(SetupStep::Plan), u"2 changes to make"_s);
    session.act();
    QVERIFY(walk.untilIdle());
    QVERIFY(walk.untilChecked());
    QCOMPARE(walk.changes.size(), 2);
    QCOMPARE(walk.answerOf(SetupStep::Plan), u"2 changes made"_s);
    QCOMPARE(session.primaryAction(SetupStep::Plan).text, u"See the proof"_s);
    session.act();

    QCOMPARE(session.currentStep(), SetupStep::Proof);
    QVERIFY(walk.untilIdle());
    QVERIFY(session.isProven());
    QVERIFY(session.changes()->verification()->holds());
    QCOMPARE(QString(toString(session.diagnosis()->report().verdict)), u"ready"_s);
    QCOMPARE(session.primaryAction(SetupStep::Proof).text, u"Create the provider block"_s);
    session.act();
    QCOMPARE(session.currentStep(), SetupStep::ProviderBlock);
    QCOMPARE(session.nextStep(), SetupStep::ProviderBlock);
    const auto settings = session.providerSettings();
    QVERIFY(settings);
    QCOMPARE(settings->organizationUrl, u"https://dev.azure.com/contoso"_s);
    QVERIFY(!settings->clientId);
}

void TestSetupSession::backRepeatsNothing()
{
    Walk walk(u"not-in-org"_s);
    QVERIFY(walk.untilPlanned());
    SetupSession &session = *walk.session;
    session.act();
    QVERIFY(walk.untilIdle());
    QVERIFY(walk.untilChecked());
    session.act();
    session.act();
    const QStringList once = walk.changes;
    const QJsonObject after = walk.world();
    const QString receipt = session.changes()->receiptPath();
    for (int i = 0; i < 10; ++i)
        session.back();
    QCOMPARE(session.currentStep(), SetupStep::Machine);
    for (int i = 0; i < 7; ++i) {
        session.act();
        QVERIFY(walk.untilIdle());
        QVERIFY(walk.untilChecked());
    }
    QCOMPARE(session.currentStep(), SetupStep::ProviderBlock);
    QCOMPARE(walk.changes, once);
    QCOMPARE(walk.world(), after);
    QCOMPARE(session.changes()->receiptPath(), receipt);
}

void TestSetupSession::lookingChangesNothing()
{
    Walk walk(u"not-in-org"_s);
    const QJsonObject before = walk.world();
    QVERIFY(walk.untilPlanned());
    for (const SetupStep step : setupSteps) {
        walk.session->goTo(step);
        QVERIFY(walk.untilIdle());
    }
    walk.session->check();
    QVERIFY(walk.untilChecked());
    QCOMPARE(walk.changes, QStringList());
    QCOMPARE(walk.world(), before);
}

void TestSetupSession::anotherAnswerMakesThePlanOutdated_data()
{
    QTest::addColumn<QString>("what");
    QTest::newRow("access level") << u"level"_s;
    QTest::newRow("a project more") << u"project"_s;
    QTest::newRow("a group more") << u"group"_s;
    QTest::newRow("another identity") << u"identity"_s;
    QTest::newRow("another organization") << u"organization"_s;
}

void TestSetupSession::anotherAnswerMakesThePlanOutdated()
{
    QFETCH(QString, what);
    Walk walk(u"not-in-org"_s);
    QVERIFY(walk.untilPlanned());
    SetupSession &session = *walk.session;
    QVERIFY(!session.changes()->isOutdated());
    const SetupSession::Rights before = session.rights();
    SetupSession::Rights rights = before;
    if (what == "level"_L1)
        rights.accessLevel = *AccessLevel::parse(u"stakeholder"_s);
    else if (what == "project"_L1)
        rights.projects.append(*ProjectWish::parse(u"Contoso-Payroll=reader"_s));
    else if (what == "group"_L1)
        rights.groups = {u"Project Collection Administrators"_s};
    if (rights != before) {
        session.setRights(rights);
    } else if (what == "identity"_L1) {
        session.setWhere(Where::Elsewhere);
        QVERIFY(session.lookFor(u"id-terraform"_s));
        QVERIFY(walk.untilIdle());
        QVERIFY(session.principal());
    } else {
        QVERIFY(session.setOrganization(u"fabrikam"_s));
    }
    QVERIFY(session.changes()->isOutdated());
    QVERIFY(walk.answerOf(SetupStep::Plan).startsWith(u"out of date"_s));
    QCOMPARE(session.primaryAction(SetupStep::Plan).text, u"Plan again"_s);

    // The former answer makes the former plan good again.
    if (rights != before) {
        session.setRights(before);
        QVERIFY(!session.changes()->isOutdated());
        session.setRights(rights);
        session.goTo(SetupStep::Rights);
        session.goTo(SetupStep::Plan);
        QVERIFY(walk.untilIdle());
        QVERIFY(!session.changes()->isOutdated());
    }
    QCOMPARE(walk.changes, QStringList());
}

void TestSetupSession::outdatedPlanIsNeverCarriedOut()
{
    Walk walk(u"not-in-org"_s);
    QVERIFY(walk.untilPlanned());
    SetupSession &session = *walk.session;
    session.setRights(withLibrary(session));
    session.changes()->apply();
    QVERIFY(walk.untilIdle());
    QCOMPARE(walk.changes, QStringList());
    // The button plans again, and only then carries it out.
    session.act();
    QVERIFY(walk.untilIdle());
    QCOMPARE(walk.changes, QStringList());
    QCOMPARE(session.changes()->plan()->steps.size(), 3);
    session.act();
    QVERIFY(walk.untilIdle());
    QCOMPARE(walk.changes.size(), 3);
}

void TestSetupSession::everyStopCanBeGoneOnFrom()
{
    int stops = 0;
    for (int after = 1;; ++after) {
        Walk walk(u"not-in-org"_s);
        QVERIFY(walk.untilPlanned());
        SetupSession &session = *walk.session;
        session.setRights(withLibrary(session));
        session.act();
        QVERIFY(walk.untilIdle());
        QCOMPARE(session.changes()->plan()->steps.size(), 3);
        int requests = 0;
        walk.onRequest = [&] {
            if (++requests == after)
                session.changes()->stop();
        };
        session.act();
        QVERIFY(walk.untilIdle());
        walk.onRequest = {};
        if (session.changes()->isDone())
            break;
        QVERIFY(session.changes()->wasStopped());
        ++stops;
        QVERIFY(!session.changes()->problem());
        QVERIFY(session.changes()->canGoOn());
        QVERIFY(session.primaryAction(SetupStep::Plan).text.startsWith(u"Apply the remaining"_s));
        session.act();
        QVERIFY(walk.untilIdle());
        QVERIFY(session.changes()->isDone());
        for (const ReceiptStep &step : session.changes()->receipt()->steps)
            QCOMPARE(QString(toString(step.state)), u"done"_s);
    }
    QVERIFY(stops >= 5);
}

void TestSetupSession::receiptIsOnTheDiskBeforeTheRequest()
{
    Walk walk(u"not-in-org"_s);
    QVERIFY(walk.untilPlanned());
    SetupSession &session = *walk.session;
    qsizetype seen = 0;
    walk.onRequest = [&] {
        if (walk.changes.size() == seen)
            return;
        // At the moment the request arrives its step is begun, and those before it are done.
        const auto receipt = receiptAt(walk.host, session.changes()->receiptPath());
        QVERIFY(receipt);
        QCOMPARE(QString(toString(receipt->steps[seen].state)), u"begun"_s);
        for (qsizetype i = 0; i < seen; ++i)
            QCOMPARE(QString(toString(receipt->steps[i].state)), u"done"_s);
        seen = walk.changes.size();
    };
    session.act();
    QVERIFY(walk.untilIdle());
    QCOMPARE(seen, 2);
    QVERIFY(session.changes()->receiptPath().startsWith(
        u"/home/builder/.local/state/signet/receipts/contoso-"_s));
    const auto receipt = receiptAt(walk.host, session.changes()->receiptPath());
    QVERIFY(receipt && receipt->isComplete());
    QCOMPARE(receipt->appliedBy, u"Jane Doe (jane@contoso.example)"_s);
    for (const QByteArray &token : walk.server.issuedTokens())
        QVERIFY(!receipt->toJson().contains(token));
}

void TestSetupSession::unwritableReceiptSendsNothing()
{
    Walk walk(u"not-in-org"_s);
    QVERIFY(walk.untilPlanned());
    // Something that is no folder has its name.
    const QString folder = ReceiptStore(walk.host).folder().chopped(1);
    QVERIFY(walk.host.writeFile(folder, "in the way"));
    walk.session->act();
    QVERIFY(walk.untilIdle());
    QCOMPARE(findingOf(walk.session->changes()->problem()), u"directory-not-writable"_s);
    QCOMPARE(walk.changes, QStringList());
    QCOMPARE(walk.stateOf(SetupStep::Plan), State::Blocked);
}

void TestSetupSession::undoLeavesNothingBehind()
{
    Walk walk(u"not-in-org"_s);
    const QJsonObject before = walk.world();
    QVERIFY(walk.untilPlanned());
    SetupSession &session = *walk.session;
    session.setRights(withLibrary(session));
    session.act();
    QVERIFY(walk.untilIdle());
    session.act();
    QVERIFY(walk.untilIdle());
    QVERIFY(walk.world() != before);

    // What would happen is seen first, and nothing happens without.
    session.changes()->undo();
    QVERIFY(!session.changes()->isBusy());
    session.changes()->lookAtUndo();
    QVERIFY(walk.untilIdle());
    QVERIFY(session.changes()->undoPlan());
    QCOMPARE(session.changes()->undoPlan()->steps.size(), 3);
    QVERIFY(walk.world() != before);
    session.changes()->undo();
    QVERIFY(walk.untilIdle());
    QVERIFY(walk.untilChecked());
    QCOMPARE(walk.world(), before);
    QVERIFY(session.changes()->isTakenBack());
    QCOMPARE(walk.answerOf(SetupStep::Plan), u"undone"_s);
    QVERIFY(!session.isProven());
    QCOMPARE(session.primaryAction(SetupStep::Plan).text, u"Plan again"_s);
    session.act();
    QVERIFY(walk.untilIdle());
    QCOMPARE(session.changes()->plan()->steps.size(), 3);
    QVERIFY(!session.changes()->receipt());
}

void TestSetupSession::stoppedUndoGoesOn()
{
    Walk walk(u"not-in-org"_s);
    const QJsonObject before = walk.world();
    QVERIFY(walk.untilPlanned());
    SetupSession &session = *walk.session;
    session.act();
    QVERIFY(walk.untilIdle());
    session.changes()->lookAtUndo();
    QVERIFY(walk.untilIdle());
    const qsizetype made = walk.changes.size();
    walk.onRequest = [&] {
        if (walk.changes.size() > made)
            session.changes()->stop();
    };
    session.changes()->undo();
    QVERIFY(walk.untilIdle());
    walk.onRequest = {};
    QVERIFY(session.changes()->wasStopped());
    QVERIFY(!session.changes()->isTakenBack());
    // What is half taken back is not made whole again by mistake.
    QVERIFY(!session.changes()->canGoOn());
    session.changes()->apply();
    QVERIFY(!session.changes()->isBusy());
    session.changes()->lookAtUndo();
    QVERIFY(walk.untilIdle());
    session.changes()->undo();
    QVERIFY(walk.untilIdle());
    QCOMPARE(walk.world(), before);
    QVERIFY(session.changes()->isTakenBack());
}

void TestSetupSession::earlierReceiptIsTakenUp()
{
    Walk walk(u"not-in-org"_s);
    const QJsonObject before = walk.world();
    QVERIFY(walk.untilPlanned());
    walk.session->changes()->apply();
    // The program ends in the middle.
    QVERIFY(walk.until([&walk] { return walk.changes.size() == 1; }));
    const QString path = walk.session->changes()->receiptPath();
    walk.session.reset();
    walk.makeSession();
    QVERIFY(walk.untilPlanned());
    SetupSession &session = *walk.session;
    QVERIFY(session.changes()->earlier());
    QCOMPARE(session.changes()->earlier()->path, path);

    session.changes()->takeUpEarlier();
    QCOMPARE(session.changes()->receiptPath(), path);
    QVERIFY(session.changes()->canGoOn());
    QVERIFY(!session.changes()->isDone());
    session.act();
    QVERIFY(walk.untilIdle());
    QCOMPARE(walk.changes.size(), 2);
    // All of it is of this receipt, and can be taken back.
    session.changes()->lookAtUndo();
    QVERIFY(walk.untilIdle());
    session.changes()->undo();
    QVERIFY(walk.untilIdle());
    QCOMPARE(walk.world(), before);
}

void TestSetupSession::waitingIsCountedDown()
{
    Walk walk(u"not-in-org"_s, [](sandbox::World &world) {
        sandbox::Fault fault;
        fault.method = u"POST"_s;
        fault.path = u"serviceprincipalentitlements"_s;
        fault.kind = sandbox::Fault::Kind::Throttled;
        fault.retryAfter = 30;
        world.faults = {fault};
    });
    QVERIFY(walk.untilPlanned());
    SetupSession &session = *walk.session;
    QList<qint64> left;
    connect(session.changes(), &PlanSession::changed, this, [&] {
        const SetupProgress &progress = session.changes()->progress();
        if (progress.finding == finding::devopsRateLimited && progress.left.count() > 0)
            left.append(progress.left.count());
    });
    session.act();
    QVERIFY(walk.untilIdle());
    QVERIFY(session.changes()->isDone());
    QVERIFY(left.size() >= 30);
    QCOMPARE(left.first(), 30);
    QCOMPARE(left.last(), 1);
}

void TestSetupSession::refusalsAreToldWhereTheyAre_data()
{
    QTest::addColumn<QString>("situation");
    QTest::addColumn<QString>("finding");
    QTest::newRow("somebody who is no member is signed in") << u"stranger"_s << u"wrong-account-signed-in"_s;
    QTest::newRow("the project is not there") << u"project"_s << u"project-unknown"_s;
    QTest::newRow("the group is not there") << u"group"_s << u"group-unknown"_s;
}

void TestSetupSession::refusalsAreToldWhereTheyAre()
{
    QFETCH(QString, situation);
    QFETCH(QString, finding);
    Walk walk(u"not-in-org"_s, [&situation](sandbox::World &world) {
        if (situation != "stranger"_L1)
            return;
        sandbox::Organization &contoso = world.organizations.front();
        std::erase_if(contoso.members, [&world](const sandbox::Member &member) {
            return member.objectId == world.administrator;
        });
    });
    SetupSession &session = *walk.session;
    session.begin();
    QVERIFY(walk.untilChecked());
    QVERIFY(walk.untilSignedIn());
    SetupSession::Rights rights = session.rights();
    if (situation == "project"_L1)
        rights.projects = {*ProjectWish::parse(u"Fabrikam-Fibre=reader"_s)};
    else if (situation == "group"_L1)
        rights.groups = {u"Infrastructure Automatons"_s};
    session.setRights(rights);
    session.goTo(SetupStep::Plan);
    QVERIFY(walk.untilIdle());
    QCOMPARE(findingOf(session.changes()->problem()), finding);
    QCOMPARE(walk.stateOf(SetupStep::Plan), State::Blocked);
    QVERIFY(!walk.answerOf(SetupStep::Plan).isEmpty());
    QVERIFY(!session.changes()->plan());
    const auto remedy = SetupSession::remedyOf(*session.changes()->problem());
    QVERIFY(remedy == (situation == "stranger"_L1 ? SetupStep::SignIn : SetupStep::Rights));
    // The button looks once more, and changes nothing.
    QCOMPARE(session.primaryAction(SetupStep::Plan).text, u"Plan the changes"_s);
    session.act();
    QVERIFY(walk.untilIdle());
    QCOMPARE(walk.changes, QStringList());
}

void TestSetupSession::readyIdentityNeedsNoAdministrator()
{
    Walk walk(u"healthy"_s);
    SetupSession &session = *walk.session;
    session.begin();
    QVERIFY(walk.untilChecked());
    for (const SetupStep step : {SetupStep::SignIn, SetupStep::Rights, SetupStep::Plan})
        QCOMPARE(walk.stateOf(step), State::NotNeeded);
    session.act();
    session.act();
    session.act();
    QCOMPARE(session.currentStep(), SetupStep::Proof);
    QCOMPARE(walk.stateOf(SetupStep::Proof), State::Done);
    session.back();
    QCOMPARE(session.currentStep(), SetupStep::Organization);

    // Wanting more makes them needed.
    SetupSession::Rights rights = session.rights();
    rights.projects = {*ProjectWish::parse(u"Fabrikam-Fiber=contributor"_s)};
    session.setRights(rights);
    QCOMPARE(walk.stateOf(SetupStep::Plan), State::Open);
}

void TestSetupSession::nothingToChangeIsDone()
{
    Walk walk(u"healthy"_s);
    SetupSession &session = *walk.session;
    session.begin();
    QVERIFY(walk.untilChecked());
    QVERIFY(walk.untilSignedIn());
    SetupSession::Rights rights = session.rights();
    rights.projects = {*ProjectWish::parse(u"Fabrikam-Fiber=contributor"_s)};
    session.setRights(rights);
    session.goTo(SetupStep::Plan);
    QVERIFY(walk.untilIdle());
    QCOMPARE(session.changes()->plan()->steps.size(), 0);
    QCOMPARE(walk.stateOf(SetupStep::Plan), State::Done);
    QCOMPARE(walk.answerOf(SetupStep::Plan), u"everything is already in place"_s);
    session.changes()->apply();
    QVERIFY(!session.changes()->isBusy());
    QVERIFY(!session.changes()->receipt());
}

void TestSetupSession::identityOfAnotherMachineIsSearched_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("match");
    QTest::newRow("by name") << u"id-terraform"_s << u"name"_s;
    QTest::newRow("by client id, which is corrected") << u"CLIENT"_s << u"client-id"_s;
    QTest::newRow("by object id") << u"OBJECT"_s << u"object-id"_s;
    QTest::newRow("by resource id") << u"RESOURCE"_s << u"resource-id"_s;
}

void TestSetupSession::identityOfAnotherMachineIsSearched()
{
    QFETCH(QString, text);
    QFETCH(QString, match);
    Walk walk(u"not-on-azure"_s);
    const auto identity =
        std::ranges::find(walk.server.world().identities, u"id-terraform"_s, &sandbox::ManagedIdentity::name);
    QVERIFY(identity != walk.server.world().identities.end());
    // Nobody has added it yet.
    std::erase_if(
        walk.server.world().organizations.front().members,
        [&identity](const sandbox::Member &member) { return member.objectId == identity->objectId; });
    SetupSession &session = *walk.session;
    QCOMPARE(session.where(), Where::Elsewhere);
    session.begin();
    QVERIFY(walk.untilSignedIn());
    QVERIFY(walk.until([&walk] { return walk.stateOf(SetupStep::Organization) == State::Done; }));
    session.act();
    QCOMPARE(session.currentStep(), SetupStep::Identity);
    const QString searched = text == "CLIENT"_L1 ? identity->clientId
        : text == "OBJECT"_L1                    ? identity->objectId
        : text == "RESOURCE"_L1                  ? identity->resourceId
                                                 : text;
    QVERIFY(session.lookFor(searched));
    QVERIFY(walk.untilIdle());
    QVERIFY(session.principal());
    QCOMPARE(session.principal()->objectId.toString(), identity->objectId);
    QCOMPARE(QString(toString(session.principals()->found()->candidates.first().match)), match);

    while (session.currentStep() != SetupStep::Plan)
        session.act();
    QVERIFY(walk.untilIdle());
    session.act();
    QVERIFY(walk.untilIdle());
    QVERIFY(session.changes()->isDone());
    QVERIFY(walk.until([&session] { return session.changes()->verification().has_value(); }));
    // The administrator sees the member; only the other machine can show its identity.
    QVERIFY(session.isProven());
    QCOMPARE(walk.answerOf(SetupStep::Proof), u"member of contoso; not tested on its machine"_s);
    const auto settings = session.providerSettings();
    QVERIFY(settings && settings->clientId);
    QCOMPARE(settings->clientId->toString(), identity->clientId);
}

void TestSetupSession::searchNeedsSomebodySignedIn()
{
    Walk walk(u"not-on-azure"_s, [](sandbox::World &world) { world.administrator.clear(); });
    SetupSession &session = *walk.session;
    session.begin();
    QVERIFY(walk.until([&session] { return session.signIn()->state() == SignInSession::State::SignedOut; }));
    session.act();
    QCOMPARE(session.currentStep(), SetupStep::Identity);
    const auto refused = session.lookFor(u"id-terraform"_s);
    QVERIFY(!refused);
    QCOMPARE(refused.problem().findingId.toString(), u"sign-in-needed"_s);
    QCOMPARE(session.primaryAction(SetupStep::Identity).text, u"Sign in to search"_s);
    session.act();
    QCOMPARE(session.currentStep(), SetupStep::SignIn);
    QCOMPARE(session.needs(SetupStep::Plan), (QList{SetupStep::Identity, SetupStep::SignIn}));
}

void TestSetupSession::missingIdentityIsAttached()
{
    Walk walk(u"identity-not-assigned"_s);
    SetupSession &session = *walk.session;
    session.begin();
    QVERIFY(walk.untilChecked());
    QVERIFY(walk.untilSignedIn());
    session.act();
    QCOMPARE(walk.stateOf(SetupStep::Identity), State::Blocked);
    QVERIFY(session.attachTarget());
    session.planAttachment();
    QVERIFY(walk.untilIdle());
    QVERIFY(session.principals()->attachPlan());
    QVERIFY(!walk.server.world().machine.systemAssigned);
    QCOMPARE(session.primaryAction(SetupStep::Identity).text, u"Enable the identity of vm-build"_s);
    QVERIFY(session.equivalentCommand(SetupStep::Identity)
                .startsWith(u"signet principal attach system-assigned --to /subscriptions/"_s));
    session.act();
    QVERIFY(walk.untilIdle());
    QVERIFY(walk.untilChecked());
    QVERIFY(walk.until([&walk] { return walk.stateOf(SetupStep::Identity) == State::Done; }));
    QVERIFY(walk.server.world().machine.systemAssigned);
    QVERIFY(!session.attachTarget());
}

void TestSetupSession::otherTenantIsLeft()
{
    // Jane is at home somewhere else, and a guest where contoso belongs.
    QString home;
    Walk walk(u"not-in-org"_s, [&home](sandbox::World &world) {
        sandbox::Person &jane = world.persons.front();
        const QString contoso = jane.tenantId;
        home = sandbox::stableGuid(u"home of jane"_s);
        world.tenants.push_back({.id = home, .name = u"Fabrikam"_s});
        jane.tenantId = home;
        jane.guestOf = {contoso};
        const QString guestId = sandbox::stableGuid(jane.objectId + contoso);
        for (sandbox::Member &member : world.organizations.front().members) {
            if (member.objectId == jane.objectId)
                member.objectId = guestId;
        }
    });
    SetupSession &session = *walk.session;
    session.begin();
    QVERIFY(walk.untilChecked());
    QVERIFY(walk.untilSignedIn());
    QVERIFY(!session.otherTenant().isEmpty());
    QCOMPARE(walk.stateOf(SetupStep::SignIn), State::Blocked);
    QCOMPARE(session.needs(SetupStep::Plan), QList{SetupStep::SignIn});
    session.goTo(SetupStep::SignIn);
    QCOMPARE(session.primaryAction(SetupStep::SignIn).text, u"Switch to the tenant of contoso"_s);
    session.act();
    QVERIFY(walk.untilSignedIn());
    QVERIFY(session.otherTenant().isEmpty());
    QCOMPARE(walk.stateOf(SetupStep::SignIn), State::Done);
    QCOMPARE(session.needs(SetupStep::Plan), QList<SetupStep>());
}

void TestSetupSession::leastRightsFollowTheProjects()
{
    Walk walk(u"not-in-org"_s);
    SetupSession &session = *walk.session;
    Question question = session.diagnosis()->question();
    question.projects.clear();
    session.diagnosis()->setQuestion(question);
    QVERIFY(session.rights().projects.isEmpty());
    QVERIFY(session.whyRights().contains(u"sees no project"_s));
    session.begin();
    QVERIFY(walk.untilSignedIn());
    session.goTo(SetupStep::Rights);
    const auto settled = [&session] {
        return session.projectPicker()->state() == PickerModel::State::Complete;
    };
    QVERIFY(walk.until(settled));
    // There are two, and nobody says which.
    QCOMPARE(session.projectPicker()->rowCount(), 2);
    QVERIFY(session.rights().projects.isEmpty());
    walk.server.world().organizations.front().projects.pop_back();
    QVERIFY(session.setOrganization(u"contoso"_s));
    QVERIFY(walk.until(settled));
    QCOMPARE(session.rights().projects.size(), 1);
    // A search shows others, or none, and changes no rights.
    session.projectPicker()->search(u"no such name"_s);
    QVERIFY(walk.until(settled));
    QCOMPARE(session.projectPicker()->rowCount(), 0);
    QCOMPARE(session.rights().projects.size(), 1);
    QVERIFY(session.areLeast());
}

void TestSetupSession::commandsStayInTheSandbox()
{
    SessionContext sessionContext{Host::from(HostImage()), {}, Host::from(HostImage())};
    sessionContext.sandbox = u"not-in-org"_s;
    const SetupSession session(sessionContext);
    for (const SetupStep step : setupSteps) {
        const QString command = session.equivalentCommand(step);
        QVERIFY2(command.startsWith("signet "_L1) && command.count("--sandbox not-in-org"_L1) == 1,
                 qPrintable(command));
    }
    // Two commands, each for itself.
    QCOMPARE(inSandbox(u"signet setup plan\nsignet setup apply plan.json"_s, sessionContext.sandbox)
                 .count("--sandbox"_L1),
             2);
}

void TestSetupSession::commandsSayTheSame()
{
    Walk walk(u"not-in-org"_s);
    SetupSession &session = *walk.session;
    QCOMPARE(session.equivalentCommand(SetupStep::Machine), u"signet identity"_s);
    QCOMPARE(session.equivalentCommand(SetupStep::SignIn), u"signet login --with azure-cli"_s);
    QVERIFY(walk.untilPlanned());
    const QString planning =
        u"signet setup plan --org https://dev.azure.com/contoso --object-id "
        "a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4 --access-level express --project Fabrikam-Fiber=Readers "
        "--out plan.json"_s;
    QCOMPARE(session.equivalentCommand(SetupStep::Rights), planning);
    QCOMPARE(session.equivalentCommand(SetupStep::Plan), planning + u"\nsignet setup apply plan.json"_s);
    session.act();
    QVERIFY(walk.untilIdle());
    const QString path = session.changes()->receiptPath();
    QCOMPARE(session.equivalentCommand(SetupStep::Plan), u"signet setup undo "_s + path);
    QCOMPARE(session.equivalentCommand(SetupStep::Proof),
             u"signet setup verify %1\nsignet diagnose --org https://dev.azure.com/contoso --project "
             "Fabrikam-Fiber"_s.arg(path));
    session.setWhere(Where::Elsewhere);
    QVERIFY(session.lookFor(u"id terraform"_s));
    QCOMPARE(session.equivalentCommand(SetupStep::Identity), u"signet principal find 'id terraform'"_s);
    // As ProjectWish reads it again.
    for (const QString &text : {u"A=Readers"_s, u"A=library:Creator"_s, u"A=My Team"_s})
        QCOMPARE(textOf(*ProjectWish::parse(text)), text);
}

void TestSetupSession::reportIsTakenOver()
{
    Walk walk(u"not-in-org"_s);
    walk.session->begin();
    QVERIFY(walk.untilChecked());
    const Report report = walk.session->diagnosis()->report();
    QVERIFY(walk.untilSignedIn());

    walk.session->beginFrom(report, SetupSession::Origin::ThisMachine);
    QCOMPARE(walk.session->currentStep(), SetupStep::Plan);
    QVERIFY(walk.untilIdle());
    QVERIFY(walk.session->changes()->plan());

    // Each action leads to the step where it is done.
    walk.session->beginFrom(report, SetupSession::Origin::ThisMachine, FindingAction::SignIn);
    QCOMPARE(walk.session->currentStep(), SetupStep::SignIn);
    walk.session->beginFrom(report, SetupSession::Origin::ThisMachine, FindingAction::ChooseIdentity);
    QCOMPARE(walk.session->currentStep(), SetupStep::Identity);

    // The same report, looked at on a workstation.
    Walk elsewhere(u"not-on-azure"_s);
    elsewhere.session->beginFrom(report, SetupSession::Origin::AnotherMachine);
    QCOMPARE(elsewhere.session->where(), Where::Elsewhere);
    QVERIFY(elsewhere.session->principal());
    QCOMPARE(elsewhere.session->principal()->objectId.toString(), report.machine->objectId);
    QVERIFY(elsewhere.untilSignedIn());
    elsewhere.session->goTo(SetupStep::Plan);
    QVERIFY(elsewhere.untilIdle());
    QVERIFY(elsewhere.session->changes()->plan());
}

void TestSetupSession::sessionMayEndAtAnyMoment()
{
    for (int after = 1; after <= 4; ++after) {
        Walk walk(u"not-in-org"_s);
        QVERIFY(walk.untilPlanned());
        int requests = 0;
        walk.onRequest = [&] { ++requests; };
        walk.session->act();
        QVERIFY(walk.until([&] { return requests >= after; }));
        const QString path = walk.session->changes()->receiptPath();
        walk.session.reset();
        QCoreApplication::processEvents();
        // Whatever was sent stands in the receipt.
        const auto receipt = receiptAt(walk.host, path);
        QCOMPARE(bool(receipt), !walk.changes.isEmpty());
        if (receipt)
            QVERIFY(receipt->hasAnythingToUndo());
    }
}

QTEST_GUILESS_MAIN(TestSetupSession)
#include "tst_setupsession.moc"
