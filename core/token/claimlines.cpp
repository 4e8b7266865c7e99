#include "core/token/claims.h"

#include "core/result/redaction.h"
#include "core/token/epochtime.h"
#include "core/token/tokenage.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct ClaimsText {
    Q_DECLARE_TR_FUNCTIONS(Claims)
};

constexpr auto who = claimGroups[0];
constexpr auto forWhom = claimGroups[1];
constexpr auto fromWhere = claimGroups[2];
constexpr auto untilWhen = claimGroups[3];

constexpr qsizetype longestValue = 120;

// The claims we know, in the order in which they are told, and the words where these do not depend
// on the value. The rest is said by sentenceFor().
struct Known {
    QLatin1StringView claim;
    QLatin1StringView group;
    const char *sentence; // marked for translation; null: sentenceFor()
};
constexpr std::array<Known, 38> known{{
    {"oid"_L1, who,
     QT_TRANSLATE_NOOP(
         "Claims", "Object id of the service principal: the id to add to the Azure DevOps organization.")},
    {"appid"_L1, who,
     QT_TRANSLATE_NOOP("Claims",
                       "Client id of the application or identity; use it as client_id in the provider block "
                       "for a user-assigned identity.")},
    {"azp"_L1, who,
     QT_TRANSLATE_NOOP("Claims",
                       "Client id of the application or identity; use it as client_id in the provider block "
                       "for a user-assigned identity.")},
    {"sub"_L1, who, nullptr},
    {"idtyp"_L1, who, nullptr},
    {"xms_mirid"_L1, who, nullptr},
    {"upn"_L1, who,
     QT_TRANSLATE_NOOP("Claims", "Sign-in name of a person: this token is not a managed identity's.")},
    {"unique_name"_L1, who,
     QT_TRANSLATE_NOOP("Claims", "Name of a person: this token is not a managed identity's.")},
    {"preferred_username"_L1, who,
     QT_TRANSLATE_NOOP("Claims", "Name of a person: this token is not a managed identity's.")},
    {"name"_L1, who, QT_TRANSLATE_NOOP("Claims", "Display name of the person or application.")},
    {"family_name"_L1, who, QT_TRANSLATE_NOOP("Claims", "Family name of the person.")},
    {"given_name"_L1, who, QT_TRANSLATE_NOOP("Claims", "Given name of the person.")},
    {"email"_L1, who, QT_TRANSLATE_NOOP("Claims", "Mail address of the person.")},
    {"groups"_L1, who,
     QT_TRANSLATE_NOOP("Claims",
                       "Entra groups it was in when the token was issued. Later ones are not listed.")},
    {"wids"_L1, who, QT_TRANSLATE_NOOP("Claims", "Directory roles it had when the token was issued.")},
    {"aud"_L1, forWhom, nullptr},
    {"scp"_L1, forWhom,
     QT_TRANSLATE_NOOP("Claims",
                       "What a person delegated to the application. A managed identity never has this.")},
    {"roles"_L1, forWhom,
     QT_TRANSLATE_NOOP("Claims",
                       "Application roles; Azure DevOps ignores them and uses its own permissions.")},
    {"tid"_L1, fromWhere,
     QT_TRANSLATE_NOOP(
         "Claims",
         "Tenant (directory) of the identity; must be the tenant that the organization is connected to.")},
    {"iss"_L1, fromWhere, nullptr},
    {"idp"_L1, fromWhere, nullptr},
    {"xms_az_rid"_L1, fromWhere,
     QT_TRANSLATE_NOOP("Claims", "Resource id of the machine or service that asked for the token.")},
    {"appidacr"_L1, fromWhere, nullptr},
    {"azpacr"_L1, fromWhere, nullptr},
    {"amr"_L1, fromWhere, QT_TRANSLATE_NOOP("Claims", "How the person proved who they are.")},
    {"ipaddr"_L1, fromWhere, QT_TRANSLATE_NOOP("Claims", "Address the person signed in from.")},
    {"ver"_L1, fromWhere, nullptr},
    {"uti"_L1, fromWhere,
     QT_TRANSLATE_NOOP("Claims",
                       "Finds this token in the sign-in log of Entra, under managed identity sign-ins.")},
    {"xms_tcdt"_L1, fromWhere, QT_TRANSLATE_NOOP("Claims", "When the tenant was created.")},
    {"xms_cc"_L1, fromWhere,
     QT_TRANSLATE_NOOP("Claims", "What the client can do; cp1 means it understands claims challenges.")},
    {"xms_idrel"_L1, fromWhere,
     QT_TRANSLATE_NOOP("Claims", "How the identity relates to the tenant; for Microsoft's own services.")},
    {"rh"_L1, fromWhere, QT_TRANSLATE_NOOP("Claims", "Internal to Entra and of no use to others.")},
    {"aio"_L1, fromWhere, QT_TRANSLATE_NOOP("Claims", "Internal to Entra and of no use to others.")},
    {"xms_ftd"_L1, fromWhere, QT_TRANSLATE_NOOP("Claims", "Internal to Entra and of no use to others.")},
    {"xms_rd"_L1, fromWhere, QT_TRANSLATE_NOOP("Claims", "Internal to Entra and of no use to others.")},
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
        return ClaimsText::tr("This should be a time, but Signet cannot read it.");
    const qint64 left = *time - now;
    if (claim == "exp"_L1)
        return left > 0 ? ClaimsText::tr("Valid for another %1.").arg(durationWords(left))
                        : ClaimsText::tr("Expired %1 ago.").arg(durationWords(left));
    if (claim == "nbf"_L1)
        return left > 0
            ? ClaimsText::tr("Not valid for another %1. Check this machine's clock.").arg(durationWords(left))
            : ClaimsText::tr("Valid for %1 so far.").arg(durationWords(left));
    return left > 0
        ? ClaimsText::tr("Issued %1 in the future. This machine's clock is behind.").arg(durationWords(left))
        : ClaimsText::tr("Issued %1 ago. It does not contain later changes of groups and roles.")
              .arg(durationWords(left));
}

QString audienceSentence(const Claims &claims)
{
    if (claims.audience.isEmpty())
        return ClaimsText::tr("This should name the service that the token is for, but it is empty.");
    for (const QString &audience : claims.audience) {
        if (audienceIsAzureDevOps(audience))
            return ClaimsText::tr("The token is for Azure DevOps.");
    }
    const QString name = audienceName(claims.audience.front());
    return name.isEmpty() ? ClaimsText::tr("The token is for this service, which is not Azure DevOps.")
                          : ClaimsText::tr("The token is for %1, not for Azure DevOps.").arg(name);
}

QString identitySentence(const Claims &claims)
{
    switch (identityTypeOf(claims.miResourceId)) {
    case IdentityType::User:
        return ClaimsText::tr("Resource id of a user-assigned managed identity.");
    case IdentityType::System:
        return ClaimsText::tr(
            "Resource id of the machine or service whose system-assigned managed identity this is.");
    default:
        return ClaimsText::tr("Resource id of the managed identity, in an unknown form.");
    }
}

QString clientAuthSentence(const QString &value)
{
    if (value == "2"_L1)
        return ClaimsText::tr("The client authenticated with a certificate, as managed identities do.");
    if (value == "1"_L1)
        return ClaimsText::tr(
            "The client authenticated with a secret: an application, not a managed identity.");
    if (value == "0"_L1)
        return ClaimsText::tr("The client did not authenticate: a public client, used by a person.");
    return ClaimsText::tr("How the client authenticated. Signet does not know this value.");
}

QString sentenceFor(const QString &claim, const QJsonValue &value, const Claims &claims, qint64 now)
{
    if (claim == "sub"_L1)
        return claims.subject == claims.objectId
            ? ClaimsText::tr("Same as the object id, as for every application.")
            : ClaimsText::tr("Different from the object id: a person, or another kind of flow.");
    if (claim == "idtyp"_L1)
        return value == "app"_L1
            ? ClaimsText::tr("The token is for an application or managed identity, not for a person.")
            : value == "user"_L1
            ? ClaimsText::tr("The token is for a person.")
            : ClaimsText::tr("What kind of account the token is for. Signet does not know this value.");
    if (claim == "xms_mirid"_L1)
        return identitySentence(claims);
    if (claim == "aud"_L1)
        return audienceSentence(claims);
    if (claim == "iss"_L1)
        return claims.issuer.contains("sts.windows.net"_L1)
                || claims.issuer.contains("login.microsoftonline.com"_L1)
            ? ClaimsText::tr("Issued by Entra in the public cloud, for the tenant in this address.")
            : ClaimsText::tr("Issued by this authority, which is not the public cloud's.");
    if (claim == "idp"_L1)
        return claims.identityProvider == claims.issuer
            ? ClaimsText::tr("The identity belongs to the tenant that issued the token.")
            : ClaimsText::tr("The identity comes from another directory: a guest, or federated.");
    if (claim == "appidacr"_L1 || claim == "azpacr"_L1)
        return clientAuthSentence(value.toString());
    if (claim == "ver"_L1)
        return claims.version == "1.0"_L1
            ? ClaimsText::tr("Version of the token format. Managed identities get 1.0 for Azure DevOps.")
            : ClaimsText::tr("Version of the token format. Managed identities get 1.0, so this token was "
                             "issued in another way.");
    if (claim == "exp"_L1 || claim == "iat"_L1 || claim == "nbf"_L1)
        return timeSentence(claim, value, now);
    if (value.isString())
        return ClaimsText::tr("Another claim, %1: a string of %2 characters.")
            .arg(claim.left(60))
            .arg(value.toString().size());
    if (value.isArray())
        return ClaimsText::tr("Another claim, %1: a list of %2 entries.")
            .arg(claim.left(60))
            .arg(value.toArray().size());
    if (value.isObject())
        return ClaimsText::tr("Another claim, %1: an object.").arg(claim.left(60));
    return ClaimsText::tr("Another claim, %1.").arg(claim.left(60));
}

QString headerSentence(const QString &name, const Claims &claims)
{
    if (name == "alg"_L1)
        return claims.alg.startsWith("RS"_L1)
            ? ClaimsText::tr("How the token is signed. Entra signs with RS256.")
            : ClaimsText::tr("How the token is signed. Entra signs with RS256, so do not trust this token.");
    if (name == "kid"_L1 || name == "x5t"_L1)
        return ClaimsText::tr("Which of the tenant's published keys signed the token.");
    if (name == "typ"_L1)
        return ClaimsText::tr("Type of the token.");
    if (name == "nonce"_L1)
        return ClaimsText::tr(
            "The signature covers a modified header. Only the service that the token is for can check it.");
    return ClaimsText::tr("Another field of the header.");
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
                lines.append(
                    line(group, entry.claim, entry.sentence ? ClaimsText::tr(entry.sentence) : QString()));
        }
        if (group == fromWhere) {
            // Nothing is left out: unknown claims are listed by name and shape.
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
