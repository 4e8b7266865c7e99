#include <QTest>

#include "core/report/needsdocument.h"
#include "core/rights/needsquestion.h"
#include "core/rights/providerrights.h"
#include "core/rights/rightwords.h"
#include "core/rights/securitynamespace.h"
#include "core/terraform/planfile.h"
#include "tests/support/sanitizer.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

QByteArray content(const QString &name)
{
    QFile file(QStringLiteral(SIGNET_TEST_DATA) + u"/rights/"_s + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonDocument document(const QString &name)
{
    return QJsonDocument::fromJson(content(name));
}

// JSON with ' for ".
QByteArray json(QByteArray text)
{
    return text.replace('\'', '"');
}

FileImage textFile(const QByteArray &text)
{
    FileImage file;
    file.text = text;
    return file;
}

ResourceUses usesOf(const QByteArray &configuration)
{
    HostImage image;
    image.files.insert(u"/c/main.tf"_s, textFile(configuration));
    const auto uses = readResourceUses(Host::from(image), u"/c"_s, argumentsOfRights());
    return uses ? *uses : ResourceUses();
}

Result<ResourceUses> planOf(const QByteArray &text)
{
    return readPlan(text, u"plan.json"_s, argumentsOfRights());
}

// A right without the names of objects, which files and a plan know at different times.
QSet<QString> signaturesOf(const NeededRights &needed, bool withTruth)
{
    QSet<QString> signatures;
    for (const NeededRight &right : needed.rights) {
        for (const NeedCause &cause : right.causes) {
            QString text = cause.address + u' ' + toString(cause.operation) + u' '
                + toString(right.right.kind) + u' ' + right.right.namespaceId + u' '
                + QString::number(right.right.bit) + u' ' + right.right.name;
            if (right.object)
                text += u' ' + toString(right.object->kind) + QString::number(right.object->parts.size());
            if (withTruth)
                text += u' ' + toString(cause.truth) + u' ' + toString(right.met);
            signatures.insert(text);
        }
    }
    return signatures;
}

QString differenceOf(const QSet<QString> &a, const QSet<QString> &b)
{
    return u"only in the first:\n  "_s + QStringList((a - b).values()).join(u"\n  "_s)
        + u"\nonly in the second:\n  "_s + QStringList((b - a).values()).join(u"\n  "_s);
}

const NeededRight *find(const NeededRights &needed, RightKind kind, int bit, ObjectKind object)
{
    for (const NeededRight &right : needed.rights) {
        if (right.right.kind == kind && right.right.bit == bit && right.object
            && right.object->kind == object)
            return &right;
    }
    return nullptr;
}

QByteArray planWith(const QByteArray &changes, const QByteArray &more = {})
{
    return json("{'format_version':'1.2',") + more + json("'resource_changes':[") + changes
        + json("],'configuration':{}}");
}

QByteArray change(const QByteArray &name, const QByteArray &actions, const QByteArray &before,
                  const QByteArray &after)
{
    return json("{'address':'azuredevops_git_repository.") + name
        + json("','mode':'managed','type':'azuredevops_git_repository','name':'") + name
        + json("','provider_name':'registry.terraform.io/microsoft/azuredevops','change':{'actions':[")
        + actions + json("],'before':") + before + json(",'after':") + after + json(",'after_unknown':{}}}");
}

// Of this process, in KiB: "VmRSS", "VmHWM".
qint64 memory(const QByteArray &name)
{
    QFile file(u"/proc/self/status"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith(name + ':'))
            return line.simplified().split(' ').value(1).toLongLong();
    }
    return 0;
}

} // namespace

class Rights : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTypeAndEveryCallIsThere();
    void theTableUsesOnlyWhatItDefines();
    void namespacesAreThoseThatTheServiceReturned();
    void noNeedAsksForASystemBit();
    void documentedNeedsNameTheirPage();
    void scopesAreThoseOfTheSpecification();
    void tokensAreMadeFromParts_data();
    void tokensAreMadeFromParts();
    void objectsAboveLeadToTheRoot();
    void filesAndPlanNeedTheSame_data();
    void filesAndPlanNeedTheSame();
    void conditionsAreThreeValued_data();
    void conditionsAreThreeValued();
    void equalityIsThreeValued_data();
    void equalityIsThreeValued();
    void creatingAnObjectMeetsItsNeeds();
    void eachPurposeHasItsOperations();
    void actionsBecomeOperations_data();
    void actionsBecomeOperations();
    void aPlanOfTerraformIsRead();
    void oneRightHasAllItsCauses();
    void whatIsNotReadIsNamed();
    void otherFilesAreNoPlans_data();
    void otherFilesAreNoPlans();
    void aTruncatedPlanIsNeverAPlan();
    void oddPlansAreNamedOrRefused_data();
    void oddPlansAreNamedOrRefused();
    void marksOfAPlanHide_data();
    void marksOfAPlanHide();
    void aliasesThatDoNotExistAreAnError();
    void whatMayBelongToTheAliasStays();
    void longListsTakeLittleTime();
    void nestedModulesAreFollowedOnce();
    void unknownMembersAreSkipped();
    void secretsOfAPlanStayInIt();
    void aLargePlanTakesLittleMemory();
    void everyRightHasWords();
    void tokensLeadBackToObjects();

private:
    int m_readBack = 0;
};

void Rights::everyTypeAndEveryCallIsThere()
{
    const QJsonObject facts = document(u"provider.json"_s).object();
    const QJsonArray types = facts["types"_L1].toArray();
    const QJsonObject calls = facts["calls"_L1].toObject();
    QSet<QString> used;
    int needs = 0;
    for (const ResourceRights &resource : providerRights()) {
        QVERIFY2(types.contains(resource.type),
                 qPrintable(resource.type + u" is not a type of the provider"_s));
        QVERIFY2(!resource.needs.isEmpty() || !resource.none.isEmpty() || !resource.calls.isEmpty(),
                 qPrintable(resource.type));
        for (const QStringList &names : resource.calls)
            used.unite(QSet<QString>(names.begin(), names.end()));
    }
    for (const QJsonValue &type : types)
        QVERIFY2(findResourceRights(type.toString()), qPrintable(type.toString() + u" has no record"_s));
    for (auto it = calls.begin(); it != calls.end(); ++it) {
        const auto call = clientCalls().constFind(it.key());
        QVERIFY2(call != clientCalls().constEnd(), qPrintable(it.key() + u" is not in the table"_s));
        QVERIFY2(call->needs.isEmpty() != call->none.isEmpty(), qPrintable(it.key()));
        QVERIFY2(used.contains(it.key()), qPrintable(it.key() + u" is not made by any type"_s));
        needs += int(call->needs.size());
    }
    QCOMPARE(clientCalls().size(), calls.size());
    qInfo("%d types, %d calls, %d needs", int(providerRights().size()), int(clientCalls().size()), needs);
    QCOMPARE(providerRights().size(), 177);
    QCOMPARE(clientCalls().size(), 229);
}

