#pragma once

#include <QByteArray>
#include <QString>

namespace signet {

// The text of a configuration file for people: the values of arguments whose name is that of a secret, in
// whatever block, the values of sensitive variables, passwords in addresses, what looks like a secret in any
// other string or comment, and every line of a heredoc are "[secret]". It has the same lines as the text, so
// a diff can show these in place of the real ones.
QByteArray maskedText(const QString &file, const QByteArray &text);

// How many values of the text that masks.
qsizetype maskedSecrets(const QString &file, const QByteArray &text);

} // namespace signet
