#include "core/diagnosis/runner.h"
#include "tests/support/await.h"
#include "tests/support/words.h"

#include <QTest>

#include <QCoroTask>

#include <stdexcept>

using namespace signet;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// What the checks of these tests did, in the order of events.
QStringList events;
// Gates that observations wait at until the test opens them.
QMap<QString, bool> gates;

QCoro::Task<> gate(QString name, std::stop_token stop)
{
    const Host clock = Host::real();
    while (!gates.value(name) && !stop.stop_requested()) {
        auto waiting = clock.wait(1ms, stop);
        co_await waiting;
    }
}

QCoro::Task<Observation> observeFirst(std::shared_ptr<RunContext>, std::stop_token)
{
    events.append(u"ask first"_s);
    co_return Observation(ProxySeen{u"first"_s, {}});
}

QCoro::Task<Observation> observeSlow(std::shared_ptr<RunContext>, std::stop_token stop)
{
    events.append(u"ask slow"_s);
    auto waiting = gate(u"slow"_s, stop);
    co_await waiting;
    events.append(u"end slow"_s);
    co_return Observation(MachineSeen());
}

QCoro::Task<Observation> observeThird(std::shared_ptr<RunContext>, std::stop_token)
{
    events.append(u"ask third"_s);
    co_return Observation(HostsSeen());
}

QCoro::Task<Observation> observeThrowing(std::shared_ptr<RunContext>, std::stop_token)
{
    throw std::runtime_error("broken on purpose");
    co_return Observation();
}

CheckVerdict judgePassed(const Facts &)
{
    return passed();
}
CheckVerdict judgeFailed(const Facts &)
{
    return failed(finding::notInOrg, {{u"status"_s, 401}});
}
CheckVerdict judgeWarning(const Facts &)
{
    return warning(finding::orgUrlLegacyHost, {});
}
CheckVerdict judgeSymptom(const Facts &)
{
    return failed(finding::anonymousGuid, {});
}
CheckVerdict judgeCause(const Facts &)
{
    return failed(finding::wrongAudience, {});
}
CheckVerdict judgeRefusedProject(const Facts &)
{
    return failed(finding::noProjectPermission, {});
}
CheckVerdict judgeOldToken(const Facts &)
{
    return warning(finding::tokenCacheStale, {});
}
CheckVerdict judgePerhapsOldToken(const Facts &)
{
    return guessed(finding::tokenCacheStale, {});
}
CheckVerdict judgeUnanswered(const Facts &)
{
    return unanswered(finding::networkFailed, {});
}
CheckVerdict judgeSawFirst(const Facts &facts)
{
    return facts.seen<ProxySeen>() ? passed() : failed(finding::notInOrg, {});
}

std::vector<CheckId> idsOf(const std::vector<QLatin1StringView> &ids)
{
    return {ids.begin(), ids.end()};
}

Check checkOf(QLatin1StringView id, const std::vector<QLatin1StringView> &needs,
              decltype(Check::observe) observe, decltype(Check::judge) judge,
              const std::vector<QLatin1StringView> &asksAfter = {})
{
    return Check{.id = CheckId(id),
                 .stage = "machine"_L1,
                 .title = "A check",
                 .needs = idsOf(needs),
                 .asksAfter = idsOf(asksAfter),
                 .limit = 1s,
                 .observe = observe,
                 .judge = judge};
}

std::shared_ptr<RunContext> context()
{
    return std::make_shared<RunContext>(Http(Host::from({}), NetSettings()), Host::from({}), Question());
}

} // namespace

class TestRunner : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void asksSideBySideAndJudgesAfterTheNeeds();
    void waitsForWhatItAsksAfter();
    void yieldsUntilTheOtherHasAsked();
    void yieldsToNoSilence();
    void asksNothingAfterAFailure();
    void skippedNamesTheNeedThatFailed();
    void warningLetsOthersGoOn();
    void consideredFailureStandsInNobodysWay();
    void judgeSeesOnlyItsNeeds();
    void crashIsUnknownAndNobodyElses();
    void stopLeavesTheRestUnknown();
    void symptomGivesWayToItsCause();
    void warningIsRootCauseOnlyWithoutBlocker();
    void warningThatExplainsABlockerIsOne();
    void guessExplainsNothing();
    void unansweredBlocksAndIsUnknown();
    void lateAnswerIsToldEarly();
    void checkListIsSound();
};

void TestRunner::init()
{
    events.clear();
    gates.clear();
}

