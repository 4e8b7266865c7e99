#include "core/signin/entrareply.h"

#include "core/identity/endpointreply.h"
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
    QLatin1StringView finding;
};

constexpr std::array codeRules{
    CodeRule{700016, "app-not-in-tenant"_L1},
    CodeRule{7000229, "app-not-in-tenant"_L1},
    CodeRule{7000218, "app-registration-not-public"_L1},
    CodeRule{90002, "tenant-id-wrong"_L1},
    CodeRule{900021, "tenant-id-wrong"_L1},
    CodeRule{900023, "tenant-id-wrong"_L1},
    CodeRule{50020, "wrong-account-signed-in"_L1},
    CodeRule{50034, "wrong-account-signed-in"_L1},
    CodeRule{90072, "wrong-account-signed-in"_L1},
    CodeRule{50194, "app-not-in-tenant"_L1},
    CodeRule{50005, "conditional-access-blocked"_L1},
    CodeRule{53000, "conditional-access-blocked"_L1},
    CodeRule{53001, "conditional-access-blocked"_L1},
    CodeRule{53002, "conditional-access-blocked"_L1},
    CodeRule{53003, "conditional-access-blocked"_L1},
    CodeRule{530002, "conditional-access-blocked"_L1},
    CodeRule{530003, "conditional-access-blocked"_L1},
    CodeRule{530084, "conditional-access-blocked"_L1},
    CodeRule{65001, "consent-missing"_L1},
    CodeRule{65004, "consent-missing"_L1},
    CodeRule{90094, "consent-missing"_L1},
    CodeRule{50011, "sign-in-redirect-refused"_L1},
    CodeRule{500113, "sign-in-redirect-refused"_L1},
    CodeRule{50133, "sign-in-expired"_L1},
    CodeRule{50173, "sign-in-expired"_L1},
    CodeRule{70008, "sign-in-expired"_L1},
    CodeRule{70043, "sign-in-expired"_L1},
    CodeRule{700082, "sign-in-expired"_L1},
    CodeRule{700084, "sign-in-expired"_L1},
    CodeRule{50001, "resource-not-in-tenant"_L1},
    CodeRule{500011, "resource-not-in-tenant"_L1},
    CodeRule{70011, "token-scope-invalid"_L1},
    CodeRule{1002012, "token-scope-invalid"_L1},
    CodeRule{7000112, "entra-app-blocked"_L1},
    CodeRule{50105, "entra-app-blocked"_L1},
    CodeRule{70018, "device-code-not-completed"_L1},
    CodeRule{70019, "device-code-not-completed"_L1},
    CodeRule{70020, "device-code-not-completed"_L1},
};

QString findingOf(const EndpointError &error)
{
    const QLatin1StringView known = findingForAadsts(error.aadsts);
    if (!known.isEmpty())
        return known;
    return error.code == "interaction_required"_L1 ? u"sign-in-interaction-required"_s : u"sign-in-refused"_s;
}

// First line of what Entra says, without a secret. What follows on further lines are trace id, correlation id
// and time.
QString quotable(const QString &description)
{
    QString line = redacted(description.section(u'\n', 0, 0).section(" Trace ID:"_L1, 0, 0).trimmed());
    if (line.endsWith(u'.')) // it is quoted inside of sentences
        line.chop(1);
    return line;
}

} // namespace

QLatin1StringView findingForAadsts(int code)
{
    for (const CodeRule &rule : codeRules) {
        if (rule.code == code)
            return rule.finding;
    }
    return asksForInteraction(code) ? "sign-in-interaction-required"_L1 : QLatin1StringView();
}

Problem entraProblem(const Reply &reply, const QUrl &url, QJsonObject about)
{
    if (reply.transport == Transport::Stopped)
        return Problem(u"run-stopped"_s);
    if (!reply.answered()) {
        about.insert(u"url"_s, url.toString(QUrl::RemoveQuery));
        about.insert(u"host"_s, url.host());
        about.insert(u"reason"_s,
                     reply.errorText.isEmpty() ? QString(toString(reply.transport)) : reply.errorText);
        return Problem(u"network-failed"_s, about);
    }
    about.insert(u"status"_s, reply.status);
    const QJsonObject json = QJsonDocument::fromJson(reply.body).object();
    if (!json["error"_L1].isString()) {
        // A proxy's page, or a fault of the service.
        about.insert(u"url"_s, url.toString(QUrl::RemoveQuery));
        about.insert(u"reason"_s, u"status %1, and no words of Microsoft Entra"_s.arg(reply.status));
        return Problem(u"network-failed"_s, about);
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
