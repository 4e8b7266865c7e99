#include "app/cli/administratorsignin.h"
#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/origins.h"
#include "app/cli/parseproblem.h"
#include "core/findings/catalogue.h"
#include "core/profile/profilestore.h"
#include "core/report/signindocument.h"
#include "core/result/printable.h"

#include "core/signin/accesstokensignin.h"
#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct LoginOptions {
    CommonOptions common;
    SubjectOptions subject;
    SignInOptions signIn;
    std::string profile;
    bool keep = false;
    bool session = false;
    bool show = false;
};

constexpr qint64 accessTokenLimit = 4096; // bytes of standard input

struct LoginText {
    Q_DECLARE_TR_FUNCTIONS(LoginCommand)
};

QString profileName(const Composition &composition, const QString &named)
{
    if (!named.isEmpty())
        return named;
    const auto profiles = ProfileStore(composition.sessionContext.host).load();
    return profiles ? profiles->currentName() : QString(defaultProfile);
}

bool isKept(const Composition &composition, const QString &profile)
{
    const auto profiles = ProfileStore(composition.sessionContext.host).load();
    const Profile *found = profiles ? profiles->find(profile) : nullptr;
    return found && found->signIn.isKept;
}

int finishSignedIn(const Console &console, const SharedSignIn &signIn, const QString &profile,
                   Remembered remembered, int code)
{
    const SignInState state{.method = signIn->method(),
                            .account = signIn->account(),
                            .profile = profile,
                            .remembered = remembered};
    if (console.wantsJson())
        return console.finish(signInToJson(state), code);
    return console.finish(signInToText(describe(state), console.style()).toUtf8(), code);
}

// Typed on the terminal, or from standard input.
QCoro::Task<Result<Secret>> readAccessToken(Console console, std::stop_token stop)
{
    if (!console.mayAsk() && console.inputIsTerminal())
        co_return Problem(finding::signInNeeded);
    const InputEnd end = console.mayAsk() ? InputEnd::HiddenLine : InputEnd::Closed;
    auto reading = console.disk().readStandardInput(end, accessTokenLimit, stop);
    // Once the terminal hides what is typed: a token can be pasted as soon as it is asked for.
    if (console.mayAsk())
        console.ask(LoginText::tr("Personal access token (input is hidden):"));
    auto input = co_await reading;
    if (console.mayAsk())
        console.prompt({});
    if (!input)
        co_return input.problem();
    const Secret given(std::move(*input));
    co_return parseAccessToken(given);
}

QCoro::Task<int> showLogin(Composition composition, LoginOptions options, std::stop_token stop)
{
    const Console console(options.common);
    SignInWish wish;
    wish.tenant = text(options.signIn.tenant);
    wish.profile = text(options.profile);
    wish.organization = composition.question.organizationName();
    auto signingIn = signIn(composition.sessionContext, std::move(wish), stop);
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
    const auto profiles = ProfileStore(composition.sessionContext.host).load();
    const Profile *profile = profiles ? profiles->find(name) : nullptr;
    Remembered remembered = Remembered::No;
    if (profile && profile->signIn.isKept && keepsSecret((*signedIn)->method()))
        remembered = Remembered::Keychain;
    else if (profile && !profile->signIn.method.isEmpty())
        remembered = Remembered::Profile;
    co_return finishSignedIn(console, *signedIn, name, remembered, exitcode::ready);
}

