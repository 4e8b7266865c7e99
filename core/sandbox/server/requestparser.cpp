#include "core/sandbox/server/requestparser.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace signet::sandbox {

namespace {

constexpr QByteArrayView knownMethods[] = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"};
constexpr qsizetype chunkLineBytes = 1024;

// "tchar" of RFC 9110, 5.6.2
bool isTokenCharacter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
        || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

bool isDigits(QByteArrayView text)
{
    return !text.isEmpty()
        && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

QList<std::pair<QString, QString>> parsedQuery(QByteArrayView text)
{
    QList<std::pair<QString, QString>> result;
    const QList<QByteArray> parts = text.toByteArray().replace('+', ' ').split('&');
    for (const QByteArray &part : parts) {
        if (part.isEmpty())
            continue;
        const qsizetype equals = part.indexOf('=');
        const QByteArrayView name = equals < 0 ? QByteArrayView(part) : QByteArrayView(part).first(equals);
        const QByteArrayView value = equals < 0 ? QByteArrayView() : QByteArrayView(part).sliced(equals + 1);
        result.append(std::pair(percentDecoded(name), percentDecoded(value)));
    }
    return result;
}

// Host and optional port; an IPv6 address stands in brackets. Nothing when it is neither.
std::optional<QString> hostOf(QByteArrayView text)
{
    QByteArrayView host = text;
    if (host.startsWith('[')) {
        const qsizetype end = host.indexOf(']');
        if (end < 0)
            return std::nullopt;
        const QByteArrayView rest = host.sliced(end + 1);
        if (!rest.isEmpty() && !(rest.startsWith(':') && isDigits(rest.sliced(1))))
            return std::nullopt;
        const QHostAddress address(QString::fromLatin1(host.sliced(1, end - 1)));
        if (address.protocol() != QHostAddress::IPv6Protocol)
            return std::nullopt;
        return address.toString();
    }
    const qsizetype colon = host.indexOf(':');
    if (colon >= 0) {
        if (!isDigits(host.sliced(colon + 1)))
            return std::nullopt;
        host = host.first(colon);
    }
    const auto allowed = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'
            || c == '.' || c == '_';
    };
    if (host.isEmpty() || !std::all_of(host.begin(), host.end(), allowed))
        return std::nullopt;
    return QString::fromLatin1(host).toLower();
}

} // namespace

RequestParser::Progress RequestParser::read()
{
    if (m_refusal != 0)
        return Progress::Refused;
    for (;;) {
        switch (step()) {
        case Step::Again:
            break;
        case Step::NeedMore:
            return Progress::NeedsMore;
        case Step::Complete:
            m_haveHead = false;
            m_inRequest = false;
            return Progress::Complete;
        case Step::Refused:
            return Progress::Refused;
        }
    }
}

ServerRequest RequestParser::takeRequest()
{
    return std::exchange(m_request, {});
}

bool RequestParser::takeContinueWish()
{
    return std::exchange(m_continueWished, false);
}

RequestParser::Step RequestParser::refuse(int status)
{
    m_refusal = status;
    return Step::Refused;
}

// Takes the next part of a request from the input.
RequestParser::Step RequestParser::step()
{
    if (!m_haveHead) {
        while (m_input.startsWith("\r\n")) // RFC 9112, 2.2: tolerated before a request line
            m_input.remove(0, 2);
        if (m_input.isEmpty())
            return Step::NeedMore;
        m_inRequest = true;
        const qsizetype end = m_input.indexOf("\r\n\r\n", std::max<qsizetype>(0, m_scanned - 3));
        if (end < 0) {
            m_scanned = m_input.size();
            if (m_input.size() > m_limits.headerBytes)
                return refuse(431);
            return looksForeign() ? refuse(400) : Step::NeedMore;
        }
        if (end > m_limits.headerBytes)
            return refuse(431);
        const QByteArray head = m_input.left(end);
        m_input.remove(0, end + 4);
        m_scanned = 0;
        if (const int status = parseHead(head); status != 0)
            return refuse(status);
        m_haveHead = true;
        m_continueWished = m_expectsContinue && m_input.isEmpty() && (m_chunked || m_remaining > 0);
        return Step::Again;
    }
    if (m_chunked)
        return chunk();
    const qsizetype part = std::min<qsizetype>(m_remaining, m_input.size());
    m_request.body += m_input.left(part);
    m_input.remove(0, part);
    m_remaining -= part;
    return m_remaining > 0 ? Step::NeedMore : Step::Complete;
}

