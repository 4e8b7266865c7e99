#pragma once

#include "core/net/exchange.h"

#include <QCoroTask>

#include <stop_token>

namespace signet {

// What carries one try of one request. NetworkTransport is the real one; a test that needs an answer
// no socket can produce (no route, access denied) brings its own.
class HttpTransport {
public:
    virtual ~HttpTransport() = default;

    struct Outcome {
        Reply reply;
        Exchange exchange; // times and sizes; the rest is filled in by Http
    };
    // The transport lives as long as the task: Http keeps it.
    virtual QCoro::Task<Outcome> exchange(Request request, std::stop_token stop) = 0;

    // Connects to the hosts of these addresses in the background.
    virtual void warmUp(const QList<QUrl> &addresses) = 0;
};

} // namespace signet