void TestRunner::asksSideBySideAndJudgesAfterTheNeeds()
{
    const std::vector<Check> checks{checkOf("a.slow"_L1, {}, observeSlow, judgePassed),
                                    checkOf("b.third"_L1, {"a.slow"_L1}, observeThird, judgePassed)};
    std::optional<Report> result;
    bool thirdJudgedBeforeSlow = false;
    auto running = runChecks(checks, context(), {}, [&](const Report &report) {
        if (report.check(u"b.third"_s)->phase == Phase::Done
            && report.check(u"a.slow"_s)->phase != Phase::Done)
            thirdJudgedBeforeSlow = true;
    });
    auto done = std::move(running).then([&result](Report report) { result = std::move(report); });

    QTRY_COMPARE(events, QStringList({u"ask slow"_s, u"ask third"_s}));
    QVERIFY(!result);
    gates[u"slow"_s] = true;
    QTRY_VERIFY(result);
    QVERIFY(!thirdJudgedBeforeSlow);
    QCOMPARE(word(result->check(u"b.third"_s)->status), word(Status::Passed));
}

void TestRunner::waitsForWhatItAsksAfter()
{
    const std::vector<Check> checks{
        checkOf("a.slow"_L1, {}, observeSlow, judgePassed),
        checkOf("b.third"_L1, {"a.slow"_L1}, observeThird, judgePassed, {"a.slow"_L1})};
    gates[u"slow"_s] = true;
    await(runChecks(checks, context(), {}, {}));
    QCOMPARE(events, QStringList({u"ask slow"_s, u"end slow"_s, u"ask third"_s}));
}

void TestRunner::asksNothingAfterAFailure()
{
    const std::vector<Check> checks{
        checkOf("a.first"_L1, {}, observeFirst, judgeFailed),
        checkOf("b.third"_L1, {"a.first"_L1}, observeThird, judgePassed, {"a.first"_L1})};
    await(runChecks(checks, context(), {}, {}));
    QCOMPARE(events, QStringList({u"ask first"_s}));
}

void TestRunner::skippedNamesTheNeedThatFailed()
{
    const std::vector<Check> checks{checkOf("a.first"_L1, {}, observeFirst, judgeFailed),
                                    checkOf("b.third"_L1, {"a.first"_L1}, observeThird, judgePassed),
                                    checkOf("c.last"_L1, {"b.third"_L1}, nullptr, judgePassed)};
    const Report report = await(runChecks(checks, context(), {}, {}));
    QCOMPARE(word(report.check(u"b.third"_s)->status), word(Status::Skipped));
    QCOMPARE(report.check(u"b.third"_s)->because, QStringList{u"a.first"_s});
    QCOMPARE(word(report.check(u"c.last"_s)->status), word(Status::Skipped));
    QCOMPARE(report.check(u"c.last"_s)->because, QStringList{u"b.third"_s});
    QCOMPARE(report.rootCauses, QList<FindingId>{finding::notInOrg});
    QCOMPARE(word(report.verdict), word(Verdict::NotReady));
}

void TestRunner::warningLetsOthersGoOn()
{
    const std::vector<Check> checks{checkOf("a.first"_L1, {}, observeFirst, judgeWarning),
                                    checkOf("b.third"_L1, {"a.first"_L1}, observeThird, judgePassed)};
    const Report report = await(runChecks(checks, context(), {}, {}));
    QCOMPARE(word(report.check(u"b.third"_s)->status), word(Status::Passed));
    QCOMPARE(word(report.verdict), word(Verdict::Ready));
    QVERIFY(report.onlyWarnings());
}

void TestRunner::consideredFailureStandsInNobodysWay()
{
    Check considering = checkOf("b.considers"_L1, {}, nullptr, judgeSawFirst);
    considering.considers = idsOf({"a.first"_L1});
    const std::vector<Check> checks{checkOf("a.first"_L1, {}, observeFirst, judgeCause), considering};
    const Report report = await(runChecks(checks, context(), {}, {}));
    QCOMPARE(word(report.check(u"a.first"_s)->status), word(Status::Failed));
    QCOMPARE(word(report.check(u"b.considers"_s)->status), word(Status::Passed));
}

void TestRunner::judgeSeesOnlyItsNeeds()
{
    const std::vector<Check> checks{checkOf("a.first"_L1, {}, observeFirst, judgePassed),
                                    checkOf("b.needs"_L1, {"a.first"_L1}, nullptr, judgeSawFirst),
                                    checkOf("c.stranger"_L1, {}, nullptr, judgeSawFirst)};
    const Report report = await(runChecks(checks, context(), {}, {}));
    QCOMPARE(word(report.check(u"b.needs"_s)->status), word(Status::Passed));
    QCOMPARE(word(report.check(u"c.stranger"_s)->status), word(Status::Failed));
}

