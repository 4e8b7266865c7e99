#include "core/signin/entrareply.h"

#include "core/identity/endpointreply.h"
#include "core/result/reason.h"
#include "core/result/redaction.h"
#include "core/signin/entrainteraction.h"

#include <QJsonDocument>
#include <QUrl>

#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct CodeRule {
    int code;
    FindingId finding;
};

constexpr std::array codeRules{
    CodeRule{700016, finding::appNotInTenant},
    CodeRule{7000229, finding::appNotInTenant},
    CodeRule{7000218, finding::appRegistrationNotPublic},
    CodeRule{90002, finding::tenantIdWrong},
    CodeRule{900021, finding::tenantIdWrong},
    CodeRule{900023, finding::tenantIdWrong},
    CodeRule{50020, finding::wrongAccountSignedIn},
    CodeRule{50034, finding::wrongAccountSignedIn},
    CodeRule{90072, finding::wrongAccountSignedIn},
    CodeRule{50194, finding::appNotInTenant},
    CodeRule{50005, finding::conditionalAccessBlocked},
    CodeRule{53000, finding::conditionalAccessBlocked},
    CodeRule{53001, finding::conditionalAccessBlocked},
    CodeRule{53002, finding::conditionalAccessBlocked},
    CodeRule{53003, finding::conditionalAccessBlocked},
    CodeRule{530002, finding::conditionalAccessBlocked},
    CodeRule{530003, finding::conditionalAccessBlocked},
    CodeRule{530084, finding::conditionalAccessBlocked},
    CodeRule{65001, finding::consentMissing},
    CodeRule{65004, finding::consentMissing},
    CodeRule{90094, finding::consentMissing},
    CodeRule{50011, finding::signInRedirectRefused},
    CodeRule{500113, finding::signInRedirectRefused},
    CodeRule{50133, finding::signInExpired},
    CodeRule{50173, finding::signInExpired},
    CodeRule{70008, finding::signInExpired},
    CodeRule{70043, finding::signInExpired},
    CodeRule{700082, finding::signInExpired},
    CodeRule{700084, finding::signInExpired},
    CodeRule{50001, finding::resourceNotInTenant},
    CodeRule{500011, finding::resourceNotInTenant},
    CodeRule{70011, finding::tokenScopeInvalid},
    CodeRule{1002012, finding::tokenScopeInvalid},
    CodeRule{7000112, finding::entraAppBlocked},
    CodeRule{50105, finding::entraAppBlocked},
    CodeRule{70018, finding::deviceCodeNotCompleted},
    CodeRule{70019, finding::deviceCodeNotCompleted},
    CodeRule{70020, finding::deviceCodeNotCompleted},
};

FindingId findingOf(const EndpointError &error)
{
    const FindingId known = findingForAadsts(error.aadsts);
    if (!known.isEmpty())
        return known;
    return error.code == "interaction_required"_L1 ? finding::signInInteractionRequired
                                                   : finding::signInRefused;
}

// First line of Entra's message, without secrets. The next lines contain trace id, correlation id, and time.
QString quotable(const QString &description)
{
    QString line = redacted(description.section(u'\n', 0, 0).section(" Trace ID:"_L1, 0, 0).trimmed());
    if (line.endsWith(u'.')) // it is quoted inside of sentences
        line.chop(1);
    return line;
}

} // namespace

FindingId findingForAadsts(int code)
{
    for (const CodeRule &rule : codeRules) {
        if (rule.code == code)
            return rule.finding;
    }
    return asksForInteraction(code) ? finding::signInInteractionRequired : FindingId();
}

Problem entraProblem(const Reply &reply, const QUrl &url, QJsonObject about)
{
    if (reply.delivery == Delivery::Stopped)
        return Problem(finding::runStopped);
    if (!reply.answered()) {
        about.insert(u"url"_s, url.toString(QUrl::RemoveQuery));
        about.insert(u"host"_s, url.host());
        about.insert(u"reason"_s,
                     reply.errorText.isEmpty() ? QString(toString(reply.delivery)) : reply.errorText);
        return Problem(finding::networkFailed, about);
    }
    about.insert(u"status"_s, reply.status);
    const QJsonObject json = QJsonDocument::fromJson(reply.body).object();
    if (!json["error"_L1].isString()) {
        // A proxy's page, or a fault of the service.
        about.insert(u"url"_s, url.toString(QUrl::RemoveQuery));
        about.insert(u"reason"_s, reasonText(reasons::foreignStatus, reply.status));
        return Problem(finding::networkFailed, about);
    }
    const EndpointError error = endpointErrorOf(json);
    about.insert(u"serviceCode"_s,
                 error.aadsts == 0 ? error.code : u"AADSTS"_s + QString::number(error.aadsts));
    about.insert(u"serviceMessage"_s, quotable(error.description));
    if (!error.correlationId.isEmpty())
        about.insert(u"requestId"_s, error.correlationId);
    return Problem(findingOf(error), about);
}

Result<EntraTokens> readTokens(const Reply &reply, const QUrl &url, const QJsonObject &about)
{
    if (!reply.answered() || reply.status != 200)
        return entraProblem(reply, url, about);
    const QJsonObject json = QJsonDocument::fromJson(reply.body).object();
    EntraTokens tokens;
    tokens.accessToken = Secret(json["access_token"_L1].toString().toUtf8());
    tokens.refreshToken = Secret(json["refresh_token"_L1].toString().toUtf8());
    tokens.idToken = Secret(json["id_token"_L1].toString().toUtf8());
    const QJsonValue seconds = json["expires_in"_L1];
    tokens.expiresIn = seconds.isString() ? seconds.toString().toLongLong() : seconds.toInteger();
    if (tokens.accessToken.isEmpty() || tokens.expiresIn <= 0)
        return entraProblem(reply, url, about);
    return tokens;
}

} // namespace signet
