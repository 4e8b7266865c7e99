#pragma once

#include <QByteArray>
#include <QString>

namespace signet {

// A file that is to get new content, and what it holds now, as the caller read it.
struct FileReplacement {
    QString path; // may be a symbolic link: what it leads to is replaced, the link stays as it is
    QByteArray content;
    QByteArray expected;
};

struct Replaced {
    QString path; // as it was given
    QString target; // the file itself, absolute, without any link
    // The file that holds what was there before, beside the target; empty where nothing had to be changed
    // because content and expected are equal.
    QString backup;
};

// Names beside a file. Terraform reads names ending in .tf, .tf.json, .tofu and .tofu.json and passes over
// hidden ones, so neither is taken for a part of the configuration.
//   providers.tf.signet-backup, providers.tf.signet-backup.1, ...   number counts from 0
QString backupName(const QString &fileName, int number);
//   .providers.tf.signet-new: what is written before it takes its place
QString scratchName(const QString &fileName);

} // namespace signet
