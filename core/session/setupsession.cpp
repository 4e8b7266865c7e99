#include "core/session/setupsession.h"

#include "core/findings/catalogue.h"
#include "core/findings/findingtext.h"
#include "core/findings/sandboxcommand.h"
#include "core/report/observationwords.h"
#include "core/report/reportdocument.h"
#include "core/result/shellword.h"
#include "core/setup/namepages.h"

#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// The group with the least that lets a project be seen; every project is made with it.
const QString leastGroup = u"Readers"_s;

bool isGood(const Report &report, QLatin1StringView id)
{
    const CheckResult *check = report.check(id);
    return check && check->phase == Phase::Done
        && (check->status == Status::Passed || check->status == Status::Warning);
}

bool isBad(const Report &report, QLatin1StringView id)
{
    const CheckResult *check = report.check(id);
    return check && check->phase == Phase::Done && !isGood(report, id);
}

// Why one of the checks keeps its step from being done, in the words of its line; empty when none does.
QString obstacle(const ReportDocument &document, std::initializer_list<QLatin1StringView> ids)
{
    for (const ReportDocument::Stage &stage : document.stages) {
        for (const ReportDocument::CheckLine &check : stage.checks) {
            for (const QLatin1StringView id : ids) {
                if (check.id == id && check.phase == Phase::Done && check.status == Status::Failed)
                    return check.detail;
            }
        }
    }
    return {};
}

std::optional<DraftPrincipal> draftPrincipalOf(const IdentityFacts &facts)
{
    const auto objectId = ObjectId::parse(facts.objectId);
    if (!objectId)
        return std::nullopt;
    return DraftPrincipal{.objectId = *objectId,
                          .name = facts.name,
                          .clientId = facts.clientId,
                          .tenantId = facts.tenantId,
                          .resourceId = facts.resourceId,
                          .kind = facts.kind};
}

} // namespace

SetupSession::SetupSession(Surroundings surroundings, QObject *parent)
    : QObject(parent)
    , m_surroundings(std::move(surroundings))
    , m_machine(detectMachine(m_surroundings.host))
    , m_diagnosis(new DiagnosisSession(m_surroundings, this))
    , m_signIn(new SignInSession(m_surroundings, this))
    , m_principals(new PrincipalSession(m_surroundings, this))
    , m_changes(new PlanSession(m_surroundings, this))
    , m_terraform(new TerraformSession(m_surroundings, this))
    , m_projectPicker(new PickerModel(this))
    , m_groupPicker(new PickerModel(this))
{
    connect(m_diagnosis, &DiagnosisSession::questionChanged, this, &SetupSession::update);
    connect(m_diagnosis, &DiagnosisSession::reportChanged, this, &SetupSession::hearReport);
    connect(m_diagnosis, &DiagnosisSession::runningChanged, this, &SetupSession::changed);
    connect(m_signIn, &SignInSession::changed, this, &SetupSession::hearSignIn);
    connect(m_principals, &PrincipalSession::changed, this, &SetupSession::hearPrincipals);
    connect(m_changes, &PlanSession::changed, this, &SetupSession::changed);
    connect(m_changes, &PlanSession::organizationChanged, this, &SetupSession::prove);
    connect(m_terraform, &TerraformSession::changed, this, &SetupSession::changed);
    connect(m_projectPicker, &PickerModel::stateChanged, this, &SetupSession::hearProjects);
}

SetupSession::~SetupSession() = default;

// ---- What is heard -------------------------------------------------------------------------------------

void SetupSession::hearReport()
{
    const Report &report = m_diagnosis->report();
    const bool known =
        report.machine && isGood(report, "token.audience"_L1) && isGood(report, "token.identity"_L1);
    const bool refuted = isBad(report, "identity.token"_L1) || isBad(report, "token.audience"_L1)
        || isBad(report, "token.identity"_L1);
    if (known)
        m_own = draftPrincipalOf(*report.machine);
    else if (report.finished || refuted)
        m_own.reset();
    if (report.finished)
        m_ready = report.verdict == Verdict::Ready;
    const auto tenant = TenantId::parse(report.subject["tenantId"_L1].toString());
    if (tenant)
        m_principals->setTenant(*tenant);
    m_signIn->setOrganizationTenant(tenant ? tenant->toString() : QString());
    update();
}

