#pragma once

#include "core/keychain/signinstore.h"

#include <QHash>

#include <QCoroTask>

#include <optional>

namespace signet::test {

// A keychain that lasts, for tests: what it does is said in advance.
class TestKeychain final : public SignInStore {
public:
    Lasts lasts() const override { return Lasts::System; }
    QCoro::Task<Result<std::optional<Secret>>> read(QString name) override
    {
        ++reads;
        if (problem)
            co_return Problem(*problem);
        std::optional<Secret> found;
        if (kept.contains(name))
            found = kept.value(name);
        co_return found;
    }
    QCoro::Task<Result<Done>> write(QString name, Secret bytes) override
    {
        if (problem && !landsLate)
            co_return Problem(*problem);
        kept.insert(name, bytes);
        if (problem)
            co_return Problem(*problem);
        co_return Done();
    }
    QCoro::Task<Result<Done>> remove(QString name) override
    {
        if (problem)
            co_return Problem(*problem);
        kept.remove(name);
        co_return Done();
    }

    QHash<QString, Secret> kept;
    std::optional<Problem> problem;
    bool landsLate = false; // what is written is there in spite of the problem
    int reads = 0;
};

} // namespace signet::test
