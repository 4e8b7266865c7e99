#include "core/terraform/variablefiles.h"

#include "core/terraform/configurationfiles.h"
#include "core/terraform/functions.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

void give(const ConfigurationAttribute &attribute, Evaluation *evaluation)
{
    // A value in a file of variables refers to nothing, so it is worked out by itself.
    Evaluation alone;
    const auto found = evaluation->variables().find(attribute.name);
    if (found != evaluation->variables().end())
        found->given = alone.valueOf(attribute);
}

void giveFromFile(const Host &host, const QString &path, const QString &file, Evaluation *evaluation,
                  Configuration *configuration)
{
    const auto text = host.readFile(path, largestConfigurationFile);
    if (!text) {
        configuration->faults.append(unreadFault(file, text.problem()));
        return;
    }
    configuration->files.append(file);
    if (file.endsWith(".json"_L1)) {
        const JsonFile json = JsonFile::parse(*text);
        if (json.fault())
            configuration->faults.append(
                {file, json.fault()->reason, json.fault()->place, json.fault()->isLimit});
        for (const JsonNode::Member &member : json.root().members) {
            const ConfigurationPlace place{file, json.lineOf(member.nameRange.begin)};
            give({member.name, place, expressionOf(member.value)}, evaluation);
        }
        return;
    }
    const HclFile hcl = HclFile::parse(*text);
    for (const SourceFault &fault : hcl.faults())
        configuration->faults.append({file, fault.reason, fault.place, fault.isLimit});
    for (const HclAttribute &attribute : hcl.body().attributes) {
        const ConfigurationPlace place{file, hcl.lineOf(attribute.range.begin)};
        give({attribute.name, place, hcl.expression(attribute)}, evaluation);
    }
}

// The words of a variable of the command line: blanks part them, and quotes hold them together.
QStringList wordsOf(const QString &text)
{
    QStringList words;
    QString word;
    QChar quote;
    bool isWord = false;
    for (const QChar c : text) {
        if (!quote.isNull()) {
            if (c == quote)
                quote = QChar();
            else
                word += c;
        } else if (c == u'"' || c == u'\'') {
            quote = c;
            isWord = true;
        } else if (c.isSpace()) {
            if (isWord)
                words.append(word);
            word.clear();
            isWord = false;
        } else {
            word += c;
            isWord = true;
        }
    }
    if (isWord)
        words.append(word);
    return words;
}

ConfigurationValue valueFromText(const DeclaredVariable &variable, const QString &text, const QString &source)
{
    // A primitive type uses the text as it is; only collections and structures are written in HCL.
    Evaluation alone;
    ConfigurationValue value = variable.type.isComplex()
        ? alone.valueOf(parseHclExpression(text.toUtf8()), {})
        : ConfigurationValue::string(text);
    value.variable = source;
    value.place = {};
    return value;
}

struct CommandLineVariable {
    QString source; // "TF_CLI_ARGS_plan"
    bool isFile = false;
    QString text; // "name=value", or the file
};

// Of a command, in the order in which Terraform reads them: the variable of the command stands before the one
// of all.
QList<CommandLineVariable> commandLineVariables(const Environment &environment, const QString &command)
{
    QList<CommandLineVariable> found;
    for (const QString &source : {u"TF_CLI_ARGS_"_s + command, u"TF_CLI_ARGS"_s}) {
        const QStringList words = wordsOf(environment.value(source));
        for (qsizetype i = 0; i < words.size(); ++i) {
            QString option = words[i];
            if (option.startsWith("--"_L1))
                option.remove(0, 1);
            const QString name = option.section(u'=', 0, 0);
            if (name != "-var"_L1 && name != "-var-file"_L1)
                continue;
            const QString text = option.contains(u'=') ? option.section(u'=', 1) : words.value(++i);
            found.append({source, name == "-var-file"_L1, text});
        }
    }
    return found;
}

// What plan and apply get differently depends on which of them runs.
void keepWhatBothGet(const QHash<QString, DeclaredVariable> &applied, const QString &source,
                     QHash<QString, DeclaredVariable> *variables)
{
    for (auto it = variables->begin(); it != variables->end(); ++it) {
        const ConfigurationValue given = applied.value(it.key()).given.value_or(ConfigurationValue());
        if (areEqual(it->given.value_or(ConfigurationValue()), given) != true)
            it->given = ConfigurationValue::unknown({source});
    }
}

} // namespace

void giveVariables(const Host &host, const Environment &environment, const QString &directory,
                   const QStringList &files, Evaluation *evaluation, Configuration *configuration)
{
    auto &variables = evaluation->variables();
    for (auto it = variables.begin(); it != variables.end(); ++it) {
        const QString name = u"TF_VAR_"_s + it.key();
        const auto found = environment.all().constFind(name);
        if (found == environment.all().constEnd())
            continue;
        it->given = valueFromText(*it, *found, name);
    }
    const auto takeFile = [&](const QString &file, Evaluation *into) {
        giveFromFile(host, QDir::isAbsolutePath(file) ? file : directory + u'/' + file, file, into,
                     configuration);
    };
    const auto takeAll = [&](const QList<CommandLineVariable> &given, Evaluation *into) {
        for (const CommandLineVariable &one : given) {
            if (one.isFile) {
                takeFile(one.text, into);
                continue;
            }
            const auto found = into->variables().find(one.text.section(u'=', 0, 0).trimmed());
            if (found != into->variables().end())
                found->given = valueFromText(*found, one.text.section(u'=', 1), one.source);
        }
    };
    for (const QString &file : files)
        takeFile(file, evaluation);
    const QString ofApply = u"TF_CLI_ARGS_apply"_s;
    const bool isApplySaid = environment.value(ofApply).contains("-var"_L1);
    Evaluation applying = *evaluation;
    takeAll(commandLineVariables(environment, u"plan"_s), evaluation);
    if (isApplySaid) {
        takeAll(commandLineVariables(environment, u"apply"_s), &applying);
        keepWhatBothGet(applying.variables(), ofApply, &variables);
    }
}

} // namespace signet
