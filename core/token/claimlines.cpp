#include "core/token/claims.h"

#include "core/result/redaction.h"
#include "core/token/epochtime.h"
#include "core/token/tokenage.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr auto who = "who"_L1;
constexpr auto forWhom = "for whom"_L1;
constexpr auto fromWhere = "from where"_L1;
constexpr auto untilWhen = "until when"_L1;

constexpr qsizetype longestValue = 120;

// The claims we know, in the order in which they are told, and the words where these do not depend
// on the value. The rest is said by sentenceFor().
struct Known {
    QLatin1StringView claim;
    QLatin1StringView group;
    const char16_t *sentence;
};
constexpr std::array<Known, 38> known{{
    {"oid"_L1, who, u"Object id of the service principal: the id to add to the Azure DevOps organization."},
    {"appid"_L1, who,
     u"Client id of the application or identity; goes into client_id of the provider block for a "
     u"user-assigned identity."},
    {"azp"_L1, who,
     u"Client id of the application or identity; goes into client_id of the provider block for a "
     u"user-assigned identity."},
    {"sub"_L1, who, nullptr},
    {"idtyp"_L1, who, nullptr},
    {"xms_mirid"_L1, who, nullptr},
    {"upn"_L1, who, u"Sign-in name of a person: this token is not a managed identity's."},
    {"unique_name"_L1, who, u"Name of a person: this token is not a managed identity's."},
    {"preferred_username"_L1, who, u"Name of a person: this token is not a managed identity's."},
    {"name"_L1, who, u"Display name of the person or application."},
    {"family_name"_L1, who, u"Family name of the person."},
    {"given_name"_L1, who, u"Given name of the person."},
    {"email"_L1, who, u"Mail address of the person."},
    {"groups"_L1, who, u"Entra groups it was in when the token was issued; none that it came into later."},
    {"wids"_L1, who, u"Directory roles it had when the token was issued."},
    {"aud"_L1, forWhom, nullptr},
    {"scp"_L1, forWhom, u"What a person delegated to the application; a managed identity never has this."},
    {"roles"_L1, forWhom, u"Application roles; Azure DevOps ignores them and uses its own permissions."},
    {"tid"_L1, fromWhere,
     u"Tenant (directory) of the identity; must be the tenant that the organization is connected to."},
    {"iss"_L1, fromWhere, nullptr},
    {"idp"_L1, fromWhere, nullptr},
    {"xms_az_rid"_L1, fromWhere, u"Resource id of the machine or service that asked for the token."},
    {"appidacr"_L1, fromWhere, nullptr},
    {"azpacr"_L1, fromWhere, nullptr},
    {"amr"_L1, fromWhere, u"How the person proved who they are."},
    {"ipaddr"_L1, fromWhere, u"Address the person signed in from."},
    {"ver"_L1, fromWhere, nullptr},
    {"uti"_L1, fromWhere, u"Finds this token in the sign-in log of Entra, under managed identity sign-ins."},
    {"xms_tcdt"_L1, fromWhere, u"When the tenant was created."},
    {"xms_cc"_L1, fromWhere, u"What the client can do; cp1 means it understands claims challenges."},
    {"xms_idrel"_L1, fromWhere, u"How the identity relates to the tenant; for Microsoft's own services."},
    {"rh"_L1, fromWhere, u"Internal to Entra; says nothing to others."},
    {"aio"_L1, fromWhere, u"Internal to Entra; says nothing to others."},
    {"xms_ftd"_L1, fromWhere, u"Internal to Entra; says nothing to others."},
    {"xms_rd"_L1, fromWhere, u"Internal to Entra; says nothing to others."},
    {"exp"_L1, untilWhen, nullptr},
    {"iat"_L1, untilWhen, nullptr},
    {"nbf"_L1, untilWhen, nullptr},
}};

