#include "core/terraform/environmentoutput.h"

#include "core/result/reason.h"
#include "core/terraform/hclstring.h"

#include <QList>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr std::array<std::pair<Shell, QLatin1StringView>, 12> names{{
    {Shell::Bash, "bash"_L1},
    {Shell::Fish, "fish"_L1},
    {Shell::PowerShell, "powershell"_L1},
    {Shell::Cmd, "cmd"_L1},
    {Shell::Dotenv, "dotenv"_L1},
    {Shell::AzurePipelines, "azure-pipelines"_L1},
    {Shell::GithubActions, "github-actions"_L1},
    {Shell::GitlabCi, "gitlab-ci"_L1},
    {Shell::Systemd, "systemd"_L1},
    {Shell::Docker, "docker"_L1},
    {Shell::Terragrunt, "terragrunt"_L1},
    {Shell::Pulumi, "pulumi"_L1},
}};

QStringList commentLines(const ProviderSettings &settings)
{
    switch (settings.method) {
    case CredentialMethod::Oidc:
        return {u"Terraform signs in to Azure DevOps with a service connection."_s,
                u"The job also sets ARM_CLIENT_ID, ARM_TENANT_ID, and SYSTEM_ACCESSTOKEN."_s};
    case CredentialMethod::AzureCli:
        return {u"Terraform signs in to Azure DevOps with the Azure CLI,"_s,
                u"which the task AzureCLI@3 signs in with a service connection."_s};
    default:
        break;
    }
    QStringList lines{u"Terraform signs in to Azure DevOps with the machine's managed identity."_s};
    if (settings.clientId)
        lines += u"ARM_CLIENT_ID is the client id of the user-assigned identity, not its object id."_s;
    else
        lines += u"ARM_CLIENT_ID and AZURE_CLIENT_ID must be unset: the identity is system-assigned."_s;
    return lines;
}

// A value in the target's syntax, or why it cannot be written there.
struct Written {
    QString text;
    QString refusal;
};

Written refused(const QString &reason)
{
    return {{}, reason};
}

// Letters that need no quoting in any of the targets; what every ordinary organization's address is made of.
bool isPlain(const QString &value)
{
    static const QRegularExpression plain(u"\\A[A-Za-z0-9:/._-]+\\z"_s);
    return plain.match(value).hasMatch();
}

bool isAscii(const QString &value)
{
    return std::ranges::all_of(value, [](QChar c) { return c.unicode() < 128; });
}

Written forBash(QString value)
{
    return {u'\'' + value.replace("'"_L1, "'\\''"_L1) + u'\'', {}};
}

Written forFish(QString value)
{
    return {u'\'' + value.replace("\\"_L1, "\\\\"_L1).replace("'"_L1, "\\'"_L1) + u'\'', {}};
}

// PowerShell also treats typographic quotes as quotes, and Windows PowerShell reads a script in the code
// page of the machine: what is not ASCII is given by its number.
Written forPowerShell(QString value)
{
    value.replace("'"_L1, "''"_L1);
    if (isAscii(value))
        return {u'\'' + value + u'\'', {}};
    QString text = u"('"_s;
    for (const QChar c : std::as_const(value)) {
        if (c.unicode() < 128)
            text += c;
        else
            text += u"' + [char]0x%1 + '"_s.arg(int(c.unicode()), 4, 16, QChar(u'0'));
    }
    return {text + u"')"_s, {}};
}

// In a batch file a percent sign is doubled. A quote would end the quoting, and what follows would be
// read as commands.
Written forCmd(QString value)
{
    if (value.contains(u'"'))
        return refused(reasonText(QT_TRANSLATE_NOOP("Reason", "a quotation mark")));
    if (value.contains(u'!'))
        return refused(
            reasonText(QT_TRANSLATE_NOOP("Reason", "an exclamation mark, which delayed expansion removes")));
    if (!isAscii(value))
        return refused(
            reasonText(QT_TRANSLATE_NOOP("Reason", "a letter that depends on the code page of the machine")));
    return {value.replace(u'%', "%%"_L1), {}};
}

