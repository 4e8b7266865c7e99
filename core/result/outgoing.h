#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace signet {

// Everything that leaves the program for people or for programs goes through one of these: standard output,
// talk, questions, reports, the clipboard. They cut secrets (core/result/redaction.h) and show what
// would control the reader's terminal (core/result/printable.h).

QString outgoingLine(const QString &text);
// Several lines; sequences that only set colors stay.
QByteArray outgoingText(const QString &text);
QByteArray outgoingJson(const QJsonObject &json);
// The same for JSON that is text already; what is not an object is treated as text.
QByteArray outgoingJson(const QByteArray &json);

} // namespace signet
