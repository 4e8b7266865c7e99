#include "core/rights/rightscheck.h"

#include "core/devops/devopsrequest.h"
#include "core/devops/entitlements.h"
#include "core/devops/projects.h"
#include "core/devops/repositories.h"
#include "core/devops/securityroles.h"
#include "core/result/enumwords.h"
#include "core/rights/securitynamespace.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr EnumWords standingWords{RightStanding::Impossible,
                                  std::array{
                                      EnumWord{RightStanding::Held, "held"_L1},
                                      EnumWord{RightStanding::AsAdministrator, "as-administrator"_L1},
                                      EnumWord{RightStanding::HeldAbove, "held-above"_L1},
                                      EnumWord{RightStanding::Computed, "computed"_L1},
                                      EnumWord{RightStanding::ComputedAbove, "computed-above"_L1},
                                      EnumWord{RightStanding::ByCreating, "by-creating"_L1},
                                      EnumWord{RightStanding::Missing, "missing"_L1},
                                      EnumWord{RightStanding::Unknown, "unknown"_L1},
                                      EnumWord{RightStanding::NotAsked, "not-asked"_L1},
                                      EnumWord{RightStanding::Impossible, "impossible"_L1},
                                  }};

constexpr EnumWords basisWords{RightsBasis::Computed,
                               std::array{
                                   EnumWord{RightsBasis::Asked, "asked"_L1},
                                   EnumWord{RightsBasis::Computed, "computed"_L1},
                               }};

struct Asker {
    Http http;
    OrganizationName organization;
    Credential credential;
    QUuid session;
};

QCoro::Task<Reply> ask(Asker asker, Request request, std::stop_token stop)
{
    request.credential = asker.credential;
    auto sending = sendToDevOps(asker.http, std::move(request), std::move(stop));
    co_return co_await sending;
}

QString separatorOf(const QString &namespaceId)
{
    const SecurityNamespace *space = findSecurityNamespace(namespaceId);
    return space ? space->separator : QString();
}

bool isPermission(const AccessRight &right)
{
    return right.kind == RightKind::Permission || right.kind == RightKind::AllOfType;
}

// ---- Names -----------------------------------------------------------------------------------------

// What the names in objects stand for. Nothing: could not be listed.
struct KnownNames {
    std::optional<QList<ProjectSeen>> projects;
    std::optional<QList<RepositorySeen>> repositories;
};

