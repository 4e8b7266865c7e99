#pragma once

#include "core/report/reportdocument.h"

#include <QString>
#include <QWidget>

namespace signet {

// The content of one step of the guided path: one decision, and what was found out about it.
class StepPanel : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    // Shows what is known now.
    virtual void refresh(const Report &report, const ReportDocument &document) = 0;

    // The primary button of the page while this step is shown: named by its verb, what it does, and
    // whether it can do it. When it cannot, the step says why.
    virtual QString deed() const = 0;
    virtual bool canAct() const { return true; }
    virtual void act() = 0;

Q_SIGNALS:
    void deedChanged();
    // The decision of this step is made; on to the next.
    void settled();
    // A link to the story of a check was followed.
    void storyWanted(const QString &checkId);
};

} // namespace signet
