#include "core/terraform/configurationedit.h"
#include "core/terraform/pipelinejob.h"
#include "core/terraform/serviceconnection.h"

#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

// Where no managed identity can be: the job of a hosted agent has a service connection.

namespace {

using Variables = QMap<QString, QString>;
using Method = CredentialMethod;

const QString root = u"/w/infra"_s;
const QString id = u"11111111-2222-3333-4444-555555555555"_s;

Variables hosted()
{
    return {{u"TF_BUILD"_s, u"True"_s}, {u"AGENT_NAME"_s, u"Azure Pipelines 4"_s}};
}

Variables joined(Variables variables, const Variables &more)
{
    variables.insert(more);
    return variables;
}

// As the task AzureCLI@3 sets them.
Variables task()
{
    return joined(hosted(),
                  {{u"SYSTEM_OIDCREQUESTURI"_s, u"https://dev.azure.com/contoso/p/_apis/oidctoken"_s},
                   {u"AZURE_CONFIG_DIR"_s, u"/home/vsts/work/_temp/.azclitask"_s},
                   {u"AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"_s, id},
                   {u"AZURESUBSCRIPTION_CLIENT_ID"_s, id},
                   {u"AZURESUBSCRIPTION_TENANT_ID"_s, id}});
}

// The same with what the job of pipelineJob() sets besides.
Variables oidcJob()
{
    return joined(task(),
                  {{u"SYSTEM_ACCESSTOKEN"_s, u"not-a-real-token"_s},
                   {u"ARM_CLIENT_ID"_s, id},
                   {u"ARM_TENANT_ID"_s, id}});
}

Variables selfHosted()
{
    return joined(oidcJob(), {{u"AGENT_NAME"_s, u"build-01"_s}, {u"AGENT_ISSELFHOSTED"_s, u"1"_s}});
}

QByteArray configurationWith(const QByteArray &arguments)
{
    return "terraform {\n  required_providers {\n    azuredevops = {\n      source  = "
           "\"microsoft/azuredevops\"\n"
           "      version = \">= 1.11.2, < 2.0.0\"\n    }\n  }\n}\n\nprovider \"azuredevops\" {\n"
           "  org_service_url = \"https://dev.azure.com/contoso\"\n"
        + arguments + "}\n\ndata \"azuredevops_projects\" \"all\" {}\n";
}

Host machineWith(const QByteArray &text, const Variables &environment)
{
    HostImage image;
    image.env = environment;
    image.files.insert(root, FileImage{FileImage::Kind::Directory, {}, 0, ' ', {}, {}});
    image.files.insert(root + u"/main.tf"_s, FileImage{FileImage::Kind::Text, text, 0, ' ', {}, {}});
    return Host::from(image);
}

Explanation explained(const Host &host, std::optional<Method> method = std::nullopt)
{
    ExplanationQuestion question;
    question.method = method;
    return *explainConfiguration(host, host, root, question);
}

ProviderSettings settingsFor(Method method)
{
    ProviderSettings settings;
    settings.organizationUrl = u"https://dev.azure.com/contoso"_s;
    settings.method = method;
    return settings;
}

} // namespace

class TestServiceConnection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void intentionFollowsFromTheJob_data();
    void intentionFollowsFromTheJob();
    void hostedAgentIsSentToAServiceConnection();
    void writeMakesItTheMethod_data();
    void writeMakesItTheMethod();
    void generatedBlockWorksInTheGeneratedJob_data();
    void generatedBlockWorksInTheGeneratedJob();
    void jobNamesTheConnectionAsItIs();
    void expressionInTheNameIsRefused();
};

