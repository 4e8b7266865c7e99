#include "core/terraform/installedmodules.h"

#include "core/terraform/versionconstraint.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 manifestLimit = 4 * 1024 * 1024; // bytes

// Whether Terraform wrote `completed` for the source `written`: the host of the registry comes before it, and
// a repository is told by its protocol.
bool isSameSource(const QString &completed, const QString &written)
{
    if (completed == written)
        return true;
    if (completed.startsWith("registry."_L1))
        return completed.section(u'/', 1) == written;
    QString plain = completed;
    if (plain.startsWith("git::"_L1))
        plain.remove(0, 5);
    if (plain.startsWith("https://"_L1))
        plain.remove(0, 8);
    plain.replace(".git//"_L1, "//"_L1).replace(".git?"_L1, "?"_L1);
    if (plain.endsWith(".git"_L1))
        plain.chop(4);
    return plain == written;
}

bool isAdmitted(const QString &version, const QString &constraint)
{
    if (constraint.isEmpty() || version.isEmpty())
        return true;
    const auto wanted = VersionConstraint::parse(constraint);
    const auto installed = ProviderVersion::parse(version);
    return wanted && installed && wanted->admits(*installed);
}

} // namespace

QString terraformDataDirectory(const Environment &environment, const QString &directory)
{
    const QString folder = environment.value(u"TF_DATA_DIR"_s);
    if (folder.isEmpty())
        return directory + u"/.terraform"_s;
    return QDir::isAbsolutePath(folder) ? folder : directory + u'/' + folder;
}

InstalledModules InstalledModules::read(const Host &host, const Environment &environment,
                                        const QString &directory)
{
    InstalledModules installed;
    const QString path = terraformDataDirectory(environment, directory) + u"/modules/modules.json"_s;
    const auto content = host.readFile(path, manifestLimit);
    if (!content)
        return installed;
    const QJsonArray modules = QJsonDocument::fromJson(*content)["Modules"_L1].toArray();
    for (const QJsonValue value : modules) {
        const QString folder = value["Dir"_L1].toString();
        const QString key = value["Key"_L1].toString();
        if (key.isEmpty() || folder.isEmpty())
            continue;
        installed.m_modules.insert(
            key,
            {.source = value["Source"_L1].toString(),
             .version = value["Version"_L1].toString(),
             .directory = QDir::cleanPath(
                 QDir::isAbsolutePath(folder) ? QDir(directory).relativeFilePath(folder) : folder)});
    }
    return installed;
}

std::optional<QString> InstalledModules::directoryOf(const QString &key, const QString &source,
                                                     const QString &version) const
{
    const auto found = m_modules.constFind(key);
    if (found == m_modules.constEnd() || !isSameSource(found->source, source)
        || !isAdmitted(found->version, version))
        return std::nullopt;
    return found->directory;
}

} // namespace signet
