#pragma once

#include "core/report/plandocument.h"
#include "ui/theme.h"

#include <QWidget>

namespace signet {

class FoldSection;
class StatusBadge;

// One line of the difference that a plan makes: "+ member vm-build (Basic)", with what became of it. Unfolds
// what it grants and costs, who may do it, and the request that it sends.
class ChangeLine : public QWidget {
    Q_OBJECT

public:
    explicit ChangeLine(const StepDocument &step, QWidget *parent = nullptr);

    // What became of it; nothing: it was not started.
    void setOutcome(const std::optional<ReceiptStep::State> &outcome);
    // In progress, or waited for.
    void setUnderWay(bool underWay);
    QWidget *button() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showState();

    StepDocument m_step;
    bool m_underWay = false;
    std::optional<ReceiptStep::State> m_outcome;
    StatusBadge *m_badge;
    FoldSection *m_section;
};

} // namespace signet
