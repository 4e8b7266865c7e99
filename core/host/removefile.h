#pragma once

#include "core/result/result.h"

#include <QString>

namespace signet {

// Deletes a file, or a link itself, of the person's own disk. Not a part of Host: nothing on a simulated
// machine is deleted, and nothing but a backup on the person's word is deleted at all. Fails with
// file-not-writable, evidence {path, reason}.
Result<Done> removeFile(const QString &path);

} // namespace signet
