#pragma once

#include <QJsonObject>
#include <QLatin1StringView>

namespace signet {

// One of the files in core/rights/data, which are part of the program.
QJsonObject rightsData(QLatin1StringView file);

} // namespace signet
