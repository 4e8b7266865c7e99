#pragma once

#include <QLatin1StringView>
#include <QList>
#include <QString>

#include <optional>

namespace signet {

// A permission of a namespace.
struct PermissionBit {
    int bit = 0;
    QString name = {}; // "GenericContribute"
    QString title = {}; // as the web portal shows it: "Contribute"
};

// A security namespace: one family of objects with its permissions. Source: the namespaces that
// dev.azure.com returned (GET _apis/securitynamespaces), kept in data/namespaces.json.
struct SecurityNamespace {
    QString id = {}; // "2e9eb7ed-3c0a-47d4-87c1-0ffdd275fd87"
    QString name = {}; // "Git Repositories"
    QString separator = {}; // between the levels of a token: "/", ":", "\"
    int systemBits = 0; // permissions of the service itself, which nobody is asked about or granted
    int readPermission = 0; // that is needed to read its access control lists; 0: none
    int writePermission = 0; // that is needed to change them
    QList<PermissionBit> permissions = {};

    const PermissionBit *permission(int bit) const; // null for one that it does not have
};

// Those that the rights of the provider's resources are in.
const QList<SecurityNamespace> &securityNamespaces();
const SecurityNamespace *findSecurityNamespace(const QString &id); // null where it is not among them

} // namespace signet