// A request line begins with the letters of a method. A TLS greeting on the plain port does not,
// and would otherwise wait for its end for ever.
bool RequestParser::looksForeign() const
{
    return !isTokenCharacter(m_input.front());
}

// 0, or the status to refuse it with.
int RequestParser::parseHead(const QByteArray &head)
{
    m_request = {};
    m_request.localAddress = m_arrival.localAddress;
    m_request.localPort = m_arrival.localPort;
    m_request.encrypted = m_arrival.encrypted;
    m_chunked = false;
    m_remaining = 0;
    m_chunkRemaining = -1;
    m_inTrailer = false;
    m_expectsContinue = false;
    m_keepAlive = true;

    for (qsizetype i = 0; i < head.size(); ++i) {
        const char c = head[i];
        const bool lineEnd = c == '\r' && i + 1 < head.size() && head[i + 1] == '\n';
        if (lineEnd) {
            ++i;
            continue;
        }
        if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f)
            return 400;
    }

    qsizetype lineEnd = head.indexOf("\r\n");
    const QByteArrayView requestLine =
        lineEnd < 0 ? QByteArrayView(head) : QByteArrayView(head).first(lineEnd);
    const qsizetype first = requestLine.indexOf(' ');
    const qsizetype second = requestLine.lastIndexOf(' ');
    if (first <= 0 || second <= first + 1)
        return 400;
    const QByteArrayView method = requestLine.first(first);
    const QByteArrayView target = requestLine.sliced(first + 1, second - first - 1);
    const QByteArrayView version = requestLine.sliced(second + 1);
    if (!isToken(method) || target.contains(' ') || target.contains('\t') || target.contains('#'))
        return 400;
    if (version.size() != 8 || !version.startsWith("HTTP/") || !isDigits(version.sliced(5, 1))
        || version[6] != '.' || !isDigits(version.sliced(7, 1)))
        return 400;
    if (version[5] != '1')
        return 505;
    const bool oldVersion = version[7] == '0';
    if (oldVersion)
        m_keepAlive = false;
    m_request.method = method.toByteArray();

    std::optional<qint64> length;
    int count = 0;
    while (lineEnd >= 0) {
        const qsizetype begin = lineEnd + 2;
        lineEnd = head.indexOf("\r\n", begin);
        const QByteArrayView line =
            QByteArrayView(head).sliced(begin, (lineEnd < 0 ? head.size() : lineEnd) - begin);
        if (++count > m_limits.headerCount)
            return 431;
        const qsizetype colon = line.indexOf(':');
        if (colon < 0 || !isToken(line.first(colon))) // also refuses folded lines and "Name :"
            return 400;
        m_request.headers.append(
            std::pair(line.first(colon).toByteArray(), line.sliced(colon + 1).trimmed().toByteArray()));
    }

    const QList<QByteArray> hosts = m_request.headerValues("Host");
    if (hosts.size() > 1 || (hosts.isEmpty() && !oldVersion))
        return 400;
    QByteArray authority = hosts.isEmpty() ? m_arrival.localAddress.toString().toLatin1() : hosts.front();

    QByteArray origin = target.toByteArray();
    if (origin == "*" && m_request.method == "OPTIONS") {
        origin = "/*";
    } else if (!origin.startsWith('/')) {
        // Absolute form, as sent to a proxy: the host in it wins over the header (RFC 9112, 3.2.2).
        const qsizetype scheme = origin.indexOf("://");
        const QByteArray name = origin.left(std::max<qsizetype>(0, scheme)).toLower();
        if (name != "http" && name != "https")
            return 400;
        const qsizetype slash = origin.indexOf('/', scheme + 3);
        authority = origin.mid(scheme + 3, slash < 0 ? -1 : slash - scheme - 3);
        origin = slash < 0 ? QByteArray("/") : origin.mid(slash);
    }
    const std::optional<QString> host = hostOf(authority);
    if (!host)
        return 400;
    m_request.host = *host;
    m_request.target = origin;
    const qsizetype question = origin.indexOf('?');
    m_request.path =
        percentDecoded(question < 0 ? QByteArrayView(origin) : QByteArrayView(origin).first(question));
    if (question >= 0)
        m_request.query = parsedQuery(QByteArrayView(origin).sliced(question + 1));

    for (const QByteArray &value : m_request.headerValues("Content-Length")) {
        bool ok = isDigits(value) && value.size() <= 15;
        const qint64 number = ok ? value.toLongLong(&ok) : 0;
        if (!ok || (length && *length != number))
            return 400;
        length = number;
    }
    const QList<QByteArray> encodings = m_request.headerValues("Transfer-Encoding");
    if (!encodings.isEmpty()) {
        if (length || oldVersion) // two lengths are the classic way to smuggle a request
            return 400;
        if (encodings.size() != 1 || !sameFieldName(encodings.front(), "chunked"))
            return 501;
        m_chunked = true;
    }
    if (std::find(std::begin(knownMethods), std::end(knownMethods), method) == std::end(knownMethods))
        return 501;
    m_remaining = length.value_or(0);
    if (m_remaining > m_limits.bodyBytes)
        return 413;
    for (const QByteArray &value : m_request.headerValues("Connection")) {
        for (const QByteArray &option : value.split(',')) {
            if (sameFieldName(option.trimmed(), "close"))
                m_keepAlive = false;
            else if (oldVersion && sameFieldName(option.trimmed(), "keep-alive"))
                m_keepAlive = true;
        }
    }
    m_expectsContinue = !oldVersion && sameFieldName(m_request.header("Expect"), "100-continue");
    return 0;
}

