#pragma once

#include "core/result/result.h"
#include "core/result/secret.h"

#include <QString>

#include <QCoroTask>

#include <optional>

namespace signet {

// Where sign-ins are kept, each under a name. What is kept is opaque here. There are two places: the
// system's keychain, and the memory of this process. Never a file of ours.
//
// Every call comes to an end within the store's own limit, whatever the keychain does, and none asks the
// person anything. Findings: keychain-locked, keychain-not-set-up, keychain-missing,
// keychain-not-answering, keychain-failed; evidence {reason, seconds}.
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
