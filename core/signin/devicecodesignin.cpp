#include "core/signin/devicecodesignin.h"

#include "core/result/reason.h"
#include "core/signin/devicecode.h"
#include "core/signin/entrasignin.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using namespace std::chrono_literals;

constexpr auto defaultInterval = 5s;
constexpr auto longestInterval = 60s;
constexpr auto longestLife = 3600s;
constexpr int failuresInARow = 3;

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
    return Problem(finding::deviceCodeNotCompleted, about);
}

// What an answer to the question "is the person done?" asks for.
struct NextStep {
    enum class Kind { TakeTokens, Wait, AskAgain, GiveUp };
    Kind kind = Kind::GiveUp;
    std::chrono::seconds longer{0}; // Wait: from now on between two questions
    std::optional<Problem> problem; // GiveUp, and AskAgain: should it be the last time
};

NextStep nextStep(const Reply &reply, const QUrl &url, const QJsonObject &about)
{
    using Kind = NextStep::Kind;
    if (reply.answered() && reply.status == 200)
        return {Kind::TakeTokens, {}, {}};
    // A refusal: nothing in it depends on what was asked for, or on the time.
    const TokenAnswer answer = judgeDeviceCodeReply(TokenQuestion(), reply, {});
    if (answer.outcome == TokenAnswer::Outcome::Pending)
        return {Kind::Wait, std::chrono::seconds(answer.facts["intervalDelta"_L1].toInt()), {}};

    const Problem problem = entraProblem(reply, url, about);
    // Without words of Entra it was not Entra that refused.
    if (answer.facts["action"_L1] == "poll_again"_L1 || problem.findingId == finding::networkFailed)
        return {Kind::AskAgain, {}, problem};
    switch (answer.kind) {
    case IdentityKind::DeviceExpired:
        return {Kind::GiveUp,
                {},
                notCompleted(problem.evidence, reasonText(QT_TRANSLATE_NOOP("Reason", "the code expired")))};
    case IdentityKind::DeviceDeclined:
        return {Kind::GiveUp,
                {},
                notCompleted(problem.evidence,
                             reasonText(QT_TRANSLATE_NOOP("Reason", "it was declined in the browser")))};
    case IdentityKind::DeviceCodeBad:
        // Entra says so of other refusals, too; where it gives a number, that says more.
        if (problem.findingId == finding::signInRefused)
            return {Kind::GiveUp,
                    {},
                    notCompleted(
                        problem.evidence,
                        reasonText(QT_TRANSLATE_NOOP("Reason", "Microsoft Entra does not know the code")))};
        return {Kind::GiveUp, {}, problem};
    default:
        return {Kind::GiveUp, {}, problem};
    }
}

} // namespace

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

    const QUrl url = entraEndpoint(client.tenant, u"token"_s);
    const DeviceCodeQuestion question{url, client.clientId, code->code};
    std::chrono::seconds interval = code->interval;
    std::chrono::seconds waited{0};
    int failures = 0;
    while (waited < code->prompt.expiresIn) {
        auto waiting = http.host().wait(interval, stop);
        const bool wholeTime = co_await waiting;
        if (!wholeTime)
            co_return Problem(finding::runStopped);
        waited += interval;
        Request request = deviceCodeRequest(question);
        auto asking = http.send(std::move(request), stop);
        const Reply reply = co_await asking;
        const NextStep next = nextStep(reply, url, about);
        switch (next.kind) {
        case NextStep::Kind::TakeTokens: {
            const auto tokens = readTokens(reply, url, about);
            if (!tokens)
                co_return tokens.problem();
            co_return SharedSignIn(
                std::make_shared<EntraSignIn>(http, SignInMethod::DeviceCode, client, *tokens));
        }
        case NextStep::Kind::Wait:
            failures = 0;
            interval = std::min<std::chrono::seconds>(interval + next.longer, longestInterval);
            break;
        case NextStep::Kind::AskAgain:
            // The person may be typing already: a short fault of the network must not throw that away.
            if (++failures == failuresInARow)
                co_return *next.problem;
            break;
        case NextStep::Kind::GiveUp:
            co_return *next.problem;
        }
    }
    co_return notCompleted(about, reasonText(QT_TRANSLATE_NOOP("Reason", "the code expired")));
}

} // namespace signet
