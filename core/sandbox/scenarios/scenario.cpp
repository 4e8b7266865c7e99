#include "core/sandbox/scenarios/scenario.h"

#include "core/sandbox/scenarios/healthymachine.h"
#include "core/sandbox/scenarios/scenariorow.h"

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

std::optional<Scenario> Scenario::named(const QString &name)
{
    const ScenarioRow *row = rowNamed(name);
    if (!row)
        return std::nullopt;
    Scenario scenario = healthyScenario();
    scenario.name = row->name;
    scenario.title = QString::fromUtf8(row->title);
    scenario.outcome = row->outcome;
    scenario.verdict = row->outcome == Outcome::NotReady ? u"not-ready"_s
        : row->outcome == Outcome::Unclear               ? u"unclear"_s
                                                         : u"ready"_s;
    if (row->outcome != Outcome::Ready)
        scenario.rootCauses = {row->rootCause.isEmpty() ? row->name : row->rootCause};
    if (row->error)
        scenario.asked.insert(u"error"_s, QString::fromUtf8(row->error));
    if (row->provider)
        setProviderBlock(&scenario, QString::fromUtf8(row->provider));
    if (row->file.name)
        addConfigurationFile(&scenario, QString::fromUtf8(row->file.name),
                             QString::fromUtf8(row->file.content));
    if (row->answer) {
        scenario.world.faults = {{.method = {},
                                  .path = u"169.254.169.254/metadata/identity/oauth2"_s,
                                  .times = 1000,
                                  .status = row->answer->status,
                                  .contentType = row->answer->contentType,
                                  .body = row->answer->body}};
    }
    if (row->change)
        row->change(&scenario);
    return scenario;
}

} // namespace signet::sandbox
