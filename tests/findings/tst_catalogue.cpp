#include "core/findings/catalogue.h"
#include "core/findings/evidence.h"
#include "core/findings/findingtext.h"
#include "tests/findings/data.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QStandardPaths>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

QStringList texts(const Finding &finding)
{
    QStringList all{QString::fromUtf8(finding.title), QString::fromUtf8(finding.cause)};
    for (const FixStep &step : finding.fix)
        all.append(QString::fromUtf8(step.text));
    if (finding.toAdministrator) {
        all << QString::fromUtf8(finding.toAdministrator->title)
            << QString::fromUtf8(finding.toAdministrator->cause);
        for (const FixStep &step : finding.toAdministrator->fix)
            all.append(QString::fromUtf8(step.text));
    }
    return all;
}

QStringList commands(const Finding &finding)
{
    std::vector<FixStep> steps = finding.fix;
    if (finding.toAdministrator)
        steps.insert(steps.end(), finding.toAdministrator->fix.begin(), finding.toAdministrator->fix.end());
    QStringList all;
    for (const FixStep &step : steps) {
        if (!step.command)
            continue;
        all.append(QString::fromUtf8(step.command.posix));
        if (step.command.powerShell != step.command.posix)
            all.append(QString::fromUtf8(step.command.powerShell));
    }
    return all;
}

const QJsonObject asAdministrator{{u"as"_s, u"administrator"_s}};

QStringList rendered(const FindingText &text)
{
    QStringList all{text.title, text.cause};
    for (const FindingText::Step &step : text.fix)
        all << step.text << step.command;
    return all;
}

bool isKnown(const QString &key)
{
    return std::ranges::any_of(evidenceKeys, [&](const EvidenceKey &known) { return known.key == key; });
}

QJsonObject fullEvidence(const QJsonValue &value)
{
    QJsonObject evidence;
    for (const EvidenceKey &known : evidenceKeys)
        evidence[known.key] = value;
    return evidence;
}

Finding commandFinding(const char *command)
{
    return {.id = FindingId("invented"),
            .chapter = "input"_L1,
            .title = "%value|Nothing% is at 100 %%",
            .cause = "%value|nothing%",
            .fix = {{"Copy %value|this%:", command, Actor::You}}};
}

} // namespace

