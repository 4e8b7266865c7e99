#pragma once

#include "core/identity/identityfault.h"
#include "core/machine/endpointkind.h"
#include "core/net/reply.h"
#include "core/token/token.h"

#include <QJsonObject>
#include <QString>

#include <chrono>
#include <optional>

namespace signet {

// What came of asking an identity endpoint: classified, with the facts it was classified by. No
// opinion about consequences; findings are chosen elsewhere.
struct TokenAnswer {
    enum class Outcome {
        Token,
        // Usable, but `fault` says what could not be confirmed.
        TokenWithWarning,
        Error,
        // A valid answer that is not a token: versions, instance, identity info.
        NotThisSource,
        Pending, // a device code that nobody has entered yet
    };

    Outcome outcome = Outcome::Error;
    IdentityFault fault = IdentityFault::None;
    // Which endpoint was asked, or would have been; nothing for a CLI or Entra.
    std::optional<EndpointKind> endpoint;
    QString address; // of that endpoint, without query; empty when none is known
    bool canRetry = false; // a repetition later can help
    // Longest wait that makes sense before giving up; zero when canRetry is false.
    std::chrono::seconds longestWait{0};
    int retriesUsed = 0;
    std::chrono::milliseconds waited{0}; // between the tries

    // Plain data, no secret. Keys, each only when it is known:
    //   about the token   identityType (system, user, unknown), clientId, actualClientId (of the token,
    //                     when another was asked for), objectId, tenantId, resourceId (of the machine),
    //                     identityResourceId, audience, audienceName, audienceIsAzureDevOps,
    //                     expiresOn, refreshOn (null when none), issuedSecondsAgo, secondsLeft,
    //                     platformCached, skewSeconds (issuer's clock less this one's), alg,
    //                     tokenType, tokenVersion, clientAuth ("secret", "certificate", "none"),
    //                     userName, issuerCloud (of another cloud than the public one),
    //                     providerCannotRead (why the Terraform provider makes nothing of the reply)
    //   about an error    httpStatus, aadsts, correlationId, rawText, newestVersions, retryAfter
    //                     (seconds), location, errno, reason, transport, responder, cloudGuess
    //                     (aws, gcp), override (variable), tokenFile, confidence (low, medium), path
    //                     (key of Azure Arc), variable (that names or should name the endpoint)
    //   about the machine subscriptionId, name, resourceId, zone, vmScaleSetName, cloud,
    //                     azureDevOpsServicesAvailable, azureVm, evidence, mspActive, imdsVersion,
    //                     newest (version), detectedBy (file, environment)
    //   device code       action (poll_again, restart, stop_declined, stop_bug, fix_app_registration,
    //                     use_browser_flow), intervalDelta (seconds)
    //   about the server  serverTime (header Date), serverSkew (seconds that its clock is ahead of this one)
    //   beside `fault`     warnings: further faults
    // Times are seconds of Unix time.
    QJsonObject facts;

    std::optional<AccessToken> token; // with Token and TokenWithWarning only
    Delivery delivery = Delivery::Answered;
    int status = 0; // 0 without answer
    QString activityId;

    bool hasToken() const { return token.has_value(); }
};

// "token", "token_with_warning", "error", "not_this_source", "pending"
QLatin1StringView toString(TokenAnswer::Outcome outcome);

} // namespace signet
