// A watch over the simulated Azure: what it asks, when it ends, what it keeps. The clock of the machine is an
// image's, so nothing waits.

#include "core/sandbox/sandboxserver.h"
#include "core/session/watch.h"
#include "tests/support/await.h"
#include "tests/support/peakmemory.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

class Setting {
public:
    explicit Setting(const QString &scenario)
        : m_scenario(*sandbox::Scenario::named(scenario))
        , server(m_scenario, forDays())
    {
        if (!server.listen())
            qFatal("cannot listen on loopback");
    }

    SessionContext sessionContext() const
    {
        NetSettings net;
        net.simulatedAzure = server.url();
        const Host host = Host::from(*HostImage::fromJson(server.hostImage()));
        return {host, net, host};
    }
    Question question() const
    {
        Question question;
        if (!question.takeOrganization(u"contoso"_s))
            qFatal("contoso is no organization");
        return question;
    }

private:
    // The memory that is looked at is that of the watch.
    static sandbox::SandboxServer::Options forDays()
    {
        sandbox::SandboxServer::Options options;
        options.mostRemembered = 100;
        return options;
    }

    sandbox::Scenario m_scenario;

public:
    sandbox::SandboxServer server;
};

QStringList wordsOf(const ReportDiff &diff)
{
    QStringList words;
    for (const ReportChange &change : diff.changes)
        words.append(changeWords(change));
    return words;
}

} // namespace

class WatchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void endsWhenReady();
    void endsWithTheFirstChange();
    void nothingChangesWhereNothingDoes();
    void stopKeepsTheLastReport();
    void connectionsAndMemoryStay();
    void pauseIsWhatServicesAskFor_data();
    void pauseIsWhatServicesAskFor();
};

// The identity is added to the organization while the watch goes on.
void WatchTest::endsWhenReady()
{
    Setting setting(u"not-in-org"_s);
    QList<QStringList> rounds;
    const auto taken = [&](const WatchRound &round) {
        rounds.append(wordsOf(round.diff));
        if (round.number == 3)
            setting.server.world() = sandbox::Scenario::named(u"healthy"_s)->world;
        return true;
    };
    const Report last = await(
        watch(setting.sessionContext(), setting.question(), {.until = WatchUntil::Ready}, {}, taken, {}));
    QCOMPARE(toString(last.verdict), u"ready"_s);
    QVERIFY(!last.stopped);
    QCOMPARE(rounds.size(), 4);
    QCOMPARE(rounds[0], QStringList());
    QCOMPARE(rounds[1], QStringList());
    QCOMPARE(rounds[2], QStringList());
    QVERIFY2(rounds[3].first().contains("Not ready, now Ready"_L1), qPrintable(rounds[3].join(u'\n')));
}

void WatchTest::endsWithTheFirstChange()
{
    Setting setting(u"healthy"_s);
    qint64 rounds = 0;
    const auto taken = [&](const WatchRound &round) {
        rounds = round.number;
        if (round.number == 2)
            setting.server.world() = sandbox::Scenario::named(u"not-in-org"_s)->world;
        return true;
    };
    const Report last = await(
        watch(setting.sessionContext(), setting.question(), {.until = WatchUntil::Changed}, {}, taken, {}));
    QCOMPARE(toString(last.verdict), u"not-ready"_s);
    QCOMPARE(rounds, qint64(3));
}

void WatchTest::nothingChangesWhereNothingDoes()
{
    for (const QString &scenario : {u"healthy"_s, u"not-in-org"_s, u"multiple-identities"_s}) {
        Setting setting(scenario);
        QStringList changes;
        const auto taken = [&](const WatchRound &round) {
            changes += wordsOf(round.diff);
            return round.number < 3;
        };
        await(watch(setting.sessionContext(), setting.question(), {}, {}, taken, {}));
        QCOMPARE(changes, QStringList());
    }
}

void WatchTest::stopKeepsTheLastReport()
{
    Setting setting(u"healthy"_s);
    std::stop_source stop;
    const auto taken = [&](const WatchRound &round) {
        if (round.number == 2)
            stop.request_stop();
        return true;
    };
    const Report last =
        await(watch(setting.sessionContext(), setting.question(), {}, stop.get_token(), taken, {}));
    QVERIFY(last.stopped);
    QCOMPARE(toString(last.verdict), u"ready"_s);
}

// SIGNET_ROUNDS sets another number.
void WatchTest::connectionsAndMemoryStay()
{
    const qint64 rounds = qMax(qEnvironmentVariableIntValue("SIGNET_ROUNDS"), 20);
    Setting setting(u"healthy"_s);
    qint64 settled = 0;
    qint64 connects = 0;
    qint64 requests = 0;
    const auto taken = [&](const WatchRound &round) {
        if (round.number == rounds / 2)
            settled = residentMemory("VmRSS");
        for (const QJsonValue &exchange : round.report.exchanges) {
            if (round.number > 1) {
                ++requests;
                connects += exchange["connectMs"_L1].isNull() ? 0 : 1;
            }
        }
        return round.number < rounds;
    };
    await(watch(setting.sessionContext(), setting.question(), {}, {}, taken, {}),
          std::chrono::seconds(20 + rounds));
    const qint64 more = residentMemory("VmRSS") - settled;
    qInfo("%lld rounds, %lld requests after the first, %lld new connections, %lld KiB more than half way",
          static_cast<long long>(rounds), static_cast<long long>(requests), static_cast<long long>(connects),
          static_cast<long long>(more));
    // Requests side by side open one more now and then.
    QVERIFY(requests > 0);
    QVERIFY(connects * 5 < requests);
}

void WatchTest::pauseIsWhatServicesAskFor_data()
{
    QTest::addColumn<QJsonArray>("exchanges");
    QTest::addColumn<int>("seconds");
    const QJsonObject devOps{{u"url"_s, u"https://dev.azure.com/contoso/_apis/projects"_s}};
    const QJsonObject imds{{u"url"_s, u"http://169.254.169.254/metadata/identity/oauth2/token"_s}};
    QJsonObject asks = devOps;
    asks.insert(u"retryAfterSeconds"_s, 75);
    QJsonArray many;
    for (int i = 0; i < 40; ++i)
        many.append(devOps);
    QTest::newRow("as wished") << QJsonArray{devOps, imds} << 30;
    QTest::newRow("Retry-After") << QJsonArray{devOps, asks, devOps} << 75;
    QTest::newRow("40 requests") << many << 120;
}

void WatchTest::pauseIsWhatServicesAskFor()
{
    QFETCH(QJsonArray, exchanges);
    QFETCH(int, seconds);
    Report report;
    report.exchanges = exchanges;
    QVERIFY(pauseAfter(report, std::chrono::seconds(30)) == std::chrono::seconds(seconds));
}

QTEST_GUILESS_MAIN(WatchTest)
#include "tst_watch.moc"
