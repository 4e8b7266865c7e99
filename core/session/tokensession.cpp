#include "core/session/tokensession.h"

#include "core/findings/findingmap.h"
#include "core/findings/sandboxcommand.h"
#include "core/identity/absence.h"
#include "core/identity/identityendpoint.h"
#include "core/report/identitydocument.h"
#include "core/result/shellword.h"
#include "core/session/identitysession.h"
#include "core/token/pastedtoken.h"

#include <QCoreApplication>
#include <QUrl>

#include <QCoroTask>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 textLimit = 1024 * 1024; // as core/net allows for an answer

Result<TokenRead> tokenIn(QByteArray &&text, std::chrono::sys_seconds now)
{
    const auto pasted = readPastedToken(std::move(text));
    if (!pasted)
        return pasted.problem();
    return tokenRead(*pasted, now);
}

} // namespace

TokenSession::TokenSession(SessionContext sessionContext, QObject *parent)
    : QObject(parent)
    , m_sessionContext(std::move(sessionContext))
    , m_resource(azureDevOpsResource)
{
}

TokenSession::~TokenSession()
{
    // A stop can end a run at once, and its result must no longer be reported.
    ++m_run;
    m_stop.request_stop();
}

void TokenSession::setQuestion(const Question &question)
{
    m_identity = selectorOf(question);
    Q_EMIT changed();
}

TokenSession::Selector TokenSession::selector() const
{
    if (m_identity.clientId())
        return Selector::ClientId;
    if (m_identity.objectId())
        return Selector::ObjectId;
    return m_identity.resourceId() ? Selector::ResourceId : Selector::None;
}

Result<Done> TokenSession::setIdentity(Selector selector, const QString &text)
{
    const QString id = text.trimmed();
    IdentitySelector identity;
    if (selector == Selector::ClientId) {
        const auto parsed = ClientId::parse(id);
        if (!parsed)
            return parsed.problem();
        identity = IdentitySelector(*parsed);
    } else if (selector == Selector::ObjectId) {
        const auto parsed = ObjectId::parse(id);
        if (!parsed)
            return parsed.problem();
        identity = IdentitySelector(*parsed);
    } else if (selector == Selector::ResourceId) {
        const auto parsed = ResourceId::parse(id);
        if (!parsed)
            return parsed.problem();
        identity = IdentitySelector(*parsed);
    }
    m_identity = identity;
    Q_EMIT changed();
    return Done();
}

void TokenSession::setResource(const QString &resource)
{
    const QString text = resource.trimmed();
    m_resource = text.isEmpty() ? QString(azureDevOpsResource) : text;
    Q_EMIT changed();
}

QList<TokenSession::Service> TokenSession::services()
{
    QList<Service> services;
    for (const Resource resource :
         {Resource::AzureDevOps, Resource::ResourceManager, Resource::MicrosoftGraph})
        services.append({toString(resource), resourceOf(resource)});
    return services;
}

std::optional<TokenDocument> TokenSession::document(Column column) const
{
    const auto &token = at(column).token;
    return token ? std::optional(describe(*token, m_sessionContext.host.now())) : std::nullopt;
}

std::optional<TokenComparison> TokenSession::comparison() const
{
    const auto &first = at(Column::First).token;
    const auto &second = at(Column::Second).token;
    return first && second ? compare(*first, *second, m_sessionContext.host.now()) : std::nullopt;
}

QString TokenSession::waiting() const
{
    if (!m_asking)
        return {};
    const auto elapsed =
        std::chrono::duration_cast<std::chrono::milliseconds>(m_sessionContext.host.monotonic() - m_since);
    return waitingWords(detectEndpoint(m_sessionContext.host), m_machine, m_http->exchanges(), elapsed);
}

QString TokenSession::equivalentCommand() const
{
    QString command = u"signet token"_s + selectorOptions(m_identity);
    if (m_resource != azureDevOpsResource)
        command += u" --resource "_s + shellWord(m_resource);
    return inSandbox(command, m_sessionContext.sandbox);
}

bool TokenSession::looksLikeToken(const QString &text)
{
    // A header in JSON, encoded, begins so.
    const qsizetype begin = text.indexOf("eyJ"_L1);
    return begin >= 0 && text.indexOf(u'.', begin) > 0 && text.size() - begin > 40;
}

void TokenSession::read(Column column, QByteArray &&text)
{
    leave(column);
    auto token = tokenIn(std::move(text), m_sessionContext.host.now());
    // What was read before stays when this is no token.
    if (token)
        at(column) = Seat{.token = std::move(*token), .problem = {}};
    else
        at(column).problem = token.problem();
    Q_EMIT changed();
}

void TokenSession::readFile(Column column, const QString &path)
{
    auto text = m_sessionContext.disk.readFile(path, textLimit);
    if (text) {
        read(column, std::move(*text));
        return;
    }
    leave(column);
    at(column).problem = text.problem();
    Q_EMIT changed();
}

void TokenSession::ask(Column column)
{
    const int run = ++m_run;
    m_stop.request_stop();
    m_stop = std::stop_source();
    at(column) = Seat();
    m_asking = column;
    m_machine = detectMachine(m_sessionContext.host);
    m_http.emplace(m_sessionContext.host, m_sessionContext.net);
    m_since = m_sessionContext.host.monotonic();
    Q_EMIT changed();

    TokenQuestion question(m_identity, m_resource);
    question.machine = m_machine;
    auto asking = askForToken(*m_http, question, m_stop.get_token());
    QCoro::connect(std::move(asking), this, [this, run, column](const TokenAnswer &answer) {
        if (m_run == run)
            finish(column, answer);
    });
}

void TokenSession::finish(Column column, const TokenAnswer &answer)
{
    m_asking.reset();
    m_http.reset();
    if (answer.token) {
        at(column).token = tokenRead(answer, m_sessionContext.host.now());
    }
    const bool isOdd = answer.token && answer.fault != IdentityFault::None;
    if (isOdd || (!answer.token && answer.delivery != Delivery::Stopped))
        at(column).problem = problemOf(answer, m_identity, m_machine.kind);
    Q_EMIT changed();
}

// What is under way for that column is not waited for any longer.
void TokenSession::leave(Column column)
{
    if (m_asking != column)
        return;
    ++m_run;
    m_stop.request_stop();
    m_asking.reset();
    m_http.reset();
}

void TokenSession::stop()
{
    m_stop.request_stop();
}

void TokenSession::drop(Column column)
{
    leave(column);
    at(column) = Seat();
    Q_EMIT changed();
}

Problem problemOf(const TokenAnswer &answer, const IdentitySelector &identity, MachineKind machine)
{
    QJsonObject evidence{{u"absence"_s, toString(absenceOf(answer))}, {u"hostKind"_s, toString(machine)}};
    if (!answer.address.isEmpty())
        evidence.insert(u"endpoint"_s, endpointAddress(answer));
    for (const QString &name : {u"variable"_s, u"path"_s, u"reason"_s, u"audience"_s, u"audienceName"_s,
                                u"skewSeconds"_s, u"retryAfter"_s}) {
        if (answer.facts.contains(name))
            evidence.insert(name, answer.facts[name]);
    }
    if (answer.status != 0)
        evidence.insert(u"status"_s, answer.status);
    if (answer.facts.contains("rawText"_L1))
        evidence.insert(u"serviceMessage"_s, answer.facts["rawText"_L1]);
    if (identity.clientId())
        evidence.insert(u"clientId"_s, identity.text());
    const FindingId finding = findingForKind(toString(answer.fault));
    return Problem(finding.isEmpty() ? finding::identityEndpointUnclassified : finding, evidence);
}

} // namespace signet
