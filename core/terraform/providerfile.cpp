#include "core/terraform/providerfile.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QString diffOfNewFile(const QString &name, const QString &content)
{
    const QStringList lines = content.chopped(1).split(u'\n');
    QString diff =
        u"--- /dev/null\n+++ "_s + name + u"\n@@ -0,0 +1,"_s + QString::number(lines.size()) + u" @@\n"_s;
    for (const QString &line : lines)
        diff += u'+' + line + u'\n';
    return diff;
}

// The most telling of what keeps a new file from being written.
Problem obstacleIn(const ConfigurationScan &scan, const QString &fileName)
{
    if (!scan.providerBlocks.isEmpty()) {
        const ConfigurationPlace &place = scan.providerBlocks.first().place;
        return Problem(u"provider-block-exists"_s, {{u"path"_s, place.file}, {u"line"_s, place.line}});
    }
    const auto notPossible = [](const QString &file, int line, const QString &reason) {
        return Problem(u"edit-not-possible"_s, {{u"path"_s, file}, {u"line"_s, line}, {u"reason"_s, reason}});
    };
    if (!scan.unreadable.isEmpty()) {
        const UnreadableFile &file = scan.unreadable.first();
        return notPossible(file.file, file.line, file.reason);
    }
    if (!scan.requiredProviders.isEmpty()) {
        const ConfigurationPlace &place = scan.requiredProviders.first();
        return notPossible(place.file, place.line,
                           u"it has a required_providers block, and a module may have one only"_s);
    }
    return notPossible(fileName, 0, u"it exists already"_s);
}

QString configurationFor(const ProviderSettings &settings, FromEnvironment fromEnvironment)
{
    return fromEnvironment == FromEnvironment::Yes ? emptyProviderConfiguration(settings)
                                                   : providerConfiguration(settings);
}

// The part that is missing or must agree, for each place where such a part is already.
QString changesFor(const ConfigurationScan &scan, const QString &fileName, ProviderSettings settings,
                   FromEnvironment fromEnvironment)
{
    QStringList parts;
    if (!scan.azureDevOpsEntries.isEmpty())
        settings.localName = scan.azureDevOpsEntries.first().localName;
    const QString configuration = configurationFor(settings, fromEnvironment);

    if (!scan.azureDevOpsEntries.isEmpty()) {
        for (const RequiredProviderSeen &entry : scan.azureDevOpsEntries) {
            if (entry.version != settings.versionConstraint)
                parts += u"# "_s + entry.place.toString() + u": the entry becomes\n"_s
                    + requiredProvidersEntry(settings);
        }
    } else if (!scan.requiredProviders.isEmpty()) {
        parts += u"# "_s + scan.requiredProviders.first().toString() + u": inside required_providers, add\n"_s
            + requiredProvidersEntry(settings);
    } else {
        parts += u"# "_s + fileName + u": add\n"_s + requiredProvidersBlock(settings);
    }

    bool sameAlias = false;
    for (const ProviderBlockSeen &block : scan.providerBlocks) {
        if (block.alias != settings.alias)
            continue;
        sameAlias = true;
        parts += u"# "_s + block.place.toString() + u": the block becomes\n"_s + configuration;
    }
    if (!sameAlias)
        parts += u"# "_s + fileName + u": add\n"_s + configuration;
    return parts.join(u'\n');
}

} // namespace

Result<ProviderFilePlan> planProviderFile(const Host &host, const QString &directory, const QString &fileName,
                                          const ProviderSettings &settings, FromEnvironment fromEnvironment)
{
    const bool plain = !fileName.contains(u'/') && !fileName.contains(u'\\') && !fileName.startsWith(u'.')
        && (fileName.endsWith(".tf"_L1) || fileName.endsWith(".tofu"_L1));
    if (!plain)
        return Problem(u"file-name-invalid"_s, {{u"value"_s, fileName}});
    const auto scan = scanConfiguration(host, directory);
    if (!scan)
        return scan.problem();

    ProviderFilePlan plan;
    plan.path = directory.endsWith(u'/') ? directory + fileName : directory + u'/' + fileName;
    plan.content =
        fromEnvironment == FromEnvironment::Yes ? emptyProviderBlock(settings) : providerBlock(settings);
    plan.unreadable = scan->unreadable;
    if (host.stat(plan.path).kind != FileFacts::Kind::Missing)
        plan.places.append({fileName, 0});
    for (const ConfigurationPlace &place : scan->requiredProviders)
        plan.places.append(place);
    for (const ProviderBlockSeen &block : scan->providerBlocks)
        plan.places.append(block.place);

    plan.leaveAlone = !plan.places.isEmpty() || !plan.unreadable.isEmpty();
    if (plan.leaveAlone) {
        plan.obstacle = obstacleIn(*scan, fileName);
        plan.whatToChange = changesFor(*scan, fileName, settings, fromEnvironment);
    } else {
        plan.diff = diffOfNewFile(fileName, plan.content);
    }
    return plan;
}

Result<Done> writeProviderFile(const Host &host, const ProviderFilePlan &plan)
{
    if (plan.leaveAlone)
        return plan.obstacle;
    return host.writeFile(plan.path, plan.content.toUtf8(), Overwrite::No);
}

} // namespace signet
