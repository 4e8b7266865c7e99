#pragma once

#include "core/session/signinsession.h"

#include <QAbstractButton>

namespace signet {

// Who is signed in, in the rail; leads to where that is changed.
class AccountButton : public QAbstractButton {
    Q_OBJECT

public:
    explicit AccountButton(QWidget *parent = nullptr);

    void showSignIn(const SignInSession &signIn);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    QString m_state; // "Signed in"
};

} // namespace signet
