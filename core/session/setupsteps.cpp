#include "core/session/setupsession.h"

#include "core/diagnosis/kindwords.h"
#include "core/findings/findingtext.h"
#include "core/report/reportdocument.h"
#include "core/session/guidedchecks.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// A whole sentence for each kind: the article and the name depend on it.
QString whyHere(MachineKind kind)
{
    switch (kind) {
    case MachineKind::AzureVm:
        return SetupSession::tr(
            "This machine is an Azure virtual machine, so Terraform can use its identity.");
    case MachineKind::AzureVmss:
        return SetupSession::tr(
            "This machine is an instance of an Azure scale set, so Terraform can use its identity.");
    case MachineKind::AppService:
        return SetupSession::tr(
            "Signet runs in Azure App Service, so Terraform can use the identity of the app.");
    case MachineKind::Functions:
        return SetupSession::tr(
            "Signet runs in Azure Functions, so Terraform can use the identity of the function app.");
    case MachineKind::ContainerApps:
        return SetupSession::tr(
            "Signet runs in Azure Container Apps, so Terraform can use the identity of the app.");
    case MachineKind::ContainerInstances:
        return SetupSession::tr(
            "Signet runs in Azure Container Instances, so Terraform can use the identity of the "
            "container group.");
    case MachineKind::Arc:
        return SetupSession::tr("Azure Arc manages this machine, so Terraform can use its identity.");
    case MachineKind::ServiceFabric:
        return SetupSession::tr(
            "Signet runs in Azure Service Fabric, so Terraform can use the identity of the "
            "application.");
    case MachineKind::MachineLearning:
        return SetupSession::tr(
            "Signet runs in Azure Machine Learning, so Terraform can use the identity of the "
            "compute.");
    case MachineKind::CloudShell:
        return SetupSession::tr("Signet runs in Azure Cloud Shell, so Terraform can use its identity.");
    case MachineKind::Automation:
        return SetupSession::tr(
            "Signet runs in Azure Automation, so Terraform can use the identity of the account.");
    default:
        return SetupSession::tr("This machine runs in Azure, so Terraform can use its identity.");
    }
}

QString whyElsewhere(MachineKind kind)
{
    switch (kind) {
    case MachineKind::AksPod:
        return SetupSession::tr(
            "This pod in Kubernetes shows no sign of running in Azure, so it has no managed identity "
            "of its own.");
    case MachineKind::AzurePipelinesHosted:
        return SetupSession::tr(
            "This is a Microsoft-hosted agent, which has no managed identity of its own.");
    case MachineKind::GitHubHosted:
        return SetupSession::tr("This is a GitHub-hosted runner, which has no managed identity of its own.");
    case MachineKind::DockerDesktop:
    case MachineKind::Container:
        return SetupSession::tr(
            "This container shows no sign of running in Azure, so it has no managed identity of its "
            "own.");
    case MachineKind::OtherCloud:
        return SetupSession::tr(
            "This machine runs in another cloud, so it has no managed identity of its own.");
    default:
        return SetupSession::tr(
            "This machine shows no sign of running in Azure, so it has no managed identity of its "
            "own.");
    }
}

} // namespace

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
        return tr("Permissions");
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
            where() == Where::Here ? tr("this machine: %1").arg(machineWords()) : tr("another machine")};
}

QString SetupSession::machineWords() const
{
    const QString kind = m_diagnosis->report().subject["host"_L1].toObject()["kind"_L1].toString();
    return hostKindWords(kind.isEmpty() ? QString(toString(m_machine.kind)) : kind);
}

QString SetupSession::whyWhere() const
{
    return m_machine.saysAzure ? whyHere(m_machine.kind) : whyElsewhere(m_machine.kind);
}

SetupSession::StepView SetupSession::identityView() const
{
    if (m_principalProblem)
        return {SetupStep::Identity, State::Blocked, describe(*m_principalProblem).title};
    if (principal())
        return {SetupStep::Identity, State::Done, principalName()};
    QString inTheWay;
    if (where() == Where::Here)
        inTheWay = obstacleOf(m_diagnosis->report(), {CheckedStep::Identity});
    else if (m_principals->hasSeveral())
        return {SetupStep::Identity, State::Open, tr("several match; choose one")};
    else if (m_principals->problem())
        inTheWay = describe(*m_principals->problem()).title;
    return {SetupStep::Identity, inTheWay.isEmpty() ? State::Open : State::Blocked, inTheWay};
}