// Readers of .env files differ in everything but this: a plain value as it is, and a value in single
// quotes taken literally. Escapes inside either kind of quotes are read by some and kept by others, a pair
// of backslashes in single quotes among them.
Written forDotenv(const QString &value)
{
    if (isPlain(value))
        return {value, {}};
    if (!value.contains(u'\'') && !value.contains("\\\\"_L1) && !value.endsWith(u'\\'))
        return {u'\'' + value + u'\'', {}};
    static const QRegularExpression special(u"[\"\\\\$`]"_s);
    if (!value.contains(special))
        return {u'"' + value + u'"', {}};
    return refused(reasonText(QT_TRANSLATE_NOOP(
        "Reason", "quotation marks or backslashes that readers of .env files disagree about")));
}

QString yamlQuoted(QString value)
{
    // Line breaks for some readers; only double quotes have a way to write them otherwise.
    if (value.contains(u'\u2028') || value.contains(u'\u2029')) {
        value.replace(u'\\', "\\\\"_L1).replace(u'"', "\\\""_L1).replace(u'\t', "\\t"_L1);
        value.replace(u'\u2028', "\\u2028"_L1).replace(u'\u2029', "\\u2029"_L1);
        return u'"' + value + u'"';
    }
    return u'\'' + value.replace("'"_L1, "''"_L1) + u'\'';
}

Written forAzurePipelines(const QString &value)
{
    if (value.contains("$("_L1) || value.contains("$["_L1) || value.contains("${{"_L1))
        return refused(reasonText(QT_TRANSLATE_NOOP("Reason", "an expression of Azure Pipelines")));
    return {yamlQuoted(value), {}};
}

Written forGithubActions(const QString &value)
{
    if (value.contains("${{"_L1))
        return refused(reasonText(QT_TRANSLATE_NOOP("Reason", "an expression of GitHub Actions")));
    return {yamlQuoted(value), {}};
}

// GitLab puts the values of other variables for $NAME, ${NAME} and %NAME%, unless it is told not to.
Written forGitlabCi(const QString &value)
{
    if (value.contains(u'$') || value.contains(u'%'))
        return {u"{value: "_s + yamlQuoted(value) + u", expand: false}"_s, {}};
    return {yamlQuoted(value), {}};
}

// Environment= of a unit: quoted as a C string, with % for specifiers. A dollar sign is itself there.
Written forSystemd(QString value)
{
    value.replace(u'\\', "\\\\"_L1).replace(u'"', "\\\""_L1).replace(u'%', "%%"_L1);
    return {value.replace(u'\n', "\\n"_L1).replace(u'\t', "\\t"_L1), {}};
}

// A doubled dollar sign means one, whatever follows it.
Written forPulumi(QString value)
{
    return {yamlQuoted(value.replace(u'$', "$$"_L1)), {}};
}

Written writtenFor(Shell shell, const QString &value)
{
    switch (shell) {
    case Shell::Bash:
        return forBash(value);
    case Shell::Fish:
        return forFish(value);
    case Shell::PowerShell:
        return forPowerShell(value);
    case Shell::Cmd:
        return forCmd(value);
    case Shell::Dotenv:
        return forDotenv(value);
    case Shell::AzurePipelines:
        return forAzurePipelines(value);
    case Shell::GithubActions:
        return forGithubActions(value);
    case Shell::GitlabCi:
        return forGitlabCi(value);
    case Shell::Systemd:
        return forSystemd(value);
    case Shell::Docker:
        return {value, {}}; // taken as it stands, quotes and all
    case Shell::Terragrunt:
        return {hclQuoted(value), {}};
    case Shell::Pulumi:
        return forPulumi(value);
    }
    Q_UNREACHABLE();
}

bool holdsLineFeeds(Shell shell)
{
    switch (shell) {
    case Shell::Bash:
    case Shell::Fish:
    case Shell::PowerShell:
    case Shell::Systemd:
    case Shell::Terragrunt:
        return true;
    default:
        return false;
    }
}

// What no writer of the target can put right.
QString commonRefusal(Shell shell, const QString &value)
{
    if (!value.isValidUtf16())
        return reasonText(QT_TRANSLATE_NOOP("Reason", "an incomplete character"));
    for (const QChar c : value) {
        if (c == u'\n' && !holdsLineFeeds(shell))
            return reasonText(QT_TRANSLATE_NOOP("Reason", "a line feed"));
        if (c.category() == QChar::Other_Control && c != u'\n' && c != u'\t')
            return reasonText(QT_TRANSLATE_NOOP("Reason", "a control character"));
    }
    return {};
}

