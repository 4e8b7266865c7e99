#pragma once

#include "core/result/result.h"

#include <QString>
#include <QStringList>

namespace signet {

// What a member can use, as licensed by Azure DevOps. Written as the API does (accountLicenseType); a person
// can also write it as the organization's pages do, or as the Terraform provider does, which accepts basic
// for express.
class AccessLevel {
public:
    // What a member needs to use repositories and pipelines.
    static AccessLevel basic() { return AccessLevel(QStringLiteral("express")); }

    // "express", "basic", "Basic", "stakeholder", "advanced", "basic+test-plans", "professional", without
    // regard to case. Fails with access-level-unknown, evidence {value, known, suggestion}; earlyAdopter is
    // one that service principals cannot be given.
    static Result<AccessLevel> parse(const QString &text);
    // The service's value, unchanged; for display and comparison.
    static AccessLevel ofService(const QString &accountLicenseType);

    const QString &toString() const { return m_type; } // "express"
    // As the pages of the organization call it: "Basic".
    QString displayName() const;
    // Whether it uses one of the organization's limited licenses; Stakeholder does not.
    bool takesSeat() const;
    // Whether this level includes everything that the other level allows. An early adopter has at least what
    // Basic allows; an unknown level includes only itself.
    bool covers(const AccessLevel &other) const;

    friend bool operator==(const AccessLevel &, const AccessLevel &) = default;

private:
    explicit AccessLevel(QString type)
        : m_type(std::move(type))
    {
    }
    QString m_type;
};

} // namespace signet
