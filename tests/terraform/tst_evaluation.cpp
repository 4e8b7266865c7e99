#include "core/terraform/configuration.h"

#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

namespace {

using Files = QMap<QString, QByteArray>;
using Variables = QMap<QString, QString>;

// What the argument client_id of a provider block comes to, in a configuration with these other files.
ConfigurationValue valueOf(const QByteArray &expression, const Files &files = {},
                           const Variables &environment = {}, const QStringList &variableFiles = {})
{
    HostImage image;
    image.env = environment;
    for (auto it = files.begin(); it != files.end(); ++it)
        image.files.insert(u"/w/"_s + it.key(), FileImage{FileImage::Kind::Text, it.value(), 0, ' ', {}, {}});
    image.files.insert(u"/w/p.tf"_s,
                       FileImage{FileImage::Kind::Text,
                                 "provider \"azuredevops\" {\n  client_id = " + expression + "\n}\n",
                                 0,
                                 ' ',
                                 {},
                                 {}});
    const auto configuration =
        readConfiguration(Host::from(image), u"/w"_s, {ConfigurationReader::Unsaid, variableFiles, {}});
    Q_ASSERT(configuration && configuration->faults.isEmpty());
    return configuration->providers.first().arguments.value(u"client_id"_s);
}

} // namespace

class EvaluationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void expressionComesToItsValue_data();
    void expressionComesToItsValue();
    void whatTerraformAloneKnowsIsUnknownAndNamed_data();
    void whatTerraformAloneKnowsIsUnknownAndNamed();
    void laterSourceOfAVariableWins_data();
    void laterSourceOfAVariableWins();
    void workspaceIsTheOneThatIsSelected();
    void commandLineInTheEnvironmentWins_data();
    void commandLineInTheEnvironmentWins();
    void placeIsWhereTheValueIsWritten();
    void complexVariableFromTheEnvironmentIsRead();
    void sensitiveVariableStaysSensitive();
    void jsonStringsAreTemplates();
};

void EvaluationTest::expressionComesToItsValue_data()
{
    QTest::addColumn<QByteArray>("expression");
    QTest::addColumn<QString>("value");
    const auto row = [](const char *expression, const QString &value) {
        QTest::addRow("%s", expression) << QByteArray(expression) << value;
    };
    row("\"a\"", u"a"_s);
    row("true", u"true"_s);
    row("1.5", u"1.5"_s);
    row("\"a${\"b\"}c\"", u"abc"_s);
    row("\"${true}\"", u"true"_s);
    row("\"$${x}\"", u"${x}"_s);
    row("(\"a\")", u"a"_s);
    row("true ? \"a\" : \"b\"", u"a"_s);
    row("!true ? \"a\" : \"b\"", u"b"_s);
    row("1 == 1 ? \"a\" : \"b\"", u"a"_s);
    row("\"x\" != \"x\" ? \"a\" : \"b\"", u"b"_s);
    row("true && false ? \"a\" : \"b\"", u"b"_s);
    row("false && data.x.y ? \"a\" : \"b\"", u"b"_s);
    row("local.a", u"from a local"_s);
    row("local.nested.key", u"inside"_s);
    row("local.nested[\"key\"]", u"inside"_s);
    row("local.list[1]", u"second"_s);
    row("local.through", u"from a local"_s);
    row("\"${local.a}!\"", u"from a local!"_s);
    row("var.given", u"default"_s);
    row("lower(\"ABC\")", u"abc"_s);
    row("upper(\"abc\")", u"ABC"_s);
    row("trimspace(\"  a \")", u"a"_s);
    row("tostring(true)", u"true"_s);
    row("coalesce(null, \"\", \"c\")", u"c"_s);
    row("terraform.workspace", u"default"_s);
    row("format(\"%s/%d%%\", local.a, 3)", u"from a local/3%"_s);
    row("lookup(local.nested, \"key\", \"none\")", u"inside"_s);
    row("lookup(local.nested, \"other\", \"none\")", u"none"_s);
    row("file(\"name.txt\")", u"from a file\n"_s);
    row("trimspace(file(\"name.txt\"))", u"from a file"_s);
}

void EvaluationTest::expressionComesToItsValue()
{
    QFETCH(QByteArray, expression);
    QFETCH(QString, value);
    const Files files{{u"l.tf"_s,
                       "locals {\n  a = \"from a local\"\n  nested = { key = \"inside\" }\n"
                       "  list = [\"first\", \"second\"]\n  through = local.a\n}\n"
                       "variable \"given\" {\n  default = \"default\"\n}\n"},
                      {u"name.txt"_s, "from a file\n"}};
    QCOMPARE(valueOf(expression, files).toText(), std::optional(value));
}

