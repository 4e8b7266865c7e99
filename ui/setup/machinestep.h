#pragma once

#include "ui/setup/steppanel.h"

QT_BEGIN_NAMESPACE
class QLabel;
class QRadioButton;
QT_END_NAMESPACE

namespace signet {

class CheckLines;

// Where Terraform runs.
class MachineStep : public StepPanel {
    Q_OBJECT

public:
    explicit MachineStep(SetupSession *session, QWidget *parent = nullptr);

    void refresh(const Report &report, const ReportDocument &document) override;

private:
    QLabel *m_why;
    QRadioButton *m_here;
    QRadioButton *m_elsewhere;
    QWidget *m_found;
    CheckLines *m_lines;
};

} // namespace signet
