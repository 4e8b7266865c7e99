#pragma once

#include "core/terraform/providerfile.h"
#include "ui/setup/steppanel.h"

#include <optional>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;
QT_END_NAMESPACE

namespace signet {

class CommandBox;
class Message;
class SetupSession;

// The provider block, or the variables that stand for it, and the file it is written to.
class ProviderStep : public StepPanel {
    Q_OBJECT

public:
    explicit ProviderStep(SetupSession *session, QWidget *parent = nullptr);

    void refresh(const Report &report, const ReportDocument &document) override;
    QString deed() const override;
    bool canAct() const override;
    void act() override;

    void setFolder(const QString &folder);

private:
    FromEnvironment way() const;
    void showBlock();
    void plan();
    void chooseFolder();

    SetupSession *m_session;
    Message *m_missing;
    QWidget *m_content;
    QRadioButton *m_inBlock;
    QRadioButton *m_inEnvironment;
    QWidget *m_environment;
    QComboBox *m_shell;
    CommandBox *m_variables;
    Message *m_variablesMessage;
    QLabel *m_blockLabel;
    CommandBox *m_block;
    QLineEdit *m_folder;
    QPushButton *m_choose;
    Message *m_message;
    CommandBox *m_diff;
    std::optional<ProviderFilePlan> m_plan;
    QString m_written; // path of the file that was written; empty before
};

} // namespace signet
