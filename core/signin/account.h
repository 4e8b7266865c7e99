#pragma once

#include "core/token/claims.h"

#include <QJsonObject>
#include <QString>

namespace signet {

// Who is signed in, as the token says. Texts are empty where it does not.
struct Account {
    QString displayName; // "Jane Doe"
    QString userName; // "jane@contoso.example"; empty for applications
    QString tenantId; // that the token was issued in: home, or where the person is a guest
    QString objectId; // in that tenant
    QString kind; // words of IdentityType: "person", "application", "system-assigned" ...

    bool isKnown() const { return !objectId.isEmpty() || !userName.isEmpty() || !displayName.isEmpty(); }
    // One line: "Jane Doe (jane@contoso.example)", or what there is of it.
    QString label() const;

    QJsonObject toJson() const;
    static Account fromJson(const QJsonObject &json);

    friend bool operator==(const Account &, const Account &) = default;
};

// Of an access token or an id token.
Account accountOf(const Claims &claims);

} // namespace signet
