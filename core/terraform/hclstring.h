#pragma once

#include <QString>

namespace signet {

// The value as a quoted string of HCL that reads back as exactly this value: nothing in it is taken
// for an escape or for a template. One exception no writer can help: HCL composes what is read (NFC).
QString hclQuoted(const QString &value);

} // namespace signet
