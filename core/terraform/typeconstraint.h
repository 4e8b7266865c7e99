#pragma once

#include "core/hcl/hclexpression.h"
#include "core/terraform/configurationvalue.h"

#include <QString>

#include <optional>
#include <vector>

namespace signet {

// The type of a variable, as Terraform's language writes it, and what Terraform makes of a value of another
// type. Source: Terraform language documentation, "Type Constraints".
struct TypeConstraint {
    enum class Kind { Any, Bool, Number, String, List, Set, Map, Object, Tuple };
    struct Attribute;

    Kind kind = Kind::Any;
    std::vector<TypeConstraint> inner; // List, Set, Map: of each element; Tuple: one for each
    std::vector<Attribute> attributes; // Object

    // A type that cannot be read is Any.
    static TypeConstraint of(const HclExpression &expression);

    // A TF_VAR_ value of it is written in HCL.
    bool isComplex() const { return kind >= Kind::List; }
    // Unknown and marked as failing where Terraform refuses the value. Marks and places are kept.
    ConfigurationValue converted(ConfigurationValue value) const;
};

struct TypeConstraint::Attribute {
    QString name;
    TypeConstraint type;
    bool isOptional = false;
    std::optional<HclExpression> fallback; // optional(type, fallback)
};

} // namespace signet
