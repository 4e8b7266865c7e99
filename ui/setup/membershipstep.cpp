#include "ui/setup/membershipstep.h"

#include "core/session/setupsession.h"
#include "ui/theme.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message.h"
#include "ui/widgets/texts.h"

#include <QDesktopServices>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

MembershipStep::MembershipStep(SetupSession *session, AddMember addMember, QWidget *parent)
    : StepPanel(parent)
    , m_session(session)
    , m_addMember(std::move(addMember))
    , m_heading(headingLabel(tr("Add the identity to the organization"), this))
    , m_message(new Message(this))
    , m_guide(new QWidget(this))
    , m_steps(new QGridLayout)
    , m_openPage(new QPushButton(icon(u"open"_s), tr("&Open the users page"), m_guide))
    , m_simulate(new QPushButton(icon(u"sandbox"_s), tr("A&dd it in the simulation"), m_guide))
    , m_copyId(new CopyButton(tr("Copy the object id"), tr("Copy the object id"), m_guide))
    , m_command(new CommandBox(tr("command of the Azure CLI"), CommandBox::Wrap::Yes, m_guide))
{
    m_openPage->setAutoDefault(false);
    m_simulate->setAutoDefault(false);
    m_simulate->setVisible(bool(m_addMember));
    connect(m_simulate, &QPushButton::clicked, this, [this] {
        if (const auto guide = m_session->guide())
            m_addMember(*guide);
        m_session->check();
    });
    m_command->setMaximumLines(8);
    m_guide->setMaximumWidth(theme::proseWidth(this) + theme::gap::page);
    m_steps->setSpacing(theme::gap::tight);
    m_steps->setColumnStretch(1, 1);

    auto *deeds = new QHBoxLayout;
    deeds->setSpacing(theme::gap::tight);
    deeds->addWidget(m_openPage);
    deeds->addWidget(m_simulate);
    deeds->addWidget(m_copyId);
    deeds->addStretch(1);

    auto *guide = new QVBoxLayout(m_guide);
    guide->setContentsMargins(0, 0, 0, 0);
    guide->setSpacing(theme::gap::normal);
    guide->addWidget(
        proseLabel(tr("An administrator of the organization does this once, in the portal:"), m_guide));
    guide->addLayout(m_steps);
    guide->addLayout(deeds);
    guide->addSpacing(theme::gap::tight);
    guide->addWidget(
        proseLabel(tr("Or the same by the Azure CLI, signed in as that administrator:"), m_guide));
    guide->addWidget(m_command);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::normal);
    layout->addWidget(m_heading);
    layout->addWidget(m_message);
    layout->addWidget(m_guide);
    layout->addStretch(1);
    m_guide->setVisible(false);
}

void MembershipStep::showGuide(const MembershipGuide &guide)
{
    m_heading->setText(tr("Add %1 to %2").arg(guide.principal, guide.organization));
    m_copyId->setContent(guide.objectId);
    m_command->setText(guide.command);
    m_openPage->setToolTip(guide.usersPage.toString());
    // The page of a simulated organization is not on the real Azure DevOps.
    m_openPage->setVisible(!m_session->diagnosis()->surroundings().host.isImage());
    m_openPage->disconnect(this);
    connect(m_openPage, &QPushButton::clicked, this,
            [page = guide.usersPage] { QDesktopServices::openUrl(page); });

    if (m_shown == guide.steps)
        return;
    m_shown = guide.steps;
    while (QLayoutItem *item = m_steps->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    int row = 0;
    for (const QString &step : guide.steps) {
        auto *number = new QLabel(u"%1."_s.arg(row + 1), m_guide);
        number->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
        m_steps->addWidget(number, row, 0, Qt::AlignTop);
        QLabel *text = proseLabel(step, m_guide);
        text->setMaximumWidth(QWIDGETSIZE_MAX);
        m_steps->addWidget(text, row, 1);
        ++row;
    }
}

void MembershipStep::refresh(const Report &report, const ReportDocument &document)
{
    const auto views = m_session->steps();
    const bool member = views[2].state == SetupSession::State::Done;
    const auto guide = m_session->guide();
    m_guide->setVisible(!member && guide && report.finished);
    if (guide)
        showGuide(*guide);

    if (member) {
        m_heading->setText(tr("The identity is a member"));
        m_message->show(theme::Tone::Ok, u"%1 %2"_s.arg(document.cards[0].name, views[2].answer),
                        tr("There is nothing to add."));
    } else if (m_session->diagnosis()->isRunning() && !report.finished) {
        m_message->show(theme::Tone::Info, tr("Asking whether the organization knows the identity"));
    } else if (!guide) {
        const bool noIdentity = views[0].state != SetupSession::State::Done;
        m_message->show(theme::Tone::Warning,
                        noIdentity ? tr("The identity is not known yet")
                                   : tr("The organization is not known yet"),
                        noIdentity ? tr("The first step finds it; then the exact steps are here.")
                                   : tr("The second step asks for it; then the exact steps are here."));
    } else if (views[2].state == SetupSession::State::Blocked) {
        m_message->show(theme::Tone::Blocker, views[2].answer);
    } else {
        m_message->clear();
    }
    Q_EMIT deedChanged();
}

QString MembershipStep::deed() const
{
    return m_session->steps()[2].state == SetupSession::State::Done ? tr("&See the checks")
                                                                    : tr("&Check again");
}

void MembershipStep::act()
{
    if (m_session->steps()[2].state == SetupSession::State::Done)
        Q_EMIT settled();
    else
        m_session->check();
}

} // namespace signet
