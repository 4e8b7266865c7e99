#include "core/terraform/overridefiles.h"

#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

bool isMerged(const ConfigurationBlock &block)
{
    return block.type == "resource"_L1 || block.type == "data"_L1 || block.type == "ephemeral"_L1
        || block.type == "module"_L1;
}

// A dynamic block makes blocks of the type of its label.
QString madeType(const ConfigurationBlock &nested)
{
    return nested.type == "dynamic"_L1 ? nested.labels.value(0) : nested.type;
}

void mergeInto(ConfigurationBlock *base, const ConfigurationBlock &change)
{
    QHash<QString, std::size_t> places;
    for (std::size_t i = 0; i < base->attributes.size(); ++i)
        places.insert(base->attributes[i].name, i);
    for (const ConfigurationAttribute &attribute : change.attributes) {
        const auto same = places.constFind(attribute.name);
        if (same == places.constEnd())
            base->attributes.push_back(attribute);
        else
            base->attributes[*same] = attribute;
    }
    std::erase_if(base->blocks, [&change](const ConfigurationBlock &nested) {
        return std::ranges::any_of(change.blocks, [&nested](const ConfigurationBlock &other) {
            return madeType(other) == madeType(nested);
        });
    });
    base->blocks.insert(base->blocks.end(), change.blocks.begin(), change.blocks.end());
}

// What an override file can change, by its address.
QHash<QString, std::size_t> basesIn(const std::vector<ConfigurationBlock> &blocks)
{
    QHash<QString, std::size_t> bases;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const ConfigurationBlock &block = blocks[i];
        if (isMerged(block) || block.type == "variable"_L1)
            bases.insert(blockAddress(block), i);
        if (block.type != "locals"_L1)
            continue;
        for (const ConfigurationAttribute &local : block.attributes)
            bases.insert(u"local."_s + local.name, i);
    }
    return bases;
}

} // namespace

QList<MissingBase> mergeOverrides(const std::vector<ConfigurationBlock> &overrides,
                                  std::vector<ConfigurationBlock> *blocks)
{
    QList<MissingBase> missing;
    if (overrides.empty())
        return missing;
    const QHash<QString, std::size_t> bases = basesIn(*blocks);
    const auto note = [&](const QString &address, const ConfigurationPlace &place) {
        if (!bases.contains(address))
            missing.append({address, place});
    };
    for (const ConfigurationBlock &change : overrides) {
        if (change.type == "locals"_L1) {
            for (const ConfigurationAttribute &local : change.attributes)
                note(u"local."_s + local.name, local.place);
        }
        if (!isMerged(change) && change.type != "variable"_L1)
            continue;
        note(blockAddress(change), change.place);
        const auto base = bases.constFind(blockAddress(change));
        if (base != bases.constEnd() && isMerged(change))
            mergeInto(&(*blocks)[*base], change);
    }
    return missing;
}

} // namespace signet
