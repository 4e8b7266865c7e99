#pragma once

#include "core/report/documentrow.h"
#include "core/setup/receipt.h"
#include "core/setup/setupcontext.h"
#include "core/setup/undoreceipt.h"
#include "core/setup/verifyreceipt.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace signet {

// A step of a plan in words.
struct StepDocument {
    enum class Change { Added, Altered, Present };
    struct Detail {
        enum class Kind { Grants, Costs, Needs, TokenScope, KeptByUndo };
        Kind kind = Kind::Grants;
        QString label; // "Grants"
        QString text;
    };

    Change change = Change::Added;
    QString title; // "Add vm-build to contoso with Basic access"
    QString line; // the same as a line of a difference: "member vm-build (Basic)"
    QString presentWords; // "already in place"; empty unless it is
    // In reading order, only what there is to say. For what is present nothing is sent: only what it grants.
    QList<Detail> details;
    QString requestLabel; // "Sends"
    QString request; // "POST https://..."; empty for what is present
    QByteArray requestBody; // JSON; empty where the request has none

    QString detail(Detail::Kind kind) const; // its text; empty where there is none
};

// A plan in words and in reading order. Text and windows lay out the same document.
struct PlanDocument {
    QString heading; // "What changes in contoso for vm-build"
    QList<DocumentRow> subject; // organization, identity, its ids
    QList<StepDocument> steps;
    QList<StepDocument> present;
    // Where the member has a higher access level than was asked for: that it stays, and why. Else empty.
    QString levelStays;
    QString total; // "4 steps to apply."
};
PlanDocument describe(const Plan &plan);

// What became of a plan.
struct ReceiptDocument {
    struct Line {
        ReceiptStep::State state = ReceiptStep::State::NotReached;
        QString words; // "done"
        QString because; // title of what kept it from being done; may be empty
        QString activityId;
        QString keptByUndo; // of a step that was reverted; may be empty
    };

    PlanDocument plan;
    QList<Line> lines; // one for each step of the plan
    // Labels of a line's details.
    QString becauseLabel;
    QString activityLabel;
    QString keptLabel;
};
ReceiptDocument describe(const Receipt &receipt);
// "done", "already existed; undo will not remove it"
QString stateWords(ReceiptStep::State state);

// What undo would do.
struct UndoDocument {
    struct Line {
        int step = 0; // index in the plan
        bool isReverted = true; // false: it stays
        QString line; // "member vm-build (Basic)"
        QString words; // why it stays; empty where it is reverted
        QString kept; // what the organization keeps of it; may be empty
    };

    PlanDocument plan;
    QString heading; // "Signet will undo these changes and nothing else"
    QString keptLabel;
    QList<Line> lines; // in the order in which they are undone, then what stays
    QString
        lostGroups; // groups that others have since added the member to, and that go with it; may be empty
    QString note; // what could not be checked; may be empty
    int reverted = 0; // number of steps that are undone, as far as can be known
};
UndoDocument describe(const Receipt &receipt, const UndoPlan &undo);

// Whether the changes of a receipt are still in place.
struct VerificationDocument {
    struct Line {
        Verification::Standing standing = Verification::Standing::AsMade;
        QString line;
        QString words; // "in place"
    };

    PlanDocument plan;
    QList<Line> lines; // one for each step of the plan
    QList<DocumentRow> member; // access level and status; empty where there is none
    QString remark; // what the status means where it could surprise; may be empty
    bool holds = false;
    QString sentence;
};
VerificationDocument describe(const Receipt &receipt, const Verification &seen);
// What the identity itself sees: the sentence of its own report, or that it could not be asked.
QString ownViewWords(const std::optional<QString> &sentenceOfReport);

// How far a setup is.
struct ProgressDocument {
    QString step; // "1 of 4: Add vm-build to contoso with Basic access"; empty before the first
    QString why; // what is waited for; empty while it is not
    QString next; // "Trying again in 5 seconds."
    QString limit; // "Signet waits 5 minutes at most."
};
enum class SetupDirection { Apply, Undo };
ProgressDocument describe(const Plan &plan, const SetupProgress &progress,
                          SetupDirection direction = SetupDirection::Apply);

} // namespace signet
