#pragma once

#include "core/result/findingid.h"
#include "core/result/given.h"
#include "core/result/organization.h"

#include <QString>
#include <QUrl>
#include <QVariantMap>

#include <optional>

namespace signet {

// Where the provider would send its requests: what it makes of org_service_url.
//
// The provider cuts the slashes at the end, turns the rest to lower case and puts "/_apis" behind it; nothing
// else is checked. What follows is decided by net/url and net/http of Go, and by Azure DevOps. Sources: runs
// of 1.10.0, 1.11.0 and 1.16.0 with each form; net/url of Go 1.24 for the texts of its errors.
struct ProviderAddress {
    enum class Form {
        Unknown, // the value of an expression that is not known
        Missing, // absent or empty
        NotParsed, // Go refuses it before anything is sent
        Unencrypted, // http: the token would go out in clear, and the redirect to https ends the request
        ForeignHost, // not Azure DevOps Services: a server of one's own, a typing error
        NoOrganization, // a host alone, or a name that no organization can have
        MisplacedApi, // a query or a fragment, which takes "/_apis" or cuts it off
        BeyondOrganization, // goes on behind the organization: a project, a page, an API
        LegacyHost, // visualstudio.com: works
        Organization, // works
    };

    QString text; // as the provider gets it; redacted where it holds a user or a password
    Origin origin = Origin::byDefault();
    Form form = Form::Unknown;
    // That the address leads to, or was meant to lead to.
    std::optional<OrganizationName> organization;
    QString beyond; // what follows the organization: "Payments", "_apis"
    // The provider's requests go below this one. Only where a token of the organization can be sent there:
    // https, and a host of Azure DevOps Services.
    QUrl base;
    // What the provider prints; empty where it works, and where only the answer decides.
    QString error;
    QString reason; // sentence part: why it does not work

    // Nothing but an answer of Azure DevOps can still fail.
    bool works() const { return form == Form::Organization || form == Form::LegacyHost; }
    // Refused whatever Azure DevOps says. A project's address is not: some service might answer there.
    bool isRefused() const;
    // Without an address, the provider does not even ask for a token.
    bool isBeforeToken() const { return form == Form::Missing; }
    FindingId findingId() const; // empty where it works or is unknown
    QVariantMap evidence() const; // for that finding

    // The same organization as it should be written; empty where it does not follow from the address.
    QString corrected() const;
};

QLatin1StringView toString(ProviderAddress::Form form); // "organization", "not-parsed" ...

// The value of the argument or its variable; nothing where it is not known.
ProviderAddress providerAddress(const std::optional<QString> &value, const Origin &origin);

} // namespace signet
