#include "ui/terraform/folderrow.h"

#include "core/result/nativepath.h"
#include "core/session/terraformsession.h"
#include "ui/theme.h"
#include "ui/widgets/icons.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace signet {

FolderRow::FolderRow(TerraformSession *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_field(new QLineEdit(this))
    , m_choose(new QPushButton(icon(u"folder"_s), tr("C&hoose…"), this))
    , m_recent(new QPushButton(tr("Open re&cent"), this))
    , m_recentMenu(new QMenu(m_recent))
    , m_machine(new QPushButton(icon(u"sandbox"_s), tr("Use the sim&ulated folder"), this))
{
    m_field->setAccessibleName(tr("Folder of the Terraform configuration"));
    m_field->setPlaceholderText(tr("folder with the .tf files; you can also drop it here"));
    auto *label = new QLabel(tr("&Folder"), this);
    label->setBuddy(m_field);
    m_choose->setAccessibleName(tr("Choose the folder"));
    m_recent->setAccessibleName(tr("Open a recent folder"));
    m_recent->setMenu(m_recentMenu);
    m_recent->setVisible(false);
    m_machine->setVisible(false);
    m_machine->setAccessibleName(tr("Use the configuration of the simulated machine"));
    for (QPushButton *button : {m_choose, m_recent, m_machine})
        button->setAutoDefault(false);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::tight);
    layout->addWidget(label);
    layout->addWidget(m_field, 1);
    layout->addWidget(m_choose);
    layout->addWidget(m_recent);
    layout->addWidget(m_machine);

    connect(m_field, &QLineEdit::editingFinished, this, &FolderRow::commit);
    connect(m_choose, &QPushButton::clicked, this, &FolderRow::choose);
    connect(m_machine, &QPushButton::clicked, this, &FolderRow::openMachineFolder);
    connect(m_session, &TerraformSession::changed, this, &FolderRow::refresh);
    refresh();
}

void FolderRow::refresh()
{
    // A change elsewhere must not overwrite what is being typed.
    if (!m_field->isModified())
        m_field->setText(nativePath(m_session->directory()));
    m_field->setToolTip(nativePath(m_session->directory()));
    const bool onMachine = m_session->place() == TerraformSession::Place::OnMachine;
    m_machine->setVisible(!m_machineFolder.isEmpty()
                          && !(onMachine && m_session->directory() == m_machineFolder));
    m_machine->setToolTip(nativePath(m_machineFolder));
}

void FolderRow::offerMachineFolder(const QString &folder)
{
    m_machineFolder = folder;
    refresh();
}

void FolderRow::setRecent(const QStringList &folders)
{
    m_recentMenu->clear();
    for (const QString &folder : folders) {
        QString text = fontMetrics().elidedText(nativePath(folder), Qt::ElideMiddle,
                                                fontMetrics().averageCharWidth() * 60);
        text.replace(u'&', "&&"_L1);
        m_recentMenu->addAction(text, this, [this, folder] { open(folder); })->setToolTip(nativePath(folder));
    }
    m_recent->setVisible(!folders.isEmpty());
}

bool FolderRow::commit()
{
    // Text that an assistive program has put in counts as typed, though the field does not call it modified.
    const QString typed = m_field->text().trimmed();
    m_field->setModified(false);
    if (typed == nativePath(m_session->directory()))
        return false;
    open(typed);
    return true;
}

void FolderRow::choose()
{
    const QString start =
        m_session->place() == TerraformSession::Place::OnDisk ? m_session->directory() : QString();
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Folder of the Terraform configuration"), start);
    if (!folder.isEmpty())
        open(folder);
}

void FolderRow::takeFocus()
{
    m_field->setFocus();
}

void FolderRow::open(const QString &folder)
{
    m_field->setModified(false);
    m_session->open(folder);
    Q_EMIT opened();
}

void FolderRow::openMachineFolder()
{
    const bool hadFocus = m_machine->hasFocus();
    m_field->setModified(false);
    m_session->setDirectory(m_machineFolder, TerraformSession::Place::OnMachine);
    if (hadFocus)
        m_field->setFocus();
    Q_EMIT opened();
}

} // namespace signet
