#include "core/findings/findingmap.h"

#include "core/findings/catalogue.h"

#include <QHash>

namespace signet {

namespace {

using Sources = std::vector<QLatin1StringView> Finding::*;

QHash<QLatin1StringView, FindingId> findingsBy(Sources sources)
{
    QHash<QLatin1StringView, FindingId> findings;
    for (const Finding &finding : catalogue()) {
        for (const QLatin1StringView source : finding.*sources)
            findings.insert(source, finding.id);
    }
    return findings;
}

} // namespace

FindingId findingForKind(QLatin1StringView kind)
{
    static const QHash<QLatin1StringView, FindingId> findings = findingsBy(&Finding::identityFaults);
    return findings.value(kind);
}

FindingId findingForServiceError(QLatin1StringView ruleId)
{
    static const QHash<QLatin1StringView, FindingId> findings = findingsBy(&Finding::serviceErrors);
    return findings.value(ruleId);
}

} // namespace signet
