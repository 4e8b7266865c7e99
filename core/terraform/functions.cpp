#include "core/terraform/functions.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTextBoundaryFinder>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using Kind = ConfigurationValue::Kind;
using Value = ConfigurationValue;
using Values = QList<ConfigurationValue>;
using Returned = std::optional<ConfigurationValue>;
using Function = Returned (*)(const Values &);

constexpr qsizetype longestText = 1'000'000; // characters that a function may make
constexpr qsizetype longestMatched = 10'000; // characters that a regular expression looks at
constexpr int longestRange = 1'000;
constexpr qsizetype longestList = 100'000; // elements that a function may make
constexpr qsizetype mostComparisons = 2'000'000;

Value listOf(Values elements)
{
    Value list;
    list.kind = Kind::List;
    list.elements = std::move(elements);
    return list;
}

Value objectOf(QList<std::pair<QString, Value>> members)
{
    Value object;
    object.kind = Kind::Object;
    object.members = std::move(members);
    return object;
}

bool areWhollyKnown(const Values &values)
{
    return std::ranges::all_of(values, &Value::isWhollyKnown);
}

std::optional<qsizetype> indexOf(const Value &value)
{
    const auto number = numberOf(value);
    if (!number || std::abs(*number) > 1e9 || std::floor(*number) != *number)
        return std::nullopt;
    return qsizetype(*number);
}

// A member of a map or an object; null where it has none of that name.
const Value *memberNamed(const Value &object, const QString &name)
{
    const auto found = std::ranges::find(object.members, name, &std::pair<QString, Value>::first);
    return found == object.members.end() ? nullptr : &found->second;
}

// Two elements that may be the same cannot be counted.
Returned withoutRepetitions(const Values &elements)
{
    if (elements.size() * elements.size() > mostComparisons)
        return std::nullopt;
    Values distinct;
    for (const Value &element : elements) {
        bool isRepeated = false;
        for (const Value &other : std::as_const(distinct)) {
            const auto same = areEqual(element, other);
            if (!same)
                return std::nullopt;
            isRepeated = isRepeated || *same;
        }
        if (!isRepeated)
            distinct.append(element);
    }
    return listOf(distinct);
}

// ---- of strings ----

// One string, or several of which all must be known.
std::optional<QStringList> textsOf(const Values &values)
{
    QStringList texts;
    for (const Value &value : values) {
        const auto text = value.toText();
        if (!text)
            return std::nullopt;
        texts.append(*text);
    }
    return texts;
}

Returned text(const QString &made)
{
    return made.size() > longestText ? std::nullopt : Returned(Value::string(made));
}

// format("%s/%d", ...); nothing for other verbs.
Returned format(const Values &values)
{
    const auto texts = textsOf(values);
    if (!texts || texts->isEmpty())
        return std::nullopt;
    const QString &pattern = texts->first();
    QString made;
    qsizetype next = 1;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        if (pattern.at(i) != u'%') {
            made += pattern.at(i);
            continue;
        }
        const QChar verb = ++i < pattern.size() ? pattern.at(i) : QChar();
        if (verb == u'%') {
            made += verb;
            continue;
        }
        if ((verb != u's' && verb != u'd' && verb != u'v') || next >= texts->size())
            return std::nullopt;
        made += texts->at(next++);
    }
    return text(made);
}

Returned join(const Values &values)
{
    if (values.size() != 2 || values[1].kind != Kind::List)
        return std::nullopt;
    const auto between = values[0].toText();
    const auto texts = textsOf(values[1].elements);
    return between && texts ? text(texts->join(*between)) : std::nullopt;
}

Returned split(const Values &values)
{
    const auto texts = textsOf(values);
    if (!texts || texts->size() != 2 || texts->at(0).isEmpty())
        return std::nullopt;
    Values parts;
    const QStringList found = texts->at(1).split(texts->at(0));
    for (const QString &part : found)
        parts.append(Value::string(part));
    return listOf(parts);
}

