#include "ui/terraform/writtenview.h"

#include "core/report/explanationdocument.h"
#include "core/session/terraformsession.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/icons.h"

#include <QPushButton>

using namespace Qt::StringLiterals;

namespace signet {

WrittenView::WrittenView(TerraformSession *session, QWidget *parent)
    : Message(parent)
    , m_session(session)
    , m_undo(addButton(tr("Undo")))
    , m_delete(addButton(tr("Delete the backup")))
    , m_next(new CommandBox(tr("what to run next"), CommandBox::Wrap::Yes, this))
{
    for (QPushButton *button : {m_undo, m_delete})
        button->setAutoDefault(false);
    m_undo->setAccessibleName(tr("Undo the configuration change"));
    m_undo->setAccessibleDescription(tr("Restores each file as it was before"));
    m_delete->setAccessibleName(tr("Delete the backup that holds the secret"));
    addContent(m_next);
    clear();
    connect(m_undo, &QPushButton::clicked, this, &WrittenView::undo);
    connect(m_delete, &QPushButton::clicked, this, &WrittenView::deleteBackups);
    connect(m_session, &TerraformSession::changed, this, [this] {
        // Another folder was chosen, or the files were read again after an undo.
        if (m_next->isHidden() || m_session->isReading())
            return;
        if (m_session->written().isEmpty())
            clear();
        else
            showWritten();
    });
}

void WrittenView::write()
{
    const auto written = m_session->write();
    if (written) {
        showWritten();
        return;
    }
    show(written.problem(), m_session->sandbox());
    for (QWidget *widget :
         {static_cast<QWidget *>(m_undo), static_cast<QWidget *>(m_delete), static_cast<QWidget *>(m_next)})
        widget->hide();
}

void WrittenView::showWritten()
{
    const QList<WrittenFile> &files = m_session->written();
    const QString folder = m_session->directory() + u'/';
    const auto name = [&folder](const QString &path) {
        return path.startsWith(folder) ? path.sliced(folder.size()) : path;
    };
    const auto &document = m_session->document();
    QStringList lines;
    if (document && !m_session->isReading())
        lines.append(document->sentence);
    for (const WrittenFile &file : files)
        lines.append(file.backup.isEmpty()
                         ? tr("%1 was written.").arg(name(file.path))
                         : tr("%1: the previous version is in %2.").arg(name(file.path), name(file.backup)));
    const auto backups = secretBackups(files);
    if (backups)
        lines << backups->sentence << backups->revoke;
    if (document)
        lines += document->leftOver;
    show(theme::Tone::Ok, tr("%n file(s) (was/were) written", nullptr, int(files.size())), lines.join(u'\n'));
    m_undo->setVisible(true);
    m_delete->setVisible(m_session->canDeleteBackups());
    m_next->setVisible(true);
    m_next->setText(m_session->planCommand());
}

void WrittenView::undo()
{
    const auto undone = m_session->undoWrite();
    m_undo->hide();
    m_delete->hide();
    m_next->hide();
    if (undone)
        show(theme::Tone::Ok, tr("The configuration change was undone"));
    else
        show(undone.problem(), m_session->sandbox());
}

void WrittenView::deleteBackups()
{
    const auto deleted = m_session->deleteBackups();
    if (deleted)
        showWritten();
    else
        show(deleted.problem(), m_session->sandbox());
}

} // namespace signet
