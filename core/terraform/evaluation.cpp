#include "core/terraform/evaluation.h"

#include "core/result/reason.h"
#include "core/terraform/functions.h"

#include <QScopedValueRollback>

#include <algorithm>
#include <cmath>
#include <utility>

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

constexpr const char *loopReason = QT_TRANSLATE_NOOP("Reason", "a loop");
constexpr const char *calculationReason = QT_TRANSLATE_NOOP("Reason", "a calculation");

ConfigurationValue unknownFor(const char *reason)
{
    return ConfigurationValue::unknown({reasonText(reason)});
}

void addDependencies(const ConfigurationValue &value, QStringList *names)
{
    *names += value.dependsOn;
    for (const ConfigurationValue &element : value.elements)
        addDependencies(element, names);
    for (const auto &member : value.members)
        addDependencies(member.second, names);
}

// Everything that several unknown parts need.
ConfigurationValue unknownOf(const QList<ConfigurationValue> &parts, const QString &otherwise)
{
    QStringList names;
    for (const ConfigurationValue &part : parts)
        addDependencies(part, &names);
    if (names.isEmpty())
        names.append(otherwise);
    names.removeDuplicates();
    return ConfigurationValue::unknown(names);
}

// A member of an object or an element of a list. What is known has nothing that it is not known to have.
ConfigurationValue memberOf(const ConfigurationValue &value, const QString &key, const QString &path)
{
    if (value.isUnknown())
        return value;
    if (value.kind == ValueKind::Object) {
        const auto found =
            std::ranges::find(value.members, key, &std::pair<QString, ConfigurationValue>::first);
        if (found != value.members.end())
            return found->second;
    }
    if (value.kind == ValueKind::List) {
        bool isNumber = false;
        const qsizetype index = key.toLongLong(&isNumber);
        if (isNumber && index >= 0 && index < value.elements.size())
            return value.elements[index];
    }
    ConfigurationValue missing = ConfigurationValue::unknown({path});
    missing.fails = true;
    return missing;
}

// What is made of a sensitive value is sensitive, too, as in Terraform: a result can give away what it was
// made of.
ConfigurationValue markedLike(const QList<ConfigurationValue> &operands, ConfigurationValue value)
{
    for (const ConfigurationValue &operand : operands)
        value.sensitive = value.sensitive || operand.sensitive;
    return value;
}

std::optional<ConfigurationValue> calculated(const QString &sign, double left, double right)
{
    if (sign == "<"_L1)
        return ConfigurationValue::fromBool(left < right);
    if (sign == "<="_L1)
        return ConfigurationValue::fromBool(left <= right);
    if (sign == ">"_L1)
        return ConfigurationValue::fromBool(left > right);
    if (sign == ">="_L1)
        return ConfigurationValue::fromBool(left >= right);
    if (sign == "+"_L1)
        return ConfigurationValue::number(numberText(left + right));
    if (sign == "-"_L1)
        return ConfigurationValue::number(numberText(left - right));
    if (sign == "*"_L1)
        return ConfigurationValue::number(numberText(left * right));
    if (right == 0)
        return ConfigurationValue::failure();
    if (sign == "/"_L1)
        return ConfigurationValue::number(numberText(left / right));
    if (sign == "%"_L1)
        return ConfigurationValue::number(numberText(std::fmod(left, right)));
    return std::nullopt;
}

ConfigurationValue combined(const QString &sign, const ConfigurationValue &left,
                            const ConfigurationValue &right)
{
    if (left.fails || right.fails)
        return ConfigurationValue::failure();
    if (sign == "&&"_L1 || sign == "||"_L1) {
        const auto a = left.toBool();
        const auto b = right.toBool();
        const bool decides = sign == "||"_L1; // true decides an "or", false an "and"
        if ((a && *a == decides) || (b && *b == decides))
            return ConfigurationValue::fromBool(decides);
        if (a && b)
            return ConfigurationValue::fromBool(!decides);
    } else if (sign == "=="_L1 || sign == "!="_L1) {
        if (const auto same = areEqual(left, right))
            return ConfigurationValue::fromBool(*same == (sign == "=="_L1));
    } else {
        const auto a = numberOf(left);
        const auto b = numberOf(right);
        const auto result = a && b ? calculated(sign, *a, *b) : std::nullopt;
        if (result)
            return *result;
    }
    return unknownOf({left, right}, reasonText(calculationReason));
}

