#pragma once

#include "core/identity/tokenanswer.h"
#include "core/result/given.h"

#include <QString>

#include <optional>

namespace signet {

// The token request as the provider would send it, and what further questions showed where it failed
// or another identity answered.
struct TokenSeen {
    // One more question to the same endpoint.
    struct Probe {
        bool works = false;
        QString clientId; // of the token that came
        QString objectId;
    };

    TokenAnswer answer; // without the token itself
    std::optional<Claims> claims; // nothing when there was no token, or it cannot be read
    QString clientId; // that was asked for; empty when none was
    Origin clientIdOrigin;
    std::optional<Probe> withoutSelector; // asked when a client id was refused
    std::optional<Probe> asObjectId; // the refused client id, asked for as an object id
    std::optional<Probe> intended; // the identity that is meant, by its object id or resource id
};

} // namespace signet
