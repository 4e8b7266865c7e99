#pragma once

#include "core/host/host.h"
#include "core/terraform/configurationscan.h"
#include "core/terraform/providerblock.h"

#include <QList>
#include <QString>

namespace signet {

enum class FromEnvironment { No, Yes };

// A new file with the provider block, or, where the configuration has one already, the lines a person
// puts into it.
struct ProviderFilePlan {
    QString path; // of the new file
    QString content;
    QString diff; // unified; empty with leaveAlone
    // Nothing is written: the file is there, a provider block or required_providers is there, or a file
    // could not be read and may hold one.
    bool leaveAlone = false;
    // With leaveAlone: provider-block-exists, evidence {path, line}, or edit-not-possible, evidence
    // {path, reason}.
    Problem obstacle;
    QList<ConfigurationPlace> places; // of what is there; line 0 for a file as a whole
    // The lines to put there: configuration, each part under a comment that names its place.
    QString whatToChange;
    QList<UnreadableFile> unreadable;
};

// Fails with directory-missing or file-not-readable, and with file-name-invalid, evidence {value}, for a
// name that is not a plain one ending in .tf or .tofu.
Result<ProviderFilePlan> planProviderFile(const Host &host, const QString &directory, const QString &fileName,
                                          const ProviderSettings &settings, FromEnvironment fromEnvironment);

// Writes the new file; never over one that has appeared meanwhile. Fails with file-not-writable or
// directory-not-writable, as Host::writeFile() does, and with the obstacle of a plan that leaves
// everything alone.
Result<Done> writeProviderFile(const Host &host, const ProviderFilePlan &plan);

} // namespace signet
