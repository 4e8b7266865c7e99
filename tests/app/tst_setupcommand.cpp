#include "core/sandbox/sandboxserver.h"
#include "core/sandbox/world/worldstate.h"
#include "core/setup/digestdocument.h"
#include "tests/support/program.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

// Adding an identity to an organization as an administrator does it: with the real program, against a
// simulated Azure that keeps its state between the commands.

class TestSetupCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void planApplyReadyUndoIsAsBefore();
    void requestIsPlannedAppliedAndAnswered();
    void requestIsRefusedWithAReason();
    void applyGoesOnAfterAFailure();
    void applyTwiceIsOnce();
    void filesAreRefusedWithAReason_data();
    void filesAreRefusedWithAReason();
    void forgedNameIsRefusedBeforeTheQuestion_data();
    void forgedNameIsRefusedBeforeTheQuestion();
    void planOfAnotherOrganizationIsSaidPlainly();
    void undoOfNothingSaysThatNothingWasSent();
    void undoAlwaysAsks();
    void nobodyToAskChangesNothing();
    void classicMistakesAreCorrected_data();
    void classicMistakesAreCorrected();
    void wrongWishesAreToldBeforeAnything_data();
    void wrongWishesAreToldBeforeAnything();
    void aHigherAccessLevelStaysAndIsToldSo();
    void planIsAlsoCode_data();
    void planIsAlsoCode();
    void noFileHoldsASecret();
    void signInIsNeeded_data();
    void signInIsNeeded();

private:
    ProgramRun run(QStringList arguments);
    ProgramRun plan();
    QByteArray contentOf(const QString &name) const;
    void write(const QString &name, const QByteArray &content) const;
    QJsonObject state();

    std::unique_ptr<sandbox::SandboxServer> m_server;
    std::unique_ptr<QTemporaryDir> m_directory;
};

namespace {

const QString vmBuild = u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s;

} // namespace

void TestSetupCommand::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<sandbox::SandboxServer>(*sandbox::Scenario::named(u"not-in-org"_s));
    QVERIFY(m_directory->isValid() && m_server->listen());
}

void TestSetupCommand::cleanup()
{
    m_server.reset();
    m_directory.reset();
}

