#pragma once

#include <QString>
#include <QStringList>

namespace signet {

// How paths are written. Inside, the separator is a slash on every system, as in Qt. People on Windows read
// and type backslashes, and drive letters or names of servers (\\server\share) begin an absolute path there.
enum class PathStyle { Unix, Windows };

// That of this system.
PathStyle pathStyle();

// A path for a person or for a command to copy. On Windows an absolute path, and one that holds a backslash
// already, gets backslashes. Others stay: they can be names inside of a configuration or paths of a Linux
// machine in a saved report.
QString nativePath(const QString &path, PathStyle style = pathStyle());

QStringList nativePaths(QStringList paths, PathStyle style = pathStyle());

// What a person typed, with the separators that are used inside.
QString innerPath(const QString &path, PathStyle style = pathStyle());

// An absolute path for calls of Windows, which read paths of up to 259 characters only, unless they have the
// prefix \\?\. Names of devices keep their meaning in the others, so that a file cannot be made that nothing
// else can open.
QString extendedPath(const QString &absolutePath);

// Whether Windows gives this file name to a device, in every folder and with every extension: NUL, CON.tf,
// COM1.
bool isDeviceName(const QString &fileName);

} // namespace signet