void TestServiceConnection::intentionFollowsFromTheJob_data()
{
    QTest::addColumn<QByteArray>("arguments");
    QTest::addColumn<Variables>("environment");
    QTest::addColumn<QString>("intended");
    QTest::addColumn<bool>("asItShouldBe");
    const auto row = [](const char *name, const char *arguments, const Variables &environment,
                        const char *intended, bool asItShouldBe) {
        QTest::newRow(name) << QByteArray(arguments) << environment << QString::fromLatin1(intended)
                            << asItShouldBe;
    };
    constexpr auto oidc = "  use_oidc = true\n  use_cli  = false\n";
    constexpr auto cli = "  use_cli = true\n";
    constexpr auto msi = "  use_msi = true\n  use_cli = false\n";
    const Variables token{{u"AZDO_PERSONAL_ACCESS_TOKEN"_s, u"not-a-real-token"_s}};
    const Variables secret{{u"ARM_CLIENT_SECRET"_s, u"not-a-real-secret"_s}};
    row("OIDC", oidc, oidcJob(), "oidc", true);
    row("OIDC with the connection in another variable", oidc,
        joined(oidcJob(),
               {{u"AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"_s, {}},
                {u"ARM_OIDC_AZURE_SERVICE_CONNECTION_ID"_s, id}}),
        "oidc", true);
    row("OIDC with the token of the task", oidc,
        joined(hosted(),
               {{u"ARM_OIDC_TOKEN"_s, u"a.b.c"_s}, {u"ARM_CLIENT_ID"_s, id}, {u"ARM_TENANT_ID"_s, id}}),
        "oidc", true);
    row("OIDC that the Azure CLI would follow", "  use_oidc = true\n", oidcJob(), "oidc", false);
    row("OIDC without the id of a connection", oidc,
        joined(oidcJob(), {{u"AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"_s, {}}}), "managed-identity", false);
    row("OIDC without the token of the job", oidc, joined(oidcJob(), {{u"SYSTEM_ACCESSTOKEN"_s, {}}}),
        "managed-identity", false);
    row("OIDC behind a token", oidc, joined(oidcJob(), token), "oidc", false);
    row("OIDC before a secret", oidc, joined(oidcJob(), secret), "oidc", false);
    row("OIDC on an agent of one's own", oidc, selfHosted(), "managed-identity", false);
    row("Azure CLI", cli, task(), "azure-cli", true);
    row("Azure CLI that nothing switches on but the default", "", task(), "azure-cli", true);
    row("Azure CLI behind a secret", cli,
        joined(task(), joined(secret, {{u"ARM_CLIENT_ID"_s, id}, {u"ARM_TENANT_ID"_s, id}})), "azure-cli",
        false);
    row("Azure CLI that no task has signed in", "", hosted(), "managed-identity", false);
    row("Azure CLI that is meant, and no task has signed it in", cli, hosted(), "azure-cli", false);
    row("Azure CLI on an agent of one's own", cli, selfHosted(), "managed-identity", false);
    row("managed identity", msi, oidcJob(), "managed-identity", false);
    row("managed identity on an agent of one's own", msi, joined(selfHosted(), {{u"ARM_CLIENT_ID"_s, {}}}),
        "managed-identity", true);
    row("OIDC on GitHub", oidc,
        {{u"GITHUB_ACTIONS"_s, u"true"_s},
         {u"RUNNER_ENVIRONMENT"_s, u"github-hosted"_s},
         {u"ACTIONS_ID_TOKEN_REQUEST_URL"_s, u"https://token.actions.githubusercontent.com"_s},
         {u"ACTIONS_ID_TOKEN_REQUEST_TOKEN"_s, u"not-a-real-token"_s},
         {u"ARM_CLIENT_ID"_s, id},
         {u"ARM_TENANT_ID"_s, id}},
        "oidc", true);
}

void TestServiceConnection::intentionFollowsFromTheJob()
{
    QFETCH(const QByteArray, arguments);
    QFETCH(const Variables, environment);
    const Explanation explanation = explained(machineWith(configurationWith(arguments), environment));
    QTEST(toString(explanation.intended()), "intended");
    QTEST(explanation.isAsItShouldBe(), "asItShouldBe");
    // What is meant is not named as a pitfall.
    if (explanation.isAsItShouldBe()) {
        for (const DecisionTrap &trap : explanation.decision.traps)
            QVERIFY2(trap.findingId != finding::envSecretOrOidcBeatsMsi
                         && trap.findingId != finding::azFallbackWrongIdentity,
                     qPrintable(trap.text));
    }
}

void TestServiceConnection::hostedAgentIsSentToAServiceConnection()
{
    const auto fix = explained(machineWith(configurationWith("  use_msi = true\n"), hosted())).fix;
    QCOMPARE(fix.cannot.size(), 1);
    QVERIFY2(fix.cannot.first().contains("signet terraform pipeline"_L1), qPrintable(fix.cannot.first()));
}

