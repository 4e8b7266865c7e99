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
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

EditPanel::EditPanel(TerraformSession *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_state(new Message(this))
    , m_reasons(new QGridLayout)
    , m_diff(new CommandBox(tr("change to the configuration"), CommandBox::Wrap::No, this))
    , m_unset(new QWidget(this))
    , m_shell(new QComboBox(m_unset))
    , m_unsetCommands(
          new CommandBox(tr("commands that remove the variables"), CommandBox::Wrap::Yes, m_unset))
    , m_init(new QWidget(this))
    , m_initCommand(new CommandBox(tr("command that selects the version"), CommandBox::Wrap::Yes, m_init))
    , m_cannot(new Message(this))
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

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::tight);
    layout->addWidget(m_state);
    layout->addLayout(m_reasons);
    layout->addWidget(m_diff);
    layout->addWidget(m_unset);
    layout->addWidget(m_init);
    layout->addWidget(m_cannot);

    connect(m_shell, &QComboBox::currentTextChanged, this, &EditPanel::showUnset);
    connect(m_session, &TerraformSession::changed, this, &EditPanel::refresh);
    refresh();
}

QString EditPanel::writeWords(const TerraformSession &session)
{
    const qsizetype files = session.canWrite() ? session.edit()->changes.size() : 0;
    return tr("Write %n file(s)", nullptr, int(files));
}

QString EditPanel::writtenTitle(const QList<WrittenFile> &files)
{
    return tr("%n file(s) (was/were) written", nullptr, int(files.size()));
}

QString EditPanel::writtenWords(const QList<WrittenFile> &files, const TerraformSession &session)
{
    const QString folder = session.directory() + u'/';
    const auto name = [&folder](const QString &path) {
        return path.startsWith(folder) ? path.sliced(folder.size()) : path;
    };
    QStringList lines;
    for (const WrittenFile &file : files)
        lines.append(file.backup.isEmpty()
                         ? tr("%1 is new.").arg(name(file.path))
                         : tr("%1: the previous version is in %2.").arg(name(file.path), name(file.backup)));
    if (const auto backups = secretBackups(files)) {
        lines.append(backups->sentence + u' ' + tr("To delete it: %1").arg(backups->command));
        lines.append(backups->revoke);
    }
    const auto document = session.document();
    const QString init = document ? document->initCommand : QString();
    lines.append(tr("Next, run %1 in that folder, then terraform plan.")
                     .arg(init.isEmpty() ? u"terraform init"_s : init));
    return lines.join(u'\n');
}

void EditPanel::refresh()
{
    const auto document = m_session->document();
    setVisible(document.has_value());
    if (!document)
        return;

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
