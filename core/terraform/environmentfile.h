#pragma once

#include "core/result/result.h"

#include <QByteArray>
#include <QMap>
#include <QString>

namespace signet {

// The variables of an environment file, as docker run --env-file, systemd and dotenv write them: NAME=VALUE
// lines, blank lines, comments with # at the beginning of a line, "export" before a name passed over. A value
// in single quotes is taken as it is, one in double quotes with \n, \", \\ and \$ resolved; nothing is
// substituted. A later line wins. Fails with file-not-readable, evidence {path, reason}, for a line that is
// none of this.
Result<QMap<QString, QString>> parseEnvironmentFile(const QString &path, const QByteArray &content);

} // namespace signet
