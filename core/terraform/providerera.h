#pragma once

#include "core/terraform/providerversion.h"

#include <QString>

namespace signet {

// Versions that decide by the same rules.
enum class Era {
    PatOnly, // before 1.0.0
    LastMatch, // 1.0.0 - 1.10.x: one credential, the last one whose inputs are there
    ChainBrokenSystem, // 1.11.0, 1.11.1: a chain that loses the system-assigned identity
    Chain, // 1.11.2 - 1.15.x
    ChainAzureNames, // 1.16.0 and later: reads AZURE_TENANT_ID and AZURE_CLIENT_SECRET, too
};
Era eraOf(const ProviderVersion &version);
QString toString(Era era);
inline bool hasChain(Era era)
{
    return era >= Era::ChainBrokenSystem;
}

} // namespace signet
