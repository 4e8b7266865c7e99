#pragma once

#include "core/result/result.h"

#include <QString>
#include <QStringList>

namespace signet {

// What a member may use, as Azure DevOps licenses it. Written as the interface does (accountLicenseType);
// a person may also write it as the pages of the organization do, or as the Terraform provider does, which
// calls express basic.
class AccessLevel {
public:
    // What a member needs to use repositories and pipelines.
    static AccessLevel basic() { return AccessLevel(QStringLiteral("express")); }

    // "express", "basic", "Basic", "stakeholder", "advanced", "basic+test-plans", "professional", without
    // regard to case. Fails with access-level-unknown, evidence {value, known, suggestion}; earlyAdopter is
    // one that service principals cannot be given.
    static Result<AccessLevel> parse(const QString &text);
    // What the service says, whatever it is; for showing and comparing.
    static AccessLevel ofService(const QString &accountLicenseType);

    const QString &toString() const { return m_type; } // "express"
    // As the pages of the organization call it: "Basic".
    QString displayName() const;
    // Whether it takes one of the seats an organization has few of; Stakeholder takes none.
    bool takesSeat() const;
    // Whether whoever has this level may do all that the other level allows. An early adopter may do at
    // least what Basic allows; an unknown level counts as itself only.
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