// How much one value may take: locals that double each other grow without an end.
constexpr qint64 mostSteps = 200'000;
constexpr int deepestValue = 300;

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
    if (m_depth == 0)
        m_steps = 0;
    if (++m_steps > mostSteps || m_depth >= deepestValue)
        return placed(unknownFor(QT_TRANSLATE_NOOP("Reason", "a very large calculation")), place);
    const QScopedValueRollback<int> deeper(m_depth, m_depth + 1);
    return placed(unplacedValue(expression, place), place);
}

// Each kind has a function of its own: with all their locals in one, an expression in an expression would
// soon take the stack.
ConfigurationValue Evaluation::unplacedValue(const HclExpression &expression, const ConfigurationPlace &place)
{
    switch (expression.kind) {
    case Kind::Null:
        return {};
    case Kind::Bool:
        return ConfigurationValue::fromBool(expression.boolean);
    case Kind::Number:
        return ConfigurationValue::number(expression.text);
    case Kind::Text:
        return ConfigurationValue::string(expression.text);
    case Kind::Template:
        return templateValue(expression, place);
    case Kind::Tuple:
        return tuple(expression, place);
    case Kind::Object:
        return object(expression, place);
    case Kind::Traversal:
        return traversal(expression, place);
    case Kind::Index:
        return indexed(expression, place);
    case Kind::Parentheses:
        return valueOf(expression.parts.at(0), place);
    case Kind::Unary:
        return unary(expression, place);
    case Kind::Binary:
        return binary(expression, place);
    case Kind::Conditional:
        return conditional(expression, place);
    case Kind::Call:
        return call(expression, place);
    case Kind::For:
        return loop(expression, place);
    case Kind::Splat:
        return splat(expression, place);
    case Kind::Directive:
        return unknownFor(loopReason);
    case Kind::Invalid:
        return unknownFor(QT_TRANSLATE_NOOP("Reason", "an expression that cannot be read"));
    }
    Q_UNREACHABLE();
}

ConfigurationValue Evaluation::tuple(const HclExpression &expression, const ConfigurationPlace &place)
{
    ConfigurationValue value;
    value.kind = ValueKind::List;
    for (const HclExpression &part : expression.parts)
        value.elements.append(valueOf(part, place));
    return value;
}

ConfigurationValue Evaluation::object(const HclExpression &expression, const ConfigurationPlace &place)
{
    ConfigurationValue value;
    value.kind = ValueKind::Object;
    for (const auto &[key, member] : expression.items) {
        // A bare name is a key, not a reference.
        const bool bare = key.kind == Kind::Traversal && key.path.size() == 1;
        const auto name = bare ? std::optional(key.path.first()) : valueOf(key, place).toText();
        if (!name)
            return unknownFor(QT_TRANSLATE_NOOP("Reason", "an object key"));
        value.members.append({*name, valueOf(member, place)});
    }
    return value;
}

ConfigurationValue Evaluation::indexed(const HclExpression &expression, const ConfigurationPlace &place)
{
    const ConfigurationValue whole = valueOf(expression.parts.at(0), place);
    const ConfigurationValue key = valueOf(expression.parts.at(1), place);
    const auto name = key.toText();
    const QString reason = reasonText(QT_TRANSLATE_NOOP("Reason", "a list element"));
    return markedLike({whole, key}, name ? memberOf(whole, *name, reason) : unknownOf({whole, key}, reason));
}

