#include "ui/setup/setuppage.h"

#include "core/report/reportdocument.h"
#include "ui/setup/changesstep.h"
#include "ui/setup/identitystep.h"
#include "ui/setup/machinestep.h"
#include "ui/setup/organizationstep.h"
#include "ui/setup/proofstep.h"
#include "ui/setup/providerstep.h"
#include "ui/setup/rightsstep.h"
#include "ui/setup/signinstep.h"
#include "ui/setup/steplist.h"
#include "ui/theme.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/texts.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

SetupPage::SetupPage(SetupSession *session, QWidget *parent)
    : Page({u"setup"_s, tr("Set up")}, parent)
    , m_session(session)
    , m_list(new StepList(this))
    , m_stack(new QStackedWidget(this))
    , m_providerStep(new ProviderStep(session, this))
    , m_panels{new MachineStep(session, this),      new IdentityStep(session, this),
               new OrganizationStep(session, this), new SignInStep(session, this),
               new RightsStep(session, this),       new ChangesStep(session, this),
               new ProofStep(session, this),        m_providerStep}
    , m_back(new QPushButton(tr("&Back"), this))
    , m_equivalent(new QPushButton(icon(u"terminal"_s), tr("Show as co&mmand"), this))
    , m_action(new QPushButton(this))
    , m_command(new CommandBox(tr("equivalent command"), CommandBox::Wrap::Yes, this))
{
    m_back->setAutoDefault(false);
    m_equivalent->setAutoDefault(false);
    m_equivalent->setCheckable(true);
    m_equivalent->setAccessibleName(tr("Show the equivalent command"));
    makePrimary(m_action);
    m_command->setVisible(false);
    m_command->setMaximumLines(6);

    for (StepPanel *panel : m_panels) {
        auto *area = new QScrollArea(m_stack);
        area->setFrameShape(QFrame::NoFrame);
        area->setWidgetResizable(true);
        area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        area->setFocusPolicy(Qt::NoFocus);
        panel->layout()->setContentsMargins(2, 2, theme::gap::tight, theme::gap::tight);
        area->setWidget(panel);
        m_stack->addWidget(area);
        connect(panel, &StepPanel::actionChanged, this, [this, panel] {
            if (panel == this->panel())
                showAction();
        });
        connect(panel, &StepPanel::detailsWanted, this, &SetupPage::detailsWanted);
        connect(panel, &StepPanel::reportWanted, this, &SetupPage::reportWanted);
    }

    auto *middle = new QHBoxLayout;
    middle->setSpacing(theme::gap::section);
    middle->addWidget(m_list);
    middle->addWidget(m_stack, 1);

    auto *bar = new QHBoxLayout;
    bar->setSpacing(theme::gap::tight);
    bar->addWidget(m_back);
    bar->addWidget(m_equivalent);
    bar->addStretch(1);
    bar->addWidget(m_action);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::gap::section, theme::gap::wide, theme::gap::section, theme::gap::wide);
    layout->setSpacing(theme::gap::normal);
    auto *top = new QVBoxLayout;
    top->setSpacing(theme::gap::hair);
    top->addWidget(titleLabel(tr("Set up an identity"), this));
    top->addWidget(
        mutedLabel(tr("Eight steps from the machine to the provider block, without a secret."), this));
    layout->addLayout(top);
    layout->addSpacing(theme::gap::hair);
    layout->addLayout(middle, 1);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(m_command);
    layout->addLayout(bar);

    connect(m_list, &StepList::chosen, m_session, &SetupSession::goTo);
    connect(m_back, &QPushButton::clicked, m_session, &SetupSession::back);
    connect(m_equivalent, &QPushButton::toggled, m_command, &QWidget::setVisible);
    connect(m_action, &QPushButton::clicked, this, [this] { panel()->act(); });
    connect(m_session, &SetupSession::changed, this, &SetupPage::showState);
    connect(m_session, &SetupSession::currentStepChanged, this, &SetupPage::showStep);

    showState();
    showStep();
}

StepPanel *SetupPage::panel() const
{
    return m_panels[std::size_t(currentStep())];
}

void SetupPage::showStep()
{
    const SetupStep step = currentStep();
    m_list->setCurrent(step);
    m_stack->setCurrentIndex(int(step));
    m_back->setVisible(step != SetupStep::Machine);
    showAction();
    if (isVisible())
        takeFocus();
}

void SetupPage::takeFocus()
{
    QWidget *first = panel()->firstFocus();
    (first ? first : m_action)->setFocus();
}

void SetupPage::offerMachineFolder(const QString &folder)
{
    m_providerStep->offerMachineFolder(folder);
}

std::optional<Page::Card> SetupPage::card() const
{
    return Card{tr("Set up an identity"),
                tr("Go from the machine to the provider block in eight steps. You see every change before it "
                   "is made.")};
}

void SetupPage::refresh()
{
    m_session->check();
}

QString SetupPage::unfinishedWork() const
{
    using Activity = PlanSession::Activity;
    const Activity activity = m_session->changes()->activity();
    if (activity == Activity::Applying)
        return tr("Signet is changing the organization.");
    if (activity == Activity::Undoing)
        return tr("Signet is undoing changes in the organization.");
    if (m_session->principals()->activity() == PrincipalSession::Activity::Attaching)
        return tr("Signet is attaching an identity.");
    return {};
}

void SetupPage::showState()
{
    const Report &report = m_session->diagnosis()->report();
    const ReportDocument &document = m_session->diagnosis()->document();
    m_list->setSteps(m_session->steps());
    for (StepPanel *panel : m_panels)
        panel->refresh(report, document);
    showAction();
}

void SetupPage::showAction()
{
    // A name can contain the character that makes a mnemonic.
    const QString words = panel()->actionText();
    m_action->setText(u'&' + QString(words).replace(u'&', "&&"_L1));
    m_action->setAccessibleName(words);
    m_action->setEnabled(panel()->canAct());
    m_command->setText(m_session->equivalentCommand(currentStep()));
}

void SetupPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    // Finds out what needs no question.
    m_session->begin();
}

} // namespace signet