// The program runs while this process answers it.
ProgramRun TestSetupCommand::run(QStringList arguments)
{
    arguments += {u"--sandbox"_s, m_server->url().toString()};
    QProcess process;
    process.setProcessEnvironment(cleanEnvironment());
    process.setWorkingDirectory(m_directory->path());
    process.start(QStringLiteral(SIGNET_PROGRAM), arguments);
    process.closeWriteChannel();
    if (!QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 60'000))
        qFatal("signet %s did not end", qPrintable(arguments.join(u' ')));
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

ProgramRun TestSetupCommand::plan()
{
    return run({u"setup"_s, u"plan"_s, u"--object-id"_s, vmBuild, u"--project"_s,
                u"Fabrikam-Fiber=contributor"_s, u"--project"_s, u"Fabrikam-Fiber=library:creator"_s,
                u"--out"_s, u"plan.json"_s});
}

QByteArray TestSetupCommand::contentOf(const QString &name) const
{
    QFile file(m_directory->filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestSetupCommand::write(const QString &name, const QByteArray &content) const
{
    QFile file(m_directory->filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(name));
}

QJsonObject TestSetupCommand::state()
{
    return sandbox::worldState(m_server->world());
}

void TestSetupCommand::planApplyReadyUndoIsAsBefore()
{
    const QJsonObject before = state();
    const ProgramRun planned = plan();
    QCOMPARE(planned.exitCode, 0);
    QVERIFY(planned.out.contains("+ member vm-build (Basic)"));
    QVERIFY(planned.out.contains("+ group [Fabrikam-Fiber]\\Contributors"));
    QVERIFY(planned.out.contains("one Basic seat"));
    QCOMPARE(state(), before);
    QCOMPARE(run({u"diagnose"_s}).exitCode, 2);

    const ProgramRun applied = run({u"setup"_s, u"apply"_s, u"plan.json"_s, u"--yes"_s});
    QCOMPARE(applied.exitCode, 0);
    QVERIFY(applied.err.contains("Working as Jane Doe"));
    QVERIFY(applied.err.contains("1 of 3: Add vm-build to contoso with Basic access"));
    const ProgramRun ready = run({u"diagnose"_s, u"--output"_s, u"json"_s});
    QCOMPARE(ready.exitCode, 0);
    QCOMPARE(ready.json()["verdict"_L1].toString(), u"ready"_s);
    const ProgramRun verified =
        run({u"setup"_s, u"verify"_s, u"plan.receipt.json"_s, u"--output"_s, u"json"_s});
    QCOMPARE(verified.exitCode, 0);
    QCOMPARE(verified.json()["verdict"_L1].toString(), u"ready"_s);

    const ProgramRun undone = run({u"setup"_s, u"undo"_s, u"plan.receipt.json"_s, u"--yes"_s});
    QCOMPARE(undone.exitCode, 0);
    QVERIFY(undone.out.contains("former member"));
    QCOMPARE(state(), before);
    QCOMPARE(run({u"setup"_s, u"verify"_s, u"plan.receipt.json"_s}).exitCode, 2);
}

void TestSetupCommand::requestIsPlannedAppliedAndAnswered()
{
    const QJsonObject before = state();
    const ProgramRun asked = run({u"setup"_s, u"request"_s, u"--project"_s, u"Fabrikam-Fiber=contributor"_s,
                                  u"--reason"_s, u"not-in-org"_s});
    QCOMPARE(asked.exitCode, 0);
    QVERIFY2(asked.out.contains("Why: vm-build is not a member of contoso."), asked.out);
    QVERIFY2(!asked.out.contains("[secret]"), asked.out);
    QCOMPARE(state(), before);
    // As it comes out of a mail program: quoted, and broken at every blank.
    QByteArray mail = "Hello,\n> " + QByteArray(asked.out).replace(" ", "\n> ");
    write(u"mail.txt"_s, mail);
    const ProgramRun planned =
        run({u"setup"_s, u"plan"_s, u"--request"_s, u"mail.txt"_s, u"--out"_s, u"plan.json"_s});
    QVERIFY2(planned.exitCode == 0, planned.err);
    QVERIFY(planned.out.contains("+ member vm-build (Basic)"));
    QVERIFY(planned.out.contains("+ group [Fabrikam-Fiber]\\Contributors"));
    QCOMPARE(run({u"setup"_s, u"apply"_s, u"plan.json"_s, u"--yes"_s}).exitCode, 0);
    const QStringList answer{u"setup"_s, u"answer"_s, u"plan.receipt.json"_s, u"--request"_s};
    const ProgramRun answered = run(answer + QStringList{u"mail.txt"_s});
    QVERIFY2(answered.exitCode == 0, answered.err);
    QVERIFY(answered.out.contains("everything requested for vm-build is in place in contoso."));

    // More than that was not granted, and of another identity the receipt says nothing.
    QCOMPARE(run({u"setup"_s, u"request"_s, u"--project"_s, u"Tailspin=reader"_s, u"--out"_s, u"more.json"_s})
                 .exitCode,
             0);
    const ProgramRun missing = run(answer + QStringList{u"more.json"_s});
    QCOMPARE(missing.exitCode, 2);
    QVERIFY2(missing.out.contains("Missing: Tailspin=Readers"), missing.out);
    QCOMPARE(run({u"setup"_s, u"request"_s, u"--object-id"_s, u"0badc0de-1122-4334-9556-778899001122"_s,
                  u"--out"_s, u"other.json"_s})
                 .exitCode,
             0);
    const ProgramRun other = run(answer + QStringList{u"other.json"_s});
    QCOMPARE(other.exitCode, 1);
    QVERIFY2(other.err.contains("The receipt answers a different request"), other.err);
}

void TestSetupCommand::requestIsRefusedWithAReason()
{
    QCOMPARE(run({u"setup"_s, u"request"_s, u"--out"_s, u"request.json"_s}).exitCode, 0);
    const QByteArray request = contentOf(u"request.json"_s);
    const auto refusal = [this](const QByteArray &content, const QStringList &more = {}) {
        write(u"request.json"_s, content);
        const ProgramRun run =
            this->run(QStringList{u"setup"_s, u"plan"_s, u"--request"_s, u"request.json"_s} + more);
        return run.exitCode == 1 ? run.err : QByteArray("planned");
    };
    QVERIFY(refusal(QByteArray(request).replace("contoso", "fabrikam")).contains("was changed after"));
    QVERIFY(refusal("{}").contains("is not the expected Signet file"));
    QVERIFY(refusal(request, {u"--org"_s, u"fabrikam"_s}).contains("not for fabrikam"));
    QVERIFY(refusal(request, {u"--group"_s, u"Readers"_s}).contains("--group"));
    // Nothing else is written over.
    write(u"notes.json"_s, "mine");
    QCOMPARE(run({u"setup"_s, u"request"_s, u"--out"_s, u"notes.json"_s}).exitCode, 1);
    QCOMPARE(contentOf(u"notes.json"_s), QByteArray("mine"));
}

void TestSetupCommand::applyGoesOnAfterAFailure()
{
    const QJsonObject before = state();
    QCOMPARE(plan().exitCode, 0);
    sandbox::Fault fault;
    fault.method = u"PUT"_s;
    fault.path = u"/graph/memberships/"_s;
    fault.times = 1;
    fault.status = 403;
    fault.body =
        R"({"$id":"1","message":"TF50309: The following account does not have sufficient permissions to complete the operation: Jane Doe.","typeKey":"AccessCheckException"})";
    m_server->world().faults = {fault};
    const ProgramRun failed = run({u"setup"_s, u"apply"_s, u"plan.json"_s, u"--yes"_s});
    QCOMPARE(failed.exitCode, 1);
    QVERIFY(failed.out.contains("done") && failed.out.contains("refused")
            && failed.out.contains("not reached"));
    // The same words go on, with the receipt that lies beside the plan.
    const ProgramRun again = run({u"setup"_s, u"apply"_s, u"plan.json"_s, u"--yes"_s});
    QCOMPARE(again.exitCode, 0);
    QVERIFY(again.err.contains("Resuming from plan.receipt.json"));
    QCOMPARE(run({u"setup"_s, u"undo"_s, u"plan.receipt.json"_s, u"--yes"_s}).exitCode, 0);
    QCOMPARE(state(), before);
}

void TestSetupCommand::applyTwiceIsOnce()
{
    QCOMPARE(plan().exitCode, 0);
    QCOMPARE(run({u"setup"_s, u"apply"_s, u"plan.json"_s, u"--yes"_s}).exitCode, 0);
    const qsizetype requests = m_server->requests().size();
    const ProgramRun again = run({u"setup"_s, u"apply"_s, u"plan.json"_s, u"--yes"_s});
    QCOMPARE(again.exitCode, 0);
    QVERIFY(again.err.contains("Nothing to do"));
    for (qsizetype i = requests; i < m_server->requests().size(); ++i)
        QVERIFY(!m_server->requests()[i].host.contains("azure.com"_L1));
    // And a plan of what is there has no step.
    const ProgramRun planned = plan();
    QCOMPARE(planned.exitCode, 0);
    QVERIFY(planned.out.contains("Nothing to do"));
}

void TestSetupCommand::filesAreRefusedWithAReason_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("mustSay");
    QTest::newRow("another principal")
        << vmBuild << u"0badc0de-1122-4334-9556-778899001122"_s << QStringList() << QByteArray("was changed");
    QTest::newRow("another level") << u"\"express\""_s << u"\"advanced\""_s << QStringList()
                                   << QByteArray("was changed");
    QTest::newRow("half a file") << u"\"steps\""_s << u"\"steps"_s << QStringList()
                                 << QByteArray("is not the expected Signet file");
    QTest::newRow("another kind") << u"signet-setup-plan"_s << u"signet-report"_s << QStringList()
                                  << QByteArray("is not the expected Signet file");
    QTest::newRow("another version") << u"\"schemaVersion\": 1"_s << u"\"schemaVersion\": 2"_s
                                     << QStringList() << QByteArray("is not the expected Signet file");
    QTest::newRow("another organization than is meant")
        << QString() << QString() << QStringList{u"--org"_s, u"https://dev.azure.com/fabrikam"_s}
        << QByteArray("The plan is not for");
}

void TestSetupCommand::filesAreRefusedWithAReason()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, mustSay);
    QCOMPARE(plan().exitCode, 0);
    if (!from.isEmpty()) {
        const QByteArray content = contentOf(u"plan.json"_s);
        QVERIFY(content.contains(from.toUtf8()));
        write(u"plan.json"_s, QByteArray(content).replace(from.toUtf8(), to.toUtf8()));
    }
    const QJsonObject before = state();
    const ProgramRun applied =
        run(QStringList{u"setup"_s, u"apply"_s, u"plan.json"_s, u"--yes"_s} + arguments);
    QCOMPARE(applied.exitCode, 1);
    QVERIFY2(applied.err.contains(mustSay), applied.err.constData());
    QCOMPARE(state(), before);
    QVERIFY(contentOf(u"plan.receipt.json"_s).isEmpty());
}

void TestSetupCommand::forgedNameIsRefusedBeforeTheQuestion_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("plan") << u"plan.json"_s << QStringList{u"apply"_s, u"plan.json"_s};
    QTest::newRow("receipt") << u"plan.receipt.json"_s << QStringList{u"undo"_s, u"plan.receipt.json"_s};
    QTest::newRow("receipt to verify")
        << u"plan.receipt.json"_s << QStringList{u"verify"_s, u"plan.receipt.json"_s};
}

