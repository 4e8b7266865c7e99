#pragma once

#include "core/host/host.h"

#include <QString>

namespace signet {

// Keeps backups out of the Git repository that the directory is in, with a line in its info/exclude: that
// file belongs to this clone alone and is never committed. Returns the path of that file; empty where there
// is no repository, or where the file cannot be written. Source: gitignore(5), gitrepository-layout(5).
QString excludeBackupsFromGit(const Host &host, const QString &directory);

} // namespace signet
