#pragma once

#include "core/report/reportdocument.h"

namespace signet {

// A message that asks an administrator for what a finding needs: what is wrong, for which identity and where,
// the steps of the administrators, and what the service said. Each command is on a line of its own, without
// anything before it, so that it can be copied out of a message whose lines were indented or quoted. Secrets
// are cut.
QString administratorMessage(const Report &report, const ReportDocument::Cause &cause);

} // namespace signet
