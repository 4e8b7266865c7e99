#include "core/report/tokendocument.h"

#include "core/report/reportdocument.h"
#include "core/result/identifiers.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Clocks that differ by no more do no harm (see explainAge).
constexpr qint64 tolerance = 300;
constexpr qint64 latest = 253402300800; // year 10000 has no agreed spelling

struct TokenText {
    Q_DECLARE_TR_FUNCTIONS(Token)
};

QString originWords(const TokenRead &token)
{
    switch (token.origin) {
    case TokenRead::Origin::Endpoint:
        return token.endpoint.isEmpty() ? TokenText::tr("The identity endpoint returned this token.")
                                        : TokenText::tr("Signet got this token from %1.").arg(token.endpoint);
    case TokenRead::Origin::GivenAsToken:
        return TokenText::tr("The input was the token itself.");
    case TokenRead::Origin::GivenInHeader:
        return TokenText::tr("The input was a request header with this token.");
    case TokenRead::Origin::GivenInReply:
        return TokenText::tr("The input was a response with this token.");
    }
    Q_UNREACHABLE();
}

QString timeText(qint64 seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC).toString(u"yyyy-MM-dd HH:mm:ss"_s) + u" UTC"_s;
}

bool plausible(const std::optional<qint64> &time)
{
    return time && *time > 0 && *time < latest;
}

QString groupTitle(const QString &group)
{
    static const QHash<QString, const char *> titles{
        {claimGroups[0], QT_TRANSLATE_NOOP("Token", "Identity")},
        {claimGroups[1], QT_TRANSLATE_NOOP("Token", "Resource")},
        {claimGroups[2], QT_TRANSLATE_NOOP("Token", "Issuer")},
        {claimGroups[3], QT_TRANSLATE_NOOP("Token", "Validity")},
    };
    return TokenText::tr(titles.value(group));
}

QString capitalized(const QString &text)
{
    return text.left(1).toUpper() + text.mid(1);
}

QString lastSegment(const QString &resourceId)
{
    const auto id = ResourceId::parse(resourceId);
    return id ? id->name() : QString();
}

// A hostile token can hold anything.
QString nameText(const QString &text)
{
    QString clean = text.simplified();
    clean.removeIf([](QChar letter) { return !letter.isPrint() && !letter.isSurrogate(); });
    return clean.size() <= 60 ? clean : clean.left(59) + u'…';
}

QString serviceWords(const Claims &claims)
{
    if (claims.audience.isEmpty())
        return {};
    const QString name = audienceName(claims.audience.front());
    return name.isEmpty() ? nameText(claims.audience.front()) : name;
}

bool isForAzureDevOps(const Claims &claims)
{
    return std::any_of(claims.audience.begin(), claims.audience.end(),
                       [](const QString &audience) { return audienceIsAzureDevOps(audience); });
}

QString lifeWords(const Claims &claims, const TokenAge &age, qint64 now)
{
    const auto left = age.leftByServer ? age.leftByServer : age.left;
    if (plausible(claims.notBefore) && *claims.notBefore - now > tolerance)
        return TokenText::tr("not valid before %1").arg(timeText(*claims.notBefore));
    if (!left)
        return TokenText::tr("with no expiry time");
    return *left > 0 ? TokenText::tr("valid for another %1").arg(durationWords(*left))
                     : TokenText::tr("expired %1 ago").arg(durationWords(*left));
}

TokenDocument::State stateOf(const Claims &claims, const TokenAge &age, qint64 now)
{
    using State = TokenDocument::State;
    const auto left = age.leftByServer ? age.leftByServer : age.left;
    if (left && *left <= 0)
        return State::Useless;
    if (plausible(claims.notBefore) && *claims.notBefore - now > tolerance)
        return State::Useless;
    if (!left || !isForAzureDevOps(claims) || identityTypeOf(claims) == IdentityType::Person)
        return State::Doubtful;
    return qAbs(age.clockAhead.value_or(0)) > tolerance ? State::Doubtful : State::Good;
}

