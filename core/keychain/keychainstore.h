#pragma once

#include "core/host/host.h"
#include "core/keychain/signinstore.h"

#include <chrono>

namespace signet {

// The keychain of the system, through QtKeychain: Secret Service or KWallet on Linux, Credential Manager
// on Windows, Keychain on macOS. Entries have the service "signet" and the name as their key;
// on Windows the key is "signet/" and the name.
class KeychainStore final : public SignInStore {
public:
    // As long as a person waits without wondering; a keychain answers within a tenth of a second.
    static constexpr std::chrono::milliseconds usualLimit{2'000};

    explicit KeychainStore(const Host &host, std::chrono::milliseconds limit = usualLimit);

    Lasts lasts() const override { return Lasts::System; }
    QCoro::Task<Result<std::optional<Secret>>> read(QString name) override;
    QCoro::Task<Result<Done>> write(QString name, Secret bytes) override;
    QCoro::Task<Result<Done>> remove(QString name) override;

private:
    Host m_host;
    std::chrono::milliseconds m_limit;
};

} // namespace signet
