#include "app/cli/administratorsignin.h"

#include "app/simulatedbrowser.h"
#include "core/report/signindocument.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr std::chrono::seconds openerLimit{10};

struct Opener {
    QString program;
    QStringList arguments;
};

// Nothing where no browser can be: an SSH session, a container.
std::optional<Opener> openerFor(const Host &host, const QString &address)
{
    const Environment &environment = host.environment();
    switch (host.platform()) {
    case Platform::Windows: {
        const QString root = environment.value(u"SystemRoot"_s);
        if (root.isEmpty())
            return std::nullopt;
        return Opener{root + u"\\System32\\rundll32.exe"_s, {u"url.dll,FileProtocolHandler"_s, address}};
    }
    case Platform::MacOs:
        return Opener{u"/usr/bin/open"_s, {address}};
    case Platform::Linux:
        break;
    }
    if (environment.firstSet({u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s}).isEmpty())
        return std::nullopt;
    return Opener{u"xdg-open"_s, {address}};
}

void openBrowser(const Console &console, const SessionContext &sessionContext, const QUrl &address,
                 const std::stop_token &stop)
{
    const QString text = address.toString(QUrl::FullyEncoded);
    if (!sessionContext.net.simulatedAzure.isEmpty()) {
        console.prompt(CommandLine::tr("The person of the scenario signs in at login.microsoftonline.com."));
        signInInSimulation(sessionContext, address, stop);
        return;
    }
    const auto opener = openerFor(sessionContext.host, text);
    console.prompt(
        opener ? CommandLine::tr("A browser opens for the sign-in. If it does not, open this address:")
               : CommandLine::tr("Open this address in a browser on this machine:"));
    console.prompt(u"  "_s + text);
    // Whether it could be opened shows by itself; the address is there either way.
    if (opener)
        sessionContext.host.run(opener->program, opener->arguments, openerLimit, stop);
}

} // namespace

SignInWish signInWish(const Console &console, const SignInOptions &options, const Composition &composition,
                      std::stop_token stop)
{
    SignInWish wish;
    wish.method = signInMethodFromString(text(options.method));
    wish.tenant = text(options.tenant);
    wish.clientId = text(options.clientId);
    wish.organization = composition.question.organizationName();
    wish.identity = selectorOf(composition.question);
    if (!console.mayPrompt() && composition.scenario.isEmpty())
        return wish;
    const SessionContext sessionContext = composition.sessionContext;
    wish.showCode = [console](const DeviceCodePrompt &prompt) {
        console.prompt(CommandLine::tr("Open %1 in any browser and enter the code %2")
                           .arg(prompt.address.toString(), prompt.userCode));
        console.prompt(
            CommandLine::tr("Waiting. The code is valid for %n minute(s).", nullptr,
                            int(std::chrono::ceil<std::chrono::minutes>(prompt.expiresIn).count())));
    };
    wish.openBrowser = [console, sessionContext, stop](const QUrl &address) {
        openBrowser(console, sessionContext, address, stop);
    };
    return wish;
}

QCoro::Task<Result<SharedSignIn>> signInForCommand(Composition composition, SignInOptions options,
                                                   CommonOptions common, std::stop_token stop)
{
    const Console console(common);
    SignInWish wish = signInWish(console, options, composition, stop);
    auto signingIn = signIn(composition.sessionContext, std::move(wish), stop);
    auto signedIn = co_await signingIn;
    if (!signedIn)
        co_return signedIn.problem();
    const SharedSignIn &administrator = *signedIn;
    const SignInState state{.method = administrator->method(),
                            .account = administrator->account(),
                            .profile = {},
                            .remembered = {}};
    console.say(describe(state).sentence);
    co_return administrator;
}

} // namespace signet
