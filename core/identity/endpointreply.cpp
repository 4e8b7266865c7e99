#include "core/identity/endpointreply.h"

#include "core/identity/identityendpoint.h"
#include "core/token/epochtime.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// The metadata service is back from an update within this time (documented for 410).
constexpr std::chrono::seconds updateTime{70};
// Sum of the documented backoff of five tries.
constexpr std::chrono::seconds backoffTime{30};

bool isSuccess(int status)
{
    return status >= 200 && status < 300;
}

} // namespace

EndpointReply::EndpointReply(EndpointKind asked, const Reply &theReply, const Machine &theMachine,
                             const Environment &theEnvironment, std::chrono::sys_seconds theTime)
    : kind(asked)
    , reply(theReply)
    , machine(theMachine)
    , environment(theEnvironment)
    , now(theTime.time_since_epoch().count())
{
    QByteArray body = reply.body;
    if (body.startsWith("\xEF\xBB\xBF"))
        body.remove(0, 3);
    text = QString::fromUtf8(body.left(65536)).trimmed();
    const QJsonDocument document = QJsonDocument::fromJson(body);
    isObject = document.isObject();
    json = document.object();
    isHtml = !isObject
        && (text.startsWith(u'<')
            || (!text.isEmpty() && reply.header("Content-Type").toLower().contains("html")));
    fromImds = reply.header("Server").toUpper().contains("IMDS");
    wentThroughAgent = !reply.header("x-ms-azure-host-authorization").isEmpty();
    isOverridden = asksImds() && environment.has(u"AZURE_POD_IDENTITY_AUTHORITY_HOST"_s);
}

TokenAnswer answerFor(const EndpointReply &seen)
{
    const Reply &reply = seen.reply;
    TokenAnswer answer;
    answer.endpoint = seen.kind;
    answer.delivery = reply.delivery;
    answer.status = reply.status;
    answer.retriesUsed = reply.repetitions;
    answer.waited = reply.waited;
    answer.activityId = reply.activityId();
    if (reply.status != 0)
        answer.facts.insert(u"httpStatus"_s, reply.status);
    const auto serverTime = epochSeconds(QString::fromLatin1(reply.header("Date")));
    if (serverTime && *serverTime > earliestTime) {
        answer.facts.insert(u"serverTime"_s, *serverTime);
        answer.facts.insert(u"serverSkew"_s, *serverTime - seen.now);
    }
    if (seen.wentThroughAgent)
        answer.facts.insert(u"mspActive"_s, true);
    if (seen.isOverridden)
        answer.facts.insert(u"override"_s, u"AZURE_POD_IDENTITY_AUTHORITY_HOST"_s);
    if (seen.machine.azureVm)
        answer.facts.insert(u"azureVm"_s, *seen.machine.azureVm);
    if (!seen.machine.evidence.isEmpty())
        answer.facts.insert(u"evidence"_s, QJsonArray::fromStringList(seen.machine.evidence));
    return answer;
}

TokenAnswer failed(TokenAnswer answer, IdentityFault fault)
{
    answer.outcome = TokenAnswer::Outcome::Error;
    answer.fault = fault;
    switch (fault) {
    case IdentityFault::ImdsUpdating:
        answer.canRetry = true;
        answer.longestWait = updateTime;
        break;
    case IdentityFault::Throttled:
    case IdentityFault::TransientServer:
    case IdentityFault::ImdsTimeout:
        answer.canRetry = true;
        answer.longestWait = backoffTime;
        break;
    default:
        break;
    }
    return answer;
}

TokenAnswer refusedToSend(IdentityFault fault, QJsonObject facts)
{
    TokenAnswer answer;
    answer.fault = fault;
    answer.delivery = Delivery::NotSent;
    answer.facts = std::move(facts);
    return answer;
}

TokenAnswer judgeReply(const TokenQuestion &question, const EndpointReply &seen)
{
    if (!seen.reply.answered())
        return judgeSilence(seen);
    if (!isSuccess(seen.reply.status)) {
        const IdentitySelector selector = effectiveSelector(question, seen.kind, seen.environment);
        return judgeRefusal(seen, !selector.isNone());
    }
    return seen.isObject ? judgeToken(question, seen) : judgeStrangeBody(seen);
}

IdentitySelector effectiveSelector(const TokenQuestion &question, EndpointKind kind,
                                   const Environment &environment)
{
    const QString variable = endpointSource(kind).defaultClientId;
    if (variable.isEmpty() || !question.selector.isNone())
        return question.selector;
    const auto id = ClientId::parse(environment.value(variable));
    return id ? IdentitySelector(*id, Origin::variable(variable)) : IdentitySelector();
}

} // namespace signet
