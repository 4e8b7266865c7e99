#!/bin/sh
set -eu

# Add id-terraform to contoso with Basic access
descriptor=$(az rest --method post --resource 499b84ac-1321-427f-aa17-267ca6975798 --url 'https://vsaex.dev.azure.com/contoso/_apis/serviceprincipalentitlements?api-version=7.1-preview.1' --headers Content-Type=application/json --body '{"accessLevel":{"accountLicenseType":"express","licensingSource":"account"},"servicePrincipal":{"origin":"aad","originId":"0badc0de-1122-4334-9556-778899001122","subjectKind":"servicePrincipal"}}' --query servicePrincipalEntitlement.servicePrincipal.descriptor --output tsv)
: "${descriptor:?Azure DevOps refused the request; run the command without --query to see why}"
storageKey=$(az rest --method get --resource 499b84ac-1321-427f-aa17-267ca6975798 --url 'https://vssps.dev.azure.com/contoso/_apis/graph/storagekeys/'"$descriptor"'?api-version=7.1' --query value --output tsv)

# Add id-terraform to the group [contoso]\Infrastructure Automation
az rest --method put --resource 499b84ac-1321-427f-aa17-267ca6975798 --url 'https://vssps.dev.azure.com/contoso/_apis/graph/memberships/'"$descriptor"'/vssgp.Uy0xLTktMTU1MTM3NDI0NQ?api-version=7.1-preview.1'

# Add id-terraform to the group [Fabrikam-Fiber]\Contributors
az rest --method put --resource 499b84ac-1321-427f-aa17-267ca6975798 --url 'https://vssps.dev.azure.com/contoso/_apis/graph/memberships/'"$descriptor"'/vssgp.Uy0xLTktMTU1MTM3NDI0NQ?api-version=7.1-preview.1'

# Give id-terraform the role Creator on variable groups and secure files in Fabrikam-Fiber
az rest --method put --resource 499b84ac-1321-427f-aa17-267ca6975798 --url 'https://dev.azure.com/contoso/_apis/securityroles/scopes/distributedtask.library/roleassignments/resources/6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c$0?api-version=7.1-preview.1' --headers Content-Type=application/json --body '[{"roleName":"Creator","userId":"'"$storageKey"'"}]'
