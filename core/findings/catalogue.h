#pragma once

#include "core/findings/finding.h"
#include "core/result/findingid.h"

#include <QStringView>

#include <span>

namespace signet {

// Every finding there is, grouped by stage. Made at the first call and kept; nothing happens at the
// start of the program. The texts are in catalogue/, one file for each stage.
std::span<const Finding> catalogue();

// The entry of that id, or null.
const Finding *findFinding(FindingId id);

} // namespace signet