Returned replace(const Values &values)
{
    const auto texts = textsOf(values);
    if (!texts || texts->size() != 3)
        return std::nullopt;
    const QString &what = texts->at(1);
    const bool isPattern = what.size() > 1 && what.startsWith(u'/') && what.endsWith(u'/');
    if (isPattern || what.isEmpty() || texts->at(0).size() > longestMatched
        || texts->at(2).size() > longestMatched)
        return std::nullopt;
    return text(QString(texts->at(0)).replace(what, texts->at(2)));
}

Returned substr(const Values &values)
{
    const auto whole = values.size() == 3 ? values[0].toText() : std::nullopt;
    const auto offset = whole ? indexOf(values[1]) : std::nullopt;
    const auto length = offset ? indexOf(values[2]) : std::nullopt;
    const bool isPlain = whole && std::ranges::all_of(*whole, [](QChar c) { return c.unicode() < 0x80; });
    if (!length || !isPlain)
        return std::nullopt;
    const qsizetype from = *offset < 0 ? std::max<qsizetype>(0, whole->size() + *offset) : *offset;
    return text(*length < 0 ? whole->mid(from) : whole->mid(from, *length));
}

using TextChange = QString (*)(const QString &);
template <TextChange change>
Returned changed(const Values &values)
{
    const auto texts = textsOf(values);
    return texts && texts->size() == 1 ? text(change(texts->first())) : std::nullopt;
}

QString chomped(const QString &whole)
{
    QString rest = whole;
    while (rest.endsWith(u'\n') || rest.endsWith(u'\r'))
        rest.chop(1);
    return rest;
}

using TextTest = bool (*)(const QString &, const QString &);
template <TextTest test>
Returned tested(const Values &values)
{
    const auto texts = textsOf(values);
    return texts && texts->size() == 2 ? Returned(Value::fromBool(test(texts->at(0), texts->at(1))))
                                       : std::nullopt;
}

using TextCut = QString (*)(const QString &, const QString &);
template <TextCut cut>
Returned shortened(const Values &values)
{
    const auto texts = textsOf(values);
    return texts && texts->size() == 2 ? text(cut(texts->at(0), texts->at(1))) : std::nullopt;
}

QString withoutPrefix(const QString &whole, const QString &prefix)
{
    return whole.startsWith(prefix) ? whole.sliced(prefix.size()) : whole;
}

QString withoutSuffix(const QString &whole, const QString &suffix)
{
    return whole.endsWith(suffix) ? whole.chopped(suffix.size()) : whole;
}

QString trimmedOf(const QString &whole, const QString &characters)
{
    qsizetype first = 0;
    qsizetype end = whole.size();
    while (first < end && characters.contains(whole[first]))
        ++first;
    while (end > first && characters.contains(whole[end - 1]))
        --end;
    return whole.sliced(first, end - first);
}

// What a pattern finds: its groups by name, or by number, or, without groups, the text.
Value captured(const QRegularExpressionMatch &match, const QRegularExpression &pattern)
{
    if (pattern.captureCount() == 0)
        return Value::string(match.captured());
    const auto groupOf = [&match](int index) {
        return match.hasCaptured(index) ? Value::string(match.captured(index)) : Value();
    };
    const QStringList names = pattern.namedCaptureGroups();
    const bool isNamed = std::ranges::any_of(names, [](const QString &name) { return !name.isEmpty(); });
    QList<std::pair<QString, Value>> members;
    Values elements;
    for (int i = 1; i <= pattern.captureCount(); ++i) {
        if (isNamed)
            members.append({names.value(i), groupOf(i)});
        else
            elements.append(groupOf(i));
    }
    return isNamed ? objectOf(members) : listOf(elements);
}

// Nothing for a pattern or a text that is not for here.
std::optional<QRegularExpression> patternOf(const std::optional<QStringList> &texts)
{
    if (!texts || texts->size() != 2 || texts->at(0).size() > longestMatched
        || texts->at(1).size() > longestMatched)
        return std::nullopt;
    QRegularExpression pattern(texts->at(0));
    return pattern.isValid() ? std::optional(pattern) : std::nullopt;
}

