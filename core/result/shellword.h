#pragma once

#include <QString>

namespace signet {

// The text as one word of a POSIX shell: as it is where it holds only letters, digits and ._:/=@-, else in
// single quotes.
QString shellWord(const QString &text);

} // namespace signet
