#include "core/terraform/unsetcommands.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QString lines(const QString &form, const QStringList &names)
{
    QString text;
    for (const QString &name : names)
        text += form.arg(name) + u'\n';
    return text;
}

} // namespace

QString unsetCommands(Shell shell, const QStringList &names)
{
    if (names.isEmpty())
        return {};
    switch (shell) {
    case Shell::Bash:
        return u"unset %1\n"_s.arg(names.join(u' '));
    case Shell::Fish:
        return u"set -e %1\n"_s.arg(names.join(u' '));
    case Shell::PowerShell:
        return lines(u"Remove-Item Env:%1"_s, names);
    case Shell::Cmd:
        return lines(u"set %1="_s, names);
    case Shell::Systemd:
        return u"[Service]\nUnsetEnvironment=%1\n"_s.arg(names.join(u' '));
    case Shell::Dotenv:
    case Shell::AzurePipelines:
    case Shell::GithubActions:
    case Shell::GitlabCi:
    case Shell::Docker:
    case Shell::Terragrunt:
    case Shell::Pulumi:
        return lines(u"# %1"_s, names);
    }
    Q_UNREACHABLE();
}

} // namespace signet
