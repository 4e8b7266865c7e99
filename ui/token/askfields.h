#pragma once

#include "core/session/tokensession.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLineEdit;
QT_END_NAMESPACE

namespace signet {

class Message;

// The service to request a token for, and the identity.
class AskFields : public QWidget {
    Q_OBJECT

public:
    explicit AskFields(TokenSession *session, QWidget *parent = nullptr);

    // Takes over what was typed; an id that is none is said here and leaves all as it was.
    void commit();

Q_SIGNALS:
    // A token was put into a field that shows what is in it.
    void tokenGiven(QByteArray text);

private:
    void refresh();
    void watch(QLineEdit *edit);

    TokenSession *m_session;
    QComboBox *m_service;
    QLineEdit *m_resource; // of a service that is not in the list
    QComboBox *m_selector;
    QLineEdit *m_id;
    Message *m_message;
};

} // namespace signet
