#include "app/cli/completions.h"

#include <QMap>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// What can follow an option that takes a value, by the name of the option. Where commands take different
// values of a list, such as formats, all of them are offered; the command says which ones it takes.
using ValueOptions = QMap<QString, OptionPage>;

ValueOptions valueOptionsOf(const CommandPage &program)
{
    ValueOptions found;
    for (const CommandPage &command : allPages(program)) {
        for (const OptionPage &option : command.options) {
            for (const QString &name : option.names) {
                const auto known = found.find(name);
                if (known == found.end()) {
                    found.insert(name, option);
                    continue;
                }
                if (known->source != option.source || known->value.isEmpty() != option.value.isEmpty())
                    qFatal("%s has other values in \"signet %s\" than elsewhere", qPrintable(name),
                           qPrintable(command.name()));
                for (const QString &value : option.values) {
                    if (!known->values.contains(value))
                        known->values.append(value);
                }
            }
        }
    }
    found.removeIf([](const auto &one) { return one.value().value.isEmpty(); });
    return found;
}

QString listName(ValueSource source)
{
    switch (source) {
    case ValueSource::Scenarios:
        return u"scenarios"_s;
    case ValueSource::Findings:
        return u"findings"_s;
    case ValueSource::Profiles:
        return u"profiles"_s;
    case ValueSource::Nowhere:
    case ValueSource::List:
    case ValueSource::Files:
    case ValueSource::Folders:
        break;
    }
    return {};
}

QStringList commandNames(const CommandPage &program)
{
    QStringList names;
    for (const CommandPage &command : allPages(program)) {
        if (!command.path.isEmpty())
            names.append(command.name());
    }
    return names;
}

QStringList optionNames(const CommandPage &command)
{
    QStringList names;
    for (const OptionPage &option : command.options)
        names += option.names;
    return names;
}

QStringList subcommandNames(const CommandPage &command)
{
    QStringList names;
    for (const CommandPage &one : command.commands)
        names.append(one.path.last());
    return names;
}

// In single quotes, for shells that escape a quote by `escaped`.
QString singleQuoted(QString text, const QString &escaped)
{
    return u'\'' + text.replace(u'\'', escaped) + u'\'';
}

QStringList quotedAll(const QStringList &texts)
{
    QStringList all;
    for (const QString &text : texts)
        all.append(singleQuoted(text, u"'\\''"_s));
    return all;
}

// ---- bash

QString bashAction(const OptionPage &option)
{
    switch (option.source) {
    case ValueSource::Nowhere:
        return u":"_s;
    case ValueSource::List:
        return u"_signet_words '%1'"_s.arg(option.values.join(u' '));
    case ValueSource::Files:
        return u"_signet_files -f"_s;
    case ValueSource::Folders:
        return u"_signet_files -d"_s;
    case ValueSource::Scenarios:
    case ValueSource::Findings:
    case ValueSource::Profiles:
        break;
    }
    return u"_signet_names %1"_s.arg(listName(option.source));
}

// ---- zsh

QString zshText(QString text)
{
    return text.replace(u'\\', "\\\\"_L1)
        .replace(u'[', "\\["_L1)
        .replace(u']', "\\]"_L1)
        .replace(u':', "\\:"_L1);
}

QString zshAction(const OptionPage &option)
{
    switch (option.source) {
    case ValueSource::Nowhere:
        return u" "_s;
    case ValueSource::List:
        return u'(' + option.values.join(u' ') + u')';
    case ValueSource::Files:
        return u"_files"_s;
    case ValueSource::Folders:
        return u"_files -/"_s;
    case ValueSource::Scenarios:
    case ValueSource::Findings:
    case ValueSource::Profiles:
        break;
    }
    // The space keeps _arguments from adding options of its own.
    return u" _signet_names "_s + listName(option.source);
}

