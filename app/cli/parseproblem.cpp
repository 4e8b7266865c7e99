#include "app/cli/parseproblem.h"

#include "app/cli/options.h"
#include "core/result/nearestword.h"

#include <CLI/CLI.hpp>

#include <QJsonArray>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Where the parser stood: the program, or the command and its part that it had come to.
struct Place {
    const CLI::App *app = nullptr;
    QStringList commands; // "setup", "plan"

    QString name() const { return (QStringList{u"signet"_s} + commands).join(u' '); }
    bool isProgram() const { return commands.isEmpty(); }
};

Place placeIn(const CLI::App &program)
{
    Place place{&program, {}};
    while (!place.app->get_subcommands().empty()) {
        place.app = place.app->get_subcommands().back();
        place.commands.append(text(place.app->get_name()));
    }
    return place;
}

QStringList commandsOf(const CLI::App &app)
{
    QStringList names;
    const auto commands = app.get_subcommands([](const CLI::App *one) { return !one->get_group().empty(); });
    for (const CLI::App *command : commands)
        names.append(text(command->get_name()));
    return names;
}

QStringList optionsOf(const CLI::App &app)
{
    QStringList names;
    const auto options = app.get_options();
    for (const CLI::Option *option : options) {
        for (const std::string &name : option->get_lnames())
            names.append(u"--"_s + text(name));
    }
    return names;
}

// The parser names an option in its sentence only.
const CLI::Option *optionNamedIn(const QString &sentence, const CLI::App &app)
{
    const CLI::Option *found = nullptr;
    const auto options = app.get_options();
    for (const CLI::Option *option : options) {
        const QString name = text(option->get_name());
        const bool isNamed = sentence.startsWith(name + u':') || sentence.startsWith(name + u' ')
            || sentence.contains(u" "_s + name + u',');
        if (isNamed && (!found || name.size() > text(found->get_name()).size()))
            found = option;
    }
    return found;
}

QString withoutEnd(const QString &description)
{
    return description.endsWith(u'.') ? description.chopped(1) : description;
}

QStringList valuesOf(const CLI::Option &option)
{
    QStringList values;
    const auto &results = option.results();
    for (const std::string &value : results)
        values.append(text(value));
    return values;
}

// The first argument that nobody took, in the order in which they were typed.
QString unexpected(const CLI::App &program, const std::vector<std::string> &arguments)
{
    const std::vector<std::string> left = program.remaining(true);
    for (const std::string &argument : arguments) {
        if (std::find(left.begin(), left.end(), argument) != left.end())
            return text(argument);
    }
    return {};
}

// Where it stood: behind the program's name, or behind one of the commands.
Place ownerOf(const QString &left, const CLI::App &program)
{
    Place place{&program, {}};
    while (true) {
        const std::vector<std::string> own = place.app->remaining(false);
        if (std::find(own.begin(), own.end(), left.toStdString()) != own.end()
            || place.app->get_subcommands().empty())
            return place;
        place.app = place.app->get_subcommands().back();
        place.commands.append(text(place.app->get_name()));
    }
}

QString anyValue()
{
    return CommandLine::tr("a value");
}

QString numberBetween(double least, double most)
{
    return CommandLine::tr("a number from %1 to %2").arg(least).arg(most);
}

} // namespace

