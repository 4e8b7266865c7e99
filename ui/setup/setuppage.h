#pragma once

#include "core/session/setupsession.h"
#include "ui/page.h"

#include <array>

QT_BEGIN_NAMESPACE
class QPushButton;
class QStackedWidget;
QT_END_NAMESPACE

namespace signet {

class CommandBox;
class ProviderStep;
class StepList;
class StepPanel;

// The guided path from machine to provider block: the steps at the left, one decision beside them, and
// one button that does what it says.
class SetupPage : public Page {
    Q_OBJECT

public:
    explicit SetupPage(SetupSession *session, QWidget *parent = nullptr);

    SetupStep currentStep() const { return m_session->currentStep(); }
    void goTo(SetupStep step) { m_session->goTo(step); }

    std::optional<Card> card() const override;
    void refresh() override;
    void takeFocus() override;
    QString unfinishedWork() const override;

    // The simulated machine's configuration can also get the provider block.
    void offerMachineFolder(const QString &folder);

Q_SIGNALS:
    void detailsWanted(const QString &checkId);
    // Asks for the report of the machine that the step Proof is about.
    void reportWanted();

protected:
    void showEvent(QShowEvent *event) override;

private:
    StepPanel *panel() const;
    void showStep();
    void showState();
    void showAction();

    SetupSession *m_session;
    StepList *m_list;
    QStackedWidget *m_stack;
    ProviderStep *m_providerStep;
    std::array<StepPanel *, setupSteps.size()> m_panels;
    QPushButton *m_back;
    QPushButton *m_equivalent;
    QPushButton *m_action;
    CommandBox *m_command;
};

} // namespace signet
