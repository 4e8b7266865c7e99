#pragma once

#include "core/result/findingid.h"
#include "core/result/given.h"
#include "core/result/identifiers.h"
#include "core/result/problem.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <type_traits>

namespace signet {

// A struct names its fields once, and is written to JSON and read back by that one description:
//
//     template <class Fields>
//     void describeFields(Fields &fields, HostReachSeen &seen)
//     {
//         fields("host", seen.host);
//         fields.word("transport", seen.delivery, Delivery::Failed);
//     }
//
//     writeFields(seen), readFields<HostReachSeen>(json)
//
// It is found by its argument, so it stands in namespace signet. What is missing in the JSON, or is of
// another type, keeps its default.

template <class T>
QJsonObject writeFields(const T &value);
template <class T>
T readFields(const QJsonObject &json, T start = {});

inline QJsonValue toField(bool value)
{
    return value;
}
inline QJsonValue toField(int value)
{
    return value;
}
inline QJsonValue toField(qint64 value)
{
    return value;
}
inline QJsonValue toField(const QString &value)
{
    return value;
}
inline QJsonValue toField(const QStringList &value)
{
    return QJsonArray::fromStringList(value);
}
inline QJsonValue toField(const QJsonObject &value)
{
    return value;
}
inline QJsonValue toField(FindingId value)
{
    return value.toString();
}
inline QJsonValue toField(const Origin &value)
{
    return value.toString();
}
template <class Tag>
QJsonValue toField(const Guid<Tag> &value)
{
    return value.toString();
}
template <class T>
    requires std::is_class_v<T>
QJsonValue toField(const T &value)
{
    return writeFields(value);
}
template <class T>
QJsonValue toField(const QList<T> &list)
{
    QJsonArray array;
    for (const T &value : list)
        array.append(toField(value));
    return array;
}
template <class T>
QJsonValue toField(const std::optional<T> &value)
{
    return value ? toField(*value) : QJsonValue();
}

inline void fromField(const QJsonValue &json, bool &value)
{
    value = json.toBool(value);
}
inline void fromField(const QJsonValue &json, int &value)
{
    value = json.toInt(value);
}
inline void fromField(const QJsonValue &json, qint64 &value)
{
    value = json.toInteger(value);
}
inline void fromField(const QJsonValue &json, QString &value)
{
    value = json.toString(value);
}
inline void fromField(const QJsonValue &json, QStringList &value)
{
    value.clear();
    for (const QJsonValue item : json.toArray())
        value.append(item.toString());
}
inline void fromField(const QJsonValue &json, QJsonObject &value)
{
    value = json.toObject();
}
inline void fromField(const QJsonValue &json, FindingId &value)
{
    value = FindingId::fromText(json.toString());
}
inline void fromField(const QJsonValue &json, Origin &value)
{
    value = Origin::fromString(json.toString());
}
template <class T>
    requires std::is_class_v<T>
void fromField(const QJsonValue &json, T &value)
{
    value = readFields<T>(json.toObject(), std::move(value));
}
template <class T>
void fromField(const QJsonValue &json, QList<T> &list)
{
    list.clear();
    for (const QJsonValue item : json.toArray()) {
        T value{};
        fromField(item, value);
        list.append(std::move(value));
    }
}
template <class T>
void fromField(const QJsonValue &json, std::optional<T> &value)
{
    value.reset();
    if (json.isNull() || json.isUndefined())
        return;
    T read{};
    fromField(json, read);
    value = std::move(read);
}
template <class Tag>
void fromField(const QJsonValue &json, std::optional<Guid<Tag>> &value)
{
    const auto id = Guid<Tag>::parse(json.toString());
    value = id ? std::optional(*id) : std::nullopt;
}

template <class Fields>
void describeFields(Fields &fields, Problem &problem)
{
    fields("finding", problem.findingId);
    fields("evidence", problem.evidence);
}

class FieldWriter {
public:
    static constexpr bool reads = false;

