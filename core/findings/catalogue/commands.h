#pragma once

#include "core/findings/finding.h"

#include <QCoreApplication>

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

// The same for a role in a project.
inline constexpr ShellCommand planProject{
    "signet setup plan --org https://dev.azure.com/%organization|ORG% --object-id %objectId|OBJECT_ID% "
    "--project %project|PROJECT%=contributor --out plan.json"};

inline constexpr ShellCommand grantRights{
    "signet terraform needs --dir %directory|.% --org https://dev.azure.com/%organization|ORG% "
    "--object-id %objectId|OBJECT_ID% --grant rights.json"};
// What the configuration lacks, and nothing else. Before what an administrator does by hand.
inline const FixStep planRights{
    QT_TRANSLATE_NOOP("Finding",
                      "Plan exactly the rights that the configuration lacks, review the changes, and apply "
                      "them:"),
    grantRights, Actor::OrganizationAdmin};

// The change that Signet makes itself, and the same by hand. In this order where both are offered.
inline const FixStep planMembership{
    QT_TRANSLATE_NOOP("Finding", "Plan the membership, review the changes, and apply them:"), planMember,
    Actor::OrganizationAdmin};
inline const FixStep addMemberByHand{
    QT_TRANSLATE_NOOP("Finding",
                      "Add object id %objectId|OBJECT_ID% with Basic access yourself, under "
                      "https://dev.azure.com/%organization|ORG%/_settings/users or with:"),
    addMember, Actor::OrganizationAdmin};

// A pod of AKS proves who it is with the token file that the workload identity webhook mounts.
inline constexpr ShellCommand useWorkloadIdentity{
    "ARM_USE_OIDC=true ARM_USE_MSI=false ARM_OIDC_TOKEN_FILE_PATH=\"$AZURE_FEDERATED_TOKEN_FILE\" terraform "
    "plan",
    "Set-Item Env:ARM_USE_OIDC true; Set-Item Env:ARM_USE_MSI false; Set-Item Env:ARM_OIDC_TOKEN_FILE_PATH "
    "$Env:AZURE_FEDERATED_TOKEN_FILE; terraform plan"};

} // namespace signet::commands
