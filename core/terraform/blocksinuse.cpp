#include "core/terraform/blocksinuse.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// "azuredevops_project.fiber", "data.azuredevops_projects.all", "module.team"
QString nameOf(const ProviderUse &use)
{
    if (use.mode == "module"_L1)
        return u"module."_s + use.name;
    const QString name = use.type + u'.' + use.name;
    return use.mode == "resource"_L1 ? name : use.mode + u'.' + name;
}

class Collector {
public:
    explicit Collector(const Configuration &configuration)
        : m_configuration(configuration)
    {
    }

    void take(const ProviderUse &use)
    {
        BlockInUse block;
        block.localName = use.provider.section(u'.', 0, 0);
        block.alias = use.provider.section(u'.', 1);
        block.module = use.providerModule;
        const auto same = std::find_if(m_blocks.begin(), m_blocks.end(), [&block](const BlockInUse &other) {
            return other.name() == block.name() && other.module == block.module;
        });
        if (same != m_blocks.end()) {
            ++same->uses;
            return;
        }
        if (const ProviderConfiguration *own = blockOf(m_configuration, block))
            block.place = own->place;
        block.uses = 1;
        block.firstUse = nameOf(use);
        block.firstUsePlace = use.place;
        m_blocks.append(block);
    }

    QList<BlockInUse> blocks() const { return m_blocks; }

private:
    const Configuration &m_configuration;
    QList<BlockInUse> m_blocks;
};

} // namespace

QString BlockInUse::name() const
{
    return alias.isEmpty() ? localName : localName + u'.' + alias;
}

QList<BlockInUse> blocksInUse(const Configuration &configuration)
{
    if (isModule(configuration))
        return {};
    Collector collector(configuration);
    for (const ProviderUse &use : configuration.uses)
        collector.take(use);
    for (const ModuleCall &call : configuration.modules) {
        for (const ProviderUse &use : call.mayUse) {
            // A module that is not read may use the default block, but need not: a missing one is not missed.
            BlockInUse block;
            block.localName = use.provider.section(u'.', 0, 0);
            block.alias = use.provider.section(u'.', 1);
            block.module = use.providerModule;
            const bool isNamed = !call.providers.isEmpty();
            if (isNamed || blockOf(configuration, block))
                collector.take(use);
        }
    }
    return collector.blocks();
}

bool isModule(const Configuration &configuration)
{
    const bool hasBlock =
        std::any_of(configuration.providers.cbegin(), configuration.providers.cend(),
                    [](const ProviderConfiguration &provider) { return provider.module.isEmpty(); });
    return !hasBlock
        && std::any_of(
            configuration.requirements.cbegin(), configuration.requirements.cend(),
            [](const ProviderRequirement &entry) { return !entry.configurationAliases.isEmpty(); });
}

const ProviderConfiguration *blockOf(const Configuration &configuration, const BlockInUse &block)
{
    const auto found = std::find_if(configuration.providers.cbegin(), configuration.providers.cend(),
                                    [&block](const ProviderConfiguration &one) {
                                        return one.module == block.module && one.localName == block.localName
                                            && one.alias == block.alias;
                                    });
    return found == configuration.providers.cend() ? nullptr : &*found;
}

} // namespace signet
