#include "core/session/administrator.h"

#include "core/devops/connectiondata.h"
#include "core/diagnosis/question.h"
#include "core/profile/profilestore.h"
#include "core/signin/accesstokensignin.h"
#include "core/signin/azureclisignin.h"
#include "core/signin/browsersignin.h"
#include "core/signin/entrasignin.h"
#include "core/signin/managedidentitysignin.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

SharedSignIn resumed(const Http &http, const StoredSignIn &stored)
{
    switch (stored.method) {
    case SignInMethod::AzureCli:
        return std::make_shared<AzureCliSignIn>(http.host(), stored.tenant);
    case SignInMethod::DeviceCode:
    case SignInMethod::Browser:
        return std::make_shared<EntraSignIn>(http, stored);
    case SignInMethod::AccessToken:
        return std::make_shared<AccessTokenSignIn>(http.host(), stored.secret, stored.account);
    case SignInMethod::ManagedIdentity:
        return std::make_shared<ManagedIdentitySignIn>(http, stored.identity);
    }
    Q_UNREACHABLE();
}

// Nothing where nothing is kept.
QCoro::Task<Result<std::optional<StoredSignIn>>> readKept(std::shared_ptr<SignInStore> store, QString profile)
{
    std::optional<StoredSignIn> nothing;
    auto reading = store->read(signInKey(profile));
    const auto bytes = co_await reading;
    if (!bytes)
        co_return bytes.problem();
    if (!*bytes)
        co_return nothing;
    const auto stored = StoredSignIn::fromBytes(**bytes);
    if (!stored)
        co_return stored.problem();
    co_return std::optional<StoredSignIn>(*stored);
}

// Whether there is something to take up again. What is only left in the keychain for signing out to remove
// belongs to nobody.
bool mayBeKept(const ProfileSignIn &profile, const SignInStore &store)
{
    const auto method = signInMethodFromString(profile.method);
    return store.lasts() == SignInStore::Lasts::Session || (profile.isKept && method && keepsSecret(*method));
}

// Replaces what is kept, as long as it is the same sign-in: the person may have signed out or in anew
// meanwhile, here or in another process. Nobody waits for it, and nothing is lost when it fails: the one
// before still serves.
QCoro::Task<Result<Done>> writeRenewed(std::shared_ptr<SignInStore> store, QString profile,
                                       StoredSignIn renewed, QSet<QString> before)
{
    auto reading = readKept(store, profile);
    const auto kept = co_await reading;
    if (!kept)
        co_return kept.problem();
    if (!*kept || (*kept)->method != renewed.method || (*kept)->tenant != renewed.tenant
        || (*kept)->clientId != renewed.clientId || !before.contains((*kept)->secret.fingerprint()))
        co_return Done();
    auto writing = store->write(signInKey(profile), renewed.toBytes());
    co_return co_await writing;
}

// Entra gives a new refresh token with each use.
void keepRenewed(const SharedSignIn &signIn, const std::shared_ptr<SignInStore> &store,
                 const QString &profile)
{
    // All that it has had: an earlier write may have failed, or not be there yet.
    QSet<QString> known{signIn->stored().secret.fingerprint()};
    signIn->whenRenewed([store, profile, known](const StoredSignIn &renewed) mutable {
        writeRenewed(store, profile, renewed, known);
        known.insert(renewed.secret.fingerprint());
    });
}

bool isOfTenant(const StoredSignIn &stored, const QString &tenant)
{
    return tenant.isEmpty() || tenant.compare(stored.account.tenantId, Qt::CaseInsensitive) == 0
        || tenant.compare(stored.tenant, Qt::CaseInsensitive) == 0;
}