Returned regex(const Values &values)
{
    const auto texts = textsOf(values);
    const auto pattern = patternOf(texts);
    if (!pattern)
        return std::nullopt;
    const QRegularExpressionMatch match = pattern->match(texts->at(1));
    if (!match.isValid())
        return std::nullopt;
    return match.hasMatch() ? captured(match, *pattern) : Value::failure();
}

Returned regexall(const Values &values)
{
    const auto texts = textsOf(values);
    const auto pattern = patternOf(texts);
    if (!pattern)
        return std::nullopt;
    Values found;
    QRegularExpressionMatchIterator matches = pattern->globalMatch(texts->at(1));
    if (!matches.isValid())
        return std::nullopt;
    while (matches.hasNext())
        found.append(captured(matches.next(), *pattern));
    return listOf(found);
}

// ---- of numbers ----

std::optional<QList<double>> numbersOf(const Values &values)
{
    QList<double> numbers;
    for (const Value &value : values) {
        const auto number = numberOf(value);
        if (!number)
            return std::nullopt;
        numbers.append(*number);
    }
    return numbers;
}

using NumberChange = double (*)(double);
template <NumberChange change>
Returned computed(const Values &values)
{
    const auto numbers = numbersOf(values);
    return numbers && numbers->size() == 1 ? Returned(Value::number(numberText(change(numbers->first()))))
                                           : std::nullopt;
}

double absolute(double number)
{
    return std::abs(number);
}

double roundedDown(double number)
{
    return std::floor(number);
}

double roundedUp(double number)
{
    return std::ceil(number);
}

Returned least(const Values &values)
{
    const auto numbers = numbersOf(values);
    if (!numbers || numbers->isEmpty())
        return std::nullopt;
    return Value::number(numberText(*std::ranges::min_element(*numbers)));
}

Returned greatest(const Values &values)
{
    const auto numbers = numbersOf(values);
    if (!numbers || numbers->isEmpty())
        return std::nullopt;
    return Value::number(numberText(*std::ranges::max_element(*numbers)));
}

Returned sum(const Values &values)
{
    const auto numbers = values.size() == 1 && values[0].kind == Kind::List && !values[0].elements.isEmpty()
        ? numbersOf(values[0].elements)
        : std::nullopt;
    if (!numbers)
        return std::nullopt;
    double total = 0;
    for (const double number : *numbers)
        total += number;
    return Value::number(numberText(total));
}

Returned range(const Values &values)
{
    const auto numbers = numbersOf(values);
    if (!numbers || numbers->isEmpty() || numbers->size() > 3)
        return std::nullopt;
    const double first = numbers->size() > 1 ? numbers->at(0) : 0;
    const double end = numbers->size() > 1 ? numbers->at(1) : numbers->at(0);
    const double step = numbers->size() > 2 ? numbers->at(2) : first <= end ? 1 : -1;
    if (step == 0 || std::abs((end - first) / step) > longestRange)
        return std::nullopt;
    Values made;
    for (double at = first; step > 0 ? at < end : at > end; at += step)
        made.append(Value::number(numberText(at)));
    return listOf(made);
}

// ---- of collections ----

Returned length(const Values &values)
{
    if (values.size() != 1)
        return std::nullopt;
    const Value &whole = values.first();
    switch (whole.kind) {
    case Kind::List:
        return Value::number(QString::number(whole.elements.size()));
    case Kind::Object:
        return Value::number(QString::number(whole.members.size()));
    case Kind::String: {
        int count = 0;
        QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, whole.text);
        while (finder.toNextBoundary() >= 0)
            ++count;
        return Value::number(QString::number(count));
    }
    case Kind::Null:
    case Kind::Bool:
    case Kind::Number:
        return Value::failure();
    case Kind::Unknown:
        return std::nullopt;
    }
    Q_UNREACHABLE();
}

