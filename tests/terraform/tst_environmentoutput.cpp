#include "core/terraform/environmentoutput.h"

#include "tests/terraform/program.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

Q_DECLARE_METATYPE(signet::Shell)

namespace {

ProviderSettings settingsWith(const QString &url, bool userAssigned = false)
{
    ProviderSettings settings;
    settings.organizationUrl = url;
    if (userAssigned)
        settings.clientId = *ClientId::parse(u"9d1c2b3a-4f5e-4a6b-8c7d-0e1f2a3b4c5d"_s);
    return settings;
}

// The line that sets the first variable, where a value is written on one line.
QString lineFor(Shell shell, const QString &url)
{
    const auto output = environmentOutput(shell, settingsWith(url));
    if (!output)
        return u"refused: "_s + output.problem().evidence.value("reason"_L1).toString();
    const QStringList lines = output->split(u'\n');
    for (const QString &line : lines) {
        if (line.contains("AZDO_ORG_SERVICE_URL"_L1))
            return line;
    }
    return {};
}

const QString plainUrl = QStringLiteral("https://dev.azure.com/contoso");

} // namespace

class EnvironmentOutputTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTargetHasItsSyntax_data();
    void everyTargetHasItsSyntax();
    void valuesAreQuotedOrRefused_data();
    void valuesAreQuotedOrRefused();
    void aUserAssignedIdentityAddsItsClientId_data();
    void aUserAssignedIdentityAddsItsClientId();
    void aRefusalNamesVariableAndTarget();
    void namesAreReadBack();
    void bashReadsTheValues_data();
    void bashReadsTheValues();
    void fishReadsTheValues_data();
    void fishReadsTheValues();
    void dotenvReadsTheValues_data();
    void dotenvReadsTheValues();

private:
    static void addValues();
};

void EnvironmentOutputTest::everyTargetHasItsSyntax_data()
{
    QTest::addColumn<Shell>("shell");
    QTest::addColumn<QString>("output");

    QTest::newRow("bash") << Shell::Bash
                          << uR"(# Terraform signs in to Azure DevOps with the machine's managed identity.
# ARM_CLIENT_ID and AZURE_CLIENT_ID must be unset: the identity is system-assigned.
export AZDO_ORG_SERVICE_URL='https://dev.azure.com/contoso'
export ARM_USE_MSI='true'
export ARM_USE_CLI='false'
)"_s;
    QTest::newRow("fish") << Shell::Fish
                          << uR"(# Terraform signs in to Azure DevOps with the machine's managed identity.
# ARM_CLIENT_ID and AZURE_CLIENT_ID must be unset: the identity is system-assigned.
set -gx AZDO_ORG_SERVICE_URL 'https://dev.azure.com/contoso'
set -gx ARM_USE_MSI 'true'
set -gx ARM_USE_CLI 'false'
)"_s;
    QTest::newRow("powershell")
        << Shell::PowerShell << uR"(# Terraform signs in to Azure DevOps with the machine's managed identity.
# ARM_CLIENT_ID and AZURE_CLIENT_ID must be unset: the identity is system-assigned.
$env:AZDO_ORG_SERVICE_URL = 'https://dev.azure.com/contoso'
$env:ARM_USE_MSI = 'true'
$env:ARM_USE_CLI = 'false'
)"_s;
    QTest::newRow("cmd") << Shell::Cmd
                         << uR"(@rem Terraform signs in to Azure DevOps with the machine's managed identity.
@rem ARM_CLIENT_ID and AZURE_CLIENT_ID must be unset: the identity is system-assigned.
@set "AZDO_ORG_SERVICE_URL=https://dev.azure.com/contoso"
@set "ARM_USE_MSI=true"
@set "ARM_USE_CLI=false"
)"_s;
    const QString plainFile = uR"(# Terraform signs in to Azure DevOps with the machine's managed identity.
# ARM_CLIENT_ID and AZURE_CLIENT_ID must be unset: the identity is system-assigned.
AZDO_ORG_SERVICE_URL=https://dev.azure.com/contoso
ARM_USE_MSI=true
ARM_USE_CLI=false
)"_s;
    QTest::newRow("dotenv") << Shell::Dotenv << plainFile;
    QTest::newRow("docker") << Shell::Docker << plainFile;
    const QString variables = uR"(variables:
  # Terraform signs in to Azure DevOps with the machine's managed identity.
  # ARM_CLIENT_ID and AZURE_CLIENT_ID must be unset: the identity is system-assigned.
  AZDO_ORG_SERVICE_URL: 'https://dev.azure.com/contoso'
  ARM_USE_MSI: 'true'
  ARM_USE_CLI: 'false'
)"_s;
    QTest::newRow("azure-pipelines") << Shell::AzurePipelines << variables;
    QTest::newRow("gitlab-ci") << Shell::GitlabCi << variables;
    QTest::newRow("github-actions") << Shell::GithubActions
                                    << QString(variables).replace("variables:"_L1, "env:"_L1);
    QTest::newRow("systemd") << Shell::Systemd << uR"([Service]
