#pragma once

#include "core/diagnosis/report.h"
#include "core/report/textsink.h"

#include <QJsonObject>
#include <QList>
#include <QString>

namespace signet {

// One thing that is different in the later of two reports.
struct ReportChange {
    enum class Kind { Verdict, Identity, Version, Value, Check, Cause };
    enum class Tone { Better, Worse, Neutral };

    Kind kind = Kind::Value;
    Tone tone = Tone::Neutral;
    QString what; // in words: "object id of this machine", "The identity is a member of the organization"
    QString id; // of the check or the finding; else empty
    // In words, with the place that a value came from; empty where there was none, or is none any more.
    QString before;
    QString after;
};

struct ReportDiff {
    QList<ReportChange> changes; // the verdict first, then causes, identities, versions, values, checks
    bool isWorse = false; // some change is for the worse, and not only a value
};

// What changed from one report to the other: verdict, root causes, identities, versions, values with their
// place, and results of checks. What differs in every run, such as times, ids of requests and tokens, is
// none.
ReportDiff compareReports(const Report &before, const Report &after);

// "- The identity is a member of the organization: passed, now failed"
QString changeWords(const ReportChange &change);
QString diffToText(const ReportDiff &diff, const TextStyle &style);
QString diffToMarkdown(const ReportDiff &diff);
QString diffToHtml(const ReportDiff &diff);
QJsonObject diffToJson(const ReportDiff &diff);

} // namespace signet
