#pragma once

#include "core/terraform/environmentoutput.h"

#include <QString>
#include <QStringList>

namespace signet {

// The commands that unset the variables in a shell, line by line. systemd has a directive for it; the other
// targets are files that set variables and cannot unset any: they get the names as comments. Empty for no
// names.
QString unsetCommands(Shell shell, const QStringList &names);

} // namespace signet