# Terraform signs in to Azure DevOps with the machine's managed identity.
# ARM_CLIENT_ID and AZURE_CLIENT_ID must be unset: the identity is system-assigned.
Environment="AZDO_ORG_SERVICE_URL=https://dev.azure.com/contoso"
Environment="ARM_USE_MSI=true"
Environment="ARM_USE_CLI=false"
)"_s;
    QTest::newRow("terragrunt") << Shell::Terragrunt << uR"(terraform {
  extra_arguments "azuredevops_managed_identity" {
    commands = get_terraform_commands_that_need_vars()

    # Terraform signs in to Azure DevOps with the machine's managed identity.
    # ARM_CLIENT_ID and AZURE_CLIENT_ID must be unset: the identity is system-assigned.
    env_vars = {
      AZDO_ORG_SERVICE_URL = "https://dev.azure.com/contoso"
      ARM_USE_MSI          = "true"
      ARM_USE_CLI          = "false"
    }
  }
}
)"_s;
    QTest::newRow("pulumi") << Shell::Pulumi << uR"(values:
  environmentVariables:
    # Terraform signs in to Azure DevOps with the machine's managed identity.
    # ARM_CLIENT_ID and AZURE_CLIENT_ID must be unset: the identity is system-assigned.
    AZDO_ORG_SERVICE_URL: 'https://dev.azure.com/contoso'
    ARM_USE_MSI: 'true'
    ARM_USE_CLI: 'false'
)"_s;
}

void EnvironmentOutputTest::everyTargetHasItsSyntax()
{
    QFETCH(Shell, shell);
    const auto output = environmentOutput(shell, settingsWith(plainUrl));
    QVERIFY(bool(output));
    QTEST(*output, "output");
}