void SetupSession::hearSignIn()
{
    const SharedSignIn signIn = m_signIn->signIn();
    m_principals->setSignIn(signIn);
    m_changes->setAdministrator(signIn);
    if (m_signIn->state() == SignInSession::State::SignedIn && m_signIn->method())
        m_way = *m_signIn->method();
    tellPickers();
    Q_EMIT changed();
}

void SetupSession::hearPrincipals()
{
    const auto &chosen = m_principals->chosen();
    if (!chosen)
        m_takenChoice.clear();
    const QString objectId = chosen ? chosen->principal.objectId.toString() : QString();
    if (where() == Where::Here && chosen && objectId != m_takenChoice) {
        m_takenChoice = objectId;
        m_principalProblem.reset();
        const bool isOwn = m_own && m_own->objectId == chosen->principal.objectId;
        const auto clientId = ClientId::parse(chosen->principal.clientId);
        if (chosen->principal.kind == "user-assigned"_L1 && clientId) {
            const auto taken = setClientId(clientId->toString());
            Q_ASSERT(taken);
        } else if (m_principals->attachment()) {
            const auto taken = setClientId({});
            Q_ASSERT(taken);
        } else if (!isOwn) {
            m_principalProblem =
                Problem(finding::identityNotUserAssigned, {{u"resourceId"_s, chosen->principal.name}});
        }
    }
    update();
}

void SetupSession::update()
{
    const auto settings = providerSettings();
    m_signIn->setOrganization(m_diagnosis->question().organization);
    m_terraform->setIntended(settings ? settings->clientId : m_diagnosis->question().clientId,
                             settings ? settings->organizationUrl : QString());
    tellPickers();
    m_changes->setDraft(draft());
    Q_EMIT changed();
}

std::optional<Draft> SetupSession::draft() const
{
    const auto name = organization();
    const auto who = principal();
    if (!name || !who)
        return std::nullopt;
    const Rights wanted = rights();
    return Draft{.organization = *name,
                 .principal = *who,
                 .accessLevel = wanted.accessLevel,
                 .groups = wanted.groups,
                 .projects = wanted.projects};
}

// ---- Where, and which identity -------------------------------------------------------------------------

QString SetupSession::machineWords() const
{
    const QString kind = m_diagnosis->report().subject["host"_L1].toObject()["kind"_L1].toString();
    return hostKindWords(kind.isEmpty() ? QString(toString(m_machine.kind)) : kind);
}

QString SetupSession::whyWhere() const
{
    return m_machine.saysAzure
        ? tr("This machine is an %1, so Terraform can use its identity.").arg(machineWords())
        : tr("This machine has no marks of Azure (%1), so it has no managed identity of its own.")
              .arg(machineWords());
}

void SetupSession::setWhere(Where where)
{
    if (m_where == where)
        return;
    m_where = where;
    m_principalProblem.reset();
    m_principals->reset();
    update();
}

std::optional<DraftPrincipal> SetupSession::principal() const
{
    if (where() == Where::Here)
        return m_own;
    return m_principals->chosen() ? std::optional(m_principals->chosen()->principal) : std::nullopt;
}

QString SetupSession::principalName() const
{
    const auto who = principal();
    if (!who)
        return {};
    return who->name.isEmpty() ? shortened(who->objectId.toString()) : who->name;
}

Result<Done> SetupSession::setClientId(const QString &text)
{
    Question question = m_diagnosis->question();
    question.clientId.reset();
    question.clientIdOrigin.clear();
    if (!text.trimmed().isEmpty()) {
        const auto id = ClientId::parse(text.trimmed());
        if (!id)
            return id.problem();
        question.clientId = *id;
        question.clientIdOrigin = u"--client-id"_s;
    }
    m_own.reset();
    m_ready = false;
    m_principalProblem.reset();
    m_diagnosis->setQuestion(question);
    check();
    return Done{};
}

Result<Done> SetupSession::lookFor(const QString &text)
{
    if (m_principals->canAsk()) {
        m_principals->search(text);
        return Done{};
    }
    if (where() == Where::Here)
        return setClientId(text);
    return Problem(finding::signInNeeded);
}

