#include "core/directory/storedsignin.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int schemaVersion = 1;

Problem unreadable(const QString &reason)
{
    return Problem(u"stored-sign-in-unreadable"_s, {{u"reason"_s, reason}});
}

} // namespace

Secret StoredSignIn::toBytes() const
{
    const QJsonObject json{
        {u"schemaVersion"_s, schemaVersion}, {u"method"_s, toString(method)},
        {u"account"_s, account.toJson()},    {u"tenant"_s, tenant},
        {u"clientId"_s, clientId},           {u"secret"_s, QString::fromUtf8(secret.reveal())}};
    return Secret(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

Result<StoredSignIn> StoredSignIn::fromBytes(const Secret &bytes)
{
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(bytes.reveal(), &error);
    if (!document.isObject())
        return unreadable(error.error == QJsonParseError::NoError ? u"it is no JSON object"_s
                                                                  : error.errorString());
    const QJsonObject json = document.object();
    if (json["schemaVersion"_L1].toInt() != schemaVersion)
        return unreadable(u"it was written by another version of Signet"_s);
    const auto method = signInMethodFromString(json["method"_L1].toString());
    if (!method)
        return unreadable(u"it names no method of signing in that is known"_s);
    StoredSignIn stored;
    stored.method = *method;
    stored.account = Account::fromJson(json["account"_L1].toObject());
    stored.tenant = json["tenant"_L1].toString();
    stored.clientId = json["clientId"_L1].toString();
    stored.secret = Secret(json["secret"_L1].toString().toUtf8());
    if (keepsSecret(*method) && stored.secret.isEmpty())
        return unreadable(u"it holds no token"_s);
    return stored;
}

} // namespace signet