// How far the server's clock has come since it was heard.
std::optional<qint64> serverNow(const TokenRead &token, std::chrono::sys_seconds now)
{
    if (!plausible(token.serverTime))
        return std::nullopt;
    return *token.serverTime + (now - token.readAt).count();
}

QList<TokenDocument::Mark> marksOf(const TokenRead &token, std::optional<qint64> server, qint64 now)
{
    using Kind = TokenDocument::Mark::Kind;
    const Claims &claims = *token.claims;
    const auto issued = claims.issuedAt ? claims.issuedAt : claims.notBefore;
    if (!plausible(issued) || !plausible(claims.expires) || *claims.expires <= *issued)
        return {};
    QList<TokenDocument::Mark> marks;
    const auto add = [&marks, now](Kind kind, qint64 at, const QString &name) {
        QString distance;
        if (kind != Kind::Here && at < now)
            distance = TokenText::tr("%1 ago").arg(durationWords(now - at));
        else if (kind != Kind::Here && at > now)
            distance = TokenText::tr("in %1").arg(durationWords(at - now));
        marks.append({kind, at, name, timeText(at), distance});
    };
    add(Kind::Issued, *issued, TokenText::tr("issued"));
    if (plausible(token.answeredAt))
        add(Kind::Answered, *token.answeredAt, TokenText::tr("answered"));
    add(Kind::Here, now, TokenText::tr("now, this machine"));
    if (server) {
        add(Kind::Server, *server, TokenText::tr("now, the server"));
        const qint64 ahead = now - *server;
        marks.last().distance = qAbs(ahead) <= 1 ? TokenText::tr("the same")
            : ahead > 0                          ? TokenText::tr("%1 behind").arg(durationWords(ahead))
                                                 : TokenText::tr("%1 ahead").arg(durationWords(ahead));
    }
    add(Kind::Expires, *claims.expires, TokenText::tr("expires"));
    // Few and unequal by their kind where two are at the same time.
    std::sort(marks.begin(), marks.end(),
              [](const auto &a, const auto &b) { return a.at != b.at ? a.at < b.at : a.kind < b.kind; });
    return marks;
}

// The same claim goes by two names in the two versions of the format.
QString sameName(const QString &claim)
{
    if (claim == "azp"_L1)
        return u"appid"_s;
    return claim == "azpacr"_L1 ? u"appidacr"_s : claim;
}

QJsonValue rawValue(const Claims &claims, const QString &claim)
{
    return claim.startsWith("header."_L1) ? claims.header[claim.mid(7)] : claims.payload[claim];
}

bool differsBetweenAny(const QString &claim)
{
    static const QStringList names{u"exp"_s,       u"iat"_s,        u"nbf"_s,        u"uti"_s,
                                   u"aio"_s,       u"rh"_s,         u"xms_ftd"_s,    u"xms_rd"_s,
                                   u"xms_idrel"_s, u"header.kid"_s, u"header.x5t"_s, u"header.nonce"_s};
    return names.contains(claim);
}

QString comparisonSentence(const Claims &first, const Claims &second, int telling)
{
    const bool sameIdentity =
        first.objectId == second.objectId && first.tenantId == second.tenantId && first.appId == second.appId;
    const bool sameService = first.audience.size() == second.audience.size()
        && (first.audience.isEmpty() || audienceMatches(first.audience.front(), second.audience.front()));
    if (!sameIdentity) {
        const QString one = holderWords(first);
        const QString other = holderWords(second);
        if (one == other)
            return first.tenantId == second.tenantId
                ? TokenText::tr("These are two different identities, although both are %1.").arg(one)
                : TokenText::tr("These are from two different tenants, although both are %1.").arg(one);
        return TokenText::tr("These are two different identities: %1 and %2.").arg(one, other);
    }
    if (!sameService)
        return TokenText::tr("Both belong to %1, but are for different services: %2 and %3.")
            .arg(holderWords(first), serviceWords(first), serviceWords(second));
    if (telling > 0)
        return TokenText::tr(
                   "Both belong to %1 and are for the same service. They differ in the marked claims.")
            .arg(holderWords(first));
    return first.uti == second.uti && first.issuedAt == second.issuedAt
        ? TokenText::tr("Every claim is the same in both.")
        : TokenText::tr("Both belong to %1 and have the same claims, except for times and token ids.")
              .arg(holderWords(first));
}

} // namespace

