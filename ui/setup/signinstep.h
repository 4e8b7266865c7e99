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
class QVBoxLayout;
QT_END_NAMESPACE

namespace signet {

class CopyButton;
class HandOffView;
class Message;

// Who administers the organization: an existing sign-in, or one of the sign-in methods.
class SignInStep : public StepPanel {
    Q_OBJECT

public:
    explicit SignInStep(SetupSession *session, QWidget *parent = nullptr);

    void refresh(const Report &report, const ReportDocument &document) override;
    bool canAct() const override;
    void act() override;
    QWidget *firstFocus() const override;

protected:
    void showEvent(QShowEvent *event) override;

private:
    SignInSession *signIn() const { return session()->signIn(); }
    QWidget *makePrompt();
    QWidget *makeWays();
    QWidget *makeClientIdField();
    QWidget *makeTokenField();
    void makeFields();
    void showSignedIn();
    void showWorking();
    void showTenants();
    void showFields();
    void scrollToFields();

    Message *m_message;
    QPushButton *m_signOut;
    QPushButton *m_stop;
    HandOffView *m_handOff;
    Message *m_trouble; // of somebody who is signed in all the same
    QWidget *m_tenant; // which of several
    QComboBox *m_tenants;
    QWidget *m_prompt; // what there is to do in a browser
    QLabel *m_code;
    CopyButton *m_copyCode;
    CopyButton *m_copyAddress;
    QPushButton *m_openPage;
    QWidget *m_choice;
    QVBoxLayout *m_list = nullptr; // of the ways, with the fields of the chosen one below it
    QWidget *m_fields = nullptr;
    std::array<QRadioButton *, signInMethods.size()> m_ways;
    std::array<QLabel *, signInMethods.size()> m_explanations;
    QWidget *m_clientIdField;
    QLineEdit *m_clientId;
    Message *m_clientIdMessage;
    QLabel *m_clientIdNote;
    QWidget *m_tokenField;
    QLineEdit *m_token;
    QPushButton *m_openTokens;
    QCheckBox *m_keep;
};

} // namespace signet
