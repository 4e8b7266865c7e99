#pragma once

#include "core/findings/findingtext.h"

#include <QWidget>

namespace signet {

// What to do about a finding, step by step: the words, a command to copy, and who does it.
class FixSteps : public QWidget {
    Q_OBJECT

public:
    // Whether steps that change the Terraform configuration lead to the page that does it.
    enum class OpenTerraform { No, Yes };

    // Whether a plan of the guided path does what the steps say.
    enum class PlanIt { No, Yes };

    FixSteps(const QList<FindingText::Step> &steps, OpenTerraform openTerraform, PlanIt planIt,
             QWidget *parent = nullptr);

Q_SIGNALS:
    void terraformWanted();
    void planWanted();
};

} // namespace signet