void EvaluationTest::whatTerraformAloneKnowsIsUnknownAndNamed_data()
{
    QTest::addColumn<QByteArray>("expression");
    QTest::addColumn<QStringList>("dependsOn");
    const auto row = [](const char *expression, const QStringList &names) {
        QTest::addRow("%s", expression) << QByteArray(expression) << names;
    };
    row("var.unset", {u"var.unset"_s});
    row("var.undeclared", {u"var.undeclared"_s});
    row("data.azurerm_client_config.me.client_id", {u"data.azurerm_client_config.me.client_id"_s});
    row("module.a.id", {u"module.a.id"_s});
    row("\"${var.unset}-${data.a.b}\"", {u"var.unset"_s, u"data.a.b"_s});
    row("var.unset == \"a\" ? \"b\" : \"c\"", {u"var.unset"_s});
    row("file(\"x\")", {u"file()"_s});
    row("upper(var.unset)", {u"var.unset"_s});
    row("local.circle", {u"local.circle"_s});
    row("local.none", {u"local.none"_s});
    row("[for x in [1] : x]", {u"a loop"_s});
}

void EvaluationTest::whatTerraformAloneKnowsIsUnknownAndNamed()
{
    QFETCH(QByteArray, expression);
    QFETCH(QStringList, dependsOn);
    const ConfigurationValue value =
        valueOf(expression,
                {{u"l.tf"_s,
                  "locals {\n  circle = local.other\n  other = local.circle\n}\nvariable \"unset\" {}\n"}});
    QVERIFY(value.isUnknown());
    QCOMPARE(value.dependsOn, dependsOn);
}

void EvaluationTest::laterSourceOfAVariableWins_data()
{
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<bool>("environment");
    QTest::addColumn<QStringList>("variableFiles");
    QTest::addColumn<QString>("value");
    const QString tfvars = u"terraform.tfvars"_s;
    const QString json = u"terraform.tfvars.json"_s;
    const QString autoA = u"a.auto.tfvars"_s;
    const QString autoB = u"b.auto.tfvars.json"_s;
    QTest::addRow("default") << QStringList{} << false << QStringList{} << u"default"_s;
    QTest::addRow("environment") << QStringList{} << true << QStringList{} << u"environment"_s;
    QTest::addRow("terraform.tfvars") << QStringList{tfvars} << true << QStringList{} << tfvars;
    QTest::addRow("its JSON form after it") << QStringList{tfvars, json} << true << QStringList{} << json;
    QTest::addRow("automatic after it") << QStringList{tfvars, json, autoA} << true << QStringList{} << autoA;
    QTest::addRow("automatic by name") << QStringList{autoB, autoA} << true << QStringList{} << autoB;
    QTest::addRow("named file last") << QStringList{tfvars, autoA, autoB, u"prod.tfvars"_s} << true
                                     << QStringList{u"prod.tfvars"_s} << u"prod.tfvars"_s;
    QTest::addRow("a file that nobody names is not read")
        << QStringList{u"prod.tfvars"_s} << false << QStringList{} << u"default"_s;
}

void EvaluationTest::laterSourceOfAVariableWins()
{
    QFETCH(QStringList, files);
    QFETCH(bool, environment);
    QFETCH(QStringList, variableFiles);
    QFETCH(QString, value);
    Files all{{u"v.tf"_s, "variable \"id\" {\n  type = string\n  default = \"default\"\n}\n"}};
    for (const QString &file : files) {
        const QByteArray name = file.toUtf8();
        all.insert(file,
                   file.endsWith(".json"_L1) ? "{\"id\": \"" + name + "\"}" : "id = \"" + name + "\"\n");
    }
    const Variables variables = environment ? Variables{{u"TF_VAR_id"_s, u"environment"_s}} : Variables{};
    QCOMPARE(valueOf("var.id", all, variables, variableFiles).toText(), std::optional(value));
}

void EvaluationTest::workspaceIsTheOneThatIsSelected()
{
    QCOMPARE(valueOf("terraform.workspace", {}, {{u"TF_WORKSPACE"_s, u"prod"_s}}).toText(), u"prod"_s);
    QCOMPARE(valueOf("terraform.workspace", {{u".terraform/environment"_s, "stage"}}).toText(), u"stage"_s);
}

void EvaluationTest::commandLineInTheEnvironmentWins_data()
{
    QTest::addColumn<QString>("plan");
    QTest::addColumn<QString>("all");
    QTest::addColumn<QString>("value");
    QTest::addRow("of plan") << u"-var=id=plan"_s << QString() << u"plan"_s;
    QTest::addRow("two words") << u"-input=false -var id=plan"_s << QString() << u"plan"_s;
    QTest::addRow("quotes") << u"-var 'id=a b'"_s << QString() << u"a b"_s;
    QTest::addRow("two dashes") << u"--var=id=plan"_s << QString() << u"plan"_s;
    QTest::addRow("file") << u"-var-file=prod.tfvars"_s << QString() << u"from prod"_s;
    QTest::addRow("of every command") << u"-var=id=plan"_s << u"-var=id=all"_s << u"all"_s;
    QTest::addRow("another variable") << u"-var=other=x"_s << QString() << u"environment"_s;
}

