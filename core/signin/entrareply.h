#pragma once

#include "core/net/reply.h"
#include "core/result/findingid.h"
#include "core/result/result.h"
#include "core/result/secret.h"

#include <QJsonObject>
#include <QString>

namespace signet {

// The response of Microsoft Entra to a token request. Source: Microsoft Learn, "OAuth 2.0 device
// authorization grant", "OAuth 2.0 authorization code flow" and "AADSTS error codes".

struct EntraTokens {
    Secret accessToken;
    Secret refreshToken; // empty without the scope offline_access
    Secret idToken; // empty without the scope openid
    qint64 expiresIn = 0; // seconds
};

// The finding for an AADSTS code; empty for one that is not known. Source: azure-devops facts, section 7;
// managed-identity facts, 6.1 and 6.6.
FindingId findingForAadsts(int code);

// Why a request to Entra failed. `about` is evidence from the caller: tenantId, clientId ...; serviceCode,
// serviceMessage, requestId, and status are added. Findings: those of the codes; sign-in-refused for other
// refusals; network-failed without a response; run-stopped.
Problem entraProblem(const Reply &reply, const QUrl &url, QJsonObject about);

// Fails as entraProblem() does.
Result<EntraTokens> readTokens(const Reply &reply, const QUrl &url, const QJsonObject &about);

} // namespace signet
