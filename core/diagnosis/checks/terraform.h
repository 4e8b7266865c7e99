#pragma once

#include "core/devops/providerconnection.h"
#include "core/identity/identityfault.h"
#include "core/result/given.h"
#include "core/result/problem.h"
#include "core/terraform/configuration.h"
#include "core/terraform/decision.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace signet {

// What the provider would do, as far as a judge looks at it. No value of an argument or a variable is in it
// but ids.
struct DecisionSeen {
    struct Entry {
        CredentialMethod method = CredentialMethod::None;
        QString variant; // OIDC only
        ChainState state = ChainState::NotBuilt;
    };
    struct Trap {
        QString id; // "secret-before-managed-identity"
        Problem problem;
    };

    QString version; // of the provider
    DecisionStage stage = DecisionStage::Done;
    CredentialMethod decidedBy = CredentialMethod::None;
    QList<Entry> chain;
    QList<Trap> traps;
    QString attribute; // that is refused before any credential is looked at
    QString error;
    FindingId errorFindingId;
    QString identityKind;
    QString clientId;
    Origin clientIdOrigin = Origin::byDefault();
    QString identitySource;
    // What the provider makes of org_service_url.
    struct Address {
        QString text; // as the provider gets it
        Origin origin = Origin::byDefault();
        ProviderAddress::Form form = ProviderAddress::Form::Unknown;
        QString organization; // empty where it leads to none
        QString base; // below which the provider's requests go; empty where no token can be sent there
        std::optional<Problem> problem; // that the address by itself causes
    };
    Address address;
    bool usesMsi = false; // use_msi is on, by the configuration or a variable
    bool usesOidc = false;
    bool hasBuildServiceToken = false; // the personal access token is the job's own
    bool hasPipelinesOidc = false; // Azure Pipelines offers the job a token for OIDC
    QStringList unknownArguments; // whose values are not known and could change the decision: "use_msi"
    QStringList dependsOn; // what would have to be known: "var.use_msi"
};

// What the files of the configuration say.
struct ConfigurationSeen {
    struct Block {
        QString place; // "providers.tf:12"
        QString alias;
    };
    // A resource that adds a member to an organization.
    struct Member {
        QString path;
        int line = 0;
        QString type;
        QString name;
        QString principalName;
        QString originId;
        QString accessLevel; // as written
    };

    bool read = false;
    std::optional<Problem> problem; // why it could not be read at all; the rest is empty then
    QString directory;
    int files = 0;
    QList<Block> blocks;
    int uses = 0;
    // Everything that uses the provider reads lists of the organization, which may be empty.
    bool needsNoProject = false;
    QList<ConfigurationFault> faults;
    QList<Problem> mistakes;
    std::optional<QString> locked; // version in the lock file
    std::optional<QString> backend; // its type
    QString backendPath;
    int backendLine = 0;
    bool backendUsesManagedIdentity = false; // by its block or a variable
    // The backend may run Terraform on a machine of its own, and this is not one of its runs.
    bool runsElsewhere = false;
    // What makes Terraform run another program than the provider's release.
    std::optional<Origin> replacedBy;
    QList<Member> members;
    std::optional<DecisionSeen> decision;
};

// Which identity the provider would use, by its own rules.
struct CredentialSeen {
    std::optional<DecisionSeen> decision; // nothing when the configuration could not be read
    QJsonObject explanation; // as terraform explain prints it
};

// What Azure DevOps answers to the first requests of the provider, for each provider block that something
// uses.
struct ProviderConnectionsSeen {
    struct Block {
        QString name; // "azuredevops.fabrikam"
        QString alias; // empty for the default block
        QString use; // what uses it first: "azuredevops_project.fiber"
        QString place; // "providers.tf:12"; empty where there is no such block
        DecisionSeen decision;
        // Why there is no token of the block's identity; None where there is one, or none was asked for.
        IdentityFault tokenFault = IdentityFault::None;
        std::optional<ProviderConnectionSeen> connection; // nothing: not asked
    };

    QList<Block> blocks; // the one that the question is about comes first
};

} // namespace signet
