#pragma once

#include "ui/setup/steppanel.h"

QT_BEGIN_NAMESPACE
class QLineEdit;
class QPushButton;
QT_END_NAMESPACE

namespace signet {

class CheckLines;
class Message;

// In which organization of Azure DevOps Terraform works.
class OrganizationStep : public StepPanel {
    Q_OBJECT

public:
    explicit OrganizationStep(SetupSession *session, QWidget *parent = nullptr);

    void refresh(const Report &report, const ReportDocument &document) override;
    QString actionText() const override;
    bool canAct() const override;
    void act() override;
    QWidget *firstFocus() const override;

private:
    bool isNew() const;
    void ask();

    QLineEdit *m_organization;
    Message *m_inputMessage;
    CheckLines *m_lines;
    Message *m_message;
    QPushButton *m_details;
    QString m_detailsCheck;
    QString m_shown; // organization that the field was filled with
};

} // namespace signet
