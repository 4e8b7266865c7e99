#include "core/terraform/blocksinuse.h"

#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

namespace {

using Files = QMap<QString, QByteArray>;

Configuration read(const Files &files)
{
    HostImage image;
    image.files.insert(u"/w"_s, FileImage{FileImage::Kind::Directory, {}, 0, ' ', {}, {}});
    for (auto it = files.begin(); it != files.end(); ++it)
        image.files.insert(u"/w/"_s + it.key(), FileImage{FileImage::Kind::Text, it.value(), 0, ' ', {}, {}});
    const auto configuration = readConfiguration(Host::from(image), u"/w"_s);
    Q_ASSERT(configuration);
    return *configuration;
}

// "azuredevops.fabrikam main.tf:9 x2 azuredevops_project.p"; the module in front, "-" without a place
QStringList inUse(const Configuration &configuration)
{
    QStringList lines;
    for (const BlockInUse &block : blocksInUse(configuration))
        lines.append(u"%1%2 %3 x%4 %5"_s
                         .arg(block.module.isEmpty() ? QString() : block.module + u' ', block.name(),
                              block.place ? block.place->toString() : u"-"_s)
                         .arg(block.uses)
                         .arg(block.firstUse));
    return lines;
}

const QByteArray required = "terraform {\n  required_providers {\n    azuredevops = {\n"
                            "      source = \"microsoft/azuredevops\"\n    }\n  }\n}\n";
const QByteArray twoBlocks = "provider \"azuredevops\" {\n  use_msi = true\n}\n"
                             "provider \"azuredevops\" {\n  alias = \"b\"\n}\n";

} // namespace

class BlocksInUseTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyUsedBlockIsFound_data();
    void everyUsedBlockIsFound();
    void directoryWithConfigurationAliasesIsAModule_data();
    void directoryWithConfigurationAliasesIsAModule();
    void blockOfAModuleGetsTheValuesOfTheCall();
};

