#include "core/token/tokenage.h"

#include <QCoreApplication>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct TokenAgeText {
    Q_DECLARE_TR_FUNCTIONS(TokenAge)
};

// A token issued earlier than this comes from the platform's cache; new ones are backdated by five minutes.
constexpr qint64 cachedAge = 900;
// Entra tolerates a difference of clocks up to this.
constexpr qint64 tolerance = 300;

void insert(QJsonObject &json, const QString &name, const std::optional<qint64> &value)
{
    json.insert(name, value ? QJsonValue(*value) : QJsonValue());
}

QString cacheSentence(const Claims &claims, const TokenAge &age)
{
    if (!age.age)
        return TokenAgeText::tr("It does not state when it was issued, so its age is not known.");
    if (*age.age < -tolerance)
        return TokenAgeText::tr("By this machine's clock it was issued %1 in the future.")
            .arg(durationWords(*age.age));
    if (!age.fromCache)
        return TokenAgeText::tr("It is new: issued for this request or shortly before.");
    const bool isPerson = identityTypeOf(claims) == IdentityType::Person;
    return isPerson ? TokenAgeText::tr("It is %1 old and came from a cache.").arg(durationWords(*age.age))
                    : TokenAgeText::tr("It is %1 old. The platform caches the token of a managed identity "
                                       "for about a day and documents no way to get a new one sooner.")
                          .arg(durationWords(*age.age));
}

QString clockSentence(qint64 ahead)
{
    if (qAbs(ahead) <= 1)
        return TokenAgeText::tr("This machine's clock and the server's agree.");
    const QString by = durationWords(ahead);
    if (qAbs(ahead) <= tolerance)
        return ahead > 0
            ? TokenAgeText::tr("This machine's clock is %1 ahead of the server's, which is harmless.").arg(by)
            : TokenAgeText::tr("The server's clock is %1 ahead of this machine's, which is harmless.")
                  .arg(by);
    return ahead > 0 ? TokenAgeText::tr("This machine's clock is %1 ahead of the server's. Set this "
                                        "machine's clock, or valid tokens are treated as expired.")
                           .arg(by)
                     : TokenAgeText::tr("The server's clock is %1 ahead of this machine's. Set this "
                                        "machine's clock, or new tokens are treated as not yet valid.")
                           .arg(by);
}

} // namespace

QString durationWords(qint64 seconds)
{
    seconds = qAbs(seconds);
    if (seconds < 120)
        return seconds == 1 ? TokenAgeText::tr("1 second") : TokenAgeText::tr("%1 seconds").arg(seconds);
    const auto minutesText = [](qint64 minutes) {
        return minutes == 1 ? TokenAgeText::tr("1 minute") : TokenAgeText::tr("%1 minutes").arg(minutes);
    };
    if (seconds < 2 * 3600)
        return minutesText(seconds / 60);
    if (seconds < 48 * 3600) {
        const qint64 hours = seconds / 3600;
        const qint64 minutes = seconds % 3600 / 60;
        const QString hoursText =
            hours == 1 ? TokenAgeText::tr("1 hour") : TokenAgeText::tr("%1 hours").arg(hours);
        return minutes == 0 ? hoursText : hoursText + u' ' + minutesText(minutes);
    }
    return TokenAgeText::tr("%1 days").arg(seconds / 86400);
}

QJsonObject TokenAge::toJson() const
{
    QJsonObject json{{u"fromCache"_s, fromCache}};
    insert(json, u"ageSeconds"_s, age);
    insert(json, u"secondsLeft"_s, left);
    insert(json, u"lifeSeconds"_s, life);
    insert(json, u"clockAheadSeconds"_s, clockAhead);
    insert(json, u"secondsLeftByServer"_s, leftByServer);
    return json;
}

TokenAge ageOf(const Claims &claims, std::chrono::sys_seconds now, std::optional<qint64> serverTime)
{
    // Later times are not plausible, and their differences would not fit.
    const auto plausible = [](const std::optional<qint64> &time) {
        return time && *time > 0 && *time < 253402300800 ? time : std::nullopt;
    };
    const qint64 here = now.time_since_epoch().count();
    const auto issued = plausible(claims.issuedAt ? claims.issuedAt : claims.notBefore);
    const auto expires = plausible(claims.expires);
    const auto server = plausible(serverTime);
    TokenAge age;
    if (issued)
        age.age = here - *issued;
    if (expires)
        age.left = *expires - here;
    if (issued && expires)
        age.life = *expires - *issued;
    if (server)
        age.clockAhead = here - *server;
    if (server && expires)
        age.leftByServer = *expires - *server;
    const qint64 trueAge = age.age.value_or(0) - age.clockAhead.value_or(0);
    age.fromCache = age.age && trueAge > cachedAge;
    return age;
}

std::optional<QStringList> listedGroups(const Claims &claims)
{
    const QJsonValue value = claims.payload["groups"_L1];
    if (!value.isArray())
        return std::nullopt;
    QStringList groups;
    const QJsonArray list = value.toArray();
    for (const QJsonValue group : list)
        groups.append(group.toString());
    return groups;
}

QStringList explainAge(const Claims &claims, const TokenAge &age)
{
    QStringList sentences{cacheSentence(claims, age)};
    if (age.fromCache && identityTypeOf(claims) != IdentityType::Person) {
        sentences << TokenAgeText::tr("These can be out of date: groups, application roles and claims of the "
                                      "directory, as they were when it was issued.")
                  << TokenAgeText::tr("These are always current: membership, access level, groups and "
                                      "permissions in Azure DevOps, which looks them up for each request.");
    }
    // The service judges by its own clock.
    const auto left = age.leftByServer ? age.leftByServer : age.left;
    if (!left)
        sentences << TokenAgeText::tr("It does not state when it expires.");
    else if (*left > 0)
        sentences << (age.leftByServer ? TokenAgeText::tr("It is valid for another %1 by the server's clock.")
                                       : TokenAgeText::tr("It is valid for another %1."))
                         .arg(durationWords(*left));
    else
        sentences << (age.leftByServer ? TokenAgeText::tr("It expired %1 ago by the server's clock.")
                                       : TokenAgeText::tr("It expired %1 ago."))
                         .arg(durationWords(*left));
    if (age.clockAhead)
        sentences << clockSentence(*age.clockAhead);
    return sentences;
}

} // namespace signet
