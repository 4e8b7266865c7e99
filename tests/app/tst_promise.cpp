// "Ready" is a promise. A machine on which everything is right, and a configuration of which something is not
// known, or is otherwise than it looks: the verdict is never ready, and the finding says why. Beside each
// stands the same configuration with that one thing known, which is ready, so that no row passes because of
// something else.

#include "tests/app/verdictcell.h"

#include "core/sandbox/server/httpserver.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;
using namespace signet::test;

namespace {

const QString required = u"terraform {\n"
                         u"  required_providers {\n"
                         u"    azuredevops = {\n"
                         u"      source  = \"microsoft/azuredevops\"\n"
                         u"      version = \">= 1.11.2, < 2.0.0\"\n"
                         u"    }\n"
                         u"  }\n"
                         u"}\n"_s;
const QString healthyBlock = u"provider \"azuredevops\" {\n"
                             u"  org_service_url = \"https://dev.azure.com/contoso\"\n"
                             u"  use_msi         = true\n"
                             u"  use_cli         = false\n"
                             u"}\n"_s;
const QString lock =
    u"provider \"registry.terraform.io/microsoft/azuredevops\" {\n  version = \"1.16.0\"\n}\n"_s;
const QString projects = u"data \"azuredevops_projects\" \"all\" {\n}\n"_s;

using Files = QMap<QString, QString>;
using Variables = QMap<QString, QString>;

QString blockWith(const QString &line)
{
    return u"provider \"azuredevops\" {\n  org_service_url = \"https://dev.azure.com/contoso\"\n  use_cli    "
           u"     = "
           u"false\n  "_s
        + line + u"\n}\n"_s;
}

SimulatedRun runOf(const Files &files, const Variables &variables)
{
    QJsonObject texts{{u".terraform.lock.hcl"_s, lock}};
    for (auto it = files.begin(); it != files.end(); ++it)
        texts.insert(it.key(), it.value());
    QJsonObject environment;
    for (auto it = variables.begin(); it != variables.end(); ++it)
        environment.insert(it.key(), it.value());
    const VerdictCell cell{u"promise"_s,
                           {{u"files"_s, texts},
                            {u"env"_s, environment},
                            {u"args"_s, QJsonArray{u"--terraform"_s, u"{work}"_s}},
                            {u"world"_s, QJsonObject{{u"world"_s, QJsonObject()}}}}};
    BuiltCell built = buildCell(cell, true);
    if (!built.notBuilt.isEmpty())
        qFatal("%s", qPrintable(built.notBuilt));
    return std::move(built.run);
}

SimulatedOutcome outcomeOf(const Files &files, const Variables &variables = {})
{
    return runSimulated(runOf(files, variables));
}

QString told(const SimulatedOutcome &outcome)
{
    return outcome.verdict() + u' ' + outcome.rootCauses().join(u' ');
}

} // namespace

class TestPromise : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsNotKnownIsNotReady_data();
    void whatIsNotKnownIsNotReady();
    void whatTerraformRejectsIsNotReady_data();
    void whatTerraformRejectsIsNotReady();
    void whatCanBeWorkedOutIsReady_data();
    void whatCanBeWorkedOutIsReady();
    void rightsAreThoseOfTheVariablesTerraformGets_data();
    void rightsAreThoseOfTheVariablesTerraformGets();
    void accessLevelThatNobodyTellsIsNotReady_data();
    void accessLevelThatNobodyTellsIsNotReady();
};

