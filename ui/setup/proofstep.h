#pragma once

#include "ui/setup/steppanel.h"

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

QT_BEGIN_NAMESPACE
class QPushButton;
QT_END_NAMESPACE

namespace signet {

class CheckLines;
class CommandBox;
class IdentityStrip;
class Message;

// The proof: who is who, whether everything passed, and whether the organization shows what was made.
class ProofStep : public StepPanel {
    Q_OBJECT

public:
    explicit ProofStep(SetupSession *session, QWidget *parent = nullptr);

    void refresh(const Report &report, const ReportDocument &document) override;

private:
    void showOwnEyes(const ReportDocument &document);
    void showAdministratorsEyes();

    QLabel *m_heading;
    IdentityStrip *m_strip;
    Message *m_message;
    Message *m_verification;
    CheckLines *m_lines;
    QPushButton *m_details;
    QWidget *m_elsewhere;
    CommandBox *m_command;
    QString m_detailsCheck;
};

} // namespace signet