void TestServiceConnection::writeMakesItTheMethod_data()
{
    QTest::addColumn<QByteArray>("arguments");
    QTest::addColumn<QString>("method");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char *name, const char *arguments, const char *method, const char *after) {
        QTest::newRow(name) << QByteArray(arguments) << QString::fromLatin1(method) << QByteArray(after);
    };
    row("token to OIDC", "  personal_access_token = var.pat\n", "oidc",
        "  use_oidc        = true\n  use_cli         = false\n");
    row("managed identity to OIDC", "  use_msi         = true\n  use_cli         = false\n", "oidc",
        "  use_msi         = false\n  use_cli         = false\n  use_oidc        = true\n");
    row("managed identity to the Azure CLI", "  use_msi         = true\n  use_cli         = false\n",
        "azure-cli", "  use_msi         = false\n  use_cli         = true\n");
    row("token to the Azure CLI", "  personal_access_token = var.pat\n", "azure-cli", "");
    row("OIDC to the managed identity", "  use_oidc        = true\n", "managed-identity",
        "  use_oidc        = false\n  use_msi         = true\n  use_cli         = false\n");
}

void TestServiceConnection::writeMakesItTheMethod()
{
    QFETCH(const QByteArray, arguments);
    QFETCH(const QString, method);
    QFETCH(const QByteArray, after);
    const Host host = machineWith("variable \"pat\" {}\n" + configurationWith(arguments), {});
    const auto edit = planConfigurationEdit(explained(host, credentialMethodNamed(method)), host, {});
    QVERIFY(bool(edit));
    QVERIFY2(edit->cannot.isEmpty(), qPrintable(edit->cannot.join(u' ')));
    QCOMPARE(edit->changes.size(), 1);
    QCOMPARE(QString::fromUtf8(edit->changes.first().after),
             QString::fromUtf8("variable \"pat\" {}\n" + configurationWith(after)));
    QVERIFY(bool(writeConfigurationEdit(host, *edit)));
    const auto again = planConfigurationEdit(explained(host, credentialMethodNamed(method)), host, {});
    QVERIFY(again && again->changes.isEmpty());
}

void TestServiceConnection::generatedBlockWorksInTheGeneratedJob_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<Variables>("environment");
    QTest::newRow("OIDC") << u"oidc"_s << oidcJob();
    QTest::newRow("Azure CLI") << u"azure-cli"_s << task();
}

void TestServiceConnection::generatedBlockWorksInTheGeneratedJob()
{
    QFETCH(const QString, method);
    QFETCH(const Variables, environment);
    const ProviderSettings settings = settingsFor(*credentialMethodNamed(method));
    const QByteArray use = "\ndata \"azuredevops_projects\" \"all\" {}\n";
    const Explanation explanation =
        explained(machineWith(providerBlock(settings).toUtf8() + use, environment));
    QCOMPARE(toString(explanation.intended()), method);
    QVERIFY2(explanation.isAsItShouldBe(),
             qPrintable(explanation.decision.error + explanation.fix.reasons.join(u' ')));

    // The same from the environment alone.
    Variables variables = environment;
    for (const SettingVariable &variable : settingVariables(settings))
        variables.insert(variable.name, variable.value);
    const Explanation empty = explained(machineWith(emptyProviderBlock(settings).toUtf8() + use, variables));
    QCOMPARE(toString(empty.intended()), method);
    QVERIFY(empty.isAsItShouldBe());
}

void TestServiceConnection::jobNamesTheConnectionAsItIs()
{
    const QString oidc = *pipelineJob(settingsFor(Method::Oidc), u"Jane's connection"_s);
    QVERIFY(
        oidc.contains("      connectionType: azureRM\n      azureSubscription: 'Jane''s connection'\n"_L1));
    QVERIFY(oidc.contains("      SYSTEM_ACCESSTOKEN: $(System.AccessToken)\n"_L1));
    QVERIFY(oidc.contains("        export ARM_CLIENT_ID=\"$AZURESUBSCRIPTION_CLIENT_ID\"\n"_L1));
    ProviderSettings named = settingsFor(Method::Oidc);
    named.clientId = *ClientId::parse(id);
    QVERIFY(!pipelineJob(named, u"terraform"_s)->contains("ARM_CLIENT_ID"_L1));
    const QString cli = *pipelineJob(settingsFor(Method::AzureCli), u"terraform"_s);
    QVERIFY(cli.contains(
        "      connectionType: azureDevOps\n      azureDevOpsServiceConnection: 'terraform'\n"_L1));
    QVERIFY(!cli.contains("SYSTEM_ACCESSTOKEN"_L1));
}

void TestServiceConnection::expressionInTheNameIsRefused()
{
    const auto job = pipelineJob(settingsFor(Method::Oidc), u"$(secret)"_s);
    QVERIFY(!job);
    QCOMPARE(job.problem().findingId, finding::valueNotRepresentable);
}

QTEST_GUILESS_MAIN(TestServiceConnection)
#include "tst_serviceconnection.moc"
