#include "core/diagnosis/checks/terraform/checks.h"

#include "core/devops/jobtoken.h"
#include "core/diagnosis/checks/devopsevidence.h"
#include "core/findings/evidencewords.h"
#include "core/findings/findingmap.h"
#include "core/result/reason.h"
#include "core/signin/azureclisignin.h"
#include "core/signin/entraclient.h"
#include "core/terraform/signinvalues.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace signet {

namespace {

struct SignedIn {
    ExpectedSignInSeen seen;
    std::optional<Secret> secret;
};

SignedIn withToken(SignedIn signedIn, Secret token)
{
    if (auto claims = decodeClaims(token))
        signedIn.seen.claims = *std::move(claims);
    signedIn.secret = std::move(token);
    return signedIn;
}

QString defaultScope()
{
    return QString(azureDevOpsResource) + u"/.default"_s;
}

// The request of the provider's library for an application.
QCoro::Task<SignedIn> signInToEntra(Http http, SignedIn signedIn, Secret secret, std::stop_token stop)
{
    const ExpectedSignInSeen &seen = signedIn.seen;
    QJsonObject about{
        {u"clientId"_s, seen.clientId}, {u"tenantId"_s, seen.tenantId}, {u"value"_s, seen.tenantId}};
    if (seen.method == CredentialMethod::Oidc) {
        // What a federated credential has to match.
        if (const auto assertion = decodeClaims(secret)) {
            about.insert(u"issuer"_s, assertion->issuer);
            about.insert(u"subject"_s, assertion->subject);
        }
    }
    // It becomes a part of the address.
    if (!isTenant(seen.tenantId)) {
        signedIn.seen.problem = Problem(finding::tenantIdWrong, about);
        co_return signedIn;
    }
    FormFields fields{{u"client_id"_s, seen.clientId},
                      {u"grant_type"_s, u"client_credentials"_s},
                      {u"scope"_s, defaultScope()}};
    SecretFields secrets;
    if (seen.method == CredentialMethod::Oidc) {
        fields.append(
            {u"client_assertion_type"_s, u"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"_s});
        secrets.append({"client_assertion", std::move(secret)});
    } else {
        secrets.append({"client_secret", std::move(secret)});
    }
    const QString endpoint = u"token"_s;
    const QString tenant = seen.tenantId;
    signedIn.seen.isTried = true;
    auto posting =
        postToEntra(std::move(http), tenant, endpoint, std::move(fields), std::move(secrets), stop);
    const Reply reply = co_await posting;
    const auto tokens = readTokens(reply, entraEndpoint(tenant, endpoint), about);
    if (tokens)
        co_return withToken(std::move(signedIn), tokens->accessToken);
    signedIn.seen.problem = tokens.problem();
    co_return signedIn;
}

Problem notTried(const QString &reason)
{
    return Problem(finding::expectedCredentialNotTried, {{u"reason"_s, reason}});
}

// Why the job gets no token of the service connection.
Problem problemOf(const JobTokenAnswer &answer, const QUrl &address)
{
    if (answer.delivery == Delivery::NotSent)
        return notTried(reasonText(
            QT_TRANSLATE_NOOP("Reason", "SYSTEM_OIDCREQUESTURI is not an address of Azure DevOps")));
    QJsonObject evidence = evidenceOf(answer.error, answer.delivery);
    evidence.insert(u"status"_s, answer.status);
    const auto trouble = answer.delivery == Delivery::Answered
        ? troubleOf(answer.error, answer.status, evidence)
        : std::optional(unreached(answer.delivery, address.host(), evidence));
    if (trouble)
        return refuted(*trouble).problem.value_or(Problem(finding::runStopped));
    if (answer.error.message.isEmpty())
        evidence.insert(u"serviceMessage"_s, u"HTTP %1"_s.arg(answer.status));
    return Problem(finding::expectedCredentialRejected, evidence);
}

// In two steps, as the provider's library does it for Azure Pipelines.
QCoro::Task<SignedIn> signInWithServiceConnection(Http http, SignedIn signedIn, SignInValues values,
                                                  std::stop_token stop)
{
    const QUrl address(values.requestUrl);
    auto requesting = requestJobToken(http, address, values.serviceConnectionId, values.secret, stop);
    const JobTokenAnswer answer = co_await requesting;
    signedIn.seen.isTried = answer.delivery != Delivery::NotSent;
    if (!answer.token) {
        signedIn.seen.problem = problemOf(answer, address);
        co_return signedIn;
    }
    auto exchanging = signInToEntra(http, std::move(signedIn), *answer.token, stop);
    co_return co_await exchanging;
}

QCoro::Task<SignedIn> signInWithAzureCli(Host host, SignedIn signedIn, std::stop_token stop)
{
    const auto signIn = std::make_shared<AzureCliSignIn>(host, signedIn.seen.tenantId);
    signedIn.seen.isTried = true;
    auto asking = signIn->credential(Resource::AzureDevOps, stop);
    const auto credential = co_await asking;
    if (credential)
        co_return withToken(std::move(signedIn), credential->secret);
    signedIn.seen.problem = credential.problem();
    co_return signedIn;
}

QCoro::Task<SignedIn> signIn(Http http, Host host, CredentialMethod method, SignInValues values,
                             std::stop_token stop)
{
    SignedIn signedIn;
    ExpectedSignInSeen &seen = signedIn.seen;
    seen.method = method;
    seen.variant = values.variant;
    seen.isBuilt = values.isBuilt;
    seen.tenantId = values.tenantId;
    if (!values.isBuilt)
        co_return signedIn;
    if (!values.unknownArgument.isEmpty()) {
        seen.problem = Problem(finding::providerValueUnknown, {{u"variable"_s, values.unknownArgument}});
        co_return signedIn;
    }
    if (!values.failure.isEmpty()) {
        seen.problem = Problem(finding::expectedCredentialRejected, {{u"serviceMessage"_s, values.failure}});
        co_return signedIn;
    }
    if (method == CredentialMethod::Pat) {
        signedIn.secret = values.secret;
        co_return signedIn;
    }
    if (method == CredentialMethod::AzureCli) {
        auto asking = signInWithAzureCli(host, std::move(signedIn), stop);
        co_return co_await asking;
    }
    signedIn.seen.clientId = values.clientId;
    if (values.secret.isEmpty()) {
        signedIn.seen.problem = notTried(
            method == CredentialMethod::ClientCertificate
                ? reasonText(QT_TRANSLATE_NOOP("Reason", "Signet does not sign in with a certificate"))
                : reasonText(QT_TRANSLATE_NOOP("Reason", "Signet does not request OIDC tokens")));
        co_return signedIn;
    }
    if (!values.serviceConnectionId.isEmpty()) {
        auto connecting =
            signInWithServiceConnection(std::move(http), std::move(signedIn), std::move(values), stop);
        co_return co_await connecting;
    }
    auto asking = signInToEntra(std::move(http), std::move(signedIn), values.secret, stop);
    co_return co_await asking;
}

QCoro::Task<Observation> observeExpectedSignIn(std::shared_ptr<RunContext> context, std::stop_token stop)
{
    const auto explanation = context->configuration.explanation;
    if (!explanation)
        co_return Observation();
    const CredentialMethod method = context->question.terraformCredential();
    const Http http = context->http.withPurpose(check::terraformSignIn.toString());
    auto signing =
        signIn(http, context->host, method, signInValues(explanation->input, context->host, method), stop);
    SignedIn signedIn = co_await signing;
    if (method == CredentialMethod::Pat) {
        context->accessToken = signedIn.secret;
    } else if (signedIn.secret) {
        AccessToken token;
        token.text = *signedIn.secret;
        token.claims = signedIn.seen.claims;
        context->token = std::move(token);
    }
    co_return Observation(std::move(signedIn.seen));
}

// The finding for why there is no token, in the words for whoever runs Terraform. A sign-in that is refused
// for a reason of its own keeps it.
FindingId findingOf(const ExpectedSignInSeen &seen)
{
    const FindingId found = seen.problem->findingId;
    if (found == finding::azNotSignedIn || found == finding::azNotFound || found == finding::azNotAnswering)
        return finding::expectedCliNotSignedIn;
    if (found != finding::signInRefused)
        return found;
    const QByteArray code = seen.problem->evidence["serviceCode"_L1].toString().toLatin1();
    const FindingId meant = findingForServiceError(QLatin1StringView(code));
    return meant == finding::federatedSetupMismatch ? meant : finding::expectedCredentialRejected;
}

CheckVerdict expectedSignIn(const Facts &facts)
{
    const auto *seen = facts.seen<ExpectedSignInSeen>();
    if (!seen)
        return unclear();
    QJsonObject evidence{{u"expectedCredential"_s, toString(seen->method)}};
    // Whether that keeps Terraform from working is for the check of the provider's decision to say.
    if (!seen->isBuilt)
        return unclear(finding::expectedCredentialMissing, evidence);
    if (!seen->problem)
        return passed();
    const QJsonObject &own = seen->problem->evidence;
    for (auto it = own.begin(); it != own.end(); ++it)
        evidence.insert(it.key(), it.value());
    const FindingId found = findingOf(*seen);
    if (found == finding::runStopped)
        return unclear();
    if (!seen->isTried && found != finding::expectedCredentialRejected && found != finding::tenantIdWrong)
        return unclear(found, evidence);
    return failed(found, evidence);
}

QString signInSummary(const QJsonObject &seen)
{
    return credentialWords(seen["method"_L1].toString());
}

} // namespace

Check terraformSignInCheck()
{
    return {.id = check::terraformSignIn,
            .stage = "terraform"_L1,
            .title = QT_TRANSLATE_NOOP("Check", "The expected credential signs in"),
            .needs = {check::terraformConfiguration},
            .limit = 70s,
            .observe = observeExpectedSignIn,
            .judge = expectedSignIn,
            .read = readObservation<ExpectedSignInSeen>,
            .applies = expectsOtherCredential,
            .summary = signInSummary};
}

} // namespace signet
