#include "core/token/tokenage.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// A token issued earlier than this comes out of the platform's cache; fresh ones are dated back by five
// minutes.
constexpr qint64 cachedAge = 900;
// Clocks that differ by no more are as good as equal: Entra allows for it.
constexpr qint64 tolerance = 300;

void insert(QJsonObject &json, const QString &name, const std::optional<qint64> &value)
{
    json.insert(name, value ? QJsonValue(*value) : QJsonValue());
}

QString cacheSentence(const Claims &claims, const TokenAge &age)
{
    if (!age.age)
        return u"When it was issued is not said, so its age is not known."_s;
    if (*age.age < -tolerance)
        return u"It was issued %1 in the future by this machine's clock."_s.arg(durationWords(*age.age));
    if (!age.fromCache)
        return u"It is fresh: issued for this request or shortly before."_s;
    const bool isPerson = identityTypeOf(claims) == IdentityType::Person;
    return isPerson
        ? u"It is %1 old and came out of a cache."_s.arg(durationWords(*age.age))
        : u"It is %1 old: the platform keeps the token of a managed identity for about a day, and "
          u"documents no way to get a new one sooner."_s.arg(durationWords(*age.age));
}

QString clockSentence(qint64 ahead)
{
    if (qAbs(ahead) <= 1)
        return u"This machine's clock and the server's agree."_s;
    const QString words = u"This machine's clock is %1 %2 the server's"_s.arg(
        durationWords(ahead), ahead > 0 ? u"ahead of"_s : u"behind"_s);
    return qAbs(ahead) <= tolerance ? words + u", which does no harm."_s
                                    : words + u": set it, or tokens count as expired or not yet valid."_s;
}

} // namespace

QString durationWords(qint64 seconds)
{
    seconds = qAbs(seconds);
    const auto count = [](qint64 number, QLatin1StringView unit) {
        return number == 1 ? u"1 "_s + unit : u"%1 %2s"_s.arg(number).arg(unit);
    };
    if (seconds < 120)
        return count(seconds, "second"_L1);
    if (seconds < 2 * 3600)
        return count(seconds / 60, "minute"_L1);
    if (seconds < 48 * 3600) {
        const qint64 minutes = seconds % 3600 / 60;
        return count(seconds / 3600, "hour"_L1)
            + (minutes == 0 ? QString() : u' ' + count(minutes, "minute"_L1));
    }
    return count(seconds / 86400, "day"_L1);
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
    // Times beyond this are no times, and differences of them would not fit.
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
        sentences
            << u"Stale in it may be: groups, application roles and claims of the directory, as they were "
               u"when it was issued."_s
            << u"Not stale can be: membership, access level, groups and permissions in Azure DevOps, which "
               u"looks them up at each request."_s;
    }
    // The service judges by its own clock.
    const auto left = age.leftByServer ? age.leftByServer : age.left;
    if (!left)
        sentences << u"When it expires is not said."_s;
    else if (*left > 0)
        sentences << u"It is good for another %1%2."_s.arg(
            durationWords(*left), age.leftByServer ? u" by the server's clock"_s : QString());
    else
        sentences << u"It expired %1 ago%2."_s.arg(
            durationWords(*left), age.leftByServer ? u" by the server's clock"_s : QString());
    if (age.clockAhead)
        sentences << clockSentence(*age.clockAhead);
    return sentences;
}

} // namespace signet