void EnvironmentOutputTest::valuesAreQuotedOrRefused_data()
{
    QTest::addColumn<Shell>("shell");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("line");

    const auto row = [](const char *name, Shell shell, const QString &value, const QString &line) {
        QTest::addRow("%s: %s", qPrintable(toString(shell)), name) << shell << value << line;
    };
    row("quote", Shell::Bash, u"a'b"_s, u"export AZDO_ORG_SERVICE_URL='a'\\''b'"_s);
    row("dollar", Shell::Bash, u"$(x) `y` \\"_s, u"export AZDO_ORG_SERVICE_URL='$(x) `y` \\'"_s);
    row("quote", Shell::Fish, u"a'b"_s, u"set -gx AZDO_ORG_SERVICE_URL 'a\\'b'"_s);
    row("backslash", Shell::Fish, u"a\\'b"_s, u"set -gx AZDO_ORG_SERVICE_URL 'a\\\\\\'b'"_s);
    row("quote", Shell::PowerShell, u"a'b\u2019c"_s, u"$env:AZDO_ORG_SERVICE_URL = 'a''b\u2019\u2019c'"_s);
    row("dollar", Shell::PowerShell, u"$x `y"_s, u"$env:AZDO_ORG_SERVICE_URL = '$x `y'"_s);
    row("percent", Shell::Cmd, u"a%20b&c^d"_s, u"@set \"AZDO_ORG_SERVICE_URL=a%%20b&c^d\""_s);
    row("quotation mark", Shell::Cmd, u"a\"b"_s, u"refused: a quotation mark"_s);
    row("exclamation mark", Shell::Cmd, u"a!b"_s,
        u"refused: an exclamation mark, which delayed expansion takes away"_s);
    row("line feed", Shell::Cmd, u"a\nb"_s, u"refused: a line feed"_s);
    row("blank", Shell::Dotenv, u"a b#c $d"_s, u"AZDO_ORG_SERVICE_URL='a b#c $d'"_s);
    row("quote", Shell::Dotenv, u"a'b"_s, u"AZDO_ORG_SERVICE_URL=\"a'b\""_s);
    row("both quotes", Shell::Dotenv, u"a'b\"c"_s,
        u"refused: quotation marks that readers of .env files disagree about"_s);
    row("quote and dollar", Shell::Dotenv, u"a'b$c"_s,
        u"refused: quotation marks that readers of .env files disagree about"_s);
    row("backslash at the end", Shell::Dotenv, u"a\\"_s,
        u"refused: quotation marks that readers of .env files disagree about"_s);
    row("line feed", Shell::Dotenv, u"a\nb"_s, u"refused: a line feed"_s);
    row("empty", Shell::Dotenv, QString(), u"AZDO_ORG_SERVICE_URL=''"_s);
    row("quote", Shell::AzurePipelines, u"a'b: #c"_s, u"  AZDO_ORG_SERVICE_URL: 'a''b: #c'"_s);
    row("macro", Shell::AzurePipelines, u"a$(b)"_s, u"refused: an expression of Azure Pipelines"_s);
    row("runtime expression", Shell::AzurePipelines, u"$[b]"_s,
        u"refused: an expression of Azure Pipelines"_s);
    row("template", Shell::AzurePipelines, u"${{b}}"_s, u"refused: an expression of Azure Pipelines"_s);
    row("dollar", Shell::AzurePipelines, u"a$b"_s, u"  AZDO_ORG_SERVICE_URL: 'a$b'"_s);
    row("line feed", Shell::AzurePipelines, u"a\nb"_s, u"refused: a line feed"_s);
    row("expression", Shell::GithubActions, u"${{ b }}"_s, u"refused: an expression of GitHub Actions"_s);
    row("dollar", Shell::GithubActions, u"${b}"_s, u"  AZDO_ORG_SERVICE_URL: '${b}'"_s);
    row("line feed", Shell::GithubActions, u"a\nb"_s, u"refused: a line feed"_s);
    row("dollar", Shell::GitlabCi, u"a$b"_s, u"  AZDO_ORG_SERVICE_URL: 'a$$b'"_s);
    row("line feed", Shell::GitlabCi, u"a\nb"_s, u"refused: a line feed"_s);
    row("all signs", Shell::Systemd, u"a\"b\\c%d$e\nf\tg"_s,
        u"Environment=\"AZDO_ORG_SERVICE_URL=a\\\"b\\\\c%%d$e\\nf\\tg\""_s);
    row("all signs", Shell::Docker, u" a\"b'c\\d$e#f"_s, u"AZDO_ORG_SERVICE_URL= a\"b'c\\d$e#f"_s);
    row("line feed", Shell::Docker, u"a\nb"_s, u"refused: a line feed"_s);
    row("template", Shell::Terragrunt, u"${a}\n\""_s, u"      AZDO_ORG_SERVICE_URL = \"$${a}\\n\\\"\""_s);
    row("expression", Shell::Pulumi, u"${a}"_s, u"refused: an expression of Pulumi ESC"_s);
    row("quote", Shell::Pulumi, u"a'b$c"_s, u"    AZDO_ORG_SERVICE_URL: 'a''b$c'"_s);
    row("line feed", Shell::Pulumi, u"a\nb"_s, u"refused: a line feed"_s);
    for (const Shell shell : {Shell::Bash, Shell::Fish, Shell::PowerShell, Shell::Cmd, Shell::Dotenv,
                              Shell::AzurePipelines, Shell::GithubActions, Shell::GitlabCi, Shell::Systemd,
                              Shell::Docker, Shell::Terragrunt, Shell::Pulumi})
        row("control", shell, u"a\u0001b"_s, u"refused: a control character"_s);
}

void EnvironmentOutputTest::valuesAreQuotedOrRefused()
{
    QFETCH(Shell, shell);
    QFETCH(QString, value);
    QTEST(lineFor(shell, value), "line");
}

void EnvironmentOutputTest::aUserAssignedIdentityAddsItsClientId_data()
{
    QTest::addColumn<QString>("name");
    const QStringList names = shellNames();
    for (const QString &name : names)
        QTest::newRow(qPrintable(name)) << name;
}

void EnvironmentOutputTest::aUserAssignedIdentityAddsItsClientId()
{
    QFETCH(QString, name);
    const auto with = environmentOutput(*parseShell(name), settingsWith(plainUrl, true));
    QVERIFY(bool(with));
    QVERIFY(with->contains("9d1c2b3a-4f5e-4a6b-8c7d-0e1f2a3b4c5d"_L1));
    QVERIFY(!with->contains("AZURE_CLIENT_ID"_L1));
    const auto without = environmentOutput(*parseShell(name), settingsWith(plainUrl));
    QVERIFY(without->contains("ARM_CLIENT_ID and AZURE_CLIENT_ID must be unset"_L1));
}

void EnvironmentOutputTest::aRefusalNamesVariableAndTarget()
{
    const auto refused = environmentOutput(Shell::Docker, settingsWith(u"a\nb"_s));
    QVERIFY(!refused);
    QCOMPARE(refused.problem().findingId, u"value-not-representable"_s);
    QCOMPARE(refused.problem().evidence.value("variable"_L1).toString(), u"AZDO_ORG_SERVICE_URL"_s);
    QCOMPARE(refused.problem().evidence.value("target"_L1).toString(), u"docker"_s);
}

