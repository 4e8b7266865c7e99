#include "ui/setup/providerstep.h"

#include "ui/terraform/editpanel.h"
#include "ui/terraform/folderrow.h"
#include "ui/terraform/outputspanel.h"
#include "ui/terraform/writtenview.h"
#include "ui/theme.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/message.h"
#include "ui/widgets/texts.h"

#include <QLabel>
#include <QRadioButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

ProviderStep::ProviderStep(SetupSession *session, QWidget *parent)
    : StepPanel(session, SetupStep::ProviderBlock, parent)
    , m_terraform(session->terraform())
    , m_missing(new Message(this))
    , m_content(new QWidget(this))
    , m_inBlock(new QRadioButton(tr("In the provider &block"), m_content))
    , m_inEnvironment(new QRadioButton(tr("In environment &variables, for pipelines and shells"), m_content))
    , m_variables(new OutputsPanel(OutputsPanel::Targets::Environment, m_content))
    , m_folder(new FolderRow(m_terraform, m_content))
    , m_message(new Message(m_content))
    , m_written(new WrittenView(m_terraform, m_content))
    , m_preview(new QWidget(m_content))
    , m_block(new CommandBox(tr("provider block"), CommandBox::Wrap::No, m_preview))
    , m_edit(new EditPanel(m_terraform, m_content))
{
    m_inBlock->setChecked(true);
    m_block->setMaximumLines(30);
    auto *preview = new QVBoxLayout(m_preview);
    preview->setContentsMargins(0, 0, 0, 0);
    preview->setSpacing(theme::gap::tight);
    preview->addWidget(proseLabel(tr("Signet writes this to a new providers.tf. If the folder already has a "
                                     "provider block, Signet makes the smallest change to that block:"),
                                  m_preview));
    preview->addWidget(m_block);

    auto *content = new QVBoxLayout(m_content);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(theme::gap::tight);
    content->addWidget(m_inBlock);
    content->addWidget(m_inEnvironment);
    content->addSpacing(theme::gap::tight);
    content->addWidget(m_variables);
    content->addWidget(m_folder);
    content->addWidget(m_message);
    content->addWidget(m_written);
    content->addSpacing(theme::gap::hair);
    content->addWidget(m_preview);
    content->addWidget(m_edit);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::normal);
    layout->addWidget(headingLabel(tr("Where should Terraform read the settings from?"), this));
    layout->addWidget(m_missing);
    layout->addWidget(m_content);
    layout->addStretch(1);

    connect(m_inEnvironment, &QRadioButton::toggled, this, [this](bool environment) {
        m_terraform->setFromEnvironment(environment ? FromEnvironment::Yes : FromEnvironment::No);
    });
    connect(m_folder, &FolderRow::opened, this, [this] { m_message->clear(); });
    connect(m_terraform, &TerraformSession::changed, this, &ProviderStep::showConfiguration);
    showConfiguration();
}

void ProviderStep::refresh(const Report &, const ReportDocument &)
{
    showConfiguration();
}

void ProviderStep::showConfiguration()
{
    const auto settings = session()->providerSettings();
    m_content->setVisible(settings.has_value());
    if (settings) {
        m_missing->clear();
        const bool environment = m_terraform->fromEnvironment() == FromEnvironment::Yes;
        m_variables->setVisible(environment);
        m_variables->setSettings(*settings, session()->sandbox());
        m_preview->setVisible(!m_terraform->explanation());
        m_block->setText(environment ? emptyProviderBlock(*settings) : providerBlock(*settings),
                         CommandBox::Language::Hcl);
    } else {
        m_missing->show(theme::Tone::Warning, tr("The organization is not known yet"),
                        tr("Choose it in the step Organization. Then the provider block appears here."));
    }
    if (m_terraform->problem())
        m_message->show(*m_terraform->problem(), session()->sandbox());
    else if (m_showsProblem)
        m_message->clear();
    m_showsProblem = m_terraform->problem().has_value();
    Q_EMIT actionChanged();
}

void ProviderStep::offerMachineFolder(const QString &folder)
{
    m_folder->offerMachineFolder(folder);
}

QString ProviderStep::actionText() const
{
    if (m_terraform->canWrite())
        return EditPanel::writeWords(*m_terraform);
    return m_terraform->directory().isEmpty() ? tr("Choose the folder…") : tr("Read again");
}

bool ProviderStep::canAct() const
{
    return session()->providerSettings().has_value();
}

void ProviderStep::act()
{
    // What was typed last is shown before it is written to.
    if (m_folder->commit())
        return;
    if (m_terraform->canWrite()) {
        write();
    } else if (m_terraform->directory().isEmpty()) {
        m_folder->choose();
    } else {
        m_message->clear();
        m_terraform->reload();
    }
}

void ProviderStep::write()
{
    m_message->clear();
    m_written->write();
}

} // namespace signet
