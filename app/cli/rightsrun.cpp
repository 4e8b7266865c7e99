#include "app/cli/rightsrun.h"

#include "app/cli/administratorsignin.h"
#include "app/cli/console.h"
#include "app/cli/plansaving.h"
#include "core/devops/organizationprobe.h"
#include "core/identity/absence.h"
#include "core/identity/identityendpoint.h"
#include "core/report/planlayout.h"
#include "core/report/rightsdocument.h"
#include "core/session/tokensession.h"
#include "core/setup/makeplan.h"

#include <QCoreApplication>

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

int finishRights(const Console &console, const RightsRun &run, const CheckedRights &checked,
                 const QString &who)
{
    const RightsDocument document = describe(run.needed, checked, who);
    const int code = document.verdict == RightsVerdict::Ready ? exitcode::ready : exitcode::notReady;
    if (console.wantsJson())
        return console.finish(rightsToJson(run.needed, checked), code);
    const QString shown = run.common.output == "markdown" ? rightsToMarkdown(document)
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
    if (checked.connection.kind == ConnectionSeen::Kind::NotAMember) {
        console.fail(Problem(finding::notInOrg,
                             {{u"organization"_s, organization->toString()},
                              {u"objectId"_s, token->objectId},
                              {u"principal"_s, token->objectId}}));
        co_return exitcode::notReady;
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
    const RightsGrant grant = leastGrant(run.needed, checked);
    Draft draft{
        .organization = *organization,
        .principal =
            {.objectId = *objectId, .name = {}, .clientId = {}, .tenantId = {}, .resourceId = {}, .kind = {}},
        .groups = {},
        .projects = {},
        .permissions = grant.permissions};
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
