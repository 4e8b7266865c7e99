#include "core/rights/neededrights.h"

#include "core/result/enumwords.h"
#include "core/rights/objectlookup.h"
#include "core/rights/securitynamespace.h"

#include <QHash>
#include <QUuid>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr EnumWords purposeWords{Purpose::Destroy,
                                 std::array{
                                     EnumWord{Purpose::Plan, "plan"_L1},
                                     EnumWord{Purpose::Apply, "apply"_L1},
                                     EnumWord{Purpose::Destroy, "destroy"_L1},
                                 }};

constexpr EnumWords metWords{MetByCreating::Yes,
                             std::array{
                                 EnumWord{MetByCreating::No, "no"_L1},
                                 EnumWord{MetByCreating::IfCreator, "if-creator"_L1},
                                 EnumWord{MetByCreating::Yes, "yes"_L1},
                             }};

// The steps of Terraform that carry out a purpose. Files do not say what exists, so applying them can create
// and change all of it.
QList<Operation> operationsOf(const ResourceUse &use, Purpose purpose)
{
    if (use.isData())
        return {Operation::Read};
    if (use.operations && use.operations->isEmpty())
        return {}; // forgotten by Terraform, or nothing to do with it
    const bool isPlanned = use.operations.has_value();
    switch (purpose) {
    case Purpose::Plan:
        if (isPlanned && !use.operations->contains(Operation::Read))
            return {};
        return {Operation::Read};
    case Purpose::Apply:
        return isPlanned ? *use.operations : QList{Operation::Create, Operation::Read, Operation::Update};
    case Purpose::Destroy:
        break;
    }
    return {Operation::Read, Operation::Delete};
}

bool isNumber(const QString &text)
{
    return !text.isEmpty() && std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
}

// Whether a value is what a token has, rather than a name to look up.
bool isIdOf(const QString &part, const QString &value)
{
    static const QStringList numbered{u"pool"_s,        u"queue"_s,          u"deployment-group"_s,
                                      u"environment"_s, u"variable-group"_s, u"pipeline"_s};
    static const QStringList written{u"branch"_s, u"folder"_s, u"token"_s, u"scope"_s, u"resource"_s};
    if (numbered.contains(part))
        return isNumber(value);
    const bool isGuid = !QUuid::fromString(value).isNull();
    return isGuid || written.contains(part);
}

class Table {
public:
    Table(const ResourceUses &uses, Purpose purpose)
        : m_uses(uses)
    {
        m_found.purpose = purpose;
        m_found.unread = uses.unread;
        m_found.ofPlan =
            std::ranges::any_of(uses.uses, [](const ResourceUse &use) { return use.operations.has_value(); });
        for (const ResourceUse &use : uses.uses) {
            m_byAddress.insert(use.address, &use);
            // A reference to one of several says which only when Terraform runs.
            const QString address = addressWithoutKeys(use.address);
            if (!m_byAddress.contains(address))
                m_byAddress.insert(address, &use);
        }
    }

    NeededRights take()
    {
        for (const ResourceUse &use : m_uses.uses)
            take(use);
        return std::move(m_found);
    }

private:
    void take(const ResourceUse &use)
    {
        ++m_found.resources;
        const ResourceRights *rights = findResourceRights(use.type);
        if (!rights) {
            if (!m_found.unknownTypes.contains(use.type))
                m_found.unknownTypes.append(use.type);
            return;
        }
        ResourceUse whole = use;
        for (auto it = rights->defaults.begin(); it != rights->defaults.end(); ++it) {
            if (whole.argument(it.key()).state == ArgumentSeen::State::Unset)
                whole.arguments.insert(it.key(), {ArgumentSeen::State::Known, it.value()});
        }
        const QList<Operation> operations = operationsOf(use, m_found.purpose);
        for (const ResourceNeed &need : rights->needs) {
            if (operations.contains(need.operation))
                take(whole, *rights, need);
        }
    }

