#include "core/principal/azureanswer.h"

#include "core/result/identifiers.h"
#include "core/result/redaction.h"
#include "core/token/claims.h"

#include <QJsonDocument>
#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace signet {

namespace {

constexpr qsizetype longestMessage = 500;

QString shortened(const QString &text)
{
    // Redacted before it is cut: half a token would no longer look like one.
    const QString clean = redacted(text.simplified());
    return clean.size() > longestMessage ? clean.left(longestMessage - 1) + u'\u2026' : clean;
}

QJsonObject objectOf(const Reply &reply)
{
    return QJsonDocument::fromJson(reply.body).object();
}

// The right that a refusal names: "... does not have authorization to perform action
// 'Microsoft.Compute/virtualMachines/write' over ...". A linked refusal first names one that is there.
QString permissionIn(const QString &message)
{
    static const QRegularExpression missing(
        u"does not have [a-z ]+ to perform action(?:\\(s\\))?\\s+'([A-Za-z0-9./*, ]+)'"_s);
    return missing.match(message).captured(1);
}

// The scope of a refusal, else the resource of the address.
QString resourceIn(const QString &message, const QUrl &url)
{
    static const QRegularExpression scope(
        u"(?:over scope|on the linked scope\\(s\\)|at scope\\(s\\)?)\\s+'([^']+)'"_s);
    const QString named = scope.match(message).captured(1);
    return named.isEmpty() ? url.path() : named;
}

FindingId findingFor(Resource resource, const Reply &reply, const AzureError &error)
{
    switch (reply.status) {
    case 401:
        return error.code == "InvalidAuthenticationTokenTenant"_L1 ? finding::azureOtherTenant
                                                                   : finding::azureTokenRefused;
    case 403:
        return resource == Resource::MicrosoftGraph ? finding::directoryRightMissing
                                                    : finding::azureRightMissing;
    case 404:
        return finding::azureResourceMissing;
    case 409:
        return error.code == "ScopeLocked"_L1 ? finding::resourceLocked : finding::azureRequestRefused;
    case 429:
        return finding::azureThrottled;
    default:
        return finding::azureRequestRefused;
    }
}

} // namespace

AzureError readAzureError(const Reply &reply)
{
    AzureError error;
    const QJsonObject json = objectOf(reply).value("error"_L1).toObject();
    error.code = json.value("code"_L1).toString().left(120);
    error.message = shortened(json.value("message"_L1).toString());

    // Bearer authorization_uri="https://login.windows.net/{tenant}", error="invalid_token", ...
    static const QRegularExpression authority(
        u"authorization_uri=\"https://[^/\"]+/([0-9a-fA-F-]{36})[/\"]"_s);
    const QString tenant =
        authority.match(QString::fromLatin1(reply.header("WWW-Authenticate"))).captured(1).toLower();
    if (isGuid(tenant))
        error.tenantId = tenant;
    return error;
}

std::optional<Problem> findProblem(Resource resource, const QUrl &url, const Reply &reply)
{
    const QString address = redactedUrl(url);
    if (reply.delivery == Delivery::Stopped)
        return Problem(finding::runStopped);
    if (!reply.answered())
        return Problem(finding::networkFailed,
                       {{u"url"_s, address}, {u"reason"_s, toString(reply.delivery)}});
    if (reply.status < 300)
        return std::nullopt;

    const AzureError error = readAzureError(reply);
    const QJsonObject body = objectOf(reply).value("error"_L1).toObject();
    // Whole: what is shown is cut, and a refusal names its resource last.
    const QString message = redacted(body.value("message"_L1).toString());
    QString requestId = reply.activityId();
    if (requestId.isEmpty())
        requestId = body.value("innerError"_L1)["request-id"_L1].toString();
    QJsonObject evidence{{u"url"_s, address},
                         {u"status"_s, reply.status},
                         {u"serviceCode"_s, error.code},
                         {u"serviceMessage"_s, error.message},
                         {u"requestId"_s, requestId}};
    const FindingId finding = findingFor(resource, reply, error);
    if (finding == finding::azureOtherTenant)
        evidence.insert(u"tenantId"_s, error.tenantId);
    if (finding == finding::azureRightMissing)
        evidence.insert(u"permission"_s, permissionIn(message));
    if (finding == finding::azureRightMissing || finding == finding::azureResourceMissing
        || finding == finding::resourceLocked)
        evidence.insert(u"resource"_s, resourceIn(message, url));
    if (finding == finding::azureThrottled && reply.retryAfter() >= 0)
        evidence.insert(u"retryAfter"_s, reply.retryAfter());
    return Problem(finding, evidence);
}

Request azureRequest(const QByteArray &method, const QUrl &url, const QJsonObject &body)
{
    Request request(method, url, Way::Internet);
    request.headers = {{"Accept", "application/json"}};
    if (!body.isEmpty()) {
        request.headers.emplaceBack("Content-Type", "application/json");
        request.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    }
    return request;
}

QCoro::Task<AzureAnswer> askAzure(Http http, std::shared_ptr<CredentialSource> credentials, Resource resource,
                                  Request request, std::stop_token stop)
{
    AzureAnswer answer;
    auto gettingCredential = credentials->credential(resource, stop);
    auto credential = co_await gettingCredential;
    if (!credential) {
        answer.reply.delivery = Delivery::NotSent;
        answer.problem = credential.problem();
        co_return answer;
    }
    if (credential->scheme == Credential::Scheme::Bearer) {
        const auto claims = decodeClaims(credential->secret);
        if (claims)
            answer.tenantId = claims->tenantId;
    }

    request.credential = *credential;
    if (request.method == "GET" || request.method == "POST") {
        request.repetition.times = 2;
        request.repetition.statuses = {429, 502, 503, 504};
    }
    const QUrl url = request.url;
    answer.reply = co_await http.send(std::move(request), stop);
    answer.body = objectOf(answer.reply);
    answer.error = readAzureError(answer.reply);
    answer.problem = findProblem(resource, url, answer.reply);
    co_return answer;
}

} // namespace signet
