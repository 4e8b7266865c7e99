#pragma once

#include "core/sandbox/scenarios/scenario.h"

#include <QLatin1StringView>

#include <optional>
#include <span>

namespace signet::sandbox {

// One scenario: how it differs from the healthy machine. What can be said as data is data and is put in
// first; `change` does the rest.
struct ScenarioRow {
    struct Answer {
        int status = 200;
        const char *body = "";
        const char *contentType = "application/json; charset=utf-8";
    };
    struct File {
        const char *name = nullptr;
        const char *content = nullptr;
    };

    QLatin1StringView name; // kebab-case: that of the finding it provokes
    const char *title = nullptr; // the situation in one sentence
    Outcome outcome = Outcome::NotReady;
    QLatin1StringView rootCause = {}; // where it is not the name
    const char *error = nullptr; // the text that somebody got from an act, of which nothing else is left
    const char *provider = nullptr; // the arguments of the provider block, besides the organization
    File file = {}; // one more file of the configuration
    std::optional<Answer> answer = {}; // what the metadata service answers to every request for a token
    void (*change)(Scenario *scenario) = nullptr;
};

// The table, cut as the catalogue of findings is.
std::span<const ScenarioRow> healthyScenarios();
std::span<const ScenarioRow> environmentScenarios();
std::span<const ScenarioRow> endpointScenarios();
std::span<const ScenarioRow> tokenScenarios();
std::span<const ScenarioRow> organizationScenarios();
std::span<const ScenarioRow> membershipScenarios();
std::span<const ScenarioRow> permissionsScenarios();
std::span<const ScenarioRow> terraformScenarios();
std::span<const ScenarioRow> networkScenarios();

} // namespace signet::sandbox
