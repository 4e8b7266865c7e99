#include "core/terraform/typeconstraint.h"

#include "core/terraform/evaluation.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using TypeKind = TypeConstraint::Kind;
using ValueKind = ConfigurationValue::Kind;

std::optional<TypeKind> plainType(const QString &name)
{
    static const QHash<QString, TypeKind> kinds{
        {u"any"_s, TypeKind::Any},       {u"bool"_s, TypeKind::Bool}, {u"number"_s, TypeKind::Number},
        {u"string"_s, TypeKind::String}, {u"list"_s, TypeKind::List}, {u"set"_s, TypeKind::Set},
        {u"map"_s, TypeKind::Map}};
    const auto found = kinds.constFind(name);
    return found == kinds.constEnd() ? std::nullopt : std::optional(*found);
}

TypeConstraint::Attribute attributeOf(const QString &name, const HclExpression &written)
{
    TypeConstraint::Attribute attribute{.name = name, .type = {}, .isOptional = false, .fallback = {}};
    attribute.isOptional = written.kind == HclExpression::Kind::Call && written.text == "optional"_L1;
    const HclExpression *type =
        attribute.isOptional && !written.parts.empty() ? &written.parts.front() : &written;
    attribute.type = TypeConstraint::of(*type);
    if (attribute.isOptional && written.parts.size() > 1)
        attribute.fallback = written.parts[1];
    return attribute;
}

ConfigurationValue likeIn(const ConfigurationValue &before, ConfigurationValue after)
{
    after.place = before.place;
    after.variable = before.variable;
    after.sensitive = after.sensitive || before.sensitive;
    after.references = before.references;
    return after;
}

ConfigurationValue toPlain(TypeKind kind, const ConfigurationValue &value)
{
    if (kind == TypeKind::Bool) {
        const auto truth = value.toBool();
        return truth ? ConfigurationValue::fromBool(*truth) : ConfigurationValue::failure();
    }
    const auto text = value.toText();
    if (!text)
        return ConfigurationValue::failure();
    if (kind == TypeKind::String)
        return ConfigurationValue::string(*text);
    bool isNumber = false;
    text->toDouble(&isNumber);
    return isNumber && value.kind != ValueKind::Bool ? ConfigurationValue::number(*text)
                                                     : ConfigurationValue::failure();
}

ConfigurationValue toObject(const TypeConstraint &type, const ConfigurationValue &value)
{
    ConfigurationValue result;
    result.kind = ValueKind::Object;
    for (const TypeConstraint::Attribute &attribute : type.attributes) {
        const auto found =
            std::ranges::find(value.members, attribute.name, &std::pair<QString, ConfigurationValue>::first);
        const bool isThere = found != value.members.end();
        if (!isThere && !attribute.isOptional)
            return ConfigurationValue::failure();
        ConfigurationValue member = isThere ? found->second : ConfigurationValue();
        if (member.isNull() && attribute.fallback)
            member = Evaluation().valueOf(*attribute.fallback, value.place);
        result.members.append({attribute.name, attribute.type.converted(std::move(member))});
    }
    return result;
}

// A list, a set, a map or a tuple.
ConfigurationValue toCollection(const TypeConstraint &type, ConfigurationValue value)
{
    const auto innerType = [&type](qsizetype index) {
        const std::size_t at = type.kind == TypeKind::Tuple ? std::size_t(index) : 0;
        return at < type.inner.size() ? type.inner[at] : TypeConstraint();
    };
    if (type.kind == TypeKind::Map) {
        if (value.kind != ValueKind::Object)
            return ConfigurationValue::failure();
        for (auto &[name, member] : value.members)
            member = innerType(0).converted(std::move(member));
        return value;
    }
    if (value.kind != ValueKind::List)
        return ConfigurationValue::failure();
    if (type.kind == TypeKind::Tuple && value.elements.size() != qsizetype(type.inner.size()))
        return ConfigurationValue::failure();
    for (qsizetype i = 0; i < value.elements.size(); ++i)
        value.elements[i] = innerType(i).converted(std::move(value.elements[i]));
    return value;
}

} // namespace

TypeConstraint TypeConstraint::of(const HclExpression &expression)
{
    TypeConstraint type;
    if (expression.kind == HclExpression::Kind::Traversal && expression.path.size() == 1) {
        type.kind = plainType(expression.path.first()).value_or(Kind::Any);
        return type;
    }
    // type = "string", as Terraform 0.11 had it
    if (const auto text = expression.literalString()) {
        type.kind = plainType(*text).value_or(Kind::Any);
        return type;
    }
    if (expression.kind != HclExpression::Kind::Call || expression.parts.empty())
        return type;
    const HclExpression &argument = expression.parts.front();
    if (expression.text == "object"_L1) {
        type.kind = Kind::Object;
        for (const auto &[key, member] : argument.items) {
            const QString name = key.kind == HclExpression::Kind::Traversal
                ? key.path.value(0)
                : key.literalString().value_or(QString());
            type.attributes.push_back(attributeOf(name, member));
        }
    } else if (expression.text == "tuple"_L1) {
        type.kind = Kind::Tuple;
        for (const HclExpression &part : argument.parts)
            type.inner.push_back(of(part));
    } else if (const auto kind = plainType(expression.text)) {
        type.kind = *kind;
        type.inner.push_back(of(argument));
    }
    return type;
}

ConfigurationValue TypeConstraint::converted(ConfigurationValue value) const
{
    if (kind == Kind::Any || value.isUnknown() || value.isNull())
        return value;
    switch (kind) {
    case Kind::Any:
        return value;
    case Kind::Bool:
    case Kind::Number:
    case Kind::String:
        return likeIn(value, toPlain(kind, value));
    case Kind::Object:
        return likeIn(
            value, value.kind == ValueKind::Object ? toObject(*this, value) : ConfigurationValue::failure());
    case Kind::List:
    case Kind::Set:
    case Kind::Map:
    case Kind::Tuple:
        return likeIn(value, toCollection(*this, value));
    }
    Q_UNREACHABLE();
}

} // namespace signet
