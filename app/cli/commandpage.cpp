#include "app/cli/commandpage.h"

#include "app/cli/commands.h"
#include "app/cli/helptext.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// The names of values whose source is the same wherever they are used.
constexpr struct {
    QLatin1StringView value;
    ValueSource source;
} valueSources[] = {
    {"DIR"_L1, ValueSource::Folders},        {"FILE"_L1, ValueSource::Files},
    {"FINDING"_L1, ValueSource::Findings},   {"PROFILE"_L1, ValueSource::Profiles},
    {"SCENARIO"_L1, ValueSource::Scenarios}, {"SCENARIO|URL"_L1, ValueSource::Scenarios},
};

ValueSource sourceOf(const OptionPage &option)
{
    if (!option.values.isEmpty())
        return ValueSource::List;
    for (const auto &[value, source] : valueSources) {
        if (option.value == value)
            return source;
    }
    return ValueSource::Nowhere;
}

OptionPage optionPage(const CLI::Option &option, const QStringList &commonNames)
{
    OptionPage page;
    if (!option.get_positional()) {
        for (const std::string &name : option.get_snames())
            page.names.append(u'-' + QString::fromStdString(name));
        for (const std::string &name : option.get_lnames())
            page.names.append(u"--"_s + QString::fromStdString(name));
    }
    page.value = valueName(&option);
    page.about = QString::fromStdString(option.get_description());
    page.description = descriptionOf(&option);
    page.values = valuesOf(&option);
    page.source = sourceOf(page);
    for (const CLI::Option *other : option.get_excludes()) {
        if (!other->get_positional())
            page.excludes.append(QString::fromStdString(other->get_name()));
    }
    page.repeatable = isRepeatable(&option);
    page.required = option.get_required();
    page.common = !page.names.isEmpty() && commonNames.contains(page.names.last());
    return page;
}

QStringList commonOptionNames()
{
    CLI::App app;
    app.set_help_flag();
    CommonOptions options;
    addCommonOptions(&app, options);
    QStringList names;
    const auto added = app.get_options();
    for (const CLI::Option *option : added)
        names.append(QString::fromStdString(option->get_name()));
    return names;
}

CommandPage commandPage(const CLI::App &app, const QStringList &path, const QStringList &commonNames)
{
    CommandPage page;
    page.path = path;
    page.about = QString::fromStdString(app.get_description());
    for (const Command &command : commands()) {
        if (path.join(u' ') == QLatin1StringView(command.path)) {
            page.notes = QString::fromUtf8(command.notes);
            page.examples = QString::fromUtf8(command.examples);
        }
    }
    const auto options = app.get_options();
    for (const CLI::Option *option : options)
        (option->get_positional() ? page.arguments : page.options)
            .push_back(optionPage(*option, commonNames));
    const auto subcommands =
        app.get_subcommands([](const CLI::App *one) { return !one->get_group().empty(); });
    for (const CLI::App *subcommand : subcommands)
        page.commands.push_back(commandPage(
            *subcommand, path + QStringList{QString::fromStdString(subcommand->get_name())}, commonNames));
    return page;
}

} // namespace

CommandPage pageOf(const CLI::App &program)
{
    return commandPage(program, {}, commonOptionNames());
}

std::vector<CommandPage> allPages(const CommandPage &page)
{
    std::vector<CommandPage> all{page};
    for (const CommandPage &command : page.commands) {
        const std::vector<CommandPage> below = allPages(command);
        all.insert(all.end(), below.begin(), below.end());
    }
    return all;
}

} // namespace signet