void Rights::theTableUsesOnlyWhatItDefines()
{
    for (const ResourceRights &resource : providerRights()) {
        for (const QStringList &names : resource.calls) {
            for (const QString &name : names)
                QVERIFY2(clientCalls().contains(name), qPrintable(resource.type + u": "_s + name));
        }
        for (const ResourceNeed &need : resource.needs) {
            const AccessRight &right = need.need.right;
            const bool isPermission =
                right.kind == RightKind::Permission || right.kind == RightKind::AllOfType;
            const QString where = resource.type + u": "_s + need.call + u' ' + right.name;
            if (isPermission && resource.namespaceArgument.isEmpty())
                QVERIFY2(!right.namespaceId.isEmpty() && right.bit != 0, qPrintable(where));
            QVERIFY2(isPermission || !right.name.isEmpty(), qPrintable(where));
            QVERIFY2(!isPermission || need.need.at, qPrintable(where));
            // A condition on what the type says by itself, such as the other types of an authorization.
            const bool isOfAnother =
                std::ranges::any_of(need.need.when, [&resource](const NeedCondition &condition) {
                    const QString value = resource.defaults.value(condition.argument);
                    return condition.is == NeedCondition::Is::Equal && !value.isEmpty()
                        && value != condition.value;
                });
            if (!need.need.at || isOfAnother)
                continue;
            const QStringList parts = partsOf(need.need.at->kind);
            QVERIFY2(need.need.at->parts <= parts.size(), qPrintable(where));
            // A part without a source would be absent, and the right would be asked of too much.
            for (const QString &part : parts.mid(0, need.need.at->parts)) {
                const bool isOptional = part == "branch"_L1 || part == "group"_L1 || part == "scope"_L1
                    || part == "team"_L1 || resource.type.startsWith("data."_L1) || part == "repository"_L1;
                QVERIFY2(isOptional || resource.parts.contains(part) || need.parts.contains(part),
                         qPrintable(where + u" has nothing for "_s + part));
            }
        }
    }
}

void Rights::namespacesAreThoseThatTheServiceReturned()
{
    const QJsonArray observed = document(u"securitynamespaces.json"_s).object()["value"_L1].toArray();
    QCOMPARE(securityNamespaces().size(), observed.size());
    int bits = 0;
    for (const QJsonValue &one : observed) {
        const SecurityNamespace *known = findSecurityNamespace(one["namespaceId"_L1].toString());
        QVERIFY2(known, qPrintable(one["name"_L1].toString()));
        QCOMPARE(known->name, one["name"_L1].toString());
        QCOMPARE(known->separator, one["separatorValue"_L1].toString());
        QCOMPARE(known->systemBits, one["systemBitMask"_L1].toInt());
        QCOMPARE(known->readPermission, one["readPermission"_L1].toInt());
        QCOMPARE(known->writePermission, one["writePermission"_L1].toInt());
        const QJsonArray actions = one["actions"_L1].toArray();
        QCOMPARE(known->permissions.size(), actions.size());
        for (const QJsonValue &action : actions) {
            const PermissionBit *permission = known->permission(action["bit"_L1].toInt());
            QVERIFY2(permission, qPrintable(known->name));
            QCOMPARE(permission->name, action["name"_L1].toString());
            QCOMPARE(permission->title, action["displayName"_L1].toString().trimmed());
            ++bits;
        }
    }
    qInfo("%d namespaces, %d bits", int(securityNamespaces().size()), bits);
}

void Rights::noNeedAsksForASystemBit()
{
    int asked = 0;
    for (const ResourceRights &resource : providerRights()) {
        for (const ResourceNeed &need : resource.needs) {
            const SecurityNamespace *known = findSecurityNamespace(need.need.right.namespaceId);
            if (!known)
                continue;
            QVERIFY2((known->systemBits & need.need.right.bit) == 0, qPrintable(resource.type));
            QVERIFY2(known->permission(need.need.right.bit), qPrintable(resource.type));
            ++asked;
        }
    }
    QVERIFY(asked > 1000);
}

void Rights::documentedNeedsNameTheirPage()
{
    int counts[3]{};
    const auto check = [&counts](const CallNeed &need, const QString &where) {
        ++counts[int(need.proof)];
        const bool hasPage = need.source.contains("docs: "_L1) || need.source.contains("REST: "_L1);
        QVERIFY2(need.proof != Proof::Documented || hasPage, qPrintable(where));
        QVERIFY2(need.proof != Proof::Observed || !need.source.isEmpty(), qPrintable(where));
    };
    for (const ClientCall &call : clientCalls()) {
        for (const CallNeed &need : call.needs)
            check(need, call.name);
    }
    for (const ResourceRights &resource : providerRights()) {
        for (const ResourceNeed &need : resource.needs)
            if (need.call.isEmpty())
                check(need.need, resource.type);
    }
    qInfo("documented %d, observed %d, inferred %d", counts[0], counts[1], counts[2]);
}

void Rights::scopesAreThoseOfTheSpecification()
{
    const QJsonObject calls = document(u"provider.json"_s).object()["calls"_L1].toObject();
    for (auto it = calls.begin(); it != calls.end(); ++it) {
        QStringList scopes;
        for (const QJsonValue &scope : it->toArray())
            scopes.append(scope.toString());
        QCOMPARE(clientCalls().value(it.key()).scopes, scopes);
    }
}

void Rights::tokensAreMadeFromParts_data()
{
    QTest::addColumn<QJsonObject>("vector");
    const QJsonArray vectors = document(u"tokens.json"_s).array();
    QVERIFY(vectors.size() >= 120);
    for (qsizetype i = 0; i < vectors.size(); ++i)
        QTest::addRow("%d %s", int(i), qPrintable(vectors[i]["kind"_L1].toString())) << vectors[i].toObject();
}

void Rights::tokensAreMadeFromParts()
{
    QFETCH(const QJsonObject, vector);
    const auto kind = objectKindNamed(vector["kind"_L1].toString());
    QVERIFY(kind);
    SecuredObject object{*kind, {}};
    for (const QJsonValue &part : vector["parts"_L1].toArray())
        object.parts.append(part.isNull() ? ObjectPart()
                                          : ObjectPart{ObjectPart::State::Known, part.toString(), {}});
    QCOMPARE(securityToken(object).value_or(QString()), vector["token"_L1].toString());
    // The token leads back to the object, with names in place of nothing.
    for (const SecurityNamespace &space : securityNamespaces()) {
        const QString token = vector["token"_L1].toString();
        const auto back = objectOfToken(space.id, token);
        if (back)
            QCOMPARE(securityToken(*back).value_or(QString()).toLower(), token.toLower());
        const bool isSame = back && back->kind == object.kind;
        m_readBack += isSame ? 1 : 0;
        if (isSame && object.kind == ObjectKind::Branch)
            QCOMPARE(back->parts.last().value.toLower(),
                     QString(object.parts.last().value).remove("refs/heads/"_L1).toLower());
    }
    // What is above has a token that this one begins with, but for groups of an organization.
    for (const SecuredObject &above : objectsAbove(object)) {
        const QString token = securityToken(above).value_or(QString());
        QVERIFY2(vector["token"_L1].toString().startsWith(token), qPrintable(token));
    }
    // With a part that is not known, there is no token, and the nearest object is above.
    if (object.parts.isEmpty())
        return;
    object.parts.last() = {ObjectPart::State::Named, u"a name"_s, {}};
    QVERIFY(!securityToken(object));
    const auto nearest = nearestKnown(object);
    QVERIFY(!nearest || nearest->parts.size() < object.parts.size());
}

