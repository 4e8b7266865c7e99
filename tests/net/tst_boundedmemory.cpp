// Answers without an end, over real sockets: every limit on size is also one on memory. The peak of each row
// is printed. The server is a thread with plain sockets, which holds no more than one piece of its answer.

#include "core/net/addresses.h"
#include "core/net/http.h"
#include "tests/support/await.h"
#include "tests/support/peakmemory.h"
#include "tests/support/words.h"

#include <QTest>

#include <atomic>
#include <thread>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace signet;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(Way)

namespace {

// Sends `begin`, then `piece` until the other side has had enough.
class EndlessServer {
public:
    EndlessServer(QByteArray begin, QByteArray piece)
        : m_begin(std::move(begin))
        , m_piece(std::move(piece))
        , m_listening(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::bind(m_listening, reinterpret_cast<sockaddr *>(&address), size) != 0
            || ::listen(m_listening, 8) != 0
            || ::getsockname(m_listening, reinterpret_cast<sockaddr *>(&address), &size) != 0)
            qFatal("cannot listen on loopback");
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { serve(); });
    }
    ~EndlessServer()
    {
        m_ends = true;
        ::shutdown(m_listening, SHUT_RDWR);
        // Qt may close its side only later, and sending would wait for it.
        if (const int socket = m_socket; socket >= 0)
            ::shutdown(socket, SHUT_RDWR);
        ::close(m_listening);
        m_thread.join();
    }

    QUrl url() const { return QUrl(u"http://127.0.0.1:%1/"_s.arg(m_port)); }
    qint64 sent() const { return m_sent; }

private:
    bool send(int socket, const QByteArray &bytes)
    {
        for (qsizetype at = 0; at < bytes.size();) {
            const ssize_t written =
                ::send(socket, bytes.constData() + at, size_t(bytes.size() - at), MSG_NOSIGNAL);
            if (written <= 0)
                return false;
            at += written;
            m_sent += written;
        }
        return true;
    }
    void serve()
    {
        for (;;) {
            const int socket = ::accept(m_listening, nullptr, nullptr);
            m_socket = socket;
            if (socket < 0 || m_ends)
                return;
            char request[4096];
            (void)!::recv(socket, request, sizeof request, 0);
            bool goesOn = send(socket, m_begin);
            while (goesOn)
                goesOn = !m_piece.isEmpty() && send(socket, m_piece);
            m_socket = -1;
            ::close(socket);
        }
    }

    QByteArray m_begin;
    QByteArray m_piece;
    int m_listening;
    quint16 m_port = 0;
    std::atomic<qint64> m_sent{0};
    std::atomic<int> m_socket{-1};
    std::atomic<bool> m_ends{false};
    std::thread m_thread;
};

// Zeros in a thousandth of their size. qCompress() makes the format of zlib; its inside is that of gzip,
// whose sum at the end nothing here gets to see.
QByteArray gzipOfZeros(qsizetype size)
{
    const QByteArray packed = qCompress(QByteArray(size, '\0'), 1);
    return QByteArray::fromHex("1f8b0800000000000003") + packed.mid(6).chopped(4);
}

constexpr qint64 mostKilobytes = 64 * 1024;

} // namespace

class TestBoundedMemory final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void endlessAnswerIsCut_data()
    {
        QTest::addColumn<QByteArray>("begin");
        QTest::addColumn<QByteArray>("piece");
        QTest::addColumn<Way>("way");
        const QByteArray ok = "HTTP/1.1 200 OK\r\n";
        const QByteArray many(64 * 1024, 'a');
        const QByteArray bomb = gzipOfZeros(256 * 1024 * 1024);
        QByteArray fields;
        for (int i = 0; i < 64; ++i)
            fields += "X-" + QByteArray::number(i) + ": " + QByteArray(1000, 'b') + "\r\n";
        for (const auto &[name, way] : {std::pair("metadata service", Way::IdentityEndpoint),
                                        std::pair("Azure DevOps", Way::Internet)}) {
            QTest::addRow("%s, body", name) << ok + "\r\n" << many << way;
            QTest::addRow("%s, body with a length", name) << ok + "Content-Length: 1099511627776\r\n\r\n"
                                                          << many << way;
            QTest::addRow("%s, chunks", name) << ok + "Transfer-Encoding: chunked\r\n\r\n"
                                              << "10000\r\n" + many + "\r\n"
                                              << way;
            QTest::addRow("%s, gzip of 256 MiB", name) << ok
                    + "Content-Encoding: gzip\r\nContent-Length: " + QByteArray::number(bomb.size())
                    + "\r\n\r\n" + bomb << QByteArray() << way;
            QTest::addRow("%s, error body", name) << QByteArray("HTTP/1.1 500 X\r\n\r\n") << many << way;
            QTest::addRow("%s, header fields", name) << ok << fields << way;
            QTest::addRow("%s, one header field", name) << ok + "X-A: " << many << way;
            QTest::addRow("%s, status line", name) << QByteArray("HTTP/1.1 200 ") << many << way;
            QTest::addRow("%s, no HTTP", name) << QByteArray("a") << many << way;
        }
    }

    void endlessAnswerIsCut()
    {
        QFETCH(QByteArray, begin);
        QFETCH(QByteArray, piece);
        QFETCH(Way, way);
        EndlessServer server(begin, piece);
        NetSettings settings;
        settings.simulatedAzure = server.url();
        Request request = way == Way::IdentityEndpoint
            ? Request("GET", imdsUrl(u"/metadata/identity/oauth2/token"_s, {}), way)
            : Request("GET", devOpsUrl(DevOpsHost::Core, u"contoso"_s, u"_apis/projects"_s, {}), way);
        if (way == Way::IdentityEndpoint)
            request.limits.body = 1024 * 1024;
        QVERIFY(forgetPeak());
        const qint64 before = residentMemory("VmRSS");
        const Reply reply = await(Http(Host::from({}), settings).send(request, {}));
        const qint64 more = residentMemory("VmHWM") - before;
        qInfo("%s: %lld KiB more, %lld KiB sent, %s", QTest::currentDataTag(), static_cast<long long>(more),
              static_cast<long long>(server.sent() / 1024), qPrintable(word(reply.delivery)));
        QVERIFY(!reply.answered());
        // What is not HTTP ends at its first bytes, for its own reason.
        if (begin.startsWith("HTTP/1.1"))
            QCOMPARE(word(reply.delivery), word(Delivery::BodyTooLarge));
        QVERIFY2(more < mostKilobytes, qPrintable(u"%1 KiB"_s.arg(more)));
    }
};

QTEST_GUILESS_MAIN(TestBoundedMemory)
#include "tst_boundedmemory.moc"
