#pragma once

#include "core/principal/attachidentity.h"
#include "core/principal/principalsearch.h"
#include "core/session/surroundings.h"
#include "core/setup/draftprincipal.h"
#include "core/signin/signin.h"

#include <QObject>

#include <optional>
#include <stop_token>

namespace signet {

// The search for an identity that a window drives: search, choose one of those found, attach one where it is
// missing. Works as whoever is signed in. A second search ends the first.
class PrincipalSession : public QObject {
    Q_OBJECT

public:
    enum class Activity { Idle, Searching, PlanningAttachment, Attaching };

    explicit PrincipalSession(Surroundings surroundings, QObject *parent = nullptr);
    ~PrincipalSession() override;

    // As whom it works; null: nobody, and then nothing starts.
    void setSignIn(const SharedSignIn &signIn);
    bool canAsk() const { return m_signIn != nullptr; }
    // Of the organization, so that a principal of another tenant is told.
    void setTenant(const std::optional<TenantId> &tenant) { m_tenant = tenant; }

    Activity activity() const { return m_activity; }

    // What the last search came to; nothing before the first, and while one is under way.
    const std::optional<PrincipalsFound> &found() const { return m_found; }
    // Who was chosen, with what was corrected; the only one found, or the one of that very name, is chosen by
    // itself. Nothing while there are several, or none.
    const std::optional<DraftPrincipalFound> &chosen() const { return m_chosen; }
    // Why nobody is chosen: that of the search, or that there are several.
    const std::optional<Problem> &problem() const { return m_problem; }
    // Nobody is chosen because there are several to choose from.
    bool hasSeveral() const { return m_problem && m_problem->findingId == finding::principalAmbiguous; }
    // The resource that was searched for and has no identity at all.
    std::optional<ResourceId> bareResource() const;

    // What attaching would change; nothing before planAttachment() has brought it.
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
    // Somebody who is known already, and need not be searched for.
    void take(const signet::DraftPrincipal &principal);
    // Forgets search, choice and attachment.
    void reset();
    void stop();
    // Looks what has to be sent so that the resource has the identity; changes nothing. No identity: the
    // system-assigned one.
    void planAttachment(const signet::ResourceId &resource,
                        const std::optional<signet::ResourceId> &identity = {});
    // Does what the plan says, and searches for the resource again.
    void attach();
    void dropAttachPlan();

Q_SIGNALS:
    // Whenever anything above is another.
    void changed();

private:
    int begin(Activity activity);
    void finish();

    Surroundings m_surroundings;
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
    int m_run = 0; // number of the current run; what older runs say is not heard
    std::stop_source m_stop;
};

} // namespace signet
