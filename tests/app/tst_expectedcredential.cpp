#include "core/report/jsonsink.h"
#include "core/sandbox/scenarios/healthymachine.h"
#include "core/sandbox/world/signedinperson.h"
#include "core/sandbox/world/tokenissuer.h"
#include "tests/app/simulatedrun.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;
using namespace signet::sandbox;
using namespace signet::test;

// diagnose --expect-terraform: the credential that Terraform is meant to use is the one that is tried, on a
// machine that has no managed identity.

namespace {

using Method = CredentialMethod;

const QString applicationId = u"5b0c1d2e-8899-4aab-8bcc-ddeeff001122"_s;
const QString principalId = u"6c1d2e3f-99aa-4bbc-8cdd-eeff00112233"_s;
const QString secret = u"signet-sandbox-secret-of-application"_s;
const QString assertion = u"aGVhZA.Ym9keQ.c2lnbmF0dXJl"_s;
const QString azureCli = u"/usr/bin/az"_s;
constexpr auto withoutCli = "  use_cli         = false\n"_L1;

// The variables of an application, and more of them.
QJsonObject application(QJsonObject more)
{
    more.insert(u"ARM_CLIENT_ID"_s, applicationId);
    more.insert(u"ARM_TENANT_ID"_s, contosoTenant);
    return more;
}

SimulatedRun runFor(Method expected, const QString &arguments, const QJsonObject &variables)
{
    SimulatedRun run;
    run.scenario = healthyScenario();
    run.expectedCredential = expected;
    setProviderBlock(&run.scenario, arguments);
    addVariables(&run.scenario, variables);
    World &world = run.scenario.world;
    world.administrator.clear();
    world.machine.systemAssigned.reset();
    world.applications.push_back({.name = u"app-terraform"_s,
                                  .tenantId = contosoTenant,
                                  .clientId = applicationId,
                                  .applicationObjectId = stableGuid(u"application"_s),
                                  .servicePrincipalObjectId = principalId,
                                  .redirectUris = {},
                                  .secret = secret,
                                  .assertion = assertion});
    Organization &contoso = world.organizations.front();
    contoso.members.push_back({.objectId = principalId,
                               .storageKey = stableGuid(u"storage key"_s),
                               .displayName = u"app-terraform"_s,
                               .accessLevel = u"express"_s,
                               .groups = {u"[Fabrikam-Fiber]\\Contributors"_s}});
    contoso.projects.front().visibleTo.append(principalId);
    return run;
}

SimulatedRun secretRun(const QString &value = secret)
{
    return runFor(Method::ClientSecret, withoutCli, application({{u"ARM_CLIENT_SECRET"_s, value}}));
}

SimulatedRun oidcRun(const QString &value = assertion)
{
    return runFor(Method::Oidc, withoutCli,
                  application({{u"ARM_USE_OIDC"_s, u"true"_s}, {u"ARM_OIDC_TOKEN"_s, value}}));
}

SimulatedRun patRun(const QString &value = simulatedAccessToken)
{
    return runFor(Method::Pat, withoutCli, {{u"AZDO_PERSONAL_ACCESS_TOKEN"_s, value}});
}

SimulatedRun cliRun(bool isSignedIn)
{
    SimulatedRun run = runFor(Method::AzureCli, {}, {});
    const World &world = run.scenario.world;
    QJsonObject answer{{u"exitCode"_s, 1},
                       {u"stderr"_s, u"ERROR: Please run 'az login' to setup account."_s}};
    if (isSignedIn) {
        const QByteArray token = issuePersonToken(
            world, world.persons.front(), contosoTenant, u"04b07795-8ddb-461a-bbee-02f9e1bf7b46"_s,
            QString(signet::azureDevOpsResource), u"user_impersonation"_s);
        const QJsonObject printed{{u"accessToken"_s, QString::fromLatin1(token)},
                                  {u"expires_on"_s, signedInTokenTimes(world).expiresOn},
                                  {u"tenant"_s, QString(contosoTenant)}};
        answer = {{u"exitCode"_s, 0}, {u"stdout"_s, QString::fromUtf8(QJsonDocument(printed).toJson())}};
    }
    const QString command =
        azureCli + u" account get-access-token --resource %1 -o json"_s.arg(signet::azureDevOpsResource);
    run.scenario.hostImage["commands"_L1] = QJsonObject{{command, answer}};
    addFiles(&run.scenario, {{azureCli, u"#!/bin/sh"_s}});
    return run;
}

SimulatedRun scenarioRun(const QString &name)
{
    SimulatedRun run;
    run.scenario = *Scenario::named(name);
    run.scenario.world.administrator.clear();
    return run;
}

bool wasAsked(const SimulatedOutcome &outcome, QStringView host)
{
    return std::any_of(outcome.requests.cbegin(), outcome.requests.cend(),
                       [host](const SeenRequest &request) { return request.host == host; });
}

} // namespace

