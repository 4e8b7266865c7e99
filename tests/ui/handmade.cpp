#include "tests/ui/handmade.h"

#include "core/language/englishplurals.h"
#include "tests/support/signedin.h"
#include "ui/terraform/terraformpage.h"

#include <QCoreApplication>
#include <QTest>

using namespace Qt::StringLiterals;

namespace signet::test {

namespace {

// The plurals of English, as both programs have them.
void installEnglish()
{
    QCoreApplication::installTranslator(new EnglishPlurals(QCoreApplication::instance()));
}

Q_COREAPP_STARTUP_FUNCTION(installEnglish)

constexpr auto objectId = "a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_L1;

CheckResult resultOf(const QString &id, const QString &stage, const QString &title, const QStringList &needs)
{
    CheckResult result;
    result.id = id;
    result.stage = stage;
    result.title = title;
    result.needs = needs;
    return result;
}

void pass(CheckResult &result)
{
    result.phase = Phase::Done;
    result.status = Status::Passed;
    result.durationMs = 12;
}

Report unstarted()
{
    Report report;
    report.startedAt = 1'790'000'000;
    report.subject = {{u"organization"_s, u"contoso"_s},
                      {u"host"_s, QJsonObject{{u"kind"_s, u"azure-vm"_s}}}};
    report.checks = {
        resultOf(u"machine.instance"_s, u"machine"_s, u"This machine runs in Azure"_s, {}),
        resultOf(u"identity.token"_s, u"token"_s, u"The identity endpoint returns a token"_s, {}),
        resultOf(u"token.audience"_s, u"token"_s, u"The token is for Azure DevOps"_s, {u"identity.token"_s}),
        resultOf(u"organization.exists"_s, u"organization"_s, u"The organization exists"_s, {}),
        resultOf(u"devops.connection"_s, u"membership"_s, u"Azure DevOps accepts the token"_s,
                 {u"token.audience"_s}),
        resultOf(u"devops.membership"_s, u"membership"_s, u"The identity is a member of the organization"_s,
                 {u"devops.connection"_s}),
        resultOf(u"devops.projects"_s, u"permissions"_s, u"The identity can see the projects"_s,
                 {u"devops.membership"_s}),
    };
    return report;
}

IdentityFacts buildMachine()
{
    IdentityFacts facts;
    facts.kind = u"system-assigned"_s;
    facts.name = u"vm-build"_s;
    facts.objectId = objectId;
    return facts;
}

QJsonArray requests()
{
    const auto request = [](const char *check, const char *url, int status, double started, double total) {
        return QJsonObject{{u"check"_s, QString::fromLatin1(check)},
                           {u"method"_s, u"GET"_s},
                           {u"url"_s, QString::fromLatin1(url)},
                           {u"transport"_s, u"answered"_s},
                           {u"status"_s, status},
                           {u"startedMs"_s, started},
                           {u"connectMs"_s, total / 4},
                           {u"firstByteMs"_s, total * 0.9},
                           {u"totalMs"_s, total}};
    };
    return {request("identity.token", "http://169.254.169.254/metadata/identity/oauth2/token", 200, 1, 9),
            request("organization.exists", "https://dev.azure.com/contoso", 200, 1, 40),
            request("devops.connection", "https://dev.azure.com/contoso/_apis/connectionData", 401, 42, 31)};
}

} // namespace

Report healthyReport()
{
    Report report = unstarted();
    for (CheckResult &result : report.checks)
        pass(result);
    report.machine = buildMachine();
    report.azureDevOps = buildMachine();
    report.finished = true;
    report.verdict = Verdict::Ready;
    report.durationMs = 412;
    report.exchanges = requests();
    return report;
}

Report notMemberReport()
{
    Report report = healthyReport();
    report.verdict = Verdict::NotReady;
    report.azureDevOps.reset();
    const Problem problem(finding::notInOrg,
                          {{u"organization"_s, u"contoso"_s},
                           {u"principal"_s, u"vm-build"_s},
                           {u"objectId"_s, QString(objectId)},
                           {u"status"_s, 401},
                           {u"serviceCode"_s, u"TF401444"_s}});
    for (CheckResult &result : report.checks) {
        if (result.id == "devops.membership"_L1) {
            result.status = Status::Failed;
            result.problem = problem;
        } else if (result.id == "devops.projects"_L1) {
            result.status = Status::Skipped;
            result.because = {u"devops.membership"_s};
        }
    }
    ReportedFinding finding;
    finding.id = problem.findingId;
    finding.rootCause = true;
    finding.evidence = problem.evidence;
    finding.checks = {u"devops.membership"_s};
    report.findings = {finding};
    report.rootCauses = {finding.id};
    return report;
}

Report runningReport()
{
    Report report = unstarted();
    pass(report.checks[0]);
    report.checks[1].phase = Phase::Asking;
    report.checks[1].limitMs = 10'000;
    report.checks[3].phase = Phase::Asking;
    return report;
}

sandbox::Scenario scenario(const QString &name)
{
    const auto found = sandbox::Scenario::named(name);
    if (!found)
        qFatal("no scenario %s", qPrintable(name));
    return *found;
}

Desk::Desk(sandbox::Scenario scenario, Disk onDisk)
    : m_server(std::move(scenario))
    , m_window(std::make_unique<MainWindow>(WindowMemory()))
{
    if (!m_server.listen())
        qFatal("the sandbox does not listen: %s", qPrintable(m_server.errorString()));
    auto image = HostImage::fromJson(m_server.scenario().hostImage);
    if (!image)
        qFatal("the scenario's machine cannot be read");
    const Host disk = onDisk == Disk::Real ? Host::real() : Host::from(HostImage());
    Work work{.sessionContext = SessionContext{Host::from(std::move(*image)), NetSettings(), disk},
              .question = {},
              .simulation = {},
              .trySimulation = {},
              .openedPath = {}};
    work.sessionContext.net.simulatedAzure = m_server.url();
    work.sessionContext.signIns = signInsOf(m_server.world());
    const QJsonObject asked = m_server.scenario().asked;
    if (const auto given = givenOrganization(asked["organization"_L1].toString(), Origin::scenario()))
        work.question.organization = *given;
    if (const auto given = givenClientId(asked["clientId"_L1].toString(), Origin::scenario()))
        work.question.clientId = *given;
    if (asked.contains("terraform"_L1)) {
        work.question.terraformFolder = Given<QString>{asked["terraform"_L1].toString(), Origin::scenario()};
        work.question.configuration = Question::Configuration::OnMachine;
    }
    for (const QJsonValue project : asked["projects"_L1].toArray())
        work.question.projects.append(project.toString());

    Simulation simulation;
    simulation.scenario = m_server.scenario().name;
    simulation.scenarios = sandbox::Scenario::names();
    simulation.change = [](const QString &) { };
    simulation.leave = [] { };
    work.simulation = simulation;
    m_window->setWork(work);
}

Desk::~Desk() = default;

bool Desk::untilIdle()
{
    const SetupSession *session = m_window->setupSession();
    const TerraformSession *terraform = m_window->page<TerraformPage>()->session();
    return QTest::qWaitFor(
        [session, terraform] {
            return !terraform->isReading() && !session->diagnosis()->isRunning()
                && !session->changes()->isBusy()
                && session->principals()->activity() == PrincipalSession::Activity::Idle
                && !session->terraform()->isReading()
                && session->signIn()->state() != SignInSession::State::Working;
        },
        20'000);
}

bool Desk::untilChecked()
{
    DiagnosisSession *session = m_window->setupSession()->diagnosis();
    if (QTest::qWaitFor([session] { return !session->isRunning() && session->report().finished; }, 20'000))
        return true;
    for (const CheckResult &check : session->report().checks)
        qWarning("%s is in phase %d", qPrintable(check.id), int(check.phase));
    for (const sandbox::SeenRequest &request : m_server.requests())
        qWarning("%s %s%s: %d", qPrintable(request.method), qPrintable(request.host),
                 qPrintable(request.path), request.status);
    return false;
}

} // namespace signet::test
