#include "core/host/hostimage.h"
#include "core/terraform/decisionfix.h"
#include "core/terraform/decisionrules.h"
#include "core/terraform/hclstring.h"
#include "core/terraform/unsetcommands.h"
#include "core/terraform/versionconstraint.h"
#include "tests/support/sanitizer.h"
#include "tests/terraform/decisionvector.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

const QString one = u"6f0c2f5e-0000-4000-8000-000000000001"_s;
const QString two = u"6f0c2f5e-0000-4000-8000-000000000002"_s;

ClientId clientId(const QString &text)
{
    return *ClientId::parse(text);
}

// The few expressions a fix is written in.
ConfigurationValue evaluated(const QByteArray &expression)
{
    if (expression == "true" || expression == "false")
        return ConfigurationValue::fromBool(expression == "true");
    if (expression == "[]") {
        ConfigurationValue list;
        list.kind = ConfigurationValue::Kind::List;
        return list;
    }
    const QString text = QString::fromUtf8(expression.mid(1, expression.size() - 2));
    if (hclQuoted(text).toUtf8() != expression)
        qFatal("%s is not an expression of a fix", expression.constData());
    return ConfigurationValue::string(text);
}

DecisionInput withFix(DecisionInput input, const DecisionFix &fix)
{
    if (fix.upgradeTo)
        input.version = *fix.upgradeTo;
    for (const ArgumentEdit &edit : fix.arguments) {
        if (edit.expression)
            input.arguments.insert(edit.name, evaluated(*edit.expression));
        else
            input.arguments.remove(edit.name);
    }
    QMap<QString, QString> variables = input.environment.all();
    for (const QString &name : fix.unsetVariables)
        variables.remove(name);
    input.environment = Environment(variables, Platform::Linux);
    input.machine = {EndpointAnswer::Token, AzureCliState::SignedIn, true};
    return input;
}

// The property that a fix brings about: what is wrong, or nothing.
QString faultOf(const DecisionInput &input, const DecisionIntent &intent, const Host &host)
{
    const Decision decision = decide(input, host);
    if (!decision.configured())
        return u"it fails: "_s + decision.error;
    if (decision.decidedBy != CredentialMethod::ManagedIdentity)
        return u"decided by "_s + toString(decision.decidedBy);
    qsizetype built = 0;
    for (const ChainEntry &entry : decision.chain) {
        if (entry.state != ChainState::NotBuilt && entry.state != ChainState::NotReached)
            ++built;
    }
    if (built != 1)
        return u"%1 credentials are built"_s.arg(built);
    const QString kind = intent.clientId ? u"user-assigned"_s : u"system-assigned"_s;
    if (decision.identityKind != kind)
        return u"it is "_s + decision.identityKind;
    if (intent.clientId && decision.clientId != intent.clientId->toString())
        return u"it is "_s + decision.clientId;
    if (!belongsHere(identitySourceOf(input.version, input.environment, host), input.environment, host))
        return u"another host's endpoint is asked"_s;
    if (input.arguments.value(u"use_oidc"_s).toBool() == true)
        return u"a token of a pipeline would win"_s;
    return {};
}

// All fixes that leave one single change out.
QList<DecisionFix> withoutOne(const DecisionFix &fix)
{
    QList<DecisionFix> all;
    for (qsizetype i = 0; i < fix.arguments.size(); ++i) {
        all.append(fix);
        all.last().arguments.removeAt(i);
    }
    for (qsizetype i = 0; i < fix.unsetVariables.size(); ++i) {
        all.append(fix);
        all.last().unsetVariables.removeAt(i);
    }
    if (fix.upgradeTo) {
        all.append(fix);
        all.last().upgradeTo.reset();
    }
    return all;
}

QString described(const DecisionFix &fix)
{
    QStringList words;
    for (const ArgumentEdit &edit : fix.arguments)
        words.append(edit.expression ? u"%1 = %2"_s.arg(edit.name, QString::fromUtf8(*edit.expression))
                                     : u"no %1"_s.arg(edit.name));
    for (const QString &name : fix.unsetVariables)
        words.append(u"unset %1"_s.arg(name));
    if (fix.versionConstraint)
        words.append(u"version %1"_s.arg(*fix.versionConstraint));
    if (fix.upgradeTo)
        words.append(u"upgrade to %1"_s.arg(fix.upgradeTo->toString()));
    words += fix.cannot;
    return words.join(u"; "_s);
}

