#include "core/net/http.h"

#include "core/net/addresses.h"
#include "core/net/networktransport.h"
#include "core/result/reason.h"
#include "core/result/redaction.h"

#include <QDateTime>
#include <QLocale>

#include <optional>

using namespace Qt::StringLiterals;

namespace signet {

struct Http::State {
    Host host;
    std::shared_ptr<HttpTransport> transport;
    std::chrono::nanoseconds started{};
    QList<Exchange> exchanges;
};

namespace {

// Why a request must not be sent; empty if it can be.
QString refusal(const Request &request)
{
    if (!request.url.isValid() || request.url.host().isEmpty())
        return reasonText(QT_TRANSLATE_NOOP("Reason", "the address is not valid"));
    if (request.way == Way::IdentityEndpoint) {
        if (!isIdentityEndpointAddress(request.url))
            return reasonText(
                QT_TRANSLATE_NOOP("Reason", "an identity endpoint must be 169.254.169.254 or loopback"));
        if (request.credential)
            return reasonText(QT_TRANSLATE_NOOP("Reason", "an identity endpoint never gets a credential"));
        if (!request.pinnedThumbprint.isEmpty() && request.url.scheme() != "https"_L1)
            return reasonText(QT_TRANSLATE_NOOP("Reason", "only https has a certificate to check"));
        return {};
    }
    if (request.url.scheme() != "https"_L1)
        return reasonText(QT_TRANSLATE_NOOP("Reason", "only https is allowed"));
    if (request.credential && !mayCarryToken(request.credential->resource, request.url))
        return reasonText(reasons::credentialElsewhere, toString(request.credential->resource));
    return {};
}

// The pause that the response asks for, by the headers that azcore knows, in its order.
std::optional<std::chrono::milliseconds> askedPause(const Reply &reply, std::chrono::sys_seconds now)
{
    for (const char *name : {"retry-after-ms", "x-ms-retry-after-ms"}) {
        bool isNumber = false;
        const int milliseconds = reply.header(name).trimmed().toInt(&isNumber);
        if (isNumber && milliseconds >= 0)
            return std::chrono::milliseconds(milliseconds);
    }
    if (const int seconds = reply.retryAfter(); seconds >= 0)
        return std::chrono::seconds(seconds);
    QDateTime time = QLocale::c().toDateTime(QString::fromLatin1(reply.header("Retry-After").trimmed()),
                                             u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
    if (!time.isValid())
        return std::nullopt;
    time.setTimeSpec(Qt::UTC);
    const qint64 left = time.toSecsSinceEpoch() - now.time_since_epoch().count();
    return std::chrono::seconds(qBound(qint64(0), left, qint64(86400)));
}

// The pause before the next try; negative when there must be none.
std::chrono::milliseconds pauseAfter(const Reply &reply, const Repetition &repetition, int done,
                                     std::chrono::sys_seconds now)
{
    if (done >= repetition.times || !reply.answered() || !repetition.statuses.contains(reply.status))
        return std::chrono::milliseconds(-1);
    if (const auto asked = askedPause(reply, now))
        return *asked > repetition.longest ? std::chrono::milliseconds(-1) : *asked;
    const int power = 1 << qMin(done, 8);
    const int factor = repetition.growth == Repetition::Growth::Doubling ? power : 2 * power - 1;
    return qMin(repetition.pause * factor, repetition.longest);
}

// Whoever gets a credential can send it back, in a name, an error message or a header. It is cut here, before
// anything is read, because a name is kept as it is. Not where the answer is a credential itself: it can
// share its beginning with a token that is known already.
void cutEchoes(Reply *reply)
{
    const auto cut = [](QByteArray *bytes) {
        const QString text = QString::fromUtf8(*bytes);
        const QString clean = withoutKnownSecrets(text);
        if (clean != text)
            *bytes = clean.toUtf8();
    };
    cut(&reply->reason);
    cut(&reply->body);
    for (auto &[name, value] : reply->headers) {
        cut(&name);
        cut(&value);
    }
    reply->errorText = withoutKnownSecrets(reply->errorText);
}

} // namespace

Http::Http(const Host &host, const NetSettings &settings)
    : Http(host, std::make_shared<NetworkTransport>(host, settings))
{
}

Http::Http(const Host &host, std::shared_ptr<HttpTransport> transport)
    : m_state(new State{host, std::move(transport), host.monotonic(), {}})
{
}

Http Http::withPurpose(const QString &purpose) const
{
    Http other = *this;
    other.m_purpose = purpose;
    return other;
}

Http Http::withOwnRecord() const
{
    return {m_state->host, m_state->transport};
}

const Host &Http::host() const
{
    return m_state->host;
}

QList<Exchange> Http::exchanges() const
{
    return m_state->exchanges;
}

void Http::warmUp(const QList<QUrl> &addresses) const
{
    m_state->transport->warmUp(addresses);
}

QCoro::Task<Reply> Http::send(Request request, std::stop_token stop) const
{
    // The frame holds everything it uses after an await, because this handle can be gone by then.
    const std::shared_ptr<State> state = m_state;
    const QString purpose = m_purpose;

    Reply reply;
    const QString why = refusal(request);
    if (!why.isEmpty()) {
        reply.delivery = Delivery::NotSent;
        reply.errorText = why;
        co_return reply;
    }

    std::chrono::milliseconds waited{0};
    for (int tries = 0;; ++tries) {
        if (stop.stop_requested()) {
            reply = Reply();
            reply.delivery = Delivery::Stopped;
            co_return reply;
        }

        const qsizetype index = state->exchanges.size();
        Exchange begun;
        begun.purpose = purpose;
        begun.method = QString::fromLatin1(request.method);
        begun.url = redactedUrl(request.url);
        begun.requestBytes = request.body.size();
        begun.started =
            std::chrono::duration_cast<std::chrono::microseconds>(state->host.monotonic() - state->started);
        state->exchanges.append(begun);
        // A transport outlives no request of its own, and the state keeps the transport.
        request.onSent = [raw = state.get(), index] { raw->exchanges[index].isSent = true; };

        auto outcome = co_await state->transport->exchange(request, stop);
        reply = std::move(outcome.reply);
        if (request.credential && !request.answersWithCredential)
            cutEchoes(&reply);
        reply.repetitions = tries;
        reply.waited = waited;

        Exchange &record = state->exchanges[index];
        record.isOver = true;
        record.delivery = reply.delivery;
        record.status = reply.status;
        record.connect = outcome.exchange.connect;
        record.firstByte = outcome.exchange.firstByte;
        record.total = outcome.exchange.total;
        record.responseBytes = reply.body.size();
        record.activityId = reply.activityId();
        record.retryAfter = std::chrono::seconds(qMax(0, reply.retryAfter()));

        const std::chrono::milliseconds pause =
            pauseAfter(reply, request.repetition, tries, state->host.now());
        if (pause.count() < 0)
            co_return reply;
        const bool wholePause = co_await state->host.wait(pause, stop);
        if (wholePause)
            waited += pause;
    }
}

} // namespace signet
