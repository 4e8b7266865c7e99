#include "app/gui/desktop.h"

#include <QCoroTask>

using namespace Qt::StringLiterals;

namespace signet {

Desktop::Desktop(const Composition &composition, Wishes wishes, Opened opened, const QString &settingsFile)
    : m_wishes(std::move(wishes))
    , m_opened(std::move(opened))
    , m_window(std::make_unique<MainWindow>(settingsFile))
{
    show(composition);
    if (m_opened.report)
        m_window->showPage(MainWindow::Page::Diagnosis);
    else if (!m_wishes.terraform.isEmpty())
        m_window->showPage(MainWindow::Page::Terraform);
}

void Desktop::show(const Composition &composition)
{
    // The sessions of the old work end after its server.
    const auto previous = std::exchange(m_composition, composition);
    Work work{.surroundings = composition.surroundings,
              .question = composition.question,
              .simulation = {},
              .trySimulation = {},
              .savedReport = m_opened.report,
              .savedReportPath = m_opened.reportPath};
    if (composition.scenario.isEmpty()) {
        work.trySimulation = [this] { compose(sandbox::Scenario::names().first()); };
    } else {
        Simulation simulation;
        simulation.scenario = composition.scenario;
        simulation.leave = [this] { compose({}); };
        if (composition.server) {
            simulation.scenarios = sandbox::Scenario::names();
            simulation.change = [this](const QString &scenario) { compose(scenario); };
            simulation.addMember = [this](const MembershipGuide &guide) { addMember(guide); };
        }
        work.simulation = simulation;
    }
    m_window->setWork(work);
}

void Desktop::compose(const QString &sandbox)
{
    // What was opened with the program has been looked at; a scenario has its own organization.
    m_opened.report.reset();
    Wishes wishes = sandbox.isEmpty() ? m_wishes : Wishes();
    wishes.sandbox = sandbox;
    QCoro::connect(signet::compose(std::move(wishes)), this, [this](const Result<Composition> &composition) {
        if (composition)
            show(*composition);
        else
            m_window->showProblem(composition.problem());
    });
}

void Desktop::addMember(const MembershipGuide &guide)
{
    sandbox::World &world = m_composition->server->world();
    for (sandbox::Organization &organization : world.organizations) {
        if (organization.name.compare(guide.organization, Qt::CaseInsensitive) != 0
            || organization.member(guide.objectId))
            continue;
        sandbox::Member member;
        member.objectId = guide.objectId;
        member.storageKey = sandbox::stableGuid(guide.objectId + guide.organization);
        member.displayName = guide.principal;
        organization.members.push_back(member);
        for (sandbox::Project &project : organization.projects)
            project.visibleTo.append(guide.objectId);
    }
}

} // namespace signet
