#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace signet {

// Replaces what looks like a credential by "[secret]": JSON web tokens (with or without their
// signature), what follows Bearer/Basic, values of token, secret, password, key and code
// parameters in URLs, forms and JSON, and personal access tokens of Azure DevOps (52 or 84
// characters, the newer ones with the mark AZDO). For texts that come from outside and are kept
// as evidence; our own texts hold no secret to begin with.
QString redacted(const QString &text);

// The credentials that redacted() would cut out of the text, in order. A report is searched with it
// before it is saved; anything found is a fault of ours.
QList<QByteArray> findSecrets(const QByteArray &text);

} // namespace signet
