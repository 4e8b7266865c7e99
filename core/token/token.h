#pragma once

#include "core/result/secret.h"
#include "core/token/claims.h"

#include <QString>

#include <optional>

namespace signet {

// An access token as an identity endpoint returned it. Times are seconds of Unix time.
struct AccessToken {
    Secret text;
    // Nothing if the token cannot be read. It can still be valid.
    std::optional<Claims> claims;
    // The earliest of what the reply and the token say.
    qint64 expiresOn = 0;
    std::optional<qint64> refreshOn;
    QString clientIdInReply; // client_id beside the token; empty when absent
};

} // namespace signet
