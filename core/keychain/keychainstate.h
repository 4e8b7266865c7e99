#pragma once

#include "core/host/host.h"
#include "core/result/result.h"

#include <QCoroTask>

#include <chrono>

namespace signet {

// What can be known about the keychain before it is used. QtKeychain answers "not found" for an entry in a
// locked collection, and waits for ever for a password that nobody types; so the service itself is asked
// first.
//
// Linux: the Secret Service on the session bus, its default collection and whether that is locked
// (freedesktop.org, "Secret Service API", properties of org.freedesktop.Secret.Collection); nothing is
// asked of the person. Not on KDE, where the wallet is another service, and nowhere else: there it
// succeeds. Limit: for all questions together.
//
// Fails with keychain-missing, keychain-not-set-up, keychain-locked, keychain-not-answering.
QCoro::Task<Result<Done>> checkKeychain(Host host, std::chrono::milliseconds limit);

// The finding for what the keychain's own library says. Pure.
// Evidence {reason}.
Problem keychainProblem(const QString &reason);

} // namespace signet