void Rights::objectsAboveLeadToTheRoot()
{
    const auto known = [](const QString &value) { return ObjectPart{ObjectPart::State::Known, value, {}}; };
    QStringList tokens;
    const SecuredObject folder{ObjectKind::Pipeline, {known(u"p"_s), known(u"\\a\\b"_s), known(u"7"_s)}};
    for (const SecuredObject &above : objectsAbove(folder))
        tokens.append(securityToken(above).value_or(u"-"_s));
    QCOMPARE(tokens, QStringList({u"p/a/b"_s, u"p/a"_s, u"p"_s, u"-"_s}));
    tokens.clear();
    const SecuredObject branch{ObjectKind::Branch, {known(u"p"_s), known(u"r"_s), known(u"main"_s)}};
    for (const SecuredObject &above : objectsAbove(branch))
        tokens.append(securityToken(above).value_or(u"-"_s));
    QCOMPARE(tokens, QStringList({u"repoV2/p/r"_s, u"repoV2/p"_s, u"repoV2"_s}));
}

void Rights::filesAndPlanNeedTheSame_data()
{
    QTest::addColumn<QString>("name");
    const QStringList names =
        QDir(QStringLiteral(SIGNET_TEST_DATA) + u"/rights/samples"_s).entryList({u"*.tf"_s});
    QVERIFY(names.size() >= 30);
    for (const QString &name : names)
        QTest::addRow("%s", qPrintable(name)) << name.chopped(3);
}

void Rights::filesAndPlanNeedTheSame()
{
    QFETCH(const QString, name);
    ResourceUses files = usesOf(content(u"samples/"_s + name + u".tf"_s));
    const auto plan = planOf(content(u"samples/"_s + name + u".json"_s));
    QVERIFY(plan);
    QVERIFY(!files.uses.isEmpty() && files.unread.isEmpty());
    QCOMPARE(files.uses.size(), plan->uses.size());
    const NeededRights planned = neededRights(*plan, Purpose::Apply);
    QVERIFY(planned.ofPlan && !planned.rights.isEmpty() && planned.unknownTypes.isEmpty());

    // The plan's is never larger than that of the files alone.
    const QSet<QString> ofFiles = signaturesOf(neededRights(files, Purpose::Apply), false);
    const QSet<QString> ofPlan = signaturesOf(planned, false);
    QVERIFY2(ofFiles.contains(ofPlan), qPrintable(differenceOf(ofFiles, ofPlan)));

    // With the operations of the plan it is the same.
    for (ResourceUse &use : files.uses) {
        if (!use.isData())
            use.operations = QList{Operation::Create};
    }
    const bool isExact = name != "variable-without-value"_L1; // which only the plan knows
    const QSet<QString> same = signaturesOf(neededRights(files, Purpose::Apply), isExact);
    const QSet<QString> exact = signaturesOf(planned, isExact);
    QVERIFY2(isExact ? same == exact : same.contains(exact), qPrintable(differenceOf(same, exact)));
}

void Rights::conditionsAreThreeValued_data()
{
    QTest::addColumn<QByteArray>("argument");
    QTest::addColumn<QString>("truth");
    QTest::addRow("set") << QByteArray("default_branch = \"refs/heads/main\"") << u"true"_s;
    QTest::addRow("null") << QByteArray("default_branch = null") << u"none"_s;
    QTest::addRow("empty, which the provider takes for unset")
        << QByteArray("default_branch = \"\"") << u"none"_s;
    QTest::addRow("not written") << QByteArray() << u"none"_s;
    QTest::addRow("from another resource")
        << QByteArray("default_branch = terraform_data.x.output") << u"perhaps"_s;
    QTest::addRow("from a variable without a value")
        << QByteArray("default_branch = var.branch") << u"perhaps"_s;
    QTest::addRow("from a local") << QByteArray("default_branch = local.branch") << u"true"_s;
    QTest::addRow("from a sensitive variable") << QByteArray("default_branch = var.hidden") << u"perhaps"_s;
    QTest::addRow("by a function that is not worked out")
        << QByteArray("default_branch = yamldecode(\"refs\")") << u"perhaps"_s;
}

void Rights::conditionsAreThreeValued()
{
    QFETCH(const QByteArray, argument);
    QFETCH(const QString, truth);
    ResourceUses uses =
        usesOf("variable \"branch\" {}\nvariable \"hidden\" {\n default = \"x\"\n sensitive = true\n}\n"
               "locals {\n branch = \"refs/heads/x\"\n}\n"
               "resource \"azuredevops_git_repository\" \"web\" {\n name = \"web\"\n"
               " project_id = \"p\"\n "
               + argument + "\n}\n");
    QCOMPARE(uses.uses.size(), 1);
    uses.uses.first().operations = QList{Operation::Create};
    const NeededRights needed = neededRights(uses, Purpose::Apply);
    const NeededRight *right = find(needed, RightKind::Permission, 2048, ObjectKind::Repository);
    QCOMPARE(right ? QString(toString(right->truth)) : u"none"_s, truth);
}

void Rights::equalityIsThreeValued_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QString>("truth");
    QTest::addRow("equal") << QByteArray("\"projectWiki\"") << u"true"_s;
    QTest::addRow("case does not matter") << QByteArray("\"PROJECTWIKI\"") << u"true"_s;
    QTest::addRow("another value") << QByteArray("\"codeWiki\"") << u"none"_s;
    QTest::addRow("not known") << QByteArray("terraform_data.x.output") << u"perhaps"_s;
    QTest::addRow("by a condition that is known")
        << QByteArray("true ? \"projectWiki\" : \"x\"") << u"true"_s;
}

void Rights::equalityIsThreeValued()
{
    QFETCH(const QByteArray, type);
    QFETCH(const QString, truth);
    const ResourceUses uses =
        usesOf("resource \"azuredevops_wiki\" \"w\" {\n name = \"w\"\n project_id = \"p\"\n type = " + type
               + "\n}\n");
    const NeededRights needed = neededRights(uses, Purpose::Apply);
    const NeededRight *right = find(needed, RightKind::Permission, 256, ObjectKind::Repository);
    QCOMPARE(right ? QString(toString(right->truth)) : u"none"_s, truth);
}

