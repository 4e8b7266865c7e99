#include "core/signin/accesstokensignin.h"

#include "core/net/addresses.h"
#include "core/result/reason.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qsizetype shortest = 20;
constexpr qsizetype longest = 1024;

bool mayStandInToken(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

Problem invalid(const QString &reason)
{
    return Problem(finding::accessTokenInvalid, {{u"reason"_s, reason}});
}

} // namespace

Result<Secret> parseAccessToken(const Secret &pasted)
{
    QByteArray plain = pasted.reveal().trimmed();
    if (plain.isEmpty())
        return invalid(reasonText(QT_TRANSLATE_NOOP("Reason", "nothing was given")));
    if (plain.startsWith("eyJ") && plain.contains('.'))
        return invalid(reasonText(
            QT_TRANSLATE_NOOP("Reason", "it is a token of Microsoft Entra, which expires within the hour")));
    if (plain.size() < shortest || plain.size() > longest || !std::ranges::all_of(plain, mayStandInToken))
        return invalid(reasonText(
            QT_TRANSLATE_NOOP("Reason", "it is not made of letters and digits, 52 or 84 of them")));
    return Secret(std::move(plain));
}

AccessTokenSignIn::AccessTokenSignIn(const Host &host, const Secret &token, const Account &account)
    : SignIn(host, SignInMethod::AccessToken, {})
    , m_token(token)
{
    setAccount(account);
}

StoredSignIn AccessTokenSignIn::stored() const
{
    return {method(), account(), {}, {}, m_token};
}

QCoro::Task<Result<SignIn::Fresh>> AccessTokenSignIn::ask(Resource resource, std::stop_token)
{
    if (resource != Resource::AzureDevOps)
        co_return Problem(finding::accessTokenNotFor, {{u"resource"_s, toString(resource)}});
    Fresh fresh;
    fresh.credential = Credential::accessToken(m_token);
    co_return fresh;
}

} // namespace signet
