// Runs the case file of identity endpoints (tests/data/managed-identity.json, or the one that
// SIGNET_IDENTITY_VECTORS names, as identity-variants.json beside it) against core/identity, over real
// sockets wherever a socket can produce the reply. The last line is "N passed, M failed".

#include "core/diagnosis/check.h"
#include "core/diagnosis/checkid.h"
#include "core/diagnosis/checks/endpointevidence.h"
#include "core/diagnosis/checks/machine.h"
#include "core/diagnosis/checks/token.h"
#include "core/findings/findingtext.h"
#include "core/identity/identityendpoint.h"
#include "core/identity/imds.h"
#include "core/net/networktransport.h"
#include "core/result/redaction.h"
#include "core/sandbox/server/certificateauthority.h"
#include "core/signin/clitoken.h"
#include "core/signin/devicecode.h"
#include "tests/identity/vectorserver.h"
#include "tests/support/await.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QUrlQuery>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

struct Tally {
    int passed = 0;
    int failed = 0;
    int overSockets = 0;
    int scripted = 0;
    int advised = 0;
};
Tally tally;

QList<QJsonObject> readCases()
{
    const QString other = qEnvironmentVariable("SIGNET_IDENTITY_VECTORS");
    QFile file(other.isEmpty() ? QStringLiteral(SIGNET_TEST_DATA "/managed-identity.json") : other);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(file.fileName()));
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll());
    if (!document.isArray())
        qFatal("%s is not a list of cases", qPrintable(file.fileName()));
    QList<QJsonObject> cases;
    const QJsonArray list = document.array();
    for (const QJsonValue entry : list)
        cases.append(entry.toObject());
    return cases;
}

// ---- What the case gives ---------------------------------------------------------------------

IdentitySelector selectorOf(const QJsonObject &given)
{
    const QJsonObject selector = given["selector"_L1].toObject();
    const Origin origin = Origin::fromString(given["selectorFrom"_L1].toString());
    if (selector.contains("clientId"_L1)) {
        const auto id = ClientId::parse(selector["clientId"_L1].toString());
        return id ? IdentitySelector(*id, origin) : IdentitySelector();
    }
    if (selector.contains("objectId"_L1)) {
        const auto id = ObjectId::parse(selector["objectId"_L1].toString());
        return id ? IdentitySelector(*id, origin) : IdentitySelector();
    }
    if (selector.contains("resourceId"_L1)) {
        const auto id = ResourceId::parse(selector["resourceId"_L1].toString());
        return id ? IdentitySelector(*id, origin) : IdentitySelector();
    }
    return {};
}

std::optional<EndpointKind> endpointOf(const QString &source)
{
    static const QMap<QString, EndpointKind> endpoints{
        {u"imds"_s, EndpointKind::Imds},
        {u"aci"_s, EndpointKind::Imds},
        {u"aks"_s, EndpointKind::Imds},
        {u"arc"_s, EndpointKind::Arc},
        {u"appservice"_s, EndpointKind::AppService},
        {u"containerapps"_s, EndpointKind::AppService},
        {u"appservice2017"_s, EndpointKind::AppService2017},
        {u"automation"_s, EndpointKind::Automation},
        {u"servicefabric"_s, EndpointKind::ServiceFabric},
        {u"azureml"_s, EndpointKind::MachineLearning},
        {u"cloudshell"_s, EndpointKind::CloudShell},
    };
    const auto found = endpoints.constFind(source);
    return found == endpoints.constEnd() ? std::nullopt : std::optional(*found);
}

TokenQuestion questionOf(const QJsonObject &vector)
{
    const QJsonObject given = vector["given"_L1].toObject();
    TokenQuestion question = given.contains("resource"_L1)
        ? TokenQuestion(selectorOf(given), given["resource"_L1].toString())
        : TokenQuestion(selectorOf(given));
    question.endpoint = endpointOf(vector["source"_L1].toString());
    const QString type = given["identityType"_L1].toString();
    if (type == "system"_L1)
        question.wantedType = IdentityType::System;
    else if (type == "user"_L1)
        question.wantedType = IdentityType::User;
    if (const auto tenant = TenantId::parse(given["organizationTenantId"_L1].toString()))
        question.organizationTenant = *tenant;
    const QJsonArray known = given["knownObjectIds"_L1].toArray();
    for (const QJsonValue id : known) {
        if (const auto parsed = ObjectId::parse(id.toString()))
            question.knownObjectIds.append(*parsed);
    }
    return question;
}