SetupSession::StepView SetupSession::organizationView() const
{
    const Report &report = m_diagnosis->report();
    // The tenant of this machine's token matters only where Terraform runs here.
    QList<CheckedStep> steps{CheckedStep::Organization};
    if (where() == Where::Here)
        steps.append(CheckedStep::OrganizationHere);
    if (havePassed(report, steps))
        return {SetupStep::Organization, State::Done,
                organization() ? organization()->toString() : QString()};
    if (!m_diagnosis->question().namesOrganization())
        return {SetupStep::Organization, State::Open, {}};
    const QString inTheWay = obstacleOf(report, steps);
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
        return {SetupStep::Rights, State::NotNeeded, tr("not needed; every check passes")};
    const Rights wanted = rights();
    QStringList words{wanted.accessLevel.displayName()};
    for (const QString &group : wanted.groups)
        words.append(group);
    for (const ProjectWish &wish : wanted.projects)
        words.append(tr("%1 in %2")
                         .arg(wish.roleScope.isEmpty() ? wish.group : wish.roleScope + u' ' + wish.role,
                              wish.project));
    return {SetupStep::Rights, m_rightsSettled ? State::Done : State::Open,
            m_rightsSettled ? words.join(u", "_s) : QString()};
}

QString SetupSession::whyRights() const
{
    if (leastRights().projects.isEmpty())
        return tr("Basic is the lowest access level that includes repositories and pipelines. No project is "
                  "chosen yet. Without one, the identity is a member but sees no project.");
    return tr(
        "Basic is the lowest access level that includes repositories and pipelines. Readers is the smallest "
        "group that can see a project. This is enough for terraform plan. To make changes, Terraform needs "
        "more: Contributors for repositories and pipelines, Project Administrators for permissions.");
}

SetupSession::StepView SetupSession::planView() const
{
    if (isReadyAlready())
        return {SetupStep::Plan, State::NotNeeded, tr("%1 is already a member").arg(principalName())};
    if (m_changes->problem())
        return {SetupStep::Plan, State::Blocked, describe(*m_changes->problem()).title};
    if (!m_changes->plan())
        return {SetupStep::Plan, State::Open,
                m_changes->activity() == PlanSession::Activity::Planning ? tr("checking…") : QString()};
    if (m_changes->isOutdated())
        return {SetupStep::Plan, State::Open, tr("out of date; your answers changed")};
    if (m_changes->isDone()) {
        const int steps = int(m_changes->plan()->steps.size());
        return {SetupStep::Plan, State::Done,
                steps == 0 ? tr("everything is already in place") : tr("%n change(s) made", nullptr, steps)};
    }
    if (m_changes->isTakenBack())
        return {SetupStep::Plan, State::Open, tr("undone")};
    return {SetupStep::Plan, State::Open, tr("%n change(s) to make", nullptr, m_changes->stepsLeft())};
}

SetupSession::StepView SetupSession::proofView() const
{
    if (where() == Where::Elsewhere && m_machineReport) {
        const bool isReady = m_machineReport->verdict == Verdict::Ready;
        return {SetupStep::Proof, isReady ? State::Done : State::Blocked,
                isReady ? tr("tested on its machine") : describe(*m_machineReport).sentence};
    }
    // Which machine has the identity is seen only there.
    if (isProven() && where() == Where::Elsewhere)
        return {SetupStep::Proof, State::Partly,
                tr("member of %1; not tested on its machine").arg(organization()->toString())};
    if (isProven())
        return {SetupStep::Proof, State::Done, m_diagnosis->document().totals};
    const bool wasChanged = m_changes->isDone();
    const auto &verification = m_changes->verification();
    if (wasChanged && verification && !verification->holds() && verification->problem)
        return {SetupStep::Proof, State::Blocked, describe(*verification->problem).title};
    const Report &report = m_diagnosis->report();
    if (wasChanged && where() == Where::Here && report.finished && report.verdict != Verdict::Ready)
        return {SetupStep::Proof, State::Blocked, m_diagnosis->document().sentence};
    const bool looking =
        m_changes->activity() == PlanSession::Activity::Verifying || (wasChanged && m_diagnosis->isRunning());
    return {SetupStep::Proof, State::Open, looking ? tr("checking…") : QString()};
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

} // namespace signet
