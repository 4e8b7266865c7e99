#pragma once

#include <QLatin1StringView>
#include <QStringView>

#include <optional>

namespace signet {

// What went wrong with an identity, or is doubtful about it. The words (toString) are stable for
// ever: the catalogue of findings and test vectors are keyed by them.
enum class IdentityFault {
    None,
    NotInAzure, // nobody answered, and the firmware is not Azure's
    ImdsUnreachable,
    ImdsRefused, // refused, or reset before an answer
    ImdsTimeout,
    NoIdentity, // asked without selector: the machine has no identity
    IdentityNotAssigned, // asked with a selector: this machine does not have that identity
    IdentityAmbiguous, // several user-assigned identities and no selector
    IdentityBroken, // the service principal is gone: subscription moved, identity re-created
    SelectorUnsupported,
    SelectorIgnored, // the endpoint does not know selectors and answered for another identity
    ResourceNotFound, // the resource is unknown in the identity's tenant
    WrongAudience,
    WrongTenant,
    WrongIdentity,
    UserToken, // the token stands for a person
    MissingMetadataHeader,
    ForwardedHeaderRejected,
    BadApiVersion,
    BadMethod,
    BadRequestUnclassified, // a refusal nobody has documented; the text is kept
    ImdsUpdating, // 404, 410: back within 70 seconds
    Throttled,
    TransientServer,
    ProxyInPath,
    CaptivePortal,
    NotImds,
    RedirectRefused,
    BlockedByMsp, // Metadata Security Protocol: a rule forbids it to this process
    DockerDesktopProxy,
    BlockedByFirewall, // a rule of this machine forbids the connection
    ArcChallengeMissing,
    ArcChallengeMalformed,
    ArcKeyPathRejected,
    ArcKeyUnreadable,
    ArcKeyTooLarge,
    ArcAgentDown,
    SfThumbprintMismatch,
    SfThumbprintInvalid,
    EndpointEnvInvalid,
    EndpointNotLoopback,
    HeaderEnvMissing,
    SecretRejected,
    WorkloadIdentityNotMi, // the pod has a federated credential, which is no managed identity
    LegacyEndpoint, // the retired VM extension on port 50342
    MalformedJson,
    EmptyBody,
    BodyTooLarge,
    MissingAccessToken,
    MissingExpiry,
    BadExpiry,
    TokenExpired,
    ClockSkew, // the clocks of this machine and of the token issuer differ
    JwtMalformed,
    CliNotLoggedIn,
    CliNotFound,
    CliInteractionRequired,
    DeviceDeclined,
    DeviceExpired,
    DeviceCodeBad,
    AppRegistrationNotPublic,
};

// "imds_unreachable"; empty for None.
QLatin1StringView toString(IdentityFault fault);
// The reverse; nothing for a word that is unknown, None for the empty one.
std::optional<IdentityFault> identityFaultFromString(QStringView word);

} // namespace signet
