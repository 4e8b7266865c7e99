#include "core/diagnosis/judgeagain.h"
#include "core/diagnosis/runner.h"
#include "core/findings/catalogue.h"
#include "core/report/jsonsink.h"
#include "core/report/sharing.h"
#include "core/sandbox/sandboxserver.h"
#include "tests/support/await.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

// What a report has of a run is enough to read it back and to judge it again.

class TestObservations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reportCanBeJudgedAgain_data();
    void reportCanBeJudgedAgain();
    void whatAnAdministratorSeesIsReadBack();
    void nothingSeenIsNothingRead();
    void everyCheckThatObservesCanBeReadBack();
};

namespace {

Question questionOf(const QJsonObject &asked)
{
    Question question;
    if (const auto given = givenOrganization(asked["organization"_L1].toString(), Origin::scenario()))
        question.organization = *given;
    if (const auto given = givenClientId(asked["clientId"_L1].toString(), Origin::scenario()))
        question.clientId = *given;
    if (const auto id = ObjectId::parse(asked["objectId"_L1].toString()))
        question.objectId = *id;
    if (const auto id = ResourceId::parse(asked["resourceId"_L1].toString()))
        question.resourceId = *id;
    if (asked.contains("terraform"_L1)) {
        question.terraformFolder = Given<QString>{asked["terraform"_L1].toString(), Origin::scenario()};
        question.configuration = Question::Configuration::OnMachine;
    }
    question.expectedCredential = credentialMethodNamed(asked["expectTerraform"_L1].toString());
    for (const QJsonValue project : asked["projects"_L1].toArray())
        question.projects.append(project.toString());
    if (const QString told = asked["error"_L1].toString(); !told.isEmpty())
        question.errorText = readErrorText(told);
    return question;
}

struct Scene {
    explicit Scene(const QString &name)
        : server(*sandbox::Scenario::named(name))
    {
        using sandbox::LocalEndpoint;
        const bool needsTls = server.world().localEndpoint.kind == LocalEndpoint::Kind::ServiceFabric;
        if (!server.listen() || (needsTls && !server.listenTls()))
            qFatal("cannot listen on loopback");
        host = Host::from(*HostImage::fromJson(server.hostImage()));
        net.simulatedAzure = server.url();
        net.simulatedAzureTls = server.tlsUrl();
    }

    sandbox::SandboxServer server;
    Host host = Host::from(HostImage());
    NetSettings net;
};

QByteArray text(const QJsonObject &json)
{
    return QJsonDocument(json).toJson();
}

// Age and time left are those of the moment, and so are the words with them.
QJsonObject lasting(QJsonObject report)
{
    QJsonArray findings;
    for (const QJsonValue item : report["findings"_L1].toArray()) {
        QJsonObject finding = item.toObject();
        QJsonObject evidence = finding["evidence"_L1].toObject();
        if (evidence.contains("age"_L1) || evidence.contains("left"_L1)) {
            for (const char *key : {"title", "cause", "fix"})
                finding.remove(QLatin1StringView(key));
        }
        evidence.remove("age"_L1);
        evidence.remove("left"_L1);
        finding.insert(u"evidence"_s, evidence);
        findings.append(finding);
    }
    report.insert(u"findings"_s, findings);
    return report;
}

// The names and ids in a report that say who somebody is.
QStringList originalsOf(const Report &report)
{
    QSet<QString> found;
    static const QRegularExpression guid(u"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"_s);
    auto ids = guid.globalMatch(QString::fromUtf8(text(reportToJson(report))));
    while (ids.hasNext())
        found.insert(ids.next().captured().toLower());
    // Azure DevOps itself, and the one that stands for nobody.
    found.remove(u"499b84ac-1321-427f-aa17-267ca6975798"_s);
    found.remove(u"aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"_s);
    found.remove(u"00000000-0000-0000-0000-000000000000"_s);
    const QJsonObject host = report.subject["host"_L1].toObject();
    for (const QString &name :
         {report.subject["organization"_L1].toString(), host["name"_L1].toString(),
          host["resourceGroup"_L1].toString(), report.azureDevOps ? report.azureDevOps->name : QString(),
          report.machine ? report.machine->name : QString()}) {
        if (!name.isEmpty())
            found.insert(name);
    }
    return {found.begin(), found.end()};
}

} // namespace

