#pragma once

#include <QByteArray>
#include <QString>

namespace signet {

// A file to give new content, and its current content as the caller read it.
struct FileReplacement {
    QString path; // can be a symbolic link: its target is replaced, the link stays unchanged
    QByteArray content;
    QByteArray expected;
};

struct Replaced {
    QString path; // as it was given
    QString target; // the file itself, absolute, without any link
    // The file with the previous content, next to the target; empty if nothing had to be changed because
    // content and expected are equal.
    QString backup;
};

// Names next to a file. Terraform reads names that end in .tf, .tf.json, .tofu, and .tofu.json and ignores
// hidden ones, so it takes neither for a part of the configuration.
//   providers.tf.signet-backup, providers.tf.signet-backup.1, ...   number counts from 0
QString backupName(const QString &fileName, int number);
//   .providers.tf.signet-new: what is written before it takes its place
QString scratchName(const QString &fileName);

} // namespace signet