std::optional<ResourceId> SetupSession::attachTarget() const
{
    if (where() == Where::Elsewhere)
        return m_principals->bareResource();
    const Report &report = m_diagnosis->report();
    if (m_own || !isBad(report, "identity.token"_L1))
        return std::nullopt;
    const auto id = ResourceId::parse(report.subject["host"_L1].toObject()["resourceId"_L1].toString());
    return id ? std::optional(*id) : std::nullopt;
}

void SetupSession::planAttachment()
{
    const auto target = attachTarget();
    if (!target)
        return;
    std::optional<ResourceId> identity;
    if (const auto &chosen = m_principals->chosen(); chosen && chosen->principal.kind == "user-assigned"_L1) {
        if (const auto id = ResourceId::parse(chosen->principal.resourceId))
            identity = *id;
    }
    m_principals->planAttachment(*target, identity);
}

// ---- Organization, sign-in, rights ---------------------------------------------------------------------

Result<Done> SetupSession::setOrganization(const QString &text)
{
    const auto input = parseOrganization(text);
    if (!input)
        return input.problem();
    Question question = m_diagnosis->question();
    question.organization = withoutUserInfo(text, *input);
    question.organizationOrigin = u"--org"_s;
    m_ready = false;
    m_pickersOf.reset();
    m_diagnosis->setQuestion(question);
    check();
    return Done{};
}

std::optional<OrganizationName> SetupSession::organization() const
{
    const auto input = parseOrganization(m_diagnosis->question().organization);
    return input ? std::optional(input->name) : std::nullopt;
}

void SetupSession::setWay(SignInMethod way)
{
    if (m_way == way)
        return;
    m_way = way;
    Q_EMIT changed();
}

QString SetupSession::otherTenant() const
{
    QString wanted = m_diagnosis->report().subject["tenantId"_L1].toString();
    const QString present = m_signIn->account().tenantId;
    if (wanted.isEmpty() || present.isEmpty() || wanted.compare(present, Qt::CaseInsensitive) == 0)
        return {};
    return wanted;
}

SetupSession::Rights SetupSession::leastRights() const
{
    Rights least;
    for (const QString &project : m_diagnosis->question().projects) {
        ProjectWish wish;
        wish.project = project;
        wish.group = leastGroup;
        least.projects.append(wish);
    }
    // The only one there is cannot be the wrong one.
    if (least.projects.isEmpty() && !m_onlyProject.isEmpty()) {
        ProjectWish wish;
        wish.project = m_onlyProject;
        wish.group = leastGroup;
        least.projects.append(wish);
    }
    return least;
}

QString SetupSession::whyRights() const
{
    if (leastRights().projects.isEmpty())
        return tr("Basic is the least that opens repositories and pipelines. No project was named: without "
                  "one, the identity is a member that sees nothing.");
    return tr("Basic is the least that opens repositories and pipelines, and Readers the least that lets "
              "Terraform see a project. That is enough for terraform plan; to change things, Terraform needs "
              "more: Contributors for repositories and pipelines, Project Administrators for permissions.");
}

void SetupSession::setRights(const Rights &rights)
{
    if (this->rights() == rights)
        return;
    m_rights = rights;
    update();
}

void SetupSession::tellPickers()
{
    const SharedSignIn signIn = m_signIn->signIn();
    const auto name = organization();
    if (m_pickersAsk == signIn && m_pickersOf == name)
        return;
    if (m_pickersOf != name)
        m_onlyProject.clear();
    m_pickersAsk = signIn;
    m_pickersOf = name;
    if (!signIn || !name) {
        m_projectPicker->setSource({});
        m_groupPicker->setSource({});
        return;
    }
    const SetupContext context{Http(m_surroundings.host, m_surroundings.net), signIn,
                               signIn->account().label()};
    m_projectPicker->setSource(
        [context, name](const QString &text, const QString &continuation, const std::stop_token &stop) {
            return projectNames(context, *name, text, continuation, stop);
        });
    m_groupPicker->setSource(
        [context, name, scope = std::make_shared<GroupScope>()](
            const QString &text, const QString &continuation, const std::stop_token &stop) {
            return groupNames(context, *name, scope, text, continuation, stop);
        });
    if (m_current == SetupStep::Rights)
        m_projectPicker->search({});
}

