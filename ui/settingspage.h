#pragma once

#include "core/profile/preferences.h"
#include "core/session/signinsession.h"
#include "ui/page.h"

#include <memory>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
QT_END_NAMESPACE

namespace signet {

class Message;

// How the windows look and speak, what Signet trusts, and what it keeps.
class SettingsPage : public Page {
    Q_OBJECT

public:
    // Without a store, nothing is kept: in the simulation.
    SettingsPage(std::shared_ptr<PreferencesStore> store, SignInSession *signIn,
                 const Environment &environment, QWidget *parent = nullptr);

    void forgetEverything();

Q_SIGNALS:
    // What was kept is gone; nothing may be written back when the window closes.
    void forgotten();

private:
    QWidget *makeLook();
    QWidget *makeNetwork(const Environment &environment);
    QWidget *makeKept();
    void take();
    void showKept();

    std::shared_ptr<PreferencesStore> m_store;
    SignInSession *m_signIn;
    Preferences m_preferences;
    QComboBox *m_theme = nullptr;
    QComboBox *m_language = nullptr;
    QLineEdit *m_caFile = nullptr;
    QLabel *m_app = nullptr;
    QLabel *m_kept = nullptr;
    QPushButton *m_forget = nullptr;
    Message *m_message;
    Message *m_question;
};

} // namespace signet
