#include "core/session/identitysession.h"

#include "core/diagnosis/check.h"
#include "core/findings/sandboxcommand.h"
#include "core/identity/identityendpoint.h"
#include "core/identity/imds.h"
#include "core/result/shellword.h"

#include <QCoroTask>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// What the diagnosis says of that answer.
std::optional<Problem> problemOf(const IdentitySeen &seen, const Question &question, const Host &host)
{
    const Observation here(MachineSeen{seen.machine, host.userName(), seen.endpoint});
    TokenSeen token;
    token.answer = *seen.answer;
    token.claims = seen.claims;
    const Observation asked(std::move(token));
    const Facts facts(question, host.now(), {&asked, &here});
    for (const CheckId id : {check::identityToken, check::tokenAudience, check::tokenLifetime}) {
        if (const auto problem = findCheck(id)->judge(facts).problem)
            return problem;
    }
    return std::nullopt;
}

} // namespace

IdentitySeen lookAtMachine(const Host &host, const Question &question)
{
    IdentitySeen seen;
    seen.machine = detectMachine(host);
    seen.endpoint = detectEndpoint(host);
    for (const EndpointSource &source : endpointSources()) {
        if (source.kind != EndpointKind::Imds && source.detect(host))
            seen.named.append(source.kind);
    }
    seen.differences = providerDifferences(host, selectorOf(question));
    return seen;
}

QCoro::Task<IdentitySeen> askForIdentity(Http http, Question question, std::stop_token stop)
{
    IdentitySeen seen = lookAtMachine(http.host(), question);
    TokenQuestion tokenQuestion(selectorOf(question));
    tokenQuestion.machine = seen.machine;
    auto askingToken = askForToken(http, tokenQuestion, stop);
    // Only where there is no other endpoint, the metadata service may be there.
    if (seen.endpoint == EndpointKind::Imds) {
        auto askingInstance = askForInstance(http, seen.machine, stop);
        InstanceAnswer instance = co_await askingInstance;
        seen.instance = std::move(instance.instance);
    }
    TokenAnswer answer = co_await askingToken;
    seen.absence = absenceOf(answer);
    if (answer.token)
        seen.claims = answer.token->claims;
    answer.token.reset();
    seen.answer = std::move(answer);

    if (seen.claims)
        seen.machine = refinedBy(seen.machine, machineResourceId(*seen.claims));
    if (seen.instance) {
        seen.machine = refinedBy(seen.machine, seen.instance->resourceId);
        if (!seen.instance->scaleSetName.isEmpty() && seen.machine.kind == MachineKind::AzureVm)
            seen.machine.kind = MachineKind::AzureVmss;
    }
    seen.problem = problemOf(seen, question, http.host());
    co_return seen;
}

IdentitySession::IdentitySession(SessionContext sessionContext, QObject *parent)
    : QObject(parent)
    , m_sessionContext(std::move(sessionContext))
{
}

IdentitySession::~IdentitySession()
{
    // A stop can end a run at once, and its result must no longer be reported.
    ++m_run;
    m_stop.request_stop();
}

void IdentitySession::setQuestion(const Question &question)
{
    m_question = question;
    Q_EMIT changed();
}

void IdentitySession::look()
{
    const int run = ++m_run;
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_seen = lookAtMachine(m_sessionContext.host, m_question);
    m_http.emplace(m_sessionContext.host, m_sessionContext.net);
    m_since = m_sessionContext.host.monotonic();
    m_asking = true;
    Q_EMIT changed();

    auto asking = askForIdentity(*m_http, m_question, m_stop.get_token());
    QCoro::connect(std::move(asking), this, [this, run](const IdentitySeen &seen) {
        if (m_run != run)
            return;
        m_seen = seen;
        m_asking = false;
        m_http.reset();
        Q_EMIT changed();
    });
}

void IdentitySession::stop()
{
    m_stop.request_stop();
}

std::optional<IdentityDocument> IdentitySession::document() const
{
    return m_seen ? std::optional(describe(*m_seen)) : std::nullopt;
}

QString IdentitySession::waiting() const
{
    if (!m_asking)
        return {};
    const auto elapsed =
        std::chrono::duration_cast<std::chrono::milliseconds>(m_sessionContext.host.monotonic() - m_since);
    return waitingWords(m_seen->endpoint, m_seen->machine, m_http->exchanges(), elapsed);
}

QString IdentitySession::equivalentCommand() const
{
    return inSandbox(u"signet identity"_s + selectorOptions(selectorOf(m_question)),
                     m_sessionContext.sandbox);
}

QString selectorOptions(const IdentitySelector &selector)
{
    if (selector.isNone() || !selector.variable().isEmpty())
        return {};
    const QString name = selector.clientId() ? u"client-id"_s
        : selector.objectId()                ? u"object-id"_s
                                             : u"resource-id"_s;
    return u" --%1 %2"_s.arg(name, shellWord(selector.text()));
}

} // namespace signet
