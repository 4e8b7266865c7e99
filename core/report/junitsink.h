#pragma once

#include "core/diagnosis/report.h"

#include <QList>
#include <QString>

namespace signet {

// A case for each check. Unknown and not checked are `skipped`, with the reason.
QString reportToJUnit(const Report &report);

// The parts, for what else is checked.
struct JUnitCase {
    enum class Outcome { Passed, Remarked, Failed, Skipped };

    QString className;
    QString name;
    double milliseconds = 0;
    Outcome outcome = Outcome::Passed;
    QString type; // Failed: of the failure
    QString message; // all but Passed
    QString body; // Remarked, Failed: markup already; null for none
};
struct JUnitSuite {
    QString name;
    QList<JUnitCase> cases;

    int count(JUnitCase::Outcome outcome) const;
};
// A failure that stands for a verdict.
JUnitSuite junitVerdict(const QString &verdict, const QString &sentence);
QString junitTime(qint64 seconds); // Unix time
QString junitFile(const QList<JUnitSuite> &suites, const QString &startedAt, double milliseconds);

} // namespace signet
