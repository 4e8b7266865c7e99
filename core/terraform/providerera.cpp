#include "core/terraform/providerera.h"

#include "core/result/enumwords.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr EnumWords eraWords{Era::ChainAzureNames,
                             std::array{
                                 EnumWord{Era::PatOnly, "pat-only"_L1},
                                 EnumWord{Era::LastMatch, "last-match"_L1},
                                 EnumWord{Era::ChainBrokenSystem, "chain-broken-system"_L1},
                                 EnumWord{Era::Chain, "chain"_L1},
                                 EnumWord{Era::ChainAzureNames, "chain-azure-names"_L1},
                             }};

} // namespace

Era eraOf(const ProviderVersion &version)
{
    if (version < ProviderVersion(Release{1, 0, 0}))
        return Era::PatOnly;
    if (version < ProviderVersion(Release{1, 11, 0}))
        return Era::LastMatch;
    if (version < ProviderVersion(Release{1, 11, 2}))
        return Era::ChainBrokenSystem;
    if (version < ProviderVersion(Release{1, 16, 0}))
        return Era::Chain;
    return Era::ChainAzureNames;
}

QString toString(Era era)
{
    return eraWords[era];
}

} // namespace signet
