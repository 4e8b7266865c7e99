#include "core/terraform/environmentoutput.h"

#include "tests/terraform/program.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
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

// What has to arrive as it is.
const QList<std::pair<const char *, QString>> &values()
{
    static const QList<std::pair<const char *, QString>> list{
        {"plain", plainUrl},
        {"empty", QString()},
        {"blanks", u"  a  b  "_s},
        {"quote", u"it's"_s},
        {"quotation mark", u"a\"b"_s},
        {"both", u"a'b\"c"_s},
        {"backslashes", u"C:\\Users\\n\\x41\\\\"_s},
        {"pair of backslashes", u"\\\\server\\share"_s},
        {"backslash and quote", u"a\\'b"_s},
        {"backslash and quotation mark", u"a\\\"b"_s},
        {"expansion", u"$HOME ${HOME} $(id) `id` !! ~ *"_s},
        {"lone dollar signs", u"$ a$ $1 $-"_s},
        {"two dollar signs", u"$$ a$$b $$"_s},
        {"dollar signs in a row", u"$$ $$$HOME $$${x} $${{y}} $$(z)"_s},
        {"percent signs", u"%PATH% %h %% %{x} 100%"_s},
        {"expression", u"${{ a }} $[b]"_s},
        {"comment", u"a #b"_s},
        {"signs", u"a;b&c|d<e>f(g)[h]{i}^=,?@"_s},
        {"means something in YAML", u"- a: &b *c !d {e: [f]} | > yes null 0x1F ---"_s},
        {"not ASCII", u"K\u00f6ln \u2019 \u4e2d\u6587 \U0001f511"_s},
        {"blank that is not ASCII", u"\u00a0a\u3000b\u00a0"_s},
        {"line separator", u"a \u2028 b \u2029\\ \"c"_s},
        {"tab", u"a\tb"_s},
        {"line feed", u"a\nb\n\n c"_s},
        {"looks like an assignment", u"a\nARM_USE_MSI=false"_s},
    };
    return list;
}