class TestCatalogue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFindingOfTheFactsIsThereAsTheyDescribeIt_data()
    {
        QTest::addColumn<QJsonObject>("fact");
        const QJsonArray facts = readData(u"findings.json"_s).array();
        QCOMPARE(facts.size(), 115);
        for (const QJsonValue &fact : facts)
            QTest::addRow("%s", qPrintable(fact["id"_L1].toString())) << fact.toObject();
    }

    void everyFindingOfTheFactsIsThereAsTheyDescribeIt()
    {
        QFETCH(QJsonObject, fact);
        const Finding *finding = findFinding(FindingId::fromText(fact["id"_L1].toString()));
        QVERIFY(finding);
        QCOMPARE(QString(finding->chapter), fact["stage"_L1].toString());
        // Runs of the provider beside a wrong clock showed that it works all the same.
        const bool isClock = finding->id == finding::clockSkew;
        QCOMPARE(QString(toString(finding->severity)),
                 isClock ? u"warning"_s : fact["severity"_L1].toString());
        QCOMPARE(finding->nature == Nature::Symptom, fact["nature"_L1].toString() == "symptom"_L1);
        QStringList causes;
        for (const QJsonValue &cause : fact["causes"_L1].toArray())
            causes.append(cause.toString());
        QStringList named;
        for (const FindingId cause : finding->causes)
            named.append(cause.toString());
        causes.removeAll(finding::clockSkew.toString());
        for (const QString &cause : std::as_const(causes))
            QVERIFY2(named.contains(cause), qPrintable(cause));
        QSet<QString> actors;
        for (const FixStep &step : finding->fix)
            actors.insert(toString(step.who));
        QSet<QString> expected;
        for (const QJsonValue &who : fact["who"_L1].toArray())
            expected.insert(who.toString());
        QCOMPARE(actors, expected);
    }

    // A constant without an entry would be a finding without words, and an entry without a constant can be
    // named by nobody.
    void everyConstantIsAnEntryAndTheOtherWayRound()
    {
        QFile header(QStringLiteral(SIGNET_SOURCE_DIR "/core/result/findingid.h"));
        QVERIFY(header.open(QIODevice::ReadOnly));
        static const QRegularExpression constant(u"FindingId (\\w+)\\{\"([^\"]+)\"\\}"_s);
        QStringList constants;
        const QString text = QString::fromUtf8(header.readAll());
        for (auto found = constant.globalMatch(text); found.hasNext();) {
            const QRegularExpressionMatch match = found.next();
            constants.append(match.captured(2));
            QString name = match.captured(2);
            for (qsizetype dash = name.indexOf(u'-'); dash >= 0; dash = name.indexOf(u'-'))
                name.replace(dash, 2, name[dash + 1].toUpper());
            QCOMPARE(match.captured(1), name);
        }
        QStringList entries;
        for (const Finding &finding : catalogue())
            entries.append(finding.id.toString());
        constants.sort();
        entries.sort();
        QCOMPARE(constants, entries);
    }

    void wrongInputAlwaysBlocks()
    {
        for (const Finding &finding : catalogue()) {
            if (finding.chapter == "input"_L1)
                QVERIFY2(finding.severity == Severity::Blocker, finding.id.view().data());
        }
    }

    void anUnknownIdIsKeptAndHasNoEntry()
    {
        const FindingId ofTomorrow = FindingId::fromText(u"finding-of-tomorrow"_s);
        QCOMPARE(ofTomorrow.toString(), u"finding-of-tomorrow"_s);
        QVERIFY(!findFinding(ofTomorrow));
        QVERIFY(!findFinding(FindingId()));
        QVERIFY(FindingId::fromText({}).isEmpty());
        QVERIFY(FindingId::fromText(u"not-in-org"_s) == finding::notInOrg);
    }

    void idsAreUniqueAndKebabCase()
    {
        static const QRegularExpression kebab(u"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"_s);
        QSet<QString> seen;
        for (const Finding &finding : catalogue()) {
            QVERIFY2(kebab.match(finding.id.view()).hasMatch(), finding.id.view().data());
            QVERIFY2(!seen.contains(finding.id.toString()), finding.id.view().data());
            seen.insert(finding.id.toString());
        }
    }

    void symptomsNameCausesThatExist()
    {
        for (const Finding &finding : catalogue()) {
            QCOMPARE(finding.causes.empty(), finding.nature == Nature::Cause);
            for (const FindingId cause : finding.causes) {
                const Finding *named = findFinding(cause);
                QVERIFY2(named, cause.view().data());
                QVERIFY(named->id != finding.id);
            }
        }
    }

    void placeholdersAreWellFormedAndDocumented()
    {
        static const QRegularExpression token(u"%%|%([A-Za-z]+)\\|([^%|]+)%"_s);
        QSet<QString> used;
        for (const Finding &finding : catalogue()) {
            for (QString text : texts(finding) + commands(finding)) {
                for (auto found = token.globalMatch(text); found.hasNext();) {
                    const QString key = found.next().captured(1);
                    QVERIFY2(key.isEmpty() || isKnown(key),
                             qPrintable(finding.id.toString() + u": "_s + key));
                    used.insert(key);
                }
                text.remove(token);
                QVERIFY2(!text.contains(u'%'), qPrintable(finding.id.toString() + u": "_s + text));
            }
        }
        QVERIFY(used.contains(u"organization"_s));
        QSet<QString> documented;
        for (const EvidenceKey &known : evidenceKeys) {
            QVERIFY2(!documented.contains(known.key), known.key.data());
            documented.insert(known.key);
        }
    }

    // A quoted value inside of quotes would end them.
    void commandsHavePlaceholdersOnlyOutsideOfQuotes()
    {
        for (const Finding &finding : catalogue()) {
            for (const QString &command : commands(finding)) {
                QChar quote;
                for (qsizetype i = 0; i < command.size(); ++i) {
                    const QChar c = command[i];
                    if (c == u'%' && i + 1 < command.size() && command[i + 1] == u'%')
                        ++i;
                    else if (c == u'%')
                        QVERIFY2(quote.isNull(), qPrintable(finding.id.toString() + u": "_s + command));
                    else if (quote.isNull() && (c == u'\'' || c == u'"'))
                        quote = c;
                    else if (c == quote)
                        quote = QChar();
                }
                QVERIFY2(quote.isNull(), qPrintable(finding.id.toString() + u": "_s + command));
            }
        }
    }

    void textsRenderWithoutLeftovers_data()
    {
        QTest::addColumn<QJsonObject>("evidence");
        QTest::addRow("nothing known") << QJsonObject();
        QTest::addRow("as an administrator") << asAdministrator;
        QTest::addRow("everything known") << fullEvidence(u"contoso"_s);
        QTest::addRow("empty texts") << fullEvidence(QString());
        QTest::addRow("nulls") << fullEvidence(QJsonValue());
        QTest::addRow("placeholders as values") << fullEvidence(u"%organization|x%"_s);
    }

    void textsRenderWithoutLeftovers()
    {
        QFETCH(QJsonObject, evidence);
        const bool tricky = evidence.value("value"_L1).toString().contains(u'%');
        for (const Finding &finding : catalogue()) {
            const FindingText text = describe(finding, evidence);
            QVERIFY(!text.title.isEmpty() && !text.cause.isEmpty() && !text.fix.isEmpty());
            for (QString part : rendered(text)) {
                if (tricky)
                    part.replace(u"%organization|x%"_s, u"x"_s);
                QVERIFY2(!part.contains(u"|%"_s) && !part.contains(u"  "_s), qPrintable(part));
                static const QRegularExpression leftover(u"%(?!\\{)"_s); // curl writes %{http_code}
                QVERIFY2(!leftover.match(part).hasMatch(),
                         qPrintable(finding.id.toString() + u": "_s + part));
            }
        }
    }

    void wordsKeepTheirForm_data()
    {
        QTest::addColumn<QJsonObject>("evidence");
        QTest::addRow("to whoever runs Terraform") << QJsonObject();
        QTest::addRow("to an administrator") << asAdministrator;
    }

    void wordsKeepTheirForm()
    {
        QFETCH(QJsonObject, evidence);
        static const QRegularExpression verbFirst(u"^[A-Z][a-z]+ "_s);
        for (const Finding &finding : catalogue()) {
            const FindingText text = describe(finding, evidence);
            const QByteArray id = finding.id.view().data();
            QVERIFY2(!text.title.endsWith(u'.'), id);
            QVERIFY2(text.cause.endsWith(u'.'), id);
            QVERIFY2(text.title.size() <= 110, id);
            for (const FindingText::Step &step : text.fix) {
                QVERIFY2(verbFirst.match(step.text).hasMatch(), id);
                // It ends with something to copy or a place to go to.
                if (step.command.isEmpty())
                    QVERIFY2(step.text.contains(u"https://"_s) || step.text.contains(u" > "_s), id);
                else
                    QVERIFY2(step.text.endsWith(u':') || step.text.contains(u"https://"_s), id);
            }
            for (const QString &part : rendered(text)) {
                QVERIFY2(!part.contains(u"please"_s, Qt::CaseInsensitive), id);
                QVERIFY2(!part.contains(u"! "_s) && !part.endsWith(u'!'), id);
            }
            QVERIFY2(text.link.isEmpty() || text.link.startsWith(u"https://"_s), id);
        }
    }

    // Who has to sign in gets the exit code and the step for that; other values would say it twice.
    void whatAsksForSignInSaysNothingElseOfTheExit()
    {
        int asking = 0;
        for (const Finding &finding : catalogue()) {
            if (!asksForSignIn(finding))
                continue;
            ++asking;
            QVERIFY2(finding.exit == Exit::Failure && !finding.curedBy, finding.id.view().data());
            QCOMPARE(exitOf(finding), Exit::SignInNeeded);
            QCOMPARE(curingStep(finding), GuidedStep::SignIn);
        }
        QCOMPARE(asking, 26);
    }

    void aStepThatAWindowDoesHasTheCommandForATerminal()
    {
        for (const Finding &finding : catalogue()) {
            for (const FixStep &step : finding.fix)
                QVERIFY2(step.action == StepAction::None || step.command, finding.id.view().data());
        }
    }

    void everyFindingHasAnActionOrAReasonWhyNot()
    {
        int acting = 0;
        for (const Finding &finding : catalogue()) {
            const QByteArray id = finding.id.view().data();
            QVERIFY2(finding.actions.empty() == finding.noAction.has_value(), id);
            acting += finding.actions.empty() ? 0 : 1;
            const auto offers = [&finding](FindingAction action) {
                return std::ranges::find(finding.actions, action) != finding.actions.end();
            };
            for (const FindingAction action : finding.actions)
                QVERIFY2(std::ranges::count(finding.actions, action) == 1, id);
            // Somebody is asked only where the steps say what for, and what Signet can edit is not left to
            // typing.
            bool hasPartOfOthers = false;
            bool isEdited = false;
            for (const FixStep &step : finding.fix) {
                hasPartOfOthers = hasPartOfOthers || step.who != Actor::You;
                isEdited =
                    isEdited || QString::fromUtf8(step.command.posix).startsWith("signet terraform write"_L1);
            }
            QVERIFY2(hasPartOfOthers || !offers(FindingAction::AskAdministrator), id);
            QVERIFY2(!isEdited || offers(FindingAction::EditConfiguration) || finding.noAction, id);
            QVERIFY2(!asksForSignIn(finding) || offers(FindingAction::SignIn) || finding.noAction
                         || offers(FindingAction::AskAdministrator)
                         || offers(FindingAction::EditConfiguration),
                     id);
        }
        qInfo("%d of %d findings have an action", acting, int(catalogue().size()));
    }

    void anActionIsOfferedWhereTheEvidenceAllowsIt()
    {
        const Problem syntax(finding::configurationSyntaxError, {{u"path"_s, u"main.tf"_s}});
        QVERIFY(describe(syntax).actions.contains(FindingAction::ShowLine));
        QVERIFY(
            !describe(Problem(finding::configurationSyntaxError)).actions.contains(FindingAction::ShowLine));
        // On a virtual machine this fix has a part of an administrator.
        QVERIFY(describe(Problem(finding::identityNotAssigned))
                    .actions.contains(FindingAction::AskAdministrator));
    }

    // What Signet does itself is offered before the request that a person sends.
    void aPlanComesBeforeTheRawRequest()
    {
        int offered = 0;
        for (const Finding &finding : catalogue()) {
            bool hasPlan = false;
            for (const FindingText::Step &step : describe(finding, {}).fix) {
                hasPlan = hasPlan || step.command.startsWith("signet setup plan "_L1);
                if (!step.command.startsWith("az rest --method post "_L1))
                    continue;
                ++offered;
                QVERIFY2(hasPlan, finding.id.view().data());
            }
        }
        QCOMPARE(offered, 7);
    }

    void aHostWithStepsOfItsOwnGetsOnlyThese()
    {
        const auto commandsOn = [](const QString &hostKind) {
            QStringList all;
            const Problem problem(finding::identityNotAssigned, {{u"hostKind"_s, hostKind}});
            for (const FindingText::Step &step : describe(problem).fix)
                all.append(step.command.section(u' ', 0, 1));
            return all;
        };
        QCOMPARE(commandsOn(u"azure-vm"_s), (QStringList{u"az vm"_s, u"az vm"_s}));
        QCOMPARE(commandsOn(u"container-apps"_s), (QStringList{u"az containerapp"_s, u"az containerapp"_s}));
        QCOMPARE(commandsOn(u"functions"_s), (QStringList{u"az webapp"_s}));
        QCOMPARE(commandsOn({}).size(), 6);
    }

    void aProblemOfANewerVersionIsToldAsSuch()
    {
        const Problem problem(FindingId::fromText(u"finding-of-tomorrow"_s), {{u"path"_s, u"a"_s}});
        const FindingText text = describe(problem);
        QCOMPARE(text.title, u"Unknown finding: finding-of-tomorrow"_s);
        QVERIFY(text.cause.endsWith(u'.'));
        QVERIFY(text.fix.isEmpty());
        QCOMPARE(exitOf(findingOf(problem)), Exit::Failure);
    }

    void aProblemFoundInTheSandboxIsCuredThere()
    {
        const Problem problem(finding::signInExpired);
        QCOMPARE(describe(problem).fix.first().command, u"signet login"_s);
        QCOMPARE(describe(problem, u"not-in-org"_s).fix.first().command,
                 u"signet login --sandbox not-in-org"_s);
        QCOMPARE(describe(problem).fix.first().sentence(), u"Sign in again."_s);
    }

    void evidenceReplacesTheDefault()
    {
        const Finding *finding = findFinding(finding::notInOrg);
        const FindingText known =
            describe(*finding, {{u"principal"_s, u"vm-build"_s}, {u"organization"_s, u"contoso"_s}});
        QCOMPARE(known.title, u"vm-build is not a member of contoso"_s);
        const FindingText unknown = describe(*finding, {});
        QCOMPARE(unknown.title, u"The identity is not a member of the organization"_s);
    }

    void quotationMarksBelongToTheValue()
    {
        const Finding *scenario = findFinding(finding::scenarioUnknown);
        QCOMPARE(describe(*scenario, {{u"value"_s, u"helthy"_s}}).title,
                 u"There is no scenario \"helthy\""_s);
        QCOMPARE(describe(*scenario, {}).title, u"There is no scenario with this name"_s);
        const Finding *entitlement = findFinding(finding::userEntitlementForSp);
        QVERIFY(describe(*entitlement, {}).fix.first().text.contains(u"origin_id = \"OBJECT_ID\""_s));
    }

    // Whoever signs in as an administrator runs no Terraform and has no identity of the machine.
    void anAdministratorIsToldNothingOfTerraform()
    {
        int own = 0;
        for (const Finding &finding : catalogue()) {
            if (!finding.toAdministrator)
                continue;
            ++own;
            const FindingText words = describe(finding, asAdministrator);
            QVERIFY2(rendered(words) != rendered(describe(finding, {})), finding.id.view().data());
            for (const QString &part : rendered(words)) {
                for (const char *foreign : {"erraform", "use_msi", "ARM_", "provider", "signet token"})
                    QVERIFY2(!part.contains(QLatin1StringView(foreign)), finding.id.view().data());
            }
        }
        QVERIFY(own >= 10);
    }

    void aListIsSeveralWordsOfACommand()
    {
        const Finding finding = commandFinding("signet %command|COMMAND% --help");
        const auto command = [&finding](const QJsonArray &words) {
            return describe(finding, {{u"command"_s, words}}).fix.first().command;
        };
        QCOMPARE(command({u"setup"_s, u"plan"_s}), u"signet setup plan --help"_s);
        QCOMPARE(command({u"a b"_s, u"c"_s}), u"signet 'a b' c --help"_s);
        QCOMPARE(command({u"setup"_s, u"--to"_s, u"a"_s}), u"signet setup --to a --help"_s);
        QCOMPARE(command({u"setup"_s, u"-x"_s}), u"signet COMMAND --help"_s);
        QCOMPARE(command({}), u"signet COMMAND --help"_s);
    }

    void valuesAreShownAsPlainText_data()
    {
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("shown");
        QTest::addRow("number") << QJsonValue(1000000) << u"1000000"_s;
        QTest::addRow("zero") << QJsonValue(0) << u"0"_s;
        QTest::addRow("yes") << QJsonValue(true) << u"true"_s;
        QTest::addRow("list") << QJsonValue(QJsonArray{u"a"_s, u"b"_s}) << u"a, b"_s;
        QTest::addRow("object") << QJsonValue(QJsonObject{{u"a"_s, 1}}) << u"{\"a\":1}"_s;
        QTest::addRow("colour code") << QJsonValue(u"\x1b[31mred"_s) << u"\\u{001B}[31mred"_s;
        QTest::addRow("line break") << QJsonValue(u"a\nb"_s) << u"a b"_s;
        QTest::addRow("right to left") << QJsonValue(u"a\u202Eb"_s) << u"a\\u{202E}b"_s;
        QTest::addRow("long") << QJsonValue(QString(300, u'x')) << QString(199, u'x') + u'…';
        QTest::addRow("200 just fit") << QJsonValue(QString(200, u'x')) << QString(200, u'x');
        QTest::addRow("beyond the basic plane") << QJsonValue(u"a\U0001F600"_s) << u"a\U0001F600"_s;
    }

    void valuesAreShownAsPlainText()
    {
        QFETCH(QJsonValue, value);
        QFETCH(QString, shown);
        const FindingText text = describe(commandFinding("echo %value|VALUE%"), {{u"value"_s, value}});
        QCOMPARE(text.cause, shown);
        QCOMPARE(text.title, shown + u" is at 100 %"_s);
        QVERIFY(text.cause.size() <= 200);
    }

    void commandsTakeValuesAsOneWord_data()
    {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("command");
        QTest::addRow("name") << u"rg-build_1.x"_s << u"echo a/rg-build_1.x"_s;
        QTest::addRow("blank") << u"My Project"_s << u"echo 'a/My Project'"_s;
        QTest::addRow("quote") << u"it's"_s << u"echo 'a/it'\\''s'"_s;
        QTest::addRow("command") << u"x; touch hacked"_s << u"echo 'a/x; touch hacked'"_s;
        QTest::addRow("substitution") << u"$(touch hacked)"_s << u"echo 'a/$(touch hacked)'"_s;
        QTest::addRow("backquote") << u"`touch hacked`"_s << u"echo 'a/`touch hacked`'"_s;
        QTest::addRow("option") << u"--debug"_s << u"echo a/VALUE"_s;
        QTest::addRow("file to read") << u"@/etc/passwd"_s << u"echo a/VALUE"_s;
        QTest::addRow("line break") << u"a\ntouch hacked"_s << u"echo a/VALUE"_s;
        QTest::addRow("too long") << QString(201, u'x') << u"echo a/VALUE"_s;
        QTest::addRow("empty") << QString() << u"echo a/VALUE"_s;
    }

    void commandsTakeValuesAsOneWord()
    {
        QFETCH(QString, value);
        QFETCH(QString, command);
        const FindingText text = describe(commandFinding("echo a/%value|VALUE%"), {{u"value"_s, value}});
        QCOMPARE(text.fix.first().command, command);
    }

    void aWordIsQuotedAsAWhole()
    {
        const QJsonObject evidence{{u"value"_s, u"My Project"_s}, {u"path"_s, u"plain"_s}};
        const auto command = [&evidence](const char *pattern) {
            return describe(commandFinding(pattern), evidence, CommandShell::Posix).fix.first().command;
        };
        QCOMPARE(command("x 'https://a/'%path|P%'/b?c'"), u"x 'https://a/plain/b?c'"_s);
        QCOMPARE(command("x https://a/%path|P%/b"), u"x https://a/plain/b"_s);
        QCOMPARE(command("A=%value|V% x"), u"A='My Project' x"_s);
        QCOMPARE(command("x \"$A\",%value|V%"), u"x \"$A\",'My Project'"_s);
        QCOMPARE(command("x %value|V%; y"), u"x 'My Project'; y"_s);
        QCOMPARE(command("x %variables|A B%; y"), u"x A B; y"_s);
    }

    void powerShellSeesOneWordForEachValue_data()
    {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("command");
        QTest::addRow("name") << u"rg-build_1.x"_s << u"echo a/rg-build_1.x"_s;
        QTest::addRow("blank") << u"My Project"_s << u"echo 'a/My Project'"_s;
        QTest::addRow("quote") << u"it's"_s << u"echo 'a/it''s'"_s;
        QTest::addRow("variable") << u"$env:PATH"_s << u"echo 'a/$env:PATH'"_s;
        QTest::addRow("at") << u"a@b"_s << u"echo 'a/a@b'"_s;
        // az is a batch file, and cmd would run what follows.
        QTest::addRow("for a batch file") << u"x&calc"_s << u"echo a/VALUE"_s;
        QTest::addRow("variable of a batch file") << u"%%PATH%"_s << u"echo a/VALUE"_s;
        QTest::addRow("typographic quote") << u"it\u2019s"_s << u"echo a/VALUE"_s;
    }

    void powerShellSeesOneWordForEachValue()
    {
        QFETCH(QString, value);
        QFETCH(QString, command);
        const FindingText text =
            describe(commandFinding("echo a/%value|VALUE%"), {{u"value"_s, value}}, CommandShell::PowerShell);
        QCOMPARE(text.fix.first().command, command);
    }

    void everyCommandIsOneForItsShell_data()
    {
        QTest::addColumn<QJsonObject>("evidence");
        QTest::addRow("nothing known") << QJsonObject();
        QTest::addRow("as an administrator") << asAdministrator;
        QTest::addRow("everything known") << fullEvidence(u"My Project"_s);
    }

    void everyCommandIsOneForItsShell()
    {
        QFETCH(QJsonObject, evidence);
        QByteArray posix;
        static const QRegularExpression foreign(
            u"(?:^|[;|&{(] *)(?:env|export|unset|sudo|sed|grep|curl|openssl|ls|cp|mv|rm|cat|chown|chmod) "
            "|^[A-Z_]+=|/dev/null|/etc/|&&| < |<<|\\$\\((?!\\$)"_s);
        // Batch files and older versions get double quotes only where they are escaped, or around a word.
        static const QRegularExpression bareJson(u"\\{\"|(?<!\\\\)\":"_s);
        for (const Finding &finding : catalogue()) {
            for (const FindingText::Step &step : describe(finding, evidence, CommandShell::Posix).fix)
                posix += step.command.toUtf8() + '\n';
            for (const FindingText::Step &step : describe(finding, evidence, CommandShell::PowerShell).fix) {
                const QString told = finding.id.toString() + u": "_s + step.command;
                QVERIFY2(!foreign.match(step.command).hasMatch(), qPrintable(told));
                QVERIFY2(!bareJson.match(step.command).hasMatch(), qPrintable(told));
                QVERIFY2(step.command.count(u'\'') % 2 == 0, qPrintable(told));
            }
        }
        const QString bash = QStandardPaths::findExecutable(u"bash"_s);
        if (bash.isEmpty())
            QSKIP("there is no bash to parse the commands");
        QProcess shell;
        shell.start(bash, {u"-n"_s});
        shell.write(posix);
        shell.closeWriteChannel();
        QVERIFY(shell.waitForFinished());
        QCOMPARE(shell.readAllStandardError(), QByteArray());
        QCOMPARE(shell.exitCode(), 0);
    }

    // The proof by the shell itself. With placeholders outside of quotes only, it holds for every command.
    void theShellSeesOneWordForEachValue_data()
    {
        QTest::addColumn<QString>("value");
        QTest::addRow("separator") << u"a; exit 7 #"_s;
        QTest::addRow("quotes") << u"a' ; exit 7 ; '"_s;
        QTest::addRow("double quotes") << u"a\" ; exit 7 ; \""_s;
        QTest::addRow("substitution") << u"$(exit 7)`exit 7`$HOME"_s;
        QTest::addRow("redirection") << u"a > out < in & | x"_s;
        QTest::addRow("patterns") << u"* ? [a] ~ {b,c} !"_s;
        QTest::addRow("backslash") << u"a\\"_s;
        QTest::addRow("comment") << u"#a"_s;
        QTest::addRow("other letters") << u"Größe 東京"_s;
    }

    void theShellSeesOneWordForEachValue()
    {
#ifdef Q_OS_WIN
        QSKIP("there is no POSIX shell to ask");
#endif
        QFETCH(QString, value);
        const Finding finding = commandFinding("printf [%%s] %value|VALUE% a/%value|VALUE%/b");
        QProcess shell;
        shell.start(u"sh"_s, {u"-c"_s, describe(finding, {{u"value"_s, value}}).fix.first().command});
        QVERIFY(shell.waitForFinished());
        QCOMPARE(shell.exitCode(), 0);
        QCOMPARE(QString::fromUtf8(shell.readAllStandardOutput()),
                 u"["_s + value + u"][a/"_s + value + u"/b]"_s);
        QCOMPARE(shell.readAllStandardError(), QByteArray());
    }
};

QTEST_GUILESS_MAIN(TestCatalogue)
#include "tst_catalogue.moc"