void EnvironmentOutputTest::namesAreReadBack()
{
    const QStringList names = shellNames();
    QCOMPARE(names.size(), 12);
    for (const QString &name : names)
        QCOMPARE(toString(*parseShell(name.toUpper())), name);
    const auto unknown = parseShell(u"zsh"_s);
    QVERIFY(!unknown);
    QCOMPARE(unknown.problem().findingId, u"shell-unknown"_s);
}

void EnvironmentOutputTest::addValues()
{
    QTest::addColumn<QString>("value");
    QTest::newRow("plain") << plainUrl;
    QTest::newRow("empty") << QString();
    QTest::newRow("blanks") << u"  a  b  "_s;
    QTest::newRow("quote") << u"it's"_s;
    QTest::newRow("quotation mark") << u"a\"b"_s;
    QTest::newRow("both") << u"a'b\"c"_s;
    QTest::newRow("backslashes") << u"C:\\Users\\n\\\\"_s;
    QTest::newRow("backslash and quote") << u"a\\'b"_s;
    QTest::newRow("expansion") << u"$HOME ${HOME} $(id) `id` !! %PATH% ~ *"_s;
    QTest::newRow("comment") << u"a #b"_s;
    QTest::newRow("signs") << u"a;b&c|d<e>f(g)[h]{i}"_s;
    QTest::newRow("not ASCII") << u"K\u00f6ln \u2019 \U0001f511"_s;
    QTest::newRow("tab") << u"a\tb"_s;
    QTest::newRow("line feed") << u"a\nb\n"_s;
}

void EnvironmentOutputTest::bashReadsTheValues_data()
{
    addValues();
}

void EnvironmentOutputTest::bashReadsTheValues()
{
    QFETCH(QString, value);
    if (!isInstalled(u"bash"_s))
        QSKIP("bash is not here");
    const auto output = environmentOutput(Shell::Bash, settingsWith(value, true));
    QVERIFY(bool(output));
    const QByteArray program = output->toUtf8()
        + "printf '%s\\0' \"$AZDO_ORG_SERVICE_URL\" \"$ARM_USE_MSI\" \"$ARM_USE_CLI\" \"$ARM_CLIENT_ID\"\n";
    const QList<QByteArray> read = outputOf(u"bash"_s, {u"-euo"_s, u"pipefail"_s}, program).split('\0');
    QCOMPARE(read.value(0), value.toUtf8());
    QCOMPARE(read.mid(1, 3), (QList<QByteArray>{"true", "false", "9d1c2b3a-4f5e-4a6b-8c7d-0e1f2a3b4c5d"}));
}

void EnvironmentOutputTest::fishReadsTheValues_data()
{
    addValues();
}

void EnvironmentOutputTest::fishReadsTheValues()
{
    QFETCH(QString, value);
    if (!isInstalled(u"fish"_s))
        QSKIP("fish is not here");
    const auto output = environmentOutput(Shell::Fish, settingsWith(value, true));
    QVERIFY(bool(output));
    const QByteArray program = output->toUtf8()
        + "printf '%s\\0' \"$AZDO_ORG_SERVICE_URL\" \"$ARM_USE_MSI\" \"$ARM_USE_CLI\" \"$ARM_CLIENT_ID\"\n";
    const QList<QByteArray> read = outputOf(u"fish"_s, {u"--no-config"_s}, program).split('\0');
    QCOMPARE(read.value(0), value.toUtf8());
    QCOMPARE(read.mid(1, 3), (QList<QByteArray>{"true", "false", "9d1c2b3a-4f5e-4a6b-8c7d-0e1f2a3b4c5d"}));
}

void EnvironmentOutputTest::dotenvReadsTheValues_data()
{
    addValues();
}

void EnvironmentOutputTest::dotenvReadsTheValues()
{
    QFETCH(QString, value);
    if (!hasNodePackage(u"dotenv"_s))
        QSKIP("node or its package dotenv is not here; SIGNET_NODE_MODULES names the directory");
    const auto output = environmentOutput(Shell::Dotenv, settingsWith(value, true));
    if (!output) {
        // Refused is right; only what is written must be read as it was meant.
        QCOMPARE(output.problem().findingId, u"value-not-representable"_s);
        return;
    }
    const QByteArray read =
        outputOf(u"node"_s, {QStringLiteral(SIGNET_SOURCE_DIR "/tests/terraform/dotenv.mjs"), nodeModules()},
                 output->toUtf8());
    const QJsonObject variables = QJsonDocument::fromJson(read).object();
    QCOMPARE(variables.value("AZDO_ORG_SERVICE_URL"_L1).toString(), value);
    QCOMPARE(variables.value("ARM_CLIENT_ID"_L1).toString(), u"9d1c2b3a-4f5e-4a6b-8c7d-0e1f2a3b4c5d"_s);
    QCOMPARE(variables.size(), 4);
}

QTEST_GUILESS_MAIN(EnvironmentOutputTest)
#include "tst_environmentoutput.moc"
