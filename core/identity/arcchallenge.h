#pragma once

#include "core/host/environment.h"
#include "core/result/result.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace signet {

// The agent of Azure Arc proves that the asking process may read a file that only its group can: it answers
// the first request with "WWW-Authenticate: Basic realm=<path>", and takes the content of that file as key.

// The path of such a header; nothing when it is not of this form. Not yet judged: see isArcKeyPath.
std::optional<QString> parseArcChallenge(const QByteArray &header);

// The folder that keys lie in; empty on platforms that the agent does not run on.
QString arcTokenFolder(Platform platform, const Environment &environment);

// Whether a key may be read from there: a file NAME.key directly in the token folder. Whoever answers
// on the agent's port names the path, so anything else would make this program hand out files.
bool isArcKeyPath(const QString &path, Platform platform, const Environment &environment);

// Bytes; Microsoft's clients refuse larger ones, too.
inline constexpr qint64 arcKeyLimit = 4096;

} // namespace signet
