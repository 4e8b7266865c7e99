#pragma once

#include "core/sandbox/scenarios/scenario.h"

#include <span>

namespace signet::sandbox {

// Scenarios about how a machine gets its identity: the services with an endpoint of their own, Azure Arc, and
// what goes wrong with each. They begin with the healthy machine that they are given.
struct IdentityScenario {
    QLatin1StringView name; // that of the finding it provokes; healthy ones end in nothing
    Outcome outcome;
    Scenario (*make)(Scenario healthy);
};
std::span<const IdentityScenario> identityScenarios();

} // namespace signet::sandbox
