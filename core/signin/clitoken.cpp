#include "core/signin/clitoken.h"

#include "core/result/redaction.h"
#include "core/signin/entrainteraction.h"

#include <QJsonDocument>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Both shapes as the document that identity endpoints give. Azure CLI writes expires_on (epoch) since 2.54,
// and always expiresOn, which is the local time of its machine without a zone and so cannot be used.
TokenResponse documentOf(CliProgram program, const QJsonObject &json)
{
    TokenResponse document;
    document.bearer = TokenResponse::Bearer::Person;
    if (program == CliProgram::AzureDeveloperCli) {
        document.json = {{u"access_token"_s, json["token"_L1]}, {u"expires_on"_s, json["expiresOn"_L1]}};
        return document;
    }
    document.json = {{u"access_token"_s, json["accessToken"_L1]}};
    if (json.contains("tokenType"_L1))
        document.json.insert(u"token_type"_s, json["tokenType"_L1]);
    if (json.contains("expires_on"_L1))
        document.json.insert(u"expires_on"_s, json["expires_on"_L1]);
    else
        document.json.insert(u"expires_on"_s, u"local time of %1"_s.arg(json["expiresOn"_L1].toString()));
    return document;
}

bool isMissing(const CommandOutcome &outcome, const QString &said)
{
    if (outcome.end == CommandOutcome::End::NotFound || outcome.exitCode == 127)
        return true;
    // The words of the shells of Windows and Unix.
    return said.contains("is not recognized as"_L1) || said.contains("command not found"_L1);
}

bool isSignedOut(const QString &said)
{
    static const QRegularExpression words(
        u"run '?`?az login`?'? to setup|does not exist in MSAL token cache|no subscription found|"
        "not logged in|azd auth login"_s,
        QRegularExpression::CaseInsensitiveOption);
    return words.match(said).hasMatch();
}

TokenAnswer judgeFailure(const CommandOutcome &outcome)
{
    const CliRefusal refusal = readCliRefusal(outcome);
    TokenAnswer answer;
    answer.delivery = Delivery::Answered;
    if (!refusal.said.isEmpty())
        answer.facts.insert(u"rawText"_s, refusal.said);
    if (refusal.aadsts != 0)
        answer.facts.insert(u"aadsts"_s, refusal.aadsts);
    return failed(answer, refusal.kind);
}

TokenAnswer judgeOutput(CliProgram program, const TokenQuestion &question, const QByteArray &output,
                        std::chrono::sys_seconds now)
{
    TokenAnswer answer;
    answer.delivery = Delivery::Answered;
    const CliDocument document = readCliDocument(program, output);
    if (document.fault != IdentityFault::None)
        return failed(answer, document.fault);
    // The token's claim takes precedence; this is used if the token cannot be decoded.
    if (!document.tenant.isEmpty())
        answer.facts.insert(u"tenantId"_s, document.tenant);
    return readToken(std::move(answer), question, document.token, now);
}

} // namespace

CliCommand cliTokenCommand(CliProgram program, const TokenQuestion &question)
{
    if (program == CliProgram::AzureDeveloperCli)
        return {
            u"azd"_s,
            {u"auth"_s, u"token"_s, u"-o"_s, u"json"_s, u"--scope"_s, question.resource + u"/.default"_s}};
    return {u"az"_s,
            {u"account"_s, u"get-access-token"_s, u"--resource"_s, question.resource, u"-o"_s, u"json"_s}};
}

CliRefusal readCliRefusal(const CommandOutcome &outcome)
{
    const QString said =
        QString::fromUtf8(outcome.standardError.left(65536) + '\n' + outcome.standardOutput.left(65536))
            .trimmed();
    CliRefusal refusal;
    refusal.said = redacted(said.left(2000));
    if (isMissing(outcome, said)) {
        refusal.kind = IdentityFault::CliNotFound;
    } else if (outcome.end == CommandOutcome::End::TimedOut) {
        refusal.kind = IdentityFault::TransientServer;
    } else if (refusal.aadsts = aadstsIn(said); refusal.aadsts != 0) {
        // Whatever else Entra has against it is settled where a person can answer.
        refusal.kind = faultOfEntraError(refusal.aadsts).value_or(IdentityFault::CliInteractionRequired);
    } else if (isSignedOut(said)) {
        refusal.kind = IdentityFault::CliNotLoggedIn;
    } else if (asksForInteraction(said)) {
        refusal.kind = IdentityFault::CliInteractionRequired;
    } else if (said.contains("az login"_L1, Qt::CaseInsensitive)) {
        refusal.kind = IdentityFault::CliNotLoggedIn;
    }
    return refusal;
}

CliDocument readCliDocument(CliProgram program, QByteArray output)
{
    output = output.trimmed();
    if (output.startsWith("\xEF\xBB\xBF"))
        output.remove(0, 3);
    CliDocument document;
    if (output.trimmed().isEmpty()) {
        document.fault = IdentityFault::EmptyBody;
        return document;
    }
    const QJsonDocument json = QJsonDocument::fromJson(output);
    if (!json.isObject()) {
        document.fault = IdentityFault::MalformedJson;
        return document;
    }
    document.token = documentOf(program, json.object());
    document.tenant = json["tenant"_L1].toString();
    return document;
}

TokenAnswer judgeCliOutcome(CliProgram program, const TokenQuestion &question, const CommandOutcome &outcome,
                            std::chrono::sys_seconds now)
{
    TokenAnswer answer;
    if (outcome.end == CommandOutcome::End::Stopped) {
        answer.delivery = Delivery::Stopped;
        return answer;
    }
    const bool succeeded = outcome.end == CommandOutcome::End::Exited && outcome.exitCode == 0;
    return succeeded ? judgeOutput(program, question, outcome.standardOutput, now) : judgeFailure(outcome);
}

} // namespace signet
