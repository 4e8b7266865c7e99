#pragma once

#include "core/diagnosis/check.h"
#include "core/diagnosis/report.h"

#include <span>
#include <vector>

namespace signet {

// Adds the conclusions of a finished run to its report: the three identities, the subject, the findings with
// their evidence, root causes, verdict. The checks are those of the report, in the same order.
//
// A finding is a root cause when its check could be judged (all it needs passed) and no other finding
// explains it: a symptom gives way to any of its causes. Warnings are root causes only where there is no
// blocker. "Not ready" requires a blocker; without one, a check that is still open makes it unclear, as its
// weight says.
void conclude(Report &report, std::span<const Check> checks, const std::vector<Observation> &observations,
              const Question &question);

// What was asked, from the subject of a report. The error message is not part of a report, so it is empty.
Question questionOf(const QJsonObject &subject);

// The three identities alone, again: what decorates a report can name them better.
void describeIdentities(Report &report, const std::vector<Observation> &observations,
                        const Question &question);

} // namespace signet
