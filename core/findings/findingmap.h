#pragma once

#include "core/result/findingid.h"

#include <QLatin1StringView>

namespace signet {

// Which finding a failed token request leads to, and which an error of Azure DevOps or Entra, when
// nothing more is known. Whoever knows more (the kind of host, where a value came from, what an
// earlier report saw) names the sharper finding itself. Both are empty for what is not listed, and
// for errors that are no fault.
FindingId findingForKind(QLatin1StringView kind); // "imds_unreachable", "identity_not_assigned", ...
FindingId findingForServiceError(QLatin1StringView ruleId); // see serviceerror.h

} // namespace signet
