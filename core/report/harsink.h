#pragma once

#include "core/diagnosis/report.h"

#include <QJsonObject>

namespace signet {

// HAR 1.2: the requests, without headers and bodies, which are not recorded.
QJsonObject reportToHar(const Report &report);

} // namespace signet
