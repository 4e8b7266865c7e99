#include "core/sandbox/scenarios/scenario.h"

#include "core/sandbox/scenarios/combinedscenario.h"
#include "core/sandbox/scenarios/healthymachine.h"
#include "core/sandbox/scenarios/scenariorow.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

// In the order in which they are shown.
constexpr std::span<const ScenarioRow> (*scenarioChapters[])() = {
    healthyScenarios,    environmentScenarios, endpointScenarios,  tokenScenarios,  organizationScenarios,
    membershipScenarios, permissionsScenarios, terraformScenarios, networkScenarios};

const ScenarioRow *rowNamed(const QString &name)
{
    for (const auto chapter : scenarioChapters) {
        for (const ScenarioRow &row : chapter()) {
            if (row.name == name)
                return &row;
        }
    }
    return nullptr;
}

void apply(const ScenarioRow &row, Scenario *scenario)
{
    scenario->title = QString::fromUtf8(row.title);
    scenario->outcome = std::max(scenario->outcome, row.outcome);
    if (scenario->outcome == Outcome::NotReady)
        scenario->verdict = u"not-ready"_s;
    else if (scenario->outcome == Outcome::Unclear)
        scenario->verdict = u"unclear"_s;
    if (row.outcome != Outcome::Ready)
        scenario->rootCauses.append(row.rootCause.isEmpty() ? row.name : row.rootCause);
    if (row.error)
        scenario->asked.insert(u"error"_s, QString::fromUtf8(row.error));
    if (row.provider)
        setProviderBlock(scenario, QString::fromUtf8(row.provider));
    if (row.file.name)
        addConfigurationFile(scenario, QString::fromUtf8(row.file.name), QString::fromUtf8(row.file.content));
    if (row.answer)
        scenario->world.faults.push_back({.method = {},
                                          .path = u"169.254.169.254/metadata/identity/oauth2"_s,
                                          .times = 1000,
                                          .status = row.answer->status,
                                          .contentType = row.answer->contentType,
                                          .body = row.answer->body});
    if (row.change)
        row.change(scenario);
}

} // namespace

QStringList Scenario::names()
{
    QStringList names;
    for (const auto chapter : scenarioChapters) {
        for (const ScenarioRow &row : chapter())
            names.append(row.name);
    }
    return names;
}

QList<ScenarioLine> Scenario::lines()
{
    // Three failures that people meet often, and what it looks like when all is well.
    static const QStringList tour{u"not-in-org"_s, u"pat-overrides-msi"_s, u"tenant-mismatch"_s,
                                  u"healthy"_s};
    static const QStringList titles{u"Not a member"_s, u"A token wins"_s, u"Wrong tenant"_s,
                                    u"Everything works"_s};
    QList<ScenarioLine> lines;
    for (const auto chapter : scenarioChapters) {
        for (const ScenarioRow &row : chapter()) {
            const qsizetype place = tour.indexOf(row.name);
            lines.append({row.name, QString::fromUtf8(row.title), int(place) + 1, titles.value(place)});
        }
    }
    return lines;
}

std::optional<Scenario> Scenario::named(const QString &name)
{
    return combinedScenario({name});
}

std::optional<Scenario> combinedScenario(const QStringList &names)
{
    Scenario scenario = healthyScenario();
    scenario.outcome = Outcome::Ready;
    scenario.verdict = u"ready"_s;
    for (const QString &name : names) {
        const ScenarioRow *row = rowNamed(name);
        if (!row)
            return std::nullopt;
        apply(*row, &scenario);
    }
    scenario.name = names.join(u'+');
    return scenario;
}

} // namespace signet::sandbox
