#include "tests/app/simulatedrun.h"

#include "core/diagnosis/runner.h"
#include "core/host/loopback.h"
#include "core/net/networktransport.h"
#include "core/sandbox/devops/azuredevops.h"
#include "tests/support/await.h"

#include <memory>

using namespace Qt::StringLiterals;

namespace signet::test {

namespace {

// The proxy of the case files that works; every other one is dead.
constexpr QLatin1StringView workingProxy = "proxy.corp.example"_L1;

class ConditionedTransport final : public HttpTransport {
public:
    ConditionedTransport(const Host &host, const NetSettings &settings, NetworkConditions conditions)
        : m_host(host)
        , m_proxy(host.environment())
        , m_conditions(std::move(conditions))
        , m_settings(settings)
        , m_inner(host, settings)
    {
    }

    QCoro::Task<Outcome> exchange(Request request, std::stop_token stop) override
    {
        if (const auto limit =
                m_conditions.answerLimitOf ? m_conditions.answerLimitOf(request) : std::nullopt)
            request.limits.answer = *limit;
        const auto failure = failureOf(request);
        if (failure) {
            // The clock of an image is the only one that waits.
            if (*failure == Delivery::ConnectTimeout)
                co_await m_host.wait(request.limits.connect, stop);
            if (*failure == Delivery::ReadTimeout)
                co_await m_host.wait(request.limits.answer, stop);
            Outcome outcome;
            outcome.reply.delivery = *failure;
            co_return outcome;
        }
        // It is simulated above; a machine that is busy must not look like one that is not reached.
        request.limits.connect = std::chrono::minutes(1);
        // Requests to the metadata service follow each other; others are under way side by side, and their
        // waits must not add up.
        if (isInGroup(request.url.host(), u"imds"_s))
            co_await m_host.wait(delayOf(request), stop);
        auto exchanging = wayOf(request).exchange(std::move(request), stop);
        auto outcome = co_await exchanging;
        co_return outcome;
    }

    void warmUp(const QList<QUrl> &addresses) override { m_inner.warmUp(addresses); }

private:
    HttpTransport &wayOf(const Request &request)
    {
        const QUrl detour = m_conditions.detourOf ? m_conditions.detourOf(request) : QUrl();
        if (detour.isEmpty())
            return m_inner;
        if (!m_detour) {
            NetSettings settings = m_settings;
            settings.simulatedAzure = detour;
            settings.extraAuthorities = m_conditions.detourAuthority;
            m_detour.emplace(m_host, settings);
        }
        return *m_detour;
    }

    std::chrono::milliseconds delayOf(const Request &request) const
    {
        for (auto it = m_conditions.delays.begin(); it != m_conditions.delays.end(); ++it) {
            if (isInGroup(request.url.host(), it.key()))
                return it.value();
        }
        return std::chrono::milliseconds(0);
    }

    std::optional<Delivery> failureOf(const Request &request) const
    {
        const QString host = request.url.host();
        if (isLoopback(request.url) && m_conditions.loopbackPorts
            && !m_conditions.loopbackPorts->contains(request.url.port(80)))
            return Delivery::ConnectionRefused;
        if (m_conditions.missingHosts.contains(host) || (!isLoopback(request.url) && !isKnown(host)))
            return Delivery::HostNotFound;
        if (request.way == Way::Internet) {
            const QUrl proxy = m_proxy.proxyFor(request.url);
            if (proxy.isValid() && proxy.host() != workingProxy)
                return Delivery::ProxyFailed;
        }
        for (auto it = m_conditions.failures.begin(); it != m_conditions.failures.end(); ++it) {
            if (isInGroup(host, it.key()))
                return it.value();
        }
        if (delayOf(request) > request.limits.answer)
            return Delivery::ReadTimeout;
        return m_conditions.failureOf ? m_conditions.failureOf(request) : std::nullopt;
    }

