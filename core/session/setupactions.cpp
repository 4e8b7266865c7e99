#include "core/session/setupsession.h"

#include "core/findings/sandboxcommand.h"
#include "core/result/printable.h"
#include "core/result/shellword.h"

using namespace Qt::StringLiterals;

namespace signet {

SetupSession::PrimaryAction SetupSession::primaryAction(SetupStep step) const
{
    switch (step) {
    case SetupStep::Machine:
        return {where() == Where::Here ? tr("Use this machine") : tr("Find the identity")};
    case SetupStep::Identity:
        return identityAction();
    case SetupStep::Organization: {
        const StepView view = organizationView();
        if (view.state == State::Done)
            return {tr("Use %1").arg(view.answer)};
        return {organization() ? tr("Check again") : tr("Look up the organization"),
                organization().has_value()};
    }
    case SetupStep::SignIn:
        return signInAction();
    case SetupStep::Rights:
        return {tr("Plan the changes")};
    case SetupStep::Plan:
        return planAction();
    case SetupStep::Proof:
        return proofAction();
    case SetupStep::ProviderBlock:
        return {tr("Read again"), providerSettings().has_value()};
    }
    Q_UNREACHABLE();
}

SetupSession::PrimaryAction SetupSession::identityAction() const
{
    using Activity = PrincipalSession::Activity;
    if (m_principals->activity() == Activity::Attaching)
        return {tr("Attach the identity"), false};
    if (m_principals->activity() != Activity::Idle)
        return {tr("Search"), false};
    if (const auto &plan = m_principals->attachPlan(); plan && plan->needed && plan->offered)
        return {plan->identity ? tr("Attach %1 to %2").arg(plan->identity->name(), plan->resource.name())
                               : tr("Enable the identity of %1").arg(plan->resource.name())};
    if (principal())
        return {tr("Use %1").arg(printable(principalName()))};
    if (where() == Where::Here)
        return {tr("Check again"), !m_diagnosis->isRunning()};
    return needs(SetupStep::Identity).isEmpty() ? PrimaryAction{tr("Search"), false}
                                                : PrimaryAction{tr("Sign in to search")};
}

SetupSession::PrimaryAction SetupSession::signInAction() const
{
    if (m_signIn->signIn()) {
        if (!otherTenant().isEmpty())
            return {tr("Switch to the tenant of %1").arg(organization()->toString())};
        const QString who = printable(m_signIn->account().displayName);
        return {who.isEmpty() ? tr("Continue with this token") : tr("Continue as %1").arg(who)};
    }
    const bool free = m_signIn->canStart(m_way);
    switch (m_way) {
    case SignInMethod::AzureCli:
        return {tr("Use the Azure CLI sign-in"), free};
    case SignInMethod::Browser:
        return {tr("Open the browser"), free};
    case SignInMethod::DeviceCode:
        return {tr("Get a code"), free};
    case SignInMethod::AccessToken:
        return {tr("Use this token"), false};
    case SignInMethod::ManagedIdentity:
        return {tr("Use this machine's identity"), free};
    }
    Q_UNREACHABLE();
}

SetupSession::PrimaryAction SetupSession::planAction() const
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
        return {tr("Apply the remaining %n change(s)", nullptr, m_changes->stepsLeft()),
                free && m_changes->canGoOn()};
    }
    if (plan->steps.first().kind == PlanStep::Kind::AddMember)
        return {tr("Add %1 to %2").arg(plan->principalName(), where), free};
    return {tr("Make %n change(s) in %1", nullptr, int(plan->steps.size())).arg(where), free};
}

SetupSession::PrimaryAction SetupSession::proofAction() const
{
    const bool free = !m_changes->isBusy() && !m_diagnosis->isRunning();
    return isProven() ? PrimaryAction{tr("Create the provider block")}
                      : PrimaryAction{tr("Check again"), free};
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
            goTo(SetupStep::Identity); // where the sign-in was missing
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
    // The diagnosis must check the projects of the plan.
    Question question = m_diagnosis->question();
    for (const ProjectWish &wish : rights().projects) {
        if (!question.projects.contains(wish.project, Qt::CaseInsensitive))
            question.projects.append(wish.project);
    }
    if (question.projects != m_diagnosis->question().projects) {
        // Keeps the draft as it is: the minimum rights follow from the projects of the question.
        m_rights = rights();
        m_diagnosis->setQuestion(question);
    }
    check();
}

QString SetupSession::equivalentCommand(SetupStep step) const
{
    const Question &question = m_diagnosis->question();
    QString organizationOption;
    if (question.organization)
        organizationOption = u" --org "_s + shellWord(question.organization->value.text);
    const auto settings = providerSettings();
    QString clientOption;
    if (settings && settings->clientId)
        clientOption = u" --client-id "_s + settings->clientId->toString();
    else if (!settings && question.clientId)
        clientOption = u" --client-id "_s + question.clientId->value.toString();
    const auto who = principal();
    const auto here = [this](const QString &command) { return inSandbox(command, m_sessionContext.sandbox); };
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

} // namespace signet
