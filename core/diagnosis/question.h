#pragma once

#include "core/diagnosis/checks/errortext.h"
#include "core/identity/identityselector.h"
#include "core/result/given.h"
#include "core/result/identifiers.h"
#include "core/result/organization.h"
#include "core/terraform/decision.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace signet {

// What a person asks a diagnosis: which organization, and which identity is meant to work there.
// The identity that is meant is an expectation; the identity endpoint is asked what the Terraform provider
// would ask, which is a client id or nothing (terraform-provider facts: there is no argument for an object id
// or a resource id).
struct Question {
    // Nothing where none was named, or what was named is not one.
    std::optional<Given<OrganizationInput>> organization;
    // A variable of the provider whose value is not an organization, as organization-invalid. The provider
    // would send its request to whatever address that makes, so a diagnosis judges it.
    std::optional<Given<Problem>> wrongOrganization;
    std::optional<Given<ClientId>> clientId;
    std::optional<ObjectId> objectId;
    std::optional<ResourceId> resourceId;
    QStringList projects; // that must be visible
    // Value of --sandbox, which the commands of the report carry; empty: the real Azure.
    QString sandbox;
    // The administrator who is signed in, and reads the identity's entitlement and groups; empty: none.
    QString administrator;
    // What an error message from another tool means, to be judged with what is seen.
    std::optional<ErrorTextSeen> errorText;

    // Folder of the configuration that Terraform would run with. Nothing: none, and the environment alone is
    // judged for the provider block that Signet would write.
    std::optional<Given<QString>> terraformFolder;
    // A scenario's configuration is on its own machine; a person's is on the disk of this one.
    enum class Configuration { OnDisk, OnMachine };
    Configuration configuration = Configuration::OnDisk;
    // The credential Terraform is meant to use, where that is not the managed identity (--expect-terraform).
    std::optional<CredentialMethod> expectedCredential;

    CredentialMethod terraformCredential() const
    {
        return expectedCredential.value_or(CredentialMethod::ManagedIdentity);
    }
    bool namesOrganization() const { return organization || wrongOrganization; }
    // As given, also where it is not one; empty when none was named.
    QString organizationText() const;
    Origin organizationOrigin() const;
    // "https://dev.azure.com/contoso"; empty without an organization.
    QString organizationUrl() const;
    std::optional<OrganizationName> organizationName() const;
    // The client id that somebody named. One that a variable holds is what the provider takes by itself, and
    // so not an intention.
    std::optional<ClientId> namedClientId() const;

    // Take what a person typed in a window. What the question says already stays, with the origin it has.
    // Fail with organization-invalid and input-not-a-guid, and then nothing changes.
    Result<Done> takeOrganization(const QString &text);
    Result<Done> takeClientId(const QString &text); // empty: none
};

// Parse what was given, once. Fail with organization-invalid and input-not-a-guid; the evidence also names
// the option or the variable, unless it was typed in a window.
Result<Given<OrganizationInput>> givenOrganization(const QString &text, const Origin &origin);
Result<Given<ClientId>> givenClientId(const QString &text, const Origin &origin);

// The identity that the provider would ask an endpoint for: it knows a client id or nothing.
IdentitySelector providerSelector(const Question &question);
// The identity to ask an endpoint for, where a person asks and not the provider: what was typed goes
// before what a variable holds.
IdentitySelector selectorOf(const Question &question);

} // namespace signet
