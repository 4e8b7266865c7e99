#pragma once

#include "core/report/identitydocument.h"

#include <QTimer>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;
QT_END_NAMESPACE

namespace signet {

class IdentitySession;
class Message;
class StatusBadge;

// Which machine this is and why, its identity endpoints and their answers, and contradictions.
class IdentityView : public QWidget {
    Q_OBJECT

public:
    explicit IdentityView(IdentitySession *session, QWidget *parent = nullptr);

    void takeFocus();

private:
    void refresh();
    void refreshTime();
    QWidget *rowsBox(const QString &title, const QList<DocumentRow> &rows);
    QWidget *endpointsBox(const IdentityDocument &document);

    IdentitySession *m_session;
    QTimer m_clock;
    StatusBadge *m_badge;
    QLabel *m_sentence;
    QLabel *m_waiting;
    QPushButton *m_look;
    QPushButton *m_stop;
    Message *m_problem;
    QScrollArea *m_scroll;
    QVBoxLayout *m_parts;
};

} // namespace signet
