#include "core/signin/account.h"

#include "core/result/printable.h"

using namespace Qt::StringLiterals;

namespace signet {

QString Account::label() const
{
    const QString id = printable(userName.isEmpty() ? objectId : userName);
    if (displayName.isEmpty() || id.isEmpty())
        return displayName.isEmpty() ? id : printable(displayName);
    return u"%1 (%2)"_s.arg(printable(displayName), id);
}

QJsonObject Account::toJson() const
{
    return {{u"displayName"_s, displayName},
            {u"userName"_s, userName},
            {u"tenantId"_s, tenantId},
            {u"objectId"_s, objectId},
            {u"kind"_s, kind}};
}

Account Account::fromJson(const QJsonObject &json)
{
    return {json["displayName"_L1].toString(), json["userName"_L1].toString(), json["tenantId"_L1].toString(),
            json["objectId"_L1].toString(), json["kind"_L1].toString()};
}

Account accountOf(const Claims &claims)
{
    Account account;
    account.displayName = claims.payload["name"_L1].toString();
    account.userName = userName(claims);
    account.tenantId = claims.tenantId;
    account.objectId = claims.objectId;
    const IdentityType type = identityTypeOf(claims);
    account.kind = toString(type);
    if (type != IdentityType::Person && account.displayName.isEmpty())
        account.displayName = claims.payload["app_displayname"_L1].toString();
    // A managed identity's token contains no name except that of its resource: the identity itself, or its
    // machine.
    if (type != IdentityType::Person && account.displayName.isEmpty())
        account.displayName = claims.miResourceId.section(u'/', -1);
    return account;
}

} // namespace signet