// The programs of the case: the one command line that is expected, with what it says.
QJsonObject commandsOf(const QJsonObject &vector)
{
    const QJsonObject request = vector["request"_L1].toObject();
    if (request["method"_L1] != "EXEC"_L1)
        return {};
    QStringList words{request["url"_L1].toString()};
    const QJsonArray arguments = request["args"_L1].toArray();
    for (const QJsonValue argument : arguments)
        words << argument.toString();
    return {{words.join(u' '), vector["response"_L1]}};
}

Host hostOf(const QJsonObject &vector)
{
    auto image = HostImage::fromJson({{u"platform"_s, vector["given"_L1]["platform"_L1].toString(u"linux"_s)},
                                      {u"clock"_s, vector["clock"_L1]},
                                      {u"env"_s, vector["env"_L1]},
                                      {u"files"_s, vector["files"_L1]},
                                      {u"commands"_s, commandsOf(vector)}});
    if (!image)
        qFatal("%s: the host of the case is not valid", qPrintable(vector["id"_L1].toString()));
    return Host::from(*image);
}

// ---- What answers ----------------------------------------------------------------------------

QByteArray bodyOf(const QJsonObject &response)
{
    if (response.contains("bodyBase64"_L1))
        return QByteArray::fromBase64(response["bodyBase64"_L1].toString().toLatin1());
    if (response.contains("bodyRepeat"_L1)) {
        const QJsonObject repeat = response["bodyRepeat"_L1].toObject();
        return repeat["prefix"_L1].toString().toUtf8()
            + repeat["unit"_L1].toString().toUtf8().repeated(repeat["count"_L1].toInt())
            + repeat["suffix"_L1].toString().toUtf8();
    }
    return response["body"_L1].toString().toUtf8();
}

QByteArray reasonOf(const QJsonObject &response)
{
    if (response.contains("reason"_L1))
        return response["reason"_L1].toString().toUtf8();
    return response["status"_L1].toInt() < 300 ? "OK" : "As The Case Says";
}

QList<std::pair<QByteArray, QByteArray>> headersOf(const QJsonObject &response)
{
    QList<std::pair<QByteArray, QByteArray>> headers;
    const QJsonObject given = response["headers"_L1].toObject();
    for (auto it = given.begin(); it != given.end(); ++it)
        headers.append({it.key().toUtf8(), it.value().toString().toUtf8()});
    return headers;
}

// Whether a loopback socket can bring this reply about.
bool isForSockets(const QJsonObject &response)
{
    static const QStringList possible{u"not_sent"_s, u"connection_refused"_s, u"connection_reset"_s,
                                      u"timeout_read"_s, u"tls_peer_rejected"_s};
    const QString error = response["error"_L1].toString();
    return error.isEmpty() || possible.contains(error);
}

WireAnswer wireAnswerOf(const QJsonObject &response)
{
    WireAnswer answer;
    const QString error = response["error"_L1].toString();
    if (error == "connection_reset"_L1)
        answer.manner = WireAnswer::Manner::Reset;
    else if (error == "timeout_read"_L1)
        answer.manner = WireAnswer::Manner::Silence;
    else if (error.isEmpty())
        answer.bytes = VectorServer::wire(response["status"_L1].toInt(), reasonOf(response),
                                          headersOf(response), bodyOf(response));
    return answer;
}

// The real transport with shorter waits: what times out does so in a fraction of a second.
class ImpatientTransport final : public HttpTransport {
public:
    ImpatientTransport(const Host &host, const NetSettings &settings)
        : m_transport(host, settings)
    {
    }

    QCoro::Task<Outcome> exchange(Request request, std::stop_token stop) override
    {
        request.limits.answer = std::chrono::milliseconds(300);
        return m_transport.exchange(std::move(request), stop);
    }
    void warmUp(const QList<QUrl> &addresses) override { m_transport.warmUp(addresses); }

private:
    NetworkTransport m_transport;
};

// For what no loopback socket does: no route, no permission, no answer to the connection request.
class ScriptedTransport final : public HttpTransport {
public:
    explicit ScriptedTransport(QList<QJsonObject> responses)
        : m_responses(std::move(responses))
    {
    }

