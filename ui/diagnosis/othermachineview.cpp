#include "ui/diagnosis/othermachineview.h"

#include "ui/theme.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message.h"
#include "ui/widgets/texts.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

OtherMachineView::OtherMachineView(const Host &disk, QWidget *parent)
    : QWidget(parent)
    , m_watch(disk)
    , m_where(new QComboBox(this))
    , m_command(new CommandBox(tr("command for the other machine"), CommandBox::Wrap::Yes, this))
    , m_watchButton(new QPushButton(icon(u"folder"_s), tr("&Watch a folder…"), this))
    , m_stop(nullptr)
    , m_message(new Message(this))
{
    m_where->setAccessibleName(tr("Kind of the other machine"));
    m_command->setMaximumLines(8);
    auto *label = new QLabel(tr("R&un this there, where signet is installed:"), this);
    label->setBuddy(m_where);
    auto *paste = new QPushButton(tr("&Paste its report"), this);
    auto *open = new QPushButton(icon(u"open"_s), tr("Op&en its report…"), this);
    m_stop = m_message->addButton(tr("Stop"));
    for (QPushButton *button : {paste, open, m_watchButton, m_stop})
        button->setAutoDefault(false);
    m_stop->setAccessibleName(tr("Stop watching the folder"));
    m_watchButton->setAccessibleDescription(tr("Shows a report as soon as it appears in the folder"));

    auto *top = new QHBoxLayout;
    top->setSpacing(theme::gap::tight);
    top->addWidget(label);
    top->addWidget(m_where);
    top->addStretch(1);
    auto *ways = new QHBoxLayout;
    ways->setSpacing(theme::gap::tight);
    ways->addWidget(paste);
    ways->addWidget(open);
    ways->addWidget(m_watchButton);
    ways->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::tight);
    layout->addLayout(top);
    layout->addWidget(m_command);
    layout->addLayout(ways);
    layout->addWidget(m_message);

    connect(m_where, &QComboBox::currentIndexChanged, this, &OtherMachineView::showCommand);
    connect(paste, &QPushButton::clicked, this, &OtherMachineView::pasteWanted);
    connect(open, &QPushButton::clicked, this, &OtherMachineView::openWanted);
    connect(m_watchButton, &QPushButton::clicked, this, [this] {
        const QString folder =
            QFileDialog::getExistingDirectory(this, tr("Folder in which the report will appear"));
        if (!folder.isEmpty())
            watch(folder);
    });
    connect(m_stop, &QPushButton::clicked, this, [this] {
        m_watch.stop();
        showWatch();
    });
    connect(&m_watch, &ReportWatch::found, this, &OtherMachineView::reportFound);
    connect(&m_watch, &ReportWatch::ended, this, [this] {
        showWatch();
        m_message->show(theme::Tone::Warning, tr("The watched folder is gone"));
    });
    setQuestion({});
}

void OtherMachineView::setQuestion(const Question &question)
{
    m_runs = remoteRuns(question);
    if (m_where->count() == 0) {
        for (const RemoteRun &run : std::as_const(m_runs))
            m_where->addItem(run.title);
    }
    showCommand();
}

void OtherMachineView::showCommand()
{
    if (m_where->currentIndex() >= 0 && m_where->currentIndex() < m_runs.size())
        m_command->setText(m_runs[m_where->currentIndex()].command);
}

void OtherMachineView::watch(const QString &folder)
{
    const auto watched = m_watch.watch(folder);
    showWatch();
    if (!watched)
        m_message->show(watched.problem(), {});
}

void OtherMachineView::showWatch()
{
    const bool isWatching = !m_watch.folder().isEmpty();
    m_stop->setVisible(isWatching);
    m_watchButton->setVisible(!isWatching);
    if (isWatching)
        m_message->show(theme::Tone::Info, tr("Waiting for a report in this folder"),
                        tr("%1. The next report that appears there is shown here.").arg(m_watch.folder()));
    else
        m_message->clear();
}

} // namespace signet
