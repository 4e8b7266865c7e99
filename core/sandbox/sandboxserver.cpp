#include "core/sandbox/sandboxserver.h"

#include "core/sandbox/azure/entra.h"
#include "core/sandbox/azure/identityendpoints.h"
#include "core/sandbox/azure/instancemetadata.h"
#include "core/sandbox/azure/microsoftgraph.h"
#include "core/sandbox/azure/resourcemanager.h"
#include "core/sandbox/devops/azuredevops.h"
#include "core/sandbox/faults.h"
#include "core/sandbox/server/certificateauthority.h"
#include "core/sandbox/server/httpserver.h"
#include "core/sandbox/world/signedinperson.h"
#include "core/sandbox/world/worldstate.h"

#include <QIODevice>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

constexpr QLatin1StringView metadataAddress = "169.254.169.254"_L1;

// Query names whose values are shown. Everything else could be a code, a key or a token.
const QStringList &shownNames()
{
    static const QStringList names{u"$skip"_s,
                                   u"$top"_s,
                                   u"accountName"_s,
                                   u"allHostTypes"_s,
                                   u"api-version"_s,
                                   u"client_id"_s,
                                   u"format"_s,
                                   u"hostId"_s,
                                   u"connectOptions"_s,
                                   u"continuationToken"_s,
                                   u"lastChangeId"_s,
                                   u"msi_res_id"_s,
                                   u"mi_res_id"_s,
                                   u"includeCapabilities"_s,
                                   u"cred-api-version"_s,
                                   u"object_id"_s,
                                   u"principal_id"_s,
                                   u"clientid"_s,
                                   u"resource"_s,
                                   u"lastChangeId64"_s,
                                   u"stateFilter"_s,
                                   u"$filter"_s,
                                   u"$mine"_s,
                                   u"$orderBy"_s,
                                   u"depth"_s,
                                   u"descriptors"_s,
                                   u"direction"_s,
                                   u"filterValue"_s,
                                   u"groupDescriptors"_s,
                                   u"identityIds"_s,
                                   u"inheritPermissions"_s,
                                   u"memberId"_s,
                                   u"ownerId"_s,
                                   u"queryMembership"_s,
                                   u"scopeDescriptor"_s,
                                   u"searchFilter"_s,
                                   u"select"_s,
                                   u"subjectDescriptors"_s,
                                   u"subjectTypes"_s,
                                   u"bypass_cache"_s};
    return names;
}

// Header segment of a JWT, and whatever follows up to a separator.
QString withoutTokens(QString text)
{
    static const QRegularExpression token(u"eyJ[A-Za-z0-9_=-]{8,}(\\.[A-Za-z0-9_=-]*)*"_s);
    return text.replace(token, u"***"_s);
}

QString shownQuery(const ServerRequest &request)
{
    QStringList parts;
    for (const auto &[name, value] : request.query) {
        const bool shown = shownNames().contains(name, Qt::CaseInsensitive);
        parts.append(withoutTokens(name) + u'=' + (shown ? withoutTokens(value) : u"***"_s));
    }
    return parts.join(u'&');
}

// One line stays one line, whatever was percent-encoded in it.
QString printable(QString text)
{
    for (QChar &c : text) {
        if (c.category() == QChar::Other_Control || c == QChar::LineSeparator
            || c == QChar::ParagraphSeparator)
            c = u'?';
    }
    return text;
}

QJsonObject toJson(const SeenRequest &request)
{
    return {{u"method"_s, request.method}, {u"scheme"_s, request.scheme}, {u"host"_s, request.host},
            {u"path"_s, request.path},     {u"query"_s, request.query},   {u"status"_s, request.status}};
}

ServerResponse text(int status, const QByteArray &body)
{
    ServerResponse response;
    response.status = status;
    response.headers = {{"Content-Type", "text/plain; charset=utf-8"}};
    response.body = body;
    return response;
}

// Asked for by where it is, and not by a name of Azure.
bool isOwnName(const ServerRequest &request)
{
    return request.host == "localhost"_L1
        || (request.host != metadataAddress && QHostAddress(request.host).isEqual(request.localAddress));
}

