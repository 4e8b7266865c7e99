#pragma once

#include "core/setup/plan.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace signet {

// The result of a step.
struct ReceiptStep {
    enum class State {
        NotReached,
        Begun, // the request was sent; its result is not known
        Done, // by this receipt: undo reverts it
        WasThere, // already in place; undo leaves it
        Failed, // refused; nothing changed
        UndoBegun,
        Undone,
        Kept, // undo could not revert it, see problem
        Gone, // undo found it no longer in place, and sent nothing
    };

    State state = State::NotReached;
    qint64 at = 0; // epoch seconds of the last change of state
    QString activityId = {}; // of the answer; what support asks for
    std::optional<Problem> problem = {}; // Failed, Kept

    friend bool operator==(const ReceiptStep &, const ReceiptStep &) = default;
};

QLatin1StringView toString(ReceiptStep::State state); // "not-reached", "begun", "done", ...

// What was done of a plan, enough to resume and to undo exactly that. As a file it holds no secret and no
// text for people:
//
//   {"kind":"signet-setup-receipt","schemaVersion":1,"tool":{...},"digest":"sha256:...",
//    "plan":{content of the plan},"appliedBy":"Jane Doe","member":{"storageKey","descriptor"},
//    "steps":[{"id","state","at","activityId","finding","evidence"}]}
struct Receipt {
    Plan plan;
    QString appliedBy;
    PlanMember member; // as the answer to the first step named it
    QList<ReceiptStep> steps; // one for each of the plan, in its order

    // Of a plan that was not started.
    static Receipt of(const Plan &plan, const QString &appliedBy);

    bool isComplete() const; // every step is done or was there
    bool hasAnythingToUndo() const;

    QByteArray toJson() const;
    // Fails as documentFromJson().
    static Result<Receipt> fromJson(const QByteArray &text);
};

} // namespace signet
