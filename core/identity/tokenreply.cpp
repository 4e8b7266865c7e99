#include "core/identity/endpointreply.h"
#include "core/identity/providerreading.h"

#include "core/result/redaction.h"
#include "core/token/epochtime.h"

#include <QJsonArray>
#include <QSet>

#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Ten years of 365 days: no token lives that long, so a later expiry is a mistake of units.
constexpr qint64 longestLife = 10LL * 365 * 86400;
// A token issued earlier than this comes out of the platform's cache; fresh ones are dated back by
// the clock tolerance.
constexpr qint64 cachedAge = 900;

// Warnings in the order of their weight: the first that was raised becomes the kind of the answer.
constexpr std::array warningOrder{
    IdentityFault::UserToken,    IdentityFault::WrongIdentity,
    IdentityFault::TokenExpired, IdentityFault::ClockSkew,
    IdentityFault::BadExpiry,    IdentityFault::MissingExpiry,
    IdentityFault::JwtMalformed, IdentityFault::ProxyInPath,
    IdentityFault::NotImds,      IdentityFault::BadRequestUnclassified,
};

// Seconds of Unix time when a token expires, and what is wrong with that field of the reply.
struct Expiry {
    std::optional<qint64> time;
    IdentityFault doubt = IdentityFault::None; // BadExpiry or MissingExpiry
};

bool isPlausible(const std::optional<qint64> &time, qint64 now)
{
    return time && *time >= earliestTime && *time - now <= longestLife;
}

bool isAbsent(const QJsonValue &value)
{
    // The service writes what it does not have as the empty string.
    return value.isUndefined() || (value.isString() && value.toString().isEmpty());
}

Expiry expiryOf(const QJsonObject &json, const std::optional<Claims> &claims, qint64 now)
{
    Expiry expiry;
    const QJsonValue on = json["expires_on"_L1];
    const QJsonValue in = json["expires_in"_L1];
    const auto onTime = epochSeconds(on);
    const auto inSeconds = epochSeconds(in);
    if (isPlausible(onTime, now)) {
        expiry.time = onTime;
    } else {
        if (!isAbsent(on))
            expiry.doubt = IdentityFault::BadExpiry;
        // A relative zero is a token that ends now; below zero it means nothing.
        if (inSeconds && *inSeconds >= 0 && *inSeconds <= longestLife)
            expiry.time = now + *inSeconds;
        else if (!isAbsent(in))
            expiry.doubt = IdentityFault::BadExpiry;
        else if (expiry.doubt == IdentityFault::None)
            expiry.doubt = IdentityFault::MissingExpiry;
    }

    const auto claimed = claims ? claims->expires : std::nullopt;
    if (isPlausible(claimed, now)) {
        if (!expiry.time) {
            expiry.time = claimed;
        } else if (*claimed < *expiry.time) {
            // The service that is asked with the token goes by the claim.
            if (*expiry.time - *claimed > clockTolerance.count())
                expiry.doubt = IdentityFault::BadExpiry;
            expiry.time = claimed;
        }
    }
    return expiry;
}

std::optional<qint64> refreshTime(const QJsonObject &json, qint64 now, qint64 expiresOn)
{
    const auto seconds = epochSeconds(json["refresh_in"_L1]);
    if (!seconds || *seconds <= 0 || *seconds > longestLife || now + *seconds >= expiresOn)
        return std::nullopt;
    return now + *seconds;
}

QString vectorWord(IdentityType type)
{
    return type == IdentityType::System ? u"system"_s : type == IdentityType::User ? u"user"_s : u"unknown"_s;
}

QString clientAuthWord(const QString &acr)
{
    return acr == "0"_L1 ? u"none"_s
        : acr == "1"_L1  ? u"secret"_s
        : acr == "2"_L1  ? u"certificate"_s
                         : QString();
}

void insertText(QJsonObject &facts, QLatin1StringView key, const QString &text)
{
    if (!text.isEmpty())
        facts.insert(key, text);
}

