#pragma once

#include "core/sandbox/scenarios/scenario.h"

namespace signet::sandbox {

// Several scenarios at once: what each of them changes, in this order, on one machine. Its root causes are
// those of all, whether or not one hides another. Nothing when one of the names is unknown.
std::optional<Scenario> combinedScenario(const QStringList &names);

} // namespace signet::sandbox
