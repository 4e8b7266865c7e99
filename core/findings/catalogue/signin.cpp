#include "core/findings/catalogue/chapters.h"

#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// The sign-in of an administrator, where it is kept, and the profiles it is used with.
std::vector<Finding> signInFindings()
{
    constexpr auto chapter = "sign-in"_L1;
    return {
        {
            .id = finding::signInNeeded,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Blocker,
            .signIn = SignInTrouble::Missing,
            .title = QT_TRANSLATE_NOOP("Finding", "You are not signed in"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The command needs an administrator of the organization. No sign-in "
                                       "was specified or stored, and the Azure CLI is not signed in."),
            .fix =
                {{QT_TRANSLATE_NOOP("Finding",
                                    "Sign in with the Azure CLI, which Signet then uses, and try again:"),
                  "az login --allow-no-subscriptions", Actor::You},
                 {QT_TRANSLATE_NOOP(
                      "Finding",
                      "Sign in another way, as signet login --help explains. With a personal access token:"),
                  "signet login --with access-token", Actor::You, StepAction::SignIn}},
            .link = links::azureCliSignIn,
        },
        {
            .id = finding::signInExpired,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Blocker,
            .signIn = SignInTrouble::WornOut,
            .title = QT_TRANSLATE_NOOP("Finding", "The sign-in has expired or was revoked"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Microsoft Entra no longer renews it: %serviceMessage|the refresh "
                                       "token is too old, or sessions were revoked%. Nothing was changed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Sign in again:"), "signet login", Actor::You,
                     StepAction::SignIn}},
            .link = links::entraErrorCodes,
        },
        {
            .id = finding::signInRefused,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Blocker,
            .signIn = SignInTrouble::Missing,
            .title = QT_TRANSLATE_NOOP("Finding", "Microsoft Entra refused the sign-in"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding", "The message is: %serviceMessage|none%. The request id is %requestId|unknown%."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Look up the code, or ask an administrator to look up the request under Microsoft "
                         "Entra ID > Monitoring > Sign-in logs. The help lists other ways to sign in:"),
                     "signet login --help", Actor::You, StepAction::SignIn}},
            .link = links::entraErrorCodes,
        },
        {
            .id = finding::signInClientMissing,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Blocker,
            .signIn = SignInTrouble::Missing,
            .title = QT_TRANSLATE_NOOP("Finding", "This sign-in needs an app registration's client id"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Device code and browser sign-in use an app registration in your "
                                       "tenant, so that administrators can see and block it. Signet has no "
                                       "built-in client id and does not borrow another program's."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Register a public client once, and pass its appId with --sign-in-client-id:"),
                     "az ad app create --display-name signet --is-fallback-public-client true "
                     "--public-client-redirect-uris http://localhost --query appId",
                     Actor::AzureAdmin},
                    {QT_TRANSLATE_NOOP("Finding", "Sign in with the Azure CLI, which needs none:"),
                     "signet login --with azure-cli", Actor::You, StepAction::SignIn}},
            .link = links::publicClients,
        },
        {
            .id = finding::signInRedirectRefused,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .signIn = SignInTrouble::Missing,
            .title = QT_TRANSLATE_NOOP("Finding", "The app registration does not list the redirect URI"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "After the sign-in, the browser is redirected to http://localhost on this machine. The app "
                "registration %clientId|in use% must list that URI under mobile and desktop applications."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Add http://localhost to it:"),
                     "az ad app update --id %clientId|CLIENT_ID% --public-client-redirect-uris "
                     "http://localhost",
                     Actor::AzureAdmin}},
            .link = links::redirectAddresses,
        },
        {
            .id = finding::browserSignInNotCompleted,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Warning,
            .signIn = SignInTrouble::Missing,
            .title = QT_TRANSLATE_NOOP("Finding", "The sign-in in the browser was not completed"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It ended without a result: %reason|the browser did not return%. "
                                       "Nothing was changed, and you are not signed in."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Start it again, or use a device code, which works in any browser:"),
                     "signet login --with device-code", Actor::You, StepAction::SignIn}},
            .link = links::publicClients,
        },
        {
            .id = finding::signInOneTenant,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Blocker,
            .signIn = SignInTrouble::Missing,
            .title = QT_TRANSLATE_NOOP("Finding", "This sign-in method supports only one tenant"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A person's account can be in several tenants; this sign-in (%what|an access token or an "
                "identity%) belongs to one. To work in another tenant, sign in as a person."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Sign in as a person, in that tenant:"),
                     "signet login --with azure-cli --tenant %tenantId|TENANT_ID%", Actor::You,
                     StepAction::SignIn}},
            .link = links::azureCliSignIn,
        },
        {
            .id = finding::azNotAnswering,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Blocker,
            .exit = Exit::NotReachable,
            .title = QT_TRANSLATE_NOOP("Finding", "The Azure CLI returned no token"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It ran but returned no usable result: %reason|it printed nothing%. "
                                       "Signet reads only what the command prints, never its files."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Run it by hand and read what it prints:"),
                     "az account get-access-token --resource 499b84ac-1321-427f-aa17-267ca6975798 "
                     "--query expiresOn",
                     Actor::You}},
            .link = links::azureCliSignIn,
        },
        {
            .id = finding::managedIdentityNotAnswering,
            .chapter = chapter,
            .actions = {FindingAction::SignIn, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .signIn = SignInTrouble::Missing,
            .title =
                QT_TRANSLATE_NOOP("Finding", "This machine's identity returned no token for the sign-in"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The endpoint %endpoint|of this machine% returned none: %reason|it "
                                       "did not respond%. Signing in as the managed identity works only on "
                                       "its own machine, and only if it is already an administrator."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Check what the endpoint returns, and why:"),
                     "signet identity", Actor::You}},
            .link = links::managedIdentityTokens,
        },
        {
            .id = finding::accessTokenInvalid,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "This is not a personal access token"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It is not valid: %reason|its format is wrong%. Signet reads tokens from standard input or a "
                "prompt, never from an argument, where other users could see them."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Create one under User settings > Personal access tokens, copy it "
                                       "completely, and enter it here:"),
                     "signet login --with access-token", Actor::You, StepAction::SignIn}},
            .link = links::accessTokens,
        },
        {
            .id = finding::accessTokenNotFor,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Blocker,
            .signIn = SignInTrouble::Missing,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "Personal access tokens do not work for %resource|this service%"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "This step calls %resource|an Azure service%, which accepts only Microsoft "
                                  "Entra accounts. Personal access tokens belong to Azure DevOps."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Sign in as a person for this step:"),
                     "signet login --with azure-cli", Actor::You, StepAction::SignIn}},
            .link = links::accessTokens,
        },
        {
            .id = finding::accessTokenRefused,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Blocker,
            .signIn = SignInTrouble::WornOut,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "%organization|The organization% rejected the personal access token"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It returned %status|an error%. The token has expired, was revoked, is for another "
                "organization, or the organization does not allow personal access tokens."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Create a new one under User settings > Personal access tokens, and enter it here:"),
                     "signet login --with access-token", Actor::You, StepAction::SignIn}},
            .link = links::accessTokens,
        },
        {
            .id = finding::storedSignInUnreadable,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Warning,
            .signIn = SignInTrouble::WornOut,
            .title = QT_TRANSLATE_NOOP("Finding", "The stored sign-in cannot be read"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Signet did not write its keychain entry this way: %reason|its format "
                                       "is unknown%. The entry stays unchanged until you sign in or out."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Sign in again, which replaces it:"), "signet login --keep",
                     Actor::You, StepAction::SignIn}},
        },
        {
            .id = finding::keychainLocked,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Warning,
            .signIn = SignInTrouble::Missing,
            .title = QT_TRANSLATE_NOOP("Finding", "The keychain is locked"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Signet cannot read or write it: %reason|it needs its password%. "
                                       "Signet never unlocks the keychain and never asks for its password."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Unlock it by opening Passwords and Keys or by logging in to the "
                                       "desktop, or sign in for one session only:"),
                     "signet login --session", Actor::You, StepAction::SignIn}},
        },
        {
            .id = finding::keychainMissing,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Warning,
            .signIn = SignInTrouble::Missing,
            .title = QT_TRANSLATE_NOOP("Finding", "No keychain service is running"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Signet stores sign-ins only in the system keychain, which is not available: %reason|none "
                "was found%. This sign-in lasts for this session only."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Install one, or sign in with the Azure CLI, which needs none:"),
                     "signet login --with azure-cli", Actor::You, StepAction::SignIn}},
        },
        {
            .id = finding::keychainNotSetUp,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Warning,
            .signIn = SignInTrouble::Missing,
            .title = QT_TRANSLATE_NOOP("Finding", "The system keychain was never set up"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The service is running but has no collection: %reason|it was never unlocked%. The desktop "
                "creates one when you log in; until then, a sign-in lasts for one session only."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Create one by opening Passwords and Keys, or sign in for one session only:"),
                     "signet login --session", Actor::You, StepAction::SignIn}},
        },
        {
            .id = finding::keychainNotAnswering,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Warning,
            .signIn = SignInTrouble::Missing,
            .title = QT_TRANSLATE_NOOP("Finding", "The keychain did not respond within %seconds|2% seconds"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Signet stopped waiting: %reason|no response was received%. The "
                                       "sign-in lasts for this session only."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Look for a window that asks for the keychain's password, or sign in "
                                       "for one session only:"),
                     "signet login --session", Actor::You, StepAction::SignIn}},
        },
        {
            .id = finding::keychainFailed,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Warning,
            .signIn = SignInTrouble::Missing,
            .title = QT_TRANSLATE_NOOP("Finding", "The keychain could not store or return the sign-in"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It reports: %reason|no reason%. The sign-in lasts for this session "
                                       "only, and nothing was written elsewhere."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Try the keychain's own program, or sign in for one session only:"),
                     "signet login --session", Actor::You, StepAction::SignIn}},
        },
        {
            .id = finding::profileUnknown,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "There is no profile \"%value|with this name%\""),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Profiles are named sets of organization, identity, and sign-in. "
                                       "Existing profiles: %known|none%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Choose a profile from the list, or save one under this name:"),
                     "signet profile list", Actor::You}},
        },
        {
            .id = finding::profileNameInvalid,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "\"%value|The name%\" is not a valid profile name"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "A name has up to 64 letters, digits, dots, hyphens, and underscores, "
                                       "and starts with a letter or digit."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Save it under another name:"), "signet profile save NAME",
                     Actor::You}},
        },
        {
            .id = finding::profilesFileInvalid,
            .chapter = chapter,
            .noAction = NoAction::Outside,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The profiles file cannot be read: %path|profiles.json%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Signet did not write it this way: %reason|its format is unknown%. "
                                       "The file was left unchanged, so nothing in it is lost."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Correct it, or move it and start without profiles:"),
                     {"mv %path|profiles.json% %path|profiles.json%.aside",
                      "Move-Item %path|profiles.json% %path|profiles.json%.aside"},
                     Actor::You}},
        },
    };
}

} // namespace signet::chapters