void TestPromise::whatIsNotKnownIsNotReady_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Variables>("variables");
    QTest::addColumn<QString>("finding");
    const QString unknown = u"provider-value-unknown"_s;
    const auto row = [&](const char *name, const QString &line, const QString &rest = {}) {
        QTest::addRow("%s", name) << blockWith(line) + projects + rest << Variables{} << unknown;
    };
    row("variable without a value", u"use_msi = var.msi"_s, u"variable \"msi\" {\n  type = bool\n}\n"_s);
    row("data source", u"use_msi = data.external.settings.result.msi"_s,
        u"data \"external\" \"settings\" {\n  program = [\"x\"]\n}\n"_s);
    row("function that is not worked out", u"use_msi = tobool(yamldecode(\"true\"))"_s);
    row("each.value", u"use_msi = each.value"_s);
    row("directive", u"use_msi = \"%{ if true }true%{ endif }\""_s);
    row("local circle", u"use_msi = local.a"_s, u"locals {\n  a = local.b\n  b = local.a\n}\n"_s);
    row("client id", u"use_msi = true\n  client_id = var.id"_s, u"variable \"id\" {\n}\n"_s);
    row("file of the client id", u"use_msi = true\n  client_id_file_path = var.file"_s,
        u"variable \"file\" {\n}\n"_s);
    QTest::addRow("use_oidc, where a token is there")
        << QString(blockWith(u"use_msi = true\n  use_oidc = var.oidc"_s) + projects
                   + u"variable \"oidc\" {\n}\n"_s)
        << Variables{{u"ARM_OIDC_TOKEN"_s, u"hush"_s},
                     {u"ARM_TENANT_ID"_s, u"6f1d5c0a-1111-4222-8333-444455556666"_s}}
        << unknown;
    QTest::addRow("in an aliased block")
        << QString(healthyBlock + blockWith(u"alias = \"other\"\n  use_msi = var.msi"_s) + projects
                   + u"variable \"msi\" {\n}\ndata \"azuredevops_projects\" \"other\" {\n  provider = "
                     u"azuredevops.other\n}\n"_s)
        << Variables{} << unknown;
    QTest::addRow("plan and apply get different values")
        << QString(blockWith(u"use_msi = var.msi"_s) + projects
                   + u"variable \"msi\" {\n  type = bool\n  default = true\n}\n"_s)
        << Variables{{u"TF_CLI_ARGS_apply"_s, u"-var=msi=false"_s}} << unknown;
    QTest::addRow("HCP Terraform") << QString(
        healthyBlock + projects + u"terraform {\n  cloud {\n    organization = \"c\"\n  }\n}\n"_s)
                                   << Variables{} << u"terraform-runs-remotely"_s;
    QTest::addRow("backend remote") << QString(healthyBlock + projects
                                               + u"terraform {\n  backend \"remote\" {\n  }\n}\n"_s)
                                    << Variables{} << u"terraform-runs-remotely"_s;
    QTest::addRow("a provider that is debugged")
        << QString(healthyBlock + projects)
        << Variables{{u"TF_REATTACH_PROVIDERS"_s, u"{\"registry.terraform.io/microsoft/azuredevops\":{}}"_s}}
        << u"provider-replaced"_s;
    QTest::addRow("a provider of somebody's own")
        << QString(healthyBlock + projects)
        << Variables{{u"TF_CLI_CONFIG_FILE"_s, u"/home/builder/infra/tf.rc"_s}} << u"provider-replaced"_s;
}

void TestPromise::whatIsNotKnownIsNotReady()
{
    QFETCH(QString, text);
    QFETCH(Variables, variables);
    QFETCH(QString, finding);
    const Files files{
        {u"main.tf"_s, required + text},
        {u"tf.rc"_s,
         u"provider_installation {\n  dev_overrides {\n    \"microsoft/azuredevops\" = \"/p\"\n  "
         u"}\n  direct {}\n}\n"_s}};
    const SimulatedOutcome outcome = outcomeOf(files, variables);
    QCOMPARE(told(outcome), u"unclear "_s + finding);
    // Nobody is shown as the one that Terraform uses.
    if (finding == "provider-value-unknown"_L1 && !text.contains("azuredevops.other"_L1))
        QVERIFY(!outcome.report.terraform);
}

