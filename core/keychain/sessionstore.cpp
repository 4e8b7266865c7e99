#include "core/keychain/sessionstore.h"

namespace signet {

QCoro::Task<Result<std::optional<Secret>>> SessionStore::read(QString name)
{
    const auto found = m_kept.constFind(name);
    std::optional<Secret> bytes;
    if (found != m_kept.constEnd())
        bytes = *found;
    co_return bytes;
}

QCoro::Task<Result<Done>> SessionStore::write(QString name, Secret bytes)
{
    m_kept.insert(name, bytes);
    co_return Done();
}

QCoro::Task<Result<Done>> SessionStore::remove(QString name)
{
    m_kept.remove(name);
    co_return Done();
}

} // namespace signet
