#include "core/findings/findingmap.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct Mapping {
    QLatin1StringView from;
    FindingId finding;
};

constexpr Mapping kinds[] = {
    {"not_in_azure"_L1, finding::notOnAzure},
    {"imds_unreachable"_L1, finding::imdsUnreachable},
    {"imds_refused"_L1, finding::imdsUnreachable},
    {"imds_timeout"_L1, finding::imdsUnreachable},
    {"no_identity"_L1, finding::identityNotAssigned},
    {"identity_not_assigned"_L1, finding::identityNotAssigned},
    {"identity_ambiguous"_L1, finding::multipleIdentities},
    {"identity_broken"_L1, finding::identityBroken},
    {"selector_unsupported"_L1, finding::selectorUnsupported},
    {"selector_ignored"_L1, finding::silentDefaultIdentity},
    {"resource_not_found"_L1, finding::resourceNotInTenant},
    {"wrong_audience"_L1, finding::wrongAudience},
    {"wrong_tenant"_L1, finding::tenantMismatch},
    {"wrong_identity"_L1, finding::silentDefaultIdentity},
    {"user_token"_L1, finding::cloudShellUserNotMi},
    {"missing_metadata_header"_L1, finding::imdsRequestRejected},
    {"forwarded_header_rejected"_L1, finding::proxyEatsImds},
    {"bad_api_version"_L1, finding::imdsRequestRejected},
    {"bad_method"_L1, finding::imdsRequestRejected},
    {"bad_request_unclassified"_L1, finding::identityEndpointUnclassified},
    {"imds_updating"_L1, finding::imdsNotReady},
    {"throttled"_L1, finding::imdsThrottled},
    {"transient_server"_L1, finding::identityEndpointServerError},
    {"proxy_in_path"_L1, finding::proxyEatsImds},
    {"captive_portal"_L1, finding::captivePortal},
    {"not_imds"_L1, finding::notImds},
    {"redirect_refused"_L1, finding::notImds},
    {"blocked_by_msp"_L1, finding::imdsBlockedByMsp},
    {"docker_desktop_proxy"_L1, finding::dockerDesktop403},
    {"blocked_by_firewall"_L1, finding::imdsUnreachable},
    {"arc_challenge_missing"_L1, finding::arcChallengeInvalid},
    {"arc_challenge_malformed"_L1, finding::arcChallengeInvalid},
    {"arc_key_path_rejected"_L1, finding::arcKeyRejected},
    {"arc_key_unreadable"_L1, finding::arcKeyUnreadable},
    {"arc_key_too_large"_L1, finding::arcKeyRejected},
    {"arc_agent_down"_L1, finding::arcAgentDown},
    {"sf_thumbprint_mismatch"_L1, finding::serviceFabricThumbprint},
    {"sf_thumbprint_invalid"_L1, finding::serviceFabricThumbprint},
    {"endpoint_env_invalid"_L1, finding::identityEndpointInvalid},
    {"endpoint_not_loopback"_L1, finding::identityEndpointInvalid},
    {"header_env_missing"_L1, finding::appserviceEnvMissing},
    {"secret_rejected"_L1, finding::identitySecretRejected},
    {"workload_identity_not_mi"_L1, finding::aksWorkloadIdentityNotMsi},
    {"legacy_endpoint"_L1, finding::legacyVmExtensionEndpoint},
    {"malformed_json"_L1, finding::identityAnswerMalformed},
    {"empty_body"_L1, finding::identityAnswerMalformed},
    {"body_too_large"_L1, finding::identityAnswerMalformed},
    {"missing_access_token"_L1, finding::identityAnswerMalformed},
    {"missing_expiry"_L1, finding::tokenExpiryUnclear},
    {"bad_expiry"_L1, finding::tokenExpiryUnclear},
    {"token_expired"_L1, finding::tokenExpiredMidrun},
    {"clock_skew"_L1, finding::clockSkew},
    {"jwt_malformed"_L1, finding::tokenNotDecodable},
    {"cli_not_logged_in"_L1, finding::azNotSignedIn},
    {"cli_not_found"_L1, finding::azNotFound},
    {"cli_interaction_required"_L1, finding::signInInteractionRequired},
    {"device_declined"_L1, finding::deviceCodeNotCompleted},
    {"device_expired"_L1, finding::deviceCodeNotCompleted},
    {"device_code_bad"_L1, finding::deviceCodeNotCompleted},
    {"app_registration_not_public"_L1, finding::appRegistrationNotPublic},
};

