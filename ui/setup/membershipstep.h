#pragma once

#include "core/session/membershipguide.h"
#include "ui/setup/steppanel.h"

#include <functional>

QT_BEGIN_NAMESPACE
class QGridLayout;
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace signet {

class CommandBox;
class CopyButton;
class Message;
class SetupSession;

// Makes the identity a member of a simulated organization, as its administrator would.
using AddMember = std::function<void(const MembershipGuide &guide)>;

// The identity becomes a member of the organization: the exact steps for an administrator, and a look
// whether it is done.
class MembershipStep : public StepPanel {
    Q_OBJECT

public:
    // Without addMember only an administrator of the real organization can do it.
    MembershipStep(SetupSession *session, AddMember addMember, QWidget *parent = nullptr);

    void refresh(const Report &report, const ReportDocument &document) override;
    QString deed() const override;
    void act() override;

private:
    void showGuide(const MembershipGuide &guide);

    SetupSession *m_session;
    AddMember m_addMember;
    QLabel *m_heading;
    Message *m_message;
    QWidget *m_guide;
    QGridLayout *m_steps;
    QPushButton *m_openPage;
    QPushButton *m_simulate;
    CopyButton *m_copyId;
    CommandBox *m_command;
    QStringList m_shown;
};

} // namespace signet