bool isTime(const QString &claim)
{
    return claim == "exp"_L1 || claim == "iat"_L1 || claim == "nbf"_L1 || claim == "xms_tcdt"_L1
        || claim == "auth_time"_L1;
}

QString plain(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    if (value.isArray())
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    if (value.isDouble())
        return QString::number(value.toDouble(), 'f', value.toDouble() == double(value.toInteger()) ? 0 : 3);
    return u"null"_s;
}

QString shortened(const QString &text)
{
    // What a token carries may itself be a token (an assertion inside a claim).
    QString clean = redacted(text);
    for (QChar &c : clean) {
        if (!c.isPrint() && !c.isSurrogate())
            c = u' ';
    }
    return clean.size() <= longestValue ? clean : clean.left(longestValue - 1) + u'\u2026';
}

QString valueText(const QString &claim, const QJsonValue &value)
{
    if (isTime(claim)) {
        const auto seconds = epochSeconds(value);
        // Year 9999: later ones have no agreed spelling.
        if (seconds && *seconds >= 0 && *seconds < 253402300800)
            return QDateTime::fromSecsSinceEpoch(*seconds, Qt::UTC).toString(Qt::ISODate);
    }
    return shortened(plain(value));
}

QString timeSentence(const QString &claim, const QJsonValue &value, qint64 now)
{
    const auto time = epochSeconds(value);
    if (!time)
        return u"Should be a time, and is not one that can be read."_s;
    const qint64 left = *time - now;
    if (claim == "exp"_L1)
        return left > 0 ? u"Valid for another %1."_s.arg(durationWords(left))
                        : u"Expired %1 ago."_s.arg(durationWords(left));
    if (claim == "nbf"_L1)
        return left > 0 ? u"Not valid yet: begins in %1; the clock of this machine may be behind."_s.arg(
                              durationWords(left))
                        : u"Valid since %1."_s.arg(durationWords(left));
    return left > 0
        ? u"Issued %1 in the future: the clock of this machine is behind."_s.arg(durationWords(left))
        : u"Issued %1 ago; group and role changes made since are not in it."_s.arg(durationWords(left));
}

QString audienceSentence(const Claims &claims)
{
    if (claims.audience.isEmpty())
        return u"Should name the service the token is for, and does not."_s;
    for (const QString &audience : claims.audience) {
        if (audienceIsAzureDevOps(audience))
            return u"The token is for Azure DevOps."_s;
    }
    const QString name = audienceName(claims.audience.front());
    return name.isEmpty() ? u"The token is for this service, which is not Azure DevOps."_s
                          : u"The token is for %1, not for Azure DevOps."_s.arg(name);
}

QString identitySentence(const Claims &claims)
{
    switch (identityTypeOf(claims.miResourceId)) {
    case IdentityType::User:
        return u"Resource id of a user-assigned managed identity."_s;
    case IdentityType::System:
        return u"Resource id of the machine or service whose system-assigned managed identity this is."_s;
    default:
        return u"Resource id of the managed identity, in a form that is not known."_s;
    }
}

QString clientAuthSentence(const QString &value)
{
    if (value == "2"_L1)
        return u"The client proved itself by a certificate, as managed identities do."_s;
    if (value == "1"_L1)
        return u"The client proved itself by a secret: an application, not a managed identity."_s;
    if (value == "0"_L1)
        return u"The client did not prove itself: a public client, used by a person."_s;
    return u"How the client proved itself; this value is not known."_s;
}

