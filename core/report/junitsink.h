#pragma once

#include "core/diagnosis/report.h"

#include <QString>

namespace signet {

// A case for each check. Unknown and not checked are `skipped`, with the reason.
QString reportToJUnit(const Report &report);

} // namespace signet
