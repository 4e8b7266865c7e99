#include "app/cli/administratorsignin.h"
#include "app/cli/commands.h"
#include "core/profile/profilestore.h"
#include "core/report/profiledocument.h"
#include "core/result/identifiers.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

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

} // namespace

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
        co_return finishAll(console, *profiles, sandboxOf(options.common));
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
        co_return finishAll(console, *profiles, sandboxOf(options.common));
    co_return finishOne(console, *profiles, name);
}

} // namespace signet
