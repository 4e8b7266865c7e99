#include "core/profile/profile.h"

#include "core/result/nearestword.h"
#include "core/result/reason.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int schemaVersion = 1;

Problem invalid(const QString &reason)
{
    return Problem(finding::profilesFileInvalid, {{u"reason"_s, reason}});
}

// Puts the text under the key, or takes the key away where there is none.
void set(QJsonObject &json, QLatin1StringView key, const QString &text)
{
    if (text.isEmpty())
        json.remove(key);
    else
        json.insert(key, text);
}

QJsonObject written(const Profile &profile, QJsonObject json)
{
    json.insert("name"_L1, profile.name);
    set(json, "organization"_L1, profile.organization);
    set(json, "objectId"_L1, profile.objectId);
    set(json, "clientId"_L1, profile.clientId);
    set(json, "resourceId"_L1, profile.resourceId);
    if (profile.signIn == ProfileSignIn()) {
        json.remove("signIn"_L1);
        return json;
    }
    QJsonObject signIn = json["signIn"_L1].toObject();
    set(signIn, "method"_L1, profile.signIn.method);
    set(signIn, "account"_L1, profile.signIn.account);
    set(signIn, "tenant"_L1, profile.signIn.tenant);
    set(signIn, "clientId"_L1, profile.signIn.clientId);
    signIn.insert("kept"_L1, profile.signIn.isKept);
    if (profile.signIn.identity.isEmpty())
        signIn.remove("identity"_L1);
    else
        signIn.insert("identity"_L1, profile.signIn.identity);
    json.insert("signIn"_L1, signIn);
    return json;
}

Profile read(const QJsonObject &json)
{
    Profile profile;
    profile.name = json["name"_L1].toString();
    profile.organization = json["organization"_L1].toString();
    profile.objectId = json["objectId"_L1].toString();
    profile.clientId = json["clientId"_L1].toString();
    profile.resourceId = json["resourceId"_L1].toString();
    const QJsonObject signIn = json["signIn"_L1].toObject();
    profile.signIn.method = signIn["method"_L1].toString();
    profile.signIn.account = signIn["account"_L1].toString();
    profile.signIn.tenant = signIn["tenant"_L1].toString();
    profile.signIn.clientId = signIn["clientId"_L1].toString();
    profile.signIn.isKept = signIn["kept"_L1].toBool();
    profile.signIn.identity = signIn["identity"_L1].toObject();
    return profile;
}

} // namespace

bool isProfileName(const QString &name)
{
    static const QRegularExpression pattern(u"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\\z"_s);
    return pattern.match(name).hasMatch();
}

Profile Profiles::current() const
{
    if (const Profile *found = find(m_current))
        return *found;
    Profile profile;
    profile.name = m_current;
    return profile;
}

const Profile *Profiles::find(const QString &name) const
{
    const auto found = std::ranges::find(m_all, name, &Profile::name);
    return found == m_all.end() ? nullptr : &*found;
}

Result<Done> Profiles::save(const Profile &profile)
{
    if (!isProfileName(profile.name))
        return Problem(finding::profileNameInvalid, {{u"value"_s, profile.name}});
    const auto place = std::ranges::lower_bound(m_all, profile.name, {}, &Profile::name);
    if (place != m_all.end() && place->name == profile.name)
        *place = profile;
    else
        m_all.insert(place, profile);
    return Done();
}

Result<Done> Profiles::use(const QString &name)
{
    if (!find(name) && name != defaultProfile)
        return unknown(name);
    m_current = name;
    return Done();
}

Result<Done> Profiles::remove(const QString &name)
{
    if (!find(name))
        return unknown(name);
    m_all.removeIf([&name](const Profile &profile) { return profile.name == name; });
    if (m_current == name)
        m_current = defaultProfile;
    return Done();
}

Problem Profiles::unknown(const QString &name) const
{
    QStringList names;
    for (const Profile &profile : m_all)
        names.append(profile.name);
    QJsonObject evidence{{u"value"_s, name}, {u"suggestion"_s, nearestWord(name, names)}};
    if (!names.isEmpty())
        evidence.insert(u"known"_s, names.join(u", "_s));
    return Problem(finding::profileUnknown, evidence);
}

QJsonObject Profiles::toJson() const
{
    QHash<QString, QJsonObject> before;
    const QJsonArray known = m_document["profiles"_L1].toArray();
    for (const QJsonValue entry : known)
        before.insert(entry["name"_L1].toString(), entry.toObject());
    QJsonArray entries;
    for (const Profile &profile : m_all)
        entries.append(written(profile, before.value(profile.name)));
    QJsonObject json = m_document;
    json.insert("schemaVersion"_L1, schemaVersion);
    json.insert("current"_L1, m_current);
    json.insert("profiles"_L1, entries);
    return json;
}

Result<Profiles> Profiles::fromJson(const QJsonObject &json)
{
    const int version = json["schemaVersion"_L1].toInt();
    if (version != schemaVersion)
        return invalid(
            version > schemaVersion
                ? reasonText(QT_TRANSLATE_NOOP("Reason", "it was written by a newer version of Signet"))
                : reasonText(QT_TRANSLATE_NOOP("Reason", "it has no schemaVersion")));
    if (!json["profiles"_L1].isArray())
        return invalid(reasonText(QT_TRANSLATE_NOOP("Reason", "it has no list of profiles")));
    Profiles profiles;
    profiles.m_document = json;
    const QJsonArray entries = json["profiles"_L1].toArray();
    for (const QJsonValue entry : entries) {
        const Profile profile = read(entry.toObject());
        if (!isProfileName(profile.name))
            return invalid(reasonText(QT_TRANSLATE_NOOP(
                "Reason", "it has a profile without a name, or with one that cannot be used")));
        if (profiles.find(profile.name))
            return invalid(reasonText(reasons::profileTwice, profile.name));
        if (const auto saved = profiles.save(profile); !saved)
            return saved.problem();
    }
    profiles.m_current = json["current"_L1].toString(defaultProfile);
    if (!profiles.find(profiles.m_current))
        profiles.m_current = defaultProfile;
    return profiles;
}

} // namespace signet