void Rights::creatingAnObjectMeetsItsNeeds()
{
    const QByteArray configuration = content(u"samples/repository-new-project.tf"_s);
    ResourceUses uses = usesOf(configuration);
    // The files do not say whether the project exists.
    const NeededRights ofFiles = neededRights(uses, Purpose::Apply);
    const NeededRight *create = find(ofFiles, RightKind::Permission, 256, ObjectKind::Repository);
    QVERIFY(create);
    QVERIFY(create->met == MetByCreating::IfCreator);
    QVERIFY(create->metProof == Proof::Documented);
    // Whoever plans creates nothing.
    for (const NeededRight &right : neededRights(uses, Purpose::Plan).rights)
        QVERIFY(right.met == MetByCreating::No);
    // The plan does.
    const auto plan = planOf(content(u"samples/repository-new-project.json"_s));
    QVERIFY(plan);
    const NeededRights ofPlan = neededRights(*plan, Purpose::Apply);
    create = find(ofPlan, RightKind::Permission, 256, ObjectKind::Repository);
    QVERIFY(create);
    QVERIFY(create->met == MetByCreating::Yes);
    QCOMPARE(create->object->parts.first().name, u"Fiber"_s);
    // To create the project itself nobody gets by creating.
    const NeededRight *project = find(ofPlan, RightKind::Permission, 4, ObjectKind::Organization);
    QVERIFY(project);
    QVERIFY(project->met == MetByCreating::No);
    // In a project that exists, it is needed.
    const auto existing = planOf(content(u"samples/repository-existing.json"_s));
    QVERIFY(existing);
    const NeededRights inProject = neededRights(*existing, Purpose::Apply);
    create = find(inProject, RightKind::Permission, 256, ObjectKind::Repository);
    QVERIFY(create);
    QVERIFY(create->met == MetByCreating::No);
    QCOMPARE(securityToken(*create->object).value_or(QString()),
             u"repoV2/3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001"_s);
}

void Rights::eachPurposeHasItsOperations()
{
    const ResourceUses uses = usesOf(content(u"samples/repository-existing.tf"_s));
    const auto operations = [&uses](Purpose purpose) {
        QSet<QString> found;
        for (const NeededRight &right : neededRights(uses, purpose).rights) {
            for (const NeedCause &cause : right.causes)
                found.insert(toString(cause.operation));
        }
        return found;
    };
    QCOMPARE(operations(Purpose::Plan), QSet<QString>({u"read"_s}));
    QCOMPARE(operations(Purpose::Apply), QSet<QString>({u"create"_s, u"read"_s, u"update"_s}));
    QCOMPARE(operations(Purpose::Destroy), QSet<QString>({u"read"_s, u"delete"_s}));
}

void Rights::actionsBecomeOperations_data()
{
    QTest::addColumn<QByteArray>("actions");
    QTest::addColumn<QStringList>("apply");
    QTest::addColumn<QStringList>("plan");
    const QStringList read{u"read"_s};
    QTest::addRow("no-op") << QByteArray("\"no-op\"") << read << read;
    QTest::addRow("create") << QByteArray("\"create\"") << QStringList{u"create"_s} << QStringList();
    QTest::addRow("read") << QByteArray("\"read\"") << read << read;
    QTest::addRow("update") << QByteArray("\"update\"") << QStringList{u"read"_s, u"update"_s} << read;
    QTest::addRow("delete") << QByteArray("\"delete\"") << QStringList{u"read"_s, u"delete"_s} << read;
    QTest::addRow("replace, delete first")
        << QByteArray("\"delete\",\"create\"") << QStringList{u"create"_s, u"read"_s, u"delete"_s} << read;
    QTest::addRow("replace, create first")
        << QByteArray("\"create\",\"delete\"") << QStringList{u"create"_s, u"read"_s, u"delete"_s} << read;
    QTest::addRow("forget") << QByteArray("\"forget\"") << read << read;
    QTest::addRow("of a later version")
        << QByteArray("\"transmogrify\"") << QStringList{u"create"_s, u"read"_s, u"update"_s, u"delete"_s}
        << read;
}

void Rights::actionsBecomeOperations()
{
    QFETCH(const QByteArray, actions);
    QFETCH(const QStringList, apply);
    QFETCH(const QStringList, plan);
    const QByteArray values =
        json("{'id':'3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0002','name':'web','project_id':'x'}");
    const auto uses = planOf(planWith(change("web", actions, values, values)));
    QVERIFY(uses);
    const auto operations = [&uses](Purpose purpose) {
        QSet<QString> found;
        for (const NeededRight &right : neededRights(*uses, purpose).rights) {
            for (const NeedCause &cause : right.causes)
                found.insert(toString(cause.operation));
        }
        return found;
    };
    QCOMPARE(operations(Purpose::Apply), QSet<QString>(apply.begin(), apply.end()));
    QCOMPARE(operations(Purpose::Plan), QSet<QString>(plan.begin(), plan.end()));
}

// Made by Terraform 1.11.4 with resources of its own, whose type and provider were renamed afterwards.
void Rights::aPlanOfTerraformIsRead()
{
    const auto uses = planOf(content(u"terraform-1.11.json"_s));
    QVERIFY(uses);
    QVERIFY(uses->unread.isEmpty());
    QMap<QString, QString> found;
    for (const ResourceUse &use : uses->uses) {
        QStringList operations;
        for (const Operation operation : use.operations.value_or(QList<Operation>()))
            operations.append(toString(operation));
        found.insert(use.address, operations.join(u' '));
    }
    const QString type = u"azuredevops_environment."_s;
    const QMap<QString, QString> expected{
        {type + u"change"_s, u"read update"_s},
        {type + u"forgotten"_s, u"read"_s},
        {type + u"gone"_s, u"read delete"_s},
        {type + u"imported"_s, u"read"_s},
        {type + u"keep"_s, u"read"_s},
        {type + u"new"_s, u"create"_s},
        {type + u"replace"_s, u"create read delete"_s},
        {type + u"swap"_s, u"create read delete"_s},
        {u"module.sub."_s + type + u"many[\"x\"]"_s, u"read"_s},
        {u"module.sub."_s + type + u"many[\"y.z\"]"_s, u"read"_s},
    };
    QCOMPARE(found, expected);
    // What exists is needed, whoever created it.
    const NeededRights reading = neededRights(*uses, Purpose::Plan);
    QVERIFY(!reading.rights.isEmpty());
    for (const NeededRight &right : reading.rights)
        QVERIFY2(right.met == MetByCreating::No, qPrintable(right.causes.first().address));
    // The variable of the module leads to the resource that the call hands in.
    for (const ResourceUse &use : uses->uses) {
        if (use.address.startsWith("module."_L1))
            QCOMPARE(use.argument(u"name"_s).reference, type + u"keep.id"_s);
    }
}

void Rights::oneRightHasAllItsCauses()
{
    const QByteArray before = json("{'id':'3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0002','name':'web','project_id':'"
                                   "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001','default_branch':'refs/heads/a'}");
    QByteArray after = before;
    after.replace("heads/a", "heads/b");
    const auto uses = planOf(
        planWith(change("a", "\"update\"", before, after) + ',' + change("b", "\"update\"", before, before)));
    QVERIFY(uses);
    const NeededRights needed = neededRights(*uses, Purpose::Apply);
    const NeededRight *read = find(needed, RightKind::Permission, 2, ObjectKind::Repository);
    QVERIFY(read);
    QSet<QString> addresses;
    for (const NeedCause &cause : read->causes)
        addresses.insert(cause.address);
    QCOMPARE(addresses,
             QSet<QString>({u"azuredevops_git_repository.a"_s, u"azuredevops_git_repository.b"_s}));
    // Only what changes counts.
    const NeededRight *policies = find(needed, RightKind::Permission, 2048, ObjectKind::Repository);
    QVERIFY(policies);
    QVERIFY(policies->truth == Truth::True);
    QCOMPARE(policies->causes.size(), 1);
    QVERIFY(!find(needed, RightKind::Permission, 1024, ObjectKind::Repository)); // nothing is renamed
}