// What the reader makes of the output for each of the values, in their order: an object with variables or
// an error. Empty where the reader is not here, and then the reason is set. One process for all: starting it
// takes longer than reading.
QJsonArray readBack(const QString &reader, const QStringList &texts, QString *reason)
{
    QString program = u"python3"_s;
    QStringList arguments{QStringLiteral(SIGNET_SOURCE_DIR "/tests/terraform/readvariables.py"), reader};
    if (reader == "dotenv"_L1) {
        program = u"node"_s;
        arguments = {QStringLiteral(SIGNET_SOURCE_DIR "/tests/terraform/dotenv.mjs"), nodeModules()};
        if (!hasNodePackage(u"dotenv"_s)) {
            *reason = u"node or its package dotenv is not here; SIGNET_NODE_MODULES names the directory"_s;
            return {};
        }
    }
    QProcess process;
    process.start(program, arguments);
    process.write(QJsonDocument(QJsonArray::fromStringList(texts)).toJson());
    process.closeWriteChannel();
    if (!process.waitForFinished(100'000))
        return {};
    const QString said = QString::fromUtf8(process.readAllStandardError()).trimmed();
    if (process.exitCode() == 77)
        *reason = said;
    else if (process.exitCode() != 0)
        qCritical("%s", qPrintable(said));
    return QJsonDocument::fromJson(process.readAllStandardOutput()).array();
}

// The same for a shell, which runs the output and says what it has then.
QJsonArray runBack(const QString &shell, const QStringList &texts, const QStringList &names)
{
    QJsonArray read;
    const QStringList options = shell == "fish"_L1 ? QStringList{u"--no-config"_s} : QStringList{u"-eu"_s};
    for (const QString &text : texts) {
        QByteArray program = text.toUtf8() + "printf '%s\\0'";
        for (const QString &name : names)
            program += " \"$" + name.toUtf8() + '"';
        const QList<QByteArray> found = outputOf(shell, options, program + '\n').split('\0');
        QJsonObject variables;
        for (qsizetype i = 0; i < names.size(); ++i)
            variables[names.at(i)] = QString::fromUtf8(found.value(i));
        read.append(QJsonObject{{u"variables"_s, variables}});
    }
    return read;
}

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
    void theTargetReadsTheValues_data();
    void theTargetReadsTheValues();
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
    row("quote", Shell::PowerShell, u"a'b"_s, u"$env:AZDO_ORG_SERVICE_URL = 'a''b'"_s);
    row("typographic quote", Shell::PowerShell, u"a'b\u2019c"_s,
        u"$env:AZDO_ORG_SERVICE_URL = ('a''b' + [char]0x2019 + 'c')"_s);
    row("beyond the basic plane", Shell::PowerShell, u"\U0001f511"_s,
        u"$env:AZDO_ORG_SERVICE_URL = ('' + [char]0xd83d + '' + [char]0xdd11 + '')"_s);
    row("dollar", Shell::PowerShell, u"$x `y"_s, u"$env:AZDO_ORG_SERVICE_URL = '$x `y'"_s);
    row("percent", Shell::Cmd, u"a%20b&c^d"_s, u"@set \"AZDO_ORG_SERVICE_URL=a%%20b&c^d\""_s);
    row("quotation mark", Shell::Cmd, u"a\"b"_s, u"refused: a quotation mark"_s);
    row("exclamation mark", Shell::Cmd, u"a!b"_s,
        u"refused: an exclamation mark, which delayed expansion removes"_s);
    row("not ASCII", Shell::Cmd, u"K\u00f6ln"_s,
        u"refused: a letter that depends on the code page of the machine"_s);
    row("line feed", Shell::Cmd, u"a\nb"_s, u"refused: a line feed"_s);
    row("blank", Shell::Dotenv, u"a b#c $d"_s, u"AZDO_ORG_SERVICE_URL='a b#c $d'"_s);
    row("quote", Shell::Dotenv, u"a'b"_s, u"AZDO_ORG_SERVICE_URL=\"a'b\""_s);
    row("both quotes", Shell::Dotenv, u"a'b\"c"_s,
        u"refused: quotation marks or backslashes that readers of .env files disagree about"_s);
    row("quote and dollar", Shell::Dotenv, u"a'b$c"_s,
        u"refused: quotation marks or backslashes that readers of .env files disagree about"_s);
    row("backslash at the end", Shell::Dotenv, u"a\\"_s,
        u"refused: quotation marks or backslashes that readers of .env files disagree about"_s);
    row("pair of backslashes", Shell::Dotenv, u"a\\\\b"_s,
        u"refused: quotation marks or backslashes that readers of .env files disagree about"_s);
    row("one backslash", Shell::Dotenv, u"a\\b"_s, u"AZDO_ORG_SERVICE_URL='a\\b'"_s);
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
    row("dollar", Shell::GitlabCi, u"a$b"_s, u"  AZDO_ORG_SERVICE_URL: {value: 'a$b', expand: false}"_s);
    row("percent", Shell::GitlabCi, u"%a%"_s, u"  AZDO_ORG_SERVICE_URL: {value: '%a%', expand: false}"_s);
    row("line feed", Shell::GitlabCi, u"a\nb"_s, u"refused: a line feed"_s);
    row("all signs", Shell::Systemd, u"a\"b\\c%d$e\nf\tg"_s,
        u"Environment=\"AZDO_ORG_SERVICE_URL=a\\\"b\\\\c%%d$e\\nf\\tg\""_s);
    row("all signs", Shell::Docker, u" a\"b'c\\d$e#f"_s, u"AZDO_ORG_SERVICE_URL= a\"b'c\\d$e#f"_s);
    row("line feed", Shell::Docker, u"a\nb"_s, u"refused: a line feed"_s);
    row("template", Shell::Terragrunt, u"${a}\n\""_s, u"      AZDO_ORG_SERVICE_URL = \"$${a}\\n\\\"\""_s);
    row("expression", Shell::Pulumi, u"${a}$$"_s, u"    AZDO_ORG_SERVICE_URL: '$${a}$$$$'"_s);
    row("quote", Shell::Pulumi, u"a'b$c"_s, u"    AZDO_ORG_SERVICE_URL: 'a''b$$c'"_s);
    row("line separator", Shell::Pulumi, u"a\u2028\"\\\t"_s,
        u"    AZDO_ORG_SERVICE_URL: \"a\\u2028\\\"\\\\\\t\""_s);
    row("line feed", Shell::Pulumi, u"a\nb"_s, u"refused: a line feed"_s);
    for (const Shell shell : {Shell::Bash, Shell::Fish, Shell::PowerShell, Shell::Cmd, Shell::Dotenv,
                              Shell::AzurePipelines, Shell::GithubActions, Shell::GitlabCi, Shell::Systemd,
                              Shell::Docker, Shell::Terragrunt, Shell::Pulumi}) {
        row("control", shell, u"a\u0001b"_s, u"refused: a control character"_s);
        row("carriage return", shell, u"a\rb"_s, u"refused: a control character"_s);
        row("next line", shell, u"a\u0085b"_s, u"refused: a control character"_s);
        row("half of a character", shell, QString(QChar(0xd83d)), u"refused: an incomplete character"_s);
    }
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
    QCOMPARE(refused.problem().findingId.toString(), u"value-not-representable"_s);
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
    QCOMPARE(unknown.problem().findingId.toString(), u"shell-unknown"_s);
    QVERIFY(usualShell(CommandShell::Posix) == Shell::Bash);
    QVERIFY(usualShell(CommandShell::PowerShell) == Shell::PowerShell);
}

// Terragrunt: tst_formatter asks HashiCorp's parser. PowerShell and cmd: Debian has no reader of theirs.
void EnvironmentOutputTest::theTargetReadsTheValues_data()
{
    QTest::addColumn<QString>("reader");
    for (const char *reader : {"bash", "dash", "fish", "dotenv", "azure-pipelines", "github-actions",
                               "gitlab-ci", "pulumi", "docker", "systemd"})
        QTest::newRow(reader) << QString::fromLatin1(reader);
}

void EnvironmentOutputTest::theTargetReadsTheValues()
{
    QFETCH(QString, reader);
    const bool isShell = reader == "bash"_L1 || reader == "dash"_L1 || reader == "fish"_L1;
    const bool takesAll = isShell || reader == "systemd"_L1;
    const Shell target = *parseShell(reader == "dash"_L1 ? u"bash"_s : reader);

    // Refused is right; only what is written must be read as it was meant. What is refused by which target
    // are rows of valuesAreQuotedOrRefused.
    QList<std::pair<const char *, QString>> written;
    QStringList texts;
    for (const auto &[name, value] : values()) {
        const auto output = environmentOutput(target, settingsWith(value, true));
        if (!output) {
            QVERIFY2(value != plainUrl && !takesAll, name);
            QCOMPARE(output.problem().findingId.toString(), u"value-not-representable"_s);
            continue;
        }
        written.append({name, value});
        texts.append(*output);
    }
    QVERIFY(written.size() > values().size() / 2);

    QJsonObject expected{{u"ARM_USE_MSI"_s, u"true"_s},
                         {u"ARM_USE_CLI"_s, u"false"_s},
                         {u"ARM_CLIENT_ID"_s, u"9d1c2b3a-4f5e-4a6b-8c7d-0e1f2a3b4c5d"_s},
                         {u"AZDO_ORG_SERVICE_URL"_s, QString()}};
    QString reason;
    if (isShell && !isInstalled(reader))
        reason = reader + u" is not here"_s;
    const QJsonArray read = !reason.isEmpty() ? QJsonArray()
        : isShell                             ? runBack(reader, texts, expected.keys())
                                              : readBack(reader, texts, &reason);
    if (!reason.isEmpty())
        QSKIP(qPrintable(reason));
    QCOMPARE(read.size(), written.size());
    for (qsizetype i = 0; i < written.size(); ++i) {
        expected[u"AZDO_ORG_SERVICE_URL"_s] = written.at(i).second;
        const QByteArray found = QJsonDocument(read.at(i).toObject()).toJson(QJsonDocument::Compact);
        QVERIFY2(read.at(i)["variables"_L1].toObject() == expected,
                 (QByteArray(written.at(i).first) + ": " + found).constData());
    }
}

QTEST_GUILESS_MAIN(EnvironmentOutputTest)
#include "tst_environmentoutput.moc"
