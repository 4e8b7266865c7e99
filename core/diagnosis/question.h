#pragma once

#include "core/identity/identityselector.h"
#include "core/result/identifiers.h"
#include "core/terraform/decision.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace signet {

// What a person asks a diagnosis: which organization, and which identity is meant to work there.
// Whoever is intended is an expectation; what is asked of the identity endpoint is what the Terraform
// provider would ask, and that knows a client id or nothing (terraform-provider facts: there is no
// argument for an object id or a resource id).
struct Question {
    QString organization; // as given; empty when none was named
    QString organizationOrigin; // "--org", "profile:NAME", "env:AZDO_ORG_SERVICE_URL"; for the report
    std::optional<ClientId> clientId;
    QString clientIdOrigin; // "--client-id", "profile:NAME", "env:ARM_CLIENT_ID"
    std::optional<ObjectId> objectId;
    std::optional<ResourceId> resourceId;
    QStringList projects; // that must be visible
    // Value of --sandbox, which the commands of the report carry; empty: the real Azure.
    QString sandbox;
    // Who is signed in as an administrator, and looks at the identity's entitlement and groups; empty:
    // nobody.
    QString administrator;
    // A message that somebody got from another tool, to be judged beside what is seen.
    QString errorText;

    // The configuration Terraform would run with; no directory: none, and then the environment alone is
    // judged for the provider block that Signet would write.
    QString terraformDirectory;
    QString terraformOrigin; // "--terraform", "current directory", "scenario"
    // A scenario's configuration is on its own machine; a person's is on the disk of this one.
    enum class Configuration { OnDisk, OnMachine };
    Configuration configuration = Configuration::OnDisk;
    // The credential Terraform is meant to use, where that is not the managed identity (--expect-terraform).
    std::optional<CredentialMethod> expectedCredential;
};

// The identity to ask an endpoint for, where a person asks and not the provider: what was typed goes
// before what a variable holds.
IdentitySelector selectorOf(const Question &question);

} // namespace signet
