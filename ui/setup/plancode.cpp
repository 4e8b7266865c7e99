#include "ui/setup/plancode.h"

#include "core/report/planascode.h"
#include "ui/theme.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/foldsection.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

enum Form { Terraform, AzureCli, Rest, Clicks };

QString numbered(const QStringList &steps)
{
    QString text;
    int number = 0;
    for (const QString &step : steps)
        text += u"%1. %2\n"_s.arg(++number).arg(step);
    return text;
}

} // namespace

PlanCode::PlanCode(QWidget *parent)
    : QWidget(parent)
{
    auto *content = new QWidget;
    m_forms = new QComboBox(content);
    m_forms->addItems(
        {tr("Terraform configuration"), tr("Azure CLI script"), tr("requests"), tr("steps in the portal")});
    m_forms->setAccessibleName(tr("Format of the plan"));
    m_newIdentity = new QCheckBox(tr("Also create the &identity"), content);
    m_newIdentity->setAccessibleName(tr("Also create the identity"));
    m_text = new CommandBox(tr("the plan as code"), CommandBox::Wrap::No, content);
    m_text->setMaximumLines(24);
    auto *label = new QLabel(tr("A&s"), content);
    label->setBuddy(m_forms);
    auto *line = new QHBoxLayout;
    line->setSpacing(theme::gap::tight);
    line->addWidget(label);
    line->addWidget(m_forms);
    line->addWidget(m_newIdentity);
    line->addStretch(1);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::gap::tight);
    column->addLayout(line);
    column->addWidget(m_text);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(new FoldSection(tr("The plan as code"), content, this));
    connect(m_forms, &QComboBox::currentIndexChanged, this, &PlanCode::refresh);
    connect(m_newIdentity, &QCheckBox::toggled, this, &PlanCode::refresh);
}

void PlanCode::setPlan(const Plan &plan)
{
    m_plan = plan;
    refresh();
}

void PlanCode::refresh()
{
    const int form = m_forms->currentIndex();
    const bool userAssigned = m_plan && m_plan->principal.kind == "user-assigned"_L1;
    m_newIdentity->setVisible(form == Terraform && userAssigned);
    if (!m_plan)
        return;
    switch (form) {
    case Terraform:
        m_text->setText(
            planAsTerraform(*m_plan,
                            m_newIdentity->isChecked() && userAssigned ? NewIdentity::Yes : NewIdentity::No),
            CommandBox::Language::Hcl);
        break;
    case AzureCli:
        m_text->setText(planAsAzureCli(*m_plan));
        break;
    case Rest:
        m_text->setText(planAsRest(*m_plan));
        break;
    case Clicks:
        m_text->setText(numbered(planAsClicks(*m_plan)));
        break;
    }
}

} // namespace signet
