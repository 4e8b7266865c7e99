#pragma once

#include <QString>

namespace signet {

// One line that a terminal, a log or a comment may be sent: control characters of foreign texts are shown,
// not obeyed; ends of lines and tabs are blanks.
QString printable(const QString &text);

} // namespace signet
