#pragma once

#include <QString>

namespace signet {

// The name of a number of errno: "EACCES"; "EIO" for one that has no name here.
QString errorName(int number);

} // namespace signet
