#include "core/findings/findingmap.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct Mapping {
    QLatin1StringView from;
    QLatin1StringView finding;
};

constexpr Mapping kinds[] = {
    {"not_in_azure"_L1, "not-on-azure"_L1},
    {"imds_unreachable"_L1, "imds-unreachable"_L1},
    {"imds_refused"_L1, "imds-unreachable"_L1},
    {"imds_timeout"_L1, "imds-unreachable"_L1},
    {"no_identity"_L1, "identity-not-assigned"_L1},
    {"identity_not_assigned"_L1, "identity-not-assigned"_L1},
    {"identity_ambiguous"_L1, "multiple-identities"_L1},
    {"identity_broken"_L1, "identity-broken"_L1},
    {"selector_unsupported"_L1, "selector-unsupported"_L1},
    {"selector_ignored"_L1, "silent-default-identity"_L1},
    {"resource_not_found"_L1, "resource-not-in-tenant"_L1},
    {"wrong_audience"_L1, "wrong-audience"_L1},
    {"wrong_tenant"_L1, "tenant-mismatch"_L1},
    {"wrong_identity"_L1, "silent-default-identity"_L1},
    {"user_token"_L1, "cloud-shell-user-not-mi"_L1},
    {"missing_metadata_header"_L1, "imds-request-rejected"_L1},
    {"forwarded_header_rejected"_L1, "proxy-eats-imds"_L1},
    {"bad_api_version"_L1, "imds-request-rejected"_L1},
    {"bad_method"_L1, "imds-request-rejected"_L1},
    {"bad_request_unclassified"_L1, "identity-endpoint-unclassified"_L1},
    {"imds_updating"_L1, "imds-not-ready"_L1},
    {"throttled"_L1, "imds-throttled"_L1},
    {"transient_server"_L1, "identity-endpoint-server-error"_L1},
    {"proxy_in_path"_L1, "proxy-eats-imds"_L1},
    {"captive_portal"_L1, "captive-portal"_L1},
    {"not_imds"_L1, "not-imds"_L1},
    {"redirect_refused"_L1, "not-imds"_L1},
    {"blocked_by_msp"_L1, "imds-blocked-by-msp"_L1},
    {"docker_desktop_proxy"_L1, "docker-desktop-403"_L1},
    {"blocked_by_firewall"_L1, "imds-unreachable"_L1},
    {"arc_challenge_missing"_L1, "arc-challenge-invalid"_L1},
    {"arc_challenge_malformed"_L1, "arc-challenge-invalid"_L1},
    {"arc_key_path_rejected"_L1, "arc-key-rejected"_L1},
    {"arc_key_unreadable"_L1, "arc-key-unreadable"_L1},
    {"arc_key_too_large"_L1, "arc-key-rejected"_L1},
    {"arc_agent_down"_L1, "arc-agent-down"_L1},
    {"sf_thumbprint_mismatch"_L1, "service-fabric-thumbprint"_L1},
    {"sf_thumbprint_invalid"_L1, "service-fabric-thumbprint"_L1},
    {"endpoint_env_invalid"_L1, "identity-endpoint-invalid"_L1},
    {"endpoint_not_loopback"_L1, "identity-endpoint-invalid"_L1},
    {"header_env_missing"_L1, "appservice-env-missing"_L1},
    {"secret_rejected"_L1, "identity-secret-rejected"_L1},
    {"workload_identity_not_mi"_L1, "aks-workload-identity-not-msi"_L1},
    {"legacy_endpoint"_L1, "legacy-vm-extension-endpoint"_L1},
    {"malformed_json"_L1, "identity-answer-malformed"_L1},
    {"empty_body"_L1, "identity-answer-malformed"_L1},
    {"body_too_large"_L1, "identity-answer-malformed"_L1},
    {"missing_access_token"_L1, "identity-answer-malformed"_L1},
    {"missing_expiry"_L1, "token-expiry-unclear"_L1},
    {"bad_expiry"_L1, "token-expiry-unclear"_L1},
    {"token_expired"_L1, "token-expired-midrun"_L1},
    {"clock_skew"_L1, "clock-skew"_L1},
    {"jwt_malformed"_L1, "token-not-decodable"_L1},
    {"cli_not_logged_in"_L1, "az-not-signed-in"_L1},
    {"cli_not_found"_L1, "az-not-found"_L1},
    {"cli_interaction_required"_L1, "sign-in-interaction-required"_L1},
    {"device_declined"_L1, "device-code-not-completed"_L1},
    {"device_expired"_L1, "device-code-not-completed"_L1},
    {"device_code_bad"_L1, "device-code-not-completed"_L1},
    {"app_registration_not_public"_L1, "app-registration-not-public"_L1},
};

