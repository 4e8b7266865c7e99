#pragma once

#include "core/session/tokensession.h"

#include <QTimer>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace signet {

class Message;
class StatusBadge;

// One token of a session: the ways to bring one, what is waited for, whose it is. The text of a token is
// never shown; it goes from the clipboard, the drop or the file straight into the session.
class TokenSlot : public QWidget {
    Q_OBJECT

public:
    enum class Role { Main, Column };
    TokenSlot(TokenSession *session, TokenSession::Column column, Role role, QWidget *parent = nullptr);

    TokenSession::Column column() const { return m_column; }
    void takeFocus();
    void ask();
    void paste();
    void openFile();

Q_SIGNALS:
    // What is to be asked has to be taken over from its fields now.
    void aboutToAsk();

private:
    void refresh();
    void refreshTime();

    TokenSession *m_session;
    TokenSession::Column m_column;
    QTimer m_clock; // while something is waited for, and for the age of what is shown

    QPushButton *m_ask;
    QPushButton *m_paste;
    QPushButton *m_open;
    QPushButton *m_forget;
    QWidget *m_wait;
    QLabel *m_waiting;
    QPushButton *m_stop;
    Message *m_message;
    StatusBadge *m_badge;
    QLabel *m_sentence;
    QLabel *m_facts;
};

} // namespace signet
