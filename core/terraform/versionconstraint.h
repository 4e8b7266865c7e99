#pragma once

#include "core/terraform/providerversion.h"

#include <QList>
#include <QString>

#include <optional>

namespace signet {

// A version constraint as Terraform reads it: conditions with commas between them, all of which must hold. A
// condition is =, !=, >, >=, <, <= or ~> before a version of one to three numbers; no operator means =. What
// is missing of a version is zero: ~> 1.16 admits 1.16.0 up to 2.0.0, ~> 1.16.0 up to 1.17.0.
class VersionConstraint {
public:
    // An empty text admits everything. Fails with version-constraint-invalid, evidence {value}: "^1", a comma
    // that is missing (">= 1.11.2 < 2") or too many, a v before the number, a wildcard.
    static Result<VersionConstraint> parse(const QString &text);

    // A prerelease is admitted only by a condition that names it exactly, as Terraform has it.
    bool admits(const ProviderVersion &version) const;
    // The newest of them that is allowed: what terraform init selects without a lock file.
    std::optional<ProviderVersion> newestOf(const QList<ProviderVersion> &versions) const;

    const QString &toString() const { return m_text; } // as written

private:
    enum class Operator { Equal, NotEqual, Greater, AtLeast, Less, AtMost, Pessimistic };
    struct Condition {
        Operator op = Operator::Equal;
        ProviderVersion version;
        ProviderVersion below; // Pessimistic: the first version that is too new
    };
    static bool holds(const Condition &condition, const ProviderVersion &version);

    QString m_text;
    QList<Condition> m_conditions;
};

} // namespace signet
