#pragma once

#include "core/net/request.h"

#include <QString>

namespace signet {

// The scope that a personal access token needs for this request to Azure DevOps:
// "vso.memberentitlementmanagement_write". Empty where any token will do. Source: the specifications of the
// interfaces (azure-devops facts, section 4, "Who may do it").
QString accessTokenScope(const Request &request);

// As the page for making tokens names it: "Member Entitlement Management (Read & write)".
QString accessTokenScopeName(const QString &scope);

} // namespace signet