void Rights::whatIsNotReadIsNamed()
{
    HostImage image;
    image.files.insert(
        u"/c/main.tf"_s,
        textFile("module \"far\" {\n source = \"git::https://example.org/x.git\"\n}\n"
                 "module \"near\" {\n source = \"./near\"\n project = azuredevops_project.p.id\n}\n"
                 "resource \"azuredevops_project\" \"p\" {\n name = \"P\"\n}\n"
                 "resource \"azuredevops_marvel\" \"m\" {}\n"
                 "resource \"azuredevops_agent_pool\" \"none\" {\n count = 0\n name = \"x\"\n}\n"));
    image.files.insert(
        u"/c/near/main.tf"_s,
        textFile("variable \"project\" {}\nresource \"azuredevops_environment\" \"e\" {\n"
                 " for_each = toset([\"a\"])\n project_id = var.project\n name = each.key\n}\n"));
    image.files.insert(u"/c/broken.tf"_s, textFile("resource \"azuredevops_team\" {\n"));
    const auto uses = readResourceUses(Host::from(image), u"/c"_s, argumentsOfRights());
    QVERIFY(uses);
    const NeededRights needed = neededRights(*uses, Purpose::Apply);
    QVERIFY(needed.isAtLeast());
    QCOMPARE(needed.unknownTypes, QStringList{u"azuredevops_marvel"_s});
    QSet<QString> unread;
    for (const UnreadPart &part : needed.unread)
        unread.insert(part.name);
    QCOMPARE(unread, QSet<QString>({u"module.far"_s, u"broken.tf"_s}));
    // The module that is read knows the project of its caller.
    const NeededRight *create = find(needed, RightKind::Permission, 32, ObjectKind::Environment);
    QVERIFY(create);
    QCOMPARE(create->causes.first().address, u"module.near.azuredevops_environment.e"_s);
    QCOMPARE(create->causes.first().place.toString(), u"near/main.tf:2"_s);
    QVERIFY(create->object->parts.first().state == ObjectPart::State::Created);
    QCOMPARE(create->object->parts.first().name, u"P"_s);
    // None of it is there.
    QVERIFY(!find(needed, RightKind::Permission, 32, ObjectKind::AgentPool));
    const QString text = needsToText(describe(needed), {});
    QVERIFY2(text.contains(u"At least these"_s) && text.contains(u"module.far"_s), qPrintable(text));
}

void Rights::otherFilesAreNoPlans_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("reason");
    QTest::addRow("empty") << QByteArray() << u"plan-is-text"_s;
    QTest::addRow("text of terraform plan") << QByteArray("Terraform will perform") << u"plan-is-text"_s;
    QTest::addRow("saved plan") << QByteArray("PK\x03\x04xyz") << u"plan-is-binary"_s;
    QTest::addRow("list") << QByteArray("[1]") << u"plan-is-text"_s;
    QTest::addRow("other object") << QByteArray("{\"a\":1}") << u"plan-is-other"_s;
    QTest::addRow("state file") << QByteArray("{\"version\":4,\"serial\":1,\"lineage\":\"x\"}")
                                << u"plan-is-state"_s;
    QTest::addRow("state as JSON") << QByteArray("{\"format_version\":\"1.0\",\"values\":{}}")
                                   << u"plan-is-state"_s;
    QTest::addRow("log") << QByteArray("{\"@level\":\"info\"}\n{\"@level\":\"info\"}") << u"plan-is-log"_s;
    QTest::addRow("more behind it") << planWith({}) + "x" << u"plan-is-damaged"_s;
    QTest::addRow("version 2") << QByteArray("{\"format_version\":\"2.0\",\"resource_changes\":[]}")
                               << u"2.0"_s;
    QTest::addRow("version 0.2") << QByteArray("{\"format_version\":\"0.2\",\"resource_changes\":[]}")
                                 << u"0.2"_s;
}

void Rights::otherFilesAreNoPlans()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, reason);
    const auto uses = planOf(text);
    QVERIFY(!uses);
    const QJsonObject evidence = uses.problem().evidence;
    QCOMPARE(evidence["reason"_L1].toString() + evidence["version"_L1].toString(), reason);
}

void Rights::aTruncatedPlanIsNeverAPlan()
{
    const QByteArray text = content(u"samples/policy.json"_s).trimmed();
    QVERIFY(planOf(text));
    for (qsizetype size = 0; size < text.size(); ++size)
        QVERIFY2(!planOf(text.left(size)), qPrintable(QString::number(size)));
    // Windows PowerShell writes UTF-16.
    const QString wide = QString::fromUtf8(text);
    const QByteArray utf16 =
        QByteArray("\xff\xfe") + QByteArray(reinterpret_cast<const char *>(wide.utf16()), wide.size() * 2);
    const auto uses = planOf(utf16);
    QVERIFY(uses);
    QCOMPARE(uses->uses.size(), 2);
}

