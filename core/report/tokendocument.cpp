#include "core/report/tokendocument.h"

#include "core/report/reportdocument.h"
#include "core/result/identifiers.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Clocks that differ by no more do no harm (see explainAge).
constexpr qint64 tolerance = 300;
constexpr qint64 latest = 253402300800; // year 10000 has no agreed spelling

QString tr(const char *text)
{
    return QCoreApplication::translate("Report", text);
}

QString timeText(qint64 seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC).toString(u"yyyy-MM-dd HH:mm:ss"_s) + u" UTC"_s;
}

bool plausible(const std::optional<qint64> &time)
{
    return time && *time > 0 && *time < latest;
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
        return tr("not valid before %1").arg(timeText(*claims.notBefore));
    if (!left)
        return tr("without a time when it expires");
    return *left > 0 ? tr("good for another %1").arg(durationWords(*left))
                     : tr("expired %1 ago").arg(durationWords(*left));
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
            distance = tr("%1 ago").arg(durationWords(now - at));
        else if (kind != Kind::Here && at > now)
            distance = tr("in %1").arg(durationWords(at - now));
        marks.append({kind, at, name, timeText(at), distance});
    };
    add(Kind::Issued, *issued, tr("issued"));
    if (plausible(token.answeredAt))
        add(Kind::Answered, *token.answeredAt, tr("answered"));
    add(Kind::Here, now, tr("now, this machine"));
    if (server) {
        add(Kind::Server, *server, tr("now, the server"));
        const qint64 ahead = now - *server;
        marks.last().distance = qAbs(ahead) <= 1 ? tr("the same")
            : ahead > 0                          ? tr("%1 behind").arg(durationWords(ahead))
                                                 : tr("%1 ahead").arg(durationWords(ahead));
    }
    add(Kind::Expires, *claims.expires, tr("expires"));
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
                ? tr("The two are not the same identity, though both are %1.").arg(one)
                : tr("The two are of different tenants, though both are %1.").arg(one);
        return tr("The two are not the same identity: %1, and %2.").arg(one, other);
    }
    if (!sameService)
        return tr("Both are of %1, but for different services: %2, and %3.")
            .arg(holderWords(first), serviceWords(first), serviceWords(second));
    if (telling > 0)
        return tr("Both are of %1 and for the same service; they differ in what is marked.")
            .arg(holderWords(first));
    return first.uti == second.uti && first.issuedAt == second.issuedAt
        ? tr("The two say the same in every claim.")
        : tr("Both are of %1 and say the same; only their times and numbers differ.").arg(holderWords(first));
}

} // namespace

QString holderWords(const Claims &claims)
{
    const QString id = shortened(claims.objectId.isEmpty() ? claims.appId : claims.objectId);
    switch (identityTypeOf(claims)) {
    case IdentityType::System: {
        const QString name = nameText(lastSegment(machineResourceId(claims)));
        return name.isEmpty() ? tr("a system-assigned identity")
                              : tr("the system-assigned identity of %1").arg(name);
    }
    case IdentityType::User: {
        const QString name = nameText(lastSegment(userAssignedResourceId(claims)));
        return name.isEmpty() ? tr("a user-assigned identity")
                              : tr("the user-assigned identity %1").arg(name);
    }
    case IdentityType::Person: {
        const QString name = nameText(userName(claims));
        return name.isEmpty() ? tr("a person") : name;
    }
    case IdentityType::Application:
        return tr("the application %1").arg(shortened(claims.appId));
    case IdentityType::Unknown:
        return id.isEmpty() ? tr("an identity that it does not name") : tr("the identity %1").arg(id);
    }
    Q_UNREACHABLE();
}

TokenDocument describe(const TokenRead &token, std::chrono::sys_seconds now)
{
    TokenDocument document;
    document.facts.append(tr("The token was %1.").arg(token.origin));
    document.facts.append(
        tr("Fingerprint %1: it tells one token from another and gives nothing away.").arg(token.fingerprint));
    if (!token.claims) {
        document.sentence = tr("The token cannot be read. It may be good all the same.");
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
    document.sentence =
        tr("%1, for %2, %3.")
            .arg(isName ? holder : capitalized(holder), service.isEmpty() ? tr("no service") : service,
                 lifeWords(claims, age, server.value_or(seconds)));
    if (!claims.isSigned)
        document.facts.append(tr("It has no signature, so nobody will accept it."));

    for (const ClaimLine &line : explainClaims(claims, now)) {
        const QString title = capitalized(line.group);
        if (document.groups.isEmpty() || document.groups.last().title != title)
            document.groups.append({title, {}});
        document.groups.last().lines.append(line);
    }
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
    const QStringList groups{u"who"_s, u"for whom"_s, u"from where"_s, u"until when"_s};
    for (const QString &group : groups) {
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
        return tr("same");
    case TokenComparison::Difference::Value:
        return tr("different");
    case TokenComparison::Difference::OnlyFirst:
        return tr("only the first has it");
    case TokenComparison::Difference::OnlySecond:
        return tr("only the second has it");
    }
    Q_UNREACHABLE();
}

} // namespace signet