    QCoro::Task<Outcome> exchange(Request request, std::stop_token) override
    {
        requests.append(request);
        const QJsonObject response = m_responses.at(qMin(requests.size(), m_responses.size()) - 1);
        Outcome outcome;
        outcome.reply.delivery = response.contains("error"_L1)
            ? deliveryFromString(response["error"_L1].toString())
            : Delivery::Answered;
        outcome.reply.status = response["status"_L1].toInt();
        outcome.reply.reason = reasonOf(response);
        outcome.reply.headers = headersOf(response);
        outcome.reply.body = bodyOf(response);
        co_return outcome;
    }
    void warmUp(const QList<QUrl> &) override { }

    QList<Request> requests;

private:
    QList<QJsonObject> m_responses;
};

// ---- What was sent ---------------------------------------------------------------------------

struct Sent {
    QString method;
    QString host;
    QString path;
    QMap<QString, QString> query;
    bool hasDoubledQuery = false;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
};

void takeQuery(Sent &sent, const QUrl &url)
{
    sent.path = url.path();
    const auto items = QUrlQuery(url).queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : items) {
        sent.hasDoubledQuery = sent.hasDoubledQuery || sent.query.contains(name);
        sent.query.insert(name, value);
    }
}

Sent sentOf(const WireRequest &request)
{
    Sent sent;
    sent.method = QString::fromLatin1(request.method);
    sent.host = QUrl::fromEncoded("http://" + request.header("Host")).host();
    takeQuery(sent, QUrl::fromEncoded("http://h" + request.target));
    sent.headers = request.headers;
    sent.body = request.body;
    return sent;
}

Sent sentOf(const Request &request)
{
    Sent sent;
    sent.method = QString::fromLatin1(request.method);
    sent.host = request.url.host();
    takeQuery(sent, request.url);
    sent.headers = request.headers;
    for (const auto &[name, value] : request.secretHeaders)
        sent.headers.append({name, value.reveal()});
    sent.body = request.body;
    return sent;
}

QString headerOf(const Sent &sent, const QByteArray &name)
{
    for (const auto &[key, value] : sent.headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return QString::fromUtf8(value);
    }
    return {};
}

QStringList complaintsAboutRequest(const Sent &sent, const QJsonObject &expected)
{
    QStringList complaints;
    const QUrl url(expected["url"_L1].toString());
    if (sent.method != expected["method"_L1].toString())
        complaints << u"method %1"_s.arg(sent.method);
    if (sent.host != url.host())
        complaints << u"sent to %1"_s.arg(sent.host);
    if (sent.path != url.path())
        complaints << u"path %1"_s.arg(sent.path);
    QMap<QString, QString> query;
    const QJsonObject wanted = expected["query"_L1].toObject();
    for (auto it = wanted.begin(); it != wanted.end(); ++it)
        query.insert(it.key(), it.value().toString());
    if (sent.query != query || sent.hasDoubledQuery)
        complaints << u"query %1"_s.arg(QStringList(sent.query.values()).join(u' '));
    const QJsonObject headers = expected["headers"_L1].toObject();
    for (auto it = headers.begin(); it != headers.end(); ++it) {
        if (headerOf(sent, it.key().toUtf8()) != it.value().toString())
            complaints << u"header %1: %2"_s.arg(it.key(), headerOf(sent, it.key().toUtf8()));
    }
    // Forms compare by their fields, as one character may be written in several ways.
    const auto fields = [](const QString &form) {
        auto items = QUrlQuery(form).queryItems(QUrl::FullyDecoded);
        std::sort(items.begin(), items.end());
        return items;
    };
    if (fields(QString::fromUtf8(sent.body)) != fields(expected["body"_L1].toString()))
        complaints << u"body %1"_s.arg(QString::fromUtf8(sent.body));
    for (const char *never : {"Authorization", "Cookie", "X-Forwarded-For", "Proxy-Authorization"}) {
        if (!headers.contains(QLatin1StringView(never)) && !headerOf(sent, never).isEmpty())
            complaints << u"header %1 was sent"_s.arg(QLatin1StringView(never));
    }
    return complaints;
}

// ---- What came out ---------------------------------------------------------------------------

QStringList wordsOf(const QString &text)
{
    static const QStringList empty{u"the"_s,  u"and"_s,  u"for"_s,   u"from"_s, u"may"_s, u"has"_s,
                                   u"have"_s, u"with"_s, u"this"_s,  u"that"_s, u"not"_s, u"use"_s,
                                   u"its"_s,  u"your"_s, u"yours"_s, u"are"_s};
    QStringList words;
    QString word;
    for (const QChar c : text.toLower() + u' ') {
        if (c.isLetterOrNumber()) {
            word += c;
            continue;
        }
        if (word.size() >= 3 && !empty.contains(word))
            words << word;
        word.clear();
    }
    return words;
}

