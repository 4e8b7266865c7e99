#pragma once

#include "core/terraform/configurationedit.h"

#include <QString>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QComboBox;
class QGridLayout;
class QLineEdit;
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

private:
    void refresh();
    void showReasons(const QStringList &reasons);
    void showUnset();

    void takeOrganization();

    TerraformSession *m_session;
    Message *m_state;
    QWidget *m_organization; // asked for where it is not known
    QLineEdit *m_organizationField;
    Message *m_organizationMessage;
    QGridLayout *m_reasons;
    CommandBox *m_diff;
    QWidget *m_unset;
    QComboBox *m_shell;
    CommandBox *m_unsetCommands;
    QWidget *m_init;
    CommandBox *m_initCommand;
    Message *m_cannot;
    Message *m_leftOver; // secrets that nothing needs after the edit
};

} // namespace signet
