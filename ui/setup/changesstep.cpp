#include "ui/setup/changesstep.h"

#include "core/report/plandocument.h"
#include "core/result/nativepath.h"
#include "ui/setup/changeline.h"
#include "ui/setup/handoffview.h"
#include "ui/setup/plancode.h"
#include "ui/setup/undoview.h"
#include "ui/theme.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message.h"
#include "ui/widgets/texts.h"
#include "ui/words.h"

#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// A path has no blank to break at, and ids none at their hyphens; a space of no width behind them is one.
QString breakable(QString path)
{
    const QChar space(0x200B);
    return path.replace(u'/', u'/' + QString(space)).replace(u'-', u'-' + QString(space));
}

QString remedyWords(SetupStep step)
{
    switch (step) {
    case SetupStep::SignIn:
        return ChangesStep::tr("Change the sign-in");
    case SetupStep::Rights:
        return ChangesStep::tr("Change the permissions");
    case SetupStep::Organization:
        return ChangesStep::tr("Change the organization");
    case SetupStep::Identity:
        return ChangesStep::tr("Change the identity");
    default:
        return {};
    }
}

} // namespace

ChangesStep::ChangesStep(SetupSession *session, QWidget *parent)
    : StepPanel(session, SetupStep::Plan, parent)
    , m_heading(headingLabel(tr("What changes in the organization"), this))
    , m_message(new Message(this))
    , m_stop(m_message->addButton(tr("Stop")))
    , m_remedy(m_message->addButton({}))
    , m_undo(m_message->addButton(tr("Undo the changes…")))
    , m_copyPath(new CopyButton(tr("Copy the path of the receipt"), m_message))
    , m_lostReceipt(new CommandBox(tr("Receipt"), CommandBox::Wrap::No, m_message))
    , m_earlier(new Message(this))
    , m_takeUp(m_earlier->addButton(tr("Open the receipt")))
    , m_stays(new Message(this))
    , m_difference(new QWidget(this))
    , m_lines(new QVBoxLayout(m_difference))
    , m_handOff(new HandOffView(session, this))
    , m_undoView(new UndoView(session->changes(), this))
    , m_code(new PlanCode(this))
{
    m_stop->setIcon(icon(u"stop"_s));
    m_message->addCorner(m_copyPath);
    m_message->addContent(m_lostReceipt);
    for (QPushButton *button : {m_stop, m_remedy, m_undo, m_takeUp})
        button->setAutoDefault(false);
    m_lines->setContentsMargins(0, 0, 0, 0);
    m_lines->setSpacing(theme::gap::hair);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::normal);
    layout->addWidget(m_heading);
    layout->addWidget(m_message);
    layout->addWidget(m_handOff);
    layout->addWidget(m_undoView);
    layout->addWidget(m_earlier);
    layout->addWidget(m_stays);
    layout->addWidget(m_difference);
    layout->addWidget(m_code);
    layout->addStretch(1);

    m_clock.setInterval(1'000);
    connect(&m_clock, &QTimer::timeout, this, [this] {
        if (changes()->isBusy())
            showBusy();
    });
    connect(m_stop, &QPushButton::clicked, changes(), &PlanSession::stop);
    connect(m_undo, &QPushButton::clicked, changes(), &PlanSession::lookAtUndo);
    connect(m_takeUp, &QPushButton::clicked, changes(), &PlanSession::takeUpEarlier);
    connect(m_remedy, &QPushButton::clicked, this, [this] {
        const auto &problem = changes()->problem();
        if (const auto step = problem ? SetupSession::remedyOf(*problem) : std::nullopt)
            this->session()->goTo(*step);
    });
}

QWidget *ChangesStep::firstFocus() const
{
    // Nothing is changed by a key that was pressed once too often.
    return m_steps.isEmpty() || changes()->isDone() ? nullptr : m_steps.first()->button();
}

void ChangesStep::showPlan()
{
    const auto &plan = changes()->plan();
    // The plan of another draft does not apply to an incomplete one.
    const bool shown = plan && !(changes()->isOutdated() && changes()->problem());
    m_difference->setVisible(shown);
    m_code->setVisible(shown);
    if (!plan) {
        m_stays->clear();
        return;
    }
    const PlanDocument document = describe(*plan);
    if (shown && !document.levelStays.isEmpty())
        m_stays->show(theme::Tone::Warning, document.levelStays);
    else
        m_stays->clear();
    const QByteArray json = plan->toJson();
    if (json == m_shown)
        return;
    m_shown = json;
    qDeleteAll(m_steps);
    qDeleteAll(m_present);
    m_steps.clear();
    m_present.clear();
    for (const StepDocument &step : document.steps) {
        m_steps.append(new ChangeLine(step, m_difference));
        m_lines->addWidget(m_steps.last());
    }
    for (const StepDocument &step : document.present) {
        m_present.append(new ChangeLine(step, m_difference));
        m_lines->addWidget(m_present.last());
    }
    m_code->setPlan(*plan);
    m_heading->setText(document.heading);
}

