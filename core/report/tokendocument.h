#pragma once

#include "core/identity/tokenanswer.h"
#include "core/token/claims.h"
#include "core/token/pastedtoken.h"
#include "core/token/tokenage.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace signet {

// A token that was read. The token itself is not in it, only its claims. Times are seconds of Unix time.
struct TokenRead {
    enum class Origin { Endpoint, GivenAsToken, GivenInHeader, GivenInReply };

    std::optional<Claims> claims; // nothing: it cannot be decoded, and may still be valid
    Origin origin = Origin::Endpoint;
    QString endpoint; // that returned it, in words: "the instance metadata service"; may be empty
    QString fingerprint;
    std::chrono::sys_seconds readAt; // by this machine's clock
    // The server's clock at that moment; nothing where no server answered just then.
    std::optional<qint64> serverTime;
    // When a reply that was pasted had been given, by the clock of its server. Says nothing about this
    // machine's clock.
    std::optional<qint64> answeredAt;
    std::optional<qint64> expiresOn; // what the reply says beside the token
};

// Of an answer that has a token, and of a token that somebody gave. The second fails with
// token-not-decodable.
TokenRead tokenRead(const TokenAnswer &answer, std::chrono::sys_seconds now);
Result<TokenRead> tokenRead(const PastedToken &pasted, std::chrono::sys_seconds now);

// A token in words, in reading order, for text and windows alike.
struct TokenDocument {
    enum class State {
        Good,
        Doubtful, // not for Azure DevOps, a person's, or the clocks are apart
        Useless, // expired or not valid yet
        Opaque,
    };
    State state = State::Opaque;
    QString sentence; // whose it is, for which service, until when
    QStringList facts; // where it came from, and its fingerprint

    struct Group {
        QString title; // "Identity", "Resource", "Issuer", "Validity"
        QList<ClaimLine> lines;
    };
    QList<Group> groups; // only those that have lines
    QString ageTitle;
    QStringList age; // sentences

    // Points on a line of time, the earliest first.
    struct Mark {
        enum class Kind { Issued, Answered, Here, Server, Expires };
        Kind kind = Kind::Here;
        qint64 at = 0; // seconds of Unix time
        QString name; // "this machine"
        QString time; // "2026-09-21 09:41:07 UTC"
        QString distance; // "5 hours ago", "in 10 minutes"; empty for this machine's clock
    };
    QList<Mark> marks; // empty without both ends
    QString timeline; // the marks as a sentence, for those who do not see the bar
};
TokenDocument describe(const TokenRead &token, std::chrono::sys_seconds now);

// "the system-assigned identity of vm-build", "Jane Doe", "the application 1b9c…"; for sentences.
QString holderWords(const Claims &claims);

// Two tokens side by side.
struct TokenComparison {
    enum class Difference { None, Value, OnlyFirst, OnlySecond };
    struct Pair {
        QString group; // as ClaimLine
        QString claim;
        QString first; // shortened values; empty where the token does not have it
        QString second;
        QString sentence;
        Difference difference = Difference::None;
        // Times and ids of the token itself differ between any two.
        bool isOfEachToken = false;
    };
    QString sentence; // what the difference comes to
    QList<Pair> pairs;
    int telling = 0; // pairs that differ and need not
};
// Nothing when one of them cannot be read.
std::optional<TokenComparison> compare(const TokenRead &first, const TokenRead &second,
                                       std::chrono::sys_seconds now);

// "same", "different", "only the first has it", "only the second has it"
QString differenceWords(TokenComparison::Difference difference);

} // namespace signet
