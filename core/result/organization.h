#pragma once

#include "core/result/result.h"

#include <QString>

namespace signet {

// A name that can be an organization of Azure DevOps Services: ASCII letters, digits, hyphen and, in
// old organizations, underscore and dot; at most 50 characters. Never percent-encoded. Source: Microsoft
// Learn, "Naming restrictions and conventions".
class OrganizationName {
public:
    // Only the name; parseOrganization() also reads URLs. Fails with finding organization-invalid, evidence
    // {value, reason}.
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

// Reads a plain name, a URL of any Azure DevOps Services host, old or new, with or without a scheme, and the
// two ssh forms; spaces and quotes around it are ignored. Nothing is looked up. Fails with finding
// organization-invalid, evidence {value, reason}. The value is redacted, because clone URLs can contain a
// password. The reason is a sentence part, "its scheme is not supported".
Result<OrganizationInput> parseOrganization(const QString &text);

} // namespace signet
