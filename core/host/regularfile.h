#pragma once

#include "core/host/host.h"

#include <QString>
#include <QStringList>

class QFile;

namespace signet {

// The one way in which files are opened. It never waits: a pipe would until somebody writes into it.

// Opens a regular file for reading: with one system call, and then a check of the opened file, so that it
// cannot be exchanged between the check and the opening. With Links::Refused the path itself names the file;
// a symbolic link or another reparse point is not followed. Folders on the way can be links. Fails with
// file-not-readable, evidence {path, reason, errno}: ELOOP for a link, EISDIR for a directory, ENXIO for a
// pipe, a socket, or a device, EILSEQ for a name that was not UTF-8 when it was listed, and otherwise the
// error of the system.
Result<Done> openRegularFile(const QString &path, Links links, QFile *file);

// Opens a regular file, a terminal or the null device to write at its end; created if it does not exist.
// Fails with file-not-writable, evidence {path, reason}.
Result<Done> openForAppending(const QString &path, QFile *file);

// See Host::entries().
Result<QStringList> namesIn(const QString &directory);

} // namespace signet
