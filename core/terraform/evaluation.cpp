#include "core/terraform/evaluation.h"

#include "core/result/reason.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using Kind = HclExpression::Kind;
using ValueKind = ConfigurationValue::Kind;

ConfigurationValue placed(ConfigurationValue value, const ConfigurationPlace &place)
{
    if (value.place.file.isEmpty() && value.variable.isEmpty())
        value.place = place;
    return value;
}

// Everything that several unknown parts need.
ConfigurationValue unknownOf(const QList<ConfigurationValue> &parts, const QString &otherwise)
{
    QStringList names;
    for (const ConfigurationValue &part : parts)
        names += part.dependsOn;
    if (names.isEmpty())
        names.append(otherwise);
    names.removeDuplicates();
    return ConfigurationValue::unknown(names);
}

// A member of an object or an element of a list; Unknown when the value has no such thing.
ConfigurationValue memberOf(const ConfigurationValue &value, const QString &key, const QString &path)
{
    if (value.kind == ValueKind::Object) {
        for (const auto &[name, member] : value.members) {
            if (name == key)
                return member;
        }
    }
    if (value.kind == ValueKind::List) {
        bool isNumber = false;
        const qsizetype index = key.toLongLong(&isNumber);
        if (isNumber && index >= 0 && index < value.elements.size())
            return value.elements[index];
    }
    return value.isUnknown() ? value : ConfigurationValue::unknown({path});
}

// format("%s/%d", ...) with known values; nothing for other verbs, or too few values.
std::optional<QString> formatted(const QList<ConfigurationValue> &values)
{
    const auto pattern = values.isEmpty() ? std::nullopt : values.first().toText();
    if (!pattern)
        return std::nullopt;
    QString text;
    qsizetype next = 1;
    for (qsizetype i = 0; i < pattern->size(); ++i) {
        if (pattern->at(i) != u'%') {
            text += pattern->at(i);
            continue;
        }
        const QChar verb = ++i < pattern->size() ? pattern->at(i) : QChar();
        if (verb == u'%') {
            text += verb;
            continue;
        }
        const auto value = next < values.size() ? values[next].toText() : std::nullopt;
        if ((verb != u's' && verb != u'd' && verb != u'v') || !value)
            return std::nullopt;
        text += *value;
        ++next;
    }
    return text;
}

bool equal(const ConfigurationValue &a, const ConfigurationValue &b)
{
    if (a.kind != b.kind)
        return false;
    switch (a.kind) {
    case ValueKind::Null:
        return true;
    case ValueKind::Bool:
        return a.boolean == b.boolean;
    case ValueKind::Number:
        return a.text.toDouble() == b.text.toDouble();
    default:
        return a.text == b.text;
    }
}

// What is made of a sensitive value is sensitive, too, as in Terraform: a result can give away what it was
// made of.
ConfigurationValue markedLike(const QList<ConfigurationValue> &operands, ConfigurationValue value)
{
    for (const ConfigurationValue &operand : operands)
        value.sensitive = value.sensitive || operand.sensitive;
    return value;
}

bool isPlain(const ConfigurationValue &value)
{
    return value.kind == ValueKind::Null || value.kind == ValueKind::Bool || value.kind == ValueKind::Number
        || value.kind == ValueKind::String;
}

ConfigurationValue combined(const QString &sign, const ConfigurationValue &left,
                            const ConfigurationValue &right)
{
    if (sign == "&&"_L1 || sign == "||"_L1) {
        const auto a = left.toBool();
        const auto b = right.toBool();
        const bool decides = sign == "||"_L1; // true decides an "or", false an "and"
        if ((a && *a == decides) || (b && *b == decides))
            return ConfigurationValue::fromBool(decides);
        if (a && b)
            return ConfigurationValue::fromBool(!decides);
    } else if ((sign == "=="_L1 || sign == "!="_L1) && isPlain(left) && isPlain(right)) {
        return ConfigurationValue::fromBool(equal(left, right) == (sign == "=="_L1));
    }
    return unknownOf({left, right}, reasonText(QT_TRANSLATE_NOOP("Reason", "a calculation")));
}

} // namespace

void Evaluation::addVariable(const QString &name, const DeclaredVariable &variable)
{
    m_variables.insert(name, variable);
}

void Evaluation::addLocal(const ConfigurationAttribute &local)
{
    m_locals.insert(local.name, local);
}

const HclExpression *Evaluation::local(const QString &name) const
{
    const auto found = m_locals.constFind(name);
    return found == m_locals.constEnd() ? nullptr : &found->value;
}

ConfigurationValue Evaluation::valueOf(const ConfigurationAttribute &attribute)
{
    return valueOf(attribute.value, attribute.place);
}