    void take(const ResourceUse &use, const ResourceRights &rights, const ResourceNeed &need)
    {
        Truth truth = Truth::True;
        for (const NeedCondition &condition : need.need.when)
            truth = std::min(truth, holds(condition, use, need.operation));
        if (truth == Truth::False)
            return;
        if (!need.need.at) {
            add(use, need, need.need.right, std::nullopt, truth);
            return;
        }
        QHash<QString, PartSource> parts = rights.parts;
        parts.insert(need.parts);
        const int count = indexesOf(use, *need.need.at, parts);
        for (int index = 0; index < count; ++index) {
            const SecuredObject object = objectFor(use, rights, need, parts, index);
            if (need.need.right.namespaceId.isEmpty() && !rights.namespaceArgument.isEmpty())
                addAccessControl(use, rights, need, object, truth);
            else
                add(use, need, need.need.right, object, truth);
        }
    }

    // The namespace is an argument: which permission it takes follows from it.
    void addAccessControl(const ResourceUse &use, const ResourceRights &rights, const ResourceNeed &need,
                          const SecuredObject &object, Truth truth)
    {
        AccessRight right = need.need.right;
        const ArgumentSeen seen = use.argument(rights.namespaceArgument);
        const SecurityNamespace *known =
            seen.state == ArgumentSeen::State::Known ? findSecurityNamespace(seen.text.toLower()) : nullptr;
        if (!known) {
            add(use, need, right, object, Truth::Perhaps);
            return;
        }
        const int mask = (right.name == writeAccessControl ? known->writePermission : known->readPermission)
            & ~known->systemBits;
        right.namespaceId = known->id;
        right.name.clear();
        for (const PermissionBit &permission : known->permissions) {
            right.bit = permission.bit;
            if ((mask & permission.bit) != 0)
                add(use, need, right, object, truth);
        }
    }

    static QString indexed(QString path, int index) { return path.replace(u'*', QString::number(index)); }

    // How many objects the lists among the parts name; 1 where there is no list, and where it is not known.
    static int indexesOf(const ResourceUse &use, const ObjectTemplate &at,
                         const QHash<QString, PartSource> &parts)
    {
        const QStringList names = partsOf(at.kind).mid(0, at.parts);
        for (const QString &name : names) {
            const QStringList arguments = parts.value(name).arguments;
            if (arguments.isEmpty() || !arguments.first().contains(u'*'))
                continue;
            const QString list = arguments.first().section(u'*', 0, 0);
            int count = 0;
            const auto hasIndex = [&use, &list](int index) {
                const QString prefix = list + QString::number(index);
                const auto at = use.arguments.lowerBound(prefix);
                return at != use.arguments.end()
                    && (at.key() == prefix || at.key().startsWith(prefix + u'.'));
            };
            while (hasIndex(count))
                ++count;
            return std::max(count, 1);
        }
        return 1;
    }

    SecuredObject objectFor(const ResourceUse &use, const ResourceRights &rights, const ResourceNeed &need,
                            const QHash<QString, PartSource> &sources, int index) const
    {
        SecuredObject object{need.need.at->kind};
        const QStringList names = partsOf(object.kind).mid(0, need.need.at->parts);
        for (const QString &name : names) {
            const auto source = sources.constFind(name);
            object.parts.append(source == sources.constEnd()
                                    ? ObjectPart()
                                    : partOf(use, rights, *source, name, need.operation, index));
            ObjectPart &part = object.parts.last();
            if (part.state == ObjectPart::State::Named && name == lookedUpPart(rights))
                part.lookUp.call = rights.lookUp;
            if (!(part.lookUp == PartLookUp()))
                simplify(&part.lookUp, name, object.parts.first());
        }
        return simplest(std::move(object));
    }

    // The same object is looked up in the same way, whoever names it.
    static void simplify(PartLookUp *lookUp, const QString &part, const ObjectPart &outermost)
    {
        const LookUpCall *usual = findLookUpCall(part);
        if (usual && lookUp->call == usual->name)
            lookUp->call.clear();
        if (lookUp->project.compare(outermost.value, Qt::CaseInsensitive) == 0)
            lookUp->project.clear();
    }

