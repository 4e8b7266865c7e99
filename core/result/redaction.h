#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QString>

namespace signet {

// Replaces credentials by "[secret]": every secret that this program holds, by its value
// (core/result/knownsecrets.h), and what looks like one: JSON web tokens (with or without their signature),
// what follows Bearer/Basic, values with a name such as access_token, client_secret or db_password in
// addresses, forms, JSON, connection strings and assignments, personal access tokens of Azure DevOps (52 or
// 84 characters, the newer ones with the mark AZDO), client secrets of Microsoft Entra, keys of storage
// accounts, tokens of other services by their prefix, private keys in PEM, and passwords in addresses.
// For every text that comes from outside and is kept as evidence, and once more for everything that leaves
// the program.
QString redacted(const QString &text);

// Only the secrets that this program holds.
QString withoutKnownSecrets(const QString &text);

// The same for every string of a JSON value, names of members included. A string under the name of a
// secret is replaced whole.
QJsonValue redacted(const QJsonValue &value);
QJsonObject redacted(const QJsonObject &object);

// Whether an argument, a variable or a member of this name holds a secret: client_secret, dbPassword,
// AZDO_PERSONAL_ACCESS_TOKEN; not client_secret_path or token_url.
bool isSecretName(QStringView name);

// Whether a text can only be a generated value: letters and digits mixed in one long word. Ids, addresses
// and names of resources are none.
bool isOpaque(QStringView text);

// The credentials that redacted() would cut out of the text, in order.
QList<QByteArray> findSecrets(const QByteArray &text);

} // namespace signet
