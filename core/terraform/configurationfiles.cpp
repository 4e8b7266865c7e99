#include "core/terraform/configurationfiles.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

bool isIgnored(const QString &name)
{
    return name.startsWith(u'.') || name.endsWith(u'~') || (name.startsWith(u'#') && name.endsWith(u'#'));
}

bool isTofuFile(const QString &name)
{
    return name.endsWith(".tofu"_L1) || name.endsWith(".tofu.json"_L1);
}

bool isTerraformFile(const QString &name)
{
    return name.endsWith(".tf"_L1) || name.endsWith(".tf.json"_L1);
}

// "main" of main.tf, main.tf.json, main.tofu
QString baseName(const QString &name)
{
    QString base = name;
    if (base.endsWith(".json"_L1))
        base.chop(5);
    return base.left(base.lastIndexOf(u'.'));
}

bool isOverride(const QString &name)
{
    const QString base = baseName(name);
    return base == "override"_L1 || base.endsWith("_override"_L1);
}

bool isAutomaticVariables(const QString &name)
{
    return name.endsWith(".auto.tfvars"_L1) || name.endsWith(".auto.tfvars.json"_L1);
}

// The registry of OpenTofu in the lock file, or a file that only OpenTofu reads.
ConfigurationReader readerOf(const Host &host, const QString &directory, const QStringList &names)
{
    for (const QString &name : names) {
        if (!isIgnored(name) && isTofuFile(name))
            return ConfigurationReader::OpenTofu;
    }
    if (names.contains(".terraform.lock.hcl"_L1)) {
        const auto lock = host.readFile(directory + u"/.terraform.lock.hcl"_s, 1024 * 1024);
        if (lock && lock->contains("opentofu"))
            return ConfigurationReader::OpenTofu;
    }
    return ConfigurationReader::Terraform;
}

} // namespace

bool isConfigurationFile(const QString &name)
{
    return !isIgnored(name) && (isTerraformFile(name) || isTofuFile(name));
}

Result<ConfigurationFiles> configurationFiles(const Host &host, const QString &directory,
                                              ConfigurationReader reader)
{
    const auto names = host.entries(directory);
    if (!names)
        return names.problem();

    ConfigurationFiles files;
    files.reader = reader == ConfigurationReader::Unsaid ? readerOf(host, directory, *names) : reader;
    const bool openTofu = files.reader == ConfigurationReader::OpenTofu;
    const QSet<QString> known(names->cbegin(), names->cend());
    QStringList automatic;
    for (const QString &name : *names) {
        if (name == ".terraform.lock.hcl"_L1)
            files.hasLock = true;
        if (isIgnored(name))
            continue;
        if (name == "terraform.tfvars"_L1 || name == "terraform.tfvars.json"_L1)
            files.variables.append(name);
        if (isAutomaticVariables(name))
            automatic.append(name);
        if (!isTerraformFile(name) && !(openTofu && isTofuFile(name)))
            continue;
        // main.tofu replaces main.tf, main.tofu.json replaces main.tf.json
        if (openTofu && isTerraformFile(name)) {
            QString other = name;
            if (known.contains(other.replace(other.lastIndexOf(".tf"_L1), 3, ".tofu"_L1)))
                continue;
        }
        (isOverride(name) ? files.overrides : files.primary).append(name);
    }
    // terraform.tfvars, then its JSON form, then the automatic ones by name; Host::entries() is sorted.
    files.variables += automatic;
    return files;
}

} // namespace signet
