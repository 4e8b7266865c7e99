#pragma once

#include "core/sandbox/server/httplimits.h"
#include "core/sandbox/server/serverrequest.h"

#include <QByteArray>
#include <QHostAddress>

namespace signet::sandbox {

// Reads the requests of one connection, one after the other, from the bytes that arrive (RFC 9112): request
// line, header, and a body with a length or in chunks. Knows nothing of sockets.
class RequestParser {
public:
    enum class Progress {
        NeedsMore, // bytes of this request are missing
        Complete, // takeRequest() has it; what came after it waits
        Refused, // refusal() says why; nothing more can be read from this connection
    };

    // Where the requests arrive: what a request says about itself comes from its bytes, and this from here.
    struct Arrival {
        QHostAddress localAddress;
        quint16 localPort = 0;
        bool encrypted = false;
    };

    RequestParser(HttpLimits limits, Arrival arrival)
        : m_limits(limits)
        , m_arrival(std::move(arrival))
    {
    }

    void add(const QByteArray &input) { m_input += input; }
    qsizetype waitingBytes() const { return m_input.size(); }
    void discard() { m_input.clear(); }

    Progress read();
    ServerRequest takeRequest();
    // The status that tells the client: 400, 413, 431, 501 or 505.
    int refusal() const { return m_refusal; }

    // Whether the first byte of a request has arrived that is not complete.
    bool isInRequest() const { return m_inRequest; }
    // Whether the client waits for "100 Continue" before it sends the body. True once for a request.
    bool takeContinueWish();
    // Whether the connection may stay open after the last complete request.
    bool keepsAlive() const { return m_keepAlive; }

private:
    enum class Step { NeedMore, Again, Complete, Refused };

    Step step();
    Step chunk();
    Step refuse(int status);
    bool looksForeign() const;
    int parseHead(const QByteArray &head);

    HttpLimits m_limits;
    Arrival m_arrival;
    QByteArray m_input;
    int m_refusal = 0;
    qsizetype m_scanned = 0; // how far the end of the head was looked for
    bool m_inRequest = false;
    bool m_haveHead = false;
    ServerRequest m_request;
    qint64 m_remaining = 0;
    bool m_chunked = false;
    qint64 m_chunkRemaining = -1; // -1: a size line comes next
    bool m_inTrailer = false;
    int m_trailerCount = 0;
    bool m_expectsContinue = false;
    bool m_continueWished = false;
    bool m_keepAlive = true;
};

} // namespace signet::sandbox
