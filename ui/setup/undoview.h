#pragma once

#include "core/session/plansession.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace signet {

class Message;

// What undoing a receipt would do, and the button that does it. Hidden until it is requested.
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