void TestRunner::crashIsUnknownAndNobodyElses()
{
    const std::vector<Check> checks{checkOf("a.crash"_L1, {}, observeThrowing, judgePassed),
                                    checkOf("b.first"_L1, {}, observeFirst, judgePassed)};
    const Report report = await(runChecks(checks, context(), {}, {}));
    QCOMPARE(word(report.check(u"a.crash"_s)->status), word(Status::Unknown));
    QCOMPARE(report.check(u"a.crash"_s)->observation["crash"_L1].toString(), u"broken on purpose"_s);
    QCOMPARE(word(report.check(u"b.first"_s)->status), word(Status::Passed));
    QCOMPARE(word(report.verdict), word(Verdict::Unclear));
}

void TestRunner::stopLeavesTheRestUnknown()
{
    const std::vector<Check> checks{
        checkOf("a.slow"_L1, {}, observeSlow, judgePassed),
        checkOf("b.third"_L1, {"a.slow"_L1}, observeThird, judgePassed, {"a.slow"_L1})};
    std::stop_source source;
    std::optional<Report> result;
    auto done = runChecks(checks, context(), source.get_token(), {}).then([&result](Report report) {
        result = std::move(report);
    });
    QTRY_COMPARE(events, QStringList{u"ask slow"_s});
    source.request_stop();
    QTRY_VERIFY(result);
    QVERIFY(result->stopped);
    QCOMPARE(word(result->verdict), word(Verdict::Unclear));
    QCOMPARE(word(result->check(u"a.slow"_s)->status), word(Status::Unknown));
    QCOMPARE(word(result->check(u"b.third"_s)->status), word(Status::Unknown));
    QVERIFY(!events.contains(u"ask third"_s));
}

void TestRunner::symptomGivesWayToItsCause()
{
    const std::vector<Check> both{checkOf("a.symptom"_L1, {}, nullptr, judgeSymptom),
                                  checkOf("b.cause"_L1, {}, nullptr, judgeCause)};
    QCOMPARE(await(runChecks(both, context(), {}, {})).rootCauses, QList<FindingId>{finding::wrongAudience});

    const std::vector<Check> alone{checkOf("a.symptom"_L1, {}, nullptr, judgeSymptom)};
    QCOMPARE(await(runChecks(alone, context(), {}, {})).rootCauses, QList<FindingId>{finding::anonymousGuid});
}

void TestRunner::warningIsRootCauseOnlyWithoutBlocker()
{
    const std::vector<Check> alone{checkOf("a.warning"_L1, {}, nullptr, judgeWarning)};
    QCOMPARE(await(runChecks(alone, context(), {}, {})).rootCauses,
             QList<FindingId>{finding::orgUrlLegacyHost});

    const std::vector<Check> both{checkOf("a.warning"_L1, {}, nullptr, judgeWarning),
                                  checkOf("b.blocker"_L1, {}, nullptr, judgeFailed)};
    const Report report = await(runChecks(both, context(), {}, {}));
    QCOMPARE(report.rootCauses, QList<FindingId>{finding::notInOrg});
    QVERIFY(report.finding(finding::orgUrlLegacyHost));
}

void TestRunner::warningThatExplainsABlockerIsOne()
{
    const std::vector<Check> checks{checkOf("a.blocker"_L1, {}, nullptr, judgeRefusedProject),
                                    checkOf("b.reason"_L1, {}, nullptr, judgeOldToken)};
    const Report report = await(runChecks(checks, context(), {}, {}));
    QCOMPARE(report.rootCauses, QList<FindingId>{finding::tokenCacheStale});
    QCOMPARE(word(report.finding(finding::tokenCacheStale)->severity), word(Severity::Blocker));
    QCOMPARE(word(report.finding(finding::noProjectPermission)->severity), word(Severity::Blocker));
    QCOMPARE(word(report.verdict), word(Verdict::NotReady));
}

void TestRunner::guessExplainsNothing()
{
    const std::vector<Check> checks{checkOf("a.blocker"_L1, {}, nullptr, judgeRefusedProject),
                                    checkOf("b.guess"_L1, {}, nullptr, judgePerhapsOldToken)};
    const Report report = await(runChecks(checks, context(), {}, {}));
    QCOMPARE(report.rootCauses, QList<FindingId>{finding::noProjectPermission});
    const ReportedFinding *guess = report.finding(finding::tokenCacheStale);
    QVERIFY(guess);
    QCOMPARE(word(guess->severity), word(Severity::Info));
    QVERIFY(guess->evidence["guess"_L1].toBool());
    QCOMPARE(word(report.check(u"b.guess"_s)->status), word(Status::Unknown));
}

