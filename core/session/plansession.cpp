#include "core/session/plansession.h"

#include "core/findings/sandboxcommand.h"
#include "core/net/request.h"
#include "core/result/shellword.h"

#include <QPointer>

#include <QCoroTask>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using State = ReceiptStep::State;

bool isSame(const Draft &a, const Draft &b)
{
    return a.organization == b.organization && a.principal.objectId == b.principal.objectId
        && a.accessLevel == b.accessLevel && a.groups == b.groups && a.projects == b.projects;
}

bool isStopped(const std::optional<Problem> &problem)
{
    return problem && problem->findingId == finding::runStopped;
}

} // namespace

QString planCommand(const QString &organizationUrl, const QString &objectId, const AccessLevel &accessLevel,
                    const QStringList &groups, const QList<ProjectWish> &projects)
{
    QString command = u"signet setup plan --org %1 --object-id %2 --access-level %3"_s.arg(
        organizationUrl.isEmpty() ? u"ORG"_s : shellWord(organizationUrl),
        objectId.isEmpty() ? u"OBJECT_ID"_s : shellWord(objectId), shellWord(accessLevel.toString()));
    for (const QString &group : groups)
        command += u" --group "_s + shellWord(group);
    for (const ProjectWish &project : projects)
        command += u" --project "_s + shellWord(textOf(project));
    return command + u" --out plan.json"_s;
}

PlanSession::PlanSession(SessionContext sessionContext, QObject *parent)
    : QObject(parent)
    , m_sessionContext(std::move(sessionContext))
    , m_store(m_sessionContext.host)
{
}

PlanSession::~PlanSession()
{
    // A stop can end a run at once, and its result must no longer be reported.
    ++m_run;
    m_stop.request_stop();
}

void PlanSession::setAdministrator(const SharedSignIn &administrator)
{
    if (m_administrator == administrator)
        return;
    m_administrator = administrator;
    // What stopped another administrator need not stop this one.
    m_problem.reset();
    Q_EMIT changed();
}

void PlanSession::setDraft(const std::optional<Draft> &draft)
{
    const bool same = draft && m_draft ? isSame(*draft, *m_draft) : draft.has_value() == m_draft.has_value();
    // Names and further ids can become known later, and belong to the next plan.
    m_draft = draft;
    if (same)
        return;
    if (!isBusy()) {
        m_problem.reset();
        m_wasStopped = false;
        m_undoPlan.reset();
    }
    Q_EMIT changed();
}

bool PlanSession::isOutdated() const
{
    if (!m_plan || m_takenUp)
        return false;
    return !m_draft || !m_plannedDraft || !isSame(*m_draft, *m_plannedDraft);
}

bool PlanSession::undoWasBegun() const
{
    return m_receipt
        && std::any_of(m_receipt->steps.begin(), m_receipt->steps.end(), [](const ReceiptStep &step) {
               return step.state == State::UndoBegun || step.state == State::Undone
                   || step.state == State::Kept || step.state == State::Gone;
           });
}

bool PlanSession::isDone() const
{
    if (!m_plan || m_takenUp || isOutdated())
        return false;
    return m_receipt ? m_receipt->isComplete() : m_plan->steps.isEmpty();
}

bool PlanSession::canGoOn() const
{
    return m_receipt && !m_receipt->isComplete() && !undoWasBegun() && !isOutdated();
}

bool PlanSession::isTakenBack() const
{
    return undoWasBegun() && !m_receipt->hasAnythingToUndo();
}

int PlanSession::stepsLeft() const
{
    if (!m_receipt)
        return m_plan ? int(m_plan->steps.size()) : 0;
    return int(std::count_if(m_receipt->steps.begin(), m_receipt->steps.end(), [](const ReceiptStep &step) {
        return step.state != State::Done && step.state != State::WasThere;
    }));
}

QString PlanSession::equivalentCommand() const
{
    if (m_receipt) {
        const QString verb = canGoOn() ? u"apply"_s : u"undo"_s;
        return inSandbox(u"signet setup %1 %2"_s.arg(verb, shellWord(receiptPath())),
                         m_sessionContext.sandbox);
    }
    if (!m_draft)
        return {};
    const QString planning = planCommand(m_draft->organization.url(), m_draft->principal.objectId.toString(),
                                         m_draft->accessLevel, m_draft->groups, m_draft->projects);
    return inSandbox(planning + u"\nsignet setup apply plan.json"_s, m_sessionContext.sandbox);
}

SetupContext PlanSession::context() const
{
    return {Http(m_sessionContext.host, m_sessionContext.net), m_administrator,
            m_administrator->account().label()};
}

int PlanSession::begin(Activity activity)
{
    const int run = ++m_run;
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_activity = activity;
    m_progress = {};
    m_since = m_sessionContext.host.monotonic();
    m_problem.reset();
    m_wasStopped = false;
    return run;
}

QString PlanSession::waiting() const
{
    using namespace std::chrono;
    if (!isBusy() || m_progress.left.count() > 0)
        return {};
    const auto elapsed = duration_cast<seconds>(m_sessionContext.host.monotonic() - m_since);
    if (elapsed < seconds(1))
        return {};
    const Limits limits;
    return tr("Waiting for Azure DevOps for %n second(s). A request can take at most %1 seconds.", nullptr,
              int(elapsed.count()))
        .arg(duration_cast<seconds>(limits.connect + limits.answer).count());
}

void PlanSession::end(const std::optional<Problem> &problem)
{
    m_activity = Activity::Idle;
    m_progress = {};
    m_wasStopped = isStopped(problem);
    m_problem = m_wasStopped ? std::nullopt : problem;
}

