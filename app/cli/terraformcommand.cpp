#include "app/cli/commands.h"

#include "core/devops/organization.h"
#include "core/terraform/environmentoutput.h"
#include "core/terraform/providerfile.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

Result<ProviderSettings> settingsFrom(const Question &question)
{
    if (question.organization.isEmpty())
        return Problem(u"organization-missing"_s);
    const auto input = parseOrganization(question.organization);
    if (!input)
        return input.problem();
    ProviderSettings settings;
    settings.organizationUrl = input->url();
    settings.clientId = question.clientId;
    return settings;
}

QCoro::Task<Result<ProviderSettings>> composeSettings(CommonOptions common, SubjectOptions subject)
{
    auto composing = compose(wishesFrom(common, subject));
    auto composed = co_await composing;
    if (!composed)
        co_return composed.problem();
    co_return settingsFrom(composed->question);
}

QStringList placesOf(const ProviderFilePlan &plan)
{
    QStringList places;
    for (const ConfigurationPlace &place : plan.places)
        places.append(place.line > 0 ? place.toString() : place.file);
    return places;
}

} // namespace

QCoro::Task<int> runTerraformBlock(TerraformOptions options)
{
    const Console console(options.common);
    auto composing = composeSettings(options.common, options.subject);
    auto settings = co_await composing;
    if (!settings)
        co_return console.fail(settings.problem());
    const QString block = options.fromEnvironment ? emptyProviderBlock(*settings) : providerBlock(*settings);
    if (console.wantsJson())
        co_return console.finish(QJsonObject{{u"content"_s, block}}, exitcode::ready);
    co_return console.finish(block.toUtf8(), exitcode::ready);
}

QCoro::Task<int> runTerraformEnv(TerraformOptions options)
{
    const Console console(options.common);
    const auto shell = parseShell(text(options.shell));
    if (!shell)
        co_return console.fail(shell.problem());
    auto composing = composeSettings(options.common, options.subject);
    auto settings = co_await composing;
    if (!settings)
        co_return console.fail(settings.problem());
    const auto lines = environmentOutput(*shell, *settings);
    if (!lines)
        co_return console.fail(lines.problem());
    if (console.wantsJson()) {
        const QJsonObject json{{u"shell"_s, toString(*shell)}, {u"content"_s, *lines}};
        co_return console.finish(json, exitcode::ready);
    }
    co_return console.finish(lines->toUtf8(), exitcode::ready);
}

QCoro::Task<int> runTerraformWrite(TerraformOptions options)
{
    const Console console(options.common);
    auto composing = composeSettings(options.common, options.subject);
    auto settings = co_await composing;
    if (!settings)
        co_return console.fail(settings.problem());

    const QString directory = text(options.directory);
    const auto plan = planProviderFile(console.disk(), directory, text(options.file), *settings,
                                       options.fromEnvironment ? FromEnvironment::Yes : FromEnvironment::No);
    if (!plan)
        co_return console.fail(plan.problem());

    QJsonObject json{{u"path"_s, plan->path},
                     {u"written"_s, false},
                     {u"leaveAlone"_s, plan->leaveAlone},
                     {u"places"_s, QJsonArray::fromStringList(placesOf(*plan))},
                     {u"diff"_s, plan->diff},
                     {u"whatToChange"_s, plan->whatToChange}};
    const auto finish = [&console, &json](const QString &talk, int code) {
        return console.wantsJson() ? console.finish(json, code) : console.finish(talk.toUtf8(), code);
    };

    if (plan->leaveAlone) {
        for (const UnreadableFile &file : plan->unreadable)
            console.say(u"%1 could not be read: %2"_s.arg(file.file, file.reason));
        if (!plan->places.isEmpty())
            console.say(u"The configuration already says something about the provider: %1."_s.arg(
                placesOf(*plan).join(u", "_s)));
        console.say(u"Nothing was written. Change these lines:"_s);
        co_return finish(plan->whatToChange, exitcode::notReady);
    }
    if (options.dryRun)
        co_return finish(plan->diff, exitcode::ready);

    if (!options.yes) {
        if (!console.mayAsk())
            co_return console.fail(Problem(u"confirmation-needed"_s, {{u"path"_s, plan->path}}));
        console.say(plan->diff);
        if (!console.confirm(u"Write %1?"_s.arg(plan->path))) {
            console.say(u"Nothing was written."_s);
            co_return exitcode::ready;
        }
    }
    const auto written = writeProviderFile(console.disk(), *plan);
    if (!written)
        co_return console.fail(written.problem());
    json[u"written"_s] = true;
    console.say(u"Wrote %1."_s.arg(plan->path));
    co_return finish(plan->diff, exitcode::ready);
}

} // namespace signet