QCoro::Task<int> runLogin(LoginOptions options, std::stop_token stop)
{
    const Console console(options.common);
    Secret accessToken;
    if (options.signIn.method == "access-token" && !options.show) {
        auto reading = readAccessToken(console, stop);
        auto given = co_await reading;
        if (!given)
            co_return console.fail(given.problem());
        accessToken = std::move(*given);
    }
    CommandLineInput input = commandLineInputFrom(options.common, options.subject);
    input.wrongVariable = CommandLineInput::WrongVariable::Judge;
    auto composing = compose(input, stop);
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
    wish.accessToken = accessToken;
    // "login" alone asks to be signed in, and whoever is signed in already stays so.
    const bool anyWay = !wish.method;
    wish.kept = anyWay ? SignInWish::Kept::Use : SignInWish::Kept::Ignore;
    auto signingIn = signIn(composition.sessionContext, wish, stop);
    auto signedIn = co_await signingIn;
    if (!signedIn && anyWay && findingOf(signedIn.problem()).signIn == SignInTrouble::WornOut) {
        wish.kept = SignInWish::Kept::Ignore;
        auto signingInAgain = signIn(composition.sessionContext, wish, stop);
        signedIn = co_await signingInAgain;
    }
    if (!signedIn)
        co_return console.fail(signedIn.problem());
    const SharedSignIn administrator = *signedIn;

    const bool hasSecret = keepsSecret(administrator->method());
    bool keepSecret = hasSecret && (options.keep || (anyWay && isKept(composition, profile)));
    if (hasSecret && !keepSecret && !options.session && console.mayAsk()) {
        auto asking =
            console.confirm(LoginText::tr("Store this sign-in in the keychain of this system?"), stop);
        const auto yes = co_await asking;
        if (!yes)
            co_return console.fail(yes.problem());
        keepSecret = *yes;
    }
    if (options.session || (hasSecret && !keepSecret))
        co_return finishSignedIn(console, administrator, profile, Remembered::No, exitcode::ready);

    auto keeping = keepSignIn(composition.sessionContext, administrator, profile,
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
    CommandLineInput input = commandLineInputFrom(options.common, options.subject);
    input.wrongVariable = CommandLineInput::WrongVariable::Judge;
    auto composing = compose(input, stop);
    auto composed = co_await composing;
    if (!composed)
        co_return console.fail(composed.problem());
    auto leaving = signOut(composed->sessionContext, text(options.profile));
    const auto left = co_await leaving;
    if (!left)
        co_return console.fail(left.problem());
    if (console.wantsJson()) {
        const QJsonObject json{{u"signedOut"_s, left->has_value()},
                               {u"account"_s, *left ? QJsonValue(**left) : QJsonValue()}};
        co_return console.finish(json, exitcode::ready);
    }
    const QString line = printable(signedOutWords(*left)) + u'\n';
    co_return console.finish(line.toUtf8(), exitcode::ready);
}

void declareLogin(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<LoginOptions>();
    command
        ->add_option("--with", options->signIn.method,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "how to sign in; an access token is read from standard input or asked "
                                       "for (default: the method of the profile, then azure-cli)"))
        ->check(oneOf(signInMethodNames()))
        ->type_name("METHOD");
    command
        ->add_option("--tenant", options->signIn.tenant,
                     QT_TRANSLATE_NOOP("CommandLine", "tenant to sign in to, by id or domain"))
        ->type_name("TENANT");
    command
        ->add_option("--client-id,--sign-in-client-id", options->signIn.clientId,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "client id of your app registration for device-code and browser; none "
                                       "is built in"))
        ->type_name("GUID");
    CLI::Option *keep =
        command->add_flag("--keep", options->keep,
                          QT_TRANSLATE_NOOP("CommandLine", "store the sign-in in the system keychain"));
    command
        ->add_flag("--session", options->session,
                   QT_TRANSLATE_NOOP("CommandLine", "sign in for this command only; store nothing"))
        ->excludes(keep);
    command->add_flag("--show", options->show,
                      QT_TRANSLATE_NOOP("CommandLine", "show who is signed in, and change nothing"));
    command
        ->add_option("--org", options->subject.organization,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "organization that a personal access token is for (default: from the "
                                       "current profile, then AZDO_ORG_SERVICE_URL)"))
        ->type_name("URL");
    command
        ->add_option("--profile", options->profile,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "profile that stores the sign-in (default: the current profile)"))
        ->type_name("PROFILE");
    addCommonOptions(command, options->common);
    setRun(command, invocation, options, runLogin);
}

void declareLogout(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<LoginOptions>();
    command
        ->add_option(
            "--profile", options->profile,
            QT_TRANSLATE_NOOP("CommandLine", "profile to sign out of (default: the current profile)"))
        ->type_name("PROFILE");
    addCommonOptions(command, options->common);
    setRun(command, invocation, options, runLogout);
}

} // namespace

extern const Command loginCommand{
    .path = "login",
    .about = QT_TRANSLATE_NOOP("CommandLine",
                               "Signs in an administrator of the organization, and shows who is signed in"),
    .examples = "signet login --with azure-cli",
    .notes =
        QT_TRANSLATE_NOOP("CommandLine",
                          "A sign-in is stored in the system keychain or nowhere, and only if you ask for "
                          "it."),
    .declare = declareLogin,
};

extern const Command logoutCommand{
    .path = "logout",
    .about = QT_TRANSLATE_NOOP("CommandLine", "Removes the sign-in of a profile"),
    .examples = "signet logout",
    .declare = declareLogout,
};

} // namespace signet
