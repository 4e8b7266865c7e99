#include "core/terraform/decisionanswers.h"

#include "core/result/identifiers.h"
#include "core/terraform/decisionerrors.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using Outcome = CredentialAnswer::Outcome;
using Kind = IdentitySource;

constexpr auto azureDevOps =
    "499b84ac-1321-427f-aa17-267ca6975798"_L1; // the resource every version asks a token for

int statusOf(EndpointAnswer answer)
{
    switch (answer) {
    case EndpointAnswer::Status400:
        return 400;
    case EndpointAnswer::Status401:
        return 401;
    case EndpointAnswer::Status403:
    case EndpointAnswer::Status403Unreachable:
        return 403;
    default:
        return 200;
    }
}

QLatin1StringView apiVersion(Kind kind)
{
    switch (kind) {
    case Kind::AppService:
        return "2019-08-01"_L1;
    case Kind::ServiceFabric:
        return "2019-07-01-preview"_L1;
    case Kind::MachineLearning:
        return "2017-09-01"_L1;
    case Kind::Arc:
        return "2020-06-01"_L1;
    default:
        return "2018-02-01"_L1;
    }
}

// The managed identity, asked at one of its sources.
class ManagedIdentityAnswer {
public:
    ManagedIdentityAnswer(const ProviderCredential &credential, const CredentialQuestion &question)
        : m_credential(credential)
        , m_question(question)
        , m_isImds(question.source.kind == Kind::Imds)
        , m_inChain(hasChain(eraOf(question.version)))
    {
    }

    CredentialAnswer answer() const
    {
        const EndpointAnswer seen = m_question.identityEndpoint;
        if (seen == EndpointAnswer::Token)
            return {};
        if (seen == EndpointAnswer::NoAnswer)
            return {Outcome::Failed, noAnswer(), noAnswerFinding()};
        if (m_question.source.kind == Kind::Arc)
            return arcChallenge(seen);
        if (seen == EndpointAnswer::Html || seen == EndpointAnswer::EmptyObject)
            return notAToken(seen);
        if (m_isImds && seen == EndpointAnswer::Status400)
            return notFound();
        if (m_isImds && seen == EndpointAnswer::Status403Unreachable)
            return {
                Outcome::Unavailable,
                said(
                    u"unexpected response \"connecting to 169.254.169.254:80: dial tcp: network is unreachable\""_s),
                {}};
        return {Outcome::Failed, refused(QString()), {}};
    }

private:
    static QString said(const QString &text) { return u"ManagedIdentityCredential: "_s + text; }

    QString refused(const QString &message) const
    {
        const QString method = m_question.source.kind == Kind::CloudShell ? u"POST"_s : u"GET"_s;
        return u"ManagedIdentityCredential authentication failed. %1\n"_s.arg(message)
            + errors::response(method, m_question.source.endpoint, statusOf(m_question.identityEndpoint));
    }

    CredentialAnswer notFound() const
    {
        if (m_credential.isUserAssigned)
            return {
                Outcome::Failed, refused(u"the requested identity isn't assigned to this resource"_s), {}};
        return {Outcome::Unavailable,
                said(u"failed to authenticate a system assigned identity. The endpoint responded with "
                     "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}"_s),
                {}};
    }

    // Only the address of IMDS can belong to something else.
    CredentialAnswer notAToken(EndpointAnswer seen) const
    {
        const bool isHtml = seen == EndpointAnswer::Html;
        if (m_inChain) {
            const QString reason = isHtml ? u"invalid character '<' looking for beginning of value"_s
                                          : u"expires_in and expires_on are both missing or invalid"_s;
            return {m_isImds ? Outcome::Unavailable : Outcome::Failed,
                    said(u"error parsing the json error: "_s + reason),
                    {}};
        }
        return {Outcome::Failed,
                refused(isHtml ? u"Unexpected response content"_s
                               : u"unsupported type received in expires_on: <nil>, <nil>"_s),
                {}};
    }

    // The agent must first answer 401 and name a file with the key.
    CredentialAnswer arcChallenge(EndpointAnswer seen) const
    {
        const QString reason = seen == EndpointAnswer::Status401
            ? u"response has no www-authenticate header"_s
            : u"expected a 401 response, received %1"_s.arg(statusOf(seen));
        return {Outcome::Failed, said(reason), finding::arcChallengeInvalid};
    }

    QString noAnswer() const
    {
        const QUrl url(m_question.source.endpoint);
        const int port = url.port(url.scheme() == "https"_L1 ? 443 : 80);
        const QString reason = m_isImds ? u"network is unreachable"_s : u"connection refused"_s;
        QString query = u"api-version="_s + apiVersion(m_question.source.kind);
        const QLatin1StringView name =
            m_question.source.kind == Kind::MachineLearning ? "clientid"_L1 : "client_id"_L1;
        if (isGuid(m_credential.clientId))
            query += u"&%1=%2"_s.arg(name, m_credential.clientId);
        query += u"&resource="_s + azureDevOps;
        const bool isPosted = m_question.source.kind == Kind::CloudShell;
        return said(u"%1 \"%2%3\": dial tcp %4:%5: connect: %6"_s.arg(
            isPosted ? u"Post"_s : u"Get"_s, m_question.source.endpoint, isPosted ? QString() : u'?' + query,
            url.host(), QString::number(port), reason));
    }

    FindingId noAnswerFinding() const
    {
        if (m_question.source.kind == Kind::Arc)
            return finding::arcAgentDown;
        return m_isImds ? finding::imdsUnreachable : finding::identityEndpointLeftover;
    }

    const ProviderCredential &m_credential;
    const CredentialQuestion &m_question;
    const bool m_isImds;
    const bool m_inChain;
};

CredentialAnswer askEntra(const ProviderCredential &credential, const CredentialQuestion &question)
{
    const FindingId finding = credential.method == CredentialMethod::Oidc ? finding::federatedSetupMismatch
                                                                          : finding::clientCredentialRejected;
    if (!credential.failure.isEmpty())
        return {Outcome::Failed, credential.failure, finding};
    if (question.entraAccepts)
        return {};
    const QString url = u"https://login.microsoftonline.com/%1/oauth2/v2.0/token"_s.arg(
        question.tenantId.isEmpty() ? u"TENANT"_s : question.tenantId);
    return {Outcome::Failed,
            credential.name + u" authentication failed. \n"_s + errors::response(u"POST"_s, url, 401),
            finding};
}

CredentialAnswer askAzureCli(AzureCliState state)
{
    switch (state) {
    case AzureCliState::SignedIn:
        return {};
    case AzureCliState::SignedOut:
        return {Outcome::Unavailable, u"AzureCLICredential: ERROR: Please run 'az login' to setup account."_s,
                finding::useMsiNotSet};
    case AzureCliState::Absent:
        return {Outcome::Unavailable, u"AzureCLICredential: Azure CLI not found on path"_s,
                finding::useMsiNotSet};
    }
    Q_UNREACHABLE();
}

} // namespace

CredentialAnswer ask(const ProviderCredential &credential, const CredentialQuestion &question)
{
    switch (credential.method) {
    case CredentialMethod::ManagedIdentity:
        return ManagedIdentityAnswer(credential, question).answer();
    case CredentialMethod::AzureCli:
        return askAzureCli(question.azureCli);
    case CredentialMethod::Oidc:
    case CredentialMethod::ClientSecret:
    case CredentialMethod::ClientCertificate:
        return askEntra(credential, question);
    case CredentialMethod::Pat:
    case CredentialMethod::None:
        return {};
    }
    Q_UNREACHABLE();
}

} // namespace signet
