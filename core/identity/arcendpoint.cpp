#include "core/identity/arcendpoint.h"

#include "core/host/loopback.h"
#include "core/identity/arcchallenge.h"
#include "core/identity/endpointreply.h"
#include "core/identity/endpointrequest.h"
#include "core/machine/machinemarks.h"
#include "core/result/reason.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

const QString endpointVariable = u"IDENTITY_ENDPOINT"_s;
const QString imdsVariable = u"IMDS_ENDPOINT"_s;

// As IMDS; with mi_res_id, App Service's spelling, the agent answers as the machine.
constexpr SelectorNames selectorNames{"client_id", "object_id", "msi_res_id"};

bool isNamedByVariables(const Environment &environment)
{
    return environment.has(endpointVariable) && environment.has(imdsVariable);
}

bool isHere(const Host &host)
{
    return isNamedByVariables(host.environment()) || !arcAgentProgram(host).isEmpty();
}

std::variant<QUrl, TokenAnswer> address(const Host &host)
{
    const Environment &environment = host.environment();
    if (!environment.has(endpointVariable))
        return QUrl(endpointFacts(EndpointKind::Arc).address);
    auto named = endpointNamedBy(endpointVariable, environment);
    if (const QUrl *url = std::get_if<QUrl>(&named); url && !isLoopback(*url))
        return refusedToSend(
            IdentityFault::EndpointNotLoopback,
            {{u"variable"_s, endpointVariable},
             {u"reason"_s, reasonText(QT_TRANSLATE_NOOP("Reason", "the agent listens only on loopback"))}});
    return named;
}

Request tokenRequest(const TokenQuestion &question, const QUrl &url, const Patience &patience)
{
    QUrlQuery query;
    addItem(query, u"api-version"_s, u"2020-06-01"_s);
    addItem(query, u"resource"_s, question.resource);
    addSelector(query, question.selector, selectorNames);
    Request request = endpointRequest(url, query, patience);
    request.headers.append({QByteArray("Metadata"), QByteArray("true")});
    return request;
}

EndpointStep firstRequest(const TokenQuestion &question, const Host &host)
{
    auto url = address(host);
    if (auto *refusal = std::get_if<TokenAnswer>(&url))
        return std::move(*refusal);
    return tokenRequest(question, std::get<QUrl>(url), patienceFor(EndpointKind::Arc, question.manner));
}

TokenAnswer keyFault(const EndpointReply &seen, IdentityFault fault, const QString &path,
                     const QString &errorName, const QString &reason)
{
    TokenAnswer answer = answerFor(seen);
    answer.facts.insert(u"path"_s, path);
    if (!errorName.isEmpty())
        answer.facts.insert(u"errno"_s, errorName);
    if (!reason.isEmpty())
        answer.facts.insert(u"reason"_s, reason);
    return failed(answer, fault);
}

std::variant<Secret, TokenAnswer> readKey(const EndpointReply &seen, const QString &path, const Host &host)
{
    if (!isArcKeyPath(path, host.platform(), host.environment()))
        return keyFault(
            seen, IdentityFault::ArcKeyPathRejected, path, {},
            reasonText(QT_TRANSLATE_NOOP("Reason", "it is not a key in the agent's token folder")));
    // Whoever answers here named the path, so what is there must be the key itself, and not lead to a file
    // that only this account may read.
    auto content = host.readFile(path, arcKeyLimit, Links::Refused);
    if (!content) {
        const QString name = content.problem().evidence["errno"_L1].toString();
        const QString reason = content.problem().evidence["reason"_L1].toString();
        if (name == "ELOOP"_L1 || name == "ENXIO"_L1)
            return keyFault(seen, IdentityFault::ArcKeyPathRejected, path, {}, reason);
        return keyFault(seen,
                        name == "EFBIG"_L1 ? IdentityFault::ArcKeyTooLarge : IdentityFault::ArcKeyUnreadable,
                        path, name, reason);
    }
    if (content->isEmpty())
        return keyFault(seen, IdentityFault::ArcKeyUnreadable, path, {},
                        reasonText(QT_TRANSLATE_NOOP("Reason", "the file is empty")));
    for (const char c : std::as_const(*content)) {
        // A line end in a header would begin another one.
        if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e)
            return keyFault(seen, IdentityFault::ArcKeyUnreadable, path, {},
                            reasonText(QT_TRANSLATE_NOOP(
                                "Reason", "the file contains control characters, which no key has")));
    }
    content->prepend("Basic ");
    return Secret(std::move(*content));
}

