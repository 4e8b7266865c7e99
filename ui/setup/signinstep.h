#pragma once

#include "ui/setup/steppanel.h"

#include <array>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;
QT_END_NAMESPACE

namespace signet {

class CopyButton;
class Message;

// Who administers the organization: whoever is signed in already, or one of the ways of signing in.
class SignInStep : public StepPanel {
    Q_OBJECT

public:
    explicit SignInStep(SetupSession *session, QWidget *parent = nullptr);

    void refresh(const Report &report, const ReportDocument &document) override;
    bool canAct() const override;
    void act() override;

private:
    SignInSession *signIn() const { return session()->signIn(); }
    QWidget *makeWays();
    QWidget *makeFields();
    void showSignedIn();
    void showWorking();

    Message *m_message;
    QPushButton *m_signOut;
    QPushButton *m_stop;
    QWidget *m_tenant; // which of several
    QComboBox *m_tenants;
    QWidget *m_prompt; // code to type in somewhere else
    QLabel *m_code;
    CopyButton *m_copyCode;
    QPushButton *m_openPage;
    QWidget *m_choice;
    std::array<QRadioButton *, signInMethods.size()> m_ways;
    QWidget *m_clientIdField;
    QLineEdit *m_clientId;
    QWidget *m_tokenField;
    QLineEdit *m_token;
    QCheckBox *m_keep;
};

} // namespace signet