QString zshSpecs(const CommandPage &command)
{
    QStringList specs;
    for (const OptionPage &option : command.options) {
        const QString names =
            (option.names + option.excludes).join(u' '); // none of them is offered after this one
        for (const QString &name : option.names) {
            QString spec = option.repeatable ? u"*"_s : u"("_s + names + u')';
            spec += name;
            if (!option.value.isEmpty() && name.startsWith("--"_L1))
                spec += u'=';
            spec += u'[' + zshText(option.about) + u']';
            if (!option.value.isEmpty())
                spec += u':' + zshText(option.value) + u':' + zshAction(option);
            specs.append(spec);
        }
    }
    for (const OptionPage &argument : command.arguments)
        specs.append((argument.required ? u":"_s : u"::"_s) + zshText(argument.value) + u':'
                     + zshAction(argument));
    if (!command.commands.empty())
        specs += {u": :->command"_s, u"*:: :->rest"_s};
    return quotedAll(specs).join(u" \\\n        "_s);
}

QString zshFunctionName(const CommandPage &command)
{
    return (QStringList{u"_signet"_s} + command.path).join(u'_');
}

QString zshFunction(const CommandPage &command)
{
    QString text = zshFunctionName(command) + u"() {\n"_s;
    if (command.commands.empty())
        return text + u"    _arguments -s \\\n        %1\n}\n\n"_s.arg(zshSpecs(command));
    QStringList described;
    QString cases;
    for (const CommandPage &one : command.commands) {
        described.append(one.path.last() + u':' + one.about);
        cases += u"            %1) %2 ;;\n"_s.arg(one.path.last(), zshFunctionName(one));
    }
    text +=
        u"    local curcontext=$curcontext state line\n    local -a commands=(\n        %1\n    )\n"_s.arg(
            quotedAll(described).join(u"\n        "_s));
    text += u"    _arguments -s -C \\\n        %1\n"_s.arg(zshSpecs(command));
    text += u"    case $state in\n        command) _describe command commands ;;\n        rest) case "
            u"$words[1] in\n"
            "%1        esac ;;\n    esac\n}\n\n"_s.arg(cases);
    return text;
}

// ---- fish

QString fishQuoted(QString text)
{
    return singleQuoted(text.replace(u'\\', "\\\\"_L1), u"\\'"_s);
}

QString fishAction(const OptionPage &option)
{
    switch (option.source) {
    case ValueSource::Nowhere:
        return option.value.isEmpty() ? QString() : u" -x"_s;
    case ValueSource::List:
        return u" -x -a "_s + fishQuoted(option.values.join(u' '));
    case ValueSource::Files:
        return u" -r -F"_s;
    case ValueSource::Folders:
        return u" -x -a '(__fish_complete_directories)'"_s;
    case ValueSource::Scenarios:
    case ValueSource::Findings:
    case ValueSource::Profiles:
        break;
    }
    return u" -x -a '(signet __complete %1 2>/dev/null)'"_s.arg(listName(option.source));
}

QString fishLines(const CommandPage &command)
{
    const QString start =
        u"complete -c signet -n "_s + fishQuoted(u"__signet_at \"%1\""_s.arg(command.name()));
    QString text;
    for (const CommandPage &one : command.commands)
        text += start + u" -a %1 -d %2\n"_s.arg(one.path.last(), fishQuoted(one.about));
    for (const OptionPage &argument : command.arguments) {
        if (argument.source != ValueSource::Nowhere)
            text += start + fishAction(argument).replace(" -x"_L1, QString()).replace(" -r"_L1, QString())
                + u'\n';
    }
    for (const OptionPage &option : command.options) {
        text += start;
        for (const QString &name : option.names)
            text += name.startsWith("--"_L1) ? u" -l "_s + name.mid(2) : u" -s "_s + name.mid(1);
        text += fishAction(option) + u" -d "_s + fishQuoted(option.about) + u'\n';
    }
    return text;
}

// ---- PowerShell

QString powershellQuoted(const QString &text)
{
    return singleQuoted(text, u"''"_s);
}

