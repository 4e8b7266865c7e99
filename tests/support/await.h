#pragma once

#include "tests/support/waitfor.h"

#include <QtGlobal>

#include <QCoroTask>

#include <chrono>
#include <memory>
#include <optional>

// Runs the event loop until the task has its result. A task that does not come to an end is a failure
// of the test, told at once and with its limit; QCoro::waitFor would hang.
template <class T>
T await(QCoro::Task<T> task, std::chrono::milliseconds limit = std::chrono::seconds(20))
{
    const auto result = std::make_shared<std::optional<T>>();
    auto done = std::move(task).then([result](T value) { result->emplace(std::move(value)); });
    if (!waitFor([result] { return result->has_value(); }, limit))
        qFatal("the task did not end within %lld ms", static_cast<long long>(limit.count()));
    return std::move(**result);
}
