#pragma once

#include "core/findings/findingtext.h"
#include "core/report/textsink.h"
#include "core/result/findingid.h"
#include "core/result/result.h"
#include "core/terraform/configurationedit.h"
#include "core/terraform/explanation.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace signet {

// Which identity Terraform would use, in words and in reading order. Built by one walk; text and windows lay
// it out.
struct ExplanationDocument {
    enum class Outcome { Intended, OtherCredential, NoCredential };

    struct Origin {
        QString words; // "use_msi, providers.tf:12", "client_id, variable ARM_CLIENT_ID"
        ConfigurationPlace at; // no file where it is not in one
    };
    struct Credential { // a link of the chain
        QString name; // "personal access token"
        ChainState state = ChainState::NotBuilt;
        QString stateWords; // "its answer is final", "not configured"
        QString why;
        QList<Origin> from;
    };
    struct Value { // an argument the provider gets, or would get
        QString argument;
        QString text; // "true", "\"https://...\""; secrets and unknown values are described, not shown
        QString place; // "providers.tf:12", "variable ARM_CLIENT_ID"
        ConfigurationPlace at; // where the argument is written; no file where it is not in one
    };
    struct Obstacle { // a trap, a mistake, or a file that cannot be read
        FindingId findingId;
        QString title; // one sentence
        QString text; // more of it; may be empty
        QString place; // may be empty
        bool isRefusal = false; // Terraform rejects the configuration because of it
        bool isTrap = false; // text says all by itself; the title is that of a finding it may come to
        ConfigurationPlace at; // the same to go to; no file where there is none
        // A warning at most where Terraform still gets the managed identity.
        Severity severity = Severity::Blocker;
        int credential =
            -1; // index of the link of the chain that it concerns; -1: the configuration as a whole
        FindingText explanation; // the catalogue's, whole
        QString explainCommand; // that says all of it: "signet explain use-msi-not-set"
    };

    struct Block { // a provider block, where there are several
        QString name; // "azuredevops.fabrikam"
        QString alias;
        bool isSelectable = false; // it is one of this folder, and not of a module
        QString place; // "providers.tf:3"; may be empty
        QString words; // which credential it would use, or that nothing uses it
        bool isUsed = false;
        bool good = false; // it would use the intended credential
    };

    Outcome outcome = Outcome::NoCredential;
    QString intended; // the credential that is meant, for sentences: "the managed identity"
    // Terraform gets through, as the managed identity. What else there is to say is worth knowing at most.
    bool good = false;
    // Nothing is wrong as far as it was read, but an unknown value decides.
    bool isOpen = false;
    QString sentence;
    // That the answer of the machine's identity endpoint is assumed; empty where it was seen or does not
    // matter.
    QString unchecked;
    QStringList facts; // "provider microsoft/azuredevops 1.16.0, selected in .terraform.lock.hcl:2"
    QString errorText; // what Terraform would print; empty when it gets through
    QList<Block> blocks; // empty where there is one at most
    QString blocksTitle; // "2 provider blocks, 1 in the way"
    QList<Credential> chain;
    QList<Value> values;
    QList<Obstacle> obstacles; // gravest first
    QString upgradeTo; // the newest known version; empty where it is that one, or behaves the same
    QStringList upgrade; // what it would do otherwise, one sentence each
    QStringList assumed; // what was not known and how it was taken
    QStringList unknown; // "var.client_id": what the answer depends on

    // What makes it the managed identity.
    bool nothingToDo = false;
    QStringList reasons; // of the edit, one sentence each
    QString diff; // unified; empty when no file has to change
    QStringList unsetVariables;
    // "terraform init -upgrade": to be run after the edit, where another version of the provider has to be
    // selected.
    QString initCommand;
    QStringList cannot;
    QStringList leftOver; // what fed a credential that goes, one sentence each
    QString obstacleToEdit; // why no edit could be worked out, in sentences; empty otherwise
    std::optional<FindingText> editProblem; // the same with what to do about it
};

// The edit is what planConfigurationEdit() gave for the same directory. In the sandbox (the value of
// --sandbox) the commands stay there.
ExplanationDocument describe(const Explanation &explanation, const Result<ConfigurationEdit> &edit,
                             const QString &sandbox = {});

// For a terminal. The command writes the edit: "signet terraform write --dir infra".
// The backups that keep a secret which an edit removed, and what to do about them.
struct SecretBackups {
    QStringList paths;
    QString sentence;
    QString revoke; // the secret itself, which deleting a file does not end
    QString command; // deletes them
    QString question; // whether to delete them
};
std::optional<SecretBackups> secretBackups(const QList<WrittenFile> &written);

QString explanationToText(const ExplanationDocument &document, const QString &writeCommand,
                          const TextStyle &style);

} // namespace signet
