#include "core/diagnosis/causecheck.h"

#include "core/diagnosis/runner.h"
#include "core/findings/catalogue.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Which stages look for the findings of a chapter.
std::vector<QLatin1StringView> stagesOf(QLatin1StringView chapter)
{
    struct Row {
        QLatin1StringView chapter;
        std::vector<QLatin1StringView> stages;
    };
    static const std::vector<Row> rows{
        {"environment"_L1, {"machine"_L1, "token"_L1}},
        {"managed identity endpoint"_L1, {"machine"_L1, "token"_L1}},
        {"token"_L1, {"token"_L1}},
        {"network/TLS/proxy"_L1, {"machine"_L1, "organization"_L1}},
        {"organization"_L1, {"membership"_L1, "organization"_L1}},
        {"membership & licence"_L1, {"membership"_L1}},
        {"permissions"_L1, {"permissions"_L1}},
        {"operations over time"_L1, {"membership"_L1}},
        {"terraform configuration"_L1, {"terraform"_L1}},
    };
    const auto row = std::ranges::find(rows, chapter, &Row::chapter);
    return row == rows.end() ? std::vector<QLatin1StringView>{} : row->stages;
}

void addNeeds(const Check &check, std::vector<CheckId> *chosen)
{
    for (const std::vector<CheckId> *needed : {&check.needs, &check.asksAfter, &check.considers}) {
        for (const CheckId id : *needed) {
            const Check *other = findCheck(id);
            if (!other || std::ranges::find(*chosen, id) != chosen->end())
                continue;
            chosen->push_back(id);
            addNeeds(*other, chosen);
        }
    }
}

bool isOfStages(const Check &check, const std::vector<QLatin1StringView> &stages)
{
    return std::ranges::find(stages, check.stage) != stages.end();
}

CheckedCause judged(FindingId finding, const Report &report)
{
    CheckedCause cause{finding, CauseState::Open, {}};
    const Finding *entry = findFinding(finding);
    const std::vector<QLatin1StringView> stages =
        entry ? stagesOf(entry->chapter) : std::vector<QLatin1StringView>{};
    const bool found = std::ranges::any_of(
        report.findings, [finding](const ReportedFinding &other) { return other.id == finding; });
    bool looked = false;
    for (const CheckResult &result : report.checks) {
        const Check *check = findCheck(result.id);
        if (!check || !isOfStages(*check, stages) || check->weight == Weight::None)
            continue;
        looked = true;
        if (result.status != Status::Passed)
            cause.open.push_back(check->id);
    }
    if (found)
        return {finding, CauseState::Confirmed, {}};
    if (looked && cause.open.empty())
        cause.state = CauseState::RuledOut;
    return cause;
}

} // namespace

std::vector<CheckId> checksThatDecide(FindingId finding)
{
    std::vector<CheckId> chosen;
    const Finding *entry = findFinding(finding);
    if (!entry)
        return chosen;
    for (const QLatin1StringView stage : stagesOf(entry->chapter)) {
        for (const Check &check : checkList()) {
            if (check.stage == stage)
                chosen.push_back(check.id);
        }
    }
    const std::vector<CheckId> own = chosen;
    for (const CheckId id : own)
        addNeeds(*findCheck(id), &chosen);
    return chosen;
}

QCoro::Task<CheckedCauses> checkCauses(Http http, Host disk, Question question, QList<FindingId> causes,
                                       std::stop_token stop)
{
    std::vector<CheckId> ids;
    for (const FindingId cause : std::as_const(causes)) {
        for (const CheckId id : checksThatDecide(cause)) {
            if (std::ranges::find(ids, id) == ids.end())
                ids.push_back(id);
        }
    }
    std::vector<Check> chosen;
    for (const Check &check : checkList()) {
        if (std::ranges::find(ids, check.id) != ids.end())
            chosen.push_back(check);
    }
    CheckedCauses checked;
    if (!chosen.empty()) {
        auto context = std::make_shared<RunContext>(std::move(http), std::move(disk), std::move(question));
        auto reading = readTerraform(context, stop);
        co_await reading;
        auto running = runChecks(chosen, std::move(context), std::move(stop), {});
        checked.report = co_await running;
    }
    for (const FindingId cause : std::as_const(causes))
        checked.causes.append(judged(cause, checked.report));
    for (const FindingId root : checked.report.rootCauses) {
        if (!causes.contains(root))
            checked.others.append(root);
    }
    co_return checked;
}

} // namespace signet
