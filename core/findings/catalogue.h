#pragma once

#include "core/findings/finding.h"
#include "core/result/problem.h"

#include <span>

namespace signet {

// Every finding there is, grouped by chapter. Made at the first call and kept; nothing happens at the
// start of the program. The texts are in catalogue/, one file for each chapter.
std::span<const Finding> catalogue();

// The entry of that id, or null.
const Finding *findFinding(FindingId id);

// The entry of the problem, for its consequences. An id that only a newer version knows has an entry that
// says so, without a fix.
const Finding &findingOf(const Problem &problem);

} // namespace signet
