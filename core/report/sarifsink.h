#pragma once

#include "core/diagnosis/report.h"

#include <QJsonObject>

namespace signet {

// SARIF 2.1.0: a result for each finding, at its line of the configuration where it has one.
QJsonObject reportToSarif(const Report &report);

} // namespace signet
