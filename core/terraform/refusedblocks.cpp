#include "core/terraform/refusedblocks.h"

#include "core/result/reason.h"

#include <QSet>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Those that any version has or had: which one runs here is not known. Source: "Backend Type" in the
// documentation of Terraform 1.2 and 1.12, and of OpenTofu 1.10.
constexpr std::array backendTypes{"local"_L1, "remote"_L1, "azurerm"_L1, "consul"_L1,      "cos"_L1,
                                  "gcs"_L1,   "http"_L1,   "inmem"_L1,   "kubernetes"_L1,  "oci"_L1,
                                  "oss"_L1,   "pg"_L1,     "s3"_L1,      "artifactory"_L1, "azure"_L1,
                                  "etcd"_L1,  "etcdv3"_L1, "manta"_L1,   "swift"_L1};

bool isCounted(const ConfigurationBlock &block)
{
    static const QStringList types{u"resource"_s, u"data"_s, u"ephemeral"_s, u"module"_s, u"variable"_s};
    return types.contains(block.type);
}

bool isProviderOfItsOwn(const ConfigurationBlock &block)
{
    // A block without settings of its own only says that the caller hands the provider in.
    return block.type == "provider"_L1
        && (!block.otherBlocks.isEmpty()
            || std::ranges::any_of(block.attributes, [](const ConfigurationAttribute &attribute) {
                   return attribute.name != "alias"_L1 && attribute.name != "version"_L1;
               }));
}

} // namespace

QList<RefusedBlock> refusedBlocks(const std::vector<ConfigurationBlock> &blocks)
{
    QList<RefusedBlock> refused;
    QSet<QString> known;
    const auto take = [&](const QString &name, const ConfigurationPlace &place) {
        if (known.contains(name))
            refused.append({place, reasonText(reasons::declaredTwice, name)});
        known.insert(name);
    };
    bool hasBackend = false;
    for (const ConfigurationBlock &block : blocks) {
        if (isCounted(block))
            take(blockAddress(block), block.place);
        if (block.type == "locals"_L1) {
            for (const ConfigurationAttribute &local : block.attributes)
                take(u"local."_s + local.name, local.place);
        }
        for (const ConfigurationBlock &inner : block.blocks) {
            if (inner.type != "backend"_L1 && inner.type != "cloud"_L1)
                continue;
            if (std::exchange(hasBackend, true))
                refused.append(
                    {inner.place, reasonText(QT_TRANSLATE_NOOP("Reason", "there is more than one backend"))});
            const QString type = inner.labels.value(0);
            if (inner.type == "backend"_L1 && std::ranges::find(backendTypes, type) == backendTypes.end())
                refused.append({inner.place, reasonText(reasons::noBackend, type)});
        }
    }
    return refused;
}

QList<RefusedBlock> refusedCalls(const ConfigurationBlock &call,
                                 const std::vector<ConfigurationBlock> &module)
{
    static const QStringList ofTheLanguage{u"source"_s, u"version"_s,  u"providers"_s,
                                           u"count"_s,  u"for_each"_s, u"depends_on"_s};
    QSet<QString> handedIn;
    for (const ConfigurationAttribute &attribute : call.attributes)
        handedIn.insert(attribute.name);
    QList<RefusedBlock> refused;
    QSet<QString> variables;
    for (const ConfigurationBlock &block : module) {
        if (block.type != "variable"_L1)
            continue;
        const QString name = block.labels.first();
        variables.insert(name);
        if (!block.attribute(u"default") && !handedIn.contains(name))
            refused.append({call.place, reasonText(reasons::inputMissing, name)});
    }
    for (const ConfigurationAttribute &attribute : call.attributes) {
        if (!ofTheLanguage.contains(attribute.name) && !variables.contains(attribute.name))
            refused.append({attribute.place, reasonText(reasons::inputUnknown, attribute.name)});
    }
    const auto own = std::ranges::find_if(module, isProviderOfItsOwn);
    for (const auto &name : {u"count"_s, u"for_each"_s, u"depends_on"_s}) {
        if (own != module.end() && call.attribute(name))
            refused.append({call.place, reasonText(reasons::notWithProvider, name)});
    }
    return refused;
}

QList<RefusedBlock> refusedValues(const std::vector<ConfigurationBlock> &blocks, Evaluation *evaluation)
{
    QList<RefusedBlock> refused;
    for (const ConfigurationBlock &block : blocks) {
        if (block.type != "variable"_L1)
            continue;
        for (const ConfigurationBlock &validation : block.blocks) {
            const ConfigurationAttribute *condition = validation.attribute(u"condition");
            if (condition && evaluation->valueOf(*condition).toBool() == false)
                refused.append({block.place, reasonText(reasons::notValid, block.labels.first())});
        }
    }
    return refused;
}

} // namespace signet
