#pragma once

#include "core/session/receiptstore.h"
#include "core/session/sessioncontext.h"
#include "core/setup/makeplan.h"
#include "core/setup/undoreceipt.h"
#include "core/setup/verifyreceipt.h"
#include "core/signin/signin.h"

#include <QObject>

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>

namespace signet {

// "signet setup plan --org https://dev.azure.com/contoso ... --out plan.json"
QString planCommand(const QString &organizationUrl, const QString &objectId, const AccessLevel &accessLevel,
                    const QStringList &groups, const QList<ProjectWish> &projects);

// The plan that a window drives: make it from a draft, apply it, continue after a stop, undo it, verify it.
// One thing at a time, and each can be stopped. Every request that changes the organization is recorded in
// the receipt on the disk before it is sent.
class PlanSession : public QObject {
    Q_OBJECT

public:
    enum class Activity { Idle, Planning, Applying, LookingAtUndo, Undoing, Verifying };

    explicit PlanSession(SessionContext sessionContext, QObject *parent = nullptr);
    ~PlanSession() override;

    // The sign-in it works with. Null: no sign-in, and then nothing starts.
    void setAdministrator(const SharedSignIn &administrator);
    // The desired state; empty while a part of it is not decided. A different draft makes the plan outdated.
    void setDraft(const std::optional<Draft> &draft);
    const std::optional<Draft> &draft() const { return m_draft; }

    Activity activity() const { return m_activity; }
    bool isBusy() const { return m_activity != Activity::Idle; }

    // Empty until makePlan() has finished.
    const std::optional<Plan> &plan() const { return m_plan; }
    // The draft has changed since, or is gone.
    bool isOutdated() const;
    // How much of the plan has been applied; empty before apply().
    const std::optional<Receipt> &receipt() const { return m_receipt; }
    // The file of the receipt.
    QString receiptPath() const { return m_receiptFile ? m_receiptFile->path() : QString(); }
    // Everything in the plan is in place, by this receipt or from before.
    bool isDone() const;
    // Started but not finished; apply() continues.
    bool canGoOn() const;
    // Undone, as far as possible.
    bool isTakenBack() const;
    // Steps of the plan that are not applied yet.
    int stepsLeft() const;
    // The receipt of an earlier setup of the same identity. Empty if there is none, or if this
    // session has a receipt of its own.
    const std::optional<ReceiptStore::Kept> &earlier() const { return m_earlier; }

    // Of the current activity.
    const SetupProgress &progress() const { return m_progress; }
    // What it waits for, since when and until when; empty while it does not, or not for long. It changes with
    // time, so ask again.
    QString waiting() const;
    // Why the last activity failed. A requested stop is not a failure.
    const std::optional<Problem> &problem() const { return m_problem; }
    bool wasStopped() const { return m_wasStopped; }

    // What undo() would do; empty until lookAtUndo() has finished.
    const std::optional<UndoPlan> &undoPlan() const { return m_undoPlan; }
    const std::optional<Verification> &verification() const { return m_verification; }

    // The commands that plan the draft and apply it; with a receipt, those that continue or undo it. Empty
    // if nothing is planned.
    QString equivalentCommand() const;

public Q_SLOTS:
    // Reads the organization and changes nothing. An unfinished receipt is kept.
    void makePlan();
    // Applies the plan, or continues.
    void apply();
    void stop();
    // Continues with the receipt of an earlier setup.
    void takeUpEarlier();
    // Finds out what undo() would do, and changes nothing.
    void lookAtUndo();
    void dropUndoPlan();
    // Undoes what the receipt records; call it after lookAtUndo().
    void undo();
    void verify();

Q_SIGNALS:
    // Anything above has changed.
    void changed();
    // A plan was applied or undone completely, so the organization has changed.
    void organizationChanged();

private:
    int begin(Activity activity);
    void end(const std::optional<Problem> &problem);
    SetupContext context() const;
    SetupObserver observer(int run);
    void ended(const SetupOutcome &outcome);
    bool undoWasBegun() const;

    SessionContext m_sessionContext;
    ReceiptStore m_store;
    SharedSignIn m_administrator;
    std::optional<Draft> m_draft;
    std::optional<Draft> m_plannedDraft;
    std::optional<Plan> m_plan;
    std::optional<Receipt> m_receipt;
    std::shared_ptr<ReceiptFile> m_receiptFile;
    std::optional<ReceiptStore::Kept> m_earlier;
    bool m_takenUp = false; // the plan is that of an earlier receipt
    Activity m_activity = Activity::Idle;
    SetupProgress m_progress;
    std::chrono::nanoseconds m_since{0}; // the last progress, by the monotonic clock
    std::optional<Problem> m_problem;
    bool m_wasStopped = false;
    std::optional<UndoPlan> m_undoPlan;
    std::optional<Verification> m_verification;
    int m_run = 0; // number of the current run; results of older runs are ignored
    std::stop_source m_stop;
};

} // namespace signet
