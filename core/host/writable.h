#pragma once

#include "core/host/host.h"

#include <QStringList>

namespace signet {

// Whether these files can be written in the way of Host::replaceFiles(), whatever they hold. Nothing is
// written. For who writes only after long work, and has to say at its start that this will fail. A disk that
// is full by then is not foreseen. Fails as replaceFiles() does.
Result<Done> canBeWritten(const Host &host, const QStringList &paths);

} // namespace signet