// That a request failed says nothing about what it asked for, and Terraform cannot work all the same.
void TestRunner::unansweredBlocksAndIsUnknown()
{
    const std::vector<Check> checks{checkOf("a.exists"_L1, {}, nullptr, judgeUnanswered),
                                    checkOf("b.next"_L1, {"a.exists"_L1}, nullptr, judgePassed)};
    const Report report = await(runChecks(checks, context(), {}, {}));
    QCOMPARE(word(report.check(u"a.exists"_s)->status), word(Status::Unknown));
    QCOMPARE(word(report.check(u"b.next"_s)->status), word(Status::Skipped));
    QCOMPARE(report.rootCauses, QList<FindingId>{finding::networkFailed});
    QCOMPARE(word(report.finding(finding::networkFailed)->severity), word(Severity::Blocker));
    QCOMPARE(word(report.verdict), word(Verdict::NotReady));
    QVERIFY(!report.onlyWarnings());
}

void TestRunner::yieldsUntilTheOtherHasAsked()
{
    std::vector<Check> checks{checkOf("a.third"_L1, {}, observeThird, judgePassed),
                              checkOf("b.slow"_L1, {}, observeSlow, judgeFailed)};
    checks.front().yieldsTo = idsOf({"b.slow"_L1});
    gates[u"slow"_s] = true;
    const Report report = await(runChecks(checks, context(), {}, {}));
    QCOMPARE(events, QStringList({u"ask slow"_s, u"end slow"_s, u"ask third"_s}));
    // That the other failed is no reason to skip this one.
    QCOMPARE(word(report.check(u"a.third"_s)->status), word(Status::Passed));
}

void TestRunner::yieldsToNoSilence()
{
    std::vector<Check> checks{checkOf("a.third"_L1, {}, observeThird, judgePassed),
                              checkOf("b.slow"_L1, {}, observeSlow, judgePassed)};
    checks.front().yieldsTo = idsOf({"b.slow"_L1});
    checks.back().judgeSilence = judgeFailed;
    std::optional<Report> result;
    auto done =
        runChecks(checks, context(), {}, {}).then([&result](Report report) { result = std::move(report); });
    QTRY_COMPARE(events, QStringList({u"ask slow"_s, u"ask third"_s}));
    gates[u"slow"_s] = true;
    QTRY_VERIFY(result);
}

void TestRunner::lateAnswerIsToldEarly()
{
    std::vector<Check> checks{checkOf("a.slow"_L1, {}, observeSlow, judgePassed)};
    checks.front().judgeSilence = judgeFailed;
    bool toldEarly = false;
    std::optional<Report> result;
    auto done = runChecks(checks, context(), {}, [&](const Report &report) {
                    const CheckResult *slow = report.check(u"a.slow"_s);
                    toldEarly = toldEarly || (slow->provisional && slow->phase == Phase::Asking);
                }).then([&result](Report report) { result = std::move(report); });
    QTRY_VERIFY(toldEarly);
    QVERIFY(!result);

    // It answers after all: the early word is taken back.
    gates[u"slow"_s] = true;
    QTRY_VERIFY(result);
    QCOMPARE(word(result->check(u"a.slow"_s)->status), word(Status::Passed));
    QVERIFY(!result->check(u"a.slow"_s)->provisional);
    QCOMPARE(result->rootCauses, QList<FindingId>());
}

void TestRunner::checkListIsSound()
{
    QStringList before;
    for (const Check &entry : checkList()) {
        const QString id = entry.id.toString();
        QVERIFY2(!before.contains(id), qPrintable(id));
        QVERIFY2(id.count(u'.') == 1, qPrintable(id));
        QVERIFY(entry.judge);
        QVERIFY2(entry.observe != nullptr || entry.limit.count() == 0, qPrintable(id));
        for (const CheckId need : entry.asksAfter) {
            QVERIFY2(std::find(entry.needs.begin(), entry.needs.end(), need) != entry.needs.end(),
                     qPrintable(id + u" asks after what it does not need"_s));
        }
        before.append(id);
    }
    // What is needed or considered may stand anywhere, but every check is judged at some time: nothing waits
    // in a circle.
    std::vector<const Check *> waiting;
    for (const Check &entry : checkList())
        waiting.push_back(&entry);
    QStringList judged;
    for (std::size_t before = 0; before != waiting.size();) {
        before = waiting.size();
        std::erase_if(waiting, [&judged](const Check *entry) {
            const auto isJudged = [&judged](CheckId other) { return judged.contains(other.toString()); };
            if (!std::ranges::all_of(entry->needs, isJudged)
                || !std::ranges::all_of(entry->considers, isJudged)
                || !std::ranges::all_of(entry->yieldsTo, isJudged))
                return false;
            judged.append(entry->id.toString());
            return true;
        });
    }
    for (const Check *entry : waiting)
        QFAIL(qPrintable(entry->id.toString() + u" waits for itself, or for an unknown check"_s));
    QVERIFY(before.size() >= 14);
}

QTEST_GUILESS_MAIN(TestRunner)
#include "tst_runner.moc"
