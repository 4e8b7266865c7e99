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
    void whatTerraformRejectsIsTold_data();
    void whatTerraformRejectsIsTold();
    void variableHasItsType_data();
    void variableHasItsType();
    void nullStandsForTheDefaultWhereItIsNotAllowed();
    void whatGrowsWithoutAnEndIsGivenUp();
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
    row("1 + 2 * 3", u"7"_s);
    row("7 % 4 - 1 / 2", u"2.5"_s);
    row("-1 < 0 && 2 >= 2 && !(1 > 2) && 1 <= 1", u"true"_s);
    row("{ a = [1] } == { a = [1] }", u"true"_s);
    row("[1, 2] == [2, 1]", u"false"_s);
    row("\"1\" == 1", u"false"_s);
    row("null == null", u"true"_s);
    row("contains([\"a\", data.x.y], \"a\")", u"true"_s);
    row("contains([1, 2], \"1\")", u"false"_s);
    row("alltrue([]) && !anytrue([])", u"true"_s);
    row("alltrue([true, \"false\", data.x.y])", u"false"_s);
    row("anytrue([false, data.x.y, true])", u"true"_s);
    row("can(local.nested.none)", u"false"_s);
    row("can(local.nested.key)", u"true"_s);
    row("can(regex(\"^[a-z]+$\", \"ab1\"))", u"false"_s);
    row("try(local.nested.none, tonumber(\"x\"), \"c\")", u"c"_s);
    row("length([data.x.y, 2])", u"2"_s);
    row("length(\"h\u00e9\")", u"2"_s);
    row("length({ a = 1 })", u"1"_s);
    row("length(toset([\"a\", \"a\"]))", u"1"_s);
    row("merge({ a = \"x\" }, null, { a = \"y\" }).a", u"y"_s);
    row("concat([1], [2, 3])[2]", u"3"_s);
    row("flatten([[1], [[2]], 3])[1]", u"2"_s);
    row("join(\"-\", keys({ b = 1, a = 2 }))", u"a-b"_s);
    row("join(\"-\", values({ b = 1, a = 2 }))", u"2-1"_s);
    row("join(\"-\", [for k, v in { a = 1, b = 2 } : \"${k}${v}\" if v > 1])", u"b2"_s);
    row("{ for i, x in [\"p\", \"q\"] : x => i }.q", u"1"_s);
    row("[for x in [for y in [1, 2] : y * 10] : x + 1][1]", u"21"_s);
    row("join(\",\", [for x in [\"a\"] : local.a])", u"from a local"_s);
    row("format([\"%s-%s\", \"a\", \"b\"]...)", u"a-b"_s);
    row("element([\"a\", \"b\"], 3)", u"b"_s);
    row("one([\"a\"])", u"a"_s);
    row("zipmap([\"k\"], [\"v\"]).k", u"v"_s);
    row("join(\"\", setsubtract([\"a\", \"b\"], [\"a\"]))", u"b"_s);
    row("join(\"\", setintersection([\"a\", \"b\"], [\"b\"]))", u"b"_s);
    row("length(setunion([1], [1, 2]))", u"2"_s);
    row("join(\",\", sort([\"b\", \"a\"]))", u"a,b"_s);
    row("join(\",\", reverse(compact([\"a\", \"\", null, \"b\"])))", u"b,a"_s);
    row("split(\",\", \"a,b\")[1]", u"b"_s);
    row("replace(\"a.b\", \".\", \"-\")", u"a-b"_s);
    row("substr(\"hello\", 1, 3)", u"ell"_s);
    row("trim(\"xxaxx\", \"x\")", u"a"_s);
    row("trimprefix(trimsuffix(\"abc\", \"c\"), \"a\")", u"b"_s);
    row("chomp(\"a\\n\\n\")", u"a"_s);
    row("startswith(\"abc\", \"a\") && endswith(\"abc\", \"c\") && strcontains(\"abc\", \"b\")", u"true"_s);
    row("regex(\"v(\\\\d+)\", \"v12\")[0]", u"12"_s);
    row("regex(\"(?P<major>\\\\d+)\", \"v12\").major", u"12"_s);
    row("length(regexall(\"a\", \"banana\"))", u"3"_s);
    row("min(3, 1, 2) + max(3, 1) + abs(-1) + ceil(0.5) + floor(0.5)", u"6"_s);
    row("sum(range(4))", u"6"_s);
    row("jsondecode(\"{\\\"a\\\":[1,{\\\"b\\\":true}]}\").a[1].b", u"true"_s);
    row("tobool(\"true\")", u"true"_s);
    row("tonumber(\"4\") + 1", u"5"_s);
    row("coalescelist([], [\"a\"])[0]", u"a"_s);
    row("core::lower(\"A\")", u"a"_s);
    row("length(null[*])", u"0"_s);
}

// What can() and try() look for.
void EvaluationTest::whatTerraformRejectsIsTold_data()
{
    QTest::addColumn<QByteArray>("expression");
    for (const char *expression :
         {"local.nested.none", "local.list[7]", "tobool(\"x\")", "tonumber(\"x\")", "regex(\"a\", \"b\")",
          "1 / 0", "one([1, 2])", "element([], 0)", "jsondecode(\"{\")", "upper(local.nested.none)",
          "local.nested.none + 1", "coalesce(null, \"\")", "var.number", "var.team"})
        QTest::addRow("%s", expression) << QByteArray(expression);
}