Returned contains(const Values &values)
{
    if (values.size() != 2 || values[0].kind != Kind::List)
        return std::nullopt;
    bool isOpen = false;
    for (const Value &element : values[0].elements) {
        const auto same = areEqual(element, values[1]);
        if (same == true)
            return Value::fromBool(true);
        isOpen = isOpen || !same;
    }
    return isOpen ? std::nullopt : Returned(Value::fromBool(false));
}

Returned quantified(const Values &values, bool deciding)
{
    if (values.size() != 1 || values[0].kind != Kind::List)
        return std::nullopt;
    bool isOpen = false;
    for (const Value &element : values[0].elements) {
        // A null is no truth.
        const auto truth = element.isNull() ? std::optional(false) : element.toBool();
        if (truth == deciding)
            return Value::fromBool(deciding);
        isOpen = isOpen || !truth;
    }
    return isOpen ? std::nullopt : Returned(Value::fromBool(!deciding));
}

Returned alltrue(const Values &values)
{
    return quantified(values, false);
}

Returned anytrue(const Values &values)
{
    return quantified(values, true);
}

Returned coalesce(const Values &values)
{
    for (const Value &value : values) {
        if (value.isUnknown())
            return std::nullopt;
        if (!value.isNull() && !(value.kind == Kind::String && value.text.isEmpty()))
            return value;
    }
    return Value::failure();
}

Returned coalescelist(const Values &values)
{
    for (const Value &value : values) {
        if (value.isUnknown())
            return std::nullopt;
        if (value.kind == Kind::List && !value.elements.isEmpty())
            return value;
    }
    return Value::failure();
}

Returned concat(const Values &values)
{
    Values all;
    for (const Value &value : values) {
        if (value.kind != Kind::List)
            return std::nullopt;
        all += value.elements;
        if (all.size() > longestList)
            return std::nullopt;
    }
    return listOf(all);
}

Returned flatten(const Values &values)
{
    if (values.size() != 1 || values[0].kind != Kind::List)
        return std::nullopt;
    Values flat;
    for (const Value &element : values[0].elements) {
        if (element.isUnknown())
            return std::nullopt;
        if (element.kind != Kind::List) {
            flat.append(element);
            continue;
        }
        const auto inner = flatten({element});
        if (!inner)
            return std::nullopt;
        flat += inner->elements;
        if (flat.size() > longestList)
            return std::nullopt;
    }
    return listOf(flat);
}

Returned merge(const Values &values)
{
    QList<std::pair<QString, Value>> members;
    QHash<QString, qsizetype> places;
    for (const Value &value : values) {
        if (value.isNull())
            continue;
        if (value.kind != Kind::Object)
            return std::nullopt;
        for (const auto &[name, member] : value.members) {
            const auto known = places.constFind(name);
            if (known != places.constEnd()) {
                members[*known].second = member;
                continue;
            }
            places.insert(name, members.size());
            members.append({name, member});
        }
    }
    return objectOf(members);
}

Returned lookup(const Values &values)
{
    if (values.size() < 2 || values[0].kind != Kind::Object)
        return std::nullopt;
    const auto key = values[1].toText();
    if (!key)
        return std::nullopt;
    if (const Value *member = memberNamed(values[0], *key))
        return *member;
    return values.size() == 3 ? values[2] : Value::failure();
}

Returned element(const Values &values)
{
    if (values.size() != 2 || values[0].kind != Kind::List)
        return std::nullopt;
    if (values[0].elements.isEmpty())
        return Value::failure();
    const auto index = indexOf(values[1]);
    if (!index || *index < 0)
        return std::nullopt;
    return values[0].elements[*index % values[0].elements.size()];
}

Returned one(const Values &values)
{
    if (values.size() != 1 || values[0].kind != Kind::List)
        return std::nullopt;
    const Values &elements = values[0].elements;
    if (elements.size() > 1)
        return Value::failure();
    return elements.isEmpty() ? Value() : elements.first();
}