// The answer to the first request: a challenge, or something that is not the agent.
EndpointStep readChallenge(const TokenQuestion &question, const EndpointReply &seen, const Host &host)
{
    const Reply &reply = seen.reply;
    if (reply.answered() && reply.status >= 200 && reply.status < 300) {
        TokenAnswer answer = answerFor(seen);
        answer.facts.insert(
            u"reason"_s,
            reasonText(QT_TRANSLATE_NOOP("Reason", "the first response should be 401 and name a key")));
        return failed(answer, IdentityFault::ArcChallengeMissing);
    }
    if (!reply.answered() || reply.status != 401)
        return judgeReply(question, seen);

    const QByteArray header = reply.header("WWW-Authenticate");
    if (header.isEmpty()) {
        TokenAnswer answer = answerFor(seen);
        answer.facts.insert(
            u"reason"_s,
            reasonText(QT_TRANSLATE_NOOP("Reason", "the 401 response has no WWW-Authenticate header")));
        return failed(answer, IdentityFault::ArcChallengeMissing);
    }
    const auto path = parseArcChallenge(header);
    if (!path) {
        TokenAnswer answer = answerFor(seen);
        answer.facts.insert(
            u"reason"_s,
            reasonText(QT_TRANSLATE_NOOP("Reason", "WWW-Authenticate should be Basic realm= and a path")));
        return failed(answer, IdentityFault::ArcChallengeMalformed);
    }
    auto key = readKey(seen, *path, host);
    if (auto *fault = std::get_if<TokenAnswer>(&key))
        return std::move(*fault);

    auto url = address(host);
    Q_ASSERT(std::holds_alternative<QUrl>(url));
    // Each challenge is good for one request, so this one is not repeated.
    Request request = tokenRequest(question, std::get<QUrl>(url), oneTry());
    request.secretHeaders.append({QByteArray("Authorization"), std::get<Secret>(key)});
    return request;
}

// Whether the answer names the identity that was selected.
bool echoes(const IdentitySelector &selector, const QJsonObject &json)
{
    const auto says = [&](std::initializer_list<QLatin1StringView> names) {
        for (const QLatin1StringView name : names) {
            if (json[name].toString().compare(selector.text(), Qt::CaseInsensitive) == 0)
                return true;
        }
        return false;
    };
    if (selector.clientId())
        return says({"client_id"_L1});
    if (selector.objectId())
        return says({"object_id"_L1});
    return says({"msi_res_id"_L1, "mi_res_id"_L1});
}

EndpointStep read(const TokenQuestion &question, const EndpointReply &seen, int round, const Host &host)
{
    EndpointStep step =
        round == 0 ? readChallenge(question, seen, host) : EndpointStep(judgeReply(question, seen));
    auto *answer = std::get_if<TokenAnswer>(&step);
    if (!answer)
        return step;
    answer->facts.insert(u"detectedBy"_s,
                         isNamedByVariables(host.environment()) ? u"environment"_s : u"file"_s);
    const bool isToken = answer->hasToken() || answer->fault == IdentityFault::WrongIdentity;
    if (isToken && !question.selector.isNone() && !echoes(question.selector, seen.json)) {
        answer->token.reset();
        *answer = failed(std::move(*answer), IdentityFault::SelectorIgnored);
    }
    return step;
}

QList<ProviderDifference> differences(const Host &host, const IdentitySelector &selector)
{
    const Environment &environment = host.environment();
    QList<ProviderDifference> found;
    if (!environment.has(imdsVariable)
        && arcAgentProgram(ArcAgentReader::Provider, host, environment).isEmpty())
        found.append({ProviderDifference::Kind::AgentNotFound, arcAgentProgram(host)});
    if (selector.clientId())
        found.append({ProviderDifference::Kind::SelectorRefused,
                      selector.variable().isEmpty() ? u"client_id"_s : selector.variable()});
    return found;
}

} // namespace

EndpointSource arcSource()
{
    return {.kind = EndpointKind::Arc,
            .detect = isHere,
            .request = firstRequest,
            .read = read,
            .differences = differences};
}

} // namespace signet