void SetupSession::hearProjects()
{
    using State = PickerModel::State;
    const State state = m_projectPicker->state();
    if (!m_projectPicker->text().isEmpty() || state == State::Idle || state == State::Loading
        || state == State::Failed)
        return;
    QString only;
    if (state == State::Complete && m_projectPicker->rowCount() == 1)
        only = m_projectPicker->index(0).data().toString();
    if (only == m_onlyProject)
        return;
    m_onlyProject = only;
    update();
}

// ---- The walk ------------------------------------------------------------------------------------------

void SetupSession::begin()
{
    if (m_begun)
        return;
    m_begun = true;
    if (m_diagnosis->report().checks.empty() && !m_diagnosis->isRunning())
        check();
    if (m_signIn->state() == SignInSession::State::SignedOut && !m_signIn->method())
        m_signIn->resume();
}

void SetupSession::check()
{
    m_diagnosis->start();
}

void SetupSession::goTo(SetupStep step)
{
    const bool isNew = m_current != step;
    m_current = step;
    // Whoever goes on has left the likely answer as it was.
    if (step > SetupStep::Machine)
        m_machineSettled = true;
    if (step > SetupStep::Rights)
        m_rightsSettled = true;
    if (isNew)
        Q_EMIT currentStepChanged(step);
    // What a step shows is looked up when it is reached.
    if (step == SetupStep::Rights && m_projectPicker->state() == PickerModel::State::Idle)
        m_projectPicker->search({});
    else if (step == SetupStep::Plan && needs(step).isEmpty() && !m_changes->isBusy()
             && (!m_changes->plan() || m_changes->isOutdated()))
        m_changes->makePlan();
    else if (step == SetupStep::Proof && m_changes->isDone() && !m_changes->verification()
             && !m_changes->isBusy())
        prove();
    Q_EMIT changed();
}

void SetupSession::back()
{
    for (auto index = int(m_current) - 1; index >= 0; --index) {
        if (view(setupSteps[std::size_t(index)]).state != State::NotNeeded) {
            goTo(setupSteps[std::size_t(index)]);
            return;
        }
    }
}

void SetupSession::advance()
{
    for (auto index = std::size_t(m_current) + 1; index < setupSteps.size(); ++index) {
        if (view(setupSteps[index]).state != State::NotNeeded) {
            goTo(setupSteps[index]);
            return;
        }
    }
}

QList<SetupStep> SetupSession::needs(SetupStep step) const
{
    QList<SetupStep> missing;
    const bool wantsPlan = step == SetupStep::Plan;
    if ((wantsPlan || step == SetupStep::ProviderBlock) && !organization())
        missing.append(SetupStep::Organization);
    if (wantsPlan && !principal())
        missing.prepend(SetupStep::Identity);
    if ((wantsPlan || (step == SetupStep::Identity && where() == Where::Elsewhere))
        && (!m_signIn->signIn() || !otherTenant().isEmpty()))
        missing.append(SetupStep::SignIn);
    return missing;
}

std::optional<SetupStep> SetupSession::remedyOf(const Problem &problem)
{
    const std::optional<GuidedStep> step = curingStep(findingOf(problem));
    if (!step)
        return {};
    switch (*step) {
    case GuidedStep::Identity:
        return SetupStep::Identity;
    case GuidedStep::Organization:
        return SetupStep::Organization;
    case GuidedStep::SignIn:
        return SetupStep::SignIn;
    case GuidedStep::Rights:
        return SetupStep::Rights;
    }
    Q_UNREACHABLE();
}

void SetupSession::act()
{
    switch (m_current) {
    case SetupStep::Machine:
        if (!m_where)
            m_where = likelyWhere();
        advance();
        return;
    case SetupStep::Identity:
        if (m_principals->attachPlan() && m_principals->attachPlan()->needed
            && m_principals->attachPlan()->offered)
            m_principals->attach();
        else if (principal())
            advance();
        else if (where() == Where::Here)
            check();
        else if (!needs(SetupStep::Identity).isEmpty())
            goTo(SetupStep::SignIn);
        return;
    case SetupStep::Organization:
        if (organizationView().state == State::Done)
            advance();
        else if (organization())
            check();
        return;
    case SetupStep::SignIn:
        if (!m_signIn->signIn())
            m_signIn->start(m_way);
        else if (const QString tenant = otherTenant(); !tenant.isEmpty())
            m_signIn->chooseTenant(tenant);
        else if (!principal() && m_machineSettled)
            goTo(SetupStep::Identity); // where signing in was missing
        else
            advance();
        return;
    case SetupStep::Rights:
        advance();
        return;
    case SetupStep::Plan:
        if (m_changes->isBusy())
            return;
        if (const auto missing = needs(SetupStep::Plan); !missing.isEmpty())
            goTo(missing.first());
        else if (m_changes->isDone())
            advance();
        else if (!m_changes->plan() || m_changes->isOutdated() || m_changes->isTakenBack())
            m_changes->makePlan();
        else
            m_changes->apply();
        return;
    case SetupStep::Proof:
        if (isProven())
            advance();
        else
            prove();
        return;
    case SetupStep::ProviderBlock:
        return;
    }
}

