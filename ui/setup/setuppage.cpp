#include "ui/setup/setuppage.h"

#include "core/report/reportdocument.h"
#include "ui/setup/checkstep.h"
#include "ui/setup/identitystep.h"
#include "ui/setup/organizationstep.h"
#include "ui/setup/providerstep.h"
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

SetupPage::SetupPage(SetupSession *session, AddMember addMember, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_list(new StepList(this))
    , m_stack(new QStackedWidget(this))
    , m_providerStep(new ProviderStep(session))
    , m_panels{new IdentityStep(session), new OrganizationStep(session),
               new MembershipStep(session, std::move(addMember)), new CheckStep(session), m_providerStep}
    , m_back(new QPushButton(tr("&Back"), this))
    , m_equivalent(new QPushButton(icon(u"terminal"_s), tr("Show as co&mmand"), this))
    , m_deed(new QPushButton(this))
    , m_command(new CommandBox(tr("equivalent command"), CommandBox::Wrap::Yes, this))
{
    m_back->setAutoDefault(false);
    m_equivalent->setAutoDefault(false);
    m_equivalent->setCheckable(true);
    m_equivalent->setAccessibleName(tr("Show the equivalent command"));
    makePrimary(m_deed);
    m_command->setVisible(false);
    m_command->setMaximumLines(3);

    for (StepPanel *panel : m_panels) {
        auto *area = new QScrollArea(m_stack);
        area->setFrameShape(QFrame::NoFrame);
        area->setWidgetResizable(true);
        area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        area->setFocusPolicy(Qt::NoFocus);
        panel->layout()->setContentsMargins(2, 2, theme::gap::tight, theme::gap::tight);
        area->setWidget(panel);
        m_stack->addWidget(area);
        connect(panel, &StepPanel::deedChanged, this, [this, panel] {
            if (panel == this->panel())
                showDeed();
        });
        connect(panel, &StepPanel::settled, this, [this] {
            const auto index = std::size_t(m_current);
            if (index + 1 < setupSteps.size())
                goTo(setupSteps[index + 1]);
        });
        connect(panel, &StepPanel::storyWanted, this, &SetupPage::storyWanted);
    }
    m_list->setFixedWidth(fontMetrics().averageCharWidth() * 30);

    auto *middle = new QHBoxLayout;
    middle->setSpacing(theme::gap::section);
    middle->addWidget(m_list);
    middle->addWidget(m_stack, 1);

    auto *bar = new QHBoxLayout;
    bar->setSpacing(theme::gap::tight);
    bar->addWidget(m_back);
    bar->addWidget(m_equivalent);
    bar->addStretch(1);
    bar->addWidget(m_deed);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::gap::section, theme::gap::wide, theme::gap::section, theme::gap::wide);
    layout->setSpacing(theme::gap::normal);
    auto *top = new QVBoxLayout;
    top->setSpacing(theme::gap::hair);
    top->addWidget(titleLabel(tr("Set up an identity"), this));
    top->addWidget(
        mutedLabel(tr("From this machine to a provider block that needs no secret, in five steps."), this));
    layout->addLayout(top);
    layout->addSpacing(theme::gap::hair);
    layout->addLayout(middle, 1);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(m_command);
    layout->addLayout(bar);

    connect(m_list, &StepList::chosen, this, &SetupPage::goTo);
    connect(m_back, &QPushButton::clicked, this, [this] {
        const auto index = std::size_t(m_current);
        if (index > 0)
            goTo(setupSteps[index - 1]);
    });
    connect(m_equivalent, &QPushButton::toggled, m_command, &QWidget::setVisible);
    connect(m_deed, &QPushButton::clicked, this, [this] { panel()->act(); });
    connect(m_session, &SetupSession::changed, this, &SetupPage::refresh);
    connect(m_session->diagnosis(), &DiagnosisSession::questionChanged, this, &SetupPage::refresh);

    refresh();
    goTo(SetupStep::Identity);
}

StepPanel *SetupPage::panel() const
{
    return m_panels[std::size_t(m_current)];
}

void SetupPage::goTo(SetupStep step)
{
    const bool changed = step != m_current;
    m_current = step;
    m_list->setCurrent(step);
    m_stack->setCurrentIndex(int(step));
    m_back->setVisible(step != SetupStep::Identity);
    showDeed();
    if (changed && isVisible())
        m_deed->setFocus();
}

void SetupPage::takeFocus()
{
    m_deed->setFocus();
}

void SetupPage::offerMachineFolder(const QString &folder)
{
    m_providerStep->offerMachineFolder(folder);
}

void SetupPage::refresh()
{
    const Report &report = m_session->diagnosis()->report();
    const ReportDocument document = describe(report);
    m_list->setSteps(m_session->steps());
    for (StepPanel *panel : m_panels)
        panel->refresh(report, document);
    showDeed();
}

void SetupPage::showDeed()
{
    m_deed->setText(panel()->deed());
    m_deed->setEnabled(panel()->canAct());
    m_command->setText(m_session->equivalentCommand(m_current));
}

void SetupPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    // What can be found out is found out without being asked for.
    if (m_session->diagnosis()->report().checks.empty() && !m_session->diagnosis()->isRunning())
        m_session->check();
}

} // namespace signet
