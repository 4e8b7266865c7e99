#pragma once

#include "core/setup/plan.h"
#include "core/setup/receipt.h"
#include "ui/theme.h"

#include <QWidget>

namespace signet {

class FoldSection;
class SignLabel;

// One line of the difference that a plan makes: "+ member vm-build (Basic)", with what became of it. Unfolds
// what it grants and costs, who may do it, and the request that it sends.
class ChangeLine : public QWidget {
    Q_OBJECT

public:
    enum class Kind { Step, Present }; // to be made; there already

    ChangeLine(const Plan &plan, const PlanStep &step, Kind kind, QWidget *parent = nullptr);

    // What became of it; nothing: it was not begun.
    void setOutcome(const std::optional<ReceiptStep> &outcome);
    // Under way, or waited for.
    void setUnderWay(bool underWay);
    QWidget *button() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showState();

    Kind m_kind;
    bool m_isChange = false; // of what was there: "~"
    bool m_underWay = false;
    std::optional<ReceiptStep> m_outcome;
    QString m_line;
    SignLabel *m_sign;
    FoldSection *m_section;
};

} // namespace signet
