#pragma once

#include "core/host/host.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace signet {

// How the account signed in, as far as a file can contain it. The values are those of core/signin and opaque
// here.
struct ProfileSignIn {
    QString method; // "azure-cli", "device-code" ...; empty: nobody is signed in with this profile
    QString account; // "Jane Doe (jane@contoso.example)", for people
    QString tenant; // id or domain that was asked for; empty: the account's own
    QString clientId; // of the app registration for ways that need one; stays after signing out
    // A secret is in the system's keychain, or may be: that of this sign-in where the method has one, else
    // what is left of one before, for signing out to remove.
    bool isKept = false;
    QJsonObject identity = {}; // which managed identity: {"clientId"} ...; empty: the machine's own choice

    friend bool operator==(const ProfileSignIn &, const ProfileSignIn &) = default;
};

// A named set of organization and identity. Empty where nothing was said.
struct Profile {
    QString name;
    QString organization; // name or address, as it was given
    QString objectId; // of the identity that is meant
    QString clientId;
    QString resourceId;
    ProfileSignIn signIn;

    friend bool operator==(const Profile &, const Profile &) = default;
};

// Letters, digits, dots, hyphens and underscores, the first a letter or a digit; at most 64.
bool isProfileName(const QString &name);
// The profile that is used unless another one is specified.
inline constexpr QLatin1StringView defaultProfile{"default"};

// All profiles of a person, and which is the current one.
class Profiles {
public:
    const QList<Profile> &all() const { return m_all; } // by name
    const QString &currentName() const { return m_current; }
    // The current one; an empty one of that name where it was never saved.
    Profile current() const;
    const Profile *find(const QString &name) const;

    // In place of one of the same name. Fails with profile-name-invalid, evidence {value}.
    Result<Done> save(const Profile &profile);
    // Both fail with profile-unknown, evidence {value, suggestion, known}.
    Result<Done> use(const QString &name);
    // The current one gives way to the default.
    Result<Done> remove(const QString &name);

    // {"schemaVersion":1,"current":NAME,"profiles":[{"name","organization","objectId","clientId",
    //  "resourceId","signIn":{"method","account","tenant","clientId","kept","identity":{}}}]}; keys that
    // are not known are kept as they are.
    QJsonObject toJson() const;
    // Fails with profiles-file-invalid, evidence {reason}.
    static Result<Profiles> fromJson(const QJsonObject &json);

private:
    Problem unknown(const QString &name) const;

    QList<Profile> m_all;
    QString m_current{defaultProfile};
    QJsonObject m_document; // as it was read
};

} // namespace signet
