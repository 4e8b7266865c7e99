#include "app/cli/helptext.h"

#include "core/report/textlayout.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Values that are checked stand behind the name of the type: "FORMAT:{text,json}".
QString valuesOf(const CLI::Option *option)
{
    const QString type = QString::fromStdString(option->get_type_name());
    return type.contains(":{"_L1) ? type.section(":{"_L1, 1).chopped(1).replace(u',', ", "_L1) : QString();
}

// Prose is broken; a line that is set in is a command or its output.
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

HelpText::HelpText(int width)
    : m_width(width)
    , m_column(width < 72 ? 24 : 32)
{
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

std::string HelpText::make_option_opts(const CLI::Option *option) const
{
    if (option->get_type_size() == 0)
        return {};
    QString text = u' ' + QString::fromStdString(option->get_type_name()).section(u':', 0, 0);
    if (option->get_expected_max() == CLI::detail::expected_max_vector_size)
        text += " ..."_L1;
    return text.toStdString();
}

std::string HelpText::make_option_desc(const CLI::Option *option) const
{
    QString text = QString::fromStdString(option->get_description());
    if (const QString values = valuesOf(option); !values.isEmpty())
        text += u"; one of "_s + values;
    if (const std::string usual = option->get_default_str(); !usual.empty())
        text += u" (default: %1)"_s.arg(QString::fromStdString(usual));
    QStringList others;
    for (const CLI::Option *other : option->get_excludes())
        others.append(QString::fromStdString(other->get_name()));
    if (!others.isEmpty())
        text += u"; not with "_s + others.join(u", "_s);
    return text.toStdString();
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
