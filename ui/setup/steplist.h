#pragma once

#include "core/session/setupsession.h"

#include <QAbstractButton>
#include <QWidget>

#include <array>

namespace signet {

// One step at the left: sign of its state, its name, and its answer in one line.
class StepButton : public QAbstractButton {
    Q_OBJECT

public:
    StepButton(const QString &title, QWidget *parent = nullptr);
    void setState(SetupSession::State state, const QString &answer);
    void setCurrent(bool current);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void describeState();
    int titleWidth() const;
    int fullHeight() const; // with the answer
    void paintFocus(QPainter *painter) const;

    SetupSession::State m_state = SetupSession::State::Open;
    QString m_answer;
    bool m_current = false;
};

class StepList : public QWidget {
    Q_OBJECT

public:
    explicit StepList(QWidget *parent = nullptr);

    void setSteps(const std::array<SetupSession::StepView, setupSteps.size()> &steps);
    void setCurrent(SetupStep step);

Q_SIGNALS:
    void chosen(signet::SetupStep step);

private:
    std::array<StepButton *, setupSteps.size()> m_buttons;
};

} // namespace signet