QUrl urlOf(const QString &scheme, const QHostAddress &address, quint16 port)
{
    QUrl url;
    if (port == 0)
        return url;
    const bool any =
        address == QHostAddress(QHostAddress::Any) || address == QHostAddress(QHostAddress::AnyIPv4);
    url.setScheme(scheme);
    url.setHost(any ? u"127.0.0.1"_s : address.toString());
    url.setPort(port);
    return url;
}

template <class T>
void forgetOldest(std::optional<qsizetype> most, QList<T> *list)
{
    while (most && list->size() > *most)
        list->removeFirst();
}

} // namespace

SandboxServer::SandboxServer(Scenario scenario, QObject *parent)
    : SandboxServer(std::move(scenario), Options(), parent)
{
}

SandboxServer::SandboxServer(Scenario scenario, Options options, QObject *parent)
    : QObject(parent)
    , m_scenario(std::move(scenario))
    , m_hostClockAhead(m_scenario.hostImage["clock"_L1].toInteger(m_scenario.world.clock)
                       - m_scenario.world.clock)
    , m_options(std::move(options))
    , m_server(std::make_unique<HttpServer>([this](const ServerRequest &request) { return answer(request); }))
    , m_metadata(std::make_unique<InstanceMetadata>(
          &m_scenario.world, [this](const QByteArray &token) { rememberToken(token); }))
    , m_endpoints(std::make_unique<IdentityEndpoints>(
          &m_scenario.world, [this](const QByteArray &token) { rememberToken(token); }))
    , m_devops(std::make_unique<AzureDevOps>(&m_scenario.world))
    , m_resources(std::make_unique<ResourceManager>(&m_scenario.world))
    , m_entra(std::make_unique<Entra>(&m_scenario.world,
                                      [this](const QByteArray &token) { rememberToken(token); }))
{
}

SandboxServer::~SandboxServer() = default;

bool SandboxServer::listen(const QHostAddress &address, quint16 port)
{
    if (m_server->listen(address, port))
        return true;
    m_errorString = m_server->errorString();
    return false;
}

bool SandboxServer::listenTls(const QHostAddress &address, quint16 port)
{
    if (caCertificatePem().isEmpty()) {
        m_errorString = u"The TLS library made no certificate"_s;
        return false;
    }
    if (m_server->listenTls(address, port, m_authority->serverConfiguration()))
        return true;
    m_errorString = m_server->errorString();
    return false;
}

QString SandboxServer::errorString() const
{
    return m_errorString;
}

QUrl SandboxServer::url() const
{
    const QUrl plain = urlOf(u"http"_s, m_server->address(), m_server->port());
    return plain.isEmpty() ? tlsUrl() : plain;
}

QUrl SandboxServer::tlsUrl() const
{
    return urlOf(u"https"_s, m_server->tlsAddress(), m_server->tlsPort());
}

QByteArray SandboxServer::caCertificatePem()
{
    if (!m_authority)
        m_authority = std::make_unique<CertificateAuthority>();
    return m_authority->isValid() ? m_authority->certificatePem() : QByteArray();
}

QJsonObject SandboxServer::hostImage() const
{
    QJsonObject image = m_scenario.hostImage;
    if (m_scenario.world.localEndpoint.kind != LocalEndpoint::Kind::ServiceFabric)
        return image;
    const QString thumbprint = u"IDENTITY_SERVER_THUMBPRINT"_s;
    QJsonObject environment = image["env"_L1].toObject();
    if (!environment.contains(thumbprint) && !tlsUrl().isEmpty()) {
        environment.insert(thumbprint, QString::fromLatin1(tlsThumbprint()));
        image.insert(u"env"_s, environment);
    }
    return image;
}

QByteArray SandboxServer::tlsThumbprint() const
{
    return m_authority ? m_authority->serverCertificate().digest(QCryptographicHash::Sha1).toHex()
                       : QByteArray();
}

ServerResponse SandboxServer::answer(const ServerRequest &request)
{
    if (m_options.clock)
        m_scenario.world.clock = m_options.clock();
    const bool aboutSimulator = isOwnName(request) && request.path.startsWith("/.signet/"_L1);
    ServerResponse response = m_options.intercept && !aboutSimulator
        ? m_options.intercept(request, [this](const ServerRequest &usual) { return usualAnswer(usual); })
        : usualAnswer(request);
    response.delay += m_options.latency;
    // The clock of the service: how a client notices that its own is wrong.
    response.addHeader("Date", httpDate(m_scenario.world.clock));
    record(request, response);
    return response;
}

