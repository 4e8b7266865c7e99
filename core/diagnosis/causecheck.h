#pragma once

#include "core/diagnosis/check.h"

#include <QCoroTask>
#include <QList>

#include <stop_token>
#include <vector>

namespace signet {

// The checks that decide whether the finding is true here, and after them the checks they need. Empty for a
// finding that no check looks for: a mistake on the command line, a step of the guided setup.
std::vector<CheckId> checksThatDecide(FindingId finding);

// What this machine says about a cause that a text speaks for.
enum class CauseState {
    Confirmed, // a check found exactly this
    RuledOut, // all checks that look for it passed
    Open // a check could not be made, found something else, or none looks for it
};

struct CheckedCause {
    FindingId finding;
    CauseState state = CauseState::Open;
    std::vector<CheckId> open; // of an open one: which did not pass
};

struct CheckedCauses {
    QList<CheckedCause> causes; // in the order of the question
    QList<FindingId> others; // root causes that were found here and that the text does not speak for
    Report report; // of these checks alone, so its verdict is none about the machine
};

// Runs the checks that decide about these causes, and no others.
QCoro::Task<CheckedCauses> checkCauses(Http http, Host disk, Question question, QList<FindingId> causes,
                                       std::stop_token stop);

} // namespace signet