RequestParser::Step RequestParser::chunk()
{
    if (m_chunkRemaining > 0) {
        const qsizetype part = std::min<qsizetype>(m_chunkRemaining, m_input.size());
        m_request.body += m_input.left(part);
        m_input.remove(0, part);
        m_chunkRemaining -= part;
        return m_chunkRemaining > 0 ? Step::NeedMore : Step::Again;
    }
    if (m_chunkRemaining == 0) { // the line end after the data of a chunk
        if (m_input.size() < 2)
            return Step::NeedMore;
        if (!m_input.startsWith("\r\n"))
            return refuse(400);
        m_input.remove(0, 2);
        m_chunkRemaining = -1;
        return Step::Again;
    }
    const qsizetype end = m_input.indexOf("\r\n");
    if (end < 0) {
        return m_input.size() > chunkLineBytes ? refuse(m_inTrailer ? 431 : 400) : Step::NeedMore;
    }
    if (end > chunkLineBytes)
        return refuse(m_inTrailer ? 431 : 400);
    const QByteArray line = m_input.left(end);
    m_input.remove(0, end + 2);
    if (m_inTrailer) {
        if (line.isEmpty())
            return Step::Complete;
        return ++m_trailerCount > m_limits.headerCount ? refuse(431) : Step::Again;
    }
    const QByteArray size = line.left(line.indexOf(';') < 0 ? line.size() : line.indexOf(';')).trimmed();
    bool ok = !size.isEmpty() && size.size() <= 8 && std::all_of(size.begin(), size.end(), [](char c) {
        return std::isxdigit(static_cast<unsigned char>(c));
    });
    const qint64 number = ok ? size.toLongLong(&ok, 16) : 0;
    if (!ok)
        return refuse(400);
    if (m_request.body.size() + number > m_limits.bodyBytes)
        return refuse(413);
    if (number == 0) {
        m_inTrailer = true;
        m_trailerCount = 0;
    } else {
        m_chunkRemaining = number;
    }
    return Step::Again;
}

} // namespace signet::sandbox
