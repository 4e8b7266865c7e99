#pragma once

#include "core/report/reportdocument.h"
#include "core/session/setupsession.h"

#include <QString>
#include <QWidget>

namespace signet {

// The content of one step of the guided path: one decision, and what was found out about it. Decides nothing:
// what a step is about, and what its button does, is in the session; what a field holds that was not handed
// to the session yet is here.
class StepPanel : public QWidget {
    Q_OBJECT

public:
    StepPanel(SetupSession *session, SetupStep step, QWidget *parent = nullptr)
        : QWidget(parent)
        , m_session(session)
        , m_step(step)
    {
    }

    SetupSession *session() const { return m_session; }
    SetupStep step() const { return m_step; }

    // Shows what is known now.
    virtual void refresh(const Report &report, const ReportDocument &document) = 0;

    // The primary button of the page while this step is shown: named by its verb, what it does, and
    // whether it can do it. When it cannot, the step says why.
    virtual QString actionText() const { return m_session->primaryAction(m_step).text; }
    virtual bool canAct() const { return m_session->primaryAction(m_step).enabled; }
    virtual void act() { m_session->act(); }
    // Where the keyboard begins; nothing: at the primary button.
    virtual QWidget *firstFocus() const { return nullptr; }

Q_SIGNALS:
    void actionChanged();
    // Asks for the details of a check.
    void detailsWanted(const QString &checkId);
    // Asks for a report that is to be opened.
    void reportWanted();

private:
    SetupSession *m_session;
    SetupStep m_step;
};

} // namespace signet
