#include "ui/setup/attachmentview.h"

#include "ui/theme.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message.h"
#include "ui/widgets/texts.h"
#include "ui/words.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

AttachmentView::AttachmentView(PrincipalSession *principals, QWidget *parent)
    : QWidget(parent)
    , m_principals(principals)
    , m_message(new Message(this))
    , m_leave(m_message->addButton(tr("Cancel")))
    , m_stop(m_message->addButton(tr("Stop")))
    , m_plan(new QWidget(this))
    , m_lines(proseLabel({}, m_plan))
    , m_warning(new Message(m_plan))
    , m_command(new CommandBox(tr("Azure CLI command"), CommandBox::Wrap::Yes, m_plan))
{
    m_stop->setIcon(icon(u"stop"_s));
    for (QPushButton *button : {m_leave, m_stop})
        button->setAutoDefault(false);
    m_lines->setFont(theme::codeFont(m_lines->font()));
    auto *plan = new QVBoxLayout(m_plan);
    plan->setContentsMargins(0, 0, 0, 0);
    plan->setSpacing(theme::gap::tight);
    plan->addWidget(m_lines);
    plan->addWidget(m_warning);
    plan->addWidget(mutedLabel(tr("The same with the Azure CLI:"), m_plan));
    plan->addWidget(m_command);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::normal);
    layout->addWidget(m_message);
    layout->addWidget(m_plan);
    connect(m_leave, &QPushButton::clicked, m_principals, &PrincipalSession::dropAttachPlan);
    connect(m_stop, &QPushButton::clicked, m_principals, &PrincipalSession::stop);
}

void AttachmentView::showPlan(const AttachPlan &plan)
{
    QStringList lines;
    if (plan.before.hasSystemAssigned())
        lines.append(tr("  system-assigned identity remains"));
    for (const AttachedIdentity &identity : plan.before.userAssigned)
        lines.append(tr("  %1 remains").arg(identity.resourceId.section(u'/', -1)));
    lines.append(plan.identity ? tr("+ %1").arg(plan.identity->name()) : tr("+ system-assigned identity"));
    m_lines->setText(lines.join(u'\n'));
    m_command->setText(plan.command);
    m_command->setVisible(!plan.command.isEmpty());
    if (plan.warnings.isEmpty()) {
        m_warning->clear();
    } else {
        const FindingText words = describe(plan.warnings.first());
        m_warning->show(theme::Tone::Warning, words.title, words.cause);
    }
}

void AttachmentView::refresh()
{
    using Activity = PrincipalSession::Activity;
    const auto &plan = m_principals->attachPlan();
    const Activity activity = m_principals->activity();
    const bool attaching = activity == Activity::Attaching;
    const auto &problem = m_principals->attachProblem();
    setVisible(plan || problem || attaching || activity == Activity::PlanningAttachment);
    m_plan->setVisible(plan.has_value());
    if (plan)
        showPlan(*plan);
    m_stop->setVisible(attaching);
    m_leave->setVisible(!attaching && activity == Activity::Idle);
    if (problem) {
        m_message->show(*problem, m_principals->sandbox());
    } else if (attaching) {
        const auto waited = m_principals->attachProgress().waited.count();
        m_message->show(theme::Tone::Info, tr("Azure is updating the machine"),
                        tr("%1 s, at most 10 minutes").arg(waited));
    } else if (!plan) {
        m_message->show(theme::Tone::Info, tr("Checking which identities the machine has"));
    } else if (!plan->needed) {
        m_message->show(theme::Tone::Ok, tr("%1 already has this identity").arg(plan->resource.name()));
    } else if (!plan->offered) {
        m_message->show(theme::Tone::Warning, tr("Signet cannot make this change"),
                        tr("Run the command below, then check again."));
    } else {
        m_message->show(theme::Tone::Info, tr("Planned change of %1").arg(plan->resource.name()));
    }
}

} // namespace signet
