#include "app/composition.h"
#include "core/diagnosis/runner.h"
#include "core/net/addresses.h"
#include "core/net/networktransport.h"
#include "tests/support/await.h"

#include <QHash>
#include <QTest>
#include <QTimer>

#include <QCoroSignal>

#include <memory>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;
using namespace signet;

// What waits for what in a healthy diagnosis, without a clock: an answer is given only once nothing more can
// be asked before it.

class Gate : public QObject {
    Q_OBJECT

Q_SIGNALS:
    void opened();
};

namespace {

// Hosts by their part in a run.
QString nameOf(const QUrl &url)
{
    static const QHash<QString, QString> names{{imdsHost, u"imds"_s},
                                               {hostName(DevOpsHost::Core), u"dev"_s},
                                               {hostName(DevOpsHost::Graph), u"vssps"_s},
                                               {hostName(DevOpsHost::Entitlements), u"vsaex"_s}};
    return names.value(url.host(), url.host());
}

struct Waves {
    QList<QStringList> requests; // of each wave, "dev GET _apis/connectionData"
    QHash<QString, int> warmed; // connections by host
    QList<QHash<QString, int>> byHost; // requests of each wave
};

// Holds back the requests of a wave until all of the wave before are answered, and nothing else can begin.
class WaveTransport final : public HttpTransport {
public:
    WaveTransport(const Host &host, const NetSettings &settings, Waves *waves)
        : m_waves(waves)
        , m_inner(host, settings)
    {
        m_settled.setSingleShot(true);
        m_settled.setInterval(0);
        QObject::connect(&m_settled, &QTimer::timeout, &m_settled, [this] { release(); });
    }

    QCoro::Task<Outcome> exchange(Request request, std::stop_token stop) override
    {
        const auto gate = std::make_shared<Gate>();
        m_waiting.push_back(gate);
        m_next.append(nameOf(request.url) + u' ' + QString::fromLatin1(request.method) + u' '
                      + request.url.path().section(u'/', -2));
        ++m_nextByHost[nameOf(request.url)];
        settle();
        co_await qCoro(gate.get(), &Gate::opened);
        auto asking = m_inner.exchange(std::move(request), stop);
        auto outcome = co_await asking;
        --m_running;
        settle();
        co_return outcome;
    }

    void warmUp(const QList<QUrl> &addresses) override
    {
        for (const QUrl &address : addresses)
            ++m_waves->warmed[nameOf(address)];
        m_inner.warmUp(addresses);
    }

private:
    void settle()
    {
        if (m_running == 0)
            m_settled.start();
    }

    void release()
    {
        if (m_running > 0 || m_waiting.empty())
            return;
        m_next.sort();
        m_waves->requests.append(std::exchange(m_next, {}));
        m_waves->byHost.append(std::exchange(m_nextByHost, {}));
        m_running = int(m_waiting.size());
        for (const auto &gate : std::exchange(m_waiting, {}))
            Q_EMIT gate->opened();
    }

    Waves *m_waves;
    NetworkTransport m_inner;
    QTimer m_settled;
    std::vector<std::shared_ptr<Gate>> m_waiting;
    QStringList m_next;
    QHash<QString, int> m_nextByHost;
    int m_running = 0;
};

struct Outcome {
    Waves waves;
    Report report;
    qsizetype wavesAtVerdict = -1;
    int toldAfterVerdict = 0;
};

Outcome run(Decoration decoration, const QString &scenario = u"healthy"_s)
{
    CommandLineInput input;
    input.sandbox = scenario;
    auto composed = await(compose(std::move(input)));
    if (!composed)
        qFatal("the scenario did not start");
    Outcome outcome;
    const Host &host = composed->sessionContext.host;
    const Http http(host,
                    std::make_shared<WaveTransport>(host, composed->sessionContext.net, &outcome.waves));
    const auto told = [&outcome](const Report &report) {
        if (!report.finished)
            return;
        if (outcome.wavesAtVerdict >= 0)
            ++outcome.toldAfterVerdict;
        else
            outcome.wavesAtVerdict = outcome.waves.requests.size();
    };
    outcome.report = await(diagnose(http, host, composed->question, {}, told, decoration));
    return outcome;
}

const QList<QStringList> threeWaves{
    {u"dev GET resourceAreas/79134c72-4a58-4b42-976c-04e7115f32bf"_s, u"dev HEAD _apis/connectionData"_s,
     u"imds GET identity/info"_s, u"imds GET metadata/instance"_s, u"imds GET oauth2/token"_s},
    {u"dev GET _apis/ResourceAreas"_s, u"dev GET _apis/connectionData"_s, u"dev GET _apis/projects"_s,
     u"dev OPTIONS contoso/_apis"_s},
    {u"vsaex GET serviceprincipalentitlements/b2a16fbc-4c4d-528c-80a6-f2bbafd7d4c7"_s,
     u"vssps GET memberships/aadsp.MDFjM2Q0ODAtNmI4Ny01N2UxLWE0MDAtYzZkYTQwNTM1YjBi"_s}};

} // namespace

