#pragma once

#include "core/result/result.h"

#include <QString>

namespace signet {

// A name that can be an organization of Azure DevOps Services: ASCII letters, digits, hyphen and, in
// old organizations, underscore and dot; at most 50 characters. Never percent-encoded. Source: Microsoft
// Learn, "Naming restrictions and conventions".
class OrganizationName {
public:
    // The bare name only; parseOrganization() reads addresses, too.
    // Fails with finding organization-invalid, evidence {value, reason}.
    static Result<OrganizationName> parse(const QString &text);

    const QString &toString() const { return m_name; } // as given
    QString url() const; // "https://dev.azure.com/contoso"

    // Azure DevOps compares names without regard to case.
    friend bool operator==(const OrganizationName &a, const OrganizationName &b)
    {
        return a.m_name.compare(b.m_name, Qt::CaseInsensitive) == 0;
    }

private:
    explicit OrganizationName(QString name)
        : m_name(std::move(name))
    {
    }
    QString m_name;
};

// What a person gave as the organization, and what is worth saying about its form.
struct OrganizationInput {
    OrganizationName name;
    // As given, to be kept and shown. An address that was copied from a clone command may hold a user name, a
    // password or a token; then this is the plain address of what it names.
    QString text = {};
    QString project = {}; // decoded; empty unless the address goes on to a project (org-url-has-project)
    bool legacyHost = false; // an address under visualstudio.com (org-url-legacy-host)

    bool namesProject() const { return !project.isEmpty(); }
    QString url() const { return name.url(); }
};

// Reads a plain name, an address of any host of Azure DevOps Services, old or new, with or without
// scheme, and the two ssh forms; blanks and quotes around are ignored. Nothing is looked up.
//
// Fails with finding organization-invalid, evidence {value, reason}. The value is redacted: addresses to
// clone from may hold a password. The reason is one of: empty, too long, control character, backslash,
// scheme not supported, unexpected port, malformed address, unknown host, host of no organization,
// organization as host label, no organization in the address, malformed percent encoding, not ascii,
// character not allowed.
Result<OrganizationInput> parseOrganization(const QString &text);

} // namespace signet
