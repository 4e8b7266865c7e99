#include "core/directory/azureclisignin.h"

#include "core/directory/entraclient.h"
#include "core/directory/entrareply.h"
#include "core/net/addresses.h"
#include "core/result/redaction.h"

#include <QDateTime>
#include <QJsonDocument>

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

// Since 2.54 there is expires_on; before, only expiresOn in local time without a zone, which says less
// than the token itself.
qint64 expiryOf(const QJsonObject &json, const Secret &token)
{
    const QJsonValue epoch = json["expires_on"_L1];
    const qint64 told = epoch.isString() ? epoch.toString().toLongLong() : epoch.toInteger();
    if (told > 0)
        return told;
    if (const auto claims = decodeClaims(token); claims && claims->expires)
        return *claims->expires;
    const QString local = json["expiresOn"_L1].toString().section(u'.', 0, 0);
    const QDateTime time = QDateTime::fromString(local, u"yyyy-MM-dd HH:mm:ss"_s);
    return time.isValid() ? time.toSecsSinceEpoch() : 0;
}

Problem problemIn(const QString &talk, QJsonObject about)
{
    const QString lowered = talk.toLower();
    if (lowered.contains("is not recognized as an internal"_L1) || lowered.contains("az: not found"_L1)
        || lowered.contains("az: command not found"_L1))
        return Problem(u"az-not-found"_s, about);

    QString line = talk.section("ERROR:"_L1, talk.contains("ERROR:"_L1) ? 1 : 0).trimmed();
    line = redacted(line.section(u'\n', 0, 0).trimmed()).left(300);
    about.insert(u"serviceMessage"_s, line);
    if (const int code = aadstsCode(talk); code != 0) {
        about.insert(u"serviceCode"_s, u"AADSTS"_s + QString::number(code));
        const QLatin1StringView finding = findingForAadsts(code);
        // An expired sign-in is the CLI's here, and so is what renews it.
        if (finding == "sign-in-expired"_L1)
            return Problem(u"az-not-signed-in"_s, about);
        return Problem(finding.isEmpty() ? u"sign-in-refused"_s : QString(finding), about);
    }
    if (lowered.contains("interaction_required"_L1))
        return Problem(u"sign-in-interaction-required"_s, about);
    if (lowered.contains("az login"_L1))
        return Problem(u"az-not-signed-in"_s, about);
    about.insert(u"reason"_s, line.isEmpty() ? u"it said nothing"_s : line);
    return Problem(u"az-not-answering"_s, about);
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
        return Problem(u"run-stopped"_s);
    case CommandOutcome::End::NotFound:
        return Problem(u"az-not-found"_s, evidence);
    case CommandOutcome::End::TimedOut:
        evidence.insert(u"reason"_s, u"it did not end within %1 s"_s.arg(azLimit.count()));
        return Problem(u"az-not-answering"_s, evidence);
    case CommandOutcome::End::Crashed:
        evidence.insert(u"reason"_s, u"it crashed"_s);
        return Problem(u"az-not-answering"_s, evidence);
    case CommandOutcome::End::Exited:
        break;
    }
    if (outcome.exitCode != 0) {
        const QString talk = QString::fromUtf8(outcome.standardError).trimmed();
        return problemIn(talk.isEmpty() && outcome.exitCode == 127 ? u"az: not found"_s : talk, evidence);
    }

    QByteArray json = outcome.standardOutput.trimmed();
    if (json.startsWith("\xef\xbb\xbf"))
        json.remove(0, 3);
    const QJsonObject answer = QJsonDocument::fromJson(json).object();
    AzureCliToken token;
    token.token = Secret(answer["accessToken"_L1].toString().toUtf8());
    token.tenant = answer["tenant"_L1].toString();
    token.expiresOn = expiryOf(answer, token.token);
    if (token.token.isEmpty()) {
        evidence.insert(u"reason"_s, u"what it printed holds no token"_s);
        return Problem(u"az-not-answering"_s, evidence);
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
    QStringList arguments{u"account"_s, u"get-access-token"_s, u"--resource"_s, resourceOf(resource)};
    if (!tenant().isEmpty()) {
        // It becomes an argument of a batch file on Windows.
        if (!isTenant(tenant()))
            co_return Problem(u"tenant-id-wrong"_s, {{u"value"_s, tenant()}, {u"tenantId"_s, tenant()}});
        arguments += {u"--tenant"_s, tenant()};
        about = {{u"tenantId"_s, tenant()}, {u"organizationTenantId"_s, tenant()}};
    }
    arguments += {u"--output"_s, u"json"_s};

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