// The digest fits again: it is no signature.
void TestSetupCommand::forgedNameIsRefusedBeforeTheQuestion()
{
    QFETCH(QString, file);
    QFETCH(QStringList, arguments);
    QCOMPARE(plan().exitCode, 0);
    if (file.contains(u"receipt"_s))
        QCOMPARE(run({u"setup"_s, u"apply"_s, u"plan.json"_s, u"--yes"_s}).exitCode, 0);
    const QByteArray real = contentOf(file);
    QVERIFY(real.contains("\"name\": \"vm-build\""));
    const QByteArray renamed = QByteArray(real).replace("\"name\": \"vm-build\"", "\"name\": \"old-test\"");
    const QJsonObject content = QJsonDocument::fromJson(renamed).object();
    write(
        file,
        documentToJson({file.contains(u"receipt"_s) ? "signet-setup-receipt"_L1 : "signet-setup-plan"_L1, 1},
                       content));
    const QJsonObject before = state();
    const QByteArray forged = contentOf(file);
    const ProgramRun refused = run(QStringList{u"setup"_s} + arguments);
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.err.contains("The file names the wrong identity"), refused.err.constData());
    QVERIFY2(refused.err.contains("belongs to vm-build"), refused.err.constData());
    QCOMPARE(state(), before);
    QCOMPARE(contentOf(file), forged);
}

