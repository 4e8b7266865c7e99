#include "core/sandbox/scenarios/healthymachine.h"
#include "core/sandbox/scenarios/scenariorow.h"
#include "core/sandbox/world/directory.h"

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

void wrongAudience(Scenario *scenario)
{
    scenario->world.metadata.cachedAudience = u"https://management.azure.com/"_s;
}

void tenantMismatch(Scenario *scenario)
{
    scenario->world.tenants.push_back({.id = fabrikamTenant, .name = u"Fabrikam"_s, .createdAt = 1450000000});
    Organization &organization = scenario->world.organizations.front();
    organization.tenantId = fabrikamTenant;
    // Jane Doe is a guest there.
    Person &jane = scenario->world.persons.front();
    jane.guestOf = {fabrikamTenant};
    const Member *known = organization.member(jane.objectId);
    std::vector<Member> members;
    if (known) {
        members.push_back(*known);
        members.back().objectId = objectIdIn(jane, fabrikamTenant);
    }
    organization.members = members;
    mainProject(&scenario->world).visibleTo.clear();
}

void htmlInsteadOfJson(Scenario *scenario)
{
    scenario->world.organizations.front().credentials = Organization::Credentials::AnsweredBySignInPage;
}

void clockSkew(Scenario *scenario)
{
    scenario->hostImage.insert(u"clock"_s, scenario->world.clock - 2 * 60 * 60);
}

void tokenCacheStale(Scenario *scenario)
{
    if (Member *member = identityMember(&scenario->world))
        member->groups.clear();
    mainProject(&scenario->world).visibleTo.clear();
    addBuilders(&scenario->world.organizations.front());
    // Of three hours ago, when another group was all there was.
    scenario->world.metadata.keptToken =
        MetadataService::KeptToken{.age = 3 * 3600, .groups = {u"e0e0e0e0-8899-4aab-9bbc-cddeeff00112"_s}};
}

void sovereignCloud(Scenario *scenario)
{
    scenario->world.machine.azEnvironment = u"AzureUSGovernmentCloud"_s;
}

void tokenExpiryUnclear(Scenario *scenario)
{
    scenario->world.metadata.expiresOn = u"0"_s;
}

void providerCannotReadToken(Scenario *scenario)
{
    scenario->world.metadata.expiresOn = u"tomorrow"_s;
}

void tokenNotDecodable(Scenario *scenario)
{
    scenario->world.metadata.opaqueTokens = true;
}

