#include "core/keychain/keychainstate.h"

namespace signet {

// Windows and macOS unlock their keychains with the login of the person.
QCoro::Task<Result<Done>> checkKeychain(Host, std::chrono::milliseconds)
{
    co_return Done();
}

} // namespace signet
