#pragma once

#include "core/diagnosis/check.h"
#include "core/diagnosis/report.h"

#include <vector>

namespace signet {

// Draws the conclusions of a finished run into its report: the three identities, the subject, the
// findings with their evidence, root causes, verdict.
//
// A finding is a root cause when its check could be judged (all it needs passed) and nothing else that
// was found explains it: a symptom gives way to any of its causes. Warnings are root causes only where
// there is no blocker. Not ready needs a blocker; without one, anything left unknown makes it unclear.
void conclude(Report &report, const std::vector<Observation> &observations, const RunContext &context);

} // namespace signet
