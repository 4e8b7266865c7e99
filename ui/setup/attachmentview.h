#pragma once

#include "core/session/principalsession.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace signet {

class CommandBox;
class Message;

// What attaching an identity to a resource would change: who is there and stays, who comes, what is to be
// said before, and the command that does the same.
class AttachmentView : public QWidget {
    Q_OBJECT

public:
    explicit AttachmentView(PrincipalSession *principals, QWidget *parent = nullptr);

    void refresh();

private:
    void showPlan(const AttachPlan &plan);

    PrincipalSession *m_principals;
    Message *m_message;
    QPushButton *m_leave;
    QPushButton *m_stop;
    QWidget *m_plan;
    QLabel *m_lines;
    Message *m_warning;
    CommandBox *m_command;
};

} // namespace signet
