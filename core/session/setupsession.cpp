#include "core/session/setupsession.h"

#include "core/findings/catalogue.h"
#include "core/report/reportdocument.h"
#include "core/session/administrator.h"
#include "core/session/guidedchecks.h"
#include "core/setup/namepages.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// The group with the fewest rights that still sees a project; every project has it.
const QString leastGroup = u"Readers"_s;

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

SetupSession::SetupSession(SessionContext sessionContext, QObject *parent)
    : QObject(parent)
    , m_sessionContext(std::move(sessionContext))
    , m_machine(detectMachine(m_sessionContext.host))
    , m_diagnosis(new DiagnosisSession(m_sessionContext, this))
    , m_signIn(new SignInSession(m_sessionContext, this))
    , m_principals(new PrincipalSession(m_sessionContext, this))
    , m_changes(new PlanSession(m_sessionContext, this))
    , m_terraform(new TerraformSession(m_sessionContext, this))
    , m_projectPicker(new PickerModel(this))
    , m_groupPicker(new PickerModel(this))
{
    connect(m_diagnosis, &DiagnosisSession::questionChanged, this, &SetupSession::update);
    connect(m_diagnosis, &DiagnosisSession::reportChanged, this, &SetupSession::onReportChanged);
    connect(m_diagnosis, &DiagnosisSession::runningChanged, this, &SetupSession::changed);
    connect(m_signIn, &SignInSession::changed, this, &SetupSession::onSignInChanged);
    connect(m_principals, &PrincipalSession::changed, this, &SetupSession::onPrincipalsChanged);
    connect(m_changes, &PlanSession::changed, this, &SetupSession::changed);
    connect(m_changes, &PlanSession::organizationChanged, this, &SetupSession::prove);
    connect(m_terraform, &TerraformSession::changed, this, &SetupSession::changed);
    connect(m_projectPicker, &PickerModel::stateChanged, this, &SetupSession::onProjectsChanged);
}

SetupSession::~SetupSession() = default;

// ---- Changes of the sessions ---------------------------------------------------------------------------

void SetupSession::onReportChanged()
{
    const Report &report = m_diagnosis->report();
    const bool known = report.machine && havePassed(report, {CheckedStep::Identity});
    const bool refuted = hasAnyEndedBadly(report, {CheckedStep::Identity});
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
    if (report.finished)
        listIdentitiesHere();
}

void SetupSession::onSignInChanged()
{
    const SharedSignIn signIn = m_signIn->signIn();
    m_principals->setSignIn(signIn);
    m_changes->setAdministrator(signIn);
    if (m_signIn->state() == SignInSession::State::SignedIn && m_signIn->method())
        m_way = *m_signIn->method();
    updatePickers();
    Q_EMIT changed();
    listIdentitiesHere();
}

