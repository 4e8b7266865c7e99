#pragma once

#include "core/hcl/hcledit.h"
#include "core/host/host.h"
#include "core/terraform/configuration.h"
#include "core/terraform/explanation.h"
#include "core/terraform/providerblock.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace signet {

enum class FromEnvironment { No, Yes };

// What a configuration shall say about the provider.
struct ConfigurationWish {
    // alias names the block that is meant; versionConstraint is written where none is that admits the right
    // versions.
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

    QByteArray diff() const;
};

// A change of a configuration, worked out and shown, not yet made.
struct ConfigurationEdit {
    QList<FileChange> changes; // empty: the configuration says so already
    QStringList reasons; // one sentence for each change, in the order of the files
    QStringList unsetVariables; // of the environment: nothing in a file can take them away
    QStringList cannot; // what no edit cures, with the reason
    std::optional<ConfigurationPlace> block; // of the provider block that is edited; nothing for a new one

    QByteArray diff() const;
};

// Works out the smallest edit of the directory's configuration that makes the managed identity win, and
// nobody else: existing blocks are changed in place, override files included; a block that is missing is
// added to wish.newFile, or to the file of that name. The question tells what else is known: environment,
// version, machine.
//
// Fails with directory-missing, file-not-readable; file-name-invalid, evidence {value}, for a name that is
// not a plain one of a configuration file; configuration-syntax-error, evidence {path, line, column, reason,
// text}, when any file of the directory cannot be read whole: it may hold what would be written twice;
// edit-not-possible, evidence {path, line, reason}.
Result<ConfigurationEdit> planConfigurationEdit(const Host &host, const QString &directory,
                                                const ConfigurationWish &wish,
                                                const ExplanationQuestion &question);

struct WrittenFile {
    QString path;
    QString backup; // of what stood there before; empty for a new file
};

// Writes what was planned: all files or none. A file that has changed since is refused
// (file-changed-meanwhile), and whatever Host::replaceFiles() refuses.
Result<QList<WrittenFile>> writeConfigurationEdit(const Host &host, const ConfigurationEdit &edit);

} // namespace signet