void ChangesStep::showBusy()
{
    using Activity = PlanSession::Activity;
    const bool undoes = changes()->activity() == Activity::Undoing;
    const auto &plan = changes()->plan();
    const ProgressDocument progress = plan
        ? describe(*plan, changes()->progress(), undoes ? SetupDirection::Undo : SetupDirection::Apply)
        : ProgressDocument();
    if (!progress.why.isEmpty()) {
        m_message->show(theme::Tone::Info, progress.why, progress.next + u' ' + progress.limit);
        return;
    }
    switch (changes()->activity()) {
    case Activity::Idle:
        break;
    case Activity::Planning:
        m_message->show(theme::Tone::Info, tr("Reading the organization"),
                        tr("This changes nothing.") + u' ' + changes()->waiting());
        break;
    case Activity::LookingAtUndo:
        m_message->show(theme::Tone::Info, tr("Checking what can be undone"), changes()->waiting());
        break;
    case Activity::Verifying:
        m_message->show(theme::Tone::Info, tr("Verifying the changes"), changes()->waiting());
        break;
    case Activity::Applying:
    case Activity::Undoing:
        m_message->show(theme::Tone::Info, undoes ? tr("Undoing the changes") : tr("Applying the changes"),
                        (progress.step + u'\n' + changes()->waiting()).trimmed());
        break;
    }
}

void ChangesStep::showIdle()
{
    const auto &plan = changes()->plan();
    const QString file = breakable(changes()->receiptPath());
    if (const auto missing = session()->needs(SetupStep::Plan); !missing.isEmpty() && !changes()->receipt()) {
        QStringList names;
        for (const SetupStep step : missing)
            names.append(SetupSession::title(step));
        m_message->show(theme::Tone::Info, tr("Some answers are missing"),
                        tr("Missing: %1.").arg(names.join(u", "_s)));
    } else if (changes()->problem()) {
        m_message->show(*changes()->problem(), session()->sandbox());
    } else if (!plan) {
        m_message->show(theme::Tone::Info, tr("No changes planned yet"));
    } else if (session()->view(SetupStep::Plan).state == SetupSession::State::NotNeeded) {
        m_message->show(theme::Tone::Ok, tr("Nothing to change: every check passes"),
                        tr("A plan would only set the minimum permissions explicitly."));
    } else if (changes()->isOutdated()) {
        m_message->show(theme::Tone::Warning, tr("This plan is out of date"),
                        tr("An earlier answer has changed since this plan was made. Planning again changes "
                           "nothing in the organization."));
    } else if (changes()->isTakenBack()) {
        m_message->show(theme::Tone::Ok, tr("The changes were undone"), tr("Receipt: %1").arg(file));
    } else if (changes()->isDone()) {
        m_message->show(
            theme::Tone::Ok, changes()->receipt() ? tr("All changes are in place") : tr("Nothing to change"),
            changes()->receipt() ? tr("Receipt: %1").arg(file) : tr("Everything is already in place."));
    } else if (changes()->receipt()) {
        m_message->show(
            theme::Tone::Warning,
            changes()->wasStopped() ? tr("Stopped between two steps") : tr("Some changes are not made yet"),
            tr("The receipt %1 records what was done. Continuing starts where it stopped.").arg(file));
    } else {
        m_message->show(theme::Tone::Info, tr("Nothing has been changed yet"),
                        tr("Open a line to see what it grants, what it costs, and the request it sends."));
    }
}

void ChangesStep::showEarlier()
{
    const auto &earlier = changes()->earlier();
    if (!earlier || changes()->isBusy()) {
        m_earlier->clear();
        return;
    }
    m_earlier->show(theme::Tone::Info,
                    earlier->receipt.isComplete() ? tr("An earlier setup can be undone")
                                                  : tr("An earlier setup was not finished"),
                    tr("Receipt: %1").arg(breakable(nativePath(earlier->path))));
}

void ChangesStep::showState()
{
    const bool busy = changes()->isBusy();
    if (busy)
        showBusy();
    else
        showIdle();
    m_stop->setVisible(busy);
    if (!busy)
        m_clock.stop();
    else if (!m_clock.isActive())
        m_clock.start();
    const auto &problem = changes()->problem();
    const auto remedy = !busy && problem ? SetupSession::remedyOf(*problem) : std::nullopt;
    m_remedy->setVisible(remedy.has_value());
    if (remedy)
        m_remedy->setText(remedyWords(*remedy));
    const auto &receipt = changes()->receipt();
    const bool isLost = !busy && receipt && problem && problem->findingId == finding::receiptNotKept;
    m_lostReceipt->setVisible(isLost);
    m_lostReceipt->setText(isLost ? QString::fromUtf8(receipt->toJson()) : QString());
    m_copyPath->setVisible(!busy && receipt && !isLost);
    m_copyPath->setContent(changes()->receiptPath());
    m_undo->setVisible(!busy && receipt && receipt->hasAnythingToUndo() && !changes()->undoPlan());
    // Whoever is refused here is not the administrator that the changes need.
    m_handOff->setVisible(!busy && problem && session()->request());
    m_handOff->refresh();
    showEarlier();
    m_undoView->refresh();

    for (int i = 0; i < m_steps.size(); ++i) {
        const bool ofReceipt = receipt && i < receipt->steps.size();
        m_steps[i]->setOutcome(ofReceipt ? std::optional(receipt->steps[i].state) : std::nullopt);
        const bool sends = changes()->activity() == PlanSession::Activity::Applying
            || changes()->activity() == PlanSession::Activity::Undoing;
        m_steps[i]->setUnderWay(sends && changes()->progress().step == i);
    }
}

void ChangesStep::refresh(const Report &, const ReportDocument &)
{
    showPlan();
    showState();
    Q_EMIT actionChanged();
}

} // namespace signet
