#pragma once

#include "core/result/problem.h"

#include <QtGlobal>

#include <utility>
#include <variant>

namespace signet {

// A T, or the Problem that kept us from having one. What can go wrong outside the program (network,
// server, file, input) is returned as a value; nothing is thrown from one room to another.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Problem problem)
        : m_state(std::in_place_index<1>, std::move(problem))
    {
    }

    explicit operator bool() const { return m_state.index() == 0; }

    // Asking for the wrong half is a bug of the caller.
    const T &value() const
    {
        Q_ASSERT(m_state.index() == 0);
        return *std::get_if<0>(&m_state);
    }
    T &value()
    {
        Q_ASSERT(m_state.index() == 0);
        return *std::get_if<0>(&m_state);
    }
    const T &operator*() const { return value(); }
    T &operator*() { return value(); }
    const T *operator->() const { return &value(); }
    T *operator->() { return &value(); }

    const Problem &problem() const
    {
        Q_ASSERT(m_state.index() == 1);
        return *std::get_if<1>(&m_state);
    }

private:
    std::variant<T, Problem> m_state;
};

// For what yields nothing but success: Result<Done>.
struct Done { };

} // namespace signet
