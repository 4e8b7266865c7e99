#include "app/cli/exitcode.h"

#include "core/session/administrator.h"

using namespace Qt::StringLiterals;

namespace signet {

int exitCodeOf(const Problem &problem)
{
    // Beside what a sign-in itself ends with: Azure, asked as the person.
    static const QStringList refusals{u"azure-token-refused"_s, u"azure-other-tenant"_s,
                                      u"resource-not-in-tenant"_s};
    static const QStringList silences{
        u"network-failed"_s,   u"tls-interception"_s,     u"firewall-missing-hosts"_s,
        u"captive-portal"_s,   u"devops-rate-limited"_s,  u"devops-server-error"_s,
        u"org-stopped"_s,      u"azure-throttled"_s,      u"azure-operation-slow"_s,
        u"az-not-answering"_s, u"sandbox-not-reachable"_s};
    if (problem.findingId == "run-stopped"_L1)
        return exitcode::stopped;
    if (needsSignIn(problem) || refusals.contains(problem.findingId))
        return exitcode::signInNeeded;
    return silences.contains(problem.findingId) ? exitcode::notReachable : exitcode::failure;
}

} // namespace signet