    // Without a branch it is the repository, and without a folder all pipelines. The dashboards of no team
    // are those of the project.
    static SecuredObject simplest(SecuredObject object)
    {
        while (!object.parts.isEmpty() && object.kind != ObjectKind::Dashboard
               && object.parts.last().state == ObjectPart::State::Absent)
            object.parts.removeLast();
        if (object.kind == ObjectKind::Branch && object.parts.size() < 3)
            object.kind = ObjectKind::Repository;
        return object;
    }

    ObjectPart partOf(const ResourceUse &use, const ResourceRights &rights, const PartSource &source,
                      const QString &name, Operation operation, int index) const
    {
        using State = ObjectPart::State;
        if (source.isSelf) {
            const QString own = nameOf(use, rights);
            // Only applying creates anything.
            const bool isThere = m_found.purpose != Purpose::Apply
                || (operation != Operation::Create && use.operations
                    && use.operations->contains(Operation::Read));
            if (!isThere)
                return {State::Created, use.address, own};
            const ArgumentSeen id = use.argument(u"id"_s);
            if (id.state == ArgumentSeen::State::Known && isIdOf(name, id.text))
                return {State::Known, id.text, own};
            // What exists is never taken for something that is created, whatever its id looks like.
            return own.isEmpty() ? ObjectPart{State::Unknown, use.address}
                                 : ObjectPart{State::Named, own, own};
        }
        return argumentPart(use, source, name, index, 0);
    }

    ObjectPart argumentPart(const ResourceUse &use, const PartSource &source, const QString &name, int index,
                            int steps) const
    {
        using State = ObjectPart::State;
        for (const QString &path : source.arguments) {
            const ArgumentSeen seen = use.argument(indexed(path, index));
            if (seen.state != ArgumentSeen::State::Unset)
                return seenPart(seen, name, steps);
        }
        return {source.arguments.isEmpty() ? State::Unknown : State::Absent};
    }

    // The part that a data source looks up; empty for anything else.
    static QString lookedUpPart(const ResourceRights &rights)
    {
        const LookUpCall *call = rights.lookUp.isEmpty() ? nullptr : findLookUpCall(rights.lookUp);
        if (!call)
            return {};
        return rights.parts.contains(call->name) ? call->name : call->alsoFor;
    }

    // What a data source looks up, where that can be such a part. It says itself in which project; where that
    // is not known, a name stands for nothing.
    ObjectPart lookedUp(const ResourceUse &target, const QString &attribute, const QString &part,
                        int steps) const
    {
        using State = ObjectPart::State;
        ObjectPart unknown{State::Unknown, target.address, nameAt(target)};
        const ResourceRights *rights = findResourceRights(target.type);
        if (!rights)
            return unknown;
        const QString own = lookedUpPart(*rights);
        const LookUpCall *call = own.isEmpty() ? nullptr : findLookUpCall(rights->lookUp);
        if (!call || (part != call->name && part != call->alsoFor))
            return unknown;
        const PartSource source = rights->parts.value(own);
        if (!isOfItself(attribute) && !source.arguments.contains(attribute))
            return unknown;
        ObjectPart found = argumentPart(target, source, own, 0, steps);
        if (found.state == State::Known)
            found.name = nameAt(target);
        else if (found.state == State::Named)
            found.lookUp.call = rights->lookUp;
        else
            return unknown;
        if (!call->isInProject() && call->projectAt.isEmpty())
            return found;
        const bool isScope = !rights->parts.contains(u"project"_s);
        const ObjectPart project = argumentPart(
            target, rights->parts.value(isScope ? u"scope"_s : u"project"_s), u"project"_s, 0, steps);
        // A group of no project is one of the organization.
        if (project.state == State::Unknown || (project.state == State::Absent && isScope))
            return unknown;
        // One that the configuration creates is that of the object, if it exists already.
        if (project.state != State::Created)
            found.lookUp.project = project.value;
        const ObjectPart folder =
            argumentPart(target, rights->parts.value(u"folder"_s), u"folder"_s, 0, steps);
        if (folder.state == State::Known)
            found.lookUp.folder = folder.value;
        return found;
    }

