#pragma once

#include "core/net/http.h"
#include "core/net/transport.h"

#include <QList>

#include <memory>
#include <utility>

namespace signet {

// Answers from a list, one for each request, and keeps the requests. A request beyond the list gets
// Delivery::NotSent, which no row expects.
class ScriptedTransport final : public HttpTransport {
public:
    explicit ScriptedTransport(QList<Reply> replies)
        : m_replies(std::move(replies))
    {
    }

    QCoro::Task<Outcome> exchange(Request request, std::stop_token) override
    {
        requests.append(request);
        Outcome outcome;
        outcome.reply.delivery = Delivery::NotSent;
        if (!m_replies.isEmpty())
            outcome.reply = m_replies.takeFirst();
        co_return outcome;
    }
    void warmUp(const QList<QUrl> &) override { }

    bool isUsedUp() const { return m_replies.isEmpty(); }

    QList<Request> requests;

private:
    QList<Reply> m_replies;
};

using Headers = QList<std::pair<QByteArray, QByteArray>>;

inline Reply answer(int status, const QByteArray &body = {}, const Headers &headers = {})
{
    Reply reply;
    reply.delivery = Delivery::Answered;
    reply.status = status;
    reply.headers = headers;
    reply.body = body;
    return reply;
}

inline Reply noAnswer(Delivery delivery)
{
    Reply reply;
    reply.delivery = delivery;
    return reply;
}

inline Headers json(Headers more = {})
{
    more.prepend({"Content-Type", "application/json; charset=utf-8; api-version=7.1-preview.1"});
    return more;
}

inline HostImage machineAt(qint64 clock)
{
    HostImage image;
    image.clock = clock;
    return image;
}

// A machine whose clock moves only by waiting, and the way out to the script.
struct Script {
    explicit Script(QList<Reply> replies)
        : transport(std::make_shared<ScriptedTransport>(std::move(replies)))
        , host(Host::from(machineAt(1'700'000'000)))
        , http(host, transport)
    {
    }

    QByteArray header(qsizetype request, QByteArrayView name) const
    {
        for (const auto &[key, value] :
             transport->requests.value(request, Request("", {}, Way::Internet)).headers) {
            if (name.compare(key, Qt::CaseInsensitive) == 0)
                return value;
        }
        return {};
    }
    qint64 waitedSeconds() const { return host.now().time_since_epoch().count() - 1'700'000'000; }

    std::shared_ptr<ScriptedTransport> transport;
    Host host;
    Http http;
};

} // namespace signet
