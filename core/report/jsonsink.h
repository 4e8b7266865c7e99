#pragma once

#include "core/diagnosis/report.h"

#include <QJsonObject>

namespace signet {

// The report as product JSON, schemaVersion 1: everything that the program knows, with the words of
// today's catalogue filled in. Report::fromJson reads it back.
QJsonObject reportToJson(const Report &report);

} // namespace signet
