#pragma once

#include "core/diagnosis/question.h"
#include "core/diagnosis/report.h"
#include "core/diagnosis/runner.h"
#include "core/report/reportdiff.h"
#include "core/session/sessioncontext.h"

#include <QCoroTask>

#include <chrono>
#include <functional>
#include <stop_token>

namespace signet {

// What ends a watch, beside a stop.
enum class WatchUntil { Stopped, Ready, Changed };

struct WatchPace {
    std::chrono::seconds every{30}; // from the end of a diagnosis to the start of the next one
    WatchUntil until = WatchUntil::Stopped;
};

// One diagnosis of a watch.
struct WatchRound {
    qint64 number = 1;
    Report report;
    ReportDiff diff; // from the round before; empty in the first
    std::chrono::seconds pause{0}; // until the next one; 0: it was the last
};

// Returns false to end the watch.
using RoundTaken = std::function<bool(const WatchRound &)>;

// Diagnoses again and again over the same connections and keeps nothing but the last report, which it
// returns. A stop ends it at once; the report is then the last complete one, marked as stopped.
QCoro::Task<Report> watch(SessionContext sessionContext, Question question, WatchPace pace,
                          std::stop_token stop, RoundTaken taken, ReportChanged changed);

// How long to wait after a diagnosis: as long as wished, or longer where a service asked for it by
// Retry-After, or where the requests to Azure DevOps would use up more than half of an identity's budget: 200
// units in five minutes, at most one for a request of this size.
// Source: https://learn.microsoft.com/azure/devops/integrate/concepts/rate-limits
std::chrono::seconds pauseAfter(const Report &report, std::chrono::seconds wished);

} // namespace signet