QString holderWords(const Claims &claims)
{
    const QString id = shortened(claims.objectId.isEmpty() ? claims.appId : claims.objectId);
    switch (identityTypeOf(claims)) {
    case IdentityType::System: {
        const QString name = nameText(lastSegment(machineResourceId(claims)));
        return name.isEmpty() ? TokenText::tr("a system-assigned identity")
                              : TokenText::tr("the system-assigned identity of %1").arg(name);
    }
    case IdentityType::User: {
        const QString name = nameText(lastSegment(userAssignedResourceId(claims)));
        return name.isEmpty() ? TokenText::tr("a user-assigned identity")
                              : TokenText::tr("the user-assigned identity %1").arg(name);
    }
    case IdentityType::Person: {
        const QString name = nameText(userName(claims));
        return name.isEmpty() ? TokenText::tr("a person") : name;
    }
    case IdentityType::Application:
        return TokenText::tr("the application %1").arg(shortened(claims.appId));
    case IdentityType::Unknown:
        return id.isEmpty() ? TokenText::tr("an identity that the token does not name")
                            : TokenText::tr("the identity %1").arg(id);
    }
    Q_UNREACHABLE();
}

TokenRead tokenRead(const TokenAnswer &answer, std::chrono::sys_seconds now)
{
    TokenRead token;
    token.claims = answer.token->claims;
    token.origin = TokenRead::Origin::Endpoint;
    token.endpoint = answer.endpoint ? nameOf(*answer.endpoint) : QString();
    token.fingerprint = answer.token->text.fingerprint();
    token.readAt = now;
    const QJsonValue serverTime = answer.facts["serverTime"_L1];
    if (serverTime.isDouble())
        token.serverTime = serverTime.toInteger();
    token.expiresOn = answer.token->expiresOn;
    return token;
}

Result<TokenRead> tokenRead(const PastedToken &pasted, std::chrono::sys_seconds now)
{
    const auto claims = decodeClaims(pasted.token);
    if (!claims)
        return claims.problem();
    TokenRead token;
    token.claims = *claims;
    switch (pasted.form) {
    case PastedToken::Form::Token:
        token.origin = TokenRead::Origin::GivenAsToken;
        break;
    case PastedToken::Form::Header:
        token.origin = TokenRead::Origin::GivenInHeader;
        break;
    case PastedToken::Form::Reply:
        token.origin = TokenRead::Origin::GivenInReply;
        break;
    }
    token.fingerprint = pasted.token.fingerprint();
    token.readAt = now;
    // The Date of a reply that was kept for a while says nothing about the clock of today.
    token.answeredAt = pasted.serverTime;
    token.expiresOn = pasted.expiresOn;
    return token;
}

