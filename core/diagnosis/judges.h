#pragma once

#include "core/diagnosis/check.h"

namespace signet::judges {

// One opinion for each check: pure functions of what was seen. Which finding a kind of failure leads
// to when nothing more is known stands in core/findings (findingForKind, findingForServiceError); the
// judges choose the sharper one where they know more.

Judgement machineHost(const Facts &facts);
Judgement machineProxy(const Facts &facts);
Judgement machineInstance(const Facts &facts);
Judgement identityToken(const Facts &facts);
Judgement tokenAudience(const Facts &facts);
Judgement tokenLifetime(const Facts &facts);
Judgement tokenIdentity(const Facts &facts);
Judgement organizationExists(const Facts &facts);
Judgement organizationTenant(const Facts &facts);
Judgement tokenTenant(const Facts &facts);
Judgement networkHosts(const Facts &facts);
Judgement devopsConnection(const Facts &facts);
Judgement devopsMembership(const Facts &facts);
Judgement devopsProjects(const Facts &facts);
Judgement devopsEntitlement(const Facts &facts);
Judgement devopsGroups(const Facts &facts);
Judgement tokenGroups(const Facts &facts);
Judgement errorText(const Facts &facts);
Judgement terraformConfiguration(const Facts &facts);
Judgement terraformVersion(const Facts &facts);
Judgement terraformCredential(const Facts &facts);
Judgement terraformEndpoint(const Facts &facts);
Judgement terraformBackend(const Facts &facts);
Judgement terraformMembers(const Facts &facts);

// What no answer from the identity endpoint will come to.
Judgement silentEndpoint(const Facts &facts);

} // namespace signet::judges
