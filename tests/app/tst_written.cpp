// What terraform write has written works. Every cell of tests/data/verdicts/verdicts.json whose world is in
// order and whose configuration can be edited is edited, and diagnosed again: as it is, and in a pipeline,
// where another credential could win. The last line counts them.

#include "core/sandbox/scenarios/healthymachine.h"
#include "core/terraform/configurationedit.h"
#include "core/terraform/providerarguments.h"
#include "tests/app/verdictcell.h"
#include "tests/support/pipelinevariables.h"

#include <QTest>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace signet;
using namespace signet::test;

namespace {

struct Tally {
    int cells = 0;
    int nothingToWrite = 0;
    int refused = 0;
    int unsound = 0; // something else is wrong, too
    int ready = 0;
    int notReady = 0;
};
Tally tally;

Result<ConfigurationEdit> planned(const Host &machine, const SimulatedRun &run, const QString &alias)
{
    ExplanationQuestion question;
    question.alias = alias;
    if (!run.input.clientId.isEmpty()) {
        const auto id = ClientId::parse(run.input.clientId);
        if (!id)
            return id.problem();
        question.intended = *id;
    }
    const auto explanation = explainConfiguration(machine, machine, run.input.terraform, question);
    if (!explanation)
        return explanation.problem();
    ConfigurationWish wish;
    wish.settings.alias = alias;
    wish.settings.clientId = question.intended;
    wish.settings.organizationUrl = run.input.organization;
    return planConfigurationEdit(*explanation, machine, wish);
}

// Does to the machine of the run what write does, and what it says is left to do.
void apply(const ConfigurationEdit &edit, SimulatedRun *run)
{
    for (const FileChange &change : edit.changes)
        sandbox::addFiles(&run->scenario, {{change.path, QString::fromUtf8(change.after)}});
    sandbox::removeVariables(&run->scenario, edit.unsetVariables + edit.idleVariables);
    if (edit.initCommand.isEmpty())
        return;
    QJsonObject files = run->scenario.hostImage["files"_L1].toObject();
    files.remove(run->input.terraform + u"/.terraform.lock.hcl"_s);
    run->scenario.hostImage["files"_L1] = files;
}

// Whether the world lets Terraform work, with a configuration and an environment that are right.
bool isSound(SimulatedRun run)
{
    const QString file = run.input.terraform + u"/main.tf"_s;
    QJsonObject files = run.scenario.hostImage["files"_L1].toObject();
    for (const QString &path : files.keys()) {
        if (path.startsWith(run.input.terraform))
            files.remove(path);
    }
    run.scenario.hostImage["files"_L1] = files;
    ProviderSettings settings;
    settings.organizationUrl = run.input.organization;
    if (const auto id = ClientId::parse(run.input.clientId))
        settings.clientId = *id;
    sandbox::addFiles(&run.scenario,
                      {{file, providerBlock(settings) + u"\ndata \"azuredevops_projects\" \"all\" {}\n"_s}});
    for (const ProviderArgument &argument : providerArguments())
        sandbox::removeVariables(&run.scenario, argument.variablesOf(ProviderVersion::newestKnown()));
    return runSimulated(std::move(run)).verdict() == "ready"_L1;
}

enum class Outcome { NothingToWrite, Refused, Written };

// Every block in use, one after the other, as the command tells the person to.
Outcome write(SimulatedRun *run)
{
    Outcome outcome = Outcome::NothingToWrite;
    QStringList aliases{QString()};
    for (qsizetype i = 0; i < aliases.size(); ++i) {
        const auto image = HostImage::fromJson(run->scenario.hostImage);
        const auto edit = image ? planned(Host::from(*image), *run, aliases[i]) : image.problem();
        if (!edit && edit.problem().findingId == finding::providerAliasNeeded && i == 0) {
            aliases.append(edit.problem().evidence["alias"_L1].toString());
            continue;
        }
        if (!edit || !edit->cannot.isEmpty() || !edit->remaining.isEmpty())
            return Outcome::Refused;
        if (!edit->changes.isEmpty() || !edit->unsetVariables.isEmpty() || !edit->initCommand.isEmpty())
            outcome = Outcome::Written;
        apply(*edit, run);
        for (const BlockInUse &block : edit->otherBlocks) {
            if (!aliases.contains(block.alias))
                aliases.append(block.alias);
        }
    }
    return outcome;
}

SimulatedRun inPipeline(SimulatedRun run)
{
    const QJsonObject given = run.scenario.hostImage["env"_L1].toObject();
    const auto variables = pipelineVariables();
    for (auto it = variables.cbegin(); it != variables.cend(); ++it) {
        if (!given.contains(it.key()))
            sandbox::addVariables(&run.scenario, {{it.key(), it.value()}});
    }
    return run;
}

} // namespace

class TestWritten : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatWasWrittenIsReady();
};

void TestWritten::whatWasWrittenIsReady()
{
    const QString only = qEnvironmentVariable("SIGNET_VERDICTS_ONLY");
    QStringList wrong;
    for (const VerdictCell &cell :
         readVerdictCells(QStringLiteral(SIGNET_TEST_DATA "/verdicts/verdicts.json"))) {
        if (!cell.id.contains(only))
            continue;
        BuiltCell built = buildCell(cell, true);
        if (!built.notBuilt.isEmpty() || built.run.input.terraform.isEmpty() || built.run.expectedCredential)
            continue;
        // The cell has the endpoint and leaves out what App Service always sets beside it.
        if (cell.json["world"_L1]["loopback"_L1][0] == "appservice"_L1)
            sandbox::addVariables(&built.run.scenario, {{u"WEBSITE_SITE_NAME"_s, u"build"_s}});
        ++tally.cells;
        const Outcome outcome = write(&built.run);
        if (outcome != Outcome::Written) {
            ++(outcome == Outcome::Refused ? tally.refused : tally.nothingToWrite);
            continue;
        }
        // Elsewhere more is wrong than the configuration and its environment.
        const bool isUsual = !cell.json.contains("world"_L1) && !cell.json.contains("client"_L1);
        if (!isUsual && !isSound(built.run)) {
            ++tally.unsound;
            continue;
        }
        for (const bool isPipeline : {false, true}) {
            const SimulatedOutcome again = runSimulated(isPipeline ? inPipeline(built.run) : built.run);
            if (again.verdict() == "ready"_L1) {
                ++tally.ready;
                continue;
            }
            ++tally.notReady;
            wrong.append(cell.id + (isPipeline ? u" in a pipeline: "_s : u": "_s) + again.verdict() + u' '
                         + again.rootCauses().join(u' '));
        }
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    QVERIFY(!only.isEmpty() || tally.ready > 100);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    TestWritten test;
    const int result = QTest::qExec(&test, argc, argv);
    std::printf(
        "%d cells with a configuration: %d had nothing to write, %d were refused, %d have another fault; "
        "of the diagnoses of the others, %d are ready, %d are not\n",
        tally.cells, tally.nothingToWrite, tally.refused, tally.unsound, tally.ready, tally.notReady);
    return result;
}

#include "tst_written.moc"