bool isSame(const QString &a, const QString &b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

using State = ObjectPart::State;

bool isToLookUp(const RightToCheck &right, const ObjectPart &part)
{
    return part.state == State::Named || part.state == State::Known
        || (part.state == State::Created && right.mayExist && !part.name.isEmpty());
}

bool isAnyToLookUp(const QList<RightToCheck> &rights, QLatin1StringView name)
{
    return std::any_of(rights.begin(), rights.end(), [name](const RightToCheck &one) {
        const qsizetype at = one.object ? partsOf(one.object->kind).indexOf(name) : -1;
        return at >= 0 && at < one.object->parts.size() && isToLookUp(one, one.object->parts[at]);
    });
}

QCoro::Task<KnownNames> lookUp(Asker asker, QList<RightToCheck> rights,
                               std::optional<QList<ProjectSeen>> projects, std::stop_token stop)
{
    KnownNames names;
    names.projects = std::move(projects);
    const bool isAnyCreated = std::any_of(rights.begin(), rights.end(),
                                          [](const RightToCheck &one) { return !one.projects.isEmpty(); });
    const bool isAnyNamed = isAnyToLookUp(rights, "project"_L1) || isAnyToLookUp(rights, "scope"_L1);
    if (!names.projects && (isAnyCreated || isAnyNamed)) {
        auto listing = listProjects(asker.http, asker.organization, asker.credential, asker.session, stop);
        const ProjectsSeen seen = co_await listing;
        if (seen.isList)
            names.projects = seen.projects;
    }
    if (isAnyToLookUp(rights, "repository"_L1)) {
        Request request = repositoriesRequest(asker.organization, asker.session);
        auto asking = ask(asker, std::move(request), stop);
        const Reply reply = co_await asking;
        names.repositories = readRepositories(reply);
    }
    co_return names;
}

// An object as the organization has it.
struct Placed {
    SecuredObject object;
    QString unseenProject; // what was looked for and is not seen; empty where nothing is
    QString unseenRepository;
    bool isSeen = true; // all of it that was looked for
};

const ProjectSeen *projectFor(const KnownNames &names, const QString &nameOrId)
{
    if (!names.projects)
        return nullptr;
    const auto found = std::ranges::find_if(*names.projects, [&nameOrId](const ProjectSeen &project) {
        return isSame(project.name, nameOrId) || isSame(project.id, nameOrId);
    });
    return found == names.projects->end() ? nullptr : &*found;
}

const RepositorySeen *repositoryFor(const KnownNames &names, const QString &nameOrId,
                                    const QString &projectId)
{
    if (!names.repositories)
        return nullptr;
    const auto found = std::ranges::find_if(*names.repositories, [&](const RepositorySeen &repository) {
        return isSame(repository.id, nameOrId)
            || (isSame(repository.name, nameOrId) && isSame(repository.projectId, projectId));
    });
    return found == names.repositories->end() ? nullptr : &*found;
}

// With ids in place of the names that were found.
Placed placed(const RightToCheck &right, const KnownNames &names)
{
    Placed placed{*right.object, {}, {}};
    const QStringList parts = partsOf(placed.object.kind);
    QString projectId;
    for (qsizetype i = 0; i < placed.object.parts.size() && i < parts.size(); ++i) {
        ObjectPart &part = placed.object.parts[i];
        const bool isProject = parts[i] == "project"_L1 || parts[i] == "scope"_L1;
        if ((!isProject && parts[i] != "repository"_L1) || !isToLookUp(right, part))
            continue;
        const bool isToCreate = part.state == State::Created;
        const QString wanted = isToCreate ? part.name : part.value;
        QString id;
        if (isProject) {
            const ProjectSeen *project = projectFor(names, wanted);
            id = project ? project->id : QString();
            projectId = id;
        } else {
            const RepositorySeen *repository = repositoryFor(names, wanted, projectId);
            id = repository ? repository->id : QString();
        }
        if (!id.isEmpty()) {
            if (part.name.isEmpty() && !isSame(part.value, id))
                part.name = part.value;
            part.state = State::Known;
            part.value = id;
            continue;
        }
        // The scope of a group can also be the organization.
        if (isToCreate || (parts[i] == "scope"_L1 && part.state == State::Known))
            continue;
        placed.isSeen = false;
        const bool isListed = isProject ? names.projects.has_value() : names.repositories.has_value();
        if (isListed)
            (isProject ? placed.unseenProject : placed.unseenRepository) =
                part.name.isEmpty() ? wanted : part.name;
    }
    return placed;
}

// Something that does not exist yet has what is above it, so an answer about that holds for it. Not where
// anything between the two exists and is not known: what was asked about is then far above it.
bool isToBeCreated(const SecuredObject &object, const SecuredObject &asked)
{
    const auto first = object.parts.begin() + std::min(asked.parts.size(), object.parts.size());
    return first != object.parts.end() && std::all_of(first, object.parts.end(), [](const ObjectPart &part) {
               return part.state == ObjectPart::State::Created;
           });
}

// A piece of an address that names one thing and leads nowhere else.
bool isPlainSegment(const QString &text)
{
    static const QRegularExpression form(u"^[A-Za-z0-9$_][A-Za-z0-9.$_-]*$"_s);
    return form.match(text).hasMatch();
}

// ---- Questions -------------------------------------------------------------------------------------

// The rights, and what is asked about each.
struct Questions {
    CheckedRights checked;
    QList<AskedPermission> asked;
    QList<qsizetype> askedBy; // index of the right
    QList<bool> isCreated; // for each right: what was not asked about is not there yet
    QList<bool> isSeen; // for each right: all that was looked up of its object is there
};

Questions questionsFor(const QList<RightToCheck> &rights, const KnownNames &names)
{
    Questions questions;
    for (const RightToCheck &one : rights) {
        CheckedRight checked;
        Placed place;
        if (one.object)
            place = placed(one, names);
        const SecuredObject &object = place.object;
        questions.isCreated.append(false);
        questions.isSeen.append(place.isSeen);
        const auto note = [](QStringList *unseen, const QString &name) {
            if (!name.isEmpty() && !unseen->contains(name))
                unseen->append(name);
        };
        note(&questions.checked.unseenProjects, place.unseenProject);
        note(&questions.checked.unseenRepositories, place.unseenRepository);
        checked.isThere = !one.projects.isEmpty()
            && std::all_of(one.projects.begin(), one.projects.end(), [&names](const QString &project) {
                   return projectFor(names, project) != nullptr;
               });
        // What is there already is not created.
        const bool isByCreating =
            one.createdPart >= 0 && object.parts.value(one.createdPart).state == State::Created;
        if (isByCreating) {
            checked.standing = RightStanding::ByCreating;
        } else if (one.right.kind == RightKind::Impossible) {
            checked.standing = RightStanding::Impossible;
        } else if (one.right.kind == RightKind::Outside || one.right.kind == RightKind::Policy
                   || one.right.kind == RightKind::FeedRole || one.right.kind == RightKind::ExtensionRole) {
            checked.standing = RightStanding::NotAsked;
        } else if (isPermission(one.right) && one.object) {
            const SecurityNamespace *space = findSecurityNamespace(one.right.namespaceId);
            const auto known = nearestKnown(object);
            // A permission of the system is nobody's to hold.
            if (known && space && (one.right.bit & space->systemBits) == 0) {
                checked.askedOn = *known;
                checked.askedAbove = !(*known == object);
                questions.isCreated.last() = isToBeCreated(object, *known);
                checked.namespaceId = one.right.namespaceId;
                checked.token = *securityToken(*known);
                questions.asked.append({one.right.namespaceId, checked.token, one.right.bit});
                questions.askedBy.append(questions.checked.rights.size());
            }
        }
        questions.checked.rights.append(checked);
    }
    return questions;
}

bool isYes(RightStanding standing)
{
    return standing == RightStanding::Held || standing == RightStanding::AsAdministrator
        || standing == RightStanding::Computed;
}

RightStanding standingFor(RightStanding said, const CheckedRight &right, bool isCreated, bool isSeen)
{
    // What does not exist has what is above it, which says nothing.
    if (!isSeen && isYes(said))
        return RightStanding::Unknown;
    // Of an object that is there and could not be asked about, the one above says nothing certain.
    if (!right.askedAbove || isCreated)
        return said;
    if (said == RightStanding::Computed)
        return RightStanding::ComputedAbove;
    return isYes(said) ? RightStanding::HeldAbove : RightStanding::Unknown;
}

RightStanding standingOf(Held held)
{
    switch (held) {
    case Held::Yes:
        return RightStanding::Held;
    case Held::AsAdministrator:
        return RightStanding::AsAdministrator;
    case Held::No:
        return RightStanding::Missing;
    case Held::Unknown:
        return RightStanding::Unknown;
    }
    Q_UNREACHABLE();
}

// ---- What is no permission -------------------------------------------------------------------------

bool isAnyOf(const QList<RightToCheck> &rights, RightKind kind)
{
    return std::any_of(rights.begin(), rights.end(),
                       [kind](const RightToCheck &one) { return one.right.kind == kind; });
}

// A group of that name, of the organization or a project: its last part is the same in each.
RightStanding membershipStanding(const CheckedRights &checked, const OrganizationName &organization,
                                 const QString &group)
{
    if (!checked.groups)
        return RightStanding::Unknown;
    // A project can have a group that is called like one of the organization.
    const bool isOfOrganization = group.startsWith("Project Collection "_L1);
    for (const QString &name : checked.names) {
        const bool isScope =
            !isOfOrganization || isSame(name.section(u'\\', 0, 0), u'[' + organization.toString() + u']');
        if (isScope && isSame(name.section(u'\\', -1), group))
            return RightStanding::Held;
    }
    // Membership through a group of Entra is not listed.
    return RightStanding::Unknown;
}

QCoro::Task<RightStanding> levelStanding(Asker asker, QString storageKey, std::stop_token stop)
{
    Request request = entitlementRequest(asker.organization, storageKey, asker.session);
    auto asking = ask(asker, std::move(request), stop);
    const Reply reply = co_await asking;
    const auto entitlement = readEntitlementReply(reply).entitlement;
    if (!entitlement)
        co_return RightStanding::Unknown;
    co_return entitlement->accessLevel.covers(AccessLevel::basic()) ? RightStanding::Held
                                                                    : RightStanding::Missing;
}

QCoro::Task<RightStanding> roleStanding(Asker asker, RightToCheck wanted, QString storageKey,
                                        std::stop_token stop)
{
    const bool isWhole = wanted.object && wanted.object->parts.size() == 2
        && std::all_of(wanted.object->parts.begin(), wanted.object->parts.end(),
                       [](const ObjectPart &part) { return part.state == ObjectPart::State::Known; });
    if (!isWhole
        || !std::all_of(wanted.object->parts.begin(), wanted.object->parts.end(),
                        [](const ObjectPart &part) { return isPlainSegment(part.value); }))
        co_return RightStanding::Unknown;
    Request request = roleAssignmentsRequest(asker.organization, wanted.object->parts[0].value,
                                             wanted.object->parts[1].value, asker.session);
    auto asking = ask(asker, std::move(request), stop);
    const Reply reply = co_await asking;
    const auto assignments = readRoleAssignments(reply);
    if (!assignments)
        co_return RightStanding::Unknown;
    bool hasOthers = false;
    for (const RoleAssignment &one : *assignments) {
        const bool isEnough = isSame(one.role, wanted.right.name) || one.role == "Administrator"_L1;
        if (isEnough && isSame(one.storageKey, storageKey))
            co_return RightStanding::Held;
        hasOthers = hasOthers || isEnough;
    }
    // One of the others can be a group that it is in.
    co_return hasOthers ? RightStanding::Unknown : RightStanding::Missing;
}

// Fills in what is asked in other ways, for the member with this storage key.
QCoro::Task<CheckedRights> checkOthers(Asker asker, QList<RightToCheck> rights, CheckedRights checked,
                                       QString storageKey, std::stop_token stop)
{
    std::optional<RightStanding> level;
    for (qsizetype i = 0; i < rights.size(); ++i) {
        if (checked.rights[i].standing == RightStanding::ByCreating)
            continue;
        if (rights[i].right.kind == RightKind::AccessLevel) {
            if (!level) {
                auto asking = levelStanding(asker, storageKey, stop);
                const RightStanding standing = co_await asking;
                level = standing;
            }
            checked.rights[i].standing = *level;
        } else if (rights[i].right.kind == RightKind::Membership) {
            checked.rights[i].standing =
                membershipStanding(checked, asker.organization, rights[i].right.name);
        } else if (rights[i].right.kind == RightKind::Role) {
            auto asking = roleStanding(asker, rights[i], storageKey, stop);
            const RightStanding standing = co_await asking;
            checked.rights[i].standing = standing;
        }
    }
    co_return checked;
}

void explain(CheckedRight *right, const AccessSeen &seen, int bit)
{
    right->why =
        computeAccess(seen, {right->namespaceId, right->token, bit}, separatorOf(right->namespaceId));
    if (right->why.decidedBy.compare(seen.descriptor, Qt::CaseInsensitive) != 0)
        right->decidedByName = seen.names.value(right->why.decidedBy, right->why.decidedBy);
}

} // namespace

