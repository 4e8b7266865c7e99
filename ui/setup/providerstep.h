#pragma once

#include "ui/setup/steppanel.h"

QT_BEGIN_NAMESPACE
class QLabel;
class QRadioButton;
QT_END_NAMESPACE

namespace signet {

class CommandBox;
class EditPanel;
class FolderRow;
class Message;
class OutputsPanel;
class WrittenView;
class TerraformSession;

// The provider block, or the variables that stand for it, and the configuration that gets it.
class ProviderStep : public StepPanel {
    Q_OBJECT

public:
    explicit ProviderStep(SetupSession *session, QWidget *parent = nullptr);

    void refresh(const Report &report, const ReportDocument &document) override;
    QString actionText() const override;
    bool canAct() const override;
    void act() override;

    // The simulated machine's configuration can also get the block; empty: there is none.
    void offerMachineFolder(const QString &folder);

private:
    void showConfiguration();
    void write();

    TerraformSession *m_terraform;
    Message *m_missing;
    QWidget *m_content;
    QRadioButton *m_inBlock;
    QRadioButton *m_inEnvironment;
    OutputsPanel *m_variables;
    FolderRow *m_folder;
    Message *m_message;
    WrittenView *m_written;
    QWidget *m_preview; // of the whole file, until a folder says what becomes of it
    CommandBox *m_block;
    EditPanel *m_edit;
    bool m_showsProblem = false;
};

} // namespace signet