    // What a reference leads to: something that the configuration creates, what a data source looks up, or
    // what an argument of that resource is in its turn.
    ObjectPart referred(const QString &reference, const QString &part, int steps) const
    {
        using State = ObjectPart::State;
        constexpr int mostSteps = 20;
        const QString address = reference.section(u'.', 0, -2);
        const QString attribute = reference.section(u'.', -1);
        const ResourceUse *target = m_byAddress.value(address);
        if (!target || steps >= mostSteps)
            return {State::Unknown, address};
        const ArgumentSeen seen = target->argument(attribute);
        const bool isArgument = seen.state != ArgumentSeen::State::Unset && attribute != "id"_L1;
        if (isArgument)
            return seenPart(seen, part, steps + 1);
        if (target->isData())
            return lookedUp(*target, attribute, part, steps + 1);
        if (!isOfItself(attribute))
            return {State::Unknown, address};
        const QString name = nameAt(*target);
        // What is replaced is there until it is made again.
        const bool isCreated = m_found.purpose == Purpose::Apply
            && (!target->operations
                || (target->operations->contains(Operation::Create)
                    && !target->operations->contains(Operation::Delete)));
        return {isCreated ? State::Created : State::Unknown, address, name};
    }

    ObjectPart seenPart(const ArgumentSeen &seen, const QString &part, int steps = 0) const
    {
        using State = ObjectPart::State;
        if (seen.state == ArgumentSeen::State::Unknown)
            return seen.reference.isEmpty() ? ObjectPart{State::Unknown}
                                            : referred(seen.reference, part, steps);
        if (seen.text.isEmpty())
            return {State::Unknown};
        const bool isId = isIdOf(part, seen.text);
        return {isId ? State::Known : State::Named, seen.text, isId ? nameBehind(seen.reference) : seen.text};
    }

    static QString nameOf(const ResourceUse &use, const ResourceRights &rights)
    {
        const ArgumentSeen name = use.argument(rights.nameArgument);
        return name.state == ArgumentSeen::State::Known ? name.text : QString();
    }

    static bool isOfItself(const QString &attribute)
    {
        static const QStringList ofItself{u"id"_s, u"descriptor"_s, u"origin_id"_s, u"group_id"_s};
        return ofItself.contains(attribute);
    }

    // A data source has no name of its own but the one that it looks for, the last of its arguments.
    static QString nameAt(const ResourceUse &use)
    {
        const ResourceRights *rights = findResourceRights(use.type);
        if (rights && !use.isData())
            return nameOf(use, *rights);
        const PartSource own = rights ? rights->parts.value(lookedUpPart(*rights)) : PartSource();
        const ArgumentSeen name = use.argument(own.arguments.isEmpty() ? u"name"_s : own.arguments.last());
        return name.state == ArgumentSeen::State::Known ? name.text : QString();
    }

    // Only the id of a resource has the name of the resource.
    QString nameBehind(const QString &reference) const
    {
        const ResourceUse *target = m_byAddress.value(reference.section(u'.', 0, -2));
        return target && reference.endsWith(".id"_L1) ? nameAt(*target) : QString();
    }

    // Who creates an object can do what its creator can. Sources: rights facts, "Rights that come by
    // creating". A project makes its creator one of its administrators, who can do everything in it.
    struct Met {
        MetByCreating by = MetByCreating::No;
        Proof proof = Proof::Inferred;
        qsizetype part = -1;
    };
    Met metBy(const AccessRight &right, const SecuredObject &object, Operation operation) const
    {
        constexpr std::array documented{ObjectKind::ServiceConnection, ObjectKind::VariableGroup,
                                        ObjectKind::SecureFile, ObjectKind::Environment,
                                        ObjectKind::Dashboard};
        constexpr std::array inferred{ObjectKind::AgentPool, ObjectKind::AgentQueue, ObjectKind::Feed};
        constexpr std::array onObjects{RightKind::Permission, RightKind::Role, RightKind::FeedRole,
                                       RightKind::AllOfType};
        // Planning and destroying create nothing, and what is deleted was created by somebody before.
        if (m_found.purpose != Purpose::Apply || operation == Operation::Delete
            || std::ranges::find(onObjects, right.kind) == onObjects.end() || object.parts.isEmpty())
            return {};
        const auto isCreated = [](const ObjectPart &part) {
            return part.state == ObjectPart::State::Created;
        };
        const QString outermost = partsOf(object.kind).first();
        const bool isInProject = outermost == "project"_L1 || outermost == "scope"_L1;
        const MetByCreating met = m_found.ofPlan ? MetByCreating::Yes : MetByCreating::IfCreator;
        if (isInProject && isCreated(object.parts.first()) && isProject(object.parts.first().value))
            return {met, Proof::Documented, 0};
        const qsizetype last = object.parts.size() - 1;
        if (!isCreated(object.parts.last()))
            return {};
        if (std::ranges::find(documented, object.kind) != documented.end())
            return {met, Proof::Documented, last};
        if (std::ranges::find(inferred, object.kind) != inferred.end())
            return {met, Proof::Inferred, last};
        return {};
    }

