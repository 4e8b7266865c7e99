#pragma once

#include "core/profile/profile.h"
#include "core/report/documentrow.h"
#include "core/report/textsink.h"

#include <QJsonObject>
#include <QList>
#include <QString>

namespace signet {

// A profile in words.
struct ProfileDocument {
    QString name;
    bool isCurrent = false;
    QString organization;
    QList<DocumentRow> rows; // all of them; "-" where the profile has no value
};
ProfileDocument describe(const Profile &profile, bool isCurrent);
QString profileToText(const ProfileDocument &document, const TextStyle &style);
// {"name","current","organization","objectId","clientId","resourceId",
//  "signIn":{"method","account","tenant","clientId","kept"}|null}; null where there is no value
QJsonObject profileToJson(const Profile &profile, bool isCurrent);

// All profiles.
struct ProfilesDocument {
    QList<ProfileDocument> profiles; // by name
    QString none; // where there are none: what to do
    QString command; // that does it
};
ProfilesDocument describe(const Profiles &profiles, const QString &sandbox);
QString profilesToText(const ProfilesDocument &document, const TextStyle &style);
// {"current","profiles":[...]}
QJsonObject profilesToJson(const Profiles &profiles);

} // namespace signet
