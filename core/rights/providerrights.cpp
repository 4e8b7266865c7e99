#include "core/rights/providerrights.h"

#include "core/result/enumwords.h"
#include "core/rights/rightsdata.h"
#include "core/rights/securitynamespace.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr EnumWords conditionWords{NeedCondition::Is::State,
                                   std::array{
                                       EnumWord{NeedCondition::Is::Set, "set"_L1},
                                       EnumWord{NeedCondition::Is::Unset, "unset"_L1},
                                       EnumWord{NeedCondition::Is::Equal, "equal"_L1},
                                       EnumWord{NeedCondition::Is::NotEqual, "not-equal"_L1},
                                       EnumWord{NeedCondition::Is::Changed, "changed"_L1},
                                       EnumWord{NeedCondition::Is::State, "state"_L1},
                                   }};

std::optional<Operation> operationNamed(const QString &word)
{
    const auto found =
        std::ranges::find_if(allOperations, [&word](Operation one) { return toString(one) == word; });
    return found == std::end(allOperations) ? std::nullopt : std::optional(*found);
}

QStringList textsOf(const QJsonValue &value)
{
    QStringList texts;
    const QJsonArray array = value.toArray();
    for (const QJsonValue one : array)
        texts.append(one.toString());
    return texts;
}

QList<NeedCondition> readConditions(const QJsonValue &value)
{
    QList<NeedCondition> conditions;
    const QJsonArray array = value.toArray();
    for (const QJsonValue one : array)
        conditions.append({conditionWords.find(one["is"_L1].toString()).value_or(NeedCondition::Is::State),
                           one["argument"_L1].toString(), one["value"_L1].toString()});
    return conditions;
}

const SecurityNamespace *namespaceNamed(const QString &name)
{
    const auto &all = securityNamespaces();
    const auto found = std::ranges::find(all, name, &SecurityNamespace::name);
    return found == all.end() ? nullptr : &*found;
}

// A permission is written by its names; the namespaces say what these are.
AccessRight readRight(const QJsonValue &json)
{
    AccessRight right;
    right.kind = rightKindNamed(json["kind"_L1].toString()).value_or(RightKind::Permission);
    right.name = json["name"_L1].toString();
    right.roleScope = json["roleScope"_L1].toString();
    const SecurityNamespace *found = namespaceNamed(json["namespace"_L1].toString());
    if (!found)
        return right;
    right.namespaceId = found->id;
    const QString permission = json["permission"_L1].toString();
    const auto bit = std::ranges::find(found->permissions, permission, &PermissionBit::name);
    right.bit = bit == found->permissions.end() ? 0 : bit->bit;
    right.name = json["role"_L1].toString();
    return right;
}

CallNeed readNeed(const QJsonValue &json)
{
    CallNeed need;
    need.right = readRight(json["right"_L1]);
    if (const auto kind = objectKindNamed(json["at"_L1].toString()))
        need.at = ObjectTemplate{*kind, json["parts"_L1].toInt()};
    need.when = readConditions(json["when"_L1]);
    const QStringList operations = textsOf(json["on"_L1]);
    for (const QString &operation : operations) {
        if (const auto known = operationNamed(operation))
            need.on.append(*known);
    }
    need.proof = proofNamed(json["proof"_L1].toString()).value_or(Proof::Inferred);
    need.source = json["source"_L1].toString();
    need.note = json["note"_L1].toString();
    return need;
}

// "azuredevops_iteration*", "!azuredevops_iteration*": the types that a need is about; empty for all.
bool isAbout(const QString &pattern, const QString &type)
{
    if (pattern.isEmpty())
        return true;
    if (pattern.startsWith(u'!'))
        return !isAbout(pattern.mid(1), type);
    const QString name = type.section(u'.', -1);
    return pattern.endsWith(u'*') ? name.startsWith(pattern.chopped(1)) : name == pattern;
}

struct Calls {
    QMap<QString, ClientCall> calls;
    QHash<QString, QStringList> patterns; // of each need of a call, in its order
};

const Calls &readCalls()
{
    static const Calls all = [] {
        Calls read;
        const QJsonObject calls = rightsData("calls.json"_L1)["calls"_L1].toObject();
        for (auto it = calls.begin(); it != calls.end(); ++it) {
            const QJsonValue json = *it;
            ClientCall call{
                it.key(), json["http"_L1].toString(), json["route"_L1].toString(), textsOf(json["scopes"_L1]),
                {},       json["none"_L1].toString()};
            const QJsonArray needs = json["needs"_L1].toArray();
            for (const QJsonValue need : needs) {
                call.needs.append(readNeed(need));
                read.patterns[call.name].append(need["types"_L1].toString());
            }
            read.calls.insert(call.name, call);
        }
        return read;
    }();
    return all;
}

PartSource readPart(const QJsonValue &json)
{
    PartSource source;
    const QString word = json.toString();
    source.isSelf = word == "self"_L1;
    if (json.isArray())
        source.arguments = textsOf(json);
    else if (!source.isSelf && word != u'?')
        source.arguments.append(word);
    return source;
}

QHash<QString, PartSource> readParts(const QJsonValue &json)
{
    QHash<QString, PartSource> parts;
    const QJsonObject object = json.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        parts.insert(it.key(), readPart(*it));
    return parts;
}

