#include "ui/setup/providerstep.h"

#include "core/session/setupsession.h"
#include "core/terraform/environmentoutput.h"
#include "ui/theme.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message.h"
#include "ui/widgets/texts.h"
#include "ui/words.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

ProviderStep::ProviderStep(SetupSession *session, QWidget *parent)
    : StepPanel(parent)
    , m_session(session)
    , m_missing(new Message(this))
    , m_content(new QWidget(this))
    , m_inBlock(new QRadioButton(tr("In the provider &block"), m_content))
    , m_inEnvironment(new QRadioButton(tr("In environment &variables, for pipelines and shells"), m_content))
    , m_environment(new QWidget(m_content))
    , m_shell(new QComboBox(m_environment))
    , m_variables(new CommandBox(tr("environment variables"), CommandBox::Wrap::No, m_environment))
    , m_variablesMessage(new Message(m_environment))
    , m_blockLabel(new QLabel(m_content))
    , m_block(new CommandBox(tr("provider block"), CommandBox::Wrap::No, m_content))
    , m_folder(new QLineEdit(m_content))
    , m_choose(new QPushButton(icon(u"folder"_s), tr("C&hoose…"), m_content))
    , m_message(new Message(m_content))
    , m_diff(new CommandBox(tr("change of the configuration"), CommandBox::Wrap::No, m_content))
{
    m_inBlock->setChecked(true);
    m_shell->addItems(shellNames());
    m_shell->setAccessibleName(tr("Where the variables are set"));
    auto *shellLabel = new QLabel(tr("&For"), m_environment);
    shellLabel->setBuddy(m_shell);
    m_folder->setAccessibleName(tr("Folder of the Terraform configuration"));
    m_folder->setPlaceholderText(tr("folder of the Terraform configuration"));
    auto *folderLabel = new QLabel(tr("Write it to &folder"), m_content);
    folderLabel->setBuddy(m_folder);
    m_choose->setAutoDefault(false);
    m_choose->setAccessibleName(tr("Choose the folder"));
    m_block->setMaximumLines(30);
    m_diff->setMaximumLines(30);

    auto *shell = new QHBoxLayout;
    shell->setSpacing(theme::gap::tight);
    shell->addWidget(shellLabel);
    shell->addWidget(m_shell);
    shell->addStretch(1);
    auto *environment = new QVBoxLayout(m_environment);
    environment->setContentsMargins(0, 0, 0, 0);
    environment->setSpacing(theme::gap::tight);
    environment->addLayout(shell);
    environment->addWidget(m_variables);
    environment->addWidget(m_variablesMessage);

    auto *folder = new QHBoxLayout;
    folder->setSpacing(theme::gap::tight);
    folder->addWidget(folderLabel);
    folder->addWidget(m_folder, 1);
    folder->addWidget(m_choose);

    auto *content = new QVBoxLayout(m_content);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(theme::gap::tight);
    content->addWidget(m_inBlock);
    content->addWidget(m_inEnvironment);
    content->addSpacing(theme::gap::tight);
    content->addWidget(m_environment);
    content->addLayout(folder);
    content->addWidget(m_message);
    content->addSpacing(theme::gap::hair);
    content->addWidget(m_blockLabel);
    content->addWidget(m_block);
    content->addWidget(m_diff);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::normal);
    layout->addWidget(headingLabel(tr("Where shall Terraform read it from?"), this));
    layout->addWidget(m_missing);
    layout->addWidget(m_content);
    layout->addStretch(1);

    connect(m_inBlock, &QRadioButton::toggled, this, [this] {
        showBlock();
        plan();
    });
    connect(m_shell, &QComboBox::currentTextChanged, this, &ProviderStep::showBlock);
    connect(m_folder, &QLineEdit::textChanged, this, [this] {
        m_written.clear();
        plan();
    });
    connect(m_choose, &QPushButton::clicked, this, &ProviderStep::chooseFolder);
    showBlock();
    plan();
}

FromEnvironment ProviderStep::way() const
{
    return m_inEnvironment->isChecked() ? FromEnvironment::Yes : FromEnvironment::No;
}

void ProviderStep::refresh(const Report &, const ReportDocument &)
{
    showBlock();
    plan();
}

void ProviderStep::showBlock()
{
    const auto settings = m_session->providerSettings();
    m_content->setVisible(settings.has_value());
    if (!settings) {
        m_missing->show(theme::Tone::Warning, tr("The organization is not known yet"),
                        tr("The second step asks for it; then the provider block is here."));
        return;
    }
    m_missing->clear();
    const bool environment = way() == FromEnvironment::Yes;
    m_environment->setVisible(environment);
    m_block->setText(environment ? emptyProviderBlock(*settings) : providerBlock(*settings));

    const auto shell = parseShell(m_shell->currentText());
    if (!environment || !shell)
        return;
    const auto variables = environmentOutput(*shell, *settings);
    m_variables->setVisible(bool(variables));
    if (variables) {
        m_variables->setText(*variables);
        m_variablesMessage->clear();
    } else {
        m_variablesMessage->show(variables.problem());
    }
}

void ProviderStep::plan()
{
    m_plan.reset();
    // What is shown below: the block as such, until a folder says what becomes of it.
    QString shown;
    QString label = way() == FromEnvironment::Yes
        ? tr("With the variables goes an empty block that pins the version:")
        : tr("The whole providers.tf:");
    const QString folder = m_folder->text().trimmed();
    if (!m_written.isEmpty()) {
        m_message->show(theme::Tone::Ok, tr("%1 was written").arg(m_written),
                        tr("Run terraform init in that folder, then terraform plan."));
    } else if (folder.isEmpty()) {
        m_message->clear();
    } else if (const auto planned = m_session->planProviderFile(folder, way()); !planned) {
        m_message->show(planned.problem());
    } else if (planned->leaveAlone) {
        m_message->show(theme::Tone::Warning, textOf(planned->obstacle).title,
                        tr("Nothing is written there. Put these lines in by hand."));
        label = tr("To change by hand:");
        shown = planned->whatToChange;
    } else {
        m_message->clear();
        m_plan = *planned;
        label = tr("This will be written to %1:").arg(planned->path);
        shown = planned->diff;
    }
    m_blockLabel->setText(label);
    m_block->setVisible(shown.isEmpty());
    m_diff->setVisible(!shown.isEmpty());
    m_diff->setDiff(shown);
    Q_EMIT deedChanged();
}

void ProviderStep::chooseFolder()
{
    const QString folder = QFileDialog::getExistingDirectory(
        this, tr("Folder of the Terraform configuration"), m_folder->text());
    if (!folder.isEmpty())
        setFolder(folder);
}

void ProviderStep::setFolder(const QString &folder)
{
    m_folder->setText(folder);
}

QString ProviderStep::deed() const
{
    return tr("&Write providers.tf");
}

bool ProviderStep::canAct() const
{
    return m_session->providerSettings().has_value() && m_written.isEmpty();
}

void ProviderStep::act()
{
    if (!m_plan) {
        if (m_folder->text().trimmed().isEmpty()) {
            m_message->show(theme::Tone::Blocker, tr("The folder is missing"),
                            tr("Name the folder of the Terraform configuration that uses the organization."));
        }
        m_folder->setFocus();
        return;
    }
    const ProviderFilePlan planned = *m_plan;
    const auto written = m_session->writeProviderFile(planned);
    if (!written) {
        m_message->show(written.problem());
        return;
    }
    m_written = planned.path;
    plan();
}

} // namespace signet
