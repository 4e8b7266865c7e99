#include "core/terraform/configurationbody.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using Kind = HclExpression::Kind;

// What a block type is called, how many labels it has, and what of its body is looked at.
struct BlockShape {
    QLatin1StringView type;
    int labels = 0;
    QList<QLatin1StringView> attributes; // read; empty: all of them
    QList<QLatin1StringView> blocks; // nested ones that are read, each with its shape below
};

const QList<BlockShape> &topLevelShapes()
{
    static const QList<BlockShape> shapes{
        {"terraform"_L1, 0, {"required_version"_L1}, {"required_providers"_L1, "backend"_L1, "cloud"_L1}},
        {"provider"_L1, 1, {}, {}},
        {"variable"_L1, 1, {"type"_L1, "default"_L1, "sensitive"_L1, "nullable"_L1}, {"validation"_L1}},
        {"locals"_L1, 0, {}, {}},
        {"module"_L1, 1, {}, {}},
        {"resource"_L1,
         2,
         {"provider"_L1, "origin_id"_L1, "principal_name"_L1, "account_license_type"_L1, "name"_L1, "type"_L1,
          "project_id"_L1, "pipeline_id"_L1, "service_endpoint_authentication_scheme"_L1},
         {"credentials"_L1}},
        {"data"_L1, 2, {"provider"_L1, "name"_L1}, {}},
        {"ephemeral"_L1, 2, {"provider"_L1}, {}},
    };
    return shapes;
}

const QList<BlockShape> &nestedShapes()
{
    static const QList<BlockShape> shapes{
        {"required_providers"_L1, 0, {}, {}},
        {"backend"_L1, 1, {"use_msi"_L1}, {}},
        {"cloud"_L1, 0, {"organization"_L1}, {}},
        {"validation"_L1, 0, {"condition"_L1}, {}},
        // Whether there is one is all that counts: what it holds can be a secret.
        {"credentials"_L1, 0, {"serviceprincipalid"_L1}, {}},
    };
    return shapes;
}

const BlockShape *shapeOf(const QList<BlockShape> &shapes, QStringView type)
{
    for (const BlockShape &shape : shapes) {
        if (shape.type == type)
            return &shape;
    }
    return nullptr;
}

bool isRead(const BlockShape &shape, QStringView attribute)
{
    return shape.attributes.isEmpty()
        || std::any_of(shape.attributes.begin(), shape.attributes.end(),
                       [attribute](QLatin1StringView name) { return name == attribute; });
}

const BlockShape *nestedShape(const BlockShape &outer, QStringView type)
{
    const bool known = std::any_of(outer.blocks.begin(), outer.blocks.end(),
                                   [type](QLatin1StringView name) { return name == type; });
    return known ? shapeOf(nestedShapes(), type) : nullptr;
}

// What is wanted of a resource or a data source beyond its shape; null where that is nothing.
const WantedNames *wantedOf(const WantedByType &wanted, const BlockShape &shape, const QStringList &labels)
{
    const bool isData = shape.type == "data"_L1;
    if (labels.isEmpty() || !(isData || shape.type == "resource"_L1))
        return nullptr;
    const auto found = wanted.constFind(isData ? u"data."_s + labels.first() : labels.first());
    return found == wanted.constEnd() ? nullptr : &*found;
}

const WantedNames *insideOf(const WantedNames *names, const QString &name)
{
    if (!names)
        return nullptr;
    const auto found = names->inside.find(name);
    return found == names->inside.end() ? nullptr : &found->second;
}

// count and for_each say how many there are.
bool isWanted(const WantedNames *names, const QString &name)
{
    return insideOf(names, name) || (names && (name == "count"_L1 || name == "for_each"_L1));
}

// Of a nested block that is read only for what is wanted of it.
const BlockShape &wantedShape()
{
    static const BlockShape shape{{}, 0, {}, {}};
    return shape;
}

// ---- native syntax ----

