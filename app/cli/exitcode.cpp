#include "app/cli/exitcode.h"

#include "core/session/administrator.h"

using namespace Qt::StringLiterals;

namespace signet {

int exitCodeOf(const Problem &problem)
{
    // Beside what a sign-in itself ends with: Azure, asked as the person.
    static const QList<FindingId> refusals{finding::azureTokenRefused, finding::azureOtherTenant,
                                           finding::resourceNotInTenant};
    static const QList<FindingId> silences{
        finding::networkFailed,  finding::tlsInterception,    finding::firewallMissingHosts,
        finding::captivePortal,  finding::devopsRateLimited,  finding::devopsServerError,
        finding::orgStopped,     finding::azureThrottled,     finding::azureOperationSlow,
        finding::azNotAnswering, finding::sandboxNotReachable};
    if (problem.findingId == finding::runStopped)
        return exitcode::stopped;
    if (needsSignIn(problem) || refusals.contains(problem.findingId))
        return exitcode::signInNeeded;
    return silences.contains(problem.findingId) ? exitcode::notReachable : exitcode::failure;
}

} // namespace signet
