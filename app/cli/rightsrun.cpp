#include "app/cli/rightsrun.h"

#include "app/cli/administratorsignin.h"
#include "app/cli/console.h"
#include "app/cli/plansaving.h"
#include "core/devops/organizationprobe.h"
#include "core/diagnosis/checks/devopsevidence.h"
#include "core/identity/absence.h"
#include "core/identity/identityendpoint.h"
#include "core/report/planlayout.h"
#include "core/report/rightsdocument.h"
#include "core/session/tokensession.h"
#include "core/setup/makeplan.h"

#include <QCoreApplication>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct RightsText {
    Q_DECLARE_TR_FUNCTIONS(RightsCommand)
};

// The machine's token for Azure DevOps, and whose it is.
struct OwnToken {
    Credential credential;
    QString objectId;
};
QCoro::Task<Result<OwnToken>> ownToken(Composition composition, std::stop_token stop)
{
    const Host host = composition.sessionContext.host;
    const IdentitySelector selector = selectorOf(composition.question);
    const Http http(host, composition.sessionContext.net);
    auto asking = askForToken(http, TokenQuestion(selector, azureDevOpsResource), stop);
    const TokenAnswer answer = co_await asking;
    if (answer.delivery == Delivery::Stopped)
        co_return Problem(finding::runStopped);
    if (!answer.token)
        co_return problemOf(answer, selector, detectMachine(host).kind);
    OwnToken token;
    token.credential = Credential::bearer(Resource::AzureDevOps, answer.token->text);
    if (answer.token->claims)
        token.objectId = answer.token->claims->objectId;
    co_return token;
}

// Who works from the desk, and the descriptor of the identity that it is about.
struct Desk {
    SetupContext context;
    Credential credential;
    QString descriptor;
};
QCoro::Task<Result<Desk>> deskFor(RightsRun run, OrganizationName organization, ObjectId objectId,
                                  std::stop_token stop)
{
    auto signingIn = signInForCommand(run.composition, run.signIn, run.common, stop);
    auto signedIn = co_await signingIn;
    if (!signedIn)
        co_return signedIn.problem();
    const SharedSignIn &administrator = *signedIn;
    const Http http(run.composition.sessionContext.host, run.composition.sessionContext.net);
    auto asking = administrator->credential(Resource::AzureDevOps, stop);
    auto credential = co_await asking;
    if (!credential)
        co_return credential.problem();
    auto probing = probeTenant(http, organization, stop);
    const OrganizationTenantSeen tenant = co_await probing;
    const QJsonObject evidence{{u"organization"_s, organization.toString()},
                               {u"organizationUrl"_s, organization.url()},
                               {u"url"_s, organization.url()},
                               {u"reason"_s, u"tenant-not-named"_s}};
    if (stop.stop_requested())
        co_return Problem(finding::runStopped);
    if (!tenant.tenantId)
        co_return Problem(tenant.notEntraBacked ? finding::orgNotEntraBacked : finding::networkFailed,
                          evidence);
    Desk desk{SetupContext{http, administrator, administrator->account().label(), QUuid::createUuid()},
              std::move(*credential), accessDescriptor(*tenant.tenantId, objectId)};
    co_return desk;
}

std::optional<ObjectId> namedObject(const RightsRun &run)
{
    if (run.subject.objectId.empty())
        return std::nullopt;
    const auto objectId = ObjectId::parse(text(run.subject.objectId));
    return objectId ? std::optional(*objectId) : std::nullopt;
}

// Why Azure DevOps does not take the identity for a member; nothing where it does.
std::optional<Problem> refusalOf(const ConnectionSeen &seen, const OrganizationName &organization,
                                 const QString &objectId)
{
    if (seen.kind == ConnectionSeen::Kind::Identity)
        return std::nullopt;
    QJsonObject evidence = evidenceOf(seen.error, seen.delivery);
    evidence.insert(u"organization"_s, organization.toString());
    evidence.insert(u"organizationUrl"_s, organization.url());
    evidence.insert(u"url"_s, organization.url());
    evidence.insert(u"objectId"_s, objectId);
    evidence.insert(u"principal"_s, objectId);
    evidence.insert(u"status"_s, seen.status);
    if (seen.kind == ConnectionSeen::Kind::NotAMember || seen.kind == ConnectionSeen::Kind::NotAuthorized)
        return Problem(finding::notInOrg, evidence);
    const CheckVerdict verdict = judgeConnection(seen, false, evidence);
    return verdict.problem.value_or(Problem(finding::networkFailed, evidence));
}

int finishRights(const Console &console, const RightsRun &run, const CheckedRights &checked,
                 const QString &who)
{
    const RightsDocument document = describe(run.needed, checked, who);
    const int code = document.verdict == RightsVerdict::Ready ? exitcode::ready : exitcode::notReady;
    if (console.wantsJson())
        return console.finish(rightsToJson(run.needed, checked), code);
    const std::string &format = run.common.output;
    if (format == "sarif")
        return console.finish(rightsToSarif(document, run.directory), code);
    const QString shown = format == "markdown" ? rightsToMarkdown(document)
        : format == "html"                     ? rightsToHtml(document)
        : format == "junit" ? rightsToJUnit(document, console.disk().now().time_since_epoch().count())
                            : rightsToText(document, console.style());
    return console.finish(shown.toUtf8(), code);
}

} // namespace

