#pragma once

#include "core/report/reportdocument.h"

namespace signet {

class IdentitySession;
class TerraformSession;

// The three identities of this machine as far as they are known: those of the diagnosis, and where it has not
// checked anything yet, what was found out when somebody looked at the machine or at a configuration.
ReportDocument whoIsWho(const ReportDocument &diagnosed, const IdentitySession &identity,
                        const TerraformSession &terraform);

} // namespace signet
