#pragma once

#include "core/findings/finding.h"

namespace signet::commands {

// Adds a service principal with Basic access, as an administrator of the organization who is signed in to
// the Azure CLI. In PowerShell the double quotes are escaped, because az is a batch file there, which gets
// its arguments without them otherwise. Source: Service Principal Entitlements - Add, 7.1-preview.1.
inline constexpr ShellCommand addMember{
    "az rest --method post --resource 499b84ac-1321-427f-aa17-267ca6975798 --url "
    "'https://vsaex.dev.azure.com/'%organization|ORG%'/_apis/serviceprincipalentitlements"
    "?api-version=7.1-preview.1' --body '{\"accessLevel\":{\"accountLicenseType\":\"express\","
    "\"licensingSource\":\"account\"},\"servicePrincipal\":{\"origin\":\"aad\",\"originId\":\"'"
    "%objectId|OBJECT_ID%'\",\"subjectKind\":\"servicePrincipal\"}}'",
    "az rest --method post --resource 499b84ac-1321-427f-aa17-267ca6975798 --url "
    "'https://vsaex.dev.azure.com/'%organization|ORG%'/_apis/serviceprincipalentitlements"
    "?api-version=7.1-preview.1' --body '{\\\"accessLevel\\\":{\\\"accountLicenseType\\\":\\\"express\\\","
    "\\\"licensingSource\\\":\\\"account\\\"},\\\"servicePrincipal\\\":{\\\"origin\\\":\\\"aad\\\","
    "\\\"originId\\\":\\\"'%objectId|OBJECT_ID%'\\\",\\\"subjectKind\\\":\\\"servicePrincipal\\\"}}'"};

// Shows what adding it would change, and writes the plan that `signet setup apply` carries out.
inline constexpr ShellCommand planMember{
    "signet setup plan --org https://dev.azure.com/%organization|ORG% --object-id %objectId|OBJECT_ID% "
    "--out plan.json"};

} // namespace signet::commands