class TestWaves : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theVerdictTakesThreeWaves();
    void noWaveWaitsForAConnection();
    void namesFollowTheVerdict();
    void objectsAreLookedUpSideBySide();
};

void TestWaves::theVerdictTakesThreeWaves()
{
    const Outcome outcome = run(Decoration::LeftOut);
    QCOMPARE(QString(toString(outcome.report.verdict)), u"ready"_s);
    for (const QStringList &wave : outcome.waves.requests)
        qInfo("%s", qPrintable(wave.join(u", "_s)));
    QCOMPARE(outcome.waves.requests, threeWaves);
    QCOMPARE(outcome.wavesAtVerdict, 3);
    // How many groups is known without their names.
    QCOMPARE(outcome.report.azureDevOps->groupCount, 1);
    QCOMPARE(outcome.report.azureDevOps->groups, QStringList());
}

// A handshake takes as long as the first wave, so what is asked of a host over TLS in the first two waves is
// on its way at the same time.
void TestWaves::noWaveWaitsForAConnection()
{
    const Waves waves = run(Decoration::LeftOut).waves;
    QVERIFY(waves.byHost.size() >= 3);
    for (auto it = waves.warmed.begin(); it != waves.warmed.end(); ++it) {
        const QString host = it.key();
        const int early = waves.byHost[0].value(host) + waves.byHost[1].value(host);
        int most = early;
        for (const auto &wave : waves.byHost.mid(2))
            most = qMax(most, wave.value(host));
        qInfo("%s: %d connections, at most %d requests at once", qPrintable(host), it.value(), most);
        // No connection too few, and none for nothing.
        QCOMPARE(it.value(), most);
    }
    QCOMPARE(waves.warmed.size(), 4);
}

void TestWaves::namesFollowTheVerdict()
{
    const Outcome outcome = run(Decoration::Follows);
    QCOMPARE(outcome.wavesAtVerdict, 3);
    QCOMPARE(outcome.waves.requests.mid(0, 3), threeWaves);
    QCOMPARE(outcome.waves.requests.mid(3), QList<QStringList>{{u"vssps POST graph/subjectlookup"_s}});
    QCOMPARE(outcome.toldAfterVerdict, 1);
    QCOMPARE(outcome.report.azureDevOps->groups, QStringList{u"[Fabrikam-Fiber]\\Contributors"_s});
    QCOMPARE(outcome.report.exchanges.size(), 12);
}

// Two names in the configuration are two requests at once, and then the rights are asked in one. When the
// configuration has been read, on another thread, the wave that they could go with may be gone.
void TestWaves::objectsAreLookedUpSideBySide()
{
    const Outcome outcome = run(Decoration::LeftOut, u"objects-by-name"_s);
    QCOMPARE(QString(toString(outcome.report.verdict)), u"ready"_s);
    const QString environments = u"dev GET distributedtask/environments"_s;
    const QString variableGroups = u"dev GET distributedtask/variablegroups"_s;
    QList<QStringList> waves = outcome.waves.requests;
    QVERIFY(waves.size() == 4 || waves.size() == 5);
    QCOMPARE(waves.takeLast(), QStringList{u"dev POST security/permissionevaluationbatch"_s});
    QVERIFY(waves.last().contains(environments) && waves.last().contains(variableGroups));
    QStringList others = waves.value(2) + waves.value(3);
    QCOMPARE(others.removeAll(environments), 1);
    QCOMPARE(others.removeAll(variableGroups), 1);
    QCOMPARE(waves.mid(0, 2) + QList<QStringList>{others}, threeWaves);
}

QTEST_GUILESS_MAIN(TestWaves)
#include "tst_waves.moc"