DecisionInput inputOf(const QString &version, const QMap<QString, ConfigurationValue> &arguments,
                      const QMap<QString, QString> &variables)
{
    DecisionInput input;
    input.version = *ProviderVersion::parse(version);
    input.arguments = arguments;
    input.environment = Environment(variables, Platform::Linux);
    return input;
}

using Arguments = QMap<QString, ConfigurationValue>;
using Variables = QMap<QString, QString>;

const ConfigurationValue on = ConfigurationValue::fromBool(true);
const ConfigurationValue off = ConfigurationValue::fromBool(false);
ConfigurationValue text(const QString &value)
{
    return ConfigurationValue::string(value);
}

ConfigurationValue fromVariable(ConfigurationValue value)
{
    value.references = {u"var.x"_s};
    return value;
}

Arguments with(Arguments arguments)
{
    arguments.insert(u"org_service_url"_s, text(u"https://dev.azure.com/contoso"_s));
    return arguments;
}

} // namespace

class TestDecisionFix : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void identityWinsAloneAndNothingCouldBeLeftOut_data()
    {
        QTest::addColumn<bool>("isUserAssigned");
        QTest::addRow("system-assigned") << false;
        QTest::addRow("user-assigned") << true;
    }
    // Over every recorded situation.
    void identityWinsAloneAndNothingCouldBeLeftOut()
    {
        QFETCH(const bool, isUserAssigned);
        DecisionIntent intent;
        if (isUserAssigned)
            intent.clientId = clientId(one);
        const QJsonArray vectors = decisionvector::readVectors();
        // Each vector with one of the two identities: with both, this takes half a minute.
        constexpr qsizetype step = underSanitizer ? 10 : 2;
        for (qsizetype i = isUserAssigned ? 1 : 0; i < vectors.size(); i += step) {
            const QJsonObject vector = vectors[i].toObject();
            const DecisionInput input = decisionvector::inputOf(vector);
            const Host host = decisionvector::hostOf(input);
            const DecisionFix fix = fixDecision(input, intent, host);
            const QByteArray context =
                (described(fix) + u" | "_s).toUtf8() + QJsonDocument(vector).toJson(QJsonDocument::Compact);

            QVERIFY2(fix.cannot.isEmpty(), context);
            const DecisionInput fixed = withFix(input, fix);
            const QString fault = faultOf(fixed, intent, host);
            QVERIFY2(fault.isEmpty(), qPrintable(fault + u" | "_s + QString::fromUtf8(context)));
            QVERIFY2(fixDecision(fixed, intent, host).nothingToDo, context);
            QCOMPARE(fix.nothingToDo,
                     fix.arguments.isEmpty() && fix.unsetVariables.isEmpty() && !fix.upgradeTo);
            QCOMPARE(fix.reasons.size(),
                     fix.arguments.size() + fix.unsetVariables.size() + (fix.upgradeTo ? 1 : 0));
            const QList<DecisionFix> smaller = withoutOne(fix);
            for (const DecisionFix &less : smaller)
                QVERIFY2(!faultOf(withFix(input, less), intent, host).isEmpty(),
                         qPrintable(u"enough: %1 | "_s.arg(described(less)) + QString::fromUtf8(context)));
        }
    }

    // What is changed, in the words of described().
    void fixIsWritten_data()
    {
        QTest::addColumn<DecisionInput>("input");
        QTest::addColumn<QString>("intended"); // client id; empty: the system-assigned identity
        QTest::addColumn<QString>("fix");

        const auto row = [](const char *name, const DecisionInput &input, const QString &intended,
                            const QString &fix) { QTest::addRow("%s", name) << input << intended << fix; };
        const Arguments msi = with({{u"use_msi"_s, on}, {u"use_cli"_s, off}});
        const auto and_ = [](Arguments arguments, const Arguments &more) {
            arguments.insert(more);
            return arguments;
        };
        const Variables secret{{u"ARM_CLIENT_SECRET"_s, u"hush"_s}, {u"ARM_TENANT_ID"_s, two}};
        const Variables token{{u"AZDO_PERSONAL_ACCESS_TOKEN"_s, u"hush"_s}};

        row("nothing to do", inputOf(u"1.16.0"_s, msi, {}), {}, {});
        row("empty block", inputOf(u"1.16.0"_s, with({}), {}), {}, u"use_msi = true; use_cli = false"_s);
        row("environment has it on already",
            inputOf(u"1.16.0"_s, with({}), {{u"ARM_USE_MSI"_s, u"true"_s}, {u"ARM_USE_CLI"_s, u"false"_s}}),
            {}, {});
        row("wrong word in the environment", inputOf(u"1.16.0"_s, with({}), {{u"ARM_USE_MSI"_s, u"True"_s}}),
            {}, u"use_msi = true; use_cli = false"_s);
        row("user-assigned", inputOf(u"1.16.0"_s, msi, {}), one, u"client_id = \"%1\""_s.arg(one));
        row("other identity in the block", inputOf(u"1.16.0"_s, and_(msi, {{u"client_id"_s, text(two)}}), {}),
            one, u"client_id = \"%1\""_s.arg(one));
        row("identity of the environment is the one", inputOf(u"1.16.0"_s, msi, {{u"ARM_CLIENT_ID"_s, one}}),
            one, {});
        row("identity of the environment is another one",
            inputOf(u"1.16.0"_s, msi, {{u"ARM_CLIENT_ID"_s, two}}), one, u"client_id = \"%1\""_s.arg(one));
        row("identity of a resource is kept",
            inputOf(u"1.16.0"_s,
                    and_(msi, {{u"client_id"_s, ConfigurationValue::unknown({u"x.y.client_id"_s})}}), {}),
            {}, {});
        row("leftover client ids",
            inputOf(u"1.16.0"_s, msi, {{u"ARM_CLIENT_ID"_s, one}, {u"AZURE_CLIENT_ID"_s, two}}), {},
            u"unset ARM_CLIENT_ID; unset AZURE_CLIENT_ID"_s);
        row("name that the version does not read",
            inputOf(u"1.10.0"_s, with({{u"use_msi"_s, on}}), {{u"AZURE_CLIENT_ID"_s, two}}), {}, {});
        row("token in the block",
            inputOf(u"1.16.0"_s, and_(msi, {{u"personal_access_token"_s, text(u"hush"_s)}}), {}), {},
            u"no personal_access_token"_s);
        row("token in the environment", inputOf(u"1.16.0"_s, msi, token), {},
            u"unset AZDO_PERSONAL_ACCESS_TOKEN"_s);
        row("token of the environment that is hidden already",
            inputOf(u"1.16.0"_s, and_(msi, {{u"personal_access_token"_s, text({})}}), token), {}, {});
        row("token in both",
            inputOf(u"1.16.0"_s, and_(msi, {{u"personal_access_token"_s, text(u"hush"_s)}}), token), {},
            u"no personal_access_token; unset AZDO_PERSONAL_ACCESS_TOKEN"_s);
        row("secret in the environment", inputOf(u"1.16.0"_s, msi, secret), {}, u"unset ARM_CLIENT_SECRET"_s);
        row("secret without tenant stays", inputOf(u"1.16.0"_s, msi, {{u"ARM_CLIENT_SECRET"_s, u"hush"_s}}),
            {}, {});
        row("secret that the last match replaces stays",
            inputOf(u"1.10.0"_s, with({{u"use_msi"_s, on}}), secret), {}, {});
        row("secret that ends the run",
            inputOf(u"1.10.0"_s, with({{u"use_msi"_s, on}}), {{u"ARM_CLIENT_SECRET"_s, u"hush"_s}}), {},
            u"unset ARM_CLIENT_SECRET"_s);
        row("federated token",
            inputOf(u"1.16.0"_s, msi,
                    {{u"ARM_USE_OIDC"_s, u"true"_s},
                     {u"ARM_OIDC_TOKEN"_s, u"hush"_s},
                     {u"ARM_TENANT_ID"_s, two}}),
            {}, u"use_oidc = false"_s);
        row("federated token of the block",
            inputOf(
                u"1.16.0"_s,
                and_(msi,
                     {{u"use_oidc"_s, on}, {u"oidc_token"_s, text(u"hush"_s)}, {u"tenant_id"_s, text(two)}}),
                {}),
            {}, u"use_oidc = false"_s);
        row("federated token that is idle in this shell",
            inputOf(u"1.16.0"_s, and_(msi, {{u"use_oidc"_s, on}}), {}), {}, u"use_oidc = false"_s);
        row("1.0.0 counts false, so it goes",
            inputOf(u"1.0.0"_s, with({{u"use_msi"_s, on}, {u"use_oidc"_s, on}}), {}), {}, u"no use_oidc"_s);
        row("values of variables that are not given here",
            inputOf(u"1.16.0"_s,
                    and_(msi,
                         {{u"use_oidc"_s, fromVariable(off)},
                          {u"personal_access_token"_s, fromVariable({})},
                          {u"use_msi"_s, ConfigurationValue::unknown({u"var.x"_s})}}),
                    {}),
            {}, u"use_msi = true; no personal_access_token; use_oidc = false"_s);
        row("value of a variable that cannot win",
            inputOf(u"1.16.0"_s, and_(msi, {{u"tenant_id"_s, fromVariable(text(two))}}), {}), {}, {});
        row("argument that no version has", inputOf(u"1.16.0"_s, and_(msi, {{u"use_mis"_s, on}}), {}), {},
            u"no use_mis"_s);
        row("list in the environment", inputOf(u"1.16.0"_s, msi, {{u"ARM_AUXILIARY_TENANT_IDS"_s, two}}), {},
            u"auxiliary_tenant_ids = []"_s);
        row("tenant by name", inputOf(u"1.16.0"_s, msi, {{u"ARM_TENANT_ID"_s, u"contoso.com"_s}}), {},
            u"unset ARM_TENANT_ID"_s);
        row("tenant by name in the block",
            inputOf(u"1.16.0"_s, and_(msi, {{u"tenant_id"_s, text(u"contoso.com"_s)}}), {}), {},
            u"no tenant_id"_s);
        row("client id file",
            inputOf(u"1.16.0"_s, and_(msi, {{u"client_id_file_path"_s, text(u"/nope"_s)}}), {}), {},
            u"no client_id_file_path"_s);
        row("argument of a later version", inputOf(u"1.10.0"_s, msi, {}), {}, u"no use_cli"_s);
        row("leftover endpoint",
            inputOf(u"1.16.0"_s, msi,
                    {{u"IDENTITY_ENDPOINT"_s, u"http://127.0.0.1:1/t"_s}, {u"IDENTITY_HEADER"_s, u"h"_s}}),
            {}, u"unset IDENTITY_ENDPOINT"_s);
        row("two leftover endpoints",
            inputOf(u"1.16.0"_s, msi,
                    {{u"IDENTITY_ENDPOINT"_s, u"http://127.0.0.1:1/t"_s},
                     {u"IDENTITY_HEADER"_s, u"h"_s},
                     {u"MSI_ENDPOINT"_s, u"http://127.0.0.1:2/t"_s}}),
            {}, u"unset IDENTITY_ENDPOINT; unset MSI_ENDPOINT"_s);
        row("endpoint of this host",
            inputOf(u"1.16.0"_s, msi,
                    {{u"IDENTITY_ENDPOINT"_s, u"http://127.0.0.1:1/t"_s},
                     {u"IDENTITY_HEADER"_s, u"h"_s},
                     {u"WEBSITE_SITE_NAME"_s, u"shop"_s}}),
            {}, {});
        row("no client id on this host",
            inputOf(u"1.16.0"_s, msi,
                    {{u"MSI_ENDPOINT"_s, u"http://127.0.0.1/t"_s}, {u"ACC_CLOUD"_s, u"PROD"_s}}),
            one,
            u"A user-assigned identity cannot be used here: the token endpoint of Cloud Shell does not accept a client id."_s);
        row("1.0.0 wants one way only", inputOf(u"1.0.0"_s, with({{u"use_msi"_s, on}}), token), {},
            u"unset AZDO_PERSONAL_ACCESS_TOKEN"_s);
        row("too old", inputOf(u"0.11.0"_s, with({}), {}), {},
            u"use_msi = true; use_cli = false; version >= 1.11.2, < 2.0.0; upgrade to 1.16.0"_s);
        row("1.11.0 and the system-assigned identity", inputOf(u"1.11.0"_s, msi, {}), {},
            u"version >= 1.11.2, < 2.0.0; upgrade to 1.16.0"_s);
        row("1.11.0 and a user-assigned identity", inputOf(u"1.11.0"_s, msi, {}), one,
            u"client_id = \"%1\""_s.arg(one));
        row("no organization", inputOf(u"1.16.0"_s, {{u"use_msi"_s, on}}, {}), {},
            u"use_cli = false; org_service_url must be set, but Signet does not know the organization."_s);
    }
    void fixIsWritten()
    {
        QFETCH(const DecisionInput, input);
        QFETCH(const QString, intended);
        QFETCH(const QString, fix);
        DecisionIntent intent;
        if (!intended.isEmpty())
            intent.clientId = clientId(intended);
        HostImage image;
        image.env = input.environment.all();
        const DecisionFix found = fixDecision(input, intent, Host::from(image));
        QCOMPARE(described(found), fix);
        QCOMPARE(found.nothingToDo, fix.isEmpty());
        for (const QString &reason : found.reasons) {
            QVERIFY2(reason.endsWith(u'.'), qPrintable(reason));
            QVERIFY(!reason.contains("hush"_L1));
        }
    }

    void constraintStaysWhereItCan_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("constraint"); // empty: it stays
        QTest::addColumn<QString>("upgrade");
        const QString right = u">= 1.11.2, < 2.0.0"_s;
        QTest::addRow("admits the newest") << u">= 1.0"_s << QString() << u"1.16.0"_s;
        QTest::addRow("admits a good one") << u"~> 1.11.0"_s << QString() << u"1.11.2"_s;
        QTest::addRow("pins the bad one") << u"1.11.0"_s << right << u"1.16.0"_s;
        QTest::addRow("newest that it admits is bad") << u"<= 1.11.1"_s << right << u"1.16.0"_s;
        QTest::addRow("admits none") << u"> 2.0"_s << right << u"1.16.0"_s;
        QTest::addRow("cannot be read") << u"^1"_s << right << u"1.16.0"_s;
        QTest::addRow("not known") << QString() << right << u"1.16.0"_s;
    }
    void constraintStaysWhereItCan()
    {
        QFETCH(const QString, written);
        QFETCH(const QString, constraint);
        QFETCH(const QString, upgrade);
        DecisionIntent intent;
        intent.versionConstraint = written;
        const DecisionInput input = inputOf(u"1.11.0"_s, with({{u"use_msi"_s, on}, {u"use_cli"_s, off}}), {});
        const DecisionFix fix = fixDecision(input, intent, Host::from(HostImage()));
        QCOMPARE(fix.versionConstraint.value_or(QString()), constraint);
        QVERIFY(fix.upgradeTo);
        QCOMPARE(fix.upgradeTo->toString(), upgrade);
        const auto kept = VersionConstraint::parse(constraint.isEmpty() ? written : constraint);
        QVERIFY(kept);
        QVERIFY(kept->admits(*fix.upgradeTo));
        // A version that will do is left alone, whatever the constraint admits besides.
        DecisionInput good = input;
        good.version = *ProviderVersion::parse(u"1.12.0"_s);
        QVERIFY(fixDecision(good, intent, Host::from(HostImage())).nothingToDo);
    }

    void organizationIsWrittenWhenItIsAnother()
    {
        DecisionIntent intent;
        intent.organizationUrl = u"https://dev.azure.com/fabrikam"_s;
        const Arguments msi = with({{u"use_msi"_s, on}, {u"use_cli"_s, off}});
        const DecisionInput input = inputOf(u"1.16.0"_s, msi, {});
        QCOMPARE(described(fixDecision(input, intent, Host::from(HostImage()))),
                 u"org_service_url = \"https://dev.azure.com/fabrikam\""_s);
        intent.organizationUrl = u"https://dev.azure.com/contoso"_s;
        QVERIFY(fixDecision(input, intent, Host::from(HostImage())).nothingToDo);
        DecisionInput environment =
            inputOf(u"1.16.0"_s, {{u"use_msi"_s, on}, {u"use_cli"_s, off}},
                    {{u"AZDO_ORG_SERVICE_URL"_s, u"https://dev.azure.com/contoso"_s}});
        QVERIFY(fixDecision(environment, intent, Host::from(HostImage())).nothingToDo);
    }

    void variablesAreUnsetInEveryShell_data()
    {
        QTest::addColumn<QString>("shell");
        QTest::addColumn<QString>("commands");
        QTest::addRow("bash") << u"bash"_s << u"unset A B\n"_s;
        QTest::addRow("fish") << u"fish"_s << u"set -e A B\n"_s;
        QTest::addRow("powershell") << u"powershell"_s << u"Remove-Item Env:A\nRemove-Item Env:B\n"_s;
        QTest::addRow("cmd") << u"cmd"_s << u"set A=\nset B=\n"_s;
        QTest::addRow("systemd") << u"systemd"_s << u"[Service]\nUnsetEnvironment=A B\n"_s;
        QTest::addRow("dotenv") << u"dotenv"_s << u"# A\n# B\n"_s;
        QTest::addRow("github-actions") << u"github-actions"_s << u"# A\n# B\n"_s;
    }
    void variablesAreUnsetInEveryShell()
    {
        QFETCH(const QString, shell);
        QFETCH(const QString, commands);
        const auto parsed = parseShell(shell);
        QVERIFY(parsed);
        QCOMPARE(unsetCommands(*parsed, {u"A"_s, u"B"_s}), commands);
        QCOMPARE(unsetCommands(*parsed, {}), QString());
    }
};

QTEST_GUILESS_MAIN(TestDecisionFix)

#include "tst_decisionfix.moc"