// By their names, as Terraform orders a map.
QList<std::pair<QString, Value>> inOrder(const Value &object)
{
    QList<std::pair<QString, Value>> members = object.members;
    std::ranges::sort(members, {}, [](const auto &member) { return member.first.toUtf8(); });
    return members;
}

Returned keys(const Values &values)
{
    if (values.size() != 1 || values[0].kind != Kind::Object)
        return std::nullopt;
    Values names;
    const auto members = inOrder(values[0]);
    for (const auto &member : members)
        names.append(Value::string(member.first));
    return listOf(names);
}

Returned valuesOf(const Values &values)
{
    if (values.size() != 1 || values[0].kind != Kind::Object)
        return std::nullopt;
    Values all;
    const auto members = inOrder(values[0]);
    for (const auto &member : members)
        all.append(member.second);
    return listOf(all);
}

Returned zipmap(const Values &values)
{
    if (values.size() != 2 || values[0].kind != Kind::List || values[1].kind != Kind::List
        || values[0].elements.size() != values[1].elements.size())
        return std::nullopt;
    QList<std::pair<QString, Value>> members;
    for (qsizetype i = 0; i < values[0].elements.size(); ++i) {
        const auto name = values[0].elements[i].toText();
        if (!name)
            return std::nullopt;
        members.append({*name, values[1].elements[i]});
    }
    return objectOf(members);
}

Returned toset(const Values &values)
{
    if (values.size() != 1 || values[0].kind != Kind::List)
        return std::nullopt;
    return withoutRepetitions(values[0].elements);
}

Returned tolist(const Values &values)
{
    return values.size() == 1 && values[0].kind == Kind::List ? Returned(values[0]) : std::nullopt;
}

Returned tomap(const Values &values)
{
    return values.size() == 1 && values[0].kind == Kind::Object ? Returned(values[0]) : std::nullopt;
}

Returned compact(const Values &values)
{
    if (values.size() != 1 || values[0].kind != Kind::List || !areWhollyKnown(values[0].elements))
        return std::nullopt;
    Values rest;
    for (const Value &element : values[0].elements) {
        if (!element.isNull() && !element.toText().value_or(QString()).isEmpty())
            rest.append(element);
    }
    return listOf(rest);
}

Returned reverse(const Values &values)
{
    if (values.size() != 1 || values[0].kind != Kind::List)
        return std::nullopt;
    Values turned = values[0].elements;
    std::ranges::reverse(turned);
    return listOf(turned);
}

Returned sort(const Values &values)
{
    const auto texts =
        values.size() == 1 && values[0].kind == Kind::List ? textsOf(values[0].elements) : std::nullopt;
    if (!texts)
        return std::nullopt;
    QStringList sorted = *texts;
    std::ranges::sort(sorted, {}, [](const QString &word) { return word.toUtf8(); });
    Values made;
    for (const QString &word : std::as_const(sorted))
        made.append(Value::string(word));
    return listOf(made);
}

Returned setunion(const Values &values)
{
    const auto all = concat(values);
    return all ? withoutRepetitions(all->elements) : std::nullopt;
}

// Those of the first that the other has, or does not have.
Returned shared(const Values &values, bool isKept)
{
    if (values.size() != 2 || values[0].kind != Kind::List || values[1].kind != Kind::List
        || !areWhollyKnown(values) || values[0].elements.size() * values[1].elements.size() > mostComparisons)
        return std::nullopt;
    Values rest;
    for (const Value &element : values[0].elements) {
        const auto found = contains({values[1], element});
        if (!found)
            return std::nullopt;
        if (found->boolean == isKept)
            rest.append(element);
    }
    return withoutRepetitions(rest);
}

Returned setintersection(const Values &values)
{
    return shared(values, true);
}

Returned setsubtract(const Values &values)
{
    return shared(values, false);
}

// ---- of anything ----

