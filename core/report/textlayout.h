#pragma once

#include "core/result/printable.h"

#include <QString>
#include <QStringList>

namespace signet {

// Text on a grid of characters. Widths are in columns; wide and combining characters count as a
// terminal shows them.

int columns(QStringView text);

// Breaks at blanks so that no line is wider; a word that is wider by itself gets a line of its
// own and is not cut, because it may be a command or an address.
QStringList wrapped(const QString &text, int width);

// With blanks behind up to the width; a longer text ends in "…".
QString padded(const QString &text, int width);

} // namespace signet
