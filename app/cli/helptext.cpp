#include "app/cli/helptext.h"

#include "app/cli/options.h"
#include "core/report/textlayout.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// The headings that commands and options are listed under. The parser compares the English ones.
[[maybe_unused]] constexpr const char *headings[] = {
    QT_TRANSLATE_NOOP("CommandLine", "Commands"),     QT_TRANSLATE_NOOP("CommandLine", "Options"),
    QT_TRANSLATE_NOOP("CommandLine", "Evidence"),     QT_TRANSLATE_NOOP("CommandLine", "Identity"),
    QT_TRANSLATE_NOOP("CommandLine", "Organization"), QT_TRANSLATE_NOOP("CommandLine", "Output"),
    QT_TRANSLATE_NOOP("CommandLine", "Rights"),       QT_TRANSLATE_NOOP("CommandLine", "Run"),
    QT_TRANSLATE_NOOP("CommandLine", "Sign-in"),      QT_TRANSLATE_NOOP("CommandLine", "Terraform")};

std::string headingOf(const std::string &group)
{
    return CommandLine::tr(group.c_str()).toStdString();
}

// Prose is wrapped; an indented line is a command or its output.
std::string proseWithin(const std::string &text, int width)
{
    QStringList lines;
    const QStringList given = QString::fromStdString(text).split(u'\n');
    for (const QString &line : given) {
        if (line.isEmpty() || line.startsWith(u' '))
            lines.append(line);
        else
            lines += wrapped(line, width);
    }
    return lines.join(u'\n').toStdString();
}

} // namespace

QStringList valuesOf(const CLI::Option *option)
{
    const QString type = QString::fromStdString(option->get_type_name());
    const qsizetype at = type.indexOf(":{"_L1);
    return at < 0 ? QStringList() : type.mid(at + 2).chopped(1).split(u',');
}

QString valueName(const CLI::Option *option)
{
    return option->get_type_size() == 0 ? QString()
                                        : QString::fromStdString(option->get_type_name()).section(u':', 0, 0);
}

bool isRepeatable(const CLI::Option *option)
{
    return option->get_expected_max() == CLI::detail::expected_max_vector_size;
}

QString descriptionOf(const CLI::Option *option)
{
    QString text = QString::fromStdString(option->get_description());
    if (const std::string preset = option->get_default_str(); !preset.empty())
        text = CommandLine::tr("%1 (default: %2)").arg(text, QString::fromStdString(preset));
    if (const QStringList values = valuesOf(option); !values.isEmpty())
        text = CommandLine::tr("%1; one of %2").arg(text, values.join(", "_L1));
    QStringList others;
    for (const CLI::Option *other : option->get_excludes())
        others.append(other->get_positional() ? valueName(other) : QString::fromStdString(other->get_name()));
    if (!others.isEmpty())
        text = CommandLine::tr("%1; not with %2").arg(text, others.join(", "_L1));
    return text;
}

HelpText::HelpText(int width)
    : m_width(width)
    , m_column(width < 72 ? 24 : 32)
{
    label("Usage", CommandLine::tr("Usage").toStdString());
    label("OPTIONS", CommandLine::tr("options").toStdString());
    label("SUBCOMMAND", CommandLine::tr("COMMAND").toStdString());
    label("Positionals", QT_TRANSLATE_NOOP("CommandLine", "Arguments"));
}

std::string HelpText::make_help(const CLI::App *app, std::string name, CLI::AppFormatMode mode) const
{
    QString text = QString::fromStdString(Formatter::make_help(app, std::move(name), mode));
    while (text.contains("\n\n\n"_L1))
        text.replace("\n\n\n"_L1, "\n\n"_L1);
    return text.toStdString();
}

std::string HelpText::make_description(const CLI::App *app) const
{
    return proseWithin(Formatter::make_description(app), m_width);
}

std::string HelpText::make_footer(const CLI::App *app) const
{
    return proseWithin(Formatter::make_footer(app), m_width);
}

std::string HelpText::make_option(const CLI::Option *option, bool isPositional) const
{
    return row(make_option_name(option, isPositional) + make_option_opts(option), make_option_desc(option));
}

std::string HelpText::make_option_name(const CLI::Option *option, bool isPositional) const
{
    return isPositional ? valueName(option).toStdString() : Formatter::make_option_name(option, false);
}

std::string HelpText::make_option_opts(const CLI::Option *option) const
{
    QString text;
    if (!option->get_positional() && option->get_type_size() != 0)
        text += u' ' + valueName(option);
    if (isRepeatable(option))
        text += " ..."_L1;
    return text.toStdString();
}

std::string HelpText::make_option_desc(const CLI::Option *option) const
{
    return descriptionOf(option).toStdString();
}

std::string HelpText::make_group(std::string group, bool isPositional,
                                 std::vector<const CLI::Option *> options) const
{
    return Formatter::make_group(headingOf(group), isPositional, std::move(options));
}

std::string HelpText::make_subcommands(const CLI::App *app, CLI::AppFormatMode) const
{
    std::string text;
    const auto commands = app->get_subcommands([](const CLI::App *one) { return !one->get_group().empty(); });
    for (const CLI::App *command : commands) {
        if (text.empty())
            text = '\n' + headingOf(command->get_group()) + ":\n";
        text += make_subcommand(command);
    }
    return text;
}

std::string HelpText::make_subcommand(const CLI::App *command) const
{
    return row(command->get_name(), command->get_description());
}

std::string HelpText::row(const std::string &name, const std::string &description) const
{
    const QString head = u"  "_s + QString::fromStdString(name);
    const QStringList lines = wrapped(QString::fromStdString(description), m_width - m_column);
    QString text;
    if (columns(head) + 2 > m_column)
        text = head + u'\n' + (lines.isEmpty() ? QString() : QString(m_column, u' ') + lines.first() + u'\n');
    else
        text = padded(head, m_column) + (lines.isEmpty() ? QString() : lines.first()) + u'\n';
    for (qsizetype i = 1; i < lines.size(); ++i)
        text += QString(m_column, u' ') + lines[i] + u'\n';
    return text.toStdString();
}

} // namespace signet