// Free words: about the same thing when they share a word that means something.
bool sharesSense(const QJsonValue &expected, const QJsonValue &actual)
{
    QString text = actual.toString();
    const QJsonArray list = actual.toArray();
    for (const QJsonValue entry : list)
        text += u' ' + entry.toString();
    const QStringList words = wordsOf(text);
    const QString wanted = expected.isArray() ? QString::fromUtf8(QJsonDocument(expected.toArray()).toJson())
                                              : expected.toString();
    for (const QString &word : wordsOf(wanted)) {
        if (words.contains(word))
            return true;
    }
    return false;
}

bool agrees(const QString &key, const QJsonValue &expected, const QJsonValue &actual)
{
    if (key == "hint"_L1)
        return true; // see complaintsAboutAdvice()
    if (key == "evidence"_L1 || key == "reason"_L1)
        return sharesSense(expected, actual);
    if (expected.isNull())
        return actual.isNull() || actual.isUndefined();
    if (expected.isString() && actual.isString()) {
        const QString a = expected.toString();
        const QString b = actual.toString();
        if (key == "rawText"_L1)
            return b.contains(a);
        const bool isId = isGuid(a) || a.startsWith("/subscriptions/"_L1, Qt::CaseInsensitive);
        return a.compare(b, isId ? Qt::CaseInsensitive : Qt::CaseSensitive) == 0;
    }
    return expected == actual;
}

QString shown(const QJsonValue &value)
{
    const QByteArray json = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return value.isUndefined() ? u"nothing"_s : QString::fromUtf8(json.mid(1, json.size() - 2));
}

QStringList complaintsAboutAnswer(const TokenAnswer &answer, const QJsonObject &expect)
{
    QStringList complaints;
    if (toString(answer.outcome) != expect["outcome"_L1].toString())
        complaints << u"outcome %1"_s.arg(toString(answer.outcome));
    if (toString(answer.fault) != expect["errorKind"_L1].toString())
        complaints << u"kind %1"_s.arg(toString(answer.fault));
    const QJsonObject fields = expect["fields"_L1].toObject();
    for (auto it = fields.begin(); it != fields.end(); ++it) {
        const QJsonValue actual = answer.facts[it.key()];
        if (!agrees(it.key(), it.value(), actual))
            complaints << u"%1 is %2, not %3"_s.arg(it.key(), shown(actual), shown(it.value()));
    }
    if (expect.contains("retry"_L1) && expect["retry"_L1].toBool() != answer.canRetry)
        complaints << u"retry %1"_s.arg(answer.canRetry);
    if (expect.contains("retriesUsed"_L1) && expect["retriesUsed"_L1].toInt() != answer.retriesUsed)
        complaints << u"%1 retries used"_s.arg(answer.retriesUsed);
    if (expect.contains("maxWaitSeconds"_L1)
        && answer.longestWait.count() > expect["maxWaitSeconds"_L1].toInt())
        complaints << u"would wait for %1 s"_s.arg(answer.longestWait.count());

    // What holds for every case.
    const bool isToken = answer.outcome == TokenAnswer::Outcome::Token
        || answer.outcome == TokenAnswer::Outcome::TokenWithWarning;
    if (isToken != answer.hasToken())
        complaints << u"outcome and token do not go together"_s;
    if (!findSecrets(QJsonDocument(answer.facts).toJson()).isEmpty())
        complaints << u"the facts hold a secret"_s;
    return complaints;
}

std::optional<MetadataPath> metadataPathOf(const QString &operation)
{
    if (operation == "versions"_L1)
        return MetadataPath::Versions;
    if (operation == "instance"_L1)
        return MetadataPath::Instance;
    if (operation == "identity-info"_L1)
        return MetadataPath::IdentityInfo;
    if (operation == "platform-metadata"_L1)
        return MetadataPath::PlatformMetadata;
    return std::nullopt;
}

// ---- One case --------------------------------------------------------------------------------

// A certificate for the server of a case, whatever thumbprint the case gives it.
const sandbox::CertificateAuthority &authority()
{
    static const sandbox::CertificateAuthority made;
    return made;
}

QString normalThumbprint(QString text)
{
    return text.remove(u':').remove(u' ').toLower();
}

