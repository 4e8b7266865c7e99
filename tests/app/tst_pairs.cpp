// Twenty-four faults of which none causes another, two at a time: both are named, as root causes where they
// keep Terraform from working, and nothing else is. Where one keeps the other from being seen, the table says
// why; then nothing is named that is not there.

#include "core/sandbox/scenarios/combinedscenario.h"
#include "tests/app/simulatedrun.h"
#include "tests/support/waitfor.h"

#include <QCoreApplication>
#include <QMap>
#include <QTest>

#include <algorithm>

#include <cstdio>
#include <deque>
#include <vector>

using namespace Qt::StringLiterals;
using namespace signet::sandbox;
using namespace signet::test;

namespace {

// Where a fault is, as far as it matters for whether it is seen.
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
    Rights, // in the organization
    ProjectRights,
    Address, // of the organization, in the block
    AccessToken, // in a variable, as the two that follow
    Secret,
    Ignored, // what the provider does not read
    Syntax,
    Constraint,
    Block,
    Requirement,
    Override,
    Module,
    Blocks, // with an alias
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
    {"pat-overrides-msi"_L1, Place::AccessToken},
    {"env-secret-or-oidc-beats-msi"_L1, Place::Secret},
    {"token-path-not-read"_L1, Place::Ignored},
    {"version-constraint-invalid"_L1, Place::Constraint},
    {"configuration-syntax-error"_L1, Place::Syntax},
    {"provider-block-duplicate"_L1, Place::Block},
    {"required-providers-duplicate"_L1, Place::Requirement},
    {"override-without-base"_L1, Place::Override},
    {"module-not-found"_L1, Place::Module},
    {"provider-block-differs"_L1, Place::Blocks},
    {"backend-auth-separate"_L1, Place::Backend},
    {"create-project-denied"_L1, Place::Rights},
    {"endpoint-creator-missing"_L1, Place::ProjectRights},
    {"pool-manage-missing"_L1, Place::Rights},
};

struct Pair {
    const Single *first;
    const Single *second;

    QString name() const { return first->scenario + u" + "_s + second->scenario; }
};

// Why a fault cannot be seen beside another one. A place stands for all faults there.
struct Hidden {
    std::vector<Place> places; // what is hidden
    std::vector<Place> by;
    const char *reason;
};

const std::vector<Hidden> &hiddenOnes()
{
    static const std::vector<Hidden> all{
        {{Place::Clock}, {Place::Endpoint}, "the clock is compared with that of a token"},
        {{Place::Token}, {Place::Endpoint}, "there is no token"},
        {{Place::Member, Place::Licence, Place::Projects, Place::Rights, Place::Provider, Place::Blocks},
         {Place::Endpoint, Place::Token},
         "there is no token for Azure DevOps, which is asked nothing without one"},
        {{Place::Licence, Place::Projects, Place::Rights},
         {Place::Member},
         "who is not a member has no license, and sees and may do nothing"},
        {{Place::Rights}, {Place::Projects}, "rights are asked about once the projects are seen"},
        {{Place::Licence}, {Place::Hosts}, "the license is read from the host that is closed"},
        {{Place::Provider}, {Place::Address}, "the provider's requests go elsewhere"},
        {{Place::Provider},
         {Place::Secret},
         "the provider's requests are asked as the identity that the block means, which is not here"},
        {{Place::AccessToken, Place::Secret, Place::Ignored},
         {Place::Syntax, Place::Block, Place::Requirement, Place::Constraint, Place::Override},
         "Terraform refuses the configuration before it configures a provider"},
        {{Place::Constraint, Place::Block, Place::Requirement, Place::Override, Place::Module},
         {Place::Syntax},
         "Terraform reads nothing further of a file that it cannot parse"},
        {{Place::Constraint}, {Place::Requirement}, "of two constraints only one counts"},
        {{Place::Address}, {Place::Block}, "of two blocks only one is looked at"},
    };
    return all;
}

// Nothing where both can be seen.
const char *whyHidden(const Single &hidden, const Single &by)
{
    const auto has = [](const std::vector<Place> &places, Place place) {
        return std::find(places.begin(), places.end(), place) != places.end();
    };
    for (const Hidden &one : hiddenOnes()) {
        if (has(one.places, hidden.place) && has(one.by, by.place))
            return one.reason;
        // A right in a project is a right.
        if (hidden.place == Place::ProjectRights && has(one.places, Place::Rights) && has(one.by, by.place))
            return one.reason;
    }
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

    QMap<QString, int> m_hidden; // by reason
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
        const char *const reason = whyHidden(*one, *other);
        const bool mayBeHidden = reason != nullptr;
        if (reason)
            ++m_hidden[QString::fromLatin1(reason)];
        isHidden = isHidden || mayBeHidden;
        if (isNamed == mayBeHidden)
            complaints.append((mayBeHidden ? u"no longer hidden: "_s : u"not named: "_s) + one->scenario);
    }
    for (const QString &cause : causes) {
        if (cause != pair.first->scenario && cause != pair.second->scenario)
            complaints.append(u"invented: "_s + cause);
    }
    // What a module that is missing needs is not known.
    const auto leavesOpen = [](const Single &one) {
        return Scenario::named(one.scenario)->outcome == Outcome::Unclear;
    };
    const bool isOpen = leavesOpen(*pair.first) || leavesOpen(*pair.second);
    if (outcome.verdict() != (isBlocked ? "not-ready"_L1 : isOpen ? "unclear"_L1 : "ready"_L1))
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
    for (auto it = m_hidden.cbegin(); it != m_hidden.cend(); ++it)
        std::printf("%d hidden: %s\n", it.value(), qPrintable(it.key()));
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