QString powershellAction(const OptionPage &option)
{
    switch (option.source) {
    case ValueSource::Nowhere:
        return u"@()"_s;
    case ValueSource::List: {
        QStringList quoted;
        for (const QString &value : option.values)
            quoted.append(powershellQuoted(value));
        return u"@("_s + quoted.join(", "_L1) + u')';
    }
    case ValueSource::Files:
        return u"'*files'"_s;
    case ValueSource::Folders:
        return u"'*folders'"_s;
    case ValueSource::Scenarios:
    case ValueSource::Findings:
    case ValueSource::Profiles:
        break;
    }
    return powershellQuoted(u'*' + listName(option.source));
}

} // namespace

QString bashCompletion(const CommandPage &program, const QString &script)
{
    const ValueOptions valueOptions = valueOptionsOf(program);
    QMap<QString, QStringList> byAction;
    for (auto it = valueOptions.begin(); it != valueOptions.end(); ++it)
        byAction[bashAction(*it)].append(it.key());
    QString values;
    for (auto it = byAction.begin(); it != byAction.end(); ++it)
        values += u"        %1)\n            %2\n            return\n            ;;\n"_s.arg(
            it->join(" | "_L1), it.key());
    QString words;
    for (const CommandPage &command : allPages(program)) {
        words += u"        \"%1\")\n"_s.arg(command.name());
        words += u"            options=\"%1\"\n"_s.arg(optionNames(command).join(u' '));
        if (!command.commands.empty())
            words += u"            words=\"%1\"\n"_s.arg(subcommandNames(command).join(u' '));
        for (const OptionPage &argument : command.arguments) {
            if (argument.source != ValueSource::Nowhere)
                words +=
                    u"            if [[ $current != -* ]]; then\n                %1\n                return\n"
                    "            fi\n"_s.arg(bashAction(argument));
        }
        words += u"            ;;\n"_s;
    }
    QStringList names;
    for (const QString &name : commandNames(program))
        names.append(u'"' + name + u'"');
    return QString(script)
        .replace("@VALUE_OPTIONS@"_L1, QStringList(valueOptions.keys()).join(" | "_L1))
        .replace("@COMMANDS@"_L1, names.join(" | "_L1))
        .replace("@VALUES@"_L1, values)
        .replace("@WORDS@"_L1, words);
}

QString zshCompletion(const CommandPage &program, const QString &script)
{
    QString functions;
    for (const CommandPage &command : allPages(program))
        functions += zshFunction(command);
    return QString(script).replace("@FUNCTIONS@"_L1, functions);
}

QString fishCompletion(const CommandPage &program, const QString &script)
{
    QString lines;
    for (const CommandPage &command : allPages(program))
        lines += fishLines(command);
    return QString(script)
        .replace("@VALUE_OPTIONS@"_L1, QStringList(valueOptionsOf(program).keys()).join(u' '))
        .replace("@COMMANDS@"_L1, quotedAll(commandNames(program)).join(u' '))
        .replace("@COMPLETIONS@"_L1, lines);
}

QString powershellCompletion(const CommandPage &program, const QString &script)
{
    QString words;
    QString arguments;
    for (const CommandPage &command : allPages(program)) {
        words += u"        %1 = [ordered]@{\n"_s.arg(powershellQuoted(command.name()));
        for (const CommandPage &one : command.commands)
            words += u"            %1 = %2\n"_s.arg(powershellQuoted(one.path.last()),
                                                    powershellQuoted(one.about));
        for (const OptionPage &option : command.options) {
            for (const QString &name : option.names)
                words +=
                    u"            %1 = %2\n"_s.arg(powershellQuoted(name), powershellQuoted(option.about));
        }
        words += u"        }\n"_s;
        for (const OptionPage &argument : command.arguments) {
            if (argument.source != ValueSource::Nowhere)
                arguments +=
                    u"        %1 = %2\n"_s.arg(powershellQuoted(command.name()), powershellAction(argument));
        }
    }
    QString values;
    const ValueOptions valueOptions = valueOptionsOf(program);
    for (auto it = valueOptions.begin(); it != valueOptions.end(); ++it)
        values += u"        %1 = %2\n"_s.arg(powershellQuoted(it.key()), powershellAction(*it));
    return QString(script)
        .replace("@WORDS@"_L1, words)
        .replace("@ARGUMENTS@"_L1, arguments)
        .replace("@VALUES@"_L1, values);
}

} // namespace signet
