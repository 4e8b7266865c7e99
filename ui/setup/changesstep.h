#pragma once

#include "ui/setup/steppanel.h"

#include <QList>
#include <QTimer>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace signet {

class ChangeLine;
class CommandBox;
class CopyButton;
class HandOffView;
class Message;
class PlanCode;
class UndoView;

// The plan as a difference of the organization, applying it, and undoing it.
class ChangesStep : public StepPanel {
    Q_OBJECT

public:
    explicit ChangesStep(SetupSession *session, QWidget *parent = nullptr);

    void refresh(const Report &report, const ReportDocument &document) override;
    QWidget *firstFocus() const override;

private:
    PlanSession *changes() const { return session()->changes(); }
    void showPlan();
    void showState();
    void showBusy();
    void showIdle();
    void showEarlier();

    QLabel *m_heading;
    QTimer m_clock; // while something is under way
    Message *m_message;
    QPushButton *m_stop;
    QPushButton *m_remedy;
    QPushButton *m_undo;
    CopyButton *m_copyPath;
    CommandBox *m_lostReceipt; // that no file has
    Message *m_earlier;
    QPushButton *m_takeUp;
    Message *m_stays; // what the plan leaves as it is, although less is wanted
    QWidget *m_difference;
    QVBoxLayout *m_lines;
    QList<ChangeLine *> m_steps;
    QList<ChangeLine *> m_present;
    HandOffView *m_handOff;
    UndoView *m_undoView;
    PlanCode *m_code;
    QByteArray m_shown; // plan that the lines are of
};

} // namespace signet