class TestExpectedCredential : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void verdictIsThatOfTheCredential_data();
    void verdictIsThatOfTheCredential();
    void managedIdentityIsNotNeeded();
    void reportNamesWhoSignedIn();
    void serviceConnectionIsMeantWithoutBeingAskedFor_data();
    void serviceConnectionIsMeantWithoutBeingAskedFor();
    void mismatchNamesIssuerAndSubject();
    void jobTokenGoesToAzureDevOpsOnly();
    void secretsStayOutOfTheReport_data();
    void secretsStayOutOfTheReport();
};

void TestExpectedCredential::verdictIsThatOfTheCredential_data()
{
    QTest::addColumn<std::function<SimulatedRun()>>("make");
    QTest::addColumn<QString>("verdict");
    QTest::addColumn<QStringList>("rootCauses");
    const auto row = [](const char *name, std::function<SimulatedRun()> make, const QString &verdict,
                        const QStringList &rootCauses) {
        QTest::newRow(name) << std::move(make) << verdict << rootCauses;
    };
    const QString ready = u"ready"_s;
    const QString notReady = u"not-ready"_s;
    row("personal access token", [] { return patRun(); }, ready, {});
    row("personal access token that is wrong", [] { return patRun(QString(52, u'p')); }, notReady,
        {u"expected-credential-rejected"_s});
    row("personal access token that is missing", [] { return runFor(Method::Pat, withoutCli, {}); }, notReady,
        {u"expected-credential-missing"_s});
    row("client secret", [] { return secretRun(); }, ready, {});
    row("client secret in a file",
        [] {
            SimulatedRun run = runFor(Method::ClientSecret, withoutCli,
                                      application({{u"ARM_CLIENT_SECRET_PATH"_s, u"/run/secrets/client"_s}}));
            addFiles(&run.scenario, {{u"/run/secrets/client"_s, secret + u'\n'}});
            return run;
        },
        ready, {});
    row("client secret that is wrong", [] { return secretRun(QString(40, u's')); }, notReady,
        {u"expected-credential-rejected"_s});
    row("client secret in a tenant without the application",
        [] {
            SimulatedRun run = secretRun();
            run.scenario.world.tenants.push_back(
                {.id = fabrikamTenant, .name = u"Fabrikam"_s, .createdAt = 1500000000});
            addVariables(&run.scenario, {{u"ARM_TENANT_ID"_s, fabrikamTenant}});
            return run;
        },
        notReady, {u"app-not-in-tenant"_s});
    row("client secret in a tenant that does not exist",
        [] {
            SimulatedRun run = secretRun();
            addVariables(&run.scenario, {{u"ARM_TENANT_ID"_s, stableGuid(u"no tenant"_s)}});
            return run;
        },
        notReady, {u"tenant-id-wrong"_s});
    row("client secret of an application that is not a member",
        [] {
            SimulatedRun run = secretRun();
            removeMember(&run.scenario.world.organizations.front(), principalId);
            return run;
        },
        notReady, {u"not-in-org"_s});
    row("client secret of an application in the tenant of another organization",
        [] {
            SimulatedRun run = secretRun();
            run.scenario.world.organizations.front().tenantId = fabrikamTenant;
            return run;
        },
        notReady, {u"tenant-mismatch"_s});
    row("client secret that a personal access token overrides",
        [] {
            SimulatedRun run = secretRun();
            addVariables(&run.scenario, {{u"AZDO_PERSONAL_ACCESS_TOKEN"_s, simulatedAccessToken}});
            return run;
        },
        notReady, {u"expected-credential-overridden"_s});
    row("OIDC", [] { return oidcRun(); }, ready, {});
    row("OIDC with a token in a file",
        [] {
            SimulatedRun run =
                runFor(Method::Oidc, withoutCli,
                       application({{u"ARM_USE_OIDC"_s, u"true"_s},
                                    {u"ARM_OIDC_TOKEN_FILE_PATH"_s, u"/run/secrets/token"_s}}));
            addFiles(&run.scenario, {{u"/run/secrets/token"_s, assertion}});
            return run;
        },
        ready, {});
    row("OIDC with a file that does not exist",
        [] {
            return runFor(Method::Oidc, withoutCli,
                          application({{u"ARM_USE_OIDC"_s, u"true"_s},
                                       {u"ARM_OIDC_TOKEN_FILE_PATH"_s, u"/run/secrets/token"_s}}));
        },
        notReady, {u"expected-credential-rejected"_s});
    row("OIDC with a token that is none", [] { return oidcRun(u"a.b.c.d"_s); }, notReady,
        {u"expected-credential-rejected"_s});
    row("OIDC with another token", [] { return oidcRun(u"a.b.c"_s); }, notReady,
        {u"federated-setup-mismatch"_s});
    row("OIDC with a request",
        [] {
            return runFor(Method::Oidc, withoutCli,
                          application({{u"ARM_USE_OIDC"_s, u"true"_s},
                                       {u"ARM_OIDC_REQUEST_URL"_s, u"https://token.example"_s},
                                       {u"ARM_OIDC_REQUEST_TOKEN"_s, secret}}));
        },
        u"unclear"_s, {u"expected-credential-not-tried"_s});
    row("Azure CLI", [] { return cliRun(true); }, ready, {});
    row("Azure CLI that is not signed in", [] { return cliRun(false); }, notReady,
        {u"expected-cli-not-signed-in"_s});
    row("Azure CLI that is not there", [] { return runFor(Method::AzureCli, {}, {}); }, notReady,
        {u"expected-cli-not-signed-in"_s});
    row("Azure CLI that the managed identity overrides",
        [] {
            SimulatedRun run = cliRun(true);
            setProviderBlock(&run.scenario, u"  use_msi         = true\n"_s);
            return run;
        },
        notReady, {u"expected-credential-overridden"_s});
}