void TestPromise::whatTerraformRejectsIsNotReady_data()
{
    QTest::addColumn<Files>("files");
    QTest::addColumn<QString>("finding");
    const QString main = required + healthyBlock + projects;
    const QString refused = u"configuration-refused"_s;
    const QString child = u"terraform {\n  required_providers {\n    azuredevops = {\n      source = "
                          u"\"microsoft/azuredevops\"\n    }\n  }\n}\n"_s;
    const QString call = u"module \"m\" {\n  source = \"./m\"\n%1}\n"_s;
    const auto row = [&](const char *name, const Files &files, const QString &finding) {
        QTest::addRow("%s", name) << files << finding;
    };
    row("a data source twice", {{u"main.tf"_s, main}, {u"b.tf"_s, projects}}, refused);
    row("a variable twice", {{u"main.tf"_s, main}, {u"b.tf"_s, u"variable \"a\" {}\nvariable \"a\" {}\n"_s}},
        refused);
    row("two backends",
        {{u"main.tf"_s, main},
         {u"b.tf"_s,
          u"terraform {\n  backend \"local\" {}\n  cloud {\n    organization = \"c\"\n  }\n}\n"_s}},
        refused);
    row("a backend that no version has",
        {{u"main.tf"_s, main}, {u"b.tf"_s, u"terraform {\n  backend \"azure_rm\" {}\n}\n"_s}}, refused);
    row("override of a resource that is not there",
        {{u"main.tf"_s, main}, {u"b_override.tf"_s, u"data \"azuredevops_projects\" \"none\" {}\n"_s}},
        refused);
    row("override of a module that is not there",
        {{u"main.tf"_s, main}, {u"b_override.tf"_s, u"module \"none\" {\n  source = \"./m\"\n}\n"_s}},
        refused);
    row("a variable that does not pass",
        {{u"main.tf"_s, main},
         {u"b.tf"_s,
          u"variable \"a\" {\n  default = \"x\"\n  validation {\n    condition = contains([\"y\"], var.a)\n  "
          u"  "
          u"error_message = \"No.\"\n  }\n}\n"_s}},
        refused);
    row("a module without what it needs",
        {{u"main.tf"_s, main + call.arg(QString())}, {u"m/m.tf"_s, child + u"variable \"a\" {}\n"_s}},
        refused);
    row("a module with what it does not take",
        {{u"main.tf"_s, main + call.arg(u"  b = 1\n"_s)}, {u"m/m.tf"_s, child}}, refused);
    row("a repeated module with a provider block",
        {{u"main.tf"_s, main + call.arg(u"  count = 1\n"_s)}, {u"m/m.tf"_s, child + healthyBlock}}, refused);
    row("a module that does not say whose provider it uses",
        {{u"main.tf"_s, main + call.arg(QString())},
         {u"m/m.tf"_s, u"data \"azuredevops_client_config\" \"me\" {}\n"_s}},
        u"provider-source-wrong"_s);
    row("a module that says another",
        {{u"main.tf"_s, main + call.arg(QString())},
         {u"m/m.tf"_s,
          u"terraform {\n  required_providers {\n    azuredevops = {\n      source = "
          u"\"hashicorp/azuredevops\"\n    "
          u"}\n  }\n}\n"_s}},
        u"provider-source-wrong"_s);
    row("an override that chooses another block",
        {{u"main.tf"_s, main},
         {u"b_override.tf"_s,
          u"data \"azuredevops_projects\" \"all\" {\n  provider = "
          u"azuredevops.none\n}\n"_s}},
        u"provider-alias-unknown"_s);
    row("a data source in a check, by a block that is not right",
        {{u"main.tf"_s,
          main + blockWith(u"alias = \"other\"\n  use_msi = false"_s)
              + u"check \"alive\" {\n  data \"azuredevops_client_config\" \"me\" {\n    provider = "
                u"azuredevops.other\n  }\n}\n"_s}},
        u"provider-block-differs"_s);
}

void TestPromise::whatTerraformRejectsIsNotReady()
{
    QFETCH(Files, files);
    QFETCH(QString, finding);
    const SimulatedOutcome outcome = outcomeOf(files);
    QCOMPARE(outcome.verdict(), u"not-ready"_s);
    QVERIFY2(outcome.rootCauses().contains(finding), qPrintable(told(outcome)));
}

void TestPromise::whatCanBeWorkedOutIsReady_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Variables>("variables");
    const auto row = [](const char *name, const QString &line, const QString &rest = {},
                        const Variables &variables = {}) {
        QTest::addRow("%s", name) << blockWith(line) + projects + rest << variables;
    };
    row("true", u"use_msi = true"_s);
    row("contains", u"use_msi = contains([\"prod\", \"test\"], var.stage)"_s,
        u"variable \"stage\" {\n  default = \"prod\"\n}\n"_s);
    row("can", u"use_msi = can(regex(\"^p\", \"prod\"))"_s);
    row("try", u"use_msi = try(local.settings.msi, true)"_s, u"locals {\n  settings = {}\n}\n"_s);
    row("alltrue", u"use_msi = alltrue([for s in [\"a\", \"b\"] : length(s) == 1])"_s);
    row("jsondecode", u"use_msi = jsondecode(\"{\\\"msi\\\":true}\").msi"_s);
    row("merge", u"use_msi = merge({ msi = false }, { msi = true }).msi"_s);
    row("optional attribute", u"use_msi = var.settings.msi"_s,
        u"variable \"settings\" {\n  type = object({ msi = optional(bool, true) })\n  default = {}\n}\n"_s);
    row("a variable that is not nullable", u"use_msi = var.msi"_s,
        u"variable \"msi\" {\n  type = bool\n  default = true\n  nullable = false\n}\n"_s,
        {{u"TF_CLI_ARGS_plan"_s, u"-var-file=null.tfvars"_s}});
    row("plan and apply get the same", u"use_msi = var.msi"_s, u"variable \"msi\" {\n  type = bool\n}\n"_s,
        {{u"TF_CLI_ARGS_plan"_s, u"-var=msi=true"_s}, {u"TF_CLI_ARGS_apply"_s, u"-var msi=true"_s}});
    row("in a run of HCP Terraform", u"use_msi = true"_s,
        u"terraform {\n  cloud {\n    organization = \"c\"\n  }\n}\n"_s, {{u"TFC_RUN_ID"_s, u"run-1"_s}});
    row("nothing of what is counted down to none", u"use_msi = true"_s,
        u"resource \"azuredevops_project\" \"none\" {\n  count = length([])\n  name = \"x\"\n}\n"
        u"resource \"azuredevops_project\" \"no\" {\n  for_each = toset([])\n  name = \"x\"\n}\n"_s);
    row("a backend that older versions have", u"use_msi = true"_s,
        u"terraform {\n  backend \"etcdv3\" {}\n}\n"_s);
    row("an override that repairs", u"use_msi = true"_s,
        u"data \"azuredevops_client_config\" \"me\" {\n  provider = azuredevops.none\n}\n"_s);
}

