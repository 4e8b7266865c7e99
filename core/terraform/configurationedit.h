#pragma once

#include "core/hcl/hcledit.h"
#include "core/host/host.h"
#include "core/terraform/configuration.h"
#include "core/terraform/explanation.h"
#include "core/terraform/providerblock.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace signet {

enum class FromEnvironment { No, Yes };

// What a configuration shall say about the provider.
struct ConfigurationWish {
    // alias names the block that is meant; versionConstraint is written where none is that admits the right
    // versions. The method is that of the explanation.
    ProviderSettings settings;
    FromEnvironment fromEnvironment = FromEnvironment::No;
    QString newFile = QStringLiteral("providers.tf"); // for a block that is not there yet
};

struct FileChange {
    QString path;
    QString file; // relative to the directory of the configuration
    QByteArray before; // empty when it is new
    QByteArray after;
    bool isNew = false;
    bool heldSecret = false; // so only its owner may read the backup

    // For people: with the secrets of both texts masked (core/terraform/maskedtext.h).
    QByteArray diff() const;
    // Whether the file has a secret before that it no longer has after.
    bool removesSecret() const;
};

// A change of a configuration that has been worked out but not made yet.
struct ConfigurationEdit {
    QList<FileChange> changes; // empty: nothing has to change
    QStringList reasons; // one sentence for each change, in the order of the files
    QStringList unsetVariables; // of the environment: no edit of a file can remove them
    QStringList cannot; // what no edit can fix, with the reason
    // What fed a credential that goes, and feeds nothing else, and what idleVariables would change: one
    // sentence each.
    QStringList leftOver;
    // Secrets in the environment that the provider does not use as it is, and would use in another one: a
    // client secret without a tenant id.
    QStringList idleVariables;
    // "terraform init -upgrade", to be run after the edit where another version of the provider has to be
    // selected; empty otherwise.
    QString initCommand;
    QList<BlockInUse> otherBlocks; // in use, and not as they should be either
    QList<ConfigurationMistake> remaining; // that Terraform refuses with the edit, too
    std::optional<ConfigurationPlace> block; // of the provider block that is edited; nothing for a new one
    // What was explained: the directory, who reads it, and its files as Configuration::contents has them.
    QString directory;
    ConfigurationReader reader = ConfigurationReader::Terraform;
    QMap<QString, QByteArray> contents;

    QByteArray diff() const;
};

// Works out the smallest edit of an explained configuration after which Terraform uses the intended
// credential and no other: existing blocks are changed in place, override files included; a missing block is
// added to wish.newFile, or to the file of that name, but never one that nothing uses beside blocks that are
// used. Nothing is read again: the edit is one of the bytes that were explained, for the machine and the
// question of that explanation. Its alias and its organization do not count, wish's do.
//
// Fails with provider-belongs-to-caller for a module; provider-alias-needed where no alias is given and
// several blocks in use need a change, or the only one belongs to another organization than wish's;
// provider-alias-unknown; organization-missing for a new block without one; file-is-generated for a file that
// a tool writes. Fails with file-name-invalid, evidence {value}, for a name that is not a plain name of a
// configuration file; configuration-syntax-error, evidence {path, line, column, reason}, if any file of
// the directory cannot be read completely, because it may contain what would be written twice;
// edit-not-possible, evidence {path, line, reason}.
Result<ConfigurationEdit> planConfigurationEdit(const Explanation &explanation, const Host &machine,
                                                const ConfigurationWish &wish);

struct WrittenFile {
    QString path;
    QString backup; // of the previous content; empty for a new file
    bool heldSecret = false; // the backup holds it, so only its owner can read it
    QString excludedIn; // the file that keeps such a backup out of Git; empty where none does
    bool secretRemoved = false; // the backup holds one that the file itself no longer has
};

// Writes what was planned: all files or none, and only if the whole configuration is still what was
// explained: a block that another run has added in another file would make this edit wrong. Fails with
// file-changed-meanwhile if it is not, and with whatever Host::replaceFiles() refuses.
Result<QList<WrittenFile>> writeConfigurationEdit(const Host &host, const ConfigurationEdit &edit);

} // namespace signet
