#include "ui/terraform/outputspanel.h"

#include "core/terraform/environmentoutput.h"
#include "ui/theme.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/message.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

OutputsPanel::OutputsPanel(Targets targets, QWidget *parent)
    : QWidget(parent)
    , m_targets(new QComboBox(this))
    , m_content(new CommandBox(targets == Targets::All ? tr("settings for this target")
                                                       : tr("environment variables"),
                               CommandBox::Wrap::No, this))
    , m_message(new Message(this))
{
    if (targets == Targets::All) {
        m_targets->addItem(tr("provider block"), u"provider-block"_s);
        m_targets->addItem(tr("required_providers"), u"required-providers"_s);
    }
    for (const QString &shell : shellNames())
        m_targets->addItem(targets == Targets::All ? tr("variables: %1").arg(shell) : shell, shell);
    m_targets->setAccessibleName(targets == Targets::All ? tr("Target of the settings")
                                                         : tr("Where the variables are set"));
    m_targets->setMaxVisibleItems(20);
    m_content->setMaximumLines(30);
    auto *label = new QLabel(tr("F&or"), this);
    label->setBuddy(m_targets);

    auto *line = new QHBoxLayout;
    line->setSpacing(theme::gap::tight);
    line->addWidget(label);
    line->addWidget(m_targets);
    line->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::tight);
    layout->addLayout(line);
    layout->addWidget(m_content);
    layout->addWidget(m_message);
    connect(m_targets, &QComboBox::currentIndexChanged, this, &OutputsPanel::refresh);
    refresh();
}

void OutputsPanel::setSettings(const ProviderSettings &settings, const QString &sandbox)
{
    m_settings = settings;
    m_sandbox = sandbox;
    refresh();
}

void OutputsPanel::choose(const QString &target)
{
    m_targets->setCurrentIndex(m_targets->findData(target));
}

void OutputsPanel::refresh()
{
    const QString target = m_targets->currentData().toString();
    m_message->clear();
    m_content->setVisible(true);
    if (target == "required-providers"_L1) {
        m_content->setText(requiredProvidersBlock(m_settings), CommandBox::Language::Hcl);
        return;
    }
    if (m_settings.organizationUrl.isEmpty()) {
        m_content->setVisible(false);
        m_message->show(theme::Tone::Warning, tr("The organization is not known"),
                        tr("Neither the configuration nor your other settings name it."));
        return;
    }
    if (target == "provider-block"_L1) {
        m_content->setText(providerConfiguration(m_settings), CommandBox::Language::Hcl);
        return;
    }
    const auto shell = parseShell(target);
    if (!shell)
        return;
    const auto variables = environmentOutput(*shell, m_settings);
    m_content->setVisible(bool(variables));
    if (variables)
        m_content->setText(
            *variables, *shell == Shell::Terragrunt ? CommandBox::Language::Hcl : CommandBox::Language::None);
    else
        m_message->show(variables.problem(), m_sandbox);
}

} // namespace signet
