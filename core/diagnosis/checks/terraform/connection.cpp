#include "core/diagnosis/checks/terraform/connection.h"

#include "core/diagnosis/checks/devopsevidence.h"
#include "core/diagnosis/checks/terraform/checks.h"
#include "core/diagnosis/checks/terraform/decision.h"
#include "core/findings/catalogue.h"
#include "core/identity/identityendpoint.h"
#include "core/terraform/blocksinuse.h"
#include "core/terraform/signinvalues.h"

#include <array>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace signet {

namespace {

// The block that the question is about, and then the others that something uses.
QList<ExplainedBlock> subjectFirst(const Explanation &explanation)
{
    QList<ExplainedBlock> blocks{{.block = explanation.subject,
                                  .input = explanation.input,
                                  .decision = explanation.decision,
                                  .fix = explanation.fix}};
    for (const ExplainedBlock &other : explanation.blocks) {
        if (!explanation.isSubject(other))
            blocks.append(other);
    }
    return blocks;
}

// As the provider would ask for it, at the endpoint of this machine. The token of the run serves where the
// block means the same identity.
QCoro::Task<ProviderConnectionsSeen::Block> connectAs(std::shared_ptr<RunContext> context,
                                                      ProviderConnectionsSeen::Block block,
                                                      ProviderAddress address, std::stop_token stop)
{
    const Http http = context->http.withPurpose(check::terraformConnection.toString());
    const bool isTokenOfRun =
        block.decision.clientId.compare(providerSelector(context->question).text(), Qt::CaseInsensitive) == 0;
    std::optional<Credential> credential;
    if (isTokenOfRun || block.decision.decidedBy != CredentialMethod::ManagedIdentity) {
        credential = context->credential();
    } else {
        const auto clientId = ClientId::parse(block.decision.clientId);
        TokenQuestion question(clientId ? IdentitySelector(*clientId) : IdentitySelector());
        question.manner = TokenQuestion::Manner::Provider;
        question.machine = context->machine;
        auto asking = askForToken(http, question, stop);
        const TokenAnswer answer = co_await asking;
        block.tokenFault = answer.fault;
        if (answer.token)
            credential = Credential::bearer(Resource::AzureDevOps, answer.token->text);
    }
    if (!credential)
        co_return block;
    auto connecting =
        connectLikeProvider(http, address.base, projectsRequest(*address.organization, {}, {}).url,
                            *credential, context->session, stop);
    auto connection = co_await connecting;
    block.connection = std::move(connection);
    co_return block;
}

// Whether the credential of the run is that of the block, too. Which managed identity a block means is looked
// at when it is asked for.
bool hasCredentialOfRun(const RunContext &context, const Explanation &explanation, const DecisionInput &block)
{
    if (expectsManagedIdentity(context.question))
        return true;
    const CredentialMethod method = context.question.terraformCredential();
    return isSameSignIn(signInValues(explanation.input, context.host, method),
                        signInValues(block, context.host, method));
}

// At the address as each provider block has it, for the provider asks it as it is. Nothing is asked of an
// organization that only a wrong address names.
QCoro::Task<Observation> observeProviderConnections(std::shared_ptr<RunContext> context, std::stop_token stop)
{
    const auto name = context->question.organizationName();
    const auto explanation = context->configuration.explanation;
    ProviderConnectionsSeen seen;
    if (!name || !explanation)
        co_return Observation();
    std::vector<std::pair<qsizetype, QCoro::Task<ProviderConnectionsSeen::Block>>> asking;
    for (const ExplainedBlock &block : subjectFirst(*explanation)) {
        ProviderConnectionsSeen::Block one{.name = block.block.name(),
                                           .alias = block.block.alias,
                                           .use = block.block.firstUse,
                                           .place =
                                               block.block.place ? block.block.place->toString() : QString(),
                                           .decision = decisionSeen(block.decision, block.input),
                                           .connection = {}};
        const ProviderAddress &address = block.decision.address;
        const bool isMain = seen.blocks.isEmpty();
        const bool isOurs = isMain ? address.organization == name : address.organization.has_value();
        seen.blocks.append(one);
        const bool canAsk = context->credential() && hasCredentialOfRun(*context, *explanation, block.input);
        if (canAsk && isOurs && !address.base.isEmpty())
            asking.emplace_back(seen.blocks.size() - 1, connectAs(context, std::move(one), address, stop));
    }
    for (auto &[index, task] : asking) {
        auto block = co_await task;
        seen.blocks[index] = std::move(block);
    }
    co_return Observation(std::move(seen));
}

// Nothing where the provider can go on with this answer.
std::optional<CheckVerdict> refusalOf(const ProviderAnswer &answer, const QString &request,
                                      const QUrl &address)
{
    if (answer.isList)
        return std::nullopt;
    QJsonObject evidence = evidenceOf(answer.error, answer.delivery);
    evidence.insert(u"request"_s, request);
    evidence.insert(u"status"_s, answer.status);
    evidence.insert(u"host"_s, address.host());
    if (answer.delivery == Delivery::Stopped)
        return unclear();
    if (answer.delivery != Delivery::Answered)
        return refuted(unreached(answer.delivery, address.host(), evidence));
    if (!answer.error.fromAzureDevOps)
        return failed(finding::providerRequestRefused, evidence);
    if (const auto trouble = troubleOf(answer.error, answer.status, evidence))
        return refuted(*trouble);
    if (const FindingId id = findingForCode(answer.error.code); !id.isEmpty())
        return failed(id, evidence);
    if (answer.error.signInPage || answer.error.html)
        return failed(finding::htmlInsteadOfJson, evidence);
    if (answer.status == 401)
        return failed(finding::credentialRejected, evidence);
    return failed(finding::providerRequestRefused, evidence);
}

// Nothing where the provider can go on.
std::optional<CheckVerdict> refusalOf(const ProviderConnectionSeen &seen)
{
    const QUrl address(seen.address);
    const std::array asked{std::pair(&seen.locations, u"OPTIONS _apis"_s),
                           std::pair(&seen.areas, u"GET _apis/ResourceAreas"_s),
                           std::pair(&seen.projects, u"GET _apis/projects"_s)};
    for (const auto &[answer, request] : asked) {
        if (answer == &seen.projects && !answer->isAsked())
            continue;
        if (const auto refusal = refusalOf(*answer, request, address))
            return *refusal;
    }
    // Both are what the provider looks for in the two lists; an empty list of areas is none to look in.
    const bool lacksRoute = !seen.hasAreasRoute;
    if (!lacksRoute && (seen.hasCoreArea || seen.areaCount == 0))
        return std::nullopt;
    return failed(finding::providerRequestRefused,
                  {{u"request"_s, lacksRoute ? asked[0].second : asked[1].second},
                   {u"host"_s, address.host()},
                   {u"status"_s, 200},
                   {u"serviceMessage"_s,
                    lacksRoute ? u"API resource location is not registered"_s
                               : u"API resource area Id is not registered"_s}});
}

CheckVerdict terraformConnection(const Facts &facts)
{
    const auto *seen = facts.seen<ProviderConnectionsSeen>();
    if (!seen || seen->blocks.isEmpty())
        return unclear();
    const ProviderConnectionsSeen::Block &block = seen->blocks.first();
    // Whom Azure DevOps knows, and whether the address is right, is told by other checks.
    const auto *connection = facts.seen<ConnectionSeen>();
    const bool isBeyond = block.decision.address.form == ProviderAddress::Form::BeyondOrganization;
    // Another identity than the one that was asked for: what it meets is a consequence.
    const auto *token = facts.seen<TokenSeen>();
    const bool isAnother =
        token && token->clientId.compare(block.decision.clientId, Qt::CaseInsensitive) != 0;
    if (!block.connection || (isBeyond && !isConnected(block)) || isAnother)
        return unclear();
    const auto refusal = refusalOf(*block.connection);
    // Azure DevOps refuses everybody whom it does not know; something on the way refuses the request itself.
    const bool isRefused = connection && connection->isRefusal();
    if (isRefused
        && !(refusal && refusal->problem && refusal->problem->findingId == finding::providerRequestRefused))
        return unclear();
    return refusal.value_or(passed());
}

} // namespace

bool isConnected(const ProviderConnectionsSeen::Block &block)
{
    if (!block.connection)
        return false;
    const ProviderConnectionSeen &seen = *block.connection;
    return seen.locations.isList && seen.hasAreasRoute && seen.areas.isList
        && (seen.hasCoreArea || seen.areaCount == 0) && (!seen.projects.isAsked() || seen.projects.isList);
}

Check terraformConnectionCheck()
{
    return {.id = check::terraformConnection,
            .stage = "terraform"_L1,
            .title = QT_TRANSLATE_NOOP("Check", "Azure DevOps answers the provider's first requests"),
            .needs = {check::identityToken, check::tokenAudience, check::tokenLifetime,
                      check::terraformSignIn, check::tokenTenant, check::organizationExists},
            .asksAfter = {check::tokenAudience, check::terraformSignIn},
            .considers = {check::devopsConnection, check::terraformConfiguration, check::terraformCredential},
            .limit = 40s,
            .observe = observeProviderConnections,
            .judge = terraformConnection,
            .read = readObservation<ProviderConnectionsSeen>};
}

} // namespace signet