// Whose member of the organization a personal access token is; nothing is known without an organization.
QCoro::Task<Result<SharedSignIn>> provenByOrganization(Http http, SharedSignIn signIn,
                                                       std::optional<OrganizationName> organization,
                                                       std::stop_token stop)
{
    if (!organization)
        co_return signIn;
    auto asking = signIn->credential(Resource::AzureDevOps, stop);
    const auto credential = co_await asking;
    if (!credential)
        co_return credential.problem();
    auto connecting =
        readConnectionData(http, *organization, *credential, DevOpsHost::Core, QUuid::createUuid(), stop);
    const ConnectionSeen seen = co_await connecting;
    if (seen.delivery == Delivery::Stopped)
        co_return Problem(finding::runStopped);
    if (seen.kind == ConnectionSeen::Kind::NoAnswer)
        co_return Problem(finding::networkFailed,
                          {{u"url"_s, organization->url()}, {u"reason"_s, QString(toString(seen.delivery))}});
    if (seen.kind != ConnectionSeen::Kind::Identity)
        co_return Problem(finding::accessTokenRefused,
                          {{u"organization"_s, organization->toString()}, {u"status"_s, seen.status}});
    Account account;
    account.displayName = seen.identity.displayName;
    account.userName = seen.identity.account;
    account.tenantId = seen.identity.tenantId;
    account.objectId = seen.identity.objectId;
    account.kind =
        toString(seen.identity.isServicePrincipal() ? IdentityType::Application : IdentityType::Person);
    signIn->setAccount(account);
    co_return signIn;
}

QCoro::Task<Result<SharedSignIn>> signInBy(SignInMethod method, Http http, SignInWish wish,
                                           std::stop_token stop)
{
    switch (method) {
    case SignInMethod::AzureCli: {
        SharedSignIn azureCli = std::make_shared<AzureCliSignIn>(http.host(), wish.tenant);
        auto proving = proven(azureCli, stop);
        co_return co_await proving;
    }
    case SignInMethod::ManagedIdentity: {
        SharedSignIn identity = std::make_shared<ManagedIdentitySignIn>(http, wish.identity);
        auto proving = proven(identity, stop);
        co_return co_await proving;
    }
    case SignInMethod::AccessToken: {
        // What cannot be one is sent to nobody: it may be a token for another service.
        const auto given = parseAccessToken(wish.accessToken);
        if (!given)
            co_return given.problem();
        SharedSignIn token = std::make_shared<AccessTokenSignIn>(http.host(), *given);
        auto proving = provenByOrganization(http, token, wish.organization, stop);
        co_return co_await proving;
    }
    case SignInMethod::DeviceCode:
    case SignInMethod::Browser:
        break;
    }
    const auto client = entraClient(wish.clientId, wish.tenant);
    if (!client)
        co_return client.problem();
    const bool byCode = method == SignInMethod::DeviceCode;
    if (byCode ? !wish.showCode : !wish.openBrowser)
        co_return Problem(finding::signInNeeded);
    if (byCode) {
        auto asking = signInWithDeviceCode(http, *client, wish.showCode, stop);
        co_return co_await asking;
    }
    auto asking = signInWithBrowser(http, *client, wish.openBrowser, browserLimit, stop);
    co_return co_await asking;
}

struct Kept {
    StoredSignIn stored;
    std::shared_ptr<SignInStore> store;
    QString profile;
};

QCoro::Task<Result<SharedSignIn>> signInByKept(Kept kept, Http http, SignInWish wish, std::stop_token stop)
{
    SharedSignIn before = resumed(http, kept.stored);
    const bool sameTenant = isOfTenant(kept.stored, wish.tenant);
    if (!sameTenant) {
        const auto other = before->inTenant(wish.tenant);
        if (!other)
            co_return other.problem();
        before = *other;
    } else {
        // That of another tenant is not what was kept.
        keepRenewed(before, kept.store, kept.profile);
    }
    if (before->method() == SignInMethod::AccessToken && !before->account().isKnown()) {
        auto proving = provenByOrganization(http, before, wish.organization, stop);
        co_return co_await proving;
    }
    auto proving = proven(before, stop);
    co_return co_await proving;
}

} // namespace

QString signInKey(const QString &profile)
{
    return u"sign-in/"_s + profile;
}