// Two rules lead nowhere: a repository without branches (VS403403) and "already a member" (TF50235)
// are no faults of an identity.
constexpr Mapping serviceErrors[] = {
    {"signin-redirect"_L1, "html-instead-of-json"_L1},
    {"anonymous-200"_L1, "anonymous-guid"_L1},
    {"unauthorized-empty"_L1, "credential-rejected"_L1},
    {"TF400813-anonymous"_L1, "anonymous-guid"_L1},
    {"TF400813-identity"_L1, "not-in-org"_L1},
    {"TF401444"_L1, "not-in-org"_L1},
    {"identity-mismatch"_L1, "silent-default-identity"_L1},
    {"tenant-mismatch"_L1, "tenant-mismatch"_L1},
    {"org-not-entra"_L1, "org-not-entra-backed"_L1},
    {"org-not-found"_L1, "org-url-wrong"_L1},
    {"TF24668"_L1, "org-stopped"_L1},
    {"VS850015"_L1, "org-url-wrong"_L1},
    {"VS403283"_L1, "entitlement-replication-delay"_L1},
    {"sp-create-failed"_L1, "wrong-object-id"_L1},
    {"VS860016"_L1, "wrong-object-id"_L1},
    {"entitlement-5000"_L1, "licence-not-assignable"_L1},
    {"entitlement-5101"_L1, "guest-policy-blocks-invite"_L1},
    {"entitlement-5102"_L1, "system-access-token-is-build-service"_L1},
    {"sp-on-user-endpoint"_L1, "user-entitlement-for-sp"_L1},
    {"access-denied-add-users"_L1, "add-users-denied"_L1},
    {"access-denied"_L1, "permission-missing"_L1},
    {"TF50309"_L1, "permission-missing"_L1},
    {"TF401019"_L1, "stakeholder-licence"_L1},
    {"VS800075"_L1, "no-project-permission"_L1},
    {"TF200016"_L1, "no-project-permission"_L1},
    {"projects-empty"_L1, "no-project-permission"_L1},
    {"TF14045"_L1, "not-in-org"_L1},
    {"not-in-directory"_L1, "not-in-org"_L1},
    {"VS403496"_L1, "no-project-permission"_L1},
    {"VS403403"_L1, QLatin1StringView()},
    {"VS403463"_L1, "conditional-access-blocked"_L1},
    {"VS403362"_L1, "wrong-account-signed-in"_L1},
    {"VS403363"_L1, "wrong-account-signed-in"_L1},
    {"VS403318"_L1, "invitation-pending"_L1},
    {"TF400733"_L1, "devops-rate-limited"_L1},
    {"rate-delayed"_L1, "devops-rate-limited"_L1},
    {"TF50258"_L1, "group-membership-refused"_L1},
    {"TF50235"_L1, QLatin1StringView()},
    {"TF50233"_L1, "group-membership-refused"_L1},
    {"TF50375"_L1, "group-membership-refused"_L1},
    {"TF400031"_L1, "group-membership-refused"_L1},
    {"TF50618"_L1, "group-membership-refused"_L1},
    {"graph-group-503"_L1, "sp-cannot-do-it"_L1},
    {"TF401349"_L1, "devops-server-error"_L1},
    {"preview-version"_L1, "api-request-wrong"_L1},
    {"version-range"_L1, "api-request-wrong"_L1},
    {"wrong-route"_L1, "api-request-wrong"_L1},
    {"unauthorized-typed"_L1, "credential-rejected"_L1},
    {"AADSTS700016"_L1, "app-not-in-tenant"_L1},
    {"AADSTS7000229"_L1, "app-not-in-tenant"_L1},
    {"AADSTS90002"_L1, "tenant-id-wrong"_L1},
    {"AADSTS900023"_L1, "tenant-id-wrong"_L1},
    {"AADSTS50020"_L1, "wrong-account-signed-in"_L1},
    {"AADSTS500011"_L1, "resource-not-in-tenant"_L1},
    {"AADSTS1002012"_L1, "token-scope-invalid"_L1},
    {"AADSTS70011"_L1, "token-scope-invalid"_L1},
    {"AADSTS7000215"_L1, "client-credential-rejected"_L1},
    {"AADSTS7000222"_L1, "client-credential-rejected"_L1},
    {"AADSTS700027"_L1, "client-credential-rejected"_L1},
    {"AADSTS700024"_L1, "clock-skew"_L1},
    {"AADSTS70021"_L1, "federated-setup-mismatch"_L1},
    {"AADSTS700211"_L1, "federated-setup-mismatch"_L1},
    {"AADSTS700212"_L1, "federated-setup-mismatch"_L1},
    {"AADSTS700213"_L1, "federated-setup-mismatch"_L1},
    {"AADSTS7000112"_L1, "entra-app-blocked"_L1},
    {"AADSTS50105"_L1, "entra-app-blocked"_L1},
    {"AADSTS53003"_L1, "conditional-access-blocked"_L1},
    {"AADSTS50076"_L1, "sign-in-interaction-required"_L1},
    {"AADSTS50079"_L1, "sign-in-interaction-required"_L1},
    {"AADSTS53000"_L1, "conditional-access-blocked"_L1},
    {"AADSTS530003"_L1, "conditional-access-blocked"_L1},
    {"AADSTS65001"_L1, "consent-missing"_L1},
};

QLatin1StringView find(const auto &table, QLatin1StringView from)
{
    const auto found = std::ranges::find(table, from, &Mapping::from);
    return found == std::end(table) ? QLatin1StringView() : found->finding;
}

} // namespace

QLatin1StringView findingForKind(QLatin1StringView kind)
{
    return find(kinds, kind);
}

QLatin1StringView findingForServiceError(QLatin1StringView ruleId)
{
    return find(serviceErrors, ruleId);
}

} // namespace signet
