#include "app/cli/administratorsignin.h"
#include "app/cli/commands.h"
#include "app/cli/origins.h"
#include "app/cli/secretprompt.h"
#include "core/findings/catalogue.h"
#include "core/profile/profilestore.h"
#include "core/report/textlayout.h"
#include "core/session/signinsession.h"
#include "core/signin/accesstokensignin.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 accessTokenLimit = 4096; // bytes of standard input

QString titleOf(SignInMethod method)
{
    for (const SignInWay &way : signInWays()) {
        if (way.method == method)
            return way.title;
    }
    return toString(method);
}

QString profileName(const Composition &composition, const QString &named)
{
    if (!named.isEmpty())
        return named;
    const auto profiles = ProfileStore(composition.surroundings.host).load();
    return profiles ? profiles->currentName() : QString(defaultProfile);
}

bool isKept(const Composition &composition, const QString &profile)
{
    const auto profiles = ProfileStore(composition.surroundings.host).load();
    const Profile *found = profiles ? profiles->find(profile) : nullptr;
    return found && found->signIn.isKept;
}

// Where it is there again the next time.
enum class Remembered { No, Profile, Keychain };

int finishSignedIn(const Console &console, const SharedSignIn &signIn, const QString &profile,
                   Remembered remembered, int code)
{
    const Account &account = signIn->account();
    if (console.wantsJson()) {
        const QJsonObject json{{u"signedIn"_s, true},
                               {u"method"_s, toString(signIn->method())},
                               {u"account"_s, account.toJson()},
                               {u"profile"_s, profile},
                               {u"remembered"_s,
                                remembered == Remembered::Keychain      ? u"keychain"_s
                                    : remembered == Remembered::Profile ? u"profile"_s
                                                                        : u"no"_s}};
        return console.finish(json, code);
    }
    QString result;
    const auto row = [&result](const QString &label, const QString &value) {
        if (!value.isEmpty())
            result += padded(label, 14) + printable(value) + u'\n';
    };
    row(u"Signed in"_s, account.isKnown() ? account.label() : u"with a personal access token"_s);
    row(u"Way"_s, titleOf(signIn->method()));
    row(u"Tenant"_s, account.tenantId);
    row(u"Object id"_s, account.objectId);
    row(u"Profile"_s, profile);
    switch (remembered) {
    case Remembered::No:
        row(u"Kept"_s, u"no: for this command only"_s);
        break;
    case Remembered::Profile:
        row(u"Kept"_s, u"the profile names this way; there is no secret to keep"_s);
        break;
    case Remembered::Keychain:
        row(u"Kept"_s, u"in the keychain of this system"_s);
        break;
    }
    return console.finish(result.toUtf8(), code);
}

Result<Secret> readAccessToken(const Console &console)
{
    if (console.mayAsk()) {
        auto typed = askForSecret(u"Personal access token (nothing is shown):"_s);
        if (!typed)
            return typed.problem();
        return typed;
    }
    if (console.inputIsTerminal())
        return Problem(finding::signInNeeded);
    auto input = console.disk().readStandardInput(accessTokenLimit);
    if (!input)
        return input.problem();
    return Secret(std::move(*input));
}

QCoro::Task<int> showLogin(Composition composition, LoginOptions options, std::stop_token stop)
{
    const Console console(options.common);
    SignInWish wish;
    wish.tenant = text(options.signIn.tenant);
    wish.profile = text(options.profile);
    wish.organization = composition.question.organization;
    auto signingIn = signIn(composition.surroundings, std::move(wish), stop);
    const auto signedIn = co_await signingIn;
    if (!signedIn) {
        const int code = console.fail(signedIn.problem());
        if (!console.wantsJson())
            co_return code;
        const QJsonObject json{{u"signedIn"_s, false},
                               {u"finding"_s, signedIn.problem().findingId.toString()}};
        co_return console.finish(json, code);
    }
    const QString name = profileName(composition, text(options.profile));
    const auto profiles = ProfileStore(composition.surroundings.host).load();
    const Profile *profile = profiles ? profiles->find(name) : nullptr;
    Remembered remembered = Remembered::No;
    if (profile && profile->signIn.isKept && keepsSecret((*signedIn)->method()))
        remembered = Remembered::Keychain;
    else if (profile && !profile->signIn.method.isEmpty())
        remembered = Remembered::Profile;
    co_return finishSignedIn(console, *signedIn, name, remembered, exitcode::ready);
}

} // namespace

