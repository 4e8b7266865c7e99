#pragma once

#include "core/principal/attachidentity.h"
#include "core/principal/principalsearch.h"
#include "core/session/sessioncontext.h"
#include "core/setup/draftprincipal.h"
#include "core/signin/signin.h"

#include <QObject>

#include <optional>
#include <stop_token>

namespace signet {

// The search for an identity that a window drives: search, choose one of those found, attach one where it is
// missing. Works with the current sign-in. A second search ends the first.
class PrincipalSession : public QObject {
    Q_OBJECT

public:
    enum class Activity { Idle, Searching, PlanningAttachment, Attaching };

    explicit PrincipalSession(SessionContext sessionContext, QObject *parent = nullptr);
    ~PrincipalSession() override;

    // The value of --sandbox, for the commands of a problem; empty without.
    const QString &sandbox() const { return m_sessionContext.sandbox; }

    // The sign-in it works with. Null: no sign-in, and then nothing starts.
    void setSignIn(const SharedSignIn &signIn);
    bool canAsk() const { return m_signIn != nullptr; }
    // Of the organization, so that a principal in a different tenant is reported.
    void setTenant(const std::optional<TenantId> &tenant) { m_tenant = tenant; }

    Activity activity() const { return m_activity; }

    // The result of the last search; empty before the first one and during a search.
    const std::optional<PrincipalsFound> &found() const { return m_found; }
    // The chosen principal, with notes about corrections. The only match, or the one with exactly that name,
    // is chosen automatically. Empty if there are several or none.
    const std::optional<DraftPrincipalFound> &chosen() const { return m_chosen; }
    // Why no principal is chosen: the search failed, or there are several.
    const std::optional<Problem> &problem() const { return m_problem; }
    // There are several principals to choose from, and none is chosen.
    bool hasSeveral() const { return m_problem && m_problem->findingId == finding::principalAmbiguous; }
    // The resource that was found and has no identity.
    std::optional<ResourceId> bareResource() const;

    // What attaching would change; empty until planAttachment() has finished.
    const std::optional<AttachPlan> &attachPlan() const { return m_attachPlan; }
    const AttachProgress &attachProgress() const { return m_attachProgress; }
    // Why there is no plan for attaching, or what stopped it.
    const std::optional<Problem> &attachProblem() const { return m_attachProblem; }
    // Done by this session.
    const std::optional<Attachment> &attachment() const { return m_attachment; }

    // Of the last search and, while one is planned, of the attachment.
    QString equivalentCommand() const;

public Q_SLOTS:
    // A name, an object id, a client id, or a resource id.
    void search(const QString &text);
    // One of the candidates.
    void choose(qsizetype index);
    // A principal that is already known and needs no search.
    void take(const signet::DraftPrincipal &principal);
    // Clears search, choice and attachment.
    void reset();
    void stop();
    // Finds out which request gives the resource the identity, and changes nothing. No identity: the
    // system-assigned one.
    void planAttachment(const signet::ResourceId &resource,
                        const std::optional<signet::ResourceId> &identity = {});
    // Carries out the attachment plan, then searches for the resource again.
    void attach();
    void dropAttachPlan();

Q_SIGNALS:
    // Anything above has changed.
    void changed();

private:
    int begin(Activity activity);
    void finish();

    SessionContext m_sessionContext;
    SharedSignIn m_signIn;
    std::optional<TenantId> m_tenant;
    Activity m_activity = Activity::Idle;
    QString m_text;
    std::optional<PrincipalsFound> m_found;
    std::optional<DraftPrincipalFound> m_chosen;
    std::optional<Problem> m_problem;
    std::optional<AttachPlan> m_attachPlan;
    AttachProgress m_attachProgress;
    std::optional<Problem> m_attachProblem;
    std::optional<Attachment> m_attachment;
    int m_run = 0; // number of the current run; results of older runs are ignored
    std::stop_source m_stop;
};

} // namespace signet
