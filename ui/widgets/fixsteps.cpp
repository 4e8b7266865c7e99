#include "ui/widgets/fixsteps.h"

#include "core/report/reportdocument.h"
#include "ui/theme.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/texts.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace signet {

FixSteps::FixSteps(const QList<FindingText::Step> &steps, OpenTerraform openTerraform, PlanIt planIt,
                   QWidget *parent)
    : QWidget(parent)
{
    setMaximumWidth(theme::proseWidth(this) + theme::gap::page);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme::gap::tight);
    grid->setVerticalSpacing(theme::gap::hair);
    grid->setColumnStretch(1, 1);
    int row = 0;
    int number = 0;
    if (planIt == PlanIt::Yes) {
        auto *plan = new QPushButton(icon(u"setup"_s), tr("Plan the changes…"), this);
        plan->setAutoDefault(false);
        plan->setAccessibleDescription(
            tr("Shows what would change in the organization without changing anything"));
        connect(plan, &QPushButton::clicked, this, &FixSteps::planWanted);
        grid->addWidget(plan, row++, 0, 1, 2, Qt::AlignLeft);
        grid->setRowMinimumHeight(row++, theme::gap::hair);
    }
    for (const FindingText::Step &step : steps) {
        ++number;
        if (number > 1)
            grid->setRowMinimumHeight(row++, theme::gap::hair);
        auto *count = new QLabel(u"%1."_s.arg(number), this);
        count->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
        grid->addWidget(count, row, 0, Qt::AlignTop);
        QLabel *text = proseLabel(step.text, this);
        QLabel *who = mutedLabel(tr("Who: %1").arg(actorWords(step.who)), this);
        for (QLabel *label : {text, who})
            label->setMaximumWidth(QWIDGETSIZE_MAX);
        grid->addWidget(text, row++, 1);
        if (!step.command.isEmpty()) {
            auto *command =
                new CommandBox(tr("command for step %1").arg(number), CommandBox::Wrap::Yes, this);
            command->setMaximumLines(24);
            command->setText(step.command);
            grid->addWidget(command, row++, 1);
        }
        if (openTerraform == OpenTerraform::Yes && step.action == StepAction::OpenTerraform) {
            auto *open = new QPushButton(icon(u"terraform"_s), tr("Open in Terraform"), this);
            open->setAutoDefault(false);
            connect(open, &QPushButton::clicked, this, &FixSteps::terraformWanted);
            grid->addWidget(open, row++, 1, Qt::AlignLeft);
        }
        grid->addWidget(who, row++, 1);
    }
}

} // namespace signet
