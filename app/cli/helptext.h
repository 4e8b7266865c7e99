#pragma once

#include <CLI/CLI.hpp>

#include <QString>
#include <QStringList>

#include <string>

namespace signet {

// "FORMAT"; empty for a flag.
QString valueName(const CLI::Option *option);
// The values that an option accepts or suggests, where they are a list.
QStringList valuesOf(const CLI::Option *option);
bool isRepeatable(const CLI::Option *option);
// The description with default, values, and what excludes it.
QString descriptionOf(const CLI::Option *option);

// The help of a command, laid out for a width in columns: no line is wider, except one word or a command.
class HelpText : public CLI::Formatter {
public:
    explicit HelpText(int width);

    std::string make_help(const CLI::App *app, std::string name, CLI::AppFormatMode mode) const override;
    std::string make_description(const CLI::App *app) const override;
    std::string make_footer(const CLI::App *app) const override;
    std::string make_option_name(const CLI::Option *option, bool isPositional) const override;
    std::string make_option(const CLI::Option *option, bool isPositional) const override;
    std::string make_option_opts(const CLI::Option *option) const override;
    std::string make_option_desc(const CLI::Option *option) const override;
    std::string make_group(std::string group, bool isPositional,
                           std::vector<const CLI::Option *> options) const override;
    std::string make_subcommands(const CLI::App *app, CLI::AppFormatMode mode) const override;
    std::string make_subcommand(const CLI::App *command) const override;

private:
    std::string row(const std::string &name, const std::string &description) const;
    int m_width;
    int m_column; // where descriptions begin
};

} // namespace signet