QLatin1StringView toString(RightStanding standing)
{
    return standingWords[standing];
}

QLatin1StringView toString(RightsBasis basis)
{
    return basisWords[basis];
}

QCoro::Task<CheckedRights> checkRights(Http http, OrganizationName organization, Credential credential,
                                       QList<RightToCheck> rights, QUuid session, std::stop_token stop,
                                       KnownBefore known)
{
    const Asker asker{std::move(http), std::move(organization), std::move(credential), session};
    auto looking = lookUp(asker, rights, known.projects, stop);
    ConnectionSeen connection;
    connection.kind = ConnectionSeen::Kind::Identity;
    connection.identity = known.connected;
    if (known.connected.id.isEmpty()) {
        auto connecting = readConnectionData(asker.http, asker.organization, asker.credential,
                                             DevOpsHost::Core, session, stop);
        connection = co_await connecting;
    }
    const KnownNames names = co_await looking;
    Questions questions = questionsFor(rights, names);
    questions.checked.connection = connection;
    if (connection.kind != ConnectionSeen::Kind::Identity)
        co_return std::move(questions.checked);
    auto asking = askPermissions(asker.http, asker.organization, asker.credential, questions.asked,
                                 AskAdministrator::Yes, usualEvaluationBatch, session, stop);
    const HeldPermissions held = co_await asking;
    CheckedRights &checked = questions.checked;
    checked.requests = held.requests;
    checked.refusal = held.refusal;
    QList<AskedPermission> missing;
    for (qsizetype i = 0; i < held.answers.size(); ++i) {
        const qsizetype by = questions.askedBy[i];
        checked.rights[by].standing = standingFor(standingOf(held.answers[i]), checked.rights[by],
                                                  questions.isCreated[by], questions.isSeen[by]);
        if (held.answers[i] == Held::No)
            missing.append(questions.asked[i]);
    }
    const bool needsMember = !missing.isEmpty() || isAnyOf(rights, RightKind::AccessLevel)
        || isAnyOf(rights, RightKind::Membership) || isAnyOf(rights, RightKind::Role);
    if (!needsMember)
        co_return checked;
    auto reading = readAccess(asker.http, asker.organization, asker.credential,
                              connection.identity.descriptor, missing, separatorOf, session, stop);
    const AccessSeen seen = co_await reading;
    checked.groups = seen.groups;
    checked.names = seen.names;
    for (qsizetype i = 0; i < held.answers.size(); ++i) {
        if (held.answers[i] == Held::No)
            explain(&checked.rights[questions.askedBy[i]], seen, questions.asked[i].bit);
    }
    auto others = checkOthers(asker, rights, std::move(checked), connection.identity.id, stop);
    co_return co_await others;
}

