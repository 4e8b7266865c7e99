#include "core/sandbox/azure/resourcegraph.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet::sandbox;

namespace {

QJsonObject row(const QString &name, const QString &type, const QJsonObject &identity = {})
{
    QJsonObject object{{u"id"_s, u"/subscriptions/s/resourceGroups/g/providers/"_s + type + u'/' + name},
                       {u"name"_s, name},
                       {u"type"_s, type},
                       {u"properties"_s, QJsonObject{{u"zones"_s, QJsonArray{1, 2}}}}};
    if (!identity.isEmpty())
        object.insert(u"identity"_s, identity);
    return object;
}

const QList<QJsonObject> resources{
    row(u"vm-build"_s, u"microsoft.compute/virtualmachines"_s,
        {{u"type"_s, u"SystemAssigned, UserAssigned"_s},
         {u"principalId"_s, u"AAAA-1"_s},
         {u"userAssignedIdentities"_s,
          QJsonObject{{u"/x/id-terraform"_s, QJsonObject{{u"principalId"_s, u"bbbb-2"_s}}}}}}),
    row(u"web-shop"_s, u"microsoft.web/sites"_s,
        {{u"type"_s, u"SystemAssigned"_s}, {u"principalId"_s, u"cccc-3"_s}}),
    row(u"VM-plain"_s, u"microsoft.compute/virtualmachines"_s),
    row(u"id-terraform"_s, u"microsoft.managedidentity/userassignedidentities"_s),
};
const QList<QJsonObject> containers{QJsonObject{{u"name"_s, u"Contoso"_s}, {u"type"_s, u"subscription"_s}}};

} // namespace

class TestResourceGraph : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsAreChosen_data();
    void rowsAreChosen();
    void columnsAreChosen_data();
    void columnsAreChosen();
    void queryIsRefused_data();
    void queryIsRefused();
};

void TestResourceGraph::rowsAreChosen_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("names"); // in order
    const auto add = [](const char *name, const QString &query, const QString &names) {
        QTest::addRow("%s", name) << query << names;
    };
    const QString all = u"vm-build web-shop VM-plain id-terraform"_s;
    add("everything", u"resources"_s, all);
    add("table in other case", u"Resources"_s, all);
    add("containers", u"resourcecontainers"_s, u"Contoso"_s);
    add("type", u"resources | where type =~ 'Microsoft.ManagedIdentity/userAssignedIdentities'"_s,
        u"id-terraform"_s);
    add("type, told apart by case",
        u"resources | where type == 'Microsoft.ManagedIdentity/userAssignedIdentities'"_s, {});
    add("with an identity", u"resources\n| where isnotempty(identity)"_s, u"vm-build web-shop"_s);
    add("without", u"resources | where isnull(identity)"_s, u"VM-plain id-terraform"_s);
    add("object id of the system", u"resources | where identity.principalId =~ 'aaaa-1'"_s, u"vm-build"_s);
    add("by a key in brackets", u"resources | where identity['principalId'] == 'cccc-3'"_s, u"web-shop"_s);
    add("object id anywhere", u"resources | where tostring(identity) contains \"BBBB-2\""_s, u"vm-build"_s);
    add("object id anywhere, in other case", u"resources | where tostring(identity) contains_cs 'BBBB-2'"_s,
        {});
    add("a key of the list",
        u"resources | where tostring(bag_keys(identity.userAssignedIdentities)) has '/x/id-terraform'"_s,
        u"vm-build"_s);
    add("one of", u"resources | where name in ('vm-build', 'vm-plain')"_s, u"vm-build"_s);
    add("one of, in any case", u"resources | where name in~ ('vm-build', 'vm-plain')"_s,
        u"vm-build VM-plain"_s);
    add("none of", u"resources | where name !in~ ('vm-build', 'vm-plain')"_s, u"web-shop id-terraform"_s);
    add("begin and not end", u"resources | where name startswith 'vm' and name !endswith 'plain'"_s,
        u"vm-build"_s);
    add("and before or",
        u"resources | where name == 'web-shop' or type contains 'compute' and name has 'plain'"_s,
        u"web-shop VM-plain"_s);
    add("parentheses",
        u"resources | where (name == 'web-shop' or type contains 'compute') and name has 'plain'"_s,
        u"VM-plain"_s);
    add("not", u"resources | where not(type contains 'compute')"_s, u"web-shop id-terraform"_s);
    add("part of a word", u"resources | where name has 'pla'"_s, {});
    add("an element", u"resources | where properties.zones[1] == 2 | where name has 'shop'"_s, u"web-shop"_s);
    add("what is not there", u"resources | where properties.a.b.c == 'x'"_s, {});
    add("extended",
        u"resources | extend kindOf = tolower(tostring(identity.type)) | where kindOf has 'userassigned'"_s,
        u"vm-build"_s);
    add("in order", u"resources | order by name asc"_s, u"VM-plain id-terraform vm-build web-shop"_s);
    add("largest first", u"resources | sort by tolower(name)"_s,
        u"web-shop VM-plain vm-build id-terraform"_s);
    add("in two orders", u"resources | order by type asc, name desc"_s,
        u"vm-build VM-plain id-terraform web-shop"_s);
    add("a few", u"resources | take 2"_s, u"vm-build web-shop"_s);
    add("the first by name", u"resources | top 1 by name asc"_s, u"VM-plain"_s);
    add("comment", u"resources // all of them\n| limit 1;"_s, u"vm-build"_s);
    add("quoted bar", u"resources | where name != 'a | b \\' c'"_s, all);
}