void takeAccessToken(LoginOptions *options)
{
    const Console console(options->common);
    if (options->signIn.method != "access-token" || options->show)
        return;
    auto given = readAccessToken(console);
    if (!given) {
        options->accessToken = given.problem();
        return;
    }
    options->accessToken = parseAccessToken(*given);
}

QCoro::Task<int> runLogin(LoginOptions options, std::stop_token stop)
{
    const Console console(options.common);
    if (!options.accessToken)
        co_return console.fail(options.accessToken.problem());
    Wishes wishes = wishesFrom(options.common, options.subject);
    wishes.wrongVariable = Wishes::WrongVariable::Judge;
    auto composing = compose(wishes, stop);
    auto composed = co_await composing;
    if (!composed)
        co_return console.fail(composed.problem());
    const Composition &composition = *composed;
    if (options.signIn.method == "access-token")
        sayOrigins(console, composition, Inputs::Organization);
    if (options.show) {
        auto showing = showLogin(composition, options, stop);
        co_return co_await showing;
    }

    const QString profile = profileName(composition, text(options.profile));
    SignInWish wish = signInWish(console, options.signIn, composition, stop);
    wish.profile = text(options.profile);
    wish.accessToken = *options.accessToken;
    // Who only says "login" wants to be signed in: whoever is already, is.
    const bool anyWay = !wish.method;
    wish.kept = anyWay ? SignInWish::Kept::Use : SignInWish::Kept::Ignore;
    auto signingIn = signIn(composition.surroundings, wish, stop);
    auto signedIn = co_await signingIn;
    if (!signedIn && anyWay && findingOf(signedIn.problem()).signIn == SignInTrouble::WornOut) {
        wish.kept = SignInWish::Kept::Ignore;
        auto signingInAnew = signIn(composition.surroundings, wish, stop);
        signedIn = co_await signingInAnew;
    }
    if (!signedIn)
        co_return console.fail(signedIn.problem());
    const SharedSignIn administrator = *signedIn;

    const bool hasSecret = keepsSecret(administrator->method());
    const bool keepSecret = hasSecret
        && (options.keep || (anyWay && isKept(composition, profile))
            || (!options.session && console.mayAsk()
                && console.confirm(u"Keep this sign-in in the keychain of this system?"_s)));
    if (options.session || (hasSecret && !keepSecret))
        co_return finishSignedIn(console, administrator, profile, Remembered::No, exitcode::ready);

    auto keeping = keepSignIn(composition.surroundings, administrator, profile,
                              keepSecret ? Keep::Secret : Keep::NoSecret);
    const Keeping kept = co_await keeping;
    // Signed in, but not as was asked for: a script has to see that.
    const int code = kept.problem ? exitcode::failure : exitcode::ready;
    if (kept.problem)
        console.fail(*kept.problem);
    const Remembered remembered = kept.inKeychain ? Remembered::Keychain
        : kept.inProfile                          ? Remembered::Profile
                                                  : Remembered::No;
    co_return finishSignedIn(console, administrator, profile, remembered, code);
}

QCoro::Task<int> runLogout(LoginOptions options, std::stop_token stop)
{
    const Console console(options.common);
    Wishes wishes = wishesFrom(options.common, options.subject);
    wishes.wrongVariable = Wishes::WrongVariable::Judge;
    auto composing = compose(wishes, stop);
    auto composed = co_await composing;
    if (!composed)
        co_return console.fail(composed.problem());
    auto leaving = signOut(composed->surroundings, text(options.profile));
    const auto left = co_await leaving;
    if (!left)
        co_return console.fail(left.problem());
    if (console.wantsJson()) {
        const QJsonObject json{{u"signedOut"_s, left->has_value()},
                               {u"account"_s, *left ? QJsonValue(**left) : QJsonValue()}};
        co_return console.finish(json, exitcode::ready);
    }
    QString line = u"Nobody was signed in with this profile.\n"_s;
    if (*left)
        line = (*left)->isEmpty() ? u"Signed out.\n"_s : u"Signed out: %1.\n"_s.arg(printable(**left));
    co_return console.finish(line.toUtf8(), exitcode::ready);
}

} // namespace signet
