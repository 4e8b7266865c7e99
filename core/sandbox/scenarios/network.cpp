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

void addFault(Scenario *scenario, const QString &path, Fault::Kind kind)
{
    Fault fault;
    fault.path = path;
    fault.times = 1000;
    fault.kind = kind;
    scenario->world.faults.push_back(fault);
}

void captivePortalEverywhere(Scenario *scenario)
{
    scenario->world.faults.push_back({.method = {},
                                      .path = u"dev.azure.com/"_s,
                                      .times = 1000,
                                      .status = 200,
                                      .contentType = "text/html",
                                      .body = "<html><title>Blocked</title>This site is blocked</html>"});
}

void firewallMissingHosts(Scenario *scenario)
{
    addFault(scenario, u"vsaex.dev.azure.com"_s, Fault::Kind::ResetBefore);
}

void devopsRateLimited(Scenario *scenario)
{
    addFault(scenario, u"dev.azure.com/contoso/"_s, Fault::Kind::Throttled);
}

void providerRequestRefused(Scenario *scenario)
{
    scenario->world.faults.push_back({.method = u"OPTIONS"_s,
                                      .path = u"dev.azure.com/contoso/_apis"_s,
                                      .times = 1000,
                                      .status = 405,
                                      .contentType = "text/html",
                                      .body = "<html>Method not allowed</html>"});
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
    {.name = "captive-portal-everywhere"_L1,
     .title = "A web filter whose page answers in place of Azure DevOps",
     .rootCause = "captive-portal"_L1,
     .change = captivePortalEverywhere},
    {.name = "tls-interception"_L1,
     .title = "Terraform does not trust the authority of the company's gateway, which Signet does",
     .error = "Error: Get \"https://dev.azure.com/contoso/_apis/ResourceAreas\": tls: failed to verify "
              "certificate: x509: certificate signed by unknown authority"},
    {.name = "firewall-missing-hosts"_L1,
     .title = "dev.azure.com is open, and vsaex.dev.azure.com is closed",
     .change = firewallMissingHosts},
    {.name = "provider-request-refused"_L1,
     .title = "A proxy lets GET and POST through, and not the provider's first request",
     .change = providerRequestRefused},
    {.name = "devops-rate-limited"_L1,
     .title = "Azure DevOps throttles the identity, which many pipelines share",
     .change = devopsRateLimited},
};

} // namespace

std::span<const ScenarioRow> networkScenarios()
{
    return networkRows;
}

} // namespace signet::sandbox
