#pragma once

#include "core/net/addresses.h"
#include "core/net/credential.h"
#include "core/net/http.h"
#include "core/result/problem.h"

#include <QCoroTask>
#include <QJsonObject>
#include <QString>

#include <memory>
#include <optional>
#include <stop_token>

namespace signet {

// What an answer of Resource Manager or Microsoft Graph says about a failure, without opinion. Both write
// {"error":{"code","message"}}; Graph has its request id inside (innerError), Resource Manager in a header.
struct AzureError {
    QString code; // "AuthorizationFailed", "Request_ResourceNotFound" ...; empty when the body has none
    QString message; // redacted, at most 500 characters
    // Tenant that WWW-Authenticate names: the one that a token would have to be of. Empty when there is none.
    QString tenantId;
};

// A response of Resource Manager or Microsoft Graph to a signed-in account.
struct AzureAnswer {
    Reply reply;
    QJsonObject body; // empty when it is no JSON object
    AzureError error;
    // Tenant of the token that was sent, as the token says itself; empty when it cannot be read.
    QString tenantId;
    // There is no usable response: the account is not signed in for this service, nothing was received, or a
    // status from 300. The problem of findProblem(), or of the sign-in.
    std::optional<Problem> problem;

    bool isNotFound() const { return reply.status == 404; }
};

// GET, POST or PATCH of JSON. The body is left out where it is empty.
Request azureRequest(const QByteArray &method, const QUrl &url, const QJsonObject &body = {});

// Sends with the signed-in account. Busy services (429, 502, 503, 504) are retried up to twice, after the
// time they name, if that is at most five seconds and the method is GET, or POST, which only queries here.
QCoro::Task<AzureAnswer> askAzure(Http http, std::shared_ptr<CredentialSource> credentials, Resource resource,
                                  Request request, std::stop_token stop);

// The finding that a failed answer stands for; nothing where it did not fail. Evidence: url, status,
// serviceCode, serviceMessage, requestId, and what is named here.
//   run-stopped, network-failed {reason}
//   azure-other-tenant         the token is of another tenant {tenantId: the one that would be right}
//   azure-token-refused        401 for any other reason
//   azure-right-missing        403 {resource, permission}
//   directory-right-missing    403 of Microsoft Graph
//   resource-locked            409 ScopeLocked {resource}
//   azure-resource-missing     404 {resource}
//   azure-throttled            429 {retryAfter}
//   azure-request-refused      everything else
std::optional<Problem> findProblem(Resource resource, const QUrl &url, const Reply &reply);

AzureError readAzureError(const Reply &reply);

} // namespace signet
