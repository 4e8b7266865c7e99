#include "app/gui/desktop.h"

#include "app/simulatedbrowser.h"
#include "ui/terraform/terraformpage.h"

#include <QCoroTask>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QList<Situation> situations()
{
    QList<Situation> all;
    const QList<sandbox::ScenarioLine> lines = sandbox::Scenario::lines();
    for (const sandbox::ScenarioLine &line : lines)
        all.append({line.name, line.title, line.tourPlace, line.tourTitle});
    return all;
}

} // namespace

Desktop::Desktop(const Composition &composition, CommandLineInput input, QString path,
                 const WindowMemory &memory, std::shared_ptr<PreferencesStore> preferences)
    : m_wishes(std::move(input))
    , m_path(std::move(path))
    , m_preferences(std::move(preferences))
    , m_window(std::make_unique<MainWindow>(memory))
{
    show(composition);
    if (m_path.isEmpty() && !m_wishes.terraform.isEmpty())
        m_window->showPage<TerraformPage>();
}

void Desktop::show(const Composition &composition)
{
    // The sessions of the old work end after its server.
    const auto previous = std::exchange(m_composition, composition);
    Work work{.sessionContext = composition.sessionContext,
              .question = composition.question,
              .simulation = {},
              .trySimulation = {},
              .openedPath = m_path};
    if (composition.scenario.isEmpty()) {
        work.trySimulation = [this](const QString &scenario) { compose(scenario); };
        work.situations = situations();
        work.preferences = m_preferences;
    } else {
        Simulation simulation;
        simulation.scenario = composition.scenario;
        simulation.title = composition.scenarioTitle;
        simulation.leave = [this] { compose({}); };
        simulation.openBrowser = [this, sessionContext = composition.sessionContext](const QUrl &address) {
            QCoro::connect(signInInSimulation(sessionContext, address, {}), this, [] { });
        };
        if (composition.server) {
            simulation.scenarios = sandbox::Scenario::names();
            simulation.change = [this](const QString &scenario) { compose(scenario); };
            work.situations = situations();
        }
        work.simulation = simulation;
    }
    m_window->setWork(work);
}

void Desktop::compose(const QString &sandbox)
{
    // What was opened with the program has been looked at; a scenario has its own organization.
    m_path.clear();
    CommandLineInput input = sandbox.isEmpty() ? m_wishes : CommandLineInput();
    input.sandbox = sandbox;
    QCoro::connect(signet::compose(std::move(input)), this, [this](const Result<Composition> &composition) {
        if (composition)
            show(*composition);
        else
            m_window->showProblem(composition.problem());
    });
}

} // namespace signet