// Nothing that cannot be trusted passes as a plan that needs less.
void Rights::oddPlansAreNamedOrRefused_data()
{
    QTest::addColumn<QByteArray>("plan");
    QTest::addColumn<QString>("answer"); // "damaged", "at least", "complete"
    const QByteArray values = json("{'name':'web','project_id':'x'}");
    const QByteArray one = change("web", "\"create\"", "null", values);
    const auto with = [&one](const QByteArray &from, const QByteArray &to) {
        QByteArray changed = one;
        const qsizetype at = changed.indexOf(json(from));
        if (at < 0)
            qFatal("not in the change");
        return planWith(changed.replace(at, json(from).size(), json(to)));
    };
    const auto row = [](const char *name, const QByteArray &plan, const char *answer) {
        QTest::newRow(name) << plan << QString::fromLatin1(answer);
    };
    const QByteArray name = "'provider_name':'registry.terraform.io/microsoft/azuredevops',";
    row("as Terraform writes it", planWith(one), "complete");
    row("of OpenTofu", with("registry.terraform.io", "registry.opentofu.org"), "complete");
    row("provider in other case", with("microsoft/azuredevops", "Microsoft/AzureDevOps"), "complete");
    row("without provider_name", with(name, ""), "at least");
    row("provider_name is a number", with(name, "'provider_name':7,"), "at least");
    row("a mirror", with("registry.terraform.io/microsoft", "tf.example.org/infra"), "at least");
    row("a fork", with("microsoft/azuredevops", "contoso/azuredevops"), "at least");
    row("without a type", with("'type':'azuredevops_git_repository',", ""), "damaged");
    row("without an address", with("'address':'azuredevops_git_repository.web',", ""), "damaged");
    row("without its change", with("'change':", "'changed':"), "damaged");
    row("the change is a text",
        planWith(json("{'address':'azuredevops_project.p','type':'azuredevops_project',") + json(name)
                 + json("'change':'create'}")),
        "damaged");
    row("without actions", with("'actions':['create'],", ""), "damaged");
    row("no actions", with("['create']", "[]"), "damaged");
    row("actions is a text", with("['create']", "'create'"), "damaged");
    row("after is a text", with("'after':{'name':'web','project_id':'x'}", "'after':'{}'"), "damaged");
    row("after is a list", with("'after':{'name':'web','project_id':'x'}", "'after':[1]"), "damaged");
    row("before is a text", with("'before':null", "'before':'null'"), "damaged");
    row("after_unknown is a text", with("'after_unknown':{}", "'after_unknown':'true'"), "damaged");
    row("a mark is a text", with("'after_unknown':{}", "'after_unknown':{'default_branch':'true'}"),
        "damaged");
    row("errored", planWith(one, json("'errored':true,")), "at least");
    row("errored is a text", planWith(one, json("'errored':'true',")), "at least");
    row("errored is null", planWith(one, json("'errored':null,")), "at least");
    row("not errored", planWith(one, json("'errored':false,")), "complete");
    row("not complete", planWith(one, json("'complete':false,")), "at least");
    row("complete is a text", planWith(one, json("'complete':'false',")), "at least");
    row("complete is a number", planWith(one, json("'complete':0,")), "at least");
    row("complete", planWith(one, json("'complete':true,")), "complete");
    row("put off", planWith(one, json("'deferred_changes':[{}],")), "at least");
    row("nothing put off", planWith(one, json("'deferred_changes':[],")), "complete");
    row("the changes are an object", json("{'format_version':'1.2','resource_changes':{}}"), "damaged");
    row("the changes are missing",
        json("{'format_version':'1.2','configuration':{'root_module':{'resources':[{'address':'"
             "azuredevops_project.p','mode':'managed','type':'azuredevops_project','name':'p','"
             "provider_config_key':'azuredevops','expressions':{}}]}}}"),
        "at least");
}

void Rights::oddPlansAreNamedOrRefused()
{
    QFETCH(const QByteArray, plan);
    QFETCH(const QString, answer);
    const auto uses = planOf(plan);
    if (answer == "damaged"_L1) {
        QVERIFY(!uses);
        QCOMPARE(uses.problem().evidence["reason"_L1].toString(), u"plan-is-damaged"_s);
        return;
    }
    QVERIFY(uses);
    const NeededRights needed = neededRights(*uses, Purpose::Apply);
    QCOMPARE(needed.isAtLeast() ? u"at least"_s : u"complete"_s, answer);
    QVERIFY(needed.isAtLeast() || !needed.rights.isEmpty());
    QCOMPARE(needsToText(describe(needed), {}).contains(u"At least these rights"_s), needed.isAtLeast());
}

// Terraform marks a value, a part of it, a list or the whole object.
void Rights::marksOfAPlanHide_data()
{
    QTest::addColumn<QByteArray>("marks");
    QTest::addColumn<QString>("branch"); // state of default_branch
    QTest::addColumn<QString>("url"); // of initialization.0.source_url
    const auto row = [](const char *name, const QByteArray &marks, const char *branch, const char *url) {
        QTest::newRow(name) << json(marks) << QString::fromLatin1(branch) << QString::fromLatin1(url);
    };
    row("nothing", "'after_unknown':{}", "known", "known");
    row("sensitive", "'after_sensitive':{'default_branch':true}", "unknown", "known");
    row("sensitive before", "'before_sensitive':{'default_branch':true}", "unknown", "known");
    row("sensitive in a block", "'after_sensitive':{'initialization':[{'init_type':true}]}", "known",
        "unknown");
    row("sensitive block", "'after_sensitive':{'initialization':[true]}", "known", "unknown");
    row("sensitive list", "'after_sensitive':{'initialization':true}", "known", "unknown");
    row("sensitive as a whole", "'after_sensitive':true", "unknown", "unknown");
    row("unknown", "'after_unknown':{'default_branch':true}", "unknown", "known");
    row("unknown list", "'after_unknown':{'initialization':true}", "known", "unknown");
    row("unknown as a whole", "'after_unknown':true", "unknown", "unknown");
    row("marked with false", "'after_unknown':{'default_branch':false},'after_sensitive':false", "known",
        "known");
}

void Rights::marksOfAPlanHide()
{
    QFETCH(const QByteArray, marks);
    QFETCH(const QString, branch);
    QFETCH(const QString, url);
    QByteArray one = change("r", "\"create\"", "null",
                            json("{'name':'r','project_id':'p','default_branch':'refs/heads/S3cr3t',"
                                 "'initialization':[{'init_type':'Import','source_url':'https://a'}]}"));
    one.replace(json("'after_unknown':{}"), marks);
    const auto uses = planOf(planWith(one));
    QVERIFY(uses);
    const auto stateOf = [&uses](const QString &path) {
        const ArgumentSeen seen = uses->uses.first().argument(path);
        const bool isHidden = seen.state == ArgumentSeen::State::Unknown;
        return isHidden && seen.text.isEmpty()         ? u"unknown"_s
            : isHidden                                 ? u"unknown with a text"_s
            : seen.state == ArgumentSeen::State::Known ? u"known"_s
                                                       : u"unset"_s;
    };
    QCOMPARE(stateOf(u"default_branch"_s), branch);
    QCOMPARE(stateOf(u"initialization.0.init_type"_s), url);
}

void Rights::aliasesThatDoNotExistAreAnError()
{
    HostImage image;
    image.files.insert(
        u"/c/main.tf"_s,
        textFile("provider \"azuredevops\" {}\nprovider \"azuredevops\" {\n alias = \"unused\"\n}\n"
                 "resource \"azuredevops_project\" \"p\" {\n name = \"P\"\n"
                 " provider = azuredevops.second\n}\n"));
    image.files.insert(u"/e/readme"_s, textFile("nothing"));
    const auto read = [&image](const QString &folder, const QString &alias) {
        return readNeededRights(Host::from(image), Host::from(image),
                                {folder, {}, Purpose::Apply, alias, {}});
    };
    const auto none = read(u"/c"_s, u"secnod"_s);
    QVERIFY(!none);
    QCOMPARE(none.problem().findingId, finding::providerAliasUnknown);
    QCOMPARE(none.problem().evidence["known"_L1].toString(), u"unused, second"_s);
    const auto second = read(u"/c"_s, u"second"_s);
    QVERIFY(second);
    QCOMPARE(second->resources, 1);
    const auto unused = read(u"/c"_s, u"unused"_s);
    QVERIFY(unused);
    QCOMPARE(unused->resources, 0);
    QVERIFY(needsToText(describe(*unused), {}).contains(u"No resources of the azuredevops provider"_s));
    QVERIFY(read(u"/c"_s, QString()));
    // A folder without anything has no alias either.
    QVERIFY(!read(u"/e"_s, u"second"_s));
}