void BlocksInUseTest::everyUsedBlockIsFound_data()
{
    QTest::addColumn<Files>("files");
    QTest::addColumn<QStringList>("expected");

    QTest::addRow("nothing uses it") << Files{{u"t.tf"_s, required}, {u"p.tf"_s, twoBlocks}} << QStringList();
    QTest::addRow("a resource by its type")
        << Files{{u"t.tf"_s, required},
                 {u"p.tf"_s, twoBlocks},
                 {u"m.tf"_s, "resource \"azuredevops_project\" \"p\" {}\n"}}
        << QStringList{u"azuredevops p.tf:1 x1 azuredevops_project.p"_s};
    QTest::addRow("the default block is missing")
        << Files{{u"t.tf"_s, required}, {u"m.tf"_s, "data \"azuredevops_projects\" \"all\" {}\n"}}
        << QStringList{u"azuredevops - x1 data.azuredevops_projects.all"_s};
    QTest::addRow("a data source in a check")
        << Files{{u"t.tf"_s, required},
                 {u"p.tf"_s, twoBlocks},
                 {u"m.tf"_s,
                  "check \"c\" {\n  data \"azuredevops_projects\" \"all\" {\n    provider = azuredevops.b\n"
                  "  }\n}\n"}}
        << QStringList{u"azuredevops.b p.tf:4 x1 data.azuredevops_projects.all"_s};
    QTest::addRow("a data source in a check of JSON")
        << Files{{u"t.tf"_s, required},
                 {u"p.tf"_s, twoBlocks},
                 {u"m.tf.json"_s,
                  "{\"check\": {\"c\": [{\"data\": {\"azuredevops_projects\": {\"all\": {\"provider\": "
                  "\"azuredevops.b\"}}}}]}}"}}
        << QStringList{u"azuredevops.b p.tf:4 x1 data.azuredevops_projects.all"_s};
    QTest::addRow("an override chooses the block of a resource")
        << Files{{u"t.tf"_s, required},
                 {u"p.tf"_s, twoBlocks},
                 {u"m.tf"_s, "resource \"azuredevops_project\" \"p\" {}\n"},
                 {u"m_override.tf"_s,
                  "resource \"azuredevops_project\" \"p\" {\n  provider = azuredevops.b\n}\n"}}
        << QStringList{u"azuredevops.b p.tf:4 x1 azuredevops_project.p"_s};
    QTest::addRow("an override hands a module another block, and is of another folder")
        << Files{{u"t.tf"_s, required},
                 {u"p.tf"_s, twoBlocks},
                 {u"m.tf"_s, "module \"m\" {\n  source = \"./none\"\n}\n"},
                 {u"m_override.tf.json"_s,
                  "{\"module\": {\"m\": {\"source\": \"./a\", \"providers\": {\"azuredevops\": "
                  "\"azuredevops.b\"}}}}"},
                 {u"a/a.tf"_s, required + "data \"azuredevops_projects\" \"all\" {}\n"}}
        << QStringList{u"azuredevops.b p.tf:4 x1 data.azuredevops_projects.all"_s};
    QTest::addRow("two blocks, the alias first, and an ephemeral resource")
        << Files{{u"t.tf"_s, required},
                 {u"p.tf"_s, twoBlocks},
                 {u"m.tf"_s,
                  "resource \"azuredevops_project\" \"p\" {\n  provider = azuredevops.b\n}\n"
                  "ephemeral \"azuredevops_token\" \"t\" {\n  provider = azuredevops.b\n}\n"
                  "resource \"azuredevops_project\" \"q\" {}\n"}}
        << QStringList{u"azuredevops.b p.tf:4 x2 azuredevops_project.p"_s,
                       u"azuredevops p.tf:1 x1 azuredevops_project.q"_s};
    QTest::addRow("JSON")
        << Files{{u"t.tf"_s, required},
                 {u"p.tf"_s, twoBlocks},
                 {u"m.tf.json"_s,
                  R"({"resource": {"azuredevops_project": {"p": {"provider": "azuredevops.b"}}}})"}}
        << QStringList{u"azuredevops.b p.tf:4 x1 azuredevops_project.p"_s};
    QTest::addRow("an alias that nobody declares")
        << Files{{u"t.tf"_s, required},
                 {u"m.tf"_s, "resource \"azuredevops_project\" \"p\" {\n  provider = azuredevops.nope\n}\n"}}
        << QStringList{u"azuredevops.nope - x1 azuredevops_project.p"_s};
    QTest::addRow("another local name")
        << Files{{u"t.tf"_s,
                  "terraform {\n  required_providers {\n    azdo = {\n      source = "
                  "\"microsoft/azuredevops\"\n    }\n  }\n}\n"},
                 {u"m.tf"_s,
                  "provider \"azdo\" {}\nresource \"azuredevops_project\" \"p\" {\n  provider = azdo\n}\n"}}
        << QStringList{u"azdo m.tf:1 x1 azuredevops_project.p"_s};
    QTest::addRow("a local module inherits the default block under its own name for it")
        << Files{{u"t.tf"_s, required},
                 {u"p.tf"_s, twoBlocks},
                 {u"m.tf"_s, "module \"team\" {\n  source = \"./team\"\n}\n"},
                 {u"team/t.tf"_s,
                  "terraform {\n  required_providers {\n    ado = {\n      source = "
                  "\"microsoft/azuredevops\"\n    }\n  }\n}\n"
                  "resource \"azuredevops_team\" \"t\" {\n  provider = ado\n}\n"}}
        << QStringList{u"azuredevops p.tf:1 x1 azuredevops_team.t"_s};
    QTest::addRow("a local module gets an alias under its default name")
        << Files{{u"t.tf"_s, required},
                 {u"p.tf"_s, twoBlocks},
                 {u"m.tf"_s,
                  "module \"team\" {\n  source = \"./team\"\n  providers = {\n    azuredevops = "
                  "azuredevops.b\n  }\n}\n"},
                 {u"team/t.tf"_s, "resource \"azuredevops_team\" \"t\" {}\n"}}
        << QStringList{u"azuredevops.b p.tf:4 x1 azuredevops_team.t"_s};
    QTest::addRow("the default block is inherited beside an alias that is handed in, two levels down")
        << Files{{u"t.tf"_s, required},
                 {u"p.tf"_s, twoBlocks},
                 {u"m.tf"_s,
                  "module \"a\" {\n  source = \"./a\"\n  providers = {\n    azuredevops.hub = "
                  "azuredevops.b\n  }\n}\n"},
                 {u"a/m.tf"_s, "module \"b\" {\n  source = \"../b\"\n}\n"},
                 {u"b/m.tf"_s, "resource \"azuredevops_team\" \"t\" {}\n"}}
        << QStringList{u"azuredevops p.tf:1 x1 azuredevops_team.t"_s};
    QTest::addRow("a module with a block of its own")
        << Files{{u"t.tf"_s, required},
                 {u"p.tf"_s, twoBlocks},
                 {u"m.tf"_s, "module \"a\" {\n  source = \"./a\"\n}\n"},
                 {u"a/m.tf"_s,
                  "provider \"azuredevops\" {\n  use_msi = true\n}\n"
                  "resource \"azuredevops_team\" \"t\" {}\n"}}
        << QStringList{u"a azuredevops a/m.tf:1 x1 azuredevops_team.t"_s};
    QTest::addRow("an empty block in a module is a placeholder")
        << Files{{u"t.tf"_s, required},
                 {u"p.tf"_s, twoBlocks},
                 {u"m.tf"_s, "module \"a\" {\n  source = \"./a\"\n}\n"},
                 {u"a/m.tf"_s, "provider \"azuredevops\" {}\nresource \"azuredevops_team\" \"t\" {}\n"}}
        << QStringList{u"azuredevops p.tf:1 x1 azuredevops_team.t"_s};
    QTest::addRow("a module of a registry gets what is handed in, or the default block")
        << Files{{u"t.tf"_s, required},
                 {u"p.tf"_s, twoBlocks},
                 {u"m.tf"_s,
                  "module \"a\" {\n  source = \"contoso/a/azuredevops\"\n  providers = {\n    "
                  "azuredevops = azuredevops.b\n  }\n}\n"
                  "module \"c\" {\n  source = \"git::https://example.org/c\"\n}\n"}}
        << QStringList{u"azuredevops.b p.tf:4 x1 module.a"_s, u"azuredevops p.tf:1 x1 module.c"_s};
    QTest::addRow("a module of a registry does not miss a default block")
        << Files{{u"t.tf"_s, required},
                 {u"m.tf"_s, "module \"c\" {\n  source = \"git::https://example.org/c\"\n}\n"}}
        << QStringList();
    QTest::addRow("OpenTofu: for_each on the block")
        << Files{{u"t.tofu"_s, required},
                 {u"p.tofu"_s,
                  "provider \"azuredevops\" {\n  alias    = \"by_org\"\n  for_each = var.orgs\n}\n"},
                 {u"m.tofu"_s,
                  "resource \"azuredevops_project\" \"p\" {\n  for_each = var.orgs\n  provider = "
                  "azuredevops.by_org[each.key]\n}\n"
                  "resource \"azuredevops_project\" \"q\" {\n  provider = azuredevops.by_org[\"x\"]\n}\n"
                  "module \"a\" {\n  source = \"git::https://example.org/a\"\n  providers = {\n    "
                  "azuredevops = azuredevops.by_org[each.key]\n  }\n}\n"}}
        << QStringList{u"azuredevops.by_org p.tofu:1 x3 azuredevops_project.p"_s};
    QTest::addRow("a resource of another provider")
        << Files{{u"t.tf"_s, required}, {u"m.tf"_s, "resource \"azurerm_key_vault\" \"k\" {}\n"}}
        << QStringList();
}

