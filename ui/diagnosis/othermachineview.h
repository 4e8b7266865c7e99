#pragma once

#include "core/session/diagnosissession.h"
#include "core/session/othermachine.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QComboBox;
class QPushButton;
QT_END_NAMESPACE

namespace signet {

class CommandBox;
class Message;

// For a machine where nobody sits: what to run there, and three ways in which its report comes here.
class OtherMachineView : public QWidget {
    Q_OBJECT

public:
    explicit OtherMachineView(const Host &disk, QWidget *parent = nullptr);

    // What the command there asks about.
    void setQuestion(const Question &question);
    void watch(const QString &folder);
    ReportWatch *reports() { return &m_watch; }

Q_SIGNALS:
    void pasteWanted();
    void openWanted();
    void reportFound(const QString &path);

private:
    void showCommand();
    void showWatch();

    ReportWatch m_watch;
    QList<RemoteRun> m_runs;
    QComboBox *m_where;
    CommandBox *m_command;
    QPushButton *m_watchButton;
    QPushButton *m_stop;
    Message *m_message;
};

} // namespace signet
