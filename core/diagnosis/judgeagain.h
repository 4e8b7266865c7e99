#pragma once

#include "core/diagnosis/report.h"

namespace signet {

// What the checks and the catalog of today say to what a saved report has seen. Nothing is asked, and the
// moment is that of the report. A check of today that the report does not have is unknown, unless it only
// looks at what others saw; one whose observation is not in the report keeps its verdict. Fails with
// report-not-valid, evidence {reason}, for a report of a later version that has a check which this one does
// not know.
Result<Report> judgeAgain(const Report &saved);

} // namespace signet
