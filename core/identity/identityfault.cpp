#include "core/identity/identityfault.h"

#include "core/result/enumwords.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr EnumWords faultWords{
    IdentityFault::AppRegistrationNotPublic,
    std::array{
        EnumWord{IdentityFault::None, ""_L1},
        EnumWord{IdentityFault::NotInAzure, "not_in_azure"_L1},
        EnumWord{IdentityFault::ImdsUnreachable, "imds_unreachable"_L1},
        EnumWord{IdentityFault::ImdsRefused, "imds_refused"_L1},
        EnumWord{IdentityFault::ImdsTimeout, "imds_timeout"_L1},
        EnumWord{IdentityFault::NoIdentity, "no_identity"_L1},
        EnumWord{IdentityFault::IdentityNotAssigned, "identity_not_assigned"_L1},
        EnumWord{IdentityFault::IdentityAmbiguous, "identity_ambiguous"_L1},
        EnumWord{IdentityFault::IdentityBroken, "identity_broken"_L1},
        EnumWord{IdentityFault::SelectorUnsupported, "selector_unsupported"_L1},
        EnumWord{IdentityFault::SelectorIgnored, "selector_ignored"_L1},
        EnumWord{IdentityFault::ResourceNotFound, "resource_not_found"_L1},
        EnumWord{IdentityFault::WrongAudience, "wrong_audience"_L1},
        EnumWord{IdentityFault::WrongTenant, "wrong_tenant"_L1},
        EnumWord{IdentityFault::WrongIdentity, "wrong_identity"_L1},
        EnumWord{IdentityFault::UserToken, "user_token"_L1},
        EnumWord{IdentityFault::MissingMetadataHeader, "missing_metadata_header"_L1},
        EnumWord{IdentityFault::ForwardedHeaderRejected, "forwarded_header_rejected"_L1},
        EnumWord{IdentityFault::BadApiVersion, "bad_api_version"_L1},
        EnumWord{IdentityFault::BadMethod, "bad_method"_L1},
        EnumWord{IdentityFault::BadRequestUnclassified, "bad_request_unclassified"_L1},
        EnumWord{IdentityFault::ImdsUpdating, "imds_updating"_L1},
        EnumWord{IdentityFault::Throttled, "throttled"_L1},
        EnumWord{IdentityFault::TransientServer, "transient_server"_L1},
        EnumWord{IdentityFault::ProxyInPath, "proxy_in_path"_L1},
        EnumWord{IdentityFault::CaptivePortal, "captive_portal"_L1},
        EnumWord{IdentityFault::NotImds, "not_imds"_L1},
        EnumWord{IdentityFault::RedirectRefused, "redirect_refused"_L1},
        EnumWord{IdentityFault::BlockedByMsp, "blocked_by_msp"_L1},
        EnumWord{IdentityFault::DockerDesktopProxy, "docker_desktop_proxy"_L1},
        EnumWord{IdentityFault::BlockedByFirewall, "blocked_by_firewall"_L1},
        EnumWord{IdentityFault::ArcChallengeMissing, "arc_challenge_missing"_L1},
        EnumWord{IdentityFault::ArcChallengeMalformed, "arc_challenge_malformed"_L1},
        EnumWord{IdentityFault::ArcKeyPathRejected, "arc_key_path_rejected"_L1},
        EnumWord{IdentityFault::ArcKeyUnreadable, "arc_key_unreadable"_L1},
        EnumWord{IdentityFault::ArcKeyTooLarge, "arc_key_too_large"_L1},
        EnumWord{IdentityFault::ArcAgentDown, "arc_agent_down"_L1},
        EnumWord{IdentityFault::SfThumbprintMismatch, "sf_thumbprint_mismatch"_L1},
        EnumWord{IdentityFault::SfThumbprintInvalid, "sf_thumbprint_invalid"_L1},
        EnumWord{IdentityFault::EndpointEnvInvalid, "endpoint_env_invalid"_L1},
        EnumWord{IdentityFault::EndpointNotLoopback, "endpoint_not_loopback"_L1},
        EnumWord{IdentityFault::HeaderEnvMissing, "header_env_missing"_L1},
        EnumWord{IdentityFault::SecretRejected, "secret_rejected"_L1},
        EnumWord{IdentityFault::WorkloadIdentityNotMi, "workload_identity_not_mi"_L1},
        EnumWord{IdentityFault::LegacyEndpoint, "legacy_endpoint"_L1},
        EnumWord{IdentityFault::MalformedJson, "malformed_json"_L1},
        EnumWord{IdentityFault::EmptyBody, "empty_body"_L1},
        EnumWord{IdentityFault::BodyTooLarge, "body_too_large"_L1},
        EnumWord{IdentityFault::MissingAccessToken, "missing_access_token"_L1},
        EnumWord{IdentityFault::MissingExpiry, "missing_expiry"_L1},
        EnumWord{IdentityFault::BadExpiry, "bad_expiry"_L1},
        EnumWord{IdentityFault::TokenExpired, "token_expired"_L1},
        EnumWord{IdentityFault::ClockSkew, "clock_skew"_L1},
        EnumWord{IdentityFault::JwtMalformed, "jwt_malformed"_L1},
        EnumWord{IdentityFault::CliNotLoggedIn, "cli_not_logged_in"_L1},
        EnumWord{IdentityFault::CliNotFound, "cli_not_found"_L1},
        EnumWord{IdentityFault::CliInteractionRequired, "cli_interaction_required"_L1},
        EnumWord{IdentityFault::DeviceDeclined, "device_declined"_L1},
        EnumWord{IdentityFault::DeviceExpired, "device_expired"_L1},
        EnumWord{IdentityFault::DeviceCodeBad, "device_code_bad"_L1},
        EnumWord{IdentityFault::AppRegistrationNotPublic, "app_registration_not_public"_L1},
    }};

} // namespace

QLatin1StringView toString(IdentityFault fault)
{
    return faultWords[fault];
}

std::optional<IdentityFault> identityFaultFromString(QStringView word)
{
    return faultWords.find(word);
}

} // namespace signet
