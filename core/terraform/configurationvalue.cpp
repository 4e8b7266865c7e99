#include "core/terraform/configurationvalue.h"

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