// A plan does not say which block deletes what is no longer written.
void Rights::whatMayBelongToTheAliasStays()
{
    const QByteArray values =
        json("{'id':'3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0002','name':'w','project_id':'x'}");
    QByteArray plan = planWith(change("kept", "\"update\"", values, values) + ','
                               + change("gone", "\"delete\"", values, "null"));
    plan.replace(json("'configuration':{}"),
                 json("'configuration':{'provider_config':{'azuredevops':{},'azuredevops.second':{'alias':"
                      "'second'}},'root_module':{'resources':[{'address':'azuredevops_git_repository.kept',"
                      "'mode':'managed','type':'azuredevops_git_repository','name':'kept',"
                      "'provider_config_key':'azuredevops','expressions':{}}]}}"));
    HostImage image;
    image.files.insert(u"/c/plan.json"_s, textFile(plan));
    const auto needed = readNeededRights(Host::from(image), Host::from(image),
                                         {u"/c"_s, u"/c/plan.json"_s, Purpose::Apply, u"second"_s, {}});
    QVERIFY(needed);
    QCOMPARE(needed->resources, 1);
    QCOMPARE(needed->rights.first().causes.first().address, u"azuredevops_git_repository.gone"_s);
}

void Rights::longListsTakeLittleTime()
{
    constexpr int count = underSanitizer ? 2000 : 20000;
    QByteArray ids;
    QByteArray references;
    for (int i = 0; i < count; ++i) {
        const QByteArray comma = i > 0 ? "," : "";
        ids += comma + '"' + QByteArray::number(100000 + i) + '"';
        references += comma + "\"azuredevops_variable_group.g" + QByteArray::number(i) + ".id\"";
    }
    const QByteArray plan =
        json("{'format_version':'1.2','resource_changes':[{'address':'azuredevops_build_definition.b','mode':"
             "'managed','type':'azuredevops_build_definition','provider_name':'registry.terraform.io/"
             "microsoft/azuredevops','change':{'actions':['create'],'before':null,'after':{'name':'b','"
             "project_id':'p','variable_groups':[")
        + ids
        + json(
            "]},'after_unknown':{}}}],'configuration':{'root_module':{'resources':[{'address':"
            "'azuredevops_build_definition.b','mode':'managed','type':'azuredevops_build_definition','name':"
            "'b','provider_config_key':'azuredevops','expressions':{'variable_groups':{'references':[")
        + references + json("]}}}]}}}");
    QElapsedTimer timer;
    timer.start();
    const auto uses = planOf(plan);
    QVERIFY(uses);
    const qint64 read = timer.elapsed();
    const NeededRights needed = neededRights(*uses, Purpose::Apply);
    const QString text = needsToText(describe(needed), {});
    const qint64 all = timer.elapsed();
    qInfo("a list of %d: read in %d ms, described in %d ms", count, int(read), int(all - read));
    QVERIFY(needed.rights.size() > count);
    QVERIFY(text.size() < 20000);
    // Each element a step of the list took minutes.
    QVERIFY(all < 20000);
}

// Each module hands two variables to the next, and each of these refers to both of its own: as many ways to
// the resource as 2 to the power of their number.
void Rights::nestedModulesAreFollowedOnce()
{
    constexpr int depth = 40;
    QByteArray module =
        json("{'resources':[{'address':'azuredevops_git_repository.r','mode':'managed','type':"
             "'azuredevops_git_repository','name':'r','provider_config_key':'azuredevops','"
             "expressions':{'project_id':{'references':['var.a']},'name':{'constant_value':'r'}}}]}");
    QString address = u"azuredevops_git_repository.r"_s;
    for (int i = 0; i < depth; ++i) {
        const QByteArray references =
            i + 1 == depth ? "['local.x','azuredevops_project.p.id']" : "['var.b','var.a']";
        module = json("{'module_calls':{'m':{'expressions':{'a':{'references':") + json(references)
            + json("},'b':{'references':['var.b','local.y']}},'module':") + module + json("}}}");
        address.prepend("module.m."_L1);
    }
    QByteArray changed = change("r", "\"create\"", "null", json("{'name':'r'}"));
    changed.replace("\"azuredevops_git_repository.r\"", '"' + address.toUtf8() + '"');
    changed.replace(json("'after_unknown':{}"), json("'after_unknown':{'project_id':true}"));
    QByteArray plan = planWith(changed);
    plan.replace(json("'configuration':{}"), json("'configuration':{'root_module':") + module + '}');
    QElapsedTimer timer;
    timer.start();
    const auto uses = planOf(plan);
    QVERIFY(uses);
    QCOMPARE(uses->uses.size(), 1);
    QCOMPARE(uses->uses.first().argument(u"project_id"_s).reference, u"azuredevops_project.p.id"_s);
    QVERIFY(timer.elapsed() < 5000);
}

void Rights::unknownMembersAreSkipped()
{
    const QByteArray values =
        json("{'id':'3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0002','name':'web','project_id':'x'}");
    const QByteArray one = change("web", "\"update\"", values, values);
    QByteArray more = one;
    more.replace("\"mode\"", json("'novel':{'a':[1,{'b':'}]'}],'c':null},'mode'"));
    const QByteArray member = json("'novelty':[[['\\']']],{'x':-1.5e+3}],");
    const auto plain = planOf(planWith(one));
    const auto novel = planOf(planWith(more, member));
    QVERIFY(plain && novel);
    QCOMPARE(signaturesOf(neededRights(*novel, Purpose::Apply), true),
             signaturesOf(neededRights(*plain, Purpose::Apply), true));
    // The members of a change can come in any order.
    const QByteArray turned =
        json("{'change':{'actions':['create'],'before':null,'after':{'name':'p'},'after_unknown':{}},'"
             "provider_name':'registry.terraform.io/microsoft/"
             "azuredevops','type':'azuredevops_project','mode':'managed','address':'azuredevops_project.p'}");
    const auto uses = planOf(planWith(turned));
    QVERIFY(uses);
    QCOMPARE(uses->uses.size(), 1);
    QCOMPARE(uses->uses.first().argument(u"name"_s).text, u"p"_s);
    // Resources of other providers are not looked at.
    QByteArray other = turned;
    other.replace("microsoft/azuredevops", "hashicorp/azurerm").replace("azuredevops_project", "azurerm_x");
    const auto others = planOf(planWith(other));
    QVERIFY(others);
    QVERIFY(others->uses.isEmpty());
}

