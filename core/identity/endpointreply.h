#pragma once

#include "core/host/environment.h"
#include "core/identity/tokenanswer.h"
#include "core/identity/tokenquestion.h"
#include "core/machine/endpointkind.h"
#include "core/machine/machine.h"
#include "core/net/reply.h"

#include <QJsonObject>
#include <QString>

#include <chrono>
#include <optional>

namespace signet {

// A reply with what every rule of judging it wants to know.
struct EndpointReply {
    EndpointReply(EndpointKind asked, const Reply &theReply, const Machine &theMachine,
                  const Environment &theEnvironment, std::chrono::sys_seconds theTime);

    EndpointKind kind;
    const Reply &reply;
    const Machine &machine;
    const Environment &environment;
    qint64 now;
    QString text; // body without byte order mark, trimmed, cut
    bool isObject = false;
    QJsonObject json;
    bool isHtml = false;
    bool fromImds = false; // genuine answers of IMDS say so; proxies and other services do not
    bool wentThroughAgent = false; // the guest proxy agent signed the request
    bool isOverridden = false;

    bool asksImds() const { return kind == EndpointKind::Imds; }
    // Whether the request carried a secret that the endpoint compares.
    bool carriesSecret() const { return kind != EndpointKind::Imds && kind != EndpointKind::CloudShell; }
};

// Clocks that differ by no more are as good as equal; it is also how far Entra dates a token back.
inline constexpr std::chrono::seconds clockTolerance{300};
// Before 2001-01-01 a "time" is a duration that somebody put into the wrong field.
inline constexpr qint64 earliestTime = 978307200;

// The answer with the facts that every reply has.
TokenAnswer answerFor(const EndpointReply &seen);
// The same as an error of that kind, with the wait that makes sense for it.
TokenAnswer failed(TokenAnswer answer, IdentityFault fault);
// What is known before anything was sent: why nothing is.
TokenAnswer refusedToSend(IdentityFault fault, QJsonObject facts);

// What a reply to a token request means: silence, refusal, token or something else.
TokenAnswer judgeReply(const TokenQuestion &question, const EndpointReply &seen);

// The parts of it. No complete answer came:
TokenAnswer judgeSilence(const EndpointReply &seen);
// 3xx, 4xx, 5xx:
TokenAnswer judgeRefusal(const EndpointReply &seen, bool hasSelector);
// A success whose body is not a JSON object:
TokenAnswer judgeStrangeBody(const EndpointReply &seen);
// A success with a JSON object:
TokenAnswer judgeToken(const TokenQuestion &question, const EndpointReply &seen);

// A document with a token, from an endpoint, Entra or a CLI. `answer` brings what is known already;
// what makes the token doubtful goes into its kind and its facts.
struct TokenResponse {
    QJsonObject json; // access_token, token_type, expires_on, expires_in, client_id ...
    // Who may stand behind the token: a machine's identity, or a person who signed in with a CLI.
    enum class Bearer { Machine, Person };
    Bearer bearer = Bearer::Machine;
    // Doubts that the way of the reply raised.
    QList<IdentityFault> doubts;
    // A token of Service Fabric does not name its identity's resource, and of a CLI neither.
    bool namesIdentity = true;
};
TokenAnswer readToken(TokenAnswer answer, const TokenQuestion &question, const TokenResponse &document,
                      std::chrono::sys_seconds now);

// The content of an error body, in any of the spellings of the identity endpoints and of Entra.
struct EndpointError {
    QString code;
    QString description;
    int aadsts = 0; // 0 when Entra was not asked
    QString correlationId;
};
EndpointError endpointErrorOf(const QJsonObject &body);
// Entra's own refusals; nothing if the number is not about an identity of a machine.
std::optional<IdentityFault> faultOfEntraError(int aadsts);
// "AADSTS50076" in a text; 0 when there is none.
int aadstsIn(const QString &text);

// A proxy names itself in headers (RFC 9110: Via) or on its page; identity endpoints have none of these.
bool isFromProxy(const EndpointReply &seen);

// The selector as it is sent: without one, the client id that the service names in a variable
// (EndpointSource::defaultClientId).
IdentitySelector effectiveSelector(const TokenQuestion &question, EndpointKind kind,
                                   const Environment &environment);

} // namespace signet
