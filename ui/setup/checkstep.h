#pragma once

#include "ui/setup/steppanel.h"

QT_BEGIN_NAMESPACE
class QPushButton;
QT_END_NAMESPACE

namespace signet {

class CheckLines;
class IdentityStrip;
class Message;
class SetupSession;

// The proof: who is who, and whether everything passed.
class CheckStep : public StepPanel {
    Q_OBJECT

public:
    explicit CheckStep(SetupSession *session, QWidget *parent = nullptr);

    void refresh(const Report &report, const ReportDocument &document) override;
    QString deed() const override;
    void act() override;

private:
    SetupSession *m_session;
    IdentityStrip *m_strip;
    Message *m_message;
    CheckLines *m_lines;
    QPushButton *m_story;
    QString m_storyCheck;
};

} // namespace signet
