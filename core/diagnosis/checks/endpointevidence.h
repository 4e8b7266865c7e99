#pragma once

#include "core/diagnosis/check.h"

namespace signet {

// What the checks of the machine and of the token have in common: the answers of an identity endpoint.

bool isSilence(IdentityFault kind);
// The finding for an endpoint that does not answer, and how it does not.
FindingId silenceFinding(const Machine &machine, EndpointKind endpoint, Delivery delivery);
EndpointKind endpointOf(const TokenAnswer &answer);
// The facts of an answer that belong in the evidence, by the names that the catalogue uses.
QJsonObject evidenceOf(const TokenAnswer &answer);
void addClaims(QJsonObject &evidence, const std::optional<Claims> &claims);
// What it will be if the identity endpoint does not answer at all.
CheckVerdict silentEndpoint(const Facts &facts);

} // namespace signet
