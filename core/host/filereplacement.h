#pragma once

#include "core/result/problem.h"

#include <QByteArray>
#include <QString>

namespace signet {

// A file to give new content, and what the caller knows of its current content.
struct FileReplacement {
    // What has to be at the path.
    enum class Now {
        Expected, // a file that holds `expected`, as the caller read it
        Missing, // nothing
        Anything, // nothing, or a file whatever it holds
    };
    enum class Backup {
        Kept, // with the rights of the file
        KeptForOwner, // for a file with a secret: nobody but its owner can read the backup
        None,
    };

    QString path; // can be a symbolic link: its target is replaced, the link stays unchanged
    QByteArray content;
    QByteArray expected = {};
    Now now = Now::Expected;
    Backup backup = Backup::Kept;
};

struct Replaced {
    QString path; // as it was given
    QString target; // the file itself, absolute, without any link
    // The file with the previous content, next to the target; empty if none was asked for, if there was no
    // previous content, or if nothing had to be changed because content and expected are equal.
    QString backup;
};

// Names next to a file. Terraform reads names that end in .tf, .tf.json, .tofu, and .tofu.json and ignores
// hidden ones, so it takes neither for a part of the configuration.
//   providers.tf.signet-backup, providers.tf.signet-backup.1, ...   number counts from 0
QString backupName(const QString &fileName, int number);
//   .providers.tf.signet-new: what is written before it takes its place
QString scratchName(const QString &fileName);

// Whether a file was refused because another run is writing it at this moment: worth another try. The
// evidence of file-not-writable then has the errno EWOULDBLOCK.
bool isBusy(const Problem &problem);

} // namespace signet
