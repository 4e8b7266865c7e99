#pragma once

#include "ui/setup/steppanel.h"

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;
QT_END_NAMESPACE

namespace signet {

class IdentityCard;
class Message;
class SetupSession;

// Which identity of the machine Terraform shall use.
class IdentityStep : public StepPanel {
    Q_OBJECT

public:
    explicit IdentityStep(SetupSession *session, QWidget *parent = nullptr);

    void refresh(const Report &report, const ReportDocument &document) override;
    QString deed() const override;
    void act() override;

private:
    // Whether the fields say something else than what was asked for.
    bool isNew() const;
    bool ask();
    void showFields();

    SetupSession *m_session;
    IdentityCard *m_card;
    QLabel *m_found;
    Message *m_message;
    QPushButton *m_story;
    QRadioButton *m_byItself;
    QRadioButton *m_byClientId;
    QLineEdit *m_clientId;
    Message *m_inputMessage;
    QString m_storyCheck;
};

} // namespace signet