bool sameId(const QString &a, const QString &b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

void addClaimFacts(QJsonObject &facts, const Claims &claims, const QString &resource, qint64 now)
{
    facts.insert(u"identityType"_s, vectorWord(identityTypeOf(claims)));
    insertText(facts, "clientId"_L1, claims.appId);
    insertText(facts, "objectId"_L1, claims.objectId);
    insertText(facts, "tenantId"_L1, claims.tenantId);
    insertText(facts, "resourceId"_L1, machineResourceId(claims));
    insertText(facts, "identityResourceId"_L1, userAssignedResourceId(claims));
    insertText(facts, "alg"_L1, claims.alg);
    insertText(facts, "tokenVersion"_L1, claims.version);
    insertText(facts, "clientAuth"_L1, clientAuthWord(claims.appIdAcr));
    insertText(facts, "userName"_L1, userName(claims));
    insertText(facts, "issuerCloud"_L1, otherCloudOf(claims));
    if (!claims.audience.isEmpty()) {
        // Of several the one that was asked for, if it is among them.
        QString audience = claims.audience.front();
        for (const QString &other : claims.audience) {
            if (audienceMatches(other, resource))
                audience = other;
        }
        facts.insert(u"audience"_s, audience);
        facts.insert(u"audienceIsAzureDevOps"_s, audienceIsAzureDevOps(audience));
        insertText(facts, "audienceName"_L1, audienceName(audience));
    }
    if (claims.issuedAt) {
        facts.insert(u"issuedSecondsAgo"_s, now - *claims.issuedAt);
        facts.insert(u"platformCached"_s, now - *claims.issuedAt > cachedAge);
    }
}

// Whether the token is the one that was selected; nothing if that cannot be determined.
std::optional<bool> isSelected(const IdentitySelector &selector, const std::optional<Claims> &claims,
                               const QJsonObject &json)
{
    const auto compared = [](const QString &wanted, const QString &got) -> std::optional<bool> {
        if (got.isEmpty())
            return std::nullopt;
        return sameId(wanted, got);
    };
    // The token counts; the reply counts only where the token has no such claim.
    const auto claimOr = [&](QString Claims::*claim, QLatin1StringView field) {
        const QString claimed = claims ? (*claims).*claim : QString();
        return claimed.isEmpty() ? json[field].toString() : claimed;
    };
    if (selector.clientId())
        return compared(selector.text(), claimOr(&Claims::appId, "client_id"_L1));
    if (selector.objectId())
        return compared(selector.text(), claimOr(&Claims::objectId, "object_id"_L1));
    if (selector.resourceId())
        return compared(selector.text(), claimOr(&Claims::miResourceId, "msi_res_id"_L1));
    return true;
}

// How far this machine's clock is behind the issuer's; nothing when it is not, or not by much.
std::optional<qint64> clockBehind(const Claims &claims, qint64 now)
{
    const auto begins = claims.notBefore ? claims.notBefore : claims.issuedAt;
    if (!begins || *begins - now <= clockTolerance.count() || *begins - now > longestLife)
        return std::nullopt;
    return *begins - now;
}

TokenAnswer judgeDocument(TokenAnswer answer, const TokenQuestion &question, const TokenResponse &document,
                          const Secret &bearer, std::chrono::sys_seconds time)
{
    QJsonObject &facts = answer.facts;
    const QJsonObject &json = document.json;
    const qint64 now = time.time_since_epoch().count();

    const QString sent = json["access_token"_L1].toString();
    if (sent.trimmed().isEmpty()) {
        const EndpointError error = endpointErrorOf(json);
        insertText(facts, "rawText"_L1,
                   redacted((error.description.isEmpty() ? error.code : error.description).left(2000)));
        return failed(answer, IdentityFault::MissingAccessToken);
    }
    // It goes into a header: a control character could end the header, so such a token is never used.
    for (const QChar c : sent) {
        if (c <= u' ' || c > u'~')
            return failed(answer, IdentityFault::JwtMalformed);
    }
    const QJsonValue type = json["token_type"_L1];
    if (!isAbsent(type) && !type.isNull()) {
        const QString name = type.toString(u"not a text"_s).trimmed();
        facts.insert(u"tokenType"_s, name.left(60));
        // Bound tokens (mtls_pop) are worth nothing without the key they are bound to.
        if (!sameId(name, u"Bearer"_s))
            return failed(answer, IdentityFault::BadRequestUnclassified);
    }

    AccessToken token;
    token.text = bearer;
    token.clientIdInReply = json["client_id"_L1].toString();
    insertText(facts, "clientId"_L1, token.clientIdInReply);
    QSet<IdentityFault> warnings(document.doubts.begin(), document.doubts.end());
    bool isUnsure = false; // something could not be confirmed, though nothing speaks against it

    const auto decoded = decodeClaims(token.text);
    if (decoded) {
        token.claims = *decoded;
        addClaimFacts(facts, *decoded, question.resource, now);
        if (!QStringList{u"RS"_s, u"PS"_s, u"ES"_s}.contains(decoded->alg.left(2)) || !decoded->isSigned)
            warnings.insert(IdentityFault::JwtMalformed);
    } else {
        facts.insert(u"identityType"_s, vectorWord(IdentityType::Unknown));
        facts.insert(u"reason"_s, decoded.problem().evidence["reason"_L1]);
        warnings.insert(IdentityFault::JwtMalformed);
    }

    const Expiry expiry = expiryOf(json, token.claims, now);
    if (!expiry.time)
        return failed(answer, expiry.doubt);
    token.expiresOn = *expiry.time;
    token.refreshOn = refreshTime(json, now, token.expiresOn);
    facts.insert(u"expiresOn"_s, token.expiresOn);
    facts.insert(u"secondsLeft"_s, token.expiresOn - now);
    facts.insert(u"refreshOn"_s, token.refreshOn ? QJsonValue(*token.refreshOn) : QJsonValue());
    if (expiry.doubt != IdentityFault::None)
        warnings.insert(expiry.doubt);
    if (token.expiresOn <= now) {
        // Of a token that has a life left by its own account the clock tells: this one runs ahead.
        const auto left = epochSeconds(json["expires_in"_L1]);
        if (left && *left > 0 && *left <= longestLife)
            facts.insert(u"skewSeconds"_s, token.expiresOn - *left - now);
        // The provider compares the expiry with no clock: it sends what it got.
        if (question.manner == TokenQuestion::Manner::Own)
            return failed(answer, IdentityFault::TokenExpired);
        warnings.insert(IdentityFault::TokenExpired);
    }
    // Clients count a token with less than this left as expired, and ask again each time.
    isUnsure = token.expiresOn - now < clockTolerance.count();

    if (token.claims) {
        const Claims &claims = *token.claims;
        bool isForResource = claims.audience.isEmpty();
        for (const QString &audience : claims.audience)
            isForResource = isForResource || audienceMatches(audience, question.resource);
        if (!isForResource)
            return failed(answer, IdentityFault::WrongAudience);
        // Entra writes one audience as text; a list is not its form.
        isUnsure = isUnsure || claims.audience.isEmpty() || claims.audienceIsList;
    }

    const std::optional<bool> selected = isSelected(question.selector, token.claims, json);
    if (selected == false) {
        insertText(facts, "actualClientId"_L1, facts["clientId"_L1].toString());
        return failed(answer, IdentityFault::WrongIdentity);
    }
    isUnsure = isUnsure || !selected;

    if (token.claims) {
        const Claims &claims = *token.claims;
        if (question.organizationTenant) {
            if (claims.tenantId.isEmpty())
                isUnsure = true;
            else if (!sameId(claims.tenantId, question.organizationTenant->toString()))
                return failed(answer, IdentityFault::WrongTenant);
        }
        const IdentityType identity = identityTypeOf(claims);
        const bool isPerson = identity == IdentityType::Person;
        if (document.bearer == TokenResponse::Bearer::Person) {
            // The account that is signed in should be a person's, not an identity.
            if (!isPerson)
                warnings.insert(IdentityFault::WrongIdentity);
        } else {
            if (isPerson)
                warnings.insert(IdentityFault::UserToken);
            else if (claims.appIdAcr == "1"_L1) // a secret: the platform's identities have certificates
                warnings.insert(IdentityFault::WrongIdentity);
            else if (identity == IdentityType::Unknown)
                isUnsure = isUnsure || document.namesIdentity;
            else if (question.wantedType && *question.wantedType != identity)
                warnings.insert(IdentityFault::WrongIdentity);
            // Managed identities get version 1.0 for Azure DevOps, with the object id as subject.
            if (claims.version.startsWith("2"_L1)
                || (!claims.subject.isEmpty() && !sameId(claims.subject, claims.objectId)))
                isUnsure = true;
        }
        isUnsure =
            isUnsure || claims.objectId.isEmpty() || claims.appId.isEmpty() || claims.tenantId.isEmpty();
        if (const auto behind = clockBehind(claims, now)) {
            facts.insert(u"skewSeconds"_s, *behind);
            warnings.insert(IdentityFault::ClockSkew);
        }
    }

    QJsonArray further;
    for (const IdentityFault fault : warningOrder) {
        if (!warnings.contains(fault))
            continue;
        if (answer.fault == IdentityFault::None)
            answer.fault = fault;
        else
            further.append(QString(toString(fault)));
    }
    if (!further.isEmpty())
        facts.insert(u"warnings"_s, further);
    answer.outcome = warnings.isEmpty() && !isUnsure ? TokenAnswer::Outcome::Token
                                                     : TokenAnswer::Outcome::TokenWithWarning;
    answer.token = std::move(token);
    return answer;
}

} // namespace

