#include "core/sandbox/scenarios/healthymachine.h"
#include "core/sandbox/scenarios/scenariorow.h"

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

void proxyEatsImds(Scenario *scenario)
{
    addVariables(scenario,
                 {{u"HTTP_PROXY"_s, u"http://proxy.contoso.example:3128"_s},
                  {u"NO_PROXY"_s, u"localhost,127.0.0.1"_s}});
}

void proxyValueRefused(Scenario *scenario)
{
    addVariables(scenario,
                 {{u"HTTP_PROXY"_s, u"http://proxy.contoso.example:3128"_s},
                  {u"NO_PROXY"_s, u"169.254.169.254"_s},
                  {u"REQUEST_METHOD"_s, u"GET"_s}});
}

constexpr ScenarioRow networkRows[] = {
    {.name = "proxy-eats-imds"_L1,
     .title = "HTTP_PROXY is set and the metadata address is not excepted",
     .change = proxyEatsImds},
    {.name = "proxy-value-refused"_L1,
     .title = "HTTP_PROXY is set in a process that looks like a CGI program",
     .change = proxyValueRefused},
    {.name = "captive-portal"_L1,
     .title = "A network whose sign-in page answers at the metadata address",
     .answer = ScenarioRow::Answer{.status = 200,
                                   .body = "<html><title>Welcome</title>Sign in to use this network</html>",
                                   .contentType = "text/html"}},
};

} // namespace

std::span<const ScenarioRow> networkScenarios()
{
    return networkRows;
}

} // namespace signet::sandbox