constexpr ScenarioRow tokenRows[] = {
    {.name = "wrong-audience"_L1,
     .title = "A token cache on the machine hands out tokens for Azure Resource Manager only",
     .change = wrongAudience},
    {.name = "tenant-mismatch"_L1,
     .title = "The organization belongs to Fabrikam, the identity to Contoso",
     .change = tenantMismatch},
    {.name = "html-instead-of-json"_L1,
     .title = "Something before the organization turns its answers into a sign-in page",
     .change = htmlInsteadOfJson},
    {.name = "clock-skew"_L1,
     .title = "The clock of the machine is two hours slow",
     .outcome = Outcome::ReadyWithWarning,
     .change = clockSkew},
    {.name = "token-cache-stale"_L1,
     .title = "The identity was put into an Entra group after the token it still gets was issued",
     .change = tokenCacheStale},
    {.name = "sovereign-cloud"_L1, .title = "A machine of the government cloud", .change = sovereignCloud},
    {.name = "resource-not-in-tenant"_L1,
     .title = "An Azure VM whose tenant does not know Azure DevOps",
     .answer =
         ScenarioRow::Answer{
             .status = 400,
             .body =
                 R"({"error":"invalid_resource","error_description":"AADSTS500011: The resource principal named 499b84ac-1321-427f-aa17-267ca6975798 was not found in the tenant named Contoso.","error_codes":[500011]})"}},
    {.name = "entra-app-blocked"_L1,
     .title = "An Azure VM whose identity was disabled in the directory",
     .answer =
         ScenarioRow::Answer{
             .status = 400,
             .body =
                 R"({"error":"unauthorized_client","error_description":"AADSTS7000112: Application '3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617'(vm-build) is disabled.","error_codes":[7000112]})"}},
    {.name = "token-expiry-unclear"_L1,
     .title = "The response says that the token expires in 1970",
     .outcome = Outcome::ReadyWithWarning,
     .change = tokenExpiryUnclear},
    {.name = "provider-cannot-read-token"_L1,
     .title = "The response has a valid token, and an expiry in words that the provider does not understand",
     .change = providerCannotReadToken},
    {.name = "token-not-decodable"_L1,
     .title = "The token is none that can be read, and Azure DevOps takes it",
     .outcome = Outcome::ReadyWithWarning,
     .change = tokenNotDecodable},
    {.name = "az-fallback-wrong-identity"_L1,
     .title = "The identity was missing, and the Azure CLI was asked next",
     .error = "Error: failed to get auth from auth cache: failed to get AAD token: "
              "ChainedTokenCredential: failed to acquire a token.\nAttempted credentials:\n"
              "\tManagedIdentityCredential: unavailable\n"
              "\tAzureCLICredential: AADSTS70043: The refresh token has expired",
     .provider = "  use_msi         = true\n"},
    {.name = "az-msi-tenant-argument"_L1,
     .title = "The Azure CLI is signed in with an identity and was given a tenant",
     .error = "Error: AzureCLICredential: ERROR: Tenant shouldn't be specified for managed identity "
              "account",
     .provider = "  use_msi         = true\n"},
    {.name = "az-username-flag-removed"_L1,
     .title = "A script signs the Azure CLI in with an option that is gone",
     .outcome = Outcome::ReadyWithWarning,
     .error = "ERROR: Passing the managed identity ID with --username is no longer supported. Use "
              "--client-id, --object-id or --resource-id instead."},
    {.name = "az-devops-ext-ignores-mi"_L1,
     .title = "az devops asks for a login although the identity is signed in",
     .outcome = Outcome::ReadyWithWarning,
     .error = "Before you can run Azure DevOps commands, you need to run the login command (az login if "
              "using AAD/MSA identity else az devops login if using PAT token) to setup credentials."},
    {.name = "az-no-subscriptions"_L1,
     .title = "az login stopped because the identity has no role in Azure",
     .outcome = Outcome::ReadyWithNote,
     .error = "ERROR: No subscriptions were found for 'None'. If this is expected, use "
              "'--allow-no-subscriptions' to have tenant level access."},
    {.name = "aad-token-as-basic"_L1,
     .title = "git refused a token that works elsewhere",
     .outcome = Outcome::ReadyWithWarning,
     .error = "fatal: Authentication failed for "
              "'https://dev.azure.com/contoso/Fabrikam-Fiber/_git/Fabrikam-Fiber/'"},
    {.name = "token-expired-midrun"_L1,
     .title = "An apply took longer than the assertion of its pipeline is good for",
     .outcome = Outcome::ReadyWithWarning,
     .error = "Error: ClientAssertionCredential authentication failed. AADSTS700024: Client assertion is "
              "not within its valid time range. Current time: 2026-09-21T15:20:04Z, expiry time of "
              "assertion 2026-09-21T14:15:00Z. Asked through SYSTEM_OIDCREQUESTURI."},
    {.name = "az-not-signed-in"_L1,
     .title = "A step of a person asks the Azure CLI, where nobody is signed in",
     .outcome = Outcome::ReadyWithWarning,
     .error = "ERROR: Please run 'az login' to setup account."},
    {.name = "az-not-found"_L1,
     .title = "A script calls the Azure CLI, which is not installed",
     .outcome = Outcome::ReadyWithWarning,
     .error = "/home/builder/add.sh: line 3: az: command not found"},
    {.name = "sign-in-interaction-required"_L1,
     .title = "The administrator's sign-in wants a second step",
     .error = "AADSTS50076: Due to a configuration change made by your administrator, or because you "
              "moved to a new location, you must use multi-factor authentication to access "
              "'499b84ac-1321-427f-aa17-267ca6975798'."},
    {.name = "device-code-not-completed"_L1,
     .title = "The code for the sign-in was declined in the browser",
     .outcome = Outcome::ReadyWithWarning,
     .error = "{\"error\":\"authorization_declined\",\"error_description\":\"The end-user declined the "
              "authorization request.\"}"},
    {.name = "app-registration-not-public"_L1,
     .title = "The sign-in uses an app registration for programs with a secret",
     .error = "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' "
              "or 'client_secret'."},
    {.name = "app-not-in-tenant"_L1,
     .title = "The sign-in names an application that the tenant does not have",
     .error = "AADSTS700016: Application with identifier 'c0ffee11-2233-4455-8677-8899aabbccdd' was not "
              "found in the directory 'Contoso'."},
    {.name = "tenant-id-wrong"_L1,
     .title = "The sign-in names a tenant that does not exist",
     .error = "AADSTS90002: Tenant '8c2f6a10-0000-4d55-9a31-0f1e2d3c4b5a' not found. Check to make sure "
              "you have the correct tenant ID and are signing into the correct cloud."},
    {.name = "token-scope-invalid"_L1,
     .title = "A script asks for a scope without its end",
     .error = "AADSTS70011: The provided value for the input parameter 'scope' is not valid. The scope "
              "499b84ac-1321-427f-aa17-267ca6975798 is not valid."},
    {.name = "client-credential-rejected"_L1,
     .title = "A leftover client secret was used and refused",
     .error = "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request "
              "is the client secret value, not the client secret ID."},
    {.name = "consent-missing"_L1,
     .title = "Nobody has allowed the program that is used for signing in",
     .error = "AADSTS65001: The user or administrator has not consented to use the application with ID "
              "'872cd9fa-d31f-45e0-9eab-6e460a02d1f1' named 'Signet'."},
};

} // namespace

std::span<const ScenarioRow> tokenScenarios()
{
    return tokenRows;
}

} // namespace signet::sandbox