ConfigurationValue Evaluation::valueOf(const HclExpression &expression, const ConfigurationPlace &place)
{
    ConfigurationValue value;
    switch (expression.kind) {
    case Kind::Null:
        break;
    case Kind::Bool:
        value = ConfigurationValue::fromBool(expression.boolean);
        break;
    case Kind::Number:
        value.kind = ValueKind::Number;
        value.text = expression.text;
        break;
    case Kind::Template:
        value = templateValue(expression, place);
        break;
    case Kind::Tuple:
        value.kind = ValueKind::List;
        for (const HclExpression &part : expression.parts)
            value.elements.append(valueOf(part, place));
        break;
    case Kind::Object:
        value.kind = ValueKind::Object;
        for (const auto &[key, member] : expression.items) {
            // A bare name is a key, not a reference.
            const bool bare = key.kind == Kind::Traversal && key.path.size() == 1;
            const auto name = bare ? std::optional(key.path.first()) : valueOf(key, place).toText();
            if (!name)
                return placed(
                    ConfigurationValue::unknown({reasonText(QT_TRANSLATE_NOOP("Reason", "an object key"))}),
                    place);
            value.members.append({*name, valueOf(member, place)});
        }
        break;
    case Kind::Traversal:
        value = traversal(expression, place);
        break;
    case Kind::Index: {
        const ConfigurationValue whole = valueOf(expression.parts.at(0), place);
        const ConfigurationValue key = valueOf(expression.parts.at(1), place);
        const auto name = key.toText();
        value = name ? memberOf(whole, *name, reasonText(QT_TRANSLATE_NOOP("Reason", "a list element")))
                     : unknownOf({whole, key}, reasonText(QT_TRANSLATE_NOOP("Reason", "a list element")));
        value = markedLike({whole, key}, std::move(value));
        break;
    }
    case Kind::Parentheses:
        value = valueOf(expression.parts.at(0), place);
        break;
    case Kind::Unary: {
        const ConfigurationValue operand = valueOf(expression.parts.at(0), place);
        const auto known = operand.toBool();
        value = expression.text == u'!' && known
            ? ConfigurationValue::fromBool(!*known)
            : unknownOf({operand}, reasonText(QT_TRANSLATE_NOOP("Reason", "a calculation")));
        value = markedLike({operand}, std::move(value));
        break;
    }
    case Kind::Binary:
        value = binary(expression, place);
        break;
    case Kind::Conditional: {
        const ConfigurationValue condition = valueOf(expression.parts.at(0), place);
        const auto known = condition.toBool();
        value = known ? valueOf(expression.parts.at(*known ? 1 : 2), place)
                      : unknownOf({condition}, reasonText(QT_TRANSLATE_NOOP("Reason", "a condition")));
        value = markedLike({condition}, std::move(value));
        break;
    }
    case Kind::Call:
        value = call(expression, place);
        break;
    case Kind::For:
    case Kind::Splat:
    case Kind::Directive:
        value = ConfigurationValue::unknown({reasonText(QT_TRANSLATE_NOOP("Reason", "a loop"))});
        break;
    case Kind::Text:
        value = ConfigurationValue::string(expression.text);
        break;
    case Kind::Invalid:
        value = ConfigurationValue::unknown(
            {reasonText(QT_TRANSLATE_NOOP("Reason", "an expression that cannot be read"))});
        break;
    }
    return placed(std::move(value), place);
}

QStringList Evaluation::referencesOf(const HclExpression &expression) const
{
    QStringList references;
    collectReferences(expression, &references);
    return references;
}

void Evaluation::collectReferences(const HclExpression &expression, QStringList *references) const
{
    for (const HclExpression &part : expression.parts)
        collectReferences(part, references);
    for (const auto &[key, value] : expression.items) {
        const bool isName = key.kind == Kind::Traversal && key.path.size() == 1;
        if (!isName)
            collectReferences(key, references);
        collectReferences(value, references);
    }
    if (expression.kind != Kind::Traversal || expression.path.size() < 2)
        return;
    const QString &root = expression.path.first();
    if (root == "path"_L1 || root == "terraform"_L1)
        return;
    const qsizetype length = root == "data"_L1 || root == "ephemeral"_L1 ? 3 : 2;
    const QString name = expression.path.mid(0, length).join(u'.');
    if (references->contains(name)) // also ends the circle of a local that refers to itself
        return;
    references->append(name);
    const auto local = m_locals.constFind(expression.path.at(1));
    if (root == "local"_L1 && local != m_locals.constEnd())
        collectReferences(local->value, references);
}

ConfigurationValue Evaluation::templateValue(const HclExpression &expression, const ConfigurationPlace &place)
{
    // "${x}" alone is x itself, of whatever type.
    if (expression.parts.size() == 1 && expression.parts.front().kind != Kind::Text && !expression.isHeredoc)
        return valueOf(expression.parts.front(), place);
    QString text;
    bool sensitive = false;
    QList<ConfigurationValue> unknownParts;
    for (const HclExpression &part : expression.parts) {
        const ConfigurationValue value = valueOf(part, place);
        sensitive = sensitive || value.sensitive;
        if (const auto known = value.toText())
            text += *known;
        else
            unknownParts.append(value);
    }
    ConfigurationValue value = unknownParts.isEmpty()
        ? ConfigurationValue::string(text)
        : unknownOf(unknownParts, reasonText(QT_TRANSLATE_NOOP("Reason", "part of a string")));
    value.sensitive = sensitive;
    return value;
}

