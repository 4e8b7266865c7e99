#pragma once

#include "core/result/result.h"
#include "core/result/secret.h"

#include <QString>

#include <QCoroTask>

#include <optional>

namespace signet {

// Where sign-ins are stored, each under a name. The content is opaque here. There are two places: the system
// keychain, and the memory of this process; never a file of ours. Every call ends within the store's own
// limit, whatever the keychain does, and none prompts the person. Findings: keychain-locked,
// keychain-not-set-up, keychain-missing, keychain-not-answering, keychain-failed; evidence {reason, seconds}.
class SignInStore {
public:
    enum class Lasts { System, Session };

    virtual ~SignInStore() = default;

    // Whether what is kept is there the next time the program runs.
    virtual Lasts lasts() const = 0;
    // Nothing where nothing is kept under that name.
    virtual QCoro::Task<Result<std::optional<Secret>>> read(QString name) = 0;
    virtual QCoro::Task<Result<Done>> write(QString name, Secret bytes) = 0;
    // Also succeeds where there was nothing.
    virtual QCoro::Task<Result<Done>> remove(QString name) = 0;
};

} // namespace signet