QCoro::Task<Result<SharedSignIn>> signIn(SessionContext sessionContext, SignInWish wish, std::stop_token stop)
{
    const Http http(sessionContext.host, sessionContext.net);
    ProfileStore profileStore(sessionContext.host);
    const auto profiles = profileStore.load();
    // Somebody who says everything needs no profile.
    if (!profiles && !wish.method)
        co_return profiles.problem();
    Profile profile;
    profile.name = wish.profile.isEmpty() ? QString(defaultProfile) : wish.profile;
    if (profiles) {
        if (!wish.profile.isEmpty() && !profiles->find(wish.profile) && wish.profile != defaultProfile) {
            Profiles copy = *profiles;
            co_return copy.use(wish.profile).problem();
        }
        const Profile *named = wish.profile.isEmpty() ? nullptr : profiles->find(wish.profile);
        if (named)
            profile = *named;
        else if (wish.profile.isEmpty())
            profile = profiles->current();
    }
    if (wish.clientId.isEmpty())
        wish.clientId = profile.signIn.clientId;
    if (wish.tenant.isEmpty())
        wish.tenant = profile.signIn.tenant;
    if (!wish.organization) {
        if (const auto given = givenOrganization(profile.organization, Origin::profile(profile.name)))
            wish.organization = given->value.name;
    }

    const std::shared_ptr<SignInStore> store = sessionContext.signIns;
    const bool givesToken = !wish.accessToken.isEmpty();
    if (mayBeKept(profile.signIn, *store) && wish.kept == SignInWish::Kept::Use && !givesToken) {
        auto reading = readKept(store, profile.name);
        const auto kept = co_await reading;
        // Being somebody else in silence, because the keychain is locked, would be worse than to fail.
        if (!kept && (!wish.method || toString(*wish.method) == profile.signIn.method))
            co_return kept.problem();
        if (kept && *kept && (!wish.method || *wish.method == (*kept)->method)) {
            Kept found{**kept, store, profile.name};
            auto resuming = signInByKept(std::move(found), http, wish, stop);
            co_return co_await resuming;
        }
    }

    std::optional<SignInMethod> method = wish.method;
    if (!method)
        method = signInMethodFromString(profile.signIn.method);
    const bool isOfProfile = method == SignInMethod::ManagedIdentity
        && toString(*method) == profile.signIn.method && (!wish.method || wish.kept == SignInWish::Kept::Use);
    if (isOfProfile) {
        const auto identity = identitySelectorFromJson(profile.signIn.identity);
        if (!identity)
            co_return identity.problem();
        wish.identity = *identity;
    }
    if (method) {
        auto signingIn = signInBy(*method, http, wish, stop);
        co_return co_await signingIn;
    }
    auto signingIn = signInBy(SignInMethod::AzureCli, http, wish, stop);
    const auto signedIn = co_await signingIn;
    if (!signedIn) {
        const FindingId why = signedIn.problem().findingId;
        if (why == finding::azNotFound || why == finding::azNotSignedIn)
            co_return Problem(finding::signInNeeded, {{u"finding"_s, why.toString()}});
    }
    co_return signedIn;
}

QCoro::Task<SharedSignIn> keptAdministrator(SessionContext sessionContext)
{
    SharedSignIn nobody;
    ProfileStore profileStore(sessionContext.host);
    const auto profiles = profileStore.load();
    if (!profiles)
        co_return nobody;
    const Profile profile = profiles->current();
    const std::shared_ptr<SignInStore> store = sessionContext.signIns;
    if (!mayBeKept(profile.signIn, *store))
        co_return nobody;
    auto reading = readKept(store, profile.name);
    const auto kept = co_await reading;
    if (!kept || !*kept)
        co_return nobody;
    const Http http(sessionContext.host, sessionContext.net);
    SharedSignIn signIn = resumed(http, **kept);
    keepRenewed(signIn, store, profile.name);
    co_return signIn;
}

