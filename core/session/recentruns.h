#pragma once

#include "core/diagnosis/report.h"

#include <QStringList>

namespace signet {

// What the start page remembers of a diagnosis. No secret, no evidence.
struct RecentRun {
    QString organization; // may be empty
    QString identity; // name of the machine's identity, or of the machine; may be empty
    Verdict verdict = Verdict::Unclear;
    qint64 at = 0; // seconds of Unix time
    QString reportPath; // of a report that was opened; empty for a diagnosis of this machine

    // "contoso · vm-build · not ready · 3 minutes ago"
    QString words(qint64 now) const;
};

// Lines as they are kept, the last first. What cannot be read is left out.
QList<RecentRun> recentRuns(const QStringList &kept);
// With that run first, without an earlier one of the same organization, identity and file; at most six.
QStringList withRun(const QStringList &kept, const RecentRun &run);
RecentRun recentRun(const Report &report, const QString &reportPath = {});

} // namespace signet