void BlocksInUseTest::everyUsedBlockIsFound()
{
    QFETCH(Files, files);
    QFETCH(QStringList, expected);
    QCOMPARE(inUse(read(files)), expected);
}

void BlocksInUseTest::directoryWithConfigurationAliasesIsAModule_data()
{
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QByteArray>("aliases");
    QTest::addColumn<bool>("expected");
    const QByteArray hub = "      configuration_aliases = [azuredevops.hub]\n";
    QTest::addRow("aliases and no block") << QByteArray() << hub << true;
    QTest::addRow("a block") << QByteArray("provider \"azuredevops\" {}\n") << hub << false;
    QTest::addRow("no aliases") << QByteArray() << QByteArray() << false;
}

void BlocksInUseTest::directoryWithConfigurationAliasesIsAModule()
{
    QFETCH(QByteArray, more);
    QFETCH(QByteArray, aliases);
    QFETCH(bool, expected);
    const Configuration configuration =
        read({{u"t.tf"_s,
               "terraform {\n  required_providers {\n    azuredevops = {\n      source = "
               "\"microsoft/azuredevops\"\n"
                   + aliases + "    }\n  }\n}\n" + more
                   + "data \"azuredevops_projects\" \"all\" {\n  provider = azuredevops.hub\n}\n"}});
    QCOMPARE(isModule(configuration), expected);
    QCOMPARE(blocksInUse(configuration).isEmpty(), expected);
}

void BlocksInUseTest::blockOfAModuleGetsTheValuesOfTheCall()
{
    const Configuration configuration =
        read({{u"t.tf"_s, required},
              {u"m.tf"_s,
               "locals {\n  org = \"https://dev.azure.com/fabrikam\"\n}\n"
               "module \"a\" {\n  source = \"./a\"\n  url    = local.org\n}\n"},
              {u"a/m.tf"_s,
               "variable \"url\" {}\nprovider \"azuredevops\" {\n  org_service_url = var.url\n}\n"
               "resource \"azuredevops_team\" \"t\" {}\n"}});
    const QList<BlockInUse> blocks = blocksInUse(configuration);
    QCOMPARE(blocks.size(), 1);
    const ProviderConfiguration *block = blockOf(configuration, blocks.first());
    QVERIFY(block);
    QCOMPARE(block->arguments[u"org_service_url"_s].toText(), u"https://dev.azure.com/fabrikam"_s);
    QVERIFY(!configuration.provider());
}

QTEST_GUILESS_MAIN(BlocksInUseTest)
#include "tst_blocksinuse.moc"