// One line for each variable, between what the target wants before and after.
struct Frame {
    QString before;
    QString comment; // what a comment line begins with, indent included
    QString assignment; // %1 name, %2 value as written
    QString after;
};

Frame frameOf(Shell shell)
{
    switch (shell) {
    case Shell::Bash:
        return {{}, u"# "_s, u"export %1=%2\n"_s, {}};
    case Shell::Fish:
        return {{}, u"# "_s, u"set -gx %1 %2\n"_s, {}};
    case Shell::PowerShell:
        return {{}, u"# "_s, u"$env:%1 = %2\n"_s, {}};
    case Shell::Cmd:
        return {{}, u"@rem "_s, u"@set \"%1=%2\"\n"_s, {}};
    case Shell::Dotenv:
    case Shell::Docker:
        return {{}, u"# "_s, u"%1=%2\n"_s, {}};
    case Shell::AzurePipelines:
    case Shell::GitlabCi:
        return {u"variables:\n"_s, u"  # "_s, u"  %1: %2\n"_s, {}};
    case Shell::GithubActions:
        return {u"env:\n"_s, u"  # "_s, u"  %1: %2\n"_s, {}};
    case Shell::Systemd:
        return {u"[Service]\n"_s, u"# "_s, u"Environment=\"%1=%2\"\n"_s, {}};
    case Shell::Terragrunt:
        return {u"terraform {\n"
                "  extra_arguments \"azuredevops_managed_identity\" {\n"
                "    commands = get_terraform_commands_that_need_vars()\n\n"_s,
                u"    # "_s,
                {},
                u"  }\n}\n"_s};
    case Shell::Pulumi:
        return {u"values:\n  environmentVariables:\n"_s, u"    # "_s, u"    %1: %2\n"_s, {}};
    }
    Q_UNREACHABLE();
}

// An object of HCL, its equal signs in one column as terraform fmt has them.
QString terragruntVariables(const QList<SettingVariable> &written)
{
    qsizetype longest = 0;
    for (const SettingVariable &variable : written)
        longest = std::max(longest, variable.name.size());
    QString text = u"    env_vars = {\n"_s;
    for (const SettingVariable &variable : written)
        text += u"      "_s + variable.name.leftJustified(longest) + u" = "_s + variable.value + u'\n';
    return text + u"    }\n"_s;
}

} // namespace

QString toString(Shell shell)
{
    for (const auto &[value, name] : names) {
        if (value == shell)
            return name;
    }
    Q_UNREACHABLE();
}

Shell usualShell(CommandShell shell)
{
    return shell == CommandShell::PowerShell ? Shell::PowerShell : Shell::Bash;
}

QStringList shellNames()
{
    QStringList all;
    for (const auto &[value, name] : names)
        all.append(name);
    return all;
}

Result<Shell> parseShell(const QString &text)
{
    for (const auto &[value, name] : names) {
        if (text.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return Problem(finding::shellUnknown,
                   {{u"value"_s, text.left(80)}, {u"known"_s, shellNames().join(u", "_s)}});
}

Result<QString> writtenValue(Shell shell, const QString &variable, const QString &value)
{
    const QString reason = commonRefusal(shell, value);
    const Written written = reason.isEmpty() ? writtenFor(shell, value) : refused(reason);
    if (written.refusal.isEmpty())
        return written.text;
    return Problem(
        finding::valueNotRepresentable,
        {{u"variable"_s, variable}, {u"target"_s, toString(shell)}, {u"reason"_s, written.refusal}});
}

Result<QString> environmentOutput(Shell shell, const ProviderSettings &settings)
{
    QList<SettingVariable> written;
    const QList<SettingVariable> variables = settingVariables(settings);
    for (const SettingVariable &variable : variables) {
        const auto value = writtenValue(shell, variable.name, variable.value);
        if (!value)
            return value.problem();
        written.append({variable.name, *value});
    }

    const Frame frame = frameOf(shell);
    QString text = frame.before;
    const QStringList comments = commentLines(settings);
    for (const QString &line : comments)
        text += frame.comment + line + u'\n';
    if (shell == Shell::Terragrunt) {
        text += terragruntVariables(written);
    } else {
        for (const SettingVariable &variable : written)
            text += frame.assignment.arg(variable.name, variable.value);
    }
    return text + frame.after;
}

} // namespace signet