// What cannot fail here has not failed there.
Returned can(const Values &values)
{
    if (values.size() != 1)
        return std::nullopt;
    if (values.first().fails)
        return Value::fromBool(false);
    return values.first().isWhollyKnown() ? Returned(Value::fromBool(true)) : std::nullopt;
}

Returned tryThese(const Values &values)
{
    for (const Value &value : values) {
        if (value.fails)
            continue;
        return value.isUnknown() ? std::nullopt : Returned(value);
    }
    return Value::failure();
}

Returned tobool(const Values &values)
{
    if (values.size() != 1 || values[0].isUnknown())
        return std::nullopt;
    const auto truth = values[0].toBool();
    return values[0].isNull() ? values[0] : truth ? Value::fromBool(*truth) : Value::failure();
}

Returned tostring(const Values &values)
{
    if (values.size() != 1 || values[0].isUnknown())
        return std::nullopt;
    const auto made = values[0].toText();
    return values[0].isNull() ? values[0] : made ? Value::string(*made) : Value::failure();
}

Returned tonumber(const Values &values)
{
    if (values.size() != 1 || values[0].isUnknown())
        return std::nullopt;
    const auto number = numberOf(values[0]);
    return values[0].isNull() ? values[0] : number ? Value::number(numberText(*number)) : Value::failure();
}

Value fromJson(const QJsonValue &json)
{
    switch (json.type()) {
    case QJsonValue::Bool:
        return Value::fromBool(json.toBool());
    case QJsonValue::Double:
        return Value::number(numberText(json.toDouble()));
    case QJsonValue::String:
        return Value::string(json.toString());
    case QJsonValue::Array: {
        Values elements;
        const QJsonArray array = json.toArray();
        for (const QJsonValue element : array)
            elements.append(fromJson(element));
        return listOf(elements);
    }
    case QJsonValue::Object: {
        QList<std::pair<QString, Value>> members;
        const QJsonObject object = json.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            members.append({it.key(), fromJson(it.value())});
        return objectOf(members);
    }
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        return {};
    }
    Q_UNREACHABLE();
}

Returned jsondecode(const Values &values)
{
    const auto texts = textsOf(values);
    if (!texts || texts->size() != 1)
        return std::nullopt;
    // A value by itself is no document of Qt's.
    QJsonParseError error;
    const QJsonArray read = QJsonDocument::fromJson('[' + texts->first().toUtf8() + ']', &error).array();
    if (error.error == QJsonParseError::DeepNesting)
        return std::nullopt;
    return error.error == QJsonParseError::NoError && read.size() == 1 ? fromJson(read.first())
                                                                       : Value::failure();
}

QString lowered(const QString &whole)
{
    return whole.toLower();
}

QString raised(const QString &whole)
{
    return whole.toUpper();
}

QString stripped(const QString &whole)
{
    return whole.trimmed();
}

bool beginsWith(const QString &whole, const QString &part)
{
    return whole.startsWith(part);
}

bool endsWith(const QString &whole, const QString &part)
{
    return whole.endsWith(part);
}

bool holds(const QString &whole, const QString &part)
{
    return whole.contains(part);
}