ConfigurationBlock nativeBlock(const ConfigurationSource &source, const HclFile &file, const HclBlock &block,
                               const BlockShape &shape, const WantedNames *wanted)
{
    ConfigurationBlock read;
    read.type = block.type;
    read.labels = block.labels;
    read.place = source.placeOf(block.range.begin);
    for (const HclAttribute &attribute : block.body.attributes) {
        const bool isOfShape = &shape != &wantedShape() && isRead(shape, attribute.name);
        if (isOfShape || isWanted(wanted, attribute.name))
            read.attributes.push_back(
                {attribute.name, source.placeOf(attribute.range.begin), file.expression(attribute)});
    }
    for (const HclBlock &inner : block.body.blocks) {
        const BlockShape *nested = nestedShape(shape, inner.type);
        const WantedNames *names = insideOf(wanted, inner.type);
        const bool isDynamic =
            inner.type == "dynamic"_L1 && inner.labels.size() == 1 && insideOf(wanted, inner.labels.first());
        if (nested || names || isDynamic)
            read.blocks.push_back(nativeBlock(source, file, inner, nested ? *nested : wantedShape(), names));
        else
            read.otherBlocks.append({inner.type, source.placeOf(inner.range.begin)});
    }
    return read;
}

// ---- JSON ----

// A comment: Terraform passes over every member of that name.
bool isComment(const QString &name)
{
    return name == "//"_L1;
}

// An argument that is a reference in native syntax is a plain string in JSON.
bool isReference(const QString &type, const QString &attribute)
{
    return attribute == "provider"_L1 || (type == "variable"_L1 && attribute == "type"_L1);
}

void jsonBodies(const ConfigurationSource &source, const JsonNode &node, const BlockShape &shape,
                const WantedByType &wanted, qsizetype offset, const QStringList &labels,
                std::vector<ConfigurationBlock> *blocks)
{
    if (node.kind == JsonNode::Kind::Array) { // several blocks of that type and these labels
        for (const JsonNode &element : node.elements)
            jsonBodies(source, element, shape, wanted, element.range.begin, labels, blocks);
        return;
    }
    if (node.kind != JsonNode::Kind::Object)
        return;
    if (labels.size() < shape.labels) {
        for (const JsonNode::Member &member : node.members) {
            if (!isComment(member.name))
                jsonBodies(source, member.value, shape, wanted, member.nameRange.begin,
                           labels + QStringList{member.name}, blocks);
        }
        return;
    }

    ConfigurationBlock read;
    read.type = shape.type;
    read.labels = labels;
    read.place = source.placeOf(offset);
    read.isJson = true;
    const WantedNames *names = wantedOf(wanted, shape, labels);
    for (const JsonNode::Member &member : node.members) {
        if (isComment(member.name))
            continue;
        if (const BlockShape *nested = nestedShape(shape, member.name)) {
            jsonBodies(source, member.value, *nested, wanted, member.nameRange.begin, {}, &read.blocks);
        } else if (isRead(shape, member.name) || isWanted(names, member.name)) {
            HclExpression value =
                isReference(shape.type, member.name) && member.value.kind == JsonNode::Kind::String
                ? parseHclExpression(member.value.text.toUtf8())
                : expressionOf(member.value);
            read.attributes.push_back(
                {member.name, source.placeOf(member.nameRange.begin), std::move(value)});
        }
    }
    blocks->push_back(std::move(read));
}

// ---- check blocks ----

// A data source of a check is one of the module like any other, and only what goes wrong with it is not.
void takeFromCheck(const ConfigurationSource &source, const HclFile &file, const HclBlock &check,
                   const WantedByType &wanted, std::vector<ConfigurationBlock> *blocks)
{
    const BlockShape &shape = *shapeOf(topLevelShapes(), u"data");
    for (const HclBlock &inner : check.body.blocks) {
        if (inner.type != shape.type || inner.labels.size() != shape.labels)
            continue;
        blocks->push_back(nativeBlock(source, file, inner, shape, wantedOf(wanted, shape, inner.labels)));
        blocks->back().isOfCheck = true;
    }
}

// The checks by their names, or several objects of checks.
void takeFromChecks(const ConfigurationSource &source, const JsonNode &node, int labels,
                    const WantedByType &wanted, std::vector<ConfigurationBlock> *blocks)
{
    for (const JsonNode &element : node.elements)
        takeFromChecks(source, element, labels, wanted, blocks);
    for (const JsonNode::Member &member : node.members) {
        if (isComment(member.name))
            continue;
        if (labels < 1) {
            takeFromChecks(source, member.value, labels + 1, wanted, blocks);
        } else if (member.name == "data"_L1) {
            const std::size_t before = blocks->size();
            jsonBodies(source, member.value, *shapeOf(topLevelShapes(), u"data"), wanted,
                       member.nameRange.begin, {}, blocks);
            for (std::size_t i = before; i < blocks->size(); ++i)
                (*blocks)[i].isOfCheck = true;
        }
    }
}

} // namespace