// Nobody can make a certificate with the SHA-1 of the case, so the one at hand takes its part: where the
// variable and the server agree in the case, they do so here.
QJsonObject withOwnThumbprint(QJsonObject vector)
{
    const QString name = u"IDENTITY_SERVER_THUMBPRINT"_s;
    QJsonObject env = vector["env"_L1].toObject();
    const QString expected = env[name].toString();
    const QString peer = vector["response"_L1]["tls"_L1]["peerThumbprint"_L1].toString();
    if (peer.isEmpty() || normalThumbprint(expected) != normalThumbprint(peer))
        return vector;
    QString own =
        QString::fromLatin1(authority().serverCertificate().digest(QCryptographicHash::Sha1).toHex());
    if (expected == expected.toUpper())
        own = own.toUpper();
    for (const QChar separator : {u':', u' '}) {
        if (!expected.contains(separator))
            continue;
        for (qsizetype i = own.size() - 2; i > 0; i -= 2)
            own.insert(i, separator);
    }
    env[name] = own;
    vector[u"env"_s] = env;
    return vector;
}

struct Case {
    QJsonObject vector;
    QList<QJsonObject> requests;
    QList<QJsonObject> responses;
    bool overSockets = false;
    bool overTls = false;
};

Case caseOf(const QJsonObject &vector)
{
    Case one{
        withOwnThumbprint(vector), {vector["request"_L1].toObject()}, {vector["response"_L1].toObject()}};
    const QJsonArray next = vector["next"_L1].toArray();
    for (const QJsonValue follow : next) {
        one.requests << follow["request"_L1].toObject();
        one.responses << follow["response"_L1].toObject();
    }
    one.overSockets = one.requests.front()["method"_L1] != "EXEC"_L1
        && std::all_of(one.responses.begin(), one.responses.end(), isForSockets);
    one.overTls = vector["source"_L1] == "servicefabric"_L1;
    return one;
}

TokenAnswer askProgram(const Host &host, CliProgram program, const TokenQuestion &question)
{
    const CliCommand command = cliTokenCommand(program, question);
    const CommandOutcome outcome =
        await(host.run(command.program, command.arguments, std::chrono::seconds(30), {}));
    return judgeCliOutcome(program, question, outcome, host.now());
}

TokenAnswer ask(const Case &one, const Http &http)
{
    const QJsonObject &vector = one.vector;
    const QString source = vector["source"_L1].toString();
    const TokenQuestion question = questionOf(vector);
    if (source == "azcli"_L1)
        return askProgram(http.host(), CliProgram::AzureCli, question);
    if (source == "azd"_L1)
        return askProgram(http.host(), CliProgram::AzureDeveloperCli, question);
    if (source == "entra-device-code"_L1) {
        const QJsonObject request = vector["request"_L1].toObject();
        const QUrlQuery form(request["body"_L1].toString());
        const DeviceCodeQuestion poll{QUrl(request["url"_L1].toString()), form.queryItemValue(u"client_id"_s),
                                      Secret(form.queryItemValue(u"device_code"_s).toUtf8())};
        const Reply reply = await(http.send(deviceCodeRequest(poll), {}));
        return judgeDeviceCodeReply(question, reply, http.host().now());
    }
    const auto path = metadataPathOf(vector["given"_L1]["operation"_L1].toString());
    return path ? await(askForMetadata(http, detectMachine(http.host()), *path, {}))
                : await(askForToken(http, question, {}));
}

QStringList complaintsAboutCount(const Case &one, const TokenAnswer &answer, qsizetype sent)
{
    const QString error = one.vector["response"_L1]["error"_L1].toString();
    const bool isUnsent = error == "not_sent"_L1 || error == "tls_peer_rejected"_L1
        || one.requests.front()["method"_L1] == "EXEC"_L1;
    if (isUnsent)
        return sent == 0 ? QStringList() : QStringList(u"%1 requests were sent"_s.arg(sent));
    if (error == "connection_refused"_L1)
        return {};
    // A follow-up is a repetition, or with Azure Arc the request that carries the key.
    const qsizetype followUps =
        one.vector["source"_L1] == "arc"_L1 ? one.requests.size() - 1 : answer.retriesUsed;
    // Qt's network stack sends once more by itself when a connection is reset before the answer.
    if (sent == 0 || (sent != followUps + 1 && error != "connection_reset"_L1))
        return {u"%1 requests were sent, not %2"_s.arg(sent).arg(followUps + 1)};
    return {};
}

