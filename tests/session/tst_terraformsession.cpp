#include "core/diagnosis/checkid.h"
#include "core/session/terraformsession.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace signet;
using namespace Qt::StringLiterals;

class TestTerraformSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fileOpensItsDirectory_data();
    void fileOpensItsDirectory();
    void filesOfASimulatedMachineHaveNoLocalPath();
    void clientIdOfAVariableIsNoIntention();
    void otherVersionIsComparedWithTheOneInUse();
    void anotherDirectoryForgetsVersionAndBlock();
    void settingsCanStayInTheEnvironment();
    void writingReadsAgain();
    void changedFileIsNotWritten();
    void deletedSessionEndsItsReading();
    void stoppedReadingSaysSo();
    void silentMachineIsNotTakenToAnswer();
};

namespace {

const QByteArray forgetful = "terraform {\n"
                             "  required_providers {\n"
                             "    azuredevops = {\n"
                             "      source  = \"microsoft/azuredevops\"\n"
                             "      version = \">= 1.11.2, < 2.0.0\"\n"
                             "    }\n"
                             "  }\n"
                             "}\n"
                             "\n"
                             "provider \"azuredevops\" {\n"
                             "  org_service_url = \"https://dev.azure.com/contoso\"\n"
                             "}\n";

HostImage machineWith(const QByteArray &main)
{
    HostImage image;
    FileImage file;
    file.text = main;
    image.files.insert(u"/infra/main.tf"_s, file);
    return image;
}

SessionContext onDisk(const Host &disk)
{
    return {Host::from(HostImage()), NetSettings(), disk};
}

// Files are read on another thread.
TerraformSession &settled(TerraformSession &session)
{
    if (!QTest::qWaitFor([&session] { return !session.isReading(); }, 20'000))
        qFatal("the configuration is still being read");
    return session;
}

const QString someId = u"c0ffee11-2233-4455-8677-8899aabbccdd"_s;

} // namespace

void TestTerraformSession::fileOpensItsDirectory_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("directory") << u"/infra"_s;
    QTest::newRow("with a separator") << u"/infra/"_s;
    QTest::newRow("file in it") << u"/infra/main.tf"_s;
}

void TestTerraformSession::fileOpensItsDirectory()
{
    QFETCH(QString, path);
    TerraformSession session(onDisk(Host::from(machineWith(forgetful))));
    session.open(path);
    settled(session);
    QCOMPARE(session.directory(), u"/infra"_s);
    QVERIFY(session.explanation());
}

void TestTerraformSession::filesOfASimulatedMachineHaveNoLocalPath()
{
    TerraformSession session({Host::from(machineWith(forgetful)), NetSettings(), Host::real()});
    session.setDirectory(u"/infra"_s, TerraformSession::Place::OnMachine);
    settled(session);
    QVERIFY(session.explanation());
    QCOMPARE(session.localPath(u"main.tf"_s), QString());
    session.setDirectory(u"/infra"_s);
    settled(session);
    QCOMPARE(session.localPath(u"main.tf"_s), u"/infra/main.tf"_s);
    QCOMPARE(session.localPath({}), QString());
}

void TestTerraformSession::clientIdOfAVariableIsNoIntention()
{
    TerraformSession session(onDisk(Host::from(HostImage())));
    Question question;
    question.organization = *givenOrganization(u"contoso"_s, Origin::option(u"--org"_s));
    question.clientId = *givenClientId(someId, Origin::variable(u"ARM_CLIENT_ID"_s));
    session.setQuestion(question);
    settled(session);
    QVERIFY(!session.settings().clientId);
    QCOMPARE(session.settings().organizationUrl, u"https://dev.azure.com/contoso"_s);
    question.clientId = *givenClientId(someId, Origin::option(u"--client-id"_s));
    session.setQuestion(question);
    settled(session);
    QVERIFY(session.settings().clientId == question.clientId->value);
}

void TestTerraformSession::otherVersionIsComparedWithTheOneInUse()
{
    TerraformSession session(onDisk(Host::from(machineWith(forgetful))));
    session.setDirectory(u"/infra"_s);
    settled(session);
    const QString inUse = session.versionInUse().toString();
    QVERIFY(!inUse.isEmpty());
    QVERIFY(session.versionAsked().isNull());
    QVERIFY(session.versionChanges().isEmpty());
    QVERIFY(session.setProviderVersion(u"0.11.0"_s));
    settled(session);
    QCOMPARE(session.versionInUse().toString(), inUse);
    QCOMPARE(session.versionAsked().toString(), u"0.11.0"_s);
    QVERIFY(!session.versionChanges().isEmpty());
    QVERIFY(session.explainCommand().contains(u"--provider-version 0.11.0"_s));
    QVERIFY(session.setProviderVersion(inUse));
    settled(session);
    QVERIFY(session.versionChanges().isEmpty());
}

void TestTerraformSession::anotherDirectoryForgetsVersionAndBlock()
{
    TerraformSession session(onDisk(Host::from(machineWith(forgetful))));
    session.setDirectory(u"/infra"_s);
    settled(session);
    QVERIFY(session.setProviderVersion(u"0.11.0"_s));
    settled(session);
    session.setAlias(u"second"_s);
    settled(session);
    session.setDirectory(u"/infra"_s);
    settled(session);
    QVERIFY(session.versionAsked().isNull());
    QCOMPARE(session.alias(), QString());
}

void TestTerraformSession::settingsCanStayInTheEnvironment()
{
    TerraformSession session(onDisk(Host::from(machineWith(forgetful))));
    session.setDirectory(u"/infra"_s);
    settled(session);
    QVERIFY(session.canWrite());
    QVERIFY(session.edit()->changes.first().after.contains("use_msi"));
    QSignalSpy changed(&session, &TerraformSession::changed);
    session.setFromEnvironment(FromEnvironment::Yes);
    settled(session);
    QVERIFY(!changed.isEmpty());
    QVERIFY(session.canWrite());
    QVERIFY(!session.edit()->changes.first().after.contains("org_service_url"));
    QVERIFY(session.writeCommand().endsWith(u" --from-environment"_s));
}

void TestTerraformSession::writingReadsAgain()
{
    const Host disk = Host::from(machineWith(forgetful));
    TerraformSession session(onDisk(disk));
    session.setDirectory(u"/infra"_s);
    settled(session);
    QVERIFY(!session.document()->good);
    const auto written = session.write();
    settled(session);
    QVERIFY(written);
    QCOMPARE(written->size(), 1);
    QVERIFY(!written->first().backup.isEmpty());
    QVERIFY(session.document()->good);
    QVERIFY(!session.canWrite());
}

void TestTerraformSession::changedFileIsNotWritten()
{
    const Host disk = Host::from(machineWith(forgetful));
    TerraformSession session(onDisk(disk));
    session.setDirectory(u"/infra"_s);
    settled(session);
    QVERIFY(disk.writeFile(u"/infra/main.tf"_s, forgetful + "# theirs\n"));
    const auto written = session.write();
    settled(session);
    QVERIFY(!written);
    QCOMPARE(written.problem().findingId.toString(), u"file-changed-meanwhile"_s);
    QCOMPARE(*disk.readFile(u"/infra/main.tf"_s, 1'000'000), forgetful + "# theirs\n");
    // What is offered now is an edit of what is there now.
    QVERIFY(session.canWrite());
    QVERIFY(session.edit()->changes.first().after.contains("# theirs"));
}

void TestTerraformSession::deletedSessionEndsItsReading()
{
    auto session = std::make_unique<TerraformSession>(onDisk(Host::from(machineWith(forgetful))));
    session->setDirectory(u"/infra"_s);
    QVERIFY(session->isReading());
    QVERIFY(!session->explanation());
    session.reset();
    QCoreApplication::processEvents();
}

void TestTerraformSession::stoppedReadingSaysSo()
{
    TerraformSession session(onDisk(Host::from(machineWith(forgetful))));
    session.setDirectory(u"/infra"_s);
    session.stop();
    settled(session);
    QVERIFY(session.problem());
    QCOMPARE(session.problem()->findingId, finding::runStopped);
    session.reload();
    settled(session);
    QVERIFY(!session.problem());
    QVERIFY(session.document());
}

void TestTerraformSession::silentMachineIsNotTakenToAnswer()
{
    QByteArray healthy = forgetful;
    healthy.replace("contoso\"\n", "contoso\"\n  use_msi         = true\n  use_cli         = false\n");
    TerraformSession session(onDisk(Host::from(machineWith(healthy))));
    session.setDirectory(u"/infra"_s);
    settled(session);
    // Nothing has asked the machine yet, and that is said.
    QVERIFY(session.document()->good);
    QVERIFY(!session.document()->unchecked.isEmpty());

    Report report;
    CheckResult token;
    token.id = check::identityToken.toString();
    token.stage = u"token"_s;
    token.phase = Phase::Done;
    token.status = Status::Failed;
    token.problem = Problem(finding::notOnAzure);
    report.checks = {token};
    report.finished = true;
    report.verdict = Verdict::NotReady;
    session.setSeen(report);
    settled(session);
    QVERIFY2(!session.document()->good, qPrintable(session.document()->sentence));
    QVERIFY(session.document()->unchecked.isEmpty());

    report.checks.front().status = Status::Passed;
    report.checks.front().problem.reset();
    report.machine = IdentityFacts();
    report.machine->kind = u"system-assigned"_s;
    report.machine->objectId = u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s;
    report.terraform = report.machine;
    report.verdict = Verdict::Ready;
    session.setSeen(report);
    settled(session);
    QVERIFY(session.document()->good);
    QVERIFY(session.document()->unchecked.isEmpty());
}

QTEST_GUILESS_MAIN(TestTerraformSession)
#include "tst_terraformsession.moc"
