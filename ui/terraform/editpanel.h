#pragma once

#include "core/terraform/configurationedit.h"

#include <QString>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QComboBox;
class QGridLayout;
QT_END_NAMESPACE

namespace signet {

class CommandBox;
class Message;
class TerraformSession;

// The edit that makes it the managed identity: why, the diff, the variables to take away, and what no edit
// cures.
class EditPanel : public QWidget {
    Q_OBJECT

public:
    explicit EditPanel(TerraformSession *session, QWidget *parent = nullptr);

    // "Write 2 files": the button that makes this edit.
    static QString writeWords(const TerraformSession &session);
    static QString writtenTitle(const QList<WrittenFile> &files);
    // Which files are new, where the backups of the others are, and what comes next.
    static QString writtenWords(const QList<WrittenFile> &files, const TerraformSession &session);

private:
    void refresh();
    void showReasons(const QStringList &reasons);
    void showUnset();

    TerraformSession *m_session;
    Message *m_state;
    QGridLayout *m_reasons;
    CommandBox *m_diff;
    QWidget *m_unset;
    QComboBox *m_shell;
    CommandBox *m_unsetCommands;
    QWidget *m_init;
    CommandBox *m_initCommand;
    Message *m_cannot;
};

} // namespace signet
