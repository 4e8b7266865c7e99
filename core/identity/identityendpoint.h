#pragma once

#include "core/identity/providerdifference.h"
#include "core/identity/tokenanswer.h"
#include "core/identity/tokenquestion.h"
#include "core/machine/endpointkind.h"
#include "core/machine/machine.h"
#include "core/net/http.h"

#include <QCoroTask>

#include <span>
#include <stop_token>
#include <variant>

namespace signet {

struct EndpointReply;

// What comes next: a request, or the answer.
using EndpointStep = std::variant<Request, TokenAnswer>;

// One kind of identity endpoint; its name, source, variables and machines are in endpointFacts(). What is
// sent to each and what it answers: Microsoft Learn, "How to use
// managed identities for App Service", "... for Azure Arc-enabled servers", "... in Service Fabric
// application code", "... with Azure Automation", and the public sources of Microsoft's own clients.
//
// Limits of every request: two seconds to connect and 1 MiB of body; how long an answer may take, and when a
// request is repeated, is in patienceFor().
struct EndpointSource {
    EndpointKind kind;
    // Whether variables or files of this machine name it. Nothing is sent for it.
    bool (*detect)(const Host &host);
    // The first request, or why nothing is sent: a variable is missing or not to be trusted, or the
    // endpoint does not know the selector.
    EndpointStep (*request)(const TokenQuestion &question, const Host &host);
    // What a reply means. The first has round 0; only Azure Arc goes on, to round 1.
    EndpointStep (*read)(const TokenQuestion &question, const EndpointReply &reply, int round,
                         const Host &host);
    // The variable with the client id that the service means when none is asked for; empty: it has none.
    QLatin1StringView defaultClientId{};
    // What the Terraform provider does differently here, besides what holds for every endpoint; null:
    // nothing.
    QList<ProviderDifference> (*differences)(const Host &host, const IdentitySelector &selector) = nullptr;
};

// In the order in which they are looked for, which is the order of the Terraform provider (1.11 and
// later); the instance metadata service is the last and always there.
std::span<const EndpointSource> endpointSources();
const EndpointSource &endpointSource(EndpointKind kind);
EndpointKind detectEndpoint(const Host &host);

// Asks for a token, at the endpoint that the question names or that the machine has. Nothing is sent
// where it would be pointless or dangerous; the answer then says why, with transport NotSent.
// After a stop: Error, kind None, transport Stopped.
QCoro::Task<TokenAnswer> askForToken(Http http, TokenQuestion question, std::stop_token stop);

// Pure: what a reply to a token request means, on this machine and at this time. Of Azure Arc the reply
// to the second request.
TokenAnswer judgeTokenReply(const TokenQuestion &question, const Reply &reply, const Machine &machine,
                            const Environment &environment, std::chrono::sys_seconds now);

} // namespace signet