Problem parseProblem(const CLI::App &program, const CLI::ParseError &error,
                     const std::vector<std::string> &arguments)
{
    const Place place = placeIn(program);
    QJsonObject evidence{{u"what"_s, place.name()},
                         {u"command"_s, QJsonArray::fromStringList(place.commands)}};
    const auto problem = [&evidence](FindingId finding) { return Problem(finding, evidence); };

    const QString left = unexpected(program, arguments);
    const QStringList commands = commandsOf(*place.app);
    if (!commands.isEmpty() && (place.isProgram() || place.app->get_require_subcommand_min() > 0)) {
        evidence.insert(u"known"_s, QJsonArray::fromStringList(commands));
        if (left.isEmpty() || left.startsWith(u'-'))
            return problem(finding::commandMissing);
        const QString before = place.commands.isEmpty() ? QString() : place.commands.join(u' ') + u' ';
        const QString nearest = nearestWord(left, commands);
        evidence.insert(u"value"_s, before + left);
        if (!nearest.isEmpty())
            evidence.insert(u"suggestion"_s, u"signet "_s + before + nearest);
        return problem(finding::commandUnknown);
    }

    const QString sentence = text(error.what());
    const CLI::Option *option = optionNamedIn(sentence, *place.app);
    const auto kind = CLI::ExitCodes(error.get_exit_code());
    if (kind == CLI::ExitCodes::ExtrasError) {
        // "--org=contoso" is about --org.
        const QString word = left.startsWith("--"_L1) ? left.section(u'=', 0, 0) : left;
        const QStringList known = word.startsWith(u'-') ? optionsOf(*place.app) : commands;
        const Place owner = ownerOf(left, program);
        evidence.insert(u"value"_s, word);
        // An option of the command that stands before the command.
        const bool standsBefore = owner.app != place.app && known.contains(word);
        evidence.insert(u"suggestion"_s,
                        standsBefore ? place.name() + u' ' + word : nearestWord(word, known));
        if (standsBefore)
            evidence.insert(u"what"_s, owner.name());
        return problem(finding::argumentUnknown);
    }
    if (kind == CLI::ExitCodes::RequiresError) {
        const QString needed = sentence.section(u' ', -1);
        evidence.insert(u"what"_s, sentence.section(u' ', 0, 0));
        evidence.insert(u"variable"_s, needed);
        if (const CLI::Option *other = place.app->get_option_no_throw(needed.toStdString()))
            evidence.insert(u"reason"_s, withoutEnd(text(other->get_description())));
        return problem(finding::argumentMissing);
    }
    if (kind == CLI::ExitCodes::ExcludesError) {
        evidence.insert(u"variable"_s, sentence.section(u' ', 0, 0));
        evidence.insert(u"value"_s, sentence.section(u' ', -1));
        return problem(finding::optionsExclusive);
    }
    if (kind == CLI::ExitCodes::RequiredError) {
        if (option) {
            evidence.insert(u"variable"_s,
                            text(option->get_positional() ? option->get_type_name() : option->get_name()));
            evidence.insert(u"reason"_s, withoutEnd(text(option->get_description())));
        } else {
            evidence.insert(u"variable"_s, QString(sentence).remove(" is required"_L1));
        }
        return problem(finding::argumentMissing);
    }
    if (!option) {
        // A flag that was given a value: the parser says that it is no number, and not whose it is.
        const auto flag = std::find_if(arguments.begin(), arguments.end(), [&](const std::string &argument) {
            const QString word = text(argument);
            return word.contains(u'=') && optionsOf(*place.app).contains(word.section(u'=', 0, 0));
        });
        if (flag != arguments.end()) {
            evidence.insert(u"value"_s, text(*flag));
            evidence.insert(u"suggestion"_s, text(*flag).section(u'=', 0, 0));
        }
        return problem(finding::argumentUnknown);
    }
    evidence.insert(u"variable"_s, text(option->get_name()));
    const QStringList values = valuesOf(*option);
    if (kind == CLI::ExitCodes::ArgumentMismatch) {
        if (values.size() > 1) {
            evidence.insert(u"value"_s, QJsonArray::fromStringList(values));
            return problem(finding::optionRepeated);
        }
        evidence.insert(u"known"_s, text(option->get_type_name()).section(":{"_L1, 0, 0));
        return problem(finding::optionValueMissing);
    }
    if (values.isEmpty() || values.last().isEmpty()) {
        evidence.insert(u"known"_s, text(option->get_type_name()).section(":{"_L1, 0, 0));
        return problem(finding::optionValueMissing);
    }
    const QString known = sentence.section(": "_L1, 1);
    evidence.insert(u"value"_s, values.last());
    evidence.insert(u"known"_s, known);
    evidence.insert(u"suggestion"_s, nearestWord(values.last(), known.split(", "_L1)));
    return problem(finding::optionValueInvalid);
}

CLI::Validator oneOf(const std::vector<std::string> &values)
{
    return {[values](const std::string &value) {
                if (std::find(values.begin(), values.end(), value) != values.end())
                    return std::string();
                return CLI::detail::join(values, ", ");
            },
            '{' + CLI::detail::join(values, ",") + '}'};
}

CLI::Validator suggests(const std::vector<std::string> &values)
{
    return {[](const std::string &) { return std::string(); }, '{' + CLI::detail::join(values, ",") + '}'};
}

CLI::Validator notEmpty()
{
    return {[](const std::string &value) { return value.empty() ? anyValue().toStdString() : std::string(); },
            std::string()};
}

CLI::Validator numberWithin(double least, double most)
{
    return {[least, most](const std::string &value) {
                double number = 0;
                if (CLI::detail::lexical_cast(value, number) && number >= least && number <= most)
                    return std::string();
                return numberBetween(least, most).toStdString();
            },
            std::string()};
}

} // namespace signet