QCoro::Task<int> runRightsCheck(RightsRun run, std::stop_token stop)
{
    const Console console(run.common);
    const auto organization = run.composition.question.organizationName();
    if (!organization)
        co_return console.fail(Problem(finding::organizationMissing));
    const QList<RightToCheck> rights = rightsToCheck(run.needed);
    if (const auto objectId = namedObject(run)) {
        auto entering = deskFor(run, *organization, *objectId, stop);
        auto desk = co_await entering;
        if (!desk)
            co_return console.fail(desk.problem());
        console.say(RightsText::tr("Reading access control lists and groups as an administrator."));
        auto computing = computeRights(desk->context.http, *organization, desk->credential, desk->descriptor,
                                       rights, desk->context.session, stop);
        const CheckedRights checked = co_await computing;
        if (stop.stop_requested())
            co_return console.fail(Problem(finding::runStopped));
        co_return finishRights(console, run, checked, objectId->toString());
    }
    console.say(RightsText::tr("Asking the identity endpoint for a token."));
    auto asking = ownToken(run.composition, stop);
    auto token = co_await asking;
    if (!token)
        co_return console.fail(token.problem());
    console.say(RightsText::tr("Asking Azure DevOps about the rights, as the identity."));
    const Http http(run.composition.sessionContext.host, run.composition.sessionContext.net);
    auto checking = checkRights(http, *organization, token->credential, rights, QUuid::createUuid(), stop);
    const CheckedRights checked = co_await checking;
    if (stop.stop_requested())
        co_return console.fail(Problem(finding::runStopped));
    if (const auto refusal = refusalOf(checked.connection, *organization, token->objectId)) {
        const int code = console.fail(*refusal);
        // What the service refuses is an answer; only what it does not answer is a failure of the command.
        const int result = code == exitcode::notReachable ? code : exitcode::notReady;
        if (console.wantsJson())
            co_return console.finish(rightsToJson(run.needed, checked, refusal->findingId), result);
        co_return result;
    }
    const QString name = checked.connection.identity.displayName;
    co_return finishRights(console, run, checked, name.isEmpty() ? token->objectId : name);
}

QCoro::Task<int> runRightsGrant(RightsRun run, std::stop_token stop)
{
    const Console console(run.common);
    const auto organization = run.composition.question.organizationName();
    if (!organization)
        co_return console.fail(Problem(finding::organizationMissing));
    if (run.needed.resources == 0)
        co_return console.fail(Problem(
            finding::optionValueInvalid,
            {{u"value"_s, run.readFrom},
             {u"variable"_s, run.ofPlan ? u"--plan"_s : u"--dir"_s},
             {u"command"_s, QJsonArray{u"terraform"_s, u"needs"_s}},
             {u"known"_s,
              run.ofPlan ? RightsText::tr("a plan that contains resources of the azuredevops provider")
                         : RightsText::tr("a folder that contains resources of the azuredevops provider")}}));
    std::optional<ObjectId> objectId = namedObject(run);
    if (!objectId) {
        auto asking = ownToken(run.composition, stop);
        const auto token = co_await asking;
        const auto own = token ? ObjectId::parse(token->objectId) : Result<ObjectId>(token.problem());
        if (!own)
            co_return console.fail(Problem(finding::principalNotNamed));
        objectId = *own;
    }
    auto entering = deskFor(run, *organization, *objectId, stop);
    auto desk = co_await entering;
    if (!desk)
        co_return console.fail(desk.problem());
    console.say(RightsText::tr("Reading access control lists and groups as an administrator."));
    auto computing = computeRights(desk->context.http, *organization, desk->credential, desk->descriptor,
                                   rightsToCheck(run.needed), desk->context.session, stop);
    const CheckedRights checked = co_await computing;
    if (stop.stop_requested())
        co_return console.fail(Problem(finding::runStopped));
    const RightsGrant grant = leastGrant(run.needed, checked, run.extent);
    Draft draft = draftOf(grant, *organization, *objectId);
    auto planning = makePlan(desk->context, std::move(draft), stop);
    const auto plan = co_await planning;
    if (!plan)
        co_return console.fail(plan.problem());
    const auto saved = savePlan(console, *plan, run.planFile);
    if (!saved)
        co_return console.fail(saved.problem());
    const QStringList remarks = grantRemarks(run.needed, checked, grant);
    for (const QString &remark : remarks)
        console.say(remark);
    if (console.wantsJson())
        co_return console.finish(plan->toJson(), exitcode::ready);
    const Requests requests = run.common.verbose ? Requests::Show : Requests::Hide;
    co_return console.finish(planToText(describe(*plan), console.style(), requests).toUtf8(),
                             exitcode::ready);
}

} // namespace signet
