#pragma once

#include "core/setup/plan.h"

#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QComboBox;
QT_END_NAMESPACE

namespace signet {

class CommandBox;

// The same plan as code, or as steps in the portal.
class PlanCode : public QWidget {
    Q_OBJECT

public:
    explicit PlanCode(QWidget *parent = nullptr);

    void setPlan(const Plan &plan);

private:
    void refresh();

    std::optional<Plan> m_plan;
    QComboBox *m_forms;
    QCheckBox *m_newIdentity;
    CommandBox *m_text;
};

} // namespace signet
