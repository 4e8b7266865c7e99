#include "core/identity/identityfault.h"

#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// In the order of the enumeration.
constexpr std::array<QLatin1StringView, 61> words{
    ""_L1,
    "not_in_azure"_L1,
    "imds_unreachable"_L1,
    "imds_refused"_L1,
    "imds_timeout"_L1,
    "no_identity"_L1,
    "identity_not_assigned"_L1,
    "identity_ambiguous"_L1,
    "identity_broken"_L1,
    "selector_unsupported"_L1,
    "selector_ignored"_L1,
    "resource_not_found"_L1,
    "wrong_audience"_L1,
    "wrong_tenant"_L1,
    "wrong_identity"_L1,
    "user_token"_L1,
    "missing_metadata_header"_L1,
    "forwarded_header_rejected"_L1,
    "bad_api_version"_L1,
    "bad_method"_L1,
    "bad_request_unclassified"_L1,
    "imds_updating"_L1,
    "throttled"_L1,
    "transient_server"_L1,
    "proxy_in_path"_L1,
    "captive_portal"_L1,
    "not_imds"_L1,
    "redirect_refused"_L1,
    "blocked_by_msp"_L1,
    "docker_desktop_proxy"_L1,
    "blocked_by_firewall"_L1,
    "arc_challenge_missing"_L1,
    "arc_challenge_malformed"_L1,
    "arc_key_path_rejected"_L1,
    "arc_key_unreadable"_L1,
    "arc_key_too_large"_L1,
    "arc_agent_down"_L1,
    "sf_thumbprint_mismatch"_L1,
    "sf_thumbprint_invalid"_L1,
    "endpoint_env_invalid"_L1,
    "endpoint_not_loopback"_L1,
    "header_env_missing"_L1,
    "secret_rejected"_L1,
    "workload_identity_not_mi"_L1,
    "legacy_endpoint"_L1,
    "malformed_json"_L1,
    "empty_body"_L1,
    "body_too_large"_L1,
    "missing_access_token"_L1,
    "missing_expiry"_L1,
    "bad_expiry"_L1,
    "token_expired"_L1,
    "clock_skew"_L1,
    "jwt_malformed"_L1,
    "cli_not_logged_in"_L1,
    "cli_not_found"_L1,
    "cli_interaction_required"_L1,
    "device_declined"_L1,
    "device_expired"_L1,
    "device_code_bad"_L1,
    "app_registration_not_public"_L1,
};
static_assert(words.size() == std::size_t(IdentityFault::AppRegistrationNotPublic) + 1);

} // namespace

QLatin1StringView toString(IdentityFault fault)
{
    return words[std::size_t(fault)];
}

std::optional<IdentityFault> identityFaultFromString(QStringView word)
{
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == word)
            return IdentityFault(i);
    }
    return std::nullopt;
}

} // namespace signet