void SetupSession::prove()
{
    if (m_changes->isDone() && !m_changes->isBusy())
        m_changes->verify();
    if (where() == Where::Elsewhere)
        return;
    // What was planned must be seen.
    Question question = m_diagnosis->question();
    for (const ProjectWish &wish : rights().projects) {
        if (!question.projects.contains(wish.project, Qt::CaseInsensitive))
            question.projects.append(wish.project);
    }
    if (question.projects != m_diagnosis->question().projects) {
        // The draft stays what it was: the least rights follow from the projects of the question.
        m_rights = rights();
        m_diagnosis->setQuestion(question);
    }
    check();
}

bool SetupSession::isReadyAlready() const
{
    return where() == Where::Here && m_ready && !m_changes->receipt() && !m_rights;
}

bool SetupSession::isProven() const
{
    const bool verified = m_changes->verification() && m_changes->verification()->holds();
    if (where() == Where::Elsewhere)
        return m_changes->isDone() && verified;
    if (!m_ready)
        return false;
    return !m_changes->receipt() || (m_changes->isDone() && verified);
}

// ---- What each step says -------------------------------------------------------------------------------

QString SetupSession::title(SetupStep step)
{
    switch (step) {
    case SetupStep::Machine:
        return tr("Where Terraform runs");
    case SetupStep::Identity:
        return tr("Identity");
    case SetupStep::Organization:
        return tr("Organization");
    case SetupStep::SignIn:
        return tr("Sign in");
    case SetupStep::Rights:
        return tr("Rights");
    case SetupStep::Plan:
        return tr("Changes");
    case SetupStep::Proof:
        return tr("Proof");
    case SetupStep::ProviderBlock:
        return tr("Provider block");
    }
    Q_UNREACHABLE();
}

SetupSession::StepView SetupSession::machineView() const
{
    if (!m_machineSettled)
        return {SetupStep::Machine, State::Open, {}};
    return {SetupStep::Machine, State::Done,
            where() == Where::Here ? tr("here, %1").arg(machineWords()) : tr("on another machine")};
}

SetupSession::StepView SetupSession::identityView() const
{
    if (m_principalProblem)
        return {SetupStep::Identity, State::Blocked, describe(*m_principalProblem).title};
    if (principal())
        return {SetupStep::Identity, State::Done, principalName()};
    QString inTheWay;
    if (where() == Where::Here)
        inTheWay =
            obstacle(describe(m_diagnosis->report()),
                     {"identity.token"_L1, "token.audience"_L1, "token.identity"_L1, "token.lifetime"_L1});
    else if (m_principals->hasSeveral())
        return {SetupStep::Identity, State::Open, tr("several fit: choose one")};
    else if (m_principals->problem())
        inTheWay = describe(*m_principals->problem()).title;
    return {SetupStep::Identity, inTheWay.isEmpty() ? State::Open : State::Blocked, inTheWay};
}

SetupSession::StepView SetupSession::organizationView() const
{
    const Report &report = m_diagnosis->report();
    const bool sameTenant = where() == Where::Elsewhere || isGood(report, "token.tenant"_L1);
    if (isGood(report, "organization.exists"_L1) && isGood(report, "organization.tenant"_L1) && sameTenant)
        return {SetupStep::Organization, State::Done,
                organization() ? organization()->toString() : QString()};
    if (m_diagnosis->question().organization.isEmpty())
        return {SetupStep::Organization, State::Open, {}};
    const QString inTheWay = where() == Where::Elsewhere
        ? obstacle(describe(report), {"organization.exists"_L1, "organization.tenant"_L1})
        : obstacle(describe(report), {"organization.exists"_L1, "organization.tenant"_L1, "token.tenant"_L1});
    return {SetupStep::Organization, inTheWay.isEmpty() ? State::Open : State::Blocked, inTheWay};
}