QCoro::Task<Keeping> keepSignIn(SessionContext sessionContext, SharedSignIn signIn, QString profileName,
                                Keep keep)
{
    Keeping keeping;
    const auto profiles = ProfileStore(sessionContext.host).load();
    if (profileName.isEmpty())
        profileName = profiles ? profiles->currentName() : QString(defaultProfile);
    const StoredSignIn stored = signIn->stored();
    const std::shared_ptr<SignInStore> store = sessionContext.signIns;
    const bool wasKept =
        profiles && profiles->find(profileName) && profiles->find(profileName)->signIn.isKept;

    // Memory ends with the session anyway.
    const bool inMemory = store->lasts() == SignInStore::Lasts::Session;
    // Nothing is kept that no profile would name, and nobody would remove.
    if (!profiles && !inMemory) {
        keeping.problem = profiles.problem();
        co_return keeping;
    }
    bool isLeft = wasKept; // of the sign-in before
    if (keepsSecret(stored.method) && (keep == Keep::Secret || inMemory)) {
        auto writing = store->write(signInKey(profileName), stored.toBytes());
        const auto written = co_await writing;
        if (written) {
            keeping.inKeychain = !inMemory;
        } else {
            keeping.problem = written.problem();
            // It may still do what it was asked for.
            isLeft = wasKept || keeping.problem->findingId == finding::keychainNotAnswering;
        }
    } else if (wasKept || inMemory) {
        auto removing = store->remove(signInKey(profileName));
        const auto removed = co_await removing;
        if (removed)
            isLeft = false;
        else
            keeping.problem = removed.problem();
    }

    if (!profiles) {
        keeping.problem = profiles.problem();
        co_return keeping;
    }
    // A way whose secret is not kept cannot be taken up again: naming it would only promise that.
    ProfileSignIn remembered;
    if (!keepsSecret(stored.method) || keeping.inKeychain) {
        remembered.method = toString(stored.method);
        remembered.account = signIn->account().label();
        remembered.tenant = stored.tenant;
        remembered.identity = toJson(stored.identity);
    }
    remembered.clientId = stored.clientId;
    remembered.isKept = keeping.inKeychain || isLeft;
    ProfilesChange remember = [profileName, remembered](Profiles *changed) {
        Profile profile;
        if (const Profile *before = changed->find(profileName))
            profile = *before;
        profile.name = profileName;
        // Which app registration a company uses does not change with the way of signing in.
        const QString clientIdBefore = profile.signIn.clientId;
        profile.signIn = remembered;
        if (profile.signIn.clientId.isEmpty())
            profile.signIn.clientId = clientIdBefore;
        return changed->save(profile);
    };
    auto saving = changeProfiles(sessionContext.host, std::move(remember));
    const auto saved = co_await saving;
    if (saved) {
        keeping.inProfile = !remembered.method.isEmpty();
        co_return keeping;
    }
    keeping.problem = saved.problem();
    if (keeping.inKeychain && !wasKept) {
        auto removing = store->remove(signInKey(profileName));
        const auto removed = co_await removing;
        keeping.inKeychain = !removed;
    }
    co_return keeping;
}

QCoro::Task<Result<std::optional<QString>>> signOut(SessionContext sessionContext, QString profileName)
{
    std::optional<QString> who;
    const auto profiles = ProfileStore(sessionContext.host).load();
    if (!profiles)
        co_return profiles.problem();
    if (profileName.isEmpty())
        profileName = profiles->currentName();
    const std::shared_ptr<SignInStore> store = sessionContext.signIns;
    const bool inMemory = store->lasts() == SignInStore::Lasts::Session;
    Profile profile;
    if (const Profile *found = profiles->find(profileName))
        profile = *found;
    if (!profile.signIn.method.isEmpty())
        who = profile.signIn.account;
    if (inMemory && !who) {
        auto reading = readKept(store, profileName);
        const auto kept = co_await reading;
        if (kept && *kept)
            who = (*kept)->account.label();
    }
    // First the secret: a profile that still names it can be signed out again.
    if (profile.signIn.isKept || inMemory) {
        auto removing = store->remove(signInKey(profileName));
        const auto removed = co_await removing;
        if (!removed)
            co_return removed.problem();
    }
    if (profiles->find(profileName)) {
        ProfilesChange forget = [profileName](Profiles *changed) -> Result<Done> {
            const Profile *before = changed->find(profileName);
            if (!before) // removed by another program
                return Done();
            Profile profile = *before;
            // Which app registration a company uses has nothing to do with who is signed in.
            const QString clientId = profile.signIn.clientId;
            profile.signIn = {};
            profile.signIn.clientId = clientId;
            return changed->save(profile);
        };
        auto saving = changeProfiles(sessionContext.host, std::move(forget));
        const auto saved = co_await saving;
        if (!saved)
            co_return saved.problem();
    }
    co_return who;
}

} // namespace signet