QCoro::Task<CheckedRights> computeRights(Http http, OrganizationName organization, Credential credential,
                                         QString descriptor, QList<RightToCheck> rights, QUuid session,
                                         std::stop_token stop)
{
    const Asker asker{std::move(http), std::move(organization), std::move(credential), session};
    auto looking = lookUp(asker, rights, std::nullopt, stop);
    const KnownNames names = co_await looking;
    Questions questions = questionsFor(rights, names);
    CheckedRights &checked = questions.checked;
    checked.basis = RightsBasis::Computed;
    auto reading = readAccess(asker.http, asker.organization, asker.credential, descriptor, questions.asked,
                              separatorOf, session, stop);
    const AccessSeen seen = co_await reading;
    checked.groups = seen.groups;
    checked.names = seen.names;
    for (qsizetype i = 0; i < questions.asked.size(); ++i) {
        const qsizetype by = questions.askedBy[i];
        CheckedRight &right = checked.rights[by];
        explain(&right, seen, questions.asked[i].bit);
        const RightStanding said = right.why.answer == ComputedAccess::Answer::Allowed
            ? RightStanding::Computed
            : right.why.answer == ComputedAccess::Answer::Unknown ? RightStanding::Unknown
                                                                  : RightStanding::Missing;
        right.standing = standingFor(said, right, questions.isCreated[by], questions.isSeen[by]);
    }
    if (seen.storageKey.isEmpty())
        co_return std::move(checked);
    auto others = checkOthers(asker, rights, std::move(checked), seen.storageKey, stop);
    CheckedRights all = co_await others;
    // What an administrator sees about an identity is not what the service tells the identity itself.
    for (CheckedRight &right : all.rights) {
        if (right.standing == RightStanding::Held)
            right.standing = RightStanding::Computed;
    }
    co_return all;
}

} // namespace signet
