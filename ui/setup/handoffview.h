#pragma once

#include <QByteArray>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace signet {

class CommandBox;
class Message;
class SetupSession;

// For whoever does not administer the organization: the request to an administrator, as a message to copy and
// as a file, and the way back for the answer.
class HandOffView : public QWidget {
    Q_OBJECT

public:
    explicit HandOffView(SetupSession *session, QWidget *parent = nullptr);

    void refresh();
    // What the dialogs do once a path is chosen.
    void saveRequest(const QString &path);
    void openAnswer(const QString &path);

private:
    void askWhereToSave();
    void askForAnswer();

    SetupSession *m_session;
    QPushButton *m_toggle;
    QWidget *m_body;
    QLabel *m_about;
    CommandBox *m_mail;
    QPushButton *m_save;
    QPushButton *m_answer;
    Message *m_message;
    QByteArray m_shown; // the request that the message is made from, without its time
};

} // namespace signet
