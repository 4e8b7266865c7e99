#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/parseproblem.h"

#include "core/report/textlayout.h"
#include "core/sandbox/scenarios/scenario.h"

#include <QHostAddress>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct SandboxOptions {
    CommonOptions common;
    std::string scenario;
    std::vector<std::string> listen;
    std::vector<std::string> tlsListen;
    std::string caOut;
    int latency = 0; // milliseconds
    std::string log;
};

struct ListenAddress {
    QHostAddress host;
    quint16 port = 0;
};

// "127.0.0.1", "127.0.0.1:8080", "[::1]:8080", ":8080"; port 0 or none: any free one.
std::optional<ListenAddress> parseAddress(const QString &text)
{
    const QUrl url(u"http://"_s + (text.startsWith(u':') ? u"127.0.0.1"_s + text : text), QUrl::StrictMode);
    const QHostAddress host(url.host() == "localhost"_L1 ? u"127.0.0.1"_s : url.host());
    if (!url.isValid() || host.isNull() || !url.path().isEmpty())
        return std::nullopt;
    return ListenAddress{host, quint16(url.port(0))};
}

void warnIfReachable(const Console &console, const ListenAddress &address)
{
    if (!address.host.isLoopback())
        console.say(
            CommandLine::tr("Warning: other machines can connect to %1, and change the simulated Azure. "
                            "It is made for tests on one machine.")
                .arg(address.host.toString()));
}

Problem unusable(const QString &address, const QString &reason)
{
    return Problem(finding::addressNotUsable, {{u"url"_s, address}, {u"reason"_s, reason}});
}

// Comes back when a stop is requested.
QCoro::Task<> untilStopped(Host host, std::stop_token stop)
{
    bool running = true;
    while (running) {
        auto waiting = host.wait(std::chrono::hours(1), stop);
        running = co_await waiting;
    }
}

QCoro::Task<int> runSandboxList(SandboxOptions options, std::stop_token)
{
    const Console console(options.common);
    const QStringList names = sandbox::Scenario::names();
    if (console.wantsJson()) {
        QJsonArray list;
        for (const QString &name : names) {
            const auto scenario = sandbox::Scenario::named(name);
            list.append(QJsonObject{{u"name"_s, name},
                                    {u"title"_s, scenario->title},
                                    {u"verdict"_s, scenario->verdict},
                                    {u"rootCauses"_s, QJsonArray::fromStringList(scenario->rootCauses)}});
        }
        co_return console.finish(QJsonObject{{u"scenarios"_s, list}}, exitcode::ready);
    }
    int width = 0;
    for (const QString &name : names)
        width = qMax(width, int(name.size()) + 2);
    QString result;
    for (const QString &name : names) {
        const QStringList lines =
            wrapped(sandbox::Scenario::named(name)->title, qMax(20, console.style().width - width));
        for (qsizetype i = 0; i < lines.size(); ++i)
            result += padded(i == 0 ? name : QString(), width) + lines[i] + u'\n';
    }
    co_return console.finish(result.toUtf8(), exitcode::ready);
}

