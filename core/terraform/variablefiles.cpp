#include "core/terraform/variablefiles.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 largestFile = 64 * 1024 * 1024;

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
    const auto text = host.readFile(path, largestFile);
    if (!text) {
        configuration->faults.append(
            {file, text.problem().evidence.value(u"reason"_s).toString(), SourcePosition{0, 0, 0}, {}});
        return;
    }
    configuration->files.append(file);
    if (file.endsWith(".json"_L1)) {
        const JsonFile json = JsonFile::parse(*text);
        if (json.fault())
            configuration->faults.append(
                {file, json.fault()->reason, json.fault()->place, json.fault()->line});
        for (const JsonNode::Member &member : json.root().members) {
            const ConfigurationPlace place{file, json.positionOf(member.nameRange.begin).line};
            give({member.name, place, expressionOf(member.value)}, evaluation);
        }
        return;
    }
    const HclFile hcl = HclFile::parse(*text);
    for (const SourceFault &fault : hcl.faults())
        configuration->faults.append({file, fault.reason, fault.place, fault.line});
    for (const HclAttribute &attribute : hcl.body().attributes) {
        const ConfigurationPlace place{file, hcl.positionOf(attribute.range.begin).line};
        give({attribute.name, place, hcl.expression(attribute)}, evaluation);
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
        // A primitive type uses the text as it is; only collections and structures are written in HCL.
        Evaluation alone;
        ConfigurationValue value = it->isComplex ? alone.valueOf(parseHclExpression(found->toUtf8()), {})
                                                 : ConfigurationValue::string(*found);
        value.variable = name;
        value.place = {};
        it->given = value;
    }
    for (const QString &file : files)
        giveFromFile(host, QDir::isAbsolutePath(file) ? file : directory + u'/' + file, file, evaluation,
                     configuration);
}

} // namespace signet
