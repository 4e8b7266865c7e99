#pragma once

#include "core/session/plansession.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace signet {

class Message;

// What taking a receipt back would do, and the button that does it. Takes no room where nobody asked.
class UndoView : public QWidget {
    Q_OBJECT

public:
    explicit UndoView(PlanSession *changes, QWidget *parent = nullptr);

    void refresh();

private:
    PlanSession *m_changes;
    Message *m_message;
    QLabel *m_lines;
    QPushButton *m_undo;
    QPushButton *m_keep;
};

} // namespace signet