void PlanSession::makePlan()
{
    if (!m_administrator || !m_draft || (isBusy() && m_activity != Activity::Planning))
        return;
    const int run = begin(Activity::Planning);
    m_undoPlan.reset();
    Q_EMIT changed();
    const Draft draft = *m_draft;
    auto planning = signet::makePlan(context(), draft, m_stop.get_token());
    QCoro::connect(std::move(planning), this, [this, run, draft](const Result<Plan> &plan) {
        if (m_run != run)
            return;
        if (!plan) {
            end(plan.problem());
            Q_EMIT changed();
            return;
        }
        end({});
        m_plan = *plan;
        m_plannedDraft = draft;
        m_takenUp = false;
        m_receipt.reset();
        m_receiptFile.reset();
        m_verification.reset();
        m_earlier = m_store.newestOf(draft.organization, draft.principal.objectId);
        Q_EMIT changed();
    });
}

SetupObserver PlanSession::observer(int run)
{
    SetupObserver watching;
    const QPointer<PlanSession> self(this);
    // The receipt is written even if the session is gone.
    watching.record = [self, run, file = m_receiptFile](const Receipt &receipt) {
        auto saved = file->save(receipt);
        if (self && self->m_run == run) {
            self->m_receipt = receipt;
            Q_EMIT self->changed();
        }
        return saved;
    };
    watching.progress = [self, run](const SetupProgress &progress) {
        if (!self || self->m_run != run)
            return;
        self->m_progress = progress;
        self->m_since = self->m_sessionContext.host.monotonic();
        Q_EMIT self->changed();
    };
    return watching;
}

void PlanSession::apply()
{
    if (!m_administrator || !m_plan || isBusy() || isOutdated() || undoWasBegun())
        return;
    if (m_receipt ? m_receipt->isComplete() : m_plan->steps.isEmpty())
        return;
    const int run = begin(Activity::Applying);
    m_undoPlan.reset();
    m_verification.reset();
    m_earlier.reset();
    const SetupContext administrating = context();
    if (!m_receipt) {
        m_receipt = Receipt::of(*m_plan, administrating.administratorName);
        m_receiptFile = std::make_shared<ReceiptFile>(m_store.file(m_store.newPath(*m_plan), {}));
    }
    Q_EMIT changed();
    auto applying = applyPlan(administrating, *m_receipt, observer(run), m_stop.get_token());
    QCoro::connect(std::move(applying), this, [this, run](const SetupOutcome &outcome) {
        if (m_run == run)
            ended(outcome);
    });
}

void PlanSession::ended(const SetupOutcome &outcome)
{
    m_receipt = outcome.receipt;
    end(outcome.problem);
    const bool done = m_receipt->isComplete() || isTakenBack();
    // The result of an earlier receipt does not apply to the current draft.
    if (done)
        m_takenUp = false;
    Q_EMIT changed();
    if (done)
        Q_EMIT organizationChanged();
}

void PlanSession::stop()
{
    m_stop.request_stop();
}

void PlanSession::takeUpEarlier()
{
    if (isBusy() || !m_earlier)
        return;
    m_receipt = m_earlier->receipt;
    m_receiptFile = std::make_shared<ReceiptFile>(m_store.file(m_earlier->path, m_earlier->content));
    m_plan = m_receipt->plan;
    m_plannedDraft.reset();
    m_takenUp = true;
    m_earlier.reset();
    m_verification.reset();
    m_problem.reset();
    Q_EMIT changed();
}

void PlanSession::lookAtUndo()
{
    if (!m_administrator || !m_receipt || isBusy() || !m_receipt->hasAnythingToUndo())
        return;
    const int run = begin(Activity::LookingAtUndo);
    m_undoPlan.reset();
    Q_EMIT changed();
    auto looking = planUndo(context(), *m_receipt, m_stop.get_token());
    QCoro::connect(std::move(looking), this, [this, run](const Result<UndoPlan> &plan) {
        if (m_run != run)
            return;
        if (plan) {
            end({});
            m_undoPlan = *plan;
        } else {
            end(plan.problem());
        }
        Q_EMIT changed();
    });
}

void PlanSession::dropUndoPlan()
{
    m_undoPlan.reset();
    Q_EMIT changed();
}

void PlanSession::undo()
{
    if (!m_administrator || !m_receipt || !m_undoPlan || isBusy())
        return;
    const int run = begin(Activity::Undoing);
    m_undoPlan.reset();
    m_verification.reset();
    Q_EMIT changed();
    auto undoing = undoReceipt(context(), *m_receipt, observer(run), m_stop.get_token());
    QCoro::connect(std::move(undoing), this, [this, run](const SetupOutcome &outcome) {
        if (m_run == run)
            ended(outcome);
    });
}

void PlanSession::verify()
{
    if (!m_administrator || !m_plan || isBusy())
        return;
    const int run = begin(Activity::Verifying);
    m_verification.reset();
    Q_EMIT changed();
    const Receipt receipt = m_receipt ? *m_receipt : Receipt::of(*m_plan, m_administrator->account().label());
    SetupObserver watching;
    const QPointer<PlanSession> self(this);
    watching.progress = [self, run](const SetupProgress &progress) {
        if (!self || self->m_run != run)
            return;
        self->m_progress = progress;
        Q_EMIT self->changed();
    };
    auto verifying = verifyReceipt(context(), receipt, watching, m_stop.get_token());
    QCoro::connect(std::move(verifying), this, [this, run](const Result<Verification> &seen) {
        if (m_run != run)
            return;
        if (seen) {
            end({});
            m_verification = *seen;
        } else {
            end(seen.problem());
        }
        Q_EMIT changed();
    });
}

} // namespace signet
