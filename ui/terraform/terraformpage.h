#pragma once

#include "core/session/terraformsession.h"
#include "ui/page.h"

QT_BEGIN_NAMESPACE
class QBoxLayout;
class QComboBox;
class QLabel;
class QPushButton;
class QScrollArea;
class QTableView;
class QTreeWidget;
class QVBoxLayout;
QT_END_NAMESPACE

namespace signet {

class ChainView;
class CommandBox;
class EditPanel;
class FolderRow;
class FoldSection;
class Message;
class OutputsPanel;
class StatusBadge;
class ValuesModel;
class WrittenView;

// A Terraform configuration: which identity Terraform would use with it, how the provider decides that, and
// the edit that makes it the managed identity.
class TerraformPage : public Page {
    Q_OBJECT

public:
    explicit TerraformPage(TerraformSession *session, QWidget *parent = nullptr);

    TerraformSession *session() const { return m_session; }
    // A folder, or a file in it, that the person has dropped or named.
    void open(const QString &path);
    // The simulated machine's configuration can also be opened; empty: there is none.
    void offerMachineFolder(const QString &folder);

    std::optional<Card> card() const override;
    void refresh() override;
    void save(WindowMemory *memory) const override;
    void restore(const WindowMemory &memory) override;
    void takeFocus() override;

Q_SIGNALS:
    // The person has chosen a folder.
    void folderChosen();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *buildEmpty();
    QWidget *buildVerdict();
    QWidget *buildChoices();
    QWidget *buildDecision();
    QWidget *buildEdit();
    QWidget *buildBar();

    void showState();
    void showReading();
    void showBlocks(const ExplanationDocument &document);
    void showVerdict(const ExplanationDocument &document);
    void showChoices();
    void showValues(const ExplanationDocument &document);
    void showAction();
    void rememberFolder(); // that is open now
    void askToWrite();
    void cancelWrite();
    void write();

    TerraformSession *m_session;
    QStringList m_recent; // folders, the last one first
    bool m_asking = false; // whether to write what is shown
    bool m_remembers = false; // the folder that is being read goes to the recent ones
    bool m_showsProblem = false; // the message is about why the folder cannot be read

    FolderRow *m_folder;
    Message *m_message;
    Message *m_reading; // while it takes longer than a moment
    WrittenView *m_written;
    QWidget *m_empty = nullptr;
    QScrollArea *m_scroll;
    QWidget *m_content;
    QBoxLayout *m_columns = nullptr;

    StatusBadge *m_badge = nullptr;
    QLabel *m_sentence = nullptr;
    QLabel *m_facts = nullptr;
    CommandBox *m_error = nullptr;
    FoldSection *m_errorSection = nullptr;
    QVBoxLayout *m_obstacles = nullptr; // of the configuration as a whole
    QVBoxLayout *m_remarks = nullptr; // the same, where they keep nothing from working
    Message *m_unknown = nullptr;
    QLabel *m_assumed = nullptr;
    FoldSection *m_assumedSection = nullptr;

    QLabel *m_blocksTitle = nullptr;
    QTreeWidget *m_blocks = nullptr; // where there are several
    QWidget *m_aliasChoice = nullptr;
    QComboBox *m_alias = nullptr;
    QComboBox *m_version = nullptr;
    QComboBox *m_way = nullptr;
    QLabel *m_versionChange = nullptr;

    ChainView *m_chain = nullptr;
    QLabel *m_valuesHeading = nullptr;
    QTableView *m_values = nullptr;
    ValuesModel *m_valuesModel;
    OutputsPanel *m_outputs = nullptr;

    QWidget *m_bar = nullptr;
    Message *m_question = nullptr;
    QPushButton *m_yes = nullptr;
    QPushButton *m_no = nullptr;
    QPushButton *m_equivalent = nullptr;
    QPushButton *m_again = nullptr;
    QPushButton *m_action = nullptr;
    CommandBox *m_command = nullptr;
};

} // namespace signet
