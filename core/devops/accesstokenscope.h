#pragma once

#include "core/net/request.h"

#include <QString>

namespace signet {

// The scope that a personal access token needs for this request to Azure DevOps:
// "vso.memberentitlementmanagement_write". Empty if any token works. Source: the specifications of the APIs
// (azure-devops facts, section 4).
QString accessTokenScope(const Request &request);

// As the page for making tokens names it: "Member Entitlement Management (Read & write)".
QString accessTokenScopeName(const QString &scope);

} // namespace signet
