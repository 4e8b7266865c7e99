#include "core/terraform/configurationvalue.h"

#include "core/result/reason.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

ConfigurationValue ConfigurationValue::string(const QString &text)
{
    ConfigurationValue value;
    value.kind = Kind::String;
    value.text = text;
    return value;
}

ConfigurationValue ConfigurationValue::fromBool(bool value)
{
    ConfigurationValue result;
    result.kind = Kind::Bool;
    result.boolean = value;
    return result;
}

ConfigurationValue ConfigurationValue::number(const QString &text)
{
    ConfigurationValue value;
    value.kind = Kind::Number;
    value.text = text;
    return value;
}

ConfigurationValue ConfigurationValue::failure()
{
    ConfigurationValue value =
        unknown({reasonText(QT_TRANSLATE_NOOP("Reason", "a value that Terraform rejects"))});
    value.fails = true;
    return value;
}

bool ConfigurationValue::isWhollyKnown() const
{
    return !isUnknown() && std::ranges::all_of(elements, &ConfigurationValue::isWhollyKnown)
        && std::ranges::all_of(members, [](const auto &member) { return member.second.isWhollyKnown(); });
}

bool ConfigurationValue::isSensitiveAnywhere() const
{
    return sensitive || std::ranges::any_of(elements, &ConfigurationValue::isSensitiveAnywhere)
        || std::ranges::any_of(members,
                               [](const auto &member) { return member.second.isSensitiveAnywhere(); });
}

ConfigurationValue ConfigurationValue::unknown(const QStringList &dependsOn)
{
    ConfigurationValue value;
    value.kind = Kind::Unknown;
    value.dependsOn = dependsOn;
    return value;
}

std::optional<QString> ConfigurationValue::toText() const
{
    switch (kind) {
    case Kind::String:
    case Kind::Number:
        return text;
    case Kind::Bool:
        return boolean ? u"true"_s : u"false"_s;
    default:
        return std::nullopt;
    }
}

std::optional<bool> ConfigurationValue::toBool() const
{
    if (kind == Kind::Bool)
        return boolean;
    if (kind != Kind::String)
        return std::nullopt;
    if (text == "true"_L1 || text == "1"_L1)
        return true;
    if (text == "false"_L1 || text == "0"_L1)
        return false;
    return std::nullopt;
}

} // namespace signet
