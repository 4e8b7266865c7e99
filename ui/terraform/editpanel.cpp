#include "ui/terraform/editpanel.h"

#include "core/session/terraformsession.h"
#include "core/terraform/unsetcommands.h"
#include "ui/theme.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/message.h"
#include "ui/widgets/texts.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

EditPanel::EditPanel(TerraformSession *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_state(new Message(this))
    , m_organization(new QWidget(this))
    , m_organizationField(new QLineEdit(m_organization))
    , m_organizationMessage(new Message(m_organization))
    , m_reasons(new QGridLayout)
    , m_diff(new CommandBox(tr("change to the configuration"), CommandBox::Wrap::No, this))
    , m_unset(new QWidget(this))
    , m_shell(new QComboBox(m_unset))
    , m_unsetCommands(
          new CommandBox(tr("commands that remove the variables"), CommandBox::Wrap::Yes, m_unset))
    , m_init(new QWidget(this))
    , m_initCommand(new CommandBox(tr("command that selects the version"), CommandBox::Wrap::Yes, m_init))
    , m_cannot(new Message(this))
    , m_leftOver(new Message(this))
{
    m_diff->setMaximumLines(40);
    m_reasons->setHorizontalSpacing(theme::gap::tight);
    m_reasons->setVerticalSpacing(2);
    m_reasons->setColumnStretch(1, 1);
    m_shell->addItems(shellNames());
    m_shell->setMaxVisibleItems(20);
    m_shell->setAccessibleName(tr("Shell in which the variables are removed"));
    auto *shellLabel = new QLabel(tr("&In"), m_unset);
    shellLabel->setBuddy(m_shell);
    auto *shell = new QHBoxLayout;
    shell->setSpacing(theme::gap::tight);
    shell->addWidget(shellLabel);
    shell->addWidget(m_shell);
    shell->addStretch(1);
    auto *unset = new QVBoxLayout(m_unset);
    unset->setContentsMargins(0, 0, 0, 0);
    unset->setSpacing(theme::gap::tight);
    unset->addWidget(proseLabel(
        tr("Remove these variables from the process that runs Terraform. No file can do that:"), m_unset));
    unset->addWidget(m_unsetCommands);
    unset->addLayout(shell);

    auto *init = new QVBoxLayout(m_init);
    init->setContentsMargins(0, 0, 0, 0);
    init->setSpacing(theme::gap::tight);
    init->addWidget(proseLabel(tr("Then select the new provider version:"), m_init));
    init->addWidget(m_initCommand);

    m_organizationField->setPlaceholderText(tr("contoso, or https://dev.azure.com/contoso"));
    m_organizationField->setAccessibleName(tr("Organization"));
    auto *use = new QPushButton(tr("&Use it"), m_organization);
    use->setAutoDefault(false);
    use->setAccessibleName(tr("Use this organization"));
    auto *organizationLabel = new QLabel(tr("Or&ganization"), m_organization);
    organizationLabel->setBuddy(m_organizationField);
    auto *field = new QHBoxLayout;
    field->setSpacing(theme::gap::tight);
    field->addWidget(organizationLabel);
    field->addWidget(m_organizationField, 1);
    field->addWidget(use);
    auto *organization = new QVBoxLayout(m_organization);
    organization->setContentsMargins(0, 0, 0, 0);
    organization->setSpacing(theme::gap::tight);
    organization->addLayout(field);
    organization->addWidget(m_organizationMessage);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::tight);
    layout->addWidget(m_state);
    layout->addWidget(m_organization);
    layout->addLayout(m_reasons);
    layout->addWidget(m_diff);
    layout->addWidget(m_unset);
    layout->addWidget(m_init);
    layout->addWidget(m_cannot);
    layout->addWidget(m_leftOver);

    connect(use, &QPushButton::clicked, this, &EditPanel::takeOrganization);
    connect(m_organizationField, &QLineEdit::returnPressed, this, &EditPanel::takeOrganization);
    connect(m_shell, &QComboBox::currentTextChanged, this, &EditPanel::showUnset);
    connect(m_session, &TerraformSession::changed, this, &EditPanel::refresh);
    refresh();
}

QString EditPanel::writeWords(const TerraformSession &session)
{
    const qsizetype files = session.canWrite() ? session.edit()->changes.size() : 0;
    return tr("Write %n file(s)", nullptr, int(files));
}

void EditPanel::takeOrganization()
{
    const auto taken = m_session->setOrganization(m_organizationField->text());
    if (!taken)
        m_organizationMessage->show(taken.problem(), m_session->sandbox());
    else
        m_organizationMessage->clear();
}

void EditPanel::refresh()
{
    const auto &document = m_session->document();
    setVisible(document.has_value());
    if (!document)
        return;

    m_organization->setVisible(m_session->asksForOrganization());
    if (!document->obstacleToEdit.isEmpty())
        m_state->show(theme::Tone::Warning, tr("No edit is possible"), document->obstacleToEdit);
    else if (!document->diff.isEmpty() || !document->unsetVariables.isEmpty() || !document->cannot.isEmpty())
        m_state->clear();
    else if (m_session->explanation()->isAsItShouldBe())
        m_state->show(theme::Tone::Ok, tr("Nothing to change"),
                      tr("The configuration already uses the managed identity."));
    else
        m_state->show(theme::Tone::Info, tr("An edit cannot fix this"),
                      tr("The problem and the manual fix are shown next to it."));

    showReasons(document->reasons);
    m_diff->setVisible(!document->diff.isEmpty());
    m_diff->setText(document->diff, CommandBox::Language::HclDiff);
    m_unset->setVisible(!document->unsetVariables.isEmpty());
    showUnset();
    m_init->setVisible(!document->initCommand.isEmpty());
    m_initCommand->setText(document->initCommand);
    if (document->cannot.isEmpty())
        m_cannot->clear();
    else
        m_cannot->show(theme::Tone::Warning, tr("Still open after the edit"), document->cannot.join(u'\n'));
    if (document->leftOver.isEmpty())
        m_leftOver->clear();
    else
        m_leftOver->show(theme::Tone::Warning, tr("No longer needed after the edit"),
                         document->leftOver.join(u'\n'));
}

void EditPanel::showReasons(const QStringList &reasons)
{
    while (QLayoutItem *item = m_reasons->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    int row = 0;
    for (const QString &reason : reasons) {
        auto *point = new QLabel(u"•"_s, this);
        point->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
        setMuted(point);
        QLabel *words = proseLabel(reason, this);
        words->setMaximumWidth(QWIDGETSIZE_MAX);
        m_reasons->addWidget(point, row, 0, Qt::AlignTop);
        m_reasons->addWidget(words, row++, 1);
    }
}

void EditPanel::showUnset()
{
    const auto document = m_session->document();
    const auto shell = parseShell(m_shell->currentText());
    if (document && shell)
        m_unsetCommands->setText(unsetCommands(*shell, document->unsetVariables));
}

} // namespace signet