void TestSetupCommand::planOfAnotherOrganizationIsSaidPlainly()
{
    QCOMPARE(plan().exitCode, 0);
    m_server->world().organizations.front().name = u"fabrikam"_s;
    const ProgramRun refused = run({u"setup"_s, u"apply"_s, u"plan.json"_s, u"--yes"_s});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.err.contains("contoso"), refused.err.constData());
    QVERIFY2(!refused.err.contains("interface"), refused.err.constData());
}

void TestSetupCommand::undoOfNothingSaysThatNothingWasSent()
{
    QCOMPARE(plan().exitCode, 0);
    QCOMPARE(run({u"setup"_s, u"apply"_s, u"plan.json"_s, u"--yes"_s}).exitCode, 0);
    const QByteArray receipt = contentOf(u"plan.receipt.json"_s);
    // Somebody else has removed the member.
    auto &organization = m_server->world().organizations.front();
    std::erase_if(organization.members, [](const auto &member) { return member.objectId == vmBuild; });
    std::erase_if(organization.roles, [](const auto &) { return true; });
    const QJsonObject before = state();
    const ProgramRun undone = run({u"setup"_s, u"undo"_s, u"plan.receipt.json"_s, u"--no-input"_s});
    QVERIFY2(undone.exitCode == 0, undone.err.constData());
    QVERIFY2(undone.err.contains("Nothing was sent."), undone.err.constData());
    QVERIFY2(undone.out.contains("no longer in place; nothing will be sent"), undone.out.constData());
    QVERIFY(!undone.out.contains("undone"));
    QCOMPARE(contentOf(u"plan.receipt.json"_s), receipt);
    QCOMPARE(state(), before);
}

void TestSetupCommand::undoAlwaysAsks()
{
    QCOMPARE(plan().exitCode, 0);
    QCOMPARE(run({u"setup"_s, u"apply"_s, u"plan.json"_s, u"--yes"_s}).exitCode, 0);
    const QJsonObject before = state();
    const ProgramRun asked = run({u"setup"_s, u"undo"_s, u"plan.receipt.json"_s, u"--no-input"_s});
    QCOMPARE(asked.exitCode, 1);
    QVERIFY2(asked.err.contains("confirmation was not possible"), asked.err.constData());
    QCOMPARE(state(), before);
}

