#pragma once

#include "core/host/host.h"
#include "core/setup/receipt.h"

#include <QString>

#include <optional>

namespace signet {

// The file of a receipt while one run writes it. Before each write it has to hold what this run read or wrote
// last, so that of two runs with the same receipt only one goes on.
class ReceiptFile {
public:
    ReceiptFile(const Host &host, const QString &path, std::optional<QByteArray> content);

    const QString &path() const { return m_path; }
    // Fails as Host::updateFile() does.
    Result<Done> save(const Receipt &receipt);

private:
    Host m_host;
    QString m_path;
    std::optional<QByteArray> m_content;
    QString m_folder; // to be created first
    friend class ReceiptStore;
};

// The receipts of a person's setups, one file each, named ORGANIZATION-OBJECTID-TIME.json:
//   Linux    $XDG_STATE_HOME/signet/receipts/, else ~/.local/state/signet/receipts/
//   macOS    ~/Library/Application Support/signet/receipts/
//   Windows  %LOCALAPPDATA%\signet\receipts\ .
// Those of a scenario are on the scenario's machine. A receipt holds no secret.
class ReceiptStore {
public:
    explicit ReceiptStore(const Host &host);

    // With the separator at its end; empty when it is not known.
    const QString &folder() const { return m_folder; }

    // An unused name, made from the host's clock.
    QString newPath(const Plan &plan) const;
    // The file of a receipt in this folder, which is created with the first one; its content as it was read,
    // nothing for a new one.
    ReceiptFile file(const QString &path, std::optional<QByteArray> content) const;

    struct Kept {
        QString path;
        Receipt receipt;
        QByteArray content; // of the file
    };
    // The newest one for this identity in this organization that has something to undo. Files that cannot be
    // read or were altered are skipped.
    std::optional<Kept> newestOf(const OrganizationName &organization, const ObjectId &objectId) const;

private:
    Host m_host;
    QString m_folder;
};

} // namespace signet
