#pragma once

#include "core/identity/tokenanswer.h"

namespace signet {

// Why a machine gets no token: the class of what was seen at its endpoint. Each has its own fix, and each is
// reported within about a second, except where silence itself is the sign.
enum class Absence {
    None, // there is a token
    NoRoute, // the network has no way to the address, or no neighbour answers for it
    Refused, // nothing is listening, or a firewall rejects; also a reset before a response
    Dropped, // packets vanish: no answer to the connection request
    Mute, // the connection is open and nothing comes
    BlockedLocally, // a rule of this machine forbids it to this user or program
    ProxyAnswered,
    DockerDesktop,
    CaptivePortal,
    OtherCloud,
    GuestProxyAgent, // Metadata Security Protocol: 403 or 421
    NoIdentity, // the endpoint has none for this machine, or not the requested one
    SeveralIdentities,
    Updating, // 404 or 410
    Throttled, // 429
    NotAsked, // nothing was sent: a variable is missing or not to be trusted
    SomethingElse, // another service, a broken answer, or a refusal of its own
};
// "none", "no-route", "refused", "dropped", "mute" ...: stable for ever
QLatin1StringView toString(Absence absence);
// For people, beside the name of the endpoint: "cannot be reached: there is no route to it".
QString wordsOf(Absence absence);

Absence absenceOf(const TokenAnswer &answer);
// The same where the answer says more than its class: "rejects this process's secret".
QString wordsOf(const TokenAnswer &answer);

// The class while a response is still missing: of the connection request or of the request. A response that
// arrives later corrects it.
enum class SoFar { Connecting, Waiting };
Absence absenceOf(SoFar soFar);

} // namespace signet