// Two rules lead nowhere: a repository without branches (VS403403) and "already a member" (TF50235)
// are no faults of an identity.
constexpr Mapping serviceErrors[] = {
    {"signin-redirect"_L1, finding::htmlInsteadOfJson},
    {"anonymous-200"_L1, finding::anonymousGuid},
    {"unauthorized-empty"_L1, finding::credentialRejected},
    {"TF400813-anonymous"_L1, finding::anonymousGuid},
    {"TF400813-identity"_L1, finding::notInOrg},
    {"TF401444"_L1, finding::notInOrg},
    {"identity-mismatch"_L1, finding::silentDefaultIdentity},
    {"tenant-mismatch"_L1, finding::tenantMismatch},
    {"org-not-entra"_L1, finding::orgNotEntraBacked},
    {"org-not-found"_L1, finding::orgUrlWrong},
    {"TF24668"_L1, finding::orgStopped},
    {"VS850015"_L1, finding::orgUrlWrong},
    {"VS403283"_L1, finding::entitlementReplicationDelay},
    {"sp-create-failed"_L1, finding::wrongObjectId},
    {"VS860016"_L1, finding::wrongObjectId},
    {"entitlement-5000"_L1, finding::licenceNotAssignable},
    {"entitlement-5101"_L1, finding::guestPolicyBlocksInvite},
    {"entitlement-5102"_L1, finding::systemAccessTokenIsBuildService},
    {"sp-on-user-endpoint"_L1, finding::userEntitlementForSp},
    {"access-denied-add-users"_L1, finding::addUsersDenied},
    {"access-denied"_L1, finding::permissionMissing},
    {"TF50309"_L1, finding::permissionMissing},
    {"TF401019"_L1, finding::stakeholderLicence},
    {"VS800075"_L1, finding::noProjectPermission},
    {"TF200016"_L1, finding::noProjectPermission},
    {"projects-empty"_L1, finding::noProjectPermission},
    {"TF14045"_L1, finding::notInOrg},
    {"not-in-directory"_L1, finding::notInOrg},
    {"VS403496"_L1, finding::noProjectPermission},
    {"VS403403"_L1, FindingId()},
    {"VS403463"_L1, finding::conditionalAccessBlocked},
    {"VS403362"_L1, finding::wrongAccountSignedIn},
    {"VS403363"_L1, finding::wrongAccountSignedIn},
    {"VS403318"_L1, finding::invitationPending},
    {"TF400733"_L1, finding::devopsRateLimited},
    {"rate-delayed"_L1, finding::devopsRateLimited},
    {"TF50258"_L1, finding::groupMembershipRefused},
    {"TF50235"_L1, FindingId()},
    {"TF50233"_L1, finding::groupMembershipRefused},
    {"TF50375"_L1, finding::groupMembershipRefused},
    {"TF400031"_L1, finding::groupMembershipRefused},
    {"TF50618"_L1, finding::groupMembershipRefused},
    {"graph-group-503"_L1, finding::spCannotDoIt},
    {"TF401349"_L1, finding::devopsServerError},
    {"preview-version"_L1, finding::apiRequestWrong},
    {"version-range"_L1, finding::apiRequestWrong},
    {"wrong-route"_L1, finding::apiRequestWrong},
    {"unauthorized-typed"_L1, finding::credentialRejected},
    {"AADSTS700016"_L1, finding::appNotInTenant},
    {"AADSTS7000229"_L1, finding::appNotInTenant},
    {"AADSTS90002"_L1, finding::tenantIdWrong},
    {"AADSTS900023"_L1, finding::tenantIdWrong},
    {"AADSTS50020"_L1, finding::wrongAccountSignedIn},
    {"AADSTS500011"_L1, finding::resourceNotInTenant},
    {"AADSTS1002012"_L1, finding::tokenScopeInvalid},
    {"AADSTS70011"_L1, finding::tokenScopeInvalid},
    {"AADSTS7000215"_L1, finding::clientCredentialRejected},
    {"AADSTS7000222"_L1, finding::clientCredentialRejected},
    {"AADSTS700027"_L1, finding::clientCredentialRejected},
    {"AADSTS700024"_L1, finding::clockSkew},
    {"AADSTS70021"_L1, finding::federatedSetupMismatch},
    {"AADSTS700211"_L1, finding::federatedSetupMismatch},
    {"AADSTS700212"_L1, finding::federatedSetupMismatch},
    {"AADSTS700213"_L1, finding::federatedSetupMismatch},
    {"AADSTS7000112"_L1, finding::entraAppBlocked},
    {"AADSTS50105"_L1, finding::entraAppBlocked},
    {"AADSTS53003"_L1, finding::conditionalAccessBlocked},
    {"AADSTS50076"_L1, finding::signInInteractionRequired},
    {"AADSTS50079"_L1, finding::signInInteractionRequired},
    {"AADSTS53000"_L1, finding::conditionalAccessBlocked},
    {"AADSTS530003"_L1, finding::conditionalAccessBlocked},
    {"AADSTS65001"_L1, finding::consentMissing},
};

FindingId find(const auto &table, QLatin1StringView from)
{
    const auto found = std::ranges::find(table, from, &Mapping::from);
    return found == std::end(table) ? FindingId() : found->finding;
}

} // namespace

FindingId findingForKind(QLatin1StringView kind)
{
    return find(kinds, kind);
}

FindingId findingForServiceError(QLatin1StringView ruleId)
{
    return find(serviceErrors, ruleId);
}

} // namespace signet
