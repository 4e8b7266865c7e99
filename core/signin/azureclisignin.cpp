#include "core/signin/azureclisignin.h"

#include "core/net/addresses.h"
#include "core/result/reason.h"
#include "core/signin/clitoken.h"
#include "core/signin/entraclient.h"
#include "core/signin/entrareply.h"
#include "core/token/epochtime.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// The CLI starts within a second here; on a cold Windows machine ten were not enough.
constexpr std::chrono::seconds azLimit{60};

bool isAbsolute(const QString &path, Platform platform)
{
    if (platform != Platform::Windows)
        return path.startsWith(u'/');
    return path.size() > 2 && path.at(1) == u':' && (path.at(2) == u'\\' || path.at(2) == u'/');
}

// The time of the CLI goes before that of the token: it counts by the clock that it is compared with.
qint64 expiryOf(const TokenResponse &document, const Secret &token)
{
    if (const auto told = epochSeconds(document.json["expires_on"_L1]); told && *told > 0)
        return *told;
    const auto claims = decodeClaims(token);
    return claims ? claims->expires.value_or(0) : 0;
}

FindingId findingOf(const CliRefusal &refusal)
{
    if (refusal.aadsts != 0) {
        const FindingId finding = findingForAadsts(refusal.aadsts);
        // An expired sign-in is the CLI's here, and so is what renews it.
        if (finding == finding::signInExpired)
            return finding::azNotSignedIn;
        return finding.isEmpty() ? finding::signInRefused : finding;
    }
    switch (refusal.kind) {
    case IdentityKind::CliNotFound:
        return finding::azNotFound;
    case IdentityKind::CliNotLoggedIn:
        return finding::azNotSignedIn;
    case IdentityKind::CliInteractionRequired:
        return finding::signInInteractionRequired;
    default:
        return finding::azNotAnswering;
    }
}

Problem problemOf(const CliRefusal &refusal, QJsonObject about)
{
    const QString &said = refusal.said;
    const QString complaint = said.section("ERROR:"_L1, said.contains("ERROR:"_L1) ? 1 : 0).trimmed();
    QString line = complaint.section(u'\n', 0, 0).trimmed().left(300);
    if (line.endsWith(u'.')) // it is quoted inside of sentences
        line.chop(1);
    about.insert(u"serviceMessage"_s, line);
    about.insert(u"reason"_s,
                 line.isEmpty() ? reasonText(QT_TRANSLATE_NOOP("Reason", "it said nothing")) : line);
    if (refusal.aadsts != 0)
        about.insert(u"serviceCode"_s, u"AADSTS"_s + QString::number(refusal.aadsts));
    return Problem(findingOf(refusal), about);
}

} // namespace

QStringList azureCliPrograms(const Host &host)
{
    const bool windows = host.platform() == Platform::Windows;
    const QStringList names = windows ? QStringList{u"az.cmd"_s, u"az.exe"_s} : QStringList{u"az"_s};
    QStringList found;
    const QStringList folders =
        host.environment().value(u"PATH"_s).split(windows ? u';' : u':', Qt::SkipEmptyParts);
    for (QString folder : folders) {
        // A relative entry, and "." among them, means whatever directory somebody is in.
        if (!isAbsolute(folder, host.platform()))
            continue;
        while (folder.size() > 1 && (folder.endsWith(u'/') || folder.endsWith(u'\\')))
            folder.chop(1);
        for (const QString &name : names) {
            const QString path = folder + (windows ? u'\\' : u'/') + name;
            const FileFacts::Kind kind = host.stat(path).kind;
            if ((kind == FileFacts::Kind::File || kind == FileFacts::Kind::Symlink) && !found.contains(path))
                found.append(path);
        }
    }
    return found;
}

Result<AzureCliToken> readAzureCliOutput(const CommandOutcome &outcome, const QJsonObject &about)
{
    QJsonObject evidence = about;
    switch (outcome.end) {
    case CommandOutcome::End::Stopped:
        return Problem(finding::runStopped);
    case CommandOutcome::End::NotFound:
        return Problem(finding::azNotFound, evidence);
    case CommandOutcome::End::TimedOut:
        evidence.insert(u"reason"_s, reasonText(reasons::didNotEnd, qint64(azLimit.count())));
        return Problem(finding::azNotAnswering, evidence);
    case CommandOutcome::End::Crashed:
        evidence.insert(u"reason"_s, reasonText(QT_TRANSLATE_NOOP("Reason", "it crashed")));
        return Problem(finding::azNotAnswering, evidence);
    case CommandOutcome::End::Exited:
        break;
    }
    if (outcome.exitCode != 0)
        return problemOf(readCliRefusal(outcome), evidence);

    const CliDocument document = readCliDocument(CliProgram::AzureCli, outcome.standardOutput);
    AzureCliToken token;
    token.token = Secret(document.token.json["access_token"_L1].toString().toUtf8());
    token.tenant = document.tenant;
    token.expiresOn = expiryOf(document.token, token.token);
    if (token.token.isEmpty()) {
        evidence.insert(u"reason"_s,
                        reasonText(QT_TRANSLATE_NOOP("Reason", "what it printed holds no token")));
        return Problem(finding::azNotAnswering, evidence);
    }
    return token;
}

AzureCliSignIn::AzureCliSignIn(const Host &host, const QString &tenant)
    : SignIn(host, SignInMethod::AzureCli, tenant)
{
}

Result<std::shared_ptr<SignIn>> AzureCliSignIn::inTenant(const QString &tenant) const
{
    return SharedSignIn(std::make_shared<AzureCliSignIn>(host(), tenant));
}

QCoro::Task<Result<SignIn::Fresh>> AzureCliSignIn::ask(Resource resource, std::stop_token stop)
{
    QJsonObject about;
    QStringList arguments =
        cliTokenCommand(CliProgram::AzureCli, TokenQuestion({}, resourceOf(resource))).arguments;
    if (!tenant().isEmpty()) {
        // It becomes an argument of a batch file on Windows.
        if (!isTenant(tenant()))
            co_return Problem(finding::tenantIdWrong, {{u"value"_s, tenant()}, {u"tenantId"_s, tenant()}});
        arguments += {u"--tenant"_s, tenant()};
        about = {{u"tenantId"_s, tenant()}, {u"organizationTenantId"_s, tenant()}};
    }

    CommandOutcome outcome;
    outcome.end = CommandOutcome::End::NotFound;
    // One that cannot be started, because it is no program, is passed over as a shell would.
    const QStringList programs = azureCliPrograms(host());
    for (const QString &program : programs) {
        auto running = host().run(program, arguments, azLimit, stop);
        outcome = co_await running;
        if (outcome.end != CommandOutcome::End::NotFound)
            break;
    }
    const auto answer = readAzureCliOutput(outcome, about);
    if (!answer)
        co_return answer.problem();
    Fresh fresh;
    fresh.credential = Credential::bearer(resource, answer->token);
    fresh.expiresOn = answer->expiresOn;
    co_return fresh;
}

} // namespace signet
