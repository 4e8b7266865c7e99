#include "core/signin/browsersignin.h"

#include "core/net/loopbackredirect.h"
#include "core/result/reason.h"
#include "core/signin/entrasignin.h"

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <QUrlQuery>

#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr auto base64url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QByteArray randomText()
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words).toBase64(base64url);
}

struct DeleteLater {
    void operator()(LoopbackRedirect *listener) const { listener->deleteLater(); }
};

// What the browser came back with instead of a code.
Problem refused(const RedirectAnswer &answer, QJsonObject about)
{
    Reply reply;
    reply.delivery = Delivery::Answered;
    reply.status = 400;
    reply.body = answer.asJson();
    Problem problem = entraProblem(reply, QUrl(), about);
    // Declined, unless Entra names what was declined: an app that the person is not allowed to consent to.
    const QString code = problem.evidence["serviceCode"_L1].toString();
    if (answer.error == "access_denied"_L1 && (code == answer.error || code == "AADSTS65004"_L1)) {
        about.insert(u"reason"_s, reasonText(QT_TRANSLATE_NOOP("Reason", "it was declined in the browser")));
        return Problem(finding::browserSignInNotCompleted, about);
    }
    return problem;
}

} // namespace

QString challengeOf(const QByteArray &verifier)
{
    return QString::fromLatin1(
        QCryptographicHash::hash(verifier, QCryptographicHash::Sha256).toBase64(base64url));
}

PkcePair newPkcePair()
{
    PkcePair pair;
    QByteArray verifier = randomText();
    pair.challenge = challengeOf(verifier);
    pair.verifier = Secret(std::move(verifier));
    return pair;
}

QUrl authorizeUrl(const EntraClient &client, const QUrl &redirect, const QString &state,
                  const QString &challenge)
{
    QUrlQuery query;
    const auto add = [&query](const QString &name, const QString &value) {
        query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
    };
    add(u"client_id"_s, client.clientId);
    add(u"response_type"_s, u"code"_s);
    add(u"redirect_uri"_s, redirect.toString());
    add(u"response_mode"_s, u"query"_s);
    add(u"scope"_s, scopeFor(Resource::AzureDevOps));
    add(u"state"_s, state);
    add(u"code_challenge"_s, challenge);
    add(u"code_challenge_method"_s, u"S256"_s);
    // A person with several accounts in the browser must not be signed in silently with another one.
    add(u"prompt"_s, u"select_account"_s);
    QUrl url = entraEndpoint(client.tenant, u"authorize"_s);
    url.setQuery(query);
    return url;
}

QCoro::Task<Result<SharedSignIn>> signInWithBrowser(Http http, EntraClient client,
                                                    std::function<void(QUrl)> open,
                                                    std::chrono::milliseconds limit, std::stop_token stop)
{
    const QString state = QString::fromLatin1(randomText());
    const PkcePair pkce = newPkcePair();
    const std::unique_ptr<LoopbackRedirect, DeleteLater> listener{new LoopbackRedirect(state)};
    if (!listener->listen()) {
        QJsonObject evidence = client.evidence();
        evidence.insert(u"reason"_s,
                        reasonText(QT_TRANSLATE_NOOP("Reason", "no port on this machine is available: "))
                            + listener->errorString());
        co_return Problem(finding::browserSignInNotCompleted, evidence);
    }
    const QUrl redirect = listener->address();
    open(authorizeUrl(client, redirect, state, pkce.challenge));

    auto waiting = listener->answer(limit, stop);
    const auto answer = co_await waiting;
    if (stop.stop_requested())
        co_return Problem(finding::runStopped);
    QJsonObject about = client.evidence();
    if (!answer) {
        about.insert(u"reason"_s,
                     reasonText(reasons::browserStayedAway,
                                qint64(std::chrono::ceil<std::chrono::minutes>(limit).count())));
        co_return Problem(finding::browserSignInNotCompleted, about);
    }
    if (answer->code.isEmpty())
        co_return refused(*answer, about);

    const FormFields fields{{u"grant_type"_s, u"authorization_code"_s},
                            {u"redirect_uri"_s, redirect.toString()},
                            {u"scope"_s, scopeFor(Resource::AzureDevOps)}};
    const SecretFields secrets{{"code", answer->code}, {"code_verifier", pkce.verifier}};
    auto redeeming = redeem(http, client, fields, secrets, stop);
    const auto tokens = co_await redeeming;
    if (!tokens)
        co_return tokens.problem();
    co_return SharedSignIn(std::make_shared<EntraSignIn>(http, SignInMethod::Browser, client, *tokens));
}

} // namespace signet
