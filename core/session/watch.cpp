#include "core/session/watch.h"

#include "core/net/addresses.h"
#include "core/session/diagnosissession.h"

#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int budget = 200; // units
constexpr std::chrono::seconds budgetTime{300};

bool endsWith(const WatchRound &round, WatchUntil until)
{
    switch (until) {
    case WatchUntil::Stopped:
        return false;
    case WatchUntil::Ready:
        return round.report.verdict == Verdict::Ready;
    case WatchUntil::Changed:
        return !round.diff.changes.isEmpty();
    }
    Q_UNREACHABLE();
}

} // namespace

std::chrono::seconds pauseAfter(const Report &report, std::chrono::seconds wished)
{
    std::chrono::seconds pause = wished;
    int requests = 0;
    for (const QJsonValue &value : report.exchanges) {
        const QJsonObject exchange = value.toObject();
        pause = std::max(pause, std::chrono::seconds(exchange["retryAfterSeconds"_L1].toInteger()));
        if (mayCarryToken(Resource::AzureDevOps, QUrl(exchange["url"_L1].toString())))
            ++requests;
    }
    return std::max(pause, budgetTime * requests * 2 / budget);
}

QCoro::Task<Report> watch(SessionContext sessionContext, Question question, WatchPace pace,
                          std::stop_token stop, RoundTaken taken, ReportChanged changed)
{
    const Http http(sessionContext.host, sessionContext.net);
    Report last;
    for (qint64 number = 1;; ++number) {
        auto diagnosing =
            diagnoseIn(sessionContext, question, stop, changed, Decoration::LeftOut, http.withOwnRecord());
        Report report = co_await diagnosing;
        if (report.stopped) {
            if (number == 1)
                co_return report;
            break;
        }
        WatchRound round;
        round.number = number;
        if (number > 1)
            round.diff = compareReports(last, report);
        round.report = report;
        const bool isLast = endsWith(round, pace.until);
        round.pause = isLast ? std::chrono::seconds(0) : pauseAfter(report, pace.every);
        last = std::move(report);
        if (!taken(round) || isLast)
            co_return last;
        // The machine of a scenario does not wait; the person does.
        auto waiting = sessionContext.disk.wait(round.pause, stop);
        const bool isWholePause = co_await waiting;
        if (!isWholePause)
            break;
    }
    last.stopped = true;
    co_return last;
}

} // namespace signet
