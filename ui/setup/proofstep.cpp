#include "ui/setup/proofstep.h"

#include "core/report/plandocument.h"
#include "core/session/openedfile.h"
#include "core/session/othermachine.h"
#include "ui/setup/checklines.h"
#include "ui/theme.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/identitystrip.h"
#include "ui/widgets/message.h"
#include "ui/widgets/texts.h"
#include "ui/words.h"

#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

ProofStep::ProofStep(SetupSession *session, QWidget *parent)
    : StepPanel(session, SetupStep::Proof, parent)
    , m_heading(headingLabel({}, this))
    , m_strip(new IdentityStrip(this))
    , m_message(new Message(this))
    , m_verification(new Message(this))
    , m_lines(new CheckLines(this))
    , m_details(new QPushButton(tr("Show &every check"), this))
    , m_elsewhere(new QWidget(this))
    , m_command(new CommandBox(tr("command for the other machine"), CommandBox::Wrap::Yes, m_elsewhere))
{
    m_details->setAutoDefault(false);
    auto *elsewhere = new QVBoxLayout(m_elsewhere);
    elsewhere->setContentsMargins(0, 0, 0, 0);
    elsewhere->setSpacing(theme::gap::tight);
    elsewhere->addWidget(proseLabel(
        tr("To verify as the identity itself, run this on the machine that has it:"), m_elsewhere));
    elsewhere->addWidget(m_command);
    auto *report = new QPushButton(tr("Open its &report…"), m_elsewhere);
    report->setAutoDefault(false);
    report->setAccessibleName(tr("Open the report of that machine"));
    elsewhere->addWidget(report, 0, Qt::AlignLeft);
    connect(report, &QPushButton::clicked, this, &StepPanel::reportWanted);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::normal);
    layout->addWidget(m_heading);
    layout->addWidget(m_strip);
    layout->addWidget(m_message);
    layout->addWidget(m_verification);
    layout->addSpacing(theme::gap::tight);
    layout->addWidget(m_lines);
    layout->addWidget(m_details, 0, Qt::AlignLeft);
    layout->addWidget(m_elsewhere);
    layout->addStretch(1);
    connect(m_details, &QPushButton::clicked, this, [this] { Q_EMIT detailsWanted(m_detailsCheck); });
}

void ProofStep::showOwnEyes(const ReportDocument &document)
{
    m_strip->setDocument(document);
    m_lines->setStages(document, {});
    m_detailsCheck.clear();
    if (!document.causes.isEmpty() && !document.causes.first().checks.isEmpty())
        m_detailsCheck = document.causes.first().checks.first();
    if (document.stages.isEmpty()) {
        m_message->show(theme::Tone::Info, tr("Nothing checked yet"));
        return;
    }
    QString more = document.totals;
    if (!document.remark.isEmpty())
        more += u'\n' + document.remark;
    m_message->show(badgeOf(document).tone, document.sentence, more);
}

void ProofStep::showAdministratorsEyes()
{
    const PlanSession *changes = session()->changes();
    const auto &seen = changes->verification();
    if (changes->activity() == PlanSession::Activity::Verifying) {
        const auto left = changes->progress().left.count();
        m_verification->show(theme::Tone::Info, tr("Checking whether the organization shows the changes"),
                             left > 0 ? tr("Checking again in %1 s").arg(left) : QString());
    } else if (seen && seen->problem) {
        m_verification->show(*seen->problem, session()->sandbox());
    } else if (seen) {
        const VerificationDocument verified = describe(*changes->receipt(), *seen);
        m_verification->show(theme::Tone::Ok, verified.sentence, verified.remark);
    } else if (changes->problem()) {
        m_verification->show(*changes->problem(), session()->sandbox());
    } else {
        m_verification->clear();
    }
}

void ProofStep::refresh(const Report &, const ReportDocument &document)
{
    const bool here = session()->where() == SetupSession::Where::Here;
    m_heading->setText(here ? tr("Does it work?") : tr("Is it in the organization?"));
    const auto &report = session()->machineReport();
    for (QWidget *own : {static_cast<QWidget *>(m_strip), static_cast<QWidget *>(m_message),
                         static_cast<QWidget *>(m_lines), static_cast<QWidget *>(m_details)})
        own->setVisible(here || report);
    m_details->setVisible(here);
    m_elsewhere->setVisible(!here);
    if (here)
        showOwnEyes(document);
    else if (report)
        showOwnEyes(describeOpened(*report));
    if (!here)
        m_command->setText(session()->equivalentCommand(SetupStep::Proof).section(u'\n', -1)
                           + u" --report json:"_s + remoteReportName());
    showAdministratorsEyes();
    if (!here && !m_verification->isVisibleTo(this))
        m_verification->show(theme::Tone::Info, tr("Nothing has been changed yet"),
                             tr("Make the changes in the previous step."));
    Q_EMIT actionChanged();
}

} // namespace signet
