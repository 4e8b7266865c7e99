#include "core/host/hostimage.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

Problem invalid(const QString &reason)
{
    return Problem(finding::hostImageInvalid, {{u"reason"_s, reason}});
}

Result<FileImage> fileFrom(const QString &path, const QJsonValue &json)
{
    FileImage file;
    if (json.isString()) {
        file.text = json.toString().toUtf8();
        return file;
    }
    const QJsonObject object = json.toObject();
    if (object.contains("size"_L1)) {
        file.kind = FileImage::Kind::Fill;
        file.size = object["size"_L1].toInteger(-1);
        const QByteArray fill = object["fill"_L1].toString(u" "_s).toLatin1();
        if (file.size < 0 || fill.size() != 1)
            return invalid(u"file %1: size or fill"_s.arg(path));
        file.fill = fill.front();
    } else if (object.contains("errno"_L1)) {
        file.kind = FileImage::Kind::Error;
        file.errorName = object["errno"_L1].toString();
    } else if (object.contains("symlink"_L1)) {
        file.kind = FileImage::Kind::Symlink;
        file.target = object["symlink"_L1].toString();
    } else if (object["dir"_L1].toBool()) {
        file.kind = FileImage::Kind::Directory;
    } else {
        return invalid(u"file %1: neither text, size, errno, symlink nor dir"_s.arg(path));
    }
    return file;
}

} // namespace

Result<HostImage> HostImage::fromJson(const QJsonObject &json)
{
    HostImage image;

    const QString platform = json["platform"_L1].toString(u"linux"_s);
    if (platform == "windows"_L1)
        image.platform = Platform::Windows;
    else if (platform == "macos"_L1)
        image.platform = Platform::MacOs;
    else if (platform != "linux"_L1)
        return invalid(u"platform %1"_s.arg(platform));

    if (json.contains("clock"_L1))
        image.clock = json["clock"_L1].toInteger();

    const QJsonObject env = json["env"_L1].toObject();
    for (auto it = env.begin(); it != env.end(); ++it)
        image.env.insert(it.key(), it.value().toString());

    const QJsonObject files = json["files"_L1].toObject();
    for (auto it = files.begin(); it != files.end(); ++it) {
        auto file = fileFrom(it.key(), it.value());
        if (!file)
            return file.problem();
        image.files.insert(it.key(), *file);
    }

    const QJsonObject commands = json["commands"_L1].toObject();
    for (auto it = commands.begin(); it != commands.end(); ++it) {
        const QJsonObject command = it.value().toObject();
        image.commands.insert(it.key(),
                              CommandImage{command["exitCode"_L1].toInt(),
                                           command["stdout"_L1].toString().toUtf8(),
                                           command["stderr"_L1].toString().toUtf8()});
    }

    const QJsonObject user = json["user"_L1].toObject();
    image.userName = user["name"_L1].toString();
    for (const QJsonValue group : user["groups"_L1].toArray())
        image.userGroups.append(group.toString());
    return image;
}

} // namespace signet
