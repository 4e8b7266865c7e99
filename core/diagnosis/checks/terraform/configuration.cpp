#include "core/diagnosis/checks/terraform/checks.h"

#include "core/diagnosis/checks/terraform/decision.h"
#include "core/findings/catalogue.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct CheckText {
    Q_DECLARE_TR_FUNCTIONS(Check)
};

// Data sources that work in an organization without a project. Source: the provider's documentation of each.
bool readsOrganization(const ProviderUse &use)
{
    static constexpr std::array types{"azuredevops_projects"_L1,        "azuredevops_client_config"_L1,
                                      "azuredevops_users"_L1,           "azuredevops_agent_pools"_L1,
                                      "azuredevops_groups"_L1,          "azuredevops_identity_users"_L1,
                                      "azuredevops_descriptor"_L1,      "azuredevops_storage_key"_L1,
                                      "azuredevops_identity_groups"_L1, "azuredevops_service_principal"_L1};
    return use.mode == "data"_L1 && std::ranges::find(types, use.type) != types.end();
}

ConfigurationSeen configurationSeen(const Explanation &explanation)
{
    const Configuration &configuration = explanation.configuration;
    ConfigurationSeen seen;
    seen.read = true;
    seen.directory = configuration.directory;
    seen.files = int(configuration.files.size());
    for (const ProviderConfiguration &provider : configuration.providers)
        seen.blocks.append({provider.place.toString(), provider.alias});
    seen.uses = int(configuration.uses.size());
    seen.needsNoProject = !configuration.uses.isEmpty()
        && std::ranges::all_of(configuration.uses,
                               [](const ProviderUse &use) { return readsOrganization(use); });
    seen.faults = configuration.faults;
    for (const ConfigurationMistake &mistake : configuration.mistakes)
        seen.mistakes.append(Problem(mistake.findingId, QJsonObject::fromVariantMap(mistake.evidence)));
    if (configuration.lock)
        seen.locked = configuration.lock->version;
    if (configuration.hasBackend)
        seen.backend = configuration.backendType;
    seen.backendPath = configuration.backendPlace.file;
    seen.backendLine = configuration.backendPlace.line;
    seen.backendUsesManagedIdentity = configuration.backendUsesManagedIdentity
        || explanation.input.environment.value(u"ARM_USE_MSI"_s) == "true"_L1;
    // A run of HCP Terraform and of Terraform Enterprise has this variable.
    seen.runsElsewhere = (configuration.backendType == "cloud"_L1 || configuration.backendType == "remote"_L1)
        && !explanation.input.environment.has(u"TFC_RUN_ID"_s);
    seen.replacedBy = explanation.replacedBy;
    for (const MemberResource &member : configuration.members)
        seen.members.append({member.place.file, member.place.line, member.type, member.name,
                             member.principalName, member.originId, member.accessLevel});
    seen.decision = decisionSeen(explanation.decision, explanation.input);
    return seen;
}

QCoro::Task<Observation> observeConfiguration(std::shared_ptr<RunContext> context, std::stop_token)
{
    ConfigurationSeen seen;
    if (const auto &explanation = context->configuration.explanation)
        seen = configurationSeen(*explanation);
    seen.problem = context->configuration.problem;
    co_return Observation(std::move(seen));
}

CheckVerdict terraformConfiguration(const Facts &facts)
{
    const auto *seen = facts.seen<ConfigurationSeen>();
    if (!seen)
        return unclear();
    if (seen->problem)
        return failed(seen->problem->findingId, seen->problem->evidence);
    if (!seen->faults.isEmpty()) {
        const ConfigurationFault &fault = seen->faults.first();
        const Problem problem = problemOf(fault, seen->directory);
        return fault.isLimit ? unclear(problem.findingId, problem.evidence)
                             : failed(problem.findingId, problem.evidence);
    }
    // The most severe one first.
    const auto blocks = [](const Problem &mistake) {
        const Finding *finding = findFinding(mistake.findingId);
        return finding && finding->severity == Severity::Blocker;
    };
    QList<Problem> mistakes;
    std::ranges::copy_if(seen->mistakes, std::back_inserter(mistakes), blocks);
    std::ranges::copy_if(seen->mistakes, std::back_inserter(mistakes), std::not_fn(blocks));
    if (mistakes.isEmpty())
        return passed();
    CheckVerdict verdict;
    verdict.status = blocks(mistakes.first()) ? Status::Failed : Status::Warning;
    verdict.problem = mistakes.takeFirst();
    verdict.further = mistakes;
    return verdict;
}

QString configurationSummary(const QJsonObject &seen)
{
    const QString block = seen["providerBlocks"_L1].toArray().first().toObject()["place"_L1].toString();
    return block.isEmpty() ? QString() : CheckText::tr("provider block in %1").arg(block);
}

} // namespace

Check terraformConfigurationCheck()
{
    return {.id = check::terraformConfiguration,
            .stage = "terraform"_L1,
            .title = QT_TRANSLATE_NOOP("Check", "The Terraform configuration can be read"),
            .observe = observeConfiguration,
            .judge = terraformConfiguration,
            .read = readObservation<ConfigurationSeen>,
            .applies = hasConfiguration,
            .summary = configurationSummary};
}

} // namespace signet
