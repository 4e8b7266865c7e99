#pragma once

#include <QJsonValue>

#include <optional>

namespace signet {

// Seconds of Unix time out of what identity endpoints and CLIs call an expiry: a number (whole or
// not), a number as text, RFC 3339, RFC 1123, "yyyy-MM-dd HH:mm:ss", and App Service's
// "MM/dd/yyyy HH:mm:ss" with optional AM/PM and offset. A time without offset is UTC. Nothing for
// any other type, words, and what no 64-bit count of seconds can hold. Negative numbers come out as
// they are: what is plausible is the caller's business.
std::optional<qint64> epochSeconds(const QJsonValue &value);

} // namespace signet