void SetupSession::onPrincipalsChanged()
{
    const auto &chosen = m_principals->chosen();
    if (!chosen)
        m_requestedChoice.clear();
    const QString objectId = chosen ? chosen->principal.objectId.toString() : QString();
    if (where() == Where::Here && chosen && objectId != m_requestedChoice) {
        m_requestedChoice = objectId;
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
    const Question &question = m_diagnosis->question();
    m_signIn->setOrganization(question.organizationName());
    if (where() == Where::Elsewhere)
        m_terraform->setSeen(Report());
    else if (m_diagnosis->report().finished)
        m_terraform->setSeen(m_diagnosis->report());
    m_terraform->setIntended(settings                ? settings->clientId
                                 : question.clientId ? std::optional(question.clientId->value)
                                                     : std::nullopt,
                             settings ? settings->organizationUrl : QString());
    updatePickers();
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

void SetupSession::setWhere(Where where)
{
    if (m_where == where)
        return;
    m_where = where;
    m_machineReport.reset();
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
    auto taken = question.takeClientId(text);
    if (!taken)
        return taken;
    m_own.reset();
    m_ready = false;
    m_principalProblem.reset();
    m_diagnosis->setQuestion(question);
    check();
    return taken;
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
    const CheckResult *token = report.check(check::identityToken);
    if (m_own || !token || !hasEndedBadly(*token))
        return std::nullopt;
    const auto id = ResourceId::parse(report.subject["host"_L1].toObject()["resourceId"_L1].toString());
    return id ? std::optional(*id) : std::nullopt;
}

bool SetupSession::hasSeveralHere() const
{
    const CheckResult *token = m_diagnosis->report().check(check::identityToken);
    return where() == Where::Here && !m_own && token && token->problem
        && token->problem->findingId == finding::multipleIdentities;
}

void SetupSession::listIdentitiesHere()
{
    using Activity = PrincipalSession::Activity;
    if (m_current != SetupStep::Identity || !hasSeveralHere() || !m_principals->canAsk()
        || m_principals->activity() != Activity::Idle || m_principals->found() || m_principals->problem())
        return;
    if (const auto target = attachTarget())
        m_principals->search(target->toString());
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
    Question question = m_diagnosis->question();
    auto taken = question.takeOrganization(text);
    if (!taken)
        return taken;
    m_ready = false;
    m_machineReport.reset();
    m_pickerOrganization.reset();
    m_diagnosis->setQuestion(question);
    check();
    return taken;
}

std::optional<OrganizationName> SetupSession::organization() const
{
    return m_diagnosis->question().organizationName();
}

void SetupSession::setWay(SignInMethod way)
{
    if (m_way == way)
        return;
    m_way = way;
    // Why the other way failed is not about this one.
    m_signIn->forgetProblem();
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
        // Nothing that the administrator cannot see is chosen for them.
        if (m_visibleProjects && !m_visibleProjects->contains(project, Qt::CaseInsensitive))
            continue;
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

void SetupSession::setRights(const Rights &rights)
{
    if (this->rights() == rights)
        return;
    m_rights = rights;
    update();
}

void SetupSession::updatePickers()
{
    const SharedSignIn signIn = m_signIn->signIn();
    const auto name = organization();
    if (m_pickerSignIn == signIn && m_pickerOrganization == name)
        return;
    m_onlyProject.clear();
    m_visibleProjects.reset();
    m_pickerSignIn = signIn;
    m_pickerOrganization = name;
    if (!signIn || !name) {
        m_projectPicker->setSource({});
        m_groupPicker->setSource({});
        return;
    }
    const SetupContext context{Http(m_sessionContext.host, m_sessionContext.net), signIn,
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
    m_projectPicker->search({});
}

void SetupSession::onProjectsChanged()
{
    using State = PickerModel::State;
    const State state = m_projectPicker->state();
    if (!m_projectPicker->text().isEmpty() || state == State::Idle || state == State::Loading
        || state == State::Failed)
        return;
    QString only;
    std::optional<QStringList> all;
    if (state == State::Complete) {
        all.emplace();
        for (int row = 0; row < m_projectPicker->rowCount(); ++row)
            all->append(m_projectPicker->index(row).data().toString());
        if (all->size() == 1)
            only = all->first();
    }
    if (only == m_onlyProject && all == m_visibleProjects)
        return;
    m_onlyProject = only;
    m_visibleProjects = all;
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
    // Continuing accepts the likely answer.
    if (step > SetupStep::Machine)
        m_machineSettled = true;
    if (step > SetupStep::Rights)
        m_rightsSettled = true;
    if (isNew)
        Q_EMIT currentStepChanged(step);
    // A step looks up what it shows when it is reached.
    if (step == SetupStep::Rights && m_projectPicker->state() == PickerModel::State::Idle)
        m_projectPicker->search({});
    else if (step == SetupStep::Plan && needs(step).isEmpty() && !m_changes->isBusy()
             && (!m_changes->plan() || m_changes->isOutdated()))
        m_changes->makePlan();
    else if (step == SetupStep::Proof && m_changes->isDone() && !m_changes->verification()
             && !m_changes->isBusy())
        prove();
    Q_EMIT changed();
    listIdentitiesHere();
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

bool SetupSession::takeMachineReport(const Report &report)
{
    const auto who = principal();
    const auto name = organization();
    const bool isOurs = where() == Where::Elsewhere && who && name && report.machine
        && report.machine->objectId.compare(who->objectId.toString(), Qt::CaseInsensitive) == 0
        && report.subject["organization"_L1].toString().compare(name->toString(), Qt::CaseInsensitive) == 0;
    if (!isOurs)
        return false;
    m_machineReport = report;
    Q_EMIT changed();
    return true;
}

SetupStep SetupSession::nextStep() const
{
    for (const StepView &view : steps()) {
        if (view.state != State::Done && view.state != State::Partly && view.state != State::NotNeeded)
            return view.step;
    }
    return SetupStep::ProviderBlock;
}

std::optional<ProviderSettings> SetupSession::providerSettings() const
{
    const auto name = organization();
    if (!name)
        return std::nullopt;
    ProviderSettings settings;
    settings.organizationUrl = name->url();
    if (where() == Where::Here) {
        if (const auto &clientId = m_diagnosis->question().clientId)
            settings.clientId = clientId->value;
    } else if (const auto who = principal(); who && who->kind == "user-assigned"_L1) {
        if (const auto clientId = ClientId::parse(who->clientId))
            settings.clientId = *clientId;
    }
    return settings;
}

// ---- From a report -------------------------------------------------------------------------------------

void SetupSession::beginFrom(const Report &report, Origin origin, FindingAction action)
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
        // A report that was written elsewhere may hold anything; then the step asks for the organization.
        if (!name.isEmpty())
            static_cast<void>(setOrganization(name));
    }
    if (m_signIn->state() == SignInSession::State::SignedOut && !m_signIn->method())
        m_signIn->resume();
    update();
    switch (action) {
    case FindingAction::SignIn:
        goTo(SetupStep::SignIn);
        return;
    case FindingAction::ChooseIdentity:
        goTo(SetupStep::Identity);
        return;
    case FindingAction::AttachIdentity:
        goTo(SetupStep::Identity);
        if (attachTarget() && needs(SetupStep::Identity).isEmpty())
            planAttachment();
        return;
    default:
        goTo(needs(SetupStep::Plan).isEmpty() ? SetupStep::Plan : nextStep());
    }
}

} // namespace signet
