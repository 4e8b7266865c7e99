#include "ui/setup/undoview.h"

#include "core/setup/planwords.h"
#include "ui/theme.h"
#include "ui/widgets/message.h"
#include "ui/widgets/texts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

UndoView::UndoView(PlanSession *changes, QWidget *parent)
    : QWidget(parent)
    , m_changes(changes)
    , m_message(new Message(this))
    , m_lines(proseLabel({}, m_message))
    , m_undo(new QPushButton(m_message))
    , m_keep(new QPushButton(tr("Leave it as it is"), m_message))
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
    setVisible(false);
}

void UndoView::refresh()
{
    const auto &undo = m_changes->undoPlan();
    setVisible(undo.has_value());
    if (!undo)
        return;
    const Plan &plan = m_changes->receipt()->plan;
    QStringList lines;
    QStringList kept;
    for (const int index : undo->steps) {
        const PlanStep &step = plan.steps[index];
        lines.append(u"− "_s + lineOf(plan, step));
        if (const QString rest = keptAfterUndo(step); !rest.isEmpty())
            kept.append(rest);
    }
    for (const int index : undo->changedSince)
        lines.append(tr("! %1 stays: somebody changed it since").arg(lineOf(plan, plan.steps[index])));
    m_lines->setText(lines.join(u'\n'));
    QStringList more;
    if (!undo->lostGroups.isEmpty())
        more.append(tr("Others have put it in further groups since (%1); it leaves these, too.")
                        .arg(undo->lostGroups.size()));
    for (const QString &rest : std::as_const(kept))
        more.append(tr("What stays: %1.").arg(rest));
    m_message->show(theme::Tone::Warning,
                    undo->steps.isEmpty() ? tr("There is nothing left to take back")
                                          : tr("This is taken back, and nothing else"),
                    more.join(u'\n'));
    const int count = int(undo->steps.size());
    m_undo->setText(count == 1 ? tr("Take back one change") : tr("Take back %1 changes").arg(count));
    m_undo->setVisible(count > 0 || !undo->changedSince.isEmpty());
}

} // namespace signet
