#pragma once

#include "core/result/result.h"

#include <QString>

class QFile;

namespace signet {

// Opens a file for reading where the path itself names a regular file: by one call of the system that takes
// no symbolic link and no other reparse point, and then by what the opened file says that it is. So there is
// no moment between looking and opening in which somebody could exchange it. Folders on the way may be links.
//
// Fails with file-not-readable, evidence {path, reason, errno}: ELOOP for a link, EISDIR for a directory,
// ENXIO for a pipe, a socket or a device, and otherwise what the system says.
Result<Done> openRegularFile(const QString &path, QFile *file);

} // namespace signet
