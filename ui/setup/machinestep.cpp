#include "ui/setup/machinestep.h"

#include "ui/setup/checklines.h"
#include "ui/theme.h"
#include "ui/widgets/texts.h"

#include <QLabel>
#include <QRadioButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

MachineStep::MachineStep(SetupSession *session, QWidget *parent)
    : StepPanel(session, SetupStep::Machine, parent)
    , m_why(proseLabel(session->whyWhere(), this))
    , m_here(new QRadioButton(tr("On &this machine"), this))
    , m_elsewhere(new QRadioButton(tr("On anot&her machine"), this))
    , m_found(new QWidget(this))
    , m_lines(new CheckLines(m_found))
{
    const QString here = tr("Signet gets its identity here and verifies everything as that identity.");
    const QString elsewhere =
        tr("You sign in here, and Signet searches Microsoft Entra and Azure for its identity.");
    m_here->setAccessibleName(tr("On this machine"));
    m_here->setAccessibleDescription(here);
    m_elsewhere->setAccessibleName(tr("On another machine"));
    m_elsewhere->setAccessibleDescription(elsewhere);

    auto *choices = new QVBoxLayout;
    choices->setSpacing(theme::gap::hair);
    choices->addWidget(m_here);
    choices->addWidget(explanationLabel(here, this));
    choices->addSpacing(theme::gap::tight);
    choices->addWidget(m_elsewhere);
    choices->addWidget(explanationLabel(elsewhere, this));

    auto *found = new QVBoxLayout(m_found);
    found->setContentsMargins(0, 0, 0, 0);
    found->setSpacing(theme::gap::tight);
    found->addWidget(strongLabel(tr("About this machine"), m_found));
    found->addWidget(m_lines);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::normal);
    layout->addWidget(headingLabel(tr("Where does Terraform run?"), this));
    layout->addWidget(m_why);
    layout->addLayout(choices);
    layout->addSpacing(theme::gap::normal);
    layout->addWidget(m_found);
    layout->addStretch(1);

    connect(m_here, &QRadioButton::toggled, this, [this](bool here) {
        this->session()->setWhere(here ? SetupSession::Where::Here : SetupSession::Where::Elsewhere);
    });
}

void MachineStep::refresh(const Report &, const ReportDocument &document)
{
    m_why->setText(session()->whyWhere());
    const bool here = session()->where() == SetupSession::Where::Here;
    {
        const QSignalBlocker quiet(m_here);
        m_here->setChecked(here);
        m_elsewhere->setChecked(!here);
    }
    m_found->setVisible(!document.stages.isEmpty());
    m_lines->setStages(document, {u"machine"_s});
    Q_EMIT actionChanged();
}

} // namespace signet
