#pragma once

#include "core/result/result.h"
#include "core/result/secret.h"

#include <QByteArray>

#include <optional>

namespace signet {

// A token out of what a person has at hand. Times are seconds of Unix time.
struct PastedToken {
    enum class Form {
        Token, // by itself, with line breaks and quotes as a terminal or a mail leaves them
        Header, // "Authorization: Bearer ...", alone or in a command line
        Reply, // JSON of an identity endpoint, Entra or a CLI, with or without the headers before it
    };
    Form form = Form::Token;
    Secret token;
    std::optional<qint64> expiresOn; // what the reply says beside the token
    std::optional<qint64> serverTime; // header Date of the reply
};
QLatin1StringView toString(PastedToken::Form form); // "token", "header", "reply"

// Overwrites the text it is given. Fails with token-not-given when there is none in it; whether the token
// itself can be read is the question of decodeClaims().
Result<PastedToken> readPastedToken(QByteArray &&text);

} // namespace signet