QCoro::Task<int> runSandboxServe(SandboxOptions options, std::stop_token stop)
{
    const Console console(options.common);
    const QString name = text(options.scenario);
    auto scenario = sandbox::Scenario::named(name);
    if (!scenario)
        co_return console.fail(scenarioUnknown(name));

    std::shared_ptr<QIODevice> log;
    if (!options.log.empty()) {
        auto opened = console.disk().openForAppend(text(options.log));
        if (!opened)
            co_return console.fail(opened.problem());
        log = *opened;
    }

    sandbox::SandboxServer::Options serverOptions;
    serverOptions.latency = std::chrono::milliseconds(options.latency);
    serverOptions.log = log.get();
    serverOptions.mostRemembered = 10'000;
    // Its clients have clocks of their own, so the world's time is the real one.
    serverOptions.clock = [host = console.disk()] { return qint64(host.now().time_since_epoch().count()); };
    sandbox::SandboxServer server(std::move(*scenario), serverOptions);

    std::vector<std::string> plain = options.listen;
    if (plain.empty() && options.tlsListen.empty())
        plain.emplace_back("127.0.0.1:0");
    for (const std::string &address : plain) {
        const auto parsed = parseAddress(text(address));
        if (!parsed)
            co_return console.fail(
                unusable(text(address), CommandLine::tr("it is not of the form ADDRESS:PORT")));
        if (!server.listen(parsed->host, parsed->port))
            co_return console.fail(unusable(text(address), server.errorString()));
        warnIfReachable(console, *parsed);
    }
    for (const std::string &address : options.tlsListen) {
        const auto parsed = parseAddress(text(address));
        if (!parsed)
            co_return console.fail(
                unusable(text(address), CommandLine::tr("it is not of the form ADDRESS:PORT")));
        if (!server.listenTls(parsed->host, parsed->port))
            co_return console.fail(unusable(text(address), server.errorString()));
        warnIfReachable(console, *parsed);
    }
    if (!options.caOut.empty()) {
        const auto written = console.disk().writeFile(text(options.caOut), server.caCertificatePem());
        if (!written)
            co_return console.fail(written.problem());
    }

    // The first line on standard output is the address, for scripts.
    const int code = console.finish(server.url().toString().toUtf8() + '\n', exitcode::ready);
    if (code != exitcode::ready)
        co_return code;
    console.say(CommandLine::tr("Simulated Azure, scenario %1. Press Ctrl+C to stop.").arg(name));
    auto waiting = untilStopped(console.disk(), stop);
    co_await waiting;
    co_return exitcode::ready;
}

void declareSandboxList(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<SandboxOptions>();
    addCommonOptions(command, options->common);
    setRun(command, invocation, options, runSandboxList);
}

void declareSandboxServe(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<SandboxOptions>();
    command
        ->add_option("scenario", options->scenario, QT_TRANSLATE_NOOP("CommandLine", "name of the scenario"))
        ->type_name("SCENARIO")
        ->required();
    command
        ->add_option("--listen", options->listen,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "address for plain HTTP (default: 127.0.0.1, any free port); can be "
                                       "repeated"))
        ->type_name("ADDR:PORT");
    command
        ->add_option("--tls-listen", options->tlsListen,
                     QT_TRANSLATE_NOOP("CommandLine", "address for HTTPS; can be repeated"))
        ->type_name("ADDR:PORT");
    command
        ->add_option(
            "--ca-out", options->caOut,
            QT_TRANSLATE_NOOP("CommandLine", "write the certificate authority for HTTPS to this file"))
        ->type_name("FILE");
    command
        ->add_option("--latency", options->latency,
                     QT_TRANSLATE_NOOP("CommandLine", "delay every response by this many milliseconds"))
        ->check(numberWithin(0, 600000))
        ->type_name("MS");
    command
        ->add_option("--log", options->log,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "append a line for each request to this file, with secrets removed"))
        ->type_name("FILE");
    addCommonOptions(command, options->common);
    setRun(command, invocation, options, runSandboxServe);
}

} // namespace

extern const Command sandboxGroup{
    .path = "sandbox",
    .about = QT_TRANSLATE_NOOP("CommandLine", "Simulates Azure, so that you can try things out"),
};

extern const Command sandboxListCommand{
    .path = "sandbox list",
    .about = QT_TRANSLATE_NOOP("CommandLine", "Lists the scenarios"),
    .examples = "signet sandbox list",
    .declare = declareSandboxList,
};

extern const Command sandboxServeCommand{
    .path = "sandbox serve",
    .about = QT_TRANSLATE_NOOP("CommandLine", "Runs the simulated Azure of a scenario until you stop it"),
    .examples = "signet sandbox serve not-in-org",
    .notes = QT_TRANSLATE_NOOP("CommandLine",
                               "The first line on standard output is the address. Pass it to other commands "
                               "with --sandbox."),
    .declare = declareSandboxServe,
};

} // namespace signet