void TestResourceGraph::rowsAreChosen()
{
    QFETCH(QString, query);
    QFETCH(QString, names);
    QString error;
    const auto rows = runResourceGraphQuery(query, resources, containers, &error);
    QVERIFY2(rows, qPrintable(error));
    QStringList found;
    for (const QJsonObject &one : *rows)
        found.append(one.value("name"_L1).toString());
    QCOMPARE(found.join(u' '), names);
}

void TestResourceGraph::columnsAreChosen_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QJsonObject>("first");
    const auto add = [](const char *name, const QString &query, const QJsonObject &first) {
        QTest::addRow("%s", name) << query << first;
    };
    add("two columns", u"resources | project name, type"_s,
        {{u"name"_s, u"vm-build"_s}, {u"type"_s, u"microsoft.compute/virtualmachines"_s}});
    add("renamed", u"resources | project who = tostring(identity.principalId)"_s, {{u"who"_s, u"AAAA-1"_s}});
    add("a path names itself", u"resources | project identity.principalId"_s,
        {{u"identity_principalId"_s, u"AAAA-1"_s}});
    add("joined", u"resources | project x = strcat(name, '!', 1)"_s, {{u"x"_s, u"vm-build!1"_s}});
    add("counted", u"resources | where isnotempty(identity) | count"_s, {{u"Count"_s, 2}});
    add("taken away", u"resources | project id, name | project-away id"_s, {{u"name"_s, u"vm-build"_s}});
    add("first that is there", u"resources | project x = coalesce(identity.nothing, name)"_s,
        {{u"x"_s, u"vm-build"_s}});
}

void TestResourceGraph::columnsAreChosen()
{
    QFETCH(QString, query);
    QFETCH(QJsonObject, first);
    QString error;
    const auto rows = runResourceGraphQuery(query, resources, containers, &error);
    QVERIFY2(rows, qPrintable(error));
    QCOMPARE(rows->constFirst(), first);
}

void TestResourceGraph::queryIsRefused_data()
{
    QTest::addColumn<QString>("query");
    QTest::addRow("empty") << QString();
    QTest::addRow("unknown table") << u"machines"_s;
    QTest::addRow("unknown column") << u"resources | where principalId == 'x'"_s;
    QTest::addRow("column in other case") << u"resources | where Name == 'x'"_s;
    QTest::addRow("column that was left out") << u"resources | project name | where type == 'x'"_s;
    QTest::addRow("unknown operator") << u"resources | join (resources) on id"_s;
    QTest::addRow("unknown function") << u"resources | where bake(name) == 'x'"_s;
    QTest::addRow("open text") << u"resources | where name == 'x"_s;
    QTest::addRow("open parenthesis") << u"resources | where (name == 'x'"_s;
    QTest::addRow("nothing after the bar") << u"resources |"_s;
    QTest::addRow("no bar") << u"resources where name == 'x'"_s;
    QTest::addRow("half a comparison") << u"resources | where name =="_s;
    QTest::addRow("too deep") << u"resources | where "_s + u"("_s.repeated(1000) + u"true"_s
            + u")"_s.repeated(1000);
}

void TestResourceGraph::queryIsRefused()
{
    QFETCH(QString, query);
    QString error;
    QVERIFY(!runResourceGraphQuery(query, resources, containers, &error));
    QVERIFY(!error.isEmpty());
}

QTEST_APPLESS_MAIN(TestResourceGraph)
#include "tst_resourcegraph.moc"
