#pragma once

#include "core/diagnosis/report.h"

#include <QString>

namespace signet {

// One file that needs nothing else: no script, no request. For a browser, an e-mail and paper.
QString reportToHtml(const Report &report);

} // namespace signet
