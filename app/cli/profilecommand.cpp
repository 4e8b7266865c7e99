#include "app/cli/administratorsignin.h"
#include "app/cli/command.h"
#include "app/cli/console.h"
#include "core/devops/organization.h"
#include "core/profile/profilestore.h"
#include "core/report/textlayout.h"
#include "core/result/identifiers.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct ProfileOptions {
    enum class Verb { List, Show, Save, Use, Remove };
    CommonOptions common;
    SubjectOptions subject;
    Verb verb = Verb::Show;
    std::string name;
};

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonObject profileJson(const Profile &profile, bool isCurrent)
{
    QJsonValue signIn;
    if (!profile.signIn.method.isEmpty())
        signIn = QJsonObject{{u"method"_s, profile.signIn.method},
                             {u"account"_s, orNull(profile.signIn.account)},
                             {u"tenant"_s, orNull(profile.signIn.tenant)},
                             {u"clientId"_s, orNull(profile.signIn.clientId)},
                             {u"kept"_s, profile.signIn.isKept}};
    return {{u"name"_s, profile.name},
            {u"current"_s, isCurrent},
            {u"organization"_s, orNull(profile.organization)},
            {u"objectId"_s, orNull(profile.objectId)},
            {u"clientId"_s, orNull(profile.clientId)},
            {u"resourceId"_s, orNull(profile.resourceId)},
            {u"signIn"_s, signIn}};
}

QString profileText(const Profile &profile, bool isCurrent)
{
    QString result;
    const auto row = [&result](const QString &label, const QString &value) {
        result += padded(label, 14) + printable(value.isEmpty() ? u"-"_s : value) + u'\n';
    };
    row(u"Profile"_s, isCurrent ? profile.name + u" (current)"_s : profile.name);
    row(u"Organization"_s, profile.organization);
    row(u"Object id"_s, profile.objectId);
    row(u"Client id"_s, profile.clientId);
    row(u"Resource id"_s, profile.resourceId);
    const ProfileSignIn &signIn = profile.signIn;
    row(u"Signed in"_s, signIn.method.isEmpty() ? QString() : signIn.account + u", "_s + signIn.method);
    if (!signIn.clientId.isEmpty())
        row(u"Sign-in app"_s, signIn.clientId);
    return result;
}

// What was given, in place of what the profile says.
Result<Profile> withOptions(Profile profile, const SubjectOptions &subject)
{
    if (!subject.organization.empty()) {
        const auto organization = parseOrganization(text(subject.organization));
        if (!organization)
            return organization.problem();
        profile.organization = organization->url();
    }
    if (!subject.clientId.empty()) {
        const auto id = ClientId::parse(text(subject.clientId));
        if (!id)
            return id.problem();
        profile.clientId = id->toString();
    }
    if (!subject.objectId.empty()) {
        const auto id = ObjectId::parse(text(subject.objectId));
        if (!id)
            return id.problem();
        profile.objectId = id->toString();
    }
    if (!subject.resourceId.empty()) {
        const auto id = ResourceId::parse(text(subject.resourceId));
        if (!id)
            return id.problem();
        profile.resourceId = id->toString();
    }
    return profile;
}

int finishOne(const Console &console, const Profiles &profiles, const QString &name)
{
    Profile profile = profiles.current();
    if (const Profile *found = profiles.find(name))
        profile = *found;
    const bool isCurrent = profile.name == profiles.currentName();
    return console.wantsJson() ? console.finish(profileJson(profile, isCurrent), exitcode::ready)
                               : console.finish(profileText(profile, isCurrent).toUtf8(), exitcode::ready);
}

int finishAll(const Console &console, const Profiles &profiles)
{
    if (console.wantsJson()) {
        QJsonArray all;
        for (const Profile &profile : profiles.all())
            all.append(profileJson(profile, profile.name == profiles.currentName()));
        return console.finish(QJsonObject{{u"current"_s, profiles.currentName()}, {u"profiles"_s, all}},
                              exitcode::ready);
    }
    QString result;
    for (const Profile &profile : profiles.all()) {
        result += profile.name == profiles.currentName() ? u"* "_s : u"  "_s;
        result += padded(profile.name, 20) + u' ' + printable(profile.organization) + u'\n';
    }
    if (result.isEmpty())
        result = u"There are no profiles yet. This makes one:\n  %1\n"_s.arg(
            console.command(u"signet profile save NAME --org https://dev.azure.com/ORG"_s));
    return console.finish(result.toUtf8(), exitcode::ready);
}

