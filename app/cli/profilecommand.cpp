#include "app/cli/administratorsignin.h"
#include "app/cli/command.h"
#include "app/cli/console.h"
#include "core/profile/profilestore.h"
#include "core/report/profiledocument.h"
#include "core/result/identifiers.h"

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

// What was given, in place of what the profile says.
Result<Profile> withOptions(Profile profile, const SubjectOptions &subject)
{
    if (!subject.organization.empty()) {
        const auto organization = givenOrganization(text(subject.organization), Origin::option(u"--org"_s));
        if (!organization)
            return organization.problem();
        profile.organization = organization->value.url();
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
    if (console.wantsJson())
        return console.finish(profileToJson(profile, isCurrent), exitcode::ready);
    return console.finish(profileToText(describe(profile, isCurrent), console.style()).toUtf8(),
                          exitcode::ready);
}

int finishAll(const Console &console, const Profiles &profiles, const QString &sandbox)
{
    if (console.wantsJson())
        return console.finish(profilesToJson(profiles), exitcode::ready);
    const ProfilesDocument document = describe(profiles, sandbox);
    return console.finish(profilesToText(document, console.style()).toUtf8(), exitcode::ready);
}

QCoro::Task<int> runProfile(ProfileOptions options, std::stop_token stop)
{
    const Console console(options.common);
    CommandLineInput input;
    input.sandbox = text(options.common.sandbox);
    input.caFile = text(options.common.caFile);
    input.wrongVariable = CommandLineInput::WrongVariable::Judge;
    auto composing = compose(input, stop);
    const auto composed = co_await composing;
    if (!composed)
        co_return console.fail(composed.problem());
    const SessionContext sessionContext = composed->sessionContext;
    const auto profiles = ProfileStore(sessionContext.host).load();
    if (!profiles)
        co_return console.fail(profiles.problem());
    const QString name = text(options.name);

    ProfilesChange change;
    switch (options.verb) {
    case ProfileOptions::Verb::List:
        co_return finishAll(console, *profiles, sandboxOf(options.common));
    case ProfileOptions::Verb::Show: {
        Profiles copy = *profiles;
        if (!name.isEmpty()) {
            if (const auto known = copy.use(name); !known)
                co_return console.fail(known.problem());
        }
        co_return finishOne(console, *profiles, name.isEmpty() ? profiles->currentName() : name);
    }
    case ProfileOptions::Verb::Save:
        change = [name, subject = options.subject](Profiles *changed) -> Result<Done> {
            Profile profile;
            if (const Profile *before = changed->find(name))
                profile = *before;
            profile.name = name;
            const auto wanted = withOptions(profile, subject);
            return wanted ? changed->save(*wanted) : wanted.problem();
        };
        break;
    case ProfileOptions::Verb::Use:
        change = [name](Profiles *changed) { return changed->use(name); };
        break;
    case ProfileOptions::Verb::Remove: {
        const Profile *before = profiles->find(name);
        if (before && before->signIn.isKept) {
            auto leaving = signOut(sessionContext, name);
            const auto left = co_await leaving;
            if (!left)
                co_return console.fail(left.problem());
        }
        change = [name](Profiles *changed) { return changed->remove(name); };
        break;
    }
    }
    auto changing = changeProfiles(sessionContext.host, change, stop);
    const auto saved = co_await changing;
    if (!saved)
        co_return console.fail(saved.problem());
    if (options.verb == ProfileOptions::Verb::Remove)
        co_return finishAll(console, *saved, sandboxOf(options.common));
    co_return finishOne(console, *saved, name);
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