SetupSession::StepView SetupSession::signInView() const
{
    if (isReadyAlready())
        return {SetupStep::SignIn, State::NotNeeded, tr("not needed")};
    if (!otherTenant().isEmpty())
        return {SetupStep::SignIn, State::Blocked, tr("signed in to another tenant")};
    if (m_signIn->signIn()) {
        const QString who = m_signIn->who();
        return {SetupStep::SignIn, State::Done, who.isEmpty() ? tr("personal access token") : who};
    }
    if (m_signIn->problem())
        return {SetupStep::SignIn, State::Blocked, describe(*m_signIn->problem()).title};
    return {SetupStep::SignIn, State::Open,
            m_signIn->state() == SignInSession::State::Working ? tr("signing in…") : QString()};
}

SetupSession::StepView SetupSession::rightsView() const
{
    if (isReadyAlready())
        return {SetupStep::Rights, State::NotNeeded, tr("not needed: every check passes")};
    const Rights wanted = rights();
    QStringList words{wanted.accessLevel.displayName()};
    for (const QString &group : wanted.groups)
        words.append(group);
    for (const ProjectWish &wish : wanted.projects)
        words.append(tr("%1 of %2")
                         .arg(wish.roleScope.isEmpty() ? wish.group : wish.roleScope + u' ' + wish.role,
                              wish.project));
    return {SetupStep::Rights, m_rightsSettled ? State::Done : State::Open,
            m_rightsSettled ? words.join(u", "_s) : QString()};
}

SetupSession::StepView SetupSession::planView() const
{
    if (isReadyAlready())
        return {SetupStep::Plan, State::NotNeeded, tr("%1 is a member already").arg(principalName())};
    if (m_changes->problem())
        return {SetupStep::Plan, State::Blocked, describe(*m_changes->problem()).title};
    if (!m_changes->plan())
        return {SetupStep::Plan, State::Open,
                m_changes->activity() == PlanSession::Activity::Planning ? tr("looking…") : QString()};
    if (m_changes->isOutdated())
        return {SetupStep::Plan, State::Open, tr("outdated: answers changed")};
    if (m_changes->isDone()) {
        const int steps = int(m_changes->plan()->steps.size());
        return {SetupStep::Plan, State::Done,
                steps == 0       ? tr("everything is there already")
                    : steps == 1 ? tr("one change was made")
                                 : tr("%1 changes were made").arg(steps)};
    }
    if (m_changes->isTakenBack())
        return {SetupStep::Plan, State::Open, tr("taken back")};
    const int left = m_changes->stepsLeft();
    return {SetupStep::Plan, State::Open,
            left == 1 ? tr("one change to make") : tr("%1 changes to make").arg(left)};
}

SetupSession::StepView SetupSession::proofView() const
{
    if (isProven())
        return {SetupStep::Proof, State::Done,
                where() == Where::Here ? describe(m_diagnosis->report()).totals
                                       : tr("as %1 sees it").arg(organization()->toString())};
    const bool wasChanged = m_changes->isDone();
    const auto &verification = m_changes->verification();
    if (wasChanged && verification && !verification->holds() && verification->problem)
        return {SetupStep::Proof, State::Blocked, describe(*verification->problem).title};
    const Report &report = m_diagnosis->report();
    if (wasChanged && where() == Where::Here && report.finished && report.verdict != Verdict::Ready)
        return {SetupStep::Proof, State::Blocked, describe(report).sentence};
    const bool looking =
        m_changes->activity() == PlanSession::Activity::Verifying || (wasChanged && m_diagnosis->isRunning());
    return {SetupStep::Proof, State::Open, looking ? tr("looking…") : QString()};
}

SetupSession::StepView SetupSession::providerView() const
{
    const auto &explanation = m_terraform->explanation();
    const bool written = explanation && explanation->isAsItShouldBe();
    return {SetupStep::ProviderBlock, written ? State::Done : State::Open,
            written ? m_terraform->directory() : QString()};
}