QCoro::Task<int> runProfile(ProfileOptions options, std::stop_token stop)
{
    const Console console(options.common);
    Wishes wishes;
    wishes.sandbox = text(options.common.sandbox);
    wishes.caFile = text(options.common.caFile);
    wishes.wrongVariable = Wishes::WrongVariable::Judge;
    auto composing = compose(wishes, stop);
    const auto composed = co_await composing;
    if (!composed)
        co_return console.fail(composed.problem());
    const Surroundings surroundings = composed->surroundings;
    ProfileStore store(surroundings.host);
    auto profiles = store.load();
    if (!profiles)
        co_return console.fail(profiles.problem());
    const QString name = text(options.name);

    switch (options.verb) {
    case ProfileOptions::Verb::List:
        co_return finishAll(console, *profiles);
    case ProfileOptions::Verb::Show: {
        Profiles copy = *profiles;
        if (!name.isEmpty()) {
            if (const auto known = copy.use(name); !known)
                co_return console.fail(known.problem());
        }
        co_return finishOne(console, *profiles, name.isEmpty() ? profiles->currentName() : name);
    }
    case ProfileOptions::Verb::Save: {
        Profile profile;
        if (const Profile *before = profiles->find(name))
            profile = *before;
        profile.name = name;
        const auto wanted = withOptions(profile, options.subject);
        if (!wanted)
            co_return console.fail(wanted.problem());
        if (const auto saved = profiles->save(*wanted); !saved)
            co_return console.fail(saved.problem());
        break;
    }
    case ProfileOptions::Verb::Use:
        if (const auto used = profiles->use(name); !used)
            co_return console.fail(used.problem());
        break;
    case ProfileOptions::Verb::Remove: {
        const Profile *before = profiles->find(name);
        if (before && before->signIn.isKept) {
            auto leaving = signOut(surroundings, name);
            const auto left = co_await leaving;
            if (!left)
                co_return console.fail(left.problem());
            profiles = store.load();
            if (!profiles)
                co_return console.fail(profiles.problem());
        }
        if (const auto removed = profiles->remove(name); !removed)
            co_return console.fail(removed.problem());
        break;
    }
    }
    if (const auto saved = store.save(*profiles); !saved)
        co_return console.fail(saved.problem());
    if (options.verb == ProfileOptions::Verb::Remove)
        co_return finishAll(console, *profiles);
    co_return finishOne(console, *profiles, name);
}

// One set of options for the command and its verbs: what is typed before a verb counts as well.
void declareProfile(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<ProfileOptions>();
    const auto addVerb = [&](const char *name, const char *about, ProfileOptions::Verb verb) {
        CLI::App *added = command->add_subcommand(name, CommandLine::tr(about).toStdString());
        added->group("Commands");
        addCommonOptions(added, options->common);
        added->callback([options, verb] { options->verb = verb; });
        return added;
    };
    const auto addName = [&](CLI::App *verb, const char *description) {
        return verb->add_option("name", options->name, description)->type_name("PROFILE");
    };
    addVerb("list", QT_TRANSLATE_NOOP("CommandLine", "Lists the profiles"), ProfileOptions::Verb::List);
    CLI::App *show =
        addVerb("show", QT_TRANSLATE_NOOP("CommandLine", "Shows a profile"), ProfileOptions::Verb::Show);
    addName(show, QT_TRANSLATE_NOOP("CommandLine", "name of the profile (default: the current profile)"));
    CLI::App *save = addVerb(
        "save", QT_TRANSLATE_NOOP("CommandLine", "Creates a profile, or updates the fields you specify"),
        ProfileOptions::Verb::Save);
    addName(save, QT_TRANSLATE_NOOP("CommandLine", "name of the profile"))->required();
    addSubjectOptions(save, options->subject);
    CLI::App *use = addVerb("use", QT_TRANSLATE_NOOP("CommandLine", "Makes a profile the current profile"),
                            ProfileOptions::Verb::Use);
    addName(use, QT_TRANSLATE_NOOP("CommandLine", "name of the profile"))->required();
    CLI::App *remove =
        addVerb("remove", QT_TRANSLATE_NOOP("CommandLine", "Removes a profile and its sign-in"),
                ProfileOptions::Verb::Remove);
    addName(remove, QT_TRANSLATE_NOOP("CommandLine", "name of the profile"))->required();
    command->require_subcommand(0, 1);
    addCommonOptions(command, options->common);
    setRun(command, invocation, options, runProfile);
}

} // namespace

extern const Command profileCommand{
    .path = "profile",
    .about = QT_TRANSLATE_NOOP("CommandLine", "Manages named sets of organization, identity, and sign-in"),
    .examples = "signet profile save work --org contoso\n"
                "signet profile use work",
    .notes = QT_TRANSLATE_NOOP("CommandLine", "Without a command, shows the current profile."),
    .declare = declareProfile,
};

} // namespace signet
