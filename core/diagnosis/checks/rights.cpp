#include "core/diagnosis/checks/rights.h"

#include "core/devops/permissionevaluation.h"
#include "core/diagnosis/checks/devopsevidence.h"
#include "core/diagnosis/checks/stages.h"
#include "core/result/enumwords.h"
#include "core/rights/needsquestion.h"
#include "core/rights/rightsverdict.h"
#include "core/rights/rightwords.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace signet {

namespace {

struct CheckText {
    Q_DECLARE_TR_FUNCTIONS(Check)
};

// A configuration that needs more is asked about by `terraform needs --check`, which has the time for it.
constexpr qsizetype mostRights = 2'000;

constexpr EnumWords rightNames{Right::BePerson,
                               std::array{
                                   EnumWord{Right::CreateProject, "create-project"_L1},
                                   EnumWord{Right::CreateServiceConnection, "create-service-connection"_L1},
                                   EnumWord{Right::ManagePools, "manage-pools"_L1},
                                   EnumWord{Right::AdministerType, "administer-type"_L1},
                                   EnumWord{Right::Other, "other"_L1},
                                   EnumWord{Right::BePerson, "be-person"_L1},
                               }};

Right kindOf(const NeededRight &need)
{
    const AccessRight &right = need.right;
    if (right.kind == RightKind::Impossible)
        return Right::BePerson;
    if (right.kind == RightKind::AllOfType)
        return Right::AdministerType;
    if (right.kind != RightKind::Permission || !need.object)
        return Right::Other;
    // On all objects of their kind.
    const bool isNamed = need.object->parts.size() == partsOf(need.object->kind).size();
    if (need.object->kind == ObjectKind::AgentPool)
        return Right::ManagePools;
    if (need.object->kind == ObjectKind::ServiceConnection && !isNamed)
        return Right::CreateServiceConnection;
    constexpr int createProjects = 4;
    return right.namespaceId == permissionnamespace::collection && right.bit == createProjects
        ? Right::CreateProject
        : Right::Other;
}

QString projectOf(const NeededRight &need)
{
    if (!need.object || need.object->parts.isEmpty() || partsOf(need.object->kind).first() != "project"_L1)
        return {};
    const ObjectPart &project = need.object->parts.first();
    return project.name.isEmpty() ? project.value : project.name;
}

QStringList namesIn(const NeededRight &need)
{
    QStringList names;
    if (need.object) {
        for (const ObjectPart &part : need.object->parts) {
            const QString &name = part.name.isEmpty() ? part.value : part.name;
            if (!name.isEmpty())
                names.append(name);
        }
    }
    return names;
}

// Whether it is there to be asked about: not what the identity gets by creating an object, nor what is there
// already, nor the projects that a list would show, which has as many as the identity sees.
bool isAsked(const NeededRight &need, const CheckedRight &checked)
{
    const bool isAnyProject =
        need.object && need.object->kind == ObjectKind::Project && need.object->parts.isEmpty();
    return !isAnyProject && checked.standing != RightStanding::ByCreating && !checked.isThere;
}

// The list of projects has only those that the identity may view, so it is not asked about again.
bool isSeenInList(const NeededRight &need, const QList<ProjectSeen> &visible)
{
    constexpr int view = 1;
    if (need.right.kind != RightKind::Permission || need.right.bit != view || !need.object
        || need.object->kind != ObjectKind::Project || need.object->parts.size() != 1)
        return false;
    const QString name = projectOf(need);
    return std::ranges::any_of(visible, [&name](const ProjectSeen &project) {
        return project.name.compare(name, Qt::CaseInsensitive) == 0
            || project.id.compare(name, Qt::CaseInsensitive) == 0;
    });
}

std::optional<bool> isHeld(const NeededRights &needed, const CheckedRights &checked, qsizetype index)
{
    switch (checked.rights[index].standing) {
    case RightStanding::Held:
    case RightStanding::AsAdministrator:
        return true;
    case RightStanding::Missing:
    case RightStanding::Impossible:
        return isMissingForCertain(needed, checked, index) ? std::optional(false) : std::nullopt;
    case RightStanding::ByCreating:
    case RightStanding::HeldAbove:
    case RightStanding::Computed:
    case RightStanding::ComputedAbove:
    case RightStanding::Unknown:
    case RightStanding::NotAsked:
        return std::nullopt;
    }
    Q_UNREACHABLE();
}

RightsSeen::Need seenNeed(const NeededRight &need, std::optional<bool> held)
{
    const NeedCause cause = need.causes.value(0);
    return {.resource = cause.address,
            .path = cause.place.file,
            .line = cause.place.line,
            .right = kindOf(need),
            .permission = rightWords(need.right),
            .object = need.object ? objectWords(*need.object) : QString(),
            .names = namesIn(need),
            .project = projectOf(need),
            .held = held};
}

QCoro::Task<Observation> observeRights(std::shared_ptr<RunContext> context, std::stop_token stop)
{
    const auto name = context->question.organizationName();
    const auto explanation = context->configuration.explanation;
    const auto credential = context->credential();
    if (!name || !credential || !explanation || !context->question.terraformFolder)
        co_return Observation();
    NeedsQuestion question;
    question.reading = explanation->question.reading;
    question.directory = context->question.terraformFolder->value;
    // Another provider block may sign in as another identity.
    question.alias = explanation->block ? explanation->block->alias : QString();
    const bool onMachine = context->question.configuration == Question::Configuration::OnMachine;
    auto reading =
        readNeededRightsAside(context->host, onMachine ? context->host : context->disk, question, stop);
    auto needed = co_await reading;
    if (!needed)
        co_return Observation();
    RightsSeen seen;
    seen.read = true;
    seen.isAtLeast = !needed->unread.isEmpty() || needed->rights.size() > mostRights;
    seen.unknownTypes = needed->unknownTypes;
    for (const UnreadPart &part : std::as_const(needed->unread)) {
        // What is not in its folder has a finding of its own.
        if (part.kind == UnreadPart::Kind::Module && !part.reason.startsWith(u'.'))
            seen.unreadModules.append(part.name);
    }
    NeededRights toAsk = *needed;
    toAsk.rights.clear();
    for (const NeededRight &need : std::as_const(needed->rights)) {
        if (need.right.kind == RightKind::AccessLevel)
            seen.needsBasic = seen.needsBasic || need.truth == Truth::True;
        else if (isSeenInList(need, context->projects))
            seen.needs.append(seenNeed(need, true));
        else if (toAsk.rights.size() < mostRights)
            toAsk.rights.append(need);
    }
    if (toAsk.rights.isEmpty())
        co_return Observation(std::move(seen));
    KnownBefore known;
    known.connected = context->connected;
    if (context->hasAllProjects)
        known.projects = context->projects;
    auto checking = checkRights(context->http.withPurpose(check::devopsRights.toString()), *name, *credential,
                                rightsToCheck(toAsk), context->session, stop, known);
    const CheckedRights checked = co_await checking;
    for (qsizetype i = 0; i < toAsk.rights.size(); ++i) {
        const NeededRight &need = toAsk.rights[i];
        if (!isAsked(need, checked.rights[i]))
            continue;
        // A personal access token may be of a person, who can do it all.
        const bool mayBePerson = need.right.kind == RightKind::Impossible && context->accessToken;
        seen.needs.append(seenNeed(need, mayBePerson ? std::nullopt : isHeld(toAsk, checked, i)));
    }
    co_return Observation(std::move(seen));
}

FindingId findingFor(Right right)
{
    switch (right) {
    case Right::CreateProject:
        return finding::createProjectDenied;
    case Right::CreateServiceConnection:
        return finding::endpointCreatorMissing;
    case Right::ManagePools:
        return finding::poolManageMissing;
    case Right::AdministerType:
        return finding::adminAllResourcesRequired;
    case Right::Other:
        return finding::permissionMissing;
    case Right::BePerson:
        return finding::spCannotDoIt;
    }
    Q_UNREACHABLE();
}

// "Edit policies on branch main of repository web"
QString wordsOf(const RightsSeen::Need &need)
{
    return need.object.isEmpty() ? need.permission
                                 : CheckText::tr("%1 on %2").arg(need.permission, need.object);
}

QJsonObject evidenceOf(const RightsSeen::Need &need)
{
    QJsonObject evidence{{u"path"_s, need.path}, {u"line"_s, need.line}};
    evidence.insert(u"resource"_s,
                    need.right == Right::Other && !need.object.isEmpty() ? need.object : need.resource);
    if (!need.permission.isEmpty())
        evidence.insert(u"permission"_s, need.permission);
    if (!need.project.isEmpty())
        evidence.insert(u"project"_s, need.project);
    return evidence;
}

// One problem for each right that has a finding of its own, about the first resource that needs it; one for
// each other permission.
QList<Problem> missingRights(const RightsSeen &seen)
{
    QList<Problem> problems;
    QSet<QString> ofWholeType; // resources that lack a right on every object of a type, which includes theirs
    for (const RightsSeen::Need &need : seen.needs) {
        if (need.right == Right::AdministerType && !need.held.value_or(true))
            ofWholeType.insert(need.resource);
    }
    for (const RightsSeen::Need &need : seen.needs) {
        if (need.held.value_or(true) || (need.right == Right::Other && ofWholeType.contains(need.resource)))
            continue;
        const FindingId id = findingFor(need.right);
        auto known = std::ranges::find_if(problems, [id](const Problem &one) { return one.findingId == id; });
        if (known == problems.end())
            known = problems.insert(problems.end(), Problem(id, evidenceOf(need)));
        const auto add = [known](const QString &key, const QString &value) {
            QJsonArray values = known->evidence[key].toArray();
            if (!value.isEmpty() && !values.contains(value))
                values.append(value);
            known->evidence.insert(key, values);
        };
        add(u"resources"_s, need.resource);
        add(u"rights"_s, wordsOf(need));
    }
    for (Problem &problem : problems) {
        const int more = int(problem.evidence["rights"_L1].toArray().size()) - 1;
        if (more > 0)
            problem.evidence.insert(u"permission"_s,
                                    CheckText::tr("%1 and %n other(s)", nullptr, more)
                                        .arg(problem.evidence["permission"_L1].toString()));
    }
    return problems;
}

CheckVerdict devopsRights(const Facts &facts)
{
    const auto *seen = facts.seen<RightsSeen>();
    if (!seen || !seen->read)
        return unclear();
    QList<Problem> problems = missingRights(*seen);
    if (!problems.isEmpty()) {
        CheckVerdict verdict;
        verdict.status = Status::Failed;
        verdict.problem = problems.takeFirst();
        verdict.further = problems;
        return verdict;
    }
    QStringList open;
    for (const RightsSeen::Need &need : seen->needs) {
        if (!need.held && !open.contains(wordsOf(need)))
            open.append(wordsOf(need));
    }
    for (const QString &type : seen->unknownTypes)
        open.append(CheckText::tr("those of %1, a type that Signet does not know").arg(type));
    for (const QString &module : seen->unreadModules)
        open.append(CheckText::tr("those of %1, which is not in the folder").arg(module));
    // Another check says what could not be read.
    const bool isLevelOpen =
        seen->needsBasic && expectsEntraToken(facts.question()) && !isAccessLevelKnown(facts);
    if (open.isEmpty())
        return seen->isAtLeast || isLevelOpen ? unclear() : passed();
    constexpr qsizetype enough = 5; // for a sentence
    if (open.size() > enough + 1) {
        const int more = int(open.size() - enough);
        open = open.mid(0, enough) + QStringList{CheckText::tr("%n other(s)", nullptr, more)};
    }
    return unclear(finding::rightsNotKnown, {{u"rights"_s, QJsonArray::fromStringList(open)}});
}

bool hasConfiguration(const Question &question)
{
    return question.terraformFolder.has_value();
}

} // namespace

QLatin1StringView toString(Right right)
{
    return rightNames[right];
}

std::vector<Check> rightsChecks()
{
    return {
        {.id = check::devopsRights,
         .stage = "permissions"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The identity has the rights that the configuration needs"),
         .needs = {check::devopsMembership, check::devopsProjects},
         .asksAfter = {check::devopsProjects},
         .considers = {check::devopsGroups},
         .limit = 40s,
         .observe = observeRights,
         .judge = devopsRights,
         .read = readObservation<RightsSeen>,
         .applies = hasConfiguration},
    };
}

} // namespace signet