void EvaluationTest::whatTerraformRejectsIsTold()
{
    QFETCH(QByteArray, expression);
    const Files files{{u"l.tf"_s,
                       "locals {\n  nested = { key = \"inside\" }\n  list = [\"first\"]\n}\n"
                       "variable \"number\" {\n  type = number\n  default = \"many\"\n}\n"
                       "variable \"team\" {\n  type = object({ name = string })\n  default = {}\n}\n"}};
    const ConfigurationValue value = valueOf(expression, files);
    QVERIFY(value.isUnknown());
    QVERIFY(value.fails);
}

void EvaluationTest::variableHasItsType_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<QByteArray>("expression");
    QTest::addColumn<QString>("value");
    const auto row = [](const char *type, const char *given, const char *expression, const QString &value) {
        QTest::addRow("%s: %s", type, expression)
            << QByteArray(type) << QByteArray(given) << QByteArray(expression) << value;
    };
    row("bool", "\"true\"", "var.v == true", u"true"_s);
    row("string", "true", "var.v == \"true\"", u"true"_s);
    row("number", "\"3\"", "var.v + 1", u"4"_s);
    row("any", "\"true\"", "var.v == true", u"false"_s);
    row("list(string)", "[1]", "var.v[0] == \"1\"", u"true"_s);
    row("map(bool)", "{ a = \"true\" }", "var.v.a == true", u"true"_s);
    row("tuple([string, bool])", "[1, \"false\"]", "var.v[1] == false", u"true"_s);
    row("object({ a = optional(bool, true) })", "{}", "var.v.a", u"true"_s);
    row("object({ a = optional(bool, true) })", "{ a = false }", "var.v.a", u"false"_s);
    row("object({ a = optional(string) })", "{}", "var.v.a == null", u"true"_s);
    row("map(object({ on = optional(bool, true) }))", "{ x = {} }", "var.v[\"x\"].on", u"true"_s);
}

void EvaluationTest::variableHasItsType()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, given);
    QFETCH(QByteArray, expression);
    QFETCH(QString, value);
    const Files files{{u"v.tf"_s, "variable \"v\" {\n  type = " + type + "\n}\n"},
                      {u"terraform.tfvars"_s, "v = " + given + "\n"}};
    QCOMPARE(valueOf(expression, files).toText(), std::optional(value));
}

void EvaluationTest::nullStandsForTheDefaultWhereItIsNotAllowed()
{
    const auto valueWith = [](const char *nullable) {
        return valueOf("var.v == null",
                       {{u"v.tf"_s, "variable \"v\" {\n  default = 1\n" + QByteArray(nullable) + "}\n"},
                        {u"terraform.tfvars"_s, "v = null\n"}})
            .toText();
    };
    QCOMPARE(valueWith(""), u"true"_s);
    QCOMPARE(valueWith("  nullable = true\n"), u"true"_s);
    QCOMPARE(valueWith("  nullable = false\n"), u"false"_s);
}

// A million laughs: each local is twice the one before.
void EvaluationTest::whatGrowsWithoutAnEndIsGivenUp()
{
    QByteArray locals = "locals {\n  a0 = \"ha\"\n  b0 = [1]\n";
    for (int i = 1; i <= 60; ++i) {
        const QByteArray now = QByteArray::number(i);
        const QByteArray before = QByteArray::number(i - 1);
        locals += "  a" + now + " = \"${local.a" + before + "}${local.a" + before + "}\"\n";
        locals += "  b" + now + " = concat(local.b" + before + ", local.b" + before + ")\n";
    }
    locals += "}\n";
    QVERIFY(valueOf("local.a60", {{u"l.tf"_s, locals}}).isUnknown());
    QVERIFY(valueOf("length(local.b60)", {{u"l.tf"_s, locals}}).isUnknown());
    QByteArray chain = "locals {\n  c0 = 1\n";
    for (int i = 1; i <= 50'000; ++i)
        chain += "  c" + QByteArray::number(i) + " = local.c" + QByteArray::number(i - 1) + "\n";
    QVERIFY(valueOf("local.c50000", {{u"l.tf"_s, chain + "}\n"}}).isUnknown());
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
    row("[for x in var.unset : x]", {u"var.unset"_s});
    row("join(\",\", [for x in [1, 2] : data.a.b])", {u"data.a.b"_s});
    row("{ for x in [1] : x => x... }", {u"a loop"_s});
    row("\"%{ if true }a%{ endif }\"", {u"a loop"_s});
    row("yamldecode(\"a\")", {u"yamldecode()"_s});
    row("contains([\"a\", var.unset], \"b\")", {u"var.unset"_s});
    row("alltrue([true, var.unset])", {u"var.unset"_s});
    row("can(var.unset)", {u"var.unset"_s});
    row("try(var.unset, true)", {u"var.unset"_s});
    row("length(var.unset)", {u"var.unset"_s});
    row("join(\",\", var.unset[*].name)", {u"var.unset"_s});
    row("max(var.unset...)", {u"var.unset"_s});
    row("-var.unset", {u"var.unset"_s});
    row("1 < var.unset", {u"var.unset"_s});
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
