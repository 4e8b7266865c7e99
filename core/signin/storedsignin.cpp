#include "core/signin/storedsignin.h"

#include "core/result/reason.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int schemaVersion = 1;

Problem unreadable(const QString &reason)
{
    return Problem(finding::storedSignInUnreadable, {{u"reason"_s, reason}});
}

template <class Id>
Result<IdentitySelector> selectorOf(const QJsonValue &value)
{
    const auto id = Id::parse(value.toString());
    if (!id)
        return unreadable(reasonText(QT_TRANSLATE_NOOP("Reason", "it names an identity in an unknown form")));
    return IdentitySelector(*id);
}

} // namespace

QJsonObject toJson(const IdentitySelector &selector)
{
    if (const ClientId *id = selector.clientId())
        return {{u"clientId"_s, id->toString()}};
    if (const ObjectId *id = selector.objectId())
        return {{u"objectId"_s, id->toString()}};
    if (const ResourceId *id = selector.resourceId())
        return {{u"resourceId"_s, id->toString()}};
    return {};
}

Result<IdentitySelector> identitySelectorFromJson(const QJsonObject &json)
{
    if (json.isEmpty())
        return IdentitySelector();
    if (json.contains("objectId"_L1))
        return selectorOf<ObjectId>(json["objectId"_L1]);
    if (json.contains("resourceId"_L1))
        return selectorOf<ResourceId>(json["resourceId"_L1]);
    return selectorOf<ClientId>(json["clientId"_L1]);
}

Secret StoredSignIn::toBytes() const
{
    QJsonObject json{{u"schemaVersion"_s, schemaVersion}, {u"method"_s, toString(method)},
                     {u"account"_s, account.toJson()},    {u"tenant"_s, tenant},
                     {u"clientId"_s, clientId},           {u"secret"_s, QString::fromUtf8(secret.reveal())}};
    if (!identity.isNone())
        json.insert("identity"_L1, signet::toJson(identity));
    return Secret::document(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

Result<StoredSignIn> StoredSignIn::fromBytes(const Secret &bytes)
{
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(bytes.reveal(), &error);
    if (!document.isObject())
        return unreadable(error.error == QJsonParseError::NoError
                              ? reasonText(QT_TRANSLATE_NOOP("Reason", "it is not a JSON object"))
                              : error.errorString());
    const QJsonObject json = document.object();
    if (json["schemaVersion"_L1].toInt() != schemaVersion)
        return unreadable(
            reasonText(QT_TRANSLATE_NOOP("Reason", "it was written by another version of Signet")));
    const auto method = signInMethodFromString(json["method"_L1].toString());
    if (!method)
        return unreadable(reasonText(QT_TRANSLATE_NOOP("Reason", "it names no known sign-in method")));
    StoredSignIn stored;
    stored.method = *method;
    stored.account = Account::fromJson(json["account"_L1].toObject());
    stored.tenant = json["tenant"_L1].toString();
    stored.clientId = json["clientId"_L1].toString();
    stored.secret = Secret(json["secret"_L1].toString().toUtf8());
    const auto identity = identitySelectorFromJson(json["identity"_L1].toObject());
    if (!identity)
        return identity.problem();
    stored.identity = *identity;
    if (keepsSecret(*method) && stored.secret.isEmpty())
        return unreadable(reasonText(QT_TRANSLATE_NOOP("Reason", "it contains no token")));
    return stored;
}

} // namespace signet