void TestPromise::whatCanBeWorkedOutIsReady()
{
    QFETCH(QString, text);
    QFETCH(Variables, variables);
    const bool isRepaired = text.contains("azuredevops.none"_L1);
    Files files{{u"main.tf"_s, required + text}, {u"null.tfvars"_s, u"msi = null\n"_s}};
    if (isRepaired)
        files.insert(u"b_override.tf"_s,
                     u"data \"azuredevops_client_config\" \"me\" {\n  provider = azuredevops\n}\n"_s);
    QCOMPARE(told(outcomeOf(files, variables)), u"ready "_s);
}

void TestPromise::rightsAreThoseOfTheVariablesTerraformGets_data()
{
    QTest::addColumn<Variables>("variables");
    QTest::addColumn<bool>("isAsked");
    QTest::addRow("off by default") << Variables{} << false;
    QTest::addRow("TF_VAR_") << Variables{{u"TF_VAR_on"_s, u"true"_s}} << true;
    QTest::addRow("TF_CLI_ARGS_plan") << Variables{{u"TF_CLI_ARGS_plan"_s, u"-var=on=true"_s}} << true;
    QTest::addRow("workspace") << Variables{{u"TF_WORKSPACE"_s, u"prod"_s}} << true;
}

void TestPromise::rightsAreThoseOfTheVariablesTerraformGets()
{
    QFETCH(Variables, variables);
    QFETCH(bool, isAsked);
    const QString text =
        u"variable \"on\" {\n  type = bool\n  default = false\n}\n"
        u"resource \"azuredevops_project\" \"new\" {\n  count = var.on || terraform.workspace == "
        u"\"prod\" ? 1 : 0\n  name = \"x\"\n}\n"_s;
    const SimulatedOutcome outcome =
        outcomeOf({{u"main.tf"_s, required + healthyBlock + projects + text}}, variables);
    const bool isSeen = std::ranges::any_of(outcome.requests, [](const sandbox::SeenRequest &request) {
        return request.path.contains("permissionevaluationbatch"_L1, Qt::CaseInsensitive);
    });
    QCOMPARE(isSeen, isAsked);
}

void TestPromise::accessLevelThatNobodyTellsIsNotReady_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addRow("said") << 0 << QByteArray();
    QTest::addRow("server error") << 500 << QByteArray("{}");
    QTest::addRow("refused") << 403 << QByteArray("{\"message\":\"TF400813\"}");
    QTest::addRow("page") << 200 << QByteArray("<html></html>");
    QTest::addRow("a level that nobody knows")
        << 200
        << QByteArray(
               "{\"id\":\"x\",\"accessLevel\":{\"accountLicenseType\":\"observer\",\"status\":\"active\"}}");
}

void TestPromise::accessLevelThatNobodyTellsIsNotReady()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    // Repositories are not for stakeholders.
    const QString repositories =
        u"data \"azuredevops_project\" \"p\" {\n  name = \"Payments\"\n}\n"
        u"data \"azuredevops_git_repositories\" \"all\" {\n  project_id = data.azuredevops_project.p.id\n}\n"_s;
    SimulatedRun run = runOf({{u"main.tf"_s, required + healthyBlock + projects + repositories}}, {});
    run.intercept = [=](const sandbox::ServerRequest &request,
                        const sandbox::SandboxServer::UsualAnswer &usual) -> sandbox::ServerResponse {
        sandbox::ServerResponse response = usual(request);
        if (status != 0 && request.path.contains("serviceprincipalentitlements"_L1, Qt::CaseInsensitive)) {
            response.status = status;
            response.body = body;
        }
        return response;
    };
    const SimulatedOutcome outcome = runSimulated(std::move(run));
    QCOMPARE(told(outcome), status == 0 ? u"ready "_s : u"unclear access-level-not-known"_s);
}

QTEST_GUILESS_MAIN(TestPromise)
#include "tst_promise.moc"
