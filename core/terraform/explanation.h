#pragma once

#include "core/host/host.h"
#include "core/terraform/blocksinuse.h"
#include "core/terraform/configuration.h"
#include "core/terraform/decision.h"
#include "core/terraform/decisionfix.h"

#include <QJsonObject>
#include <QString>

#include <optional>

namespace signet {

// What is asked about a configuration.
struct ExplanationQuestion {
    ConfigurationOptions reading;
    QString alias; // of the provider block that is meant; empty for the one that counts, see Explanation
    std::optional<ProviderVersion> version; // instead of the one that is in use
    MachineFacts machine; // what is known besides files and environment
    // The intended identity: a user-assigned one, or, if nothing is given, the one that the configuration
    // names, else the system-assigned one.
    std::optional<ClientId> intended;
    QString organizationUrl; // that the block shall name; empty: whatever it says
    // The intended credential: the managed identity, OIDC or the Azure CLI. Nothing: that of a service
    // connection where the job is on a hosted agent and uses one, else the managed identity.
    std::optional<CredentialMethod> method;
};

// What the provider would do with one block, and the change that makes it the intended identity.
struct ExplainedBlock {
    BlockInUse block;
    DecisionInput input;
    Decision decision;
    DecisionFix fix;

    // The intended credential wins, and no other can.
    bool isAsItShouldBe() const;
};

// Which identity Terraform uses with the configuration of a directory, and how to make it the intended one.
// It is about one provider block: the one whose alias was asked for, else the default one where something
// uses it, else the only one in use, else the first in use that needs a change.
struct Explanation {
    // Why that version is looked at.
    enum class VersionFrom {
        Asked,
        Lock, // selected by terraform init, kept until init -upgrade
        Constraint, // the newest known release that the constraints admit
        Newest, // no constraint and no lock: what terraform init would fetch
    };

    ExplanationQuestion question;
    Configuration configuration; // with the bytes of its files, which planConfigurationEdit() edits
    BlockInUse subject; // the block that this is about; its use is empty where nothing uses it
    std::optional<ProviderConfiguration> block; // nothing: no such block, all comes from the environment
    VersionFrom versionFrom = VersionFrom::Newest;
    ConfigurationPlace versionPlace; // of the lock's entry or of the constraint
    bool versionForbidden = false; // no known release satisfies the constraints
    bool lockIsOutdated = false; // what it selects does not satisfy the constraints
    // What makes Terraform run another program than that version.
    std::optional<Origin> replacedBy;
    bool isModule = false; // the provider belongs to whoever calls it: nothing here is decided here
    QList<ExplainedBlock> blocks; // every block in use; empty: Terraform never configures the provider
    DecisionInput input;
    Decision decision;
    DecisionFix fix;
    // What the newest known version of the provider would do otherwise; empty: nothing, or it is that one.
    QList<DecisionChange> upgrade;

    // The credential that is meant; the same for every block.
    CredentialMethod intended() const { return fix.method; }
    // The intended credential wins in every block in use, no other can, and nothing that was read is wrong.
    bool isAsItShouldBe() const;
    // No unknown value could change what a block in use decides.
    bool isCertain() const;
    // Whether that is the block that this is about.
    bool isSubject(const ExplainedBlock &block) const;
    // The blocks in use that need a change, apart from the one that this is about.
    QList<ExplainedBlock> otherBlocksToChange() const;
    QJsonObject toJson() const; // as terraform explain --output json prints it
};

// The value that the provider gets, wherever from; Null if it gets none.
ConfigurationValue useMsiOf(const DecisionInput &input);
ConfigurationValue useOidcOf(const DecisionInput &input);

// Where the credential that decides has an argument from; Default when it has none.
Origin originOf(const Decision &decision, const QString &argument);

// Reads the directory on the disk and decides for the machine, whose environment counts unless the question
// brings another one. Both are the same but for a simulated machine. Fails as readConfiguration() does, and
// with provider-alias-unknown, evidence {value, known}.
Result<Explanation> explainConfiguration(const Host &machine, const Host &disk, const QString &directory,
                                         const ExplanationQuestion &question);
// The same for a configuration that has been read already.
Result<Explanation> explainConfiguration(const Host &machine, const Configuration &configuration,
                                         const ExplanationQuestion &question);

// The same for a machine without a configuration: with the provider block that signet itself would write.
Explanation explainEnvironment(const Host &machine, const QString &organizationUrl,
                               const ExplanationQuestion &question);

} // namespace signet