void TestSetupCommand::nobodyToAskChangesNothing()
{
    QCOMPARE(plan().exitCode, 0);
    const QJsonObject before = state();
    const ProgramRun applied = run({u"setup"_s, u"apply"_s, u"plan.json"_s});
    QCOMPARE(applied.exitCode, 1);
    QVERIFY(applied.err.contains("--yes"));
    QCOMPARE(state(), before);
}

void TestSetupCommand::classicMistakesAreCorrected_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("given");
    QTest::addColumn<QByteArray>("mustSay");
    QTest::newRow("client id as object id") << u"--object-id"_s << u"3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617"_s
                                            << QByteArray("is not the service principal's object id");
    QTest::newRow("client id") << u"--principal"_s << u"3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617"_s
                               << QByteArray();
    QTest::newRow("name") << u"--principal"_s << u"vm-build"_s << QByteArray();
    QTest::newRow("resource id of its machine")
        << u"--principal"_s
        << u"/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d/resourceGroups/rg-build/providers/"
           "Microsoft.Compute/virtualMachines/vm-build"_s
        << QByteArray();
}

void TestSetupCommand::classicMistakesAreCorrected()
{
    QFETCH(QString, option);
    QFETCH(QString, given);
    QFETCH(QByteArray, mustSay);
    const ProgramRun planned = run({u"setup"_s, u"plan"_s, option, given, u"--output"_s, u"json"_s});
    QCOMPARE(planned.exitCode, 0);
    QCOMPARE(planned.json()["principal"_L1]["objectId"_L1].toString(), vmBuild);
    QVERIFY2(mustSay.isEmpty() || planned.err.simplified().contains(mustSay), planned.err.constData());
}

void TestSetupCommand::wrongWishesAreToldBeforeAnything_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("mustSay");
    QTest::newRow("level") << QStringList{u"--access-level"_s, u"premium"_s} << QByteArray("premium");
    QTest::newRow("level of early adopters")
        << QStringList{u"--access-level"_s, u"earlyAdopter"_s} << QByteArray("earlyAdopter");
    QTest::newRow("role without a project")
        << QStringList{u"--project"_s, u"reader"_s} << QByteArray("reader");
    QTest::newRow("project") << QStringList{u"--project"_s, u"Nowhere=reader"_s} << QByteArray("Nowhere");
    QTest::newRow("group") << QStringList{u"--group"_s, u"Nobodies"_s} << QByteArray("Nobodies");
    QTest::newRow("principal nobody knows")
        << QStringList{u"--principal"_s, u"11111111-2222-4333-8444-555555555555"_s}
        << QByteArray("11111111-2222-4333-8444-555555555555");
    QTest::newRow("form of code") << QStringList{u"--as"_s, u"pulumi"_s} << QByteArray("pulumi");
}

void TestSetupCommand::wrongWishesAreToldBeforeAnything()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, mustSay);
    const QJsonObject before = state();
    const ProgramRun planned =
        run(QStringList{u"setup"_s, u"plan"_s, u"--out"_s, u"plan.json"_s} + arguments);
    QCOMPARE(planned.exitCode, 1);
    QVERIFY2(planned.err.contains(mustSay), planned.err.constData());
    QVERIFY(contentOf(u"plan.json"_s).isEmpty());
    QCOMPARE(state(), before);
}

void TestSetupCommand::aHigherAccessLevelStaysAndIsToldSo()
{
    QCOMPARE(plan().exitCode, 0);
    QCOMPARE(run({u"setup"_s, u"apply"_s, u"plan.json"_s, u"--yes"_s}).exitCode, 0);
    const QStringList lower{u"setup"_s, u"plan"_s,           u"--object-id"_s,
                            vmBuild,    u"--access-level"_s, u"stakeholder"_s};
    const ProgramRun planned = run(lower);
    QCOMPARE(planned.exitCode, 0);
    QVERIFY2(planned.out.simplified().contains("The access level stays Basic"), planned.out.constData());
    QVERIFY(planned.out.simplified().contains("only adds access"));
    QVERIFY(planned.out.contains("Nothing to do"));
    const ProgramRun json = run(lower + QStringList{u"--output"_s, u"json"_s});
    QCOMPARE(json.json()["accessLevelStays"_L1].toString(), u"express"_s);
    // The level that is there says nothing.
    const ProgramRun same = run({u"setup"_s, u"plan"_s, u"--object-id"_s, vmBuild});
    QVERIFY(!same.out.contains("stays"));
    QVERIFY(run({u"setup"_s, u"plan"_s, u"--object-id"_s, vmBuild, u"--output"_s, u"json"_s})
                .json()["accessLevelStays"_L1]
                .isNull());
}