ConfigurationValue Evaluation::unary(const HclExpression &expression, const ConfigurationPlace &place)
{
    ConfigurationValue operand = valueOf(expression.parts.at(0), place);
    const auto known = operand.toBool();
    const auto number = numberOf(operand);
    if (operand.fails)
        return operand;
    if (expression.text == u'!' && known)
        return markedLike({operand}, ConfigurationValue::fromBool(!*known));
    if (expression.text == u'-' && number)
        return markedLike({operand}, ConfigurationValue::number(numberText(-*number)));
    return markedLike({operand}, unknownOf({operand}, reasonText(calculationReason)));
}

ConfigurationValue Evaluation::conditional(const HclExpression &expression, const ConfigurationPlace &place)
{
    ConfigurationValue condition = valueOf(expression.parts.at(0), place);
    if (condition.fails)
        return condition;
    const auto known = condition.toBool();
    if (!known)
        return markedLike({condition},
                          unknownOf({condition}, reasonText(QT_TRANSLATE_NOOP("Reason", "a condition"))));
    return markedLike({condition}, valueOf(expression.parts.at(*known ? 1 : 2), place));
}

// What is taken of each element is not looked at.
ConfigurationValue Evaluation::splat(const HclExpression &expression, const ConfigurationPlace &place)
{
    const ConfigurationValue whole = valueOf(expression.parts.at(0), place);
    const bool isNone = whole.isNull() || (whole.kind == ValueKind::List && whole.elements.isEmpty());
    if (!isNone)
        return markedLike({whole}, unknownOf({whole}, reasonText(loopReason)));
    ConfigurationValue none;
    none.kind = ValueKind::List;
    return markedLike({whole}, std::move(none));
}

QStringList Evaluation::referencesOf(const HclExpression &expression) const
{
    QStringList references;
    collectReferences(expression, {}, 0, &references);
    return references;
}

void Evaluation::collectReferences(const HclExpression &expression, const QStringList &loopVariables,
                                   int depth, QStringList *references) const
{
    if (depth > deepestValue)
        return;
    // The variables of a loop are no references of the module.
    const bool isLoop = expression.kind == Kind::For;
    const QStringList ownVariables = isLoop ? loopVariables + expression.path : loopVariables;
    for (const HclExpression &part : expression.parts)
        collectReferences(part, ownVariables, depth + 1, references);
    for (const auto &[key, value] : expression.items) {
        const bool isName = key.kind == Kind::Traversal && key.path.size() == 1;
        if (!isName)
            collectReferences(key, loopVariables, depth + 1, references);
        collectReferences(value, loopVariables, depth + 1, references);
    }
    if (expression.kind != Kind::Traversal || expression.path.size() < 2)
        return;
    const QString &root = expression.path.first();
    if (root == "path"_L1 || root == "terraform"_L1 || loopVariables.contains(root))
        return;
    const qsizetype length = root == "data"_L1 || root == "ephemeral"_L1 ? 3 : 2;
    const QString name = expression.path.mid(0, length).join(u'.');
    if (references->contains(name)) // also ends the circle of a local that refers to itself
        return;
    references->append(name);
    const auto local = m_locals.constFind(expression.path.at(1));
    if (root == "local"_L1 && local != m_locals.constEnd())
        collectReferences(local->value, {}, depth + 1, references);
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
    if (const auto own = m_loopVariables.constFind(path.first()); own != m_loopVariables.constEnd()) {
        ConfigurationValue value = *own;
        const bool sensitive = value.sensitive;
        for (qsizetype i = 1; i < path.size(); ++i)
            value = memberOf(value, path[i], whole);
        value.sensitive = value.sensitive || sensitive;
        return value;
    }
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
        // The variables of a loop end where the local begins.
        const QHash<QString, ConfigurationValue> loopVariables = std::exchange(m_loopVariables, {});
        ConfigurationValue value = valueOf(*found);
        m_loopVariables = loopVariables;
        m_underWay.remove(name);
        return value;
    }

    const auto found = m_variables.constFind(name);
    if (found == m_variables.constEnd())
        return placed(ConfigurationValue::unknown({u"var."_s + name}), place);
    const bool isGiven = found->given && !(found->given->isNull() && !found->isNullable);
    ConfigurationValue value = isGiven ? *found->given
        : found->fallback              ? *found->fallback
                                       : ConfigurationValue::unknown({u"var."_s + name});
    value = found->type.converted(std::move(value));
    if (value.fails)
        value.dependsOn = {u"var."_s + name};
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
    const bool isSensitive = std::ranges::any_of(values, &ConfigurationValue::isSensitiveAnywhere);
    bool isComplete = true;
    if (expression.expands && !values.isEmpty()) {
        const ConfigurationValue last = values.takeLast();
        isComplete = last.kind == ValueKind::List;
        values += isComplete ? last.elements : QList{last};
    }
    const auto result = isComplete ? resultOf(expression.text, values) : std::nullopt;
    ConfigurationValue value = result ? *result : unknownOf(values, expression.text + u"()"_s);
    if (expression.text != "nonsensitive"_L1)
        value.sensitive = value.sensitive || isSensitive;
    return value;
}