int ConfigurationSource::lineOf(qsizetype offset) const
{
    return std::visit([offset](const auto &file) { return file.lineOf(offset); }, text);
}

const ConfigurationAttribute *ConfigurationBlock::attribute(QStringView name) const
{
    for (const ConfigurationAttribute &one : attributes) {
        if (one.name == name)
            return &one;
    }
    return nullptr;
}

QString blockAddress(const ConfigurationBlock &block)
{
    QString name = block.labels.join(u'.');
    if (block.type == "resource"_L1)
        return name;
    return (block.type == "variable"_L1 ? u"var"_s : block.type) + u'.' + name;
}

std::optional<QString> ConfigurationBlock::text(QStringView name) const
{
    const ConfigurationAttribute *found = attribute(name);
    return found ? found->value.literalString() : std::nullopt;
}

std::vector<ConfigurationBlock> blocksOf(const ConfigurationSource &source, const WantedByType &wanted)
{
    std::vector<ConfigurationBlock> blocks;
    if (const auto *file = std::get_if<HclFile>(&source.text)) {
        for (const HclBlock &block : file->body().blocks) {
            if (block.type == "check"_L1)
                takeFromCheck(source, *file, block, wanted, &blocks);
            const BlockShape *shape = shapeOf(topLevelShapes(), block.type);
            if (shape && block.labels.size() == shape->labels)
                blocks.push_back(
                    nativeBlock(source, *file, block, *shape, wantedOf(wanted, *shape, block.labels)));
        }
        return blocks;
    }

    const JsonNode &root = std::get<JsonFile>(source.text).root();
    for (const JsonNode::Member &member : root.members) {
        if (member.name == "check"_L1)
            takeFromChecks(source, member.value, 0, wanted, &blocks);
        else if (const BlockShape *shape = shapeOf(topLevelShapes(), member.name))
            jsonBodies(source, member.value, *shape, wanted, member.nameRange.begin, {}, &blocks);
    }
    return blocks;
}

HclExpression templateOf(const QString &text)
{
    HclExpression literal;
    literal.kind = Kind::Text;
    literal.text = text;
    HclExpression whole;
    whole.kind = Kind::Template;
    if (!text.contains("${"_L1) && !text.contains("%{"_L1)) {
        whole.parts.push_back(literal);
        return whole;
    }
    // A heredoc is the one template of the native syntax without escapes by backslash, as JSON has it. Its
    // last line feed is none of the text.
    const QByteArray end = "END_OF_A_JSON_STRING";
    HclExpression read = parseHclExpression("<<" + end + '\n' + text.toUtf8() + '\n' + end + '\n');
    if (read.kind != Kind::Template)
        return {};
    if (!read.parts.empty() && read.parts.back().kind == Kind::Text
        && read.parts.back().text.endsWith(u'\n')) {
        read.parts.back().text.chop(1);
        if (read.parts.back().text.isEmpty())
            read.parts.pop_back();
    }
    read.isHeredoc = false;
    return read;
}

HclExpression expressionOf(const JsonNode &node)
{
    HclExpression value;
    value.range = node.range;
    switch (node.kind) {
    case JsonNode::Kind::Null:
        value.kind = Kind::Null;
        break;
    case JsonNode::Kind::Bool:
        value.kind = Kind::Bool;
        value.boolean = node.boolean;
        break;
    case JsonNode::Kind::Number:
        value.kind = Kind::Number;
        value.text = node.text;
        break;
    case JsonNode::Kind::String:
        value = templateOf(node.text);
        value.range = node.range;
        break;
    case JsonNode::Kind::Array:
        value.kind = Kind::Tuple;
        for (const JsonNode &element : node.elements)
            value.parts.push_back(expressionOf(element));
        break;
    case JsonNode::Kind::Object:
        value.kind = Kind::Object;
        for (const JsonNode::Member &member : node.members)
            value.items.emplace_back(templateOf(member.name), expressionOf(member.value));
        break;
    }
    return value;
}

} // namespace signet