void TestExpectedCredential::verdictIsThatOfTheCredential()
{
    QFETCH(const std::function<SimulatedRun()>, make);
    QFETCH(const QString, verdict);
    QFETCH(const QStringList, rootCauses);
    const SimulatedOutcome outcome = runSimulated(make());
    QCOMPARE(outcome.rootCauses(), rootCauses);
    QCOMPARE(outcome.verdict(), verdict);
    QVERIFY(!wasAsked(outcome, u"169.254.169.254"));
}

void TestExpectedCredential::managedIdentityIsNotNeeded()
{
    SimulatedRun run = secretRun();
    run.network.failures.insert(u"imds"_s, Delivery::ConnectionRefused);
    const SimulatedOutcome outcome = runSimulated(run);
    QCOMPARE(outcome.verdict(), u"ready"_s);
    for (const CheckResult &check : outcome.report.checks)
        QVERIFY2(check.stage != "machine"_L1, qPrintable(check.id));
}

void TestExpectedCredential::reportNamesWhoSignedIn()
{
    const Report application = runSimulated(secretRun()).report;
    QVERIFY(!application.machine);
    QVERIFY(!application.agree());
    QVERIFY(application.terraform);
    QCOMPARE(application.terraform->objectId, principalId);
    QCOMPARE(application.terraform->credential, u"client-secret"_s);
    QCOMPARE(application.azureDevOps->objectId, principalId);
    QCOMPARE(application.subject["expected"_L1].toObject()["credential"_L1].toString(), u"client-secret"_s);

    const Report person = runSimulated(patRun()).report;
    QVERIFY(!person.machine);
    QCOMPARE(person.terraform->name, u"Jane Doe"_s);
    QCOMPARE(person.terraform->credential, u"pat"_s);
}

