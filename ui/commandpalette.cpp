#include "ui/commandpalette.h"

#include "ui/theme.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QString textOf(const WindowCommand &command)
{
    return command.more.isEmpty() ? command.words : command.words + u" · "_s + command.more;
}

} // namespace

CommandPalette::CommandPalette(const QList<WindowCommand> &commands, QWidget *parent)
    : QDialog(parent)
    , m_text(new QLineEdit(this))
    , m_list(new QListWidget(this))
{
    std::copy_if(commands.begin(), commands.end(), std::back_inserter(m_commands),
                 [](const WindowCommand &command) { return command.run != nullptr; });
    setWindowTitle(tr("Commands"));
    setModal(true);
    m_text->setAccessibleName(tr("Search for a command"));
    m_text->setPlaceholderText(tr("what to do"));
    m_text->installEventFilter(this);
    m_list->setAccessibleName(tr("Commands"));
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideRight);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::gap::normal, theme::gap::normal, theme::gap::normal,
                               theme::gap::normal);
    layout->setSpacing(theme::gap::tight);
    layout->addWidget(m_text);
    layout->addWidget(m_list, 1);
    resize(std::min(640, parent ? parent->width() - theme::gap::page : 640),
           std::min(420, parent ? parent->height() - theme::gap::page : 420));
    connect(m_text, &QLineEdit::textChanged, this, &CommandPalette::narrow);
    connect(m_text, &QLineEdit::returnPressed, this, &CommandPalette::run);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::run);
    connect(m_list, &QListWidget::itemActivated, this, &CommandPalette::run);
    narrow();
}

void CommandPalette::search(const QString &text)
{
    m_text->setText(text);
}

void CommandPalette::narrow()
{
    const QStringList words = m_text->text().split(u' ', Qt::SkipEmptyParts);
    m_list->clear();
    for (qsizetype i = 0; i < m_commands.size(); ++i) {
        const QString text = textOf(m_commands[i]);
        const bool fits = std::all_of(words.begin(), words.end(), [&text](const QString &word) {
            return text.contains(word, Qt::CaseInsensitive);
        });
        if (!fits)
            continue;
        const QString key = m_commands[i].key.toString(QKeySequence::NativeText);
        auto *item = new QListWidgetItem(key.isEmpty() ? text : u"%1 (%2)"_s.arg(text, key), m_list);
        item->setData(Qt::UserRole, int(i));
        item->setToolTip(text);
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::run()
{
    const QListWidgetItem *item = m_list->currentItem();
    if (!item)
        return;
    // A copy: what runs may close this.
    const auto command = m_commands[item->data(Qt::UserRole).toInt()];
    accept();
    command.run();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_text && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up || key == Qt::Key_PageDown || key == Qt::Key_PageUp) {
            const int step = key == Qt::Key_Down ? 1
                : key == Qt::Key_Up              ? -1
                : key == Qt::Key_PageDown        ? 8
                                                 : -8;
            m_list->setCurrentRow(
                std::clamp(m_list->currentRow() + step, 0, std::max(m_list->count() - 1, 0)));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace signet
