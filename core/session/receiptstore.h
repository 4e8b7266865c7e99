#pragma once

#include "core/host/host.h"
#include "core/setup/receipt.h"

#include <QString>

#include <optional>

namespace signet {

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
    // Creates the folder if it is missing. Fails with directory-not-writable, file-not-writable {path,
    // reason}.
    Result<Done> save(const QString &path, const Receipt &receipt) const;
    // Fails as Receipt::fromJson() does, and with file-not-readable.
    Result<Receipt> load(const QString &path) const;

    struct Kept {
        QString path;
        Receipt receipt;
    };
    // The newest one for this identity in this organization that has something to undo. Files that cannot be
    // read or were altered are skipped.
    std::optional<Kept> newestOf(const OrganizationName &organization, const ObjectId &objectId) const;

private:
    Host m_host;
    QString m_folder;
};

} // namespace signet
