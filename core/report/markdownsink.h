#pragma once

#include "core/diagnosis/report.h"

#include <QString>

namespace signet {

// For a ticket or a pull request: at most 60 lines, and the details folded behind them.
QString reportToMarkdown(const Report &report);

} // namespace signet
