#pragma once

#include "core/net/credential.h"
#include "core/result/secret.h"

#include <QByteArray>
#include <QList>
#include <QUrl>

#include <chrono>
#include <functional>
#include <optional>
#include <utility>

namespace signet {

// The two ways out of the program.
enum class Way {
    IdentityEndpoint, // metadata address or loopback; plain http; never a proxy
    Internet, // https only; the person's proxy
};

// The limits of one try. A try ends at the first limit it reaches.
struct Limits {
    std::chrono::milliseconds connect{10'000}; // until the request is on its way, TLS included
    std::chrono::milliseconds answer{30'000}; // from there until the last byte
    qint64 body = 4 * 1024 * 1024; // bytes of answer body
};

// When a try is repeated. The response's Retry-After replaces the pause; a value above the longest pause ends
// the tries at once, because repeating earlier would make it worse. A pause that grows beyond it is as long
// as it.
struct Repetition {
    int times = 0; // after the first try
    QList<int> statuses;
    std::chrono::milliseconds pause{1'000}; // before the first repetition
    std::chrono::milliseconds longest{5'000};
    // The pauses: 1, 2, 4, 8 times the first, or 1, 3, 7, 15 times, as the retry policy of azcore has it.
    enum class Growth { Doubling, AsProvider };
    Growth growth = Growth::Doubling;
};

class Request {
public:
    Request(QByteArray requestMethod, QUrl address, Way wayOut)
        : method(std::move(requestMethod))
        , url(std::move(address))
        , way(wayOut)
    {
    }

    QByteArray method;
    QUrl url;
    Way way;
    QList<std::pair<QByteArray, QByteArray>> headers;
    // Headers whose value is a secret (X-IDENTITY-HEADER ...); kept out of every record.
    QList<std::pair<QByteArray, Secret>> secretHeaders;
    // Sent as "Authorization"; refused for an address that must not see it.
    std::optional<Credential> credential;
    // The answer is a credential itself, which may look in part like one that is known: nothing is cut from
    // it.
    bool answersWithCredential = false;
    // SHA-1 of the only accepted certificate, as 40 lower-case hexadecimal digits; for https. It replaces the
    // usual check, and nothing is sent to a server with another certificate. Empty for the usual check.
    QByteArray pinnedThumbprint;
    QByteArray body;
    // Form fields whose value is a secret (refresh_token ...), appended to the fields of the body.
    QList<std::pair<QByteArray, Secret>> secretFormFields;
    Limits limits;
    Repetition repetition;
    // Called when a try is connected and its request on its way; set by Http, which keeps the record.
    std::function<void()> onSent;
};

} // namespace signet
