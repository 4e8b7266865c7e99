#include "core/directory/devicecodesignin.h"

#include "core/directory/entrasignin.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using namespace std::chrono_literals;

constexpr auto slowDownBy = 5s; // RFC 8628, section 3.5
constexpr auto defaultInterval = 5s;
constexpr auto longestInterval = 60s;
constexpr auto longestLife = 3600s;
constexpr int failuresInARow = 3;

const QString &tokenEndpoint()
{
    static const QString name = u"token"_s;
    return name;
}

struct DeviceCode {
    Secret code;
    DeviceCodePrompt prompt;
    std::chrono::seconds interval = defaultInterval;
};

Result<DeviceCode> readDeviceCode(const Reply &reply, const QUrl &url, const QJsonObject &about)
{
    if (!reply.answered() || reply.status != 200)
        return entraProblem(reply, url, about);
    const QJsonObject json = QJsonDocument::fromJson(reply.body).object();
    DeviceCode code;
    code.code = Secret(json["device_code"_L1].toString().toUtf8());
    code.prompt.userCode = json["user_code"_L1].toString();
    code.prompt.address = QUrl(json["verification_uri"_L1].toString(), QUrl::StrictMode);
    const std::chrono::seconds life{json["expires_in"_L1].toInteger(900)};
    code.prompt.expiresIn = std::clamp(life, std::chrono::seconds(1), longestLife);
    const std::chrono::seconds interval{json["interval"_L1].toInteger(defaultInterval.count())};
    code.interval = std::clamp(interval, std::chrono::seconds(1), longestInterval);
    // It is shown to the person as a link.
    const bool mayBeOpened = code.prompt.address.scheme() == "https"_L1
        && code.prompt.address.userInfo().isEmpty() && !code.prompt.address.host().isEmpty();
    if (code.code.isEmpty() || code.prompt.userCode.isEmpty() || !mayBeOpened)
        return entraProblem(reply, url, about);
    return code;
}

Problem notCompleted(QJsonObject about, const QString &reason)
{
    about.insert(u"reason"_s, reason);
    return Problem(u"device-code-not-completed"_s, about);
}

} // namespace

DeviceCodeReply readDeviceCodeReply(const Reply &reply, const QUrl &url, const QJsonObject &about)
{
    if (reply.answered() && reply.status == 200)
        return {DeviceCodeReply::Next::Done, {}};
    if (reply.transport == Transport::Stopped)
        return {DeviceCodeReply::Next::GiveUp, Problem(u"run-stopped"_s)};
    const auto error = reply.answered() ? readEntraError(reply.body) : std::nullopt;
    if (!error)
        return {DeviceCodeReply::Next::AskAgain, entraProblem(reply, url, about)};
    if (error->error == "authorization_pending"_L1)
        return {DeviceCodeReply::Next::Wait, {}};
    if (error->error == "slow_down"_L1)
        return {DeviceCodeReply::Next::WaitLonger, {}};
    if (error->error == "expired_token"_L1 || error->error == "code_expired"_L1)
        return {DeviceCodeReply::Next::GiveUp, notCompleted(about, u"the code expired"_s)};
    if (error->error == "authorization_declined"_L1 || error->error == "access_denied"_L1)
        return {DeviceCodeReply::Next::GiveUp, notCompleted(about, u"it was declined in the browser"_s)};
    if (error->error == "bad_verification_code"_L1)
        return {DeviceCodeReply::Next::GiveUp,
                notCompleted(about, u"Microsoft Entra does not know the code"_s)};
    return {DeviceCodeReply::Next::GiveUp, entraProblem(reply, url, about)};
}

QCoro::Task<Result<SharedSignIn>> signInWithDeviceCode(Http http, EntraClient client,
                                                       std::function<void(DeviceCodePrompt)> prompt,
                                                       std::stop_token stop)
{
    const QJsonObject about = client.evidence();
    const QString endpoint = u"devicecode"_s;
    const FormFields wanted{{u"client_id"_s, client.clientId}, {u"scope"_s, scopeFor(Resource::AzureDevOps)}};
    auto starting = postToEntra(http, client.tenant, endpoint, wanted, {}, stop);
    const Reply started = co_await starting;
    const auto code = readDeviceCode(started, entraEndpoint(client.tenant, endpoint), about);
    if (!code)
        co_return code.problem();
    prompt(code->prompt);

    const QUrl url = entraEndpoint(client.tenant, tokenEndpoint());
    const FormFields fields{{u"client_id"_s, client.clientId},
                            {u"grant_type"_s, u"urn:ietf:params:oauth:grant-type:device_code"_s}};
    const SecretFields secrets{{"device_code", code->code}};
    std::chrono::seconds interval = code->interval;
    std::chrono::seconds waited{0};
    int failures = 0;
    while (waited < code->prompt.expiresIn) {
        auto waiting = http.host().wait(interval, stop);
        const bool wholeTime = co_await waiting;
        if (!wholeTime)
            co_return Problem(u"run-stopped"_s);
        waited += interval;
        auto asking = postToEntra(http, client.tenant, tokenEndpoint(), fields, secrets, stop);
        const Reply reply = co_await asking;
        const DeviceCodeReply means = readDeviceCodeReply(reply, url, about);
        switch (means.next) {
        case DeviceCodeReply::Next::Done: {
            const auto tokens = readTokens(reply, url, about);
            if (!tokens)
                co_return tokens.problem();
            co_return SharedSignIn(
                std::make_shared<EntraSignIn>(http, SignInMethod::DeviceCode, client, *tokens));
        }
        case DeviceCodeReply::Next::Wait:
            failures = 0;
            break;
        case DeviceCodeReply::Next::WaitLonger:
            failures = 0;
            interval = std::min<std::chrono::seconds>(interval + slowDownBy, longestInterval);
            break;
        case DeviceCodeReply::Next::AskAgain:
            // The person may be typing already: a short fault of the network must not throw that away.
            if (++failures == failuresInARow)
                co_return *means.problem;
            break;
        case DeviceCodeReply::Next::GiveUp:
            co_return *means.problem;
        }
    }
    co_return notCompleted(about, u"the code expired"_s);
}

} // namespace signet