std::array<SetupSession::StepView, setupSteps.size()> SetupSession::steps() const
{
    return {machineView(), identityView(), organizationView(), signInView(),
            rightsView(),  planView(),     proofView(),        providerView()};
}

SetupStep SetupSession::nextStep() const
{
    for (const StepView &view : steps()) {
        if (view.state != State::Done && view.state != State::NotNeeded)
            return view.step;
    }
    return SetupStep::ProviderBlock;
}

// ---- What the primary button does ----------------------------------------------------------------------

SetupSession::Deed SetupSession::deed(SetupStep step) const
{
    switch (step) {
    case SetupStep::Machine:
        return {where() == Where::Here ? tr("Use this machine") : tr("Look for the identity")};
    case SetupStep::Identity:
        return identityDeed();
    case SetupStep::Organization: {
        const StepView view = organizationView();
        if (view.state == State::Done)
            return {tr("Use %1").arg(view.answer)};
        return {organization() ? tr("Look again") : tr("Look up the organization"),
                organization().has_value()};
    }
    case SetupStep::SignIn:
        return signInDeed();
    case SetupStep::Rights:
        return {tr("Plan the changes")};
    case SetupStep::Plan:
        return planDeed();
    case SetupStep::Proof:
        return proofDeed();
    case SetupStep::ProviderBlock:
        return {tr("Read again"), providerSettings().has_value()};
    }
    Q_UNREACHABLE();
}

SetupSession::Deed SetupSession::identityDeed() const
{
    using Activity = PrincipalSession::Activity;
    if (m_principals->activity() == Activity::Attaching)
        return {tr("Attach the identity"), false};
    if (m_principals->activity() != Activity::Idle)
        return {tr("Search"), false};
    if (const auto &plan = m_principals->attachPlan(); plan && plan->needed && plan->offered)
        return {plan->identity ? tr("Attach %1 to %2").arg(plan->identity->name(), plan->resource.name())
                               : tr("Switch on the identity of %1").arg(plan->resource.name())};
    if (principal())
        return {tr("Use %1").arg(principalName())};
    if (where() == Where::Here)
        return {tr("Look again"), !m_diagnosis->isRunning()};
    return needs(SetupStep::Identity).isEmpty() ? Deed{tr("Search"), false} : Deed{tr("Sign in to search")};
}

SetupSession::Deed SetupSession::signInDeed() const
{
    if (m_signIn->signIn()) {
        if (!otherTenant().isEmpty())
            return {tr("Change to the tenant of %1").arg(organization()->toString())};
        const QString who = m_signIn->account().displayName;
        return {who.isEmpty() ? tr("Go on with the token") : tr("Go on as %1").arg(who)};
    }
    const bool free = m_signIn->canStart(m_way);
    switch (m_way) {
    case SignInMethod::AzureCli:
        return {tr("Use the login of the Azure CLI"), free};
    case SignInMethod::Browser:
        return {tr("Open the browser"), free};
    case SignInMethod::DeviceCode:
        return {tr("Get a code"), free};
    case SignInMethod::AccessToken:
        return {tr("Use this token"), false};
    case SignInMethod::ManagedIdentity:
        return {tr("Use the identity of this machine"), free};
    }
    Q_UNREACHABLE();
}

SetupSession::Deed SetupSession::planDeed() const
{
    if (const auto missing = needs(SetupStep::Plan); !missing.isEmpty())
        return {missing.first() == SetupStep::Identity           ? tr("Choose the identity")
                    : missing.first() == SetupStep::Organization ? tr("Choose the organization")
                                                                 : tr("Sign in")};
    const auto &plan = m_changes->plan();
    const bool free = !m_changes->isBusy();
    if (!plan || m_changes->isOutdated() || m_changes->isTakenBack())
        return {plan ? tr("Plan again") : tr("Plan the changes"), free};
    if (m_changes->isDone())
        return {tr("See the proof"), free};
    const QString where = plan->organization.toString();
    if (m_changes->receipt()) {
        const int left = m_changes->stepsLeft();
        return {left == 1 ? tr("Go on with the last change") : tr("Go on with %1 changes").arg(left),
                free && m_changes->canGoOn()};
    }
    if (plan->steps.first().kind == PlanStep::Kind::AddMember)
        return {tr("Add %1 to %2").arg(plan->principalName(), where), free};
    return {plan->steps.size() == 1 ? tr("Make one change in %1").arg(where)
                                    : tr("Make %1 changes in %2").arg(plan->steps.size()).arg(where),
            free};
}