void Rights::secretsOfAPlanStayInIt()
{
    // Wherever a value can be: arguments that the table does not name, names that it needs only to be set,
    // variables, outputs, the state, the configuration; also in what is marked as sensitive.
    QByteArray changes;
    QByteArray variables;
    int planted = 0;
    const auto secret = [&planted] { return "S3cr3t-" + QByteArray::number(100000 + planted++) + "-Val"; };
    for (int i = 0; i < 150; ++i) {
        const QByteArray values =
            json("{'project_id':'3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001','name':'web','description':'")
            + secret() + json("','initialization':[{'init_type':'Import','source_url':'https://u:") + secret()
            + json("@example.org','username':'") + secret() + json("','password':'") + secret()
            + json("'}],'default_branch':'") + secret() + json("'}");
        QByteArray one = change("r" + QByteArray::number(i), "\"create\"", "null", values);
        one.replace(json("'after_unknown':{}"),
                    json("'after_unknown':{},'after_sensitive':{'default_branch':true}"));
        changes += (changes.isEmpty() ? "" : ",") + one;
        variables += (variables.isEmpty() ? "" : ",") + ("\"v" + QByteArray::number(i)) + json("':{'value':'")
            + secret() + json("'}");
    }
    while (planted < 1000)
        variables +=
            json(",'w") + QByteArray::number(planted) + json("':{'value':['") + secret() + json("']}");
    const QByteArray plan = planWith(
        changes, json("'variables':{") + variables + json("},'output_changes':{'o':{'after':'x'}},"));
    HostImage image;
    image.files.insert(u"/c/plan.json"_s, textFile(plan));
    const auto needed = readNeededRights(Host::from(image), Host::from(image),
                                         {u"/c"_s, u"/c/plan.json"_s, Purpose::Apply, {}, {}});
    QVERIFY(needed);
    QCOMPARE(needed->resources, 150);
    const NeedsDocument words = describe(*needed);
    QString all = needsToText(words, {100, false, true}) + needsToMarkdown(words)
        + QString::fromUtf8(QJsonDocument(needsToJson(*needed)).toJson());
    // Neither does an error quote the file.
    for (qsizetype size = plan.size() - 1; size > plan.size() - 3000; size -= 97) {
        const auto broken = planOf(plan.left(size));
        QVERIFY(!broken);
        all += QString::fromUtf8(QJsonDocument(broken.problem().evidence).toJson());
    }
    QCOMPARE(planted, 1000);
    QVERIFY(all.size() > 10000);
    QCOMPARE(all.count(u"S3cr3t-"_s), 0);
}

void Rights::aLargePlanTakesLittleMemory()
{
    constexpr qsizetype size = (underSanitizer ? 5 : 50) * 1024 * 1024;
    QByteArray text;
    text.reserve(size + 4096);
    text = json("{'format_version':'1.2','resource_changes':[");
    const QByteArray filler(16000, 'x');
    int count = 0;
    while (text.size() < size) {
        const QByteArray values =
            json("{'id':'3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0002','name':'web','project_id':'x','other':'")
            + filler + json("'}");
        if (count > 0)
            text += ',';
        text += change("r" + QByteArray::number(count++), "\"update\"", values, values);
    }
    text += "]}";
    const qint64 before = memory("VmRSS");
    QElapsedTimer timer;
    timer.start();
    const auto uses = planOf(text);
    const qint64 took = timer.elapsed();
    QVERIFY(uses);
    QCOMPARE(uses->uses.size(), count);
    const qint64 more = memory("VmHWM") - before;
    qInfo("%d MiB with %d resources: %d ms, %d KiB beyond the text, %d KiB in all", int(text.size() >> 20),
          count, int(took), int(more), int(memory("VmHWM")));
    // Sanitizers keep a shadow of all memory.
    QVERIFY(underSanitizer || more < 30 * 1024);
}

void Rights::everyRightHasWords()
{
    ResourceUses uses;
    for (const ResourceRights &resource : providerRights()) {
        ResourceUse use;
        use.type = resource.type;
        use.address = resource.type + u".x"_s;
        // Nothing is known, so everything is perhaps.
        for (const WantedArgument &argument : argumentsOfRights().value(resource.type))
            use.arguments.insert(argument.path.section(u'.', 0, 0), {ArgumentSeen::State::Unknown});
        uses.uses.append(use);
    }
    for (const Purpose purpose : {Purpose::Plan, Purpose::Apply, Purpose::Destroy}) {
        const NeededRights needed = neededRights(uses, purpose);
        QVERIFY(needed.rights.size() > 20);
        const NeedsDocument words = describe(needed);
        for (const NeedsDocument::Section &section : words.sections) {
            for (const NeedsDocument::Row &row : section.rows) {
                QVERIFY2(!row.right.isEmpty(), qPrintable(row.causes.join(u' ')));
                QVERIFY(!row.causes.isEmpty());
            }
        }
        // A word that the document has no sentence for would be shown as it is.
        const QJsonArray rights = needsToJson(needed)["rights"_L1].toArray();
        for (const QJsonValue &right : rights)
            QVERIFY2(right["right"_L1].toString() != right["name"_L1].toString(),
                     qPrintable(right["name"_L1].toString()));
        QVERIFY(!needsToMarkdown(words).isEmpty());
    }
}

void Rights::tokensLeadBackToObjects()
{
    const auto words = [](const char *name, const QString &token) {
        for (const SecurityNamespace &space : securityNamespaces()) {
            if (space.name != QLatin1StringView(name))
                continue;
            const auto object = objectOfToken(space.id, token);
            return object ? objectWords(*object) + u'|' + toString(object->kind) : u"none"_s;
        }
        return u"no namespace"_s;
    };
    QCOMPARE(words("Git Repositories", u"repoV2/p/r/refs/heads/6d00610069006e00"_s),
             u"branch main of repository r|branch"_s);
    QCOMPARE(words("Git Repositories", u"repoV2/p/r"_s), u"repository r|repository"_s);
    QCOMPARE(words("Git Repositories", u"repoV2/p"_s), u"all repositories|repository"_s);
    QCOMPARE(words("Git Repositories", u"repoV2/p/r/refs/tags/61"_s), u"none"_s);
    QCOMPARE(words("Git Repositories", u"repoV2/p/r/refs/heads/main"_s), u"none"_s);
    QCOMPARE(words("Collection", u"NAMESPACE:"_s), u"|organization"_s);
    QCOMPARE(words("Project", u"$PROJECT:vstfs:///Classification/TeamProject/p"_s), u"|project"_s);
    QCOMPARE(words("Build", u"p/team/web/7"_s), u"pipeline 7|pipeline"_s);
    QCOMPARE(words("Build", u"p/7"_s), u"pipeline 7|pipeline"_s);
    QCOMPARE(words("Build", u"p/team"_s), u"pipelines in folder \\team|pipeline"_s);
    QCOMPARE(words("ServiceEndpoints", u"endpoints/p/e"_s), u"service connection e|service-connection"_s);
    QCOMPARE(words("DistributedTask", u"AgentPools/3"_s), u"agent pool 3|agent-pool"_s);
    QCOMPARE(words("Library", u"Library/p/VariableGroup/4"_s), u"variable group 4|variable-group"_s);
    QCOMPARE(words("Build", u"repoV2/../x"_s), u"pipelines in folder \\..\\x|pipeline"_s);
    qInfo("%d tokens lead back to an object of their kind", m_readBack);
    QVERIFY(m_readBack >= 90);
}

QTEST_GUILESS_MAIN(Rights)
#include "tst_rights.moc"
