#pragma once

#include <QtGlobal>

#include <chrono>

namespace signet::sandbox {

struct HttpLimits {
    qsizetype headerBytes = 32 * 1024; // more: 431
    int headerCount = 100; // more: 431
    qsizetype bodyBytes = 4 * 1024 * 1024; // more: 413
    int connections = 512; // more: closed at once
    // From the first byte of a request (or of a TLS handshake) to its last; longer: 408. Not restarted by
    // single bytes, so a client that feeds them slowly cannot hold a connection for ever.
    std::chrono::milliseconds request{15000};
    // Between two requests of a kept-alive connection; longer: closed.
    std::chrono::milliseconds idle{60000};
};

} // namespace signet::sandbox
