#pragma once

#include "core/session/receiptstore.h"
#include "core/session/surroundings.h"
#include "core/setup/makeplan.h"
#include "core/setup/undoreceipt.h"
#include "core/setup/verifyreceipt.h"
#include "core/signin/signin.h"

#include <QObject>

#include <optional>
#include <stop_token>

namespace signet {

// "Fabrikam-Fiber=Readers", "Fabrikam-Fiber=library:Creator": as ProjectWish::parse() reads it.
QString textOf(const ProjectWish &wish);
// "signet setup plan --org https://dev.azure.com/contoso ... --out plan.json"
QString planCommand(const QString &organizationUrl, const QString &objectId, const AccessLevel &accessLevel,
                    const QStringList &groups, const QList<ProjectWish> &projects);

// A plan that a window drives: from a draft to a plan, carry it out, go on after a stop, take it back, verify
// it. One thing at a time; each can be stopped. Nothing that changes the organization is ever sent before the
// receipt on the disk says so.
class PlanSession : public QObject {
    Q_OBJECT

public:
    enum class Activity { Idle, Planning, Applying, LookingAtUndo, Undoing, Verifying };

    explicit PlanSession(Surroundings surroundings, QObject *parent = nullptr);
    ~PlanSession() override;

    // As whom it works; null: nobody, and then nothing starts.
    void setAdministrator(const SharedSignIn &administrator);
    // What shall be; nothing while a part of it is not decided. Another one makes the plan outdated.
    void setDraft(const std::optional<Draft> &draft);
    const std::optional<Draft> &draft() const { return m_draft; }

    Activity activity() const { return m_activity; }
    bool isBusy() const { return m_activity != Activity::Idle; }

    // Nothing before makePlan() has brought it.
    const std::optional<Plan> &plan() const { return m_plan; }
    // The draft is another one since, or nothing is left of it.
    bool isOutdated() const;
    // How far the plan is carried out; nothing before apply().
    const std::optional<Receipt> &receipt() const { return m_receipt; }
    // The file of the receipt.
    const QString &receiptPath() const { return m_receiptPath; }
    // All that was wanted is there: by this receipt, or before.
    bool isDone() const;
    // Begun, and not finished: apply() goes on with it.
    bool canGoOn() const;
    // Taken back, as far as it could be.
    bool isTakenBack() const;
    // Steps of the plan that are not taken yet.
    int stepsLeft() const;
    // The receipt of an earlier setup of the same identity; nothing where there is none, or where this
    // session has a receipt of its own.
    const std::optional<ReceiptStore::Kept> &earlier() const { return m_earlier; }

    // Of what is under way.
    const SetupProgress &progress() const { return m_progress; }
    // What the last of them failed with; a stop that was asked for is none.
    const std::optional<Problem> &problem() const { return m_problem; }
    bool wasStopped() const { return m_wasStopped; }

    // What taking back would do; nothing unless it was looked at.
    const std::optional<UndoPlan> &undoPlan() const { return m_undoPlan; }
    const std::optional<Verification> &verification() const { return m_verification; }

    // What plans the draft and carries it out; with a receipt: what goes on with it, or takes it back. Empty
    // where nothing is planned.
    QString equivalentCommand() const;

public Q_SLOTS:
    // Looks at the organization; changes nothing. A receipt stays while it is not finished.
    void makePlan();
    // Carries the plan out, or goes on.
    void apply();
    void stop();
    // Takes up the receipt of an earlier setup.
    void takeUpEarlier();
    // Looks what undo() would do; changes nothing.
    void lookAtUndo();
    void dropUndoPlan();
    // Takes back what the receipt says, after lookAtUndo().
    void undo();
    void verify();

Q_SIGNALS:
    // Whenever anything above is another.
    void changed();
    // A plan was carried out, or taken back, to its end: the organization is another one now.
    void organizationChanged();

private:
    int begin(Activity activity);
    void end(const std::optional<Problem> &problem);
    SetupContext context() const;
    SetupObserver observer(int run);
    void ended(const SetupOutcome &outcome);
    bool undoWasBegun() const;

    Surroundings m_surroundings;
    ReceiptStore m_store;
    SharedSignIn m_administrator;
    std::optional<Draft> m_draft;
    std::optional<Draft> m_plannedDraft;
    std::optional<Plan> m_plan;
    std::optional<Receipt> m_receipt;
    QString m_receiptPath;
    std::optional<ReceiptStore::Kept> m_earlier;
    bool m_takenUp = false; // the plan is that of an earlier receipt
    Activity m_activity = Activity::Idle;
    SetupProgress m_progress;
    std::optional<Problem> m_problem;
    bool m_wasStopped = false;
    std::optional<UndoPlan> m_undoPlan;
    std::optional<Verification> m_verification;
    int m_run = 0; // number of the current run; what older runs say is not heard
    std::stop_source m_stop;
};

} // namespace signet
