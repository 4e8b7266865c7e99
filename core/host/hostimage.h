#pragma once

#include "core/host/environment.h"
#include "core/result/result.h"

#include <QJsonObject>
#include <QMap>

#include <optional>

namespace signet {

// A file of an image, exactly one of: text, so many bytes of one character, an error on opening,
// a symbolic link, a directory.
struct FileImage {
    enum class Kind { Text, Fill, Error, Symlink, Directory };
    Kind kind = Kind::Text;
    QByteArray text; // Text
    qint64 size = 0; // Fill
    char fill = ' '; // Fill
    QString errorName; // Error: "EACCES", "ENOENT", "ERROR_ACCESS_DENIED"
    QString target; // Symlink
};

struct CommandImage {
    int exitCode = 0;
    QByteArray standardOutput;
    QByteArray standardError;
};

// A machine as data: a scenario, a test vector, or a test supplies it in place of the real one. One JSON
// format for all three:
//   {"platform":"linux|windows|macos", "clock": epoch seconds, "env": {NAME: VALUE},
//    "files": {PATH: "text" | {"size","fill"} | {"errno"} | {"symlink"} | {"dir":true}},
//    "commands": {"program arg arg": {"exitCode","stdout","stderr"}},
//    "user": {"name","groups":[...]}}
// Everything may be left out. The clock of an image stands still and moves only by waiting.
struct HostImage {
    Platform platform = Platform::Linux;
    std::optional<qint64> clock;
    QMap<QString, QString> env;
    QMap<QString, FileImage> files;
    QMap<QString, CommandImage> commands;
    QString userName;
    QStringList userGroups;

    // Fails with finding host-image-invalid, evidence {reason}.
    static Result<HostImage> fromJson(const QJsonObject &json);
};

} // namespace signet
