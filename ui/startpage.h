#pragma once

#include <QWidget>

namespace signet {

// Asks what the person wants.
class StartPage : public QWidget {
    Q_OBJECT

public:
    enum class Offer { Nothing, Simulation };
    explicit StartPage(Offer offer, QWidget *parent = nullptr);

Q_SIGNALS:
    void setupWanted();
    void diagnosisWanted();
    void terraformWanted();
    void simulationWanted();
};

} // namespace signet