TokenAnswer readToken(TokenAnswer answer, const TokenQuestion &question, const TokenResponse &document,
                      std::chrono::sys_seconds time)
{
    // Known by its value from here on, also where it is refused: whoever sends it can repeat a piece of it in
    // any other field.
    const Secret bearer(document.json["access_token"_L1].toString().toUtf8());
    answer = judgeDocument(std::move(answer), question, document, bearer, time);
    answer.facts = redacted(answer.facts);
    return answer;
}

TokenAnswer judgeToken(const TokenQuestion &question, const EndpointReply &seen)
{
    TokenResponse document;
    document.json = seen.json;
    document.namesIdentity = seen.kind != EndpointKind::ServiceFabric;
    // Genuine answers of IMDS name their server; behind an override there is another service on purpose.
    if (seen.asksImds() && !seen.fromImds && !seen.isOverridden)
        document.doubts.append(IdentityFault::NotImds);
    if (isFromProxy(seen))
        document.doubts.append(IdentityFault::ProxyInPath);
    if (seen.reply.status != 200)
        document.doubts.append(IdentityFault::BadRequestUnclassified);

    TokenAnswer known = answerFor(seen);
    insertText(known.facts, "providerCannotRead"_L1, whyProviderCannotRead(seen.reply));
    TokenQuestion asked = question;
    asked.selector = effectiveSelector(question, seen.kind, seen.environment);
    return readToken(std::move(known), asked, document,
                     std::chrono::sys_seconds(std::chrono::seconds(seen.now)));
}

} // namespace signet