SetupSession::Deed SetupSession::proofDeed() const
{
    const bool free = !m_changes->isBusy() && !m_diagnosis->isRunning();
    return isProven() ? Deed{tr("Make the provider block")} : Deed{tr("Check again"), free};
}

QString SetupSession::equivalentCommand(SetupStep step) const
{
    const Question &question = m_diagnosis->question();
    QString organizationOption;
    if (!question.organization.isEmpty())
        organizationOption = u" --org "_s + shellWord(question.organization);
    const auto settings = providerSettings();
    QString clientOption;
    if (const auto clientId = settings ? settings->clientId : question.clientId)
        clientOption = u" --client-id "_s + clientId->toString();
    const auto who = principal();
    const auto here = [this](const QString &command) { return inSandbox(command, m_surroundings.sandbox); };
    switch (step) {
    case SetupStep::Machine:
        return here(u"signet identity"_s);
    case SetupStep::Identity:
        if (where() == Where::Elsewhere || m_principals->found() || m_principals->attachPlan())
            return m_principals->equivalentCommand();
        return here(u"signet identity"_s + clientOption);
    case SetupStep::Organization:
        return here(u"signet diagnose"_s + organizationOption + clientOption);
    case SetupStep::SignIn:
        return m_signIn->equivalentCommand(m_signIn->signIn() ? m_signIn->signIn()->method() : m_way);
    case SetupStep::Rights: {
        const Rights wanted = rights();
        const auto name = organization();
        return here(planCommand(name ? name->url() : QString(), who ? who->objectId.toString() : QString(),
                                wanted.accessLevel, wanted.groups, wanted.projects));
    }
    case SetupStep::Plan: {
        const QString command = m_changes->equivalentCommand();
        return command.isEmpty() ? equivalentCommand(SetupStep::Rights) : command;
    }
    case SetupStep::Proof: {
        QString projects;
        for (const QString &project : question.projects)
            projects += u" --project "_s + shellWord(project);
        const QString diagnosing = u"signet diagnose"_s + organizationOption + projects + clientOption;
        if (!m_changes->receipt())
            return here(diagnosing);
        return here(u"signet setup verify %1\n%2"_s.arg(shellWord(m_changes->receiptPath()), diagnosing));
    }
    case SetupStep::ProviderBlock:
        return here(u"signet terraform write --dir "_s
                    + (m_terraform->directory().isEmpty() ? u"."_s : shellWord(m_terraform->directory()))
                    + organizationOption + clientOption);
    }
    Q_UNREACHABLE();
}

std::optional<ProviderSettings> SetupSession::providerSettings() const
{
    const auto name = organization();
    if (!name)
        return std::nullopt;
    ProviderSettings settings;
    settings.organizationUrl = name->url();
    if (where() == Where::Here) {
        settings.clientId = m_diagnosis->question().clientId;
    } else if (const auto who = principal(); who && who->kind == "user-assigned"_L1) {
        if (const auto clientId = ClientId::parse(who->clientId))
            settings.clientId = *clientId;
    }
    return settings;
}

// ---- From a report -------------------------------------------------------------------------------------

void SetupSession::beginFrom(const Report &report, Origin origin)
{
    m_begun = true;
    m_machineSettled = true;
    m_rightsSettled = true;
    m_where = origin == Origin::ThisMachine ? Where::Here : Where::Elsewhere;
    if (origin == Origin::AnotherMachine) {
        m_principals->reset();
        if (const auto who = report.machine ? draftPrincipalOf(*report.machine) : std::nullopt)
            m_principals->take(*who);
        const QString name = report.subject["organization"_L1].toString();
        if (parseOrganization(name)) {
            const auto taken = setOrganization(name);
            Q_ASSERT(taken);
        }
    }
    if (m_signIn->state() == SignInSession::State::SignedOut && !m_signIn->method())
        m_signIn->resume();
    update();
    goTo(needs(SetupStep::Plan).isEmpty() ? SetupStep::Plan : nextStep());
}

} // namespace signet
