#pragma once

#include "ui/simulation.h"

#include <QFrame>

namespace signet {

// The thin band on top that keeps anybody from taking the simulated Azure for the real one.
class SimulationBand : public QFrame {
    Q_OBJECT

public:
    explicit SimulationBand(const Simulation &simulation, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    void paint();
};

} // namespace signet
