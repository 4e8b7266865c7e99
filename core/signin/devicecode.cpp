#include "core/signin/devicecode.h"

#include "core/identity/endpointreply.h"
#include "core/result/redaction.h"
#include "core/signin/entrainteraction.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace signet {

namespace {

struct Meaning {
    TokenAnswer::Outcome outcome = TokenAnswer::Outcome::Error;
    IdentityFault kind = IdentityFault::BadRequestUnclassified;
    QString action;
    int intervalDelta = 0;
};

Meaning meaningOf(const EndpointError &error)
{
    using Outcome = TokenAnswer::Outcome;
    const QString &code = error.code;
    if (code == "authorization_pending"_L1)
        return {Outcome::Pending, IdentityFault::None, u"poll_again"_s, 0};
    if (code == "slow_down"_L1)
        return {Outcome::Pending, IdentityFault::None, u"poll_again"_s, 5};
    if (code == "authorization_declined"_L1 || code == "access_denied"_L1 || error.aadsts == 70018)
        return {Outcome::Error, IdentityFault::DeviceDeclined, u"stop_declined"_s, 0};
    if (code == "expired_token"_L1 || code == "code_expired"_L1 || error.aadsts == 70019
        || error.aadsts == 70020)
        return {Outcome::Error, IdentityFault::DeviceExpired, u"restart"_s, 0};
    if (code == "bad_verification_code"_L1)
        return {Outcome::Error, IdentityFault::DeviceCodeBad, u"stop_bug"_s, 0};
    // The registration takes confidential clients only.
    if (error.aadsts == 7000218 || error.aadsts == 7000215
        || ((code == "invalid_client"_L1 || code == "unauthorized_client"_L1) && error.aadsts == 0))
        return {Outcome::Error, IdentityFault::AppRegistrationNotPublic, u"fix_app_registration"_s, 0};
    // A policy that the polling device cannot satisfy; a browser on it might.
    if (asksForInteraction(error.aadsts) || code == "interaction_required"_L1
        || code == "consent_required"_L1)
        return {Outcome::Error, IdentityFault::CliInteractionRequired, u"use_browser_flow"_s, 0};
    if (const auto kind = faultOfEntraError(error.aadsts))
        return {Outcome::Error, *kind, {}, 0};
    if (code == "invalid_grant"_L1)
        return {Outcome::Error, IdentityFault::DeviceCodeBad, u"stop_bug"_s, 0};
    return {};
}

TokenAnswer judgeRefusedPoll(TokenAnswer answer, const Reply &reply, const QJsonObject &json)
{
    const EndpointError error = endpointErrorOf(json);
    const QString said = error.description.isEmpty() ? error.code : error.description;
    if (!said.isEmpty())
        answer.facts.insert(u"rawText"_s, redacted(said.left(2000)));
    if (error.aadsts != 0)
        answer.facts.insert(u"aadsts"_s, error.aadsts);
    if (!error.correlationId.isEmpty())
        answer.facts.insert(u"correlationId"_s, error.correlationId.left(100));

    Meaning meaning = meaningOf(error);
    if (meaning.kind == IdentityFault::BadRequestUnclassified) {
        if (reply.status == 429)
            meaning.kind = IdentityFault::Throttled;
        else if (reply.status >= 500)
            meaning.kind = IdentityFault::TransientServer;
        // RFC 8628, section 3.5: anything other than a refusal of the code is retried.
        if (meaning.kind != IdentityFault::BadRequestUnclassified)
            meaning.action = u"poll_again"_s;
    }
    if (!meaning.action.isEmpty())
        answer.facts.insert(u"action"_s, meaning.action);
    if (meaning.outcome == TokenAnswer::Outcome::Pending) {
        answer.outcome = meaning.outcome;
        answer.canRetry = true;
        answer.facts.insert(u"intervalDelta"_s, meaning.intervalDelta);
        return answer;
    }
    return failed(answer, meaning.kind);
}

} // namespace

Request deviceCodeRequest(const DeviceCodeQuestion &poll)
{
    Request request("POST", poll.tokenEndpoint, Way::Internet);
    request.headers.append({QByteArray("Content-Type"), QByteArray("application/x-www-form-urlencoded")});
    request.body = "grant_type=urn:ietf:params:oauth:grant-type:device_code&client_id="
        + QUrl::toPercentEncoding(poll.clientId);
    request.secretFormFields.append({QByteArray("device_code"), poll.deviceCode});
    request.limits.connect = 10s;
    request.limits.answer = 30s;
    request.limits.body = 1024 * 1024;
    return request;
}

TokenAnswer judgeDeviceCodeReply(const TokenQuestion &question, const Reply &reply,
                                 std::chrono::sys_seconds now)
{
    TokenAnswer answer;
    answer.delivery = reply.delivery;
    answer.status = reply.status;
    answer.activityId = reply.activityId();
    if (reply.delivery == Delivery::Stopped)
        return answer;
    if (!reply.answered()) {
        answer.facts.insert(u"transport"_s, QString(toString(reply.delivery)));
        answer.facts.insert(u"action"_s, u"poll_again"_s);
        return failed(answer, IdentityFault::TransientServer);
    }
    answer.facts.insert(u"httpStatus"_s, reply.status);

    const QJsonDocument document = QJsonDocument::fromJson(reply.body);
    if (reply.status < 200 || reply.status > 299) {
        if (reply.status < 400)
            return failed(answer, IdentityFault::RedirectRefused);
        if (!document.isObject() && reply.status < 500)
            return failed(answer, IdentityFault::ProxyInPath);
        return judgeRefusedPoll(std::move(answer), reply, document.object());
    }
    if (reply.body.trimmed().isEmpty())
        return failed(answer, IdentityFault::EmptyBody);
    if (!document.isObject())
        return failed(answer,
                      reply.body.trimmed().startsWith('<') ? IdentityFault::ProxyInPath
                                                           : IdentityFault::MalformedJson);
    TokenResponse token;
    token.json = document.object();
    token.bearer = TokenResponse::Bearer::Person;
    return readToken(std::move(answer), question, token, now);
}

} // namespace signet
