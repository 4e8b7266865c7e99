#include "core/terraform/lockfile.h"

#include "core/hcl/hclfile.h"
#include "core/terraform/providerblock.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 largestFile = 16 * 1024 * 1024;

QString textOf(const HclFile &file, const HclBlock &block, QStringView name)
{
    const HclAttribute *attribute = block.body.attribute(name);
    return attribute ? file.expression(*attribute).literalString().value_or(QString()) : QString();
}

} // namespace

std::optional<LockedProvider> readLock(const Host &host, const QString &directory,
                                       Configuration *configuration)
{
    const QString name = u".terraform.lock.hcl"_s;
    const auto text = host.readFile(directory + u'/' + name, largestFile);
    if (!text) {
        configuration->faults.append(unreadFault(name, text.problem()));
        return std::nullopt;
    }
    configuration->files.append(name);
    const HclFile file = HclFile::parse(*text);
    for (const SourceFault &fault : file.faults())
        configuration->faults.append({name, fault.reason, fault.place, fault.isLimit});
    for (const HclBlock *block : file.body().blocksOfType(u"provider")) {
        if (block->labels.size() != 1 || !block->labels.first().endsWith(u'/' + azureDevOpsProvider))
            continue;
        return LockedProvider{{name, file.lineOf(block->range.begin)},
                              block->labels.first(),
                              textOf(file, *block, u"version"),
                              textOf(file, *block, u"constraints")};
    }
    return std::nullopt;
}

} // namespace signet
