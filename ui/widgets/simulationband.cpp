#include "ui/widgets/simulationband.h"

#include "ui/theme.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/texts.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace signet {

SimulationBand::SimulationBand(const Simulation &simulation, QWidget *parent)
    : QFrame(parent)
{
    setAutoFillBackground(true);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme::gap::wide, theme::gap::hair, theme::gap::wide, theme::gap::hair);
    layout->setSpacing(theme::gap::tight);

    auto *title = new QLabel(tr("Simulated Azure"), this);
    title->setFont(theme::strongFont(title->font()));
    layout->addWidget(title);

    if (!simulation.scenarios.isEmpty() && simulation.change) {
        auto *label = new QLabel(tr("Scenari&o"), this);
        auto *scenarios = new QComboBox(this);
        scenarios->addItems(simulation.scenarios);
        scenarios->setCurrentText(simulation.scenario);
        scenarios->setAccessibleName(tr("Scenario of the simulated Azure"));
        scenarios->setAccessibleDescription(simulation.title);
        scenarios->setToolTip(simulation.title);
        label->setBuddy(scenarios);
        scenarios->setMaximumHeight(fontMetrics().height() + theme::gap::normal);
        layout->addSpacing(theme::gap::wide);
        layout->addWidget(label);
        layout->addWidget(scenarios);
        connect(scenarios, &QComboBox::textActivated, this,
                [change = simulation.change](const QString &name) { change(name); });
    } else {
        layout->addWidget(new QLabel(tr("Scenario %1").arg(simulation.scenario), this));
    }
    layout->addSpacing(theme::gap::tight);
    layout->addWidget(new ElidedLabel(simulation.title.isEmpty() ? tr("Nothing here affects the real Azure.")
                                                                 : simulation.title,
                                      Qt::ElideRight, this),
                      1);
    if (simulation.leave) {
        auto *leave = new QPushButton(tr("Leave the simulation"), this);
        leave->setAutoDefault(false);
        leave->setMaximumHeight(fontMetrics().height() + theme::gap::normal);
        layout->addSpacing(theme::gap::tight);
        layout->addWidget(leave);
        connect(leave, &QPushButton::clicked, this, [act = simulation.leave] { act(); });
    }
    paint();
}

void SimulationBand::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange)
        paint();
}

void SimulationBand::paint()
{
    QPalette palette = QPalette();
    const theme::Pair accent = theme::accent(palette);
    palette.setColor(QPalette::Window, accent.paper);
    palette.setColor(QPalette::WindowText, accent.ink);
    // Controls on the band look like the band, not like the page.
    palette.setColor(QPalette::Button, accent.paper.darker(118));
    palette.setColor(QPalette::ButtonText, accent.ink);
    setPalette(palette);
}

} // namespace signet