void EvaluationTest::commandLineInTheEnvironmentWins()
{
    QFETCH(QString, plan);
    QFETCH(QString, all);
    QFETCH(QString, value);
    const Files files{{u"v.tf"_s, "variable \"id\" {\n  type = string\n}\n"},
                      {u"prod.tfvars"_s, "id = \"from prod\"\n"}};
    const Variables variables{
        {u"TF_VAR_id"_s, u"environment"_s}, {u"TF_CLI_ARGS_plan"_s, plan}, {u"TF_CLI_ARGS"_s, all}};
    QCOMPARE(valueOf("var.id", files, variables).toText(), std::optional(value));
}

void EvaluationTest::placeIsWhereTheValueIsWritten()
{
    const Files files{{u"v.tf"_s, "variable \"id\" {\n  default = \"x\"\n}\n"}};
    QCOMPARE(valueOf("var.id", files).place.toString(), u"v.tf:2"_s);
    QCOMPARE(valueOf("\"x\"", files).place.toString(), u"p.tf:2"_s);
    const ConfigurationValue given = valueOf("var.id", files, {{u"TF_VAR_id"_s, u"y"_s}});
    QCOMPARE(given.variable, u"TF_VAR_id"_s);
    QVERIFY(given.place.file.isEmpty());
    Files withFile = files;
    withFile.insert(u"terraform.tfvars"_s, "\n\nid = \"z\"\n");
    QCOMPARE(valueOf("var.id", withFile).place.toString(), u"terraform.tfvars:3"_s);
}

void EvaluationTest::complexVariableFromTheEnvironmentIsRead()
{
    const Files files{{u"v.tf"_s, "variable \"ids\" {\n  type = map(string)\n}\nvariable \"plain\" {}\n"}};
    QCOMPARE(valueOf("var.ids[\"a\"]", files, {{u"TF_VAR_ids"_s, u"{ a = \"x\" }"_s}}).toText(),
             std::optional(u"x"_s));
    QCOMPARE(valueOf("var.plain", files, {{u"TF_VAR_plain"_s, u"{ a = 1 }"_s}}).toText(),
             std::optional(u"{ a = 1 }"_s));
}

void EvaluationTest::sensitiveVariableStaysSensitive()
{
    const Files files{{u"v.tf"_s, "variable \"id\" {\n  sensitive = true\n  default = \"x\"\n}\n"}};
    QVERIFY(valueOf("var.id", files).sensitive);
    QVERIFY(valueOf("\"a-${var.id}\"", files).sensitive);
    QVERIFY(!valueOf("nonsensitive(var.id)", files).sensitive);
    for (const char *made :
         {"format(\"a-%s\", var.id)", "upper(var.id)", "lower(var.id)", "trimspace(var.id)",
          "tostring(var.id)", "lookup({ a = var.id }, \"a\")", "lookup({ x = \"b\" }, var.id)",
          "lookup({}, \"a\", var.id)", "coalesce(\"\", var.id)", "coalesce(\"a\", var.id)",
          "replace(var.id, \"x\", \"y\")", "var.id == \"x\" ? \"a\" : \"b\"", "true ? var.id : \"b\"",
          "var.id == \"x\"", "!(var.id == \"x\")", "[var.id][0]", "{ a = var.id }[\"a\"]", "(var.id)",
          "upper(\"a-${lower(var.id)}\")"})
        QVERIFY2(valueOf(made, files).sensitive, made);
    for (const char *made : {"format(\"a-%s\", \"b\")", "upper(\"b\")", "true ? \"a\" : var.id"})
        QVERIFY2(!valueOf(made, files).sensitive, made);
}

void EvaluationTest::jsonStringsAreTemplates()
{
    HostImage image;
    image.files.insert(u"/w/p.tf.json"_s,
                       FileImage{FileImage::Kind::Text,
                                 "{\"variable\": {\"id\": {\"default\": \"x\"}},"
                                 " \"provider\": {\"azuredevops\": {\"//\": \"comment\","
                                 " \"client_id\": \"${var.id}\", \"tenant_id\": \"a-${var.id}-$${b}\","
                                 " \"org_service_url\": \"C:\\\\a\\\"b\"}}}",
                                 0,
                                 ' ',
                                 {},
                                 {}});
    const auto configuration = readConfiguration(Host::from(image), u"/w"_s);
    QVERIFY(bool(configuration));
    const auto &arguments = configuration->providers.first().arguments;
    QCOMPARE(arguments[u"client_id"_s].toText(), std::optional(u"x"_s));
    QCOMPARE(arguments[u"tenant_id"_s].toText(), std::optional(u"a-x-${b}"_s));
    QCOMPARE(arguments[u"org_service_url"_s].toText(), std::optional(u"C:\\a\"b"_s));
    QVERIFY(!arguments.contains(u"//"_s));
}

QTEST_APPLESS_MAIN(EvaluationTest)
#include "tst_evaluation.moc"
