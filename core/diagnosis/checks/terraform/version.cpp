#include "core/diagnosis/checks/terraform/checks.h"

#include "core/diagnosis/checks/terraform/decision.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

CheckVerdict terraformVersion(const Facts &facts)
{
    const DecisionSeen *seen = decisionIn(facts);
    if (!seen)
        return unclear();
    const DecisionSeen &decision = *seen;
    for (const FindingId id : {finding::providerVersionTooOld, finding::providerMsiRegression111}) {
        const bool named = decision.errorFindingId == id || trapWith(decision, id);
        if (named && decision.decidedBy != facts.question().terraformCredential())
            return failed(id, evidenceFor(decision, id));
    }
    const auto *configuration = facts.seen<ConfigurationSeen>();
    if (configuration && configuration->replacedBy)
        return unclear(finding::providerReplaced, {{u"variable"_s, configuration->replacedBy->name}});
    return passed();
}

} // namespace

Check terraformVersionCheck()
{
    return {.id = check::terraformVersion,
            .stage = "terraform"_L1,
            .title = QT_TRANSLATE_NOOP("Check", "The provider version supports the intended credential"),
            .needs = {check::terraformConfiguration},
            .judge = terraformVersion,
            .applies = hasConfiguration};
}

} // namespace signet
