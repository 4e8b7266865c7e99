#pragma once

#include "core/diagnosis/report.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace signet {

// SARIF 2.1.0: a result for each finding, at its line of the configuration where it has one.
QJsonObject reportToSarif(const Report &report);

// The parts, for what else is checked.
inline constexpr qsizetype sarifResultLimit = 25'000; // that GitHub takes of one run
QJsonObject sarifRule(FindingId id);
QJsonObject sarifPlace(const QString &file, int line); // line 0: the file as a whole
// Of what makes a result the same in every run.
QString sarifFingerprint(const QStringList &what);
QJsonObject sarifFile(const QJsonObject &run);

} // namespace signet