// What the permissions resources need: to read or change the access control lists of a namespace, which is
// one permission for each bit of its mask. None where the mask is empty or is the system's own.
QList<CallNeed> accessControlNeeds(const CallNeed &need, const QJsonValue &acl)
{
    const bool isWrite = need.right.name == writeAccessControl;
    CallNeed one = need;
    if (const auto kind = objectKindNamed(acl["at"_L1].toString()))
        one.at = ObjectTemplate{*kind, acl["parts"_L1].toInt()};
    one.right.kind = RightKind::Permission;
    if (!acl["namespaceFrom"_L1].toString().isEmpty())
        return {one};
    const SecurityNamespace *known = namespaceNamed(acl["namespace"_L1].toString());
    if (!known)
        return {};
    QList<CallNeed> needs;
    one.right.name.clear();
    one.right.namespaceId = known->id;
    const int mask = (isWrite ? known->writePermission : known->readPermission) & ~known->systemBits;
    for (int bit = 1; bit != 0 && bit <= mask; bit <<= 1) {
        if ((mask & bit) == 0)
            continue;
        one.right.bit = bit;
        needs.append(one);
    }
    return needs;
}

ResourceRights readResource(const QJsonValue &json)
{
    ResourceRights resource{json["type"_L1].toString()};
    resource.parts = readParts(json["parts"_L1]);
    resource.nameArgument = json["name"_L1].toString();
    resource.none = json["none"_L1].toString();
    resource.lookUp = json["lookup"_L1].toString();
    const QJsonObject defaults = json["defaults"_L1].toObject();
    for (auto it = defaults.begin(); it != defaults.end(); ++it)
        resource.defaults.insert(it.key(), it->toString());
    const QJsonValue acl = json["acl"_L1];
    resource.namespaceArgument = acl["namespaceFrom"_L1].toString();

    for (const Operation operation : allOperations) {
        const QString word = toString(operation);
        const QStringList calls = textsOf(json["on"_L1][word]);
        resource.calls.insert(operation, calls);
        for (const QString &name : calls) {
            const auto call = clientCalls().constFind(name);
            if (call == clientCalls().constEnd())
                continue;
            const QJsonValue narrowed = json["when"_L1][name];
            const QList<NeedCondition> when =
                readConditions(narrowed[word]) + readConditions(narrowed[QString()]);
            const QStringList patterns = readCalls().patterns.value(name);
            for (qsizetype i = 0; i < call->needs.size(); ++i) {
                CallNeed need = call->needs[i];
                if (!isAbout(patterns[i], resource.type)
                    || (!need.on.isEmpty() && !need.on.contains(operation)))
                    continue;
                need.when += when;
                const bool isAcl =
                    need.right.name == readAccessControl || need.right.name == writeAccessControl;
                const QList<CallNeed> needs = isAcl ? accessControlNeeds(need, acl) : QList{need};
                for (const CallNeed &one : needs)
                    resource.needs.append({operation, name, one, {}});
            }
        }
    }
    const QJsonArray own = json["needs"_L1].toArray();
    for (const QJsonValue one : own) {
        const CallNeed need = readNeed(one);
        for (const Operation operation : need.on)
            resource.needs.append({operation, one["call"_L1].toString(), need, readParts(one["from"_L1])});
    }
    return resource;
}

void want(QList<WantedArgument> *wanted, const QString &path, bool isValueRead)
{
    const auto known = std::ranges::find(*wanted, path, &WantedArgument::path);
    if (known == wanted->end())
        wanted->append({path, isValueRead});
    else
        known->isValueRead = known->isValueRead || isValueRead;
}

} // namespace

const QMap<QString, ClientCall> &clientCalls()
{
    return readCalls().calls;
}

const QMap<QString, ResourceRights> &providerRights()
{
    static const QMap<QString, ResourceRights> all = [] {
        QMap<QString, ResourceRights> read;
        const QJsonArray types = rightsData("types.json"_L1)["types"_L1].toArray();
        for (const QJsonValue one : types) {
            const ResourceRights resource = readResource(one);
            read.insert(resource.type, resource);
        }
        return read;
    }();
    return all;
}

const ResourceRights *findResourceRights(const QString &type)
{
    const auto found = providerRights().constFind(type);
    return found == providerRights().constEnd() ? nullptr : &*found;
}

const WantedArguments &argumentsOfRights()
{
    static const WantedArguments all = [] {
        WantedArguments read;
        for (const ResourceRights &resource : providerRights()) {
            QList<WantedArgument> &wanted = read[resource.type];
            const auto wantParts = [&wanted](const QHash<QString, PartSource> &parts) {
                for (const PartSource &part : parts) {
                    if (part.isSelf)
                        want(&wanted, u"id"_s, true);
                    for (const QString &path : part.arguments)
                        want(&wanted, path, true);
                }
            };
            wantParts(resource.parts);
            if (!resource.nameArgument.isEmpty())
                want(&wanted, resource.nameArgument, true);
            if (!resource.namespaceArgument.isEmpty())
                want(&wanted, resource.namespaceArgument, true);
            for (const ResourceNeed &one : resource.needs) {
                wantParts(one.parts);
                for (const NeedCondition &condition : one.need.when) {
                    if (condition.is != NeedCondition::Is::State)
                        want(&wanted, condition.argument,
                             condition.is == NeedCondition::Is::Equal
                                 || condition.is == NeedCondition::Is::NotEqual);
                }
            }
        }
        return read;
    }();
    return all;
}

} // namespace signet
