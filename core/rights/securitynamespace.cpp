#include "core/rights/securitynamespace.h"

#include "core/rights/rightsdata.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

SecurityNamespace readNamespace(const QJsonObject &json)
{
    SecurityNamespace read;
    read.id = json["id"_L1].toString();
    read.name = json["name"_L1].toString();
    read.separator = json["separator"_L1].toString();
    read.systemBits = json["systemBits"_L1].toInt();
    read.readPermission = json["readPermission"_L1].toInt();
    read.writePermission = json["writePermission"_L1].toInt();
    const QJsonArray permissions = json["permissions"_L1].toArray();
    for (const QJsonValue &permission : permissions)
        read.permissions.append({permission["bit"_L1].toInt(), permission["name"_L1].toString(),
                                 permission["title"_L1].toString()});
    return read;
}

} // namespace

const PermissionBit *SecurityNamespace::permission(int bit) const
{
    const auto found = std::ranges::find(permissions, bit, &PermissionBit::bit);
    return found == permissions.end() ? nullptr : &*found;
}

const QList<SecurityNamespace> &securityNamespaces()
{
    static const QList<SecurityNamespace> all = [] {
        QList<SecurityNamespace> read;
        const QJsonArray namespaces = rightsData("namespaces.json"_L1)["namespaces"_L1].toArray();
        for (const QJsonValue &one : namespaces)
            read.append(readNamespace(one.toObject()));
        return read;
    }();
    return all;
}

const SecurityNamespace *findSecurityNamespace(const QString &id)
{
    const QList<SecurityNamespace> &all = securityNamespaces();
    const auto found = std::ranges::find(all, id, &SecurityNamespace::id);
    return found == all.end() ? nullptr : &*found;
}

} // namespace signet