void TestSetupCommand::planIsAlsoCode_data()
{
    QTest::addColumn<QString>("form");
    QTest::addColumn<QList<QByteArray>>("mustSay");
    QTest::newRow("Terraform") << u"terraform"_s
                               << QList<QByteArray>{"resource \"azuredevops_service_principal_entitlement\"",
                                                    "origin_id            = \"" + vmBuild.toLatin1() + '"',
                                                    "resource \"azuredevops_group_membership\"",
                                                    "mode    = \"add\""};
    QTest::newRow("Azure CLI") << u"az"_s
                               << QList<QByteArray>{"az rest --method post", "$descriptor", "$storageKey"};
    QTest::newRow("requests")
        << u"rest"_s
        << QList<QByteArray>{"POST https://vsaex.dev.azure.com/contoso/_apis/serviceprincipalentitlements",
                             "\"accountLicenseType\": \"express\""};
    QTest::newRow("clicks") << u"portal"_s
                            << QList<QByteArray>{"https://dev.azure.com/contoso/_settings/users", "Basic"};
}

void TestSetupCommand::planIsAlsoCode()
{
    QFETCH(QString, form);
    QFETCH(QList<QByteArray>, mustSay);
    const ProgramRun planned = run({u"setup"_s, u"plan"_s, u"--project"_s, u"Fabrikam-Fiber=contributor"_s,
                                    u"--project"_s, u"Fabrikam-Fiber=library:creator"_s, u"--as"_s, form});
    QCOMPARE(planned.exitCode, 0);
    for (const QByteArray &text : mustSay)
        QVERIFY2(planned.out.contains(text), planned.out.constData());
}

void TestSetupCommand::noFileHoldsASecret()
{
    QByteArray everything;
    const auto keep = [&everything](const ProgramRun &one) { everything += one.out + one.err; };
    keep(plan());
    keep(run({u"setup"_s, u"apply"_s, u"plan.json"_s, u"--yes"_s, u"--verbose"_s}));
    keep(run({u"setup"_s, u"verify"_s, u"plan.receipt.json"_s, u"--output"_s, u"json"_s}));
    keep(run({u"setup"_s, u"undo"_s, u"plan.receipt.json"_s, u"--yes"_s}));
    everything += contentOf(u"plan.json"_s) + contentOf(u"plan.receipt.json"_s);
    QVERIFY(everything.size() > 4000);
    // What every token of the simulation ends with, and what every JWT begins with.
    QVERIFY(!everything.contains("c2lnbmV0LXNhbmRib3gtdG9rZW4"));
    QVERIFY(!everything.contains("eyJ"));
    QVERIFY(!m_server->issuedTokens().isEmpty());
}

void TestSetupCommand::signInIsNeeded_data()
{
    QTest::addColumn<int>("refusal");
    QTest::addColumn<QByteArray>("mustSay");
    QTest::newRow("revoked") << 50173 << QByteArray("$ signet login --sandbox");
    QTest::newRow("second factor") << 50076 << QByteArray("$ signet login --with browser --sandbox");
    QTest::newRow("policy") << 53003 << QByteArray("Conditional Access");
    QTest::newRow("app registration unknown") << 700016 << QByteArray("app registration");
    QTest::newRow("no consent") << 65001 << QByteArray("az ad app permission admin-consent");
    QTest::newRow("not assigned") << 50105 << QByteArray("Enterprise applications");
    QTest::newRow("unknown in the tenant") << 500011 << QByteArray("$ signet login --tenant");
}

// What Microsoft Entra refuses is told to the person who works, who runs no Terraform here.
void TestSetupCommand::signInIsNeeded()
{
    QFETCH(int, refusal);
    QFETCH(QByteArray, mustSay);
    m_server->world().signIn.refusal = refusal;
    const ProgramRun planned = plan();
    QCOMPARE(planned.exitCode, 4);
    QVERIFY(planned.out.isEmpty());
    QVERIFY2(planned.err.contains(mustSay), planned.err.constData());
    for (const char *foreign : {"erraform", "use_msi", "ARM_", "provider", "signet token"})
        QVERIFY2(!planned.err.contains(foreign), planned.err.constData());
}

QTEST_GUILESS_MAIN(TestSetupCommand)
#include "tst_setupcommand.moc"