QCoro::Task<Report> readAndRun(std::shared_ptr<RunContext> context)
{
    auto reading = readTerraform(context, {});
    co_await reading;
    auto running = runChecks(checkList(), context, {}, {});
    const Report report = co_await running;
    co_return report;
}

void TestObservations::reportCanBeJudgedAgain_data()
{
    QTest::addColumn<QString>("scenario");
    const QStringList names = sandbox::Scenario::names();
    for (const QString &name : names)
        QTest::addRow("%s", qPrintable(name)) << name;
}

void TestObservations::reportCanBeJudgedAgain()
{
    QFETCH(const QString, scenario);
    const Scene scene(scenario);
    auto context = std::make_shared<RunContext>(Http(scene.host, scene.net), scene.host,
                                                questionOf(scene.server.scenario().asked));
    const Report report = await(readAndRun(context), std::chrono::seconds(60));

    for (const CheckResult &result : report.checks) {
        const Check *check = findCheck(result.id);
        QVERIFY(check);
        if (!check->observe)
            continue;
        const QJsonObject stored = QJsonDocument::fromJson(text(result.observation)).object();
        const Observation read = check->read(stored);
        QCOMPARE(text(toJson(read)), text(stored));
    }
    // As it is read from a file.
    const auto saved = Report::fromJson(QJsonDocument::fromJson(text(reportToJson(report))).object());
    QVERIFY(saved);
    const auto again = judgeAgain(*saved);
    QVERIFY(again);
    QCOMPARE(text(lasting(reportToJson(*again))), text(lasting(reportToJson(report))));

    // With aliases for its names and ids, it holds none of them and says the same.
    const Report shared = sharedReport(*saved, {.anonymize = true, .salt = "salt", .words = {}});
    QString hidden = QString::fromUtf8(text(reportToJson(shared)));
    // The id of a finding stays, whatever names are in it.
    for (const Finding &finding : catalogue())
        hidden.remove(u'"' + finding.id.toString() + u'"');
    const QStringList originals = originalsOf(*saved);
    QVERIFY(originals.size() > 2);
    for (const QString &original : originals)
        QVERIFY2(!hidden.contains(original, Qt::CaseInsensitive), qPrintable(original));
    const auto judged = judgeAgain(shared);
    QVERIFY(judged);
    QCOMPARE(QString(toString(judged->verdict)), QString(toString(report.verdict)));
    QVERIFY(judged->rootCauses == report.rootCauses);
}

void TestObservations::whatAnAdministratorSeesIsReadBack()
{
    MemberSeen seen;
    seen.delivery = Delivery::Answered;
    seen.status = 200;
    seen.byAdministrator = seen.readable = seen.known = true;
    Entitlement entitlement;
    entitlement.objectId = u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s;
    entitlement.accessLevel = AccessLevel::basic();
    entitlement.status = u"active"_s;
    seen.entitlement = entitlement;
    seen.groups = {u"[Fabrikam-Fiber]\\Contributors"_s};
    seen.entraGroupsKnown = false;
    seen.unlistedGroups = QList<EntraGroup>{{u"Builders"_s, u"0badc0de"_s, {u"[Fabrikam-Fiber]\\Readers"_s}}};
    const QJsonObject json = toJson(seen);
    const Observation read = findCheck(check::devopsGroups)->read(json);
    QCOMPARE(text(toJson(read)), text(json));
    const auto &member = std::get<MemberSeen>(read);
    QVERIFY(member.entitlement == seen.entitlement);
    QVERIFY(!member.entraGroupsKnown);
    QCOMPARE(member.unlistedGroups->first().groups, seen.unlistedGroups->first().groups);
}

void TestObservations::nothingSeenIsNothingRead()
{
    const Check *check = findCheck(check::identityToken);
    QVERIFY(std::holds_alternative<std::monostate>(check->read({})));
    QVERIFY(std::holds_alternative<std::monostate>(check->read({{u"crash"_s, u"broken"_s}})));
}

void TestObservations::everyCheckThatObservesCanBeReadBack()
{
    for (const Check &check : checkList())
        QVERIFY2(bool(check.observe) == bool(check.read), qPrintable(check.id.toString()));
}

QTEST_GUILESS_MAIN(TestObservations)
#include "tst_observations.moc"