// Advice belongs to the finding that the fault leads to: with the evidence of the case, its words hold at
// least half of those of the case.
QStringList complaintsAboutAdvice(const TokenAnswer &answer, const TokenQuestion &question, const Host &host,
                                  const QString &hint)
{
    TokenSeen token;
    token.answer = answer;
    token.answer.token.reset();
    token.clientId = question.selector.text();
    if (const QString variable = question.selector.variable(); !variable.isEmpty())
        token.clientIdOrigin = Origin::variable(variable);
    const Machine machine = detectMachine(host);
    const Observation asked(std::move(token));
    const Observation here(MachineSeen{machine, host.userName(), endpointOf(answer)});
    const auto problem =
        findCheck(check::identityToken)->judge(Facts(Question(), host.now(), {&asked, &here})).problem;
    if (!problem)
        return {u"no finding gives the advice"_s};
    const FindingText words = describe(*problem);
    QStringList said{words.title, words.cause};
    for (const FindingText::Step &step : words.fix)
        said << step.text << step.command;
    const QStringList known = wordsOf(said.join(u' '));
    QStringList missing;
    const QStringList wanted = wordsOf(hint);
    for (const QString &word : wanted) {
        if (!known.contains(word))
            missing.append(word);
    }
    ++tally.advised;
    if (missing.size() * 2 > wanted.size())
        return {u"%1 on %2 advises nothing about %3"_s.arg(problem->findingId.toString(),
                                                           toString(machine.kind), missing.join(u' '))};
    return {};
}

QStringList complaintsAbout(const QJsonObject &vector)
{
    const Case one = caseOf(vector);
    (one.overSockets ? tally.overSockets : tally.scripted)++;

    QList<WireAnswer> answers;
    for (const QJsonObject &response : one.responses)
        answers << wireAnswerOf(response);
    VectorServer server(answers);
    if (one.overTls)
        server.useTls(authority().serverConfiguration());
    const Host host = hostOf(one.vector);
    NetSettings settings;
    settings.simulatedAzure = server.address();
    if (vector["response"_L1]["error"_L1] == "connection_refused"_L1)
        server.close(); // the port stays unused for long enough
    const auto scripted = std::make_shared<ScriptedTransport>(one.responses);
    const Http http = one.overSockets ? Http(host, std::make_shared<ImpatientTransport>(host, settings))
                                      : Http(host, scripted);
    const TokenAnswer answer = ask(one, http);

    QStringList complaints = complaintsAboutAnswer(answer, vector["expect"_L1].toObject());
    const QString hint = vector["expect"_L1]["fields"_L1]["hint"_L1].toString();
    if (!hint.isEmpty())
        complaints << complaintsAboutAdvice(answer, questionOf(vector), host, hint);
    QList<Sent> sent;
    for (const WireRequest &request : server.requests())
        sent << sentOf(request);
    for (const Request &request : std::as_const(scripted->requests))
        sent << sentOf(request);
    complaints << complaintsAboutCount(one, answer, sent.size());
    if (!vector["replyOnly"_L1].toBool()) {
        for (qsizetype i = 0; i < sent.size(); ++i)
            complaints << complaintsAboutRequest(sent.at(i),
                                                 one.requests.at(qMin(i, one.requests.size() - 1)));
    }
    return complaints;
}

} // namespace

class IdentityVectors final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCaseComesOutAsExpected_data()
    {
        QTest::addColumn<QJsonObject>("vector");
        for (const QJsonObject &vector : readCases())
            QTest::newRow(qPrintable(vector["id"_L1].toString())) << vector;
    }

    void everyCaseComesOutAsExpected()
    {
        QFETCH(QJsonObject, vector);
        const QStringList complaints = complaintsAbout(vector);
        (complaints.isEmpty() ? tally.passed : tally.failed)++;
        QVERIFY2(complaints.isEmpty(), qPrintable(complaints.join(u"; "_s)));
    }
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    IdentityVectors test;
    const int result = QTest::qExec(&test, argc, argv);

    // Written after Qt Test has ended, so that the count is the last line whatever its output.
    std::printf("over sockets: %d, scripted: %d, advice compared: %d\n", tally.overSockets, tally.scripted,
                tally.advised);
    std::printf("%d passed, %d failed\n", tally.passed, tally.failed);
    std::fflush(stdout);
    return result;
}

#include "tst_identity_vectors.moc"
