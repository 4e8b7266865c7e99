#include "core/terraform/providerera.h"

using namespace Qt::StringLiterals;

namespace signet {

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
    switch (era) {
    case Era::PatOnly:
        return u"pat-only"_s;
    case Era::LastMatch:
        return u"last-match"_s;
    case Era::ChainBrokenSystem:
        return u"chain-broken-system"_s;
    case Era::Chain:
        return u"chain"_s;
    case Era::ChainAzureNames:
        return u"chain-azure-names"_s;
    }
    Q_UNREACHABLE();
}

} // namespace signet
