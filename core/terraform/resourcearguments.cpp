#include "core/terraform/resourcearguments.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using Kind = HclExpression::Kind;
using State = ArgumentSeen::State;

constexpr int mostSteps = 100; // of locals that refer to locals

// "x" alone in a template, in parentheses, or with an index is x.
const HclExpression &innermost(const HclExpression &expression)
{
    const bool isTemplate = expression.kind == Kind::Template && expression.parts.size() == 1
        && expression.parts.front().kind != Kind::Text && !expression.isHeredoc;
    if (isTemplate || expression.kind == Kind::Parentheses)
        return innermost(expression.parts.front());
    return expression;
}

// The path of a traversal; the keys of indexes are passed over, and the names after them kept.
QStringList pathOf(const HclExpression &expression)
{
    const HclExpression &inner = innermost(expression);
    if (inner.kind == Kind::Traversal)
        return inner.path;
    if (inner.kind != Kind::Index)
        return {};
    QStringList path = pathOf(inner.parts.at(0));
    const HclExpression &key = inner.parts.at(1);
    const auto name = key.literalString();
    // A step after an index, as in a[0].id, comes as an index with the name; a["x"] looks the same.
    if (!path.isEmpty() && name)
        path.append(*name);
    return path;
}

class Collector {
public:
    Collector(Evaluation *evaluation, const ModuleScope &scope)
        : m_evaluation(evaluation)
        , m_scope(scope)
    {
    }

    void takeBlock(const ConfigurationBlock &block, const WantedNames &wanted, const QString &prefix)
    {
        for (const auto &[name, inner] : wanted.inside) {
            if (const ConfigurationAttribute *attribute = block.attribute(name))
                takeValue(attribute->value, attribute->place, inner, prefix + name);
            takeBlocks(block, name, inner, prefix + name);
        }
    }

    QMap<QString, ArgumentSeen> take() { return std::move(m_found); }

private:
    void takeBlocks(const ConfigurationBlock &block, const QString &name, const WantedNames &wanted,
                    const QString &path)
    {
        int index = 0;
        for (const ConfigurationBlock &inner : block.blocks) {
            if (inner.type == "dynamic"_L1 && inner.labels.value(0) == name)
                m_found.insert(path, {State::Unknown});
            if (inner.type != name)
                continue;
            if (m_found.value(path).state != State::Unknown)
                m_found.insert(path, {State::Known});
            const QString at = path + u'.' + QString::number(index++);
            m_found.insert(at, {State::Known});
            takeBlock(inner, wanted, at + u'.');
        }
    }

    void takeValue(const HclExpression &expression, const ConfigurationPlace &place,
                   const WantedNames &wanted, const QString &path)
    {
        const HclExpression &inner = innermost(expression);
        const bool isList = inner.kind == Kind::Tuple;
        const ConfigurationValue value = m_evaluation->valueOf(expression, place);
        ArgumentSeen seen = seenOf(value, wanted);
        if (seen.state == State::Unknown)
            seen.reference = referenceOf(expression, *m_evaluation, m_scope);
        if (seen.state != State::Unset)
            m_found.insert(path, seen);
        if (isList) {
            for (std::size_t i = 0; i < inner.parts.size(); ++i)
                takeValue(inner.parts[i], place, wanted, path + u'.' + QString::number(i));
        } else if (value.kind == ConfigurationValue::Kind::List && !value.sensitive) {
            for (qsizetype i = 0; i < value.elements.size(); ++i)
                takeKnown(value.elements[i], wanted, path + u'.' + QString::number(i));
        }
        // A block of JSON is an object, or a list of them.
        if (inner.kind != Kind::Object || wanted.inside.empty())
            return;
        const QString at = path.section(u'.', -1).front().isDigit() ? path : path + u".0"_s;
        m_found.insert(at, {State::Known});
        for (const auto &[name, deeper] : wanted.inside) {
            if (const HclExpression *member = inner.item(name))
                takeValue(*member, place, deeper, at + u'.' + name);
        }
    }

    void takeKnown(const ConfigurationValue &value, const WantedNames &wanted, const QString &path)
    {
        const ArgumentSeen seen = seenOf(value, wanted);
        if (seen.state != State::Unset)
            m_found.insert(path, seen);
    }

    static ArgumentSeen seenOf(const ConfigurationValue &value, const WantedNames &wanted)
    {
        using ValueKind = ConfigurationValue::Kind;
        if (value.isUnknown() || value.sensitive)
            return {State::Unknown};
        const bool isEmpty = value.isNull() || (value.kind == ValueKind::List && value.elements.isEmpty())
            || (value.kind == ValueKind::Object && value.members.isEmpty());
        const QString text = value.toText().value_or(QString());
        const bool isPlain = value.kind != ValueKind::List && value.kind != ValueKind::Object;
        if (isEmpty || (isPlain && isZero(text)))
            return {};
        return {State::Known, wanted.isValueRead ? text : QString()};
    }

    Evaluation *m_evaluation;
    const ModuleScope &m_scope;
    QMap<QString, ArgumentSeen> m_found;
};

QString referenceOf(const HclExpression &expression, const Evaluation &evaluation, const ModuleScope &scope,
                    int steps)
{
    const QStringList path = pathOf(expression);
    if (path.size() < 2 || steps > mostSteps)
        return {};
    const QString &root = path.first();
    if (root == "var"_L1)
        return path.size() == 2 ? scope.references.value(path[1]) : QString();
    if (root == "local"_L1) {
        const HclExpression *local = path.size() == 2 ? evaluation.local(path[1]) : nullptr;
        return local ? referenceOf(*local, evaluation, scope, steps + 1) : QString();
    }
    static const QStringList others{u"module"_s, u"each"_s, u"count"_s, u"self"_s, u"path"_s, u"terraform"_s};
    const qsizetype names = root == "data"_L1 ? 3 : 2;
    if (others.contains(root) || path.size() <= names)
        return {};
    return scope.address + path.mid(0, names).join(u'.') + u'.' + path.last();
}

} // namespace

QString referenceOf(const HclExpression &expression, const Evaluation &evaluation, const ModuleScope &scope)
{
    return referenceOf(expression, evaluation, scope, 0);
}

QMap<QString, ArgumentSeen> argumentsOf(const ConfigurationBlock &block, const WantedNames &wanted,
                                        Evaluation *evaluation, const ModuleScope &scope)
{
    Collector collector(evaluation, scope);
    collector.takeBlock(block, wanted, {});
    return collector.take();
}

} // namespace signet
