// Twenty-four faults of which none causes another, two at a time: both are named, as root causes where they
// keep Terraform from working, and nothing else is. Where one keeps the other from being seen, the table says
// why; then nothing is named that is not there.

#include "core/sandbox/scenarios/combinedscenario.h"
#include "tests/app/simulatedrun.h"
#include "tests/support/waitfor.h"

#include <QCoreApplication>
#include <QTest>

#include <cstdio>
#include <deque>
#include <vector>

using namespace Qt::StringLiterals;
using namespace signet::sandbox;
using namespace signet::test;

namespace {

// What has to be right before a fault can be seen: the first of a pair that is less deep can hide the other.
enum class Place {
    Machine,
    Clock,
    Endpoint, // what answers a request for a token
    Token, // what is in it
    Hosts,
    Provider, // the requests that the provider begins with
    Member,
    Licence,
    Projects,
    Rights,
    Address, // of the organization, in the block
    Variables,
    Syntax,
    Configuration,
    Blocks,
    Backend,
};

struct Single {
    QLatin1StringView scenario;
    Place place;
};

constexpr Single singles[] = {
    {"proxy-eats-imds"_L1, Place::Machine},
    {"clock-skew"_L1, Place::Clock},
    {"imds-throttled"_L1, Place::Endpoint},
    {"wrong-audience"_L1, Place::Token},
    {"not-in-org"_L1, Place::Member},
    {"stakeholder-licence"_L1, Place::Licence},
    {"no-project-permission"_L1, Place::Projects},
    {"firewall-missing-hosts"_L1, Place::Hosts},
    {"provider-request-refused"_L1, Place::Provider},
    {"org-url-has-project"_L1, Place::Address},
    {"pat-overrides-msi"_L1, Place::Variables},
    {"env-secret-or-oidc-beats-msi"_L1, Place::Variables},
    {"token-path-not-read"_L1, Place::Variables},
    {"version-constraint-invalid"_L1, Place::Configuration},
    {"configuration-syntax-error"_L1, Place::Syntax},
    {"provider-block-duplicate"_L1, Place::Configuration},
    {"required-providers-duplicate"_L1, Place::Configuration},
    {"override-without-base"_L1, Place::Configuration},
    {"module-not-found"_L1, Place::Configuration},
    {"provider-block-differs"_L1, Place::Blocks},
    {"backend-auth-separate"_L1, Place::Backend},
    {"create-project-denied"_L1, Place::Rights},
    {"endpoint-creator-missing"_L1, Place::Rights},
    {"pool-manage-missing"_L1, Place::Rights},
};

struct Pair {
    const Single *first;
    const Single *second;

    QString name() const { return first->scenario + u" + "_s + second->scenario; }
};

// Nothing where both can be seen.
const char *whyHidden(const Single &hidden, const Single &by)
{
    Q_UNUSED(hidden)
    Q_UNUSED(by)
    return nullptr;
}

bool isWarning(const Single &single)
{
    return Scenario::named(single.scenario)->outcome != Outcome::NotReady;
}

int pairs = 0;
int bothNamed = 0;
int oneHidden = 0;

} // namespace

class TestPairs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothAreNamed();

private:
    QCoro::Task<> work(std::deque<Pair> *waiting);
    void judge(const Pair &pair, const SimulatedOutcome &outcome);

    QStringList m_wrong;
};

void TestPairs::judge(const Pair &pair, const SimulatedOutcome &outcome)
{
    ++pairs;
    const QStringList causes = outcome.rootCauses();
    QStringList all;
    for (const signet::ReportedFinding &found : outcome.report.findings)
        all.append(found.id.toString());
    QStringList complaints;
    bool isHidden = false;
    const bool isBlocked = !isWarning(*pair.first) || !isWarning(*pair.second);
    for (const auto &[one, other] :
         {std::pair(pair.first, pair.second), std::pair(pair.second, pair.first)}) {
        // A warning is no root cause beside what blocks.
        const bool isNamed = (isWarning(*one) && isBlocked ? all : causes).contains(one->scenario);
        const bool mayBeHidden = whyHidden(*one, *other);
        isHidden = isHidden || mayBeHidden;
        if (isNamed == mayBeHidden)
            complaints.append((mayBeHidden ? u"no longer hidden: "_s : u"not named: "_s) + one->scenario);
    }
    for (const QString &cause : causes) {
        if (cause != pair.first->scenario && cause != pair.second->scenario)
            complaints.append(u"invented: "_s + cause);
    }
    if (outcome.verdict() != (isBlocked ? "not-ready"_L1 : "ready"_L1))
        complaints.append(u"verdict: "_s + outcome.verdict());
    (isHidden ? oneHidden : bothNamed) += complaints.isEmpty();
    if (!complaints.isEmpty())
        m_wrong.append(pair.name() + u": "_s + complaints.join(u", "_s));
}

QCoro::Task<> TestPairs::work(std::deque<Pair> *waiting)
{
    while (!waiting->empty()) {
        const Pair pair = waiting->front();
        waiting->pop_front();
        SimulatedRun run;
        run.scenario = *combinedScenario({pair.first->scenario, pair.second->scenario});
        run.clockAhead = run.scenario.hostImage["clock"_L1].toInteger() - run.scenario.world.clock;
        auto running = simulate(std::move(run));
        const SimulatedOutcome outcome = co_await running;
        judge(pair, outcome);
    }
}

void TestPairs::bothAreNamed()
{
    std::deque<Pair> waiting;
    for (const Single &first : singles) {
        for (const Single &second : singles) {
            if (&first < &second)
                waiting.push_back({&first, &second});
        }
    }
    QCOMPARE(waiting.size(), std::size_t(276));
    std::vector<QCoro::Task<>> workers;
    for (int i = 0; i < 4; ++i)
        workers.push_back(work(&waiting));
    const auto isOver = [&workers] {
        return std::all_of(workers.begin(), workers.end(), [](const auto &one) { return one.isReady(); });
    };
    QVERIFY2(waitFor(isOver, std::chrono::minutes(4)), "a diagnosis does not end");
    for (const QString &one : std::as_const(m_wrong))
        std::printf("%s\n", qPrintable(one));
    QCOMPARE(m_wrong.size(), 0);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    TestPairs test;
    const int result = QTest::qExec(&test, argc, argv);
    std::printf("%d pairs of %d faults: both named %d, one hides the other %d\n", pairs,
                int(std::size(singles)), bothNamed, oneHidden);
    std::fflush(stdout);
    return result;
}

#include "tst_pairs.moc"
