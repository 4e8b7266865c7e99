#pragma once

#include "ui/windowcommand.h"

#include <QDialog>
#include <QList>

QT_BEGIN_NAMESPACE
class QLineEdit;
class QListWidget;
QT_END_NAMESPACE

namespace signet {

// Every command of the window, narrowed by what is typed: each word has to occur in it. Enter runs the one
// that is marked, Escape leaves.
class CommandPalette : public QDialog {
    Q_OBJECT

public:
    CommandPalette(const QList<WindowCommand> &commands, QWidget *parent);

    // Begins with that text.
    void search(const QString &text);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void narrow();
    void run();

    QList<WindowCommand> m_commands;
    QLineEdit *m_text;
    QListWidget *m_list;
};

} // namespace signet
