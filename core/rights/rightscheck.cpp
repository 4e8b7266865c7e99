#include "core/rights/rightscheck.h"

#include "core/devops/devopsrequest.h"
#include "core/devops/entitlements.h"
#include "core/devops/projects.h"
#include "core/devops/securityroles.h"
#include "core/result/enumwords.h"
#include "core/rights/objectlookup.h"
#include "core/rights/securitynamespace.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <array>
#include <vector>

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

bool isSame(const QString &a, const QString &b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

using State = ObjectPart::State;

// Look-ups that are sent at the same time, and in one round. Names beyond that are not known.
constexpr qsizetype lookUpsAtOnce = 6;
constexpr qsizetype mostLookUps = 500;

// What the names in objects stand for, by the key of the question.
class KnownNames {
public:
    void insert(const LookUpQuestion &question, const LookUpAnswer &answer);
    bool contains(const LookUpQuestion &question) const { return m_listed.contains(question.key()); }
    // There is nothing else that the list could have.
    bool isComplete(const LookUpQuestion &question) const
    {
        return m_listed.value(question.key()).answer.isComplete;
    }
    // Those with that name or id.
    QList<FoundObject> found(const LookUpQuestion &question, const QString &nameOrId) const;
    std::optional<FoundObject> project(const QString &nameOrId) const;

private:
    struct Listed {
        LookUpAnswer answer = {};
        QMultiHash<QString, qsizetype> places = {}; // by name and by id, in lower case
    };
    QHash<QString, Listed> m_listed;
};

void KnownNames::insert(const LookUpQuestion &question, const LookUpAnswer &answer)
{
    Listed listed{answer};
    for (qsizetype i = 0; i < answer.objects.size(); ++i) {
        listed.places.insert(answer.objects[i].id.toLower(), i);
        listed.places.insert(answer.objects[i].name.toLower(), i);
    }
    m_listed.insert(question.key(), listed);
}

QList<FoundObject> KnownNames::found(const LookUpQuestion &question, const QString &nameOrId) const
{
    const auto listed = m_listed.constFind(question.key());
    if (listed == m_listed.constEnd())
        return {};
    QList<FoundObject> objects;
    const QList<qsizetype> places = listed->places.values(nameOrId.toLower());
    for (const qsizetype place : places)
        objects.append(listed->answer.objects[place]);
    return objects;
}

// The one that is meant. An id comes before a name; nothing where several have the name.
std::optional<FoundObject> onlyOne(const QList<FoundObject> &found, const QString &nameOrId)
{
    const auto byId =
        std::ranges::find_if(found, [&](const FoundObject &one) { return isSame(one.id, nameOrId); });
    if (byId != found.end())
        return *byId;
    return found.size() == 1 ? std::optional(found.first()) : std::nullopt;
}

LookUpQuestion projectsQuestion()
{
    return {findLookUpCall(u"project"_s)};
}

std::optional<FoundObject> KnownNames::project(const QString &nameOrId) const
{
    return onlyOne(found(projectsQuestion(), nameOrId), nameOrId);
}

bool isProjectPart(const SecuredObject &object, qsizetype index)
{
    const QString part = partsOf(object.kind).value(index);
    return part == "project"_L1 || part == "scope"_L1;
}

QString wantedText(const ObjectPart &part)
{
    return part.state == State::Created ? part.name : part.value;
}

// The id of the project that the part is in; empty where it is not known. `object` has the ids that are
// known so far.
QString projectOfPart(const SecuredObject &object, const ObjectPart &part, const KnownNames &names)
{
    if (!part.lookUp.project.isEmpty()) {
        const auto found = names.project(part.lookUp.project);
        return found ? found->id : QString();
    }
    const bool isKnown = isProjectPart(object, 0) && object.parts.first().state == State::Known;
    return isKnown ? object.parts.first().value : QString();
}

// The question whose answer has the object of that part. Nothing: it is known, or cannot be asked about.
std::optional<LookUpQuestion> questionFor(const RightToCheck &right, const SecuredObject &object,
                                          qsizetype index, const KnownNames &names)
{
    const ObjectPart &part = object.parts[index];
    const LookUpCall *call =
        findLookUpCall(part.lookUp.call.isEmpty() ? partsOf(object.kind).value(index) : part.lookUp.call);
    if (!call)
        return std::nullopt;
    // The list of all also says which ids exist, and which objects are there already.
    const bool isListed = part.state == State::Known
        || (part.state == State::Created && right.mayExist && !part.name.isEmpty());
    const bool isPlaceOpen = part.state == State::Known && !call->byId.isEmpty()
        && std::any_of(object.parts.begin(), object.parts.begin() + index,
                       [](const ObjectPart &above) { return above.state == State::Unknown; });
    if (part.state != State::Named && !isPlaceOpen && !(call->isOfOrganization() && isListed))
        return std::nullopt;
    // Only permissions are asked about one such object.
    if (!call->isOfOrganization() && !isPermission(right.right))
        return std::nullopt;
    LookUpQuestion question{call};
    if (call->isInProject()) {
        question.projectId = projectOfPart(object, part, names);
        if (question.projectId.isEmpty())
            return std::nullopt;
    }
    if (call->hasOneName()) {
        question.text = part.value;
        question.isId = isPlaceOpen;
    }
    return question;
}

// An object as the organization has it.
struct Placed {
    SecuredObject object;
    QString unseenProject; // what was looked for and is not seen; empty where nothing is
    QString unseenRepository;
    bool isSeen = true; // all of it that was looked for
};

bool isInFolder(const FoundObject &found, const QString &folder)
{
    // The root is where the provider looks everywhere.
    const QString wanted = folderInToken(folder);
    return wanted.isEmpty() || isSame(folderInToken(found.folder), wanted);
}

// The object of the part among those that were found, in its project.
std::optional<FoundObject> objectFor(const SecuredObject &object, qsizetype index,
                                     const LookUpQuestion &question, const KnownNames &names)
{
    const ObjectPart &part = object.parts[index];
    // One of the same name could be among those that were not read.
    if (question.call->hasOneName() && !names.isComplete(question))
        return std::nullopt;
    const qsizetype folderAt = partsOf(object.kind).indexOf(u"folder"_s);
    const bool hasFolder = folderAt >= 0 && folderAt < index && object.parts[folderAt].state == State::Known;
    const QString folder = hasFolder ? object.parts[folderAt].value : part.lookUp.folder;
    const QString projectId = projectOfPart(object, part, names);
    const bool isInProject = question.call->isInProject() || !question.call->projectAt.isEmpty();
    const QString wanted = wantedText(part);
    QList<FoundObject> found = names.found(question, wanted);
    found.removeIf([&](const FoundObject &one) {
        const bool isElsewhere = isInProject && !isSame(one.projectId, projectId)
            && !(projectId.isEmpty() && isSame(one.id, part.value));
        return isElsewhere || !isInFolder(one, folder);
    });
    const auto only = onlyOne(found, wanted);
    // The object is in one project, whatever the name was looked up in.
    const bool hasProject = only && isProjectPart(object, 0) && index > 0 && isInProject;
    const ObjectPart project = object.parts.first();
    const bool isSameProject = project.state == State::Unknown
        || (project.state == State::Known && isSame(project.value, only ? only->projectId : QString()));
    return hasProject && !isSameProject ? std::nullopt : only;
}

// Puts the object that was found in place of its name, and what it is in where that was not known.
void putIn(SecuredObject *object, qsizetype index, const FoundObject &found)
{
    ObjectPart &part = object->parts[index];
    if (part.name.isEmpty() && !isSame(part.value, found.id))
        part.name = part.value;
    part.state = State::Known;
    part.value = found.id;
    const QStringList parts = partsOf(object->kind);
    for (qsizetype i = 0; i < index; ++i) {
        ObjectPart &above = object->parts[i];
        if (isProjectPart(*object, i) && above.state == State::Unknown && !found.projectId.isEmpty())
            above = {State::Known, found.projectId, {}};
        else if (parts[i] == "folder"_L1)
            above = folderInToken(found.folder).isEmpty() ? ObjectPart()
                                                          : ObjectPart{State::Known, found.folder, {}};
    }
}

// An id that a data source found belongs to the project that it looked in, which has to be that of the
// object.
void putInItsProject(SecuredObject *object, qsizetype index, const KnownNames &names)
{
    ObjectPart &part = object->parts[index];
    if (part.state != State::Known || part.lookUp.project.isEmpty() || index == 0
        || !isProjectPart(*object, 0))
        return;
    ObjectPart &project = object->parts.first();
    const auto found = names.project(part.lookUp.project);
    if (found && project.state == State::Unknown)
        project = {State::Known, found->id, {}};
    else if (!found || !isSame(found->id, project.value))
        part.state = State::Unknown;
}

// With ids in place of the names that were found.
Placed placed(const RightToCheck &right, const KnownNames &names)
{
    Placed placed{*right.object, {}, {}};
    const QStringList parts = partsOf(placed.object.kind);
    for (qsizetype i = 0; i < placed.object.parts.size() && i < parts.size(); ++i) {
        putInItsProject(&placed.object, i, names);
        const ObjectPart part = placed.object.parts[i];
        const auto question = questionFor(right, placed.object, i, names);
        if (!question)
            continue;
        if (const auto found = objectFor(placed.object, i, *question, names)) {
            putIn(&placed.object, i, *found);
            continue;
        }
        // Of anything but a project and a repository, the one above is asked about, which says nothing
        // certain. The scope of a group can also be the organization.
        if (!question->call->isOfOrganization() || part.state == State::Created
            || (parts[i] == "scope"_L1 && part.state == State::Known))
            continue;
        placed.isSeen = false;
        const QString wanted = part.name.isEmpty() ? wantedText(part) : part.name;
        if (names.isComplete(*question))
            (isProjectPart(placed.object, i) ? placed.unseenProject : placed.unseenRepository) = wanted;
    }
    return placed;
}

// What is to be looked up still: of the organization, or in projects whose ids are known.
QList<LookUpQuestion> openQuestions(const QList<RightToCheck> &rights, const KnownNames &names)
{
    QList<LookUpQuestion> questions;
    QSet<QString> keys;
    const auto add = [&](const LookUpQuestion &question) {
        if (names.contains(question) || keys.contains(question.key()))
            return;
        keys.insert(question.key());
        questions.append(question);
    };
    for (const RightToCheck &one : rights) {
        if (!one.projects.isEmpty())
            add(projectsQuestion());
        if (!one.object)
            continue;
        const SecuredObject object = placed(one, names).object;
        for (qsizetype i = 0; i < object.parts.size(); ++i) {
            if (!object.parts[i].lookUp.project.isEmpty())
                add(projectsQuestion());
            if (const auto question = questionFor(one, object, i, names))
                add(*question);
        }
    }
    return questions;
}

QCoro::Task<KnownNames> lookUp(Asker asker, QList<RightToCheck> rights,
                               std::optional<QList<ProjectSeen>> projects, std::stop_token stop)
{
    KnownNames names;
    if (projects)
        names.insert(projectsQuestion(), lookUpAnswerOf(*projects));
    // What is in a project is looked up by the id of the project, so it comes second.
    for (int round = 0; round < 2; ++round) {
        const QList<LookUpQuestion> questions = openQuestions(rights, names).mid(0, mostLookUps);
        for (qsizetype begin = 0; begin < questions.size(); begin += lookUpsAtOnce) {
            const QList<LookUpQuestion> some = questions.mid(begin, lookUpsAtOnce);
            std::vector<QCoro::Task<LookUpAnswer>> asking;
            for (const LookUpQuestion &question : some)
                asking.push_back(lookUpObjects(asker.http, asker.organization, asker.credential, question,
                                               asker.session, stop));
            for (qsizetype i = 0; i < some.size(); ++i) {
                const LookUpAnswer answer = co_await asking[std::size_t(i)];
                names.insert(some[i], answer);
            }
        }
    }
    co_return names;
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
            && std::all_of(one.projects.begin(), one.projects.end(),
                           [&names](const QString &project) { return names.project(project).has_value(); });
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