TokenDocument describe(const TokenRead &token, std::chrono::sys_seconds now)
{
    TokenDocument document;
    document.facts.append(originWords(token));
    document.facts.append(
        TokenText::tr("Fingerprint %1. It identifies the token without revealing any of it.")
            .arg(token.fingerprint));
    if (!token.claims) {
        document.sentence = TokenText::tr("Signet cannot decode this token. It may still be valid.");
        return document;
    }

    const Claims &claims = *token.claims;
    const qint64 seconds = now.time_since_epoch().count();
    const std::optional<qint64> server = serverNow(token, now);
    const TokenAge age = ageOf(claims, now, server);
    document.state = stateOf(claims, age, server.value_or(seconds));
    const QString service = serviceWords(claims);
    // A name stays as it is.
    const QString holder = holderWords(claims);
    const bool isName = identityTypeOf(claims) == IdentityType::Person && !userName(claims).isEmpty();
    document.sentence = TokenText::tr("%1, for %2, %3.")
                            .arg(isName ? holder : capitalized(holder),
                                 service.isEmpty() ? TokenText::tr("no service") : service,
                                 lifeWords(claims, age, server.value_or(seconds)));
    if (!claims.isSigned)
        document.facts.append(TokenText::tr("It has no signature, so no service will accept it."));

    for (const ClaimLine &line : explainClaims(claims, now)) {
        const QString title = groupTitle(line.group);
        if (document.groups.isEmpty() || document.groups.last().title != title)
            document.groups.append({title, {}});
        document.groups.last().lines.append(line);
    }
    document.ageTitle = TokenText::tr("Age");
    document.age = explainAge(claims, age);
    document.marks = marksOf(token, server, seconds);
    QStringList spoken;
    for (const TokenDocument::Mark &mark : document.marks)
        spoken.append(mark.distance.isEmpty() ? u"%1 %2"_s.arg(mark.name, mark.time)
                                              : u"%1 %2, %3"_s.arg(mark.name, mark.time, mark.distance));
    document.timeline = spoken.join(u"; "_s);
    return document;
}

std::optional<TokenComparison> compare(const TokenRead &first, const TokenRead &second,
                                       std::chrono::sys_seconds now)
{
    if (!first.claims || !second.claims)
        return std::nullopt;
    using Difference = TokenComparison::Difference;
    TokenComparison comparison;
    const QList<ClaimLine> left = explainClaims(*first.claims, now);
    QList<ClaimLine> right = explainClaims(*second.claims, now);

    const auto add = [&](const ClaimLine *one, const ClaimLine *other) {
        const ClaimLine &line = one ? *one : *other;
        TokenComparison::Pair pair;
        pair.group = line.group;
        pair.claim = line.claim;
        if (one && other && one->claim != other->claim)
            pair.claim = u"%1, %2"_s.arg(one->claim, other->claim);
        pair.first = one ? one->value : QString();
        pair.second = other ? other->value : QString();
        pair.sentence = line.sentence;
        if (!other)
            pair.difference = Difference::OnlyFirst;
        else if (!one)
            pair.difference = Difference::OnlySecond;
        else if (rawValue(*first.claims, one->claim) != rawValue(*second.claims, other->claim))
            pair.difference = Difference::Value;
        pair.isOfEachToken = differsBetweenAny(line.claim);
        if (pair.difference != Difference::None && !pair.isOfEachToken)
            ++comparison.telling;
        comparison.pairs.append(pair);
    };
    for (const QLatin1StringView group : claimGroups) {
        for (const ClaimLine &line : left) {
            if (line.group != group)
                continue;
            const auto other = std::find_if(right.begin(), right.end(), [&line](const ClaimLine &candidate) {
                return sameName(candidate.claim) == sameName(line.claim);
            });
            add(&line, other == right.end() ? nullptr : &*other);
            if (other != right.end())
                right.erase(other);
        }
        for (auto line = right.begin(); line != right.end();) {
            const bool isNamedByFirst = std::any_of(left.begin(), left.end(), [&line](const ClaimLine &one) {
                return sameName(one.claim) == sameName(line->claim);
            });
            if (line->group != group || isNamedByFirst) {
                ++line;
                continue;
            }
            add(nullptr, &*line);
            line = right.erase(line);
        }
    }
    comparison.sentence = comparisonSentence(*first.claims, *second.claims, comparison.telling);
    return comparison;
}

QString differenceWords(TokenComparison::Difference difference)
{
    switch (difference) {
    case TokenComparison::Difference::None:
        return TokenText::tr("same");
    case TokenComparison::Difference::Value:
        return TokenText::tr("different");
    case TokenComparison::Difference::OnlyFirst:
        return TokenText::tr("only the first has it");
    case TokenComparison::Difference::OnlySecond:
        return TokenText::tr("only the second has it");
    }
    Q_UNREACHABLE();
}

} // namespace signet
