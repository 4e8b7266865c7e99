#include "core/setup/setupcontext.h"

#include "core/devops/accesstokenscope.h"
#include "core/devops/devopsreply.h"
#include "core/devops/devopsrequest.h"
#include "core/devops/entitlements.h"
#include "core/findings/findingmap.h"
#include "core/findings/pastedtext.h"
#include "core/findings/serviceerror.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QHash<QString, QString> headersOf(const Reply &reply)
{
    QHash<QString, QString> headers;
    for (const auto &[name, value] : reply.headers)
        headers.insert(QString::fromLatin1(name), QString::fromLatin1(value));
    return headers;
}

} // namespace

std::optional<Problem> troubleOf(const Reply &reply, const QUrl &url)
{
    QJsonObject evidence{{u"host"_s, url.host()},
                         {u"url"_s, u"https://"_s + url.host()},
                         {u"transport"_s, toString(reply.delivery)},
                         {u"as"_s, u"administrator"_s}};
    if (reply.answered()) {
        // A page of something on the way; Azure DevOps names itself in its headers, except where it does not
        // know the organization.
        const DevOpsError error = readDevOpsError(reply);
        if (!error.fromAzureDevOps && error.html && reply.status != 404)
            return Problem(finding::captivePortal, evidence);
        return std::nullopt;
    }
    if (reply.delivery == Delivery::Stopped)
        return Problem(finding::runStopped);
    if (reply.delivery == Delivery::TlsPeerRejected)
        return Problem(finding::tlsInterception, evidence);
    const bool neverReached = reply.delivery != Delivery::ReadTimeout
        && reply.delivery != Delivery::ConnectionReset && reply.delivery != Delivery::BodyTooLarge
        && reply.delivery != Delivery::ProtocolError;
    if (neverReached && url.host() != hostName(DevOpsHost::Core))
        return Problem(finding::firewallMissingHosts, evidence);
    evidence.insert(u"reason"_s, QString(toString(reply.delivery)));
    return Problem(finding::networkFailed, evidence);
}

QCoro::Task<Result<Reply>> sendAsAdministrator(SetupContext context, Request request, std::stop_token stop)
{
    // Kept in the frame until the source has answered.
    const std::shared_ptr<CredentialSource> administrator = context.administrator;
    auto credential = co_await administrator->credential(Resource::AzureDevOps, stop);
    if (!credential)
        co_return credential.problem();
    request.credential = *credential;
    const QUrl url = request.url;
    const QString scope = accessTokenScope(request);
    auto reply = co_await sendToDevOps(context.http, std::move(request), stop);
    if (auto trouble = troubleOf(reply, url))
        co_return std::move(*trouble);
    // A personal access token without the scope is refused like an invalid token.
    const bool refusedWithoutWords = reply.status == 401 && reply.body.isEmpty();
    if (refusedWithoutWords && !scope.isEmpty() && credential->scheme == Credential::Scheme::AccessToken)
        co_return Problem(finding::accessTokenScopeMissing,
                          {{u"permission"_s, accessTokenScopeName(scope)},
                           {u"value"_s, scope},
                           {u"status"_s, reply.status},
                           {u"user"_s, context.administratorName}});
    co_return std::move(reply);
}

Problem refusalOf(const SetupContext &context, const Reply &reply, QJsonObject evidence)
{
    const QJsonObject seen = readDevOpsError(reply).evidence();
    for (auto it = seen.begin(); it != seen.end(); ++it)
        evidence.insert(it.key(), it.value());
    if (reply.retryAfter() >= 0)
        evidence.insert(u"retryAfter"_s, reply.retryAfter());
    evidence.insert(u"as"_s, u"administrator"_s);

    const QString rule = matchServiceError(serviceAnswer(reply.status, reply.body, headersOf(reply)));
    const QByteArray ruleId = rule.toLatin1();
    FindingId finding = findingForServiceError(QLatin1StringView(ruleId));
    // These two are about who asks, and here an administrator does.
    if (finding == finding::notInOrg || finding == finding::anonymousGuid
        || finding == finding::htmlInsteadOfJson)
        finding = finding::credentialRejected;
    if (finding == finding::credentialRejected || finding == finding::addUsersDenied)
        evidence.insert(u"user"_s, context.administratorName);
    // What entitlements refuse has a key and words, and no rule for each of them.
    const EntitlementAnswer entitlement = readEntitlementReply(reply);
    if (!entitlement.refusals.isEmpty()) {
        const EntitlementAnswer::Refusal &refusal = entitlement.refusals.first();
        evidence.insert(u"serviceMessage"_s, refusal.text);
        if (finding.isEmpty()) {
            const auto causes = explainPastedText(u"(%1) %2"_s.arg(refusal.key).arg(refusal.text)).causes;
            finding = causes.isEmpty() ? finding::licenceNotAssignable : causes.first().finding;
        }
    }
    if (finding.isEmpty())
        finding = reply.status == 403 ? finding::permissionMissing
            : reply.status >= 500     ? finding::devopsServerError
                                      : finding::apiRequestWrong;
    return {finding, evidence};
}

} // namespace signet
