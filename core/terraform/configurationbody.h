#pragma once

#include "core/hcl/hclfile.h"
#include "core/hcl/jsonfile.h"
#include "core/terraform/configuration.h"
#include "core/terraform/resourceuse.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace signet {

// The same view of a configuration in native syntax and in JSON: what a body holds, by what Terraform
// expects there. Built for the few blocks that matter here; everything else is passed over.

struct ConfigurationSource {
    QString file; // relative to the root module
    std::variant<HclFile, JsonFile> text;

    int lineOf(qsizetype offset) const;
    ConfigurationPlace placeOf(qsizetype offset) const { return {file, lineOf(offset)}; }
};
using ConfigurationSourcePtr = std::shared_ptr<const ConfigurationSource>;

// name = value; the value as a tree, also where it was written in JSON.
struct ConfigurationAttribute {
    QString name;
    ConfigurationPlace place;
    HclExpression value;
};

struct ConfigurationBlock {
    QString type;
    QStringList labels;
    ConfigurationPlace place;
    std::vector<ConfigurationAttribute> attributes;
    std::vector<ConfigurationBlock> blocks;
    // Headers of nested blocks that are not read: a provider block of Azure DevOps has none that is right.
    QList<std::pair<QString, ConfigurationPlace>> otherBlocks;
    bool isJson = false;
    bool isOfCheck = false; // a data source of a check block: what goes wrong with it is only a warning

    const ConfigurationAttribute *attribute(QStringView name) const;
    // The text of an attribute that is a plain string; nothing for anything else.
    std::optional<QString> text(QStringView name) const;
};

// "azuredevops_project.fiber", "data.azuredevops_team.all", "module.team", "var.region"
QString blockAddress(const ConfigurationBlock &block);

// What is wanted of the resources of a type; of a data source under "data." and its type.
using WantedByType = QHash<QString, WantedNames>;

// The top-level blocks that Terraform's language knows, in the order of the file. The values of
// attributes are read only inside the block types given; others come with their header alone, which
// keeps a large configuration cheap.
// In resources and data sources, the arguments and blocks that are wanted of their type are read as well, and
// count and for_each. A dynamic block comes as a block of the type "dynamic" with its label.
std::vector<ConfigurationBlock> blocksOf(const ConfigurationSource &source, const WantedByType &wanted = {});

// A string of JSON as Terraform reads it: a template.
HclExpression templateOf(const QString &text);
// A value of JSON as an expression.
HclExpression expressionOf(const JsonNode &node);

} // namespace signet
