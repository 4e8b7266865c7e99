#pragma once

#include "core/token/claims.h"

#include <QJsonObject>
#include <QStringList>

#include <chrono>
#include <optional>

namespace signet {

// How old a token is and how long it lasts, by this machine's clock and by the server's. Seconds; each only
// when the claims that it needs are there.
struct TokenAge {
    std::optional<qint64> age; // since it was issued
    std::optional<qint64> left; // until it expires; below zero when it has
    std::optional<qint64> life; // from issued to expired
    // This machine's clock less the server's; nothing without a time of the server.
    std::optional<qint64> clockAhead;
    std::optional<qint64>
        leftByServer; // the same as `left` on the server's clock, which is the one that counts
    bool fromCache = false; // older than a token that was made for this request

    QJsonObject toJson() const;
};
TokenAge ageOf(const Claims &claims, std::chrono::sys_seconds now, std::optional<qint64> serverTime);

// The same in sentences: age, what of a cached token may be stale and what not, expiry, clocks.
QStringList explainAge(const Claims &claims, const TokenAge &age);

// The groups of Entra that the token lists, by their object ids: as they were when it was issued. Nothing
// where it lists none, or says that there are too many to list; then the service has to look them up.
std::optional<QStringList> listedGroups(const Claims &claims);

// "5 hours 10 minutes"; for sentences.
QString durationWords(qint64 seconds);

} // namespace signet