const QHash<QString, Function> &functions()
{
    static const QHash<QString, Function> known{
        {u"abs"_s, computed<absolute>},
        {u"alltrue"_s, alltrue},
        {u"anytrue"_s, anytrue},
        {u"can"_s, can},
        {u"ceil"_s, computed<roundedUp>},
        {u"chomp"_s, changed<chomped>},
        {u"coalesce"_s, coalesce},
        {u"coalescelist"_s, coalescelist},
        {u"compact"_s, compact},
        {u"concat"_s, concat},
        {u"contains"_s, contains},
        {u"distinct"_s, toset},
        {u"element"_s, element},
        {u"endswith"_s, tested<endsWith>},
        {u"flatten"_s, flatten},
        {u"floor"_s, computed<roundedDown>},
        {u"format"_s, format},
        {u"join"_s, join},
        {u"jsondecode"_s, jsondecode},
        {u"keys"_s, keys},
        {u"length"_s, length},
        {u"lookup"_s, lookup},
        {u"lower"_s, changed<lowered>},
        {u"max"_s, greatest},
        {u"merge"_s, merge},
        {u"min"_s, least},
        {u"one"_s, one},
        {u"range"_s, range},
        {u"regex"_s, regex},
        {u"regexall"_s, regexall},
        {u"replace"_s, replace},
        {u"reverse"_s, reverse},
        {u"setintersection"_s, setintersection},
        {u"setsubtract"_s, setsubtract},
        {u"setunion"_s, setunion},
        {u"sort"_s, sort},
        {u"split"_s, split},
        {u"startswith"_s, tested<beginsWith>},
        {u"strcontains"_s, tested<holds>},
        {u"substr"_s, substr},
        {u"sum"_s, sum},
        {u"tobool"_s, tobool},
        {u"tolist"_s, tolist},
        {u"tomap"_s, tomap},
        {u"tonumber"_s, tonumber},
        {u"toset"_s, toset},
        {u"tostring"_s, tostring},
        {u"trim"_s, shortened<trimmedOf>},
        {u"trimprefix"_s, shortened<withoutPrefix>},
        {u"trimspace"_s, changed<stripped>},
        {u"trimsuffix"_s, shortened<withoutSuffix>},
        {u"try"_s, tryThese},
        {u"upper"_s, changed<raised>},
        {u"values"_s, valuesOf},
        {u"zipmap"_s, zipmap},
    };
    return known;
}

} // namespace

std::optional<ConfigurationValue> functionResult(const QString &name,
                                                 const QList<ConfigurationValue> &arguments)
{
    // OpenTofu and Terraform 1.8 know them by this name as well.
    const QString plain = name.startsWith("core::"_L1) ? name.sliced(6) : name;
    // What fails inside fails as a whole, but for the two functions that look for it.
    const bool looksForFailure = plain == "can"_L1 || plain == "try"_L1;
    if (!looksForFailure && std::ranges::any_of(arguments, &ConfigurationValue::fails))
        return ConfigurationValue::failure();
    const Function function = functions().value(plain);
    return function ? function(arguments) : std::nullopt;
}

std::optional<bool> areEqual(const ConfigurationValue &a, const ConfigurationValue &b)
{
    if (a.isUnknown() || b.isUnknown())
        return std::nullopt;
    if (a.kind != b.kind)
        return false;
    switch (a.kind) {
    case Kind::Null:
        return true;
    case Kind::Bool:
        return a.boolean == b.boolean;
    case Kind::Number:
        return a.text.toDouble() == b.text.toDouble();
    case Kind::String:
        return a.text == b.text;
    case Kind::List: {
        if (a.elements.size() != b.elements.size())
            return false;
        std::optional<bool> same = true;
        for (qsizetype i = 0; i < a.elements.size() && same != false; ++i) {
            const auto one = areEqual(a.elements[i], b.elements[i]);
            same = !one ? std::nullopt : *one ? same : one;
        }
        return same;
    }
    case Kind::Object: {
        if (a.members.size() != b.members.size())
            return false;
        std::optional<bool> same = true;
        for (const auto &[name, member] : a.members) {
            const ConfigurationValue *other = memberNamed(b, name);
            const auto one = other ? areEqual(member, *other) : false;
            if (one == false)
                return false;
            same = one ? same : std::nullopt;
        }
        return same;
    }
    case Kind::Unknown:
        break;
    }
    return std::nullopt;
}

std::optional<double> numberOf(const ConfigurationValue &value)
{
    if (value.kind != Kind::Number && value.kind != Kind::String)
        return std::nullopt;
    bool isNumber = false;
    const double number = value.text.toDouble(&isNumber);
    return isNumber ? std::optional(number) : std::nullopt;
}

QString numberText(double number)
{
    if (std::floor(number) == number && std::abs(number) < 1e15)
        return QString::number(qint64(number));
    return QString::number(number, 'g', 15);
}

} // namespace signet