QString sentenceFor(const QString &claim, const QJsonValue &value, const Claims &claims, qint64 now)
{
    if (claim == "sub"_L1)
        return claims.subject == claims.objectId
            ? u"Same as the object id, as with every application."_s
            : u"Differs from the object id: a person, or another kind of flow."_s;
    if (claim == "idtyp"_L1)
        return value == "app"_L1
            ? u"The token stands for an application or managed identity, not for a person."_s
            : value == "user"_L1 ? u"The token stands for a person."_s
                                 : u"Says what the token stands for; this value is not known."_s;
    if (claim == "xms_mirid"_L1)
        return identitySentence(claims);
    if (claim == "aud"_L1)
        return audienceSentence(claims);
    if (claim == "iss"_L1)
        return claims.issuer.contains("sts.windows.net"_L1)
                || claims.issuer.contains("login.microsoftonline.com"_L1)
            ? u"Issued by Entra in the public cloud, for the tenant in this address."_s
            : u"Issued by this authority, which is not that of the public cloud."_s;
    if (claim == "idp"_L1)
        return claims.identityProvider == claims.issuer
            ? u"The identity lives in the tenant that issued the token."_s
            : u"The identity comes from another directory: a guest, or federated."_s;
    if (claim == "appidacr"_L1 || claim == "azpacr"_L1)
        return clientAuthSentence(value.toString());
    if (claim == "ver"_L1)
        return claims.version == "1.0"_L1
            ? u"Version of the token format; managed identities get 1.0 for Azure DevOps."_s
            : u"Version of the token format; managed identities get 1.0, so this came another way."_s;
    if (claim == "exp"_L1 || claim == "iat"_L1 || claim == "nbf"_L1)
        return timeSentence(claim, value, now);
    if (value.isString())
        return u"A further claim named %1, a text of %2 characters."_s.arg(claim.left(60))
            .arg(value.toString().size());
    if (value.isArray())
        return u"A further claim named %1, a list of %2 entries."_s.arg(claim.left(60))
            .arg(value.toArray().size());
    if (value.isObject())
        return u"A further claim named %1, an object."_s.arg(claim.left(60));
    return u"A further claim named %1."_s.arg(claim.left(60));
}

QString headerSentence(const QString &name, const Claims &claims)
{
    if (name == "alg"_L1)
        return claims.alg.startsWith("RS"_L1)
            ? u"How the token is signed; Entra signs with RS256."_s
            : u"How the token is signed; Entra signs with RS256, so be suspicious."_s;
    if (name == "kid"_L1 || name == "x5t"_L1)
        return u"Which of the tenant's published keys signed the token."_s;
    if (name == "typ"_L1)
        return u"Form of the token."_s;
    if (name == "nonce"_L1)
        return u"The signature covers a changed header: only the service it is for can check it."_s;
    return u"A further field of the header."_s;
}

} // namespace

QList<ClaimLine> explainClaims(const Claims &claims, std::chrono::sys_seconds now)
{
    const qint64 seconds = now.time_since_epoch().count();
    const auto line = [&](QLatin1StringView group, const QString &claim, const QString &fixed) {
        const QJsonValue value = claims.payload[claim];
        return ClaimLine{group, shortened(claim), valueText(claim, value),
                         fixed.isEmpty() ? sentenceFor(claim, value, claims, seconds) : fixed};
    };

    QList<ClaimLine> lines;
    QStringList further = claims.payload.keys();
    for (const QLatin1StringView group : {who, forWhom, fromWhere, untilWhen}) {
        for (const Known &entry : known) {
            if (entry.group == group && further.removeOne(QString(entry.claim)))
                lines.append(line(group, entry.claim,
                                  entry.sentence ? QString::fromUtf16(entry.sentence) : QString()));
        }
        if (group == fromWhere) {
            // Nothing is left out: what we do not know is told by its name and shape.
            const QStringList times{u"exp"_s, u"iat"_s, u"nbf"_s};
            for (const QString &claim : std::as_const(further)) {
                if (!times.contains(claim))
                    lines.append(line(group, claim, {}));
            }
            for (auto it = claims.header.begin(); it != claims.header.end(); ++it)
                lines.append({group, u"header."_s + shortened(it.key()), shortened(plain(it.value())),
                              headerSentence(it.key(), claims)});
        }
    }
    return lines;
}

} // namespace signet
