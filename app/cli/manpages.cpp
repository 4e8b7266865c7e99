#include "app/cli/manpages.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QString troff(QString text)
{
    text.replace(u'\\', "\\e"_L1).replace(u'-', "\\-"_L1);
    if (text.startsWith(u'.') || text.startsWith(u'\''))
        text.prepend("\\&"_L1);
    return text;
}

QString bold(const QString &text)
{
    return u"\\fB"_s + troff(text) + u"\\fR"_s;
}

QString italic(const QString &text)
{
    return u"\\fI"_s + troff(text) + u"\\fR"_s;
}

QString sentence(const QString &description)
{
    return description.left(1).toUpper() + description.mid(1) + u'.';
}

QString optionEntry(const OptionPage &option)
{
    QStringList names;
    for (const QString &name : option.names)
        names.append(bold(name));
    QString head = names.join(", "_L1);
    if (!option.value.isEmpty())
        head += (head.isEmpty() ? QString() : u" "_s) + italic(option.value);
    return u".TP\n"_s + head + u'\n' + troff(sentence(option.description)) + u'\n';
}

QString optionEntries(const CommandPage &command)
{
    QString text;
    for (const OptionPage &argument : command.arguments)
        text += optionEntry(argument);
    for (const OptionPage &option : command.options) {
        // Every command has --help, like the common options.
        if (!option.common && !option.names.contains("--help"_L1))
            text += optionEntry(option);
    }
    return text;
}

const CommandPage &firstLeaf(const CommandPage &page)
{
    return page.commands.empty() ? page : firstLeaf(page.commands.front());
}

QString commonOptionEntries(const CommandPage &anyCommand)
{
    QString text;
    for (const OptionPage &option : anyCommand.options) {
        if (option.common || option.names.contains("--help"_L1))
            text += optionEntry(option);
    }
    return text;
}

QString synopsis(const CommandPage &command)
{
    QString text = bold(u"signet "_s + command.name()) + u" ["_s + italic(u"options"_s) + u']';
    for (const OptionPage &argument : command.arguments)
        text += argument.required ? u' ' + italic(argument.value) : u" ["_s + italic(argument.value) + u']';
    return text;
}

// Commands that a person can run: all without commands below them, and those that don't need one.
std::vector<CommandPage> runnable(const CommandPage &command)
{
    std::vector<CommandPage> found;
    for (const CommandPage &one : allPages(command)) {
        const bool hasCommonOptions = std::any_of(one.options.begin(), one.options.end(),
                                                  [](const auto &option) { return option.common; });
        if (hasCommonOptions)
            found.push_back(one);
    }
    return found;
}

QString block(const QString &lines)
{
    QString text = u".PP\n.RS\n.nf\n"_s;
    for (const QString &line : lines.split(u'\n'))
        text += troff(line) + u'\n';
    return text + u".fi\n.RE\n"_s;
}

QString heading(const QString &name)
{
    return u".TH %1 1 \"November 2026\" \"Signet %2\" \"User Commands\"\n"_s.arg(
        troff(name.toUpper()), QLatin1StringView(SIGNET_VERSION));
}

QString description(const CommandPage &command)
{
    QString text = troff(command.about + u'.') + u'\n';
    if (!command.notes.isEmpty())
        text += u".PP\n"_s + troff(command.notes) + u'\n';
    return text;
}

} // namespace

QString manPageName(const CommandPage &command)
{
    return u"signet-"_s + command.path.join(u'-');
}

QString programManPage(const CommandPage &program, const QString &handwritten)
{
    QString list;
    QStringList pages;
    for (const CommandPage &command : program.commands) {
        for (const CommandPage &one : runnable(command))
            list += u".TP\n"_s + synopsis(one).remove(u" ["_s + italic(u"options"_s) + u']') + u'\n'
                + troff(one.about + u'.') + u'\n';
        pages.append(u".BR %1 (1)"_s.arg(troff(manPageName(command))));
    }
    return QString(handwritten)
        .replace("@VERSION@"_L1, QLatin1StringView(SIGNET_VERSION))
        .replace("@COMMANDS@\n"_L1, list)
        .replace("@COMMON_OPTIONS@\n"_L1, commonOptionEntries(firstLeaf(program)))
        .replace("@PAGES@"_L1, pages.join(",\n"_L1));
}

QString commandManPage(const CommandPage &command)
{
    QString text = heading(manPageName(command));
    text += u".SH NAME\n%1 \\- %2\n"_s.arg(troff(manPageName(command)),
                                           troff(command.about.left(1).toLower() + command.about.mid(1)));
    text += u".SH SYNOPSIS\n"_s;
    const std::vector<CommandPage> commands = runnable(command);
    for (const CommandPage &one : commands)
        text += synopsis(one) + (&one == &commands.back() ? u"\n"_s : u"\n.br\n"_s);
    text += u".SH DESCRIPTION\n"_s + description(command);
    QString examples = command.examples;
    if (command.commands.empty()) {
        if (const QString entries = optionEntries(command); !entries.isEmpty())
            text += u".SH OPTIONS\n"_s + entries;
    } else {
        text += u".SH COMMANDS\n"_s;
        for (const CommandPage &one : command.commands) {
            text +=
                u".SS "_s + troff(u"signet "_s + one.name()) + u'\n' + description(one) + optionEntries(one);
            if (!one.examples.isEmpty())
                examples += (examples.isEmpty() ? QString() : u"\n"_s) + one.examples;
        }
    }
    text += u".SH COMMON OPTIONS\n"_s + commonOptionEntries(firstLeaf(command));
    if (!examples.isEmpty())
        text += u".SH EXAMPLES\n"_s + block(examples);
    text += u".SH EXIT STATUS\nSee\n.BR signet (1).\n.SH SEE ALSO\n.BR signet (1)\n"_s;
    return text;
}

} // namespace signet
