#include "app/cli/commands.h"

#include "core/report/textlayout.h"
#include "core/sandbox/scenarios/scenario.h"

#include <QHostAddress>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

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

} // namespace

QCoro::Task<int> runSandboxList(SandboxOptions options)
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
    // Its clients have clocks of their own, so the world's time is the real one.
    serverOptions.clock = [host = console.disk()] { return qint64(host.now().time_since_epoch().count()); };
    sandbox::SandboxServer server(std::move(*scenario), serverOptions);

    std::vector<std::string> plain = options.listen;
    if (plain.empty() && options.tlsListen.empty())
        plain.emplace_back("127.0.0.1:0");
    for (const std::string &address : plain) {
        const auto parsed = parseAddress(text(address));
        if (!parsed)
            co_return console.fail(unusable(text(address), u"it is not ADDRESS:PORT"_s));
        if (!server.listen(parsed->host, parsed->port))
            co_return console.fail(unusable(text(address), server.errorString()));
    }
    for (const std::string &address : options.tlsListen) {
        const auto parsed = parseAddress(text(address));
        if (!parsed)
            co_return console.fail(unusable(text(address), u"it is not ADDRESS:PORT"_s));
        if (!server.listenTls(parsed->host, parsed->port))
            co_return console.fail(unusable(text(address), server.errorString()));
    }
    if (!options.caOut.empty()) {
        const auto written =
            console.disk().writeFile(text(options.caOut), server.caCertificatePem(), Overwrite::Yes);
        if (!written)
            co_return console.fail(written.problem());
    }

    // The first line on standard output is the address, for scripts.
    const int code = console.finish(server.url().toString().toUtf8() + '\n', exitcode::ready);
    if (code != exitcode::ready)
        co_return code;
    console.say(u"Simulated Azure, scenario %1. Stop with Ctrl+C."_s.arg(name));
    auto waiting = untilStopped(console.disk(), stop);
    co_await waiting;
    co_return exitcode::ready;
}

} // namespace signet
