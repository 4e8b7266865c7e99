#pragma once

#include "core/sandbox/scenarios/scenario.h"

#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>

QT_BEGIN_NAMESPACE
class QIODevice;
QT_END_NAMESPACE

namespace signet::sandbox {

class AzureDevOps;
class CertificateAuthority;
class Entra;
class HttpServer;
class IdentityEndpoints;
class InstanceMetadata;
class ResourceManager;
struct ServerRequest;
struct ServerResponse;

// What came over the wire, without anything secret: values of unknown query names and everything
// that looks like a token are replaced by "***"; headers and bodies are not kept at all.
struct SeenRequest {
    QString method;
    QString scheme; // http, https
    QString host;
    QString path;
    QString query;
    int status = 0; // 0: no answer was given (silence, reset)

    friend bool operator==(const SeenRequest &, const SeenRequest &) = default;
};

// The simulated Azure of one scenario, on any number of addresses. Which service answers is decided
// by the Host header, its port ignored:
//
//   169.254.169.254                         instance metadata service
//   dev.azure.com, *.dev.azure.com,
//   *.visualstudio.com                      Azure DevOps
//   login.microsoftonline.com               Microsoft Entra
//   management.azure.com                    Azure Resource Manager
//   graph.microsoft.com                     Microsoft Graph
//   the address listened on, localhost      the identity endpoint of World::localEndpoint, at its own path,
//                                           and about the simulator itself:
//     GET /.signet/scenario                 {"name","title","host","asked","person"}; the person has a
//                                           refresh token, or is null
//     GET /.signet/requests                 [{"method","scheme","host","path","query","status"}]
//     GET /.signet/state                    what members are and may, of every organization: worldstate.h
//
// So a client connects here and keeps the real name in its Host header, or has the real addresses
// led here. The world keeps its state as long as this object lives.
class SandboxServer : public QObject {
    Q_OBJECT

public:
    using UsualAnswer = std::function<ServerResponse(const ServerRequest &)>;
    struct Options {
        std::chrono::milliseconds latency{0}; // before every answer
        QIODevice *log = nullptr; // open for writing; gets one line per request; outlives this object
        // Seconds of Unix time, asked at each request: for clients with a real clock. Empty: the
        // world's clock stands still at the scenario's.
        std::function<qint64()> clock = {};
        // How many requests, and how many tokens, are remembered: the newest ones. A server that serves for
        // days would grow without it. Nothing: all of them.
        std::optional<qsizetype> mostRemembered = {};
        // Asked for every answer but those about the simulator itself; `usual` gives the one that there
        // would be, and does what was asked for. For tests that need an answer that no world has. Empty:
        // every answer is the usual one.
        std::function<ServerResponse(const ServerRequest &, const UsualAnswer &usual)> intercept = {};
    };

    explicit SandboxServer(Scenario scenario, QObject *parent = nullptr);
    SandboxServer(Scenario scenario, Options options, QObject *parent = nullptr);
    ~SandboxServer() override;

    // Port 0 takes any free one. False with errorString() when the address cannot be listened on.
    bool listen(const QHostAddress &address = QHostAddress(QHostAddress::LocalHost), quint16 port = 0);
    bool listenTls(const QHostAddress &address = QHostAddress(QHostAddress::LocalHost), quint16 port = 0);
    QString errorString() const;

    // "http://127.0.0.1:PORT" of the first plain address, else "https://..." of the first TLS one,
    // else empty.
    QUrl url() const;
    QUrl tlsUrl() const;
    // The authority that TLS clients have to trust. Made on first use.
    QByteArray caCertificatePem();
    // SHA-1 of the certificate that TLS clients are shown, in hexadecimal digits; empty without TLS.
    QByteArray tlsThumbprint() const;

    const Scenario &scenario() const { return m_scenario; }
    // The scenario's machine, with what it can know only once this server is there: the thumbprint that
    // Service Fabric announces.
    QJsonObject hostImage() const;
    // The living world: tests move its clock and change it between requests.
    World &world() { return m_scenario.world; }

    // What /.signet/state tells.
    QJsonObject state() const;

    // As far as they are remembered.
    const QList<SeenRequest> &requests() const { return m_requests; }
    // Every token handed out so far, as far as they are remembered; for tests that search outputs for them.
    const QList<QByteArray> &issuedTokens() const { return m_issuedTokens; }

Q_SIGNALS:
    void requestSeen(const signet::sandbox::SeenRequest &request);

private:
    ServerResponse answer(const ServerRequest &request);
    ServerResponse usualAnswer(const ServerRequest &request);
    ServerResponse route(const ServerRequest &request);
    ServerResponse aboutItself(const ServerRequest &request);
    void record(const ServerRequest &request, const ServerResponse &response);
    void rememberToken(const QByteArray &token);

    Scenario m_scenario;
    qint64 m_hostClockAhead = 0; // seconds; of the machine's clock before the world's
    Options m_options;
    std::unique_ptr<HttpServer> m_server;
    std::unique_ptr<InstanceMetadata> m_metadata;
    std::unique_ptr<IdentityEndpoints> m_endpoints;
    std::unique_ptr<AzureDevOps> m_devops;
    std::unique_ptr<ResourceManager> m_resources;
    std::unique_ptr<Entra> m_entra;
    std::unique_ptr<CertificateAuthority> m_authority;
    QList<SeenRequest> m_requests;
    QList<QByteArray> m_issuedTokens;
    QString m_errorString;
};

} // namespace signet::sandbox