void TestExpectedCredential::serviceConnectionIsMeantWithoutBeingAskedFor_data()
{
    QTest::addColumn<QString>("credential");
    QTest::newRow("healthy-service-connection-oidc") << u"oidc"_s;
    QTest::newRow("healthy-service-connection-cli") << u"azure-cli"_s;
}

// Nothing is asked of the identity endpoint, which could only answer that there is none.
void TestExpectedCredential::serviceConnectionIsMeantWithoutBeingAskedFor()
{
    QFETCH(const QString, credential);
    const SimulatedOutcome outcome = runSimulated(scenarioRun(QString::fromUtf8(QTest::currentDataTag())));
    QCOMPARE(outcome.rootCauses(), QStringList());
    QCOMPARE(outcome.verdict(), u"ready"_s);
    QVERIFY(!wasAsked(outcome, u"169.254.169.254"));
    QCOMPARE(outcome.report.subject["expected"_L1].toObject()["credential"_L1].toString(), credential);
    QCOMPARE(outcome.report.terraform->objectId, QString(terraformObjectId));
    QCOMPARE(outcome.report.azureDevOps->objectId, QString(terraformObjectId));
}

void TestExpectedCredential::mismatchNamesIssuerAndSubject()
{
    const SimulatedOutcome outcome = runSimulated(scenarioRun(u"federated-issuer-changed"_s));
    QCOMPARE(outcome.rootCauses(), QStringList{u"federated-setup-mismatch"_s});
    const QJsonObject evidence = outcome.report.findings.first().evidence;
    QCOMPARE(evidence["issuer"_L1].toString(),
             u"https://login.microsoftonline.com/%1/v2.0"_s.arg(contosoTenant));
    QVERIFY(evidence["subject"_L1].toString().startsWith("/eid1/c/pub/t/"_L1));
    QCOMPARE(evidence["serviceCode"_L1].toString(), u"AADSTS700211"_s);
}

void TestExpectedCredential::jobTokenGoesToAzureDevOpsOnly()
{
    SimulatedRun run = scenarioRun(u"healthy-service-connection-oidc"_s);
    addVariables(&run.scenario, {{u"SYSTEM_OIDCREQUESTURI"_s, u"https://token.example/oidctoken"_s}});
    const SimulatedOutcome outcome = runSimulated(run);
    QCOMPARE(outcome.rootCauses(), QStringList{u"expected-credential-not-tried"_s});
    QCOMPARE(outcome.verdict(), u"unclear"_s);
    QVERIFY(!wasAsked(outcome, u"token.example"));
}

void TestExpectedCredential::secretsStayOutOfTheReport_data()
{
    QTest::addColumn<std::function<SimulatedRun()>>("make");
    QTest::addColumn<QString>("secret");
    const auto row = [](const char *name, std::function<SimulatedRun()> make, const QString &value) {
        QTest::newRow(name) << std::move(make) << value;
    };
    row("personal access token", [] { return patRun(); }, simulatedAccessToken);
    row("wrong personal access token", [] { return patRun(QString(52, u'p')); }, QString(52, u'p'));
    row("client secret", [] { return secretRun(); }, secret);
    row("wrong client secret", [] { return secretRun(QString(40, u's')); }, QString(40, u's'));
    row("OIDC", [] { return oidcRun(); }, assertion);
    row(
        "token of a job", [] { return scenarioRun(u"healthy-service-connection-oidc"_s); },
        plantedSecret(u"job"_s));
}

void TestExpectedCredential::secretsStayOutOfTheReport()
{
    QFETCH(const std::function<SimulatedRun()>, make);
    QFETCH(const QString, secret);
    const QByteArray text = QJsonDocument(reportToJson(runSimulated(make()).report)).toJson();
    QVERIFY(text.size() > 1000);
    QVERIFY(text.contains("terraform.signin"));
    QVERIFY(!text.contains(secret.toUtf8()));
    QVERIFY(!text.contains("eyJ"));
}

QTEST_GUILESS_MAIN(TestExpectedCredential)
#include "tst_expectedcredential.moc"