ServerResponse SandboxServer::usualAnswer(const ServerRequest &request)
{
    if (isOwnName(request))
        return aboutItself(request);
    return answerWithFaults(&m_scenario.world, request,
                            [this](const ServerRequest &usual) { return route(usual); });
}

ServerResponse SandboxServer::route(const ServerRequest &request)
{
    if (request.host == metadataAddress)
        return m_metadata->answer(request);
    if (AzureDevOps::serves(request.host))
        return m_devops->answer(request);
    if (request.host == "login.microsoftonline.com"_L1)
        return m_entra->answer(request);
    if (request.host == "management.azure.com"_L1)
        return m_resources->answer(request);
    if (request.host == "graph.microsoft.com"_L1)
        return answerMicrosoftGraph(m_scenario.world, request);
    return text(404, "No service of the simulated Azure has this name.\n");
}

QJsonObject SandboxServer::state() const
{
    return worldState(m_scenario.world);
}

ServerResponse SandboxServer::aboutItself(const ServerRequest &request)
{
    if (const auto answered = m_endpoints->answer(request))
        return *answered;
    if (request.method != "GET" && request.method != "HEAD")
        return text(405, "Only GET.\n");
    ServerResponse response = text(200, {});
    response.headers[0].second = "application/json; charset=utf-8";
    if (request.path == "/.signet/scenario"_L1) {
        QJsonObject host = hostImage();
        host.insert(u"clock"_s, m_scenario.world.clock + m_hostClockAhead);
        const QJsonObject person = signedInPerson(m_scenario.world);
        if (!person.isEmpty())
            rememberToken(person.value("refreshToken"_L1).toString().toLatin1());
        response.body =
            QJsonDocument(QJsonObject{{u"name"_s, m_scenario.name},
                                      {u"title"_s, m_scenario.title},
                                      {u"host"_s, host},
                                      {u"tls"_s, tlsUrl().toString()},
                                      {u"asked"_s, m_scenario.asked},
                                      {u"person"_s,
                                       person.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(person)}})
                .toJson();
        return response;
    }
    if (request.path == "/.signet/state"_L1) {
        response.body = QJsonDocument(state()).toJson();
        return response;
    }
    if (request.path == "/.signet/requests"_L1) {
        QJsonArray seen;
        for (const SeenRequest &one : m_requests)
            seen.append(toJson(one));
        response.body = QJsonDocument(seen).toJson();
        return response;
    }
    if (request.path == "/"_L1)
        return text(200,
                    "This is a simulated Azure, scenario \"" + m_scenario.name.toUtf8()
                        + "\". Nothing here is real, tokens included.\n/.signet/scenario  /.signet/requests  "
                          "/.signet/state\n");
    return text(404, "Not found.\n");
}

void SandboxServer::rememberToken(const QByteArray &token)
{
    m_issuedTokens.append(token);
    forgetOldest(m_options.mostRemembered, &m_issuedTokens);
}

void SandboxServer::record(const ServerRequest &request, const ServerResponse &response)
{
    const bool answered = response.behaviour == ServerResponse::Behaviour::Answer;
    const SeenRequest seen{.method = QString::fromLatin1(request.method),
                           .scheme = request.encrypted ? u"https"_s : u"http"_s,
                           .host = request.host,
                           .path = withoutTokens(request.path),
                           .query = shownQuery(request),
                           .status = answered ? response.status : 0};
    m_requests.append(seen);
    forgetOldest(m_options.mostRemembered, &m_requests);
    if (m_options.log) {
        const QString outcome = answered                             ? QString::number(seen.status)
            : response.behaviour == ServerResponse::Behaviour::Reset ? u"reset"_s
                                                                     : u"silence"_s;
        const QString target = seen.query.isEmpty() ? seen.path : seen.path + u'?' + seen.query;
        m_options.log->write(
            printable(seen.method + u' ' + seen.scheme + u"://"_s + seen.host + target + u' ' + outcome)
                .toUtf8()
            + '\n');
    }
    Q_EMIT requestSeen(seen);
}

} // namespace signet::sandbox
