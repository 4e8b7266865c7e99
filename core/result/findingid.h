#pragma once

#include "core/result/findingid.h"

#include <QHashFunctions>
#include <QLatin1StringView>
#include <QString>

namespace signet {

// The id of an entry in the catalogue (core/findings): kebab-case, part of the report format, never renamed
// and never reused. A typing error in the name of a constant does not compile. Ids that the program does not
// define come from reports of a newer version only, see fromText().
class FindingId {
public:
    constexpr FindingId() = default; // no finding
    consteval explicit FindingId(const char *literal)
        : m_text(literal)
    {
    }

    // The id that a report or a person names. An id that this version does not know is kept as it is, so that
    // a saved report loses nothing.
    static FindingId fromText(QStringView text);

    constexpr bool isEmpty() const { return m_text.isEmpty(); }
    constexpr QLatin1StringView view() const { return m_text; }
    QString toString() const { return m_text; }

    friend bool operator==(FindingId a, FindingId b) { return a.m_text == b.m_text; }
    friend bool operator<(FindingId a, FindingId b) { return a.m_text < b.m_text; }
    friend size_t qHash(FindingId id, size_t seed = 0) { return qHash(id.m_text, seed); }

private:
    QLatin1StringView m_text;
};

// One constant for each entry of the catalogue, in its order. A test compares the two.
namespace finding {

// environment
inline constexpr FindingId notOnAzure{"not-on-azure"};
inline constexpr FindingId patOverridesMsi{"pat-overrides-msi"};
inline constexpr FindingId envClientIdLeftover{"env-client-id-leftover"};
inline constexpr FindingId envSecretOrOidcBeatsMsi{"env-secret-or-oidc-beats-msi"};
inline constexpr FindingId arcEnvNotLoaded{"arc-env-not-loaded"};
inline constexpr FindingId appserviceEnvMissing{"appservice-env-missing"};
inline constexpr FindingId containerAppEnvMismatch{"container-app-env-mismatch"};
inline constexpr FindingId hostedAgentNoIdentity{"hosted-agent-no-identity"};
inline constexpr FindingId systemAccessTokenIsBuildService{"system-access-token-is-build-service"};
inline constexpr FindingId cloudShellUserNotMi{"cloud-shell-user-not-mi"};
inline constexpr FindingId identityEndpointInvalid{"identity-endpoint-invalid"};
inline constexpr FindingId identityEndpointLeftover{"identity-endpoint-leftover"};
inline constexpr FindingId envNamesDisagree{"env-names-disagree"};
inline constexpr FindingId tokenPathNotRead{"token-path-not-read"};

// endpoint
inline constexpr FindingId imdsUnreachable{"imds-unreachable"};
inline constexpr FindingId containerBridgeNoImds{"container-bridge-no-imds"};
inline constexpr FindingId dockerDesktop403{"docker-desktop-403"};
inline constexpr FindingId identityNotAssigned{"identity-not-assigned"};
inline constexpr FindingId multipleIdentities{"multiple-identities"};
inline constexpr FindingId silentDefaultIdentity{"silent-default-identity"};
inline constexpr FindingId identityUnnamed{"identity-unnamed"};
inline constexpr FindingId objectIdAsClientId{"object-id-as-client-id"};
inline constexpr FindingId arcKeyUnreadable{"arc-key-unreadable"};
inline constexpr FindingId arcUserAssignedUnsupported{"arc-user-assigned-unsupported"};
inline constexpr FindingId imdsThrottled{"imds-throttled"};
inline constexpr FindingId imdsNotReady{"imds-not-ready"};
inline constexpr FindingId aksWorkloadIdentityNotMsi{"aks-workload-identity-not-msi"};
inline constexpr FindingId identityBroken{"identity-broken"};
inline constexpr FindingId selectorUnsupported{"selector-unsupported"};
inline constexpr FindingId imdsRequestRejected{"imds-request-rejected"};
inline constexpr FindingId identityEndpointUnclassified{"identity-endpoint-unclassified"};
inline constexpr FindingId identityEndpointServerError{"identity-endpoint-server-error"};
inline constexpr FindingId notImds{"not-imds"};
inline constexpr FindingId imdsBlockedByMsp{"imds-blocked-by-msp"};
inline constexpr FindingId arcAgentDown{"arc-agent-down"};
inline constexpr FindingId arcChallengeInvalid{"arc-challenge-invalid"};
inline constexpr FindingId arcKeyRejected{"arc-key-rejected"};
inline constexpr FindingId serviceFabricThumbprint{"service-fabric-thumbprint"};
inline constexpr FindingId identitySecretRejected{"identity-secret-rejected"};
inline constexpr FindingId legacyVmExtensionEndpoint{"legacy-vm-extension-endpoint"};
inline constexpr FindingId identityAnswerMalformed{"identity-answer-malformed"};
inline constexpr FindingId providerCannotReadToken{"provider-cannot-read-token"};

// token
inline constexpr FindingId wrongAudience{"wrong-audience"};
inline constexpr FindingId htmlInsteadOfJson{"html-instead-of-json"};
inline constexpr FindingId azFallbackWrongIdentity{"az-fallback-wrong-identity"};
inline constexpr FindingId azMsiTenantArgument{"az-msi-tenant-argument"};
inline constexpr FindingId azUsernameFlagRemoved{"az-username-flag-removed"};
inline constexpr FindingId azDevopsExtIgnoresMi{"az-devops-ext-ignores-mi"};
inline constexpr FindingId azNoSubscriptions{"az-no-subscriptions"};
inline constexpr FindingId aadTokenAsBasic{"aad-token-as-basic"};
inline constexpr FindingId tokenCacheStale{"token-cache-stale"};
inline constexpr FindingId tokenExpiredMidrun{"token-expired-midrun"};
inline constexpr FindingId tenantMismatch{"tenant-mismatch"};
inline constexpr FindingId clockSkew{"clock-skew"};
inline constexpr FindingId sovereignCloud{"sovereign-cloud"};
inline constexpr FindingId resourceNotInTenant{"resource-not-in-tenant"};
inline constexpr FindingId tokenExpiryUnclear{"token-expiry-unclear"};
inline constexpr FindingId tokenNotDecodable{"token-not-decodable"};
inline constexpr FindingId azNotSignedIn{"az-not-signed-in"};
inline constexpr FindingId azNotFound{"az-not-found"};
inline constexpr FindingId signInInteractionRequired{"sign-in-interaction-required"};
inline constexpr FindingId deviceCodeNotCompleted{"device-code-not-completed"};
inline constexpr FindingId appRegistrationNotPublic{"app-registration-not-public"};
inline constexpr FindingId appNotInTenant{"app-not-in-tenant"};
inline constexpr FindingId tenantIdWrong{"tenant-id-wrong"};
inline constexpr FindingId tokenScopeInvalid{"token-scope-invalid"};
inline constexpr FindingId clientCredentialRejected{"client-credential-rejected"};
inline constexpr FindingId entraAppBlocked{"entra-app-blocked"};
inline constexpr FindingId consentMissing{"consent-missing"};

// network
inline constexpr FindingId proxyEatsImds{"proxy-eats-imds"};
inline constexpr FindingId proxyValueRefused{"proxy-value-refused"};
inline constexpr FindingId tlsInterception{"tls-interception"};
inline constexpr FindingId firewallMissingHosts{"firewall-missing-hosts"};
inline constexpr FindingId captivePortal{"captive-portal"};

// organization
inline constexpr FindingId orgUrlWrong{"org-url-wrong"};
inline constexpr FindingId orgUrlHasProject{"org-url-has-project"};
inline constexpr FindingId orgUrlLegacyHost{"org-url-legacy-host"};
inline constexpr FindingId orgUrlOtherOrganization{"org-url-other-organization"};
inline constexpr FindingId providerRequestRefused{"provider-request-refused"};
inline constexpr FindingId orgNotEntraBacked{"org-not-entra-backed"};
inline constexpr FindingId notInOrg{"not-in-org"};
inline constexpr FindingId anonymousGuid{"anonymous-guid"};
inline constexpr FindingId conditionalAccessBlocked{"conditional-access-blocked"};
inline constexpr FindingId credentialRejected{"credential-rejected"};
inline constexpr FindingId orgStopped{"org-stopped"};
inline constexpr FindingId wrongAccountSignedIn{"wrong-account-signed-in"};
inline constexpr FindingId devopsServerError{"devops-server-error"};
inline constexpr FindingId apiRequestWrong{"api-request-wrong"};

// membership
inline constexpr FindingId wrongObjectId{"wrong-object-id"};
inline constexpr FindingId userEntitlementForSp{"user-entitlement-for-sp"};
inline constexpr FindingId entitlementReplicationDelay{"entitlement-replication-delay"};
inline constexpr FindingId stakeholderLicence{"stakeholder-licence"};
inline constexpr FindingId accessLevelNotKnown{"access-level-not-known"};
inline constexpr FindingId licenceBasicAlias{"licence-basic-alias"};
inline constexpr FindingId licenceNotAssignable{"licence-not-assignable"};
inline constexpr FindingId groupRuleNotApplied{"group-rule-not-applied"};
inline constexpr FindingId addUsersDenied{"add-users-denied"};
inline constexpr FindingId uiPickerCannotFind{"ui-picker-cannot-find"};
inline constexpr FindingId graphListEmpty{"graph-list-empty"};
inline constexpr FindingId guestPolicyBlocksInvite{"guest-policy-blocks-invite"};
inline constexpr FindingId invitationPending{"invitation-pending"};
inline constexpr FindingId groupMembershipRefused{"group-membership-refused"};

// permissions
inline constexpr FindingId noProjectPermission{"no-project-permission"};
inline constexpr FindingId createProjectDenied{"create-project-denied"};
inline constexpr FindingId endpointCreatorMissing{"endpoint-creator-missing"};
inline constexpr FindingId poolManageMissing{"pool-manage-missing"};
inline constexpr FindingId adminAllResourcesRequired{"admin-all-resources-required"};
inline constexpr FindingId spCannotDoIt{"sp-cannot-do-it"};
inline constexpr FindingId permissionMissing{"permission-missing"};
inline constexpr FindingId rightsNotKnown{"rights-not-known"};

// terraform
inline constexpr FindingId useMsiNotSet{"use-msi-not-set"};
inline constexpr FindingId providerVersionTooOld{"provider-version-too-old"};
inline constexpr FindingId providerMsiRegression111{"provider-msi-regression-1-11"};
inline constexpr FindingId credentialBuildSwallowed{"credential-build-swallowed"};
inline constexpr FindingId providerAsksOtherwise{"provider-asks-otherwise"};
inline constexpr FindingId backendAuthSeparate{"backend-auth-separate"};
inline constexpr FindingId federatedSetupMismatch{"federated-setup-mismatch"};
inline constexpr FindingId clientIdFileMismatch{"client-id-file-mismatch"};
inline constexpr FindingId providerValueInvalid{"provider-value-invalid"};
inline constexpr FindingId providerValueUnknown{"provider-value-unknown"};
inline constexpr FindingId configurationSyntaxError{"configuration-syntax-error"};
inline constexpr FindingId configurationTooLarge{"configuration-too-large"};
inline constexpr FindingId providerBlockDuplicate{"provider-block-duplicate"};
inline constexpr FindingId requiredProvidersDuplicate{"required-providers-duplicate"};
inline constexpr FindingId providerSourceWrong{"provider-source-wrong"};
inline constexpr FindingId versionConstraintInvalid{"version-constraint-invalid"};
inline constexpr FindingId overrideWithoutBase{"override-without-base"};
inline constexpr FindingId configurationRefused{"configuration-refused"};
inline constexpr FindingId terraformRunsRemotely{"terraform-runs-remotely"};
inline constexpr FindingId providerReplaced{"provider-replaced"};
inline constexpr FindingId moduleNotFound{"module-not-found"};
inline constexpr FindingId providerOtherIdentity{"provider-other-identity"};
inline constexpr FindingId providerAliasUnknown{"provider-alias-unknown"};
inline constexpr FindingId providerAliasNeeded{"provider-alias-needed"};
inline constexpr FindingId providerBlockDiffers{"provider-block-differs"};
inline constexpr FindingId providerBelongsToCaller{"provider-belongs-to-caller"};
inline constexpr FindingId providerArgumentUnknown{"provider-argument-unknown"};
inline constexpr FindingId providerNestedBlockUnknown{"provider-nested-block-unknown"};
inline constexpr FindingId referenceUndeclared{"reference-undeclared"};
inline constexpr FindingId versionConstraintUnsatisfiable{"version-constraint-unsatisfiable"};
inline constexpr FindingId lockFileOutdated{"lock-file-outdated"};
inline constexpr FindingId clientIdOfApplication{"client-id-of-application"};
inline constexpr FindingId tfcTokenNotRead{"tfc-token-not-read"};
inline constexpr FindingId fileIsGenerated{"file-is-generated"};
inline constexpr FindingId expectedCredentialMissing{"expected-credential-missing"};
inline constexpr FindingId expectedCredentialOverridden{"expected-credential-overridden"};
inline constexpr FindingId expectedCredentialRejected{"expected-credential-rejected"};
inline constexpr FindingId expectedCliNotSignedIn{"expected-cli-not-signed-in"};
inline constexpr FindingId expectedCredentialNotTried{"expected-credential-not-tried"};

// sign-in
inline constexpr FindingId signInNeeded{"sign-in-needed"};
inline constexpr FindingId signInExpired{"sign-in-expired"};
inline constexpr FindingId signInRefused{"sign-in-refused"};
inline constexpr FindingId signInClientMissing{"sign-in-client-missing"};
inline constexpr FindingId signInRedirectRefused{"sign-in-redirect-refused"};
inline constexpr FindingId browserSignInNotCompleted{"browser-sign-in-not-completed"};
inline constexpr FindingId signInOneTenant{"sign-in-one-tenant"};
inline constexpr FindingId azNotAnswering{"az-not-answering"};
inline constexpr FindingId managedIdentityNotAnswering{"managed-identity-not-answering"};
inline constexpr FindingId accessTokenInvalid{"access-token-invalid"};
inline constexpr FindingId accessTokenNotFor{"access-token-not-for"};
inline constexpr FindingId accessTokenRefused{"access-token-refused"};
inline constexpr FindingId storedSignInUnreadable{"stored-sign-in-unreadable"};
inline constexpr FindingId keychainLocked{"keychain-locked"};
inline constexpr FindingId keychainMissing{"keychain-missing"};
inline constexpr FindingId keychainNotSetUp{"keychain-not-set-up"};
inline constexpr FindingId keychainNotAnswering{"keychain-not-answering"};
inline constexpr FindingId keychainFailed{"keychain-failed"};
inline constexpr FindingId profileUnknown{"profile-unknown"};
inline constexpr FindingId profileNameInvalid{"profile-name-invalid"};
inline constexpr FindingId profilesFileInvalid{"profiles-file-invalid"};

// principal
inline constexpr FindingId principalNotFound{"principal-not-found"};
inline constexpr FindingId principalAmbiguous{"principal-ambiguous"};
inline constexpr FindingId principalIsPerson{"principal-is-person"};
inline constexpr FindingId principalDeleted{"principal-deleted"};
inline constexpr FindingId principalDisabled{"principal-disabled"};
inline constexpr FindingId principalOtherTenant{"principal-other-tenant"};
inline constexpr FindingId principalKindRefused{"principal-kind-refused"};
inline constexpr FindingId servicePrincipalMissing{"service-principal-missing"};
inline constexpr FindingId resourceWithoutIdentity{"resource-without-identity"};
inline constexpr FindingId identityDeleted{"identity-deleted"};
inline constexpr FindingId directoryRightMissing{"directory-right-missing"};
inline constexpr FindingId azureRightMissing{"azure-right-missing"};
inline constexpr FindingId azureOtherTenant{"azure-other-tenant"};
inline constexpr FindingId azureTokenRefused{"azure-token-refused"};
inline constexpr FindingId azureResourceMissing{"azure-resource-missing"};
inline constexpr FindingId azureThrottled{"azure-throttled"};
inline constexpr FindingId azureRequestRefused{"azure-request-refused"};
inline constexpr FindingId resourceLocked{"resource-locked"};
inline constexpr FindingId identityAssignDenied{"identity-assign-denied"};
inline constexpr FindingId identityNotUserAssigned{"identity-not-user-assigned"};
inline constexpr FindingId identityRegionIsolated{"identity-region-isolated"};
inline constexpr FindingId resourceIdentityUnknown{"resource-identity-unknown"};
inline constexpr FindingId attachChangesDefault{"attach-changes-default"};
inline constexpr FindingId scaleSetNotUpgraded{"scale-set-not-upgraded"};
inline constexpr FindingId attachNotOffered{"attach-not-offered"};
inline constexpr FindingId attachPlanOutdated{"attach-plan-outdated"};
inline constexpr FindingId azureOperationFailed{"azure-operation-failed"};
inline constexpr FindingId azureOperationSlow{"azure-operation-slow"};
inline constexpr FindingId identityNotAttached{"identity-not-attached"};
inline constexpr FindingId identityDropped{"identity-dropped"};

// setup
inline constexpr FindingId accessLevelUnknown{"access-level-unknown"};
inline constexpr FindingId projectWishInvalid{"project-wish-invalid"};
inline constexpr FindingId projectUnknown{"project-unknown"};
inline constexpr FindingId groupUnknown{"group-unknown"};
inline constexpr FindingId roleUnknown{"role-unknown"};
inline constexpr FindingId rolesConflict{"roles-conflict"};
inline constexpr FindingId accessTokenScopeMissing{"access-token-scope-missing"};
inline constexpr FindingId principalNotNamed{"principal-not-named"};
inline constexpr FindingId receiptOfAnotherPlan{"receipt-of-another-plan"};
inline constexpr FindingId receiptNotKept{"receipt-not-kept"};
inline constexpr FindingId planFileIsAnother{"plan-file-is-another"};
inline constexpr FindingId documentNotValid{"document-not-valid"};
inline constexpr FindingId documentAltered{"document-altered"};
inline constexpr FindingId planOtherOrganization{"plan-other-organization"};
inline constexpr FindingId planOutdated{"plan-outdated"};
inline constexpr FindingId planPrincipalDiffers{"plan-principal-differs"};
inline constexpr FindingId planPrincipalUnchecked{"plan-principal-unchecked"};
inline constexpr FindingId planTargetUnseen{"plan-target-unseen"};
inline constexpr FindingId planNotFinished{"plan-not-finished"};
inline constexpr FindingId requestOutdated{"request-outdated"};
inline constexpr FindingId answerOfAnotherRequest{"answer-of-another-request"};

// drift
inline constexpr FindingId identityRecreated{"identity-recreated"};
inline constexpr FindingId secondIdentityAppears{"second-identity-appears"};
inline constexpr FindingId orgTenantSwitched{"org-tenant-switched"};
inline constexpr FindingId devopsRateLimited{"devops-rate-limited"};

// input
inline constexpr FindingId inputNotAGuid{"input-not-a-guid"};
inline constexpr FindingId inputNotAResourceId{"input-not-a-resource-id"};
inline constexpr FindingId organizationInvalid{"organization-invalid"};
inline constexpr FindingId organizationMissing{"organization-missing"};
inline constexpr FindingId commandUnknown{"command-unknown"};
inline constexpr FindingId commandMissing{"command-missing"};
inline constexpr FindingId argumentUnknown{"argument-unknown"};
inline constexpr FindingId argumentMissing{"argument-missing"};
inline constexpr FindingId optionValueMissing{"option-value-missing"};
inline constexpr FindingId optionValueInvalid{"option-value-invalid"};
inline constexpr FindingId optionRepeated{"option-repeated"};
inline constexpr FindingId optionsExclusive{"options-exclusive"};
inline constexpr FindingId scenarioUnknown{"scenario-unknown"};
inline constexpr FindingId findingUnknown{"finding-unknown"};
inline constexpr FindingId fileNotReadable{"file-not-readable"};
inline constexpr FindingId fileNotWritable{"file-not-writable"};
inline constexpr FindingId standardInputNotReadable{"standard-input-not-readable"};
inline constexpr FindingId standardOutputNotWritable{"standard-output-not-writable"};
inline constexpr FindingId directoryNotWritable{"directory-not-writable"};
inline constexpr FindingId directoryMissing{"directory-missing"};
inline constexpr FindingId reportNotValid{"report-not-valid"};
inline constexpr FindingId caFileInvalid{"ca-file-invalid"};
inline constexpr FindingId reportHoldsSecret{"report-holds-secret"};
inline constexpr FindingId sandboxNotLoopback{"sandbox-not-loopback"};
inline constexpr FindingId sandboxNotReachable{"sandbox-not-reachable"};
inline constexpr FindingId addressNotUsable{"address-not-usable"};
inline constexpr FindingId tokenNotGiven{"token-not-given"};
inline constexpr FindingId displayMissing{"display-missing"};
inline constexpr FindingId runStopped{"run-stopped"};
inline constexpr FindingId runTimedOut{"run-timed-out"};
inline constexpr FindingId providerBlockExists{"provider-block-exists"};
inline constexpr FindingId fileChangedMeanwhile{"file-changed-meanwhile"};
inline constexpr FindingId fileHardLinked{"file-hard-linked"};
inline constexpr FindingId fileOwnerForeign{"file-owner-foreign"};
inline constexpr FindingId fileAttributesNotKept{"file-attributes-not-kept"};
inline constexpr FindingId fileNotRegular{"file-not-regular"};
inline constexpr FindingId fileNotRestored{"file-not-restored"};
inline constexpr FindingId editNotPossible{"edit-not-possible"};
inline constexpr FindingId networkFailed{"network-failed"};
inline constexpr FindingId confirmationNeeded{"confirmation-needed"};
inline constexpr FindingId errorTextMissing{"error-text-missing"};
inline constexpr FindingId tooFewOpenFiles{"too-few-open-files"};
inline constexpr FindingId revealNeedsTerminal{"reveal-needs-terminal"};
inline constexpr FindingId shellUnknown{"shell-unknown"};
inline constexpr FindingId valueNotRepresentable{"value-not-representable"};
inline constexpr FindingId fileNameInvalid{"file-name-invalid"};
inline constexpr FindingId hostImageInvalid{"host-image-invalid"};
inline constexpr FindingId planFileInvalid{"plan-file-invalid"};
inline constexpr FindingId planVersionUnknown{"plan-version-unknown"};

} // namespace finding

} // namespace signet
