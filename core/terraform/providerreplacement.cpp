#include "core/terraform/providerreplacement.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 largestSettings = 256 * 1024;

QString settingsFile(const Environment &environment, Platform platform)
{
    for (const QString &name : {u"TF_CLI_CONFIG_FILE"_s, u"TERRAFORM_CONFIG"_s}) {
        if (const QString named = environment.value(name); !named.isEmpty())
            return named;
    }
    const bool isWindows = platform == Platform::Windows;
    const QString folder = environment.value(isWindows ? u"APPDATA"_s : u"HOME"_s);
    return folder.isEmpty() ? QString() : folder + (isWindows ? u"/terraform.rc"_s : u"/.terraformrc"_s);
}

// The file is in the first version of HCL, which allows more than today's; so only its words are looked at.
bool replacesProvider(const QString &settings)
{
    static const QRegularExpression comment(u"(?:^|\\s)(?:#|//)[^\\n]*"_s);
    static const QRegularExpression overrides(u"dev_overrides\\s*=?\\s*\\{([^}]*)\\}"_s);
    QString code = settings;
    code.remove(comment);
    return overrides.match(code).captured(1).contains("azuredevops"_L1);
}

} // namespace

std::optional<Origin> providerReplacement(const Host &machine, const Environment &environment)
{
    const QString variable = u"TF_REATTACH_PROVIDERS"_s;
    if (environment.value(variable).contains("azuredevops"_L1))
        return Origin::variable(variable);
    const QString path = settingsFile(environment, machine.platform());
    const auto settings =
        path.isEmpty() ? Result<QByteArray>(QByteArray()) : machine.readFile(path, largestSettings);
    if (settings && replacesProvider(QString::fromUtf8(*settings)))
        return Origin::file(path, 0);
    return std::nullopt;
}

} // namespace signet