    bool isProject(const QString &address) const
    {
        const ResourceUse *use = m_byAddress.value(address);
        return use && use->type == "azuredevops_project"_L1;
    }

    static QString keyOf(const AccessRight &right, const std::optional<SecuredObject> &object)
    {
        QString key =
            QString::number(int(right.kind)) + u'|' + right.namespaceId + u'|' + QString::number(right.bit);
        // The role that holds the same bit is only another way to grant it.
        if (right.kind != RightKind::Permission || right.bit == 0)
            key += u'|' + right.roleScope + u'|' + right.name;
        if (object) {
            key += u'|' + QString::number(int(object->kind));
            for (const ObjectPart &part : object->parts)
                key += u'|' + QString::number(int(part.state)) + u':' + part.value + u'@' + part.lookUp.call
                    + u'@' + part.lookUp.project + u'@' + part.lookUp.folder;
        }
        return key;
    }

    void add(const ResourceUse &use, const ResourceNeed &need, const AccessRight &right,
             const std::optional<SecuredObject> &object, Truth truth)
    {
        const Met met = object ? metBy(right, *object, need.operation) : Met();
        const QString key = keyOf(right, object);
        const auto known = m_index.constFind(key);
        if (known == m_index.constEnd()) {
            m_index.insert(key, m_found.rights.size());
            m_found.rights.append({right,
                                   object,
                                   truth,
                                   met.by,
                                   met.proof,
                                   met.part,
                                   need.need.proof,
                                   need.need.source,
                                   need.need.note,
                                   {}});
        }
        NeededRight &found = m_found.rights[m_index.value(key)];
        found.truth = std::max(found.truth, truth);
        found.met = std::min(found.met, met.by);
        if (need.need.proof < found.proof) {
            found.proof = need.need.proof;
            found.source = need.need.source;
        }
        if (found.note.isEmpty())
            found.note = need.need.note;
        if (found.right.roleScope.isEmpty()) {
            found.right.roleScope = right.roleScope;
            found.right.name = right.name;
        }
        const bool isSame = !found.causes.isEmpty() && found.causes.last().address == use.address
            && found.causes.last().operation == need.operation && found.causes.last().call == need.call;
        if (!isSame)
            found.causes.append({use.address, use.place, need.operation, need.call, truth,
                                 createdProject(use, need.operation)});
    }

    static QString createdProject(const ResourceUse &use, Operation operation)
    {
        const bool isCreated = operation == Operation::Create && use.type == "azuredevops_project"_L1;
        return isCreated ? nameAt(use) : QString();
    }

    const ResourceUses &m_uses;
    QHash<QString, const ResourceUse *> m_byAddress;
    QHash<QString, qsizetype> m_index;
    NeededRights m_found;
};

} // namespace

QLatin1StringView toString(Purpose purpose)
{
    return purposeWords[purpose];
}

std::optional<Purpose> purposeNamed(QStringView word)
{
    return purposeWords.find(word);
}

QLatin1StringView toString(MetByCreating met)
{
    return metWords[met];
}

NeededRights neededRights(const ResourceUses &uses, Purpose purpose)
{
    return Table(uses, purpose).take();
}

} // namespace signet
