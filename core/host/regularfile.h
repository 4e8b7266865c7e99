#pragma once

#include "core/result/result.h"

#include <QString>

class QFile;

namespace signet {

// Opens a file for reading if the path itself names a regular file: with one system call that follows no
// symbolic link or other reparse point, and then a check of the opened file. So the file cannot be exchanged
// between the check and the opening. Folders on the way can be links. Fails with file-not-readable, evidence
// {path, reason, errno}: ELOOP for a link, EISDIR for a directory, ENXIO for a pipe, a socket, or a device,
// and otherwise the error of the system.
Result<Done> openRegularFile(const QString &path, QFile *file);

} // namespace signet
