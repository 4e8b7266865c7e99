#pragma once

#include "core/keychain/signinstore.h"

#include <QHash>

namespace signet {

// In memory, for as long as this object lives.
class SessionStore final : public SignInStore {
public:
    Lasts lasts() const override { return Lasts::Session; }
    QCoro::Task<Result<std::optional<Secret>>> read(QString name) override;
    QCoro::Task<Result<Done>> write(QString name, Secret bytes) override;
    QCoro::Task<Result<Done>> remove(QString name) override;

    // Like write(), for code that assembles a store.
    void put(const QString &name, const Secret &bytes) { m_kept.insert(name, bytes); }

private:
    QHash<QString, Secret> m_kept;
};

} // namespace signet