std::optional<ConfigurationValue> Evaluation::resultOf(const QString &name,
                                                       const QList<ConfigurationValue> &values) const
{
    if (name == "file"_L1 && values.size() == 1 && m_readFile) {
        const auto path = values.first().toText();
        const auto content = path ? m_readFile(*path) : std::nullopt;
        return content ? std::optional(ConfigurationValue::string(*content)) : std::nullopt;
    }
    if (values.size() == 1 && (name == "sensitive"_L1 || name == "nonsensitive"_L1)) {
        ConfigurationValue same = values.first();
        same.sensitive = name == "sensitive"_L1;
        return same;
    }
    return functionResult(name, values);
}

ConfigurationValue Evaluation::loop(const HclExpression &expression, const ConfigurationPlace &place)
{
    const bool hasKey = expression.boolean;
    const std::size_t least = hasKey ? 3 : 2;
    // Grouped values are not worked out.
    if (expression.parts.size() < least || expression.path.isEmpty())
        return unknownFor(loopReason);
    const ConfigurationValue whole = valueOf(expression.parts.at(0), place);
    const bool isCollection = whole.kind == ValueKind::List || whole.kind == ValueKind::Object;
    if (!isCollection)
        return markedLike({whole}, unknownOf({whole}, reasonText(loopReason)));
    QList<std::pair<ConfigurationValue, ConfigurationValue>> items;
    for (qsizetype i = 0; i < whole.elements.size(); ++i)
        items.append({ConfigurationValue::number(QString::number(i)), whole.elements[i]});
    for (const auto &[name, member] : whole.members)
        items.append({ConfigurationValue::string(name), member});

    const HclExpression *condition = expression.parts.size() > least ? &expression.parts[least] : nullptr;
    const QHash<QString, ConfigurationValue> outside = m_loopVariables;
    ConfigurationValue result;
    result.kind = hasKey ? ValueKind::Object : ValueKind::List;
    for (const auto &[key, element] : std::as_const(items)) {
        if (expression.path.size() > 1)
            m_loopVariables.insert(expression.path[0], key);
        m_loopVariables.insert(expression.path.last(), element);
        if (condition) {
            const ConfigurationValue isWanted = valueOf(*condition, place);
            const auto wanted = isWanted.toBool();
            if (!wanted) {
                result = unknownOf({isWanted}, reasonText(loopReason));
                break;
            }
            if (!*wanted)
                continue;
        }
        ConfigurationValue made = valueOf(expression.parts.at(hasKey ? 2 : 1), place);
        if (!hasKey) {
            result.elements.append(std::move(made));
            continue;
        }
        const auto name = valueOf(expression.parts.at(1), place).toText();
        if (!name || (expression.expands && !made.isNull())) {
            result = unknownFor(loopReason);
            break;
        }
        result.members.append({*name, std::move(made)});
    }
    m_loopVariables = outside;
    return markedLike({whole}, std::move(result));
}

} // namespace signet
