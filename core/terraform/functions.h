#pragma once

#include "core/terraform/configurationvalue.h"

#include <QList>
#include <QString>

#include <optional>

namespace signet {

// What a function of Terraform's language returns for these arguments: failing where Terraform ends with an
// error, and nothing where it cannot be known, because an argument that matters is unknown or the function is
// not worked out here. Marks of sensitive arguments are the caller's. Source: Terraform language
// documentation, "Built-in Functions".
std::optional<ConfigurationValue> functionResult(const QString &name,
                                                 const QList<ConfigurationValue> &arguments);

// a == b, as far as it is known. Values of different types are different.
std::optional<bool> areEqual(const ConfigurationValue &a, const ConfigurationValue &b);

// As Terraform converts: a Number, or a String that is one.
std::optional<double> numberOf(const ConfigurationValue &value);
// A number as Terraform prints it.
QString numberText(double number);

} // namespace signet
