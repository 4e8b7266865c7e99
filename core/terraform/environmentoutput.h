#pragma once

#include "core/result/result.h"
#include "core/result/shellword.h"
#include "core/terraform/providerblock.h"

#include <QString>
#include <QStringList>

namespace signet {

// Where variables are set: shells, and files of other programs.
enum class Shell {
    Bash, // export lines; any POSIX shell
    Fish,
    PowerShell,
    Cmd, // lines of a batch file
    Dotenv, // .env file
    AzurePipelines, // variables of a YAML pipeline
    GithubActions, // env of a workflow
    GitlabCi, // variables of .gitlab-ci.yml
    Systemd, // drop-in of a unit
    Docker, // file for docker run --env-file
    Terragrunt, // terragrunt.hcl
    Pulumi, // Pulumi ESC environment
};

// "bash", "powershell", "azure-pipelines" ...
QString toString(Shell shell);
// Without regard to case. Fails with finding shell-unknown, evidence {value, known}.
Result<Shell> parseShell(const QString &text);
QStringList shellNames();
// What a person at this machine most likely uses: PowerShell on Windows, else a POSIX shell.
Shell usualShell(CommandShell shell = commandShell());

// The value in the target's own syntax, quotes included. Fails with finding value-not-representable, evidence
// {variable, target, reason}, where the target has no way to hold it; a control character is never held, a
// line feed by few.
Result<QString> writtenValue(Shell shell, const QString &variable, const QString &value);

// The variables of the settings (settingVariables()) in the target's own syntax, with a comment that says
// what they are for. They belong to an emptyProviderBlock(). Fails as writtenValue() does.
Result<QString> environmentOutput(Shell shell, const ProviderSettings &settings);

} // namespace signet