    template <class T>
    void operator()(const char *key, const T &value)
    {
        m_json.insert(QLatin1StringView(key), toField(value));
    }
    // Left out while it has its default.
    template <class T>
    void unlessDefault(const char *key, const T &value)
    {
        bool isDefault = false;
        if constexpr (requires { value.isEmpty(); })
            isDefault = value.isEmpty();
        else
            isDefault = value == T();
        if (!isDefault)
            m_json.insert(QLatin1StringView(key), toField(value));
    }
    // Left out where there is none.
    template <class T>
    void ifAny(const char *key, const std::optional<T> &value)
    {
        if (value)
            m_json.insert(QLatin1StringView(key), toField(*value));
    }
    // A word of toString(); the last value says how many there are.
    template <class E>
    void word(const char *key, const E &value, E)
    {
        m_json.insert(QLatin1StringView(key), QString(toString(value)));
    }
    template <class E>
    void wordUnlessDefault(const char *key, const E &value, E last)
    {
        if (value != E())
            word(key, value, last);
    }
    template <class E>
    void wordIfAny(const char *key, const std::optional<E> &value, E last)
    {
        if (value)
            word(key, *value, last);
    }
    // Follows from other fields: for whoever reads the JSON, and not read back.
    template <class T>
    void derived(const char *key, const T &value)
    {
        m_json.insert(QLatin1StringView(key), toField(value));
    }
    // The fields of another struct, among the own ones. It is there when the JSON has the key.
    template <class T>
    void inlined(const char *, const std::optional<T> &value)
    {
        if (value)
            inlined(*value);
    }
    template <class T>
    void inlined(const T &value)
    {
        T copy = value;
        describeFields(*this, copy);
    }

    const QJsonObject &json() const { return m_json; }
    void merge(const QJsonObject &other)
    {
        for (auto it = other.begin(); it != other.end(); ++it)
            m_json.insert(it.key(), it.value());
    }

private:
    QJsonObject m_json;
};

class FieldReader {
public:
    static constexpr bool reads = true;

    explicit FieldReader(QJsonObject json)
        : m_json(std::move(json))
    {
    }

    template <class T>
    void operator()(const char *key, T &value)
    {
        if (m_json.contains(QLatin1StringView(key)))
            fromField(m_json.value(QLatin1StringView(key)), value);
    }
    template <class T>
    void unlessDefault(const char *key, T &value)
    {
        (*this)(key, value);
    }
    template <class T>
    void ifAny(const char *key, std::optional<T> &value)
    {
        (*this)(key, value);
    }
    template <class E>
    void word(const char *key, E &value, E last)
    {
        const QString text = m_json.value(QLatin1StringView(key)).toString();
        for (int i = 0; i <= int(last); ++i) {
            if (toString(E(i)) == text)
                value = E(i);
        }
    }
    template <class E>
    void wordUnlessDefault(const char *key, E &value, E last)
    {
        word(key, value, last);
    }
    template <class E>
    void wordIfAny(const char *key, std::optional<E> &value, E last)
    {
        if (m_json.contains(QLatin1StringView(key)))
            word(key, value.emplace(), last);
    }
    template <class T>
    void derived(const char *, const T &)
    {
    }
    template <class T>
    void inlined(const char *key, std::optional<T> &value)
    {
        if (m_json.contains(QLatin1StringView(key)))
            inlined(value.emplace());
    }
    template <class T>
    void inlined(T &value)
    {
        describeFields(*this, value);
    }

    const QJsonObject &json() const { return m_json; }

private:
    QJsonObject m_json;
};

template <class T>
QJsonObject writeFields(const T &value)
{
    FieldWriter fields;
    fields.inlined(value);
    return fields.json();
}

template <class T>
T readFields(const QJsonObject &json, T start)
{
    FieldReader fields(json);
    fields.inlined(start);
    return start;
}

} // namespace signet
