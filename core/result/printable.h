#pragma once

#include <QString>

namespace signet {

// One line that is safe to send to a terminal, a log, or a comment: control characters in foreign texts are
// shown instead of obeyed; line ends and tabs become spaces.
QString printable(const QString &text);

} // namespace signet
