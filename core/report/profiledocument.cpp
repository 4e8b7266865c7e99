#include "core/report/profiledocument.h"

#include "core/findings/sandboxcommand.h"
#include "core/report/screen.h"
#include "core/report/signindocument.h"
#include "core/report/textlayout.h"

#include <QCoreApplication>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int profileLabelWidth = 14;

struct ProfileText {
    Q_DECLARE_TR_FUNCTIONS(Profile)
};

QJsonValue valueOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QString signInWords(const ProfileSignIn &signIn)
{
    if (signIn.method.isEmpty())
        return {};
    const auto method = signInMethodFromString(signIn.method);
    const QString title = method ? signInMethodTitle(*method) : signIn.method;
    return signIn.account.isEmpty() ? title : u"%1, %2"_s.arg(signIn.account, title);
}

} // namespace

ProfileDocument describe(const Profile &profile, bool isCurrent)
{
    ProfileDocument document{
        .name = profile.name, .isCurrent = isCurrent, .organization = profile.organization, .rows = {}};
    const auto add = [&document](const QString &label, const QString &value, bool isId) {
        document.rows.append({label, value.isEmpty() ? u"-"_s : value, isId});
    };
    add(ProfileText::tr("Profile"),
        isCurrent ? ProfileText::tr("%1 (current)").arg(profile.name) : profile.name, false);
    add(ProfileText::tr("Organization"), profile.organization, false);
    add(ProfileText::tr("Object id"), profile.objectId, true);
    add(ProfileText::tr("Client id"), profile.clientId, true);
    add(ProfileText::tr("Resource id"), profile.resourceId, true);
    add(ProfileText::tr("Signed in"), signInWords(profile.signIn), false);
    if (!profile.signIn.clientId.isEmpty())
        add(ProfileText::tr("Sign-in app"), profile.signIn.clientId, true);
    return document;
}

QString profileToText(const ProfileDocument &document, const TextStyle &style)
{
    Screen screen(style);
    for (const DocumentRow &row : document.rows)
        screen.row(row.label, row.value, profileLabelWidth);
    return screen.text();
}

QJsonObject profileToJson(const Profile &profile, bool isCurrent)
{
    QJsonValue signIn;
    if (!profile.signIn.method.isEmpty())
        signIn = QJsonObject{{u"method"_s, profile.signIn.method},
                             {u"account"_s, valueOrNull(profile.signIn.account)},
                             {u"tenant"_s, valueOrNull(profile.signIn.tenant)},
                             {u"clientId"_s, valueOrNull(profile.signIn.clientId)},
                             {u"kept"_s, profile.signIn.isKept}};
    return {{u"name"_s, profile.name},
            {u"current"_s, isCurrent},
            {u"organization"_s, valueOrNull(profile.organization)},
            {u"objectId"_s, valueOrNull(profile.objectId)},
            {u"clientId"_s, valueOrNull(profile.clientId)},
            {u"resourceId"_s, valueOrNull(profile.resourceId)},
            {u"signIn"_s, signIn}};
}

ProfilesDocument describe(const Profiles &profiles, const QString &sandbox)
{
    ProfilesDocument document;
    for (const Profile &profile : profiles.all())
        document.profiles.append(describe(profile, profile.name == profiles.currentName()));
    if (document.profiles.isEmpty()) {
        document.none = ProfileText::tr("There are no profiles yet. To create one:");
        document.command = inSandbox(u"signet profile save NAME --org https://dev.azure.com/ORG"_s, sandbox);
    }
    return document;
}

QString profilesToText(const ProfilesDocument &document, const TextStyle &style)
{
    Screen screen(style);
    for (const ProfileDocument &profile : document.profiles)
        screen.line((profile.isCurrent ? u"* "_s : u"  "_s)
                    + (profile.organization.isEmpty()
                           ? profile.name
                           : padded(profile.name, 20) + u' ' + printable(profile.organization)));
    if (!document.none.isEmpty()) {
        screen.paragraph({}, document.none);
        screen.line(u"  "_s + document.command);
    }
    return screen.text();
}

QJsonObject profilesToJson(const Profiles &profiles)
{
    QJsonArray all;
    for (const Profile &profile : profiles.all())
        all.append(profileToJson(profile, profile.name == profiles.currentName()));
    return {{u"current"_s, profiles.currentName()}, {u"profiles"_s, all}};
}

} // namespace signet