ConfigurationValue Evaluation::traversal(const HclExpression &expression, const ConfigurationPlace &place)
{
    const QStringList &path = expression.path;
    if (path.isEmpty())
        return ConfigurationValue::unknown({reasonText(QT_TRANSLATE_NOOP("Reason", "a reference"))});
    const QString whole = path.join(u'.');
    if (path.first() == "path"_L1 && path.size() == 2)
        return ConfigurationValue::string(u"."_s); // path.module and path.root of a root module
    if (whole == "terraform.workspace"_L1 && !m_workspace.isEmpty())
        return ConfigurationValue::string(m_workspace);
    if (path.size() < 2 || (path.first() != "var"_L1 && path.first() != "local"_L1))
        return ConfigurationValue::unknown({whole});

    ConfigurationValue value = root(path[0], path[1], place);
    const bool sensitive = value.sensitive;
    for (qsizetype i = 2; i < path.size(); ++i)
        value = memberOf(value, path[i], whole);
    value.sensitive = value.sensitive || sensitive;
    return value;
}

ConfigurationValue Evaluation::root(const QString &kind, const QString &name, const ConfigurationPlace &place)
{
    if (kind == "local"_L1) {
        const auto found = m_locals.constFind(name);
        if (found == m_locals.constEnd() || m_underWay.contains(name))
            return ConfigurationValue::unknown({u"local."_s + name});
        m_underWay.insert(name);
        ConfigurationValue value = valueOf(*found);
        m_underWay.remove(name);
        return value;
    }

    const auto found = m_variables.constFind(name);
    if (found == m_variables.constEnd())
        return placed(ConfigurationValue::unknown({u"var."_s + name}), place);
    ConfigurationValue value = found->given ? *found->given
        : found->fallback                   ? *found->fallback
                                            : ConfigurationValue::unknown({u"var."_s + name});
    value.sensitive = value.sensitive || found->sensitive;
    return value;
}

ConfigurationValue Evaluation::binary(const HclExpression &expression, const ConfigurationPlace &place)
{
    const ConfigurationValue left = valueOf(expression.parts.at(0), place);
    const ConfigurationValue right = valueOf(expression.parts.at(1), place);
    return markedLike({left, right}, combined(expression.text, left, right));
}

ConfigurationValue Evaluation::call(const HclExpression &expression, const ConfigurationPlace &place)
{
    QList<ConfigurationValue> values;
    for (const HclExpression &part : expression.parts)
        values.append(valueOf(part, place));
    ConfigurationValue value = resultOf(expression.text, values);
    return expression.text == "nonsensitive"_L1 ? value : markedLike(values, std::move(value));
}

ConfigurationValue Evaluation::resultOf(const QString &name, const QList<ConfigurationValue> &values) const
{
    if (name == "coalesce"_L1) {
        for (const ConfigurationValue &value : values) {
            if (value.isUnknown())
                return value;
            if (!value.isNull() && !(value.kind == ValueKind::String && value.text.isEmpty()))
                return value;
        }
    }
    if (name == "format"_L1) {
        if (const auto text = formatted(values))
            return ConfigurationValue::string(*text);
    }
    if (name == "lookup"_L1 && values.size() >= 2 && values[0].kind == ValueKind::Object) {
        const auto key = values[1].toText();
        for (const auto &[member, value] : values[0].members) {
            if (key == member)
                return value;
        }
        if (key && values.size() == 3)
            return values[2];
    }
    if (name == "file"_L1 && values.size() == 1 && m_readFile) {
        const auto path = values.first().toText();
        if (const auto content = path ? m_readFile(*path) : std::nullopt)
            return ConfigurationValue::string(*content);
    }
    if (values.size() == 1) {
        const ConfigurationValue &value = values.first();
        if (name == "sensitive"_L1 || name == "nonsensitive"_L1) {
            ConfigurationValue same = value;
            same.sensitive = name == "sensitive"_L1;
            return same;
        }
        const auto text = value.toText();
        const auto truth = value.toBool();
        if (name == "tobool"_L1 && truth)
            return ConfigurationValue::fromBool(*truth);
        if (text && name == "tostring"_L1)
            return ConfigurationValue::string(*text);
        if (text && name == "lower"_L1)
            return ConfigurationValue::string(text->toLower());
        if (text && name == "upper"_L1)
            return ConfigurationValue::string(text->toUpper());
        if (text && name == "trimspace"_L1)
            return ConfigurationValue::string(text->trimmed());
    }
    return unknownOf(values, name + u"()"_s);
}

} // namespace signet
