#include "core/findings/catalogue/stages.h"

#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// The sign-in of an administrator, where it is kept, and the profiles it is used with.
std::vector<Finding> signInFindings()
{
    constexpr auto stage = "sign-in"_L1;
    return {
        {
            .id = finding::signInNeeded,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Nobody is signed in"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The command works as an administrator of the organization, and no sign-in is "
                "there: none was asked for, none is kept, and the Azure CLI has none either."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Sign in with the Azure CLI, whose login is then taken, and repeat:"),
                     "az login --allow-no-subscriptions", Actor::You},
                    {QT_TRANSLATE_NOOP(
                         "Finding",
                         "Sign in another way; signet login --help explains them. With a personal "
                         "access token:"),
                     "signet login --with access-token", Actor::You}},
            .link = links::azureCliSignIn,
        },
        {
            .id = finding::signInExpired,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The sign-in has expired or was revoked"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Microsoft Entra does not renew it any more: %serviceMessage|the refresh token "
                "is too old, or sessions were revoked%. Nothing was changed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Sign in again:"), "signet login", Actor::You}},
            .link = links::entraErrorCodes,
        },
        {
            .id = finding::signInRefused,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Microsoft Entra refuses the sign-in"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It says: %serviceMessage|an error without a reason%. "
                                       "The request id is %requestId|not known%."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Look the code up, or have an administrator look the request up under Microsoft"
                         " Entra ID > Monitoring > Sign-in logs; other ways to sign in are in the help:"),
                     "signet login --help", Actor::You}},
            .link = links::entraErrorCodes,
        },
        {
            .id = finding::signInClientMissing,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "Signing in this way needs the client id of an app registration"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Device code and browser sign in by an app registration of your tenant, so that"
                " it can be seen and blocked there. No client id is built into Signet, and none"
                " of another program is borrowed."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Register a public client once, and give its appId with --sign-in-client-id:"),
                     "az ad app create --display-name signet --is-fallback-public-client true "
                     "--public-client-redirect-uris http://localhost --query appId",
                     Actor::AzureAdmin},
                    {QT_TRANSLATE_NOOP("Finding",
                                       "Sign in with the login of the Azure CLI, which needs none:"),
                     "signet login --with azure-cli", Actor::You}},
            .link = links::publicClients,
        },
        {
            .id = finding::signInRedirectRefused,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "The app registration does not know the address that the browser comes back to"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "After the sign-in the browser is led to http://localhost on this machine. The "
                "app registration %clientId|that was configured% has to list that address under"
                " mobile and desktop applications."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Add http://localhost to it:"),
                     "az ad app update --id %clientId|CLIENT_ID% --public-client-redirect-uris "
                     "http://localhost",
                     Actor::AzureAdmin}},
            .link = links::redirectAddresses,
        },
        {
            .id = finding::browserSignInNotCompleted,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The sign-in in the browser was not completed"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It ended without a result: %reason|the browser did not come back%. Nothing was"
                " changed, and nobody is signed in."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Start it again, or use a code that is typed into any browser:"),
                     "signet login --with device-code", Actor::You}},
            .link = links::publicClients,
        },
        {
            .id = finding::signInOneTenant,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "This way of signing in knows one tenant only"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "An account of a person can be in several tenants; what is signed in here "
                "(%what|an access token or an identity%) belongs to one. To work in another "
                "tenant, a person has to sign in."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Sign in as a person, in that tenant:"),
                     "signet login --with azure-cli --tenant %tenantId|TENANT_ID%", Actor::You}},
            .link = links::azureCliSignIn,
        },
        {
            .id = finding::azNotAnswering,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The Azure CLI gave no token"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It was started and gave no answer that can be used: %reason|it said nothing%. "
                "Signet reads only what the command prints, and nothing of its files."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Run it by hand and see what it says:"),
                     "az account get-access-token --resource 499b84ac-1321-427f-aa17-267ca6975798 "
                     "--query expiresOn",
                     Actor::You}},
            .link = links::azureCliSignIn,
        },
        {
            .id = finding::managedIdentityNotAnswering,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "The identity of this machine gave no token to sign in with"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The identity endpoint %endpoint|of this machine% did not give one: %reason|it "
                "did not answer%. Signing in as the managed identity works only where it runs, "
                "and where it is an administrator already."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "See what the endpoint says, and why:"), "signet identity",
                     Actor::You}},
            .link = links::managedIdentityTokens,
        },
        {
            .id = finding::accessTokenInvalid,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "What was given is no personal access token"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It cannot be one: %reason|its form is wrong%. A token is read from standard "
                "input or asked for on the terminal, never taken as an argument, where other "
                "users of the machine could see it."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Create one under User settings > Personal access tokens, copy it whole, and "
                         "give it here:"),
                     "signet login --with access-token", Actor::You}},
            .link = links::accessTokens,
        },
        {
            .id = finding::accessTokenNotFor,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "A personal access token opens Azure DevOps, and not %resource|this service%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The step asks %resource|a service of Azure%, which knows accounts of Microsoft"
                " Entra only. Personal access tokens are of Azure DevOps itself."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Sign in as a person for this step:"),
                     "signet login --with azure-cli", Actor::You}},
            .link = links::accessTokens,
        },
        {
            .id = finding::accessTokenRefused,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "%organization|The organization% does not accept the personal access token"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It answers %status|with a refusal%. The token has expired, was revoked, is for another "
                "organization, or the organization does not allow personal access tokens."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Create a new one under User settings > Personal access tokens, and give it here:"),
                     "signet login --with access-token", Actor::You}},
            .link = links::accessTokens,
        },
        {
            .id = finding::storedSignInUnreadable,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The sign-in that was kept cannot be read"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The entry of Signet in the keychain is not what Signet writes: %reason|its "
                "form is not known%. It is left as it is until you sign in or out."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Sign in again, which replaces it:"), "signet login --keep",
                     Actor::You}},
        },
        {
            .id = finding::keychainLocked,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The keychain is locked"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The keychain of the system is there and locked, so nothing is read from it or "
                "written to it: %reason|it wants its password first%. Signet never unlocks it "
                "and never asks for its password."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Unlock it by opening Passwords and Keys, or by logging in to the desktop; "
                         "until then sign in for one session only:"),
                     "signet login --session", Actor::You}},
        },
        {
            .id = finding::keychainMissing,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "This system has no keychain that answers"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A sign-in is kept in the keychain of the system or nowhere, never in a file of"
                " its own. No keychain service is running here: %reason|none was found%. The "
                "sign-in holds for this session only."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Install one, or use the login of the Azure CLI, which needs none:"),
                     "signet login --with azure-cli", Actor::You}},
        },
        {
            .id = finding::keychainNotSetUp,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The keychain of the system was never set up"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The service is running and has no collection to keep something in: %reason|it "
                "was never unlocked before%. It is made when somebody logs in to the desktop or"
                " opens it for the first time. The sign-in holds for this session only."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Make one by opening Passwords and Keys, or sign in for one session only:"),
                     "signet login --session", Actor::You}},
        },
        {
            .id = finding::keychainNotAnswering,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The keychain did not answer within %seconds|2% seconds"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It was asked and left alone after its limit: %reason|it says nothing%. Nothing"
                " waits for it any longer, and the sign-in holds for this session only."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Look for a window that asks for the password of the keychain, or sign in for "
                         "one session only:"),
                     "signet login --session", Actor::You}},
        },
        {
            .id = finding::keychainFailed,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The keychain refused to keep or give the sign-in"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It says: %reason|it gives no reason%. The sign-in holds for this session only,"
                " and nothing was written anywhere else."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Try it with its own program, or sign in for one session only:"),
                     "signet login --session", Actor::You}},
        },
        {
            .id = finding::profileUnknown,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "There is no profile \"%value|of that name%\""),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "Profiles are named sets of organization, identity and sign-in. These are "
                                  "there: %known|none yet%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Choose one of the list, or save one under this name:"),
                     "signet profile list", Actor::You}},
        },
        {
            .id = finding::profileNameInvalid,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "\"%value|The name%\" cannot be the name of a profile"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A name has up to 64 letters, digits, dots, hyphens and underscores, and begins"
                " with a letter or a digit."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Save it under another name:"), "signet profile save NAME",
                     Actor::You}},
        },
        {
            .id = finding::profilesFileInvalid,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "The file of profiles cannot be read: %path|profiles.json%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It is not what Signet writes: %reason|its form is not known%. It was left as "
                "it is, so nothing in it is lost."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Correct it, or put it aside and begin with none:"),
                     "mv %path|profiles.json% %path|profiles.json%.aside", Actor::You}},
        },
    };
}

} // namespace signet::chapters
