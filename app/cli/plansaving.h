#pragma once

#include "app/cli/console.h"
#include "core/setup/plan.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace signet {

// Bytes of a plan or a receipt.
inline constexpr qint64 setupDocumentLimit = 4 * 1024 * 1024;

// What a file that is to be written holds; nothing: there is no file.
Result<std::optional<QByteArray>> contentAt(const Console &console, const QString &path);

// Writes the plan, and says how to apply it. Only over another plan: a receipt is what undo works with, and
// other files are somebody's. Fails with plan-file-is-another, and as Host::updateFile() does.
Result<Done> savePlan(const Console &console, const Plan &plan, const QString &path);

} // namespace signet
