#include "ui/widgets/fixsteps.h"

#include "core/report/reportdocument.h"
#include "ui/theme.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/texts.h"

#include <QGridLayout>
#include <QLabel>

using namespace Qt::StringLiterals;

namespace signet {

FixSteps::FixSteps(const QList<FindingText::Step> &steps, QWidget *parent)
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
        grid->addWidget(who, row++, 1);
    }
}

} // namespace signet
