#include "app/cli/exitcode.h"

#include "core/findings/catalogue.h"

namespace signet {

int exitCodeOf(const Problem &problem)
{
    switch (exitOf(findingOf(problem))) {
    case Exit::Failure:
        return exitcode::failure;
    case Exit::SignInNeeded:
        return exitcode::signInNeeded;
    case Exit::NotReachable:
        return exitcode::notReachable;
    case Exit::Stopped:
        return exitcode::stopped;
    }
    Q_UNREACHABLE();
}

} // namespace signet
