#include "core/session/principalsession.h"

#include "core/findings/sandboxcommand.h"
#include "core/result/shellword.h"

#include <QPointer>

#include <QCoroTask>

using namespace Qt::StringLiterals;

namespace signet {

PrincipalSession::PrincipalSession(SessionContext sessionContext, QObject *parent)
    : QObject(parent)
    , m_sessionContext(std::move(sessionContext))
{
}

PrincipalSession::~PrincipalSession()
{
    // A stop can end a run at once, and its result must no longer be reported.
    ++m_run;
    m_stop.request_stop();
}

void PrincipalSession::setSignIn(const SharedSignIn &signIn)
{
    if (m_signIn == signIn)
        return;
    m_signIn = signIn;
    Q_EMIT changed();
}

int PrincipalSession::begin(Activity activity)
{
    const int run = ++m_run;
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_activity = activity;
    return run;
}

void PrincipalSession::finish()
{
    m_activity = Activity::Idle;
    Q_EMIT changed();
}

void PrincipalSession::search(const QString &text)
{
    if (!m_signIn)
        return;
    const int run = begin(Activity::Searching);
    m_text = text.trimmed();
    m_found.reset();
    m_chosen.reset();
    m_problem.reset();
    m_attachPlan.reset();
    m_attachProblem.reset();
    Q_EMIT changed();

    PrincipalHints hints;
    hints.tenant = m_tenant;
    const Http http(m_sessionContext.host, m_sessionContext.net);
    auto finding = findPrincipal(http, m_signIn, m_text, hints, m_stop.get_token());
    QCoro::connect(std::move(finding), this, [this, run](const PrincipalsFound &found) {
        if (m_run != run)
            return;
        const bool stopped = found.problem && found.problem->findingId == finding::runStopped;
        if (!stopped) {
            m_found = found;
            auto principal = draftPrincipal(found);
            if (principal)
                m_chosen = std::move(*principal);
            else
                m_problem = principal.problem();
        }
        finish();
    });
}

void PrincipalSession::choose(qsizetype index)
{
    if (!m_found || index < 0 || index >= m_found->candidates.size())
        return;
    PrincipalsFound one = *m_found;
    one.candidates = {m_found->candidates[index]};
    auto principal = draftPrincipal(one);
    m_chosen.reset();
    m_problem.reset();
    if (principal)
        m_chosen = std::move(*principal);
    else
        m_problem = principal.problem();
    Q_EMIT changed();
}

void PrincipalSession::take(const DraftPrincipal &principal)
{
    begin(Activity::Idle);
    m_text = principal.objectId.toString();
    m_found.reset();
    m_problem.reset();
    m_chosen = DraftPrincipalFound{.principal = principal, .notes = {}};
    Q_EMIT changed();
}

void PrincipalSession::reset()
{
    begin(Activity::Idle);
    m_text.clear();
    m_found.reset();
    m_chosen.reset();
    m_problem.reset();
    m_attachPlan.reset();
    m_attachProblem.reset();
    m_attachment.reset();
    Q_EMIT changed();
}

void PrincipalSession::stop()
{
    m_stop.request_stop();
}

std::optional<ResourceId> PrincipalSession::bareResource() const
{
    if (!m_found || !m_found->problem || m_found->problem->findingId != finding::resourceWithoutIdentity)
        return std::nullopt;
    const auto id = ResourceId::parse(m_found->problem->evidence["resourceId"_L1].toString());
    return id ? std::optional(*id) : std::nullopt;
}

void PrincipalSession::planAttachment(const ResourceId &resource, const std::optional<ResourceId> &identity)
{
    if (!m_signIn)
        return;
    const int run = begin(Activity::PlanningAttachment);
    m_attachPlan.reset();
    m_attachProblem.reset();
    m_attachment.reset();
    Q_EMIT changed();

    const AttachWish wish{.resource = resource, .identity = identity};
    const Http http(m_sessionContext.host, m_sessionContext.net);
    auto planning = signet::planAttachment(http, m_signIn, wish, m_stop.get_token());
    QCoro::connect(std::move(planning), this, [this, run](const Result<AttachPlan> &plan) {
        if (m_run != run)
            return;
        if (plan)
            m_attachPlan = *plan;
        else if (plan.problem().findingId != finding::runStopped)
            m_attachProblem = plan.problem();
        finish();
    });
}

void PrincipalSession::dropAttachPlan()
{
    m_attachPlan.reset();
    m_attachProblem.reset();
    Q_EMIT changed();
}

void PrincipalSession::attach()
{
    if (!m_signIn || !m_attachPlan || !m_attachPlan->offered || !m_attachPlan->needed
        || m_activity != Activity::Idle)
        return;
    const int run = begin(Activity::Attaching);
    m_attachProblem.reset();
    m_attachProgress = {};
    Q_EMIT changed();

    const QPointer<PrincipalSession> self(this);
    const auto watch = [self, run](const AttachProgress &progress) {
        if (!self || self->m_run != run)
            return;
        self->m_attachProgress = progress;
        Q_EMIT self->changed();
    };
    const AttachPlan plan = *m_attachPlan;
    const Http http(m_sessionContext.host, m_sessionContext.net);
    auto attaching = attachIdentity(http, m_signIn, plan, watch, m_stop.get_token());
    QCoro::connect(std::move(attaching), this, [this, run, plan](const Result<Attachment> &attachment) {
        if (m_run != run)
            return;
        if (attachment) {
            m_attachPlan.reset();
            m_attachment = *attachment;
        } else {
            m_attachProblem = attachment.problem();
        }
        finish();
        // The new identity by its own id; the search over all resources does not always know it yet.
        if (attachment)
            search(plan.identity ? plan.identity->toString() : plan.resource.toString());
    });
}

QString PrincipalSession::equivalentCommand() const
{
    QString command = u"signet principal find "_s + (m_text.isEmpty() ? u"NAME"_s : shellWord(m_text));
    if (m_attachPlan)
        command = u"signet principal attach %1 --to %2"_s.arg(
            m_attachPlan->identity ? shellWord(m_attachPlan->identity->toString()) : u"system-assigned"_s,
            shellWord(m_attachPlan->resource.toString()));
    return inSandbox(command, m_sessionContext.sandbox);
}

} // namespace signet