    static bool isKnown(const QString &host)
    {
        return isInGroup(host, u"imds"_s) || isInGroup(host, u"ado"_s) || isInGroup(host, u"login"_s)
            || isInGroup(host, u"arm"_s) || isInGroup(host, u"graph"_s);
    }

    Host m_host;
    ProxySettings m_proxy;
    NetworkConditions m_conditions;
    NetSettings m_settings;
    NetworkTransport m_inner;
    std::optional<NetworkTransport> m_detour;
};

} // namespace

bool isInGroup(const QString &host, const QString &group)
{
    static const QHash<QString, QStringList> hosts{
        {u"imds"_s, {u"169.254.169.254"_s}},
        {u"dev"_s, {u"dev.azure.com"_s}},
        {u"vssps"_s, {u"vssps.dev.azure.com"_s}},
        {u"vsaex"_s, {u"vsaex.dev.azure.com"_s}},
        {u"app"_s, {u"app.vssps.visualstudio.com"_s}},
        {u"sister"_s, {u"vssps.dev.azure.com"_s, u"vsaex.dev.azure.com"_s}},
        {u"login"_s, {u"login.microsoftonline.com"_s}},
        {u"arm"_s, {u"management.azure.com"_s}},
        {u"graph"_s, {u"graph.microsoft.com"_s}},
    };
    return group == "ado"_L1 ? sandbox::AzureDevOps::serves(host) : hosts.value(group).contains(host);
}

QString SimulatedOutcome::verdict() const
{
    return refused ? u"refused"_s : QString(toString(report.verdict));
}

QStringList SimulatedOutcome::rootCauses() const
{
    if (refused)
        return {refused->findingId.toString()};
    QStringList ids;
    for (const FindingId id : report.rootCauses)
        ids.append(id.toString());
    return ids;
}

QCoro::Task<SimulatedOutcome> simulate(SimulatedRun run)
{
    // The services' clock goes with the machine's, which moves where something waits.
    const auto machine = std::make_shared<std::optional<Host>>();
    const qint64 begin = run.scenario.world.clock;
    const qint64 ahead = run.clockAhead;
    sandbox::SandboxServer::Options options;
    options.clock = [machine, begin, ahead] {
        return *machine ? qint64((*machine)->now().time_since_epoch().count()) - ahead : begin;
    };
    options.intercept = run.intercept;
    run.scenario.hostImage.insert(u"clock"_s, begin + ahead);
    sandbox::SandboxServer server(std::move(run.scenario), std::move(options));
    // Only its endpoint shows a certificate that the machine checks by itself; making one takes a while.
    const bool needsTls =
        server.scenario().world.localEndpoint.kind == sandbox::LocalEndpoint::Kind::ServiceFabric;
    if (!server.listen() || (needsTls && !server.listenTls()))
        qFatal("cannot listen on loopback");

    SimulatedOutcome outcome;
    run.input.sandbox = server.url().toString();
    run.input.wrongVariable = CommandLineInput::WrongVariable::Judge;
    auto composing = compose(run.input);
    auto composed = co_await composing;
    if (!composed) {
        outcome.refused = composed.problem();
        co_return outcome;
    }
    *machine = composed->sessionContext.host;
    composed->question.expectedCredential = run.expectedCredential;
    // The folder that was typed is on the machine of the case, too.
    const Host &disk = composed->sessionContext.host;
    const Http http(disk,
                    std::make_shared<ConditionedTransport>(disk, composed->sessionContext.net, run.network));
    const auto begun = disk.now();
    auto diagnosing = diagnose(http, disk, composed->question, {}, {});
    outcome.report = co_await diagnosing;
    outcome.requests = server.requests();
    outcome.waited = disk.now() - begun;
    co_return outcome;
}

SimulatedOutcome runSimulated(SimulatedRun run)
{
    return await(simulate(std::move(run)), std::chrono::minutes(2));
}

} // namespace signet::test
