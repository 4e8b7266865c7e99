#include "ui/setup/undoview.h"

#include "core/report/plandocument.h"
#include "ui/theme.h"
#include "ui/widgets/message.h"
#include "ui/widgets/texts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

UndoView::UndoView(PlanSession *changes, QWidget *parent)
    : QWidget(parent)
    , m_changes(changes)
    , m_message(new Message(this))
    , m_lines(proseLabel({}, m_message))
    , m_undo(new QPushButton(m_message))
    , m_keep(new QPushButton(tr("Keep the changes"), m_message))
{
    for (QPushButton *button : {m_undo, m_keep})
        button->setAutoDefault(false);
    m_lines->setFont(theme::codeFont(m_lines->font()));
    m_lines->setMaximumWidth(QWIDGETSIZE_MAX);
    auto *buttons = new QWidget(m_message);
    auto *line = new QHBoxLayout(buttons);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(theme::gap::tight);
    line->addWidget(m_undo);
    line->addWidget(m_keep);
    line->addStretch(1);
    m_message->addContent(m_lines);
    m_message->addContent(buttons);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_message);
    connect(m_undo, &QPushButton::clicked, m_changes, &PlanSession::undo);
    connect(m_keep, &QPushButton::clicked, m_changes, &PlanSession::dropUndoPlan);
    auto *escape = new QShortcut(QKeySequence(Qt::Key_Escape), this);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, m_changes, &PlanSession::dropUndoPlan);
    setVisible(false);
}

void UndoView::refresh()
{
    const auto &undo = m_changes->undoPlan();
    const bool isNew = isHidden() && undo.has_value();
    setVisible(undo.has_value());
    if (!undo)
        return;
    const UndoDocument document = describe(*m_changes->receipt(), *undo);
    QStringList lines;
    QStringList more;
    if (!document.lostGroups.isEmpty())
        more.append(document.lostGroups);
    if (!document.note.isEmpty())
        more.append(document.note);
    for (const UndoDocument::Line &line : document.lines) {
        lines.append(line.isReverted ? u"− "_s + line.line : u"! %1: %2"_s.arg(line.line, line.words));
        if (!line.kept.isEmpty())
            more.append(u"%1: %2"_s.arg(document.keptLabel, line.kept));
    }
    m_lines->setText(lines.join(u'\n'));
    m_message->show(theme::Tone::Warning, document.heading, more.join(u'\n'));
    const int count = document.reverted;
    m_undo->setText(tr("Undo %n change(s)", nullptr, count));
    m_undo->setVisible(count > 0 || !undo->changedSince.isEmpty());
    // The question has the keyboard, on the answer that changes nothing.
    if (isNew)
        m_keep->setFocus();
}

} // namespace signet
