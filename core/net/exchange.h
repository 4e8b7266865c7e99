#pragma once

#include "core/net/reply.h"
#include "core/net/request.h"

#include <QJsonObject>
#include <QString>

#include <chrono>

namespace signet {

// What is recorded of one try of one request: enough for a waterfall and for support, without headers,
// bodies, or query values outside an allow-list of harmless names.
struct Exchange {
    QString purpose; // check id that asked, empty outside a diagnosis
    QString method;
    QString url; // redacted
    bool isSent = false; // connected, and the request is on its way
    bool isOver = false; // answered, failed or stopped; until then the fields below are not known
    Delivery delivery = Delivery::Failed;
    int status = 0;
    std::chrono::microseconds started{0}; // since the Http was created
    std::chrono::microseconds connect{-1}; // name lookup, TCP, and TLS; -1 on a reused connection
    std::chrono::microseconds firstByte{-1}; // from the start until the first header; -1 without a response
    std::chrono::microseconds total{0};
    qint64 requestBytes = 0; // body
    qint64 responseBytes = 0; // body
    std::chrono::seconds retryAfter{0}; // that the service asked to wait; 0: it did not
    QString activityId;

    QJsonObject toJson() const;
};

// The address without possible secrets: user info, fragment, and query values whose name is not known to be
// harmless.
QString redactedUrl(const QUrl &url);

} // namespace signet
